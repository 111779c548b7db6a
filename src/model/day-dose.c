/* Finds the dose that the user means by the day, or the part of a day, on which it was taken. */
#include "model/day-dose.h"

#include "base/civil.h"
#include "base/day-part.h"
#include "base/i18n.h"
#include "model/course-before.h"
#include "model/course-doses.h"
#include "model/course.h"
#include "model/schedule.h"

#include <regimen/describe.h>

#define HOUR 3600

/* ---- fixed times ---- */

typedef struct {
  const RgmZone *zone;
  RgmDay day;
  RgmDayPart part;
  RgmInstant latest; /* a dose planned after this moment cannot have been taken yet */
  /* if set, the search is for times before this beginning of the course; RGM_LOCAL_NONE: it is for
   * doses of the course */
  RgmLocal begin;
  /* of RgmDose: all of that day or in that part; number 0: a time before the course begins */
  GArray *of_day;
  GArray *meant; /* of RgmDose: those in @of_day that the user may mean */
} Search;

static void
visit_day (const RgmDose *dose, gpointer data)
{
  const Search *search = data;
  RgmLocal local = rgm_dose_local (dose);
  gboolean inside = day_part_has (search->day, search->part, local);
  RgmDose found = *dose;

  if (dose->state == RGM_DOSE_CANCELLED || (!inside && local.day != search->day)
      || (search->begin.day != RGM_NO_DAY && civil_local_compare (local, search->begin) >= 0))
    return;
  if (search->begin.day != RGM_NO_DAY)
    found.number = 0;
  g_array_append_val (search->of_day, found);
  if (inside && rgm_dose_moment (dose, search->zone) <= search->latest)
    g_array_append_val (search->meant, found);
}

/* "calcium/2 (08:00), calcium/3 (20:00)"; times before the course begins only as "08:00". Returns:
 * (transfer full). */
static char *
list_doses (const RgmCourse *course, const GArray *doses)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    RgmLocal local = rgm_dose_local (dose);

    g_string_append (text, i > 0 ? ", " : "");
    if (dose->number > 0)
      g_string_append_printf (text, "%s/%d (%02d:%02d)", course->handle, dose->number,
                              local.second / HOUR, local.second / 60 % 60);
    else
      g_string_append_printf (text, "%02d:%02d", local.second / HOUR, local.second / 60 % 60);
  }
  return g_string_free (text, FALSE);
}

char *
course_slot_typed (const RgmCourse *course, RgmLocal slot)
{
  static const RgmDayPart parts[]
    = { RGM_PART_NONE, RGM_PART_MORNING, RGM_PART_AFTERNOON, RGM_PART_EVENING, RGM_PART_NIGHT };
  const GArray *times = course_revision (course, 1)->schedule->times;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    int count = 0;

    for (int later = 0; later <= 1; later++) /* a night reaches into the next day */
      for (guint n = 0; n < times->len; n++) {
        RgmLocal each = { slot.day + later, g_array_index (times, gint32, n) };
        count += day_part_has (slot.day, parts[i], each);
      }
    if (count == 1 && day_part_has (slot.day, parts[i], slot))
      return day_part_format (slot.day, parts[i]);
  }
  return g_strdelimit (rgm_local_format (slot), "T", ' ');
}

/* The commands that log those of @doses that may have been taken by now and are not on record:
 * "regimen log calcium/2 --at 2026-11-22 (the dose at 08:00)". Returns: (transfer full): "" if
 * there are none. */
static char *
list_commands (const RgmCourse *course, const Search *search, const GArray *doses)
{
  GString *text = g_string_new (NULL);
  RgmLocal last = RGM_LOCAL_NONE;
  gboolean has_last = course_last_before (course, search->zone, &last);

  for (guint i = 0; i < doses->len; i++) {
    const RgmDose *dose = &g_array_index (doses, RgmDose, i);
    RgmLocal local = rgm_dose_local (dose);
    g_autofree char *day = rgm_day_format (local.day), *command = NULL;
    g_autofree char *time
      = g_strdup_printf ("%02d:%02d", local.second / HOUR, local.second / 60 % 60);

    if (dose->administration != NULL || rgm_dose_moment (dose, search->zone) > search->latest
        || (dose->number == 0 && !course_can_begin_with (course)))
      continue;
    if (dose->number > 0)
      command = g_strdup_printf ("regimen log %s/%d --at %s", course->handle, dose->number, day);
    else {
      g_autofree char *typed = course_slot_typed (course, local);

      command = g_strdup_printf (has_last && rgm_local_equal (local, last)
                                   ? "regimen log %s --at \"%s\""
                                   : "regimen log %s --at \"%s\" --begin",
                                 course->handle, typed);
    }
    g_string_append (text, text->len > 0 ? ", " : "");
    g_string_append_printf (text, _ ("%s (the dose at %s)"), command, time);
  }
  return g_string_free (text, FALSE);
}

