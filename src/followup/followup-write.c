/* followup-write.c: puts observations, contacts, questions and needs on record. */
#include <regimen/describe.h>
#include <regimen/followup.h>
#include <regimen/measure.h>

#include "base/i18n.h"
#include "base/text.h"
#include "model/observation.h"
#include "record/writing.h"
#include "store/write.h"

#include <string.h>

/* In seconds. The clock may be wrong by so much: only a time that is further ahead counts as in the
 * future. */
#define CLOCK_ERROR 300

/* ---- texts ---- */

/* @text as it is stored: without blanks around it. Returns: (transfer full) (nullable): NULL if
 * nothing is left. */
static char *
trimmed (const char *text)
{
  g_autofree char *kept = text != NULL ? g_strstrip (text_plain_blanks (text)) : NULL;

  return kept != NULL && *kept != '\0' ? g_steal_pointer (&kept) : NULL;
}

/* Replaces *@kept with @text, unless @text is NULL. @what: the name of the text in an error
 * message. */
static gboolean
set_text (char **kept, const char *what, const char *text, GError **error)
{
  if (text == NULL)
    return TRUE;
  if (!text_check (what, text, error))
    return FALSE;
  g_free (*kept);
  *kept = trimmed (text);
  return TRUE;
}

static gboolean
needs_text (const char *text, const char *message, GError **error)
{
  if (text == NULL)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_USAGE, message);
  return text != NULL;
}

/* ---- observations ---- */

static gboolean
check_range (const RgmObservation *observation, GError **error)
{
  gboolean numbers = FALSE;

  if (observation->low == NULL && observation->high == NULL)
    return TRUE;
  if (observation->low != NULL && observation->high != NULL
      && observation_compare_values (observation->low, observation->high, &numbers) <= 0 && numbers)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s-%s\" is not a range; type the low and the high number, the low one first"),
               observation->low != NULL ? observation->low : "",
               observation->high != NULL ? observation->high : "");
  return FALSE;
}

static gboolean
set_time (RgmObservation *observation, const RgmZone *zone, const RgmGivenTime *at, RgmInstant now,
          GError **error)
{
  RgmLocal local = rgm_zone_to_local (zone, at->at);
  g_autofree char *described
    = rgm_local_describe (at->day_only ? (RgmLocal){ local.day, RGM_NO_TIME } : local);

  if (at->at > now + CLOCK_ERROR
      && (!at->day_only || local.day > rgm_zone_to_local (zone, now).day)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is in the future; type when it was noticed, measured or done"), described);
    return FALSE;
  }
  observation->at = at->day_only ? MIN (at->at, now) : at->at;
  observation->day = local.day;
  observation->day_only = at->day_only;
  g_free (observation->zone);
  observation->zone = g_strdup (rgm_zone_name (zone));
  return TRUE;
}

/* Sets in @observation what @request says; what @request does not mention stays as it is. */
static gboolean
fill (RgmObservation *observation, const RgmObservationRequest *request, GError **error)
{
  const struct {
    char **kept;
    const char *what, *text;
  } texts[] = {
    { &observation->name, _ ("name"), request->name },
    { &observation->value, _ ("value"), request->value },
    { &observation->unit, _ ("unit"), request->unit },
    { &observation->low, _ ("range"), request->low },
    { &observation->high, _ ("range"), request->high },
    { &observation->site, _ ("site"), request->site },
    { &observation->note, _ ("note"), request->note },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!set_text (texts[i].kept, texts[i].what, texts[i].text, error))
      return FALSE;
  if (request->site != NULL && observation->site != NULL) {
    g_autofree char *typed = g_steal_pointer (&observation->site);
    observation->site = text_squeeze (typed);
  }
  if (!needs_text (observation->name, _ ("type in words what the entry is about"), error))
    return FALSE;
  g_free (observation->key);
  observation->key = rgm_observation_key (observation->name);
  return check_range (observation, error);
}

