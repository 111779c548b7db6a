/* cmd-check.c: regimen check: is the record whole, and will alerts arrive? */
#include "base/i18n.h"
#include "cli/command.h"
#include "cli/kept-check.h"
#include "cli/programs.h"
#include "store/alert-rows.h"
#include "store/calendar-rows.h"

#include <string.h>

#define PATIENCE 120 /* seconds: if the service runs, an alert is shown sooner than that */

/* What shows notifications on this desktop. */
typedef struct {
  gboolean bus;       /* there is a session bus that answers */
  gboolean present;   /* a notification server has its name */
  gboolean startable; /* the bus starts one when it is needed */
  gboolean buttons;   /* it shows buttons */
  char *server;       /* nullable: its name and version */
} Desktop;

typedef struct {
  char *path;
  gboolean exists;
  GPtrArray *problems; /* of char *: of the record */
  gboolean service_runs;
  RgmInstant service_seen; /* its last sign of life */
  char *service_what;
  Desktop desktop;
  GPtrArray *kept; /* of CliKeptReport; NULL if no file is kept */
  guint alerts_due;
  RgmInstant due_since;        /* the first of those; RGM_INSTANT_NONE: none is due */
  RgmAlertView *next;          /* nullable */
  RgmPublication *publication; /* nullable */
  const RgmZone *zone;
} Findings;

static void
findings_clear (Findings *findings)
{
  g_free (findings->path);
  g_clear_pointer (&findings->problems, g_ptr_array_unref);
  g_clear_pointer (&findings->kept, g_ptr_array_unref);
  g_clear_pointer (&findings->next, rgm_alert_view_free);
  g_clear_pointer (&findings->publication, store_publication_free);
  g_free (findings->service_what);
  g_free (findings->desktop.server);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Findings, findings_clear)

/* Asks for the state of the kept files only if there are any: to make calendars takes longer than all
 * else here. */
static gboolean
look_at_calendars (RgmStore *store, Findings *findings, GError **error)
{
  g_autoptr (GPtrArray) files = store_kept_files (store, error);

  if (files != NULL && files->len > 0)
    findings->kept = cli_kept_check (findings->path, error);
  return files != NULL && (files->len == 0 || findings->kept != NULL);
}

static gboolean
look_at_alerts (const RgmSession *session, Findings *findings, GError **error)
{
  g_autoptr (GPtrArray) due = rgm_alerts_due (session, TRUE, NULL, error);

  for (guint i = 0; due != NULL && i < due->len; i++) {
    RgmInstant when = ((const RgmAlertView *)g_ptr_array_index (due, i))->when;
    if (findings->due_since == RGM_INSTANT_NONE || when < findings->due_since)
      findings->due_since = when;
  }
  findings->alerts_due = due != NULL ? due->len : 0;
  return due != NULL && rgm_alert_next (session, TRUE, &findings->next, error)
         && store_heartbeat (session->store, &findings->service_seen, &findings->service_what,
                             error);
}

static gboolean
look_at_record (CliInvocation *invocation, Findings *findings, GError **error)
{
  RgmSession session;

  findings->path = cli_database_path (invocation);
  findings->exists = cli_database_exists (invocation);
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &session,
                    error))
    return FALSE;
  findings->problems
    = findings->exists ? rgm_store_check (session.store, error) : g_ptr_array_new ();
  if (findings->problems == NULL)
    return FALSE;
  /* a record that is not whole may not be readable enough to find its alerts */
  if (findings->problems->len > 0)
    return TRUE;
  return look_at_alerts (&session, findings, error)
         && look_at_calendars (session.store, findings, error)
         && store_publication (session.store, &findings->publication, error);
}

/* Asks the program of the service, which knows how to talk to a notification server. */
static gboolean
look_at_desktop (Desktop *desktop, GError **error)
{
  static const char *const arguments[] = { "--probe", NULL };
  const struct {
    const char *line;
    gboolean *flag;
  } flags[] = { { "bus yes", &desktop->bus },
                { "present yes", &desktop->present },
                { "startable yes", &desktop->startable },
                { "buttons yes", &desktop->buttons } };
  g_autoptr (GString) said = g_string_new (NULL);

  if (!cli_program_read ("regimend", arguments, said, error))
    return FALSE;
  g_auto (GStrv) lines = g_strsplit (said->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    for (guint j = 0; j < G_N_ELEMENTS (flags); j++)
      *flags[j].flag = *flags[j].flag || g_str_equal (lines[i], flags[j].line);
    if (g_str_has_prefix (lines[i], "server ") && desktop->server == NULL)
      desktop->server = g_utf8_make_valid (lines[i] + strlen ("server "), -1);
  }
  return TRUE;
}

