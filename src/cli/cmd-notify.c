/* cmd-notify.c: regimen notify: prints the alerts that are due, or has regimend show them once. */
#include "base/i18n.h"
#include "cli/command.h"
#include "cli/programs.h"
#include "store/lost-zones.h"

typedef struct {
  gboolean dry_run;
} Options;

static const CliOption options[] = {
  { "dry-run", CLI_FLAG, G_STRUCT_OFFSET (Options, dry_run), NULL,
    N_ ("print the alerts instead of showing them") },
  { NULL },
};

/* @lost: how many time zones this system lacks. */
static void
print_alerts (CliInvocation *invocation, const GPtrArray *views, guint lost)
{
  if (views->len == 0)
    cli_print_para (
      invocation, 0,
      lost == 0
        ? _ ("No alert is due.")
        : _ ("No alert is due, but some time zones are unknown, so alerts may be missing."));
  for (guint i = 0; i < views->len; i++) {
    const RgmAlertView *view = views->pdata[i];
    gboolean critical = view->alert.urgency == RGM_URGENCY_CRITICAL;
    g_autofree char *summary = cli_wrap_text (view->summary, invocation->screen.width, 2);
    g_string_append (invocation->out, i > 0 ? "\n" : "");
    cli_print_styled (invocation->out, &invocation->screen, critical ? CLI_ALARM : CLI_STRONG,
                      summary);
    g_string_append_c (invocation->out, '\n');
    cli_print_para (invocation, 2, "%s", view->body);
  }
}

/* @hidden: whether to hide the names of courses, as in private mode, because most are the name of a
 * treatment. */
static void
print_json (CliInvocation *invocation, const GPtrArray *views, gboolean hidden)
{
  g_autofree char *text = NULL;
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_array (&json, "alerts");
  for (guint i = 0; i < views->len; i++) {
    const RgmAlertView *view = views->pdata[i];
    cli_json_open_object (&json, NULL);
    cli_json_text (&json, "patient", view->patient);
    cli_json_text (&json, "course", hidden ? NULL : view->course);
    cli_json_number (&json, "dose", view->dose);
    cli_json_text (&json, "kind", view->alert.kind);
    cli_json_instant (&json, "when", view->when, invocation->zone);
    cli_json_text (&json, "urgency", rgm_urgency_name (view->alert.urgency));
    cli_json_text (&json, "summary", view->summary);
    cli_json_text (&json, "body", view->body);
    cli_json_close_object (&json);
  }
  cli_json_close_array (&json);
  text = cli_json_end (&json);
  g_string_append (invocation->out, text);
}

/* Removes all alerts except those of the person selected in @session. */
static gboolean
keep_of_person (const RgmSession *session, GPtrArray *views, GError **error)
{
  g_autoptr (RgmPatient) patient = rgm_session_patient (session, error);

  if (patient == NULL)
    return FALSE;
  for (guint i = views->len; i-- > 0;)
    if (g_strcmp0 (((const RgmAlertView *)views->pdata[i])->patient, patient->name) != 0)
      g_ptr_array_remove_index (views, i);
  return TRUE;
}

static gboolean
dry_run (CliInvocation *invocation, GError **error)
{
  g_autoptr (GPtrArray) views = NULL, lost = NULL;
  RgmInstant next;
  RgmSession session;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &session,
                    error))
    return FALSE;
  views = rgm_alerts_due (&session, cli_is_private (invocation, &session), &next, error);
  if (views != NULL && session.patient != NULL && !keep_of_person (&session, views, error))
    return FALSE;
  lost = views != NULL ? store_lost_zones (session.store, 0, error) : NULL;
  if (lost == NULL)
    return FALSE;
  if (invocation->globals.json)
    print_json (invocation, views, cli_is_private (invocation, &session));
  else
    print_alerts (invocation, views, lost->len);
  return TRUE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) arguments = NULL;

  if (given->dry_run)
    return dry_run (invocation, error);
  if (invocation->globals.json) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("notify accepts --json only with --dry-run"));
    return FALSE;
  }
  if (invocation->globals.patient != NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("notify shows the alerts of everybody; those of one person are printed by: "
                    "regimen notify --dry-run"));
    return FALSE;
  }
  /* the service's program shows the alerts, so that no other program has to load the notification
   * library */
  path = cli_database_path (invocation);
  arguments = g_ptr_array_new ();
  g_ptr_array_add (arguments, (gpointer) "--once");
  g_ptr_array_add (arguments, (gpointer) "--db");
  g_ptr_array_add (arguments, path);
  if (invocation->globals.private_mode)
    g_ptr_array_add (arguments, (gpointer) "--private");
  g_ptr_array_add (arguments, NULL);
  return cli_program_become ("regimend", (char *const *)arguments->pdata, error);
}

const CliCommand cli_command_notify = {
  .name = "notify",
  .summary = N_ ("show the alerts that are due now, once"),
  .arguments = "",
  .details
  = N_ ("Shows the alerts that are due now and were not shown yet, as desktop notifications, and "
        "ends. The service regimend does the same all the time, and waits for you to press their "
        "buttons.\n\n--dry-run prints them and marks none as shown."),
  .examples = "regimen notify --dry-run\nregimen notify",
  .json = TRUE,
  .options = options,
  .options_size = sizeof (Options),
  .run = run,
};
