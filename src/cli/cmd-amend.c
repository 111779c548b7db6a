/* regimen amend: corrects what is on record about a dose, or an entry of feel, lab or need. */
#include "base/i18n.h"
#include "cli/print/dose-text.h"
#include "cli/print/entry-text.h"
#include "cli/words/extra-words.h"
#include "cli/words/loose-words.h"
#include "cli/written.h"
#include "model/course.h"

#include <stdlib.h>

typedef struct {
  const char *at;
  const char *amount;
  const char *site;
  const char *note;
  const char *reason;
  const char *range;
  gboolean given;
  gboolean skipped;
  gboolean anyway;
} Options;

static const CliOption options[] = {
  { "at", CLI_TEXT, G_STRUCT_OFFSET (Options, at), "TIME",
    N_ ("when it was really given; the day alone if the time is not known"),
    .choices = "now today yesterday", .also = "on" },
  { "amount", CLI_TEXT, G_STRUCT_OFFSET (Options, amount), "AMOUNT",
    N_ ("how much was really given; \"\" removes it") },
  { "site", CLI_TEXT, G_STRUCT_OFFSET (Options, site), "SITE",
    N_ ("where on the body; \"\" removes it") },
  { "note", CLI_TEXT, G_STRUCT_OFFSET (Options, note), "TEXT",
    N_ ("anything to remember; \"\" removes it") },
  { "reason", CLI_TEXT, G_STRUCT_OFFSET (Options, reason), "TEXT", N_ ("why it was not given") },
  { "range", CLI_TEXT, G_STRUCT_OFFSET (Options, range), "LOW-HIGH",
    N_ ("for a laboratory value: the range that belongs to it; \"\" removes it") },
  { "given", CLI_FLAG, G_STRUCT_OFFSET (Options, given), NULL,
    N_ ("it was given after all; with --at") },
  { "skipped", CLI_FLAG, G_STRUCT_OFFSET (Options, skipped), NULL,
    N_ ("it was not given after all; with --reason") },
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (Options, anyway), NULL,
    N_ ("correct it although a safety check refused it") },
  { NULL },
};

static gboolean
check_options (const CliInvocation *invocation, const char *at, GError **error)
{
  const Options *given = invocation->options;
  gboolean any = at != NULL || given->amount != NULL || given->site != NULL || given->note != NULL
                 || given->reason != NULL;

  if (given->given && given->skipped)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--given and --skipped cannot be used together"));
  else if (!any && !given->given && !given->skipped)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("say what is to be corrected, for example when it was given: regimen amend %s "
                    "--at \"yesterday 18:30\"; --amount, --site, --note, --reason, --given and "
                    "--skipped correct the rest"),
                 (char *)invocation->words->pdata[0]);
  else
    return TRUE;
  return FALSE;
}

/* The administration of @course that is nearest to @day; if @day is RGM_NO_DAY, the last one.
 * @other: (out) (nullable): another one that is just as near. Returns: (transfer none)
 * (nullable). */
static const RgmAdministration *
find_nearest (const RgmCourse *course, const RgmZone *zone, RgmDay day,
              const RgmAdministration **other)
{
  const RgmAdministration *found = NULL;
  int near = G_MAXINT;

  *other = NULL;
  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = g_ptr_array_index (course->administrations, i);
    int days = day == RGM_NO_DAY ? 0 : abs (administration_day (each, zone) - day);

    if (days > near)
      continue;
    *other = days == near && day != RGM_NO_DAY ? found : NULL;
    found = each;
    near = days;
  }
  return found;
}

/* Fails if no dose was named, because the record must not be changed by a guess. The message has
 * the command with the dose that is probably meant: the one nearest to the date @at or, if @at is
 * NULL, the last one on record. */
