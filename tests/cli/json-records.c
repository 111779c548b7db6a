/* json-records FOLDER N [SEED [keep]]: N random records go out as JSON, in again, and out again:
 * the same bytes, and the commands and the page for the clinic say the same of both. Prints the
 * seeds; with SEED it plays that one. With "keep" each record is only written, as FOLDER/SEED.json,
 * for a test of what is made of it.
 *
 * The records are those of random histories, with what people note between the doses, and with
 * every kind of row in some of them. They are in memory; what is made of them is in FOLDER. */
#include "cli/command.h"
#include "histories.h"
#include "store/alert-rows.h"
#include "store/calendar-rows.h"
#include "store/store-private.h"
#include "store/write.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HISTORIES_IN_A_RECORD = 2, FIRST_SEED = 20261127 };

/* What is compared. */
static const char *const questions[] = { "agenda --days 60 --all-patients --tablets",
                                         "list",
                                         "history --all",
                                         "patient list",
                                         "notify --dry-run",
                                         "feel",
                                         "lab",
                                         "need",
                                         "ask",
                                         "contact",
                                         "show %s" };

/* They need not be allowed: what is refused writes nothing. */
static const char *const orders[] = {
  "log %s --note Größe_„\"schräg\\\"“_=1+1 --anyway",
  "log %s --at yesterday --amount 3.30_mg --site left_arm --anyway",
  "skip %s --reason cold --no-makeup",
  "skip %s", /* of tablets no reason is needed */
  "amend %s/1 --skipped",
  "pause %s",
  "stop %s",
  "hold %s --reason low_value --until +7d",
  "book %s +3d_10:00 --place room_4 --anyway",
  "move %s +2d --and-later --anyway",
  "change %s --amount 5_mg",
  "pause %s --until +9d --reason holiday",
  "stop %s --reason enough",
  "resume %s",
  "rename %s another",
  "remove %s",
  "amend %s/1 --note quoted",
  "undo",
  "redo",
  "feel pain 6 --site lower_back --note 😀",
  "feel temperature 38.4C",
  "feel -_a_dash",
  "need %s check --within 3d",
  "need %s check --done",
  "ask why?",
  "ask --answered 1 because",
  "contact add Ward_3 --phone 555 --for urgent --hours Mon-Fri",
  "contact remove Ward_3",
  "patient set --zone Pacific/Apia",
  "patient set --closed 2026-12-24,2026-12-25",
  "patient default Ben",
};

static void
fail (const GError *error)
{
  g_printerr ("json-records: %s\n", error->message);
  exit (EXIT_FAILURE);
}

/* ---- commands in this process ---- */

/* @line: words with blanks between them; %s is the handle, _ a blank. Returns: (transfer full):
 * what the command printed; NULL if it was refused. The store is lent to it. */
static char *
say (const World *world, RgmStore *store, int who, const char *line, const char *handle)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  CliInvocation invocation;
  char *said = NULL;

  g_ptr_array_add (argv, g_strdup ("--patient"));
  g_ptr_array_add (argv, g_strdup (who == 0 ? "Anna" : "Ben"));
  for (char **word = words; *word != NULL; word++) {
    g_autoptr (GString) text = g_string_new (*word);
    g_string_replace (text, "_", " ", 0);
    g_string_replace (text, "%s", handle, 0);
    g_ptr_array_add (argv, g_string_free (g_steal_pointer (&text), FALSE));
  }
  g_ptr_array_add (argv, NULL);
  cli_invocation_init (&invocation);
  invocation.now = world->session.now;
  invocation.zone = world->session.zone;
  invocation.store = store;
  invocation.catalog = world->catalog;
  invocation.settings = (RgmSettings *)&world->settings;
  if (cli_run (&invocation, NULL, (char **)argv->pdata, NULL))
    said = g_strdup (invocation.out->str);
  invocation.store = NULL;
  invocation.catalog = NULL;
  invocation.settings = NULL;
  cli_invocation_clear (&invocation);
  return said;
}

/* ---- a random record ---- */

/* What no command in this process can write: a value of a laboratory, an appointment of another
 * calendar, alerts, and calendars that were written. */
