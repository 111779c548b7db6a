/* fhir-part.h: what the parts of a bundle share. A text that is NULL is left out everywhere. */
#pragma once

#include "base/json-out.h"

#include <regimen/session.h>

/* A bundle in the making. Borrows what is not said to be its own. */
typedef struct {
  const RgmSession *session;
  const RgmPatient *patient; /* whose resources are being written */
  const RgmZone *zone;       /* of that person */
  JsonOut out;               /* its own text: what was not handed over yet */
  RgmStoreSink sink;
  gpointer data;
  guint count; /* entries so far */
} Fhir;

/* A course with its resources. */
typedef struct {
  RgmCourse *course;
  gboolean procedure;     /* it is done: a ServiceRequest with Procedures */
  const char *series;     /* (nullable): the id of the Procedure of all its sessions */
  GHashTable *taken_back; /* the last row of each dose (RgmAdministration) that was taken back */
} FhirCourse;

/* ---- fhir-part.c: resources and their members ---- */

/* Begins the next entry, and in it the resource @type with the id @id, a UUID. */
void fhir_begin (Fhir *fhir, const char *type, const char *id);
/* Ends it. Returns: FALSE with @error set. */
gboolean fhir_end (Fhir *fhir, GError **error);

void fhir_add_text (Fhir *fhir, const char *key, const char *text);
/* "identifier": as the commands call it: "denosumab/3". */
void fhir_add_identifier (Fhir *fhir, const char *value);
/* A CodeableConcept. @system: the key of the system of @code, which may be NULL. */
void fhir_add_concept (Fhir *fhir, const char *key, const char *system, const char *code,
                       const char *text);
/* A list of one CodeableConcept that is only text. */
void fhir_add_concepts (Fhir *fhir, const char *key, const char *text);
/* @key: NULL inside an array. @id: a UUID. */
void fhir_add_reference (Fhir *fhir, const char *key, const char *type, const char *id);
void fhir_add_subject (Fhir *fhir);
/* "note", one for each of the @n @texts that is not NULL. */
void fhir_add_notes (Fhir *fhir, const char *const *texts, gsize n);
/* @comparator, @unit: nullable. */
void fhir_add_quantity (Fhir *fhir, const char *key, const char *comparator, const char *number,
                        const char *unit);
void fhir_add_day (Fhir *fhir, const char *key, RgmDay day);
/* A whole day stays one; a time has the offset of @zone. */
void fhir_add_local (Fhir *fhir, const char *key, RgmLocal local, const RgmZone *zone);
void fhir_add_instant (Fhir *fhir, const char *key, RgmInstant instant, const RgmZone *zone);

/* ---- the parts ---- */

/* fhir-course.c: all courses of the person, each with its doses, and their plan. */
gboolean fhir_write_courses (Fhir *fhir, GError **error);
/* fhir-dose.c: what happened to the doses of a course that is in the lists, then those that were
 * taken back. */
gboolean fhir_write_doses (Fhir *fhir, const FhirCourse *one, GError **error);
/* The doses of a course that is in no list any more: what was on record of them was taken back. */
gboolean fhir_write_void_doses (Fhir *fhir, const FhirCourse *one, GError **error);
/* fhir-observation.c: what was noticed, measured and checked. */
gboolean fhir_write_observations (Fhir *fhir, GError **error);
