/* regimen add: starts a course of a treatment. */
#include "base/i18n.h"
#include "base/reword.h"
#include "catalog/brand.h"
#include "cli/print/dose-text.h"
#include "cli/print/need-text.h"
#include "cli/schedule-options.h"
#include "cli/words/add-words.h"
#include "model/course-before.h"
#include "model/course.h"
#include "model/day-dose.h"
#include "model/dose.h"
#include "model/schedule.h"

typedef struct {
  CliScheduleOptions schedule;
  GPtrArray *given;
  const char *handle;
  const char *amount;
  const char *place;
  const char *site;
  const char *class_key;
  gboolean custom;
  gboolean anyway;
} Options;

#define SCHEDULE(member) G_STRUCT_OFFSET (Options, schedule.member)

static const CliOption options[] = {
  { "every", CLI_TEXT, SCHEDULE (every), "PERIOD",
    N_ ("the interval: 4w, 28d, 1m; 12h is 12 hours, even if clocks change; with --times: a number "
        "of days, 2d") },
  { "first", CLI_TEXT, SCHEDULE (first), "DATE",
    N_ ("the day of the first dose to come; with a time if it has one"),
    .choices = "today tomorrow" },
  { "given", CLI_LIST, G_STRUCT_OFFSET (Options, given), "DATE",
    N_ ("the days of the doses that were given before you began to use this program, separated by "
        "commas"),
    .choices = "yesterday" },
  { "on", CLI_TEXT, SCHEDULE (on), "DATE", N_ ("one visit: its day, or its day and time"),
    .choices = "today tomorrow" },
  { "fractions", CLI_NUMBER, SCHEDULE (fractions), "N", N_ ("radiation: the number of sessions"), 1,
    200, .also = "sessions" },
  { "times", CLI_TEXT, SCHEDULE (times), "TIMES",
    N_ ("fixed times of the day, like 08:00,20:00; with --per-day: the times of the sessions") },
  { "as-needed", CLI_FLAG, SCHEDULE (as_needed), NULL, N_ ("no plan: taken when needed") },
  { "amount", CLI_TEXT, G_STRUCT_OFFSET (Options, amount), "AMOUNT",
    N_ ("what is prescribed, like \"4 mg\"") },
  { "place", CLI_TEXT, G_STRUCT_OFFSET (Options, place), "PLACE", N_ ("where it is given") },
  { "site", CLI_TEXT, G_STRUCT_OFFSET (Options, site), "SITE",
    N_ ("where on the body, like \"left hip\"") },
  { "handle", CLI_TEXT, G_STRUCT_OFFSET (Options, handle), "HANDLE",
    N_ ("the short name of the course; default: that of the treatment") },
  { "custom", CLI_FLAG, G_STRUCT_OFFSET (Options, custom), NULL,
    N_ ("a medicine that is not in the catalog") },
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (Options, anyway), NULL,
    N_ ("add it although a safety check refused it") },
  { "reckon", CLI_TEXT, SCHEDULE (reckon), "given|plan",
    N_ ("count the interval from the day a dose was given (given) or always from the first date "
        "(plan)"),
    .choices = "given plan" },
  { "window", CLI_TEXT, SCHEDULE (window), "DAYS",
    N_ ("how far from its day a dose counts as on time, like 3d; default: one seventh of the "
        "interval, at least a day (this program's own choice)") },
  { "count", CLI_NUMBER, SCHEDULE (count), "N", N_ ("the course ends with dose N"), 1, 9999 },
  { "until", CLI_TEXT, SCHEDULE (until), "DATE", N_ ("the last day on which a dose is planned"),
    .choices = "today tomorrow" },
  { "per-day", CLI_NUMBER, SCHEDULE (per_day), "N",
    N_ ("radiation: sessions on each treatment day; default: 1"), 1, 4 },
  { "days", CLI_TEXT, SCHEDULE (days), "DAYS",
    N_ ("days of radiation (default: mon-fri) or of tablets (default: all), like mon,wed,fri"),
    .choices = "mon-fri all mon tue wed thu fri sat sun" },
  { "closed", CLI_TEXT, SCHEDULE (closed), "DATES",
    N_ (
      "days on which the clinic is closed, like 2026-12-25,2027-01-01..2027-01-06, or a file with "
      "them"),
    .choices = CLI_FILES },
  { "cycle", CLI_TEXT, SCHEDULE (cycle), "ON/OFF",
    N_ ("tablets: days on and days off, like 21/7") },
  { "gap", CLI_TEXT, SCHEDULE (gap), "HOURS",
    N_ ("as needed: the shortest time between two doses, like 6h") },
  { "max", CLI_TEXT, SCHEDULE (max), "N/day",
    N_ ("as needed: the most doses within 24 hours, like 3/day") },
  { "class", CLI_TEXT, G_STRUCT_OFFSET (Options, class_key), "CLASS",
    N_ ("with --custom: the kind of medicine, if the catalog has it, like bisphosphonate"),
    .choices = CLI_CLASSES },
  { NULL },
};

