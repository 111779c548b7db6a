/* backup-maker.h: has a copy of the record made on each day on which something was changed. The
 * program regimen makes the copy, so that neither a slow disk nor a damaged record holds up an
 * alert. This wakes the service at most once a day, and only if something was changed since the
 * last copy. */
#pragma once

#include <regimen/zone.h>

/* ---- when a copy is due; pure ---- */

typedef enum {
  MAKER_CHANGED, /* the record changed, or may have */
  MAKER_MOMENT,  /* the next day has begun, or any other moment */
  MAKER_DONE,    /* the program succeeded: it made a copy, or none was needed */
  MAKER_FAILED,  /* it failed, or could not be started */
} MakerEvent;

typedef struct {
  gboolean running, again; /* again: the record changed while the program was running */
  gboolean waits;          /* something on record may be missing in every copy */
  RgmDay tried;            /* the day on which the program was last started; RGM_NO_DAY: not yet */
  RgmDay copied;           /* the day of the newest copy, as far as is known; RGM_NO_DAY: none */
} Maker;

/* The state when the service has just started, or when the record has just been replaced. */
void maker_init (Maker *maker);

/**
 * maker_step: changes @maker as @event requires on the day @today.
 * @copied: with MAKER_DONE: the day of the newest copy; RGM_NO_DAY: there is none.
 * @made: with MAKER_DONE: whether this run made it.
 * Returns: whether to start the program now. At most one copy is made on each day. After a failure
 * the program is started again when the record changes, or on the next day.
 */
gboolean maker_step (Maker *maker, MakerEvent event, RgmDay today, RgmDay copied, gboolean made);

/* Whether maker_step() has to be called with MAKER_MOMENT when the next day begins. */
gboolean maker_needs_next_day (const Maker *maker);

/* ---- the program ---- */

typedef struct _BackupMaker BackupMaker;

/* @tick: called from the main loop when backup_maker_tick() has to be called. */
BackupMaker *backup_maker_new (const char *database, void (*tick) (gpointer data), gpointer data);
/* A copy that is being made is still completed. */
void backup_maker_free (BackupMaker *maker);

/* Call this when the record may have changed. The program starts a moment later, so that several
 * writes in a row count as one. */
void backup_maker_changed (BackupMaker *maker);
/* Call this when another record may be at the path of the database. */
void backup_maker_replaced (BackupMaker *maker);

/**
 * backup_maker_tick: starts the program if a copy is due.
 * @wanted: whether the user wants copies and the record can be read.
 * @zone: of the machine; days begin by it.
 * Returns: when to call it again; RGM_INSTANT_NONE: after the next change.
 */
RgmInstant
backup_maker_tick (BackupMaker *maker, gboolean wanted, const RgmZone *zone, RgmInstant now);
