#include "fixture.h"
#include "store/store-private.h"
#include "store/witness.h"
#include "store/write.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* What was lost is noticed, although what is left is a whole record: the chain of the changes, and
 * what was last seen of it. */

static void
reopen (Fixture *fixture)
{
  g_clear_pointer (&fixture->store, rgm_store_close);
  fixture->store = fixture_open (fixture->path);
}

/* Puts the copy @copy in the place of the record, as a person would with cp. */
static void
put_copy (Fixture *fixture, const char *copy)
{
  static const char *const endings[] = { "-wal", "-shm" };
  g_autofree char *content = NULL;
  gsize length;

  g_clear_pointer (&fixture->store, rgm_store_close);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *name = g_strconcat (fixture->path, endings[i], NULL);
    g_unlink (name);
  }
  g_assert_true (g_file_get_contents (copy, &content, &length, NULL));
  g_assert_true (g_file_set_contents_full (fixture->path, content, (gssize)length,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  fixture->store = fixture_open (fixture->path);
}

/* Returns: (transfer full): a copy of the record as it is now. */
static char *
copy_now (Fixture *fixture)
{
  char *copy = g_build_filename (fixture->folder, "copy.db", NULL);

  g_assert_true (rgm_store_backup (fixture->store, copy, NULL));
  return copy;
}

static void
assert_loss (Fixture *fixture, gint64 seen, gint64 there)
{
  const RgmLoss *loss = rgm_store_loss (fixture->store);

  g_assert_nonnull (loss);
  g_assert_cmpint (loss->seen, ==, seen);
  g_assert_cmpint (loss->there, ==, there);
  g_assert_cmpint (loss->seen_at, ==, NOW);
}

static void
assert_nothing_lost (Fixture *fixture)
{
  g_assert_null (rgm_store_loss (fixture->store));
  fixture_assert_whole (fixture);
}

static void
take_back (Fixture *fixture)
{
  g_autoptr (RgmChange) last = store_change_in_force (fixture->store, NULL);

  g_assert_true (store_begin (fixture->store, "undo", NOW, NULL));
  g_assert_true (store_undo (fixture->store, last->id, NULL, NULL));
  g_assert_true (store_commit (fixture->store, NULL));
}

/* ---- the chain ---- */

/* An undo and its undo are changes too, so the number only grows. */
static void
test_undo (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fixture_fill (fixture->store);
  g_autofree char *count = NULL;

  fixture_log (fixture->store, course, 1);
  take_back (fixture);
  take_back (fixture);
  reopen (fixture);
  g_assert_null (rgm_store_loss (fixture->store));
  count = fixture_query (fixture->path, "SELECT max (change_id) || ' ' || count (*) FROM chain");
  g_assert_cmpstr (count, ==, "4 4");
}

/* The rows of a part that was rolled back are not in the hash of their change. */
static void
test_part (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fixture_fill (fixture->store);

  g_assert_true (store_begin_together (fixture->store, "import", NOW, NULL));
  for (int dose = 1; dose < 4; dose++) {
    RgmAdministration given = { .dose = dose, .at = NOW, .recorded_at = NOW };
    g_assert_true (store_begin (fixture->store, "log", NOW, NULL));
    g_assert_true (store_add_administration (fixture->store, course, &given, NULL));
    if (dose == 2)
      store_rollback (fixture->store);
    else
      g_assert_true (store_set_head (fixture->store, course, 1, TRUE, NULL)
                     && store_commit (fixture->store, NULL));
  }
  g_assert_true (store_commit_together (fixture->store, NULL));
  assert_nothing_lost (fixture);
}

/* @sql alters the record around its triggers; the check then has @word. */
static void
assert_check_finds (Fixture *fixture, const char *sql, const char *word)
{
  g_autofree char *problems = NULL;

  fixture_sql (fixture->path, sql);
  problems = fixture_check (fixture->store);
  g_assert_nonnull (strstr (problems, word));
}

/* A row that has the right hash for what it holds, but is not the one that was saved. */
static void
test_other_row (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fixture_fill (fixture->store);

  fixture_log (fixture->store, course, 1);
  fixture_log (fixture->store, course, 2);
  assert_nothing_lost (fixture);
  assert_check_finds (fixture,
                      "DROP TRIGGER chain_update; UPDATE chain SET hash = zeroblob (32) WHERE"
                      " change_id = 2",
                      "change 2, or one of its rows, is not as it was saved");
}

static void
test_lost_link (Fixture *fixture, gconstpointer unused)
{
  fixture_fill (fixture->store);
  assert_check_finds (fixture, "DROP TRIGGER chain_delete; DELETE FROM chain",
                      "change 1, or one of its rows, is not as it was saved");
}

/* A damaged number must not ask for more memory than there is. */
static void
test_impossible_number (Fixture *fixture, gconstpointer unused)
{
  const char *const numbers[] = { "4000000000000", "9223372036854775807", "-4000000000000" };
  gint64 course = fixture_fill (fixture->store);

  fixture_log (fixture->store, course, 1);
  fixture_sql (fixture->path, "DROP TRIGGER changes_update");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *sql
      = g_strdup_printf ("UPDATE changes SET id = %s WHERE command = 'log'", numbers[i]);
    assert_check_finds (fixture, sql, "1 changes are missing");
  }
}

