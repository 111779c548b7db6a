/* month.h: the doses of one month, and a grid of its days with signs for them. */
#pragma once

#include <regimen/agenda.h>

RGM_BEGIN_DECLS

/* The signs for a day, the most urgent first: overdue, due, on hold, booked, to book, planned,
 * tentative, given, skipped, missed, tablets. */
#define RGM_MONTH_SIGNS "!*HBop?x-m."

typedef struct {
  RgmDay first; /* the first day of the month */
  /* the doses that were given, skipped or missed in the month, or are planned in it, sorted by
   * rgm_dose_shown() */
  RgmAgenda *agenda;
  /* for each day of the month, the signs from RGM_MONTH_SIGNS that apply, in their order */
  char signs[31][sizeof RGM_MONTH_SIGNS];
  /* (nullable): what each sign in RGM_MONTH_SIGNS means; NULL if no day has it */
  const char *words[sizeof RGM_MONTH_SIGNS - 1];
} RgmMonth;

/**
 * rgm_month_load: loads the doses of a month.
 * @patient_id: 0: all patients. @first: the first day of the month.
 * Returns: (transfer full): NULL with RGM_ERROR_STORE; with RGM_ERROR_USAGE if the month is more
 * than ten years ahead; with RGM_ERROR_ZONE if all that could be shown needs a time zone that this
 * system lacks.
 */
RgmMonth *
rgm_month_load (const RgmSession *session, gint64 patient_id, RgmDay first, GError **error);
void rgm_month_free (RgmMonth *month);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmMonth, rgm_month_free)

/* Whether a month shows the doses of @course only as a sign: tablets, which are taken at fixed
 * times or as needed. */
gboolean rgm_month_is_tablets (const RgmCourse *course);

/**
 * rgm_month_grid: prints the days of @month in weeks, below the names of the weekdays. Pure: it
 * reads only the first day and the signs. @today is in brackets. If a day has more signs than fit,
 * its last one is "+"; but if only one fits, it is the most urgent one.
 * @first_weekday: the first day of a week, 1 (Monday) to 7 (Sunday).
 * @width: columns of the screen; one sign per day needs 35, three need 49.
 * @cut: (out): whether any day has a "+".
 * Returns: (transfer full): lines, each ending in a newline, without trailing blanks.
 */
char *
rgm_month_grid (const RgmMonth *month, RgmDay today, int first_weekday, int width, gboolean *cut);

RGM_END_DECLS
