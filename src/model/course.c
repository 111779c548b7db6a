/* One course as it is on record: memory management, what the record says about one dose, and the
 * handles by which users name courses. */
#include "model/course.h"

#include <regimen/describe.h>

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "model/observation.h"

#define MAX_HANDLE 40

void
course_administration_free (RgmAdministration *administration)
{
  if (administration == NULL)
    return;
  g_free (administration->zone);
  g_free (administration->amount);
  g_free (administration->site);
  g_free (administration->reason);
  g_free (administration->note);
  g_free (administration->anyway);
  g_free (administration);
}

static void
appointment_free (RgmAppointment *appointment)
{
  if (appointment == NULL)
    return;
  g_free (appointment->zone);
  g_free (appointment->place);
  g_free (appointment->anyway);
  g_free (appointment);
}

static void
move_free (RgmMove *move)
{
  if (move == NULL)
    return;
  g_free (move->anyway);
  g_free (move);
}

void
course_hold_free (RgmHold *hold)
{
  if (hold == NULL)
    return;
  g_free (hold->reason);
  g_free (hold);
}

void
course_revision_free (RgmRevision *revision)
{
  if (revision == NULL)
    return;
  rgm_schedule_free (revision->schedule);
  g_free (revision->amount);
  g_free (revision->place);
  g_free (revision->anyway);
  g_free (revision);
}

static void
pause_free (RgmPause *pause)
{
  if (pause == NULL)
    return;
  g_free (pause->reason);
  g_free (pause);
}

RgmCourse *
course_new (void)
{
  RgmCourse *course = g_new0 (RgmCourse, 1);

  course->stopped_at = RGM_INSTANT_NONE;
  course->revisions = g_ptr_array_new_with_free_func ((GDestroyNotify)course_revision_free);
  course->administrations
    = g_ptr_array_new_with_free_func ((GDestroyNotify)course_administration_free);
  course->appointments = g_ptr_array_new_with_free_func ((GDestroyNotify)appointment_free);
  course->moves = g_ptr_array_new_with_free_func ((GDestroyNotify)move_free);
  course->holds = g_ptr_array_new_with_free_func ((GDestroyNotify)course_hold_free);
  course->pauses = g_ptr_array_new_with_free_func ((GDestroyNotify)pause_free);
  course->clinic_closed = g_array_new (FALSE, FALSE, sizeof (RgmDay));
  return course;
}

void
rgm_course_free (RgmCourse *course)
{
  if (course == NULL)
    return;
  g_free (course->uid);
  g_free (course->handle);
  g_free (course->treatment_key);
  g_free (course->treatment_name);
  g_free (course->treatment_class);
  g_free (course->unit);
  g_free (course->units);
  g_free (course->amount);
  g_free (course->place);
  g_free (course->site);
  g_free (course->anyway);
  g_ptr_array_unref (course->revisions);
  g_ptr_array_unref (course->administrations);
  g_ptr_array_unref (course->appointments);
  g_ptr_array_unref (course->moves);
  g_ptr_array_unref (course->holds);
  g_ptr_array_unref (course->pauses);
  g_array_unref (course->clinic_closed);
  g_free (course);
}

/* ---- copies ---- */

/* The offsets of the strings in a struct, for copy_all(). */
#define TEXTS(...) ((const gsize[]){ __VA_ARGS__, G_MAXSIZE })

/* Copies @source, whose elements have @size bytes and contain strings at the offsets @texts. */
static GPtrArray *
copy_all (const GPtrArray *source, gsize size, const gsize *texts, GDestroyNotify free_one)
{
  GPtrArray *copy = g_ptr_array_new_full (source->len, free_one);

  for (guint i = 0; i < source->len; i++) {
    gpointer element = g_memdup2 (g_ptr_array_index (source, i), size);
    for (const gsize *at = texts; *at != G_MAXSIZE; at++) {
      char **text = &G_STRUCT_MEMBER (char *, element, *at);
      *text = g_strdup (*text);
    }
    g_ptr_array_add (copy, element);
  }
  return copy;
}

