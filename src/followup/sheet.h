/* sheet.h: one page about a person, which a clinic can read in a minute: the courses with each dose
 * and its days, what the person noticed and what a laboratory found, and what is to be asked. */
#pragma once

#include <regimen/session.h>

/* A dose whose alert led to the sheet. */
typedef struct {
  gint64 course_id;
  int dose;
} SheetReminder;

typedef struct {
  RgmDay since; /* from this day on; doses that are still open are shown whatever their day */
  gboolean private_mode; /* no names of people or places, no phone numbers */
  /* (nullable) of SheetReminder: the page begins with the current alerts of these doses of the
   * person; a dose that has none is left out */
  const GArray *reminders;
} SheetOptions;

/* The first day of a sheet for which no other is asked: three months before @today. */
RgmDay sheet_usual_since (RgmDay today);

/* What each sheet says of itself in its head: the program, and the UUID of the person. Returns:
 * (transfer full). */
char *sheet_generator (const RgmPatient *patient);

/* Whether @head, the beginning of a file, is that of a sheet. @patient: (nullable): of whom; NULL:
 * of anybody. */
gboolean sheet_is_sheet (const char *head, const RgmPatient *patient);

/**
 * sheet_page: the sheet of @patient: a page of HTML that loads nothing, runs nothing, and says of
 * itself that the person has entered what it shows. It adds no advice, score or limit; its medical
 * sentences are those of the catalog.
 * @session: with the catalog and, if there are reminders, with the settings.
 * Returns: (transfer full): NULL with RGM_ERROR_STORE, or with RGM_ERROR_ZONE if this system does
 * not have the time zone of @patient.
 */
char *sheet_page (const RgmSession *session, const RgmPatient *patient, const SheetOptions *options,
                  GError **error);
