/* regimen history: lists the doses that were given, skipped or missed. */
#include "base/i18n.h"
#include "cli/command.h"
#include "cli/print/dose-text.h"
#include "cli/print/entry-history.h"
#include "cli/words/extra-words.h"
#include "model/course-doses.h"

typedef struct {
  gboolean all, all_patients;
} Options;

static const CliOption options[] = {
  { "all", CLI_FLAG, G_STRUCT_OFFSET (Options, all), NULL,
    N_ ("also what was corrected, taken back or removed") },
  { "all-patients", CLI_FLAG, G_STRUCT_OFFSET (Options, all_patients), NULL,
    N_ ("the history of everybody, not only of one person") },
  { NULL },
};

/* One row of the table, and the time by which it is sorted. */
typedef struct {
  const RgmHistoryRow *row;
  RgmLocal planned; /* when a skipped dose was planned, if has_planned */
  gboolean has_planned;
  RgmInstant moment; /* when the dose was given, or was planned */
} Told;

static int
compare_told (gconstpointer a, gconstpointer b)
{
  const Told *one = a, *other = b;

  return (one->moment > other->moment) - (one->moment < other->moment);
}

static gboolean
is_skipped_of (const Told *told, const RgmCourse *course)
{
  return told->row->administration->outcome != RGM_GIVEN
         && g_str_equal (told->row->course, course->handle);
}

/* Sets the planned date of each row of @list that is a skipped dose of @course. The doses of the
 * course are computed once for all rows. */
static void
tell_planned (GArray *list, const RgmCourse *course, const RgmZone *zone, RgmInstant now)
{
  g_autoptr (GArray) doses = NULL;
  int last = 0, first;

  for (guint i = 0; i < list->len; i++)
    if (is_skipped_of (&g_array_index (list, Told, i), course))
      last = MAX (last, g_array_index (list, Told, i).row->administration->dose);
  doses = course_doses_to (course, last, zone, now);
  first = doses->len > 0 ? g_array_index (doses, RgmDose, 0).number : 0;
  for (guint i = 0; i < list->len; i++) {
    Told *told = &g_array_index (list, Told, i);
    int place = told->row->administration->dose - first;

    if (!is_skipped_of (told, course) || place < 0 || place >= (int)doses->len)
      continue;
    told->has_planned = TRUE;
    told->planned = g_array_index (doses, RgmDose, place).target;
    told->moment = rgm_zone_to_instant (zone, told->planned, NULL);
  }
}

/* Sorts the rows by time. A skipped dose is sorted by the day for which it was planned, not by the
 * time at which the skip was entered. Returns: (transfer full) (element-type Told): oldest
 * first. */
static GArray *
tell_rows (const GPtrArray *rows, const GPtrArray *courses, const RgmZone *zone, RgmInstant now)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Told));

  for (guint i = 0; i < rows->len; i++) {
    const RgmHistoryRow *row = rows->pdata[i];
    Told told = { .row = row, .moment = row->administration->at };

    g_array_append_val (list, told);
  }
  for (guint n = 0; n < courses->len; n++)
    tell_planned (list, courses->pdata[n], zone, now);
  g_array_sort (list, compare_told);
  return list;
}

