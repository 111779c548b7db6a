/* schedule.h: the rule that sets the doses of a course. Pure: it uses no clock and no record. */
#pragma once

#include <regimen/zone.h>

RGM_BEGIN_DECLS

typedef enum {
  RGM_SCHEDULE_INTERVAL,  /* every 4 weeks */
  RGM_SCHEDULE_FRACTIONS, /* a radiation course: one or more sessions on each treatment day */
  RGM_SCHEDULE_ONCE,      /* one visit */
  RGM_SCHEDULE_TIMES,     /* at fixed times of the day: tablets */
  RGM_SCHEDULE_AS_NEEDED, /* no plan: each dose is one that the patient took */
} RgmScheduleKind;

typedef enum {
  RGM_RECKON_GIVEN, /* the next target counts from the day the last dose was given */
  RGM_RECKON_PLAN,  /* every target counts from the first target */
} RgmReckon;

/* A period. count: 1 to 9999, or 0 for no period; unit: 'h' elapsed hours, 'd' days, 'w' weeks, 'm'
 * calendar months. */
typedef struct {
  int count;
  char unit;
} RgmPeriod;

/* Treatment days: bit 0 is Monday, bit 6 Sunday. */
#define RGM_MON_FRI 0x1f
#define RGM_EVERY_DAY 0x7f

typedef struct {
  RgmScheduleKind kind;
  /* The target of the first dose to which this rule applies; for fixed times, the moment before
   * which they have no dose. RGM_LOCAL_NONE in a revision that continues from the dose before it,
   * and for doses taken as needed. */
  RgmLocal first;
  /* Times only: no dose lies before it, if it differs from first. In that case first is only the
   * day from which steps and cycles count. RGM_LOCAL_NONE: the same as first. */
  RgmLocal begin;
  /* The interval. For fixed times: the step, a number of days that counts from the first day. */
  RgmPeriod every;
  RgmReckon reckon; /* interval only */
  int window_days;  /* days on either side of the target, 0 to 366; -1: the default */
  int count;        /* number of the last dose; 0: no end. Interval and times */
  RgmDay until;     /* last day on which a target may lie; RGM_NO_DAY: no end. Interval and times */
  int fractions;    /* 1 to 200. Fractions only */
  int per_day;      /* 1 to 4. Fractions only */
  guint8 weekdays;  /* for fractions and fixed times */
  /* of RgmDay, sorted: no treatment on these days. For fractions, and for intervals that are not in
   * hours; never NULL */
  GArray *closed;
  /* Of gint32, seconds of the day, sorted, without repeats; never NULL. Fixed times have 1 to 24 of
   * them. Fractions have none, or one for each session of a day. */
  GArray *times;
  int cycle_on,
    /* numbers of days with and without doses, beginning with the first day; 0, 0: no cycle. Times
     * only */
    cycle_off;
  RgmPeriod gap;   /* minimum time between two doses, in hours; count 0: none. As needed only */
  int max_per_day; /* maximum number of doses within any 24 hours; 0: no limit. As needed only */
} RgmSchedule;

/**
 * rgm_schedule_new: a schedule of @kind with every other member at its neutral value: window -1,
 * one session per day, and Monday to Friday or, for fixed times, every day.
 */
RgmSchedule *rgm_schedule_new (RgmScheduleKind kind);
RgmSchedule *rgm_schedule_copy (const RgmSchedule *schedule);
void rgm_schedule_free (RgmSchedule *schedule);

/**
 * rgm_schedule_validate: checks that the members are within their ranges and fit together.
 * Returns: FALSE with RGM_ERROR_USAGE, which names the wrong value, for example a first session on
 * a day that is not a treatment day.
 */
gboolean rgm_schedule_validate (const RgmSchedule *schedule, GError **error);

/**
 * rgm_schedule_describe: the schedule in words: "every 4 weeks, counted from the day given", "10
 * sessions, Mon-Fri, from Mon 2026-12-07 14:00".
 * @unit, @units: the words for one dose and for several ("session", "sessions").
 * Returns: (transfer full).
 */
char *rgm_schedule_describe (const RgmSchedule *schedule, const char *unit, const char *units);

/**
 * rgm_period_parse: "4w", "28d", "1m", "6h", "4 weeks", "every four weeks", "daily", "every other
 * week", "once a month". Returns: FALSE with RGM_ERROR_USAGE for anything else or for a count
 * outside 1-9999.
 */
gboolean rgm_period_parse (const char *text, RgmPeriod *period, GError **error);

/**
 * rgm_period_describe: "4 weeks", "1 month". Returns: (transfer full).
 */
char *rgm_period_describe (RgmPeriod period);

/**
 * rgm_period_days: the length in days, rounded down. A month counts as 30 days. Use it only for
 * windows and comparisons, never to compute dates.
 */
int rgm_period_days (RgmPeriod period);

/**
 * rgm_times_parse: reads "08:00,20:00" or "8am and 8pm". An hour alone is accepted only beside
 * another time, and only if it is certain which half of the day is meant: it is 13 or later; or the
 * same hour in the evening is named too, as in "8 and 8 in the evening"; or all times are hours
 * alone, with commas or "and" between them, and one of them is 13 or later, as in "8,20".
 * Returns: (transfer full) (element-type gint32): sorted; NULL with RGM_ERROR_USAGE for no time, a
 * malformed or repeated one, or more than 24.
 */
GArray *rgm_times_parse (const char *text, GError **error);

/**
 * rgm_cycle_parse: reads "21/7": days with and without doses, 1 to 366 each. Returns: FALSE with
 * RGM_ERROR_USAGE.
 */
gboolean rgm_cycle_parse (const char *text, int *on, int *off, GError **error);

/**
 * rgm_max_parse: reads "3/day", with a number from 1 to 99. Returns: FALSE with RGM_ERROR_USAGE.
 */
gboolean rgm_max_parse (const char *text, int *max_per_day, GError **error);

/**
 * rgm_weekdays_parse: reads "mon-fri", "mon,wed,fri" or "sat". Returns: FALSE with RGM_ERROR_USAGE.
 */
gboolean rgm_weekdays_parse (const char *text, guint8 *weekdays, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmSchedule, rgm_schedule_free)

RGM_END_DECLS
