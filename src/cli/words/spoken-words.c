/* Handles words that people add to the name of a course in spoken language: "next" before it,
 * "both" or "forgot" after it. What they probably mean is only suggested, never run, because
 * commands write a medical record. */
#include "cli/words/spoken-words.h"

#include "base/i18n.h"
#include "base/scan.h"
#include "base/text.h"
#include "cli/words/corrected-words.h"
#include "cli/words/guess-words.h"
#include "model/course.h"

#include <string.h>

/* The handle of the course that @typed names. If the record is not open yet, it is opened only for
 * this call, because the command itself decides in which mode to open it. Returns: (transfer full)
 * (nullable). */
static char *
find_course (CliInvocation *invocation, const char *typed)
{
  gboolean open = invocation->store != NULL;
  char *handle = cli_course_named (invocation, typed);

  if (!open)
    cli_session_close (invocation);
  return handle;
}

/* Each of the functions below that has an @error returns whether it has set it. */

/* Whether several doses were typed for a command about one: "log calcium both". */
static gboolean
names_all_doses (const CliInvocation *invocation, const char *typed, GError **error)
{
  static const char *const words[]
    = { "both", "twice",       "thrice",       "2x",          "x2",         "3x",
        "x3",   "two",         "2 times",      "two times",   "3 times",    "three times",
        "all",  "all of them", "both of them", "two of them", "everything", NULL };
  const char *command = invocation->command->name;
  g_autofree char *folded = text_fold (typed);
  g_auto (GStrv) parts = g_regex_split_simple (",| and ", folded, 0, 0);
  guint dates = 0;

  if (!(g_str_equal (command, "log") || g_str_equal (command, "skip")))
    return FALSE;
  for (char **part = parts; *part != NULL; part++)
    dates += rgm_when_parse (g_strstrip (*part), invocation->zone, invocation->now,
                             RGM_WHEN_HAPPENED, &(RgmWhen){ 0 }, NULL);
  if (dates > 1 && dates == g_strv_length (parts)
      && !rgm_when_parse (folded, invocation->zone, invocation->now, RGM_WHEN_HAPPENED,
                          &(RgmWhen){ 0 }, NULL)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is more than one date, and %s is about one dose; type it for each of "
                    "them: regimen %s %s %s, and so on"),
                 typed, command, command, (char *)invocation->words->pdata[0], parts[0]);
    return TRUE;
  }
  if (!g_strv_contains (words, folded))
    return FALSE;
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("\"%s\" is more than one dose, and %s is about one; type it for each of them, with "
       "its own time: regimen %s %s TIME"),
    typed, command, command, (char *)invocation->words->pdata[0]);
  return TRUE;
}

/* Whether "log" or "amend" was typed for a dose that was not taken: "log calcium forgot last
 * night". */
static gboolean
names_forgotten (const CliInvocation *invocation, const char *typed, GError **error)
{
  static const char *const words[] = {
    "forgot",      "forgotten",           "forgot it",        "forgot to take",    "i forgot",
    "missed",      "missed it",           "i missed",         "not taken",         "was not taken",
    "didn't take", "did not take",        "i didn't take",    "not given",         "was not given",
    "skipped",     "i forgot the one of", "i forgot the one", "forgot the one of", NULL
  };
  const char *command = invocation->command->name, *name = invocation->words->pdata[0];
  g_autofree char *folded = text_fold (typed), *when = NULL;
  const char *why;
  gsize length = 0;

  for (const char *const *word = words; *word != NULL; word++)
    if (g_str_has_prefix (folded, *word) && strchr (" ,", folded[strlen (*word)]) != NULL)
      length = MAX (length, strlen (*word));
  /* for amend, "not taken" and "skipped" are handled by cli_fail_words() */
  if (length == 0
      || !(g_str_equal (command, "log")
           || (g_str_equal (command, "amend") && strstr (folded, "not ") == NULL
               && strstr (folded, "skipped") == NULL)))
    return FALSE;
  when = g_strstrip (g_strdelimit (g_strdup (folded + length), ",", ' '));
  why = strstr (folded, "forgot") != NULL   ? "forgot"
        : strstr (folded, "missed") != NULL ? "missed"
                                            : "WHY";
  if (g_str_equal (command, "amend"))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" says that the dose was not taken or given after all; type this: "
                    "regimen amend %s --skipped --reason %s"),
                 typed, name, why);
  else
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("log is for a dose that was taken or given, and \"%s\" says that it was not; type "
         "this: regimen skip %s%s%s --reason %s"),
      typed, name, *when != '\0' ? " " : "", when, why);
  return TRUE;
}

