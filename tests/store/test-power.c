/* test-power: what is left of the record when the power goes.
 *
 *   test-store-power [--prefixes N] [--images N] [--seed SEED]
 *
 * Commands are played on a record over power-disk.c. Then the power goes after N of the writes and
 * syncs, or after each of them if they are fewer, and from each of these moments N images are made
 * of what the disk may hold. The store opens each of them: it is whole, it has every change whose
 * call had returned, and at most the one that was under way beyond them. */
#include "fixture.h"
#include "network.h"
#include "power-disk.h"
#include "store/store-private.h"

#include <glib/gstdio.h>
#include <regimen/followup.h>
#include <string.h>
#include <unistd.h>

static int prefixes = 12, images = 4;
static guint32 seed = 17;

/* ---- the commands ---- */

typedef struct {
  RgmSession session;
  gint64 course, tablets;
  int round;
} Play;

static gint64
add_course (Play *play, const char *name, RgmSchedule *schedule, GError **error)
{
  g_autoptr (RgmTreatment) treatment = rgm_treatment_new_custom (name, error);
  RgmAddRequest request = { .treatment = treatment, .schedule = schedule, .amount = "4 mg" };
  g_autoptr (RgmCourse) course = rgm_record_add (&play->session, &request, error);

  rgm_schedule_free (schedule);
  return course != NULL ? course->id : 0;
}

static gboolean
add_infusions (Play *play, GError **error)
{
  RgmSchedule *schedule = rgm_schedule_new (RGM_SCHEDULE_INTERVAL);

  schedule->every = (RgmPeriod){ 4, 'w' };
  schedule->first = (RgmLocal){ rgm_day_new (2026, 11, 24), RGM_NO_TIME };
  play->course = add_course (play, "infusions", schedule, error);
  return play->course != 0;
}

static gboolean
add_tablets (Play *play, GError **error)
{
  const gint32 morning = 8 * 3600;
  RgmSchedule *schedule = rgm_schedule_new (RGM_SCHEDULE_TIMES);

  g_array_append_val (schedule->times, morning);
  schedule->first = (RgmLocal){ rgm_day_new (2026, 11, 23), RGM_NO_TIME };
  play->tablets = add_course (play, "tablets", schedule, error);
  return play->tablets != 0;
}

static gboolean
book (Play *play, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };
  RgmLocal at = { rgm_day_new (2027, 3, 1 + play->round), 10 * 3600 };

  return rgm_record_booked (&play->session, play->course, 0, at, "Ward 3", &recorded, error);
}

static gboolean
log_dose (Play *play, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *note = g_strnfill (450, 'n');
  RgmGivenRequest given = { .at = play->session.now, .note = note };

  return rgm_record_given (&play->session, play->course, 0, &given, &recorded, error);
}

static gboolean
log_tablet (Play *play, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };
  RgmGivenRequest given = { .at = play->session.now };

  return rgm_record_given (&play->session, play->tablets, 0, &given, &recorded, error);
}

static gboolean
skip (Play *play, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };

  return rgm_record_skipped (&play->session, play->course, 0, "a cold", FALSE, &recorded, error);
}

static gboolean
amend (Play *play, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *note = g_strdup_printf ("note %d", play->round);
  RgmAmendRequest request = { .at = RGM_INSTANT_NONE, .note = note };

  return rgm_record_amended (&play->session, play->course, 1, &request, &recorded, error);
}

static gboolean
undo (Play *play, GError **error)
{
  g_autoptr (RgmChange) change = NULL;

  return rgm_record_undone (&play->session, &change, error);
}

static gboolean
redo (Play *play, GError **error)
{
  g_autoptr (RgmChange) change = NULL;

  return rgm_record_redone (&play->session, &change, error);
}

static gboolean
feel (Play *play, GError **error)
{
  RgmObservationRequest request
    = { .kind = RGM_OBSERVATION_FELT, .name = "pain", .value = "6", .at.at = play->session.now };
  g_autoptr (RgmObservation) felt = rgm_followup_observed (&play->session, &request, error);

  return felt != NULL;
}

static gboolean
need (Play *play, GError **error)
{
  g_autofree char *name = g_strdup_printf ("check %d", play->round);
  g_autoptr (RgmNeed) set = rgm_followup_need_set (&play->session, play->course, name,
                                                   (RgmPeriod){ 3, 'd' }, NULL, error);

  return set != NULL;
}

static gboolean
change (Play *play, GError **error)
{
  g_auto (RgmRecorded) recorded = { 0 };
  g_autoptr (RgmSchedule) schedule = rgm_schedule_new (RGM_SCHEDULE_INTERVAL);
  RgmChangeRequest request = { .schedule = schedule };

  schedule->every = (RgmPeriod){ 5 + play->round, 'w' };
  return rgm_record_changed (&play->session, play->course, &request, &recorded, error);
}

