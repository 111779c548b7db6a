/* Guesses what was meant by a first word that is not a command, or by a name that no course has.
 * The result is only suggested, never run, because commands write a medical record. */
#include "cli/words/unknown-command.h"

#include "base/i18n.h"
#include "base/reword.h"
#include "base/text.h"
#include "catalog/brand.h"
#include "cli/words/add-words.h"
#include "cli/words/corrected-words.h"
#include "cli/words/extra-words.h"
#include "cli/words/guess-words.h"
#include "cli/words/other-words.h"
#include "cli/words/spoken-words.h"

#include <string.h>

/* The first word of @argv that names a treatment of the catalog; if none does, the first treatment
 * with a course on record. Returns: (transfer full) (nullable): quoted as one word for a shell. */
static char *
find_treatment (CliInvocation *invocation, char **argv)
{
  const RgmCatalog *catalog = cli_catalog (invocation, NULL);
  RgmCourseQuery query
    = { .now = invocation->now, .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = NULL;
  RgmSession session;

  for (; catalog != NULL && *argv != NULL; argv++)
    if (g_utf8_validate (*argv, -1, NULL) && rgm_catalog_find (catalog, *argv, NULL) != NULL)
      return text_shell_word (*argv);
  if (catalog == NULL || !cli_database_exists (invocation)
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL))
    return NULL;
  courses = rgm_store_courses (session.store, &query, NULL);
  for (guint i = 0; courses != NULL && i < courses->len; i++) {
    const RgmCourse *course = courses->pdata[i];
    if (rgm_catalog_lookup (catalog, course->treatment_key) != NULL)
      return g_strdup (course->treatment_key);
  }
  return NULL;
}

/* If @typed is a laboratory test or something that people notice, the command line "regimen lab" or
 * "regimen feel" with everything that was typed. Returns: (transfer full) (nullable). */
static char *
guess_entry (CliInvocation *invocation, const char *typed, char **argv)
{
  const RgmCatalog *catalog
    = g_utf8_validate (typed, -1, NULL) ? cli_catalog (invocation, NULL) : NULL;
  g_autoptr (RgmSigns) signs = catalog != NULL ? rgm_signs_find (catalog, typed) : NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean lab = catalog != NULL && rgm_measure_find (catalog, RGM_OBSERVATION_LAB, typed) != NULL;
  g_autofree char *first = text_shell_word (typed);

  for (char **word = argv; *word != NULL; word++)
    if (!g_utf8_validate (*word, -1, NULL))
      return NULL;
  if (catalog == NULL
      || (!lab && signs->symptoms->len == 0
          && rgm_measure_find (catalog, RGM_OBSERVATION_FELT, typed) == NULL))
    return NULL;
  g_string_printf (line, "regimen %s %s", lab ? "lab" : "feel", first);
  for (; *argv != NULL; argv++) {
    g_autofree char *word = text_shell_word (*argv);
    g_string_append_printf (line, " %s", word);
  }
  return g_strdup (line->str);
}

/* Whether @typed and @argv are a sentence about something that was noticed: "my legs feel numb". If
 * so, @error says how to look it up and how to put it on record. */
static gboolean
fail_sentence (CliInvocation *invocation, const char *typed, char **argv, GError **error)
{
  g_autoptr (GString) sentence = g_string_new (typed);
  g_autoptr (RgmSigns) signs = NULL;
  g_autofree char *words = NULL;
  const RgmCatalog *catalog;

  for (; *argv != NULL && (*argv)[0] != '-'; argv++)
    g_string_append_printf (sentence, " %s", *argv);
  if (!g_utf8_validate (sentence->str, -1, NULL) || !cli_begins_sentence (typed)
      || (catalog = cli_catalog (invocation, NULL)) == NULL)
    return FALSE;
  signs = rgm_signs_find (catalog, sentence->str);
  if (signs->symptoms->len == 0)
    return FALSE;
  words = text_shell_word (sentence->str);
  g_clear_error (error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("no command begins with \"%s\"; to see what the lists say about it: regimen "
                  "signs %s; to put it on record: regimen feel %s"),
               typed, words, words);
  return TRUE;
}

/* Handles "correct xgeva yesterday", "edit xgeva 25 Nov" and "wrong day xgeva it was 25 Nov": names
 * the command that corrects the date of the dose. Returns: whether @error is set. */
