/* publish-run.c: one run: what the record says, to the server, and how that went. */
#include "programs/publish/publish-run.h"

#include "base/i18n.h"
#include "store/calendar-rows.h"
#include "store/write.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#define HOUR 3600

void
publish_run_clear (PublishRun *run)
{
  g_clear_pointer (&run->account, rgm_caldav_account_free);
  g_clear_pointer (&run->publication, rgm_publication_free);
  g_clear_pointer (&run->events, g_ptr_array_unref);
}

gboolean
publish_lock (const CliInvocation *invocation, GError **error)
{
  g_autofree char *database = cli_database_path (invocation);
  g_autofree char *path = g_strconcat (database, ".publish-lock", NULL);
  g_autofree char *folder = g_path_get_dirname (database);
  int file = -1, result = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0) /* there may be no database yet */
    file = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  while (file >= 0 && (result = flock (file, LOCK_EX)) != 0 && errno == EINTR)
    ;
  if (result == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}

/* ---- what the record says ---- */

/* The id of the person the calendar is about; 0: all. */
static gboolean
find_patient (PublishRun *run, gint64 *id, GError **error)
{
  RgmSession session = run->session;
  g_autoptr (RgmPatient) patient = NULL;

  *id = 0;
  if (run->account->patient == NULL)
    return TRUE;
  session.patient = run->account->patient;
  patient = cli_session_patient (&session, error);
  if (patient != NULL)
    *id = patient->id;
  return patient != NULL;
}

/* A record without any dose is one whose calendar is empty. */
static gboolean
load_events (PublishRun *run, GError **error)
{
  const RgmCaldavAccount *account = run->account;
  RgmCalendarOptions options
    = { .days = account->days, .tablets = account->tablets, .private_mode = account->private_mode };
  g_autoptr (GError) problem = NULL;
  gint64 patient;

  if (!find_patient (run, &patient, error))
    return FALSE;
  run->events = rgm_calendar_events (&run->session, patient, &options, &problem);
  if (run->events != NULL)
    return TRUE;
  if (!g_error_matches (problem, RGM_ERROR, RGM_ERROR_CALENDAR)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  run->events = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_event_free);
  return TRUE;
}

gboolean
publish_load (PublishRun *run, RgmStoreMode mode, GError **error)
{
  return cli_session (run->invocation, mode, CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &run->session,
                      error)
         && rgm_store_publication (run->session.store, &run->publication, error)
         && load_events (run, error);
}

/* ---- how it went ---- */

static gboolean
save (PublishRun *run, const RgmPublication *publication, GError **error)
{
  RgmStore *store = run->session.store;

  if (!rgm_store_begin (store, NULL, run->session.now, error))
    return FALSE;
  if (rgm_store_set_publication (store, publication, error))
    return rgm_store_commit (store, error);
  rgm_store_rollback (store);
  return FALSE;
}

/* What is known of another calendar does not count: one that was made anew, or another address, as
 * after a restore of a copy from before. */
static gboolean
begin (PublishRun *run, GError **error)
{
  RgmStore *store = run->session.store;
  RgmPublication *publication = run->publication;

  if (!run->fresh && publication != NULL && g_str_equal (publication->url, run->account->url))
    return TRUE;
  run->fresh = FALSE;
  g_clear_pointer (&run->publication, rgm_publication_free);
  publication = run->publication = g_new0 (RgmPublication, 1);
  publication->url = g_strdup (run->account->url);
  publication->succeeded_at = publication->tried_at = RGM_INSTANT_NONE;
  if (!rgm_store_begin (store, NULL, run->session.now, error))
    return FALSE;
  if (rgm_store_clear_publication (store, error)
      && rgm_store_set_publication (store, publication, error))
    return rgm_store_commit (store, error);
  rgm_store_rollback (store);
  return FALSE;
}

/* A connection fails in words that differ each time, with times and addresses in them. */
static gboolean
is_same_problem (const RgmPublication *publication, const GError *problem)
{
  gboolean away = g_error_matches (problem, RGM_ERROR, RGM_ERROR_AWAY);
  if (problem == NULL || publication->problem == NULL)
    return problem == NULL && publication->problem == NULL;
  return away == publication->away
         && (away || g_str_equal (problem->message, publication->problem));
}

/* Nothing is written where all is as it was a moment ago: the service takes each write for a
 * change, and would publish again without end. */
static gboolean
is_news (const RgmPublication *publication, RgmInstant now, const GError *problem)
{
  RgmInstant last = problem != NULL ? publication->tried_at : publication->succeeded_at;
  return !is_same_problem (publication, problem) || (problem == NULL && !publication->made)
         || last == RGM_INSTANT_NONE || ABS (now - last) > HOUR;
}

static gboolean
note (PublishRun *run, const GError *problem, GError **error)
{
  RgmPublication *publication = run->publication;
  RgmInstant now = run->session.now;

  if (!is_news (publication, now, problem))
    return TRUE;
  publication->tried_at = now;
  g_clear_pointer (&publication->problem, g_free);
  publication->away = g_error_matches (problem, RGM_ERROR, RGM_ERROR_AWAY);
  if (problem != NULL)
    publication->problem = g_strdup (problem->message);
  else {
    publication->made = TRUE;
    publication->succeeded_at = now;
  }
  return save (run, publication, error);
}

void
publish_note_failure (PublishRun *run, const GError *problem)
{
  if (begin (run, NULL))
    note (run, problem, NULL);
}

gboolean
publish_now (PublishRun *run, RgmCaldav *caldav, RgmPublishReport *report, GError **error)
{
  g_auto (PublishServer) there = { .caldav = caldav };
  RgmPublishServer server = publish_server (&there);
  GError *problem = NULL;

  if (!begin (run, error))
    return FALSE;
  rgm_publish_run (&run->session, &server, run->events, run->account->writer, report, &problem);
  if (problem == NULL)
    return note (run, NULL, error);
  note (run, problem, NULL);
  g_propagate_error (error, problem);
  return FALSE;
}