typedef gboolean (*Command) (Play *play, GError **error);
static const Command commands[] = { add_infusions, add_tablets, book, log_dose, log_tablet, feel };
static const Command round_of_commands[]
  = { need, change, amend, undo, redo, undo, skip, book, log_dose, feel, log_tablet };

enum { ROUNDS = 2 };

/* ---- a play, and what had returned when ---- */

typedef struct {
  guint ops;      /* when the call returned */
  gint64 changes; /* on record then */
  char *witness;  /* nullable: what is kept of that outside of the record */
} Moment;

typedef struct {
  const char *name;
  gboolean network;
  gboolean reader; /* another connection reads now and then, and holds the -wal file back */
  int version;     /* of the tables: an upgrade is played, and no commands. 0: commands */
  PowerIgnored ignored;
  const char *setting; /* nullable: SQL after the record is opened */
} Scene;

typedef struct {
  const Scene *scene;
  Fixture fixture;
  GArray *moments;   /* of Moment */
  GPtrArray *hashes; /* of char *: of each change, from 1, as the chain has it */
  char *seen;        /* where what was seen of it is kept */
} Trace;

static void
clear_moment (gpointer moment)
{
  g_free (((Moment *)moment)->witness);
}

/* Where what was seen of a record is kept. */
static char *
witness_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "regimen", NULL);
}

/* Returns: (transfer full) (nullable): the name of the only file there. */
static char *
witness_file (void)
{
  g_autofree char *folder = witness_folder ();
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name = entries != NULL ? g_dir_read_name (entries) : NULL;

  return name != NULL ? g_build_filename (folder, name, NULL) : NULL;
}

static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *file = g_build_filename (folder, name, NULL);
    g_unlink (file);
  }
}

static gint64
count_changes (RgmStore *store)
{
  g_autoptr (GError) error = NULL;
  gint64 count = 0;

  sql_number (store, &count, &error, "SELECT count (*) FROM changes", "");
  g_assert_no_error (error);
  return count;
}

static char *
hash_of (RgmStore *store, gint64 change)
{
  guint8 hash[RGM_HASH_BYTES] = { 0 };
  gboolean found = FALSE;

  chain_hash (store, change, hash, &found, NULL);
  return found ? g_compute_checksum_for_data (G_CHECKSUM_SHA256, hash, sizeof hash) : NULL;
}

static void
add_moment (Trace *trace)
{
  g_autofree char *file = witness_file ();
  Moment moment = { power_count (), count_changes (trace->fixture.store), NULL };

  if (file != NULL)
    g_file_get_contents (file, &moment.witness, NULL, NULL);
  g_array_append_val (trace->moments, moment);
}

static void
run_command (Trace *trace, Play *play, Command command)
{
  g_autoptr (GError) error = NULL;

  command (play, &error);
  g_assert_no_error (error);
  play->session.now += DAY / 2;
  add_moment (trace);
}

/* It reads during two commands, and not during the next two. */
static void
let_read (sqlite3 *reader, guint command)
{
  if (reader == NULL || command % 4 == 1 || command % 4 == 3)
    return;
  sqlite3_exec (reader, command % 4 == 0 ? "BEGIN; SELECT count (*) FROM changes" : "COMMIT", NULL,
                NULL, NULL);
}

static void
play_commands (Trace *trace)
{
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, NULL);
  RgmSettings settings;
  g_autoptr (sqlite3) reader = NULL;
  Play play = { .session = { .store = trace->fixture.store,
                             .catalog = catalog,
                             .settings = &settings,
                             .zone = rgm_zone_get ("Europe/Berlin", NULL),
                             .now = NOW,
                             .anyway = TRUE } };
  guint n = 0;

  rgm_settings_init (&settings);
  if (trace->scene->setting != NULL)
    sqlite3_exec (trace->fixture.store->db, trace->scene->setting, NULL, NULL, NULL);
  if (trace->scene->reader)
    g_assert_cmpint (sqlite3_open (trace->fixture.path, &reader), ==, SQLITE_OK);
  power_watch (trace->fixture.path, trace->scene->ignored);
  add_moment (trace);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    let_read (reader, n++);
    run_command (trace, &play, commands[i]);
  }
  for (play.round = 0; play.round < ROUNDS; play.round++)
    for (guint i = 0; i < G_N_ELEMENTS (round_of_commands); i++) {
      let_read (reader, n++);
      run_command (trace, &play, round_of_commands[i]);
    }
  power_stop ();
}