/* The treatment that was typed. */
typedef struct {
  const RgmTreatment *treatment;
  RgmTreatment *own; /* nullable: owns treatment, if that is not in the catalog */
  const char *name;  /* nullable: the name of the product, if the course is named after it */
  char *told;        /* nullable: what the product is, with the source */
  gboolean article;  /* the source is an article, not a label */
} Typed;

static void
typed_clear (Typed *typed)
{
  g_clear_pointer (&typed->own, rgm_treatment_free);
  g_clear_pointer (&typed->told, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

/* Makes @name a medicine of the user's own, of the class @class (nullable) as it was typed. */
static gboolean
take_own (const RgmCatalog *catalog, const char *name, const char *class, Typed *typed,
          GError **error)
{
  const char *class_key;

  typed->treatment = typed->own = rgm_treatment_new_custom (name, error);
  if (typed->own == NULL)
    return FALSE;
  if (class == NULL)
    return TRUE;
  class_key = rgm_catalog_class (catalog, class, error);
  if (class_key == NULL)
    return FALSE;
  g_free (typed->own->class_key);
  typed->own->class_key = g_strdup (class_key);
  return TRUE;
}

/* Looks up what the user typed: a treatment of the catalog, a brand of one, or with --custom a
 * medicine of the user's own. */
static gboolean
find_treatment (CliInvocation *invocation, Typed *typed, GError **error)
{
  const Options *given = invocation->options;
  const char *word = invocation->words->pdata[0], *name;
  const RgmCatalog *catalog = cli_catalog (invocation, error);
  const RgmBrand *brand = catalog != NULL ? rgm_catalog_brand (catalog, word, &name) : NULL;
  g_autoptr (GError) unknown = NULL;

  if (catalog == NULL)
    return FALSE;
  if (given->custom)
    return take_own (catalog, word, given->class_key, typed, error);
  if (given->class_key != NULL) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("--class can be used only with --custom: a treatment in the catalog already has a class"));
    return FALSE;
  }
  typed->treatment = rgm_catalog_find (catalog, word, &unknown);
  if (g_error_matches (unknown, RGM_ERROR, RGM_ERROR_OTHER_PRODUCT)) {
    g_propagate_error (error, g_steal_pointer (&unknown));
    return FALSE;
  }
  if (typed->treatment == NULL) {
    if (cli_fail_other_kind (invocation, error))
      return FALSE;
    if (error_has_trait (unknown, ERROR_ASKS))
      g_set_error (error, unknown->domain, unknown->code,
                   _ ("%s For a medicine of your own, add --custom"), unknown->message);
    else {
      g_autofree char *line = cli_add_own_line (invocation, word);

      g_set_error (error, unknown->domain, unknown->code,
                   _ ("%s; for a medicine of your own, add --custom, for example: %s"),
                   unknown->message, line);
    }
    return FALSE;
  }
  if (brand == NULL)
    return TRUE;
  typed->told = catalog_brand_text (catalog, brand, name);
  typed->article = brand->section != NULL;
  if (brand->fixed_times && given->schedule.times == NULL)
    return take_own (catalog, name, brand->class_key, typed, error);
  typed->name = brand->keeps_name ? name : NULL;
  return TRUE;
}

/* Finds the patient of the course, without creating a database. @patient: (out) (transfer full):
 * stays NULL if nobody is on record yet. */
