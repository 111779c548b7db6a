/* regimen contact: keeps the phone numbers that a person may have to call. */
#include "base/i18n.h"
#include "base/text.h"
#include "cli/print/entry-text.h"
#include "cli/written.h"

#include <string.h>

typedef struct {
  const char *phone;
  const char *hours;
  const char *purpose;
  const char *name;
} Options;

/* The value of --for for a contact without a special purpose. Like the other values it is not
 * translated. */
#define ANYTHING "anything"

static const CliOption options[] = {
  { "phone", CLI_TEXT, G_STRUCT_OFFSET (Options, phone), "NUMBER",
    N_ ("the telephone number, as it is dialled"), .also = "tel" },
  { "hours", CLI_TEXT, G_STRUCT_OFFSET (Options, hours), "TEXT",
    N_ ("when they answer, in your own words: \"Mon-Fri 8-16\"") },
  { "for", CLI_TEXT, G_STRUCT_OFFSET (Options, purpose), "PURPOSE",
    N_ ("what the number is for: urgent, booking, questions or anything (anything)"),
    .choices = "urgent booking questions anything" },
  { "name", CLI_TEXT, G_STRUCT_OFFSET (Options, name), "NAME", N_ ("set: another name") },
  { NULL },
};

/* ---- what is printed ---- */

static void
print_table (CliInvocation *invocation, const GPtrArray *contacts)
{
  const char *heading[] = { _ ("NAME"), _ ("PHONE"), _ ("FOR"), _ ("WHEN"), NULL };
  g_autoptr (CliTable) table = cli_table_new (heading);

  if (contacts->len == 0) {
    cli_print_para (invocation, 2,
                    _ ("No contact is on record. To add one: regimen contact add NAME --phone "
                       "NUMBER"));
    return;
  }
  for (guint i = 0; i < contacts->len; i++) {
    const RgmContact *contact = contacts->pdata[i];
    const char *cells[] = { contact->name, contact->phone,
                            rgm_contact_purpose_words (contact->purpose), contact->hours };

    cli_table_add (table, CLI_PLAIN, cells);
  }
  cli_table_print (table, invocation->out, &invocation->screen);
}

/* Prints what was done with @contact. */
static gboolean
print_written (CliInvocation *invocation, const RgmContact *contact, const char *message,
               GError **error)
{
  g_autoptr (RgmPatient) patient = NULL;
  CliJson json;

  if (!invocation->globals.json) {
    cli_print_para (invocation, 2, "%s", message);
    return TRUE;
  }
  patient = rgm_store_patient (invocation->store, contact->patient_id, error);
  if (patient == NULL)
    return FALSE;
  cli_json_begin (&json);
  cli_json_open_array (&json, "contacts");
  cli_json_contact (&json, NULL, contact, patient->name);
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
  return TRUE;
}

/* ---- a number among the words ---- */

/* Whether @word may be a part of a phone number. */
static gboolean
is_phone_word (const char *word)
{
  return *word != '\0' && strspn (word, "+-/.()0123456789") == strlen (word)
         && strpbrk (word, G_CSET_DIGITS) != NULL;
}

/* How many of the last words form a phone number; the word at @first is never part of it. A number
 * of one or two digits at its beginning belongs to the name, as in "Ward 3" and "Ward 3 555-0100",
 * unless it begins with 0, + or a bracket like a dialled number. */
static guint
count_phone_words (const GPtrArray *words, guint first)
{
  guint count = 0;
  const char *begin;

  while (first + count + 1 < words->len && is_phone_word (words->pdata[words->len - 1 - count]))
    count++;
  begin = count > 0 ? words->pdata[words->len - count] : "000";
  return strchr ("0+(", *begin) == NULL && strlen (begin) < 3 ? count - 1 : count;
}

/* Fails if the number after --phone was typed as several words without quotes, because all but the
 * first would become part of the name. */
static gboolean
check_quotes (const CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_autoptr (GString) number = g_string_new (given->phone);
  char **at = invocation->joined;

  while (*at != NULL && (given->phone == NULL || *at != given->phone))
    at++;
  if (*at == NULL || at[1] == NULL || !is_phone_word (given->phone) || !is_phone_word (at[1]))
    return TRUE;
  for (at++; *at != NULL && is_phone_word (*at); at++)
    g_string_append_printf (number, " %s", *at);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("a number of several words needs quotes: --phone \"%s\""), number->str);
  return FALSE;
}