/* Writes @observation, and returns it as read back from the store. */
static RgmObservation *
write_observation (const RgmSession *session, RgmTransaction *change, RgmObservation *observation,
                   GError **error)
{
  g_autoptr (RgmObservation) written = NULL;

  observation->recorded_at = session->now;
  if (!store_add_observation (session->store, observation, FALSE, error))
    return NULL;
  written = rgm_store_observation (session->store, observation->patient_id, observation->kind,
                                   observation->number, error);
  return written != NULL && store_commit (change, error) ? g_steal_pointer (&written) : NULL;
}

static const char *
command_of (RgmObservationKind kind)
{
  return kind == RGM_OBSERVATION_FELT ? "feel" : kind == RGM_OBSERVATION_LAB ? "lab" : "need";
}

RgmObservation *
rgm_followup_observed (const RgmSession *session, const RgmObservationRequest *request,
                       GError **error)
{
  g_autoptr (RgmTransaction) change
    = store_begin (session->store, command_of (request->kind), session->now, error);
  g_autoptr (RgmPatient) patient
    = change != NULL ? writing_patient_or_first (session, error) : NULL;
  const RgmZone *zone = patient != NULL ? rgm_patient_zone (patient, error) : NULL;
  g_autoptr (RgmObservation) observation = g_new0 (RgmObservation, 1);

  if (zone == NULL)
    return NULL;
  observation->patient_id = patient->id;
  observation->kind = request->kind;
  if (!fill (observation, request, error)
      || !set_time (observation, zone, &request->at, session->now, error))
    return NULL;
  return write_observation (session, change, observation, error);
}

RgmObservation *
rgm_followup_find (const RgmSession *session, RgmObservationKind kind, int number, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (RgmPatient) patient = rgm_session_patient (session, &problem);
  RgmObservation *found
    = patient != NULL ? rgm_store_observation (session->store, patient->id, kind, number, &problem)
                      : NULL;

  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else if (found == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("there is no entry %s/%d; \"regimen %s\" lists what is on record"),
                 command_of (kind), number, command_of (kind));
  return found;
}

static gboolean
is_same (const RgmObservation *a, const RgmObservation *b)
{
  return g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->value, b->value) == 0
         && g_strcmp0 (a->unit, b->unit) == 0 && g_strcmp0 (a->low, b->low) == 0
         && g_strcmp0 (a->high, b->high) == 0 && g_strcmp0 (a->site, b->site) == 0
         && g_strcmp0 (a->note, b->note) == 0 && a->at == b->at && a->day == b->day
         && a->day_only == b->day_only;
}

/* Whether @a and @b (nullable) are the same unit, however they are written. */
static gboolean
is_same_unit (const RgmCatalog *catalog, const char *a, const char *b)
{
  g_autofree char *first = a != NULL ? rgm_observation_key (a) : NULL;
  g_autofree char *second = b != NULL ? rgm_observation_key (b) : NULL;
  const RgmUnit *known = a != NULL && catalog != NULL ? rgm_unit_find (catalog, a) : NULL;

  return g_strcmp0 (first, second) == 0
         || (known != NULL && b != NULL && rgm_unit_find (catalog, b) == known);
}

RgmObservation *
rgm_followup_amended (const RgmSession *session, int number, const RgmObservationRequest *request,
                      GError **error)
{
  g_autoptr (RgmTransaction) change = store_begin (session->store, "amend", session->now, error);
  g_autoptr (RgmObservation) before
    = change != NULL ? rgm_followup_find (session, request->kind, number, error) : NULL;
  g_autoptr (RgmObservation) observation
    = before != NULL ? rgm_followup_find (session, request->kind, number, error) : NULL;
  g_autoptr (RgmPatient) patient
    = observation != NULL ? rgm_store_patient (session->store, before->patient_id, error) : NULL;
  const RgmZone *zone = patient != NULL ? rgm_patient_zone (patient, error) : NULL;

  if (zone == NULL || !fill (observation, request, error))
    return NULL;
  if (request->low == NULL && !is_same_unit (session->catalog, before->unit, observation->unit)) {
    g_clear_pointer (&observation->low, g_free);
    g_clear_pointer (&observation->high, g_free);
  }
  if (request->zone != NULL)
    zone = request->zone;
  if (request->at.at != RGM_INSTANT_NONE
      && !set_time (observation, zone, &request->at, session->now, error))
    return NULL;
  if (is_same (before, observation)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s/%d is on record in exactly this form; nothing was written"),
                 command_of (request->kind), number);
    return NULL;
  }
  return write_observation (session, change, observation, error);
}

