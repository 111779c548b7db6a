/* cmd-check.c: regimen check: checks that the record is intact and that alerts will arrive. It
 * first collects the facts, and then turns each into a line that says whether it is in order. The
 * "ok" or "NO" of each line and the exit status depend on these lines alone. */
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/print/dose-text.h"
#include "cli/print/json.h"
#include "cli/print/output.h"
#include "cli/programs.h"
#include "store/alert-rows.h"
#include "store/backup-folder.h"
#include "store/calendar-rows.h"
#include "store/lost-zones.h"
#include "store/merge.h"

#include <string.h>

typedef struct {
  gboolean accept;
} Options;

static const CliOption options[] = {
  { "accept", CLI_FLAG, G_STRUCT_OFFSET (Options, accept), NULL,
    N_ ("go on with the record as it is, although it lacks changes that had been saved") },
  { NULL },
};

/* Seconds. The service copies the record on the day of a change, or when the next day begins. While
 * it runs, a change that is older than this should therefore be in a copy. */
#define BACKUP_PATIENCE (2 * 86400)
#define PATIENCE 120 /* seconds: a running service should have shown a due alert by then */

/* ---- the calendar files that are kept ---- */

typedef struct {
  char *state; /* "current", "stale", "empty", "other", "failed" */
  char *path;
  char *problem; /* nullable: what is wrong with the file */
} KeptReport;

static void
kept_report_free (gpointer data)
{
  KeptReport *report = data;
  g_free (report->state);
  g_free (report->path);
  g_free (report->problem);
  g_free (report);
}

/* Asks regimen-export about the kept files, because only that program can make calendars.
 * @database: the path of the database. Returns: (transfer full) (element-type KeptReport): NULL
 * with @error if the program could not be run. */
static GPtrArray *
read_kept (const char *database, GError **error)
{
  const char *const arguments[] = { "state", "--db", database, NULL };
  g_autoptr (GString) said = g_string_new (NULL);
  GPtrArray *reports;
  if (!cli_program_read ("regimen-export", arguments, said, error))
    return NULL;
  reports = g_ptr_array_new_with_free_func (kept_report_free);
  /* for each file, its state, path and problem, each followed by a zero byte */
  for (const char *at = said->str, *end = at + said->len; at < end;) {
    KeptReport *report = g_new0 (KeptReport, 1);
    char **const parts[] = { &report->state, &report->path, &report->problem };
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
      gsize length = strnlen (at, (gsize)(end - at));
      *parts[i] = g_strndup (at, length);
      at += MIN (length + 1, (gsize)(end - at));
    }
    if (*report->problem == '\0')
      g_clear_pointer (&report->problem, g_free);
    g_ptr_array_add (reports, report);
  }
  return reports;
}

/* Describes the state of a kept file. @well: (out): whether it is as it should be. Returns:
 * (transfer full). */
static char *
kept_text (const KeptReport *report, gboolean *well)
{
  g_autofree char *shown = file_shown (report->path);
  gboolean empty = g_str_equal (report->state, "empty");
  *well = empty || g_str_equal (report->state, "current");
  if (*well && !empty)
    return g_strdup_printf (_ ("%s is up to date"), shown);
  if (empty)
    return g_strdup_printf (_ ("%s stays as it was: there is nothing to export"), shown);
  if (g_str_equal (report->state, "other")) /* its problem already names the commands to type */
    return g_strdup (report->problem);
  if (report->problem != NULL)
    return g_strdup_printf (_ ("%s (to stop updating this file: regimen export --keep %s --stop)"),
                            report->problem, shown);
  return g_strdup_printf (_ ("%s is older than the record; regimend, or the next command that "
                             "changes the record, will update it"),
                          shown);
}

static void
print_kept_json (CliJson *json, const GPtrArray *reports)
{
  cli_json_open_array (json, "calendars");
  for (guint i = 0; reports != NULL && i < reports->len; i++) {
    const KeptReport *report = g_ptr_array_index (reports, i);
    cli_json_open_object (json, NULL);
    cli_json_text (json, "path", report->path);
    cli_json_text (json, "state", report->state);
    cli_json_text (json, "problem", report->problem);
    cli_json_close_object (json);
  }
  cli_json_close_array (json);
}

/* ---- what is found ---- */

/* The notification server of this desktop. */
typedef struct {
  gboolean bus;       /* there is a session bus that answers */
  gboolean present;   /* a notification server runs: its name on the bus is taken */
  gboolean startable; /* the bus can start one when it is needed */
  gboolean buttons;   /* it shows buttons */
  char *server;       /* nullable: its name and version */
} Desktop;

