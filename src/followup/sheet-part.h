/* sheet-part.h: the data that the parts of a sheet share, and the functions that write the
 * parts. */
#pragma once

#include "alerts/alert-kinds.h"
#include "base/html.h"

#include <regimen/session.h>

/* A course with everything on record about it. */
typedef struct {
  RgmCourse *course;
  GPtrArray *holds; /* of RgmHold, lifted ones too */
  GArray *doses;    /* of RgmDose, up to today and the next open one; they borrow from course */
  RgmCourseState state;
} SheetCourse;

/* A sheet that is being written. Borrows its members. */
typedef struct {
  const RgmSession *session;
  const RgmPatient *patient;
  const RgmZone *zone;
  RgmDay since, today; /* the period of the sheet, both days inclusive */
  gboolean private_mode;
  GPtrArray *courses; /* of SheetCourse */
  GString *html;
  guint n_reminders;    /* how many reminders the sheet begins with */
  gboolean tells_signs; /* one of these reminders has the warning signs already */
} Sheet;

/* Whether the doses of @course are listed in a table: not if it is a single visit, or taken at home
 * at fixed times, as needed, or every few hours. */
gboolean sheet_is_told_by_dose (const RgmCourse *course);

/* Whether @dose is still open, or is in the period of the sheet and was not cancelled. */
gboolean sheet_has_dose (const Sheet *sheet, const RgmDose *dose);

/* ---- the parts, each with its headings ---- */

/* sheet-reminder.c: the alert from which the user opened the sheet: its text or, if it says what to
 * watch for after a dose, the day of the dose, whom to call and everything to watch for. Then what
 * the user can do, with the commands to type, unless the alert asks for nothing or the sheet is
 * private. */
void sheet_add_reminder (Sheet *sheet, const AlertSubject *subject, const RgmAlertView *view);
/* sheet-courses.c: the courses in the period of the sheet with their doses, and the earlier
 * ones. */
void sheet_add_courses (Sheet *sheet);
/* sheet-totals.c: how much radiation each site has had, in the whole record. */
void sheet_add_radiation (Sheet *sheet);
/* sheet-values.c: what the user noticed and what a laboratory found: pictures, with a table beside
 * each. Returns: FALSE with @error set. */
gboolean sheet_add_values (Sheet *sheet, GError **error);
/* sheet-visit.c: for the next visit: what has to be on record, what is to be asked, and whom to
 * call. Returns: FALSE with @error set. */
gboolean sheet_add_visit (Sheet *sheet, GError **error);
/* sheet-signs.c: everything to watch for after @treatment: its side effects and the warning signs,
 * with the sources. */
void sheet_add_effects (Sheet *sheet, const RgmTreatment *treatment);
/* The warning signs from the catalog, and their sources. */
void sheet_add_signs (Sheet *sheet);