/* @name without a comma, colon or semicolon at its end, which the user typed before the number.
 * Returns: (transfer full). */
static char *
trim_name (const char *name)
{
  gsize length = strlen (name);

  while (length > 0 && strchr (" ,;:", name[length - 1]) != NULL)
    length--;
  return g_strndup (name, length);
}

/* Splits the words from @first on, which were typed without --phone, into a name and a number.
 * @phone: (out) (transfer full) (nullable): NULL if no number is among them. Returns: (transfer
 * full): the name. */
static char *
split_phone (const GPtrArray *words, guint first, char **phone)
{
  guint count = count_phone_words (words, first), end = words->len - count;
  g_autoptr (GString) name = g_string_new (NULL), number = g_string_new (NULL);

  for (guint i = first; i < words->len; i++) {
    GString *part = i < end ? name : number;
    g_string_append_printf (part, "%s%s", part->len > 0 ? " " : "", (char *)words->pdata[i]);
  }
  *phone = count > 0 ? g_strdup (number->str) : NULL;
  return trim_name (name->str);
}

/* Fails if the words, which name a contact to show, end with a phone number: the user probably
 * wants to add it. */
static gboolean
check_shown (const GPtrArray *words, GError **error)
{
  g_autofree char *phone = NULL, *name = split_phone (words, 0, &phone), *word = NULL,
                  *number = NULL;

  if (phone == NULL || strlen (phone) < 5) /* "Ward 3" is a name */
    return TRUE;
  word = text_shell_word (name);
  number = text_shell_word (phone);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("to put the number of %s on record: regimen contact add %s --phone %s"), name,
               word, number);
  return FALSE;
}

/* ---- finding a contact ---- */

static char *
names_of (const GPtrArray *contacts)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < contacts->len; i++)
    g_ptr_array_add (names, ((const RgmContact *)contacts->pdata[i])->name);
  return cli_list_text ((const char *const *)names->pdata, names->len);
}

/* Returns: (transfer full). */
static char *
name_and_phone (const RgmContact *contact)
{
  return g_strdup_printf ("%s %s", contact->name, contact->phone);
}

/* Those of @contacts with the name @typed, or with that name and number: "Ward 555-0101". After a
 * merge of two records, two contacts may have the same name. Returns: (transfer container). */
static GPtrArray *
contacts_named (const GPtrArray *contacts, const char *typed)
{
  g_autofree char *wanted = rgm_observation_key (typed);
  GPtrArray *named = g_ptr_array_new ();

  for (int numbers = 0; numbers < 2 && named->len == 0; numbers++)
    for (guint i = 0; i < contacts->len; i++) {
      RgmContact *contact = contacts->pdata[i];
      g_autofree char *text = numbers > 0 ? name_and_phone (contact) : g_strdup (contact->name);
      g_autofree char *key = rgm_observation_key (text);

      if (g_str_equal (key, wanted))
        g_ptr_array_add (named, contact);
    }
  return named;
}

/* Those of @contacts whose name begins with @typed; none if @typed is empty. Returns: (transfer
 * container). */
static GPtrArray *
contacts_beginning (const GPtrArray *contacts, const char *typed)
{
  g_autofree char *wanted = rgm_observation_key (typed);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < contacts->len; i++) {
    RgmContact *contact = contacts->pdata[i];
    g_autofree char *key = rgm_observation_key (contact->name);

    if (*wanted != '\0' && g_str_has_prefix (key, wanted))
      g_ptr_array_add (found, contact);
  }
  return found;
}

/* Whether @typed may mean one of @contacts. */
static gboolean
is_among (const GPtrArray *contacts, const char *typed)
{
  g_autoptr (GPtrArray) named = contacts_named (contacts, typed);
  g_autoptr (GPtrArray) beginning = contacts_beginning (contacts, typed);

  return named->len > 0 || beginning->len > 0;
}

/* Whether all of @contacts have the same number. If they do, the user cannot type anything that
 * tells them apart. */
static gboolean
have_one_phone (const GPtrArray *contacts)
{
  for (guint i = 1; i < contacts->len; i++)
    if (!g_str_equal (((const RgmContact *)contacts->pdata[i])->phone,
                      ((const RgmContact *)contacts->pdata[0])->phone))
      return FALSE;
  return TRUE;
}

