/* sheet-courses.c: writes the courses of a sheet with their doses, and a list of earlier
 * courses. */
#include "followup/sheet-part.h"

#include "base/i18n.h"
#include "base/text.h"
#include "model/course-doses.h"
#include "model/course.h"
#include "model/dose.h"
#include "model/revised.h"

#include <regimen/describe.h>
#include <string.h>

/* The columns of the table of a course. */
enum { DOSE, PLANNED, ACTUAL, INTERVAL, AMOUNT, REMARKS, N_COLUMNS };

/* In days. If the doses of a course are closer together than this, they are shown in stretches. */
#define WEEK 7

/* How a course is shown: with a row for each dose; with a row for each stretch of doses that were
 * given as planned; or as one row in a table with other courses, if it is taken at home or is a
 * single visit. */
typedef enum { TOLD_DOSES, TOLD_STRETCHES, TOLD_TAKEN, TOLD_VISIT } Telling;

static Telling
telling_of (const RgmCourse *course)
{
  const RgmSchedule *schedule = rgm_course_schedule (course);
  gboolean interval = schedule->kind == RGM_SCHEDULE_INTERVAL;

  if (!sheet_is_told_by_dose (course))
    return schedule->kind == RGM_SCHEDULE_ONCE ? TOLD_VISIT : TOLD_TAKEN;
  return interval && rgm_period_days (schedule->every) >= WEEK ? TOLD_DOSES : TOLD_STRETCHES;
}

/* Whether the course belongs to the period of the sheet. Otherwise it is only listed among the
 * earlier courses. */
static gboolean
is_recent (const Sheet *sheet, const SheetCourse *one)
{
  RgmInstant stopped = one->course->stopped_at;

  if (one->state == RGM_COURSE_ACTIVE || one->state == RGM_COURSE_PAUSED
      || (stopped != RGM_INSTANT_NONE && rgm_zone_day (sheet->zone, stopped) >= sheet->since))
    return TRUE;
  for (guint i = 0; i < one->doses->len; i++)
    if (sheet_has_dose (sheet, &g_array_index (one->doses, RgmDose, i)))
      return TRUE;
  return FALSE;
}

/* ---- one dose ---- */

/* The hold that still keeps @dose from being given; NULL if there is none, or if the dose has an
 * answer. */
static const RgmHold *
lasting_hold (const RgmDose *dose)
{
  return dose->open ? dose->hold : NULL;
}

/* Adds "put off on Thu 2026-11-05: reason" for each hold of @dose except the one that is still in
 * force. */
static void
add_past_holds (const Sheet *sheet, const SheetCourse *one, const RgmDose *dose, GPtrArray *parts)
{
  const RgmHold *lasting = lasting_hold (dose);

  for (guint i = 0; i < one->holds->len; i++) {
    const RgmHold *hold = one->holds->pdata[i];
    if (hold->dose != dose->number || (lasting != NULL && lasting->since == hold->since))
      continue;
    g_autofree char *day = rgm_day_describe (rgm_zone_day (sheet->zone, hold->since));
    g_ptr_array_add (parts, g_strdup_printf (_ ("put off on %s: %s"), day, hold->reason));
  }
}

/* The number of the session at the end of the course that replaces @skipped. Each skipped session
 * that is to be made up adds one session at the end, in the order of their numbers. */
static int
makeup_session (const RgmCourse *course, const RgmAdministration *skipped)
{
  int session = rgm_course_schedule (course)->fractions;

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = course->administrations->pdata[i];
    session += each->makeup && each->dose <= skipped->dose;
  }
  return session;
}

/* Says whether @skipped was made up, or will be. Returns: (transfer none) (nullable): NULL if
 * neither is true, because the course has ended or the session at the end was skipped, too. */
static const char *
makeup_text (const SheetCourse *one, const RgmAdministration *skipped)
{
  gboolean goes_on = one->state == RGM_COURSE_ACTIVE || one->state == RGM_COURSE_PAUSED;
  const RgmAdministration *session = skipped;

  /* the session at the end may itself have been skipped and made up */
  while (session != NULL && session->makeup)
    session = rgm_course_administration (one->course, makeup_session (one->course, session));
  if (session == NULL)
    return goes_on ? _ ("to be made up at the end") : NULL;
  return session->outcome == RGM_GIVEN ? _ ("made up at the end") : NULL;
}