/* Whether "log" was typed for the last dose, as in "log xgeva last yesterday". That one is on
 * record already, and its date may be wrong. "last friday" is just a date. */
static gboolean
names_last (CliInvocation *invocation, char **words, const char *behind, GError **error)
{
  static const char *const last[] = { "last", "latest", "previous", NULL };
  gboolean open = invocation->store != NULL, said;

  if (!g_str_equal (invocation->command->name, "log") || !g_strv_contains (last, words[1])
      || rgm_when_parse (behind, invocation->zone, invocation->now, RGM_WHEN_HAPPENED,
                         &(RgmWhen){ 0 }, NULL))
    return FALSE;
  said = cli_fail_corrected_words (invocation, behind, error);
  if (!said && !open)
    cli_session_close (invocation);
  return said;
}

/* Whether "undo" or "redo" was typed with more than the name of a course: "undo the last thing",
 * "undo xgeva booking". */
static gboolean
names_undone (CliInvocation *invocation, char **words, GError **error)
{
  static const char *const alone[] = { "last", "it", "that", "this", "all", "everything", NULL };
  const char *command = invocation->command->name;
  g_autofree char *typed = g_strjoinv (" ", words), *handle = NULL;

  if (!(g_str_equal (command, "undo") || g_str_equal (command, "redo"))
      || (words[1] == NULL && !g_strv_contains (alone, words[0])))
    return FALSE;
  for (char **word = words; handle == NULL && *word != NULL; word++)
    handle = find_course (invocation, *word);
  if (handle != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not understood; for the last change of that course: regimen %s %s; "
                    "for the very last change: regimen %s"),
                 typed, command, handle, command);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not understood; undo is typed alone or with the name of a course; "
                    "for the last change: regimen %s"),
                 typed, command);
  return TRUE;
}

/* Whether a new handle of several words was typed: "rename calcium to Calcium plus D". */
static gboolean
names_new_handle (const CliInvocation *invocation, char **words, GError **error)
{
  static const char *const before[] = { "to", "as", "into", NULL };
  char **name = words[0] != NULL ? words + 1 : words;
  g_autofree char *handle = NULL, *typed = NULL;

  if (*name != NULL && g_strv_contains (before, *name))
    name++;
  if (!g_str_equal (invocation->command->name, "rename") || *name == NULL
      || invocation->words->len < 3)
    return FALSE;
  typed = g_strjoinv (" ", name);
  handle = course_new_handle (typed, NULL);
  if (handle == NULL)
    return FALSE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("the new name is one word; it is typed like this: regimen rename %s %s"),
               words[0], handle);
  return TRUE;
}

/* Whether @rest, typed after the course @name, corrects the date of a dose: "change date xgeva 25
 * Nov". */
static gboolean
is_correction (CliInvocation *invocation, char *name, const char *rest, GError **error)
{
  gboolean corrects;

  g_ptr_array_set_size (invocation->words, 0);
  g_ptr_array_add (invocation->words, name);
  corrects = cli_fail_corrected_words (invocation, rest, error);
  g_ptr_array_set_size (invocation->words, 0);
  return corrects;
}

/* Whether superfluous words were typed before the name of the course, and maybe after it: "skip
 * next xgeva", "log a calcium tablet for yesterday evening". */
