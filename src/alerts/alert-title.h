/* alert-title.h: the title of an alert, in which what matters comes before the point where a
 * notification server cuts it. Pure.
 */
#pragma once

#include <regimen/dose.h>

/**
 * alert_title: "Overdue: Denosumab injection 3", or, if that is longer than 40 letters, with the
 * number before the treatment: "Overdue: session 3, Radiation therapy for bone metastases".
 * @number: of the dose; 0: the title is about the course.
 * @form: the title with "%s" in the place of the dose: "Overdue: %s".
 * @short_name: (nullable): the person, if there are several on record. The name comes last, and
 * the dose is cut so that the name is within the first 45 letters.
 * Returns: (transfer full).
 */
char *alert_title (const RgmCourse *course, int number, const char *form, const char *short_name);
