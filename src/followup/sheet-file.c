/* sheet-file.c: writes a sheet to a file, unless the file exists and is something else. */
#include "followup/sheet-file.h"

#include "base/file.h"
#include "base/i18n.h"
#include "followup/sheet.h"

#include <string.h>

/* How many bytes at the beginning of a file are read to see whether it is a sheet. */
#define HEAD 1024

/* What is at the path to which the sheet is to be written. */
typedef enum {
  THERE_NOTHING, /* nothing, or an empty file */
  THERE_OLDER,   /* a sheet of the same person */
  THERE_OTHER_PERSON,
  THERE_STRANGER,
} There;

static There
what_is_there (const char *head, gsize length, const RgmPatient *patient)
{
  return length == 0                      ? THERE_NOTHING
         : sheet_is_sheet (head, patient) ? THERE_OLDER
         : sheet_is_sheet (head, NULL)    ? THERE_OTHER_PERSON
                                          : THERE_STRANGER;
}

static gboolean
check_path (const char *path, const RgmPatient *patient, GError **error)
{
  g_autofree char *shown = file_shown (path);
  char head[HEAD + 1];
  gsize length;

  if (!file_read_head (path, head, HEAD, &length, error))
    return FALSE;
  There what = what_is_there (head, length, patient);
  if (what == THERE_OTHER_PERSON)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_CONFLICT,
      _ ("%s is the sheet of another person, so it is left alone; name another file, for "
         "example: regimen sheet mine.html"),
      shown);
  else if (what == THERE_STRANGER)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s already exists and is not a sheet of regimen, so it is left alone; choose "
                    "another name, or remove it first"),
                 shown);
  return what == THERE_NOTHING || what == THERE_OLDER;
}

static gboolean
fill (int fd, gpointer data, GError **error)
{
  return file_append (fd, data, strlen (data), error);
}

gboolean
sheet_write (const char *path, const char *html, const RgmPatient *patient, GError **error)
{
  return check_path (path, patient, error)
         && file_replace (path, 0600, fill, (gpointer)html, error);
}
