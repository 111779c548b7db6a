/* merge-histories FOLDER N [SEED]: N times, three copies of one random record go on, each by
 * itself, and are merged. Prints the seeds; with SEED it plays that one.
 *
 * Two of them, merged in either order, say the same; so do three, in any order; merging twice
 * changes nothing; what comes of it is whole; and undo takes all of it back. Where a person has to
 * say which copy is right, the answer is the same whoever asks. As a negative control, a merge that
 * takes the time of a dose for its identity must not do the same in either order. */
#include "cli/command.h"
#include "histories.h"
#include "store/store-private.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COPIES = 3, FIRST_SEED = 20261201 };

/* What is compared, of each person. */
static const char *const questions[] = { "agenda --days 90 --tablets",
                                         "list",
                                         "history",
                                         "patient list",
                                         "feel",
                                         "need",
                                         "ask --all",
                                         "contact",
                                         "show %s",
                                         "history %s" };

/* They need not be allowed: what is refused writes nothing. */
static const char *const orders[] = {
  "log %s --anyway",
  "log %s --note late --anyway",
  "log %s --at yesterday --amount 3.30_mg --anyway",
  "log %s --at -2h --anyway",
  "skip %s --reason cold",
  "skip %s --reason cold --no-makeup",
  "hold %s --reason low_value --until +7d",
  "book %s +3d_10:00 --place room_4 --anyway",
  "move %s +2d --anyway",
  "move %s +2d --and-later --anyway",
  "change %s --amount 5_mg",
  "pause %s --until +9d --reason holiday",
  "pause %s",
  "resume %s",
  "stop %s --reason enough",
  "rename %s another",
  "remove %s",
  "amend %s/1 --note quoted",
  "amend %s/1 --amount 6_mg --anyway",
  "undo",
  "undo",
  "redo",
  "feel pain 6 --site lower_back",
  "feel pain 4",
  "feel temperature 38.4C",
  "need %s check --within 3d",
  "need %s check --done",
  "ask why?",
  "ask --answered 1 because",
  "contact add Ward_3 --phone 555 --for urgent",
  "contact add Office --phone 777",
  "patient set --closed 2026-12-24,2026-12-25",
  "add denosumab --every 4w --first +3d --anyway",
  "add zoledronic-acid --every 4w --first +4d --anyway",
  "add a_pill --times 08:00,20:00 --first +1d",
  "add a_drop --as-needed",
};

typedef struct {
  guint merges, asked, three; /* how many merges, with a question, and threes without one */
  guint undone;               /* how often a merge was taken back */
  guint control;              /* how often the negative control differs */
} Tally;

static void
fail (const GError *error)
{
  g_error ("%s", error->message);
}

/* ---- copies ---- */

static RgmStore *
store_copy (RgmStore *from)
{
  g_autoptr (GError) error = NULL;
  RgmStore *copy = rgm_store_open ("(memory)", RGM_STORE_TRY, &error);

  if (copy == NULL || !backup_pages (from->db, copy->db, -1, "a copy", &error))
    fail (error);
  return copy;
}

/* Writes @store to the file @name in @folder. Returns: (transfer full): its path. */
static char *
file_of (RgmStore *store, const char *folder, const char *name)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_unlink (path);
  if (!backup_write (store->db, path, NULL, &error))
    fail (error);
  return path;
}

static void
assert_whole (RgmStore *store, guint32 seed)
{
  g_autoptr (GPtrArray) problems = rgm_store_check (store, NULL);

  g_assert_nonnull (problems);
  for (guint i = 0; i < problems->len; i++)
    if (strstr (problems->pdata[i], "PRAGMA") == NULL
        && strstr (problems->pdata[i], "journal") == NULL)
      g_error ("seed %u: %s", seed, (const char *)problems->pdata[i]);
}

/* ---- commands in this process ---- */

/* @line: words with blanks between them; %s is the handle, _ a blank. Returns: (transfer full):
 * what the command printed; NULL if it was refused. */
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
    g_string_replace (text, "%s", handle, 0);
    g_string_replace (text, "_", " ", 0);
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

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Needs are told in the order in which they were entered, which each copy has its own of. */
static char *
sorted (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  return g_strjoinv ("\n", lines);
}

/* All that the commands say of @store; @only (nullable): the only question. */
static char *
answers_to (const World *world, RgmStore *store, const char *only)
{
  GString *all = g_string_new (NULL);

  for (int who = 0; who < HISTORY_PEOPLE; who++) {
    g_auto (GStrv) handles = rgm_store_handles (store, world->people[who], NULL);
    for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
      for (char **handle = handles; *handle != NULL; handle++) {
        if (only != NULL && !g_str_equal (only, questions[i]))
          break;
        g_autofree char *said = say (world, store, who, questions[i], *handle);
        g_autofree char *lines = said != NULL ? sorted (said) : NULL;
        g_string_append_printf (all, "== %d %s %s\n%s\n", who, questions[i], *handle,
                                said == NULL                            ? "(refused)"
                                : strstr (questions[i], "need") != NULL ? lines
                                                                        : said);
        if (strstr (questions[i], "%s") == NULL)
          break;
      }
  }
  return g_string_free (all, FALSE);
}