static gboolean
check_number (CliInvocation *invocation, const CliTarget *target, const char *at, GError **error)
{
  g_autoptr (RgmCourse) course = NULL;
  const RgmAdministration *done, *other;
  g_autofree char *dose = NULL, *line = NULL, *when = NULL, *second = NULL, *other_when = NULL;
  const char *what = invocation->words->pdata[0];
  RgmDeed deed = rgm_deed_of_unit (target->course->unit);
  RgmWhen day = { .local = RGM_LOCAL_NONE };

  if (target->dose != 0)
    return TRUE;
  if (at != NULL && !cli_parse_when (invocation, at, target->zone, RGM_WHEN_HAPPENED, &day, error))
    return FALSE;
  course = rgm_store_course (invocation->store, target->course->id, RGM_INSTANT_NONE, error);
  if (course == NULL)
    return FALSE;
  done = find_nearest (course, target->zone, day.local.day, &other);
  if (done == NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("no dose of %s is on record yet: there is nothing to correct"), course->handle);
    return FALSE;
  }
  dose = g_strdup_printf ("%s/%d", course->handle, done->dose);
  when = rgm_administration_when (done, target->zone);
  line = cli_line_with_handle (invocation, dose, what, NULL);
  if (other != NULL) {
    second = g_strdup_printf ("%s/%d", course->handle, other->dose);
    other_when = rgm_administration_when (other, target->zone);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("which dose of %s, %s (%s) or %s (%s)? For the later one: %s"), course->handle,
                 second, other_when, dose, when, line);
  } else if (at == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 done->outcome != RGM_GIVEN
                   ? _ ("which dose of %s? If you mean the last one on record, skipped on %s: %s")
                 : deed == RGM_DEED_TAKEN
                   ? _ ("which dose of %s? If you mean the last one on record, taken on %s: %s")
                 : deed == RGM_DEED_DONE
                   ? _ ("which dose of %s? If you mean the last one on record, done on %s: %s")
                   : _ ("which dose of %s? If you mean the last one on record, given on %s: %s"),
                 course->handle, when, line);
  else
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      done->outcome != RGM_GIVEN
        ? _ ("which dose of %s? If you mean the one that is on record as skipped on %s: %s")
      : deed == RGM_DEED_TAKEN
        ? _ ("which dose of %s? If you mean the one that is on record as taken on %s: %s")
      : deed == RGM_DEED_DONE
        ? _ ("which dose of %s? If you mean the one that is on record as done on %s: %s")
        : _ ("which dose of %s? If you mean the one that is on record as given on %s: %s"),
      course->handle, when, line);
  return FALSE;
}

/* Parses the date @at. If it is a time without a day, it is a time of @day, the day that is on
 * record. @day: RGM_NO_DAY if no day is on record. */
static gboolean
parse_corrected (CliInvocation *invocation, const char *at, RgmDay day, const RgmZone *zone,
                 RgmGivenTime *time, GError **error)
{
  g_autofree char *date = day != RGM_NO_DAY ? rgm_day_format (day) : NULL;
  g_autofree char *whole = date != NULL ? g_strdup_printf ("%s %s", date, at) : NULL;
  RgmWhen when;

  if (whole != NULL && !cli_names_day (at, invocation->now, RGM_WHEN_HAPPENED)
      && rgm_when_parse (whole, zone, invocation->now, RGM_WHEN_HAPPENED, &when, NULL))
    at = whole;
  return cli_parse_happened (invocation, at, zone, time, error);
}

/* The zone in which the user means the corrected time @at: @shown, in which the time on record is
 * shown, if @at is a time of day, or names the day that is on record; else @patient, the zone of
 * the patient: for another day, for words like "now" or "today", and for a day alone. @day: the day
 * on record; or RGM_NO_DAY. */
static const RgmZone *
zone_meant (const CliInvocation *invocation, const char *at, RgmDay day, const RgmZone *shown,
            const RgmZone *patient)
{
  RgmWhen there, here;

  if (shown == patient || !cli_names_day (at, invocation->now, RGM_WHEN_HAPPENED))
    return shown;
  if (!rgm_when_parse (at, shown, invocation->now, RGM_WHEN_HAPPENED, &there, NULL)
      || !rgm_when_parse (at, patient, invocation->now, RGM_WHEN_HAPPENED, &here, NULL)
      || !rgm_local_has_time (there.local) || there.instant == here.instant
      || there.local.day != here.local.day || there.local.day != day)
    return patient;
  return shown;
}

