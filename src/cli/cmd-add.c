#include "add-schedule.h"
#include "base/i18n.h"
#include "dose-text.h"
#include "service.h"

typedef struct {
  CliScheduleOptions schedule;
  const char *handle;
  const char *amount;
  const char *place;
  const char *site;
  gboolean custom;
  gboolean anyway;
} Options;

#define SCHEDULE(member) G_STRUCT_OFFSET (Options, schedule.member)

static const CliOption options[] = {
  { "every", CLI_TEXT, SCHEDULE (every), "PERIOD",
    N_ ("the interval: 4w, 28d, 1m; 12h counts elapsed hours") },
  { "first", CLI_TEXT, SCHEDULE (first), "DATE",
    N_ ("the day of the first dose; with a time where it has one") },
  { "on", CLI_TEXT, SCHEDULE (on), "DATE", N_ ("one visit: its day, or its day and time") },
  { "reckon", CLI_TEXT, SCHEDULE (reckon), "given|plan",
    N_ ("count the interval from the day a dose was given (given) or always from the first date "
        "(plan)") },
  { "window", CLI_TEXT, SCHEDULE (window), "DAYS",
    N_ ("how far from its day a dose is on time, 3d; default: one seventh of the interval, at "
        "least a day (this program's own choice)") },
  { "count", CLI_NUMBER, SCHEDULE (count), "N", N_ ("the course ends with dose N"), 1, 9999 },
  { "until", CLI_TEXT, SCHEDULE (until), "DATE", N_ ("the last day on which a dose is planned") },
  { "fractions", CLI_NUMBER, SCHEDULE (fractions), "N", N_ ("radiation: the number of sessions"), 1,
    200 },
  { "per-day", CLI_NUMBER, SCHEDULE (per_day), "N",
    N_ ("radiation: sessions on each treatment day (1)"), 1, 4 },
  { "days", CLI_TEXT, SCHEDULE (days), "DAYS", N_ ("radiation: treatment days (mon-fri)") },
  { "closed", CLI_TEXT, SCHEDULE (closed), "DATES",
    N_ ("radiation: days without treatment, 2026-12-25,2027-01-01") },
  { "handle", CLI_TEXT, G_STRUCT_OFFSET (Options, handle), "HANDLE",
    N_ ("the short name of the course (that of the treatment)") },
  { "amount", CLI_TEXT, G_STRUCT_OFFSET (Options, amount), "AMOUNT",
    N_ ("what is prescribed; \"4 mg\"") },
  { "place", CLI_TEXT, G_STRUCT_OFFSET (Options, place), "PLACE", N_ ("where it is given") },
  { "site", CLI_TEXT, G_STRUCT_OFFSET (Options, site), "SITE",
    N_ ("where on the body; \"left hip\"") },
  { "custom", CLI_FLAG, G_STRUCT_OFFSET (Options, custom), NULL,
    N_ ("a medicine of your own, which the catalog does not know") },
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (Options, anyway), NULL,
    N_ ("add it although a safety check refused") },
  { NULL },
};

static const RgmTreatment *
find_treatment (CliInvocation *invocation, gboolean custom, RgmTreatment **own, GError **error)
{
  const char *typed = invocation->words->pdata[0];
  const RgmCatalog *catalog = cli_catalog (invocation, error);

  if (catalog == NULL)
    return NULL;
  if (!custom)
    return rgm_catalog_find (catalog, typed, error);
  *own = rgm_treatment_new_custom (typed, error);
  return *own;
}

/* The zone in which typed dates are meant: the patient's, or the machine's where nobody is on
 * record yet. Makes no database. */
static const RgmZone *
find_zone (CliInvocation *invocation, RgmPatient **patient, GError **error)
{
  RgmSession session;

  if (!cli_database_exists (invocation))
    return invocation->zone;
  if (!cli_session (invocation, RGM_STORE_CREATE, CLI_NEEDS_CATALOG, &session, error)
      || !cli_session_patient_or_nobody (&session, patient, error))
    return NULL;
  return *patient != NULL ? rgm_zone_get ((*patient)->zone, error) : invocation->zone;
}

/* Every session of a radiation course: the clinic's list is what it is compared with. */
static void
print_days (CliInvocation *invocation, const RgmCourse *course, const RgmZone *zone)
{
  g_autoptr (GArray) doses = NULL;
  g_autoptr (GString) days = g_string_new (NULL);

  if (rgm_course_schedule (course)->kind != RGM_SCHEDULE_FRACTIONS)
    return;
  doses = rgm_course_doses (course, zone, invocation->now, rgm_day_new (2199, 12, 31));
  for (guint i = 0; i < doses->len; i++) {
    g_autofree char *day = cli_day_text (g_array_index (doses, RgmDose, i).target.day);

    g_string_append_printf (days, "%s%s", i > 0 ? ", " : "", day);
  }
  cli_print_para (invocation, 2, _ ("Days: %s."), days->str);
}

/* The command that most likely comes next. */
static void
print_hint (CliInvocation *invocation, const RgmCourse *course, const RgmZone *zone,
            const RgmDose *next)
{
  g_autofree char *day = rgm_day_format (next->target.day);

  if (!cli_dose_to_book (course, next))
    return;
  if (next->target.day < rgm_zone_day (zone, invocation->now))
    cli_print_para (invocation, 2, _ ("It was given then? regimen log %s --at \"%s 10:00\""),
                    course->handle, day);
  else
    cli_print_para (invocation, 2,
                    _ ("When you have the appointment: regimen book %s \"%s 10:00\""),
                    course->handle, day);
}

