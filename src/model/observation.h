/* observation.h: what only our own code does with values that were observed. */
#pragma once

#include <regimen/dose.h>
#include <regimen/observation.h>

/**
 * observation_compare_values: compares two decimal texts ("1.98"), digit by digit: nothing is
 * rounded.
 * @numbers: (out): FALSE if one of them is no decimal number; then the result is 0.
 * Returns: -1, 0 or 1 if @a is less than, equal to, or greater than @b.
 */
int observation_compare_values (const char *a, const char *b, gboolean *numbers);

/**
 * observation_number: the decimal number that @value is, without the sign in front of it: "1.5" of
 * "<1.5". @sign: (out) (nullable) (transfer none): "<", "<=", ">=" or ">", in whatever way it was
 * typed; NULL if there is none. Returns: (transfer none) (nullable): NULL if it is no number.
 */
const char *observation_number (const char *value, const char **sign);

/**
 * need_day: the day by which the age of what @dose needs is reckoned: that of its appointment or
 * target; while it is open, no day before the end of its hold, and none before @today, because it
 * can no longer be given then.
 * @zone: the patient's.
 * @today: RGM_NO_DAY: by the record alone, whatever the clock says.
 */
RgmDay need_day (const RgmDose *dose, const RgmZone *zone, RgmDay today);

/* What the record says of @need before @dose of @course. @zone, @today: as need_day() takes them.
 * */
RgmNeedStatus need_before_dose (const RgmNeed *need, const RgmCourse *course, const RgmDose *dose,
                                const RgmZone *zone, RgmDay today);

/* ---- in one line, cut where there is too much of it ---- */

/* As rgm_contacts_text(), of two contacts at most. Returns: (transfer full) (nullable). */
char *contacts_brief (const GPtrArray *contacts, RgmContactPurpose purpose);
/* "Needed: …": those of @needs (element-type RgmNeed, nullable) that are not met before @dose; if
 * all are, "On record: …". Returns: (transfer full) (nullable): NULL if there are none. */
char *needs_brief (const GPtrArray *needs, const RgmCourse *course, const RgmDose *dose,
                   const RgmZone *zone, RgmDay today);
/* "To ask: …". @questions: (element-type RgmQuestion) (nullable). Returns: (transfer full)
 * (nullable): NULL if there are none. */
char *questions_brief (const GPtrArray *questions);
