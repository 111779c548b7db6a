/* fhir.h: what FHIR R4 (http://hl7.org/fhir/R4) calls what is on record. Pure functions. Nothing is
 * said more strongly than the record says it: what FHIR has no exact word for is left out here, and
 * stands in the text beside the coded value. */
#pragma once

#include <regimen/dose.h>

/* Timing.repeat: how often. */
typedef struct {
  int frequency;    /* so many times in each period; 0: not said */
  int period;       /* so many units; 0: not said */
  const char *unit; /* "h", "d", "wk" or "mo": 12 weeks are 12 wk, and not 3 months */
  int count;        /* so many times in all; 0: not said */
  RgmDay start;     /* the first day; RGM_NO_DAY: not said */
  RgmDay end;       /* the last day; RGM_NO_DAY: not said */
  guint8 weekdays;  /* as RgmSchedule has them; RGM_EVERY_DAY: not said */
  gint32 times[24]; /* of the day, in seconds */
  guint n_times;
} FhirRepeat;

/**
 * fhir_repeat: @schedule as a Timing.repeat. @repeat: (out).
 * Returns: FALSE if it has none: a single visit, as needed without a gap, and cycles of days with
 * and without doses, which would be more often in FHIR than on record.
 */
gboolean fhir_repeat (const RgmSchedule *schedule, FhirRepeat *repeat);

/* "mon" to "sun", for 1 to 7: the codes of Timing.repeat.dayOfWeek. Returns: (transfer none). */
const char *fhir_weekday (int weekday);

/* The status of a MedicationRequest, and of a ServiceRequest, for a course. Returns: (transfer
 * none). */
const char *fhir_medication_request_status (RgmCourseState state);
const char *fhir_service_request_status (RgmCourseState state);

/* The status of the CarePlan that has the @n courses with these states: "active" if one of them is;
 * "unknown" if all have ended, but not all as planned. Returns: (transfer none). */
const char *fhir_care_plan_status (const RgmCourseState *states, guint n);

/* The status of a MedicationAdministration or Procedure for a dose. Returns: (transfer none)
 * (nullable): NULL if nothing is on record of what happened to it: it is to come, or nobody
 * answered it. */
const char *fhir_dose_status (RgmDoseState state);

/* The status of the Procedure that stands for a whole radiation course, of which @given sessions
 * were given. Returns: (transfer none) (nullable): NULL if none was. */
const char *fhir_series_status (RgmCourseState state, int given);

/**
 * fhir_decimal: @text as a number of JSON, with all of its digits.
 * @comparator: (out) (nullable) (transfer none): "<", "<=", ">=" or ">", if @text begins with one;
 * where it is NULL, a @text that does is no number.
 * Returns: (transfer full) (nullable): NULL if @text is no decimal number, or has more digits than
 * a reader of FHIR has to keep (18).
 */
char *fhir_decimal (const char *text, const char **comparator);

/**
 * fhir_quantity: takes an amount apart, as amount_parse() gives it: "0.5 mg".
 * @number, @unit: (out) (transfer full).
 * Returns: FALSE if it is more than one number with its unit, as "500 mg / 400 IU".
 */
gboolean fhir_quantity (const char *amount, char **number, char **unit);

/**
 * fhir_id: an id for life, for what has no UUID of its own on record: the name-based UUID of RFC
 * 4122, section 4.3, version 5. The same part of the same record always has the same one, and
 * nothing can be read from it.
 * @uuid: of the course or the patient. @name: of the part: "dose/3".
 * Returns: (transfer full).
 */
char *fhir_id (const char *uuid, const char *name);
