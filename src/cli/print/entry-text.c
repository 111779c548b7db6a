/* entry-text.c: puts the entries of feel, lab and need on record, finds them, and prints them. */
#include "cli/print/entry-text.h"

#include "base/i18n.h"
#include "base/text.h"
#include "followup/trend-points.h"
#include "model/observation.h"

#include <math.h>
#include <string.h>

/* ---- as text ---- */

char *
cli_entry_id (const RgmObservation *entry)
{
  return g_strdup_printf ("%s/%d", observation_command (entry->kind), entry->number);
}

char *
cli_entry_value (const RgmObservation *entry)
{
  return g_strjoin (entry->value != NULL && entry->unit != NULL ? " " : "",
                    entry->value != NULL ? entry->value : "",
                    entry->unit != NULL ? entry->unit : "", NULL);
}

const char *
cli_entry_outside (const RgmObservation *entry)
{
  switch (rgm_observation_range (entry)) {
  case RGM_RANGE_BELOW:
    return _ ("below the range that was entered with it");
  case RGM_RANGE_ABOVE:
    return _ ("above the range that was entered with it");
  default:
    return NULL;
  }
}

void
cli_entry_print_outside (CliInvocation *invocation, const RgmObservation *entry)
{
  const char *outside = cli_entry_outside (entry);

  if (outside != NULL)
    cli_print_para (invocation, 2, _ ("The value is %s."), outside);
}

char *
cli_entry_said (const RgmObservation *entry, const RgmZone *patient)
{
  g_autofree char *value = cli_entry_value (entry);
  g_autofree char *what = g_strjoin (*value != '\0' ? " " : "", entry->name, value, NULL);
  g_autofree char *when = rgm_observation_when (entry, patient);
  g_autofree char *range
    = entry->low != NULL ? g_strdup_printf (_ ("range %s-%s"), entry->low, entry->high) : NULL;
  const char *const parts[] = { what, range, entry->site, entry->note };
  g_autofree char *list = cli_list_text (parts, G_N_ELEMENTS (parts));

  return g_strdup_printf (_ ("%s, on %s"), list, when);
}

char *
cli_entry_text (const RgmObservation *entry, const RgmZone *patient)
{
  g_autofree char *id = cli_entry_id (entry), *said = cli_entry_said (entry, patient);
  const char *const parts[] = { id, said };

  return cli_list_text (parts, G_N_ELEMENTS (parts));
}

/* ---- as typed ---- */

char *
cli_entry_words (const CliInvocation *invocation, guint from)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = from; i < invocation->words->len; i++)
    g_ptr_array_add (words, invocation->words->pdata[i]);
  g_ptr_array_add (words, NULL);
  return g_strstrip (g_strjoinv (" ", (char **)words->pdata));
}

/* Whether a course has the handle @handle: one of the selected person, or of anybody if no person
 * is selected. */
static gboolean
has_course (const RgmSession *session, const char *handle)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (session->store, NULL);
  g_autoptr (RgmPatient) meant = rgm_session_patient (session, NULL);

  for (guint i = 0; patients != NULL && i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    g_auto (GStrv) handles = meant == NULL || meant->id == patient->id
                               ? rgm_store_handles (session->store, patient->id, NULL)
                               : NULL;
    if (handles != NULL && g_strv_contains ((const char *const *)handles, handle))
      return TRUE;
  }
  return FALSE;
}

/* Refuses "need/1" if it is both a dose of the course "need" and an entry. Older versions allowed
 * such a handle; no new course gets one. */
static gboolean
check_one_meaning (const RgmSession *session, RgmObservationKind kind, int number, GError **error)
{
  const char *command = observation_command (kind);
  g_autoptr (RgmObservation) entry = rgm_followup_find (session, kind, number, NULL);

  if (entry == NULL)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s/%d can be a dose of the course %s or an entry of \"regimen %s\"; give the "
                  "course another name first: regimen rename %s %s-2"),
               command, number, command, command, command, command);
  return FALSE;
}

gboolean
cli_entry_named (const RgmSession *session, const char *typed, RgmObservationKind *kind,
                 int *number, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (typed, -1);
  guint64 value = 0;

  for (int i = 0; i < RGM_OBSERVATION_N_KINDS; i++) {
    const char *command = observation_command ((RgmObservationKind)i);
    gsize length = strlen (command);
    if (!g_str_has_prefix (lower, command) || lower[length] != '/'
        || !g_ascii_string_to_unsigned (lower + length + 1, 10, 1, 999999, &value, NULL))
      continue;
    *kind = (RgmObservationKind)i;
    *number = (int)value;
    if (!has_course (session, command))
      return TRUE;
    check_one_meaning (session, *kind, *number, error);
    return FALSE;
  }
  return FALSE;
}

/* ---- put on record ---- */

/* The part of a day ("in the morning") as a note, because an entry has no field for it. Returns:
 * (transfer none) (nullable). */