/* Parses the corrected date @at of an entry of @day, whose time is shown in the zone @shown.
 * @read_in: (out) (nullable): the zone in which a time was read, if it is not @patient. */
static gboolean
parse_as_shown (CliInvocation *invocation, const char *at, RgmDay day, const RgmZone *shown,
                const RgmZone *patient, RgmGivenTime *time, const RgmZone **read_in, GError **error)
{
  const RgmZone *zone = zone_meant (invocation, at, day, shown, patient);

  *read_in = NULL;
  if (!parse_corrected (invocation, at, day, zone, time, error))
    return FALSE;
  if (zone == patient)
    return TRUE;
  if (time->day_only) /* "evening" */
    return parse_corrected (invocation, at, day, patient, time, error);
  *read_in = zone;
  return TRUE;
}

/* The zone in which the time of @done (nullable), a dose that is on record as given, is shown. */
static const RgmZone *
zone_shown (const RgmAdministration *done, const RgmZone *patient)
{
  return done != NULL && !done->day_only ? rgm_administration_zone (done, patient) : patient;
}

/* Fails if the dose of @target is still planned and the date @at (nullable) is in the future: there
 * is nothing to correct yet, and the message names the command that plans the dose for that date.
 * Returns: whether @error is set. */
static gboolean
fail_planned (CliInvocation *invocation, const CliTarget *target, const char *at, GError **error)
{
  const RgmCourse *course = target->course;
  RgmInstant now = invocation->now;
  RgmWhen when;
  RgmDose dose;

  if (at == NULL || target->dose <= course->settled
      || !rgm_course_dose (course, target->dose, target->zone, now, &dose, NULL) || !dose.open
      || !rgm_when_parse (at, target->zone, now, RGM_WHEN_PLANNED, &when, NULL)
      || when.local.day < rgm_zone_day (target->zone, now))
    return FALSE;
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_CONFLICT,
    _ ("dose %d of %s is still to come, and amend is about what has happened; to plan it "
       "for another day: regimen %s %s/%d %s"),
    dose.number, course->handle, rgm_local_has_time (when.local) ? "book" : "move", course->handle,
    dose.number, at);
  return TRUE;
}

/* @at: (nullable): the date as the user typed it. @done: (nullable): the dose, if it is on record
 * as given. @amount: (out) (transfer full): "" if the amount is to be removed. */
static gboolean
read_request (CliInvocation *invocation, const char *at, const CliTarget *target,
              const RgmAdministration *done, RgmAmendRequest *request, char **amount,
              GError **error)
{
  const Options *given = invocation->options;
  RgmGivenTime time = { .at = RGM_INSTANT_NONE };

  *request = (RgmAmendRequest){ .at = RGM_INSTANT_NONE,
                                .sets_outcome = given->given || given->skipped,
                                .outcome = given->skipped ? RGM_SKIPPED : RGM_GIVEN,
                                .site = given->site,
                                .note = given->note,
                                .reason = given->reason };
  if (at != NULL
      && !parse_as_shown (
        invocation, at, done != NULL ? administration_day (done, target->zone) : RGM_NO_DAY,
        zone_shown (done, target->zone), target->zone, &time, &request->zone, error))
    return FALSE;
  request->at = time.at;
  request->day_only = time.day_only;
  request->part = time.part;
  if (given->amount != NULL && *given->amount == '\0')
    *amount = g_strdup ("");
  else if (!cli_parse_amount (invocation, given->amount, amount, error))
    return FALSE;
  request->amount = *amount;
  return TRUE;
}