RgmCourse *
course_copy (const RgmCourse *course)
{
  RgmCourse *copy = g_memdup2 (course, sizeof *course);

  copy->uid = g_strdup (course->uid);
  copy->handle = g_strdup (course->handle);
  copy->treatment_key = g_strdup (course->treatment_key);
  copy->treatment_name = g_strdup (course->treatment_name);
  copy->treatment_class = g_strdup (course->treatment_class);
  copy->unit = g_strdup (course->unit);
  copy->units = g_strdup (course->units);
  copy->amount = g_strdup (course->amount);
  copy->place = g_strdup (course->place);
  copy->site = g_strdup (course->site);
  copy->anyway = g_strdup (course->anyway);
  copy->revisions
    = copy_all (course->revisions, sizeof (RgmRevision),
                TEXTS (G_STRUCT_OFFSET (RgmRevision, amount), G_STRUCT_OFFSET (RgmRevision, place),
                       G_STRUCT_OFFSET (RgmRevision, anyway)),
                (GDestroyNotify)course_revision_free);
  for (guint i = 0; i < copy->revisions->len; i++) {
    RgmRevision *revision = g_ptr_array_index (copy->revisions, i);
    revision->schedule = rgm_schedule_copy (revision->schedule);
  }
  copy->administrations = copy_all (
    course->administrations, sizeof (RgmAdministration),
    TEXTS (G_STRUCT_OFFSET (RgmAdministration, zone), G_STRUCT_OFFSET (RgmAdministration, amount),
           G_STRUCT_OFFSET (RgmAdministration, site), G_STRUCT_OFFSET (RgmAdministration, reason),
           G_STRUCT_OFFSET (RgmAdministration, note), G_STRUCT_OFFSET (RgmAdministration, anyway)),
    (GDestroyNotify)course_administration_free);
  copy->appointments = copy_all (course->appointments, sizeof (RgmAppointment),
                                 TEXTS (G_STRUCT_OFFSET (RgmAppointment, zone),
                                        G_STRUCT_OFFSET (RgmAppointment, place),
                                        G_STRUCT_OFFSET (RgmAppointment, anyway)),
                                 (GDestroyNotify)appointment_free);
  copy->moves = copy_all (course->moves, sizeof (RgmMove),
                          TEXTS (G_STRUCT_OFFSET (RgmMove, anyway)), (GDestroyNotify)move_free);
  copy->holds
    = copy_all (course->holds, sizeof (RgmHold), TEXTS (G_STRUCT_OFFSET (RgmHold, reason)),
                (GDestroyNotify)course_hold_free);
  copy->pauses = copy_all (course->pauses, sizeof (RgmPause),
                           TEXTS (G_STRUCT_OFFSET (RgmPause, reason)), (GDestroyNotify)pause_free);
  copy->clinic_closed = g_array_copy (course->clinic_closed);
  return copy;
}

/* ---- when a dose was given ---- */

RgmDay
administration_day (const RgmAdministration *administration, const RgmZone *patient)
{
  if (administration->zone != NULL)
    return administration->day;
  return rgm_zone_day (patient, administration->at);
}

const RgmZone *
rgm_administration_zone (const RgmAdministration *administration, const RgmZone *patient)
{
  const RgmZone *own;

  if (rgm_zone_day (patient, administration->at) == administration_day (administration, patient))
    return patient;
  own = rgm_zone_get (administration->zone, NULL);
  return own != NULL ? own : patient;
}

RgmLocal
rgm_administration_local (const RgmAdministration *administration, const RgmZone *patient)
{
  RgmLocal local
    = rgm_zone_to_local (rgm_administration_zone (administration, patient), administration->at);
  RgmDay day = administration_day (administration, patient);

  /* if this system lacks the zone in which it was entered, the time may fall on another day */
  if (administration->day_only || local.day != day)
    return (RgmLocal){ day, RGM_NO_TIME };
  return local;
}

char *
rgm_administration_when (const RgmAdministration *administration, const RgmZone *patient)
{
  return rgm_local_describe_in (rgm_administration_local (administration, patient),
                                rgm_administration_zone (administration, patient), patient);
}

/* ---- what the record says about one dose ---- */

/* The element of @array for dose @dose. @offset: where an element has its dose number. */
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

/* A binary search, because a course of tablets has thousands of administrations. */
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
course_move (const RgmCourse *course, int dose)
{
  return find_dose (course->moves, dose, G_STRUCT_OFFSET (RgmMove, dose));
}

const RgmHold *
rgm_course_hold (const RgmCourse *course, int dose)
{
  return find_dose (course->holds, dose, G_STRUCT_OFFSET (RgmHold, dose));
}

gboolean
course_same_change (const RgmRevision *one, const RgmRevision *other)
{
  return one->change == other->change && one->made_at == other->made_at;
}

const RgmRevision *
course_revision (const RgmCourse *course, int dose)
{
  const RgmRevision *found = g_ptr_array_index (course->revisions, 0);

  for (guint i = 1; i < course->revisions->len; i++) {
    const RgmRevision *revision = g_ptr_array_index (course->revisions, i);
    if (revision->from_dose <= dose)
      found = revision;
  }
  return found;
}