/* The same in a record of a version that had no chain yet. It gets one in memory, because it has a
 * second name. */
static void
test_impossible_number_of_older (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *second = g_strconcat (fixture->path, ".second", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store = NULL;

  fixture_load (fixture, "version-11.sql");
  fixture_sql (fixture->path, "INSERT INTO changes (id, at, command, row_count, hash)"
                              " VALUES (4000000000000, 1790928361, 'log', 0, zeroblob (32))");
  g_assert_cmpint (link (fixture->path, second), ==, 0);
  store = rgm_store_open (fixture->path, RGM_STORE_READ, &error);
  g_assert_no_error (error);
  g_assert_nonnull (store);
}

/* ---- what was seen ---- */

static void
test_older_copy (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fixture_fill (fixture->store);
  g_autofree char *copy = copy_now (fixture);

  for (int dose = 1; dose < 4; dose++)
    fixture_log (fixture->store, course, dose);
  reopen (fixture);
  assert_nothing_lost (fixture);
  put_copy (fixture, copy);
  assert_loss (fixture, 4, 1);
  fixture_assert_whole (fixture); /* by itself it is as good as any */
}

/* It is written to, and told until it is accepted, even if it has as many changes as there were. */
static void
test_goes_on (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fixture_fill (fixture->store);
  g_autofree char *copy = copy_now (fixture);

  fixture_log (fixture->store, course, 1);
  fixture_log (fixture->store, course, 2);
  put_copy (fixture, copy);
  for (int dose = 1; dose < 5; dose++) {
    RgmAdministration other = { .dose = dose, .at = NOW, .recorded_at = NOW, .note = (char *)"x" };
    g_assert_true (store_begin (fixture->store, "log", NOW, NULL));
    g_assert_true (store_add_administration (fixture->store, course, &other, NULL));
    g_assert_true (store_set_head (fixture->store, course, dose, TRUE, NULL));
    g_assert_true (store_commit (fixture->store, NULL));
    reopen (fixture);
    assert_loss (fixture, 3, 1 + dose);
  }
  g_assert_true (rgm_store_accept (fixture->store, NULL));
  assert_nothing_lost (fixture);
  reopen (fixture);
  assert_nothing_lost (fixture);
}

static void
test_other_record (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other.db", NULL);
  g_autoptr (RgmStore) store = fixture_open (other);

  fixture_fill (store);
  g_clear_pointer (&store, rgm_store_close);
  fixture_fill (fixture->store);
  put_copy (fixture, other);
  assert_loss (fixture, 1, 1);
}

static void
test_vanished (Fixture *fixture, gconstpointer unused)
{
  fixture_fill (fixture->store);
  g_clear_pointer (&fixture->store, rgm_store_close);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  fixture->store = rgm_store_open (fixture->path, RGM_STORE_READ, NULL);
  assert_loss (fixture, 1, 0);
}

/* A copy that is put back with "restore" is what is meant to be there. */
static void
test_restore (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fixture_fill (fixture->store);
  g_autofree char *copy = copy_now (fixture), *kept = NULL;

  fixture_log (fixture->store, course, 1);
  g_assert_true (rgm_store_restore (fixture->path, copy, NOW, NULL, NULL, &kept, NULL));
  reopen (fixture);
  assert_nothing_lost (fixture);
}

/* A copy elsewhere is no loss, and neither is a record of which nothing can be known. */
static void
test_unknown (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fixture_fill (fixture->store);
  g_autofree char *copy = copy_now (fixture), *state = NULL;
  g_autoptr (RgmStore) elsewhere = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  fixture_log (fixture->store, course, 1);
  elsewhere = fixture_open (copy);
  g_assert_null (rgm_store_loss (elsewhere));
  state = g_build_filename (g_get_user_state_dir (), "regimen", NULL);
  dir = g_dir_open (state, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (state, name, NULL);
    GStatBuf status;
    g_assert_cmpint (g_stat (file, &status), ==, 0);
    g_assert_cmpint (status.st_mode & 07777, ==, 0600);
    g_assert_true (g_file_set_contents (file, "[record]\nchanges=99\nhash=zz\n", -1, NULL));
  }
  put_copy (fixture, copy);
  g_assert_null (rgm_store_loss (fixture->store));
}

/* The one file of this fixture that says what was seen. Returns: (transfer full). */
static char *
seen_file (Fixture *fixture)
{
  g_autofree char *key = witness_key (fixture->path), *name = g_strdup_printf ("%.32s.seen", key);

  return g_build_filename (g_get_user_state_dir (), "regimen", name, NULL);
}

/* Whatever bit of it changes, it says what it said or nothing: never that the record lost
 * something. */
static void
test_damaged_witness (Fixture *fixture, gconstpointer unused)
{
  gint64 course = fixture_fill (fixture->store);
  g_autofree char *file = seen_file (fixture), *text = NULL;
  RgmWitness seen, now;
  gsize length = 0;

  fixture_log (fixture->store, course, 1);
  g_assert_true (witness_read (fixture->path, &seen));
  g_assert_true (g_file_get_contents (file, &text, &length, NULL));
  for (gsize bit = 0; bit < 8 * length; bit++) {
    g_autofree char *changed = g_memdup2 (text, length);
    changed[bit / 8] = (char)(changed[bit / 8] ^ (1 << bit % 8));
    g_assert_true (g_file_set_contents_full (file, changed, (gssize)length,
                                             G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    if (witness_read (fixture->path, &now))
      g_assert_true (now.change == seen.change && now.at == seen.at
                     && memcmp (now.hash, seen.hash, sizeof now.hash) == 0);
  }
}

/* An earlier version wrote it without a checksum. */
static void
test_older_witness (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *file = seen_file (fixture), *text = NULL;
  RgmWitness seen, now;

  fixture_fill (fixture->store);
  g_assert_true (witness_read (fixture->path, &seen));
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  *strstr (text, "checksum=") = '\0';
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  g_assert_true (witness_read (fixture->path, &now));
  g_assert_cmpint (now.change, ==, seen.change);
  g_assert_cmpmem (now.hash, sizeof now.hash, seen.hash, sizeof seen.hash);
}

/* Reading a pipe would wait for its other end. */
static void
test_witness_is_a_pipe (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *file = seen_file (fixture);
  RgmWitness seen;

  fixture_fill (fixture->store);
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (mkfifo (file, 0600), ==, 0);
  g_assert_false (witness_read (fixture->path, &seen));
  reopen (fixture);
  assert_nothing_lost (fixture);
}

/* A command that is only tried in memory is not seen. */
static void
test_tried (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (fixture->folder, "new.db", NULL);
  g_autoptr (RgmStore) tried = rgm_store_open (path, RGM_STORE_TRY, NULL);
  RgmWitness witness;

  fixture_fill (tried);
  g_assert_false (witness_read (path, &witness));
}

/* @folder has no folders. */
static void
remove_files (const char *folder)
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_remove (path);
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("regimen-state-XXXXXX", NULL);
  g_autofree char *kept = g_build_filename (state, "regimen", NULL);

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/chain/undo", test_undo);
  fixture_add ("/chain/part", test_part);
  fixture_add ("/chain/other-row", test_other_row);
  fixture_add ("/chain/lost-link", test_lost_link);
  fixture_add ("/chain/impossible-number", test_impossible_number);
  fixture_add ("/chain/impossible-number-of-older", test_impossible_number_of_older);
  fixture_add ("/loss/older-copy", test_older_copy);
  fixture_add ("/loss/goes-on", test_goes_on);
  fixture_add ("/loss/other-record", test_other_record);
  fixture_add ("/loss/vanished", test_vanished);
  fixture_add ("/loss/restore", test_restore);
  fixture_add ("/loss/unknown", test_unknown);
  fixture_add ("/loss/damaged-witness", test_damaged_witness);
  fixture_add ("/loss/older-witness", test_older_witness);
  fixture_add ("/loss/witness-is-a-pipe", test_witness_is_a_pipe);
  fixture_add ("/loss/tried", test_tried);
  int status = g_test_run ();
  remove_files (kept);
  g_rmdir (kept);
  g_rmdir (state);
  return status;
}