/* @read_in: (nullable): the zone in which the time was typed, if it is not the patient's. */
static char *
amended_text (CliInvocation *invocation, const RgmRecorded *recorded, const RgmZone *read_in)
{
  const RgmAdministration *done = recorded->dose.administration;
  g_autofree char *when
    = read_in != NULL
        ? rgm_local_describe_in (rgm_zone_to_local (read_in, done->at), read_in, recorded->zone)
        : rgm_administration_when (done, recorded->zone);
  RgmDeed deed = rgm_deed_of_unit (recorded->course->unit);
  const char *const parts[] = { when, done->amount, done->site, done->reason, done->note };
  g_autofree char *list = cli_list_text (parts, G_N_ELEMENTS (parts));

  return g_strdup_printf (
    done->outcome == RGM_GIVEN && deed == RGM_DEED_TAKEN
      ? _ ("Corrected: %s %s/%d, now on record as taken on %s. The earlier version is kept "
           "(\"regimen history --all\").")
    : done->outcome == RGM_GIVEN && deed == RGM_DEED_DONE
      ? _ ("Corrected: %s %s/%d, now on record as done on %s. The earlier version is kept "
           "(\"regimen history --all\").")
    : done->outcome == RGM_GIVEN
      ? _ ("Corrected: %s %s/%d, now on record as given on %s. The earlier version is kept "
           "(\"regimen history --all\").")
      : _ ("Corrected: %s %s/%d, now on record as skipped on %s. The earlier version is kept "
           "(\"regimen history --all\")."),
    rgm_unit_words (recorded->course->unit), recorded->course->handle, recorded->dose.number,
    cli_as_written (invocation, list));
}

/* "09:30": the time of the dose @done (nullable), as it is shown. Returns: (transfer full)
 * (nullable): NULL if only the day is known. */
static char *
given_at_time (const CliTarget *target, const RgmAdministration *done)
{
  RgmLocal local;

  if (done == NULL || done->day_only)
    return NULL;
  local = rgm_zone_to_local (zone_shown (done, target->zone), done->at);
  return g_strdup_printf ("%02d:%02d", local.second / 3600, local.second / 60 % 60);
}

/* If a day alone has replaced a day with a time, says that the time @before (nullable) is no longer
 * on record, and how to enter it again, if @zone, the zone of @before, is still that of the
 * patient. */
static void
print_lost_time (CliInvocation *invocation, const RgmRecorded *recorded, const char *before,
                 const RgmZone *zone)
{
  const RgmAdministration *done = recorded->dose.administration;
  g_autofree char *day = NULL;

  if (invocation->globals.json || before == NULL || done->outcome != RGM_GIVEN || !done->day_only)
    return;
  if (zone != recorded->zone) {
    cli_print_para (invocation, 2,
                    _ ("Only the day is on record now: the time, %s (%s time), was that of the "
                       "earlier version."),
                    before, rgm_zone_name (zone));
    return;
  }
  day = rgm_day_format (administration_day (done, recorded->zone));
  cli_print_para (
    invocation, 2,
    _ ("Only the day is on record now: the time, %s, was that of the earlier version. "
       "If it was at that time: regimen amend %s/%d \"%s %s\""),
    before, recorded->course->handle, recorded->dose.number, day, before);
}

/* ---- entries ---- */

/* Checks that something is to be corrected, and that the options fit an entry of @kind. */
static gboolean
check_entry_options (const CliInvocation *invocation, RgmObservationKind kind, GError **error)
{
  const Options *given = invocation->options;
  const char *wrong = given->amount != NULL                                 ? "amount"
                      : given->reason != NULL                               ? "reason"
                      : given->given                                        ? "given"
                      : given->skipped                                      ? "skipped"
                      : kind != RGM_OBSERVATION_LAB && given->range != NULL ? "range"
                      : kind != RGM_OBSERVATION_FELT && given->site != NULL ? "site"
                                                                            : NULL;

  if (wrong == NULL && invocation->words->len == 1 && given->at == NULL && given->site == NULL
      && given->range == NULL && given->note == NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 kind == RGM_OBSERVATION_FELT
                   ? _ ("say what is to be corrected: another value (regimen "
                        "amend %s VALUE), --site, --at or --note")
                 : kind == RGM_OBSERVATION_LAB
                   ? _ ("say what is to be corrected: another value with its unit "
                        "(regimen amend %s VALUE UNIT), --range, --at or --note")
                   : _ ("say what is to be corrected: the day on which it was done "
                        "(regimen amend %s DAY), or --note"),
                 (char *)invocation->words->pdata[0]);
    return FALSE;
  }
  if (wrong == NULL)
    return TRUE;
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE,
    kind == RGM_OBSERVATION_FELT ? _ ("--%s cannot be used for something that was felt; accepted "
                                      "are a value, --site, --at and --note")
    : kind == RGM_OBSERVATION_LAB
      ? _ ("--%s cannot be used for a laboratory value; accepted are a value, --range, --at and "
           "--note")
      : _ ("--%s cannot be used for something that was done; accepted are --at and --note"),
    wrong);
  return FALSE;
}

