#include <regimen/course.h>

void
rgm_administration_free (RgmAdministration *administration)
{
  if (administration == NULL)
    return;
  g_free (administration->amount);
  g_free (administration->site);
  g_free (administration->reason);
  g_free (administration->note);
  g_free (administration->anyway);
  g_free (administration);
}

void
rgm_appointment_free (RgmAppointment *appointment)
{
  if (appointment == NULL)
    return;
  g_free (appointment->zone);
  g_free (appointment->place);
  g_free (appointment);
}

void
rgm_hold_free (RgmHold *hold)
{
  if (hold == NULL)
    return;
  g_free (hold->reason);
  g_free (hold);
}

void
rgm_revision_free (RgmRevision *revision)
{
  if (revision == NULL)
    return;
  rgm_schedule_free (revision->schedule);
  g_free (revision->amount);
  g_free (revision->place);
  g_free (revision->anyway);
  g_free (revision);
}

void
rgm_pause_free (RgmPause *pause)
{
  if (pause == NULL)
    return;
  g_free (pause->reason);
  g_free (pause);
}

RgmCourse *
rgm_course_new (void)
{
  RgmCourse *course = g_new0 (RgmCourse, 1);

  course->stopped_at = RGM_INSTANT_NONE;
  course->revisions = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_revision_free);
  course->administrations
    = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_administration_free);
  course->appointments = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_appointment_free);
  course->moves = g_ptr_array_new_with_free_func (g_free);
  course->holds = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_hold_free);
  course->pauses = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_pause_free);
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

static gpointer
copy_revision (gconstpointer source, gpointer data)
{
  RgmRevision *copy = g_memdup2 (source, sizeof *copy);

  copy->schedule = rgm_schedule_copy (copy->schedule);
  copy->amount = g_strdup (copy->amount);
  copy->place = g_strdup (copy->place);
  copy->anyway = g_strdup (copy->anyway);
  return copy;
}

static gpointer
copy_administration (gconstpointer source, gpointer data)
{
  RgmAdministration *copy = g_memdup2 (source, sizeof *copy);

  copy->amount = g_strdup (copy->amount);
  copy->site = g_strdup (copy->site);
  copy->reason = g_strdup (copy->reason);
  copy->note = g_strdup (copy->note);
  copy->anyway = g_strdup (copy->anyway);
  return copy;
}

static gpointer
copy_appointment (gconstpointer source, gpointer data)
{
  RgmAppointment *copy = g_memdup2 (source, sizeof *copy);

  copy->zone = g_strdup (copy->zone);
  copy->place = g_strdup (copy->place);
  return copy;
}

static gpointer
copy_move (gconstpointer source, gpointer data)
{
  return g_memdup2 (source, sizeof (RgmMove));
}

static gpointer
copy_hold (gconstpointer source, gpointer data)
{
  RgmHold *copy = g_memdup2 (source, sizeof *copy);

  copy->reason = g_strdup (copy->reason);
  return copy;
}

static gpointer
copy_pause (gconstpointer source, gpointer data)
{
  RgmPause *copy = g_memdup2 (source, sizeof *copy);

  copy->reason = g_strdup (copy->reason);
  return copy;
}

static GPtrArray *
copy_all (GPtrArray *source, GCopyFunc copy_one, GDestroyNotify free_one)
{
  GPtrArray *copy = g_ptr_array_copy (source, copy_one, NULL);

  g_ptr_array_set_free_func (copy, free_one);
  return copy;
}

RgmCourse *
rgm_course_copy (const RgmCourse *course)
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
  copy->revisions = copy_all (course->revisions, copy_revision, (GDestroyNotify)rgm_revision_free);
  copy->administrations = copy_all (course->administrations, copy_administration,
                                    (GDestroyNotify)rgm_administration_free);
  copy->appointments
    = copy_all (course->appointments, copy_appointment, (GDestroyNotify)rgm_appointment_free);
  copy->moves = copy_all (course->moves, copy_move, g_free);
  copy->holds = copy_all (course->holds, copy_hold, (GDestroyNotify)rgm_hold_free);
  copy->pauses = copy_all (course->pauses, copy_pause, (GDestroyNotify)rgm_pause_free);
  copy->clinic_closed = g_array_copy (course->clinic_closed);
  return copy;
}
