/* schedule.h: the rule by which the doses of a course follow each other. Pure: it knows no clock
 * and no record. */
#pragma once

#include <regimen/zone.h>

RGM_BEGIN_DECLS

typedef enum {
  RGM_SCHEDULE_INTERVAL,  /* every 4 weeks */
  RGM_SCHEDULE_FRACTIONS, /* a radiation course: one or more sessions on each treatment day */
  RGM_SCHEDULE_ONCE,      /* one visit */
  RGM_SCHEDULE_TIMES,     /* at fixed times of the day: tablets */
  RGM_SCHEDULE_AS_NEEDED, /* no plan: a dose is what was taken */
} RgmScheduleKind;

typedef enum {
  RGM_RECKON_GIVEN, /* the next target counts from the day the last dose was given */
  RGM_RECKON_PLAN,  /* always from the first target */
} RgmReckon;

/* count: 1 to 9999, or 0 for no period; unit: 'h' elapsed hours, 'd' days, 'w' weeks, 'm' calendar
 * months. */
typedef struct {
  int count;
  char unit;
} RgmPeriod;

/* Treatment days: bit 0 is Monday, bit 6 Sunday. */
#define RGM_MON_FRI 0x1f
#define RGM_EVERY_DAY 0x7f

typedef struct {
  RgmScheduleKind kind;
  /* The target of the first dose of this rule; RGM_LOCAL_NONE in a revision that goes on from the
   * dose before it. Times have no slot before it; as needed has none. */
  RgmLocal first;
  /* Times only: no slot lies before it, if it is not the same as first. Then first is only the day
   * from which steps and cycles count. RGM_LOCAL_NONE: first. */
  RgmLocal begin;
  /* The interval. For times: every so many days, counted from the first day. */
  RgmPeriod every;
  RgmReckon reckon; /* interval only */
  int window_days;  /* to either side of the target, 0 to 366; -1: the default */
  int count;        /* last dose number; 0: no end. Interval and times */
  RgmDay until;     /* last day of a target; RGM_NO_DAY: no end. Interval and times */
  int fractions;    /* 1 to 200. Fractions only */
  int per_day;      /* 1 to 4. Fractions only */
  guint8 weekdays;  /* fractions and times */
  GArray *closed;   /* of RgmDay, sorted: no treatment on these days. Fractions and intervals that
                       are not in hours; never NULL */
  /* Of gint32, seconds of the day, sorted, each once; never NULL. Times have 1 to 24 of them,
   * fractions none or one for each session of a day. */
  GArray *times;
  int cycle_on,
    cycle_off; /* days with and without doses, from the first day on; 0, 0: no cycle. Times only */
  RgmPeriod gap; /* at least this long between two doses, in hours; count 0: none. As needed only */
  int max_per_day; /* at most so many within any 24 hours; 0: no limit. As needed only */
} RgmSchedule;

/**
 * rgm_schedule_new: a schedule of @kind with every other member at its neutral value: window -1, 1
 * session a day, Monday to Friday or, for fixed times, every day.
 */
RgmSchedule *rgm_schedule_new (RgmScheduleKind kind);
RgmSchedule *rgm_schedule_copy (const RgmSchedule *schedule);
void rgm_schedule_free (RgmSchedule *schedule);

/**
 * rgm_schedule_validate: whether the members are within their ranges and fit together.
 * Returns: FALSE with RGM_ERROR_USAGE, which names the wrong value, for example a first session on
 * a day that is no treatment day.
 */
gboolean rgm_schedule_validate (const RgmSchedule *schedule, GError **error);

/**
 * rgm_schedule_describe: for people: "every 4 weeks, counted from the day given", "10 sessions,
 * Mon-Fri, from Mon 2026-12-07 14:00".
 * @unit, @units: the words for one dose and for several ("session", "sessions"). Returns: (transfer
 * full).
 */
char *rgm_schedule_describe (const RgmSchedule *schedule, const char *unit, const char *units);

/**
 * rgm_period_parse: "4w", "28d", "1m", "6h", "4 weeks", "every four weeks", "daily", "every
 * other week", "once a month". Returns: FALSE with RGM_ERROR_USAGE for anything else or a count
 * outside 1-9999.
 */
gboolean rgm_period_parse (const char *text, RgmPeriod *period, GError **error);

/**
 * rgm_period_describe: "4 weeks", "1 month". Returns: (transfer full).
 */
char *rgm_period_describe (RgmPeriod period);

/**
 * rgm_period_days: the length in days, rounded down; a month counts as 30. For windows and
 * comparisons only, never for dates.
 */
int rgm_period_days (RgmPeriod period);

/**
 * rgm_times_parse: "08:00,20:00", "8am and 8pm". An hour alone is taken only if it is sure which
 * half of the day is meant: beside another time from 13 on, or if the same hour of the evening is
 * named, "8 and 8 in the evening". Returns: (transfer full) (element-type gint32): sorted; NULL
 * with RGM_ERROR_USAGE for no time, a malformed or repeated one, or more than 24.
 */
GArray *rgm_times_parse (const char *text, GError **error);

/**
 * rgm_cycle_parse: "21/7": days with and without doses, 1 to 366 each. Returns: FALSE with
 * RGM_ERROR_USAGE.
 */
gboolean rgm_cycle_parse (const char *text, int *on, int *off, GError **error);

/**
 * rgm_max_parse: "3/day", 1 to 99. Returns: FALSE with RGM_ERROR_USAGE.
 */
gboolean rgm_max_parse (const char *text, int *max_per_day, GError **error);

/**
 * rgm_weekdays_parse: "mon-fri", "mon,wed,fri", "sat". Returns: FALSE with RGM_ERROR_USAGE.
 */
gboolean rgm_weekdays_parse (const char *text, guint8 *weekdays, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmSchedule, rgm_schedule_free)

RGM_END_DECLS
