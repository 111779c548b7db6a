/* sheet-part.h: what the parts of a sheet share. */
#pragma once

#include "alerts/alert-kinds.h"
#include "base/html.h"

#include <regimen/session.h>

/* A course with all of its record. */
typedef struct {
  RgmCourse *course;
  GPtrArray *holds; /* of RgmHold, lifted ones too */
  GArray *doses;    /* of RgmDose, up to today and the next open one; they borrow from course */
  RgmCourseState state;
} SheetCourse;

/* A sheet in the making. Borrows what is not said to be its own. */
typedef struct {
  const RgmSession *session;
  const RgmPatient *patient;
  const RgmZone *zone;
  RgmDay since, today; /* what the sheet is about; both count */
  gboolean private_mode;
  GPtrArray *courses; /* of SheetCourse; its own */
  GString *html;
  guint n_reminders;    /* with which it begins */
  gboolean tells_signs; /* one of them has told the warning signs already */
} Sheet;

/* Whether the doses of @course have a table: not if it is a single visit, or taken at home at fixed
 * times, as needed, or every so many hours. */
gboolean sheet_is_told_by_dose (const RgmCourse *course);

/* Whether @dose is still open, or lies in the time that the sheet is about; never if it was
 * cancelled. */
gboolean sheet_has_dose (const Sheet *sheet, const RgmDose *dose);

/* ---- the parts, each with its headings ---- */

/* sheet-reminder.c: what an alert that led to the sheet is about, in its own words; if it is about
 * what to watch for, whom to call and all that is to be watched for; and what can be done, with the
 * commands to type. */
void sheet_add_reminder (Sheet *sheet, const AlertSubject *subject, const RgmAlertView *view);
/* sheet-courses.c: the courses of that time with their doses, and what came earlier. */
void sheet_add_courses (Sheet *sheet);
/* sheet-totals.c: how much radiation each site had, in all that is on record. */
void sheet_add_radiation (Sheet *sheet);
/* sheet-values.c: what was noticed, and what a laboratory found: pictures, with a table beside
 * each. Returns: FALSE with @error set. */
gboolean sheet_add_values (Sheet *sheet, GError **error);
/* sheet-visit.c: for the next visit: what is to be on record, what is to be asked, and whom to
 * call. Returns: FALSE with @error set. */
gboolean sheet_add_visit (Sheet *sheet, GError **error);
/* sheet-signs.c: all that is to be watched for after @treatment: its side effects and the warning
 * signs, with the sources. */
void sheet_add_effects (Sheet *sheet, const RgmTreatment *treatment);
/* The warning signs of the catalog, and its sources. */
void sheet_add_signs (Sheet *sheet);
