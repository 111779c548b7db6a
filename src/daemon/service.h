/* service.h: carries out what the loop decides: on the record, on the screen, and on the timer. */
#pragma once

#include "daemon/loop.h"
#include "daemon/notifier.h"

typedef struct _Service Service;

/* What the service works with. Borrows everything. */
typedef struct {
  const RgmCatalog *catalog;
  const RgmSettings *settings;
  const RgmZone *zone;
  gboolean private_mode;
  gboolean once;
  gboolean beside; /* once: a service runs: what it has claimed is its own, however long ago */
  const NotifierClass *notifier_class;
  Notifier *notifier;
  void (*set_timer) (RgmInstant at, gpointer data);
  void (*finished) (LoopOutcome outcome, int shown, gpointer data);
  /* nullable: asked before each action; TRUE: the process has died, nothing more is done (tests) */
  gboolean (*dies) (gpointer data);
  gpointer data;
} ServiceSetup;

/* @store: (transfer full). */
Service *service_new (const ServiceSetup *setup, RgmStore *store);
void service_free (Service *service);

/**
 * service_turn: one turn of the loop with all that follows from it.
 * @event: LOOP_START, LOOP_WAKE, LOOP_RECORD or LOOP_GIVE_UP.
 */
void service_turn (Service *service, LoopEventKind event, RgmInstant now);

/* The same for what the notifier reports. Not for NOTIFIER_LOST. */
void service_notified (Service *service, const NotifierEvent *event, RgmInstant now);

/* Whether another process has written since the last call. */
gboolean service_record_changed (Service *service);

/* The record that the service works on. Returns: (transfer none): until service_set_store(). */
RgmStore *service_store (const Service *service);

/* Another file stands in the place of the database. @store: (transfer full). */
void service_set_store (Service *service, RgmStore *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Service, service_free)
