/* when.h: the dates and times that the user types. */
#pragma once

#include <regimen/zone.h>

RGM_BEGIN_DECLS

/* A part of a day that was named in the place of a time. RGM_PART_NONE is the whole day. */
typedef enum {
  RGM_PART_NONE,
  RGM_PART_MORNING,
  RGM_PART_AFTERNOON,
  RGM_PART_EVENING,
  RGM_PART_NIGHT, /* it ends in the small hours of the next day */
} RgmDayPart;

/* What was typed. local: always set. instant: set if a time was given, else RGM_INSTANT_NONE.
 * fit: of that time. part: set if no time was given, but a part of the day: "this morning". */
typedef struct {
  RgmLocal local;
  RgmInstant instant;
  RgmFit fit;
  RgmDayPart part;
} RgmWhen;

/* What a date is typed for. It decides what a weekday, and a date without a year, mean. If such a
 * date is at most 60 days on the other side of today, it is meant: somebody who plans something and
 * types last week's date does not mean next year's, and is told that it has passed. */
typedef enum {
  RGM_WHEN_PLANNED,  /* the coming one */
  RGM_WHEN_HAPPENED, /* the last one */
} RgmWhenUse;

/**
 * rgm_when_parse: reads what the user typed as a date or a time.
 * Days: 2026-12-01, 2026/12/1, 1.12.2026, 1.12.26 and 1.12. (the day first; without the last full
 * stop if a time follows, or if no hour is so late: 24.12), 24/12/2026, 12/24/26 and 12/24 (if only
 * one of the numbers can be the month), 1 Dec, 1st December 2026, Dec 1, December 1, 2026; today,
 * yesterday, tomorrow; fri, friday, next friday (the coming one), last friday (the last one); Fri
 * 2026-12-04, as the program prints it; +3d, -2w, in 4 weeks, 4 weeks ago, a month ago; the day
 * after tomorrow, the day before yesterday; a week from now, from friday or after 1 Dec, a week on
 * friday, friday week, a week tomorrow (from the coming friday on). A weekday is never today. this
 * morning, tonight, last night, yesterday evening, friday morning are a part of a day without a
 * time; soon after midnight a night is refused with both of them. Times: 14:00, 9:00, 2pm, 2:30 pm,
 * noon, half past 9, a quarter to ten, 10 o'clock, 10 Uhr, 8 in the evening, ten at night. A time
 * alone is one of today; a time may stand after a day or before it; after a day also as 10.30, 10h,
 * "at 10", "tonight at 8"; before one also as "8 this morning", "8 yesterday evening", "at 9 on
 * friday". "at 9" without a day is understood if it has happened and only one of the two has passed
 * today; otherwise it is refused with both. A number alone after a day is refused: it may be the
 * hour or the year. now, -2h, in 2 hours, 2 hours ago: elapsed time counted from @now. Days, weeks
 * and months are calendar units and give whole days. "now" and hours are instants to begin with:
 * their fit is RGM_FIT_EXACT also in a repeated hour. Words are read in either letter case.
 * @zone: the patient's.
 *
 * Returns: FALSE with RGM_ERROR_USAGE for anything else; the message quotes @text and names
 * forms like it. "12/3/2026" is refused with its two readings, "friday next week" with a date, each
 * with the time that was typed.
 * A part that does not parse is never ignored. Years outside 1900-2199 are refused.
 */
gboolean rgm_when_parse (const char *text, const RgmZone *zone, RgmInstant now, RgmWhenUse use,
                         RgmWhen *when, GError **error);

/**
 * rgm_when_parse_shift: reads how much later or earlier than a planned day another one is: "a week
 * later", "2 days earlier", "one month later".
 * @day: (out): that day, counted from @from in units of the calendar.
 * Returns: FALSE for anything else.
 */
gboolean rgm_when_parse_shift (const char *text, RgmDay from, RgmDay *day);

/**
 * rgm_when_split: splits a list of dates: "8 Oct, 5 Nov and 3 Dec", "8.10.,5.11.", "8 Oct 5 Nov". A
 * date may itself have commas ("Thu, 8 Oct", "October 8, 2026"): as many words as together are one
 * date are one.
 * Returns: (transfer full): each date, as rgm_when_parse() understands it, in the order typed; NULL
 * with RGM_ERROR_USAGE as from that function: the message quotes the one that is not understood.
 */
char **rgm_when_split (const char *text, const RgmZone *zone, RgmInstant now, RgmWhenUse use,
                       GError **error);

/**
 * rgm_when_count_words: how many of the first @count @words together are a date or, if @list, a
 * list of dates. Words that have the form of a date count too if there is no such day, so that a
 * message can say so: "Fri 8 Oct", if that day is a Thursday.
 */
guint rgm_when_count_words (char **words, guint count, gboolean list, const RgmZone *zone,
                            RgmInstant now, RgmWhenUse use);

/**
 * rgm_when_parse_month: reads what the user typed as a month: "december", "dec 2026", 2026-12,
 * 12/2026, 12; "this", "next" or "last", also with "month" after it. A month without a year is the
 * nearest one to @today: at most five months before, or six months after.
 * @first: (out): the first day of the month.
 * Returns: FALSE with RGM_ERROR_USAGE for anything else; the message quotes @text and lists the
 * accepted forms.
 */
gboolean rgm_when_parse_month (const char *text, RgmDay today, RgmDay *first, GError **error);

/* The longest span of days: ten years. */
#define RGM_SPAN_DAYS 3660

/**
 * rgm_when_parse_span: reads what the user typed for the days to look at: a day as in
 * rgm_when_parse(), "week", "2 weeks", "next 10 days" (from today on, as far ahead), "this week",
 * "next week" (from its first day to its last), "weekend", and a month as in
 * rgm_when_parse_month(), or "month" for this one.
 * @zone: the patient's. @first_weekday: with which weekday the week begins, 1 (Monday) to 7.
 * @first, @last: (out): both days count. They may have passed.
 * Returns: FALSE with RGM_ERROR_USAGE for anything else; the message quotes @text and lists the
 * accepted forms.
 */
gboolean rgm_when_parse_span (const char *text, const RgmZone *zone, RgmInstant now,
                              int first_weekday, RgmDay *first, RgmDay *last, GError **error);

/**
 * rgm_when_parse_days: reads days separated by commas or line ends
 * ("2026-12-16,2026-12-24..2027-01-02"), each as "YYYY-MM-DD", or a first and a last day, at most
 * 366 days. Empty lines and what follows a "#" on a line are left out.
 * Returns: (transfer full) (element-type RgmDay): sorted, without repeats; NULL with
 * RGM_ERROR_USAGE.
 */
GArray *rgm_when_parse_days (const char *text, GError **error);

RGM_END_DECLS
