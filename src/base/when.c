/* when.c: reads the dates, times and lengths of time that the user types. */
#include "base/civil.h"
#include "base/compare.h"
#include "base/day-part.h"
#include "base/i18n.h"
#include "base/reword.h"
#include "base/scan.h"
#include "base/text.h"

#include <regimen/describe.h>
#include <regimen/when.h>
#include <string.h>

/* ---- words ---- */

static void
skip_blanks (const char **at)
{
  while (**at == ' ')
    (*at)++;
}

/* Takes the word @word, in either letter case, and the blanks after it, if no further letter or
 * digit follows it. */
static gboolean
take_word (const char **at, const char *word)
{
  gsize length = strlen (word);

  if (g_ascii_strncasecmp (*at, word, length) != 0 || g_ascii_isalnum ((*at)[length]))
    return FALSE;
  *at += length;
  skip_blanks (at);
  return TRUE;
}

/* Takes the abbreviation @word, and the full stop after it if there is one. */
static gboolean
take_short (const char **at, const char *word)
{
  if (!take_word (at, word))
    return FALSE;
  if ((*at)[-1] != ' ' && scan_char (at, '.'))
    skip_blanks (at);
  return TRUE;
}

/* Takes one of @names, which may be shortened to its first three letters. Returns: its number from
 * 1 on; 0 if there is none. */
static int
take_name (const char **at, const char *const *names, int count)
{
  for (int i = 0; i < count; i++) {
    g_autofree char *abbreviation = g_strndup (names[i], 3);

    if (take_word (at, names[i]) || take_short (at, abbreviation))
      return i + 1;
  }
  return 0;
}

/* Takes a weekday, in full or shortened in one of the usual ways. Returns: 1 (Monday) to 7
 * (Sunday); 0 if there is none. */
