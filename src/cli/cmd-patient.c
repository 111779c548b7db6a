/* regimen patient: lists, adds and changes the people on record. */
#include "base/i18n.h"
#include "base/text.h"
#include "cli/words/extra-words.h"
#include "cli/words/name-words.h"
#include "model/dose.h"
#include "store/patient.h"

typedef struct {
  const char *zone;
  const char *name;
  const char *closed;
} Options;

static const CliOption options[] = {
  { "zone", CLI_TEXT, G_STRUCT_OFFSET (Options, zone), "ZONE",
    N_ ("the time zone in which they live: a city, \"New York\", or a name like Europe/Berlin; "
        "default: that of this computer"),
    .choices = CLI_ZONES },
  { "name", CLI_TEXT, G_STRUCT_OFFSET (Options, name), "NAME", N_ ("set: the new name") },
  { "closed", CLI_TEXT, G_STRUCT_OFFSET (Options, closed), "FILE|DATES",
    N_ ("set: the days on which the clinic is closed, 2026-12-24..2027-01-01, or a file with them; "
        "\"none\" removes them"),
    .choices = CLI_FILES },
  { NULL },
};

static void
json_patient (CliJson *json, const char *key, const RgmPatient *patient)
{
  cli_json_open_object (json, key);
  cli_json_text (json, "name", patient->name);
  cli_json_text (json, "zone", patient->zone);
  cli_json_text (json, "uid", patient->uid);
  cli_json_open_array (json, "closed");
  for (guint i = 0; i < patient->closed->len; i++)
    cli_json_day (json, NULL, g_array_index (patient->closed, RgmDay, i));
  cli_json_close_array (json);
  cli_json_flag (json, "default", patient->is_default);
  cli_json_close_object (json);
}

/* The closed days as text: "Thu 2026-12-24 to Sat 2026-12-26, Fri 2027-01-01". */
static char *
closed_text (const GArray *closed)
{
  g_autoptr (GPtrArray) spans = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < closed->len; i++) {
    RgmDay first = g_array_index (closed, RgmDay, i), last = first;
    g_autofree char *from = cli_day_text (first);
    g_autofree char *to = NULL;

    while (i + 1 < closed->len && g_array_index (closed, RgmDay, i + 1) == last + 1)
      last = g_array_index (closed, RgmDay, ++i);
    to = cli_day_text (last);
    g_ptr_array_add (spans, last != first ? g_strdup_printf (_ ("%s to %s"), from, to)
                                          : g_steal_pointer (&from));
  }
  return cli_list_text ((const char *const *)spans->pdata, spans->len);
}

static gboolean
run_list (CliInvocation *invocation, GError **error)
{
  const char *heading[] = { _ ("NAME"), _ ("TIME ZONE"), _ ("CLINIC CLOSED"), _ ("DEFAULT"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);
  g_autoptr (GPtrArray) patients = NULL;
  RgmSession session;
  CliJson json;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  patients = rgm_store_patients (session.store, error);
  if (patients == NULL)
    return FALSE;

  if (invocation->globals.json) {
    cli_json_begin (&json);
    cli_json_open_array (&json, "patients");
    for (guint i = 0; i < patients->len; i++)
      json_patient (&json, NULL, patients->pdata[i]);
    cli_json_close_array (&json);
    cli_print_json (invocation, &json);
    return TRUE;
  }
  if (patients->len == 0) {
    cli_print_para (
      invocation, 0,
      _ ("Nobody is on record yet; the first \"regimen add\" adds a person called \"me\"."));
    return TRUE;
  }
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    g_autofree char *closed = closed_text (patient->closed);
    const char *cells[]
      = { patient->name, patient->zone, closed, patient->is_default ? _ ("yes") : NULL };

    cli_table_add (table, CLI_PLAIN, cells);
  }
  cli_table_print (table, invocation->out, &invocation->screen);
  return TRUE;
}

/* Prints @message, which says what was done, and the closed days of @patient. */
static void
print_patient (CliInvocation *invocation, const char *message, const RgmPatient *patient)
{
  g_autofree char *closed = closed_text (patient->closed);
  CliJson json;

  if (invocation->globals.json) {
    cli_json_begin (&json);
    json_patient (&json, "patient", patient);
    cli_print_json (invocation, &json);
    return;
  }
  cli_print (invocation, "%s", message);
  if (*closed != '\0')
    cli_print_para (invocation, 2, _ ("The clinic is closed on %s."), closed);
}

