/* record-file.c: writes the record to a file, if there is nothing else in its place. */
#include "programs/export/record-file.h"

#include "base/file.h"
#include "base/i18n.h"

#include <string.h>

/* The first bytes of a record, among which it says what it is. */
#define HEAD 64
#define HEAD_BEGINS "{\"format\": "
#define HEAD_SAYS "\"program\": \"regimen\""

static gboolean
check_path (const char *path, GError **error)
{
  g_autofree char *shown = file_shown (path);
  char head[HEAD + 1];
  gsize length;

  if (!file_read_head (path, head, HEAD, &length, error))
    return FALSE;
  if (length == 0 || (g_str_has_prefix (head, HEAD_BEGINS) && strstr (head, HEAD_SAYS) != NULL))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s already exists and is not a record of regimen, so it is left alone; choose "
                  "another name, or remove it first"),
               shown);
  return FALSE;
}

static gboolean
fill (int fd, gpointer data, GError **error)
{
  return rgm_store_write_json (data, file_append_piece, &fd, error);
}

gboolean
record_file_write (RgmStore *store, const char *path, GError **error)
{
  return check_path (path, error) && file_replace (path, 0600, fill, store, error);
}
