/* regimen lab: puts laboratory values on record, and shows them. */
#include "base/i18n.h"
#include "base/text.h"
#include "cli/print/catalog-json.h"
#include "cli/print/entry-text.h"

#include <string.h>

typedef struct {
  const char *range;
  const char *at;
  const char *note;
} Options;

static const CliOption options[] = {
  { "range", CLI_TEXT, G_STRUCT_OFFSET (Options, range), "LOW-HIGH",
    N_ (
      "the range that the laboratory gives with the value, in the same unit, like \"2.20-2.60\"") },
  { "at", CLI_TEXT, G_STRUCT_OFFSET (Options, at), "DATE",
    N_ ("when it was measured; default: now; \"yesterday\", or a day with a time"),
    .choices = "now today yesterday", .also = "on" },
  { "note", CLI_TEXT, G_STRUCT_OFFSET (Options, note), "TEXT", N_ ("anything to remember") },
  { NULL },
};

/* ---- putting a value on record ---- */

static void
print_written (CliInvocation *invocation, const RgmObservation *entry, const RgmZone *zone,
               const RgmMeasure *measure)
{
  g_autofree char *text = cli_entry_text (entry, zone), *name = text_shell_word (entry->name);

  cli_print_para (invocation, 2, _ ("On record: %s. (To take it back: regimen undo)"),
                  cli_as_written (invocation, text));
  cli_entry_print_outside (invocation, entry);
  cli_print_para (invocation, 2,
                  measure != NULL
                    ? _ ("All values, and what sources say about the test: regimen lab %s")
                    : _ ("All values: regimen lab %s"),
                  name);
}

static gboolean
put_on_record (CliInvocation *invocation, const RgmTyped *typed, GError **error)
{
  const Options *given = invocation->options;
  g_autofree char *low = NULL, *high = NULL;
  const char *at;
  g_autoptr (RgmObservation) entry = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (GPtrArray) remarks
    = typed->measure != NULL ? rgm_measure_remarks (invocation->catalog, typed->measure) : NULL;
  RgmSession session;
  CliJson json;

  if (!cli_entry_details (typed, given->at, given->range, &at, &low, &high, error))
    return FALSE;
  RgmObservationRequest request = { .kind = RGM_OBSERVATION_LAB,
                                    .name = typed->name,
                                    .value = typed->value,
                                    .unit = typed->unit,
                                    .low = low,
                                    .high = high,
                                    .note = given->note };
  entry = cli_entry_record (invocation, &request, at, &session, &patient, error);
  if (entry == NULL)
    return FALSE;
  if (!invocation->globals.json) {
    print_written (invocation, entry, rgm_patient_zone (patient, NULL),
                   remarks != NULL && remarks->len > 0 ? typed->measure : NULL);
    return TRUE;
  }
  cli_json_begin (&json);
  cli_json_entry (&json, "entry", entry, patient->name);
  cli_print_json (invocation, &json);
  return TRUE;
}

/* ---- lists ---- */

static void
print_table (CliInvocation *invocation, const GPtrArray *entries, const RgmZone *zone)
{
  const char *heading[]
    = { _ ("TEST"), _ ("WHEN"), _ ("VALUE"), _ ("RANGE"), _ ("ENTRY"), _ ("NOTE"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);

  for (guint i = 0; i < entries->len; i++) {
    const RgmObservation *entry = entries->pdata[i];
    g_autofree char *when = rgm_observation_when (entry, zone), *id = cli_entry_id (entry);
    g_autofree char *value = cli_entry_value (entry);
    g_autofree char *range
      = entry->low != NULL ? g_strdup_printf ("%s-%s", entry->low, entry->high) : NULL;
    const char *const parts[] = { cli_entry_outside (entry), entry->note };
    g_autofree char *note = cli_list_text (parts, G_N_ELEMENTS (parts));
    const char *const cells[] = { entry->name, when, value, range, id, note };

    cli_table_add (table, CLI_PLAIN, cells);
  }
  cli_table_print (table, invocation->out, &invocation->screen);
}

static void
json_entries (CliJson *json, const GPtrArray *entries, const RgmPatient *patient)
{
  for (guint i = 0; i < entries->len; i++)
    cli_json_entry (json, NULL, entries->pdata[i], patient != NULL ? patient->name : NULL);
}

static void
print_nothing (CliInvocation *invocation)
{
  g_autofree char *lines = rgm_measure_examples (invocation->catalog, RGM_OBSERVATION_LAB);

  lines[strcspn (lines, "\n")] = '\0';
  cli_print_para (invocation, 2,
                  _ ("No value of a laboratory is on record yet. To begin, for example: %s"),
                  lines);
}

/* Lists the latest value of each test. */
static gboolean
list_latest (CliInvocation *invocation, GError **error)
{
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  guint count = 0;
  RgmSession session;
  CliJson json;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_SOME_CATALOG, &session, error)
      || !cli_session_viewed (&session, FALSE, &people, error))
    return FALSE;
  for (guint i = 0; i < people->len; i++) {
    GPtrArray *latest = rgm_store_latest_observations (
      session.store, ((const RgmPatient *)people->pdata[i])->id, RGM_OBSERVATION_LAB, error);
    if (latest == NULL)
      return FALSE;
    g_ptr_array_add (all, latest);
    count += latest->len;
  }
  cli_name_people (invocation, people);
  cli_json_begin (&json);
  cli_json_open_array (&json, "entries");
  for (guint i = 0; i < all->len; i++) {
    const GPtrArray *latest = all->pdata[i];
    if (invocation->globals.json)
      json_entries (&json, latest, people->pdata[i]);
    else if (latest->len > 0) {
      if (all->len > 1)
        cli_print_heading (invocation, CLI_STRONG, ((const RgmPatient *)people->pdata[i])->name);
      print_table (invocation, latest, cli_patient_zone (invocation, people->pdata[i], NULL));
    }
  }
  cli_json_close_array (&json);
  if (invocation->globals.json)
    cli_print_json (invocation, &json);
  else {
    g_string_free (json.text, TRUE);
    if (count == 0)
      print_nothing (invocation);
  }
  return TRUE;
}