/* Whether @done has a site of its own that differs from that of @course. */
static gboolean
is_elsewhere (const RgmAdministration *done, const RgmCourse *course)
{
  g_autofree char *site = NULL, *usual = NULL;

  if (done->site == NULL || *done->site == '\0')
    return FALSE;
  site = text_fold_words (done->site);
  usual = text_fold_words (course->site != NULL ? course->site : "");
  return *site != '\0' && !g_str_equal (site, usual);
}

/* The holds, moves, reasons and notes of @dose as one text. Returns: (transfer full): "" if there
 * are none. */
static char *
remarks_text (const Sheet *sheet, const SheetCourse *one, const RgmDose *dose)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const RgmAdministration *done = dose->administration;
  const char *made_up = done != NULL && done->makeup ? makeup_text (one, done) : NULL;
  RgmLocal from;

  add_past_holds (sheet, one, dose, parts);
  if (lasting_hold (dose) != NULL)
    g_ptr_array_add (parts, dose_hold_text (dose->hold, sheet->zone));
  if (rgm_dose_unmoved (dose, one->course, sheet->zone, &from)) {
    g_autofree char *day = rgm_day_describe (from.day);
    g_ptr_array_add (parts, g_strdup_printf (_ ("moved from %s"), day));
  }
  if (done != NULL && done->outcome == RGM_SKIPPED && done->reason != NULL)
    g_ptr_array_add (parts, g_strdup (done->reason));
  if (made_up != NULL)
    g_ptr_array_add (parts, g_strdup (made_up));
  if (done != NULL && is_elsewhere (done, one->course))
    g_ptr_array_add (parts, g_strdup (done->site));
  if (done != NULL && done->note != NULL)
    g_ptr_array_add (parts, g_strdup (done->note));
  return text_join ("; ", (const char *const *)parts->pdata, parts->len);
}

/* The day on which the dose was given, or else the words for its state. Returns: (transfer
 * full). */
static char *
actual_text (const Sheet *sheet, const RgmCourse *course, const RgmDose *dose)
{
  const RgmAdministration *done = dose->administration;

  if (done != NULL && done->outcome == RGM_GIVEN)
    return rgm_day_describe (administration_day (done, sheet->zone));
  return g_strdup (rgm_dose_state_words (dose, course));
}

/* The day for which the schedule planned the dose; for an open dose, the time of its appointment or
 * its present plan. Returns: (transfer full). */
static char *
planned_text (const Sheet *sheet, const RgmDose *dose)
{
  return dose->open ? dose_time_text (dose, sheet->zone) : rgm_day_describe (dose->target.day);
}

/* How many days @done, which was given, came after the dose given before it. The days on which
 * doses were given count, and not their numbers, because a correction may have changed the order.
 * Returns: (transfer full) (nullable): NULL if no dose was given before. */
static char *
interval_text (const Sheet *sheet, const RgmCourse *course, const RgmAdministration *done)
{
  RgmDay day = administration_day (done, sheet->zone), before = RGM_NO_DAY;

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = course->administrations->pdata[i];
    RgmDay given = administration_day (each, sheet->zone);
    if (each->outcome == RGM_GIVEN && (given < day || (given == day && each->dose < done->dose)))
      before = before == RGM_NO_DAY ? given : MAX (before, given);
  }
  if (before == RGM_NO_DAY)
    return NULL;
  return g_strdup_printf (P_ ("%d day", "%d days", (gulong)(day - before)), day - before);
}

/* Fills the cells of the row of @dose. */
static void
fill_cells (const Sheet *sheet, const SheetCourse *one, const RgmDose *dose, char *cells[N_COLUMNS])
{
  const RgmAdministration *done = dose->administration;

  cells[DOSE] = g_strdup_printf ("%d", dose->number);
  cells[PLANNED] = planned_text (sheet, dose);
  cells[ACTUAL] = actual_text (sheet, one->course, dose);
  if (done != NULL && done->outcome == RGM_GIVEN && telling_of (one->course) == TOLD_DOSES)
    cells[INTERVAL] = interval_text (sheet, one->course, done);
  cells[AMOUNT] = g_strdup (done != NULL ? done->amount : NULL);
  cells[REMARKS] = remarks_text (sheet, one, dose);
}

