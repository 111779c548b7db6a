/* regimen feel: puts on record what the person noticed, and lists it together with the doses. */
#include "base/i18n.h"
#include "base/text.h"
#include "cli/print/entry-text.h"
#include "cli/print/signs-text.h"

#include <string.h>

/* LISTED_DAYS: how many days "regimen feel" lists. NAMED_DAYS: for how many days after a dose an
 * entry still mentions it. */
enum { LISTED_DAYS = 14, NAMED_DAYS = 90 };

typedef struct {
  const char *at;
  const char *site;
  const char *note;
  gboolean trend;
  gboolean full;
  gboolean all;
} Options;

static const CliOption options[] = {
  { "site", CLI_TEXT, G_STRUCT_OFFSET (Options, site), "SITE",
    N_ ("where on the body, like \"lower back\"") },
  { "at", CLI_TEXT, G_STRUCT_OFFSET (Options, at), "TIME",
    N_ ("when it was noticed; default: now; \"yesterday 18:30\", or the day alone"),
    .choices = "now today yesterday", .also = "on" },
  { "note", CLI_TEXT, G_STRUCT_OFFSET (Options, note), "TEXT",
    N_ ("anything to remember; it is looked up too") },
  { "trend", CLI_FLAG, G_STRUCT_OFFSET (Options, trend), NULL,
    N_ ("draw the values of WHAT over time, with the doses marked") },
  { "full", CLI_FLAG, G_STRUCT_OFFSET (Options, full), NULL,
    N_ ("print everything that the lists say, even if it was printed lately") },
  { "all", CLI_FLAG, G_STRUCT_OFFSET (Options, all), NULL,
    N_ ("list everything, not only the last 14 days") },
  { NULL },
};

/* ---- one entry ---- */

/* What is printed about a new entry. */
typedef struct {
  const RgmObservation *entry;
  const RgmPatient *patient;
  const RgmZone *zone;
  GPtrArray *courses; /* of RgmCourse; owned */
  GPtrArray *treatments;
  GPtrArray *contacts;
  GArray *given;   /* of GivenDose: doses before the entry */
  gboolean hidden; /* private mode: doses, treatments and contacts are left out */
  char *looked_up; /* nullable: the words that are looked up in the lists */
  gboolean lately; /* an entry of the last LISTED_DAYS days had the same result in the lists */
  RgmSigns *signs; /* nullable */
} Told;

static void
told_clear (Told *told)
{
  g_clear_pointer (&told->given, g_array_unref);
  g_clear_pointer (&told->treatments, g_ptr_array_unref);
  g_clear_pointer (&told->courses, g_ptr_array_unref);
  g_clear_pointer (&told->contacts, g_ptr_array_unref);
  g_clear_pointer (&told->signs, rgm_signs_free);
  g_clear_pointer (&told->looked_up, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Told, told_clear)

/* The words of @entry that are looked up in the lists. If its value is "none", only its note is.
 * Returns: (transfer full) (nullable). */
static char *
looked_up (const RgmObservation *entry)
{
  gboolean none = rgm_value_is_none (entry->value);
  const char *const parts[] = { none ? NULL : entry->name, none ? NULL : entry->site, entry->note };
  g_autofree char *list = cli_list_text (parts, G_N_ELEMENTS (parts));

  return *list != '\0' ? g_steal_pointer (&list) : NULL;
}

/* Whether an earlier entry of the last LISTED_DAYS days gave the same result in the lists as
 * @entry. */
static gboolean
was_told_lately (const RgmSession *session, const RgmObservation *entry, const RgmSigns *signs)
{
  RgmObservationQuery query = { .patient_id = entry->patient_id,
                                .kind = RGM_OBSERVATION_FELT,
                                .key = entry->key,
                                .since = entry->at - LISTED_DAYS * G_GINT64_CONSTANT (86400) };
  g_autoptr (GPtrArray) entries = rgm_store_observations (session->store, &query, NULL);

  for (guint i = 0; entries != NULL && i < entries->len; i++) {
    const RgmObservation *other = entries->pdata[i];
    g_autofree char *words = NULL;
    g_autoptr (RgmSigns) before = NULL;

    if (other->number == entry->number || other->at > entry->at
        || (words = looked_up (other)) == NULL)
      continue;
    before = rgm_signs_find (session->catalog, words);
    if (rgm_signs_same (before, signs))
      return TRUE;
  }
  return FALSE;
}

/* Whether treatments and contacts are left out: the user wants it so, or what the user wants is not
 * known. The entry is on record already, so unreadable settings are only noted. */
static gboolean
is_hidden (CliInvocation *invocation)
{
  g_autoptr (GError) problem = NULL;
  RgmSession session;

  if (cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_SETTINGS, &session, &problem))
    return cli_is_private (invocation, &session);
  cli_note (invocation, _ ("The settings cannot be read, so no treatment is named: %s"),
            problem->message);
  return TRUE;
}

