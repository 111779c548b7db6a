/* fhir-dose.c: writes what happened to doses: MedicationAdministrations and Procedures. Doses that
 * are still to come, and doses without an answer, are not written. */
#include "base/i18n.h"
#include "catalog/codes.h"
#include "followup/fhir-part.h"
#include "model/course-doses.h"
#include "model/dose.h"
#include "model/fhir.h"

/* What happened to a dose. Borrows its members. */
typedef struct {
  const char *status;
  const char *reason;            /* nullable */
  const RgmAdministration *done; /* nullable: NULL if it is or was only put on hold */
  const RgmHold *hold;           /* that hold, if @done is NULL */
  const RgmDose *dose;           /* NULL: everything on record about it was taken back */
} Fate;

/* Adds the time: for a dose that was given, when it was given; for a skipped dose, the day for
 * which it was planned, if that is known; for a dose on hold, since when it has been on hold. */
static void
add_when (Fhir *fhir, const char *date_time, const char *period, const Fate *fate)
{
  const RgmAdministration *done = fate->done;

  if (done == NULL) {
    json_open_object (&fhir->out, period);
    fhir_add_instant (fhir, "start", fate->hold->since, fhir->zone);
    json_close_object (&fhir->out);
  } else if (done->outcome == RGM_SKIPPED && fate->dose != NULL)
    fhir_add_local (fhir, date_time, fate->dose->target, fhir->zone);
  else if (done->day_only)
    fhir_add_day (fhir, date_time, rgm_administration_local (done, fhir->zone).day);
  else
    fhir_add_instant (fhir, date_time, done->at, rgm_administration_zone (done, fhir->zone));
}

/* Adds a note for everything that FHIR has no element for. @amount, @site: NULL if an element has
 * them. */
static void
add_remarks (Fhir *fhir, const Fate *fate, const char *amount, const char *site)
{
  g_autofree char *said = amount != NULL ? g_strdup_printf (_ ("Amount: %s"), amount) : NULL;
  g_autofree char *where = site != NULL ? g_strdup_printf (_ ("Site: %s"), site) : NULL;
  g_autofree char *held = fate->done == NULL ? dose_hold_text (fate->hold, fhir->zone) : NULL;
  const char *const notes[] = { fate->done != NULL ? fate->done->note : NULL, said, where, held };

  fhir_add_notes (fhir, notes, G_N_ELEMENTS (notes));
}

static void
write_administration (Fhir *fhir, const RgmCourse *course, const Fate *fate)
{
  const RgmAdministration *done = fate->done;
  const char *amount = done != NULL && done->outcome == RGM_GIVEN ? done->amount : NULL;
  const char *site = done != NULL ? done->site : NULL;
  g_autofree char *number = NULL, *unit = NULL;
  gboolean counted = amount != NULL && fhir_quantity (amount, &number, &unit);

  fhir_add_concept (
    fhir, "medicationCodeableConcept", "atc",
    catalog_atc (fhir->session->catalog, course->treatment_key, course->treatment_name),
    course->treatment_name);
  fhir_add_subject (fhir);
  add_when (fhir, "effectiveDateTime", "effectivePeriod", fate);
  fhir_add_reference (fhir, "request", "MedicationRequest", course->uid);
  /* FHIR requires an amount in a dosage; without one, the site is written as a remark. */
  add_remarks (fhir, fate, counted ? NULL : amount, counted ? NULL : site);
  if (!counted)
    return;
  json_open_object (&fhir->out, "dosage");
  fhir_add_concept (fhir, "site", NULL, NULL, site);
  fhir_add_quantity (fhir, "dose", NULL, number, unit);
  json_close_object (&fhir->out);
}

static void
write_procedure (Fhir *fhir, const RgmCourse *course, const Fate *fate)
{
  const RgmAdministration *done = fate->done;
  const char *amount = done != NULL && done->outcome == RGM_GIVEN ? done->amount : NULL;
  const char *site = done != NULL && done->site != NULL ? done->site : course->site;

  fhir_add_concept (fhir, "code", NULL, NULL, course->treatment_name);
  fhir_add_subject (fhir);
  /* A procedure on hold has not been performed, so it has no time. */
  if (done != NULL)
    add_when (fhir, "performedDateTime", NULL, fate);
  fhir_add_concepts (fhir, "bodySite", site);
  add_remarks (fhir, fate, amount, NULL);
}