/* What a line reports: a problem, of which the worst comes first in this list, or that all is
 * well. */
typedef enum {
  DAMAGED,
  SERVICE_STOPPED,
  ZONE_LOST,
  COPY_DIFFERS,
  RECORD_AHEAD,
  ALERTS_STUCK,
  FILE_BEHIND,
  SERVER_BEHIND,
  BACKUP_NOT_WHOLE,
  BACKUP_UNREAD,
  BACKUP_BEHIND,
  SERVICE_NEVER_RAN,
  NO_NOTIFICATIONS,
  WELL,
} Verdict;

/* The error of the command for each verdict. The worst verdict of all lines decides; DAMAGED is not
 * in the table, because its message counts the problems. */
static const struct {
  RgmError code;
  const char *message;
} failures[] = {
  [SERVICE_STOPPED]
  = { RGM_ERROR_NOTIFY, N_ ("no alert will come: regimend has run before but is not running now") },
  [ZONE_LOST] = { RGM_ERROR_ZONE, N_ ("a time zone is missing on this system: without it no alert "
                                      "comes at the right time") },
  [COPY_DIFFERS]
  = { RGM_ERROR_CONFLICT, N_ ("the record was changed on two computers, and a shared folder kept "
                              "both copies; \"regimen merge\" puts them together") },
  [RECORD_AHEAD] = { RGM_ERROR_CONFLICT,
                     N_ ("a dose is on record for a time in the future, so its alerts may come "
                         "at the wrong time") },
  [ALERTS_STUCK]
  = { RGM_ERROR_NOTIFY,
      N_ ("alerts are due but have not been shown, although regimend is running; \"regimen\" lists "
          "what is due") },
  [FILE_BEHIND]
  = { RGM_ERROR_CALENDAR, N_ ("a calendar file that is kept (export --keep) is not up to date") },
  [SERVER_BEHIND] = { RGM_ERROR_CALENDAR, N_ ("the calendar on the server is not up to date") },
  [BACKUP_NOT_WHOLE]
  = { RGM_ERROR_STORE, N_ ("the last copy of the record is not whole; \"regimen backup\" makes "
                           "another one") },
  [BACKUP_UNREAD] = { RGM_ERROR_STORE, N_ ("a folder with copies of the record cannot be read") },
  [BACKUP_BEHIND]
  = { RGM_ERROR_STORE, N_ ("what was changed last is in no copy of the record, although regimend "
                           "is running; \"regimen backup\" makes one, or says why it cannot") },
  [SERVICE_NEVER_RAN]
  = { RGM_ERROR_NOTIFY, N_ ("no alert will come: regimend, the service that shows the alerts, has "
                            "never run for this record") },
  [NO_NOTIFICATIONS]
  = { RGM_ERROR_NOTIFY, N_ ("no alert can be shown: this desktop has no notification server") },
};

typedef struct {
  Verdict verdict;
  const char *what;
  char *text;
} Line;

/* The dated copies of the record, in the folder in which the service makes them. */
typedef struct {
  gboolean looked; /* something is on record, so copies were looked for */
  gboolean daily;  /* the settings let the service make a copy each day */
  guint count;
  RgmInstant last;  /* when the newest was made; RGM_INSTANT_NONE: none */
  char *problem;    /* nullable: why the newest is not whole */
  RgmInstant whole; /* when the newest whole one was made; RGM_INSTANT_NONE: none */
  gint64 lacks;     /* how many changes the newest whole one lacks; if there is none, all changes */
  RgmInstant since; /* when the first of these changes was made */
  char *unread;     /* nullable: if no whole copy was found, why there may be one all the same */
} Backups;

typedef struct {
  char *path;
  gboolean exists;
  GPtrArray *problems; /* of char *: what is wrong with the record */
  gboolean service_runs;
  RgmInstant service_seen; /* its last sign of life */
  char *service_what;
  Desktop desktop;
  Backups backups;
  GPtrArray *kept; /* of KeptReport; NULL if no file is kept */
  guint alerts_due;
  RgmInstant due_since;        /* when the first of those was due; RGM_INSTANT_NONE: none is due */
  RgmAlertView *next;          /* nullable */
  RgmPublication *publication; /* nullable */
  const RgmZone *machine;
  const char *zone_doubt;   /* nullable: why that zone is not known */
  const RgmZone *zone;      /* the zone in which times are shown: that of the person */
  const RgmZone *next_zone; /* the zone of the person whom the next alert is for */
  GPtrArray *lost_zones;    /* of char *; NULL: not looked for */
  GPtrArray *ahead; /* of char *: entries dated in the future by mistake; NULL: not looked for */
  /* of char *: conflict copies made by a shared folder, with nothing new in them */
  GPtrArray *copies;
  GPtrArray *others; /* of char *: conflict copies with something that the record lacks */
  GArray *lines;     /* of Line */
} Findings;