/* The string at @offset in the last revision that begins at or before @dose and has one, else
 * @of_course. */
static const char *
text_of_revision (const RgmCourse *course, int dose, gsize offset, const char *of_course)
{
  const char *text = of_course;

  for (guint i = 0; i < course->revisions->len; i++) {
    const RgmRevision *revision = g_ptr_array_index (course->revisions, i);
    const char *own = G_STRUCT_MEMBER (const char *, revision, offset);
    if (revision->from_dose <= dose && own != NULL)
      text = own;
  }
  return text;
}

const char *
rgm_course_amount (const RgmCourse *course, int dose)
{
  return text_of_revision (course, dose, G_STRUCT_OFFSET (RgmRevision, amount), course->amount);
}

const char *
rgm_course_place (const RgmCourse *course, int dose)
{
  return text_of_revision (course, dose, G_STRUCT_OFFSET (RgmRevision, place), course->place);
}

const RgmSchedule *
rgm_course_schedule (const RgmCourse *course)
{
  const RgmRevision *last = g_ptr_array_index (course->revisions, course->revisions->len - 1);

  return last->schedule;
}

static int
highest_dose (const GPtrArray *array, gsize offset)
{
  int highest = 0;

  for (guint i = 0; i < array->len; i++)
    highest = MAX (highest, G_STRUCT_MEMBER (int, g_ptr_array_index (array, i), offset));
  return highest;
}

gboolean
course_pause_holds (const RgmPause *pause, RgmDay day)
{
  return day >= pause->from && (pause->until == RGM_NO_DAY || day <= pause->until);
}

/* A pause that is in force on @day, or NULL. */
static const RgmPause *
pause_on (const RgmCourse *course, RgmDay day)
{
  for (guint i = 0; i < course->pauses->len; i++)
    if (course_pause_holds (course->pauses->pdata[i], day))
      return course->pauses->pdata[i];
  return NULL;
}

gboolean
course_paused_days (const RgmCourse *course, RgmDay day, RgmDay *from, RgmDay *until)
{
  const RgmPause *pause;

  if (pause_on (course, day) == NULL)
    return FALSE;
  *from = *until = day;
  while ((pause = pause_on (course, *from - 1)) != NULL)
    *from = pause->from;
  for (pause = pause_on (course, day); pause != NULL; pause = pause_on (course, *until + 1)) {
    *until = pause->until;
    if (*until == RGM_NO_DAY)
      break;
  }
  return TRUE;
}

char *
course_pause_reasons (const RgmCourse *course, RgmDay from, RgmDay until)
{
  g_autoptr (GPtrArray) reasons = g_ptr_array_new ();

  for (guint i = 0; i < course->pauses->len; i++) {
    const RgmPause *pause = course->pauses->pdata[i];
    RgmDay first = MAX (pause->from, from);

    if (pause->reason != NULL && course_pause_holds (pause, first)
        && (until == RGM_NO_DAY || first <= until)
        && !g_ptr_array_find_with_equal_func (reasons, pause->reason, g_str_equal, NULL))
      g_ptr_array_add (reasons, pause->reason);
  }
  return reasons->len > 0 ? text_join (", ", (const char *const *)reasons->pdata, reasons->len)
                          : NULL;
}

int
course_last_recorded (const RgmCourse *course)
{
  int last = highest_dose (course->administrations, G_STRUCT_OFFSET (RgmAdministration, dose));

  return MAX (course->settled, last);
}

int
course_first_open (const RgmCourse *course, int from)
{
  int first = MAX (course->settled + 1, from);

  while (rgm_course_administration (course, first) != NULL)
    first++;
  return first;
}

int
course_last_named (const RgmCourse *course)
{
  int booked = highest_dose (course->appointments, G_STRUCT_OFFSET (RgmAppointment, dose));
  int moved = highest_dose (course->moves, G_STRUCT_OFFSET (RgmMove, dose));
  int held = highest_dose (course->holds, G_STRUCT_OFFSET (RgmHold, dose));

  return MAX (MAX (course_last_recorded (course), booked), MAX (moved, held));
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

/* ---- handles ---- */

const char *
rgm_course_find (const char *const *handles, const char *typed, GError **error)
{
  g_autofree char *normal = text_normalize (typed, G_NORMALIZE_NFC);
  g_autofree char *prefix = g_utf8_strdown (normal != NULL ? normal : typed, -1);
  g_autofree char *all = g_strjoinv (", ", (char **)handles), *several = NULL;
  g_autoptr (GPtrArray) matches = g_ptr_array_new ();
  const char *near;

  for (guint i = 0; handles[i] != NULL; i++) {
    if (g_str_equal (handles[i], prefix))
      return handles[i];
    if (prefix[0] != '\0' && g_str_has_prefix (handles[i], prefix))
      g_ptr_array_add (matches, (gpointer)handles[i]);
  }
  if (matches->len == 1)
    return matches->pdata[0];
  if (matches->len > 1) {
    g_ptr_array_add (matches, NULL);
    several = g_strjoinv (", ", (char **)matches->pdata);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("\"%s\" could be %s; type more of the name"),
                 typed, several);
    return NULL;
  }
  near = text_suggest (typed, handles);
  if (handles[0] == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("no course \"%s\": none has been added yet"),
                 typed);
  else if (near != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("no course \"%s\"; did you mean %s?"), typed,
                 near);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("no course \"%s\"; there are: %s"), typed,
                 all);
  return NULL;
}

