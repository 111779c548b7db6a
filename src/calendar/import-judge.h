/* import-judge.h: compares an event of a calendar with the record. */
#pragma once

#include "calendar/import-calendar.h"

#include "model/proposal.h"

/* One run of import_compare(). */
typedef struct {
  const RgmSession *session;
  gint64 patient_id; /* 0: all patients */
  RgmImport *import;
  GHashTable *unknown; /* UUIDs that no course has */
  GHashTable *known;   /* from each RgmCourse to its ImportKnown */
  GHashTable *titled;  /* of RgmProposal, by "COURSE/DOSE": those found by their titles */
  /* nullable: all courses of patient_id; loaded when they are first needed */
  GPtrArray *courses;
  /* nullable: the time of the attached appointment, as the user gave it */
  const RgmIncomingTime *at;
  /* For each RgmIncoming of a series that has attached appointments: the instance (RgmInstant *) of
   * the attached appointment of which it is a later version; NULL if it is a new appointment. */
  GHashTable *matched;
} ImportComparison;

/* The doses and changes of a course, which are worked out only once in a run. */
typedef struct {
  GArray *doses;   /* of RgmDose, from the first one on, as far as an export can reach */
  GArray *changes; /* of RgmDoseChange */
} ImportKnown;
void import_known_free (ImportKnown *known);

/* The doses and changes of @course. Returns: (transfer none): NULL with @error set if the record
 * could not be read. */
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

/* The zone of the patient whose calendar this is, or that of the machine if it may be any of
 * several patients. */
const RgmZone *import_home (const ImportComparison *comparison);

/**
 * import_judge: compares @proposal, which has a course, a dose and a patient, with the record. Sets
 * its title, its verdict and all that the record says about the dose. The SEQUENCE of an
 * appointment that regimen did not make cannot be compared with the record, because it counts the
 * changes of another program. Such an event is older than the record if it says nothing new
 * compared with @known. If a command changed the dose since, and the event has no later stamp, the
 * user has to decide.
 * @known: (nullable): what the record remembers about the appointment.
 * Returns: FALSE with @error set if the record could not be read.
 */
gboolean import_judge (const ImportComparison *comparison, RgmProposal *proposal,
                       const RgmRemembered *known, GError **error);

/* Notes in @proposal that its event is not of this record, and when that event takes place. */
void import_judge_foreign (const ImportComparison *comparison, RgmProposal *proposal);
