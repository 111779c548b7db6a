/* month.c: collects the doses of a month, and draws the month as a grid of days. */
#include <regimen/describe.h>
#include <regimen/month.h>

#include "base/civil.h"
#include "base/i18n.h"
#include "base/text.h"
#include "calendar/calendar-event.h"
#include "model/dose.h"

#include <string.h>

enum { YEARS_AHEAD = 10, CELL_MIN = 5, CELL_MAX = 11, CELL_DAY = 4 };

void
rgm_month_free (RgmMonth *month)
{
  if (month == NULL)
    return;
  rgm_agenda_free (month->agenda);
  g_free (month);
}

gboolean
rgm_month_is_tablets (const RgmCourse *course)
{
  return calendar_is_tablets (course);
}

static int
month_length (RgmDay first)
{
  int year, number;

  rgm_day_split (first, &year, &number, NULL);
  return civil_month_length (year, number);
}

/* ---- the doses ---- */

static char
sign_of (const RgmDose *dose, const RgmCourse *course)
{
  switch (dose->state) {
  case RGM_DOSE_OVERDUE:
    return '!';
  case RGM_DOSE_DUE:
    return '*';
  case RGM_DOSE_HELD:
    return 'H';
  case RGM_DOSE_BOOKED:
    return 'B';
  case RGM_DOSE_SKIPPED:
    return '-';
  case RGM_DOSE_MISSED:
    return 'm';
  case RGM_DOSE_GIVEN:
    return calendar_is_tablets (course) ? '.' : 'x';
  default:
    return calendar_is_tablets (course)         ? '.'
           : dose->tentative                    ? '?'
           : rgm_dose_is_to_book (dose, course) ? 'o'
                                                : 'p';
  }
}

/* Adds the sign of @item to its day, and keeps the signs of that day in the order of
 * RGM_MONTH_SIGNS. */
static void
add_sign (RgmMonth *month, const RgmAgendaItem *item)
{
  static const char order[] = RGM_MONTH_SIGNS;
  char *signs = month->signs[rgm_dose_shown (&item->dose, item->zone).day - month->first];
  char sign = sign_of (&item->dose, item->course);
  gsize length = strlen (signs), at = 0;

  month->words[strchr (order, sign) - order]
    = sign == '.' ? _ ("tablets") : rgm_dose_state_words (&item->dose, item->course);
  if (strchr (signs, sign) != NULL)
    return;
  while (at < length && strchr (order, signs[at]) < strchr (order, sign))
    at++;
  memmove (signs + at + 1, signs + at, length - at);
  signs[at] = sign;
}

/* Adds the doses of @course from @first to @last. */
static void
add_course (RgmAgenda *agenda, const RgmSession *session, const RgmPatient *patient,
            const RgmZone *zone, const RgmCourse *course, RgmDay first, RgmDay last)
{
  g_autoptr (GArray) doses = rgm_course_doses (course, zone, session->now, last);

  for (guint i = 0; i < doses->len; i++) {
    RgmAgendaItem item = { patient, course, zone, g_array_index (doses, RgmDose, i), 0 };
    RgmLocal shown = rgm_dose_shown (&item.dose, zone);
    gboolean given = item.dose.state == RGM_DOSE_GIVEN;

    if (shown.day < first || shown.day > last || item.dose.state == RGM_DOSE_CANCELLED
        || (item.dose.open && dose_is_overtaken (&item.dose, course, zone, session->now)))
      continue;
    item.moment = given ? rgm_zone_to_instant (
                    rgm_administration_zone (item.dose.administration, zone), shown, NULL)
                        : rgm_dose_moment (&item.dose, zone);
    g_array_append_val (agenda->items, item);
  }
}

static gint
by_moment (gconstpointer a, gconstpointer b)
{
  const RgmAgendaItem *left = a, *right = b;
  RgmDay left_day = rgm_dose_shown (&left->dose, left->zone).day;
  RgmDay right_day = rgm_dose_shown (&right->dose, right->zone).day;

  if (left_day != right_day)
    return left_day < right_day ? -1 : 1;
  if (left->moment != right->moment)
    return left->moment < right->moment ? -1 : 1;
  int handles = g_strcmp0 (left->course->handle, right->course->handle);
  return handles != 0 ? handles : left->dose.number - right->dose.number;
}