static gboolean
find_patient (CliInvocation *invocation, RgmPatient **patient, GError **error)
{
  RgmSession session;

  return !cli_database_exists (invocation)
         || (cli_session (invocation, RGM_STORE_CREATE, CLI_NEEDS_CATALOG, &session, error)
             && cli_session_patient_or_nobody (&session, patient, error));
}

static gint
by_instant (gconstpointer a, gconstpointer b)
{
  const RgmGivenTime *first = a, *second = b;

  return (first->at > second->at) - (first->at < second->at);
}

/* Parses the list of dates in @text and appends them to @given. A date may be a day alone. */
static gboolean
read_dates (CliInvocation *invocation, const char *text, const RgmZone *zone, GArray *given,
            GError **error)
{
  g_auto (GStrv) dates = rgm_when_split (text, zone, invocation->now, RGM_WHEN_HAPPENED, error);

  for (char **date = dates; date != NULL && *date != NULL; date++) {
    RgmGivenTime time;

    if (!cli_parse_happened (invocation, *date, zone, &time, error))
      return FALSE;
    g_array_append_val (given, time);
  }
  return dates != NULL;
}

/* The doses of all --given options. Returns: (transfer full) (element-type RgmGivenTime): sorted by
 * time. */
static GArray *
read_given (CliInvocation *invocation, const RgmZone *zone, GError **error)
{
  const Options *typed = invocation->options;
  g_autoptr (GArray) given = g_array_new (FALSE, FALSE, sizeof (RgmGivenTime));

  for (guint i = 0; typed->given != NULL && i < typed->given->len; i++)
    if (!read_dates (invocation, typed->given->pdata[i], zone, given, error))
      return NULL;
  g_array_sort (given, by_instant);
  return g_steal_pointer (&given);
}

static gboolean
check_given (const RgmSchedule *schedule, const GArray *given, GError **error)
{
  if (given->len > 0 && schedule->kind == RGM_SCHEDULE_ONCE)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("--given cannot be used with --on; put the visit on record with \"regimen log\""));
  else if (given->len > 0 && schedule->kind == RGM_SCHEDULE_TIMES)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("--given cannot be used with --times: tablets are counted from the first planned one"));
  else
    return TRUE;
  return FALSE;
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

/* Puts the course on record. If there is no database yet, this is first tried on an empty record in
 * memory, so that a refused course does not leave an empty database behind. */
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

/* Lists every session of a radiation course, so that the user can compare them with the clinic's
 * list. */
static void
print_sessions (CliInvocation *invocation, const RgmCourse *course, const RgmZone *zone)
{
  g_autoptr (GArray) doses
    = rgm_course_doses (course, zone, invocation->now, rgm_day_new (2199, 12, 31));
  g_autoptr (GPtrArray) days = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = NULL;

  for (guint i = 0; i < doses->len; i++)
    g_ptr_array_add (days, cli_day_text (g_array_index (doses, RgmDose, i).target.day));
  list = cli_list_text ((const char *const *)days->pdata, days->len);
  cli_print_para (invocation, 2, _ ("Days: %s."), list);
}

static void
print_added (CliInvocation *invocation, const RgmCourse *course, const RgmZone *zone,
             const Typed *typed)
{
  const RgmSchedule *schedule = rgm_course_schedule (course);
  const char *const parts[] = { course_other_name (course), course->amount };
  g_autofree char *more = cli_list_text (parts, G_N_ELEMENTS (parts));
  g_autofree char *described = rgm_schedule_describe (schedule, rgm_unit_words (course->unit),
                                                      rgm_unit_words (course->units));

  if (*more != '\0')
    cli_print_para (invocation, 2, _ ("Added: %s (%s), %s."), course->handle, more, described);
  else
    cli_print_para (invocation, 2, _ ("Added: %s, %s."), course->handle, described);
  if (typed->told != NULL && typed->own != NULL)
    cli_print_para (invocation, 2,
                    _ ("According to product labels, %s. It was added as a medicine of your own, "
                       "because this program takes that name for tablets only when --times is "
                       "given. Your leaflet and your clinic know what applies to you."),
                    typed->told);
  else if (typed->told != NULL)
    cli_print_para (
      invocation, 2,
      typed->article
        ? _ ("According to the article, %s. Your leaflet and your clinic know what applies to you.")
        : _ ("According to product labels, %s. Your leaflet and your clinic know what applies to "
             "you."),
      typed->told);
  if (course->anyway != NULL)
    cli_print_para (
      invocation, 2,
      _ ("The record says that it was added anyway, and what the safety check said."));
  if (course->administrations->len > 0) {
    guint count = course->administrations->len;
    g_autoptr (GPtrArray) dates = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *list = NULL;

    for (guint i = 0; i < count; i++)
      g_ptr_array_add (dates, rgm_administration_when (course->administrations->pdata[i], zone));
    list = cli_list_text ((const char *const *)dates->pdata, count);
    cli_print_para (invocation, 2,
                    P_ ("%u dose given before is on record: %s.",
                        "%u doses given before are on record: %s.", count),
                    count, list);
  }
  if (schedule->kind == RGM_SCHEDULE_FRACTIONS)
    print_sessions (invocation, course, zone);
}