/* Loads what is printed about @entry. In private mode the doses, treatments and contacts of the
 * person are left out. */
static gboolean
tell (CliInvocation *invocation, const RgmSession *session, const RgmPatient *patient,
      const RgmObservation *entry, Told *told, GError **error)
{
  const gint64 days = (gint64)(NAMED_DAYS + 1) * 86400;

  told->entry = entry;
  told->patient = patient;
  told->hidden = is_hidden (invocation);
  told->zone = rgm_patient_zone (patient, error);
  if (told->zone == NULL)
    return FALSE;
  told->courses = given_doses_load (session, patient, entry->at - days, error);
  if (told->courses == NULL)
    return FALSE;
  told->contacts = rgm_store_contacts (session->store, patient->id, error);
  if (told->contacts == NULL)
    return FALSE;
  if (told->hidden) {
    g_ptr_array_set_size (told->courses, 0);
    g_ptr_array_set_size (told->contacts, 0);
  }
  told->treatments = g_ptr_array_new ();
  for (guint i = 0; i < told->courses->len; i++) {
    const RgmCourse *course = told->courses->pdata[i];
    const RgmTreatment *treatment = rgm_catalog_lookup (session->catalog, course->treatment_key);
    if (treatment != NULL)
      g_ptr_array_add (told->treatments, (gpointer)treatment);
  }
  told->given = given_doses_before (told->courses, told->zone, entry, NAMED_DAYS);
  told->looked_up = looked_up (entry);
  if (told->looked_up != NULL)
    told->signs = rgm_signs_find (session->catalog, told->looked_up);
  told->lately = told->signs != NULL && was_told_lately (session, entry, told->signs);
  return TRUE;
}

static void
print_written (CliInvocation *invocation, const Told *told)
{
  g_autofree char *text = cli_entry_text (told->entry, told->zone);
  g_autofree char *given = cli_entry_doses_text (told->entry, told->given);

  cli_print_para (invocation, 2, _ ("On record: %s. (To take it back: regimen undo)"),
                  cli_as_written (invocation, text));
  if (given != NULL)
    cli_print_para (invocation, 2, _ ("That is %s."), given);
}

/* Prints a short form, because the user has seen the full text lately. Returns: FALSE if there is
 * no short form. */
static gboolean
print_brief (CliInvocation *invocation, const Told *told, const char *to_call)
{
  g_autofree char *brief
    = rgm_signs_text_brief (told->signs, invocation->catalog, invocation->screen.width);
  g_autofree char *word = text_shell_word (told->looked_up);

  if (brief == NULL)
    return FALSE;
  if (to_call != NULL && *to_call != '\0')
    cli_print (invocation, "%s", to_call);
  cli_print (invocation, "%s", brief);
  cli_print_para (invocation, 2, _ ("In full, and the source: regimen signs %s"), word);
  return TRUE;
}

/* Prints the new entry and, if there is anything to look up, what the lists say about it and whom
 * to call. If the first lines have scrolled off the screen, they are printed again at the end. */