static gboolean
write_dose (Fhir *fhir, const FhirCourse *one, int number, const Fate *fate, GError **error)
{
  g_autofree char *name = g_strdup_printf ("dose/%d", number);
  g_autofree char *id = fhir_id (one->course->uid, name);
  g_autofree char *shown = g_strdup_printf ("%s/%d", one->course->handle, number);

  fhir_begin (fhir, one->procedure ? "Procedure" : "MedicationAdministration", id);
  fhir_add_identifier (fhir, shown);
  if (one->procedure) {
    json_open_array (&fhir->out, "basedOn");
    fhir_add_reference (fhir, NULL, "ServiceRequest", one->course->uid);
    json_close_array (&fhir->out);
  }
  if (one->series != NULL) {
    json_open_array (&fhir->out, "partOf");
    fhir_add_reference (fhir, NULL, "Procedure", one->series);
    json_close_array (&fhir->out);
  }
  json_add_text (&fhir->out, "status", fate->status);
  if (one->procedure)
    fhir_add_concept (fhir, "statusReason", NULL, NULL, fate->reason);
  else
    fhir_add_concepts (fhir, "statusReason", fate->reason);
  if (one->procedure)
    write_procedure (fhir, one->course, fate);
  else
    write_administration (fhir, one->course, fate);
  return fhir_end (fhir, error);
}

/* ---- all doses of a course ---- */

typedef struct {
  Fhir *fhir;
  const FhirCourse *one;
  GHashTable *written; /* the numbers of the doses that were written */
  GError *problem;     /* nullable */
} Visit;

static void
visit_dose (const RgmDose *dose, gpointer data)
{
  Visit *visit = data;
  const char *status = fhir_dose_status (dose->state);
  gboolean held = dose->state == RGM_DOSE_HELD;
  Fate fate = { .status = status,
                .reason = held                           ? dose->hold->reason
                          : dose->administration != NULL ? dose->administration->reason
                                                         : NULL,
                .done = held ? NULL : dose->administration,
                .hold = held ? dose->hold : NULL,
                .dose = dose };

  if (status == NULL || visit->problem != NULL)
    return;
  g_hash_table_add (visit->written, GINT_TO_POINTER (dose->number));
  write_dose (visit->fhir, visit->one, dose->number, &fate, &visit->problem);
}

static int
compare_doses (gconstpointer a, gconstpointer b)
{
  return GPOINTER_TO_INT (a) - GPOINTER_TO_INT (b);
}

/* Writes the doses about which everything on record was taken back, each with the last entry about
 * what happened or, if there is none, with the last hold. @written: (inout): the numbers of the
 * doses that were written already, which are skipped; the function adds those that it writes. */
static gboolean
write_taken_back (Fhir *fhir, const FhirCourse *one, GHashTable *written, GError **error)
{
  g_autoptr (GList) numbers = g_list_sort (g_hash_table_get_keys (one->taken_back), compare_doses);
  g_autoptr (GPtrArray) holds = rgm_store_void_holds (fhir->session->store, one->course->id, error);

  for (const GList *each = numbers; holds != NULL && each != NULL; each = each->next) {
    const RgmAdministration *done = g_hash_table_lookup (one->taken_back, each->data);
    const Fate fate = { .status = "entered-in-error", .reason = done->reason, .done = done };
    if (g_hash_table_add (written, each->data) && !write_dose (fhir, one, done->dose, &fate, error))
      return FALSE;
  }
  for (guint i = holds != NULL ? holds->len : 0; i-- > 0;) {
    const RgmHold *hold = holds->pdata[i];
    const Fate fate = { .status = "entered-in-error", .reason = hold->reason, .hold = hold };
    if (g_hash_table_add (written, GINT_TO_POINTER (hold->dose))
        && !write_dose (fhir, one, hold->dose, &fate, error))
      return FALSE;
  }
  return holds != NULL;
}

gboolean
fhir_write_doses (Fhir *fhir, const FhirCourse *one, GError **error)
{
  g_autoptr (GHashTable) written = g_hash_table_new (NULL, NULL);
  Visit visit = { fhir, one, written, NULL };

  course_visit_doses (one->course, fhir->zone, fhir->session->now,
                      rgm_zone_day (fhir->zone, fhir->session->now), visit_dose, &visit);
  if (visit.problem != NULL) {
    g_propagate_error (error, visit.problem);
    return FALSE;
  }
  return write_taken_back (fhir, one, written, error);
}

gboolean
fhir_write_void_doses (Fhir *fhir, const FhirCourse *one, GError **error)
{
  g_autoptr (GHashTable) none = g_hash_table_new (NULL, NULL);

  return write_taken_back (fhir, one, none, error);
}