/* Says that the person was given the zone of this computer, and how to change it. As an example it
 * uses a different zone of somebody else on record, if there is one. */
static void
print_zone_taken (CliInvocation *invocation, const RgmPatient *added)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (invocation->store, NULL);
  g_autofree char *word = text_shell_word (added->name);
  const char *other = "CITY";

  for (guint i = 0; patients != NULL && i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    if (!g_str_equal (patient->zone, added->zone))
      other = patient->zone;
  }
  cli_print_para (invocation, 2,
                  _ ("That is the time zone of this computer. If they live in another one: regimen "
                     "patient set %s --zone %s"),
                  word, other);
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

/* If a person called "me" is on record, the user may have added the same person again under the
 * real name. Says how to rename the first one instead. */
static gboolean
print_unnamed (CliInvocation *invocation, const RgmPatient *added, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (invocation->store, error);
  g_autofree char *name = text_shell_word (added->name);

  for (guint i = 0; patients != NULL && i < patients->len; i++) {
    const RgmPatient *each = patients->pdata[i];

    if (each->id != added->id && g_str_equal (each->name, "me"))
      cli_print_para (invocation, 2,
                      _ ("The person who was on record before is called \"me\". If that is %s: "
                         "regimen undo --patient %s, and then regimen patient set me --name %s"),
                      added->name, name, name);
  }
  return patients != NULL;
}

/* Says, if @only is the only person on record, when commands have to name a person. */
static gboolean
print_alone (CliInvocation *invocation, const RgmPatient *only, GError **error)
{
  gboolean several;

  if (!store_has_several_patients (invocation->store, &several, error))
    return FALSE;
  if (!several)
    cli_print_para (invocation, 2,
                    _ ("Each command is about %s as long as nobody else is on record. If "
                       "somebody else is treated, too, add them first: regimen patient add NAME"),
                    only->name);
  return TRUE;
}

static gboolean
run_add (CliInvocation *invocation, const char *name, GError **error)
{
  const Options *given = invocation->options;
  const RgmZone *found = invocation->zone;
  const char *zone;
  g_autoptr (RgmPatient) patient = NULL;
  g_autofree char *message = NULL;

  if (given->name != NULL || given->closed != NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--%s can be used only with \"patient set\"; the name to add is \"%s\""),
                 given->name != NULL ? "name" : "closed", name);
    return FALSE;
  }
  if (given->zone == NULL && invocation->zone_doubt != NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_ZONE,
                 _ ("%s; say where they live: regimen patient add NAME --zone ZONE"),
                 invocation->zone_doubt);
    return FALSE;
  }
  if (given->zone != NULL && (found = rgm_zone_find (given->zone, error)) == NULL)
    return FALSE;
  zone = rgm_zone_name (found);
  /* Try it in memory first, so that a refused name does not leave an empty database behind. */
  if (!cli_database_exists (invocation)) {
    g_autoptr (RgmPatient) tried = put_on_record (invocation, RGM_STORE_TRY, name, zone, error);

    if (tried == NULL)
      return FALSE;
    cli_session_close (invocation);
  }
  patient = put_on_record (invocation, RGM_STORE_CREATE, name, zone, error);
  if (patient == NULL)
    return FALSE;
  message = g_strdup_printf (_ ("Added: %s, in %s."), patient->name, patient->zone);
  print_patient (invocation, message, patient);
  if (given->zone == NULL && !invocation->globals.json)
    print_zone_taken (invocation, patient);
  return invocation->globals.json
         || (print_unnamed (invocation, patient, error)
             && print_alone (invocation, patient, error));
}

/* Prints the next doses whose local time has changed with the zone. @before: (nullable): the agenda
 * before the change. */
static void
print_moved (CliInvocation *invocation, const RgmAgenda *before, const RgmAgenda *after)
{
  for (guint i = 0; before != NULL && i < after->items->len; i++) {
    const RgmAgendaItem *now = &g_array_index (after->items, RgmAgendaItem, i);

    for (guint n = 0; n < before->items->len; n++) {
      const RgmAgendaItem *then = &g_array_index (before->items, RgmAgendaItem, n);
      RgmLocal was = rgm_dose_local (&then->dose), is = rgm_dose_local (&now->dose);

      if (then->course->id == now->course->id && then->dose.number == now->dose.number
          && !rgm_local_equal (was, is)) {
        g_autofree char *old = cli_local_text (was), *new = cli_local_text (is);

        cli_print_para (invocation, 2, _ ("%s %s/%d is now on %s; it was on %s before."),
                        rgm_unit_words (now->course->unit), now->course->handle, now->dose.number,
                        new, old);
      }
    }
  }
}