/* Prints which fixed times count as missed, because they were before the course was entered. */
static void
print_missed (CliInvocation *invocation, const RgmCourse *course, const RgmZone *zone,
              const RgmDose *next)
{
  g_autofree char *when = NULL, *day = NULL, *last = NULL;
  RgmDose first, before;

  if (!next->slot || next->number < 2
      || !rgm_course_dose (course, 1, zone, invocation->now, &first, NULL)
      || !rgm_course_dose (course, next->number - 1, zone, invocation->now, &before, NULL)
      || first.state != RGM_DOSE_MISSED || before.state != RGM_DOSE_MISSED)
    return;
  when = cli_local_text (first.target);
  day = rgm_day_format (first.target.day);
  last = cli_local_text (before.target);
  if (next->number == 2)
    cli_print_para (invocation, 2,
                    _ ("Dose %s/1, of %s, counts as missed. If it was taken: regimen log %s/1 --at "
                       "%s"),
                    course->handle, when, course->handle, day);
  else
    cli_print_para (
      invocation, 2,
      _ ("Doses 1 to %d, from %s to %s, count as missed. If they were taken, log each "
         "one: regimen log %s/1 --at %s"),
      next->number - 1, when, last, course->handle, day);
}

/* Prints the next dose, and the command that the user most likely needs next. */
static void
print_next (CliInvocation *invocation, const RgmCourse *course, const RgmZone *zone,
            const RgmDose *next)
{
  const Options *given = invocation->options;
  g_autofree char *day = rgm_day_format (next->target.day);
  RgmLocal now = rgm_zone_to_local (zone, invocation->now), last;
  int hour = MAX (now.second / 3600 + 1, 10); /* an appointment today must be later than now */
  gboolean today = next->target.day == now.day;

  cli_print_next (invocation, course, next, zone);
  print_missed (invocation, course, zone, next);
  if (given->schedule.first == NULL && schedule_has_passed (rgm_course_schedule (course), now)
      && course_last_before (course, zone, &last)) {
    g_autofree char *when = cli_local_text (last), *typed = course_slot_typed (course, last);

    cli_print_para (invocation, 2,
                    _ ("If the dose of %s was taken already: regimen log %s --at \"%s\""), when,
                    course->handle, typed);
  }
  if (!next->slot && next->target.day < now.day)
    cli_print_para (invocation, 2, _ ("If it was given then: regimen log %s --at %s"),
                    course->handle, day);
  else if (today && hour > 23 && rgm_dose_is_to_book (next, course)) /* no full hour is left */
    cli_print_para (invocation, 2, _ ("When you have the appointment: regimen book %s DAY TIME"),
                    course->handle);
  else if (rgm_dose_is_to_book (next, course)) {
    g_autofree char *example = today ? g_strdup_printf ("%s %02d:00", day, hour)
                                     : dose_booking_example (next, next->target.day);

    cli_print_para (invocation, 2, _ ("When you have the appointment: regimen book %s \"%s\""),
                    course->handle, example);
  }
}

/* Prints each active course that @course may repeat by mistake, and the command that takes @course
 * back. Prints nothing if a safety check has asked about that already. */