static int
take_weekday (const char **at)
{
  static const char *const names[]
    = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
  static const struct {
    const char *word;
    int weekday;
  } shorts[] = { { "tues", 2 }, { "weds", 3 }, { "thur", 4 }, { "thurs", 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (shorts); i++)
    if (take_short (at, shorts[i].word))
      return shorts[i].weekday;
  return take_name (at, names, G_N_ELEMENTS (names));
}

static int
take_month (const char **at)
{
  static const char *const names[]
    = { "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december" };

  return take_short (at, "sept") ? 9 : take_name (at, names, G_N_ELEMENTS (names));
}

gboolean
scan_typed_count (const char **at, int *count)
{
  static const char *const numbers[]
    = { "one",     "two",     "three",     "four",     "five",     "six",      "seven",
        "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty" };

  *count = 0;
  if (take_word (at, "a") || take_word (at, "an"))
    *count = 1;
  for (gsize i = 0; *count == 0 && i < G_N_ELEMENTS (numbers); i++)
    if (take_word (at, numbers[i]))
      *count = (int)i + 1;
  if (*count == 0 && take_word (at, "thirty"))
    *count = 30;
  if (*count == 0 && !scan_number (at, 1, 4, count))
    return FALSE;
  skip_blanks (at);
  return TRUE;
}

char
scan_typed_unit (const char **at)
{
  static const struct {
    const char *word;
    char unit;
  } units[] = { { "h", 'h' },     { "hour", 'h' }, { "hours", 'h' }, { "d", 'd' },
                { "day", 'd' },   { "days", 'd' }, { "w", 'w' },     { "week", 'w' },
                { "weeks", 'w' }, { "m", 'm' },    { "month", 'm' }, { "months", 'm' } };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (take_word (at, units[i].word))
      return units[i].unit;
  return '\0';
}

/* A part of the day, and the hours that people name with it on a 12-hour and on a 24-hour clock.
 * The night ends at midnight here: it is not clear to which of two days "2 at night" belongs, so it
 * is not accepted. */
typedef struct {
  const char *word;
  RgmDayPart part;
  int first, last; /* on a 12-hour clock */
  int later;       /* hours to add to those, for the 24-hour clock */
  int first24, last24;
} DayPart;

static const DayPart day_parts[] = { { "morning", RGM_PART_MORNING, 1, 11, 0, 1, 11 },
                                     { "afternoon", RGM_PART_AFTERNOON, 1, 6, 12, 12, 18 },
                                     { "evening", RGM_PART_EVENING, 4, 11, 12, 16, 23 },
                                     { "night", RGM_PART_NIGHT, 8, 11, 12, 20, 23 } };
/* "tonight" and "last night" can mean the evening, too. */
static const DayPart this_night = { "night", RGM_PART_NIGHT, 4, 11, 12, 16, 23 };

/* Takes a part of the day if *@at begins with one: "morning", "in the morning" or "at night".
 * Returns: (nullable). */
static const DayPart *
take_part (const char **at)
{
  const char *start = *at;

  if (!take_word (at, "at") && take_word (at, "in") && !take_word (at, "the"))
    *at = start;
  for (gsize i = 0; i < G_N_ELEMENTS (day_parts); i++)
    if (take_word (at, day_parts[i].word))
      return &day_parts[i];
  *at = start;
  return NULL;
}

/* Converts @hour, as it was typed, to a 24-hour clock. Returns: FALSE if it is not in @part. */
static gboolean
find_hour (const DayPart *part, int *hour)
{
  if (*hour >= part->first && *hour <= part->last)
    *hour += part->later;
  else if (*hour < part->first24 || *hour > part->last24)
    return FALSE;
  return TRUE;
}

/* Takes "half past", "quarter past" or "a quarter to". "half 9" is not accepted, because it is 8:30
 * to some people and 9:30 to others.
 * Returns: the minutes to add to the hour that follows, negative after "to"; 0 if there are no such
 * words. */
static int
take_quarters (const char **at)
{
  const char *start = *at;
  int minutes = take_word (at, "half") ? 30 : 0;

  if (minutes == 0) {
    take_word (at, "a");
    minutes = take_word (at, "quarter") ? 15 : 0;
  }
  if (minutes != 0 && take_word (at, "past"))
    return minutes;
  if (minutes == 15 && take_word (at, "to"))
    return -minutes;
  *at = start;
  return 0;
}

/* Reads an hour: "9", "09" or "nine". */
static gboolean
scan_hour (const char **at, int *hour)
{
  static const char *const words[] = { "one",   "two",   "three", "four", "five",   "six",
                                       "seven", "eight", "nine",  "ten",  "eleven", "twelve" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if (g_ascii_strncasecmp (*at, words[i], length) == 0 && !g_ascii_isalnum ((*at)[length])) {
      *at += length;
      *hour = (int)i + 1;
      return TRUE;
    }
  }
  return scan_number (at, 1, 2, hour);
}

/* Reads a time of day. @part: (nullable): the part of the day that was named before it. @after_day:
 * whether a day stands before it, so that "10.30" can only be a time. @after_at: whether "at"
 * stands before it, so that "10" is a time. */
static gboolean
scan_clock (const char **at, const DayPart *part, gboolean after_day, gboolean after_at,
            gint32 *second)
{
  static const char *const hours[] = { "o'clock", "o\u2019clock", "oclock", "uhr", "h" };
  enum { WITH_MINUTES = 3 }; /* the words from this index on may also follow minutes: "10.30 Uhr" */
  int hour, minute = 0, shift = take_quarters (at);
  gboolean dotted, has_minute, am, pm, on_hour = FALSE;
  const DayPart *named;

  if (shift == 0 && take_word (at, "noon")) {
    *second = 12 * 3600;
    return part == NULL || part->first24 == 12;
  }
  if (!scan_hour (at, &hour) || (shift != 0 && **at == ':'))
    return FALSE;
  dotted = **at == '.' && g_ascii_isdigit ((*at)[1]);
  has_minute = **at == ':' || dotted;
  if (has_minute && (++*at, !scan_number (at, 2, 2, &minute)))
    return FALSE;
  if (has_minute && g_ascii_isdigit (**at))
    return FALSE;
  const char *mark = *at;
  skip_blanks (&mark);
  /* without a day, "10h" may be a length of time, so "h" is not accepted then */
  for (gsize i = 0; !on_hour && i < G_N_ELEMENTS (hours) - (after_day ? 0 : 1); i++)
    on_hour = (!has_minute || i >= WITH_MINUTES) && take_word (&mark, hours[i]);
  am = take_word (&mark, "am") || take_word (&mark, "a.m.") || take_word (&mark, "a.m");
  pm = !am && (take_word (&mark, "pm") || take_word (&mark, "p.m.") || take_word (&mark, "p.m"));
  /* without a day before it, "8.15" is itself a day, but "8.15 pm" is a time */
  if (dotted && !after_day && !am && !pm)
    return FALSE;
  named = take_part (&mark);
  if (named != NULL && part != NULL)
    return FALSE;
  if (named != NULL)
    part = named;
  if (on_hour || am || pm || named != NULL || (shift != 0 && (*mark == '\0' || *mark == ',')))
    *at = mark;
  else if (!(has_minute || after_at || part != NULL) || g_ascii_isalnum (**at) || **at == ':'
           || **at == '+' || **at == '-' || **at == '.')
    return FALSE;
  if ((am || pm) && (hour < 1 || hour > 12))
    return FALSE;
  if (am || pm)
    hour = hour % 12 + (pm ? 12 : 0);
  if (part != NULL
      && !(am || pm ? hour >= part->first24 && hour <= part->last24 : find_hour (part, &hour)))
    return FALSE;
  skip_blanks (at);
  *second = hour * 3600 + (minute + shift) * 60;
  return hour < 24 && minute < 60 && *second >= 0;
}

gboolean
scan_typed_time (const char **at, gint32 *second)
{
  return scan_clock (at, NULL, FALSE, FALSE, second);
}

/* ---- days ---- */

enum { LEAP_YEAR = 2024 };

/* A text that is being read, and what its meaning depends on. */
typedef struct {
  const char *at;
  RgmDay today;
  gint32 now; /* the time of today, in seconds of the day */
  RgmWhenUse use;
  const DayPart *part; /* the part of the day that was named, "this morning" */
  gboolean says_at;    /* the text begins with "at", so that a number may be an hour */
  gboolean counted;    /* TRUE while the "friday" of "a week from friday" is read */
  char *problem;       /* (nullable): for the user: why the text is not understood */
  gboolean loose;      /* in spite of @problem, a longer text that begins like this may be right */
} Reader;

/* The coming (@coming) or the last day that is the weekday @weekday; never @today itself. */
static RgmDay
near_weekday (RgmDay today, int weekday, gboolean coming)
{
  int ahead = (weekday - rgm_day_weekday (today) + 6) % 7 + 1;

  return today + (coming ? ahead : ahead % 7 - 7);
}

/* A date without a year that lies at most this many days on the wrong side of today still means
 * that day: a user who types last week's date does not plan for next year. */
#define MISTAKEN_DAYS 60

/* The day that a date without a year means: the coming one if something is planned, the last one if
 * it has happened, unless it is at most MISTAKEN_DAYS on the other side of today. Today counts as
 * both. The coming 29 February may be years away. */
static RgmDay
near_date (const Reader *reader, int month, int mday)
{
  int year, step = reader->use == RGM_WHEN_HAPPENED ? -1 : 1;

  rgm_day_split (reader->today, &year, NULL, NULL);
  for (int n = -1; n <= 9; n++) {
    RgmDay day = rgm_day_new (year + n * step, month, mday);

    if (day != RGM_NO_DAY && (day - reader->today) * step >= -MISTAKEN_DAYS)
      return day;
  }
  return RGM_NO_DAY;
}

/* The day that "the 5th" means: the coming one if something is planned, the last one if it has
 * happened. Today counts as both. More than one month is tried, because not every month has a
 * 31st. */
static RgmDay
near_month_day (const Reader *reader, int mday)
{
  int year, month, step = reader->use == RGM_WHEN_HAPPENED ? -1 : 1;

  rgm_day_split (reader->today, &year, &month, NULL);
  for (int n = 0; n <= 2; n++) {
    int months = year * 12 + month - 1 + n * step;
    RgmDay day = rgm_day_new (months / 12, months % 12 + 1, mday);

    if (day != RGM_NO_DAY && (day - reader->today) * step >= 0)
      return day;
  }
  return RGM_NO_DAY;
}

/* Sets @day to the given date. Returns: FALSE if there is no such date; if only the day of the
 * month is too large, the problem says how many days that month has. */
static gboolean
find_day (Reader *reader, int year, int month, int mday, RgmDay *day)
{
  int days = mday;

  *day = rgm_day_new (year, month, mday);
  if (*day != RGM_NO_DAY)
    return TRUE;
  while (days > 0 && rgm_day_new (year, month, days) == RGM_NO_DAY)
    days--;
  if (days > 0 && reader->problem == NULL)
    reader->problem = g_strdup_printf (_ ("that month has only %d days"), days);
  return FALSE;
}

/* Takes the rest of a date after its day and its month: "2026", ", 2026" or nothing. */
static gboolean
take_year (Reader *reader, int month, int mday, RgmDay *day)
{
  const char *at = reader->at;
  int year;

  scan_char (&at, ',');
  skip_blanks (&at);
  if (scan_number (&at, 4, 4, &year) && *at != ':') {
    reader->at = at;
    return find_day (reader, year, month, mday, day);
  }
  *day = near_date (reader, month, mday);
  return *day != RGM_NO_DAY || find_day (reader, LEAP_YEAR, month, mday, day);
}

/* @date with the time that the user typed after it, if there is one, so that a message can suggest
 * a text that is complete.
 * Returns: (transfer full). */
static char *
add_typed_time (const Reader *reader, const char *date)
{
  const char *at = reader->at;
  gboolean says_at;
  gint32 second;

  scan_char (&at, ',');
  skip_blanks (&at);
  says_at = take_word (&at, "at");
  return scan_clock (&at, NULL, TRUE, says_at, &second) && *at == '\0'
           ? g_strdup_printf ("%s %02d:%02d", date, second / 3600, second / 60 % 60)
           : g_strdup (date);
}

/* The day that "9/1" means in one of its two readings. MISTAKEN_DAYS does not apply to something
 * that has happened: a day in the future becomes the same date a year earlier, because the other
 * reading is more likely. */
static RgmDay
either_date (const Reader *reader, int month, int mday)
{
  RgmDay day = near_date (reader, month, mday);
  int year;

  if (reader->use != RGM_WHEN_HAPPENED || day == RGM_NO_DAY || day <= reader->today)
    return day;
  rgm_day_split (day, &year, NULL, NULL);
  return rgm_day_new (year - 1, month, mday);
}

/* Takes the rest of "12/24", "24/12/2026" or "24-12-2026" after its first two numbers. "12/3/2026"
 * is refused, because it is the third of December to some people and the twelfth of March to
 * others; so is "12-3-2026". "12-3-26" is not taken as a date, because any of its numbers may be
 * the year. */
static gboolean
take_either_order (Reader *reader, int first, int second, char separator, RgmDay *day)
{
  int year = 0;
  gboolean has_year = scan_char (&reader->at, separator);
  const char *digits = reader->at;
  RgmDay day_first, month_first;

  if ((has_year ? !scan_number (&reader->at, 2, 4, &year) : separator == '-')
      || (has_year && reader->at - digits != 4 && (separator == '-' || reader->at - digits != 2))
      || g_ascii_isdigit (*reader->at))
    return FALSE;
  year += has_year && year < 100 ? 2000 : 0;
  day_first = has_year ? rgm_day_new (year, second, first) : either_date (reader, second, first);
  month_first = has_year ? rgm_day_new (year, first, second) : either_date (reader, first, second);
  if (day_first != RGM_NO_DAY && month_first != RGM_NO_DAY && day_first != month_first) {
    g_autofree char *one = rgm_day_format (month_first), *other = rgm_day_format (day_first);
    g_autofree char *first_way = add_typed_time (reader, one);
    g_autofree char *second_way = add_typed_time (reader, other);

    reader->problem = g_strdup_printf (_ ("it may mean %s or %s: type the one that is meant"),
                                       first_way, second_way);
    return FALSE;
  }
  *day = day_first != RGM_NO_DAY ? day_first : month_first;
  if (*day != RGM_NO_DAY)
    return TRUE;
  if (second > 12)
    return find_day (reader, has_year ? year : LEAP_YEAR, first, second, day);
  return find_day (reader, has_year ? year : LEAP_YEAR, second, first, day);
}

/* Takes the rest of "24.12", without a full stop at its end, after both numbers. It is a date if
 * something follows it, or if its first number is too large for an hour. Otherwise it is refused,
 * because "10.12" may also be a time. */
static gboolean
take_day_and_month (Reader *reader, int first, int second, RgmDay *day)
{
  if (second < 1 || second > 12 || first < 1
      || (*reader->at != '\0' && *reader->at != ' ' && *reader->at != ','))
    return FALSE;
  if (*reader->at != '\0' || first >= 24)
    return take_year (reader, second, first, day);
  reader->problem = g_strdup_printf (_ ("a day is typed like %d.%d. and a time like %02d:%02d"),
                                     first, second, first, second);
  reader->loose = TRUE;
  return FALSE;
}

/* Takes a date that begins with a number: "2026-12-01", "2026/12/1", "1.12.2026", "1.12.26",
 * "1.12.", "24.12", "24/12", "1 Dec", "1st December 2026", "1st". */
static gboolean
take_date_by_number (Reader *reader, RgmDay *day)
{
  static const char *const endings[] = { "st", "nd", "rd", "th" };
  const char *start = reader->at;
  gboolean counts = FALSE; /* "1st" */
  int first, second, third, month;

  if (!scan_number (&reader->at, 1, 4, &first))
    return FALSE;
  if (reader->at - start == 4) {
    char separator = *reader->at;

    if ((separator != '-' && separator != '/') || !scan_char (&reader->at, separator)
        || !scan_number (&reader->at, 1, 2, &second) || !scan_char (&reader->at, separator)
        || !scan_number (&reader->at, 1, 2, &third))
      return FALSE;
    return find_day (reader, first, second, third, day);
  }
  if (*reader->at == '/' || *reader->at == '-') {
    char separator = *reader->at++;

    return scan_number (&reader->at, 1, 2, &second)
           && take_either_order (reader, first, second, separator, day);
  }
  if (scan_char (&reader->at, '.') && g_ascii_isdigit (*reader->at)) {
    if (!scan_number (&reader->at, 1, 2, &second))
      return FALSE;
    if (!scan_char (&reader->at, '.'))
      return take_day_and_month (reader, first, second, day);
    start = reader->at;
    if (scan_number (&start, 2, 2, &third) && !g_ascii_isalnum (*start)
        && (*start == '\0' || strchr (":.", *start) == NULL)) {
      reader->at = start;
      return find_day (reader, 2000 + third, second, first, day);
    }
    return take_year (reader, second, first, day);
  }
  for (gsize i = 0; !counts && i < G_N_ELEMENTS (endings); i++)
    counts = take_word (&reader->at, endings[i]);
  skip_blanks (&reader->at);
  start = reader->at;
  take_word (&reader->at, "of");
  month = take_month (&reader->at);
  if (month != 0)
    return take_year (reader, month, first, day);
  if (!counts)
    return FALSE;
  reader->at = start;
  *day = near_month_day (reader, first);
  return *day != RGM_NO_DAY;
}

/* Takes a date that begins with the name of a month: "Dec 1", "December 1, 2026". */
static gboolean
take_date_by_month (Reader *reader, RgmDay *day)
{
  int month = take_month (&reader->at), mday;

  if (month == 0 || !scan_number (&reader->at, 1, 2, &mday))
    return FALSE;
  if (!take_word (&reader->at, "st") && !take_word (&reader->at, "nd")
      && !take_word (&reader->at, "rd"))
    take_word (&reader->at, "th");
  skip_blanks (&reader->at);
  return take_year (reader, month, mday, day);
}

/* Refuses "last week", "this month" and the like, which are more than one day, and asks for a date.
 * The same after a weekday: to some people, "friday next week" is the Friday of the week that
 * begins next Monday, and to others it is the one after the coming Friday. @weekday: that of the
 * date in the message. Returns: TRUE if the text was refused. */
static gboolean
refuse_span (Reader *reader, int weekday)
{
  static const char *const which[] = { "last", "this", "next" };
  static const char *const spans[] = { "week", "month", "weekend", "year" };
  RgmDay before = reader->today - rgm_day_weekday (reader->today);

  for (int step = -1; step <= 1; step++)
    for (gsize i = 0; i < G_N_ELEMENTS (spans); i++) {
      const char *at = reader->at;
      RgmDay days[] = { before + weekday + step * 7, rgm_day_add_months (reader->today, step),
                        before + 6 + step * 7, rgm_day_add_months (reader->today, step * 12) };
      if (!take_word (&at, which[step + 1]) || !take_word (&at, spans[i]))
        continue;
      g_autofree char *day = rgm_day_describe (days[i]), *typed = NULL;
      reader->at = at;
      typed = add_typed_time (reader, day);
      reader->problem = g_strdup_printf (_ ("type the date, like %s"), typed);
      return TRUE;
    }
  return FALSE;
}

/* Takes a day that begins with a weekday: "fri", "this friday", "next friday", "last friday";
 * "friday week", which is a week after the coming one; or a date after its weekday, as the program
 * prints it. */
static gboolean
take_weekday_day (Reader *reader, RgmDay *day)
{
  gboolean next = take_word (&reader->at, "next"), last = !next && take_word (&reader->at, "last");
  int weekday;
  gint32 second;

  take_word (&reader->at, "this");
  weekday = take_weekday (&reader->at);
  if (weekday == 0)
    return FALSE;
  *day = near_weekday (reader->today, weekday, next || (!last && reader->use == RGM_WHEN_PLANNED));
  if (!next && !last && take_word (&reader->at, "week")) {
    *day = near_weekday (reader->today, weekday, TRUE) + 7;
    return TRUE;
  }
  scan_char (&reader->at, ',');
  skip_blanks (&reader->at);
  take_word (&reader->at, "the");
  if (refuse_span (reader, weekday))
    return FALSE;
  if (next || last || *reader->at == '\0' || take_part (&(const char *){ reader->at }) != NULL
      || take_word (&(const char *){ reader->at }, "at")
      || scan_typed_time (&(const char *){ reader->at }, &second))
    return TRUE;
  if (!(g_ascii_isdigit (*reader->at) ? take_date_by_number (reader, day)
                                      : take_date_by_month (reader, day)))
    return FALSE;
  if (rgm_day_weekday (*day) == weekday)
    return TRUE;
  g_autofree char *right = rgm_day_describe (*day), *typed = add_typed_time (reader, right);
  reader->problem = g_strdup_printf (_ ("that day is %s"), typed);
  return FALSE;
}

/* Takes a count and a unit, forward or back from now: "+3d", "-2h", "in 4 weeks", "a week ago", "a
 * week from now". */
static gboolean
take_step (Reader *reader, int *count, char *unit)
{
  const char *at = reader->at;
  gboolean in = take_word (&at, "in");
  int sign = 1;

  if (!in && (*at == '+' || *at == '-'))
    sign = *at++ == '-' ? -1 : 1;
  else if (!in)
    sign = 0;
  if (sign != 0 && !in && !g_ascii_isdigit (*at))
    return FALSE;
  if (!scan_typed_count (&at, count))
    return FALSE;
  *unit = scan_typed_unit (&at);
  if (*unit == '\0')
    return FALSE;
  if ((in || sign == 0) && take_word (&at, "from")) {
    if (!take_word (&at, "now"))
      return FALSE;
    sign = 1;
  }
  if (sign == 0 && !take_word (&at, "ago"))
    return FALSE;
  *count *= sign == 0 ? -1 : sign;
  reader->at = at;
  return TRUE;
}

/* Takes a part of today or of yesterday: "this morning", "tonight", "last night". Soon after
 * midnight a night is refused, because it is not clear which one is meant. */
static gboolean
take_part_of_day (Reader *reader, RgmDay *day)
{
  const char *at = reader->at;
  gboolean this = take_word (&at, "this"), tonight = !this && take_word (&at, "tonight");
  gboolean last = !this && !tonight && take_word (&at, "last") && take_word (&at, "night");
  const DayPart *part = this ? take_part (&at) : tonight || last ? &this_night : NULL;

  if (part == NULL)
    return FALSE;
  *day = reader->today - (last ? 1 : 0);
  if (part->part == RGM_PART_NIGHT && reader->now < 5 * 3600) {
    g_autofree char *one = day_part_format (reader->today - 1, RGM_PART_NIGHT),
                    *other = day_part_format (reader->today, RGM_PART_NIGHT);
    reader->problem = g_strdup_printf (
      _ ("it may mean \"%s\" or \"%s\": type the one that is meant"), one, other);
  }
  reader->part = part;
  reader->at = at;
  return TRUE;
}

/* NOLINTBEGIN(misc-no-recursion): it ends, because the day from which others are counted is not
 * itself counted from another. */

static gboolean take_day (Reader *reader, RgmDay *day);

/* Takes a day that is counted from another one: "a week from tuesday", "2 days after 1 Dec", "a
 * week on friday", "a week tomorrow". A weekday in it is the coming one. */
static gboolean
take_step_from (Reader *reader, RgmDay *day)
{
  Reader base = *reader;
  int count;
  char unit;
  gboolean week;

  if (reader->counted || !scan_typed_count (&base.at, &count))
    return FALSE;
  unit = scan_typed_unit (&base.at);
  week = unit == 'w';
  if (unit == '\0' || unit == 'h')
    return FALSE;
  if (!take_word (&base.at, "from") && !take_word (&base.at, "after")
      && !(week && take_word (&base.at, "on"))
      && !(week && take_word (&(const char *){ base.at }, "today"))
      && !(week && take_word (&(const char *){ base.at }, "tomorrow")))
    return FALSE;
  take_word (&base.at, "the");
  base.use = RGM_WHEN_PLANNED;
  base.counted = TRUE;
  if (!take_day (&base, day)) {
    reader->problem = base.problem;
    return FALSE;
  }
  reader->at = base.at;
  *day = unit == 'm' ? rgm_day_add_months (*day, count) : *day + count * (week ? 7 : 1);
  return base.part == NULL;
}

/* Takes "today", "tomorrow", "today week", "day after tomorrow", and the like. */
static gboolean
take_near_day (Reader *reader, RgmDay *day)
{
  static const struct {
    const char *words[3];
    int days;
  } names[] = { { { "today", "week" }, 7 },
                { { "tomorrow", "week" }, 8 },
                { { "today" }, 0 },
                { { "tomorrow" }, 1 },
                { { "yesterday" }, -1 },
                { { "day", "after", "tomorrow" }, 2 },
                { { "day", "before", "yesterday" }, -2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *at = reader->at;
    gsize n = 0;

    while (n < G_N_ELEMENTS (names[i].words) && names[i].words[n] != NULL
           && take_word (&at, names[i].words[n]))
      n++;
    if (n < G_N_ELEMENTS (names[i].words) && names[i].words[n] != NULL)
      continue;
    reader->at = at;
    *day = reader->today + names[i].days;
    return TRUE;
  }
  return FALSE;
}

static gboolean
take_day (Reader *reader, RgmDay *day)
{
  const char *start = reader->at;
  int count;
  char unit;

  if (take_part_of_day (reader, day))
    return reader->problem == NULL;
  if (refuse_span (reader, 1))
    return FALSE;
  if (take_near_day (reader, day) || take_step_from (reader, day))
    return TRUE;
  if (reader->problem != NULL)
    return FALSE;
  if (take_step (reader, &count, &unit)) {
    if (unit == 'h')
      return FALSE;
    *day = unit == 'm' ? rgm_day_add_months (reader->today, count)
                       : reader->today + count * (unit == 'w' ? 7 : 1);
  } else if (g_ascii_isdigit (*reader->at))
    return take_date_by_number (reader, day);
  else {
    if (take_weekday_day (reader, day))
      return TRUE;
    if (reader->problem != NULL)
      return FALSE;
    reader->at = start;
    return take_date_by_month (reader, day);
  }
  return TRUE;
}

/* NOLINTEND(misc-no-recursion) */

/* ---- the whole text ---- */

/* Refuses a number alone after a day, as in "23 Dec 10", because it may be the hour or the year.
 * Returns: FALSE always. */
static gboolean
refuse_number (Reader *reader, const char *at)
{
  int hour;

  if (scan_number (&at, 1, 2, &hour) && hour < 24 && *at == '\0') {
    reader->problem
      = g_strdup_printf (_ ("if %d is the hour, type \"at %d\" or %02d:00"), hour, hour, hour);
    reader->loose = TRUE;
  }
  return FALSE;
}

/* Takes the day that follows a time, and the part of that day if one is named. The text has to end
 * there. */
static gboolean
take_day_after_time (Reader *reader, RgmDay *day)
{
  scan_char (&reader->at, ',');
  skip_blanks (&reader->at);
  take_word (&reader->at, "on");
  take_word (&reader->at, "the");
  if (!take_day (reader, day))
    return FALSE;
  if (reader->part == NULL)
    reader->part = take_part (&reader->at);
  return *reader->at == '\0';
}

/* Reads "8 this morning" or "8 yesterday evening": only the words after the number show that it is
 * an hour. */
static gboolean
read_hour_first (Reader *reader, RgmLocal *local)
{
  const char *start = reader->at;
  int hour;

  return scan_hour (&reader->at, &hour) && *reader->at == ' '
         && (skip_blanks (&reader->at), take_day_after_time (reader, &local->day))
         && reader->part != NULL && scan_clock (&start, reader->part, FALSE, TRUE, &local->second);
}

/* Reads what follows "at". "at 9" may mean 9:00 or 21:00 of today; it is accepted only for
 * something that has happened, and only if just one of the two has passed. "at 9 on friday" is
 * 9:00, as "friday at 9" is. */
static gboolean
read_hour_alone (Reader *reader, RgmLocal *local)
{
  gboolean happened = reader->use == RGM_WHEN_HAPPENED;
  gint32 early;
  int hour;

  if (!scan_hour (&reader->at, &hour) || hour >= 24)
    return FALSE;
  skip_blanks (&reader->at);
  local->second = hour * 3600;
  if (*reader->at != '\0')
    return take_day_after_time (reader, &local->day) && reader->part == NULL;
  if (hour < 1 || hour > 12)
    return TRUE;
  early = hour % 12 * 3600;
  if (happened && hour < 12 && early <= reader->now && early + 12 * 3600 > reader->now)
    return TRUE;
  reader->problem
    = happened && early > reader->now
        ? g_strdup_printf (_ ("neither %02d:00 nor %02d:00 has come yet today; type the day too, "
                              "like yesterday %02d:00"),
                           early / 3600, early / 3600 + 12, early / 3600 + 12)
        : g_strdup_printf (_ ("%d may be %02d:00 or %02d:00; type the one that is meant"), hour,
                           early / 3600, early / 3600 + 12);
  return FALSE;
}

/* Reads a time of today, a day, or both in either order. */
static gboolean
read_local (Reader *reader, RgmLocal *local)
{
  const char *start = reader->at, *rest;
  gboolean joined, comma, says_at;

  *local = (RgmLocal){ reader->today, RGM_NO_TIME };
  if (scan_typed_time (&reader->at, &local->second)) {
    if (*reader->at != '\0' && !take_day_after_time (reader, &local->day))
      return FALSE;
    return reader->part == NULL || scan_clock (&start, reader->part, FALSE, FALSE, &local->second);
  }
  reader->at = start;
  if (read_hour_first (reader, local))
    return TRUE;
  if (reader->problem != NULL)
    return FALSE;

  reader->at = start;
  reader->part = NULL;
  *local = (RgmLocal){ reader->today, RGM_NO_TIME };
  if (!take_day (reader, &local->day)) {
    reader->at = start;
    return reader->says_at && reader->problem == NULL && read_hour_alone (reader, local);
  }
  /* an ISO 8601 date and its time may be joined by a T */
  joined = g_ascii_isdigit (reader->at[-1]) && scan_char (&reader->at, 'T');
  comma = !joined && scan_char (&reader->at, ',');
  skip_blanks (&reader->at);
  if (reader->part == NULL && !joined)
    reader->part = take_part (&reader->at);
  if (*reader->at == '\0')
    return !joined && !comma;
  says_at = take_word (&reader->at, "at");
  rest = reader->at;
  if (scan_clock (&reader->at, reader->part, !joined, says_at, &local->second))
    return *reader->at == '\0';
  return !comma && refuse_number (reader, rest);
}

/* Reads "now", "just now", or a number of hours from now. */
static gboolean
read_elapsed (const char *text, RgmInstant now, RgmInstant *instant)
{
  Reader reader = { .at = text };
  int count = 0;
  char unit = 'h';
  gboolean just = take_word (&reader.at, "just");

  if (!take_word (&reader.at, "now") && (just || !take_step (&reader, &count, &unit)))
    return FALSE;
  *instant = now + count * (gint64)3600;
  return unit == 'h' && *reader.at == '\0';
}

/* How a text is understood. */
typedef enum {
  NOT_A_DATE,
  UNCLEAR, /* it has the form of a date, but no day or more than one day fits it */
  IS_A_DATE,
} Found;

/* What the meaning of a text depends on. */
typedef struct {
  const RgmZone *zone;
  RgmInstant now;
  RgmWhenUse use;
} Frame;

static Found
read_plain (const Frame *frame, const char *plain, RgmWhen *when, char **problem)
{
  RgmLocal now = rgm_zone_to_local (frame->zone, frame->now);
  Reader reader = { .at = plain, .today = now.day, .now = now.second, .use = frame->use };
  RgmWhen read = { .instant = RGM_INSTANT_NONE, .fit = RGM_FIT_EXACT };
  gboolean valid = TRUE;

  skip_blanks (&reader.at);
  take_word (&reader.at, "on");
  take_word (&reader.at, "the");
  reader.says_at = take_word (&reader.at, "at");
  if (take_word (&reader.at, "about") || take_word (&reader.at, "around"))
    reader.says_at = TRUE;
  if (read_elapsed (reader.at, frame->now, &read.instant)) {
    read.local = rgm_zone_to_local (frame->zone, read.instant);
  } else {
    read.instant = RGM_INSTANT_NONE;
    valid = read_local (&reader, &read.local);
    if (valid && rgm_local_has_time (read.local))
      read.instant = rgm_zone_to_instant (frame->zone, read.local, &read.fit);
    else if (valid && reader.part != NULL)
      read.part = reader.part->part;
  }
  *problem = reader.problem;
  if (!valid || !civil_day_in_range (read.local.day))
    return reader.problem != NULL && !reader.loose ? UNCLEAR : NOT_A_DATE;
  g_clear_pointer (problem, g_free);
  *when = read;
  return IS_A_DATE;
}

/* Reads @text as a date. A full stop at its end, after a word or a year, is ignored, unless it may
 * belong to the word, as in "p.m.".
 * @problem: (out) (transfer full): set if the text is unclear, or if there is more to say than that
 * it is not a date. */
static Found
read_date (const Frame *frame, const char *text, RgmWhen *when, char **problem)
{
  g_autofree char *plain = text_plain_blanks (text);
  gsize length = strlen (g_strchomp (plain));
  Found found = read_plain (frame, plain, when, problem);
  const char *blank = strrchr (plain, ' '), *word = blank != NULL ? blank + 1 : plain;
  const char *end = plain + MAX (length, 1) - 1;
  gsize digits = 0;

  while (end - digits > plain && g_ascii_isdigit (end[-1 - (gssize)digits]))
    digits++;
  if (found != NOT_A_DATE || length < 2 || *end != '.' || (digits != 0 && digits != 4)
      || (digits == 0 && strchr (word, '.') != end))
    return found;
  plain[length - 1] = '\0';
  g_clear_pointer (problem, g_free);
  return read_plain (frame, plain, when, problem);
}

/* Whether @text begins with a year that is not accepted: "1899-12-31". */
static gboolean
is_outside_years (const char *text)
{
  const char *at = text + strspn (text, " ");
  int year;

  return scan_number (&at, 4, 4, &year) && (*at == '-' || *at == '/')
         && (year < 1900 || year > 2199);
}

/* Refuses a text that is not a date, and suggests forms that are like it. */
static void
fail_no_date (const char *quoted, const char *text, RgmWhenUse use, GError **error)
{
  gboolean planned = use == RGM_WHEN_PLANNED;

  if (is_outside_years (text))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not understood as a date or time; the years 1900 to 2199 are accepted "
                    "(regimen help dates)"),
                 quoted);
  else if (strpbrk (text, G_CSET_DIGITS) == NULL)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      planned ? _ ("%s is not understood as a date or time; type it like tomorrow, friday or 1 "
                   "Dec (regimen help dates)")
              : _ ("%s is not understood as a date or time; type it like yesterday, last "
                   "friday or 1 Dec (regimen help dates)"),
      quoted);
  else if (strpbrk (text, ": ") != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 planned
                   ? _ ("%s is not understood as a date or time; type it like 2026-12-01 14:00, 1 "
                        "Dec 2:30 pm or tomorrow 9:00 (regimen help dates)")
                   : _ ("%s is not understood as a date or time; type it like 2026-12-01 14:00, 1 "
                        "Dec 2:30 pm or yesterday 18:30 (regimen help dates)"),
                 quoted);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not understood as a date or time; type it like 2026-12-01, 1 Dec or "
                    "14:00 (regimen help dates)"),
                 quoted);
}

