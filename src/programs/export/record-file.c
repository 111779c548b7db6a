/* record-file.c: writes the record to a file, or to a folder with a file for each table, unless
 * something else is in its place. */
#include "programs/export/record-file.h"

#include "base/beside.h"
#include "base/file.h"
#include "base/i18n.h"
#include "followup/fhir-bundle.h"
#include "store/calendar-rows.h"
#include "store/json-there.h"
#include "store/write.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- one file ---- */

/* How many bytes at the start of a file are read to see whether it is a record or a bundle. */
#define HEAD 128
#define RECORD_BEGINS "{\"format\": "
#define RECORD_SAYS "\"program\": \"regimen\""

/* Finds out whether a file of regimen may be written to @path. @ours: (out): TRUE if there is
 * nothing, an empty file, or a file that begins with @begins and contains @says near its start.
 * @empty: (out): TRUE if there is nothing, or an empty file. Returns: FALSE with @error set if the
 * file cannot be read. */
static gboolean
look_at (const char *path, const char *begins, const char *says, gboolean *ours, gboolean *empty,
         GError **error)
{
  char head[HEAD + 1];
  gsize length;

  if (!file_read_head (path, head, HEAD, &length, error))
    return FALSE;
  *empty = length == 0;
  *ours = *empty || (g_str_has_prefix (head, begins) && strstr (head, says) != NULL);
  return TRUE;
}

static gboolean
fill (int fd, gpointer data, GError **error)
{
  return rgm_store_write_json (data, file_append_piece, &fd, error);
}

/* Whether this record may replace the one at @path, because it has everything that is in there. */
static gboolean
check_record_there (RgmStore *store, const char *path, GError **error)
{
  g_autofree char *shown = file_shown (path);
  JsonThere there;

  if (!json_there (store, path, &there, error))
    return FALSE;
  switch (there) {
  case JSON_THERE_PART:
    return TRUE;
  case JSON_THERE_OTHER:
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is an export of another record, so it is left alone; choose another name, "
                    "or remove it first"),
                 shown);
    break;
  case JSON_THERE_MORE:
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s has changes that this record lacks, so it is left alone; choose another "
                    "name; \"regimen --db NEW.db restore --from-json %s\" turns it into a record"),
                 shown, shown);
    break;
  case JSON_THERE_UNREADABLE:
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s begins like a record of regimen, but cannot be read to its end, so it is "
                    "left alone; choose another name, or remove it first"),
                 shown);
    break;
  }
  return FALSE;
}

gboolean
record_file_write (RgmStore *store, const char *path, GError **error)
{
  g_autofree char *shown = file_shown (path);
  gboolean ours, empty;

  if (!look_at (path, RECORD_BEGINS, RECORD_SAYS, &ours, &empty, error))
    return FALSE;
  if (ours)
    return (empty || check_record_there (store, path, error))
           && file_replace (path, 0600, fill, store, error);
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

/* The id of the resource in @line, which is one entry of a bundle. Returns: (transfer full)
 * (nullable): NULL if the resource is not of the type @type. */
static char *
id_of_line (const char *line, const char *type)
{
  g_autofree char *begins
    = g_strdup_printf ("\"resource\": {\"resourceType\": \"%s\", \"id\": \"", type);
  const char *found = strstr (line, begins);

  /* Text that a user typed cannot look like that, because quotes in it are escaped. */
  return found != NULL
           ? g_strndup (found + strlen (begins), strcspn (found + strlen (begins), "\""))
           : NULL;
}

/* Whether @uid is that of a person among @people (element-type RgmPatient) whom the new bundle will
 * contain. */
static gboolean
is_of_bundle (const GPtrArray *people, const Bundle *bundle, const char *uid)
{
  for (guint i = 0; i < people->len; i++) {
    const RgmPatient *patient = people->pdata[i];
    if (g_str_equal (patient->uid, uid))
      return bundle->patient_id == 0 || bundle->patient_id == patient->id;
  }
  return FALSE;
}

/* What would be lost if the bundle that is there were replaced. */
typedef enum {
  LOST_NOTHING,
  LOST_PERSON,
  LOST_COURSE,
} Lost;

typedef struct {
  const Bundle *bundle; /* the one that is to be written */
  GPtrArray *people;    /* of RgmPatient: all who are on record */
  Lost lost;
} BundleLook;

/* Looks at one entry of the bundle that is there. */
static gboolean
look_at_entry (char *line, gpointer data, GError **error)
{
  static const char *const requests[] = { "MedicationRequest", "ServiceRequest" };
  BundleLook *look = data;
  g_autofree char *person = id_of_line (line, "Patient");
  gboolean has = TRUE;

  if (person != NULL && !is_of_bundle (look->people, look->bundle, person))
    look->lost = LOST_PERSON;
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    g_autofree char *course = id_of_line (line, requests[i]);
    if (course != NULL && !store_has_course (look->bundle->session->store, course, &has, error))
      return FALSE;
    if (!has)
      look->lost = LOST_COURSE;
  }
  return look->lost == LOST_NOTHING;
}