static void
clear_line (gpointer data)
{
  g_free (((Line *)data)->text);
}

static void
findings_clear (Findings *findings)
{
  g_array_unref (findings->lines);
  g_free (findings->path);
  g_clear_pointer (&findings->problems, g_ptr_array_unref);
  g_clear_pointer (&findings->kept, g_ptr_array_unref);
  g_clear_pointer (&findings->lost_zones, g_ptr_array_unref);
  g_clear_pointer (&findings->ahead, g_ptr_array_unref);
  g_clear_pointer (&findings->copies, g_ptr_array_unref);
  g_clear_pointer (&findings->others, g_ptr_array_unref);
  g_clear_pointer (&findings->next, rgm_alert_view_free);
  g_clear_pointer (&findings->publication, store_publication_free);
  g_free (findings->service_what);
  g_free (findings->desktop.server);
  g_free (findings->backups.problem);
  g_free (findings->backups.unread);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Findings, findings_clear)

/* ---- the facts ---- */

/* Asks for the state of the kept files only if there are any, because making calendars takes longer
 * than everything else here. */
static gboolean
look_at_calendars (RgmStore *store, Findings *findings, GError **error)
{
  g_autoptr (GPtrArray) files = store_kept_files (store, error);

  if (files != NULL && files->len > 0)
    findings->kept = read_kept (findings->path, error);
  return files != NULL && (files->len == 0 || findings->kept != NULL);
}

/* Finds the newest copy and the newest whole copy. Skips copies with changes that the record lacks,
 * because they belong to another record. */
static gboolean
look_at_backups (const RgmSession *session, Findings *findings, GError **error)
{
  Backups *backups = &findings->backups;
  g_autofree char *folder = backup_folder_usual ();
  g_autoptr (GPtrArray) copies = backup_folder_list (folder, findings->path, session->now);
  const BackupCopy *whole = NULL;

  if (!backup_copy_lacks (session->store, NULL, &backups->lacks, &backups->since, error))
    return FALSE;
  backups->looked = backups->lacks > 0;
  backups->daily = session->settings->daily_backup;
  backups->count = copies->len;
  for (guint i = 0; backups->looked && whole == NULL && i < copies->len; i++) {
    const BackupCopy *copy = g_ptr_array_index (copies, i);
    g_autofree char *problem = NULL;

    if (copy->changes >= 0 && !backup_copy_is_part (session->store, copy))
      continue;
    problem = backup_folder_problem (copy->path);
    if (problem == NULL)
      whole = copy;
    if (backups->last == RGM_INSTANT_NONE) {
      backups->last = copy->made_at;
      backups->problem = g_steal_pointer (&problem);
    }
  }
  if (whole == NULL) {
    backups->unread = backup_list_problem (findings->path);
    return TRUE;
  }
  backups->whole = whole->made_at;
  return backup_copy_lacks (session->store, whole, &backups->lacks, &backups->since, error);
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
  findings->zone = findings->next_zone = cli_session_zone (session);
  return due != NULL && rgm_alert_next (session, TRUE, &findings->next, error)
         && store_heartbeat (session->store, &findings->service_seen, &findings->service_what,
                             error);
}

static gboolean
look_at_courses (const RgmSession *session, Findings *findings, GError **error)
{
  RgmCourseQuery all = {
    .now = session->now, .ended = TRUE, .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE
  };
  g_autoptr (GPtrArray) patients = rgm_store_patients (session->store, error);
  g_autoptr (GPtrArray) courses
    = patients != NULL ? rgm_store_courses (session->store, &all, error) : NULL;

  findings->ahead = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; courses != NULL && i < courses->len; i++) {
    const RgmCourse *course = g_ptr_array_index (courses, i);
    for (guint j = 0; j < patients->len; j++) {
      const RgmPatient *patient = g_ptr_array_index (patients, j);
      const RgmZone *zone
        = patient->id == course->patient_id ? rgm_patient_zone (patient, NULL) : NULL;
      g_autofree char *option = cli_patient_option (patient, patients);
      if (zone != NULL && findings->next != NULL
          && g_str_equal (patient->name, findings->next->patient))
        findings->next_zone = zone;
      char *text = zone != NULL ? cli_ahead_text (course, zone, session->now, option) : NULL;
      if (text != NULL)
        g_ptr_array_add (findings->ahead, text);
    }
  }
  return courses != NULL;
}

