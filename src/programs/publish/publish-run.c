/* publish-run.c: sends the events of the record to the calendar on the server, and notes the
 * outcome. */
#include "programs/publish/publish-run.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/side-file.h"
#include "base/text.h"
#include "calendar/calendar-shown.h"
#include "programs/publish/publish-server.h"
#include "store/write.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#define HOUR 3600

void
publish_run_clear (PublishRun *run)
{
  g_clear_pointer (&run->account, caldav_account_free);
  g_clear_pointer (&run->publication, store_publication_free);
  g_clear_pointer (&run->events, g_ptr_array_unref);
  g_clear_pointer (&run->left_out, g_ptr_array_unref);
}

gboolean
publish_lock (const CliInvocation *invocation, GError **error)
{
  g_autofree char *database = cli_database_path (invocation);
  g_autofree char *path = g_strconcat (database, ".publish-lock", NULL);
  g_autofree char *folder = g_path_get_dirname (database);
  int file, result;

  if (g_mkdir_with_parents (folder, 0700) != 0) /* there may be no database yet */
    return file_fail_errno (folder, error);
  file = side_file_open (path, O_RDWR | O_CREAT, database, error);
  if (file < 0)
    return FALSE;
  while ((result = flock (file, LOCK_EX)) != 0 && errno == EINTR)
    ;
  return result == 0 || file_fail_errno (path, error);
}

/* The person whose calendar is published. Only an account that was written by an older version is
 * searched for by the name of the person: otherwise somebody else with a similar name would be
 * published in their place. Returns: (transfer full): NULL with RGM_ERROR_USAGE if that person is
 * not on record. */
static RgmPatient *
find_person (const PublishRun *run, GError **error)
{
  g_autoptr (GPtrArray) people = rgm_store_patients (run->session.store, error);
  RgmSession session = run->session;
  g_autofree char *name = text_quote (run->account->patient);

  for (guint i = 0; people != NULL && i < people->len; i++)
    if (g_strcmp0 (((const RgmPatient *)people->pdata[i])->uid, run->account->patient_uid) == 0)
      return g_ptr_array_steal_index (people, i);
  if (people == NULL)
    return NULL;
  if (run->account->patient_uid != NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("the calendar on the server is that of %s, who is not on record here; to end "
                    "it: regimen publish off; to publish another one: regimen publish set URL"),
                 name);
    return NULL;
  }
  session.patient = run->account->patient;
  return cli_session_patient (&session, error);
}

gboolean
publish_load (PublishRun *run, RgmStoreMode mode, GError **error)
{
  const RgmCaldavAccount *account = run->account;
  RgmCalendarOptions options
    = { .days = account->days, .tablets = account->tablets, .private_mode = account->private_mode };
  g_autoptr (RgmPatient) patient = NULL;

  if (!cli_session (run->invocation, mode, CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &run->session,
                    error)
      || !store_publication (run->session.store, &run->publication, error))
    return FALSE;
  if (account->patient != NULL && (patient = find_person (run, error)) == NULL)
    return FALSE;
  run->options = options;
  run->patient_id = patient != NULL ? patient->id : 0;
  run->events
    = rgm_calendar_events (&run->session, run->patient_id, &options, &run->left_out, error);
  return run->events != NULL;
}

/* ---- the outcome ---- */

/* In one transaction, forgets what is known about the calendar if @forget, and then writes
 * @publication unless it is NULL. */
static gboolean
save (PublishRun *run, gboolean forget, const RgmPublication *publication, GError **error)
{
  RgmStore *store = run->session.store;

  if (!store_begin (store, NULL, run->session.now, error))
    return FALSE;
  if ((!forget || store_clear_publication (store, error))
      && (publication == NULL || store_set_publication (store, publication, error)))
    return store_commit (store, error);
  store_rollback (store);
  return FALSE;
}

gboolean
publish_forget (PublishRun *run, GError **error)
{
  return save (run, TRUE, NULL, error);
}

/* Forgets what is known if it is about another calendar: one that this run has replaced by a new
 * one, or one at another address, for example after an older copy of the record was restored. */
static gboolean
begin (PublishRun *run, GError **error)
{
  RgmPublication *publication = run->publication;

  if (!run->made && publication != NULL && g_str_equal (publication->url, run->account->url))
    return TRUE;
  run->made = FALSE;
  g_clear_pointer (&run->publication, store_publication_free);
  publication = run->publication = g_new0 (RgmPublication, 1);
  publication->url = g_strdup (run->account->url);
  publication->succeeded_at = publication->tried_at = RGM_INSTANT_NONE;
  return save (run, TRUE, publication, error);
}

/* Notes the outcome of this run. @problem: NULL for a success. If the service publishes, the same
 * outcome within an hour is not written again: the service takes each write for a change of the
 * record, and would publish again without end. */
static gboolean
note_outcome (PublishRun *run, const GError *problem, GError **error)
{
  RgmPublication *publication = run->publication;
  RgmInstant now = run->session.now;
  RgmInstant last = problem != NULL ? publication->tried_at : publication->succeeded_at;
  gboolean away = g_error_matches (problem, RGM_ERROR, RGM_ERROR_AWAY), same;

  /* the messages of failed connections have times and addresses in them, so no two are the same */
  if (problem == NULL || publication->problem == NULL)
    same = problem == NULL && publication->problem == NULL && publication->made;
  else
    same
      = away == publication->away && (away || g_str_equal (problem->message, publication->problem));
  if (same && last != RGM_INSTANT_NONE && ABS (now - last) <= (run->quiet ? HOUR : 0))
    return TRUE;
  publication->tried_at = now;
  g_clear_pointer (&publication->problem, g_free);
  publication->away = away;
  if (problem != NULL) {
    publication->problem = g_strdup (problem->message);
  } else {
    publication->made = TRUE;
    publication->succeeded_at = now;
  }
  return save (run, FALSE, publication, error);
}

gboolean
publish_send (PublishRun *run, RgmPublishReport *report, GError **error)
{
  const RgmCaldavAccount *account = run->account;
  const RgmPublication *before = run->publication;
  gboolean seen
    = run->made || (before != NULL && before->made && g_str_equal (before->url, account->url));
  g_auto (PublishServer) there = { NULL };
  g_autoptr (RgmCaldav) caldav = NULL;
  GError *problem = NULL;

  caldav = publish_connect (account, seen, !run->quiet, &run->made, &problem);
  if (!begin (run, problem == NULL ? error : NULL)) {
    if (problem != NULL)
      g_propagate_error (error, problem);
    return FALSE;
  }
  if (caldav != NULL) {
    RgmPublishServer server = publish_server (&there, caldav);

    publish_run (&run->session, &server, run->events, run->left_out, account->writer, report,
                 &problem);
  }
  if (report->sent > 0)
    calendar_shown_note (&run->session, run->patient_id, &run->options, NULL);
  if (problem == NULL)
    return note_outcome (run, NULL, error);
  note_outcome (run, problem, NULL);
  g_propagate_error (error, problem);
  return FALSE;
}
