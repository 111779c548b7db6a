/* incoming.h: what only our own code asks of the events of a calendar of unknown origin. */
#pragma once

#include <regimen/incoming.h>

/* The other reading of @time, shown in @zone, the patient's, if possible. Returns: FALSE if there
 * is none. */
gboolean incoming_other (const RgmIncomingTime *time, const RgmZone *zone, RgmIncomingTime *other);

/**
 * incoming_expand: replaces each series in @events by its appointments: those of its rule, of which
 * the first is the start itself (RFC 5545 section 3.8.5.3), and its added days. Pure.
 *
 * An appointment that was changed by itself (RECURRENCE-ID) replaces the one it changes, and one
 * that is left out (EXDATE) is a cancelled one with excluded set. An exception may give its time in
 * another zone than the series, or in none, which means that of the series. If it gives no time, or
 * a midnight at which nothing is, it is for the appointment of that day; if it matches none, it
 * gets RGM_INCOMING_STRAY. If its time can be read in two ways, it changes nothing and gets
 * RGM_INCOMING_UNSURE, and the appointments that it may be for become unsure. Of several versions
 * of a series the latest one counts (SEQUENCE, then LAST-MODIFIED or DTSTAMP), with its exceptions;
 * of several exceptions for one appointment the latest one counts too, and of equal ones the last
 * in the file. A series that is not plain gets RGM_INCOMING_RULE.
 * @keep: tells whether the series with a UID stays one event, which gets RGM_INCOMING_REPEATS.
 * @zone: that of times without one.
 * Returns: (transfer full) (element-type RgmIncoming): in the order of their series in the file.
 * NULL with RGM_ERROR_CALENDAR if there would be more than RGM_INCOMING_MOST.
 */
typedef gboolean (*RgmIncomingKeep) (const char *uid);
GPtrArray *incoming_expand (const GPtrArray *events, RgmIncomingKeep keep, const RgmZone *zone,
                            GError **error);