/* Finds the copies that a shared folder such as Syncthing kept because the record was changed on
 * two computers. */
static void
look_at_copies (RgmStore *store, Findings *findings)
{
  findings->others = store_conflict_copies (findings->path);
  findings->copies = g_ptr_array_new_with_free_func (g_free);
  for (guint i = findings->others->len; i-- > 0;)
    if (store_knows_copy (store, findings->others->pdata[i]))
      g_ptr_array_insert (findings->copies, 0, g_ptr_array_steal_index (findings->others, i));
}

static gboolean
look_at_record (CliInvocation *invocation, Findings *findings, GError **error)
{
  g_autofree char *loss = NULL;
  RgmSession session;

  findings->path = cli_database_path (invocation);
  findings->exists = cli_database_exists (invocation);
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &session,
                    error))
    return FALSE;
  if (((const Options *)invocation->options)->accept && !rgm_store_accept (session.store, error))
    return FALSE;
  findings->problems = findings->exists ? rgm_store_check (session.store, error)
                                        : g_ptr_array_new_with_free_func (g_free);
  if (findings->problems == NULL)
    return FALSE;
  loss = cli_loss_text (invocation);
  if (loss != NULL)
    g_ptr_array_add (findings->problems, g_steal_pointer (&loss));
  /* a damaged record may not be readable enough to find its alerts */
  if (findings->problems->len > 0)
    return TRUE;
  look_at_copies (session.store, findings);
  findings->lost_zones = store_lost_zones (session.store, 0, error);
  return findings->lost_zones != NULL && look_at_alerts (&session, findings, error)
         && look_at_backups (&session, findings, error)
         && look_at_courses (&session, findings, error)
         && look_at_calendars (session.store, findings, error)
         && store_publication (session.store, &findings->publication, error);
}

/* Asks the program of the service, regimend, because only that program knows how to talk to a
 * notification server. */
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

/* ---- the lines ---- */

/* Takes ownership of @text. */
static void
add_line (Findings *findings, Verdict verdict, const char *what, char *text)
{
  Line line = { .verdict = verdict, .what = what };

  line.text = text;
  g_array_append_val (findings->lines, line);
}

static void
add_service (const CliInvocation *invocation, Findings *findings)
{
  CliServiceStart start = cli_service_start (invocation);
  g_autofree char *seen = findings->service_seen != RGM_INSTANT_NONE
                            ? cli_instant_text (findings->service_seen, findings->zone)
                            : NULL;
  Verdict verdict = seen != NULL ? SERVICE_STOPPED : SERVICE_NEVER_RAN;
  g_autofree char *how = NULL;
  char *text;

  if (start == CLI_START_BY_HAND && !findings->desktop.bus)
    start = CLI_START_DESKTOP;
  how = cli_service_how (invocation, start);
  if (findings->service_runs && seen != NULL)
    text = g_strdup_printf (_ ("regimend runs; last active %s"), seen);
  else if (findings->service_runs)
    text = g_strdup (_ ("regimend runs"));
  else if (seen != NULL)
    text = g_strdup_printf (_ ("regimend does not run; last active %s. %s"), seen, how);
  else
    text = g_strdup_printf (_ ("regimend has never run for this record. %s"), how);
  add_line (findings, findings->service_runs ? WELL : verdict, _ ("service"), text);
}

static void
add_desktop (Findings *findings)
{
  const Desktop *desktop = &findings->desktop;
  gboolean well = desktop->present || desktop->startable;
  char *text;

  if (!desktop->bus)
    text = g_strdup (_ ("no desktop session runs here, so no alert can be shown; without one, a "
                        "calendar program can remind you (regimen export), and \"regimen\" shows "
                        "what is due"));
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
  add_line (findings, well ? WELL : NO_NOTIFICATIONS, _ ("notifications"), text);
}

