/* service.h: carries out what the loop decides: on the record, on the screen, and on the timer. */
#pragma once

#include "daemon/loop.h"
#include "daemon/notifier.h"

typedef struct _Service Service;

/* What a test decides about an action before it is carried out. */
typedef enum {
  SERVICE_ACT,
  SERVICE_SKIP, /* leave out this action */
  SERVICE_DIE,  /* as if the process had died: leave out this action and the rest of the step */
} ServiceVerdict;

/* What the service works with. Borrows everything. */
typedef struct {
  const RgmCatalog *catalog;
  const RgmSettings *settings;
  const RgmZone *zone;
  const char *record; /* nullable: as in RgmSession */
  gboolean private_mode;
  gboolean once;
  gboolean beside; /* with once: a service is running, too, so its claims stay valid */
  const NotifierClass *notifier_class;
  Notifier *notifier;
  void (*set_timer) (RgmInstant at, gpointer data);
  void (*finished) (LoopOutcome outcome, int shown, gpointer data);
  /* Writes the page @name about @doses ("UUID/N") of one patient, and opens it in the browser of
   * the user, without waiting. If that fails, service_page_failed() is called with @token.
   * @activation: (nullable): the token that the window needs to come to the front. NULL: no page
   * can be opened. */
  void (*open_page) (const char *name, const char *const *doses, gboolean private_mode,
                     const char *activation, guint64 token, gpointer data);
  void (*remove_page) (const char *name, gpointer data);
  /* For tests: called before each action. NULL: every action is carried out. */
  ServiceVerdict (*before) (LoopActionKind kind, gpointer data);
  gpointer data;
} ServiceSetup;

/* @store: borrowed until service_set_store() or service_free(). */
Service *service_new (const ServiceSetup *setup, RgmStore *store);
void service_free (Service *service);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Service, service_free)

/**
 * service_turn: gives the loop an event and carries out everything that follows from it.
 * @event: LOOP_START, LOOP_WAKE, LOOP_RECORD, LOOP_REPLACED, LOOP_ANEW or LOOP_GIVE_UP.
 */
void service_turn (Service *service, LoopEventKind event, RgmInstant now);

/* As service_turn(), for an event of the notifier: UP, DOWN, SHOWN, FAILED, BUTTON or CLOSED. */
void service_notified (Service *service, const NotifierEvent *event, RgmInstant now);

/* Whether another process has written to the record since the last call. */
gboolean service_record_changed (Service *service);

/* Tells the service that the database file was replaced. @store: of the new file, borrowed. */
void service_set_store (Service *service, RgmStore *store);

/* Tells the service that the settings to which ServiceSetup.settings points have changed. If
 * @private_mode has changed, all popups get other words. */
void service_set_privacy (Service *service, gboolean private_mode, RgmInstant now);

/* The page of the popup with @token could not be written or opened. A note tells the user what to
 * type instead, once for each popup. */
void service_page_failed (Service *service, guint64 token, RgmInstant now);

/**
 * service_trouble: tells the user, in the next turn, about a trouble that can make alerts missing
 * or wrong. The user is told once, and the note is closed when the trouble is over.
 * @text: what the trouble is and what to type, without the name of a treatment; NULL: it is over.
 */
void service_trouble (Service *service, LoopTroubleKind kind, const char *title, const char *text);

/* The state of the loop: which alerts are on the screen or on their way there. */
const Loop *service_loop (const Service *service);