/* Whether the bundle at @path may be replaced: it has no other person, and no course that is not on
 * record, as one that a newer copy of the record has written. */
static gboolean
check_bundle_there (const Bundle *bundle, const char *path, GError **error)
{
  g_autoptr (GPtrArray) people = rgm_store_patients (bundle->session->store, error);
  g_autofree char *shown = file_shown (path);
  BundleLook look = { bundle, people, LOST_NOTHING };

  if (people == NULL || !file_each_line (path, look_at_entry, &look, error))
    return FALSE;
  if (look.lost == LOST_PERSON)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s has the record of another person, so it is left alone; choose another "
                    "name, or remove it first"),
                 shown);
  else if (look.lost == LOST_COURSE)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s has a treatment that this record lacks, so it is left alone; choose "
                    "another name, or remove it first"),
                 shown);
  return look.lost == LOST_NOTHING;
}

gboolean
record_bundle_write (const RgmSession *session, gint64 patient_id, const char *path, guint *count,
                     GError **error)
{
  Bundle bundle = { session, patient_id, 0 };
  g_autofree char *shown = file_shown (path);
  gboolean ours, empty;

  if (!look_at (path, FHIR_BUNDLE_BEGINS, "", &ours, &empty, error))
    return FALSE;
  if (ours) {
    gboolean done = (empty || check_bundle_there (&bundle, path, error))
                    && file_replace (path, 0600, fill_bundle, &bundle, error);
    *count = bundle.count;
    return done;
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s already exists and is not a FHIR file of regimen, so it is left alone; "
                  "choose another name, or remove it first"),
               shown);
  return FALSE;
}

/* ---- a folder ---- */

#define FILE_ENDING ".csv"

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
  char *path = g_strdup_printf ("%s/%s" FILE_ENDING, folder->path, name);
  int fd;

  if (!close_file (folder, error)) {
    g_free (path);
    return FALSE;
  }
  g_ptr_array_add (folder->names, path);
  fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  folder->file = fd >= 0 ? fdopen (fd, "w") : NULL;
  return folder->file != NULL || file_fail_errno (folder->path, error);
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
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s already exists, so it is left alone; name a new folder, or an empty one"),
               shown);
  return FALSE;
}

gboolean
record_folder_write (RgmStore *store, const char *path, guint *count, GError **error)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  BesideFile beside = { 0 };
  gboolean written;

  record_folder_sweep (store, whole);
  if (!beside_create_folder (whole, &beside))
    return file_fail_errno (path, error);
  Folder folder = { beside.name, names, NULL };
  written = rgm_store_write_csv (store, begin_file, append_to_file, &folder, error)
            && close_file (&folder, error) && give_name (beside.name, whole, error);
  if (written)
    *count = names->len;
  else
    discard (&folder);
  beside_close (&beside);
  return written;
}

void
record_folder_sweep (RgmStore *store, const char *path)
{
  g_autoptr (GPtrArray) names = store_csv_tables (store, NULL);

  for (guint i = 0; names != NULL && i < names->len; i++) {
    char *file = g_strconcat (names->pdata[i], FILE_ENDING, NULL);
    g_free (names->pdata[i]);
    names->pdata[i] = file;
  }
  if (names != NULL)
    beside_sweep_folders (path, names);
}