static char *
stuck_text (const Findings *findings)
{
  g_autofree char *since = cli_instant_text (findings->due_since, findings->zone);
  guint n = findings->alerts_due;

  if (!findings->desktop.bus)
    return g_strdup_printf (P_ ("%u alert has been due since %s and was not shown; regimend may be "
                                "running in another session",
                                "%u alerts have been due, the first since %s, and were not shown; "
                                "regimend may be running in another session",
                                n),
                            n, since);
  if (findings->desktop.present)
    return g_strdup_printf (P_ ("%u alert has been due since %s and was not shown: the "
                                "notification server does not take it, or "
                                "does not answer",
                                "%u alerts have been due, the first since %s, and were not shown: "
                                "the notification server does "
                                "not take them, or does not answer",
                                n),
                            n, since);
  return g_strdup_printf (
    P_ ("%u alert has been due since %s and was not shown: no notification server takes it",
        "%u alerts have been due, the first since %s, and were not shown: no notification server "
        "takes "
        "them",
        n),
    n, since);
}

/* "The next one comes on Fri 2026-11-27 08:00: …", with what the alert is about. Returns: (transfer
 * full). */
static char *
next_text (const Findings *findings)
{
  g_autofree char *when = NULL;
  const char *zone = rgm_zone_name (findings->next_zone), *about;

  if (findings->next == NULL)
    return g_strdup (_ ("No later one is planned."));
  when = cli_instant_text (findings->next->when, findings->next_zone);
  about = rgm_alert_about (&findings->next->alert);
  return g_str_equal (zone, rgm_zone_name (findings->zone))
           ? g_strdup_printf (_ ("The next one comes on %s: %s."), when, about)
           : g_strdup_printf (_ ("The next one comes on %s (%s): %s."), when, zone, about);
}

static void
add_alerts (Findings *findings, RgmInstant now)
{
  /* the service has had enough time to show what is due, but did not */
  gboolean stuck = findings->service_runs && findings->due_since != RGM_INSTANT_NONE
                   && now - findings->due_since > PATIENCE;
  g_autofree char *next = next_text (findings);
  guint n = findings->alerts_due;
  char *text;

  if (stuck)
    text = stuck_text (findings);
  else if (n == 0)
    text = g_strdup_printf (_ ("No alert is due now. %s"), next);
  else if (!findings->service_runs)
    text = g_strdup_printf (
      P_ ("%u alert is due now, and \"regimen notify --dry-run\" shows what it says. %s",
          "%u alerts are due now, and \"regimen notify --dry-run\" shows what they say. "
          "%s",
          n),
      n, next);
  else
    text
      = g_strdup_printf (P_ ("%u alert is due now. %s", "%u alerts are due now. %s", n), n, next);
  add_line (findings, stuck ? ALERTS_STUCK : WELL, _ ("alerts"), text);
}

static void
add_published (Findings *findings)
{
  const RgmPublication *publication = findings->publication;
  RgmInstant at = publication->succeeded_at;
  g_autofree char *when = at != RGM_INSTANT_NONE ? cli_instant_text (at, findings->zone) : NULL;
  char *text;

  if (publication->problem != NULL && when != NULL)
    text
      = g_strdup_printf (_ ("the calendar on the server was last up to date on %s; since then: %s"),
                         when, publication->problem);
  else if (publication->problem != NULL)
    text = g_strdup_printf (_ ("nothing reached the server yet: %s"), publication->problem);
  else if (publication->asks > 0)
    text = g_strdup_printf (P_ ("%d event was changed on the server: regimen publish show",
                                "%d events were changed on the server: regimen publish show",
                                publication->asks),
                            publication->asks);
  else if (when != NULL)
    text = g_strdup_printf (_ ("the calendar on the server was brought up to date on %s"), when);
  else
    text = g_strdup (_ ("nothing has been published yet: regimen publish"));
  add_line (findings, publication->problem != NULL ? SERVER_BEHIND : WELL, _ ("published"), text);
}

/* Returns: (transfer full) (nullable): NULL for RGM_INSTANT_NONE. */
static char *
time_text (const Findings *findings, RgmInstant instant)
{
  return instant != RGM_INSTANT_NONE ? cli_instant_text (instant, findings->zone) : NULL;
}

/* The text for a record without any whole copy. @behind: whether the service should have made one
 * by now. Returns: (transfer full). */
