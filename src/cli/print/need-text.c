/* need-text.c: prints the needs of a course, as text and as JSON. */
#include "cli/print/need-text.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/print/catalog-json.h"
#include "cli/print/entry-text.h"
#include "model/observation.h"

void
cli_print_needs (CliInvocation *invocation, const CliCourseView *view, const GPtrArray *needs)
{
  const RgmCourse *course = view->course;
  RgmDay today = rgm_zone_day (view->zone, invocation->now);

  for (guint i = 0; i < needs->len; i++) {
    const RgmNeed *need = needs->pdata[i];
    g_autofree char *within
      = need->within.count > 0 ? rgm_period_describe (need->within) : g_strdup ("");

    if (!view->has_next) {
      cli_print_para (invocation, 2, _ ("Needed before each %s %s: %s."),
                      rgm_unit_words (course->unit), course->handle, need->name);
      continue;
    }
    RgmNeedStatus status = need_before_dose (need, course, &view->next, view->zone, today);
    g_autofree char *text = rgm_need_text (need, &status, today);
    const RgmObservation *meets = status.met ? need->last : NULL;
    g_autofree char *id = meets != NULL ? cli_entry_id (meets) : NULL;

    if (id != NULL && need->within.count > 0)
      cli_print_para (invocation, 2, _ ("Needed before %s %s/%d: %s (%s, not older than %s)."),
                      rgm_unit_words (course->unit), course->handle, view->next.number, text, id,
                      within);
    else if (id != NULL)
      cli_print_para (invocation, 2, _ ("Needed before %s %s/%d: %s (%s)."),
                      rgm_unit_words (course->unit), course->handle, view->next.number, text, id);
    else if (need->within.count > 0)
      cli_print_para (invocation, 2, _ ("Needed before %s %s/%d: %s (not older than %s)."),
                      rgm_unit_words (course->unit), course->handle, view->next.number, text,
                      within);
    else
      cli_print_para (invocation, 2, _ ("Needed before %s %s/%d: %s."),
                      rgm_unit_words (course->unit), course->handle, view->next.number, text);
    if (meets != NULL)
      cli_entry_print_outside (invocation, meets);
  }
}

void
cli_json_needs (CliJson *json, const CliCourseView *view, RgmInstant now, const GPtrArray *needs)
{
  RgmDay today = rgm_zone_day (view->zone, now);

  for (guint i = 0; i < needs->len; i++) {
    const RgmNeed *need = needs->pdata[i];
    const RgmObservation *last = need->last;
    RgmNeedStatus status = { .since = RGM_NO_DAY };
    g_autofree char *id = last != NULL ? cli_entry_id (last) : NULL;
    g_autofree char *within = need->within.count > 0
                                ? g_strdup_printf ("%d%c", need->within.count, need->within.unit)
                                : NULL;

    if (view->has_next)
      status = need_before_dose (need, view->course, &view->next, view->zone, today);
    cli_json_open_object (json, NULL);
    cli_json_text (json, "patient", view->patient->name);
    cli_json_text (json, "course", view->course->handle);
    cli_json_number_or_null (json, "dose", view->has_next ? view->next.number : 0);
    cli_json_text (json, "name", need->name);
    cli_json_text (json, "within", within);
    cli_json_flag (json, "met", status.met);
    cli_json_day (json, "since", status.since);
    cli_json_day (json, "last", last != NULL ? last->day : RGM_NO_DAY);
    cli_json_text (json, "entry", id);
    cli_json_text (json, "value", last != NULL ? last->value : NULL);
    cli_json_text (json, "unit", last != NULL ? last->unit : NULL);
    cli_json_text (json, "suggestion", need->source);
    cli_json_close_object (json);
  }
}

char *
cli_need_command (const RgmCourse *course, const char *name)
{
  g_autofree char *word = text_shell_word (name);

  return g_strdup_printf ("regimen need %s %s", course->handle, word);
}

/* The suggestions of the catalog for @course that are not among @needs. Returns: (transfer
 * container) (element-type RgmSuggestion). */
static GPtrArray *
suggestions_left (const RgmCatalog *catalog, const RgmCourse *course, const GPtrArray *needs)
{
  GPtrArray *found
    = rgm_catalog_suggestions (catalog, course->treatment_key, course->treatment_name);

  for (guint i = found->len; i-- > 0;) {
    g_autofree char *key = rgm_observation_key (((RgmSuggestion *)found->pdata[i])->name);
    gboolean accepted = FALSE;

    for (guint n = 0; n < needs->len && !accepted; n++)
      accepted = g_str_equal (((const RgmNeed *)needs->pdata[n])->key, key);
    if (accepted)
      g_ptr_array_remove_index (found, i);
  }
  return found;
}

void
cli_print_suggestions (CliInvocation *invocation, const RgmCourse *course, const GPtrArray *needs)
{
  g_autoptr (GPtrArray) left = suggestions_left (invocation->catalog, course, needs);

  if (left->len == 0)
    return;
  cli_print (invocation, "%s", "");
  cli_print_para (
    invocation, 0,
    _ ("Labels and guidelines name these before a dose. You are reminded of one of them "
       "only once it is added with the command beside it, and then before each dose. If "
       "your clinic says how old it may be, add that too, for example: --within 4w"));
  for (guint i = 0; i < left->len; i++) {
    const RgmSuggestion *each = left->pdata[i];
    g_autofree char *sources = rgm_suggestion_sources (invocation->catalog, each);
    g_autofree char *command = cli_need_command (course, each->name);

    cli_print_para (invocation, 4, _ ("  %s, %s: %s (%s)"), each->name, each->when, command,
                    sources);
  }
}

void
cli_json_suggestions (CliJson *json, const RgmCatalog *catalog, const RgmCourse *course,
                      const GPtrArray *needs)
{
  g_autoptr (GPtrArray) left = suggestions_left (catalog, course, needs);

  for (guint i = 0; i < left->len; i++) {
    const RgmSuggestion *each = left->pdata[i];

    cli_json_open_object (json, NULL);
    cli_json_text (json, "course", course->handle);
    cli_json_text (json, "name", each->name);
    cli_json_text (json, "when", each->when);
    cli_json_open_array (json, "sources");
    for (char **source = each->sources; *source != NULL; source++)
      cli_json_source (json, NULL, catalog, *source, NULL);
    cli_json_close_array (json);
    cli_json_close_object (json);
  }
}
