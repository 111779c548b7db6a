/* regimen-publish: does the work of the command publish. The service runs "regimen-publish
 * refresh"; exit status 75 asks the service to try again later. A failure that only the user can
 * correct is noted, and the commands show it. */
#include "base/i18n.h"
#include "caldav/secret.h"
#include "calendar/calendar-event.h"
#include "programs/publish/publish-set.h"
#include "programs/publish/publish-show.h"
#include "store/write.h"

extern const CliCommand cli_command_publish;

enum { TRY_LATER = 75 };

static gboolean try_later;

static gboolean
fail_usage (GError **error, const char *message)
{
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_USAGE, message);
  return FALSE;
}

/* ---- --mine ---- */

/* The UID of the event of the dose "HANDLE/N". Returns: (transfer full). */
static char *
uid_of (PublishRun *run, const char *typed, GError **error)
{
  g_autoptr (RgmPatient) patient = NULL;
  int dose = 0;
  g_autoptr (RgmCourse) course
    = cli_session_course (run->invocation, &run->session, typed, &patient, &dose, error);

  if (course == NULL)
    return NULL;
  if (dose > 0)
    return calendar_uid (course, dose, 0);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("--mine \"%s\" names a course; write the dose too: %s/3, or \"all\""), typed,
               course->handle);
  return NULL;
}

/* Marks that the record, and not the calendar, is right about the event @uid or, if @uid is NULL,
 * about all events that wait for a decision of the user. Returns: how many events were marked; -1
 * with @error set. */
static int
mark_rows (PublishRun *run, const char *uid, GError **error)
{
  RgmStore *store = run->session.store;
  g_autoptr (GPtrArray) rows = store_published (store, error);
  int marked = 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    RgmPublished *row = rows->pdata[i];
    gboolean other = row->state == RGM_PUBLISHED_CHANGED || row->state == RGM_PUBLISHED_DELETED
                     || row->state == RGM_PUBLISHED_NEWER;

    if (!other || (uid != NULL ? !g_str_equal (row->uid, uid) : !row->asks))
      continue;
    row->mine = TRUE;
    if (!store_set_published (store, row, error))
      return -1;
    marked++;
  }
  return rows != NULL ? marked : -1;
}

static gboolean
decide_mine (PublishRun *run, const char *typed, GError **error)
{
  RgmStore *store = run->session.store;
  g_autofree char *uid = NULL;
  int marked;

  if (!g_str_equal (typed, "all") && (uid = uid_of (run, typed, error)) == NULL)
    return FALSE;
  if (!store_begin (store, NULL, run->session.now, error))
    return FALSE;
  marked = mark_rows (run, uid, error);
  if (marked > 0)
    return store_commit (store, error);
  store_rollback (store);
  if (marked == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("--mine %s: no such change in the calendar is known; \"regimen publish show\" "
                    "lists the events that were changed"),
                 typed);
  return FALSE;
}

/* ---- publishing now ---- */

static void
print_report (CliInvocation *invocation, const RgmPublishReport *report)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
    text, P_ ("The calendar has %d event.", "The calendar has %d events.", report->events),
    report->events);
  if (report->sent == 0 && report->removed == 0)
    g_string_append_printf (text, " %s", _ ("Nothing had to be sent."));
  if (report->sent > 0) {
    g_string_append_c (text, ' ');
    g_string_append_printf (text, P_ ("%d event was sent.", "%d events were sent.", report->sent),
                            report->sent);
  }
  if (report->removed > 0) {
    g_string_append_c (text, ' ');
    g_string_append_printf (
      text, P_ ("%d event was removed.", "%d events were removed.", report->removed),
      report->removed);
  }
  cli_print_para (invocation, 2, "%s", text->str);
}

/* Marks what the user decided with --mine, publishes, and prints the result unless run->quiet. The
 * output of a quiet run goes to the log of the service, which must contain neither the address of a
 * calendar nor the name of a person. */
