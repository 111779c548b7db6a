/* record-file.c: writes the record to a file, or to a folder with a file for each table, unless
 * something else is in its place. */
#include "programs/export/record-file.h"

#include "base/file.h"
#include "base/i18n.h"
#include "followup/fhir-bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- one file ---- */

/* How many bytes at the start of a file are read to see whether it is a record or a bundle. */
#define HEAD 128
#define RECORD_BEGINS "{\"format\": "
#define RECORD_SAYS "\"program\": \"regimen\""

/* Looks whether a file of regimen may be written to @path. @ours: (out): TRUE if there is nothing,
 * an empty file, or a file that begins with @begins and contains @says near its start. Returns:
 * FALSE with @error set if it cannot be read. */
static gboolean
look_at (const char *path, const char *begins, const char *says, gboolean *ours, GError **error)
{
  char head[HEAD + 1];
  gsize length;

  if (!file_read_head (path, head, HEAD, &length, error))
    return FALSE;
  *ours = length == 0 || (g_str_has_prefix (head, begins) && strstr (head, says) != NULL);
  return TRUE;
}

static gboolean
fill (int fd, gpointer data, GError **error)
{
  return rgm_store_write_json (data, file_append_piece, &fd, error);
}

gboolean
record_file_write (RgmStore *store, const char *path, GError **error)
{
  g_autofree char *shown = file_shown (path);
  gboolean ours;

  if (!look_at (path, RECORD_BEGINS, RECORD_SAYS, &ours, error))
    return FALSE;
  if (ours)
    return file_replace (path, 0600, fill, store, error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s already exists and is not a record of regimen, so it is left alone; choose "
                  "another name, or remove it first"),
               shown);
  return FALSE;
}

typedef struct {
  const RgmSession *session;
  gint64 patient_id;
  guint count; /* how many entries it has */
} Bundle;

static gboolean
fill_bundle (int fd, gpointer data, GError **error)
{
  Bundle *bundle = data;

  return fhir_bundle_write (bundle->session, bundle->patient_id, file_append_piece, &fd,
                            &bundle->count, error);
}

gboolean
record_bundle_write (const RgmSession *session, gint64 patient_id, const char *path, guint *count,
                     GError **error)
{
  Bundle bundle = { session, patient_id, 0 };
  g_autofree char *shown = file_shown (path);
  gboolean ours;

  if (!look_at (path, FHIR_BUNDLE_BEGINS, "", &ours, error))
    return FALSE;
  if (ours) {
    gboolean done = file_replace (path, 0600, fill_bundle, &bundle, error);
    *count = bundle.count;
    return done;
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s already exists and is not a bundle of regimen, so it is left alone; choose "
                  "another name, or remove it first"),
               shown);
  return FALSE;
}

/* ---- a folder ---- */

typedef struct {
  const char *path; /* the folder, under the name that it has until all files are written */
  GPtrArray *names; /* the paths of the files in it */
  FILE *file;       /* the last of these files; NULL: none is open */
} Folder;

static gboolean
close_file (Folder *folder, GError **error)
{
  FILE *file = g_steal_pointer (&folder->file);
  gboolean good = TRUE;

  if (file == NULL)
    return TRUE;
  good = fflush (file) == 0 && fsync (fileno (file)) == 0;
  good = good || file_fail_errno (folder->path, error);
  return fclose (file) == 0 ? good : good && file_fail_errno (folder->path, error);
}

static gboolean
begin_file (const char *name, gpointer data, GError **error)
{
  Folder *folder = data;
  char *path = g_strdup_printf ("%s/%s.csv", folder->path, name);
  int fd;

  if (!close_file (folder, error)) {
    g_free (path);
    return FALSE;
  }
  g_ptr_array_add (folder->names, path);
  fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  folder->file = fd >= 0 ? fdopen (fd, "w") : NULL;
  return folder->file != NULL || file_fail_errno (path, error);
}

static gboolean
append_to_file (const char *bytes, gsize length, gpointer data, GError **error)
{
  Folder *folder = data;

  return fwrite (bytes, 1, length, folder->file) == length || file_fail_errno (folder->path, error);
}

static void
discard (Folder *folder)
{
  close_file (folder, NULL);
  for (guint i = 0; i < folder->names->len; i++)
    g_unlink (folder->names->pdata[i]);
  g_rmdir (folder->path);
}

/* Gives the folder @beside its final name @path. rename() replaces a folder only if that is empty.
 * The names of the files are made durable before the folder is renamed, so that no power cut leaves
 * a folder with only some of them. */
static gboolean
give_name (const char *beside, const char *path, GError **error)
{
  g_autofree char *shown = file_shown (path), *parent = g_path_get_dirname (path);

  file_sync_folder (beside);
  if (g_rename (beside, path) == 0) {
    file_sync_folder (parent);
    return TRUE;
  }
  if (errno != ENOTEMPTY && errno != EEXIST && errno != ENOTDIR)
    return file_fail_errno (path, error);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_CONFLICT,
    _ ("%s is there already, so it is left alone; name a folder that is not there yet, or "
       "is empty"),
    shown);
  return FALSE;
}

gboolean
record_folder_write (RgmStore *store, const char *path, guint *count, GError **error)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autofree char *beside = g_strconcat (whole, ".new-XXXXXX", NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Folder folder = { beside, names, NULL };

  if (g_mkdtemp_full (beside, 0700) == NULL)
    return file_fail_errno (path, error);
  if (rgm_store_write_csv (store, begin_file, append_to_file, &folder, error)
      && close_file (&folder, error) && give_name (beside, whole, error)) {
    *count = names->len;
    return TRUE;
  }
  discard (&folder);
  return FALSE;
}