static gboolean
fail_correction (CliInvocation *invocation, const char *typed, char **argv, GError **error)
{
  static const char *const words[]
    = { "correct", "fix", "edit", "update", "modify", "wrong", "correction", NULL };
  static const char *const between[]
    = { "day", "date", "time", "the", "for", "of", "last", "my", "his", "her", NULL };
  g_autofree char *folded = text_fold (typed), *rest = NULL;
  g_autoptr (GError) other = NULL;

  while (*argv != NULL && g_strv_contains (between, *argv))
    argv++;
  if (!g_strv_contains (words, folded) || argv[0] == NULL || argv[1] == NULL || argv[0][0] == '-')
    return FALSE;
  for (char **word = argv; *word != NULL; word++)
    if (!g_utf8_validate (*word, -1, NULL))
      return FALSE;
  cli_take_as_typed (invocation, "change", argv);
  g_ptr_array_set_size (invocation->words, 0);
  g_ptr_array_add (invocation->words, argv[0]);
  rest = g_strjoinv (" ", argv + 1);
  if (!cli_fail_corrected_words (invocation, rest, &other)) {
    cli_take_as_typed (invocation, "amend", argv);
    for (char **word = argv + 1; *word != NULL && (*word)[0] != '-'; word++)
      g_ptr_array_add (invocation->words, *word);
    cli_fail_spoken_words (invocation, &other);
  }
  if (other == NULL) {
    invocation->command = NULL;
    return FALSE;
  }
  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&other));
  return TRUE;
}

/* If @error suggests "catalog TREATMENT", puts a treatment in place of "TREATMENT". @meant: what
 * @error suggests. Returns: whether @error was changed. */
static gboolean
name_treatment (CliInvocation *invocation, const CliMeantCommand *meant, char **argv,
                GError **error)
{
  const char *place = meant->first != NULL ? strstr (meant->first, "TREATMENT") : NULL;
  g_autofree char *treatment = place != NULL ? find_treatment (invocation, argv) : NULL,
                  *first = NULL;
  CliMeantCommand named = *meant;

  if (treatment == NULL)
    return FALSE;
  first = g_strdup_printf ("%.*s%s", (int)(place - meant->first), meant->first, treatment);
  named.first = first;
  g_clear_error (error);
  cli_command_fail (&named, error);
  return TRUE;
}

/* If @error suggests exactly one command, and @argv is the name of a course, adds the whole command
 * line to the message. @meant: what @error suggests. */
static void
add_whole_line (CliInvocation *invocation, const CliMeantCommand *meant, char **argv,
                GError **error)
{
  static const char *const of_a_course[] = { "undo", "resume", "stop", "log", NULL };
  g_autofree char *handle = NULL;
  char **from = argv;

  if (meant->first == NULL || meant->second != NULL || !g_strv_contains (of_a_course, meant->first))
    return;
  while (*from != NULL && (g_str_equal (*from, "back") || g_str_equal (*from, "day")))
    from++;
  if (from[0] != NULL && from[1] == NULL
      && (handle = cli_course_named (invocation, from[0])) != NULL)
    error_reword (error, _ ("%s Then type: regimen %s %s"), (*error)->message, meant->first,
                  handle);
}

/* Handles "start xgeva" and "begin calcium 8am": says how to add that course, unless it is on
 * record. Returns: whether @error is set. */
static gboolean
fail_start (CliInvocation *invocation, const char *typed, char **argv, GError **error)
{
  static const char *const words[] = { "start", "begin", "new", "create", "prescribe", NULL };
  g_autofree char *folded = text_fold (typed), *handle = NULL, *lines = NULL;
  g_autoptr (GError) other = NULL;

  if (!g_strv_contains (words, folded) || argv[0] == NULL || argv[0][0] == '-')
    return FALSE;
  for (char **word = argv; *word != NULL; word++)
    if (!g_utf8_validate (*word, -1, NULL))
      return FALSE;
  handle = cli_course_named (invocation, argv[0]);
  if (handle != NULL)
    return FALSE;
  cli_take_as_typed (invocation, "add", argv);
  invocation->argv = g_new0 (char *, g_strv_length (argv) + 1);
  g_ptr_array_set_size (invocation->words, 0);
  for (guint i = 0; argv[i] != NULL; i++) {
    invocation->argv[i] = argv[i];
    if (argv[i][0] != '-')
      g_ptr_array_add (invocation->words, argv[i]);
  }
  if (argv[1] == NULL || argv[1][0] == '-')
    lines = cli_add_lines (invocation, argv[0]);
  if (cli_fail_other_kind (invocation, &other))
    g_prefix_error (&other, _ ("unknown command \"%s\"; "), typed);
  else if (lines != NULL)
    g_set_error (&other, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown command \"%s\"; a course is started like this: %s"), typed, lines);
  else if (argv[1] != NULL && argv[1][0] != '-') {
    g_ptr_array_set_size (invocation->words, 0);
    g_ptr_array_add (invocation->words, argv[0]);
    cli_fail_add_words (invocation, argv + 1, NULL, &other);
    g_prefix_error (&other, _ ("unknown command \"%s\"; "), typed);
  }
  /* the message is complete; it must not be explained again as that of a missing course */
  g_clear_pointer (&invocation->no_course, g_free);
  invocation->command = NULL;
  g_clear_pointer (&invocation->argv, g_free);
  if (other == NULL)
    return FALSE;
  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&other));
  return TRUE;
}