static void
print_told (CliInvocation *invocation, const Told *told)
{
  int width = invocation->screen.width;
  g_autofree char *contacts = rgm_contacts_text (told->contacts, RGM_CONTACT_URGENT, width);
  const char *to_call = cli_as_written (invocation, contacts);
  g_autofree char *text = NULL;

  print_written (invocation, told);
  if (told->signs == NULL)
    return;
  if (told->lately && !((const Options *)invocation->options)->full
      && print_brief (invocation, told, to_call))
    return;
  cli_print (invocation, "%s", "");
  if (!rgm_signs_found (told->signs))
    cli_print_not_found (invocation, told->looked_up);
  text = rgm_signs_text (told->signs, invocation->catalog,
                         told->treatments->len > 0 ? told->treatments : NULL, to_call, width);
  cli_print (invocation, "%s", text);
  if (!told->hidden && told->contacts->len == 0 && told->signs->conditions->len > 0)
    cli_print_no_contact (invocation);
  if (invocation->screen.height > 0
      && text_lines (invocation->out->str) > invocation->screen.height) {
    cli_print (invocation, "%s", "");
    print_written (invocation, told);
  }
}

static void
json_told (CliInvocation *invocation, const Told *told)
{
  CliJson json;

  cli_json_begin (&json);
  cli_json_entry (&json, "entry", told->entry, told->patient->name);
  cli_json_given (&json, told->given, told->zone);
  cli_json_text (&json, "looked_up", told->looked_up);
  if (told->signs != NULL) {
    cli_json_open_object (&json, "signs");
    cli_json_signs_members (&json, invocation->catalog, told->signs, told->treatments);
    cli_json_close_object (&json);
  } else
    cli_json_text (&json, "signs", NULL);
  cli_json_open_array (&json, "call");
  cli_json_to_call (&json, told->contacts, told->patient->name);
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
}

static gboolean
put_on_record (CliInvocation *invocation, const char *typed, GError **error)
{
  const Options *given = invocation->options;
  g_autoptr (RgmTyped) parsed = rgm_felt_parse (invocation->catalog, typed, error);
  g_autoptr (RgmObservation) entry = NULL;
  g_autoptr (RgmPatient) patient = NULL;
  g_auto (Told) told = { 0 };
  g_autofree char *low = NULL, *high = NULL;
  const char *at;
  RgmSession session;

  if (parsed == NULL || !cli_entry_details (parsed, given->at, NULL, &at, &low, &high, error))
    return FALSE;
  RgmObservationRequest request = { .kind = RGM_OBSERVATION_FELT,
                                    .name = parsed->name,
                                    .value = parsed->value,
                                    .unit = parsed->unit,
                                    .site = given->site,
                                    .note = given->note };
  entry = cli_entry_record (invocation, &request, at, &session, &patient, error);
  if (entry == NULL || !tell (invocation, &session, patient, entry, &told, error))
    return FALSE;
  if (invocation->globals.json)
    json_told (invocation, &told);
  else
    print_told (invocation, &told);
  return TRUE;
}

/* ---- the list ---- */

/* The entries of one person in a range of days, and the doses of these days. */
typedef struct {
  RgmPatient *patient;
  const RgmZone *zone;
  GPtrArray *entries; /* of RgmObservation, oldest first */
  GPtrArray *courses; /* of RgmCourse */
  GArray *given;      /* of GivenDose */
} Days;

static void
days_free (gpointer data)
{
  Days *days = data;

  g_clear_pointer (&days->given, g_array_unref);
  g_clear_pointer (&days->courses, g_ptr_array_unref);
  g_clear_pointer (&days->entries, g_ptr_array_unref);
  g_free (days);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Days, days_free)

/* Loads entries and doses up to today. @key: (nullable): only entries with this key. @from: the
 * first day; RGM_NO_DAY: all entries. Returns: (transfer full). */