static const char *
part_note (RgmDayPart part)
{
  switch (part) {
  case RGM_PART_MORNING:
    return _ ("in the morning");
  case RGM_PART_AFTERNOON:
    return _ ("in the afternoon");
  case RGM_PART_EVENING:
    return _ ("in the evening");
  case RGM_PART_NIGHT:
    return _ ("at night");
  default:
    return NULL;
  }
}

static RgmObservation *
record (CliInvocation *invocation, RgmStoreMode mode, const RgmObservationRequest *typed,
        const char *at, RgmSession *session, GError **error)
{
  g_autoptr (RgmPatient) patient = NULL;
  RgmObservationRequest request = *typed;
  g_autofree char *note = NULL;
  const char *part;
  const RgmZone *zone;

  if (!cli_session (invocation, mode, CLI_NEEDS_SOME_CATALOG, session, error)
      || !cli_session_patient_or_nobody (session, &patient, error)
      || (zone = cli_patient_zone (invocation, patient, error)) == NULL
      || (at != NULL && !cli_parse_happened (invocation, at, zone, &request.at, error)))
    return NULL;
  part = part_note (request.at.part);
  note = part != NULL && request.note != NULL ? g_strdup_printf ("%s, %s", part, request.note)
                                              : g_strdup (part);
  if (note != NULL)
    request.note = note;
  return rgm_followup_observed (session, &request, error);
}

RgmObservation *
cli_entry_record (CliInvocation *invocation, RgmObservationRequest *request, const char *at,
                  RgmSession *session, RgmPatient **patient, GError **error)
{
  g_autoptr (RgmObservation) entry = NULL;
  gsize notes = invocation->notes->len;

  request->at = (RgmGivenTime){ .at = invocation->now };
  if (!cli_database_exists (invocation)) {
    g_autoptr (RgmObservation) tried
      = record (invocation, RGM_STORE_TRY, request, at, session, error);
    if (tried == NULL)
      return NULL;
    cli_session_close (invocation);
    g_string_truncate (invocation->notes, notes);
  }
  entry = record (invocation, RGM_STORE_CREATE, request, at, session, error);
  *patient = entry != NULL ? rgm_store_patient (session->store, entry->patient_id, error) : NULL;
  if (*patient == NULL)
    return NULL;
  cli_name_person (invocation, *patient);
  return g_steal_pointer (&entry);
}

gboolean
cli_entry_details (const RgmTyped *typed, const char *at, const char *range, const char **when,
                   char **low, char **high, GError **error)
{
  const char *day = typed != NULL ? typed->at : NULL;

  *when = day != NULL ? day : at;
  *low = *high = NULL;
  if (day != NULL && at != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" and --at both say when; type only one of them"), day);
  else if (typed != NULL && typed->low != NULL && range != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s-%s\" and --range both give a range; type only one of them"), typed->low,
                 typed->high);
  else if (range != NULL)
    return rgm_range_parse (range, low, high, error);
  else {
    *low = typed != NULL ? g_strdup (typed->low) : NULL;
    *high = typed != NULL ? g_strdup (typed->high) : NULL;
    return TRUE;
  }
  return FALSE;
}

void
cli_entry_written (CliInvocation *invocation, const RgmObservation *entry,
                   const RgmPatient *patient, const char *text)
{
  CliJson json;

  if (!invocation->globals.json) {
    cli_print_para (invocation, 2, "%s", text);
    return;
  }
  cli_json_begin (&json);
  cli_json_entry (&json, "entry", entry, patient->name);
  cli_print_json (invocation, &json);
}

/* ---- beside the doses ---- */

char *
cli_entry_doses_text (const RgmObservation *entry, const GArray *given)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < given->len; i++) {
    const GivenDose *dose = &g_array_index (given, GivenDose, i);
    /* the day of the dose may be a later one, that of another zone */
    gulong days = (gulong)MAX (entry->day - dose->day, 0);
    g_autofree char *name = g_strdup_printf ("%s/%d", dose->course->handle, dose->done->dose);
    g_ptr_array_add (
      parts, days == 0
               ? g_strdup_printf (_ ("on the day of %s"), name)
               : g_strdup_printf (P_ ("%lu day after %s", "%lu days after %s", days), days, name));
  }
  return parts->len > 0 ? cli_list_text ((const char *const *)parts->pdata, parts->len) : NULL;
}

/* ---- over time ---- */

static GArray *
find_marks (const GPtrArray *courses, const RgmZone *zone, const GPtrArray *entries)
{
  const RgmObservation *first = entries->pdata[0], *last = entries->pdata[entries->len - 1];
  /* a day more on both sides, because the days may be those of another zone; the trend leaves out
   * what is not within it */
  g_autoptr (GArray) given = given_doses_between (courses, zone, first->day - 1, last->day + 1);
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (TrendMark));

  for (guint i = 0; i < given->len; i++) {
    const GivenDose *dose = &g_array_index (given, GivenDose, i);
    TrendMark mark = { trend_day (dose->done, zone), dose->course->handle, dose->done->dose };
    g_array_append_val (marks, mark);
  }
  return marks;
}