static char *
answers (const World *world, RgmStore *store)
{
  return answers_to (world, store, NULL);
}

static void
assert_same (const char *a, const char *b, guint32 seed, const char *what)
{
  if (g_str_equal (a, b))
    return;
  g_auto (GStrv) first = g_strsplit (a, "\n", -1), second = g_strsplit (b, "\n", -1);
  const char *question = "";
  guint i = 0;
  for (; first[i] != NULL && second[i] != NULL && g_str_equal (first[i], second[i]); i++)
    if (g_str_has_prefix (first[i], "== "))
      question = first[i];
  g_error ("seed %u: %s: %s\n%s\n%s", seed, what, question, first[i] != NULL ? first[i] : "",
           second[i] != NULL ? second[i] : "");
}

/* ---- merging ---- */

/* Which copy is right, whoever asks: the one that says nothing, else the one that is first by its
 * bytes; a course that both started is taken. */
static RgmMergeVerdict
answer_to (const RgmMergeItem *item)
{
  g_autofree char *ours = item->ours != NULL ? g_strjoinv ("\x1f", item->ours) : NULL;
  g_autofree char *theirs = item->theirs != NULL ? g_strjoinv ("\x1f", item->theirs) : NULL;

  if (item->reason == RGM_MERGE_BOTH_STARTED || item->reason == RGM_MERGE_OTHER_NUMBER)
    return RGM_MERGE_TAKE;
  return g_strcmp0 (theirs, ours) < 0 ? RGM_MERGE_TAKE : RGM_MERGE_KEEP;
}

/* Merges the file @path into @store. @who: (out): one of the people about whom something changed;
 * -1: nobody. Returns: whether something had to be asked. */
static gboolean
merge (const World *world, RgmStore *store, const char *path, gboolean *saved, int *who)
{
  RgmSession session = world->session;
  g_autoptr (GHashTable) replies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  RgmMergeRequest request = { .path = path, .answers = replies };
  g_auto (RgmMergeResult) seen = { 0 }, result = { 0 };
  g_autoptr (GError) error = NULL;

  session.store = store;
  session.patient = NULL;
  if (!rgm_record_merge (&session, &request, &seen, &error))
    fail (error);
  for (guint i = 0; i < seen.items->len; i++) {
    const RgmMergeItem *item = seen.items->pdata[i];
    if (item->verdict == RGM_MERGE_ASK)
      g_hash_table_insert (replies, g_strdup (item->key), GINT_TO_POINTER (answer_to (item)));
  }
  request.apply = TRUE;
  if (!rgm_record_merge (&session, &request, &result, &error))
    fail (error);
  g_assert_cmpuint (result.asked, ==, 0);
  *saved = result.saved;
  *who = -1;
  for (guint i = 0; i < result.items->len; i++) {
    const RgmMergeItem *item = result.items->pdata[i];
    if (item->answer != RGM_MERGE_KEEP)
      *who = g_str_equal (item->patient, "Anna") ? 0 : 1;
  }
  return seen.asked > 0;
}

/* @into and then the copies of @from, one after the other. */
static char *
merged (const World *world, RgmStore *into, char *const *from, guint count, guint32 seed,
        Tally *tally, gboolean *asked)
{
  g_autoptr (RgmStore) store = store_copy (into);
  g_autofree char *before = answers (world, store), *after = NULL, *again = NULL;
  gboolean saved = FALSE;
  int who = -1;

  for (guint i = 0; i < count; i++) {
    tally->merges++;
    if (merge (world, store, from[i], &saved, &who)) {
      tally->asked++;
      *asked = TRUE;
    }
  }
  assert_whole (store, seed);
  after = answers (world, store);
  for (guint i = 0; i < count; i++) {
    int nobody;
    if (merge (world, store, from[i], &saved, &nobody) || saved)
      g_error ("seed %u: a second merge of %s changes something", seed, from[i]);
  }
  again = answers (world, store);
  assert_same (after, again, seed, "merged twice");
  if (count == 1 && who >= 0) {
    g_autofree char *said = say (world, store, who, "undo", ""), *undone = NULL;
    g_assert_nonnull (said);
    undone = answers (world, store);
    assert_same (before, undone, seed, "merged and taken back");
    assert_whole (store, seed);
    tally->undone++;
  }
  return g_steal_pointer (&after);
}

/* ---- the negative control ---- */

/* As a merge would that takes the time of a dose for what it is: what was given at a time that is
 * not on record here is logged. */