static void
json_test (CliInvocation *invocation, const RgmPatient *patient, const GPtrArray *entries,
           const GArray *given, const RgmZone *zone, const RgmMeasure *measure)
{
  const RgmCatalog *catalog = invocation->catalog;
  g_autoptr (GPtrArray) remarks
    = measure != NULL ? rgm_measure_remarks (catalog, measure) : g_ptr_array_new ();
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_array (&json, "entries");
  json_entries (&json, entries, patient);
  cli_json_close_array (&json);
  cli_json_given (&json, given, zone);
  cli_json_open_array (&json, "remarks");
  for (guint i = 0; i < remarks->len; i++) {
    const RgmRemark *remark = remarks->pdata[i];
    cli_json_open_object (&json, NULL);
    cli_json_text (&json, "text", remark->text);
    cli_json_source (&json, "source", catalog, remark->source, remark->section);
    cli_json_close_object (&json);
  }
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
}

/* Prints that no value of the test @typed is on record, and how to enter one. */
static void
print_no_value (CliInvocation *invocation, const RgmTyped *typed)
{
  g_autofree char *word = text_shell_word (typed->name);
  const RgmMeasure *measure = typed->measure;
  const char *unit = measure != NULL && measure->units->len > 0
                       ? ((const RgmUnit *)measure->units->pdata[0])->name
                       : NULL;

  if (unit != NULL)
    cli_print_para (invocation, 2,
                    _ ("No value of %s is on record yet. It is typed with its unit, as the "
                       "laboratory gives it: regimen lab %s VALUE %s"),
                    typed->name, word, unit);
  else
    cli_print_para (invocation, 2,
                    _ ("No value of %s is on record. A value is typed like this: regimen lab %s "
                       "VALUE UNIT"),
                    typed->name, word);
}

/* Prints all values of one test, a graph of them, and what the sources say about the test. */
static gboolean
show_test (CliInvocation *invocation, const RgmTyped *typed, GError **error)
{
  g_autofree char *key = rgm_observation_key (typed->name), *remarks = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (GPtrArray) entries = NULL, courses = NULL;
  g_autoptr (GArray) given = NULL;
  const RgmZone *zone;
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_SOME_CATALOG | CLI_NEEDS_SETTINGS,
                    &session, error)
      || !cli_session_patient_or_nobody (&session, &patient, error)
      || (zone = cli_patient_zone (invocation, patient, error)) == NULL)
    return FALSE;
  RgmObservationQuery query = { .patient_id = patient != NULL ? patient->id : 0,
                                .kind = RGM_OBSERVATION_LAB,
                                .key = key,
                                .since = RGM_INSTANT_NONE };
  entries = rgm_store_observations (session.store, &query, error);
  if (entries == NULL)
    return FALSE;
  courses = g_ptr_array_new ();
  if (entries->len > 0 && !cli_is_private (invocation, &session)) {
    RgmInstant since = ((const RgmObservation *)entries->pdata[0])->at - 2 * 86400;
    g_ptr_array_unref (courses);
    courses = given_doses_load (&session, patient, since, error);
    if (courses == NULL)
      return FALSE;
  }
  cli_name_person (invocation, patient);
  if (invocation->globals.json) {
    given
      = entries->len > 0
          ? given_doses_between (courses, zone, ((const RgmObservation *)entries->pdata[0])->day,
                                 rgm_zone_day (zone, session.now))
          : NULL;
    json_test (invocation, patient, entries, given, zone, typed->measure);
    return TRUE;
  }
  if (entries->len == 0)
    print_no_value (invocation, typed);
  else {
    print_table (invocation, entries, zone);
    cli_entry_print_trend (invocation, entries, courses, zone, typed->measure);
  }
  remarks = typed->measure != NULL ? rgm_measure_remarks_text (invocation->catalog, typed->measure,
                                                               invocation->screen.width)
                                   : g_strdup ("");
  if (*remarks != '\0')
    cli_print (invocation, "\n%s", remarks);
  return TRUE;
}

