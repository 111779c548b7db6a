/* regimen need: sets, lists and removes the needs of a course, which are entries that have to be on
 * record before each dose, and puts on record that such a thing was done. */
#include "base/i18n.h"
#include "base/text.h"
#include "cli/print/entry-text.h"
#include "cli/print/need-text.h"
#include "cli/words/extra-words.h"
#include "cli/written.h"

typedef struct {
  const char *within;
  gboolean done;
  gboolean remove;
} Options;

static const CliOption options[] = {
  { "within", CLI_TEXT, G_STRUCT_OFFSET (Options, within), "PERIOD",
    N_ ("how old it may be on the day of the dose, like 3d or 6m; none: it must be from after the "
        "previous dose"),
    .choices = "3d 7d 4w 6m none" },
  { "done", CLI_FLAG, G_STRUCT_OFFSET (Options, done), NULL,
    N_ ("it was done: today, or on the DATE that follows") },
  { "remove", CLI_FLAG, G_STRUCT_OFFSET (Options, remove), NULL,
    N_ ("it is not needed before the doses of the course any more") },
  { NULL },
};

/* ---- lists ---- */

/* A course and its needs. */
typedef struct {
  RgmPatient *patient;
  RgmCourse *course;
  GPtrArray *needs; /* of RgmNeed */
  CliCourseView view;
} Row;

static void
free_row (gpointer data)
{
  Row *row = data;

  rgm_patient_free (row->patient);
  rgm_course_free (row->course);
  g_clear_pointer (&row->needs, g_ptr_array_unref);
  g_free (row);
}

/* Adds a row for @course (transfer full), and reads its needs. */
static gboolean
add_row (GPtrArray *rows, const RgmSession *session, RgmCourse *course, GError **error)
{
  Row *row = g_new0 (Row, 1);

  g_ptr_array_add (rows, row);
  row->course = course;
  row->patient = rgm_store_patient (session->store, course->patient_id, error);
  row->needs = row->patient != NULL ? rgm_store_needs (session->store, course->id, error) : NULL;
  return row->needs != NULL && cli_course_view (session, row->patient, course, &row->view, error);
}

/* Finds the course that was typed or, if none was, all ongoing courses of the selected people.
 * @ended: (out): whether there are courses, but none of them is ongoing. */
static gboolean
find_rows (CliInvocation *invocation, const RgmSession *session, GPtrArray *rows, gboolean *ended,
           GError **error)
{
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  gboolean any = FALSE;
  int dose;

  *ended = FALSE;
  if (invocation->words->len > 0) {
    RgmCourse *course = cli_session_course (invocation, session, invocation->words->pdata[0],
                                            &patient, &dose, error);
    return course != NULL && add_row (rows, session, course, error);
  }
  if (!cli_session_viewed (session, FALSE, &people, error))
    return FALSE;
  cli_name_people (invocation, people);
  for (guint i = 0; i < people->len; i++) {
    const RgmCourseQuery query = { .patient_id = ((const RgmPatient *)people->pdata[i])->id,
                                   .now = session->now,
                                   .since = RGM_INSTANT_NONE,
                                   .ended_since = RGM_INSTANT_NONE };
    g_autoptr (GPtrArray) courses = rgm_store_courses (session->store, &query, error);
    if (courses == NULL)
      return FALSE;
    g_auto (GStrv) handles = rgm_store_handles (session->store, query.patient_id, error);
    if (handles == NULL)
      return FALSE;
    any = any || *handles != NULL;
    while (courses->len > 0)
      if (!add_row (rows, session, g_ptr_array_steal_index (courses, 0), error))
        return FALSE;
  }
  *ended = any && rows->len == 0;
  return TRUE;
}

/* Whether the course of @row has no more doses that could need something. */
static gboolean
has_ended (const Row *row)
{
  return row->view.state == RGM_COURSE_STOPPED || row->view.state == RGM_COURSE_COMPLETED;
}

static void
print_json (CliInvocation *invocation, const GPtrArray *rows)
{
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_array (&json, "needs");
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = rows->pdata[i];
    cli_json_needs (&json, &row->view, invocation->now, row->needs);
  }
  cli_json_close_array (&json);
  cli_json_open_array (&json, "suggested");
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = rows->pdata[i];
    if (!has_ended (row))
      cli_json_suggestions (&json, invocation->catalog, row->course, row->needs);
  }
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
}

