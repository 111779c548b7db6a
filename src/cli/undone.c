/* What undo and redo have in common: they take a change back, and print what it was and what comes
 * next. */
#include "cli/undone.h"

#include "base/i18n.h"
#include "cli/dose-text.h"
#include "store/write.h"

static gboolean
has_course (const GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

/* The agenda lists the next open dose of each course first.
 * @courses: (element-type gint64). Returns: (transfer container). */
static GPtrArray *
next_doses (const RgmAgenda *agenda, const GArray *courses)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);
    gboolean again = FALSE;

    for (guint n = 0; n < found->len; n++)
      again = again || ((const RgmAgendaItem *)found->pdata[n])->course == item->course;
    if (!again && has_course (courses, item->course->id))
      g_ptr_array_add (found, (gpointer)item);
  }
  return found;
}

/* Prints which command was taken back, or brought back, and whose it was where there are several
 * people. */
static void
print_text (CliInvocation *invocation, const RgmChange *change, gboolean redo, gboolean several,
            const GPtrArray *next)
{
  g_autofree char *when = cli_instant_text (change->at, invocation->zone);
  g_autofree char *about = g_strjoinv (", ", change->about);
  g_autofree char *people = g_strjoinv (", ", change->people);
  g_autofree char *what = g_strjoin (*about != '\0' ? " " : "", change->command, about, NULL);

  if (redo && several)
    cli_print_para (invocation, 2,
                    _ ("Put back, for %s: %s, which was taken back on %s. (To take it back again: "
                       "regimen undo)"),
                    people, what, when);
  else if (redo)
    cli_print_para (
      invocation, 2,
      _ ("Put back: %s, which was taken back on %s. (To take it back again: regimen undo)"), what,
      when);
  else if (several)
    cli_print_para (invocation, 2,
                    _ ("Took back, for %s: %s, entered on %s. (To put it back: regimen redo)"),
                    people, what, when);
  else
    cli_print_para (invocation, 2,
                    _ ("Took back: %s, entered on %s. (To put it back: regimen redo)"), what, when);
  for (guint i = 0; i < next->len; i++) {
    const RgmAgendaItem *item = next->pdata[i];

    cli_print_next (invocation, item->course, &item->dose, item->zone);
  }
}

static void
json_texts (CliJson *json, const char *key, char **texts)
{
  cli_json_open_array (json, key);
  for (char **text = texts; *text != NULL; text++)
    cli_json_text (json, NULL, *text);
  cli_json_close_array (json);
}

static void
print_json (CliInvocation *invocation, const RgmChange *change, gboolean redo,
            const GPtrArray *next)
{
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_object (&json, redo ? "redone" : "undone");
  cli_json_text (&json, "command", change->command);
  cli_json_instant (&json, "at", change->at, invocation->zone);
  json_texts (&json, "people", change->people);
  json_texts (&json, "about", change->about);
  cli_json_close_object (&json);
  cli_json_open_array (&json, "next");
  for (guint i = 0; i < next->len; i++) {
    const RgmAgendaItem *item = next->pdata[i];

    cli_json_dose (&json, NULL, item->patient->name, item->course, &item->dose, item->zone);
  }
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
}

gboolean
cli_undone_run (CliInvocation *invocation, gboolean redo, gboolean anyway, GError **error)
{
  g_autoptr (RgmChange) change = NULL;
  g_autoptr (GArray) courses = NULL;
  g_autoptr (RgmAgenda) agenda = NULL;
  g_autoptr (GPtrArray) next = NULL, people = NULL;
  RgmSession session, everybody;
  gboolean several;

  if (!cli_database_exists (invocation)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 redo ? _ ("nothing is on record yet, so there is nothing to bring back")
                      : _ ("nothing is on record yet, so there is nothing to take back"));
    return FALSE;
  }
  if (!cli_session (invocation, RGM_STORE_CREATE, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  session.anyway = anyway;
  if (!(redo ? rgm_record_redone : rgm_record_undone) (&session, &change, error))
    return FALSE;
  everybody = session;
  everybody.patient = NULL; /* who may not be on record any more */
  courses = store_change_courses (session.store, change->id, error);
  people = courses != NULL ? rgm_store_patients (session.store, error) : NULL;
  agenda = people != NULL ? rgm_agenda_load (&everybody, 0, -1, error) : NULL;
  if (agenda == NULL)
    return FALSE;
  next = next_doses (agenda, courses);
  several = people->len > 1 || g_strv_length (change->people) > 1 || change->about[0] == NULL;
  if (invocation->globals.json)
    print_json (invocation, change, redo, next);
  else
    print_text (invocation, change, redo, several, next);
  return TRUE;
}