static gboolean
names_course_behind (CliInvocation *invocation, char **words, GError **error)
{
  static const char *const before[] = { "next", "the",  "my",  "dose", "of",  "today's", "a", "an",
                                        "one",  "date", "day", "his",  "her", "our",     NULL };
  static const char *const fillers[]
    = { "tablet",  "tablets",  "pill",  "pills", "dose", "injection", "infusion",
        "session", "fraction", "visit", "for",   "of",   "on",        NULL };
  const CliCommand *command = invocation->command;
  gboolean needs_reason;
  g_autofree char *handle = NULL, *rest = NULL, *options = NULL;
  char **name = words, **behind;

  while (*name != NULL && (g_strv_contains (before, *name) || cli_is_family (*name)))
    name++;
  if (name == words || *name == NULL)
    return FALSE;
  handle = find_course (invocation, *name);
  if (handle == NULL)
    return FALSE;
  for (behind = name + 1; *behind != NULL && g_strv_contains (fillers, *behind);)
    behind++;
  rest = g_strjoinv (" ", behind);
  if (is_correction (invocation, *name, rest, error))
    return TRUE;
  options = cli_typed_options (invocation);
  needs_reason = cli_has_option (command, "reason") && !cli_was_typed (invocation, "reason");
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("the name of the course comes first, without other words before it: regimen %s %s%s%s%s%s"),
    command->name, *name, *rest != '\0' ? " " : "", rest, options,
    needs_reason ? " --reason WHY" : "");
  return TRUE;
}

/* Whether a date was typed in place of the course: "log 20 Nov", "book 24 Dec 10am". */
static gboolean
names_date (CliInvocation *invocation, char **words, GError **error)
{
  const char *command = invocation->command->name;
  guint count = g_strv_length (words);

  if (!(g_str_equal (command, "log") || g_str_equal (command, "book")) || count < 2
      || rgm_when_count_words (words, count, FALSE, invocation->zone, invocation->now,
                               RGM_WHEN_PLANNED)
           != count)
    return FALSE;
  cli_fail_no_course (invocation, NULL, error);
  return TRUE;
}

/* Whether superfluous words were typed before a date: "log xgeva was yesterday", "log calcium just
 * now". */
static gboolean
names_fillers (CliInvocation *invocation, char **words, const char *behind, GError **error)
{
  static const char *const fillers[]
    = { "was", "were", "just", "already", "it", "i", "got", "had", "given", "taken", "took", NULL };
  char **date = words + 1;
  g_autofree char *when = NULL, *handle = NULL, *options = NULL;
  RgmWhen read;

  while (*date != NULL && g_strv_contains (fillers, *date))
    date++;
  when = g_strjoinv (" ", date);
  if (!g_str_equal (invocation->command->name, "log") || date == words + 1
      || rgm_when_parse (behind, invocation->zone, invocation->now, RGM_WHEN_HAPPENED, &read, NULL)
      || !rgm_when_parse (when, invocation->zone, invocation->now, RGM_WHEN_HAPPENED, &read, NULL)
      || (handle = find_course (invocation, words[0])) == NULL)
    return FALSE;
  options = cli_typed_options (invocation);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is more than a date; it is typed like this: regimen log %s %s%s"), behind,
               handle, when, options);
  return TRUE;
}

/* Reads the number of a dose at *@at and steps over it: "2", "dose 2", "number 2", "#2", "second".
 * Returns: 0 if there is none. */
static int
take_number (char ***at)
{
  static const char *const before[] = { "dose", "number", "no", "no.", "nr", "nr.", NULL };
  static const char *const ordinals[] = { "first",   "second", "third", "fourth", "fifth", "sixth",
                                          "seventh", "eighth", "ninth", "tenth",  NULL };
  char **word = *at;
  const char *digits;
  int number = 0;

  while (*word != NULL && g_strv_contains (before, *word))
    word++;
  if (*word == NULL)
    return 0;
  for (int i = 0; ordinals[i] != NULL; i++)
    if (g_str_equal (*word, ordinals[i]))
      number = i + 1;
  digits = **word == '#' ? *word + 1 : *word;
  if (number == 0 && (!scan_typed_count (&digits, &number) || *digits != '\0' || number > 999))
    return 0;
  *at = word + 1;
  if (number > 0 && **at != NULL && g_strv_contains (before, **at))
    ++*at;
  return number;
}

