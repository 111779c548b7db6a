/* sheet-part.c: decides which doses the parts of a sheet show. */
#include "followup/sheet-part.h"

#include "followup/given-doses.h"

gboolean
sheet_has_dose (const Sheet *sheet, const RgmDose *dose)
{
  RgmDay day = rgm_dose_shown (dose, sheet->zone).day;

  return dose->open || (dose->state != RGM_DOSE_CANCELLED && day >= sheet->since);
}

gboolean
sheet_is_told_by_dose (const RgmCourse *course)
{
  return given_doses_are_told (course) && rgm_course_schedule (course)->kind != RGM_SCHEDULE_ONCE;
}