static char *
no_backup_text (const Findings *findings, gboolean behind)
{
  return g_strdup (
    behind ? _ ("there is no copy of the record, although regimend runs; \"regimen backup\" makes "
                "one, or says why it cannot")
    : !findings->backups.daily ? _ ("there is no copy of the record, because regimen.conf turns "
                                    "daily copies off; \"regimen backup\" makes one")
    : findings->service_runs
      ? _ ("there is no copy of the record yet; regimend makes one on each day on which something "
           "was changed")
      : _ ("there is no copy of the record yet; regimend makes one on each day on which something "
           "was changed, if it runs, and \"regimen backup\" makes one now"));
}

/* The line is a "NO" if the last copy is not whole, if the copies cannot be read, or if the service
 * runs but has not made a copy for days although there is something to copy. If no copy is made
 * because the service does not run, the line about the service says so. */
static void
add_backups (Findings *findings, RgmInstant now)
{
  const Backups *backups = &findings->backups;
  gboolean behind = findings->service_runs && backups->daily && backups->lacks > 0
                    && now - backups->since > BACKUP_PATIENCE;
  g_autofree char *last = time_text (findings, backups->last);
  g_autofree char *whole = time_text (findings, backups->whole);
  g_autofree char *since = time_text (findings, backups->since);
  int lacks = (int)backups->lacks;
  char *text;

  if (backups->problem != NULL && backups->whole != RGM_INSTANT_NONE)
    text = g_strdup_printf (_ ("the copy of %s is not whole, but that of %s is: %s"), last, whole,
                            backups->problem);
  else if (backups->problem != NULL)
    text = g_strdup_printf (_ ("the copy of %s is not whole, and there is none that is: %s"), last,
                            backups->problem);
  else if (backups->unread != NULL)
    text = g_strdup_printf (_ ("it is not known whether there is a copy of the record: %s"),
                            backups->unread);
  else if (backups->whole == RGM_INSTANT_NONE)
    text = no_backup_text (findings, behind);
  else if (lacks == 0)
    text = g_strdup_printf (
      P_ ("the last copy was made on %s and is complete (%u copy; to list it: regimen restore)",
          "the last copy was made on %s and is complete (%u copies; to list them: regimen restore)",
          backups->count),
      whole, backups->count);
  else if (behind)
    text = g_strdup_printf (
      P_ ("the last copy was made on %s; it lacks %d change, of %s, although regimend runs; "
          "\"regimen backup\" makes one, or says why it cannot",
          "the last copy was made on %s; it lacks %d changes, the first of %s, although regimend "
          "runs; \"regimen backup\" makes one, or says why it cannot",
          lacks),
      whole, lacks, since);
  else
    text = g_strdup_printf (P_ ("the last copy was made on %s; %d change was made since then",
                                "the last copy was made on %s; %d changes were made since then",
                                lacks),
                            whole, lacks);
  add_line (findings,
            backups->problem != NULL  ? BACKUP_NOT_WHOLE
            : backups->unread != NULL ? BACKUP_UNREAD
            : behind                  ? BACKUP_BEHIND
                                      : WELL,
            _ ("backup"), text);
}

/* Adds the zone of this machine, and the zones on record that it lacks. */
static void
add_zones (Findings *findings)
{
  if (findings->zone_doubt != NULL)
    add_line (findings, ZONE_LOST, _ ("time zone"), g_strdup (findings->zone_doubt));
  else if (g_str_equal (rgm_zone_name (findings->zone), rgm_zone_name (findings->machine)))
    add_line (findings, WELL, _ ("time zone"), g_strdup (rgm_zone_name (findings->zone)));
  else
    add_line (findings, WELL, _ ("time zone"),
              g_strdup_printf (_ ("this machine is in %s; the times shown here are in %s"),
                               rgm_zone_name (findings->machine), rgm_zone_name (findings->zone)));
  for (guint i = 0; findings->lost_zones != NULL && i < findings->lost_zones->len; i++)
    add_line (findings, ZONE_LOST, _ ("time zone"), g_strdup (findings->lost_zones->pdata[i]));
}

static void
add_copies (Findings *findings)
{
  for (guint i = 0; findings->others != NULL && i < findings->others->len; i++) {
    g_autofree char *shown = file_shown (findings->others->pdata[i]);
    g_autofree char *word = text_shell_word (shown);
    add_line (findings, COPY_DIFFERS, _ ("other copy"),
              g_strdup_printf (_ ("a shared folder kept a second copy of the record, with entries "
                                  "that are not here: regimen merge %s"),
                               word));
  }
  for (guint i = 0; findings->copies != NULL && i < findings->copies->len; i++) {
    g_autofree char *shown = file_shown (findings->copies->pdata[i]);
    add_line (
      findings, WELL, _ ("other copy"),
      g_strdup_printf (_ ("the record has all that %s has; that file can be removed"), shown));
  }
}