static void
print_series (CliInvocation *invocation, const TrendSeries *series, const char *name)
{
  gboolean utf8 = g_get_charset (NULL);
  int width = invocation->screen.width;
  g_autofree char *said = trend_said (series), *key = trend_key (series, width);
  g_autofree char *graph = trend_graph (series, width, utf8);
  g_autofree char *heading
    = series->unit != NULL ? g_strdup_printf ("%s (%s)", name, series->unit) : g_strdup (name);
  g_auto (GStrv) lines = g_strsplit (key, "\n", -1);

  cli_print_heading (invocation, CLI_STRONG, heading);
  if (series->points->len > 1) {
    cli_print_styled (invocation->out, &invocation->screen, CLI_PLAIN, graph);
    for (char **line = lines; *line != NULL && **line != '\0'; line++)
      cli_print_para (invocation, 4, "  %s", *line);
  }
  cli_print_para (invocation, 2, "%s", said);
}

void
cli_entry_print_trend (CliInvocation *invocation, const GPtrArray *entries,
                       const GPtrArray *courses, const RgmZone *zone, const RgmMeasure *measure)
{
  const RgmObservation *last = entries->pdata[entries->len - 1];
  gboolean felt = last->kind == RGM_OBSERVATION_FELT;
  gboolean scale = measure != NULL && measure->highest > 0;
  g_autoptr (GArray) points = trend_points (invocation->catalog, entries, zone);
  g_autoptr (GArray) marks = find_marks (courses, zone, entries);
  Trend trend = { .points = points,
                  .marks = marks,
                  .from = RGM_NO_DAY,
                  .until = RGM_NO_DAY,
                  .low = scale ? measure->lowest : NAN,
                  .high = scale ? measure->highest : NAN,
                  .pick = felt ? TREND_HIGHEST : TREND_LAST };
  guint undrawn = 0;
  g_autoptr (GPtrArray) series = trend_split (&trend, &undrawn);
  g_autofree char *left = trend_undrawn_text (undrawn);

  for (guint i = 0; i < series->len; i++)
    print_series (invocation, series->pdata[i], last->name);
  if (left != NULL)
    cli_print_para (invocation, 2, "%s", left);
}

/* ---- JSON ---- */

void
cli_json_entry (CliJson *json, const char *key, const RgmObservation *entry, const char *patient)
{
  static const char *const ranges[] = { NULL, "below", "within", "above" };
  g_autofree char *id = cli_entry_id (entry);
  const RgmZone *zone = rgm_zone_get (entry->zone, NULL);

  cli_json_open_object (json, key);
  cli_json_text (json, "id", id);
  cli_json_text (json, "patient", patient);
  cli_json_text (json, "name", entry->name);
  cli_json_text (json, "value", entry->value);
  cli_json_text (json, "unit", entry->unit);
  cli_json_text (json, "low", entry->low);
  cli_json_text (json, "high", entry->high);
  cli_json_text (json, "range", ranges[rgm_observation_range (entry)]);
  cli_json_text (json, "site", entry->site);
  cli_json_text (json, "note", entry->note);
  if (entry->day_only || zone == NULL)
    cli_json_day (json, "at", entry->day);
  else
    cli_json_instant (json, "at", entry->at, zone);
  cli_json_close_object (json);
}

void
cli_json_contact (CliJson *json, const char *key, const RgmContact *contact, const char *patient)
{
  cli_json_open_object (json, key);
  cli_json_text (json, "patient", patient);
  cli_json_text (json, "name", contact->name);
  cli_json_text (json, "phone", contact->phone);
  cli_json_text (json, "hours", contact->hours);
  cli_json_text (json, "for", rgm_contact_purpose_key (contact->purpose));
  cli_json_close_object (json);
}

void
cli_json_to_call (CliJson *json, const GPtrArray *contacts, const char *patient)
{
  g_autoptr (GPtrArray) to_call = rgm_contacts_for (contacts, RGM_CONTACT_URGENT);

  for (guint i = 0; i < to_call->len; i++)
    cli_json_contact (json, NULL, to_call->pdata[i], patient);
}

void
cli_json_question (CliJson *json, const char *key, const RgmQuestion *question, const char *patient,
                   const RgmZone *zone)
{
  cli_json_open_object (json, key);
  cli_json_text (json, "patient", patient);
  cli_json_number (json, "number", question->number);
  cli_json_text (json, "question", question->question);
  cli_json_instant (json, "asked_at", question->asked_at, zone);
  cli_json_text (json, "answer", question->answer);
  cli_json_instant (json, "answered_at", question->answered_at, zone);
  cli_json_close_object (json);
}

void
cli_json_given (CliJson *json, const GArray *given, const RgmZone *zone)
{
  cli_json_open_array (json, "doses");
  for (guint i = 0; given != NULL && i < given->len; i++) {
    const GivenDose *dose = &g_array_index (given, GivenDose, i);
    cli_json_open_object (json, NULL);
    cli_json_text (json, "course", dose->course->handle);
    cli_json_number (json, "dose", dose->done->dose);
    cli_json_administration (json, "at", dose->done, zone);
    cli_json_close_object (json);
  }
  cli_json_close_array (json);
}