/* The note of a row: "left arm, went well; anyway: the window opens on ...; corrected later". */
static char *
note_text (const Told *told, const RgmZone *zone)
{
  const RgmHistoryRow *row = told->row;
  const RgmAdministration *done = row->administration;
  const char *const parts[] = { done->site, done->reason, done->note };
  g_autofree char *said = cli_list_text (parts, G_N_ELEMENTS (parts));
  g_autofree char *line = NULL, *anyway = NULL, *written = NULL, *day = NULL;
  g_autofree char *origin = NULL;
  RgmDay recorded = rgm_zone_day (zone, done->recorded_at);
  const char *remarks[6] = { NULL };
  gsize count = 0;

  if (*said != '\0')
    remarks[count++] = said;
  if (told->has_planned && told->planned.day != recorded) {
    day = cli_day_text (recorded);
    written = g_strdup_printf (_ ("written on %s"), day);
    remarks[count++] = written;
  }
  if (done->anyway != NULL) {
    line = g_strdelimit (g_strdup (done->anyway), "\n", ' ');
    anyway = g_strdup_printf (_ ("anyway: %s"), line);
    remarks[count++] = anyway;
  }
  /* whether the row was taken back or corrected, or is a correction itself */
  if (row->taken_back)
    remarks[count++] = _ ("taken back");
  else if (done->replaced_by != 0)
    remarks[count++] = _ ("corrected later");
  else if (done->replaces != 0)
    remarks[count++] = _ ("a correction");
  if (row->merged_from != NULL) {
    origin = g_strdup_printf (_ ("from %s"), row->merged_from);
    remarks[count] = origin;
  }
  return g_strjoinv ("; ", (char **)remarks);
}

/* ---- missed tablets, which are not on record but computed from the plan ---- */

typedef struct {
  char *course;
  int number;
  RgmLocal due;
  RgmInstant moment;
} Missed;

static void
missed_free (gpointer data)
{
  g_free (((Missed *)data)->course);
  g_free (data);
}

static int
compare_missed (gconstpointer a, gconstpointer b)
{
  const Missed *one = *(Missed *const *)a, *other = *(Missed *const *)b;

  return (one->moment > other->moment) - (one->moment < other->moment);
}

/* The courses of @patient with their whole history; only course @course_id if that is not 0. */
static GPtrArray *
load_courses (const RgmSession *session, const RgmPatient *patient, gint64 course_id,
              GError **error)
{
  const RgmCourseQuery query = { .patient_id = patient->id,
                                 .course_id = course_id,
                                 .now = session->now,
                                 .ended = TRUE,
                                 .whole = TRUE,
                                 .since = RGM_INSTANT_NONE,
                                 .ended_since = RGM_INSTANT_NONE };

  return rgm_store_courses (session->store, &query, error);
}

/* The missed doses of @courses, oldest first; only dose @number if that is not 0. Returns:
 * (transfer full) (element-type Missed). */
static GPtrArray *
find_missed (const RgmSession *session, const GPtrArray *courses, int number, const RgmZone *zone)
{
  GPtrArray *missed = g_ptr_array_new_with_free_func (missed_free);

  for (guint i = 0; i < courses->len; i++) {
    const RgmCourse *course = courses->pdata[i];
    g_autoptr (GArray) doses
      = rgm_course_doses (course, zone, session->now, rgm_zone_day (zone, session->now));
    for (guint j = 0; j < doses->len; j++) {
      const RgmDose *dose = &g_array_index (doses, RgmDose, j);
      if (dose->state != RGM_DOSE_MISSED || (number != 0 && dose->number != number))
        continue;
      Missed one = { g_strdup (course->handle), dose->number, rgm_dose_local (dose),
                     rgm_dose_moment (dose, zone) };
      g_ptr_array_add (missed, g_memdup2 (&one, sizeof one));
    }
  }
  g_ptr_array_sort (missed, compare_missed);
  return missed;
}

/* Adds the doses from index @next on that were missed before @until. Consecutive doses of a course
 * are one row, because the table would be full of them if the user never logs tablets. */
static void
add_missed (CliTable *table, const GPtrArray *missed, guint *next, RgmInstant until)
{
  while (*next < missed->len && ((const Missed *)missed->pdata[*next])->moment < until) {
    const Missed *first = missed->pdata[(*next)++], *last = first;
    g_autofree char *when = cli_local_text (first->due);
    g_autofree char *dose = NULL, *note = NULL, *end = NULL;

    for (; *next < missed->len; ++*next) {
      const Missed *one = missed->pdata[*next];
      if (one->moment >= until || one->number != last->number + 1
          || !g_str_equal (one->course, first->course))
        break;
      last = one;
    }
    end = cli_local_text (last->due);
    note = last != first ? g_strdup_printf (_ ("until %s"), end) : g_strdup ("");
    dose = last != first
             ? g_strdup_printf (_ ("%s/%d to %d"), first->course, first->number, last->number)
             : g_strdup_printf ("%s/%d", first->course, first->number);
    const char *cells[] = { when, dose, _ ("missed"), NULL, note };
    cli_table_add (table, CLI_FAINT, cells);
  }
}

