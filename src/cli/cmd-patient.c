#include "base/i18n.h"
#include "command.h"
#include "service.h"

typedef struct {
  const char *zone;
  const char *name;
} Options;

static const CliOption options[] = {
  { "zone", CLI_TEXT, G_STRUCT_OFFSET (Options, zone), "ZONE",
    N_ ("the time zone where they live, Europe/Berlin (that of this machine)") },
  { "name", CLI_TEXT, G_STRUCT_OFFSET (Options, name), "NAME", N_ ("set: the new name") },
  { NULL },
};

static void
json_patient (CliJson *json, const char *key, const RgmPatient *patient)
{
  cli_json_open_object (json, key);
  cli_json_text (json, "name", patient->name);
  cli_json_text (json, "zone", patient->zone);
  cli_json_text (json, "uid", patient->uid);
  cli_json_close_object (json);
}

static void
print_one (CliInvocation *invocation, const char *what, const RgmPatient *patient)
{
  g_autofree char *text = NULL;
  CliJson json;

  if (!invocation->globals.json) {
    cli_print (invocation, _ ("%s: %s, in %s."), what, patient->name, patient->zone);
    return;
  }
  cli_json_begin (&json);
  json_patient (&json, "patient", patient);
  text = cli_json_end (&json);
  g_string_append (invocation->out, text);
}

static void
print_table (CliInvocation *invocation, const GPtrArray *patients)
{
  const char *heading[] = { _ ("NAME"), _ ("TIME ZONE"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);

  if (patients->len == 0) {
    cli_print_para (
      invocation, 0,
      _ ("Nobody is on record yet; the first \"regimen add\" makes one, called \"me\"."));
    return;
  }
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    const char *cells[] = { patient->name, patient->zone };

    cli_table_add (table, CLI_PLAIN, cells);
  }
  cli_table_print (table, invocation->out, &invocation->screen);
}

static void
print_json (CliInvocation *invocation, const GPtrArray *patients)
{
  g_autofree char *text = NULL;
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_array (&json, "patients");
  for (guint i = 0; i < patients->len; i++)
    json_patient (&json, NULL, patients->pdata[i]);
  cli_json_close_array (&json);
  text = cli_json_end (&json);
  g_string_append (invocation->out, text);
}

static gboolean
run_list (CliInvocation *invocation, GError **error)
{
  g_autoptr (GPtrArray) patients = NULL;
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  patients = rgm_store_patients (session.store, error);
  if (patients == NULL)
    return FALSE;
  if (invocation->globals.json)
    print_json (invocation, patients);
  else
    print_table (invocation, patients);
  return TRUE;
}

static RgmPatient *
put_on_record (CliInvocation *invocation, RgmStoreMode mode, const char *name, const char *zone,
               GError **error)
{
  RgmSession session;

  if (!cli_session (invocation, mode, CLI_NEEDS_RECORD, &session, error))
    return NULL;
  return rgm_record_patient_added (&session, name, zone, error);
}

/* As with a first course: what is refused makes no file. */
static RgmPatient *
add (CliInvocation *invocation, const char *name, const char *zone, GError **error)
{
  if (!cli_database_exists (invocation)) {
    g_autoptr (RgmPatient) tried = put_on_record (invocation, RGM_STORE_TRY, name, zone, error);

    if (tried == NULL)
      return NULL;
    cli_session_close (invocation);
  }
  return put_on_record (invocation, RGM_STORE_CREATE, name, zone, error);
}

static gboolean
run_add (CliInvocation *invocation, const char *name, GError **error)
{
  const Options *given = invocation->options;
  const char *zone = given->zone != NULL ? given->zone : rgm_zone_name (invocation->zone);
  g_autoptr (RgmPatient) patient = NULL;

  if (given->name != NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--name goes with \"patient set\"; the name to add is \"%s\""), name);
    return FALSE;
  }
  patient = rgm_zone_get (zone, error) != NULL ? add (invocation, name, zone, error) : NULL;
  if (patient == NULL)
    return FALSE;
  print_one (invocation, _ ("Added"), patient);
  cli_service_remind (invocation);
  return TRUE;
}

static gboolean
run_set (CliInvocation *invocation, const char *name, GError **error)
{
  const Options *given = invocation->options;
  RgmStoreMode mode = cli_database_exists (invocation) ? RGM_STORE_CREATE : RGM_STORE_READ;
  g_autoptr (RgmPatient) old = NULL, patient = NULL;
  RgmSession session;

  if (given->name == NULL && given->zone == NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("patient set changes nothing without --name NAME or --zone ZONE"));
    return FALSE;
  }
  if (given->zone != NULL && rgm_zone_get (given->zone, error) == NULL)
    return FALSE;
  if (!cli_session (invocation, mode, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  session.patient = name;
  old = cli_session_patient (&session, error);
  patient = old != NULL
              ? rgm_record_patient_set (&session, old->id, given->name, given->zone, NULL, error)
              : NULL;
  if (patient == NULL)
    return FALSE;
  print_one (invocation, _ ("Set"), patient);
  cli_service_remind (invocation);
  return TRUE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  const char *what = invocation->words->pdata[0];
  const char *name = invocation->words->len > 1 ? invocation->words->pdata[1] : NULL;

  if (g_str_equal (what, "list") && name == NULL && given->zone == NULL && given->name == NULL)
    return run_list (invocation, error);
  if (g_str_equal (what, "add") && name != NULL)
    return run_add (invocation, name, error);
  if (g_str_equal (what, "set") && name != NULL)
    return run_set (invocation, name, error);
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_USAGE, _ ("\"patient %s\" as typed is not accepted: %s"), what,
    "patient list, patient add NAME [--zone ZONE], patient set NAME [--name NEW] [--zone ZONE]");
  return FALSE;
}

static const char *const subcommands[] = { "list", "add", "set", NULL };

const CliCommand cli_command_patient = {
  .name = "patient",
  .summary = N_ ("the people: list, add, set"),
  .arguments = "list | add NAME | set NAME",
  .details
  = N_ ("A database holds one or more people; each has a name and a time zone. The first \"regimen "
        "add\" makes one called \"me\" in the zone of "
        "this machine; \"patient set me --name Anna\" gives them their name.\n\n"
        "Where there are several, the other commands speak of the one named with --patient."),
  .examples = "regimen patient list\nregimen patient add Anna --zone Europe/Berlin\nregimen "
              "patient set me --name Anna",
  .word = CLI_WORD_OTHER,
  .subcommands = subcommands,
  .min_words = 1,
  .max_words = 2,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
