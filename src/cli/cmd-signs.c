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

/* The treatments of the catalog that the person has, or had, by the record; in private mode none.
 * @treatments: (out) (nullable): NULL if there is no record. */
static gboolean
load_treatments (CliInvocation *invocation, GPtrArray **treatments, GError **error)
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
  if (invocation->globals.private_mode || session.settings->private_mode)
    return TRUE;
  for (guint i = 0; i < patients->len; i++)
    if (!add_treatments (&session, patients->pdata[i], all, error))
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
  /* Whom to call: the lines of the contacts on record belong here. */
  const char *to_call = NULL;
  GError *problem = NULL;

  if (catalog == NULL)
    return FALSE;
  /* The lists are shown even if the record cannot be read. Only the name of a person who is not on
   * record is an error. */
  if (!load_treatments (invocation, &on_record, &problem)) {
    if (g_error_matches (problem, RGM_ERROR, RGM_ERROR_USAGE)) {
      g_propagate_error (error, problem);
      return FALSE;
    }
    cli_note (invocation, _ ("What is on record was left out: %s"), problem->message);
    g_clear_error (&problem);
  }
  g_ptr_array_add (invocation->words, NULL);
  typed = g_strstrip (g_strjoinv (" ", (char **)invocation->words->pdata));
  g_ptr_array_set_size (invocation->words, (int)invocation->words->len - 1);
  found = *typed != '\0' ? rgm_signs_find (catalog, typed) : NULL;
  if (invocation->globals.json) {
    print_json (invocation, typed, found, on_record);
    return TRUE;
  }
  if (found != NULL && !rgm_signs_found (found))
    cli_print_not_found (invocation, typed);
  text = found != NULL ? rgm_signs_text (found, catalog, on_record, to_call, width)
                       : rgm_signs_text_all (catalog, to_call, width);
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