static void
json_missed (CliJson *json, const GPtrArray *missed, const RgmPatient *patient, const RgmZone *zone)
{
  for (guint i = 0; i < missed->len; i++) {
    const Missed *one = missed->pdata[i];

    cli_json_open_object (json, NULL);
    cli_json_text (json, "patient", patient->name);
    cli_json_text (json, "course", one->course);
    cli_json_number (json, "dose", one->number);
    cli_json_local (json, "due", one->due, zone);
    cli_json_close_object (json);
  }
}

/* Prints that nothing has happened yet, and what to type. @courses: (nullable): the courses of the
 * person. @option: names the person in the command; may be "". */
static void
print_nothing (CliInvocation *invocation, const GPtrArray *courses, const char *option)
{
  const RgmCourse *first = courses != NULL && courses->len > 0 ? courses->pdata[0] : NULL;

  if (first != NULL)
    cli_print_para (invocation, 0,
                    _ ("No dose is on record here yet. To log one: regimen %slog %s"), option,
                    first->handle);
  else
    cli_print_para (invocation, 0, _ ("Nothing has happened yet. Begin: regimen setup"));
}

static void
print_table (CliInvocation *invocation, const GPtrArray *rows, const GPtrArray *courses,
             const GPtrArray *missed, const RgmZone *zone)
{
  guint next = 0;
  const char *heading[] = { _ ("WHEN"), _ ("DOSE"), _ ("OUTCOME"), _ ("AMOUNT"), _ ("NOTE"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);
  g_autoptr (GArray) list = tell_rows (rows, courses, zone, invocation->now);

  for (guint i = 0; i < list->len; i++) {
    const Told *told = &g_array_index (list, Told, i);
    const RgmAdministration *done = told->row->administration;
    g_autofree char *when
      = told->has_planned ? cli_local_text (told->planned) : rgm_administration_when (done, zone);
    g_autofree char *dose = g_strdup_printf ("%s/%d", told->row->course, done->dose);
    add_missed (table, missed, &next, told->moment);
    g_autofree char *note = note_text (told, zone);
    const char *outcome
      = done->outcome == RGM_GIVEN ? rgm_deed_words (told->row->unit) : _ ("skipped");
    const char *cells[] = { when, dose, outcome, done->amount, note };
    gboolean counts
      = done->outcome == RGM_GIVEN && done->replaced_by == 0 && !told->row->taken_back;

    cli_table_add (table, counts ? CLI_PLAIN : CLI_FAINT, cells);
  }
  add_missed (table, missed, &next, G_MAXINT64);
  cli_table_print (table, invocation->out, &invocation->screen);
}

static void
print_removed (CliInvocation *invocation, const GPtrArray *removed, const RgmZone *zone)
{
  for (guint i = 0; i < removed->len; i++) {
    const RgmRemovedCourse *course = removed->pdata[i];
    g_autofree char *added = cli_day_text (rgm_zone_day (zone, course->started_at));
    g_autofree char *gone = cli_day_text (rgm_zone_day (zone, course->removed_at));

    cli_print_para (invocation, 0, _ ("The course %s, added on %s, was removed on %s."),
                    course->handle, added, gone);
  }
}

static void
json_row (CliJson *json, const RgmHistoryRow *row, const RgmZone *zone, gboolean all)
{
  const RgmAdministration *done = row->administration;

  cli_json_open_object (json, NULL);
  cli_json_number_or_null (json, "id", done->id);
  cli_json_text (json, "patient", row->patient);
  cli_json_text (json, "course", row->course);
  cli_json_number (json, "dose", done->dose);
  cli_json_text (json, "outcome", done->outcome == RGM_GIVEN ? "given" : "skipped");
  cli_json_administration (json, "at", done, zone);
  cli_json_text (json, "amount", done->amount);
  cli_json_text (json, "site", done->site);
  cli_json_text (json, "reason", done->reason);
  cli_json_text (json, "note", done->note);
  cli_json_text (json, "anyway", done->anyway);
  cli_json_instant (json, "recorded_at", done->recorded_at, zone);
  cli_json_number_or_null (json, "replaces", done->replaces);
  cli_json_number_or_null (json, "replaced_by", done->replaced_by);
  if (all) {
    cli_json_flag (json, "taken_back", row->taken_back);
    cli_json_text (json, "merged_from", row->merged_from);
  }
  cli_json_close_object (json);
}

/* The history of one person. */
typedef struct {
  const RgmPatient *patient; /* borrowed */
  const RgmZone *zone;
  GPtrArray *rows;     /* of RgmHistoryRow */
  GPtrArray *courses;  /* of RgmCourse */
  GPtrArray *missed;   /* of Missed */
  GPtrArray *removed;  /* of RgmRemovedCourse */
  GPtrArray *versions; /* of RgmEntryVersion */
} Past;

static void
past_free (gpointer data)
{
  Past *past = data;

  g_clear_pointer (&past->rows, g_ptr_array_unref);
  g_clear_pointer (&past->courses, g_ptr_array_unref);
  g_clear_pointer (&past->missed, g_ptr_array_unref);
  g_clear_pointer (&past->removed, g_ptr_array_unref);
  g_clear_pointer (&past->versions, g_ptr_array_unref);
  g_free (past);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Past, past_free)

/* The history of @patient. @course_id: only this course; 0: all courses. @dose: only this dose of
 * it; 0: all doses. @all: also what was corrected, taken back or removed. Returns: (transfer
 * full). */
static Past *
load_past (const RgmSession *session, const RgmPatient *patient, gint64 course_id, int dose,
           gboolean all, GError **error)
{
  g_autoptr (Past) past = g_new0 (Past, 1);

  past->patient = patient;
  past->zone = rgm_patient_zone (patient, error);
  if (past->zone == NULL)
    return NULL;
  past->courses = load_courses (session, patient, course_id, error);
  if (past->courses == NULL)
    return NULL;
  past->missed = find_missed (session, past->courses, dose, past->zone);
  past->rows = rgm_store_history (session->store, patient->id, course_id,
                                  all ? RGM_HISTORY_ALL : RGM_HISTORY_COUNTED, error);
  if (past->rows == NULL)
    return NULL;
  for (guint i = dose > 0 ? past->rows->len : 0; i-- > 0;)
    if (((const RgmHistoryRow *)past->rows->pdata[i])->administration->dose != dose)
      g_ptr_array_remove_index (past->rows, i);
  past->removed = all && course_id == 0 ? rgm_store_removed (session->store, patient->id, 0, error)
                                        : g_ptr_array_new ();
  past->versions = all && dose == 0
                     ? rgm_store_entry_versions (session->store, patient->id, course_id, error)
                     : g_ptr_array_new ();
  return past->removed != NULL && past->versions != NULL ? g_steal_pointer (&past) : NULL;
}

static void
print_json (CliInvocation *invocation, const GPtrArray *pasts, gboolean all)
{
  static const char *const keys[] = { "administrations", "missed", "removed", "entries" };
  CliJson json;

  cli_json_begin (&json);
  for (gsize key = 0; key < (all ? G_N_ELEMENTS (keys) : 2); key++) {
    cli_json_open_array (&json, keys[key]);
    for (guint i = 0; i < pasts->len; i++) {
      const Past *past = pasts->pdata[i];

      for (guint n = 0; key == 0 && n < past->rows->len; n++)
        json_row (&json, past->rows->pdata[n], past->zone, all);
      if (key == 1)
        json_missed (&json, past->missed, past->patient, past->zone);
      for (guint n = 0; key == 2 && n < past->removed->len; n++)
        cli_json_removed (&json, NULL, past->removed->pdata[n], past->zone);
      if (key == 3)
        cli_json_versions (&json, past->versions, past->patient, past->zone);
    }
    cli_json_close_array (&json);
  }
  cli_print_json (invocation, &json);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  const char *typed = invocation->words->len > 0 ? invocation->words->pdata[0] : NULL;
  g_autoptr (GPtrArray) people = NULL, pasts = g_ptr_array_new_with_free_func (past_free);
  g_autoptr (RgmPatient) owner = NULL;
  g_autoptr (RgmCourse) course = NULL;
  g_autoptr (GError) problem = NULL;
  RgmSession session;
  int dose = 0;

  if (typed != NULL && given->all_patients) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" belongs to one person; leave out either it or --all-patients"), typed);
    return FALSE;
  }
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error)
      || (typed == NULL
            ? !cli_session_viewed (&session, given->all_patients, &people, error)
            : (course = cli_session_course (invocation, &session, typed, &owner, &dose, &problem))
                == NULL)) {
    if (problem != NULL
        && (!g_error_matches (problem, RGM_ERROR, RGM_ERROR_USAGE)
            || !cli_fail_days_typed (invocation, typed, error)))
      g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (people == NULL) {
    people = g_ptr_array_new ();
    g_ptr_array_add (people, owner);
  }
  for (guint i = 0; i < people->len; i++) {
    Past *past = load_past (&session, people->pdata[i], course != NULL ? course->id : 0, dose,
                            given->all, error);

    if (past == NULL)
      return FALSE;
    g_ptr_array_add (pasts, past);
  }
  cli_name_people (invocation, people);
  if (invocation->globals.json)
    print_json (invocation, pasts, given->all);
  else if (pasts->len == 0)
    print_nothing (invocation, NULL, "");
  for (guint i = 0; !invocation->globals.json && i < pasts->len; i++) {
    const Past *past = pasts->pdata[i];

    if (pasts->len > 1)
      cli_print_heading (invocation, CLI_STRONG, past->patient->name);
    if (past->rows->len + past->missed->len > 0)
      print_table (invocation, past->rows, past->courses, past->missed, past->zone);
    else if (past->versions->len == 0) {
      g_autofree char *option = cli_patient_option (past->patient, people);

      print_nothing (invocation, past->courses, option);
    }
    print_removed (invocation, past->removed, past->zone);
    cli_print_versions (invocation, past->versions, past->zone);
  }
  return TRUE;
}

const CliCommand cli_command_history = {
  .name = "history",
  .verifies = CLI_VERIFIES_ALL,
  .summary = N_ ("list the doses that were given, skipped or missed"),
  .arguments = "[HANDLE[/N]]",
  .details
  = N_ ("Lists what is on record, oldest first: of every course, of one, or of one dose. Tablets "
        "that nobody answered are listed as missed; each can still be logged by its number.\n\n"
        "--all also shows what was corrected with \"regimen amend\" and what \"regimen undo\" took "
        "back: every version is listed and marked. After them come the courses that were removed "
        "with \"regimen remove\", and then the earlier versions of other entries: what was felt or "
        "measured, contacts, needs and questions.\n\n"
        "If the database holds several people and neither --patient nor \"regimen patient "
        "default\" says who is meant, or with --all-patients, the history is that of everybody."),
  .examples = "regimen history\nregimen history --all\nregimen history zoledronic-acid --json",
  .word = CLI_WORD_HANDLE,
  .max_words = 1,
  .json = TRUE,
  .paged = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