/* @problem: (nullable): why the text is not clear. */
static void
fail_date (const char *text, const char *problem, RgmWhenUse use, GError **error)
{
  g_autofree char *quoted = text_quote (text);

  if (problem != NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s is not clear: %s"), quoted, problem);
    error_set_trait (error, ERROR_UNCLEAR);
  } else
    fail_no_date (quoted, text, use, error);
}

gboolean
rgm_when_parse (const char *text, const RgmZone *zone, RgmInstant now, RgmWhenUse use,
                RgmWhen *when, GError **error)
{
  g_autofree char *problem = NULL;

  if (read_date (&(Frame){ zone, now, use }, text, when, &problem) == IS_A_DATE)
    return TRUE;
  fail_date (text, problem, use, error);
  return FALSE;
}

gboolean
rgm_when_parse_shift (const char *text, RgmDay from, RgmDay *day)
{
  g_autofree char *plain = text_plain_blanks (text);
  const char *at = g_strchomp (plain);
  gboolean later;
  int count;
  char unit;

  skip_blanks (&at);
  take_word (&at, "by");
  if (!scan_typed_count (&at, &count))
    return FALSE;
  unit = scan_typed_unit (&at);
  later = take_word (&at, "later");
  if (unit == '\0' || unit == 'h' || (!later && !take_word (&at, "earlier")) || *at != '\0')
    return FALSE;
  count = later ? count : -count;
  *day = unit == 'm' ? rgm_day_add_months (from, count) : from + count * (unit == 'w' ? 7 : 1);
  return civil_day_in_range (*day);
}