static void
add_lines (const CliInvocation *invocation, Findings *findings)
{
  g_autofree char *shown = file_shown (findings->path);

  if (findings->problems->len == 0)
    add_line (findings, WELL, _ ("record"),
              findings->exists
                ? g_strdup_printf (_ ("%s is whole"), shown)
                : g_strdup_printf (_ ("%s does not exist yet: nothing is on record"), shown));
  for (guint i = 0; i < findings->problems->len; i++)
    add_line (findings, DAMAGED, _ ("record"), g_strdup (findings->problems->pdata[i]));
  for (guint i = 0; findings->ahead != NULL && i < findings->ahead->len; i++)
    add_line (findings, RECORD_AHEAD, _ ("record"), g_strdup (findings->ahead->pdata[i]));
  add_copies (findings);
  add_service (invocation, findings);
  add_desktop (findings);
  add_zones (findings);
  if (findings->problems->len == 0)
    add_alerts (findings, invocation->now);
  for (guint i = 0; findings->kept != NULL && i < findings->kept->len; i++) {
    gboolean well;
    char *text = kept_text (g_ptr_array_index (findings->kept, i), &well);
    add_line (findings, well ? WELL : FILE_BEHIND, _ ("calendar"), text);
  }
  if (findings->publication != NULL)
    add_published (findings);
  if (findings->backups.looked)
    add_backups (findings, invocation->now);
}

/* ---- what is printed ---- */

/* How many columns of the terminal the widest name of a line takes; at least 14, which is enough
 * for all names in English. */
static int
widest_name (const Findings *findings)
{
  int widest = 14;

  for (guint i = 0; i < findings->lines->len; i++)
    widest = MAX (widest, text_width (g_array_index (findings->lines, Line, i).what));
  return widest;
}

static void
print_lines (CliInvocation *invocation, const Findings *findings)
{
  const char *const verdicts[] = { _ ("ok"), _ ("NO") };
  int first = MAX (4, MAX (text_width (verdicts[0]), text_width (verdicts[1])));
  int second = widest_name (findings);

  for (guint i = 0; i < findings->lines->len; i++) {
    const Line *line = &g_array_index (findings->lines, Line, i);
    gboolean well = line->verdict == WELL;
    const char *verdict = verdicts[well ? 0 : 1];
    g_autofree char *own = cli_own_commands (invocation, line->text);
    g_autofree char *text
      = g_strdup_printf ("%s%*s %s%*s %s", verdict, first - text_width (verdict), "", line->what,
                         second - text_width (line->what), "", own);
    g_autofree char *wrapped = cli_wrap_text (text, invocation->screen.width, first + second + 2);
    cli_print_styled (invocation->out, &invocation->screen, well ? CLI_PLAIN : CLI_ALARM, wrapped);
    g_string_append_c (invocation->out, '\n');
  }
}

static void
print_backups_json (CliJson *json, const Findings *findings)
{
  const Backups *backups = &findings->backups;

  if (!backups->looked) {
    cli_json_text (json, "backups", NULL);
    return;
  }
  cli_json_open_object (json, "backups");
  cli_json_flag (json, "daily", backups->daily);
  cli_json_number (json, "copies", backups->count);
  cli_json_instant (json, "last", backups->last, findings->zone);
  cli_json_text (json, "problem", backups->problem);
  cli_json_instant (json, "last_whole", backups->whole, findings->zone);
  cli_json_number (json, "lacks", backups->lacks);
  cli_json_instant (json, "since", backups->since, findings->zone);
  cli_json_close_object (json);
}