static void
clear_cells (char *cells[N_COLUMNS])
{
  for (int i = 0; i < N_COLUMNS; i++)
    g_clear_pointer (&cells[i], g_free);
}

/* ---- the table of a course ---- */

/* Adds the cells as a row. A table of stretches has no column for the interval. */
static void
add_row (const Sheet *sheet, char *const cells[N_COLUMNS], gboolean stretches)
{
  const char *shown[N_COLUMNS];
  gsize count = 0;

  for (int i = 0; i < N_COLUMNS; i++)
    if (i != INTERVAL || !stretches)
      shown[count++] = cells[i];
  html_row (sheet->html, shown, count);
}

/* The state while the rows of one course are written. */
typedef struct {
  const Sheet *sheet;
  const SheetCourse *one;
  gboolean stretches; /* doses that were given as planned share a row */
  /* the present stretch of doses, which become one row; first is 0 if there is none */
  int first, last;
  RgmDay from, until;
  const char *amount;
} Rows;

static void
end_stretch (Rows *rows)
{
  char *cells[N_COLUMNS] = { NULL };

  if (rows->first == 0)
    return;
  g_autofree char *from = rgm_day_describe (rows->from), *until = rgm_day_describe (rows->until);
  if (rows->first == rows->last) {
    cells[DOSE] = g_strdup_printf ("%d", rows->first);
    cells[PLANNED] = g_strdup (from);
    cells[AMOUNT] = g_strdup (rows->amount);
  } else {
    cells[DOSE] = g_strdup_printf (_ ("%d to %d"), rows->first, rows->last);
    cells[PLANNED] = g_strdup_printf (_ ("%s to %s"), from, until);
    cells[AMOUNT] = rows->amount != NULL ? g_strdup_printf (_ ("%s each"), rows->amount) : NULL;
  }
  cells[ACTUAL] = g_strdup (_ ("as planned"));
  add_row (rows->sheet, cells, rows->stretches);
  clear_cells (cells);
  rows->first = 0;
}

/* Whether there is nothing to say about @dose except that it was given on the planned day. */
static gboolean
is_plain (const Rows *rows, const RgmDose *dose)
{
  const RgmAdministration *done = dose->administration;
  g_autofree char *remarks = remarks_text (rows->sheet, rows->one, dose);

  return done != NULL && done->outcome == RGM_GIVEN && *remarks == '\0'
         && administration_day (done, rows->sheet->zone) == dose->target.day;
}

/* Adds a plain dose to the present stretch if it continues that stretch; otherwise a new stretch
 * begins. */
static void
add_plain (Rows *rows, const RgmDose *dose)
{
  const char *amount = dose->administration->amount;
  RgmDay day = dose->target.day;

  if (rows->first == 0 || rows->last != dose->number - 1 || g_strcmp0 (rows->amount, amount) != 0) {
    end_stretch (rows);
    rows->first = dose->number;
    rows->from = day;
    rows->amount = amount;
  }
  rows->last = dose->number;
  rows->until = day;
}

/* Whether the table of its course shows @dose, in a row of its own or as part of a stretch. */
static gboolean
is_shown (const Sheet *sheet, const SheetCourse *one, const RgmDose *dose)
{
  return sheet_has_dose (sheet, dose)
         && !dose_is_overtaken (dose, one->course, sheet->zone, sheet->session->now);
}

static void
add_dose (Rows *rows, const RgmDose *dose)
{
  gboolean shown = is_shown (rows->sheet, rows->one, dose);

  if (shown && rows->stretches && is_plain (rows, dose))
    add_plain (rows, dose);
  else if (shown) {
    char *cells[N_COLUMNS] = { NULL };
    end_stretch (rows);
    fill_cells (rows->sheet, rows->one, dose, cells);
    add_row (rows->sheet, cells, rows->stretches);
    clear_cells (cells);
  }
}

