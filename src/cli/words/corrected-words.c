/* Understands words that give a dose another date: "not 2 Oct but 3 Oct", "27 Oct to 26 Oct", "last
 * yesterday". The wrong date is only used to find the dose; it is not kept as a note. */
#include "cli/words/corrected-words.h"

#include "base/i18n.h"
#include "base/scan.h"
#include "base/text.h"
#include "cli/print/dose-text.h"
#include "cli/words/guess-words.h"
#include "model/course.h"

#include <stdlib.h>
#include <string.h>

/* What the words say. */
typedef struct {
  char *wrong;   /* nullable: the wrong date, which is on record */
  char *right;   /* the right date */
  int which;     /* 1: the words say "first"; -1: they say "last"; 0: neither */
  gboolean bare; /* nothing but the date was typed */
} Corrected;

static void
corrected_clear (Corrected *corrected)
{
  g_free (corrected->wrong);
  g_free (corrected->right);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Corrected, corrected_clear)

/* If the word at *@at is @word, steps over it. Returns: whether it is. */
static gboolean
take (char ***at, const char *word)
{
  if (**at == NULL || g_ascii_strcasecmp (**at, word) != 0)
    return FALSE;
  (*at)++;
  return TRUE;
}

static void
take_any (char ***at, const char *const *words)
{
  while (**at != NULL && g_strv_contains (words, **at))
    (*at)++;
}

/* Steps over the longest date at *@at. Returns: (transfer full) (nullable): that date. */
static char *
take_date (char ***at, RgmInstant now)
{
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  guint n = rgm_when_count_words (*at, g_strv_length (*at), FALSE, utc, now, RGM_WHEN_HAPPENED);
  g_autoptr (GString) date = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (date, i > 0 ? " %s" : "%s", *(*at)++);
  g_strdelimit (date->str, ",", ' ');
  return n > 0 ? g_strdup (g_strchomp (date->str)) : NULL;
}

/* Reads the words between two dates, which say which of the two is right. @first_is_wrong: whether
 * a "not" was before the first date. @second_is_right: (out). Returns: FALSE if the words do not
 * connect two dates. */
static gboolean
take_between (char ***at, gboolean first_is_wrong, gboolean *second_is_right)
{
  static const char *const arrows[] = { "to", "->", "=>", "\u2192", "into", NULL };
  static const char *const really[]
    = { "was",      "is", "should", "must", "be",   "have",    "been",
        "actually", "on", "really", "in",   "fact", "correct", NULL };

  *second_is_right = TRUE;
  if (first_is_wrong)
    return take (at, "but") || (**at != NULL && !g_strv_contains (arrows, **at));
  if (**at != NULL && g_strv_contains (really, **at)) {
    take_any (at, really);
    return TRUE;
  }
  if (**at != NULL && g_strv_contains (arrows, **at)) {
    (*at)++;
    return TRUE;
  }
  *second_is_right = FALSE;
  return take (at, "not") || (take (at, "instead") && take (at, "of"));
}

/* Reads two dates with nothing between them ("5 Nov 4 Nov"), of which the second one is right. */
static gboolean
read_two_dates (char **words, RgmInstant now, Corrected *corrected)
{
  const RgmZone *utc = rgm_zone_get ("UTC", NULL);
  guint count = g_strv_length (words);
  RgmWhen when;

  for (guint i = 1; i < count; i++) {
    g_autofree char *first = NULL, *second = g_strjoinv (" ", words + i);
    char *cut = words[i];

    words[i] = NULL;
    first = g_strjoinv (" ", words);
    words[i] = cut;
    if (!rgm_when_parse (first, utc, now, RGM_WHEN_HAPPENED, &when, NULL)
        || !rgm_when_parse (second, utc, now, RGM_WHEN_HAPPENED, &when, NULL)
        || !rgm_when_parse (second, utc, now, RGM_WHEN_PLANNED, &when, NULL)
        || when.instant != RGM_INSTANT_NONE)
      continue;
    corrected->wrong = g_steal_pointer (&first);
    corrected->right = g_steal_pointer (&second);
    return TRUE;
  }
  return FALSE;
}

/* Reads "not 2 Oct but 3 Oct", "3 Oct not 2 Oct", "from 2 Oct to 3 Oct", "last to 3 Oct", "it was 3
 * Oct". Returns: FALSE if the words are anything else. */
