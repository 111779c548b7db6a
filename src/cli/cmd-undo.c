/* regimen undo: takes back the last command that wrote. */
#include "base/i18n.h"
#include "cli/dose-text.h"
#include "store/write.h"

/* An undo: the command that it took back, and the next doses of the courses that it touched. */
typedef struct {
  const RgmChange *change;
  const RgmChange *origin; /* the same; or, if that was itself an undo, the command it was about */
  gboolean holds;          /* whether origin is in force now */
  GPtrArray *next;         /* of const RgmAgendaItem *: one for each course */
} Undone;

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

static void
print_text (CliInvocation *invocation, const Undone *undone)
{
  g_autofree char *when = cli_instant_text (undone->origin->at, invocation->zone);

  cli_print_para (invocation, 2,
                  undone->holds ? _ ("Put back: %s of %s. (To take it back again: regimen undo)")
                                : _ ("Took back: %s of %s. (To put it back: regimen undo)"),
                  undone->origin->command, when);
  for (guint i = 0; i < undone->next->len; i++) {
    const RgmAgendaItem *item = undone->next->pdata[i];

    cli_print_next (invocation, item->course, &item->dose, item->zone);
  }
}

static void
print_json (CliInvocation *invocation, const Undone *undone)
{
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_object (&json, "undone");
  cli_json_text (&json, "command", undone->change->command);
  cli_json_instant (&json, "at", undone->change->at, invocation->zone);
  cli_json_close_object (&json);
  cli_json_open_array (&json, "next");
  for (guint i = 0; i < undone->next->len; i++) {
    const RgmAgendaItem *item = undone->next->pdata[i];

    cli_json_dose (&json, NULL, item->patient->name, item->course, &item->dose, item->zone);
  }
  cli_json_close_array (&json);
  cli_print_json (invocation, &json);
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
  origin = store_change_origin (session.store, change->id, &holds, error);
  courses = origin != NULL ? store_change_courses (session.store, change->id, error) : NULL;
  agenda = courses != NULL ? rgm_agenda_load (&session, 0, -1, error) : NULL;
  if (agenda == NULL)
    return FALSE;
  next = next_doses (agenda, courses);
  undone = (Undone){ change, origin, holds, next };
  if (invocation->globals.json)
    print_json (invocation, &undone);
  else
    print_text (invocation, &undone);
  return TRUE;
}

const CliCommand cli_command_undo = {
  .name = "undo",
  .summary = N_ ("take back the last command that wrote"),
  .arguments = "",
  .details
  = N_ ("Takes back the last command that wrote, whatever it was and whoever it was about: "
        "a log, a booking, a change, a new course. If that was itself an undo, the command "
        "that it took back is in force again.\n\n"
        "Nothing is lost: the record keeps what was written and that it was taken back. To "
        "correct an older entry, use \"regimen amend\"."),
  .examples = "regimen undo",
  .json = TRUE,
  .run = run,
};
