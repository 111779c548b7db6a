/* month.h: the doses of one month, as a grid of its days with signs. */
#pragma once

#include <regimen/agenda.h>

RGM_BEGIN_DECLS

/* The signs of the days, the most urgent first: overdue, due, on hold, booked, to book, planned,
 * tentative, given, skipped, missed, tablets. */
#define RGM_MONTH_SIGNS "!*HBop?x-m."

typedef struct {
  RgmDay first; /* the first day of the month */
  /* the doses that were given, skipped or missed in the month, or are planned in it, in the order
   * of rgm_dose_shown() */
  RgmAgenda *agenda;
  /* for each day of the month: those of RGM_MONTH_SIGNS that it has, in their order */
  char signs[31][sizeof RGM_MONTH_SIGNS];
  /* (nullable): what each of RGM_MONTH_SIGNS means; NULL if no day has it */
  const char *words[sizeof RGM_MONTH_SIGNS - 1];
} RgmMonth;

/**
 * rgm_month_load: the doses of a month.
 * @patient_id: 0: of all. @first: the first day of the month.
 * Returns: (transfer full): NULL with RGM_ERROR_STORE; with RGM_ERROR_USAGE if the month is more
 * than ten years ahead; with RGM_ERROR_ZONE if there is nothing to show but what needs a time zone
 * that this system lacks.
 */
RgmMonth *
rgm_month_load (const RgmSession *session, gint64 patient_id, RgmDay first, GError **error);
void rgm_month_free (RgmMonth *month);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmMonth, rgm_month_free)

/* Whether the doses of @course stand in a month as a sign only: tablets, taken at fixed times or as
 * needed. */
gboolean rgm_month_is_tablets (const RgmCourse *course);

/**
 * rgm_month_grid: the days of @month in weeks, below the names of the weekdays. Pure: it reads the
 * first day and the signs. @today stands in brackets. "+" is the last sign of a day that has more
 * than fit, if more than one fits; if only one does, it is the most urgent one.
 * @first_weekday: with which a week begins, 1 (Monday) to 7 (Sunday).
 * @width: of the screen in columns; it needs 35 for one sign a day, 49 for three.
 * @cut: (out): some day has a "+".
 * Returns: (transfer full): lines, each with a newline and without blanks at its end.
 */
char *
rgm_month_grid (const RgmMonth *month, RgmDay today, int first_weekday, int width, gboolean *cut);

RGM_END_DECLS