/* Reads what is to be corrected in the entry @before into @request, which borrows from @typed, @low
 * and @high (all out). */
static gboolean
read_entry_request (CliInvocation *invocation, const RgmSession *session, const RgmZone *zone,
                    const RgmObservation *before, RgmObservationRequest *request, RgmTyped **typed,
                    char **low, char **high, GError **error)
{
  const Options *given = invocation->options;
  g_autofree char *value = cli_entry_words (invocation, 1);
  gboolean no_range = given->range != NULL && *given->range == '\0';
  const RgmZone *own = before->day_only ? NULL : rgm_zone_get (before->zone, NULL);
  const RgmZone *shown = own != NULL ? own : zone;
  const char *at;

  *request
    = (RgmObservationRequest){ .kind = before->kind, .site = given->site, .note = given->note };
  request->at.at = RGM_INSTANT_NONE;
  if (before->kind == RGM_OBSERVATION_CHECK)
    return cli_date_typed (invocation, "at", given->at, &at, error)
           && (at == NULL || cli_parse_happened (invocation, at, zone, &request->at, error));
  if (*value != '\0') {
    *typed
      = rgm_value_parse (session->catalog, before->kind, before->name, before->unit, value, error);
    if (*typed == NULL)
      return FALSE;
  }
  if (!cli_entry_details (*typed, given->at, no_range ? NULL : given->range, &at, low, high, error)
      || (at != NULL
          && !parse_as_shown (invocation, at, before->day, shown, zone, &request->at,
                              &request->zone, error)))
    return FALSE;
  request->low = no_range ? "" : *low;
  request->high = no_range ? "" : *high;
  if (*typed == NULL)
    return TRUE;
  request->value = (*typed)->value;
  request->unit = (*typed)->unit != NULL ? (*typed)->unit : "";
  return TRUE;
}

/* Corrects the entry @number of @kind. What the user does not type stays as it is. */
static gboolean
amend_entry (CliInvocation *invocation, const RgmSession *session, RgmObservationKind kind,
             int number, GError **error)
{
  g_autofree char *low = NULL, *high = NULL;
  g_autoptr (RgmObservation) before = NULL, entry = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmTyped) typed = NULL;
  g_autofree char *what = NULL, *text = NULL;
  RgmObservationRequest request;
  const RgmZone *zone;

  if (!check_entry_options (invocation, kind, error)
      || (patient = cli_session_patient (session, error)) == NULL
      || (zone = rgm_patient_zone (patient, error)) == NULL
      || (before = rgm_followup_find (session, kind, number, error)) == NULL
      || !read_entry_request (invocation, session, zone, before, &request, &typed, &low, &high,
                              error)
      || (entry = rgm_followup_amended (session, number, &request, error)) == NULL)
    return FALSE;
  cli_name_person (invocation, patient);
  what = cli_entry_text (entry, zone);
  text = g_strdup_printf (
    _ ("Corrected: %s. The earlier version is kept. (To take the correction back: "
       "regimen undo)"),
    cli_as_written (invocation, what));
  cli_entry_written (invocation, entry, patient, text);
  if (invocation->globals.json)
    return TRUE;
  cli_entry_print_outside (invocation, entry);
  if (before->low != NULL && entry->low == NULL && request.low == NULL)
    cli_print_para (invocation, 2,
                    _ ("The range %s-%s was in the old unit, so it was removed. To add one in the "
                       "new unit: regimen amend lab/%d --range LOW-HIGH"),
                    before->low, before->high, entry->number);
  return TRUE;
}

