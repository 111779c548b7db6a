#include "picture.h"
#include "model/schedule.h"

static void
add_days (GString *text, const GArray *days)
{
  for (guint i = 0; i < days->len; i++) {
    g_autofree char *day = rgm_day_format (g_array_index (days, RgmDay, i));
    g_string_append_printf (text, " %s", day);
  }
}

/* As a row of the record has it: "-" where there is none. */
static void
add_words (GString *text, const char *name, const char *const *words, gsize n)
{
  g_string_append_printf (text, "  %s", name);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, " | %s", words[i] != NULL ? words[i] : "-");
  g_string_append_c (text, '\n');
}

static char *
day (RgmDay day)
{
  return day != RGM_NO_DAY ? rgm_day_format (day) : NULL;
}

static char *
number (gint64 value)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

static void
add_revision (gpointer data, gpointer text)
{
  const RgmRevision *revision = data;
  g_autofree char *schedule = schedule_to_stored (revision->schedule);
  g_autofree char *dose = number (revision->from_dose), *at = number (revision->made_at);
  const char *words[] = { dose, schedule, at, revision->amount, revision->place, revision->anyway };

  add_words (text, "revision", words, G_N_ELEMENTS (words));
}

static void
add_administration (gpointer data, gpointer text)
{
  const RgmAdministration *row = data;
  g_autofree char *dose = number (row->dose), *at = number (row->at),
                  *recorded = number (row->recorded_at);
  const char *words[] = { dose,
                          row->outcome == RGM_GIVEN ? "given" : "skipped",
                          at,
                          row->amount,
                          row->site,
                          row->reason,
                          row->note,
                          row->anyway,
                          row->makeup ? "makeup" : NULL,
                          recorded,
                          row->replaces != 0 ? "replaces" : NULL,
                          row->replaced_by != 0 ? "replaced" : NULL };

  add_words (text, "administration", words, G_N_ELEMENTS (words));
}

static void
add_appointment (gpointer data, gpointer text)
{
  const RgmAppointment *row = data;
  g_autofree char *dose = number (row->dose), *at = rgm_local_format (row->at);
  const char *words[] = { dose, at, row->zone, row->place };

  add_words (text, "appointment", words, G_N_ELEMENTS (words));
}

static void
add_move (gpointer data, gpointer text)
{
  const RgmMove *row = data;
  g_autofree char *dose = number (row->dose), *target = rgm_local_format (row->target);
  const char *words[] = { dose, target };

  add_words (text, "move", words, G_N_ELEMENTS (words));
}

static void
add_hold (gpointer data, gpointer text)
{
  const RgmHold *row = data;
  g_autofree char *dose = number (row->dose), *until = day (row->until),
                  *since = number (row->since);
  const char *words[] = { dose, row->reason, until, since };

  add_words (text, "hold", words, G_N_ELEMENTS (words));
}

static void
add_pause (gpointer data, gpointer text)
{
  const RgmPause *row = data;
  g_autofree char *dose = number (row->from_dose), *from = day (row->from),
                  *until = day (row->until);
  const char *words[] = { dose, from, until, row->reason };

  add_words (text, "pause", words, G_N_ELEMENTS (words));
}

static void
add_course (gpointer data, gpointer text)
{
  const RgmCourse *course = data;
  g_autofree char *minutes = number (course->minutes), *started = number (course->started_at),
                  *stopped = number (course->stopped_at), *settled = number (course->settled),
                  *makeups = number (course->makeups);
  const char *words[] = { course->handle,
                          course->uid,
                          course->treatment_key,
                          course->treatment_name,
                          course->treatment_class,
                          course->unit,
                          course->units,
                          minutes,
                          course->amount,
                          course->place,
                          course->site,
                          course->anyway,
                          started,
                          stopped,
                          settled,
                          makeups };

  add_words (text, "course", words, G_N_ELEMENTS (words));
  g_ptr_array_foreach (course->revisions, add_revision, text);
  g_ptr_array_foreach (course->administrations, add_administration, text);
  g_ptr_array_foreach (course->appointments, add_appointment, text);
  g_ptr_array_foreach (course->moves, add_move, text);
  g_ptr_array_foreach (course->holds, add_hold, text);
  g_ptr_array_foreach (course->pauses, add_pause, text);
  g_string_append (text, "  closed");
  add_days (text, course->clinic_closed);
  g_string_append_c (text, '\n');
}

static void
add_people (RgmStore *store, GString *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) patients = rgm_store_patients (store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    g_string_append_printf (text, "%s in %s, closed", patient->name, patient->zone);
    add_days (text, patient->closed);
    g_string_append_c (text, '\n');
  }
}

static void
add_courses (RgmStore *store, gboolean whole, GString *text)
{
  g_autoptr (GError) error = NULL;
  RgmCourseQuery query
    = { .ended = TRUE, .whole = whole, .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (store, &query, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < courses->len; i++) {
    int given, skipped;
    add_course (courses->pdata[i], text);
    g_assert_true (
      rgm_store_count (store, ((RgmCourse *)courses->pdata[i])->id, &given, &skipped, NULL));
    g_string_append_printf (text, "  %d given, %d skipped\n", given, skipped);
  }
}

static void
add_history (RgmStore *store, GString *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = rgm_store_history (store, 0, 0, RGM_HISTORY_CORRECTED, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const RgmHistoryRow *row = rows->pdata[i];
    g_string_append_printf (text, "%s, %s, %s:", row->patient, row->course, row->treatment);
    add_administration (row->administration, text);
  }
}

char *
picture_of (RgmStore *store, gboolean whole)
{
  GString *text = g_string_new (NULL);

  add_people (store, text);
  add_courses (store, whole, text);
  add_history (store, text);
  return g_string_free (text, FALSE);
}