/* ---- the command ---- */

/* Whether a value or a check with the name @typed is on record. In that case all of @typed is the
 * name, even if it ends like a value, as "CA 125" does. */
static gboolean
is_on_record (CliInvocation *invocation, const char *typed)
{
  g_autofree char *key = rgm_observation_key (typed);
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmObservation) last = NULL;
  RgmSession session;

  if (!cli_database_exists (invocation)
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL))
    return FALSE;
  patient = rgm_session_patient (&session, NULL);
  last
    = patient != NULL ? rgm_store_last_observation (session.store, patient->id, key, NULL) : NULL;
  cli_session_close (invocation);
  return last != NULL;
}

/* Parses @text, all words together. If that fails, the first word is tried as the name: in lab
 * "interleukin 6" 12 pg/mL, the quotes show that the 6 belongs to the name. Returns: (transfer
 * full): NULL with @error set. */
static RgmTyped *
parse_words (const CliInvocation *invocation, const char *text, GError **error)
{
  const char *name = invocation->words->pdata[0], *blank = strchr (name, ' ');
  g_autofree char *rest = cli_entry_words (invocation, 1);
  g_autoptr (GError) problem = NULL;
  RgmTyped *typed = rgm_lab_parse (invocation->catalog, text, &problem);

  if (typed == NULL && blank != NULL && strpbrk (blank, G_CSET_DIGITS) != NULL && *rest != '\0')
    typed = rgm_value_parse (invocation->catalog, RGM_OBSERVATION_LAB, name, NULL, rest, NULL);
  if (typed == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return typed;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_autofree char *text = cli_entry_words (invocation, 0);
  g_autoptr (RgmTyped) typed = NULL;
  g_autofree char *word = NULL, *low = NULL, *high = NULL;

  /* --range is checked before the words, because "--range 2.2 - 2.6" leaves parts of the range
   * among them */
  if (cli_catalog_at_least (invocation, error) == NULL
      || (given->range != NULL && !rgm_range_parse (given->range, &low, &high, error)))
    return FALSE;
  if (*text != '\0' && is_on_record (invocation, text)) {
    typed = g_new0 (RgmTyped, 1);
    typed->name = g_strdup (text);
    typed->measure = rgm_measure_find (invocation->catalog, RGM_OBSERVATION_LAB, text);
  } else if (*text != '\0') {
    typed = parse_words (invocation, text, error);
    if (typed == NULL)
      return FALSE;
  }
  if (typed != NULL && typed->value != NULL)
    return put_on_record (invocation, typed, error);
  if (given->range != NULL || given->at != NULL || given->note != NULL
      || (typed != NULL && (typed->at != NULL || typed->low != NULL))) {
    word = text_shell_word (typed != NULL ? typed->name : "NAME");
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("a date, --range and --note belong to a value: regimen lab %s VALUE UNIT"),
                 word);
    return FALSE;
  }
  return typed != NULL ? show_test (invocation, typed, error) : list_latest (invocation, error);
}

static char *
examples (const RgmCatalog *catalog)
{
  return rgm_measure_examples (catalog, RGM_OBSERVATION_LAB);
}

const CliCommand cli_command_lab = {
  .name = "lab",
  .summary = N_ ("put on record what a laboratory found, or list it"),
  .arguments = "[NAME [VALUE UNIT]]",
  .details = N_ (
    "Puts a value of a laboratory on record, under any name. The value and its unit are kept as "
    "they are typed; nothing is converted. \"<0.5\" needs quotes, because the shell gives \"<\" "
    "another meaning. The range that the laboratory gives and the day may follow, or be typed with "
    "--range and --at. All that the program says about a value is whether it is outside the range "
    "that was entered with it.\n\n"
    "Without words it lists the latest value of each test. With a name it lists all values of that "
    "test and draws them over time, with the doses marked; values in different units are drawn "
    "apart. If sources say something about the test, that follows, each with its source.\n\n"
    "\"regimen amend lab/N\" corrects a value, and \"regimen remove lab/N\" takes it out."),
  .catalog_examples = examples,
  .examples = "regimen lab",
  .word = CLI_WORD_MEASURE,
  .max_words = 30,
  .json = TRUE,
  .paged = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
