/* alert-title.h: makes the title of an alert, in which the important words come before the point
 * where a notification server may cut it off. Pure.
 */
#pragma once

#include <regimen/dose.h>

/**
 * alert_title: "Overdue: Denosumab injection 3", or, if that is longer than 40 letters, with the
 * number before the treatment: "Overdue: session 3, Radiation therapy for bone metastases".
 * @number: of the dose; 0: the title is about the course.
 * @form: the title with "%s" in the place of the dose: "Overdue: %s".
 * @short_name: (nullable): the short name of the patient, if several people are on record. It comes
 * last, and the name of the dose is cut if necessary, so that the short name is within the first 45
 * letters.
 * Returns: (transfer full).
 */
char *alert_title (const RgmCourse *course, int number, const char *form, const char *short_name);