static gboolean
has_day (const GArray *days, RgmDay day)
{
  for (guint i = 0; i < days->len; i++)
    if (g_array_index (days, RgmDay, i) == day)
      return TRUE;
  return FALSE;
}

/* Prints the coming appointments of @course on days on which the clinic of @patient is closed.
 * Setting closed days does not move appointments. */
static void
print_closed_on (CliInvocation *invocation, const RgmCourse *course, const RgmPatient *patient)
{
  for (guint i = 0; i < course->appointments->len; i++) {
    const RgmAppointment *booked = course->appointments->pdata[i];
    const RgmZone *zone = rgm_zone_get (booked->zone, NULL);
    const RgmZone *home = rgm_patient_zone (patient, NULL);
    g_autofree char *when = appointment_text (booked, home);

    if (has_day (patient->closed, booked->at.day)
        && rgm_course_administration (course, booked->dose) == NULL && zone != NULL
        && rgm_zone_to_instant (zone, booked->at, NULL) >= invocation->now) {
      cli_name_person (invocation, patient); /* the command is for this person */
      cli_print_para (invocation, 2,
                      _ ("%s %s/%d is booked for %s, a day on which the clinic is closed now. To "
                         "book another day: regimen book %s/%d DAY TIME"),
                      rgm_unit_words (course->unit), course->handle, booked->dose, when,
                      course->handle, booked->dose);
    }
  }
}

/* Prints which appointments are on a day on which the clinic is closed now, or outside the window
 * that their dose has now. */
static void
print_booked_closed (CliInvocation *invocation, const RgmSession *session,
                     const RgmPatient *patient)
{
  g_autoptr (RgmAgenda) agenda = rgm_agenda_load (session, patient->id, -1, NULL);

  for (guint i = 0; agenda != NULL && i < agenda->courses->len; i++)
    print_closed_on (invocation, agenda->courses->pdata[i], patient);
  for (guint i = 0; agenda != NULL && i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);
    g_autofree char *when = dose_time_text (&item->dose, item->zone);

    if (item->dose.appointment != NULL && !has_day (patient->closed, item->dose.appointment->at.day)
        && dose_beside_window (&item->dose, item->course, item->zone) != 0) {
      cli_name_person (invocation, patient);
      cli_print_para (invocation, 2,
                      _ ("%s %s/%d is booked for %s, which is outside its window now. To book "
                         "another day: regimen book %s/%d DAY TIME"),
                      rgm_unit_words (item->course->unit), item->course->handle, item->dose.number,
                      when, item->course->handle, item->dose.number);
    }
  }
}

