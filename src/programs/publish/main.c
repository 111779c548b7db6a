/* regimen-publish: the command publish, in a program of its own. "regimen-publish refresh" is what
 * the service runs: exit status 75 asks it to try again later; what only a person can mend is
 * noted, and told by the commands. */
#include "base/i18n.h"
#include "caldav/secret.h"
#include "programs/publish/publish-run.h"
#include "store/calendar-rows.h"
#include "store/write.h"

#include <sys/resource.h>

extern const CliCommand cli_command_publish;

enum { TRY_LATER = 75 };

static gboolean try_later;

static gboolean
fail_usage (GError **error, const char *what)
{
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, "%s", what);
  return FALSE;
}

/* ---- now ---- */

static void
print_report (CliInvocation *invocation, const PublishRun *run, const RgmPublishReport *report)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
    text, P_ ("The calendar has %d event", "The calendar has %d events", report->events),
    report->events);
  if (report->sent == 0 && report->removed == 0)
    g_string_append (text, _ ("; nothing had to be sent"));
  if (report->sent > 0)
    g_string_append_printf (text, P_ ("; %d was sent", "; %d were sent", report->sent),
                            report->sent);
  if (report->removed > 0)
    g_string_append_printf (text, P_ ("; %d was removed", "; %d were removed", report->removed),
                            report->removed);
  cli_print_para (invocation, 2, "%s.", text->str);
}

static gboolean
go (PublishRun *run, RgmPublishReport *report, GError **error)
{
  gboolean seen = run->fresh
                  || (run->publication != NULL && run->publication->made
                      && g_str_equal (run->publication->url, run->account->url));
  g_autoptr (GError) problem = NULL;
  g_autoptr (RgmCaldav) caldav = publish_connect (run, seen, !run->quiet, &problem);

  if (caldav != NULL)
    return publish_now (run, caldav, report, error);
  publish_note_failure (run, problem);
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
tell (PublishRun *run, const RgmPublishReport *report, GError **error)
{
  if (run->quiet)
    return TRUE;
  if (run->invocation->globals.json)
    return publish_print_json (run, report, error);
  print_report (run->invocation, run, report);
  return publish_print_asks (run, error);
}

/* What the service runs writes into its log, where neither the address of a person's calendar nor
 * their name belongs. */
static gboolean
say_without_address (const PublishRun *run, const GError *problem, GError **error)
{
  const char *line
    = _ ("the calendar on the server is not up to date: \"regimen publish show\" tells why");

  try_later = problem->code == RGM_ERROR_AWAY;
  if (try_later)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_AWAY, line);
  else
    cli_note (run->invocation, "%s", line);
  return !try_later;
}

static gboolean
publish (PublishRun *run, GError **error)
{
  g_autoptr (GError) problem = NULL;
  RgmPublishReport report = { 0 };

  if (!publish_load (run, RGM_STORE_CREATE, error))
    return FALSE;
  if (go (run, &report, &problem))
    return tell (run, &report, error);
  if (run->quiet
      && (g_error_matches (problem, RGM_ERROR, RGM_ERROR_AWAY)
          || g_error_matches (problem, RGM_ERROR, RGM_ERROR_SERVER)))
    return say_without_address (run, problem, error);
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* ---- what somebody decided ---- */

/* The UID of the event of "HANDLE/N". (transfer full) */
static char *
uid_of (PublishRun *run, const char *typed, GError **error)
{
  g_autoptr (RgmPatient) patient = cli_session_patient (&run->session, error);
  g_autoptr (RgmCourse) course = NULL;
  int dose = 0;

  if (patient != NULL)
    course = cli_session_course (&run->session, patient, typed, &dose, error);
  if (course == NULL)
    return NULL;
  if (dose > 0)
    return g_strdup_printf ("%s-%d@regimen", course->uid, dose);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("--mine \"%s\" names a course; write the dose too: %s/3, or \"all\""), typed,
               course->handle);
  return NULL;
}

/* Returns: how many were marked, -1 on failure. @uid: NULL: all. */
static int
mark_rows (PublishRun *run, const char *uid, GError **error)
{
  RgmStore *store = run->session.store;
  g_autoptr (GPtrArray) rows = rgm_store_published (store, error);
  int marked = 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    RgmPublished *row = rows->pdata[i];
    gboolean other = row->state == RGM_PUBLISHED_CHANGED || row->state == RGM_PUBLISHED_DELETED
                     || row->state == RGM_PUBLISHED_NEWER;
    if (!other || (uid != NULL ? !g_str_equal (row->uid, uid) : !row->asks))
      continue;
    row->mine = TRUE;
    if (!rgm_store_set_published (store, row, error))
      return -1;
    marked++;
  }
  return rows != NULL ? marked : -1;
}

static gboolean
decide_mine (PublishRun *run, GError **error)
{
  const CliPublishOptions *given = run->invocation->options;
  g_autofree char *uid = NULL;
  int marked;

  if (!publish_load (run, RGM_STORE_CREATE, error))
    return FALSE;
  if (!g_str_equal (given->mine, "all") && (uid = uid_of (run, given->mine, error)) == NULL)
    return FALSE;
  if (!rgm_store_begin (run->session.store, NULL, run->session.now, error))
    return FALSE;
  marked = mark_rows (run, uid, error);
  if (marked > 0)
    return rgm_store_commit (run->session.store, error);
  rgm_store_rollback (run->session.store);
  if (marked == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("--mine %s: nothing is known to be changed there; \"regimen publish show\" "
                    "tells what is"),
                 given->mine);
  return FALSE;
}

