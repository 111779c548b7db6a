/* fhir.c: schedules, states, values and ids in the form of FHIR R4. */
#include "model/fhir.h"

#include "model/observation.h"
#include "model/schedule.h"

#include <string.h>

/* FHIR R4, datatypes, decimal: readers have to keep at least this many digits. */
#define MOST_DIGITS 18

/* ---- how often ---- */

static const char *
unit_code (char unit)
{
  return unit == 'h' ? "h" : unit == 'w' ? "wk" : unit == 'm' ? "mo" : "d";
}

/* Sets the times of day: those of @schedule or, for an interval that is not in hours, the time of
 * its first dose. */
static void
set_times (FhirRepeat *repeat, const RgmSchedule *schedule)
{
  repeat->n_times = MIN (schedule->times->len, G_N_ELEMENTS (repeat->times));
  if (repeat->n_times > 0)
    memcpy (repeat->times, schedule->times->data, repeat->n_times * sizeof repeat->times[0]);
  else if (rgm_local_has_time (schedule->first) && schedule->every.unit != 'h')
    repeat->times[repeat->n_times++] = schedule->first.second;
}

gboolean
fhir_repeat (const RgmSchedule *schedule, FhirRepeat *repeat)
{
  gboolean fixed = schedule->kind == RGM_SCHEDULE_TIMES;
  RgmPeriod every = schedule->kind == RGM_SCHEDULE_AS_NEEDED ? schedule->gap : schedule->every;

  *repeat = (FhirRepeat){ .start = RGM_NO_DAY, .end = RGM_NO_DAY, .weekdays = RGM_EVERY_DAY };
  if (schedule->kind == RGM_SCHEDULE_ONCE || schedule->cycle_on > 0
      || (schedule->kind == RGM_SCHEDULE_AS_NEEDED && every.count == 0))
    return FALSE;
  if (every.count == 0)
    every = (RgmPeriod){ 1, 'd' };
  repeat->period = every.count;
  repeat->unit = unit_code (every.unit);
  repeat->frequency = fixed ? (int)schedule->times->len : schedule->per_day;
  if (schedule->kind == RGM_SCHEDULE_AS_NEEDED)
    return TRUE;
  repeat->count = schedule->kind == RGM_SCHEDULE_FRACTIONS ? schedule->fractions : schedule->count;
  repeat->start = fixed ? schedule_begin (schedule).day : schedule->first.day;
  repeat->end = schedule->until;
  if (schedule->kind != RGM_SCHEDULE_INTERVAL)
    repeat->weekdays = schedule->weekdays;
  set_times (repeat, schedule);
  return TRUE;
}

const char *
fhir_weekday (int weekday)
{
  static const char *const codes[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

  g_return_val_if_fail (weekday >= 1 && weekday <= 7, NULL);
  return codes[weekday - 1];
}

/* ---- status ---- */

const char *
fhir_medication_request_status (RgmCourseState state)
{
  static const char *const codes[] = { [RGM_COURSE_ACTIVE] = "active",
                                       [RGM_COURSE_COMPLETED] = "completed",
                                       [RGM_COURSE_STOPPED] = "stopped",
                                       [RGM_COURSE_PAUSED] = "on-hold" };

  return codes[state];
}

const char *
fhir_service_request_status (RgmCourseState state)
{
  return state == RGM_COURSE_STOPPED ? "revoked" : fhir_medication_request_status (state);
}

const char *
fhir_care_plan_status (const RgmCourseState *states, guint n)
{
  guint counts[RGM_COURSE_PAUSED + 1] = { 0 };

  for (guint i = 0; i < n; i++)
    counts[states[i]]++;
  return counts[RGM_COURSE_ACTIVE] > 0      ? "active"
         : counts[RGM_COURSE_PAUSED] > 0    ? "on-hold"
         : counts[RGM_COURSE_COMPLETED] < n ? "unknown"
                                            : "completed";
}

const char *
fhir_dose_status (RgmDoseState state)
{
  return state == RGM_DOSE_GIVEN     ? "completed"
         : state == RGM_DOSE_SKIPPED ? "not-done"
         : state == RGM_DOSE_HELD    ? "on-hold"
                                     : NULL;
}

const char *
fhir_series_status (RgmCourseState state, int given)
{
  static const char *const codes[] = { [RGM_COURSE_ACTIVE] = "in-progress",
                                       [RGM_COURSE_COMPLETED] = "completed",
                                       [RGM_COURSE_STOPPED] = "stopped",
                                       [RGM_COURSE_PAUSED] = "on-hold" };

  return given > 0 ? codes[state] : NULL;
}

/* ---- values ---- */

char *
fhir_decimal (const char *text, const char **comparator)
{
  const char *sign = NULL, *number = observation_number (text, &sign);
  g_autoptr (GString) out = g_string_new (NULL);
  gsize whole, digits;

  if (comparator != NULL)
    *comparator = sign;
  if (number == NULL || (comparator == NULL && sign != NULL))
    return NULL;
  if (*number == '-')
    g_string_append_c (out, *number++);
  while (number[0] == '0' && g_ascii_isdigit (number[1]))
    number++;
  whole = strspn (number, G_CSET_DIGITS);
  digits = strlen (number) - (number[whole] == '.');
  g_string_append (out, whole == 0 ? "0" : "");
  g_string_append_len (out, number, (gssize)(digits > whole ? digits + 1 : whole));
  return digits <= MOST_DIGITS ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

gboolean
fhir_quantity (const char *amount, char **number, char **unit)
{
  const char *blank = strchr (amount, ' ');
  g_autofree char *first = blank != NULL ? g_strndup (amount, (gsize)(blank - amount)) : NULL;

  *number = first != NULL && strstr (amount, " / ") == NULL ? fhir_decimal (first, NULL) : NULL;
  *unit = *number != NULL ? g_strdup (blank + 1) : NULL;
  return *number != NULL;
}

/* ---- ids ---- */

/* Appends the bytes of @uuid, which must be valid. */
static void
add_bytes (GByteArray *bytes, const char *uuid)
{
  for (const char *at = uuid; *at != '\0'; at++) {
    guint8 byte;

    if (*at == '-')
      continue;
    byte = (guint8)(g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));
    g_byte_array_append (bytes, &byte, 1);
    at++;
  }
}

char *
fhir_id (const char *uuid, const char *name)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *hash = NULL;
  static const char variants[] = "89ab";

  g_return_val_if_fail (g_uuid_string_is_valid (uuid), NULL);
  add_bytes (bytes, uuid);
  g_byte_array_append (bytes, (const guint8 *)name, (guint)strlen (name));
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA1, bytes->data, bytes->len);
  return g_strdup_printf ("%.8s-%.4s-5%.3s-%c%.3s-%.12s", hash, hash + 8, hash + 13,
                          variants[g_ascii_xdigit_value (hash[16]) & 3], hash + 17, hash + 20);
}