static gboolean
run_set (CliInvocation *invocation, const char *name, GError **error)
{
  const Options *given = invocation->options;
  RgmStoreMode mode = cli_database_exists (invocation) ? RGM_STORE_CREATE : RGM_STORE_READ;
  g_autoptr (RgmPatient) old = NULL, patient = NULL;
  g_autoptr (GArray) closed = NULL;
  g_autoptr (RgmAgenda) before = NULL, after = NULL;
  g_autofree char *message = NULL;
  const RgmZone *zone = NULL;
  RgmSession session;

  if (given->name == NULL && given->zone == NULL && given->closed == NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("patient set changes nothing without --name NAME, --zone ZONE or --closed "
                    "DATES"));
    return FALSE;
  }
  if ((given->closed != NULL && (closed = cli_parse_closed (given->closed, error)) == NULL)
      || (given->zone != NULL && (zone = rgm_zone_find (given->zone, error)) == NULL)
      || !cli_session (invocation, mode, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  if (name != NULL)
    session.patient = name;
  old = cli_session_patient (&session, error);
  if (old == NULL)
    return FALSE;
  if (closed == NULL && (given->name == NULL || g_str_equal (given->name, old->name))
      && (zone == NULL || g_str_equal (rgm_zone_name (zone), old->zone))) {
    message = g_strdup_printf (_ ("%s, in %s, is on record so already: nothing was changed."),
                               old->name, old->zone);
    print_patient (invocation, message, old);
    return TRUE;
  }
  before = zone != NULL ? rgm_agenda_load (&session, old->id, -1, NULL) : NULL;
  patient = rgm_record_patient_set (&session, old->id, given->name,
                                    zone != NULL ? rgm_zone_name (zone) : NULL, closed, error);
  if (patient == NULL)
    return FALSE;
  message = g_strdup_printf (_ ("Set: %s, in %s."), patient->name, patient->zone);
  print_patient (invocation, message, patient);
  after = before != NULL ? rgm_agenda_load (&session, old->id, -1, NULL) : NULL;
  if (after != NULL && !invocation->globals.json)
    print_moved (invocation, before, after);
  if (closed != NULL && !invocation->globals.json)
    print_booked_closed (invocation, &session, patient);
  return TRUE;
}

/* @patient: (nullable): NULL if nobody is the default. @changed: whether this command set it. */
static void
print_default (CliInvocation *invocation, const RgmPatient *patient, guint people, gboolean changed)
{
  CliJson json;

  if (invocation->globals.json) {
    cli_json_begin (&json);
    if (patient != NULL)
      json_patient (&json, "patient", patient);
    else
      cli_json_text (&json, "patient", NULL);
    cli_print_json (invocation, &json);
  } else if (patient == NULL)
    cli_print_para (invocation, 2,
                    _ ("Nobody is set as default, so --patient NAME says who is meant, unless only "
                       "one person has the course. To set somebody: regimen patient default NAME"));
  else if (!patient->is_default && people == 1)
    cli_print_para (invocation, 2, _ ("%s is meant, because nobody else is on record."),
                    patient->name);
  else if (changed)
    cli_print_para (invocation, 2,
                    _ ("From now on %s is meant if a command is about one person and names nobody; "
                       "\"regimen\" alone, export and notify are about everybody. (To take this "
                       "back: regimen undo)"),
                    patient->name);
  else
    cli_print_para (invocation, 2,
                    _ ("%s is meant if a command is about one person and names nobody."),
                    patient->name);
}

/* Prints who is the default person, or sets it if @name is not NULL. */
static gboolean
run_default (CliInvocation *invocation, const char *name, GError **error)
{
  RgmStoreMode mode
    = name != NULL && cli_database_exists (invocation) ? RGM_STORE_CREATE : RGM_STORE_READ;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (RgmPatient) named = NULL, chosen = NULL;
  const RgmPatient *usual = NULL;
  RgmSession session;

  if (!cli_session (invocation, mode, CLI_NEEDS_RECORD, &session, error)
      || (people = rgm_store_patients (session.store, error)) == NULL)
    return FALSE;
  if (name == NULL) {
    for (guint i = 0; i < people->len; i++)
      if (people->len == 1 || ((const RgmPatient *)people->pdata[i])->is_default)
        usual = people->pdata[i];
    print_default (invocation, usual, people->len, FALSE);
    return TRUE;
  }
  session.patient = name;
  named = cli_session_patient (&session, error);
  if (named == NULL)
    return FALSE;
  chosen = named->is_default ? NULL : rgm_record_patient_chosen (&session, named->id, error);
  if (!named->is_default && chosen == NULL)
    return FALSE;
  print_default (invocation, chosen != NULL ? chosen : named, people->len, chosen != NULL);
  return TRUE;
}

/* If @typed is the name of a person ("patient Karl"), fails and shows commands about that person.
 * Returns: whether @error is set. */
static gboolean
fail_person (CliInvocation *invocation, const char *typed, GError **error)
{
  g_autoptr (RgmPatient) person = NULL;
  g_autofree char *quoted = NULL;
  RgmSession session;

  if (!cli_database_exists (invocation)
      || !cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, NULL))
    return FALSE;
  session.patient = typed;
  person = cli_session_patient (&session, NULL);
  if (person == NULL)
    return FALSE;
  quoted = text_shell_word (person->name);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is on record; what comes next for %s: regimen --patient %s; another name: "
                  "regimen patient set %s --name NEW"),
               person->name, person->name, quoted, quoted);
  return TRUE;
}

/* If the words are like "patient rename Karl Anna" or "patient set Karl Anna", fails and shows the
 * right command. Returns: whether @error is set. */
static gboolean
fail_rename (const CliInvocation *invocation, const char *what, GError **error)
{
  static const char *const words[] = { "rename", "name", "call", "change", "set", NULL };
  const GPtrArray *typed = invocation->words;
  g_autofree char *from = NULL, *to = NULL;

  if (typed->len != 3 || !g_strv_contains (words, what))
    return FALSE;
  from = text_shell_word (typed->pdata[1]);
  to = text_shell_word (typed->pdata[2]);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("a person gets another name like this: regimen patient set %s --name %s"), from,
               to);
  return TRUE;
}

/* If the words are like "patient remove Karl", fails: people are never removed, but adding a person
 * can be undone as long as nothing else is on record about them. Returns: whether @error is set. */