/* Whether the table of @one has any row. */
static gboolean
has_rows (const Sheet *sheet, const SheetCourse *one)
{
  for (guint i = 0; i < one->doses->len; i++)
    if (is_shown (sheet, one, &g_array_index (one->doses, RgmDose, i)))
      return TRUE;
  return FALSE;
}

/* The day on which the first dose of @course was given; RGM_NO_DAY if none was. @given, @skipped:
 * (out): how many doses were given and skipped. */
static RgmDay
count_doses (const Sheet *sheet, const RgmCourse *course, int *given, int *skipped)
{
  RgmDay first = RGM_NO_DAY;

  *given = *skipped = 0;
  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *done = course->administrations->pdata[i];
    if (done->outcome == RGM_SKIPPED) {
      (*skipped)++;
      continue;
    }
    RgmDay day = administration_day (done, sheet->zone);
    first = first == RGM_NO_DAY ? day : MIN (first, day);
    (*given)++;
  }
  return first;
}

/* "120 mg, every 4 weeks, counted from the day given, at the clinic": the prescription as it is
 * now. Returns: (transfer full). */
static char *
plan_text (const Sheet *sheet, const RgmCourse *course)
{
  const RgmRevision *last = course->revisions->pdata[course->revisions->len - 1];
  const RgmSchedule *now = course_schedule_at (course, sheet->zone, sheet->session->now);
  g_autofree char *schedule
    = rgm_schedule_describe (now, rgm_unit_words (course->unit), rgm_unit_words (course->units));
  const char *const parts[]
    = { rgm_course_amount (course, last->from_dose), schedule,
        sheet->private_mode ? NULL : rgm_course_place (course, last->from_dose) };

  return text_join (", ", parts, G_N_ELEMENTS (parts));
}

/* Says whether the course is paused, stopped or complete. Returns: (transfer full): "" if it is
 * none of these. */
static char *
state_text (const Sheet *sheet, const SheetCourse *one)
{
  RgmInstant stopped = one->course->stopped_at;
  g_autofree char *day
    = stopped != RGM_INSTANT_NONE ? rgm_day_describe (rgm_zone_day (sheet->zone, stopped)) : NULL;

  switch (one->state) {
  case RGM_COURSE_COMPLETED:
    return g_strdup (_ ("complete"));
  case RGM_COURSE_STOPPED:
    return day != NULL ? g_strdup_printf (_ ("stopped on %s"), day) : g_strdup (_ ("stopped"));
  case RGM_COURSE_PAUSED:
    return g_strdup (_ ("paused"));
  default:
    return g_strdup ("");
  }
}

/* Adds the pauses in the period of the sheet, each with its reason. */
static void
add_pauses (Sheet *sheet, const RgmCourse *course)
{
  for (guint i = 0; i < course->pauses->len; i++) {
    const RgmPause *pause = course->pauses->pdata[i];
    g_autofree char *from = rgm_day_describe (pause->from);
    g_autofree char *until = pause->until != RGM_NO_DAY ? rgm_day_describe (pause->until) : NULL;
    if (pause->until != RGM_NO_DAY && pause->until < sheet->since)
      continue;
    html_add (sheet->html, "<p>");
    if (until != NULL && pause->reason != NULL)
      html_add (sheet->html, _ ("Paused from %s to %s (%s)."), from, until, pause->reason);
    else if (until != NULL)
      html_add (sheet->html, _ ("Paused from %s to %s."), from, until);
    else if (pause->reason != NULL)
      html_add (sheet->html, _ ("Paused from %s until it is resumed (%s)."), from, pause->reason);
    else
      html_add (sheet->html, _ ("Paused from %s until it is resumed."), from);
    html_add (sheet->html, "</p>\n");
  }
}

/* Adds the changes of the plan in the period of the sheet. */
static void
add_revisions (Sheet *sheet, const RgmCourse *course)
{
  for (guint i = 1; i < course->revisions->len; i++) {
    const RgmRevision *revision = course->revisions->pdata[i];
    RgmDay day = rgm_zone_day (sheet->zone, revision->made_at);
    g_autofree char *changed = revised_text (course, i), *when = rgm_day_describe (day);
    if (day < sheet->since || *changed == '\0')
      continue;
    html_add (sheet->html, "<p>");
    html_add (sheet->html, _ ("Changed on %s, from %s %d on: %s."), when,
              rgm_unit_words (course->unit), revision->from_dose, changed);
    html_add (sheet->html, "</p>\n");
  }
}

