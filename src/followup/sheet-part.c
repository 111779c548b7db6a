/* sheet-part.c: what the parts of a sheet share. */
#include "followup/sheet-part.h"

gboolean
sheet_has_dose (const Sheet *sheet, const RgmDose *dose)
{
  RgmDay day = rgm_dose_shown (dose, sheet->zone).day;

  return dose->open || (dose->state != RGM_DOSE_CANCELLED && day >= sheet->since);
}

gboolean
sheet_is_told_by_dose (const RgmCourse *course)
{
  const RgmSchedule *schedule = rgm_course_schedule (course);

  return schedule->kind == RGM_SCHEDULE_FRACTIONS
         || (schedule->kind == RGM_SCHEDULE_INTERVAL && schedule->every.unit != 'h');
}