gboolean
rgm_course_split_handle (const char *typed, char **handle, int *dose, GError **error)
{
  const char *slash = strrchr (typed, '/');
  guint64 number = 0;

  if (slash != NULL && !g_ascii_string_to_unsigned (slash + 1, 10, 1, 99999, &number, NULL)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" names no dose; use HANDLE/N with a number from 1 to 99999"), typed);
    return FALSE;
  }
  *handle = slash != NULL ? g_strndup (typed, (gsize)(slash - typed)) : g_strdup (typed);
  *dose = (int)number;
  return TRUE;
}

/* Whether @text can be a handle: letters of any script that are not capitals, digits and
 * hyphens. */
static gboolean
is_handle (const char *text)
{
  if (*text == '\0' || *text == '-' || g_utf8_strlen (text, -1) > MAX_HANDLE)
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (c != '-'
        && ((!g_unichar_isalnum (c) && !g_unichar_ismark (c)) || g_unichar_isupper (c)
            || g_unichar_istitle (c)))
      return FALSE;
  }
  return TRUE;
}

gboolean
course_repeats (const RgmCourse *course, const RgmCourse *other)
{
  const RgmSchedule *one = rgm_course_schedule (course), *two = rgm_course_schedule (other);
  g_autofree char *site = text_fold_words (course->site != NULL ? course->site : "");
  g_autofree char *other_site = text_fold_words (other->site != NULL ? other->site : "");
  g_autofree char *name = text_fold (course->treatment_name);
  g_autofree char *other_name = text_fold (other->treatment_name);
  gboolean same_site = *site == '\0' || *other_site == '\0' || g_str_equal (site, other_site);

  return course->id != other->id && g_str_equal (course->treatment_key, other->treatment_key)
         && g_str_equal (name, other_name) && same_site
         && (one->kind != RGM_SCHEDULE_ONCE || two->kind != RGM_SCHEDULE_ONCE
             || one->first.day == two->first.day);
}

const char *
course_other_name (const RgmCourse *course)
{
  g_autofree char *handle = g_utf8_casefold (course->handle, -1);
  g_autofree char *name = g_utf8_casefold (course->treatment_name, -1);

  return g_str_equal (handle, name) ? NULL : course->treatment_name;
}

char *
course_called (const RgmCourse *course)
{
  const char *name = course_other_name (course);

  return name != NULL ? g_strdup_printf ("%s (%s)", course->handle, name)
                      : g_strdup (course->handle);
}

gboolean
course_is_reserved (const char *handle)
{
  for (int i = 0; i < RGM_OBSERVATION_N_KINDS; i++)
    if (g_str_equal (handle, observation_command ((RgmObservationKind)i)))
      return TRUE;
  return FALSE;
}

char *
course_new_handle (const char *typed, GError **error)
{
  g_autofree char *handle = text_normalize (typed, G_NORMALIZE_NFC);
  g_autoptr (RgmTreatment) named = NULL;

  if (handle != NULL && course_is_reserved (handle)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" cannot be a handle, because %s/1 means an entry of \"regimen %s\""),
                 handle, handle, handle);
    return NULL;
  }
  if (handle != NULL && is_handle (handle))
    return g_steal_pointer (&handle);
  named = rgm_treatment_new_custom (typed, NULL);
  /* capital letters and blanks are converted without asking the user again */
  if (named != NULL && is_handle (named->key) && !course_is_reserved (named->key) && handle != NULL
      && strlen (handle) <= MAX_HANDLE
      && handle[strspn (handle, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -")]
           == '\0'
      && g_ascii_isalnum (*handle))
    return g_strdup (named->key);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" cannot be a handle; use up to %d small letters, digits and hyphens, "
                  "like %s"),
               typed, MAX_HANDLE,
               named != NULL && is_handle (named->key) ? named->key : "left-hip");
  return NULL;
}