static void
fail_unclear (const RgmCourse *course, const Search *search, RgmInstant now, GError **error)
{
  g_autofree char *when = day_part_describe (search->day, search->part);
  g_autofree char *list = list_doses (course, search->of_day);
  const GArray *offered = search->meant->len > 0 ? search->meant : search->of_day;
  g_autofree char *commands = list_commands (course, search, offered);
  RgmInstant begins
    = rgm_zone_to_instant (search->zone, day_part_begin (search->day, search->part), NULL);

  if (begins > now)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is still to come; only a dose that has already been taken can be logged"),
                 when);
  else if (search->meant->len > 1 && *commands != '\0')
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has several doses on %s; name the one that was taken: %s"), course->handle,
                 when, commands);
  else if (search->meant->len > 1)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has several doses on %s, and all of them are on record: %s"),
                 course->handle, when, list);
  else if (*commands != '\0')
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has no dose on %s; to log another one of that day: %s"), course->handle,
                 when, commands);
  else if (search->of_day->len > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s has no dose on %s that can be logged now; the doses of that day are: %s"),
                 course->handle, when, list);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s has no dose on %s"), course->handle,
                 when);
}

static int
by_target (gconstpointer a, gconstpointer b)
{
  return civil_local_compare (((const RgmDose *)a)->target, ((const RgmDose *)b)->target);
}

gboolean
course_dose_of_day (const RgmCourse *course, const RgmZone *zone, RgmInstant now, RgmDay day,
                    RgmDayPart part, RgmDose *dose, RgmLocal *before, GError **error)
{
  const RgmSchedule *first = course_revision (course, 1)->schedule;
  g_autoptr (GArray) of_day = g_array_new (FALSE, FALSE, sizeof (RgmDose));
  g_autoptr (GArray) meant = g_array_new (FALSE, FALSE, sizeof (RgmDose));
  g_autoptr (RgmCourse) longer = NULL;
  Search search = { .zone = zone,
                    .day = day,
                    .part = part,
                    .latest = now + schedule_spacing (rgm_course_schedule (course)) / 4,
                    .begin = RGM_LOCAL_NONE,
                    .of_day = of_day,
                    .meant = meant };
  RgmDay horizon = MAX (day, rgm_zone_day (zone, now)) + 1;
  gboolean can_begin = course_can_begin_with (course);

  course_visit_doses (course, zone, now, horizon, visit_day, &search);
  search.begin = schedule_begin (first);
  if (course->settled == 0 && first->kind == RGM_SCHEDULE_TIMES && day <= search.begin.day
      && (can_begin || meant->len == 0)) {
    longer = course_begun_before (course, day);
    course_visit_doses (longer, zone, now, MIN (horizon, search.begin.day), visit_day, &search);
    g_array_sort (of_day, by_target);
    g_array_sort (meant, by_target);
  }
  /* If the course cannot begin earlier, it does not matter which of the times before it is
   * meant. */
  if (meant->len != 1 && (meant->len == 0 || can_begin || longer == NULL)) {
    fail_unclear (course, &search, now, error);
    return FALSE;
  }
  *dose = g_array_index (meant, RgmDose, meant->len - 1);
  *before = dose->number == 0 ? dose->target : RGM_LOCAL_NONE;
  return TRUE;
}

/* ---- if the day is not enough ---- */

void
course_fail_day_alone (const RgmCourse *course, int number, const RgmZone *zone, RgmInstant now,
                       RgmDay day, RgmDayPart part, GError **error)
{
  static const int usual[] = { 12, 8, 14, 19, 22 }; /* an hour in each RgmDayPart */
  RgmLocal today = rgm_zone_to_local (zone, now), like = { day, usual[part] * HOUR };
  g_autofree char *when = day_part_describe (day, part), *typed = NULL, *planned = NULL;
  RgmDose dose;

  if (civil_local_compare (like, today) >= 0)
    like.second = (today.second - 1) / HOUR * HOUR;
  typed = g_strdelimit (rgm_local_format (like), "T", ' ');
  if (rgm_zone_to_instant (zone, day_part_begin (day, part), NULL) > now)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is still to come; only a dose that has already been taken can be logged"),
                 when);
  else if (number > 0 && rgm_course_dose (course, number, zone, now, &dose, NULL) && dose.slot) {
    planned = rgm_local_describe (rgm_dose_local (&dose));
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s/%d is planned for %s, which is not on %s; type roughly when it was taken, "
                    "like --at \"%s\""),
                 course->handle, number, planned, when, typed);
  } else
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("for %s the day alone is not enough; type roughly when it was taken, like --at \"%s\""),
      course->handle, typed);
}