static gboolean
read_corrected (char **words, RgmInstant now, Corrected *corrected)
{
  static const char *const fillers[]
    = { "it",   "was",  "is", "really", "actually", "given", "the",   "should",  "be", "on",
        "date", "dose", "to", "wrong",  "day",      "time",  "right", "correct", NULL };
  static const char *const last[]
    = { "one",     "dose",  "injection", "infusion", "session",  "tablet",
        "tablets", "visit", "treatment", "time",     "to",       "was",
        "were",    "is",    "on",        "really",   "actually", NULL };
  gboolean not_first, from, second_is_right;
  char **at = words, **begin;
  g_autofree char *first = NULL, *second = NULL;

  take_any (&at, fillers);
  if (read_two_dates (at, now, corrected))
    return TRUE;
  begin = at;
  first = take_date (&at, now);
  if (first == NULL && (take (&at, "last") || take (&at, "first"))) {
    corrected->which = g_ascii_strcasecmp (*begin, "first") == 0 ? 1 : -1;
    take_any (&at, last);
    first = take_date (&at, now);
  }
  not_first = first == NULL && take (&at, "not");
  from = first == NULL && !not_first && take (&at, "from");
  if (not_first || from)
    take (&at, "on");
  if (first == NULL)
    first = take_date (&at, now);
  corrected->bare
    = at - words == (gssize)g_strv_length (words) && begin == words && corrected->which == 0;
  if (first == NULL || (*at == NULL && (not_first || from)))
    return FALSE;
  if (*at == NULL) {
    corrected->right = g_steal_pointer (&first);
    return TRUE;
  }
  if (!take_between (&at, not_first, &second_is_right))
    return FALSE;
  take (&at, "on");
  second = take_date (&at, now);
  if (second == NULL || *at != NULL)
    return FALSE;
  corrected->wrong = g_strdup (second_is_right ? first : second);
  corrected->right = g_strdup (second_is_right ? second : first);
  return TRUE;
}

/* The dose that is meant. */
typedef struct {
  RgmCourse *course;
  const RgmZone *zone;
  int number;                    /* 0 if no number was typed */
  const RgmAdministration *done; /* nullable: the record of that dose */
} Meant;

static void
meant_clear (Meant *meant)
{
  g_clear_pointer (&meant->course, rgm_course_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Meant, meant_clear)

/* Finds the course that was typed, with its whole history, and the number of the dose after it. */
static gboolean
find_course (CliInvocation *invocation, Meant *meant)
{
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmCourse) course = NULL;
  RgmSession session;

  if (!cli_database_exists (invocation)
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL)
      || (course = cli_session_course (invocation, &session, invocation->words->pdata[0], &patient,
                                       &meant->number, NULL))
           == NULL
      || (meant->zone = rgm_patient_zone (patient, NULL)) == NULL)
    return FALSE;
  meant->course = rgm_store_course (session.store, course->id, RGM_INSTANT_NONE, NULL);
  return meant->course != NULL;
}

/* The record of the dose that is meant: the one with the typed number; else the one of the day
 * @wrong; else the first or last one, as @which says; else the one nearest to @day. */
static const RgmAdministration *
find_done (const Meant *meant, RgmDay wrong, int which, RgmDay day)
{
  const GPtrArray *all = meant->course->administrations;
  const RgmAdministration *found = NULL;

  for (guint i = 0; i < all->len; i++) {
    const RgmAdministration *each = all->pdata[i];
    RgmDay its = administration_day (each, meant->zone);
    gboolean better
      = meant->number != 0    ? each->dose == meant->number
        : wrong != RGM_NO_DAY ? its == wrong
        : which != 0
          ? found == NULL || (which < 0) == (each->at > found->at)
          : found == NULL || abs (its - day) < abs (administration_day (found, meant->zone) - day);
    if (better)
      found = each;
  }
  return found;
}

/* Parses @text as a past or a planned date, as @use says. @timed: (out) (nullable): whether it has
 * a time of day. Returns: its day; RGM_NO_DAY if @text is not a date. */
static RgmDay
read_day (const Meant *meant, const char *text, RgmInstant now, RgmWhenUse use, gboolean *timed)
{
  RgmWhen when;

  if (text == NULL || !rgm_when_parse (text, meant->zone, now, use, &when, NULL))
    return RGM_NO_DAY;
  if (timed != NULL)
    *timed = rgm_local_has_time (when.local);
  return when.local.day;
}

/* Fails because the date that was typed is the one on record ("wrong xgeva 27 Oct"), so the right
 * date is missing. */
static void
fail_right_missing (const Meant *meant, GError **error)
{
  const char *handle = meant->course->handle;
  g_autofree char *when = rgm_administration_when (meant->done, meant->zone);

  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("%s/%d is on record for %s; to correct that, type the right day, for example: regimen amend "
       "%s/%d yesterday; if it was not given at all: regimen amend %s/%d --skipped --reason WHY"),
    handle, meant->done->dose, when, handle, meant->done->dose, handle, meant->done->dose);
}