/* Prints the needs of the one course that was typed, and what labels and guidelines suggest for
 * it. */
static void
print_only (CliInvocation *invocation, const Row *row)
{
  const RgmCourse *course = row->course;

  if (has_ended (row)) {
    cli_print_para (invocation, 2,
                    _ ("The course %s has ended, so nothing is needed before a next dose."),
                    course->handle);
    return;
  }
  cli_print_needs (invocation, &row->view, row->needs);
  if (row->needs->len == 0)
    cli_print_para (invocation, 2, _ ("The course %s has no needs."), course->handle);
  cli_print_suggestions (invocation, course, row->needs);
}

/* Prints the needs of all ongoing courses. @ended: whether there are courses, but none of them is
 * ongoing. */
static void
print_rows (CliInvocation *invocation, const GPtrArray *rows, gboolean ended)
{
  const RgmPatient *before = NULL;

  for (guint i = 0; i < rows->len; i++) {
    const Row *row = rows->pdata[i];

    if (invocation->person == NULL && row->needs->len > 0
        && (before == NULL || before->id != row->patient->id)) {
      gboolean several = ((const Row *)rows->pdata[0])->patient->id
                         != ((const Row *)rows->pdata[rows->len - 1])->patient->id;
      before = row->patient;
      if (several)
        cli_print_heading (invocation, CLI_STRONG, before->name);
    }
    cli_print_needs (invocation, &row->view, row->needs);
  }
  if (rows->len == 0 && ended)
    cli_print_para (
      invocation, 2,
      _ ("All courses have ended (\"regimen list\"), so nothing is needed before a next dose."));
  else if (rows->len == 0)
    cli_print_para (invocation, 0,
                    _ ("No course is on record yet; \"regimen help add\" shows how to start one."));
  else if (invocation->out->len == 0)
    cli_print_para (
      invocation, 2,
      _ ("No course has needs. To see what labels and guidelines name: regimen need %s"),
      ((const Row *)rows->pdata[0])->course->handle);
}

static gboolean
run_list (CliInvocation *invocation, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  RgmSession session;
  gboolean ended;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_SOME_CATALOG, &session, error)
      || !find_rows (invocation, &session, rows, &ended, error))
    return FALSE;
  if (invocation->globals.json)
    print_json (invocation, rows);
  else if (invocation->words->len > 0)
    print_only (invocation, rows->pdata[0]);
  else
    print_rows (invocation, rows, ended);
  return TRUE;
}

/* ---- changes ---- */

/* Prints @text and the need with @key as it is now, or with --json only the need. */
static gboolean
print_written (CliInvocation *invocation, const CliTarget *target, const char *key,
               const char *text, GError **error)
{
  g_autoptr (GPtrArray) needs = rgm_store_needs (target->session.store, target->course->id, error);
  CliCourseView view;
  CliJson json;

  if (needs == NULL
      || !cli_course_view (&target->session, target->patient, target->course, &view, error))
    return FALSE;
  for (guint i = needs->len; i-- > 0;)
    if (!g_str_equal (((const RgmNeed *)needs->pdata[i])->key, key))
      g_ptr_array_remove_index (needs, i);
  if (!invocation->globals.json) {
    cli_print_para (invocation, 2, "%s", text);
    cli_print_needs (invocation, &view, needs);
    return TRUE;
  }
  cli_json_begin (&json);
  cli_json_open_array (&json, "needs");
  cli_json_needs (&json, &view, invocation->now, needs);
  cli_json_close_array (&json);
  cli_json_open_array (&json, "suggested");
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
  return TRUE;
}

/* The name that the catalog has for the laboratory test @typed. A need is stored with this name, so
 * that a value meets it even if the user typed two different names of the test, such as "Ca" and
 * "calcium". Returns: (transfer none): @typed if the catalog does not know it. */
static const char *
known_name (const CliTarget *target, const char *typed)
{
  g_autofree char *name = g_strstrip (g_strdup (typed));
  const RgmMeasure *measure = rgm_measure_find (target->session.catalog, RGM_OBSERVATION_LAB, name);

  return measure != NULL ? measure->name : typed;
}

/* Finds the one of @needs whose name is at the beginning of the words after the handle; if several
 * are, the longest. @words: (out): how many words the name has. Returns: (transfer none): NULL with
 * RGM_ERROR_USAGE. */