/* Whether a service runs that has had the time to show what is due, and has not. */
static gboolean
is_stuck (const Findings *findings, RgmInstant now)
{
  return findings->service_runs && findings->due_since != RGM_INSTANT_NONE
         && now - findings->due_since > PATIENCE;
}

static void
print_finding (CliInvocation *invocation, gboolean good, const char *what, const char *text)
{
  g_autofree char *line = g_strdup_printf ("%-4s %-14s %s", good ? _ ("ok") : _ ("NO"), what, text);
  g_autofree char *wrapped = cli_wrap_text (line, invocation->screen.width, 20);

  cli_print_styled (invocation->out, &invocation->screen, good ? CLI_PLAIN : CLI_ALARM, wrapped);
  g_string_append_c (invocation->out, '\n');
}

static void
print_record (CliInvocation *invocation, const Findings *findings)
{
  g_autofree char *shown = g_filename_display_name (findings->path);
  g_autofree char *text
    = findings->exists ? g_strdup_printf (_ ("%s is whole"), shown)
                       : g_strdup_printf (_ ("%s is not there yet: nothing is on record"), shown);

  if (findings->problems->len == 0)
    print_finding (invocation, TRUE, _ ("record"), text);
  for (guint i = 0; i < findings->problems->len; i++)
    print_finding (invocation, FALSE, _ ("record"), findings->problems->pdata[i]);
}

static void
print_service (CliInvocation *invocation, const Findings *findings)
{
  g_autofree char *seen = findings->service_seen != RGM_INSTANT_NONE
                            ? cli_instant_text (findings->service_seen, findings->zone)
                            : NULL;
  g_autofree char *text = NULL;

  if (findings->service_runs && seen != NULL)
    text = g_strdup_printf (_ ("regimend runs; last sign of life %s"), seen);
  else if (findings->service_runs)
    text = g_strdup (_ ("regimend runs"));
  else if (seen != NULL)
    text = g_strdup_printf (
      _ ("regimend does not run; last sign of life %s (systemctl --user start regimend)"), seen);
  else
    text = g_strdup (
      _ ("regimend has never run for this database (systemctl --user enable --now regimend)"));
  print_finding (invocation, findings->service_runs, _ ("service"), text);
}

static void
print_desktop (CliInvocation *invocation, const Desktop *desktop)
{
  g_autofree char *text = NULL;

  if (!desktop->bus)
    text = g_strdup (_ ("there is no session bus here, so no notification can be shown"));
  else if (desktop->present && desktop->server == NULL)
    text = g_strdup (desktop->buttons ? _ ("a server shows them, with buttons")
                                      : _ ("a server shows them, without buttons"));
  else if (desktop->present)
    text = g_strdup_printf (desktop->buttons ? _ ("%s shows them, with buttons")
                                             : _ ("%s shows them, without buttons"),
                            desktop->server);
  else if (desktop->startable)
    text = g_strdup (_ ("a server is started when it is needed"));
  else
    text = g_strdup (_ ("no notification server runs on this desktop; dunst is a small one"));
  print_finding (invocation, desktop->present || desktop->startable, _ ("notifications"), text);
}

static char *
stuck_text (const Findings *findings)
{
  g_autofree char *since = cli_instant_text (findings->due_since, findings->zone);
  guint n = findings->alerts_due;

  if (!findings->desktop.bus)
    return g_strdup_printf (
      P_ (
        "%u alert is due since %s and was not shown: regimend may be of another session than this "
        "one",
        "%u alerts are due, the first since %s, and were not shown: regimend may be of another "
        "session than this one",
        n),
      n, since);
  if (findings->desktop.present)
    return g_strdup_printf (
      P_ (
        "%u alert is due since %s and was not shown: the notification server does not take it, or "
        "does not answer",
        "%u alerts are due, the first since %s, and were not shown: the notification server does "
        "not take them, or does not answer",
        n),
      n, since);
  return g_strdup_printf (
    P_ ("%u alert is due since %s and was not shown: no notification server takes it",
        "%u alerts are due, the first since %s, and were not shown: no notification server takes "
        "them",
        n),
    n, since);
}