/* Everything in the old record was acknowledged by an older program. */
static void
play_upgrade (Trace *trace)
{
  g_autofree char *dump = g_strdup_printf ("version-%d.sql", trace->scene->version);

  fixture_load (&trace->fixture, dump);
  empty_folder (g_get_user_state_dir ());
  power_watch (trace->fixture.path, trace->scene->ignored);
  trace->fixture.store = fixture_open (trace->fixture.path);
  power_stop ();
  add_moment (trace);
  g_array_index (trace->moments, Moment, 0).ops = 0;
}

static Trace *
trace_new (const Scene *scene)
{
  Trace *trace = g_new0 (Trace, 1);
  g_autofree char *folder = witness_folder ();

  empty_folder (folder);
  trace->scene = scene;
  trace->moments = g_array_new (FALSE, FALSE, sizeof (Moment));
  g_array_set_clear_func (trace->moments, clear_moment);
  trace->hashes = g_ptr_array_new_with_free_func (g_free);
  network_is_pretended = scene->network;
  fixture_set_up (&trace->fixture, NULL);
  if (scene->version != 0)
    play_upgrade (trace);
  else
    play_commands (trace);
  for (gint64 i = 1; i <= count_changes (trace->fixture.store); i++)
    g_ptr_array_add (trace->hashes, hash_of (trace->fixture.store, i));
  g_clear_pointer (&trace->fixture.store, rgm_store_close);
  trace->seen = witness_file ();
  g_assert_nonnull (trace->seen);
  g_assert_cmpint (power_count (), >, 20);
  return trace;
}

static void
trace_free (Trace *trace)
{
  fixture_tear_down (&trace->fixture, NULL);
  network_is_pretended = FALSE;
  g_array_unref (trace->moments);
  g_ptr_array_unref (trace->hashes);
  g_free (trace->seen);
  g_free (trace);
}

/* ---- images ---- */

/* What the call that had returned last left, and that under way. */
static void
find_moment (const Trace *trace, guint prefix, const Moment **last, const Moment **next)
{
  const Moment *all = (const Moment *)(gpointer)trace->moments->data;
  guint i = 0;

  while (i + 1 < trace->moments->len && all[i + 1].ops <= prefix)
    i++;
  *last = &all[i];
  *next = &all[MIN (i + 1, trace->moments->len - 1)];
}

/* It is not synced: it may be an older one, empty, half of it, or not there at all. */
static void
write_witness (const Trace *trace, const Moment *last, GRand *dice)
{
  const Moment *all = (const Moment *)(gpointer)trace->moments->data;
  int older = g_rand_int_range (dice, 0, (int)(last - all) + 1);
  const char *text = g_rand_boolean (dice) ? last->witness : all[older].witness;
  gssize length = text != NULL ? (gssize)strlen (text) : 0;

  g_unlink (trace->seen);
  if (text != NULL && g_rand_int_range (dice, 0, 8) != 0)
    g_file_set_contents (
      trace->seen, text,
      g_rand_int_range (dice, 0, 8) != 0 ? length : g_rand_int_range (dice, 0, (gint32)length),
      NULL);
}

/* What is wrong with the record that is there now. Returns: (transfer full) (nullable): NULL if it
 * is as it should be. */
static char *
find_fault (const Trace *trace, guint prefix)
{
  const Moment *last, *next;
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmStore) store = rgm_store_open (trace->fixture.path, RGM_STORE_CREATE, &error);
  g_autoptr (GPtrArray) problems = store != NULL ? rgm_store_check (store, &error) : NULL;
  g_autofree char *hash = NULL;
  gint64 changes;

  find_moment (trace, prefix, &last, &next);
  if (problems == NULL)
    return g_strdup (error->message);
  if (problems->len > 0)
    return g_strdup (problems->pdata[0]);
  if (rgm_store_loss (store) != NULL)
    return g_strdup ("it is said to have lost something");
  changes = count_changes (store);
  if (changes != last->changes && changes != next->changes)
    return g_strdup_printf ("it has %d changes in place of %d", (int)changes, (int)last->changes);
  hash = changes > 0 ? hash_of (store, changes) : NULL;
  if (changes > 0 && g_strcmp0 (hash, trace->hashes->pdata[changes - 1]) != 0)
    return g_strdup_printf ("change %d is another one", (int)changes);
  /* the next command works */
  if (!store_begin (store, "ask", NOW, &error) || !store_commit (store, &error))
    return g_strdup (error->message);
  return NULL;
}

/* Makes and looks at the images of the moment after @prefix of the writes. Returns: how many are
 * not as they should be. */
