/* dose-query: computes courses, one a line, so that a script can ask thousands.
 *
 *   zone|schedule as stored|record|now|horizon|taken at       (the language of model-rows.h)
 *
 * One line a dose, members with one blank between them: number, target, the target as an instant,
 * how it met the zone (0 exact, 1 gap, 2 repeated), earliest, latest, state, why, the dose it
 * counts from (0 where none is named), "~" where tentative else "-", the moment by which it is
 * announced and, for an open dose, from when on it is overdue. Then
 * "= STATE NEXT TAKEN": the state of the course, its next open dose and the one that a log of a
 * dose taken at the last time (now, if the row has none) answers, with "!" if that one is on
 * record; 0: none.
 */
#include "model-rows.h"
#include "model/course-doses.h"
#include "model/dose.h"

#include <stdio.h>

static const char *const whys[] = { "first", "given", "target", "plan", "days", "makeup",
                                    "moved", "pause", "closed", "slot", "taken" };

static char *
overdue_from (const RgmDose *dose, const RgmZone *zone)
{
  return dose->open ? rgm_instant_format_utc (dose_overdue_from (dose, zone)) : g_strdup ("-");
}

/* Only these two reasons name a dose. */
static int
counted_from (const RgmDose *dose)
{
  return dose->why == RGM_WHY_GIVEN || dose->why == RGM_WHY_TARGET ? dose->why_dose : 0;
}

static void
print_dose (const RgmDose *dose, const RgmZone *zone)
{
  RgmFit fit;
  g_autofree char *target = rgm_local_format (dose->target);
  g_autofree char *at = rgm_instant_format_utc (rgm_zone_to_instant (zone, dose->target, &fit));
  g_autofree char *earliest = rgm_day_format (dose->earliest);
  g_autofree char *latest = rgm_day_format (dose->latest);
  g_autofree char *moment = rgm_instant_format_utc (rgm_dose_moment (dose, zone));
  g_autofree char *overdue = overdue_from (dose, zone);

  printf ("%d %s %s %d %s %s %s %s %d %s %s %s\n", dose->number, target, at, (int)fit, earliest,
          latest, rgm_dose_state_name (dose->state), whys[dose->why], counted_from (dose),
          dose->tentative ? "~" : "-", moment, overdue);
}

static void
answer (const char *line)
{
  g_auto (GStrv) cells = g_strsplit (line, "|", 6);
  const RgmZone *zone = rows_zone (cells[0]);
  g_autoptr (RgmCourse) course = rows_course_of (cells[1], cells[2], zone);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) doses = NULL;
  RgmInstant now = 0, at = 0;
  RgmDay horizon;
  RgmDose next = { 0 }, taken = { 0 };

  rgm_instant_parse (cells[3], &now, &error);
  g_assert_no_error (error);
  horizon = rgm_day_parse (cells[4], &error);
  g_assert_no_error (error);
  rgm_instant_parse (cells[5] != NULL ? cells[5] : cells[3], &at, &error);
  g_assert_no_error (error);
  doses = rgm_course_doses (course, zone, now, horizon);
  for (guint i = 0; i < doses->len; i++)
    print_dose (&g_array_index (doses, RgmDose, i), zone);
  if (!rgm_course_next (course, zone, now, &next))
    next.number = 0;
  if (rgm_course_schedule (course)->kind == RGM_SCHEDULE_AS_NEEDED
      || !course_taken_dose (course, zone, now, at, &taken))
    taken = (RgmDose){ 0 };
  printf ("= %s %d %d%s\n", rgm_course_state_name (rgm_course_state (course, zone, now)),
          next.number, taken.number, taken.administration != NULL ? "!" : "");
}

int
main (void)
{
  char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0) {
    answer (g_strchomp (line));
    fflush (stdout);
  }
  free (line);
  return 0;
}