/* Fails and names the command that corrects the date of a dose on record. */
static void
fail_amend (CliInvocation *invocation, const Meant *meant, const char *right, GError **error)
{
  const RgmCourse *course = meant->course;
  g_autofree char *when = rgm_administration_when (meant->done, meant->zone);
  /* a date that was typed with --at is one of the two dates, so the options are not repeated */
  g_autofree char *options
    = cli_was_typed (invocation, "at") ? g_strdup ("") : cli_typed_options (invocation);
  gboolean timed = FALSE;

  if (read_day (meant, right, invocation->now, RGM_WHEN_HAPPENED, &timed)
        == administration_day (meant->done, meant->zone)
      && !timed) {
    fail_right_missing (meant, error);
    return;
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s/%d is on record for %s; to correct that to \"%s\": regimen amend %s/%d %s%s"),
               course->handle, meant->done->dose, when, right, course->handle, meant->done->dose,
               right, options);
}

/* Handles "amend xgeva 27 Oct to 26 Oct". Returns: whether @error is set. */
static gboolean
fail_amended (CliInvocation *invocation, Meant *meant, const Corrected *corrected, GError **error)
{
  RgmInstant now = invocation->now;
  RgmDay wrong = read_day (meant, corrected->wrong, now, RGM_WHEN_HAPPENED, NULL);
  RgmDay right = read_day (meant, corrected->right, now, RGM_WHEN_HAPPENED, NULL);
  const RgmAdministration *named;

  if (right == RGM_NO_DAY || (corrected->wrong != NULL && wrong == RGM_NO_DAY))
    return FALSE;
  named = find_done (meant, wrong, corrected->which, right);
  if (named != NULL && wrong != RGM_NO_DAY && administration_day (named, meant->zone) != wrong)
    named = NULL; /* the number and the date are those of different doses */
  if (named == NULL && wrong != RGM_NO_DAY) {
    g_autofree char *day = rgm_day_describe (wrong);

    if (meant->number != 0)
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("%s/%d is not on record for %s; \"regimen history %s\" shows the dates"),
                   meant->course->handle, meant->number, day, meant->course->handle);
    else
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("no dose of %s is on record for %s; \"regimen history %s\" shows the dates"),
                   meant->course->handle, day, meant->course->handle);
    return TRUE;
  }
  if (named == NULL)
    return FALSE;
  meant->done = named;
  fail_amend (invocation, meant, corrected->right, error);
  return TRUE;
}

/* Whether a single dose of @course can get another day. Tablets at fixed times or as needed
 * cannot. */
static gboolean
moves_with_day (const RgmCourse *course)
{
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;

  return kind != RGM_SCHEDULE_TIMES && kind != RGM_SCHEDULE_AS_NEEDED;
}

/* For "change zometa/3 to friday": "change" alters the whole plan, so this fails, and names the
 * command for a single dose. Returns: whether @error is set. */
static gboolean
fail_changed (CliInvocation *invocation, Meant *meant, const Corrected *corrected, GError **error)
{
  const char *handle = meant->course->handle, *right = corrected->right;
  RgmInstant now = invocation->now;
  RgmDay today = rgm_zone_day (meant->zone, now), wrong, day;
  gboolean timed = FALSE;
  g_autofree char *dose = NULL;

  wrong = read_day (meant, corrected->wrong, now, RGM_WHEN_HAPPENED, NULL);
  day = read_day (meant, right, now, RGM_WHEN_PLANNED, &timed);
  if (day == RGM_NO_DAY)
    return FALSE;
  if (meant->number != 0 || wrong != RGM_NO_DAY || corrected->which != 0 || day < today)
    meant->done = find_done (meant, wrong, corrected->which, day);
  if (meant->done != NULL && day <= today) {
    fail_amend (invocation, meant, right, error);
    return TRUE;
  }
  dose = meant->number != 0 ? g_strdup_printf ("%s/%d", handle, meant->number) : g_strdup (handle);
  if (day < today)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("change is about the plan of %s; if a dose was given on \"%s\": regimen log %s "
                    "%s"),
                 handle, right, dose, right);
  else if (corrected->bare && meant->number == 0)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      timed ? _ ("change is about the plan of %s; if only the next dose is on \"%s\": regimen book "
                 "%s %s; if all later ones move with it: regimen change %s --first \"%s\"")
            : _ ("change is about the plan of %s; if only the next dose is on \"%s\": regimen move "
                 "%s %s; if all later ones move with it: regimen change %s --first \"%s\""),
      handle, right, dose, right, handle, right);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 timed ? _ ("change is about the plan of %s; for one dose on \"%s\": regimen book "
                            "%s %s")
                       : _ ("change is about the plan of %s; for one dose on \"%s\": regimen move "
                            "%s %s"),
                 handle, right, dose, right);
  return TRUE;
}