/* The command that was typed, with the name and number of @contact in place of the name that was
 * typed. Returns: (transfer full). */
static char *
line_about (const CliInvocation *invocation, const RgmContact *contact)
{
  const Options *given = invocation->options;
  const char *const values[][2] = { { "--phone", given->phone },
                                    { "--hours", given->hours },
                                    { "--for", given->purpose },
                                    { "--name", given->name } };
  g_autofree char *text = name_and_phone (contact), *word = text_shell_word (text);
  GString *line = g_string_new (NULL);

  g_string_printf (line, "regimen contact %s %s", (const char *)invocation->words->pdata[0], word);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *value = values[i][1] != NULL ? text_shell_word (values[i][1]) : NULL;
    if (value != NULL)
      g_string_append_printf (line, " %s %s", values[i][0], value);
  }
  return g_string_free (line, FALSE);
}

/* Fails because all of @named have the name @typed. */
static void
fail_one_name (const CliInvocation *invocation, const char *typed, const GPtrArray *named,
               GError **error)
{
  g_autofree char *quoted = text_quote (typed);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < named->len; i++) {
    g_autofree char *line = line_about (invocation, named->pdata[i]);
    g_string_append_printf (lines, "%s%s", i > 0 ? _ (", or ") : "", line);
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is the name of more than one contact; type the number as well: %s"), quoted,
               lines->str);
}

/* The one of @contacts with the name @typed, or the only one whose name begins with it. Returns:
 * (transfer none): NULL with RGM_ERROR_USAGE. */
static const RgmContact *
find_contact (const CliInvocation *invocation, const GPtrArray *contacts, const char *typed,
              GError **error)
{
  g_autofree char *quoted = text_quote (typed), *names = names_of (contacts);
  g_autoptr (GPtrArray) named = contacts_named (contacts, typed);
  g_autoptr (GPtrArray) beginning = contacts_beginning (contacts, typed);

  if (named->len > 0 && have_one_phone (named))
    return named->pdata[0];
  if (named->len > 0) {
    fail_one_name (invocation, typed, named, error);
    return NULL;
  }
  if (beginning->len == 1)
    return beginning->pdata[0];
  if (contacts->len == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("there is no contact %s, and no other one; to add one: regimen contact add "
                    "NAME --phone NUMBER"),
                 quoted);
  else if (beginning->len > 1)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s may mean more than one contact; type the whole name: %s"), quoted, names);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("there is no contact %s; on record: %s"),
                 quoted, names);
  return NULL;
}

/* ---- the subcommands ---- */

/* Copies the values of the options into @contact, which borrows them. An empty --hours removes the
 * hours. */
static gboolean
read_options (const CliInvocation *invocation, RgmContact *contact, GError **error)
{
  const Options *given = invocation->options;

  if (given->phone != NULL)
    contact->phone = (char *)given->phone;
  if (given->hours != NULL)
    contact->hours = *given->hours != '\0' ? (char *)given->hours : NULL;
  if (given->name != NULL)
    contact->name = (char *)given->name;
  if (given->purpose == NULL)
    return TRUE;
  contact->purpose = RGM_CONTACT_ANYTHING;
  return g_ascii_strcasecmp (given->purpose, ANYTHING) == 0
         || rgm_contact_purpose_parse (given->purpose, &contact->purpose, error);
}

static void
free_contact (gpointer contact)
{
  rgm_contact_free (contact);
}

static gpointer
enter (const RgmSession *session, gconstpointer request, GError **error)
{
  return rgm_followup_contact_set (session, request, error);
}

static gboolean
run_add (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_autofree char *phone = NULL, *word = NULL, *all = cli_words_text (invocation, 1);
  g_autofree char *name
    = given->phone != NULL ? trim_name (all) : split_phone (invocation->words, 1, &phone);
  RgmContact typed = { .name = name, .phone = phone };
  g_autoptr (RgmContact) contact = NULL;
  g_autofree char *text = NULL, *message = NULL;

  if (given->name != NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--name can be used only with \"contact set\"; the name to add is \"%s\""),
                 name);
    return FALSE;
  }
  if (!read_options (invocation, &typed, error))
    return FALSE;
  if (typed.phone == NULL) {
    word = text_shell_word (name);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("a contact needs a phone number: regimen contact add %s --phone NUMBER"), word);
    return FALSE;
  }
  contact = cli_enter (invocation, CLI_NEEDS_RECORD, enter, &typed, free_contact, error);
  if (contact == NULL)
    return FALSE;
  text = rgm_contact_text (contact);
  message
    = g_strdup_printf (_ ("Added: %s. It is shown with the warning signs, in reminders and in "
                          "calendars. (To take it back: regimen undo)"),
                       cli_as_written (invocation, text));
  return print_written (invocation, contact, message, error);
}