/* The name of the treatment with the site and, if the handle is the key of the treatment with
 * something added, the handle: "Denosumab (denosumab-2)". Returns: (transfer full). */
static char *
title_text (const RgmCourse *course)
{
  const char *const parts[] = { course->treatment_name, course->site };
  g_autofree char *name = text_join (", ", parts, G_N_ELEMENTS (parts));

  return g_str_has_prefix (course->handle, course->treatment_key)
             && strlen (course->handle) > strlen (course->treatment_key)
           ? g_strdup_printf ("%s (%s)", name, course->handle)
           : g_steal_pointer (&name);
}

/* @text with its first letter in upper case. Returns: (transfer full). */
static char *
capital_text (const char *text)
{
  GString *capital = g_string_new (NULL);

  if (*text == '\0')
    return g_string_free (capital, FALSE);
  g_string_append_unichar (capital, g_unichar_toupper (g_utf8_get_char (text)));
  g_string_append (capital, g_utf8_next_char (text));
  return g_string_free (capital, FALSE);
}

static void
add_course (Sheet *sheet, const SheetCourse *one, guint index)
{
  const RgmCourse *course = one->course;
  g_autofree char *unit = capital_text (rgm_unit_words (course->unit));
  const char *doses[] = { unit,         _ ("Planned"), _ ("Actual"), _ ("Since the last"),
                          _ ("Amount"), _ ("Remarks"), NULL };
  const char *stretches[]
    = { unit, _ ("Planned"), _ ("Actual"), _ ("Amount"), _ ("Remarks"), NULL };
  g_autofree char *id = g_strdup_printf ("course-%u", index), *title = title_text (course);
  g_autofree char *plan = plan_text (sheet, course), *state = state_text (sheet, one);
  Rows rows = { .sheet = sheet, .one = one, .stretches = telling_of (course) == TOLD_STRETCHES };
  int given, skipped;
  RgmDay first = count_doses (sheet, course, &given, &skipped);
  const char *const parts[] = { plan, state };
  g_autofree char *said = text_join ("; ", parts, G_N_ELEMENTS (parts));

  html_add (sheet->html, "<h3 id=\"%s\">%s</h3>\n<p>%s.", id, title, said);
  if (first != RGM_NO_DAY) {
    g_autofree char *day = rgm_day_describe (first);
    html_add (sheet->html, " ");
    html_add (sheet->html, _ ("On record: %d %s, %d skipped; the first on %s."), given,
              rgm_deed_words (course->unit), skipped, day);
  }
  html_add (sheet->html, "</p>\n");
  add_revisions (sheet, course);
  add_pauses (sheet, course);
  if (!has_rows (sheet, one))
    return;
  html_add (sheet->html, "<div class=\"days\">\n");
  html_table (sheet->html, id, rows.stretches ? stretches : doses);
  for (guint i = 0; i < one->doses->len; i++)
    add_dose (&rows, &g_array_index (one->doses, RgmDose, i));
  end_stretch (&rows);
  html_add (sheet->html, "</table>\n</div>\n");
}

/* ---- what is taken at home ---- */

/* The reasons for which doses were skipped, each with the number of doses if there are several.
 * Tablets can be skipped without a reason, so there may be none. Returns: (transfer full). */
static char *
reasons_text (const GPtrArray *reasons)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < reasons->len; i++)
    g_hash_table_insert (
      counts, reasons->pdata[i],
      GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (counts, reasons->pdata[i])) + 1));
  for (guint i = 0; i < reasons->len; i++) {
    int count = GPOINTER_TO_INT (g_hash_table_lookup (counts, reasons->pdata[i]));
    if (count == 0)
      continue;
    g_ptr_array_add (parts, count > 1
                              ? g_strdup_printf ("%s (%d)", (const char *)reasons->pdata[i], count)
                              : g_strdup (reasons->pdata[i]));
    g_hash_table_remove (counts, reasons->pdata[i]);
  }
  return text_join ("; ", (const char *const *)parts->pdata, parts->len);
}

