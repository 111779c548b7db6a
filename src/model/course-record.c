/* What the record of a course says of one dose. */
#include <regimen/course.h>

/* Every element of these arrays begins, or nearly so, with its dose number: @offset says where. */
static gconstpointer
find_dose (const GPtrArray *array, int dose, gsize offset)
{
  for (guint i = array->len; i-- > 0;) {
    gconstpointer element = g_ptr_array_index (array, i);
    if (G_STRUCT_MEMBER (int, element, offset) == dose)
      return element;
  }
  return NULL;
}

/* By halves: of these there are thousands. */
const RgmAdministration *
rgm_course_administration (const RgmCourse *course, int dose)
{
  const GPtrArray *rows = course->administrations;
  guint from = 0, to = rows->len;

  while (from < to) {
    guint middle = from + (to - from) / 2;
    const RgmAdministration *row = g_ptr_array_index (rows, middle);
    if (row->dose == dose)
      return row;
    if (row->dose < dose)
      from = middle + 1;
    else
      to = middle;
  }
  return NULL;
}

const RgmAppointment *
rgm_course_appointment (const RgmCourse *course, int dose)
{
  return find_dose (course->appointments, dose, G_STRUCT_OFFSET (RgmAppointment, dose));
}

const RgmMove *
rgm_course_move (const RgmCourse *course, int dose)
{
  return find_dose (course->moves, dose, G_STRUCT_OFFSET (RgmMove, dose));
}

const RgmHold *
rgm_course_hold (const RgmCourse *course, int dose)
{
  return find_dose (course->holds, dose, G_STRUCT_OFFSET (RgmHold, dose));
}

const RgmRevision *
rgm_course_revision (const RgmCourse *course, int dose)
{
  const RgmRevision *found = g_ptr_array_index (course->revisions, 0);

  for (guint i = 1; i < course->revisions->len; i++) {
    const RgmRevision *revision = g_ptr_array_index (course->revisions, i);
    if (revision->from_dose <= dose)
      found = revision;
  }
  return found;
}

const char *
rgm_course_amount (const RgmCourse *course, int dose)
{
  const char *amount = course->amount;

  for (guint i = 0; i < course->revisions->len; i++) {
    const RgmRevision *revision = g_ptr_array_index (course->revisions, i);
    if (revision->from_dose <= dose && revision->amount != NULL)
      amount = revision->amount;
  }
  return amount;
}

const char *
rgm_course_place (const RgmCourse *course, int dose)
{
  const char *place = course->place;

  for (guint i = 0; i < course->revisions->len; i++) {
    const RgmRevision *revision = g_ptr_array_index (course->revisions, i);
    if (revision->from_dose <= dose && revision->place != NULL)
      place = revision->place;
  }
  return place;
}

const RgmSchedule *
rgm_course_schedule (const RgmCourse *course)
{
  const RgmRevision *last = g_ptr_array_index (course->revisions, course->revisions->len - 1);

  return last->schedule;
}

int
rgm_course_last_recorded (const RgmCourse *course)
{
  int last = course->settled;

  for (guint i = 0; i < course->administrations->len; i++)
    last = MAX (last,
                ((const RgmAdministration *)g_ptr_array_index (course->administrations, i))->dose);
  return last;
}

const RgmAdministration *
rgm_course_last_given (const RgmCourse *course)
{
  const RgmAdministration *last = NULL;

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = g_ptr_array_index (course->administrations, i);
    if (each->outcome == RGM_GIVEN && (last == NULL || each->at > last->at))
      last = each;
  }
  return last;
}