static void
add_marks (World *world, gint64 course)
{
  RgmStore *store = world->session.store;
  RgmInstant now = world->session.now;
  RgmInvitation invitation = { .course_id = course,
                               .dose = history_roll (1, 4),
                               .uid = (char *)"a@clinic",
                               .instance = history_roll (0, 2) ? now : RGM_INSTANT_NONE,
                               .sequence = history_roll (0, 3),
                               .changed = RGM_INSTANT_NONE,
                               .at = now + history_roll (0, 1000000) };
  RgmMark mark
    = { history_roll (0, 2) ? RGM_MARK_SHOWN : RGM_MARK_CLAIMED, now, RGM_INSTANT_NONE, 1 };
  RgmExport export = { 1, history_roll (1, 4), now, 0, 180, history_roll (0, 2) };

  RgmObservation value = { .patient_id = world->people[0],
                           .kind = RGM_OBSERVATION_LAB,
                           .key = (char *)"something",
                           .name = (char *)"Something",
                           .value = (char *)"2.30",
                           .unit = (char *)"mmol/L",
                           .low = history_roll (0, 2) ? (char *)"2" : NULL,
                           .at = now,
                           .zone = (char *)"Europe/Berlin",
                           .day = rgm_zone_day (world->session.zone, now),
                           .recorded_at = now };

  RgmRow copy = { .table = "merges" };

  row_text (&copy, "name", "theirs.db");
  row_number (&copy, "last_change", history_roll (1, 9));
  row_text (&copy, "last_hash", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
  g_assert_true (store_begin (store, "import", now, NULL));
  g_assert_cmpint (row_insert (store, &copy, NULL), !=, 0);
  g_assert_true (store_add_observation (store, &value, FALSE, NULL));
  g_assert_true (store_add_invitation (store, &invitation, NULL));
  g_assert_true (store_commit (store, NULL));
  g_assert_true (store_begin (store, NULL, now, NULL));
  g_assert_true (store_set_mark (store, course, 1, "due:2026-12-01", &mark, NULL));
  g_assert_true (store_note_export (store, &export, NULL));
  g_assert_true (store_commit (store, NULL));
}

static World *
random_record (RgmCatalog *catalog)
{
  World *world = history_world_new (catalog);

  for (int i = 0; i < HISTORIES_IN_A_RECORD; i++) {
    g_autoptr (GArray) history = history_random ();
    Story stories[HISTORY_PEOPLE];

    for (int who = 0; who < HISTORY_PEOPLE; who++)
      stories[who] = story_begin (world, who, history_random_schedule ());
    history_play (stories, history, TRUE);
    for (int n = history_roll (0, 20); n > 0; n--) {
      const Story *story = &stories[history_roll (0, HISTORY_PEOPLE)];
      g_auto (GStrv) handles
        = rgm_store_handles (world->session.store, world->people[story->who], NULL);
      const char *handle = handles[0] != NULL ? handles[0] : "none";
      const char *order = orders[history_roll (0, G_N_ELEMENTS (orders))];
      g_free (say (world, world->session.store, story->who, order, handle));
    }
    if (history_roll (0, 2))
      add_marks (world, stories[0].id);
  }
  world->session.patient = NULL;
  return world;
}

/* ---- out, in, and out again ---- */

static gboolean
append (const char *bytes, gsize length, gpointer data, GError **error)
{
  g_string_append_len (data, bytes, (gssize)length);
  return TRUE;
}

static GString *
written (RgmStore *store)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (!rgm_store_write_json (store, append, text, &error))
    fail (error);
  return text;
}

static RgmStore *
restored (const char *folder, const GString *text)
{
  g_autofree char *file = g_build_filename (folder, "record.json", NULL);
  g_autofree char *database = g_build_filename (folder, "record.db", NULL), *kept = NULL;
  g_autoptr (GError) error = NULL;
  RgmStore *store = NULL;

  g_unlink (file);
  g_unlink (database); /* of a run that failed */
  if (!g_file_set_contents_full (file, text->str, (gssize)text->len, G_FILE_SET_CONTENTS_NONE, 0600,
                                 &error)
      || !rgm_store_restore_json (database, file, 1795000000, NULL, NULL, &kept, &error)
      || (store = rgm_store_open (database, RGM_STORE_CREATE, &error)) == NULL)
    fail (error);
  g_assert_null (kept);
  return store;
}

static void
assert_whole (RgmStore *store)
{
  g_autoptr (GPtrArray) problems = rgm_store_check (store, NULL);

  g_assert_nonnull (problems);
  if (problems->len > 0)
    g_error ("%s", (const char *)problems->pdata[0]);
}

