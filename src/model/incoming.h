/* incoming.h: functions about events from a calendar of unknown origin that are not public. */
#pragma once

#include <regimen/incoming.h>

/* The other reading of @time, shown in @zone, the patient's, if possible. @other: (out). Returns:
 * FALSE if there is none. */
gboolean incoming_other (const RgmIncomingTime *time, const RgmZone *zone, RgmIncomingTime *other);

/**
 * incoming_expand: replaces each series in @events by its appointments: those that its rule gives,
 * of which the first is the start itself (RFC 5545 section 3.8.5.3), and those that were added.
 * Pure.
 *
 * An appointment that was changed on its own (RECURRENCE-ID) replaces the original one. An
 * appointment that was left out (EXDATE) becomes a cancelled one with excluded set. An exception
 * may give its time in another zone than the series; if it has no zone, its time is in the zone of
 * the series. If it gives only a day, or a midnight at which the series has no appointment, it is
 * for the appointment of that day. If it matches no appointment, it gets RGM_INCOMING_STRAY. If its
 * time has two readings, it changes nothing and gets RGM_INCOMING_UNSURE, and the appointments that
 * it may be for become unsure.
 *
 * If there are several versions of a series, only the latest one (by SEQUENCE, then by
 * LAST-MODIFIED or DTSTAMP) and its exceptions count. If there are several exceptions for one
 * appointment, the latest one counts too, and if they are equally late, the last one in the file. A
 * series whose appointments cannot be worked out gets RGM_INCOMING_RULE.
 * @keep: tells whether the series with a UID stays one event, which then gets RGM_INCOMING_REPEATS.
 * @zone: the zone of times that have none.
 * Returns: (transfer full) (element-type RgmIncoming): in the order of their series in the file.
 * NULL with RGM_ERROR_CALENDAR if there would be more than RGM_INCOMING_MOST.
 */
typedef gboolean (*RgmIncomingKeep) (const char *uid);
GPtrArray *incoming_expand (const GPtrArray *events, RgmIncomingKeep keep, const RgmZone *zone,
                            GError **error);