static Days *
load_days (const CliInvocation *invocation, const RgmSession *session, RgmPatient *patient,
           const char *key, RgmDay from, GError **error)
{
  g_autoptr (Days) days = g_new0 (Days, 1);
  RgmObservationQuery query = {
    .patient_id = patient->id, .kind = RGM_OBSERVATION_FELT, .key = key, .since = RGM_INSTANT_NONE
  };
  RgmDay first = from, today;

  days->patient = patient;
  days->zone = rgm_patient_zone (patient, error);
  if (days->zone == NULL)
    return NULL;
  /* The day of an entry is that of the zone in which it was entered. Entries from before the
   * beginning of @from in the zone of the patient may therefore belong to that day. */
  if (from != RGM_NO_DAY)
    query.since = rgm_zone_to_instant (days->zone, (RgmLocal){ from - 2, 0 }, NULL);
  days->entries = rgm_store_observations (session->store, &query, error);
  if (days->entries == NULL)
    return NULL;
  for (guint i = days->entries->len; from != RGM_NO_DAY && i-- > 0;)
    if (((const RgmObservation *)days->entries->pdata[i])->day < from)
      g_ptr_array_remove_index (days->entries, i);
  today = rgm_zone_day (days->zone, session->now);
  if (first == RGM_NO_DAY)
    first = days->entries->len > 0 ? ((const RgmObservation *)days->entries->pdata[0])->day : today;
  days->courses = given_doses_load (
    session, patient, rgm_zone_to_instant (days->zone, (RgmLocal){ first - 2, 0 }, NULL), error);
  if (days->courses == NULL)
    return NULL;
  if (cli_is_private (invocation, session))
    g_ptr_array_set_size (days->courses, 0);
  /* where a dose was given, it may have been tomorrow */
  days->given = given_doses_between (days->courses, days->zone, first, today + 1);
  return g_steal_pointer (&days);
}

/* Adds the doses from index @next on that were given before @entry (NULL: all of them). */
static void
add_given (CliTable *table, const Days *days, guint *next, const RgmObservation *entry)
{
  for (; *next < days->given->len; ++*next) {
    const GivenDose *dose = &g_array_index (days->given, GivenDose, *next);
    g_autofree char *when = rgm_administration_when (dose->done, days->zone);
    g_autofree char *name = g_strdup_printf ("%s/%d", dose->course->handle, dose->done->dose);
    const char *const cells[] = { when, name, rgm_deed_words (dose->course->unit), NULL, NULL };

    if (entry != NULL && !given_dose_is_before (dose, entry))
      return;
    cli_table_add (table, CLI_NOTICE, cells);
  }
}