/* "dose 3, planned for Thu 2026-11-26 20:00: overdue": the first dose that is overdue or on hold,
 * if doses are taken every few hours. (At fixed times, a dose that was not taken counts as missed
 * instead.) Returns: (transfer full) (nullable): NULL if there is none. */
static char *
waiting_text (const Sheet *sheet, const SheetCourse *one)
{
  const RgmCourse *course = one->course;

  for (guint i = 0; i < one->doses->len; i++) {
    const RgmDose *dose = &g_array_index (one->doses, RgmDose, i);
    gboolean held = lasting_hold (dose) != NULL;
    if (rgm_course_schedule (course)->kind != RGM_SCHEDULE_INTERVAL || !dose->open
        || (dose->state != RGM_DOSE_OVERDUE && !held))
      continue;
    g_autofree char *planned = planned_text (sheet, dose),
                    *remarks = remarks_text (sheet, one, dose);
    const char *const parts[] = { held ? NULL : rgm_dose_state_words (dose, course), remarks };
    g_autofree char *said = text_join ("; ", parts, G_N_ELEMENTS (parts));
    return g_strdup_printf (_ ("%s %d, planned for %s: %s"), rgm_unit_words (course->unit),
                            dose->number, planned, said);
  }
  return NULL;
}

/* Adds a row for something that is taken at home: how many of the doses in the period of the sheet
 * were taken, missed and skipped. */
static void
add_taken (Sheet *sheet, const SheetCourse *one)
{
  const RgmCourse *course = one->course;
  g_autoptr (GPtrArray) reasons = g_ptr_array_new ();
  int taken = 0, missed = 0, left_out = 0;

  for (guint i = 0; i < one->doses->len; i++) {
    const RgmDose *dose = &g_array_index (one->doses, RgmDose, i);
    RgmDay day = dose->slot ? dose->target.day : rgm_dose_shown (dose, sheet->zone).day;
    /* one that was taken may be of tomorrow here, if the patient has travelled to the west */
    if (day < sheet->since || day > sheet->today + (dose->state == RGM_DOSE_GIVEN))
      continue;
    taken += dose->state == RGM_DOSE_GIVEN;
    missed += dose->state == RGM_DOSE_MISSED;
    left_out += dose->state == RGM_DOSE_SKIPPED;
    if (dose->state == RGM_DOSE_SKIPPED && dose->administration->reason != NULL)
      g_ptr_array_add (reasons, dose->administration->reason);
  }
  gboolean fixed = rgm_course_schedule (course)->kind == RGM_SCHEDULE_TIMES;
  g_autofree char *title = title_text (course), *plan = plan_text (sheet, course);
  g_autofree char *state = state_text (sheet, one), *why = reasons_text (reasons);
  const char *const plans[] = { plan, state };
  g_autofree char *said = text_join ("; ", plans, G_N_ELEMENTS (plans));
  g_autofree char *count = fixed
                             ? g_strdup_printf (_ ("%d of %d"), taken, taken + missed + left_out)
                             : g_strdup_printf (P_ ("%d time", "%d times", (gulong)taken), taken);
  g_autofree char *missing = fixed ? g_strdup_printf ("%d", missed) : NULL;
  g_autofree char *skipped = reasons->len > 0 ? g_strdup_printf ("%d: %s", left_out, why)
                                              : g_strdup_printf ("%d", left_out);
  g_autofree char *waiting = waiting_text (sheet, one);
  const char *const counts[] = { count, waiting };
  g_autofree char *told = text_join ("; ", counts, G_N_ELEMENTS (counts));
  const char *const cells[] = { title, said, told, missing, skipped };
  html_row (sheet->html, cells, G_N_ELEMENTS (cells));
}

/* Adds a row for a single visit. */
static void
add_visit (Sheet *sheet, const SheetCourse *one)
{
  const RgmCourse *course = one->course;
  g_autofree char *title = title_text (course);

  for (guint i = 0; i < one->doses->len; i++) {
    const RgmDose *dose = &g_array_index (one->doses, RgmDose, i);
    g_autofree char *planned = planned_text (sheet, dose);
    g_autofree char *actual = actual_text (sheet, course, dose);
    g_autofree char *remarks = remarks_text (sheet, one, dose);
    const char *place = sheet->private_mode ? NULL : rgm_dose_place (dose, course);
    const char *const parts[] = { dose->open ? place : NULL, remarks };
    g_autofree char *said = text_join ("; ", parts, G_N_ELEMENTS (parts));
    const char *const cells[] = { title, planned, actual, said };
    if (sheet_has_dose (sheet, dose))
      html_row (sheet->html, cells, G_N_ELEMENTS (cells));
  }
}

