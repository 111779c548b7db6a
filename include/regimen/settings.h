/* settings.h: what the user can set in $XDG_CONFIG_HOME/regimen/regimen.conf. Documented in
 * regimen.conf(5). */
#pragma once

#include <regimen/error.h>

RGM_BEGIN_DECLS

#define RGM_LEADS_MAX 8

/* A list of lead times; the first n are used. They are sorted by the moments that they stand for:
 * before a target the largest comes first, after it the smallest. */
typedef struct {
  int n;
  int at[RGM_LEADS_MAX];
} RgmLeads;

typedef struct {
  /* [privacy] private=true: no treatment, effect or place in popups and exported titles */
  gboolean private_mode;
  /* [alerts] day-start=09:00, 00:00 to 23:59: when the alerts of a day begin, in seconds of the
   * day */
  int day_start;
  /* [alerts] quiet-from=22:00, quiet-until=07:00, in seconds of the day: alerts that repeat wait
   * until these hours are over; if both are the same, there are no quiet hours */
  int quiet_from, quiet_until;
  /* [alerts] book-days=14;3: how many days before the target, 1 to 365; empty: off */
  RgmLeads book_days;
  RgmLeads upcoming_days; /* [alerts] upcoming-days=1: how many days before, 1 to 30; empty: off */
  int due_minutes;        /* [alerts] due-minutes=120: how long before an appointment, 0 to 1440 */
  gboolean overdue;       /* [alerts] overdue=true or false */
  /* [alerts] overdue-daily=7, 0 to 60: how many days an overdue alert is repeated daily, before it
   * is repeated weekly */
  int overdue_daily;
  int overdue_minutes; /* [alerts] overdue-minutes=60, 1 to 720: how long after a fixed time */
  /* [alerts] overdue-hours=2, 1 to 24: how long after that the alert is repeated, once */
  int overdue_hours;
  /* [alerts] watch-days=0;1;3: how many days after a dose, 0 to 30; empty: off */
  RgmLeads watch_days;
  /* [alerts] response-days=14;21: days after the last fraction of a completed radiation course,
   * 1 to 90; empty: off */
  RgmLeads response_days;
  int snooze_minutes; /* [alerts] snooze-minutes=60, 1 to 1440 */
  int open_at_once;   /* [alerts] open-at-once=3, 1 to 20: how many popups may be open at a time */
  /* [publish] check-hours=6: how often the service looks for changes in the calendar on the
   * server, 0 to 168; 0: only when it publishes */
  int check_hours;
  /* [backup] daily=true or false: the service makes a copy of the record on each day on which the
   * record changed */
  gboolean daily_backup;
} RgmSettings;

/**
 * rgm_settings_init: sets the defaults.
 */
void rgm_settings_init (RgmSettings *settings);

/**
 * rgm_settings_load: changes the settings that the file @path sets; the others keep their values.
 * It is no error if the file does not exist.
 * @settings: (inout): not changed on failure.
 * Returns: FALSE with RGM_ERROR_SETTINGS, "FILE:LINE: …", for an unknown group or key, a repeated
 * one, or a value that is not accepted.
 */
gboolean rgm_settings_load (const char *path, RgmSettings *settings, GError **error);

RGM_END_DECLS