static void
print_json (CliInvocation *invocation, const Findings *findings)
{
  g_autofree char *text = NULL;
  const RgmAlertView *next = findings->next;
  const RgmPublication *publication = findings->publication;
  CliJson json;

  cli_json_begin (&json);
  cli_json_open_object (&json, "record");
  cli_json_text (&json, "path", findings->path);
  cli_json_flag (&json, "exists", findings->exists);
  cli_json_flag (&json, "whole", findings->problems->len == 0);
  cli_json_open_array (&json, "problems");
  for (guint i = 0; i < findings->problems->len; i++)
    cli_json_text (&json, NULL, findings->problems->pdata[i]);
  cli_json_close_array (&json);
  cli_json_open_array (&json, "other_copies");
  for (guint i = 0; findings->others != NULL && i < findings->others->len; i++)
    cli_json_text (&json, NULL, findings->others->pdata[i]);
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
  cli_json_text (&json, "zone", rgm_zone_name (findings->machine));
  cli_json_open_array (&json, "zone_problems");
  for (guint i = 0; findings->lost_zones != NULL && i < findings->lost_zones->len; i++)
    cli_json_text (&json, NULL, findings->lost_zones->pdata[i]);
  cli_json_close_array (&json);
  cli_json_open_array (&json, "in_the_future");
  for (guint i = 0; findings->ahead != NULL && i < findings->ahead->len; i++)
    cli_json_text (&json, NULL, findings->ahead->pdata[i]);
  cli_json_close_array (&json);
  cli_json_number (&json, "alerts_due", findings->alerts_due);
  cli_json_instant (&json, "due_since", findings->due_since, findings->zone);
  cli_json_instant (&json, "next_alert", next != NULL ? next->when : RGM_INSTANT_NONE,
                    findings->zone);
  cli_json_text (&json, "next_kind", next != NULL ? next->alert.kind : NULL);
  print_kept_json (&json, findings->kept);
  if (publication == NULL) {
    cli_json_text (&json, "published", NULL);
  } else {
    cli_json_open_object (&json, "published");
    cli_json_instant (&json, "succeeded_at", publication->succeeded_at, findings->zone);
    cli_json_text (&json, "problem", publication->problem);
    cli_json_number (&json, "changed_there", publication->asks);
    cli_json_close_object (&json);
  }
  print_backups_json (&json, findings);
  text = cli_json_end (&json);
  g_string_append (invocation->out, text);
}

/* Fails if any line is a "NO". The error describes the worst of them. */
static gboolean
judge (const Findings *findings, GError **error)
{
  Verdict worst = WELL;

  for (guint i = 0; i < findings->lines->len; i++)
    worst = MIN (worst, g_array_index (findings->lines, Line, i).verdict);
  if (worst == DAMAGED)
    g_set_error (error, RGM_ERROR, RGM_ERROR_DAMAGED,
                 P_ ("the record has %u problem; \"regimen restore\" lists the copies of it",
                     "the record has %u problems; \"regimen restore\" lists the copies of it",
                     findings->problems->len),
                 findings->problems->len);
  else if (worst != WELL)
    g_set_error_literal (error, RGM_ERROR, failures[worst].code, _ (failures[worst].message));
  return worst == WELL;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  g_auto (Findings) findings
    = { .service_seen = RGM_INSTANT_NONE,
        .due_since = RGM_INSTANT_NONE,
        .machine = invocation->zone,
        .zone = invocation->zone,
        .zone_doubt = invocation->zone_doubt,
        .backups
        = { .last = RGM_INSTANT_NONE, .whole = RGM_INSTANT_NONE, .since = RGM_INSTANT_NONE } };

  findings.lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (findings.lines, clear_line);
  if (!look_at_record (invocation, &findings, error) || !look_at_desktop (&findings.desktop, error))
    return FALSE;
  findings.service_runs = cli_service_runs (invocation);
  add_lines (invocation, &findings);
  if (invocation->globals.json)
    print_json (invocation, &findings);
  else
    print_lines (invocation, &findings);
  return judge (&findings, error);
}

const CliCommand cli_command_check = {
  .name = "check",
  .verifies = CLI_VERIFIES_ITSELF,
  .summary = N_ ("check that the record is intact and that alerts will arrive"),
  .arguments = "",
  .details = N_ (
    "Looks at everything that must be right for alerts to arrive: the database and every row of "
    "its record, the service, the notification server of this desktop, the time zone, the next "
    "alert, and the calendar files that are kept (regimen export --keep). It also says how old the "
    "last copy of the record is, and whether that copy is whole (regimen backup).\n\nIf the record "
    "is in a folder that is shared between computers (Syncthing, Nextcloud, Dropbox), and the "
    "folder made a second copy of it because it was changed in two places, check names that copy, "
    "and the command that brings in what only that copy has.\n\nEach line begins with \"ok\" or "
    "\"NO\". The exit status is 1 if there is a \"NO\".\n\nEvery command says so if the record "
    "lacks changes that had been saved, for example because an older copy was put in its place. If "
    "that is as it should be, \"regimen check --accept\" goes on with the record as it is."),
  .examples = "regimen check\nregimen check --json",
  .options = options,
  .options_size = sizeof (Options),
  .json = TRUE,
  .run = run,
};
