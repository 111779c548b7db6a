/* fhir.h: expresses what is on record in the terms of FHIR R4 (http://hl7.org/fhir/R4). Pure
 * functions. Nothing is stated more strongly than the record states it: if FHIR has no exact term,
 * these functions leave it out, and the text beside the coded value says it instead. */
#pragma once

#include <regimen/dose.h>

/* Timing.repeat: how often, and from when to when. */
typedef struct {
  int frequency;    /* number of doses in each period; 0: not said */
  int period;       /* length of the period in units; 0: not said */
  const char *unit; /* "h", "d", "wk" or "mo"; 12 weeks are 12 wk, not 3 months */
  int count;        /* number of doses in all; 0: not said */
  RgmDay start;     /* the first day; RGM_NO_DAY: not said */
  RgmDay end;       /* the last day; RGM_NO_DAY: not said */
  guint8 weekdays;  /* in the form of RgmSchedule.weekdays; RGM_EVERY_DAY: not said */
  gint32 times[24]; /* times of day, in seconds */
  guint n_times;
} FhirRepeat;

/**
 * fhir_repeat: converts @schedule to a Timing.repeat. @repeat: (out).
 * Returns: FALSE if that is not possible: for a single visit, for doses as needed without a gap,
 * and for cycles of days with and without doses, which in FHIR would have more doses than on
 * record.
 */
gboolean fhir_repeat (const RgmSchedule *schedule, FhirRepeat *repeat);

/* "mon" to "sun", for 1 to 7: the codes of Timing.repeat.dayOfWeek. Returns: (transfer none). */
const char *fhir_weekday (int weekday);

/* The status of a MedicationRequest, and of a ServiceRequest, for a course. Returns: (transfer
 * none). */
const char *fhir_medication_request_status (RgmCourseState state);
const char *fhir_service_request_status (RgmCourseState state);

/* The status of the CarePlan that has the @n courses with these states: "active" if one of them is
 * active, else "on-hold" if one is paused; "unknown" if all have ended, but not all as planned.
 * Returns: (transfer none). */
const char *fhir_care_plan_status (const RgmCourseState *states, guint n);

/* The status of a MedicationAdministration or Procedure for a dose. Returns: (transfer none)
 * (nullable): NULL if the record does not say what happened to it: it is still to come, or nobody
 * answered it. */
const char *fhir_dose_status (RgmDoseState state);

/* The status of the Procedure that stands for a whole radiation course, of which @given sessions
 * were given. Returns: (transfer none) (nullable): NULL if none was given. */
const char *fhir_series_status (RgmCourseState state, int given);

/**
 * fhir_decimal: @text as a JSON number, with all of its digits.
 * @comparator: (out) (nullable) (transfer none): "<", "<=", ">=" or ">" if @text begins with one,
 * else NULL. If the argument is NULL, a @text with a comparator is not accepted.
 * Returns: (transfer full) (nullable): NULL if @text is not a decimal number, or has more digits
 * than a reader of FHIR has to keep (18).
 */
char *fhir_decimal (const char *text, const char **comparator);

/**
 * fhir_quantity: splits an amount, as amount_parse() returns it ("0.5 mg"), into number and unit.
 * @number, @unit: (out) (transfer full).
 * Returns: FALSE if it is more than one number with its unit, like "500 mg / 400 IU".
 */
gboolean fhir_quantity (const char *amount, char **number, char **unit);

/**
 * fhir_id: a permanent id for something that has no UUID of its own on record: the name-based UUID
 * of RFC 4122, section 4.3, version 5. The same part of the same record always gets the same id,
 * and the id reveals nothing about it.
 * @uuid: UUID of the course or the patient. @name: name of the part: "dose/3".
 * Returns: (transfer full).
 */
char *fhir_id (const char *uuid, const char *name);