static const RgmNeed *
find_need (const CliInvocation *invocation, const CliTarget *target, const GPtrArray *needs,
           guint *words, GError **error)
{
  g_autofree char *all = cli_words_text (invocation, 1), *quoted = text_quote (all);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;
  GString *typed = g_string_new (NULL);
  const RgmNeed *found = NULL;

  for (guint i = 1; i < invocation->words->len; i++) {
    g_autofree char *key = NULL;

    g_string_append_printf (typed, "%s ", (const char *)invocation->words->pdata[i]);
    key = rgm_observation_key (known_name (target, typed->str));
    for (guint n = 0; n < needs->len; n++)
      if (g_str_equal (((const RgmNeed *)needs->pdata[n])->key, key)) {
        found = needs->pdata[n];
        *words = i;
      }
  }
  g_string_free (typed, TRUE);
  if (found != NULL)
    return found;
  for (guint n = 0; n < needs->len; n++)
    g_ptr_array_add (names, ((const RgmNeed *)needs->pdata[n])->name);
  list = cli_list_text ((const char *const *)names->pdata, names->len);
  if (needs->len == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has no needs; type what is needed first: regimen need %s WHAT"),
                 target->course->handle, target->course->handle);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has no need %s on record; its needs are: %s"), target->course->handle,
                 quoted, list);
  return NULL;
}

/* Fails if more words follow the name of the need, which has @words words. */
static gboolean
check_no_more_words (CliInvocation *invocation, guint words, GError **error)
{
  return invocation->words->len == words + 1 || cli_fail_words (invocation, (int)words + 1, error);
}

/* Puts a check on record: what @need asks for was done, today or on the date typed after its
 * name. */
static gboolean
run_done (CliInvocation *invocation, const CliTarget *target, const RgmNeed *need, guint words,
          GError **error)
{
  g_autofree char *date = cli_words_text (invocation, words + 1), *day = NULL, *id = NULL,
                  *text = NULL;
  RgmObservationRequest request = { .kind = RGM_OBSERVATION_CHECK, .name = need->name };
  g_autoptr (RgmObservation) done = NULL;
  RgmSession session = target->session;

  if (!cli_parse_happened (invocation, *date != '\0' ? date : "today", target->zone, &request.at,
                           error))
    return FALSE;
  session.patient = target->patient->name;
  done = rgm_followup_observed (&session, &request, error);
  if (done == NULL)
    return FALSE;
  day = cli_day_text (done->day);
  id = cli_entry_id (done);
  text = g_strdup_printf (
    _ ("On record: %s, %s, done on %s. It counts for every course that needs it. "
       "(To take it back: regimen undo)"),
    id, need->name, day);
  return print_written (invocation, target, need->key, text, error);
}

static gboolean
run_removed (CliInvocation *invocation, const CliTarget *target, const RgmNeed *need,
             GError **error)
{
  g_autofree char *text
    = g_strdup_printf (_ ("Removed: %s does not need %s any more. (To put it back: regimen undo)"),
                       target->course->handle, need->name);

  return rgm_followup_need_removed (&target->session, need, error)
         && print_written (invocation, target, need->key, text, error);
}

/* The key of the suggestion with the name @name that the catalog has for the course. Returns:
 * (transfer none) (nullable). */
static const char *
suggestion_of (const CliTarget *target, const char *name)
{
  g_autoptr (GPtrArray) named = rgm_catalog_suggestions (
    target->session.catalog, target->course->treatment_key, target->course->treatment_name);
  g_autofree char *wanted = rgm_observation_key (name);

  for (guint i = 0; i < named->len; i++) {
    const RgmSuggestion *each = named->pdata[i];
    g_autofree char *key = rgm_observation_key (each->name);
    if (g_str_equal (key, wanted))
      return each->key;
  }
  return NULL;
}

/* The one of @needs with the name @name. Returns: (transfer none) (nullable). */
static const RgmNeed *
need_named (const GPtrArray *needs, const char *name)
{
  g_autofree char *key = rgm_observation_key (name);

  for (guint i = 0; i < needs->len; i++)
    if (g_str_equal (((const RgmNeed *)needs->pdata[i])->key, key))
      return needs->pdata[i];
  return NULL;
}

/* What was typed after the name of a need and does not belong to the name. */
typedef enum { EXTRA_NONE, EXTRA_PERIOD, EXTRA_DONE, EXTRA_FUTURE } Extra;

