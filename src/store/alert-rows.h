/* alert-rows.h: which alerts were shown, their popups, and the last sign of life of the service.
 * None of it is part of the record: writing needs a transaction, but no change. */
#pragma once

#include <regimen/store.h>

/* ---- alerts: which were shown ---- */
typedef enum {
  RGM_MARK_NONE,    /* never claimed */
  RGM_MARK_CLAIMED, /* a process is about to show it */
  RGM_MARK_SHOWN,
  RGM_MARK_SNOOZED, /* to be shown again at the time "until" */
} RgmMarkState;

typedef struct {
  RgmMarkState state;
  RgmInstant at;      /* when the state last changed */
  RgmInstant until;   /* when a snoozed alert is shown again; else RGM_INSTANT_NONE */
  int attempts;       /* how often it was claimed so far */
  gboolean on_screen; /* a popup of it is on the screen, as far as is known */
} RgmMark;

/* Reads the mark of the alert @key ("due:2026-12-03", for example) of a dose. */
gboolean store_mark (RgmStore *store, gint64 course_id, int dose, const char *key, RgmMark *mark,
                     GError **error);
/* Finds the snooze that is in force for a dose at @now, among the marks whose key ends in @stem
 * (":2026-12-03", for example). If there are several, it is the one that ends last; if there is
 * none, @mark is empty. A snooze that began longer after @now than it lasts does not count: the
 * clock was set back. */
gboolean store_snooze (RgmStore *store, gint64 course_id, int dose, const char *stem,
                       RgmInstant now, RgmMark *mark, GError **error);
gboolean store_set_mark (RgmStore *store, gint64 course_id, int dose, const char *key,
                         const RgmMark *mark, GError **error);

/* Adds to @courses (element-type gint64) the courses with an alert that is claimed, or snoozed
 * until after @now. */
gboolean store_waiting_alerts (RgmStore *store, RgmInstant now, GArray *courses, GError **error);
/* Finds the patient's alert that was snoozed last, among those that were snoozed from @since to
 * @now and whose snooze is not over at @now. @dose: (out) (transfer full) (nullable): for example
 * "denosumab/3"; NULL if there is none. @until: (out): the end of the snooze. */
gboolean store_snoozed_since (RgmStore *store, gint64 patient_id, RgmInstant since, RgmInstant now,
                              char **dose, RgmInstant *until, GError **error);

/* The popup on the screen that shows an alert. A digest is one popup for several alerts. */
typedef struct {
  gint64 course_id;
  char *course_uid;
  int dose;
  char *key;
  char *server;     /* the unique D-Bus name of the server, which no other server ever has */
  guint32 id;       /* the number that the server gave the popup */
  RgmInstant since; /* when it was shown */
} RgmPopup;
void store_popup_free (RgmPopup *popup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmPopup, store_popup_free)

/* Notes that the alert @key, whose mark is about to change, may still be in a popup. Nothing in
 * that popup is current any more, so the next process that shows alerts closes it. */
gboolean
store_leave_popup (RgmStore *store, gint64 course_id, int dose, const char *key, GError **error);

/* Notes which popup shows an alert that is marked as shown. store_set_mark() forgets the popup. */
gboolean store_set_popup (RgmStore *store, gint64 course_id, int dose, const char *key,
                          const char *server, guint32 popup, GError **error);
/* Notes that @popup has left the screen. Does nothing if another popup is noted for the alert by
 * now. A @popup whose server is NULL was never noted: then this does nothing if any popup is noted
 * for the alert. @lost: the user did not close it, so the alert counts as never shown. */
gboolean store_end_popup (RgmStore *store, const RgmPopup *popup, gboolean lost, GError **error);
/* @found: (out): whether it is noted that @popup shows its alert. */
gboolean store_has_popup (RgmStore *store, const RgmPopup *popup, gboolean *found, GError **error);
/* @found: (out): whether a dose is on record as given more than SAFETY_CLOCK_ERROR after @now or,
 * if only its day is known, more than SAFETY_DAY_ERROR after it: a clock or a date was wrong when
 * it was entered. */
gboolean store_given_ahead (RgmStore *store, RgmInstant now, gboolean *found, GError **error);
/* The alerts that are marked as shown at a time after @now, and for which no popup is noted.
 * Returns: (transfer full) (element-type RgmPopup): their server is NULL. */
GPtrArray *store_shown_ahead (RgmStore *store, RgmInstant now, GError **error);
/* Returns: (transfer full) (element-type RgmPopup): all popups that are noted; the alerts of one
 * popup follow each other. */
GPtrArray *store_popups (RgmStore *store, GError **error);

/* ---- the last sign of life of the service; setting it is a transaction of its own ---- */
gboolean store_set_heartbeat (RgmStore *store, RgmInstant at, const char *what, GError **error);
/* Reads the last sign of life. @at: (out): RGM_INSTANT_NONE if there was none. @what: (out)
 * (transfer full) (nullable): the text that was given with it. */
gboolean store_heartbeat (RgmStore *store, RgmInstant *at, char **what, GError **error);

/* The file that the service for @database keeps locked: "DATABASE.lock" beside the file itself,
 * also if @database leads there through symbolic links. Returns: (transfer full). */
char *store_lock_path (const char *database);
/* Opens the file at store_lock_path(), and makes it if it is not there. Returns: -1 with
 * RGM_ERROR_STORE, for example if the file belongs to another user or is not an ordinary file. */
int store_lock_open (const char *database, GError **error);

/* Whether the service is running for the database file @database, that is, holds its lock. */
gboolean store_service_runs (const char *database);
