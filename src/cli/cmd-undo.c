#include "base/i18n.h"
#include "cli/dose-text.h"

/* What an undo says: the command it took back, and what is next of each course that it touched. */
typedef struct {
  const RgmChange *change;
  const RgmChange *origin; /* the same, or what it is about where that was itself an undo */
  gboolean holds;          /* whether origin is in force now */
  const RgmAgenda *agenda;
  const GArray *courses; /* of gint64 */
} Undone;

static gboolean
is_touched (const Undone *undone, const RgmCourse *course)
{
  for (guint i = 0; i < undone->courses->len; i++)
    if (g_array_index (undone->courses, gint64, i) == course->id)
      return TRUE;
  return FALSE;
}

/* The agenda has the next open dose of each course first. Returns: (transfer container)
 * (element-type RgmAgendaItem): one for each course. */
static GPtrArray *
next_doses (const Undone *undone)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < undone->agenda->items->len; i++) {
    const RgmAgendaItem *item = &g_array_index (undone->agenda->items, RgmAgendaItem, i);
    gboolean again = FALSE;

    for (guint n = 0; n < found->len; n++)
      again = again || ((const RgmAgendaItem *)found->pdata[n])->course == item->course;
    if (!again && is_touched (undone, item->course))
      g_ptr_array_add (found, (gpointer)item);
  }
  return found;
}

static void
print_text (CliInvocation *invocation, const Undone *undone, const GPtrArray *next)
{
  g_autofree char *when = cli_instant_text (undone->origin->at, invocation->zone);

  cli_print_para (invocation, 2,
                  undone->holds
                    ? _ ("Put back: %s, of %s. (\"regimen undo\" again takes it back.)")
                    : _ ("Took back: %s, of %s. (\"regimen undo\" again puts it back.)"),
                  undone->origin->command, when);
  for (guint i = 0; i < next->len; i++) {
    const RgmAgendaItem *item = next->pdata[i];

    cli_print_next (invocation, item->course, &item->dose, item->zone);
  }
}

static void
print_json (CliInvocation *invocation, const Undone *undone, const GPtrArray *next)
{
  g_autofree char *text = NULL;
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_object (&json, "undone");
  cli_json_text (&json, "command", undone->change->command);
  cli_json_instant (&json, "at", undone->change->at, invocation->zone);
  cli_json_close_object (&json);
  cli_json_open_array (&json, "next");
  for (guint i = 0; i < next->len; i++) {
    const RgmAgendaItem *item = next->pdata[i];

    cli_json_dose (&json, NULL, item->patient->name, item->course, &item->dose, item->zone);
  }
  cli_json_close_array (&json);
  text = cli_json_end (&json);
  g_string_append (invocation->out, text);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  g_autoptr (RgmChange) change = NULL, origin = NULL;
  gboolean holds;
  g_autoptr (GArray) courses = NULL;
  g_autoptr (RgmAgenda) agenda = NULL;
  g_autoptr (GPtrArray) next = NULL;
  RgmSession session;
  Undone undone;

  if (!cli_database_exists (invocation)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("nothing is on record yet, so there is nothing to take back"));
    return FALSE;
  }
  if (!cli_session (invocation, RGM_STORE_CREATE, CLI_NEEDS_RECORD, &session, error)
      || !rgm_record_undone (&session, &change, error))
    return FALSE;
  origin = rgm_store_change_origin (session.store, change->id, &holds, error);
  courses = origin != NULL ? rgm_store_change_courses (session.store, change->id, error) : NULL;
  agenda = courses != NULL ? rgm_agenda_load (&session, 0, -1, error) : NULL;
  if (agenda == NULL)
    return FALSE;
  undone = (Undone){ change, origin, holds, agenda, courses };
  next = next_doses (&undone);
  if (invocation->globals.json)
    print_json (invocation, &undone, next);
  else
    print_text (invocation, &undone, next);
  return TRUE;
}

const CliCommand cli_command_undo = {
  .name = "undo",
  .summary = N_ ("take back the last command that wrote"),
  .arguments = "",
  .details = N_ ("Takes back the last command that wrote, whatever it was and whoever it was "
                 "about: a log, a booking, a change, a new course. Where that was itself an undo, "
                 "what it took back holds again.\n\n"
                 "Nothing is lost: the record keeps that it was written and taken back. To correct "
                 "an older entry, use \"regimen amend\"."),
  .examples = "regimen undo",
  .json = TRUE,
  .run = run,
};