/* ---- doses ---- */

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (CliTarget) target = { 0 };
  g_auto (RgmRecorded) recorded = { 0 };
  g_autofree char *amount = NULL, *text = NULL, *time = NULL;
  g_autoptr (RgmCourse) course = NULL;
  const RgmAdministration *done = NULL;
  const RgmZone *zone;
  const char *at;
  GError *problem = NULL;
  RgmObservationKind kind;
  RgmSession session;
  RgmAmendRequest request;
  int number;

  if (!cli_session (invocation,
                    cli_database_exists (invocation) ? RGM_STORE_CREATE : RGM_STORE_READ,
                    CLI_NEEDS_SOME_CATALOG, &session, error))
    return FALSE;
  if (cli_entry_named (&session, invocation->words->pdata[0], &kind, &number, &problem))
    return amend_entry (invocation, &session, kind, number, error);
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  if (given->range != NULL) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("--range is only for a laboratory value: regimen amend lab/N --range LOW-HIGH"));
    return FALSE;
  }
  if (!cli_date_typed (invocation, "at", given->at, &at, error)
      || !check_options (invocation, at, error)
      || !cli_target_open (invocation, CLI_NEEDS_SOME_CATALOG, given->anyway, &target, error)
      || !check_number (invocation, &target, at, error)
      || fail_planned (invocation, &target, at, error))
    return FALSE;
  if (at != NULL) {
    course = rgm_store_course (invocation->store, target.course->id, RGM_INSTANT_NONE, error);
    if (course == NULL)
      return FALSE;
    done = rgm_course_administration (course, target.dose);
  }
  if (done != NULL && done->outcome != RGM_GIVEN)
    done = NULL;
  zone = zone_shown (done, target.zone);
  if (!read_request (invocation, at, &target, done, &request, &amount, error))
    return FALSE;
  if (at != NULL && request.day_only)
    time = given_at_time (&target, done);
  if (!rgm_record_amended (&target.session, target.course->id, target.dose, &request, &recorded,
                           error)) {
    if (request.zone != NULL) /* the times of a refusal are those of that zone */
      cli_set_elsewhere (invocation, rgm_zone_name (request.zone));
    return FALSE;
  }
  text = amended_text (invocation, &recorded, request.zone);
  cli_written_dose (invocation, &target, &recorded, text);
  if (!invocation->globals.json)
    cli_written_beside (invocation, &recorded);
  print_lost_time (invocation, &recorded, time, zone);
  return TRUE;
}

const CliCommand cli_command_amend = {
  .name = "amend",
  .summary = N_ ("correct what is on record about a dose, or an entry of feel, lab or need"),
  .arguments = "HANDLE/N [TIME] | feel/N [VALUE] | lab/N [VALUE] | need/N [DAY]",
  .details = N_ (
    "Corrects what was put on record about dose N, however long ago: when it was "
    "given, how much, where, the note, or whether it was given at all. What no option "
    "names stays as it is; TIME is the same as --at. The old record is kept, and \"regimen "
    "history --all\" "
    "shows it.\n\n"
    "A new time or amount is checked as when logging, and may be refused with exit "
    "status 3; --anyway takes it if that is what happened. A time of the day on record is "
    "read in the time zone in which it is listed. To take back the very last command, "
    "\"regimen undo\" is shorter.\n\n"
    "An entry of \"regimen feel\" or \"regimen lab\" is corrected in the same way: VALUE is its "
    "new value, with the unit, and --at, --site, --range and --note replace what they name. Of a "
    "check that was put on record with \"regimen need --done\", only the day and the note can be "
    "corrected."),
  .examples = "regimen amend zoledronic-acid/2 --at \"2026-12-03 10:40\"\n"
              "regimen amend denosumab/1 --site \"right arm\" --note \"\"\n"
              "regimen amend radiation/4 --skipped --reason \"machine down\"\n"
              "regimen amend feel/12 5 --note \"in the evening\"\n"
              "regimen amend lab/3 2.10 mmol/L\n"
              "regimen amend need/1 2026-11-20",
  .word = CLI_WORD_HANDLE,
  .min_words = 1,
  .max_words = 2,
  .ends_in_date = TRUE,
  .json = TRUE,
  .refused = N_ ("If this is what happened, repeat with --anyway"),
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
