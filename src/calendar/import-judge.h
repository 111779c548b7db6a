/* import-judge.h: an event of a calendar, compared with the record. */
#pragma once

#include "calendar/import-calendar.h"

#include "model/proposal.h"

/* One run of import_compare(). */
typedef struct {
  const RgmSession *session;
  gint64 patient_id; /* 0: of all */
  RgmImport *import;
  GHashTable *unknown;       /* UUIDs that no course has */
  GHashTable *known;         /* RgmCourse -> ImportKnown */
  GHashTable *titled;        /* of RgmProposal, by "COURSE/DOSE": those known by their titles */
  GPtrArray *courses;        /* nullable: all that there are, once they were asked for */
  const RgmIncomingTime *at; /* nullable: when the attached appointment is, by the user */
} ImportComparison;

/* What is worked out once for a course. */
typedef struct {
  GArray *doses;   /* of RgmDose, from the first one on, as far as an export can reach */
  GArray *changes; /* of RgmDoseChange */
} ImportKnown;
void import_known_free (ImportKnown *known);

/* Returns: (transfer none): NULL with @error set if the record could not be read. */
const ImportKnown *import_known (const ImportComparison *comparison, const RgmCourse *course,
                                 const RgmZone *zone, GError **error);

/* The course with @id, with its whole history. Returns: (transfer none): NULL with @error set if
 * the record could not be read. */
const RgmCourse *import_course (ImportComparison *comparison, gint64 id, GError **error);

/* The course with @uuid. Returns: (transfer none) (nullable): NULL if the record has none; NULL
 * with @error set if the record could not be read. */
const RgmCourse *
import_course_by_uuid (ImportComparison *comparison, const char *uuid, GError **error);

/* Whether regimen made the event with @uid. */
gboolean import_is_own (const char *uid);

/* The zone of the patient whose calendar this is, or of the machine if it may be that of several.
 */
const RgmZone *import_home (const ImportComparison *comparison);

/**
 * import_judge: compares @proposal, which has a course, a dose and a patient, with the record.
 * Sets its title, verdict and all that the record says about the dose. For an appointment not made
 * by regimen, SEQUENCE counts changes of its own: such an event is older than the record if it says
 * nothing new compared with @known.
 * @known: (nullable): what the record remembers of the appointment.
 * Returns: FALSE with @error set if the record could not be read.
 */
gboolean import_judge (const ImportComparison *comparison, RgmProposal *proposal,
                       const RgmRemembered *known, GError **error);

/* Notes that @proposal is not of this record, and when it is. */
void import_judge_foreign (const ImportComparison *comparison, RgmProposal *proposal);
