/* followers.h: runs what keeps calendars equal to the record: after each change, at the start, and
 * when a day begins. In processes of their own, so that nothing of it can disturb the alerts. */
#pragma once

#include <regimen/store.h>

typedef struct _Followers Followers;

/**
 * followers_new:
 * @database: the only thing that the programs are told.
 * @check_hours: after how many the calendar on the server is looked at; 0: never.
 * @tick: called from the main loop when followers_tick() is to be called.
 */
Followers *
followers_new (const char *database, int check_hours, void (*tick) (gpointer data), gpointer data);
/* A program that still runs goes on by itself. */
void followers_free (Followers *followers);

/* The record may have changed: a moment later, so that what is written in a row counts once. */
void followers_changed (Followers *followers);

/**
 * followers_tick: starts what is to be started. @store: read, to know what follows and when days
 * begin. @zone: of the machine.
 * Returns: the moment at which to call it again; RGM_INSTANT_NONE: none.
 */
RgmInstant
followers_tick (Followers *followers, RgmStore *store, const RgmZone *zone, RgmInstant now);