/* Whether dose @number of the course @handle is on record, or is the next one. */
static gboolean
is_dose (CliInvocation *invocation, const char *handle, int number)
{
  gboolean open = invocation->store != NULL, is = FALSE;
  RgmSession session;

  if (cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL)) {
    g_autoptr (RgmPatient) patient = NULL;
    int dose;
    g_autoptr (RgmCourse) named
      = cli_session_course (invocation, &session, handle, &patient, &dose, NULL);
    g_autoptr (RgmCourse) course
      = named != NULL ? rgm_store_course (session.store, named->id, RGM_INSTANT_NONE, NULL) : NULL;

    is = course != NULL && number <= (int)course->administrations->len + 1;
  }
  if (!open)
    cli_session_close (invocation);
  return is;
}

/* Whether the number of a dose was typed without a slash before it: "amend xgeva 2 to 1 Sept". */
static gboolean
names_number (CliInvocation *invocation, char **words, const char *behind, GError **error)
{
  static const char *const to[] = { "to", "on", "was", "is", "->", "it", "for", "at", NULL };
  const CliCommand *command = invocation->command;
  g_autofree char *handle = NULL, *when = NULL, *options = NULL;
  char **date = words + 1;
  int number = take_number (&date);
  RgmWhen read;

  if (strstr (command->arguments, "/N") == NULL || number == 0
      || rgm_when_parse (behind, invocation->zone, invocation->now, RGM_WHEN_HAPPENED, &read, NULL))
    return FALSE;
  while (*date != NULL && g_strv_contains (to, *date))
    date++;
  when = g_strjoinv (" ", date);
  if (*when == '\0'
        ? g_ascii_isdigit (*words[1]) || g_str_equal (command->name, "skip")
        : !rgm_when_parse (when, invocation->zone, invocation->now, RGM_WHEN_HAPPENED, &read, NULL))
    return FALSE;
  if ((handle = find_course (invocation, words[0])) == NULL
      || !is_dose (invocation, handle, number))
    return FALSE;
  options = cli_typed_options (invocation);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is not understood as a date; if %d is the number of the dose: regimen %s "
                  "%s/%d%s%s%s"),
               behind, number, command->name, handle, number, *when != '\0' ? " " : "", when,
               options);
  return TRUE;
}

/* ---- commands that show something ---- */

/* Words that people use for the commands that show something. */
static const struct {
  const char *word, *command;
} views[] = {
  { "month", "month" },
  { "months", "month" },
  { "calendar", "month" },
  { "agenda", "agenda" },
  { "doses", "agenda" },
  { "appointments", "agenda" },
  { "appointment", "agenda" },
  { "upcoming", "agenda" },
  { "plan", "agenda" },
  { "schedule", "agenda" },
  { "list", "list" },
  { "courses", "list" },
  { "medicines", "list" },
  { "treatments", "list" },
  { "medications", "list" },
  { "meds", "list" },
  { "history", "history" },
  { "past", "history" },
  { "log", "history" },
  { "contact", "contact" },
  { "contacts", "contact" },
  { "questions", "ask" },
  { "signs", "signs" },
  { "catalog", "catalog" },
  { "sheet", "sheet" },
  { "alerts", "notify --dry-run" },
  { "reminders", "notify --dry-run" },
};

/* The arguments of "regimen" that show the month or the coming days that @text names. Returns:
 * (transfer full) (nullable). */
static char *
view_of_days (const CliInvocation *invocation, const char *text)
{
  RgmDay today = rgm_zone_day (invocation->zone, invocation->now), first, last;

  if (strlen (text) < 3) /* too short for a month or a day; probably the name of something */
    return NULL;
  if (!g_ascii_isdigit (*text) && rgm_when_parse_month (text, today, &first, NULL))
    return g_strdup_printf ("month %s", text);
  return rgm_when_parse_span (text, invocation->zone, invocation->now, 1, &first, &last, NULL)
           ? g_strdup_printf ("agenda %s", text)
           : NULL;
}