static void
print_added (CliInvocation *invocation, const RgmCourse *course, const RgmZone *zone,
             gboolean has_next, const RgmDose *next)
{
  g_autofree char *schedule = rgm_schedule_describe (rgm_course_schedule (course), course->units);
  gboolean with_amount = course->amount != NULL;

  cli_print_para (invocation, 2, _ ("Added: %s (%s%s%s), %s."), course->handle,
                  course->treatment_name, with_amount ? ", " : "",
                  with_amount ? course->amount : "", schedule);
  if (course->anyway != NULL)
    cli_print (invocation,
               _ ("On record with it: that it was added anyway, and what the check said."));
  print_days (invocation, course, zone);
  if (!has_next)
    return;
  cli_print_next (invocation, course, next, zone);
  print_hint (invocation, course, zone, next);
}

static void
print_json (CliInvocation *invocation, const char *patient, const RgmCourse *course,
            const RgmZone *zone, const RgmDose *next)
{
  g_autofree char *text = NULL;
  g_autofree char *schedule = rgm_schedule_describe (rgm_course_schedule (course), course->units);
  CliJson json;

  cli_json_begin (&json);
  cli_json_text (&json, "patient", patient);
  cli_json_text (&json, "handle", course->handle);
  cli_json_text (&json, "uid", course->uid);
  cli_json_text (&json, "treatment", course->treatment_key);
  cli_json_text (&json, "schedule", schedule);
  cli_json_text (&json, "anyway", course->anyway);
  cli_json_dose (&json, "next", patient, course, next, zone);
  text = cli_json_end (&json);
  g_string_append (invocation->out, text);
}

/* The patient is read again: the first add makes one. */
static gboolean
print_result (CliInvocation *invocation, const RgmCourse *course, GError **error)
{
  g_autoptr (RgmPatient) patient = NULL;
  const RgmZone *zone = find_zone (invocation, &patient, error);
  gboolean has_next;
  RgmDose next;

  if (zone == NULL)
    return FALSE;
  has_next = rgm_course_next (course, zone, invocation->now, &next);
  if (invocation->globals.json)
    print_json (invocation, patient != NULL ? patient->name : NULL, course, zone,
                has_next ? &next : NULL);
  else
    print_added (invocation, course, zone, has_next, &next);
  cli_service_remind (invocation);
  return TRUE;
}

static RgmCourse *
put_on_record (CliInvocation *invocation, RgmStoreMode mode, const RgmAddRequest *request,
               GError **error)
{
  const Options *given = invocation->options;
  RgmSession session;

  if (!cli_session (invocation, mode, CLI_NEEDS_CATALOG, &session, error))
    return NULL;
  session.anyway = given->anyway;
  return rgm_record_add (&session, request, error);
}

/* Where there is no database yet the course is first tried on the empty record in memory: what is
 * refused makes no file. */
static RgmCourse *
add (CliInvocation *invocation, const RgmAddRequest *request, GError **error)
{
  if (!cli_database_exists (invocation)) {
    g_autoptr (RgmCourse) tried = put_on_record (invocation, RGM_STORE_TRY, request, error);

    if (tried == NULL)
      return NULL;
    cli_session_close (invocation);
  }
  return put_on_record (invocation, RGM_STORE_CREATE, request, error);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_autoptr (RgmTreatment) own = NULL;
  g_autoptr (RgmSchedule) schedule = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmCourse) course = NULL;
  g_autofree char *amount = NULL;
  const RgmTreatment *treatment = find_treatment (invocation, given->custom, &own, error);
  const RgmZone *zone;

  if (treatment == NULL || !cli_parse_amount (invocation, given->amount, &amount, error))
    return FALSE;
  zone = find_zone (invocation, &patient, error);
  if (zone == NULL)
    return FALSE;
  schedule = cli_schedule_read (invocation, &given->schedule, treatment, zone, error);
  if (schedule == NULL)
    return FALSE;
  course = add (invocation,
                &(RgmAddRequest){ .treatment = treatment,
                                  .schedule = schedule,
                                  .handle = given->handle,
                                  .amount = amount,
                                  .place = given->place,
                                  .site = given->site },
                error);
  return course != NULL && print_result (invocation, course, error);
}

const CliCommand cli_command_add = {
  .name = "add",
  .summary = N_ ("start a course of a treatment"),
  .arguments = "TREATMENT [SCHEDULE] --first DATE",
  .details = N_ (
    "Puts a course on record: a treatment of the catalog (\"regimen catalog\"), or a medicine of "
    "your own with --custom, and when its "
    "doses are planned. SCHEDULE is --every PERIOD for a dose at an interval, --fractions N for "
    "radiation sessions, or --on "
    "DATE for one visit; without one the usual interval of the treatment is taken where the "
    "catalog has it.\n\n"
    "An interval outside the range of the catalog's source, or a medicine that the source "
    "describes as used in place of one "
    "that is active, is refused with exit status 3; --anyway adds it if that is what was "
    "prescribed, and is kept on record.\n\n"
    "Dates: 2026-12-01, \"2026-12-01 14:00\", today, tomorrow, mon to sun (the next one), +3d."),
  .examples
  = "regimen add zoledronic-acid --every 4w --first 2026-12-01 --amount \"4 mg\"\n"
    "regimen add denosumab --first tomorrow\n"
    "regimen add radiation --fractions 10 --first \"2026-12-07 14:00\" --closed 2026-12-16\n"
    "regimen add bone-scan --on \"2026-12-03 09:30\" --place \"nuclear medicine\"\n"
    "regimen add \"Vitamin D\" --custom --every 1w --first mon",
  .word = CLI_WORD_TREATMENT,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