/* ---- the end of it ---- */

static gboolean
clear_store (PublishRun *run, GError **error)
{
  RgmStore *store;

  if (!cli_database_exists (run->invocation))
    return TRUE;
  if (!cli_session (run->invocation, RGM_STORE_CREATE, CLI_NEEDS_RECORD, &run->session, error))
    return FALSE;
  store = run->session.store;
  if (!rgm_store_begin (store, NULL, run->session.now, error))
    return FALSE;
  if (rgm_store_clear_publication (store, error))
    return rgm_store_commit (store, error);
  rgm_store_rollback (store);
  return FALSE;
}

static gboolean
switch_off (PublishRun *run, GError **error)
{
  g_autofree char *database = cli_database_path (run->invocation);
  RgmCaldavAccount *account = run->account;
  g_autofree char *url = g_steal_pointer (&account->url);
  RgmCaldavAccount former = *account;

  former.url = url;
  if (!rgm_caldav_account_save (database, account, error) || !clear_store (run, error))
    return FALSE;
  if (former.keyring)
    rgm_caldav_keyring_clear (former.url, former.user);
  cli_print_para (run->invocation, 2, _ ("Nothing is published any more. What was stays at %s"),
                  url);
  return TRUE;
}

/* ---- which of them ---- */

static gboolean
check_words (const CliInvocation *invocation, GError **error)
{
  const CliPublishOptions *given = invocation->options;
  const char *what = invocation->words->len > 0 ? invocation->words->pdata[0] : "";
  gboolean set = g_str_equal (what, "set");
  gboolean own = given->user != NULL || given->password_command != NULL || given->ca != NULL
                 || given->days.given || given->tablets;

  if (set && invocation->words->len < 2)
    return fail_usage (error, _ ("publish set needs the address of the calendar: regimen publish "
                                 "set https://HOST/PATH --user NAME"));
  if (!set && invocation->words->len > 1)
    return fail_usage (error, _ ("only \"publish set\" takes an address; accepted are: publish, "
                                 "publish set URL, publish show, publish off"));
  if (*what != '\0' && !set && !g_str_equal (what, "show") && !g_str_equal (what, "off")
      && !g_str_equal (what, "refresh")) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"publish %s\" is not accepted: publish, publish set URL, publish show, "
                    "publish off"),
                 what);
    return FALSE;
  }
  if (own && !set)
    return fail_usage (error, _ ("--user, --password-command, --ca, --days and --tablets go with "
                                 "\"publish set URL\""));
  if (given->mine != NULL && *what != '\0')
    return fail_usage (error, _ ("--mine goes with \"publish\" alone"));
  return TRUE;
}

static gboolean
load_account (PublishRun *run, GError **error)
{
  g_autofree char *database = cli_database_path (run->invocation);

  g_clear_pointer (&run->account, rgm_caldav_account_free);
  run->account = rgm_caldav_account_load (database, error);
  return run->account != NULL;
}

static gboolean
run_set (PublishRun *run, GError **error)
{
  /* what is no address leaves nothing behind */
  g_autofree char *url = rgm_caldav_check_url (run->invocation->words->pdata[1], error);

  return url != NULL && publish_lock (run->invocation, error) && load_account (run, error)
         && publish_set (run, error) && publish (run, error);
}

static gboolean
show (PublishRun *run, GError **error)
{
  if (!publish_load (run, RGM_STORE_READ, error))
    return FALSE;
  return run->invocation->globals.json ? publish_print_json (run, NULL, error)
                                       : publish_show (run, error);
}

static gboolean
show_nothing (PublishRun *run, GError **error)
{
  if (run->invocation->globals.json)
    return show (run, error);
  cli_print_para (run->invocation, 2,
                  _ ("No calendar is set: regimen publish set "
                     "https://HOST/PATH --user NAME"));
  return TRUE;
}

static gboolean
run_set_up (PublishRun *run, const char *what, GError **error)
{
  const CliPublishOptions *given = run->invocation->options;

  if (g_str_equal (what, "show"))
    return show (run, error);
  if (!publish_lock (run->invocation, error))
    return FALSE;
  if (g_str_equal (what, "off"))
    return switch_off (run, error);
  if (given->mine != NULL && !decide_mine (run, error))
    return FALSE;
  g_clear_pointer (&run->publication, rgm_publication_free);
  g_clear_pointer (&run->events, g_ptr_array_unref);
  return publish (run, error);
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const char *what = invocation->words->len > 0 ? invocation->words->pdata[0] : "";
  g_auto (PublishRun) run = { .invocation = invocation, .quiet = g_str_equal (what, "refresh") };

  if (!check_words (invocation, error))
    return FALSE;
  if (g_str_equal (what, "set"))
    return run_set (&run, error);
  if (!load_account (&run, error))
    return FALSE;
  if (run.account->url != NULL)
    return run_set_up (&run, what, error);
  if (g_str_equal (what, "show"))
    return show_nothing (&run, error);
  if (run.quiet)
    return TRUE;
  return fail_usage (error, _ ("no calendar is set to publish to: regimen publish set "
                               "https://HOST/PATH --user NAME"));
}

/* What it has in memory is not to be written to a disk when it crashes. */
static void
keep_from_disk (void)
{
  setrlimit (RLIMIT_CORE, &(struct rlimit){ 0, 0 });
}

int
main (int argc, char **argv)
{
  CliCommand command = cli_command_publish;
  int status;

  keep_from_disk ();
  command.run = run;
  status = cli_main (&command, argv);
  return status != 0 && try_later ? TRY_LATER : status;
}
