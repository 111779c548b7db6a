/* when.h: reads the dates and times that the user types. */
#pragma once

#include <regimen/zone.h>

RGM_BEGIN_DECLS

/* A part of a day that the user named instead of a time. RGM_PART_NONE is the whole day. */
typedef enum {
  RGM_PART_NONE,
  RGM_PART_MORNING,
  RGM_PART_AFTERNOON,
  RGM_PART_EVENING,
  RGM_PART_NIGHT, /* the night, which ends in the small hours of the next day */
} RgmDayPart;

/* The result of reading a date or time. local: always set. instant: set if a time was given, else
 * RGM_INSTANT_NONE. fit: how that time fits the zone. part: set if a part of the day was given
 * instead of a time: "this morning". */
typedef struct {
  RgmLocal local;
  RgmInstant instant;
  RgmFit fit;
  RgmDayPart part;
} RgmWhen;

/* What a date is typed for, which decides whether a weekday, or a date without a year, means the
 * next or the last day of that name. There is one exception for dates without a year: if the day of
 * that name on the other side of today is at most 60 days away, that one is taken. A user who plans
 * something and types last week's date does not mean next year's, and is told that the date has
 * passed. */
typedef enum {
  RGM_WHEN_PLANNED,  /* the next one */
  RGM_WHEN_HAPPENED, /* the last one */
} RgmWhenUse;

/**
 * rgm_when_parse: reads what the user typed as a date or a time.
 *
 * Days: 2026-12-01, 2026/12/1, 1.12.2026, 1.12.26 and 1.12. (day first; the last full stop may be
 * left out if a time follows, or if the text cannot be an hour: 24.12), 24/12/2026, 12/24/26 and
 * 12/24 (if only one of the numbers can be the month), 1 Dec, 1st December 2026, Dec 1, December 1,
 * 2026; today, yesterday, tomorrow; fri, friday, next friday (the coming one), last friday (the
 * last one); Fri 2026-12-04, as the program prints it; +3d, -2w, in 4 weeks, 4 weeks ago, a month
 * ago; the day after tomorrow, the day before yesterday; a week from now, from friday or after 1
 * Dec, a week on friday, friday week, a week tomorrow (counted from the coming friday). A weekday
 * never means today.
 *
 * Parts of a day, without a time: this morning, tonight, last night, yesterday evening, friday
 * morning. Soon after midnight, "tonight" and the like may mean two nights: such a text is refused,
 * and the message names both.
 *
 * Times: 14:00, 9:00, 2pm, 2:30 pm, noon, half past 9, a quarter to ten, 10 o'clock, 10 Uhr, 8 in
 * the evening, ten at night. A time alone is a time of today. A time may stand after a day or
 * before it. After a day, these forms are accepted too: 10.30, 10h, "at 10", "tonight at 8"; and
 * before one: "8 this morning", "8 yesterday evening", "at 9 on friday". "at 9" without a day is
 * accepted if it is about the past and only one of the two nines has passed today; otherwise it is
 * refused, and the message names both. A number alone after a day is refused, because it may be the
 * hour or the year.
 *
 * Relative times: now, -2h, in 2 hours, 2 hours ago, which are elapsed time counted from @now.
 * Days, weeks and months are calendar units and give whole days. "now" and hours give instants
 * directly: their fit is RGM_FIT_EXACT even in a repeated hour. Letter case does not matter.
 * @zone: the patient's.
 *
 * Returns: FALSE with RGM_ERROR_USAGE for anything else; the message quotes @text and names similar
 * forms. "12/3/2026" is refused with its two readings, and "friday next week" with a suggested
 * date; both keep the time that was typed. A part that cannot be read is never ignored. Years
 * outside 1900-2199 are refused.
 */
gboolean rgm_when_parse (const char *text, const RgmZone *zone, RgmInstant now, RgmWhenUse use,
                         RgmWhen *when, GError **error);

/**
 * rgm_when_parse_shift: reads a day relative to another one: "a week later", "2 days earlier", "one
 * month later".
 * @from: the planned day from which to count.
 * @day: (out): the resulting day, counted in calendar units.
 * Returns: FALSE for anything else.
 */
gboolean rgm_when_parse_shift (const char *text, RgmDay from, RgmDay *day);

/**
 * rgm_when_split: splits a list of dates: "8 Oct, 5 Nov and 3 Dec", "8.10.,5.11.", "8 Oct 5 Nov". A
 * date may itself contain commas ("Thu, 8 Oct", "October 8, 2026"): the longest run of words that
 * is a date is one date.
 * Returns: (transfer full): each date, as rgm_when_parse() understands it, in the order typed; NULL
 * with RGM_ERROR_USAGE as from that function: the message quotes the date that is not understood.
 */
char **rgm_when_split (const char *text, const RgmZone *zone, RgmInstant now, RgmWhenUse use,
                       GError **error);

/**
 * rgm_when_count_words: how many of the first @count @words together form a date or, if @list, a
 * list of dates. Words in the form of a date count even if there is no such day, so that a message
 * can say so: "Fri 8 Oct" when that day is a Thursday.
 */
guint rgm_when_count_words (char **words, guint count, gboolean list, const RgmZone *zone,
                            RgmInstant now, RgmWhenUse use);

/**
 * rgm_when_parse_month: reads what the user typed as a month: "december", "dec 2026", 2026-12,
 * 12/2026, 12; "this", "next" or "last", with or without "month" after it. A month without a year
 * is the one nearest to @today: at most five months before, or six months after.
 * @first: (out): the first day of the month.
 * Returns: FALSE with RGM_ERROR_USAGE for anything else; the message quotes @text and lists the
 * accepted forms.
 */
gboolean rgm_when_parse_month (const char *text, RgmDay today, RgmDay *first, GError **error);

/* The longest span of days: ten years. */
#define RGM_SPAN_DAYS 3660

/**
 * rgm_when_parse_span: reads what the user typed as a range of days: a day as in rgm_when_parse();
 * "week", "2 weeks" or "next 10 days", which begin today; "this week" or "next week", from the
 * first day of the week to its last; "weekend"; a month as in rgm_when_parse_month(), or "month"
 * for this one.
 * @zone: the patient's. @first_weekday: the first day of a week, 1 (Monday) to 7.
 * @first, @last: (out): both inclusive. They may be in the past.
 * Returns: FALSE with RGM_ERROR_USAGE for anything else; the message quotes @text and lists the
 * accepted forms.
 */
gboolean rgm_when_parse_span (const char *text, const RgmZone *zone, RgmInstant now,
                              int first_weekday, RgmDay *first, RgmDay *last, GError **error);

/**
 * rgm_when_parse_days: reads days separated by commas or line ends
 * ("2026-12-16,2026-12-24..2027-01-02"): each item is a day "YYYY-MM-DD", or a first and a last
 * day. At most 366 days are accepted. Empty lines, and anything after a "#" on a line, are ignored.
 * Returns: (transfer full) (element-type RgmDay): sorted, without repeats; NULL with
 * RGM_ERROR_USAGE.
 */
GArray *rgm_when_parse_days (const char *text, GError **error);

RGM_END_DECLS