/* ---- several dates ---- */

enum {
  MOST_WORDS = 13, /* in one date: "a week from tuesday at a quarter past nine in the morning" */
  MOST_LIST_WORDS = 90,
};

static gboolean
is_and (const char *word)
{
  return g_ascii_strcasecmp (word, "and") == 0 || g_str_equal (word, "&");
}

/* The words of @text; a comma or semicolon ends a word. Returns: (transfer full) (element-type
 * utf8). */
static GPtrArray *
split_words (const char *text)
{
  g_autofree char *plain = text_plain_blanks (text);
  g_autoptr (GString) spaced = g_string_new (plain);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = NULL;

  g_string_replace (spaced, ",", ", ", 0);
  g_string_replace (spaced, ";", "; ", 0);
  parts = g_strsplit (spaced->str, " ", -1);
  for (char **part = parts; *part != NULL; part++) {
    char **last = words->len > 0 ? (char **)&words->pdata[words->len - 1] : NULL;

    if ((g_str_equal (*part, ",") || g_str_equal (*part, ";")) && last != NULL
        && strpbrk (*last, ",;") == NULL) {
      g_autofree char *before = *last;
      *last = g_strconcat (before, *part, NULL);
    } else if (**part != '\0')
      g_ptr_array_add (words, g_strdup (*part));
  }
  return g_steal_pointer (&words);
}

