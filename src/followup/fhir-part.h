/* fhir-part.h: what the writers of a bundle share. Texts that are NULL are left out. */
#pragma once

#include "base/json-out.h"

#include <regimen/session.h>

/* A bundle that is being written. Borrows its members. */
typedef struct {
  const RgmSession *session;
  const RgmPatient *patient; /* the person whose resources are being written */
  const RgmZone *zone;       /* the zone of that person */
  JsonOut out;               /* the text that was not handed to the sink yet */
  RgmStoreSink sink;
  gpointer data;
  guint count; /* how many entries were written so far */
} Fhir;

/* A course, and the data from which its resources are made. */
typedef struct {
  RgmCourse *course;
  gboolean procedure; /* TRUE: a ServiceRequest with Procedures; FALSE: a MedicationRequest */
  const char *series; /* (nullable): the id of the Procedure that sums up its sessions */
  /* for each dose of which rows were taken back, the last of these rows (RgmAdministration), by the
   * number of the dose */
  GHashTable *taken_back;
} FhirCourse;

/* ---- fhir-part.c: resources and their members ---- */

/* Begins the next entry, and in it the resource @type with the id @id, a UUID. */
void fhir_begin (Fhir *fhir, const char *type, const char *id);
/* Ends the entry. Returns: FALSE with @error set if the sink failed. */
gboolean fhir_end (Fhir *fhir, GError **error);

void fhir_add_text (Fhir *fhir, const char *key, const char *text);
/* Adds the "identifier": the name that the commands use, for example "denosumab/3". */
void fhir_add_identifier (Fhir *fhir, const char *value);
/* A CodeableConcept; nothing if @text is NULL. @code: (nullable). @system: the key of the code
 * system of @code. */
void fhir_add_concept (Fhir *fhir, const char *key, const char *system, const char *code,
                       const char *text);
/* A list with one CodeableConcept, which has only text. */
void fhir_add_concepts (Fhir *fhir, const char *key, const char *text);
/* A reference to the resource @type with the id @id, a UUID. @key: NULL inside an array. */
void fhir_add_reference (Fhir *fhir, const char *key, const char *type, const char *id);
void fhir_add_subject (Fhir *fhir);
/* Adds a "note" for each of the @n @texts that is not NULL. */
void fhir_add_notes (Fhir *fhir, const char *const *texts, gsize n);
/* A Quantity. @comparator, @unit: (nullable). */
void fhir_add_quantity (Fhir *fhir, const char *key, const char *comparator, const char *number,
                        const char *unit);
void fhir_add_day (Fhir *fhir, const char *key, RgmDay day);
/* A whole day is written as a date; a time is written with the offset of @zone. */
void fhir_add_local (Fhir *fhir, const char *key, RgmLocal local, const RgmZone *zone);
void fhir_add_instant (Fhir *fhir, const char *key, RgmInstant instant, const RgmZone *zone);

/* ---- the parts ---- */

/* fhir-course.c: all courses of the person, each with its doses, and their plan. */
gboolean fhir_write_courses (Fhir *fhir, GError **error);
/* fhir-dose.c: what happened to the doses of a course. The doses about which everything was taken
 * back come last. */
gboolean fhir_write_doses (Fhir *fhir, const FhirCourse *one, GError **error);
/* The doses of a course that was taken back as a whole: everything on record about them is void. */
gboolean fhir_write_void_doses (Fhir *fhir, const FhirCourse *one, GError **error);
/* fhir-observation.c: what was noticed, measured and checked. */
gboolean fhir_write_observations (Fhir *fhir, GError **error);