static void
print_days (CliInvocation *invocation, const Days *days)
{
  const char *heading[] = { _ ("WHEN"), _ ("ENTRY"), _ ("WHAT"), _ ("VALUE"), _ ("NOTE"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);
  guint next = 0;

  for (guint i = 0; i < days->entries->len; i++) {
    const RgmObservation *entry = days->entries->pdata[i];
    g_autofree char *when = rgm_observation_when (entry, days->zone), *id = cli_entry_id (entry);
    g_autofree char *value = cli_entry_value (entry);
    const char *const parts[] = { entry->site, entry->note };
    g_autofree char *note = cli_list_text (parts, G_N_ELEMENTS (parts));
    const char *const cells[] = { when, id, entry->name, value, note };

    add_given (table, days, &next, entry);
    cli_table_add (table, CLI_PLAIN, cells);
  }
  add_given (table, days, &next, NULL);
  cli_table_print (table, invocation->out, &invocation->screen);
}

/* Prints that no entry is listed, and how to begin. @all: (element-type Days): one for each
 * person. */
static void
print_nothing (CliInvocation *invocation, const GPtrArray *all)
{
  const Options *given = invocation->options;
  g_autofree char *lines = rgm_measure_examples (invocation->catalog, RGM_OBSERVATION_FELT);
  gboolean older = FALSE;

  for (guint i = 0; !given->all && i < all->len; i++) {
    const RgmPatient *patient = ((const Days *)all->pdata[i])->patient;
    g_autoptr (RgmObservation) first
      = rgm_store_observation (invocation->store, patient->id, RGM_OBSERVATION_FELT, 1, NULL);
    older = older || first != NULL;
  }
  lines[strcspn (lines, "\n")] = '\0';
  if (older)
    cli_print_para (
      invocation, 2,
      _ ("Nothing from the last %d days is on record. To see older entries: regimen feel --all"),
      LISTED_DAYS);
  else
    cli_print_para (invocation, 2,
                    _ ("Nothing that was felt is on record yet. To begin, type what you felt, in "
                       "your own words, like this: %s"),
                    lines);
}

static void
json_days (CliInvocation *invocation, const GPtrArray *all)
{
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_array (&json, "people");
  for (guint i = 0; i < all->len; i++) {
    const Days *days = all->pdata[i];
    cli_json_open_object (&json, NULL);
    cli_json_text (&json, "patient", days->patient->name);
    cli_json_open_array (&json, "entries");
    for (guint n = 0; n < days->entries->len; n++)
      cli_json_entry (&json, NULL, days->entries->pdata[n], days->patient->name);
    cli_json_close_array (&json);
    cli_json_given (&json, days->given, days->zone);
    cli_json_close_object (&json);
  }
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
}

static gboolean
list (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_autoptr (GPtrArray) people = NULL, all = g_ptr_array_new_with_free_func (days_free);
  gboolean any = FALSE;
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_SOME_CATALOG | CLI_NEEDS_SETTINGS,
                    &session, error)
      || !cli_session_viewed (&session, FALSE, &people, error))
    return FALSE;
  for (guint i = 0; i < people->len; i++) {
    const RgmZone *zone = rgm_patient_zone (people->pdata[i], error);
    RgmDay from = zone == NULL || given->all ? RGM_NO_DAY
                                             : rgm_zone_day (zone, session.now) - (LISTED_DAYS - 1);
    Days *days
      = zone != NULL ? load_days (invocation, &session, people->pdata[i], NULL, from, error) : NULL;
    if (days == NULL)
      return FALSE;
    g_ptr_array_add (all, days);
    any = any || days->entries->len > 0;
  }
  cli_name_people (invocation, people);
  if (invocation->globals.json)
    json_days (invocation, all);
  else if (!any)
    print_nothing (invocation, all);
  for (guint i = 0; any && !invocation->globals.json && i < all->len; i++) {
    if (all->len > 1)
      cli_print_heading (invocation, CLI_STRONG, ((const Days *)all->pdata[i])->patient->name);
    print_days (invocation, all->pdata[i]);
  }
  return TRUE;
}

/* ---- over time ---- */

/* Draws the values of @days. If no entry has a value, lists the entries instead. */
static void
print_drawn (CliInvocation *invocation, const Days *days, const RgmMeasure *measure)
{
  const RgmObservation *last = days->entries->pdata[days->entries->len - 1];
  gboolean values = FALSE;

  for (guint i = 0; i < days->entries->len; i++)
    values = values || ((const RgmObservation *)days->entries->pdata[i])->value != NULL;
  if (values) {
    cli_entry_print_trend (invocation, days->entries, days->courses, days->zone, measure);
    return;
  }
  cli_print_para (invocation, 2,
                  _ ("There is nothing to draw, because no entry of %s has a value. The entries:"),
                  last->name);
  print_days (invocation, days);
}

static gboolean
print_trend (CliInvocation *invocation, const char *typed, GError **error)
{
  const RgmMeasure *measure = rgm_measure_find (invocation->catalog, RGM_OBSERVATION_FELT, typed);
  g_autofree char *key = rgm_observation_key (measure != NULL ? measure->name : typed);
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (Days) days = NULL;
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_SOME_CATALOG | CLI_NEEDS_SETTINGS,
                    &session, error))
    return FALSE;
  if (!cli_session_patient_or_nobody (&session, &patient, error))
    return FALSE;
  cli_name_person (invocation, patient);
  if (patient != NULL
      && (days = load_days (invocation, &session, patient, key, RGM_NO_DAY, error)) == NULL)
    return FALSE;
  if (measure == NULL && (days == NULL || days->entries->len == 0)) {
    g_autofree char *quoted = text_quote (typed);
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is not on record; \"regimen feel --all\" lists what is"), quoted);
    return FALSE;
  }
  if (invocation->globals.json) {
    g_autoptr (GPtrArray) all = g_ptr_array_new ();
    if (days != NULL)
      g_ptr_array_add (all, days);
    json_days (invocation, all);
  } else if (days == NULL || days->entries->len == 0) {
    g_autofree char *word = text_shell_word (measure->name);
    cli_print_para (invocation, 2,
                    _ ("No value of %s is on record yet. To enter one: regimen feel %s VALUE"),
                    measure->name, word);
  } else
    print_drawn (invocation, days, measure);
  return TRUE;
}