/* The words from @from up to, but not including, @end, without a comma at their end. */
static char *
join_words (const GPtrArray *words, guint from, guint end)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = from; i < end; i++)
    g_string_append_printf (text, i > from ? " %s" : "%s", (const char *)words->pdata[i]);
  if (text->len > 0 && strchr (",;", text->str[text->len - 1]) != NULL)
    g_string_truncate (text, text->len - 1);
  return g_strdup (text->str);
}

/* Reads the date that begins with word @from and takes as many words as together are a date. But if
 * even more words are an unclear date, that is what was meant: if 8 October is a Thursday, "Fri, 8
 * Oct" is one wrong date, and not a list of two dates.
 * @date: (out) (transfer full): those words; if no words are a date, those up to the next comma.
 * @end: (out): the index of the word after them. Returns: what they are. */
static Found
read_one (const Frame *frame, const GPtrArray *words, guint from, char **date, guint *end,
          char **problem)
{
  Found found = NOT_A_DATE;

  *end = from;
  while (*end < words->len && !is_and (words->pdata[*end])
         && strpbrk (words->pdata[*end], ",;") == NULL)
    (*end)++;
  if (*end < words->len && !is_and (words->pdata[*end]))
    (*end)++;
  for (guint n = from + 1; n <= MIN (words->len, from + MOST_WORDS); n++) {
    g_autofree char *text = join_words (words, from, n), *its_problem = NULL;
    RgmWhen when;
    Found its = read_date (frame, text, &when, &its_problem);

    if (its == NOT_A_DATE || (its == UNCLEAR && found == UNCLEAR))
      continue;
    found = its;
    *end = n;
    g_free (*problem);
    *problem = g_steal_pointer (&its_problem);
  }
  *date = join_words (words, from, *end);
  return found;
}

