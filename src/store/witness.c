/* What was last seen of a record is kept outside of it: the number and the hash of its last change
 * (chain.c). A record that does not have them any more has lost its end, or an older copy or
 * another record was put in its place.
 *
 * There is one small file for each path, in $XDG_STATE_HOME/regimen. The program works without it:
 * if it is missing or damaged, or cannot be read or written, nothing is known, and that is not an
 * error. */
#include "store/witness.h"

#include "base/beside.h"
#include "base/file.h"
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define GROUP "record"
#define LARGEST 4096 /* bytes of such a file */
#define HEX_DIGITS (2 * RGM_HASH_BYTES)

char *
witness_key (const char *path)
{
  g_autofree char *real = file_real (path);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, real, -1);
}

/* The file for the record @path, which may be missing. Returns: (transfer full) (nullable): NULL if
 * @path is a temporary file, which is not complete. */
static char *
file_for (const char *path)
{
  g_autofree char *name = g_path_get_basename (path), *key = witness_key (path);
  g_autofree char *file = g_strdup_printf ("%.32s.seen", key);

  return beside_length (name) == 0
           ? g_build_filename (g_get_user_state_dir (), "regimen", file, NULL)
           : NULL;
}

static gboolean
parse_hash (const char *text, guint8 hash[RGM_HASH_BYTES])
{
  if (text == NULL || strlen (text) != HEX_DIGITS)
    return FALSE;
  for (int i = 0; i < RGM_HASH_BYTES; i++) {
    int high = g_ascii_xdigit_value (text[2 * i]), low = g_ascii_xdigit_value (text[2 * i + 1]);
    if (high < 0 || low < 0)
      return FALSE;
    hash[i] = (guint8)(16 * high + low);
  }
  return TRUE;
}

static char *
hash_to_text (const guint8 hash[RGM_HASH_BYTES])
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < RGM_HASH_BYTES; i++)
    g_string_append_printf (text, "%02x", hash[i]);
  return g_string_free (text, FALSE);
}

/* A checksum of everything that the file says, so that damage to the file is not taken for a loss
 * in the record. Returns: (transfer full). */
static char *
checksum (const RgmWitness *witness)
{
  g_autofree char *hash = hash_to_text (witness->hash);
  g_autofree char *all = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
                                          witness->change, (gint64)witness->at, hash);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
}

/* A file that an earlier version wrote has no checksum. */
static gboolean
parse (const char *text, gsize length, RgmWitness *witness)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *hash = NULL, *sum = NULL, *wanted = NULL;

  if (!g_key_file_load_from_data (keys, text, length, G_KEY_FILE_NONE, NULL))
    return FALSE;
  hash = g_key_file_get_string (keys, GROUP, "hash", NULL);
  sum = g_key_file_get_string (keys, GROUP, "checksum", NULL);
  witness->change = g_key_file_get_int64 (keys, GROUP, "changes", NULL);
  witness->at = g_key_file_get_int64 (keys, GROUP, "at", NULL);
  if (!parse_hash (hash, witness->hash) || witness->change <= 0)
    return FALSE;
  wanted = checksum (witness);
  return sum == NULL || g_str_equal (sum, wanted);
}

gboolean
witness_read (const char *path, RgmWitness *witness)
{
  g_autofree char *file = file_for (path);
  gsize length = 0;
  g_autofree char *text = file != NULL ? file_read (file, LARGEST, &length, NULL) : NULL;

  *witness = (RgmWitness){ 0 };
  return text != NULL && parse (text, length, witness);
}

/* Writes @text to an unfinished file and renames it to @file. It is not synced, because after a
 * power cut an older file will do as well. */
static void
replace (const char *file, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (file);
  BesideFile beside = { 0 };

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return;
  beside_sweep (file);
  if (!beside_create (file, &beside))
    return;
  if (!file_append (beside.fd, text, strlen (text), NULL) || rename (beside.name, file) != 0)
    g_unlink (beside.name);
  beside_close (&beside);
}

void
witness_write (const char *path, const RgmWitness *witness)
{
  g_autofree char *file = file_for (path), *text = NULL, *hash = NULL, *sum = NULL;

  if (file == NULL)
    return;
  hash = hash_to_text (witness->hash);
  sum = checksum (witness);
  text = g_strdup_printf ("# How many changes regimen has seen of a record, and what the last of "
                          "them was.\n[" GROUP "]\nchanges=%" G_GINT64_FORMAT
                          "\nat=%" G_GINT64_FORMAT "\nhash=%s\nchecksum=%s\n",
                          witness->change, (gint64)witness->at, hash, sum);
  replace (file, text);
}

void
witness_forget (const char *path)
{
  g_autofree char *file = file_for (path), *folder = NULL;

  /* If the file came back after a power cut, a copy that was restored would be reported as a
   * loss. */
  if (file == NULL || g_unlink (file) != 0)
    return;
  folder = g_path_get_dirname (file);
  file_sync_folder (folder);
}
