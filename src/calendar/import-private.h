/* import-private.h: what the files of an import share. */
#pragma once

#include <regimen/import.h>

/* One comparison. */
typedef struct {
  const RgmSession *session;
  gint64 patient_id;
  RgmImport *import;
  GHashTable *by_uid;  /* of RgmProposal: the events of the file; also when, in a series */
  GHashTable *unknown; /* UUIDs that no course has */
  GHashTable *known;   /* of ImportKnown, by course */
  GHashTable *titled;  /* of RgmProposal, by "COURSE/DOSE": those known by their titles */
  GPtrArray *courses;  /* (nullable): all that there are, once they are asked for */
} Comparison;

/* ---- import-dose.c: what the record says of a dose ---- */

/* What is worked out of a course once. */
typedef struct {
  GArray *doses;   /* of RgmDose, from the first one on */
  GArray *changes; /* of RgmDoseChange */
} ImportKnown;
void import_known_free (ImportKnown *known);
/* As far as an export can reach. Returns: NULL with @error set where the record could not be
 * read. */
const ImportKnown *import_known (const Comparison *comparison, const RgmCourse *course,
                                 const RgmZone *zone, GError **error);

/* The zone of the patient. */
const RgmZone *import_zone (const RgmProposal *proposal);

/* Sets title, ours and window of @proposal, which has a course and a dose. Returns: FALSE with
 * @error set where the record could not be read. @planned: (out): there is such a dose. */
gboolean import_look_up (const Comparison *comparison, RgmProposal *proposal, gboolean *planned,
                         GError **error);

/* ---- import.c ---- */
const RgmPatient *import_patient (const RgmImport *import, gint64 id);
/* Borrowed; NULL with @error set where the record could not be read. */
const RgmCourse *import_course (Comparison *comparison, gint64 id, GError **error);
/* Whether the event is that of a dose of the patient who is asked for; sets course, dose and
 * patient where it is. */
gboolean import_belongs (Comparison *comparison, RgmProposal *proposal);
/* Compares @proposal, which has a course and a dose, with the record. Of an appointment of other
 * people's making SEQUENCE counts changes of its own; it is older where it says no news next to
 * @known (nullable). */
gboolean import_judge (const Comparison *comparison, RgmProposal *proposal,
                       const RgmRemembered *known, GError **error);

/* Notes that @proposal is not of this record, and when it is. */
void import_judge_foreign (const Comparison *comparison, RgmProposal *proposal);

/* ---- import-attach.c: an appointment of other people's making ---- */

/* Leaves the events that are meant, and judges them as those of @target. */
gboolean import_attach (Comparison *comparison, const RgmImportFor *target, GError **error);

/* ---- import-known.c: what is known of one ---- */

/* Keeps what @proposal says of one with its dose; nothing to do for an event of this record. A part
 * of a change. */
gboolean import_remember (const RgmSession *session, const RgmProposal *proposal, GError **error);

/* Returns: (transfer full) (nullable): what is known of @proposal, NULL with @error set where the
 * record could not be read. */
RgmInvitation *
import_invitation (const Comparison *comparison, const RgmProposal *proposal, GError **error);

/* The events of @events, (transfer full), with what calls off a series that was attached as what
 * calls off each one of it. Returns: (transfer full). */
GPtrArray *import_called_off (const RgmSession *session, GPtrArray *events, GError **error);

/* Judges @proposal as that of the dose to which it was attached before. @found: (out): there is
 * such a dose. */
gboolean
import_remembered (Comparison *comparison, RgmProposal *proposal, gboolean *found, GError **error);

/* ---- import-title.c ---- */

/* Judges @proposal as that of the dose that its title names. What is known so a person has to look
 * at. @found: (out): there is such a dose. */
gboolean
import_by_title (Comparison *comparison, RgmProposal *proposal, gboolean *found, GError **error);