/* What the commands say of both people must be the same. */
static void
compare_answers (const World *world, RgmStore *other, guint32 seed)
{
  for (int who = 0; who < HISTORY_PEOPLE; who++) {
    g_auto (GStrv) handles = rgm_store_handles (other, world->people[who], NULL);

    for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
      for (char **handle = handles; *handle != NULL; handle++) {
        g_autofree char *before = say (world, world->session.store, who, questions[i], *handle);
        g_autofree char *after = say (world, other, who, questions[i], *handle);
        if (g_strcmp0 (before, after) != 0)
          g_error ("seed %u: \"%s\" of %s differs:\n%s\n%s", seed, questions[i], *handle, before,
                   after);
        if (strstr (questions[i], "%s") == NULL)
          break;
      }
  }
}

/* The page for the clinic. Returns: (transfer full) (nullable): NULL if there is nobody. */
static char *
page_of (const World *world, RgmStore *store, int who, const char *folder)
{
  g_autofree char *file = g_build_filename (folder, "page.html", NULL), *page = NULL;
  g_autofree char *said = NULL;

  g_unlink (file); /* that of somebody else is not replaced */
  said = say (world, store, who, "sheet %s --since 60m", file);
  if (said != NULL && !g_file_get_contents (file, &page, NULL, NULL))
    g_error ("%s is not there", file);
  return g_steal_pointer (&page);
}

static void
compare_pages (const World *world, RgmStore *other, const char *folder, guint32 seed)
{
  for (int who = 0; who < HISTORY_PEOPLE; who++) {
    g_autofree char *before = page_of (world, world->session.store, who, folder);
    g_autofree char *after = page_of (world, other, who, folder);
    if (before == NULL || g_strcmp0 (before, after) != 0)
      g_error ("seed %u: the page of person %d differs:\n%s\n%s", seed, who, before, after);
  }
}

/* Adds to @seen the tables that have a row in @text. */
static void
note_tables (const char *text, GHashTable *all, GHashTable *seen)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    if (g_str_has_suffix (lines[i], "\": [")) {
      g_hash_table_add (all, g_strdup (lines[i]));
      if (lines[i + 1][0] == '{')
        g_hash_table_add (seen, g_strdup (lines[i]));
    }
}

static void
check_record (RgmCatalog *catalog, const char *folder, guint32 seed, GHashTable *all,
              GHashTable *seen)
{
  g_autofree char *database = g_build_filename (folder, "record.db", NULL);
  g_autoptr (RgmStore) other = NULL;
  g_autoptr (GString) first = NULL, second = NULL;
  World *world;

  history_seed (seed);
  world = random_record (catalog);
  first = written (world->session.store);
  other = restored (folder, first);
  second = written (other);
  if (!g_string_equal (first, second))
    g_error ("seed %u: %s\nbecame\n%s", seed, first->str, second->str);
  assert_whole (other);
  compare_answers (world, other, seed);
  compare_pages (world, other, folder, seed);
  note_tables (first->str, all, seen);
  history_world_free (world);
  g_clear_pointer (&other, rgm_store_close);
  g_assert_cmpint (g_unlink (database), ==, 0);
}

static void
keep_record (RgmCatalog *catalog, const char *folder, guint32 seed)
{
  g_autofree char *file = g_strdup_printf ("%s/%u.json", folder, seed);
  g_autoptr (GString) text = NULL;
  g_autoptr (GError) error = NULL;
  World *world;

  history_seed (seed);
  world = random_record (catalog);
  text = written (world->session.store);
  if (!g_file_set_contents_full (file, text->str, (gssize)text->len, G_FILE_SET_CONTENTS_NONE, 0600,
                                 &error))
    fail (error);
  history_world_free (world);
}

int
main (int argc, char **argv)
{
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, NULL);
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int records = argc > 2 ? (int)g_ascii_strtoll (argv[2], NULL, 10) : 0;
  guint32 seed = argc > 3 ? (guint32)g_ascii_strtoull (argv[3], NULL, 10) : FIRST_SEED;
  GHashTableIter iter;
  gpointer name;

  history_keep_memory ();
  for (int i = 0; i < records; i++)
    if (argc > 4 && g_str_equal (argv[4], "keep"))
      keep_record (catalog, argv[1], seed + (guint32)i);
    else
      check_record (catalog, argv[1], seed + (guint32)i, all, seen);
  g_hash_table_iter_init (&iter, all);
  while (argc == 3 && g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (seen, name))
      g_error ("no record had a row of %s", (const char *)name);
  printf ("%d records, seeds %u to %u\n", records, seed, seed + (guint32)records - 1);
  return records > 0 ? EXIT_SUCCESS : 2;
}
