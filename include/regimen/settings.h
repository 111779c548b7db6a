/* settings.h: what a person can set in $XDG_CONFIG_HOME/regimen/regimen.conf. Documented in regimen.conf(5). */
#pragma once

#include <regimen/error.h>

RGM_BEGIN_DECLS

#define RGM_LEADS_MAX 8

/* A list of lead times, count used. */
typedef struct {
  int n;
  int at[RGM_LEADS_MAX];
} RgmLeads;

typedef struct {
  gboolean private_mode;    /* [privacy] private=true: no treatment, effect or place in popups and exported titles */
  int day_start;            /* [alerts] day-start=09:00, in seconds of the day */
  RgmLeads book_days;       /* [alerts] book-days=14;3: days before the target; empty: off */
  RgmLeads upcoming_days;   /* [alerts] upcoming-days=1 */
  int due_minutes;          /* [alerts] due-minutes=120: before an appointment */
  gboolean overdue;         /* [alerts] overdue=true */
  RgmLeads watch_days;      /* [alerts] watch-days=0;1;3: days after a dose */
  RgmLeads response_days;   /* [alerts] response-days=14;21: days after the last fraction of a completed radiation course */
  int snooze_minutes;       /* [alerts] snooze-minutes=60 */
  int open_at_once;         /* [alerts] open-at-once=3 */
} RgmSettings;

/**
 * rgm_settings_init: the defaults.
 */
void rgm_settings_init (RgmSettings *settings);

/**
 * rgm_settings_load: reads @path over the defaults. A file that is not there is no error.
 * Returns: FALSE with RGM_ERROR_SETTINGS, "FILE:LINE: …", for an unknown group or key, a repeated one, or a value that is not accepted.
 */
gboolean rgm_settings_load (const char *path, RgmSettings *settings, GError **error);

RGM_END_DECLS