/* The words of @typed, without a comma before "but" or "not". Returns: (transfer full). */
static char **
split_corrected (const char *typed)
{
  g_autofree char *plain = text_plain_blanks (typed);
  g_autoptr (GString) text = g_string_new (plain);

  g_string_replace (text, ", but ", " but ", 0);
  g_string_replace (text, ", not ", " not ", 0);
  return g_strsplit (g_strstrip (text->str), " ", -1);
}

/* Whether the command is "amend" and @typed, the text after the course, is one of @words. If so,
 * sets @meant to the course and its last dose on record; FALSE if it has no dose on record. */
static gboolean
amends_last (CliInvocation *invocation, const char *typed, const char *const *words, Meant *meant)
{
  g_autofree char *folded = text_fold (typed);

  if (!g_str_equal (invocation->command->name, "amend") || !g_strv_contains (words, folded)
      || !find_course (invocation, meant))
    return FALSE;
  meant->done = find_done (meant, RGM_NO_DAY, -1, RGM_NO_DAY);
  return meant->done != NULL;
}

/* Handles "amend xgeva wrong day", which does not say what is right. Returns: whether @error is
 * set. */
static gboolean
fail_wrong (CliInvocation *invocation, const char *typed, GError **error)
{
  static const char *const wrong[] = { "date",
                                       "date is wrong",
                                       "date was wrong",
                                       "date wrong",
                                       "day",
                                       "day is wrong",
                                       "day was wrong",
                                       "day wrong",
                                       "mistake",
                                       "the date",
                                       "the date is wrong",
                                       "the day is wrong",
                                       "the day",
                                       "the time",
                                       "the wrong date",
                                       "time",
                                       "the wrong day",
                                       "was a mistake",
                                       "wrong",
                                       "wrong date",
                                       "wrong day",
                                       "wrong time",
                                       "the wrong time",
                                       "time is wrong",
                                       "time was wrong",
                                       "time wrong",
                                       NULL };
  g_autofree char *options = cli_typed_options (invocation);
  g_auto (Meant) meant = { 0 };

  if (!amends_last (invocation, typed, wrong, &meant))
    return FALSE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" does not say what is right; it is typed with the right day, for example: "
                  "regimen amend %s/%d yesterday%s"),
               typed, meant.course->handle, meant.done->dose, options);
  return TRUE;
}

/* Handles "amend xgeva last": says which dose is the last one on record. Returns: whether @error is
 * set. */
static gboolean
fail_last (CliInvocation *invocation, const char *typed, GError **error)
{
  static const char *const words[]
    = { "last",         "last one",      "last dose", "the last",       "latest",        "previous",
        "the last one", "the last dose", "last time", "last injection", "last infusion", NULL };
  g_autofree char *when = NULL, *options = cli_typed_options (invocation);
  g_auto (Meant) meant = { 0 };

  if (!amends_last (invocation, typed, words, &meant) || meant.number != 0)
    return FALSE;
  when = rgm_administration_when (meant.done, meant.zone);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               *options != '\0'
                 ? _ ("the last dose of %s on record is that of %s; it is typed like this: regimen "
                      "amend %s/%d%s")
                 : _ ("the last dose of %s on record is that of %s; to correct its date, for "
                      "example: regimen amend %s/%d yesterday%s"),
               meant.course->handle, when, meant.course->handle, meant.done->dose, options);
  return TRUE;
}

/* Handles "move xgeva 29 Oct to 28 Oct": suggests the command that corrects the dose on record for
 * the first day; if there is no such dose, the one that moves the next dose to the second day.
 * Returns: whether @error is set. */
static gboolean
fail_moved (CliInvocation *invocation, Meant *meant, const Corrected *corrected, GError **error)
{
  RgmDay wrong = read_day (meant, corrected->wrong, invocation->now, RGM_WHEN_HAPPENED, NULL);
  const RgmAdministration *done = find_done (meant, wrong, 0, wrong);

  if (corrected->wrong == NULL)
    return FALSE;
  if (done != NULL && wrong != RGM_NO_DAY && administration_day (done, meant->zone) == wrong)
    return fail_amended (invocation, meant, corrected, error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("move takes only the new day: regimen move %s %s"),
               (char *)invocation->words->pdata[0], corrected->right);
  return TRUE;
}

