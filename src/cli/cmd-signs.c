/* regimen signs: the warning signs, and what the lists say of something that was noticed. */
#include "base/i18n.h"
#include "base/text.h"
#include "cli/signs-text.h"

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

/* Adds to @text whom @patient calls about something urgent, in lines that @named says whose they
 * are. */
static gboolean
add_contacts (const CliInvocation *invocation, const RgmPatient *patient, gboolean named,
              GString *text, GError **error)
{
  g_autoptr (GPtrArray) contacts = rgm_store_contacts (invocation->store, patient->id, error);
  g_autofree char *call = NULL, *whose = NULL, *wrapped = NULL;

  if (contacts == NULL)
    return FALSE;
  call = rgm_contacts_text (contacts, RGM_CONTACT_URGENT, 0);
  if (call == NULL)
    return TRUE;
  whose = named ? g_strdup_printf ("%s: %s", patient->name, call) : g_steal_pointer (&call);
  wrapped = cli_wrap_text (whose, invocation->screen.width, 2);
  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", wrapped);
  return TRUE;
}

/* The treatments of the catalog that the person has, or had, by the record, and whom to call; in
 * private mode none.
 * @treatments: (out) (nullable): NULL if there is no record. */
static gboolean
load_record (CliInvocation *invocation, GPtrArray **treatments, GString *to_call, GError **error)
{
  g_autoptr (GPtrArray) patients = NULL, all = g_ptr_array_new ();
  RgmSession session;

  *treatments = NULL;
  if (!cli_database_exists (invocation))
    return TRUE;
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &session,
                    error)
      || !cli_session_viewed (&session, FALSE, &patients, error))
    return FALSE;
  if (cli_is_private (invocation, &session))
    return TRUE;
  for (guint i = 0; i < patients->len; i++)
    if (!add_treatments (&session, patients->pdata[i], all, error)
        || !add_contacts (invocation, patients->pdata[i], patients->len > 1, to_call, error))
      return FALSE;
  if (patients->len == 1)
    cli_name_person (invocation, patients->pdata[0]);
  *treatments = g_steal_pointer (&all);
  return TRUE;
}

static void
print_json (CliInvocation *invocation, const char *typed, const RgmSigns *found,
            const GPtrArray *on_record)
{
  const RgmCatalog *catalog = invocation->catalog;
  CliJson json;

  cli_json_begin (&json);
  cli_json_text (&json, "typed", found != NULL ? typed : NULL);
  cli_json_signs_members (&json, catalog, found, on_record);
  cli_print_json (invocation, &json);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const RgmCatalog *catalog = cli_catalog (invocation, error);
  int width = invocation->screen.width;
  g_autoptr (GPtrArray) on_record = NULL;
  g_autoptr (RgmSigns) found = NULL;
  g_autofree char *typed = NULL, *text = NULL;
  g_autoptr (GString) to_call = g_string_new (NULL);
  GError *problem = NULL;

  if (catalog == NULL)
    return FALSE;
  /* The lists are shown even if the record cannot be read. Only the name of a person who is not on
   * record is an error. */
  if (!load_record (invocation, &on_record, to_call, &problem)) {
    if (g_error_matches (problem, RGM_ERROR, RGM_ERROR_USAGE)) {
      g_propagate_error (error, problem);
      return FALSE;
    }
    cli_note (invocation, _ ("What is on record was left out: %s"), problem->message);
    g_clear_error (&problem);
  }
  typed = cli_words_text (invocation, 0);
  found = *typed != '\0' ? rgm_signs_find (catalog, typed) : NULL;
  if (invocation->globals.json) {
    print_json (invocation, typed, found, on_record);
    return TRUE;
  }
  if (found != NULL && !rgm_signs_found (found))
    cli_print_not_found (invocation, typed);
  text = found != NULL ? rgm_signs_text (found, catalog, on_record, to_call->str, width)
                       : rgm_signs_text_all (catalog, to_call->str, width);
  cli_print (invocation, "%s", text);
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
  .details = N_ (
    "Lists the conditions that the source warns of, with their signs and what it says to do.\n\n"
    "With words, in any order and as you would say them, it shows every list that has what "
    "they name: of which treatments it is a side effect, those on record first, and of which "
    "conditions it is a sign. The lists do not tell which of them is so for you, and "
    "neither does the program. If in doubt, it shows one list too many. What is in none of the "
    "lists may still matter: they are those of one article."),
  .examples = "regimen signs",
  .word = CLI_WORD_SYMPTOM,
  .max_words = 100,
  .json = TRUE,
  .paged = TRUE,
  .run = run,
};
