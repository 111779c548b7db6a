#include "model-rows.h"

#include <string.h>

#include "model/course.h"
#include "model/schedule.h"

#include <string.h>

const RgmZone *
rows_zone (const char *name)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *zone = rgm_zone_get (name, &error);

  g_assert_no_error (error);
  return zone;
}

RgmLocal
rows_local (const char *text)
{
  g_autoptr (GError) error = NULL;
  RgmLocal local = RGM_LOCAL_NONE;

  rgm_local_parse (text, &local, &error);
  g_assert_no_error (error);
  return local;
}

RgmCourse *
rows_course (const char *schedule_text)
{
  g_autoptr (GError) error = NULL;
  RgmCourse *course = course_new ();
  RgmRevision *revision = g_new0 (RgmRevision, 1);

  course->handle = g_strdup ("test");
  revision->from_dose = 1;
  revision->schedule = schedule_from_stored (schedule_text, &error);
  g_assert_no_error (error);
  g_ptr_array_add (course->revisions, revision);
  return course;
}

static int
by_dose (gconstpointer a, gconstpointer b)
{
  const RgmAdministration *left = *(RgmAdministration *const *)a;
  const RgmAdministration *right = *(RgmAdministration *const *)b;

  return (left->dose > right->dose) - (left->dose < right->dose);
}

void
rows_add_administration (RgmCourse *course, int dose, RgmOutcome outcome, RgmInstant at,
                         gboolean makeup)
{
  RgmAdministration *administration = g_new0 (RgmAdministration, 1);

  administration->dose = dose;
  administration->outcome = outcome;
  administration->at = at;
  administration->makeup = makeup;
  course->makeups += makeup;
  g_ptr_array_add (course->administrations, administration);
  g_ptr_array_sort (course->administrations, by_dose);
}

/* Moves and pauses were made in the order in which a row has them. */
static gint64
next_change (const RgmCourse *course)
{
  return course->moves->len + course->pauses->len + 1;
}

/* "2026-12-20..2027-01-15", or without an end; with the moment at which it was made:
 * "2026-12-20../2026-12-20T08:30". Without one it was made long before. */
static void
add_pause (RgmCourse *course, int dose, const char *what, const RgmZone *zone)
{
  g_auto (GStrv) parts = g_strsplit (what, "/", 2);
  g_auto (GStrv) ends = g_strsplit (parts[0], "..", 2);
  RgmPause *pause = g_new0 (RgmPause, 1);

  pause->from_dose = dose;
  pause->from = rows_local (ends[0]).day;
  pause->until = ends[1][0] != '\0' ? rows_local (ends[1]).day : RGM_NO_DAY;
  pause->made_at = parts[1] != NULL ? rows_instant (parts[1], zone) : 0;
  pause->change = next_change (course);
  g_ptr_array_add (course->pauses, pause);
}

static void
add_revision (RgmCourse *course, int dose, const char *words)
{
  g_autofree char *text = g_strdelimit (g_strdup (words), "_", ' ');
  g_autoptr (RgmCourse) other = rows_course (text);
  RgmRevision *revision = g_ptr_array_steal_index (other->revisions, 0);

  revision->from_dose = dose;
  g_ptr_array_add (course->revisions, revision);
}

/* @what without a "!" at its end; if it has one, @anyway is set. */
static char *
take_anyway (const char *what, char **anyway)
{
  g_assert_nonnull (what);
  if (!g_str_has_suffix (what, "!"))
    return g_strdup (what);
  *anyway = g_strdup ("a refusal");
  return g_strndup (what, strlen (what) - 1);
}

/* "2026-12-02T10:30", or with the zone that it was booked in: "2026-12-02T10:30/Asia/Tokyo". It was
 * booked after all else came on record; with a "<" before it, before all else. */
