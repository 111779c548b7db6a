/* sheet-file.c: writes a sheet to a file, if there is nothing else in its place. */
#include "followup/sheet-file.h"

#include "base/i18n.h"
#include "followup/sheet.h"

#include <stdio.h>
#include <stdlib.h>

/* The first bytes of a sheet, among which it says what it is. */
#define HEAD 1024

/* What a file is to the sheet that is to be written in its place. */
typedef enum {
  THERE_NOTHING, /* or an empty file */
  THERE_OLDER,   /* a sheet of the same person */
  THERE_OTHER_PERSON,
  THERE_STRANGER,
} There;

static There
what_is_there (const char *path, const RgmPatient *patient)
{
  char head[HEAD + 1];
  FILE *file = fopen (path, "re");
  gsize length;

  if (file == NULL)
    return g_file_test (path, G_FILE_TEST_EXISTS) ? THERE_STRANGER : THERE_NOTHING;
  length = fread (head, 1, HEAD, file);
  fclose (file);
  head[length] = '\0';
  return length == 0                      ? THERE_NOTHING
         : sheet_is_sheet (head, patient) ? THERE_OLDER
         : sheet_is_sheet (head, NULL)    ? THERE_OTHER_PERSON
                                          : THERE_STRANGER;
}

static gboolean
check_path (const char *path, const RgmPatient *patient, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  gboolean there = g_file_test (path, G_FILE_TEST_EXISTS);

  if (*path == '\0' || g_file_test (path, G_FILE_TEST_IS_DIR)
      || (there && !g_file_test (path, G_FILE_TEST_IS_REGULAR))) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not the name of a file; name one, like sheet.html"), shown);
    return FALSE;
  }
  if (!there && g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("\"%s\" is a link to nothing; name a file"),
                 shown);
    return FALSE;
  }
  There what = what_is_there (path, patient);
  if (what == THERE_OTHER_PERSON)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is the sheet of another person, so it is left alone; name another file"),
                 shown);
  else if (what == THERE_STRANGER)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s already exists and is not a sheet of regimen, so it is left alone; choose "
                    "another name, or remove it first"),
                 shown);
  return what == THERE_NOTHING || what == THERE_OLDER;
}

gboolean
sheet_write (const char *path, const char *html, const RgmPatient *patient, GError **error)
{
  char *real = realpath (path, NULL);
  g_autofree char *target = g_strdup (real != NULL ? real : path);

  free (real);
  return check_path (path, patient, error)
         && g_file_set_contents_full (target, html, -1,
                                      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0600, error);
}