/* Reads a list of dates. @dates: (element-type utf8): each date is added as it was typed; if the
 * result is not IS_A_DATE, the last one is the text that is not understood. */
static Found
read_list (const Frame *frame, const char *text, GPtrArray *dates, char **problem)
{
  g_autoptr (GPtrArray) words = split_words (text);
  gboolean more = TRUE;
  guint at = 0;

  while (at < words->len) {
    char *date;
    Found found = read_one (frame, words, at, &date, &at, problem);

    g_ptr_array_add (dates, date);
    if (found != IS_A_DATE)
      return found;
    more = strpbrk (words->pdata[at - 1], ",;") != NULL;
    if (at < words->len && is_and (words->pdata[at])) {
      more = TRUE;
      at++;
    }
  }
  if (more)
    g_ptr_array_add (dates, g_strdup (text));
  return more ? NOT_A_DATE : IS_A_DATE;
}

char **
rgm_when_split (const char *text, const RgmZone *zone, RgmInstant now, RgmWhenUse use,
                GError **error)
{
  g_autoptr (GPtrArray) dates = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *problem = NULL;

  if (read_list (&(Frame){ zone, now, use }, text, dates, &problem) != IS_A_DATE) {
    const char *wrong = dates->pdata[dates->len - 1];

    fail_date (*wrong != '\0' ? wrong : text, problem, use, error);
    return NULL;
  }
  g_ptr_array_add (dates, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&dates), FALSE);
}

