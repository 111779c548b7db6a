/* observation.h: functions about observations, and about what a dose needs, that are not public. */
#pragma once

#include <regimen/dose.h>
#include <regimen/observation.h>

/* The command of an entry, which stands before its number: "feel" of "feel/12". Returns: (transfer
 * none). */
const char *observation_command (RgmObservationKind kind);

/**
 * observation_compare_values: compares two decimal texts ("1.98"), digit by digit: nothing is
 * rounded.
 * @numbers: (out): FALSE if one of them is not a decimal number; then the result is 0.
 * Returns: -1, 0 or 1 if @a is less than, equal to, or greater than @b.
 */
int observation_compare_values (const char *a, const char *b, gboolean *numbers);

/**
 * observation_number: the decimal number in @value, without the sign in front of it: "1.5" for
 * "<1.5".
 * @sign: (out) (nullable) (transfer none): "<", "<=", ">=" or ">", however it was typed; NULL if
 * there is none.
 * Returns: (transfer none) (nullable): NULL if @value is not a number.
 */
const char *observation_number (const char *value, const char **sign);

/**
 * need_day: the day for which the age of what @dose needs is computed: the day of its appointment
 * or target. While the dose is open, this is not before the end of its hold, and not before @today,
 * because the dose cannot be given before either of them.
 * @zone: the patient's.
 * @today: RGM_NO_DAY: use the record alone, whatever the clock says.
 */
RgmDay need_day (const RgmDose *dose, const RgmZone *zone, RgmDay today);

/* Whether @need is met before @dose of @course. @zone, @today: as for need_day(). */
RgmNeedStatus need_before_dose (const RgmNeed *need, const RgmCourse *course, const RgmDose *dose,
                                const RgmZone *zone, RgmDay today);

/* ---- in one line, which is cut if it is too long ---- */

/* As rgm_contacts_text(), with at most two contacts. Returns: (transfer full) (nullable). */
char *contacts_brief (const GPtrArray *contacts, RgmContactPurpose purpose);
/* "Needed: …" with those of @needs (element-type RgmNeed, nullable) that are not met before @dose;
 * if all are met, "On record: …" with all of them. Returns: (transfer full) (nullable): NULL if
 * there are none. */
char *needs_brief (const GPtrArray *needs, const RgmCourse *course, const RgmDose *dose,
                   const RgmZone *zone, RgmDay today);
/* "To ask: …" with the questions. @questions: (element-type RgmQuestion) (nullable). Returns:
 * (transfer full) (nullable): NULL if there are none. */
char *questions_brief (const GPtrArray *questions);