/* The ongoing course that @word names or, if @word names none, the only ongoing one whose doses are
 * called @word ("infusion"). Returns: (transfer full) (nullable). */
static RgmCourse *
find_called (CliInvocation *invocation, const RgmSession *session, const char *word)
{
  g_autoptr (RgmPatient) patient = rgm_session_patient (session, NULL);
  const RgmCourseQuery open = { .patient_id = patient != NULL ? patient->id : 0,
                                .now = invocation->now,
                                .since = RGM_INSTANT_NONE,
                                .ended_since = RGM_INSTANT_NONE };
  g_autofree char *handle = cli_course_named (invocation, word);
  g_autoptr (GPtrArray) courses
    = patient != NULL ? rgm_store_courses (session->store, &open, NULL) : NULL;
  guint count = 0, found = 0;

  for (guint i = 0; courses != NULL && i < courses->len; i++) {
    const RgmCourse *course = courses->pdata[i];

    if (handle != NULL
          ? g_strcmp0 (course->handle, handle) == 0
          : g_str_equal (course->unit, word) || g_str_equal (rgm_unit_words (course->unit), word)) {
      found = i;
      count++;
    }
  }
  return count == 1 ? rgm_store_course (
           session->store, ((const RgmCourse *)courses->pdata[found])->id, RGM_INSTANT_NONE, NULL)
                    : NULL;
}

/* Handles "last infusion was yesterday", which may mean a new dose, or correct the day of the last
 * one on record. Returns: whether @error is set. */
static gboolean
fail_last_was (CliInvocation *invocation, const char *typed, char **argv, GError **error)
{
  static const char *const before[]
    = { "my", "the", "his", "her", "last", "latest", "previous", NULL };
  static const char *const was[] = { "was", "is", "given", "taken", "on", "dose", "one", NULL };
  g_autofree char *first = text_fold (typed), *when = NULL;
  g_autoptr (RgmCourse) course = NULL;
  const RgmAdministration *last = NULL;
  const char *name;
  RgmSession session;
  RgmWhen read;

  if (!g_strv_contains (before, first))
    return FALSE;
  while (*argv != NULL && g_strv_contains (before, *argv))
    argv++;
  if (*argv == NULL || !g_utf8_validate (*argv, -1, NULL))
    return FALSE;
  if (g_str_equal (*argv, "dose") && argv[1] != NULL && g_str_equal (argv[1], "of")
      && argv[2] != NULL)
    argv += 2;
  name = *argv++;
  while (*argv != NULL && g_strv_contains (was, *argv))
    argv++;
  when = g_strjoinv (" ", argv);
  if (!rgm_when_parse (when, invocation->zone, invocation->now, RGM_WHEN_HAPPENED, &read, NULL)
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL))
    return FALSE;
  course = find_called (invocation, &session, name);
  if (read.local.day > rgm_zone_day (invocation->zone, invocation->now)) {
    g_clear_error (error);
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("no command begins with \"%s\"; an appointment is booked like this: regimen book "
         "%s %s%s"),
      typed, course != NULL ? course->handle : "COURSE", when,
      read.local.second == RGM_NO_TIME ? " 10:00" : "");
    return TRUE;
  }
  if (course == NULL) {
    g_clear_error (error);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("no command begins with \"%s\"; a dose is put on record with the name of its "
                    "course, which \"regimen list\" shows: regimen log COURSE %s"),
                 typed, when);
    return TRUE;
  }
  if (course->administrations->len > 0)
    last = course->administrations->pdata[course->administrations->len - 1];
  g_clear_error (error);
  if (last == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("no command begins with \"%s\"; it is put on record like this: regimen log %s "
                    "%s"),
                 typed, course->handle, when);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("no command begins with \"%s\"; to log a new dose: regimen log %s %s; if dose "
                    "%d has the wrong day on record: regimen amend %s/%d %s"),
                 typed, course->handle, when, last->dose, course->handle, last->dose, when);
  return TRUE;
}