static char *
merged_by_time (const World *world, RgmStore *into, RgmStore *from)
{
  g_autoptr (RgmStore) store = store_copy (into);
  g_autoptr (GPtrArray) theirs = rgm_store_history (from, 0, 0, RGM_HISTORY_COUNTED, NULL);
  RgmSession session = world->session;

  session.store = store;
  session.anyway = TRUE;
  for (guint i = 0; i < theirs->len; i++) {
    const RgmHistoryRow *row = theirs->pdata[i];
    g_autoptr (GPtrArray) ours
      = rgm_store_history (store, 0, row->course_id, RGM_HISTORY_COUNTED, NULL);
    RgmGivenRequest request = { .at = row->administration->at };
    g_auto (RgmRecorded) recorded = { 0 };
    gboolean there = row->administration->outcome != RGM_GIVEN;
    for (guint j = 0; j < ours->len && !there; j++)
      there = ((RgmHistoryRow *)ours->pdata[j])->administration->at == row->administration->at;
    if (!there)
      rgm_record_given (&session, row->course_id, 0, &request, &recorded, NULL);
  }
  return answers_to (world, store, "history");
}

/* ---- one record ---- */

static void
play_order (World *world, RgmStore *store)
{
  int who = history_roll (0, HISTORY_PEOPLE);
  g_auto (GStrv) handles = rgm_store_handles (store, world->people[who], NULL);
  guint count = g_strv_length (handles);
  const char *handle = count > 0 ? handles[history_roll (0, (int)count)] : "none";
  const char *order = orders[history_roll (0, G_N_ELEMENTS (orders))];

  world->session.now += history_roll (60, 90000);
  g_free (say (world, store, who, order, handle));
}

static void
check_record (RgmCatalog *catalog, const char *folder, guint32 seed, Tally *tally)
{
  static const char *const names[COPIES] = { "a.db", "b.db", "c.db" };
  World *world;
  RgmStore *base, *copies[COPIES];
  char *files[COPIES];
  RgmInstant start;

  history_seed (seed);
  world = history_world_new (catalog);
  base = world->session.store;
  for (int who = 0; who < HISTORY_PEOPLE; who++)
    for (int i = history_roll (1, 3); i > 0; i--)
      story_begin (world, who, history_random_schedule ());
  world->session.patient = NULL;
  for (int i = history_roll (0, 12); i > 0; i--)
    play_order (world, base);
  start = world->session.now;
  for (int i = 0; i < COPIES; i++) {
    copies[i] = store_copy (base);
    world->session.now = start + i;
    for (int n = history_roll (0, 6); n > 0; n--)
      play_order (world, copies[i]);
    files[i] = file_of (copies[i], folder, names[i]);
  }
  world->session.now = start + 600000;

  gboolean asked = FALSE, ignored = FALSE;
  g_autofree char *ab = merged (world, copies[0], &files[1], 1, seed, tally, &asked);
  g_autofree char *ba = merged (world, copies[1], &files[0], 1, seed, tally, &ignored);
  assert_same (ab, ba, seed, "two copies in either order");
  g_autofree char *by_time = merged_by_time (world, copies[0], copies[1]);
  g_autofree char *by_time_too = merged_by_time (world, copies[1], copies[0]);
  tally->control += !g_str_equal (by_time, by_time_too);

  char *const cb[] = { files[2], files[1] }, *const ac[] = { files[0], files[2] };
  g_autofree char *abc = merged (world, copies[0], &files[1], 2, seed, tally, &asked);
  g_autofree char *acb = merged (world, copies[0], cb, 2, seed, tally, &asked);
  g_autofree char *bac = merged (world, copies[1], ac, 2, seed, tally, &asked);
  g_autofree char *cab = merged (world, copies[2], &files[0], 2, seed, tally, &asked);
  if (!asked) { /* if three contradict each other, it matters which two are asked about first */
    tally->three++;
    assert_same (abc, acb, seed, "three copies, abc and acb");
    assert_same (abc, bac, seed, "three copies, abc and bac");
    assert_same (abc, cab, seed, "three copies, abc and cab");
  }
  for (int i = 0; i < COPIES; i++) {
    g_unlink (files[i]);
    g_free (files[i]);
    rgm_store_close (copies[i]);
  }
  history_world_free (world);
}

int
main (int argc, char **argv)
{
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, NULL);
  int records = argc > 2 ? (int)g_ascii_strtoll (argv[2], NULL, 10) : 0;
  guint32 seed = argc > 3 ? (guint32)g_ascii_strtoull (argv[3], NULL, 10) : FIRST_SEED;
  Tally tally = { 0 };

  history_keep_memory ();
  for (int i = 0; i < records; i++)
    check_record (catalog, argv[1], seed + (guint32)i, &tally);
  printf (
    "%d records, seeds %u to %u: %u merges, %u of them with questions; %u times three copies; "
    "by time %u differ\n",
    records, seed, seed + (guint32)records - 1, tally.merges, tally.asked, tally.three,
    tally.control);
  if (argc == 3
      && (tally.asked == 0 || tally.three == 0 || tally.undone == 0 || tally.control == 0))
    g_error ("nothing was asked, no three copies were compared, or the control finds nothing");
  return records > 0 ? EXIT_SUCCESS : 2;
}
