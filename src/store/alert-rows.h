/* alert-rows.h: which alerts were shown, their popups, and the last sign of life of the service.
 * None of it is part of the record: writing needs a transaction, but no change. */
#pragma once

#include <regimen/store.h>

/* ---- alerts: which were shown. Not part of the record; no change needed, a transaction is ---- */
typedef enum {
  RGM_MARK_NONE,    /* never claimed */
  RGM_MARK_CLAIMED, /* a process is about to show it */
  RGM_MARK_SHOWN,
  RGM_MARK_SNOOZED, /* again at until */
} RgmMarkState;

typedef struct {
  RgmMarkState state;
  RgmInstant at;    /* of the last change of state */
  RgmInstant until; /* snoozed: the moment; else RGM_INSTANT_NONE */
  int attempts;     /* claims so far */
} RgmMark;

/* The mark of alert @key ("due:2026-12-03") of a dose. */
gboolean store_mark (RgmStore *store, gint64 course_id, int dose, const char *key, RgmMark *mark,
                     GError **error);
/* The snooze that holds for a dose at @now, among the marks whose key ends in @stem
 * (":2026-12-03"). If several hold, the one that ends last; if none does, an empty mark. A snooze
 * that began longer after @now than it lasts does not count: the clock was set back. */
gboolean store_snooze (RgmStore *store, gint64 course_id, int dose, const char *stem,
                       RgmInstant now, RgmMark *mark, GError **error);
gboolean store_set_mark (RgmStore *store, gint64 course_id, int dose, const char *key,
                         const RgmMark *mark, GError **error);

/* Adds to @courses (element-type gint64) the courses that have an alert that is claimed, or put off
 * past @now. */
gboolean store_waiting_alerts (RgmStore *store, RgmInstant now, GArray *courses, GError **error);
/* The alert of the patient that was snoozed last, at or after @since, if the snooze is not over at
 * @now. @dose: (out) (transfer full) (nullable): "denosumab/3"; NULL if there is none. @until:
 * (out): the end of the snooze. */
gboolean store_snoozed_since (RgmStore *store, gint64 patient_id, RgmInstant since, RgmInstant now,
                              char **dose, RgmInstant *until, GError **error);

/* The popup of a shown alert on a screen. A digest is one popup of several alerts. */
typedef struct {
  gint64 course_id;
  char *course_uid;
  int dose;
  char *key;
  char *server;     /* its unique name, which no other server ever has */
  guint32 id;       /* the number that the server gave the popup */
  RgmInstant since; /* when it was shown */
} RgmPopup;
void store_popup_free (RgmPopup *popup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmPopup, store_popup_free)

/* Notes which popup shows an alert. store_set_mark() forgets it. */
gboolean store_set_popup (RgmStore *store, gint64 course_id, int dose, const char *key,
                          const char *server, guint32 popup, GError **error);
/* @popup has left the screen. Nothing happens if another popup shows the alert by now. A @popup
 * without a server is one that the record does not know: then nothing happens if the record knows
 * any other one. @lost: the user did not close it, so the alert counts as never shown. */
gboolean store_end_popup (RgmStore *store, const RgmPopup *popup, gboolean lost, GError **error);
/* @found: (out): whether @popup shows its alert according to the record. */
gboolean store_has_popup (RgmStore *store, const RgmPopup *popup, gboolean *found, GError **error);
/* The alerts that are not on a screen, but are marked as shown at a time after @now.
 * Returns: (transfer full) (element-type RgmPopup): without a server. */
GPtrArray *store_shown_ahead (RgmStore *store, RgmInstant now, GError **error);
/* Returns: (transfer full) (element-type RgmPopup): all, those of one popup together. */
GPtrArray *store_popups (RgmStore *store, GError **error);

/* ---- state of the service: its last sign of life. Own transaction ---- */
gboolean store_set_heartbeat (RgmStore *store, RgmInstant at, const char *what, GError **error);
/* @at: (out): RGM_INSTANT_NONE if there was none. @what: (out) (transfer full) (nullable). */
gboolean store_heartbeat (RgmStore *store, RgmInstant *at, char **what, GError **error);

/* The file that the service for @database keeps locked: "DATABASE.lock" beside the file itself,
 * also if @database leads there through symbolic links. Returns: (transfer full). */
char *store_lock_path (const char *database);
/* Opens that file, and makes it if it is not there. Returns: -1 with RGM_ERROR_STORE, also if it is
 * another user's, and if it is not an ordinary file. */
int store_lock_open (const char *database, GError **error);

/* Whether the service runs for the database file @database: it holds the lock. */
gboolean store_service_runs (const char *database);