static void
add_appointment (RgmCourse *course, int dose, const char *what, const RgmZone *zone)
{
  gboolean later = g_str_has_prefix (what, "<");
  g_autofree char *anyway = NULL, *words = take_anyway (what + later, &anyway);
  g_auto (GStrv) parts = g_strsplit (words, "/", 2);
  const char *name = parts[1] != NULL ? parts[1] : rgm_zone_name (zone);
  RgmAppointment *appointment = g_new0 (RgmAppointment, 1);

  *appointment = (RgmAppointment){ .dose = dose,
                                   .at = rows_local (parts[0]),
                                   .zone = g_strdup (name),
                                   .made_at = later ? 0 : 1,
                                   .anyway = g_steal_pointer (&anyway) };
  g_ptr_array_add (course->appointments, appointment);
}

static void
add_move (RgmCourse *course, int dose, const char *what)
{
  g_autofree char *anyway = NULL, *words = take_anyway (what, &anyway);
  RgmMove *move = g_new0 (RgmMove, 1);

  *move = (RgmMove){ .dose = dose,
                     .target = rows_local (words),
                     .kept = rgm_course_administration (course, dose) != NULL,
                     .anyway = g_steal_pointer (&anyway),
                     .change = next_change (course) };
  g_ptr_array_add (course->moves, move);
}

static void
add_hold (RgmCourse *course, int dose)
{
  RgmHold *hold = g_new0 (RgmHold, 1);

  *hold = (RgmHold){ dose, g_strdup ("test"), RGM_NO_DAY, 0 };
  g_ptr_array_add (course->holds, hold);
}

static void
add_closed (RgmCourse *course, RgmDay day)
{
  g_array_append_val (course->clinic_closed, day);
}

RgmInstant
rows_instant (const char *text, const RgmZone *zone)
{
  g_autoptr (GError) error = NULL;
  RgmInstant instant = 0;

  if (!g_str_has_suffix (text, "Z"))
    return rgm_zone_to_instant (zone, rows_local (text), NULL);
  rgm_instant_parse (text, &instant, &error);
  g_assert_no_error (error);
  return instant;
}

/* "2026-12-02T10:30", with or without the zone in which it was entered ("…/Asia/Tokyo"), or the day
 * alone. Without a zone it is on record from before the record kept zones. */
static void
add_given (RgmCourse *course, int dose, const char *what, const RgmZone *zone)
{
  g_auto (GStrv) parts = g_strsplit (what, "/", 2);
  const RgmZone *own = parts[1] != NULL ? rows_zone (parts[1]) : zone;
  gboolean day_only = strchr (parts[0], 'T') == NULL;
  g_autofree char *moment = day_only ? g_strconcat (parts[0], "T12:00", NULL) : g_strdup (parts[0]);

  rows_add_administration (course, dose, RGM_GIVEN, rows_instant (moment, own), FALSE);
  if (parts[1] == NULL && !day_only)
    return;
  RgmAdministration *given = (RgmAdministration *)rgm_course_administration (course, dose);
  given->zone = g_strdup (rgm_zone_name (own));
  given->day = rgm_zone_day (own, given->at);
  given->day_only = day_only;
}

void
rows_add_event (RgmCourse *course, const char *word, const RgmZone *zone)
{
  char *end;
  int dose = (int)g_ascii_strtoull (word + 1, &end, 10);
  const char *what = *end == '@' ? end + 1 : NULL;

  if (g_str_equal (word, "stop"))
    course->stopped_at = 0;
  else if (word[0] == 'g')
    add_given (course, dose, what, zone);
  else if (word[0] == 's' || word[0] == 'S')
    rows_add_administration (course, dose, RGM_SKIPPED,
                             what != NULL ? rows_instant (what, zone) : 0, word[0] == 'S');
  else if (word[0] == 'b')
    add_appointment (course, dose, what, zone);
  else if (word[0] == 'm')
    add_move (course, dose, what);
  else if (word[0] == 'h')
    add_hold (course, dose);
  else if (word[0] == 'p')
    add_pause (course, dose, what, zone);
  else if (word[0] == 'r')
    add_revision (course, dose, what);
  else if (word[0] == 'c')
    add_closed (course, rows_local (what).day);
  else
    g_assert_not_reached ();
}

RgmCourse *
rows_course_of (const char *schedule, const char *record, const RgmZone *zone)
{
  RgmCourse *course = rows_course (schedule);
  g_auto (GStrv) words = g_strsplit (record, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      rows_add_event (course, words[i], zone);
  return course;
}