static void
print_repeated (CliInvocation *invocation, const RgmCourse *course, const RgmZone *zone)
{
  RgmCourseQuery open = { .patient_id = course->patient_id,
                          .now = invocation->now,
                          .since = RGM_INSTANT_NONE,
                          .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (invocation->store, &open, NULL);

  for (guint i = 0; course->anyway == NULL && courses != NULL && i < courses->len; i++) {
    const RgmCourse *other = courses->pdata[i];
    RgmCourseState state = rgm_course_state (other, zone, invocation->now);
    g_autofree char *schedule = rgm_schedule_describe (
      rgm_course_schedule (other), rgm_unit_words (other->unit), rgm_unit_words (other->units));
    const char *const parts[] = { schedule, other->site };
    g_autofree char *what = cli_list_text (parts, G_N_ELEMENTS (parts));

    if (!course_repeats (course, other)
        || (state != RGM_COURSE_ACTIVE && state != RGM_COURSE_PAUSED))
      continue;
    if (course->administrations->len > 0)
      cli_print_para (invocation, 2,
                      _ ("On record already: %s (%s). If the new course is the same one, take it "
                         "back: regimen undo"),
                      other->handle, what);
    else
      cli_print_para (invocation, 2,
                      _ ("On record already: %s (%s). If the new course is the same one, take it "
                         "back: regimen remove %s"),
                      other->handle, what, course->handle);
  }
}

static void
print_json (CliInvocation *invocation, const RgmPatient *patient, const RgmCourse *course,
            const RgmZone *zone, const Typed *typed, const RgmDose *next)
{
  g_autofree char *schedule = rgm_schedule_describe (
    rgm_course_schedule (course), rgm_unit_words (course->unit), rgm_unit_words (course->units));
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  const char *name = patient != NULL ? patient->name : NULL;
  CliJson json;

  cli_json_begin (&json);
  cli_json_text (&json, "patient", name);
  cli_json_text (&json, "handle", course->handle);
  cli_json_text (&json, "uid", course->uid);
  cli_json_text (&json, "treatment", course->treatment_key);
  cli_json_text (&json, "product", typed->told);
  cli_json_text (&json, "schedule", schedule);
  cli_json_text (&json, "anyway", course->anyway);
  cli_json_dose (&json, "next", name, course, next, zone);
  cli_json_open_array (&json, "suggested");
  cli_json_suggestions (&json, invocation->catalog, course, none);
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
}

/* The command line with "--anyway", and with an example of what is missing. Returns: (transfer
 * full) (nullable). */
static char *
line_anyway (CliInvocation *invocation)
{
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();
  char **typed = invocation->joined, *lines;

  g_strv_builder_addv (arguments, (const char **)typed);
  g_strv_builder_add (arguments, "--anyway");
  invocation->joined = g_strv_builder_end (arguments);
  lines = cli_add_lines (invocation, invocation->words->pdata[0]);
  g_strfreev (invocation->joined);
  invocation->joined = typed;
  return lines;
}

/* If @error says that the schedule is missing, but a safety check would refuse the medicine anyway,
 * replaces @error by that refusal. Otherwise the user would type a schedule only to be refused
 * then. */
static void
refuse_first (CliInvocation *invocation, const Typed *typed, GError **error)
{
  const Options *given = invocation->options;
  g_autoptr (GError) refusal = NULL;
  RgmSession session;

  if (given->anyway || cli_schedule_is_given (&given->schedule) || error == NULL
      || !g_error_matches (*error, RGM_ERROR, RGM_ERROR_USAGE) || !cli_database_exists (invocation)
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_CATALOG, &session, NULL)
      || rgm_record_check_add (&session, typed->treatment, typed->name, &refusal)
      || !g_error_matches (refusal, RGM_ERROR, RGM_ERROR_REFUSED))
    return;
  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&refusal));
  invocation->anyway = line_anyway (invocation);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (Typed) typed = { 0 };
  g_autoptr (RgmSchedule) schedule = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmCourse) course = NULL;
  g_autoptr (GArray) given_before = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autofree char *amount = NULL;
  const RgmZone *zone;
  gboolean has_next;
  RgmDose next;

  if (!find_treatment (invocation, &typed, error)
      || !cli_parse_amount (invocation, given->amount, &amount, error)
      || !find_patient (invocation, &patient, error)
      || (zone = cli_patient_zone (invocation, patient, error)) == NULL
      || (given_before = read_given (invocation, zone, error)) == NULL)
    return FALSE;
  schedule = cli_schedule_read (invocation, &given->schedule, typed.treatment, zone,
                                given_before->len == 0, error);
  if (schedule == NULL || !check_given (schedule, given_before, error)) {
    refuse_first (invocation, &typed, error);
    return FALSE;
  }
  course = add (invocation,
                &(RgmAddRequest){ .treatment = typed.treatment,
                                  .name = typed.name,
                                  .schedule = schedule,
                                  .handle = given->handle,
                                  .amount = amount,
                                  .place = given->place,
                                  .site = given->site,
                                  .given = given_before->len > 0 ? given_before : NULL },
                error);
  /* The first course puts a patient on record. */
  if (course == NULL || (patient == NULL && !find_patient (invocation, &patient, error)))
    return FALSE;

  cli_name_person (invocation, patient);
  has_next = rgm_course_next (course, zone, invocation->now, &next);
  if (invocation->globals.json) {
    print_json (invocation, patient, course, zone, &typed, has_next ? &next : NULL);
    return TRUE;
  }
  print_added (invocation, course, zone, &typed);
  if (has_next)
    print_next (invocation, course, zone, &next);
  print_repeated (invocation, course, zone);
  none = g_ptr_array_new ();
  cli_print_suggestions (invocation, course, none);
  return TRUE;
}