guint
rgm_when_count_words (char **words, guint count, gboolean list, const RgmZone *zone, RgmInstant now,
                      RgmWhenUse use)
{
  const Frame frame = { zone, now, use };
  g_autoptr (GString) text = g_string_new (NULL);
  guint best = 0;
  Found before = NOT_A_DATE;

  for (guint n = 1; n <= MIN (count, list ? MOST_LIST_WORDS : MOST_WORDS); n++) {
    g_autoptr (GPtrArray) dates = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *problem = NULL;
    RgmWhen when;
    Found found;

    g_string_append_printf (text, n > 1 ? " %s" : "%s", words[n - 1]);
    found = list ? read_list (&frame, text->str, dates, &problem)
                 : read_date (&frame, text->str, &when, &problem);
    if (!list && found == NOT_A_DATE && problem != NULL)
      found = UNCLEAR;
    if (found == IS_A_DATE || (found == UNCLEAR && before != UNCLEAR))
      best = n;
    before = found != NOT_A_DATE ? found : before;
  }
  return best;
}

/* The largest number of days in one range, such as "2026-12-24..2027-01-02". */
enum { MAX_RANGE = 366 };

/* Adds one day or a range of days: "2026-12-24" or "2026-12-24..2027-01-02". */
static gboolean
add_days (GArray *days, const char *text, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (text, "..", 2);
  RgmDay first = rgm_day_parse (ends[0] != NULL ? ends[0] : "", error);
  RgmDay last = first;

  if (first != RGM_NO_DAY && ends[1] != NULL)
    last = rgm_day_parse (ends[1], error);
  if (first == RGM_NO_DAY || last == RGM_NO_DAY)
    return FALSE;
  if (last < first || last - first >= MAX_RANGE) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not accepted; type the first day, two dots and the last day, which "
                    "must not be earlier than the first, nor more than a year later"),
                 text);
    return FALSE;
  }
  for (RgmDay day = first; day <= last; day++)
    g_array_append_val (days, day);
  return TRUE;
}