static gboolean
publish (PublishRun *run, GError **error)
{
  const char *line
    = _ ("the calendar on the server is not up to date; \"regimen publish show\" says why");
  const CliPublishOptions *given = run->invocation->options;
  g_autoptr (GError) problem = NULL;
  RgmPublishReport report = { 0 };

  if (!publish_load (run, RGM_STORE_CREATE, error)
      || (given->mine != NULL && !decide_mine (run, given->mine, error)))
    return FALSE;
  if (publish_send (run, &report, &problem)) {
    if (run->quiet)
      return TRUE;
    if (run->invocation->globals.json)
      return publish_print_json (run, &report, error);
    print_report (run->invocation, &report);
    return publish_print_asks (run, error);
  }
  if (run->quiet && g_error_matches (problem, RGM_ERROR, RGM_ERROR_SERVER)) {
    cli_note (run->invocation, "%s", line);
    return TRUE;
  }
  if (run->quiet && g_error_matches (problem, RGM_ERROR, RGM_ERROR_AWAY)) {
    try_later = TRUE;
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_AWAY, line);
  } else {
    g_propagate_error (error, g_steal_pointer (&problem));
  }
  return FALSE;
}

/* ---- the words after "publish" ---- */

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
    return fail_usage (error, _ ("only \"publish set\" takes an address; use publish, publish set "
                                 "URL, publish show or publish off"));
  if (*what != '\0' && !set && !g_str_equal (what, "show") && !g_str_equal (what, "off")
      && !g_str_equal (what, "refresh")) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"publish %s\" is not known; the commands are: publish, publish set URL, "
                    "publish show, publish off"),
                 what);
    return FALSE;
  }
  if (own && !set)
    return fail_usage (error, _ ("--user, --password-command, --ca, --days and --tablets can be "
                                 "used only with \"publish set URL\""));
  if (given->mine != NULL && *what != '\0')
    return fail_usage (error, _ ("--mine can be used only with \"publish\" alone"));
  return TRUE;
}

/* Does "publish off". */
static gboolean
switch_off (PublishRun *run, const char *database, GError **error)
{
  RgmCaldavAccount *account = run->account;
  g_autofree char *url = g_steal_pointer (&account->url);

  if (!caldav_account_save (database, account, error))
    return FALSE;
  if (cli_database_exists (run->invocation)
      && (!cli_session (run->invocation, RGM_STORE_CREATE, CLI_NEEDS_RECORD, &run->session, error)
          || !publish_forget (run, error)))
    return FALSE;
  if (account->keyring)
    caldav_keyring_clear (url, account->user);
  cli_print_para (run->invocation, 2,
                  _ ("Nothing is published any more. What was published stays at %s"), url);
  return TRUE;
}

/* Does "publish show", also if no calendar is set. */
static gboolean
show (PublishRun *run, GError **error)
{
  gboolean json = run->invocation->globals.json;

  if (run->account->url == NULL && !json) {
    cli_print_para (run->invocation, 2,
                    _ ("No calendar has been set up for publishing; to set one up: regimen publish "
                       "set https://HOST/PATH --user NAME"));
    return TRUE;
  }
  if (!publish_load (run, RGM_STORE_READ, error))
    return FALSE;
  return json ? publish_print_json (run, NULL, error) : publish_show (run, error);
}

static gboolean
run_publish (CliInvocation *invocation, GError **error)
{
  const char *what = invocation->words->len > 0 ? invocation->words->pdata[0] : "";
  gboolean set = g_str_equal (what, "set");
  g_auto (PublishRun) run = { .invocation = invocation, .quiet = g_str_equal (what, "refresh") };
  g_autofree char *database = cli_database_path (invocation);
  g_autofree char *url = NULL;

  invocation->quiet = run.quiet;
  if (!check_words (invocation, error))
    return FALSE;
  if (set) {
    url = rgm_caldav_check_url (invocation->words->pdata[1], error);
    if (url == NULL
        /* checked first, so that a wrong address leaves no lock file behind */
        || !publish_lock (invocation, error))
      return FALSE;
  }
  run.account = caldav_account_load (database, error);
  if (run.account == NULL)
    return FALSE;
  if (set)
    return publish_set (&run, url, error) && publish (&run, error);
  if (g_str_equal (what, "show"))
    return show (&run, error);
  if (run.account->url == NULL)
    return run.quiet
           || fail_usage (error, _ ("no calendar has been set up for publishing; to set one up: "
                                    "regimen publish set https://HOST/PATH --user NAME"));
  if (!publish_lock (invocation, error))
    return FALSE;
  if (g_str_equal (what, "off"))
    return switch_off (&run, database, error);
  return publish (&run, error);
}

int
main (int argc, char **argv)
{
  CliCommand command = cli_command_publish;
  int status;

  command.run = run_publish;
  status = cli_main (&command, argv);
  return status != 0 && try_later ? TRY_LATER : status;
}