/* Finds out whether @words are a period or a day, with or without introducing words: "for 3d", "not
 * older than 2 weeks", "done yesterday". A word with blanks in it was typed in quotes, so it
 * belongs to the name. @text: (out) (transfer full): the period or the day alone; "" for just
 * "done". */
static Extra
read_extra (const CliTarget *target, char **words, RgmInstant now, char **text)
{
  static const char *const before[]
    = { "for", "within", "not", "older", "than", "max", "done", "on", "at", "since", NULL };
  gboolean done = FALSE;
  guint count;
  RgmPeriod period;
  RgmWhen when;

  for (char **word = words; *word != NULL; word++)
    if (strpbrk (*word, " \t") != NULL)
      return EXTRA_NONE;
  for (; *words != NULL && g_strv_contains (before, *words); words++)
    done = done || g_str_equal (*words, "done");
  count = g_strv_length (words);
  *text = g_strjoinv (" ", words);
  if (count == 0)
    return done ? EXTRA_DONE : EXTRA_NONE;
  if (rgm_period_parse (*text, &period, NULL))
    return period.unit != 'h' ? EXTRA_PERIOD : EXTRA_NONE;
  if (rgm_when_parse (*text, target->zone, now, RGM_WHEN_HAPPENED, &when, NULL))
    return when.local.day <= rgm_zone_day (target->zone, now) ? EXTRA_DONE : EXTRA_FUTURE;
  return EXTRA_NONE;
}

/* Fails if a date or a period was typed without its option, because it would become part of the
 * name, and says what to type instead. @needs: the needs of the course. */
static gboolean
check_name (const CliInvocation *invocation, const CliTarget *target, const GPtrArray *needs,
            GError **error)
{
  const char *handle = target->course->handle;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *typed = cli_words_text (invocation, 1), *text = NULL, *name = NULL;
  g_autofree char *word = NULL, *value = NULL, *line = NULL;
  Extra extra = EXTRA_NONE;
  guint length = 0;

  for (guint i = 1; i < invocation->words->len; i++)
    g_ptr_array_add (words, invocation->words->pdata[i]);
  g_ptr_array_add (words, NULL);
  if (need_named (needs, known_name (target, typed)) != NULL)
    return TRUE;
  for (; length + 1 < words->len; length++) {
    extra = read_extra (target, (char **)words->pdata + length, invocation->now, &text);
    if (extra != EXTRA_NONE)
      break;
    g_clear_pointer (&text, g_free);
  }
  if (extra == EXTRA_NONE)
    return TRUE;
  words->pdata[length] = NULL;
  name = length > 0 ? g_strjoinv (" ", (char **)words->pdata) : g_strdup ("WHAT");
  word = text_shell_word (name);
  value = *text != '\0' ? text_shell_word (text) : g_strdup ("today");
  line = g_strdup_printf ("regimen need %s %s", handle, word);
  if (extra == EXTRA_PERIOD)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("to say how old it may be, use --within: %s --within %s"), line, value);
  else if (extra == EXTRA_FUTURE)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ (
        "\"%s\" is still to come, but what is needed before each %s has no date; leave it out: %s"),
      text, rgm_unit_words (target->course->unit), line);
  else if (need_named (needs, known_name (target, name)) != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("to say that it was done, use --done: %s --done %s"), line, value);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("it is not on record yet that this is needed; type: %s, and then %s --done %s"),
                 line, line, value);
  return FALSE;
}

/* Fails if the course already has the need @name and the user typed no period for it. */
static gboolean
check_other_period (const CliTarget *target, const Options *given, const GPtrArray *needs,
                    const char *name, GError **error)
{
  const RgmNeed *need = given->within == NULL ? need_named (needs, name) : NULL;
  g_autofree char *within = NULL, *command = NULL;

  if (need == NULL)
    return TRUE;
  if (need->within.count == 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is on record as a need of this course already; nothing was written"),
                 need->name);
    return FALSE;
  }
  within = rgm_period_describe (need->within);
  command = cli_need_command (target->course, need->name);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s is on record as a need of this course already, not older than %s; without a "
                  "period: %s --within none"),
               need->name, within, command);
  return FALSE;
}

/* The command with which the user enters the result, once there is one. Returns: (transfer
 * full). */