const CliCommand cli_command_add = {
  .name = "add",
  .summary = N_ ("start a course of a treatment"),
  .arguments = "TREATMENT [SCHEDULE] --first DATE",
  .details = N_ (
    "Puts a course on record: a treatment of the catalog (\"regimen catalog\"), or a medicine of "
    "your own with --custom, and when its doses are planned. SCHEDULE is --every PERIOD for a dose "
    "at an interval, --fractions N for radiation sessions, --on DATE for one visit, --times for "
    "tablets at fixed times, or --as-needed for a medicine that is taken when needed. Without one, "
    "the usual interval of the treatment is taken if the catalog has it.\n\n"
    "An interval outside the range that the catalog's source gives is refused with exit status 3, "
    "and so is a medicine that the source describes as used in place of one that is active, or a "
    "second one of the same kind; for a medicine of your own, --class says its kind, unless the "
    "name of the product does. A first date whose window has passed is refused, too, because doses "
    "may have been given before. --anyway adds it if that is what was prescribed, and the record "
    "keeps what the check said.\n\n"
    "Doses that were given before this program was used are entered with --given, with commas "
    "between their dates: they are on record as dose 1, 2 and so on, and the next one counts from "
    "the last of them unless --first says when it is. The day is enough, without a time.\n\n"
    "The window of a dose (--window) is this program's own default, not a medical rule. Amounts "
    "are kept as typed, but \"µg\" and \"U\" are rewritten to mcg and units, which cannot be "
    "misread."),
  .examples
  = "regimen add zoledronic-acid --every 4w --first 2026-12-01\n"
    "regimen add denosumab --first tomorrow\n"
    "regimen add radiation --fractions 10 --first \"2026-12-07 14:00\" --closed 2026-12-16\n"
    "regimen add bone-scan --on \"2026-12-03 09:30\" --place \"nuclear medicine\"\n"
    "regimen add denosumab --given 1 Sep, 29 Sep, 27 Oct\n"
    "regimen add \"My tablets\" --custom --times 08:00,20:00 --amount \"1 tablet\"\n"
    "regimen add \"My drops\" --custom --as-needed --gap 6h --max 3/day\n"
    "regimen add \"My capsule\" --custom --every 1w --first mon\n"
    "regimen add \"My medicine\" --custom --class bisphosphonate --every 4w --first mon",
  .word = CLI_WORD_TREATMENT,
  .min_words = 1,
  .max_words = 1,
  .json = TRUE,
  .refused = N_ ("If this is what was prescribed, repeat with --anyway"),
  .options = options,
  .usual_options = 13, /* up to "anyway" */
  .options_size = sizeof (Options),
  .run = run,
};