/* Adds one table with a row for each recent course that is shown as @telling; nothing if there is
 * none. */
static void
add_rows (Sheet *sheet, Telling telling, const char *id, const char *title,
          const char *const *headings, void (*add) (Sheet *sheet, const SheetCourse *one))
{
  gboolean any = FALSE;

  for (guint i = 0; i < sheet->courses->len; i++) {
    const SheetCourse *one = sheet->courses->pdata[i];
    if (telling_of (one->course) != telling || !is_recent (sheet, one)
        || (telling == TOLD_VISIT && !has_rows (sheet, one)))
      continue;
    if (!any) {
      html_add (sheet->html, "<div class=\"%s\">\n<h3 id=\"%s\">%s</h3>\n",
                telling == TOLD_VISIT ? "days" : "rows", id, title);
      html_table (sheet->html, id, headings);
    }
    any = TRUE;
    add (sheet, one);
  }
  if (any)
    html_add (sheet->html, "</table>\n</div>\n");
}

/* ---- earlier courses ---- */

/* Adds a line for each course that ended before the period of the sheet. */
static void
add_earlier (Sheet *sheet)
{
  gboolean any = FALSE;

  for (guint i = 0; i < sheet->courses->len; i++) {
    const SheetCourse *one = sheet->courses->pdata[i];
    const RgmCourse *course = one->course;
    int given, skipped;
    RgmDay first = count_doses (sheet, course, &given, &skipped);
    const RgmAdministration *last = rgm_course_last_given (course);
    if (first == RGM_NO_DAY || is_recent (sheet, one))
      continue;
    g_autofree char *title = title_text (course), *from = rgm_day_describe (first);
    g_autofree char *until = rgm_day_describe (administration_day (last, sheet->zone));
    if (!any)
      html_add (sheet->html, "<div>\n<h3>%s</h3>\n<ul>\n", _ ("Earlier"));
    any = TRUE;
    html_add (sheet->html, "<li>");
    if (given == 1)
      html_add (sheet->html, _ ("%s: %s"), title, from);
    else
      html_add (sheet->html, _ ("%s: %d %s, from %s to %s"), title, given,
                rgm_unit_words (course->units), from, until);
    html_add (sheet->html, "</li>\n");
  }
  if (any)
    html_add (sheet->html, "</ul>\n</div>\n");
}

void
sheet_add_courses (Sheet *sheet)
{
  const char *taken[]
    = { _ ("Medicine"), _ ("Prescribed"), _ ("Taken"), _ ("Missed"), _ ("Skipped"), NULL };
  const char *visits[] = { _ ("Visit"), _ ("Planned"), _ ("Actual"), _ ("Remarks"), NULL };

  html_add (sheet->html, "<section aria-labelledby=\"courses\">\n<h2 id=\"courses\">%s</h2>\n",
            _ ("Treatments"));
  if (sheet->courses->len == 0)
    html_add (sheet->html, "<p>%s</p>\n", _ ("No treatment is on record."));
  for (guint i = 0; i < sheet->courses->len; i++) {
    const SheetCourse *one = sheet->courses->pdata[i];
    Telling telling = telling_of (one->course);
    if ((telling == TOLD_DOSES || telling == TOLD_STRETCHES) && is_recent (sheet, one))
      add_course (sheet, one, i);
  }
  html_add (sheet->html, "<div class=\"pair\">\n");
  add_rows (sheet, TOLD_TAKEN, "taken", _ ("Taken at home in this period"), taken, add_taken);
  add_rows (sheet, TOLD_VISIT, "visits", _ ("Visits"), visits, add_visit);
  sheet_add_radiation (sheet);
  add_earlier (sheet);
  html_add (sheet->html, "</div>\n</section>\n");
}