/* Opens the record for writing. Returns: (transfer full): the contacts of the selected person;
 * empty if nobody is on record yet. */
static GPtrArray *
open_contacts (CliInvocation *invocation, RgmSession *session, GError **error)
{
  RgmStoreMode mode = cli_database_exists (invocation) ? RGM_STORE_CREATE : RGM_STORE_READ;
  g_autoptr (RgmPatient) patient = NULL;

  if (!cli_session (invocation, mode, CLI_NEEDS_RECORD, session, error)
      || !cli_session_patient_or_nobody (session, &patient, error))
    return NULL;
  if (patient == NULL)
    return g_ptr_array_new ();
  cli_name_person (invocation, patient);
  cli_set_elsewhere (invocation, NULL); /* the hours are those of the clinic */
  return rgm_store_contacts (session->store, patient->id, error);
}

static gboolean
run_set (CliInvocation *invocation, const char *name, GError **error)
{
  const Options *given = invocation->options;
  RgmSession session;
  g_autoptr (GPtrArray) contacts = NULL;
  g_autoptr (RgmContact) contact = NULL;
  g_autofree char *text = NULL, *message = NULL;
  const RgmContact *found;
  RgmContact changed;

  if (given->phone == NULL && given->hours == NULL && given->purpose == NULL
      && given->name == NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("contact set changes nothing without --phone, --hours, --for or --name"));
    return FALSE;
  }
  contacts = open_contacts (invocation, &session, error);
  found = contacts != NULL ? find_contact (invocation, contacts, name, error) : NULL;
  if (found == NULL)
    return FALSE;
  changed = *found;
  if (!read_options (invocation, &changed, error)
      || (contact = rgm_followup_contact_set (&session, &changed, error)) == NULL)
    return FALSE;
  text = rgm_contact_text (contact);
  message = g_strdup_printf (_ ("Set: %s."), cli_as_written (invocation, text));
  return print_written (invocation, contact, message, error);
}

static gboolean
run_remove (CliInvocation *invocation, const char *name, GError **error)
{
  RgmSession session;
  g_autoptr (GPtrArray) contacts = open_contacts (invocation, &session, error);
  const RgmContact *found
    = contacts != NULL ? find_contact (invocation, contacts, name, error) : NULL;
  g_autofree char *text = NULL, *message = NULL;

  if (found == NULL || !rgm_followup_contact_removed (&session, found, error))
    return FALSE;
  text = rgm_contact_text (found);
  message = g_strdup_printf (_ ("Removed: %s. (To put it back: regimen undo)"),
                             cli_as_written (invocation, text));
  return print_written (invocation, found, message, error);
}

/* Prints @contacts, those of @patient (nullable). @name: (nullable): show only those of this name.
 * @named: whether to print the name of the person as a heading. @json: (nullable): gets the
 * contacts instead of the output. */
static gboolean
show_person (CliInvocation *invocation, GPtrArray *contacts, const RgmPatient *patient,
             const char *name, gboolean named, CliJson *json, GError **error)
{
  g_autoptr (GPtrArray) shown = NULL;
  const RgmContact *found = NULL;

  shown = name != NULL ? contacts_named (contacts, name) : g_ptr_array_ref (contacts);
  if (name != NULL && shown->len == 0) {
    found = find_contact (invocation, contacts, name, error);
    if (found == NULL)
      return FALSE;
    g_ptr_array_add (shown, (gpointer)found);
  }
  if (json == NULL && named && patient != NULL)
    cli_print_heading (invocation, CLI_STRONG, patient->name);
  if (json == NULL)
    print_table (invocation, shown);
  for (guint i = 0; json != NULL && i < shown->len; i++)
    cli_json_contact (json, NULL, shown->pdata[i], patient != NULL ? patient->name : NULL);
  return TRUE;
}