RgmMonth *
rgm_month_load (const RgmSession *session, gint64 patient_id, RgmDay first, GError **error)
{
  g_autoptr (RgmMonth) month = g_new0 (RgmMonth, 1);
  RgmAgenda *agenda = month->agenda = g_new0 (RgmAgenda, 1);
  RgmDay today = rgm_zone_day (session->zone, session->now);
  RgmDay last = first + month_length (first) - 1;
  /* One day earlier, because the day begins earlier in zones further east. */
  RgmInstant since = rgm_zone_to_instant (session->zone, (RgmLocal){ first - 1, 0 }, NULL);
  RgmCourseQuery query = { .patient_id = patient_id,
                           .now = session->now,
                           .ended = TRUE,
                           .since = since,
                           .not_given = TRUE,
                           .ended_since = RGM_INSTANT_NONE };

  month->first = first;
  if (first > rgm_day_add_months (today, 12 * YEARS_AHEAD)) {
    g_autofree char *name = rgm_month_describe (first);

    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is too far ahead; a month up to ten years ahead is accepted"), name);
    return NULL;
  }
  agenda->items = g_array_new (FALSE, FALSE, sizeof (RgmAgendaItem));
  agenda->patients = rgm_store_patients (session->store, error);
  agenda->courses
    = agenda->patients != NULL ? rgm_store_courses (session->store, &query, error) : NULL;
  if (agenda->courses == NULL)
    return NULL;
  for (guint i = 0; i < agenda->courses->len; i++) {
    const RgmCourse *course = agenda->courses->pdata[i];
    const RgmPatient *patient = calendar_patient (agenda->patients, course->patient_id);
    const RgmZone *zone = patient != NULL ? rgm_patient_zone (patient, NULL) : NULL;

    if (zone == NULL)
      agenda->zoneless = patient;
    else
      add_course (agenda, session, patient, zone, course, first, last);
  }
  if (agenda->items->len == 0 && agenda->zoneless != NULL
      && rgm_patient_zone (agenda->zoneless, error) == NULL)
    return NULL;
  g_array_sort (agenda->items, by_moment);
  for (guint i = 0; i < agenda->items->len; i++)
    add_sign (month, &g_array_index (agenda->items, RgmAgendaItem, i));
  return g_steal_pointer (&month);
}

/* ---- the grid ---- */

/* Appends @text, padded to @width columns. */
static void
append_cell (GString *line, const char *text, int width)
{
  g_string_append_printf (line, "%s%*s", text, MAX (width - text_width (text), 0), "");
}

static void
end_line (GString *grid, GString *line)
{
  g_string_append_printf (grid, "%s\n", g_strchomp (line->str));
  g_string_truncate (line, 0);
}

char *
rgm_month_grid (const RgmMonth *month, RgmDay today, int first_weekday, int width, gboolean *cut)
{
  int cell = CLAMP (width / 7, CELL_MIN, CELL_MAX), room = cell - CELL_DAY;
  int length = month_length (month->first);
  int column = (rgm_day_weekday (month->first) - first_weekday + 7) % 7;
  GString *grid = g_string_new (NULL);
  g_autoptr (GString) line = g_string_new (NULL);

  *cut = FALSE;
  for (int i = 0; i < 7; i++) {
    g_autofree char *name
      = g_strdup_printf (" %s", _ (civil_weekday_name ((first_weekday + i - 1) % 7 + 1)));

    append_cell (line, name, cell);
  }
  end_line (grid, line);
  g_string_append_printf (line, "%*s", column * cell, "");
  for (int i = 0; i < length; i++) {
    const char *signs = month->signs[i];
    gboolean more = room > 1 && (int)strlen (signs) > room;
    gboolean is_today = month->first + i == today;
    g_autofree char *text
      = g_strdup_printf ("%c%2d%c%.*s%s", is_today ? '[' : ' ', i + 1, is_today ? ']' : ' ',
                         more ? room - 1 : room, signs, more ? "+" : "");

    append_cell (line, text, cell);
    *cut = *cut || more;
    if (++column == 7 || i == length - 1) {
      end_line (grid, line);
      column = 0;
    }
  }
  return g_string_free (grid, FALSE);
}