RgmObservation *
rgm_followup_removed (const RgmSession *session, RgmObservationKind kind, int number,
                      GError **error)
{
  g_autoptr (RgmTransaction) change = store_begin (session->store, "remove", session->now, error);
  g_autoptr (RgmObservation) observation
    = change != NULL ? rgm_followup_find (session, kind, number, error) : NULL;

  if (observation == NULL)
    return NULL;
  observation->recorded_at = session->now;
  if (!store_add_observation (session->store, observation, TRUE, error)
      || !store_commit (change, error))
    return NULL;
  return g_steal_pointer (&observation);
}

/* ---- contacts ---- */

static gboolean
has_name (const RgmContact *contact, const char *name)
{
  g_autofree char *key = rgm_observation_key (name), *own = rgm_observation_key (contact->name);

  return g_str_equal (own, key);
}

/* Whether @other already has the name of @contact, which replaces @before (nullable). Two contacts
 * that had the same name before, because a merge brought one of them, may keep it as long as their
 * phone numbers differ. */
static gboolean
takes_name (const RgmContact *other, const RgmContact *contact, const RgmContact *before)
{
  if (other->number == contact->number || !has_name (other, contact->name))
    return FALSE;
  return before == NULL || !has_name (before, contact->name)
         || (!g_str_equal (before->phone, contact->phone)
             && g_str_equal (other->phone, contact->phone));
}

/* Checks that no other of @contacts has the name of @contact, and that @contact differs from what
 * is on record. */
static gboolean
check_other_contacts (const GPtrArray *contacts, const RgmContact *contact, GError **error)
{
  const RgmContact *before = NULL;
  guint count = 0;

  for (guint i = 0; i < contacts->len; i++) {
    const RgmContact *other = contacts->pdata[i];
    if (other->number == contact->number)
      before = other;
    count += has_name (other, contact->name) ? 1 : 0;
  }
  for (guint i = 0; i < contacts->len; i++) {
    const RgmContact *other = contacts->pdata[i];
    if (takes_name (other, contact, before)) {
      /* if several have the name, "regimen contact" needs the number as well */
      g_autofree char *text
        = count > 1 ? g_strdup_printf ("%s %s", other->name, other->phone) : g_strdup (other->name);
      g_autofree char *typed = text_shell_word (text);
      g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                   _ ("%s is a contact already, with the number %s; choose another name, or change "
                      "that one: regimen contact set %s --phone NUMBER"),
                   other->name, other->phone, typed);
      return FALSE;
    }
    if (other->number == contact->number && g_str_equal (other->name, contact->name)
        && g_str_equal (other->phone, contact->phone)
        && g_strcmp0 (other->hours, contact->hours) == 0 && other->purpose == contact->purpose) {
      g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                   _ ("%s is on record in exactly this form; nothing was written"), other->name);
      return FALSE;
    }
  }
  return TRUE;
}

static RgmContact *
copy_contact (const RgmContact *contact, gint64 patient_id, GError **error)
{
  g_autoptr (RgmContact) copy = g_new0 (RgmContact, 1);

  copy->patient_id = patient_id;
  copy->number = contact->number;
  copy->purpose = contact->purpose;
  if (!set_text (&copy->name, _ ("name"), contact->name, error)
      || !set_text (&copy->phone, _ ("phone number"), contact->phone, error)
      || !set_text (&copy->hours, _ ("hours"), contact->hours, error)
      || !needs_text (copy->name, _ ("a contact needs a name"), error)
      || !needs_text (copy->phone, _ ("a contact needs a phone number: --phone"), error)
      || !rgm_contact_phone_check (copy->phone, error))
    return NULL;
  return g_steal_pointer (&copy);
}