/* The arguments of "regimen" that show what @words ask for: "me the month", "december", "next dose
 * of xgeva". Returns: (transfer full) (nullable). */
static char *
view_of (CliInvocation *invocation, char **words)
{
  static const char *const fillers[]
    = { "show", "see",    "view", "display", "look", "open", "give", "what", "what's", "whats",
        "when", "when's", "is",   "are",     "me",   "us",   "the",  "my",   "our",    "his",
        "her",  "a",      "all",  "at",      "of",   "for",  "in",   "on",   "please", NULL };
  static const char *const of[] = { "of", "for", "in", "on", "the", NULL };
  static const char *const dose[] = { "next", "dose", "doses", "of", "for", "my", "the", NULL };
  g_autofree char *text = NULL, *handle = NULL, *days = NULL, *rest = NULL;
  const char *first;
  char **course;

  while (*words != NULL && g_strv_contains (fillers, *words))
    words++;
  first = *words;
  if (first == NULL)
    return NULL;
  text = g_strjoinv (" ", words);
  if (g_str_equal (text, "next"))
    return g_strdup ("agenda");
  for (gsize i = 0; words[1] == NULL && i < G_N_ELEMENTS (views); i++)
    if (g_str_equal (text, views[i].word))
      return g_strdup (views[i].command);
  if ((days = view_of_days (invocation, text)) != NULL)
    return g_steal_pointer (&days);
  for (course = words; *course != NULL && g_strv_contains (dose, *course);)
    course++;
  if (*course != NULL && course[1] == NULL && (handle = find_course (invocation, *course)) != NULL)
    return g_strdup_printf ("show %s", handle);
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++) {
    if (!g_str_equal (first, views[i].word))
      continue;
    for (words++; *words != NULL && g_strv_contains (of, *words);)
      words++;
    rest = g_strjoinv (" ", words);
    return view_of_days (invocation, rest);
  }
  return NULL;
}

gboolean
cli_fail_view_words (CliInvocation *invocation, const char *typed, GError **error)
{
  g_autofree char *folded = text_fold (typed), *view = NULL;
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  if (words[0] == NULL || (view = view_of (invocation, words)) == NULL)
    return FALSE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is not a course or a command; to see it: regimen %s"), typed, view);
  return TRUE;
}

/* Whether "show" was typed with something else to see in place of a course: "show month", "show me
 * december". Returns: whether @error is set. */
static gboolean
shows_no_course (CliInvocation *invocation, const char *typed, char **words, GError **error)
{
  g_autofree char *handle = NULL;

  if (!g_str_equal (invocation->command->name, "show"))
    return FALSE;
  handle = find_course (invocation, words[0]);
  return handle == NULL && cli_fail_view_words (invocation, typed, error);
}

gboolean
cli_fail_spoken_words (CliInvocation *invocation, GError **error)
{
  g_autofree char *typed = cli_words_text (invocation, 0);
  g_auto (GStrv) words = g_strsplit (typed, " ", -1);
  const char *behind = words[0] != NULL && words[1] != NULL ? typed + strlen (words[0]) + 1 : NULL;

  if (invocation->command->word != CLI_WORD_HANDLE || words[0] == NULL)
    return FALSE;
  return (behind != NULL
          && (names_all_doses (invocation, behind, error)
              || names_forgotten (invocation, behind, error)
              || names_last (invocation, words, behind, error)
              || names_fillers (invocation, words, behind, error)
              || names_number (invocation, words, behind, error)))
         || shows_no_course (invocation, typed, words, error)
         || names_undone (invocation, words, error) || names_new_handle (invocation, words, error)
         || names_date (invocation, words, error) || names_course_behind (invocation, words, error);
}