static int
count_faults_at (const Trace *trace, guint prefix, GRand *dice, char **first)
{
  g_autoptr (PowerState) state = power_state (prefix);
  g_autofree char *folder = g_path_get_dirname (trace->fixture.path);
  const Moment *last, *next;
  int faults = 0;

  find_moment (trace, prefix, &last, &next);
  for (int i = 0; i < images; i++) {
    g_autofree char *fault = NULL;
    empty_folder (folder);
    power_image (state, dice);
    write_witness (trace, last, dice);
    fault = find_fault (trace, prefix);
    faults += fault != NULL;
    if (fault != NULL && *first == NULL)
      *first = g_strdup_printf ("after %d of %d, image %d: %s", (int)prefix, (int)power_count (), i,
                                fault);
  }
  return faults;
}

/* Returns: in how many images something is wrong. @first: (out) (transfer full) (nullable). */
static int
count_faults (const Scene *scene, char **first)
{
  Trace *trace = trace_new (scene);
  g_autoptr (GRand) dice = g_rand_new_with_seed (seed);
  guint all = power_count () + 1, played = MIN (all, (guint)prefixes);
  int faults = 0;

  for (guint i = 0; i < played; i++) {
    guint from = (guint)((guint64)i * all / played), to = (guint)((guint64)(i + 1) * all / played);
    guint prefix = (guint)g_rand_int_range (dice, (gint32)from, (gint32)to);
    faults += count_faults_at (trace, prefix, dice, first);
  }
  g_test_message ("%s, seed %u: the power went at %u of %u moments, %d images each, %d faults%s%s",
                  scene->name, seed, played, all, images, faults, *first != NULL ? "; first: " : "",
                  *first != NULL ? *first : "");
  trace_free (trace);
  return faults;
}

static const Scene scenes[] = {
  { .name = "alone" },
  { .name = "held-back", .reader = TRUE },
  { .name = "network", .network = TRUE },
  { .name = "upgrade-1", .version = 1 },
  { .name = "upgrade-7", .version = 7 },
  { .name = "upgrade-13", .version = 13 },
  { .name = "upgrade-on-a-network", .version = 9, .network = TRUE },
  /* After the checkpoint at each commit the main file is synced, so alone nothing is lost. */
  { .name = "normal", .setting = "PRAGMA synchronous = NORMAL" },
};

static void
test_scene (gconstpointer data)
{
  g_autofree char *first = NULL;
  int faults = count_faults (data, &first);

  g_assert_cmpstr (first, ==, NULL);
  g_assert_cmpint (faults, ==, 0);
}

/* Without what prevents it, something is lost: else the images would prove nothing. */
static const Scene controls[] = {
  { .name = "normal-held-back", .reader = TRUE, .setting = "PRAGMA synchronous = NORMAL" },
  { .name = "wal-not-synced", .ignored = POWER_IGNORES_WAL },
  { .name = "record-not-synced", .ignored = POWER_IGNORES_RECORD },
  { .name = "network-without-extra", .network = TRUE, .setting = "PRAGMA synchronous = FULL" },
  { .name = "network-folder-not-synced", .network = TRUE, .ignored = POWER_IGNORES_FOLDER },
};

static void
test_control (gconstpointer data)
{
  g_autofree char *first = NULL;

  g_assert_cmpint (count_faults (data, &first), >, 0);
}

static void
read_arguments (int argc, char **argv)
{
  for (int i = 1; i + 1 < argc; i++) {
    int value = (int)g_ascii_strtoll (argv[i + 1], NULL, 10);
    if (g_str_equal (argv[i], "--prefixes"))
      prefixes = value;
    else if (g_str_equal (argv[i], "--images"))
      images = value;
    else if (g_str_equal (argv[i], "--seed"))
      seed = (guint32)value;
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *state = NULL, *seen = NULL;
  int status;

  /* Thousands of syncs need no real disk. */
  if (g_access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  state = g_dir_make_tmp ("power-state-XXXXXX", NULL);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  seen = witness_folder ();
  g_test_init (&argc, &argv, NULL);
  read_arguments (argc, argv);
  power_install ();
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++) {
    g_autofree char *name = g_strdup_printf ("/power/%s", scenes[i].name);
    g_test_add_data_func (name, &scenes[i], test_scene);
  }
  for (guint i = 0; i < G_N_ELEMENTS (controls); i++) {
    g_autofree char *name = g_strdup_printf ("/power/control/%s", controls[i].name);
    g_test_add_data_func (name, &controls[i], test_control);
  }
  status = g_test_run ();
  empty_folder (seen);
  g_rmdir (seen);
  g_rmdir (state);
  return status;
}