RgmContact *
rgm_followup_contact_set (const RgmSession *session, const RgmContact *contact, GError **error)
{
  RgmStore *store = session->store;
  g_autoptr (RgmTransaction) change = store_begin (
    store, contact->number == 0 ? "contact add" : "contact set", session->now, error);
  g_autoptr (RgmPatient) patient
    = change != NULL ? writing_patient_or_first (session, error) : NULL;
  g_autoptr (GPtrArray) contacts
    = patient != NULL ? rgm_store_contacts (store, patient->id, error) : NULL;
  g_autoptr (RgmContact) copy
    = contacts != NULL ? copy_contact (contact, patient->id, error) : NULL;

  if (copy == NULL || !check_other_contacts (contacts, copy, error)
      || !store_add_contact (store, copy, FALSE, error) || !store_commit (change, error))
    return NULL;
  return g_steal_pointer (&copy);
}

gboolean
rgm_followup_contact_removed (const RgmSession *session, const RgmContact *contact, GError **error)
{
  g_autoptr (RgmTransaction) change
    = store_begin (session->store, "contact remove", session->now, error);
  RgmContact last = *contact;

  return change != NULL && store_add_contact (session->store, &last, TRUE, error)
         && store_commit (change, error);
}

/* ---- questions ---- */

RgmQuestion *
rgm_followup_asked (const RgmSession *session, const char *question, GError **error)
{
  g_autoptr (RgmTransaction) change = store_begin (session->store, "ask", session->now, error);
  g_autoptr (RgmPatient) patient
    = change != NULL ? writing_patient_or_first (session, error) : NULL;
  g_autoptr (RgmQuestion) asked = g_new0 (RgmQuestion, 1);

  if (patient == NULL || !set_text (&asked->question, _ ("question"), question, error)
      || !needs_text (asked->question,
                      _ ("type the question in quotes: regimen ask \"When is the next visit?\""),
                      error))
    return NULL;
  asked->patient_id = patient->id;
  asked->asked_at = session->now;
  asked->answered_at = RGM_INSTANT_NONE;
  if (!store_add_question (session->store, asked, FALSE, error) || !store_commit (change, error))
    return NULL;
  return g_steal_pointer (&asked);
}

static RgmQuestion *
find_question (const RgmSession *session, int number, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (RgmPatient) patient = rgm_session_patient (session, &problem);
  g_autoptr (GPtrArray) questions
    = patient != NULL ? rgm_store_questions (session->store, patient->id, TRUE, &problem) : NULL;

  if (problem != NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  for (guint i = 0; questions != NULL && i < questions->len; i++)
    if (((const RgmQuestion *)questions->pdata[i])->number == number)
      return g_ptr_array_steal_index (questions, i);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("there is no question %d; \"regimen ask\" lists them"), number);
  return NULL;
}

RgmQuestion *
rgm_followup_answered (const RgmSession *session, int number, const char *answer, GError **error)
{
  g_autoptr (RgmTransaction) change = store_begin (session->store, "ask", session->now, error);
  g_autoptr (RgmQuestion) question = change != NULL ? find_question (session, number, error) : NULL;

  if (question == NULL || !set_text (&question->answer, _ ("answer"), answer, error)
      || !needs_text (question->answer, _ ("type the answer in quotes"), error))
    return NULL;
  question->answered_at = session->now;
  if (!store_add_question (session->store, question, FALSE, error) || !store_commit (change, error))
    return NULL;
  return g_steal_pointer (&question);
}

RgmQuestion *
rgm_followup_question_changed (const RgmSession *session, int number, const char *text,
                               GError **error)
{
  g_autoptr (RgmTransaction) change = store_begin (session->store, "ask", session->now, error);
  g_autoptr (RgmQuestion) question = change != NULL ? find_question (session, number, error) : NULL;
  g_autofree char *before = question != NULL ? g_strdup (question->question) : NULL;

  if (question == NULL || !set_text (&question->question, _ ("question"), text, error)
      || !needs_text (question->question, _ ("type the question in quotes"), error))
    return NULL;
  if (g_str_equal (question->question, before)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("question %d is on record in exactly this form; nothing was written"), number);
    return NULL;
  }
  if (!store_add_question (session->store, question, FALSE, error) || !store_commit (change, error))
    return NULL;
  return g_steal_pointer (&question);
}

