/* regimen signs: lists the warning signs, or looks up something that the user noticed. */
#include "base/i18n.h"
#include "base/text.h"
#include "cli/print/entry-text.h"
#include "cli/print/signs-text.h"

/* Adds the treatments of @patient to @treatments. */
static gboolean
add_treatments (const RgmSession *session, const RgmPatient *patient, GPtrArray *treatments,
                GError **error)
{
  const RgmCourseQuery query = { .patient_id = patient->id,
                                 .now = session->now,
                                 .ended = TRUE,
                                 .since = RGM_INSTANT_NONE,
                                 .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (session->store, &query, error);

  if (courses == NULL)
    return FALSE;
  for (guint i = 0; i < courses->len; i++) {
    const RgmCourse *course = courses->pdata[i];
    const RgmTreatment *treatment = rgm_catalog_lookup (session->catalog, course->treatment_key);

    if (treatment != NULL)
      g_ptr_array_add (treatments, (gpointer)treatment);
  }
  return TRUE;
}

/* What is added to the lists from the record. */
typedef struct {
  GPtrArray *treatments; /* of RgmTreatment: present and past treatments; NULL: not loaded */
  GPtrArray *patients;   /* of RgmPatient; NULL: not loaded */
  GPtrArray *contacts;   /* of GPtrArray of RgmContact, one for each patient */
} Record;

static void
record_clear (Record *record)
{
  g_clear_pointer (&record->treatments, g_ptr_array_unref);
  g_clear_pointer (&record->patients, g_ptr_array_unref);
  g_clear_pointer (&record->contacts, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Record, record_clear)

/* Reads the treatments and contacts of the selected people; nothing in private mode. */
static gboolean
load_record (CliInvocation *invocation, Record *record, GError **error)
{
  g_auto (Record) found
    = { .treatments = g_ptr_array_new (),
        .contacts = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref) };
  RgmSession session;

  if (!cli_database_exists (invocation))
    return TRUE;
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &session,
                    error)
      || !cli_session_viewed (&session, FALSE, &found.patients, error))
    return FALSE;
  if (cli_is_private (invocation, &session))
    return TRUE;
  for (guint i = 0; i < found.patients->len; i++) {
    const RgmPatient *patient = found.patients->pdata[i];
    GPtrArray *contacts = rgm_store_contacts (invocation->store, patient->id, error);

    if (contacts == NULL)
      return FALSE;
    g_ptr_array_add (found.contacts, contacts);
    if (!add_treatments (&session, patient, found.treatments, error))
      return FALSE;
  }
  if (found.patients->len == 1)
    cli_name_person (invocation, found.patients->pdata[0]);
  record->treatments = g_steal_pointer (&found.treatments);
  record->patients = g_steal_pointer (&found.patients);
  record->contacts = g_steal_pointer (&found.contacts);
  return TRUE;
}

/* Whom to call about something urgent. If there are several people, each line begins with the name
 * of the person whose contacts it lists. Returns: (transfer full). */
static char *
call_text (const CliInvocation *invocation, const Record *record)
{
  guint n_patients = record->patients != NULL ? record->patients->len : 0;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_patients; i++) {
    const RgmPatient *patient = record->patients->pdata[i];
    g_autofree char *call = rgm_contacts_text (record->contacts->pdata[i], RGM_CONTACT_URGENT, 0);
    g_autofree char *whose = NULL, *wrapped = NULL;

    if (call == NULL)
      continue;
    whose
      = n_patients > 1 ? g_strdup_printf ("%s: %s", patient->name, call) : g_steal_pointer (&call);
    wrapped = cli_wrap_text (whose, invocation->screen.width, 2);
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", wrapped);
  }
  return g_strdup (text->str);
}

static void
print_json (CliInvocation *invocation, const char *typed, const RgmSigns *found,
            const Record *record)
{
  CliJson json;

  cli_json_begin (&json);
  cli_json_text (&json, "typed", found != NULL ? typed : NULL);
  cli_json_signs_members (&json, invocation->catalog, found, record->treatments);
  cli_json_open_array (&json, "call");
  for (guint i = 0; record->patients != NULL && i < record->patients->len; i++)
    cli_json_to_call (&json, record->contacts->pdata[i],
                      ((const RgmPatient *)record->patients->pdata[i])->name);
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const RgmCatalog *catalog = cli_catalog (invocation, error);
  int width = invocation->screen.width;
  g_auto (Record) record = { 0 };
  g_autoptr (RgmSigns) found = NULL;
  g_autofree char *typed = NULL, *text = NULL, *to_call = NULL;
  const char *call;
  GError *problem = NULL;

  if (catalog == NULL)
    return FALSE;
  /* The lists are shown even if the record cannot be read. Only a usage error, such as the name of
   * a person who is not on record, makes the command fail. */
  if (!load_record (invocation, &record, &problem)) {
    if (g_error_matches (problem, RGM_ERROR, RGM_ERROR_USAGE)) {
      g_propagate_error (error, problem);
      return FALSE;
    }
    cli_note (invocation, _ ("What is on record cannot be shown: %s"), problem->message);
    g_clear_error (&problem);
  }
  typed = cli_words_text (invocation, 0);
  found = *typed != '\0' ? rgm_signs_find (catalog, typed) : NULL;
  if (invocation->globals.json) {
    print_json (invocation, typed, found, &record);
    return TRUE;
  }
  if (found != NULL && !rgm_signs_found (found))
    cli_print_not_found (invocation, typed);
  to_call = call_text (invocation, &record);
  call = cli_as_written (invocation, to_call);
  text = found != NULL ? rgm_signs_text (found, catalog, record.treatments, call, width)
                       : rgm_signs_text_all (catalog, call, width);
  cli_print (invocation, "%s", text);
  if (*to_call == '\0' && (found == NULL || found->conditions->len > 0)
      && (record.patients != NULL || !cli_database_exists (invocation)))
    cli_print_no_contact (invocation);
  if (found == NULL) {
    cli_print (invocation, "%s", "");
    cli_print_para (invocation, 0, "%s",
                    _ ("\"regimen signs WORDS\" looks up what you noticed, in your own words; "
                       "\"regimen catalog NAME\" shows the side effects of a treatment."));
  }
  return TRUE;
}

const CliCommand cli_command_signs = {
  .name = "signs",
  .summary = N_ ("list the warning signs, or look up something that you noticed"),
  .arguments = "[WORD ...]",
  .details
  = N_ ("Lists the conditions that the source warns of, with their signs and what it says to "
        "do.\n\nWith words, in any order and as you would say them, it shows every list in which "
        "that is found: the treatments of which it is a side effect, those on record first, and "
        "the conditions of which it is a sign. The lists cannot say which of these applies to you, "
        "and neither can the program. If in doubt, it shows one list too many. What is in none of "
        "the lists may still matter: they are those of one article."),
  .examples = "regimen signs",
  .word = CLI_WORD_SYMPTOM,
  .max_words = 100,
  .json = TRUE,
  .paged = TRUE,
  .run = run,
};