/* ---- months ---- */

/* Takes "2026-12", "12/2026", "12.2026" or "12". @year: (out): 0 if none was typed. */
static gboolean
take_month_number (const char **at, int *year, int *month)
{
  const char *start = *at;

  *year = 0;
  if (!scan_number (at, 1, 4, month))
    return FALSE;
  if (*at - start == 4) {
    *year = *month;
    return (scan_char (at, '-') || scan_char (at, '/')) && scan_number (at, 1, 2, month);
  }
  return **at != '/' && **at != '.' ? *at - start <= 2
                                    : scan_char (at, **at) && scan_number (at, 4, 4, year);
}

gboolean
rgm_when_parse_month (const char *text, RgmDay today, RgmDay *first, GError **error)
{
  static const struct {
    const char *word;
    int ahead;
  } words[] = { { "this", 0 }, { "next", 1 }, { "last", -1 }, { "previous", -1 } };
  const char *at = text;
  int year = 0, month = 0, this_year, this_month;
  RgmDay found = RGM_NO_DAY, now;

  skip_blanks (&at);
  take_word (&at, "of");
  rgm_day_split (today, &this_year, &this_month, NULL);
  now = rgm_day_new (this_year, this_month, 1);
  for (gsize i = 0; found == RGM_NO_DAY && i < G_N_ELEMENTS (words); i++)
    if (take_word (&at, words[i].word)) {
      take_word (&at, "month");
      found = rgm_day_add_months (now, words[i].ahead);
    }
  if (found == RGM_NO_DAY && g_ascii_isdigit (*at)) {
    if (!take_month_number (&at, &year, &month))
      month = 0;
  } else if (found == RGM_NO_DAY) {
    month = take_month (&at);
    scan_char (&at, ',');
    skip_blanks (&at);
    if (g_ascii_isdigit (*at) && !scan_number (&at, 4, 4, &year))
      month = 0;
  }
  if (month >= 1 && month <= 12)
    found = year != 0 ? rgm_day_new (year, month, 1)
                      : rgm_day_add_months (now, (month - this_month + 17) % 12 - 5);
  skip_blanks (&at);
  if (found != RGM_NO_DAY && *at == '\0' && civil_day_in_range (found)) {
    *first = found;
    return TRUE;
  }
  g_autofree char *shown = text_quote (text);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    _ ("%s is not understood as a month; type december, dec 2026, 2026-12, next or last"), shown);
  return FALSE;
}

GArray *
rgm_when_parse_days (const char *text, GError **error)
{
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (RgmDay));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    (*line)[strcspn (*line, "#")] = '\0';
    g_auto (GStrv) words = g_strsplit (g_strstrip (*line), ",", -1);
    for (char **word = words; *word != NULL; word++)
      if (!add_days (days, *word, error))
        return NULL;
  }
  if (days->len == 0) {
    rgm_day_parse ("", error);
    return NULL;
  }
  g_array_sort (days, compare_ints);
  for (guint i = days->len - 1; i > 0; i--)
    if (g_array_index (days, RgmDay, i) == g_array_index (days, RgmDay, i - 1))
      g_array_remove_index (days, i);
  return g_steal_pointer (&days);
}