/* ---- the command ---- */

/* Checks that the options fit each other and the words in @typed. */
static gboolean
check_options (const Options *given, const char *typed, GError **error)
{
  gboolean details = given->at != NULL || given->site != NULL || given->note != NULL;

  if (*typed == '\0' && details)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("type what was felt, and then --at, --site or --note: regimen feel WHAT [VALUE]"));
  else if (*typed == '\0' && given->trend)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--trend draws one thing at a time: regimen feel WHAT --trend"));
  else if (given->all && (*typed != '\0' || given->trend))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--all lists everything, so it takes no words: regimen feel --all"));
  else if (given->trend && details)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("--trend puts nothing on record, so --at, --site and --note cannot be used with it"));
  else
    return TRUE;
  return FALSE;
}

/* Fails if @typed is probably not something that was noticed: the name of an entry, a word that
 * looks like a command, or just a date. */
static gboolean
check_words (const CliInvocation *invocation, const char *typed, GError **error)
{
  static const char *const others[] = { "list", "all", "trend", "help", "show", "history", NULL };
  g_autofree char *lower = g_ascii_strdown (typed, -1);
  g_auto (GStrv) words = g_strsplit (lower, " ", -1);
  guint count = g_strv_length (words);

  if (g_str_has_prefix (lower, "feel/") || g_str_has_prefix (lower, "lab/"))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is an entry on record; to correct it: regimen amend %s VALUE; to list "
                    "the entries: regimen feel"),
                 lower, lower);
  else if (g_strv_contains (others, lower))
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("\"%s\" was not put on record, because it looks like a command; \"regimen feel\" "
         "lists what is on record, \"regimen help feel\" explains it"),
      lower);
  else if (*typed != '\0' && strpbrk (lower, "abcdefghijklmnopqrstuvwxyz") != NULL
           && rgm_when_count_words (words, count, FALSE, invocation->zone, invocation->now,
                                    RGM_WHEN_HAPPENED)
                == count)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("type what was felt, and then when: regimen feel WHAT [VALUE] %s"), lower);
  else
    return TRUE;
  return FALSE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_autofree char *typed = cli_entry_words (invocation, 0);

  if (!check_options (given, typed, error) || !check_words (invocation, typed, error)
      || cli_catalog_at_least (invocation, error) == NULL)
    return FALSE;
  if (given->trend)
    return print_trend (invocation, typed, error);
  return *typed != '\0' ? put_on_record (invocation, typed, error) : list (invocation, error);
}

static char *
examples (const RgmCatalog *catalog)
{
  return rgm_measure_examples (catalog, RGM_OBSERVATION_FELT);
}

const CliCommand cli_command_feel = {
  .name = "feel",
  .summary = N_ ("put on record what you noticed, or list it beside the doses"),
  .arguments = "[WHAT [VALUE]]",
  .details
  = N_ ("Puts on record what you noticed, in your own words, with or without a value: one of the "
        "words none, mild, moderate and severe, or a number. The day may be among the words, at "
        "the end or the beginning: \"mild last night\". Some things have a scale of their own; if "
        "a value is not on it, the message says what is accepted. Everything is kept as it was "
        "typed, and nothing is judged.\n\nThe answer says how long after the last doses it was, "
        "and what the lists say about it: of which treatments it is a side effect, and of which "
        "conditions it is a sign. The lists cannot say which of these applies to you, and neither "
        "can the program. A note is looked up too.\n\nWithout words it lists the last 14 days, "
        "together with the doses of these days; --all lists everything. With --trend, the values "
        "are drawn over time, with the doses marked. With --private, no treatment is named. "
        "\"regimen amend feel/N\" corrects an entry, and \"regimen remove feel/N\" takes it out."),
  .catalog_examples = examples,
  .examples = "regimen feel",
  .word = CLI_WORD_SYMPTOM,
  .max_words = 100,
  .json = TRUE,
  .paged = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