static void
print_alerts (CliInvocation *invocation, const Findings *findings)
{
  const RgmAlertView *next = findings->next;
  g_autofree char *when = next != NULL ? cli_instant_text (next->when, findings->zone) : NULL;
  g_autofree char *text = NULL;
  gboolean stuck = is_stuck (findings, invocation->now);
  guint n = findings->alerts_due;

  if (stuck)
    text = stuck_text (findings);
  else if (next == NULL)
    text = g_strdup_printf (P_ ("%u alert is due now; no later one is planned",
                                "%u alerts are due now; no later one is planned", n),
                            n);
  else
    text = g_strdup_printf (P_ ("%u alert is due now; the next comes %s (%s)",
                                "%u alerts are due now; the next comes %s (%s)", n),
                            n, when, next->alert.kind);
  print_finding (invocation, !stuck, _ ("alerts"), text);
}

static void
print_published (CliInvocation *invocation, const RgmPublication *publication)
{
  RgmInstant at = publication->succeeded_at;
  g_autofree char *when = at != RGM_INSTANT_NONE ? cli_instant_text (at, invocation->zone) : NULL;
  g_autofree char *text = NULL;

  if (publication->problem != NULL && when != NULL)
    text = g_strdup_printf (_ ("on the server all was equal last %s; since then: %s"), when,
                            publication->problem);
  else if (publication->problem != NULL)
    text = g_strdup_printf (_ ("nothing reached the server yet: %s"), publication->problem);
  else if (publication->asks > 0)
    text = g_strdup_printf (P_ ("%d event was changed on the server: regimen publish show",
                                "%d events were changed on the server: regimen publish show",
                                publication->asks),
                            publication->asks);
  else if (when != NULL)
    text = g_strdup_printf (_ ("on the server all was equal %s"), when);
  else
    text = g_strdup (_ ("nothing has been published yet: regimen publish"));
  print_finding (invocation, publication->problem == NULL, _ ("published"), text);
}

static void
print_findings (CliInvocation *invocation, const Findings *findings)
{
  print_record (invocation, findings);
  print_service (invocation, findings);
  print_desktop (invocation, &findings->desktop);
  print_finding (invocation, TRUE, _ ("time zone"), rgm_zone_name (findings->zone));
  if (findings->problems->len == 0)
    print_alerts (invocation, findings);
  for (guint i = 0; findings->kept != NULL && i < findings->kept->len; i++) {
    const CliKeptReport *report = g_ptr_array_index (findings->kept, i);
    g_autofree char *text = cli_kept_text (report);
    print_finding (invocation, cli_kept_is_well (report), _ ("calendar"), text);
  }
  if (findings->publication != NULL)
    print_published (invocation, findings->publication);
}