static char *
entering_text (const CliTarget *target, const char *name)
{
  g_autofree char *command = cli_need_command (target->course, name);
  g_autofree char *word = text_shell_word (name);

  return rgm_measure_find (target->session.catalog, RGM_OBSERVATION_LAB, name) != NULL
           ? g_strdup_printf (_ ("To enter it: regimen lab %s VALUE UNIT"), word)
           : g_strdup_printf (_ ("To enter it: %s --done"), command);
}

static gboolean
run_set (CliInvocation *invocation, const CliTarget *target, const GPtrArray *needs, GError **error)
{
  const Options *given = invocation->options;
  g_autofree char *typed = cli_words_text (invocation, 1), *text = NULL;
  const char *name = known_name (target, typed);
  g_autoptr (RgmNeed) need = NULL;
  RgmPeriod within = { 0 };

  if ((given->within != NULL && !g_str_equal (given->within, "none")
       && !rgm_need_within_parse (given->within, &within, error))
      || !check_name (invocation, target, needs, error)
      || !check_other_period (target, given, needs, name, error))
    return FALSE;
  need = rgm_followup_need_set (&target->session, target->course->id, name, within,
                                suggestion_of (target, name), error);
  if (need == NULL)
    return FALSE;
  text
    = g_strdup_printf (_ ("Needed from now on before each %s of %s: %s. (To take it back: regimen "
                          "undo)"),
                       rgm_unit_words (target->course->unit), target->course->handle, need->name);
  if (!print_written (invocation, target, need->key, text, error))
    return FALSE;
  if (!invocation->globals.json) {
    g_autofree char *entering = entering_text (target, need->name);
    cli_print_para (invocation, 2, "%s", entering);
  }
  return TRUE;
}

/* ---- the command ---- */

static gboolean
check_options (const CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  guint count = (given->within != NULL) + (guint)given->done + (guint)given->remove;

  if (count > 1)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("of --within, --done and --remove only one can be used at a time"));
  else if (count > 0 && invocation->words->len < 2)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--%s needs a course and what is needed before it: regimen need HANDLE WHAT "
                    "--%s"),
                 given->done     ? "done"
                 : given->remove ? "remove"
                                 : "within",
                 given->done     ? "done"
                 : given->remove ? "remove"
                                 : "within 3d");
  else
    return TRUE;
  return FALSE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_autoptr (GPtrArray) needs = NULL;
  const RgmNeed *need;
  guint words = 0;

  if (!check_options (invocation, error))
    return FALSE;
  if (invocation->words->len < 2)
    return run_list (invocation, error);
  if (!cli_target_open_course (invocation, CLI_NEEDS_SOME_CATALOG, FALSE, &target, error)
      || (needs = rgm_store_needs (target.session.store, target.course->id, error)) == NULL)
    return FALSE;
  if (!given->done && !given->remove)
    return run_set (invocation, &target, needs, error);
  need = find_need (invocation, &target, needs, &words, error);
  if (need == NULL)
    return FALSE;
  if (given->done)
    return run_done (invocation, &target, need, words, error);
  return check_no_more_words (invocation, words, error)
         && run_removed (invocation, &target, need, error);
}

const CliCommand cli_command_need = {
  .name = "need",
  .summary = N_ ("say what is to be on record before each dose of a course"),
  .arguments = "[HANDLE [WHAT [DATE]]]",
  .details
  = N_ ("Puts on record that something is to be there before each dose of a course: a value of a "
        "laboratory, an examination, a form. \"regimen show\", the reminder of the day before and "
        "the calendar say whether it is on record. You can log a dose even if it is "
        "missing.\n\nThe latest value or check of that name counts, if it is not older than "
        "--within on the day of the dose (or today, if that day has passed and the dose is still "
        "open); without --within, or with \"--within none\", if it is from after the day of the "
        "previous dose. A check is put on record with --done; it counts for every course of the "
        "person that needs it.\n\nWithout WHAT, lists what is needed and what labels and "
        "guidelines name for the course. None of that is needed until you type it.\n\n\"regimen "
        "amend need/N\" corrects the day of a check, and \"regimen remove need/N\" takes it out."),
  .examples = "regimen need zoledronic-acid \"lab report\" --within 3d\n"
              "regimen need zoledronic-acid\n"
              "regimen need zoledronic-acid \"lab report\" --done 2026-11-20\n"
              "regimen need zoledronic-acid \"lab report\" --remove",
  .word = CLI_WORD_HANDLE,
  .named = CLI_NEEDS,
  .max_words = 50,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