/* Handles the name of a calendar program, as in "khal" or "sync khal": says how to write a file for
 * it. "phone" alone is not one, because it asks for a phone number. Returns: whether @error is
 * set. */
static gboolean
fail_program (const char *typed, char **argv, GError **error)
{
  g_autoptr (GError) other = NULL;

  if ((g_ascii_strcasecmp (typed, "phone") == 0 || !cli_fail_program (typed, &other))
      && (argv[0] == NULL || !cli_fail_program (argv[0], &other)))
    return FALSE;
  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&other));
  return TRUE;
}

/* Handles "see the month" and "december": names the command that shows it, unless @error already
 * suggests one for exactly these words. @meant: what @error suggests. Returns: whether @error is
 * set. */
static gboolean
fail_view (CliInvocation *invocation, const CliMeantCommand *meant, const char *typed, char **argv,
           GError **error)
{
  g_autoptr (GString) text = g_string_new (typed);
  g_autoptr (GError) other = NULL;

  for (char **word = argv; *word != NULL && (*word)[0] != '-'; word++)
    g_string_append_printf (text, " %s", *word);
  if ((meant->first != NULL && g_str_equal (meant->typed, text->str))
      || !g_utf8_validate (text->str, -1, NULL)
      || !cli_fail_view_words (invocation, text->str, &other))
    return FALSE;
  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&other));
  return TRUE;
}

/* The command line that adds a course of @name. Returns: (transfer full) (nullable). */
static char *
line_to_add (CliInvocation *invocation, const char *name)
{
  char *line;

  cli_take_as_typed (invocation, "add", (char *[]){ NULL });
  line = cli_add_line (invocation, name);
  invocation->command = NULL;
  return line;
}

void
cli_explain_unknown (CliInvocation *invocation, const char *typed, char **argv, GError **error)
{
  const char *next = argv[0] != NULL && argv[0][0] != '-' ? argv[0] : NULL;
  g_autofree char *both = g_strjoin (" ", typed, next, NULL);
  g_autofree char *handle = cli_course_named (invocation, typed), *line = NULL;
  g_autofree char *entry = handle == NULL ? guess_entry (invocation, typed, argv) : NULL;
  g_auto (CliMeantCommand) meant = { 0 };

  if (error == NULL)
    return;
  cli_command_guess (typed, next, &meant);
  if (cli_asks_for_alerts (both)) {
    g_clear_error (error);
    cli_fail_alerts (invocation, error);
  } else if (handle != NULL) {
    g_clear_error (error);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown command \"%s\"; the name of a course comes after the command: regimen "
                    "show %s, regimen log %s"),
                 typed, handle, handle);
  } else if (entry != NULL) {
    g_clear_error (error);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("unknown command \"%s\"; to put this on record: %s"), typed, entry);
    if (argv[0] == NULL && g_str_has_prefix (entry, "regimen lab ")
        && (line = line_to_add (invocation, typed)) != NULL)
      error_reword (error, _ ("%s; if a medicine is meant: %s"), (*error)->message, line);
  } else if (fail_sentence (invocation, typed, argv, error) || fail_program (typed, argv, error)
             || fail_start (invocation, typed, argv, error)
             || fail_correction (invocation, typed, argv, error)
             || fail_last_was (invocation, typed, argv, error)
             || fail_view (invocation, &meant, typed, argv, error)
             || name_treatment (invocation, &meant, argv, error)) {
    return;
  } else
    add_whole_line (invocation, &meant, argv, error);
}

void
cli_fail_overview_words (CliInvocation *invocation, const char *typed, GError **error)
{
  g_autofree char *words = cli_words_text (invocation, 0);
  g_autofree char *handle = cli_course_named (invocation, words);
  g_autofree char *span = g_strdup_printf ("%s %s", typed, words);
  const char *first = invocation->words->pdata[0];
  RgmDay day;

  if (rgm_when_parse_span (span, invocation->zone, invocation->now, 1, &day, &day, NULL))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is one word too many; to see what comes then: regimen agenda %s"),
                 first, span);
  else if (handle != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is one word too many; to see when its next dose is: regimen show %s"),
                 first, handle);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is one word too many; it is typed like this: regimen %s"), first,
                 typed);
}