static gboolean
run_list (CliInvocation *invocation, const char *name, GError **error)
{
  g_autoptr (GPtrArray) people = NULL, all = g_ptr_array_new ();
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  RgmSession session;
  CliJson json;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error)
      || !cli_session_viewed (&session, FALSE, &people, error))
    return FALSE;
  cli_name_people (invocation, people);
  cli_set_elsewhere (invocation, NULL); /* the hours are those of the clinic */
  for (guint i = 0; i < MAX (people->len, 1); i++) {
    GPtrArray *contacts
      = i < people->len
          ? rgm_store_contacts (session.store, ((const RgmPatient *)people->pdata[i])->id, error)
          : g_ptr_array_new ();
    if (contacts == NULL)
      return FALSE;
    g_ptr_array_add (lists, contacts);
    g_ptr_array_extend (all, contacts, NULL, NULL);
  }
  if (name != NULL && !is_among (all, name) && find_contact (invocation, all, name, error) == NULL)
    return FALSE;
  cli_json_begin (&json);
  cli_json_open_array (&json, "contacts");
  for (guint i = 0; i < lists->len; i++)
    if ((name == NULL || is_among (lists->pdata[i], name))
        && !show_person (invocation, lists->pdata[i], i < people->len ? people->pdata[i] : NULL,
                         name, people->len > 1, invocation->globals.json ? &json : NULL, error)) {
      g_string_free (json.text, TRUE);
      return FALSE;
    }
  cli_json_close_array (&json);
  if (invocation->globals.json)
    cli_print_json (invocation, &json);
  else
    g_string_free (json.text, TRUE);
  return TRUE;
}

/* ---- the command ---- */

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  const GPtrArray *words = invocation->words;
  const char *what = words->len > 0 ? words->pdata[0] : "list";
  g_autofree char *name = cli_words_text (invocation, 1), *all = cli_words_text (invocation, 0);
  gboolean options_given
    = given->phone != NULL || given->hours != NULL || given->purpose != NULL || given->name != NULL;

  if (!check_quotes (invocation, error))
    return FALSE;
  if (g_str_equal (what, "add") && *name != '\0')
    return run_add (invocation, error);
  if (g_str_equal (what, "set") && *name != '\0')
    return run_set (invocation, name, error);
  if (!options_given && g_str_equal (what, "remove") && *name != '\0')
    return run_remove (invocation, name, error);
  if (!options_given && g_str_equal (what, "list") && *name == '\0')
    return run_list (invocation, NULL, error);
  if (!options_given && !g_strv_contains (invocation->command->subcommands, what))
    return check_shown (words, error) && run_list (invocation, all, error);
  if (given->phone != NULL && !g_strv_contains (invocation->command->subcommands, what)) {
    g_autofree char *word = text_shell_word (all), *number = text_shell_word (given->phone);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("to put the number of %s on record: regimen contact add %s --phone %s"), all,
                 word, number);
    return FALSE;
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"contact %s\" is not understood; the commands are: %s"), all,
               "contact, contact add NAME --phone NUMBER [--hours TEXT] [--for PURPOSE], contact "
               "set NAME [--phone NUMBER] [--hours TEXT] [--for PURPOSE] [--name NEW], contact "
               "remove NAME");
  return FALSE;
}

static const char *const subcommands[] = { "list", "add", "set", "remove", NULL };
static const char *const before_name[] = { "set", "remove", NULL };

const CliCommand cli_command_contact = {
  .name = "contact",
  .summary = N_ ("keep the phone numbers to call"),
  .arguments = "[add NAME --phone NUMBER | set NAME | remove NAME]",
  .details = N_ (
    "Lists whom to call, or adds, changes or removes a contact. The numbers are those that you "
    "enter; the program has none of its own. They are shown beside the warning signs, in "
    "calendars, and in the reminders of what to watch for and of what has to be booked, is overdue "
    "or was put off, but never with --private.\n\n--for says what a number is for: if something is "
    "urgent, the numbers for urgent are shown, and if an appointment has to be made, those for "
    "booking. If there are none, the numbers for anything are shown, or else all."),
  .examples = "regimen contact add \"Ward 3\" --phone \"+49 30 1234567\" --for urgent\n"
              "regimen contact\nregimen contact set \"Ward 3\" --hours \"Mon-Fri 8-16\"\n"
              "regimen contact remove \"Ward 3\"",
  .word = CLI_WORD_OTHER,
  .subcommands = subcommands,
  .before_name = before_name,
  .named = CLI_CONTACTS,
  .max_words = 50,
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