/* Handles "log xgeva last yesterday": log is about a dose that is not on record yet. Returns:
 * whether @error is set. */
static gboolean
fail_logged (Meant *meant, const Corrected *corrected, GError **error)
{
  const char *handle = meant->course->handle;
  g_autofree char *when = NULL;

  meant->done = find_done (meant, RGM_NO_DAY, -1, RGM_NO_DAY);
  if (corrected->which >= 0 || meant->done == NULL)
    return FALSE;
  when = rgm_administration_when (meant->done, meant->zone);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("log is about a dose that is not on record yet: regimen log %s %s; if the last one on "
       "record, that of %s, has a wrong date: regimen amend %s/%d %s"),
    handle, corrected->right, when, handle, meant->done->dose, corrected->right);
  return TRUE;
}

/* Replaces each word like "9/1" in @words with a full date in the last twelve months. @month_first:
 * whether the month comes first. Returns: (transfer full) (nullable): NULL if there is no such
 * word, or if one is not a valid day in that order. */
static char **
read_in_order (char **words, gboolean month_first, RgmDay today)
{
  g_autoptr (GStrvBuilder) read = g_strv_builder_new ();
  gboolean any = FALSE;
  int year;

  rgm_day_split (today, &year, NULL, NULL);
  for (; *words != NULL; words++) {
    const char *at = *words;
    g_autofree char *text = NULL;
    int first, second;
    RgmDay day;

    if (!scan_number (&at, 1, 2, &first) || !scan_char (&at, '/')
        || !scan_number (&at, 1, 2, &second) || *at != '\0') {
      g_strv_builder_add (read, *words);
      continue;
    }
    any = TRUE;
    day = rgm_day_new (year, month_first ? first : second, month_first ? second : first);
    if (day > today)
      day = rgm_day_new (year - 1, month_first ? first : second, month_first ? second : first);
    if (day == RGM_NO_DAY)
      return NULL;
    text = rgm_day_format (day);
    g_strv_builder_add (read, text);
  }
  return any ? g_strv_builder_end (read) : NULL;
}

/* Handles "amend xgeva 9/1 was really 9/2": finds out from the doses on record which of the numbers
 * is the month. Returns: whether @error is set. */
static gboolean
fail_either_order (CliInvocation *invocation, char **words, GError **error)
{
  RgmDay today = rgm_zone_day (invocation->zone, invocation->now);
  g_auto (Meant) meant = { 0 };
  g_auto (Corrected) found = { 0 };
  int count = 0;

  if (!find_course (invocation, &meant))
    return FALSE;
  for (int month_first = 0; month_first < 2; month_first++) {
    g_auto (GStrv) read = read_in_order (words, month_first, today);
    g_auto (Corrected) corrected = { 0 };
    RgmDay wrong;

    if (read == NULL || !read_corrected (read, invocation->now, &corrected)
        || corrected.wrong == NULL
        || (wrong = read_day (&meant, corrected.wrong, invocation->now, RGM_WHEN_HAPPENED, NULL))
             == RGM_NO_DAY
        || find_done (&meant, wrong, 0, RGM_NO_DAY) == NULL)
      continue;
    count++;
    corrected_clear (&found);
    found = corrected;
    corrected = (Corrected){ 0 };
  }
  return count == 1 && fail_amended (invocation, &meant, &found, error);
}

gboolean
cli_fail_corrected_words (CliInvocation *invocation, const char *typed, GError **error)
{
  const char *command = invocation->command->name;
  gboolean amends = g_str_equal (command, "amend"), logs = g_str_equal (command, "log");
  gboolean moves = g_str_equal (command, "move");
  g_auto (GStrv) words = split_corrected (typed);
  g_auto (Corrected) corrected = { 0 };
  g_auto (Meant) meant = { 0 };

  if (fail_wrong (invocation, typed, error) || fail_last (invocation, typed, error)
      || (amends && fail_either_order (invocation, words, error)))
    return TRUE;
  if ((!amends && !logs && !moves && !g_str_equal (command, "change"))
      || !read_corrected (words, invocation->now, &corrected) || !find_course (invocation, &meant)
      || (corrected.bare && (amends || logs || moves || !moves_with_day (meant.course))))
    return FALSE;
  if (moves)
    return fail_moved (invocation, &meant, &corrected, error);
  return amends ? fail_amended (invocation, &meant, &corrected, error)
         : logs ? fail_logged (&meant, &corrected, error)
                : fail_changed (invocation, &meant, &corrected, error);
}