/* Whether @meant (NULL: anybody) has a course whose handle is similar to @typed. */
static gboolean
is_like_handle (const CliInvocation *invocation, const GPtrArray *patients, const RgmPatient *meant,
                const char *typed)
{
  g_autofree char *folded = text_fold (typed);
  gboolean like = FALSE;

  for (guint i = 0; !like && i < patients->len; i++) {
    const RgmPatient *each = patients->pdata[i];
    g_auto (GStrv) handles = rgm_store_handles (invocation->store, each->id, NULL);

    if (handles == NULL || (meant != NULL && meant->id != each->id))
      continue;
    like = text_suggest (typed, (const char *const *)handles) != NULL;
    for (char **handle = handles; !like && *handle != NULL; handle++)
      like = g_str_has_prefix (*handle, folded);
  }
  return like;
}

/* Whether @typed is the name of a person, the first part of such a name, or a family word like
 * "dad". */
static gboolean
is_person (const GPtrArray *patients, const char *typed)
{
  g_autofree char *folded = text_fold (typed);
  gboolean person = cli_is_family (folded);

  for (guint i = 0; !person && i < patients->len; i++) {
    g_autofree char *name = text_fold (((const RgmPatient *)patients->pdata[i])->name);
    gsize length = strlen (folded);

    person = g_str_has_prefix (name, folded) && (name[length] == '\0' || name[length] == ' ');
  }
  return person;
}

/* Whether @typed, the first word after the command, is a date or the beginning of one. */
static gboolean
begins_date (const CliInvocation *invocation, const char *typed)
{
  return rgm_when_count_words (&(char *){ (char *)typed }, 1, FALSE, invocation->zone,
                               invocation->now, RGM_WHEN_PLANNED)
           > 0
         || typed[strspn (typed, G_CSET_DIGITS)] == '\0';
}

/* The command lines that add a course of @typed; NULL if the command is not one that users type for
 * a new course. Returns: (transfer full) (nullable). */
static char *
new_course_lines (const CliInvocation *invocation, const char *typed)
{
  enum { SHORTEST = 3 };
  static const char *const commands[]
    = { "log", "book", "show", "need", "change", "skip", "hold", "move", "pause", NULL };
  g_autoptr (RgmTreatment) named
    = strchr (typed, '/') == NULL ? rgm_treatment_new_custom (typed, NULL) : NULL;

  if (named == NULL || g_utf8_strlen (typed, -1) < SHORTEST
      || !g_strv_contains (commands, invocation->command->name))
    return NULL;
  return cli_add_lines (invocation, typed);
}

void
cli_explain_no_course (CliInvocation *invocation, GError **error)
{
  const char *typed = invocation->no_course, *command, *guess = NULL;
  const RgmCatalog *catalog;
  g_autoptr (GPtrArray) patients = NULL;
  g_autoptr (RgmPatient) meant = NULL;
  g_autofree char *lines = NULL, *handle = NULL, *name = NULL;
  RgmSession session;

  if (error == NULL || typed == NULL || invocation->store == NULL
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL)
      || (patients = rgm_store_patients (session.store, NULL)) == NULL)
    return;
  meant = rgm_session_patient (&session, NULL);
  if (is_like_handle (invocation, patients, meant, typed) || is_person (patients, typed))
    return;
  command = invocation->command->name;
  if ((g_str_equal (command, "log") || g_str_equal (command, "book"))
      && begins_date (invocation, typed)) {
    g_clear_error (error);
    cli_fail_no_course (invocation, NULL, error);
    return;
  }
  name = g_strndup (typed, strcspn (typed, "/"));
  catalog = cli_catalog (invocation, NULL);
  if (catalog != NULL && rgm_catalog_find (catalog, name, NULL) == NULL)
    guess = catalog_guess (catalog, name);
  handle = guess != NULL ? cli_course_named (invocation, guess) : NULL;
  if (handle != NULL) {
    error_reword (error, _ ("no course \"%s\"; did you mean %s?"), name, handle);
    return;
  }
  lines = new_course_lines (invocation, guess != NULL ? guess : typed);
  if (lines != NULL && guess != NULL)
    error_reword (
      error, _ ("no course \"%s\"; did you mean \"%s\"? A course of it is started like this: %s"),
      name, guess, lines);
  else if (lines != NULL && patients->len == 0)
    error_reword (error, _ ("nothing is on record yet; a course is started like this: %s"), lines);
  else if (lines != NULL)
    error_reword (error, _ ("%s; if it is a new one, for example: %s"), (*error)->message, lines);
}
