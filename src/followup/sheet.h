/* sheet.h: makes one page about a person, which a clinic can read in a minute: the courses with
 * each dose and its days, what the person noticed and what a laboratory found, and what is to be
 * asked. */
#pragma once

#include <regimen/session.h>

/* A dose from whose alert the user opened the sheet. */
typedef struct {
  gint64 course_id;
  int dose;
} SheetReminder;

typedef struct {
  RgmDay since; /* the first day of the period; open doses are shown whatever their day is */
  gboolean private_mode; /* no names of people or places, no phone numbers */
  /* (nullable) (element-type SheetReminder): doses of the person; the page begins with their
   * current alerts, and leaves out a dose that has none */
  const GArray *reminders;
} SheetOptions;

/* The first day of a sheet if the user names none: three months before @today. */
RgmDay sheet_usual_since (RgmDay today);

/* The text in the head of a sheet by which regimen recognises the sheet: the name of the program,
 * and the UUID of @patient. Returns: (transfer full). */
char *sheet_generator (const RgmPatient *patient);

/* Whether @head, the beginning of a file, is the beginning of a sheet. @patient: (nullable): the
 * person whose sheet it has to be; NULL: anybody. */
gboolean sheet_is_sheet (const char *head, const RgmPatient *patient);

/**
 * sheet_page: makes the sheet of @patient: a page of HTML that loads no other file, runs no script,
 * and states that the person has entered what it shows. It adds no advice, score or limit; all its
 * medical sentences come from the catalog.
 * @session: with the catalog and, if there are reminders, with the settings.
 * Returns: (transfer full): NULL with RGM_ERROR_STORE, or with RGM_ERROR_ZONE if this system does
 * not know the time zone of @patient.
 */
char *sheet_page (const RgmSession *session, const RgmPatient *patient, const SheetOptions *options,
                  GError **error);