RgmQuestion *
rgm_followup_question_removed (const RgmSession *session, int number, GError **error)
{
  g_autoptr (RgmTransaction) change = store_begin (session->store, "ask", session->now, error);
  g_autoptr (RgmQuestion) question = change != NULL ? find_question (session, number, error) : NULL;

  if (question == NULL || !store_add_question (session->store, question, TRUE, error)
      || !store_commit (change, error))
    return NULL;
  return g_steal_pointer (&question);
}

/* ---- needs ---- */

static gboolean
check_new_need (const GPtrArray *needs, const RgmNeed *need, GError **error)
{
  for (guint i = 0; i < needs->len; i++) {
    const RgmNeed *other = needs->pdata[i];
    if (!g_str_equal (other->key, need->key) || other->within.count != need->within.count
        || (need->within.count > 0 && other->within.unit != need->within.unit)
        || !g_str_equal (other->name, need->name))
      continue;
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is on record as a need of this course already; nothing was written"),
                 other->name);
    return FALSE;
  }
  return TRUE;
}

/* Checks that the course still has doses before which something can be needed: it was not stopped
 * and is not completed. */
static gboolean
check_goes_on (const RgmSession *session, gint64 course_id, GError **error)
{
  g_autoptr (RgmCourse) course = rgm_store_course (session->store, course_id, session->now, error);
  const RgmZone *zone
    = course != NULL ? writing_zone (session->store, course->patient_id, error) : NULL;
  g_autofree char *stopped = NULL;

  if (zone == NULL)
    return FALSE;
  switch (rgm_course_state (course, zone, session->now)) {
  case RGM_COURSE_STOPPED:
    stopped = rgm_day_describe (rgm_zone_day (zone, course->stopped_at));
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s was stopped on %s, so nothing is needed before a next dose"),
                 course->handle, stopped);
    return FALSE;
  case RGM_COURSE_COMPLETED:
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is completed, so nothing is needed before a next dose"), course->handle);
    return FALSE;
  default:
    return TRUE;
  }
}

RgmNeed *
rgm_followup_need_set (const RgmSession *session, gint64 course_id, const char *name,
                       RgmPeriod within, const char *source, GError **error)
{
  RgmStore *store = session->store;
  g_autoptr (RgmTransaction) change = store_begin (store, "need", session->now, error);
  g_autoptr (GPtrArray) needs = change != NULL ? rgm_store_needs (store, course_id, error) : NULL;
  g_autoptr (RgmNeed) need = g_new0 (RgmNeed, 1);

  if (needs == NULL || !check_goes_on (session, course_id, error)
      || !set_text (&need->name, _ ("name"), name, error)
      || !needs_text (need->name, _ ("type in words what is needed"), error))
    return NULL;
  if (within.count > 0 && within.unit == 'h') {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_USAGE,
                         _ ("give the maximum age in days, weeks or months, for example 3d"));
    return NULL;
  }
  need->course_id = course_id;
  need->key = rgm_observation_key (need->name);
  need->within = within;
  need->source = g_strdup (source);
  if (!check_new_need (needs, need, error) || !store_add_need (store, need, FALSE, error))
    return NULL;
  g_clear_pointer (&needs, g_ptr_array_unref);
  needs = rgm_store_needs (store, course_id, error);
  if (needs == NULL || !store_commit (change, error))
    return NULL;
  for (guint i = 0; i < needs->len; i++)
    if (g_str_equal (((const RgmNeed *)needs->pdata[i])->key, need->key))
      return g_ptr_array_steal_index (needs, i);
  g_return_val_if_reached (NULL);
}

gboolean
rgm_followup_need_removed (const RgmSession *session, const RgmNeed *need, GError **error)
{
  g_autoptr (RgmTransaction) change = store_begin (session->store, "need", session->now, error);

  return change != NULL && store_add_need (session->store, need, TRUE, error)
         && store_commit (change, error);
}