static gboolean
fail_removal (CliInvocation *invocation, const char *what, const char *name, GError **error)
{
  static const char *const words[] = { "remove", "delete", "rm", "del", "erase", NULL };
  g_autoptr (RgmPatient) person = NULL;
  g_autoptr (RgmChange) last = NULL;
  g_autofree char *quoted = NULL;
  RgmSession session;

  if (name == NULL || !g_strv_contains (words, what))
    return FALSE;
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error))
    return TRUE;
  session.patient = name;
  person = cli_session_patient (&session, error);
  if (person == NULL)
    return TRUE;
  last = rgm_record_to_undo (&session, person->id, NULL);
  quoted = text_shell_word (person->name);
  if (last != NULL && g_str_equal (last->command, "patient add"))
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ (
        "nothing else is on record about %s; to undo adding the name: regimen --patient %s undo%s"),
      person->name, quoted, last->old ? " --anyway" : "");
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s cannot be removed, because more than the name is on record; another name: "
                    "regimen patient set %s --name NEW; to end a course: regimen --patient %s stop "
                    "HANDLE"),
                 person->name, quoted, quoted);
  return TRUE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  const char *what = invocation->words->len > 0 ? invocation->words->pdata[0] : "list";
  const char *name = invocation->words->len > 1 ? invocation->words->pdata[1] : NULL;

  if (fail_rename (invocation, what, error) || fail_removal (invocation, what, name, error))
    return FALSE;
  if (invocation->words->len > 2 && g_str_equal (what, "add")) {
    g_autofree char *typed = cli_words_text (invocation, 1), *whole = text_shell_word (typed);
    g_autofree char *placed = cli_name_and_place (typed);

    if (placed != NULL) {
      g_set_error (
        error, RGM_ERROR, RGM_ERROR_USAGE,
        _ ("a name of several words is put in quotes: regimen patient add %s; if the end "
           "of it is where they live: regimen patient add %s"),
        whole, placed);
      return FALSE;
    }
  }
  if (invocation->words->len > 2)
    return cli_fail_words (invocation, 2, error);
  if (g_str_equal (what, "list") && name == NULL && given->zone == NULL && given->name == NULL
      && given->closed == NULL)
    return run_list (invocation, error);
  if (g_str_equal (what, "add") && name != NULL)
    return run_add (invocation, name, error);
  if (g_str_equal (what, "default") && given->zone == NULL && given->name == NULL
      && given->closed == NULL)
    return run_default (invocation, name, error);
  if (g_str_equal (what, "set"))
    return run_set (invocation, name, error);
  if (name == NULL && fail_person (invocation, what, error))
    return FALSE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"patient %s\" is not understood; the commands are: %s"), what,
               "patient list, patient add NAME [--zone ZONE], patient set [NAME] [--name NEW] "
               "[--zone ZONE] [--closed FILE|DATES], patient default [NAME]");
  return FALSE;
}

static const char *const subcommands[] = { "list", "add", "set", "default", NULL };
static const char *const before_name[] = { "set", "default", NULL };

const CliCommand cli_command_patient = {
  .name = "patient",
  .summary = N_ ("list, add or change the people on record"),
  .arguments = "[list | add NAME | set [NAME] | default [NAME]]",
  .details = N_ (
    "A database holds one or more people; each has a name and a time zone. The first \"regimen "
    "add\" adds a person called \"me\" in the zone of this machine; \"patient set me --name "
    "Anna\" gives them their name.\n\n"
    "--zone is the zone where they are: set it again for a journey or if they move. Plans then "
    "keep "
    "their local time, appointments keep the zone in which they were booked, and what happened "
    "stays as it was. --closed sets the days on which their clinic is closed: nothing that is "
    "given "
    "there is planned then. A file lists one day per line, or a first and a last day "
    "(2026-12-24..2027-01-01).\n\n"
    "If there are several people, the other commands, and \"patient set\" without a name, are "
    "about the person named with --patient. Without it, a handle that only one person has leads "
    "to that person; otherwise the one set with \"patient default NAME\" is meant. \"patient "
    "default\" says who that is; \"regimen undo\" takes it back."),
  .examples = "regimen patient list\nregimen patient add Anna --zone Europe/Berlin\nregimen "
              "patient set me --name Anna\nregimen patient set Anna --closed "
              "2026-12-24..2027-01-01\nregimen patient default Anna",
  .word = CLI_WORD_OTHER,
  .subcommands = subcommands,
  .before_name = before_name,
  .max_words = 50,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
