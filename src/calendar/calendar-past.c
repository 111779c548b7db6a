#include "calendar/calendar-past.h"

#include "calendar/calendar-event.h"

#include <string.h>

void
rgm_calendar_past_free (RgmCalendarPast *past)
{
  g_clear_pointer (&past->doses, g_array_unref);
  g_clear_pointer (&past->course, rgm_course_free);
  g_free (past);
}

void
rgm_dose_set_add (GByteArray *set, int number)
{
  guint byte = (guint)number / 8, length = set->len;
  if (byte >= length) {
    g_byte_array_set_size (set, byte + 1);
    memset (set->data + length, 0, byte + 1 - length);
  }
  set->data[byte] |= (guint8)(1 << number % 8);
}

static gboolean
is_known (const GByteArray *known, int number)
{
  guint byte = (guint)number / 8;
  return byte < known->len && (known->data[byte] & 1 << number % 8) != 0;
}

/* Whether the change concerns any dose that is not known. */
static gboolean
concerns (const RgmDoseChange *change, const GByteArray *known)
{
  int number = change->from;
  while (change->to != 0 && number <= change->to && is_known (known, number))
    number++;
  return change->to == 0 || number <= change->to;
}

static gboolean
was_shown (const RgmCalendarPast *past, const RgmDose *dose, const RgmDoseChange *change,
           const RgmCalendarPastQuery *query)
{
  const RgmCalendarSubject then = { .course = past->course, .zone = past->zone };
  RgmDay day = rgm_calendar_start (&then, dose).day;
  return day >= query->first && day <= rgm_zone_day (past->zone, change->at) + query->days;
}

static void
find_doses (RgmCalendarPast *past, const RgmDoseChange *change, const RgmCalendarPastQuery *query,
            GByteArray *known)
{
  RgmDay horizon = rgm_zone_day (past->zone, change->at) + query->days;
  g_autoptr (GArray) doses = rgm_course_doses (past->course, past->zone, change->at, horizon);
  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    gboolean concerned
      = dose->number >= change->from && (change->to == 0 || dose->number <= change->to);
    if (!concerned || is_known (known, dose->number) || !was_shown (past, dose, change, query))
      continue;
    g_array_append_vals (past->doses, dose, 1);
    rgm_dose_set_add (known, dose->number);
  }
}

static void
look_before (RgmStore *store, gint64 course_id, const RgmDoseChange *change,
             const RgmCalendarPastQuery *query, GByteArray *known, GPtrArray *found, GError **error)
{
  RgmCalendarPast *past = g_new0 (RgmCalendarPast, 1);
  past->doses = g_array_new (FALSE, FALSE, sizeof (RgmDose));
  past->course = rgm_store_course_before (store, course_id, change->change, &past->zone, error);
  if (past->course != NULL) {
    past->course->settled = 0; /* its history is whole: every dose is told from the first on */
    find_doses (past, change, query, known);
  }
  if (past->doses->len > 0)
    g_ptr_array_add (found, past);
  else
    rgm_calendar_past_free (past);
}

GPtrArray *
rgm_calendar_past (RgmStore *store, gint64 course_id, const GArray *changes,
                   const RgmCalendarPastQuery *query, GByteArray *known, GError **error)
{
  g_autoptr (GPtrArray) found
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_calendar_past_free);
  g_autoptr (GError) problem = NULL;
  for (guint i = changes->len; i-- > 0 && problem == NULL;) {
    const RgmDoseChange *change = &g_array_index (changes, RgmDoseChange, i);
    if (change->at >= query->since && concerns (change, known))
      look_before (store, course_id, change, query, known, found, &problem);
  }
  if (problem == NULL)
    return g_steal_pointer (&found);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}
