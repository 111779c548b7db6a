/* Calendars that keep no UID (calcurse) are known by the titles that the export gave: "Cancelled:
 * Ann: Denosumab injection 3 (to book)". */
#include <string.h>

#include "base/i18n.h"
#include "calendar/import-private.h"

/* @text, after @prefix where it has it. */
static const char *
skip (const char *text, const char *prefix)
{
  return g_str_has_prefix (text, prefix) ? text + strlen (prefix) : text;
}

/* Nothing, or a state in brackets. */
static gboolean
is_end (const char *text)
{
  return *text == '\0' || (g_str_has_prefix (text, " (") && g_str_has_suffix (text, ")"));
}

/* Returns: the number of the dose, 0 where @title is none of @course. */
static int
dose_of (const RgmCourse *course, const char *title)
{
  g_autofree char *beginning = g_strdup_printf ("%s %s ", course->treatment_name, course->unit);
  const char *rest = skip (title, beginning);
  char *end;
  guint64 number;

  if (rgm_course_revision (course, 1)->schedule->kind == RGM_SCHEDULE_ONCE) {
    rest = skip (title, course->treatment_name);
    return rest != title && is_end (rest) ? 1 : 0;
  }
  if (rest == title || !g_ascii_isdigit (*rest) || *rest == '0')
    return 0;
  number = g_ascii_strtoull (rest, &end, 10);
  return number <= 99999 && is_end (end) ? (int)number : 0;
}

static const char *
without_name (const Comparison *comparison, gint64 patient_id, const char *title)
{
  const RgmPatient *patient = import_patient (comparison->import, patient_id);
  g_autofree char *name = patient != NULL ? g_strconcat (patient->name, ": ", NULL) : NULL;

  return name != NULL && comparison->import->patients->len > 1 ? skip (title, name) : title;
}

static const GPtrArray *
all_courses (Comparison *comparison, GError **error)
{
  RgmCourseQuery query = { .patient_id = comparison->patient_id,
                           .ended = TRUE,
                           .since = RGM_INSTANT_NONE,
                           .ended_since = RGM_INSTANT_NONE };

  if (comparison->courses == NULL)
    comparison->courses = rgm_store_courses (comparison->session->store, &query, error);
  return comparison->courses;
}

/* Sets dose and course of @proposal where exactly one course has such a title. */
static gboolean
find_course (Comparison *comparison, RgmProposal *proposal, const char *title, GError **error)
{
  const GPtrArray *courses = all_courses (comparison, error);
  gint64 found = 0;
  int matches = 0;

  for (guint i = 0; courses != NULL && i < courses->len; i++) {
    const RgmCourse *course = g_ptr_array_index (courses, i);
    int dose = dose_of (course, without_name (comparison, course->patient_id, title));

    if (dose == 0)
      continue;
    matches++;
    found = course->id;
    proposal->dose = dose;
  }
  if (matches == 1)
    proposal->course = import_course (comparison, found, error);
  return courses != NULL && (matches != 1 || proposal->course != NULL);
}

/* Such a calendar may have a dose twice, since a second import doubles it. */
static void
check_twice (Comparison *comparison, RgmProposal *proposal)
{
  g_autofree char *key
    = g_strdup_printf ("%" G_GINT64_FORMAT "/%d", proposal->course->id, proposal->dose);
  RgmProposal *other = g_hash_table_lookup (comparison->titled, key);

  if (other == NULL) {
    g_hash_table_insert (comparison->titled, g_steal_pointer (&key), proposal);
    return;
  }
  if (rgm_local_equal (other->event->start, proposal->event->start)
      && other->event->utc == proposal->event->utc
      && other->event->cancelled == proposal->event->cancelled) {
    proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTHING, .reason = RGM_BECAUSE_SAME };
    return;
  }
  other->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTE, .reason = RGM_BECAUSE_TWICE };
  proposal->verdict = (RgmVerdict){ .kind = RGM_PROPOSE_NOTHING, .reason = RGM_BECAUSE_TWICE };
}

gboolean
import_by_title (Comparison *comparison, RgmProposal *proposal, gboolean *found, GError **error)
{
  const char *title = proposal->event->summary;
  const char *plain = title != NULL ? skip (title, _ ("Cancelled: ")) : NULL;
  RgmIncoming *event = (RgmIncoming *)proposal->event; /* our copy */

  *found = FALSE;
  if (title == NULL || proposal->event->instance_at != RGM_INSTANT_NONE)
    return TRUE;
  if (!find_course (comparison, proposal, plain, error))
    return FALSE;
  *found = proposal->course != NULL;
  if (!*found)
    proposal->dose = 0;
  if (!*found)
    return TRUE;
  event->cancelled = event->cancelled || plain != title;
  proposal->patient = import_patient (comparison->import, proposal->course->patient_id);
  proposal->titled = TRUE;
  if (!import_judge (comparison, proposal, NULL, error))
    return FALSE;
  check_twice (comparison, proposal);
  return TRUE;
}