static void
print_json (CliInvocation *invocation, const Findings *findings)
{
  g_autofree char *shown = g_filename_display_name (findings->path), *text = NULL;
  const RgmAlertView *next = findings->next;
  const RgmPublication *publication = findings->publication;
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_object (&json, "record");
  cli_json_text (&json, "path", shown);
  cli_json_flag (&json, "exists", findings->exists);
  cli_json_flag (&json, "whole", findings->problems->len == 0);
  cli_json_open_array (&json, "problems");
  for (guint i = 0; i < findings->problems->len; i++)
    cli_json_text (&json, NULL, findings->problems->pdata[i]);
  cli_json_close_array (&json);
  cli_json_close_object (&json);
  cli_json_open_object (&json, "service");
  cli_json_flag (&json, "running", findings->service_runs);
  cli_json_instant (&json, "last_seen", findings->service_seen, findings->zone);
  cli_json_text (&json, "version", findings->service_what);
  cli_json_close_object (&json);
  cli_json_open_object (&json, "notifications");
  cli_json_flag (&json, "bus", findings->desktop.bus);
  cli_json_flag (&json, "present", findings->desktop.present);
  cli_json_flag (&json, "startable", findings->desktop.startable);
  cli_json_text (&json, "server", findings->desktop.server);
  cli_json_flag (&json, "buttons", findings->desktop.buttons);
  cli_json_close_object (&json);
  cli_json_text (&json, "zone", rgm_zone_name (findings->zone));
  cli_json_number (&json, "alerts_due", findings->alerts_due);
  cli_json_instant (&json, "due_since", findings->due_since, findings->zone);
  cli_json_instant (&json, "next_alert", next != NULL ? next->when : RGM_INSTANT_NONE,
                    findings->zone);
  cli_json_text (&json, "next_kind", next != NULL ? next->alert.kind : NULL);
  cli_kept_json (&json, findings->kept);
  if (publication == NULL) {
    cli_json_text (&json, "published", NULL);
  } else {
    cli_json_open_object (&json, "published");
    cli_json_instant (&json, "succeeded_at", publication->succeeded_at, findings->zone);
    cli_json_text (&json, "problem", publication->problem);
    cli_json_number (&json, "changed_there", publication->asks);
    cli_json_close_object (&json);
  }
  text = cli_json_end (&json);
  g_string_append (invocation->out, text);
}

static gboolean
all_kept (const Findings *findings)
{
  for (guint i = 0; findings->kept != NULL && i < findings->kept->len; i++)
    if (!cli_kept_is_well (g_ptr_array_index (findings->kept, i)))
      return FALSE;
  return TRUE;
}

/* Whatever is printed with a "NO" is a failure. The error names the worst of them. */
static gboolean
judge (const Findings *findings, RgmInstant now, GError **error)
{
  if (findings->problems->len > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                 P_ ("the record has %u problem; a backup can be put back",
                     "the record has %u problems; a backup can be put back",
                     findings->problems->len),
                 findings->problems->len);
  else if (findings->service_seen != RGM_INSTANT_NONE && !findings->service_runs)
    g_set_error (error, RGM_ERROR, RGM_ERROR_NOTIFY,
                 _ ("no alert will come: regimend has run before and does not run now"));
  else if (is_stuck (findings, now))
    g_set_error (error, RGM_ERROR, RGM_ERROR_NOTIFY,
                 _ ("alerts are due and were not shown, though regimend runs; \"regimen\" lists "
                    "what is due"));
  else if (!all_kept (findings))
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("a calendar that is to be kept is not up to date"));
  else if (findings->publication != NULL && findings->publication->problem != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("the calendar on the server is not up to date"));
  else if (!findings->service_runs)
    g_set_error (error, RGM_ERROR, RGM_ERROR_NOTIFY,
                 _ ("no alert will come: regimend has never run for this database"));
  else if (!findings->desktop.present && !findings->desktop.startable)
    g_set_error (error, RGM_ERROR, RGM_ERROR_NOTIFY,
                 _ ("no alert can be shown: this desktop has no notification server"));
  else
    return TRUE;
  return FALSE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  g_auto (Findings) findings
    = { .service_seen = RGM_INSTANT_NONE, .due_since = RGM_INSTANT_NONE, .zone = invocation->zone };

  if (!look_at_record (invocation, &findings, error) || !look_at_desktop (&findings.desktop, error))
    return FALSE;
  findings.service_runs = cli_service_runs (invocation);
  if (invocation->globals.json)
    print_json (invocation, &findings);
  else
    print_findings (invocation, &findings);
  return judge (&findings, invocation->now, error);
}

const CliCommand cli_command_check = {
  .name = "check",
  .summary = N_ ("is the record whole, will alerts arrive"),
  .arguments = "",
  .details = N_ (
    "Looks at everything that must be right for alerts to arrive: the database and "
    "every row of its record, the service, the "
    "notification server of this desktop, the time zone, the next alert, and the calendar files "
    "that are kept (regimen export --keep).\n\n"
    "Each line begins with \"ok\" or \"NO\". The exit status is 1 if there is a \"NO\"."),
  .examples = "regimen check\nregimen check --json",
  .json = TRUE,
  .run = run,
};
