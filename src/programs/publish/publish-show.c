/* publish-show.c: prints the settings of publishing, the outcome of the last run, and which events
 * were changed in the calendar. */
#include "programs/publish/publish-show.h"

#include "base/i18n.h"
#include "ical/object.h"
#include "programs/read-calendar/reader.h"

#include <regimen/ical.h>

#include <string.h>

#define UUID_LENGTH 36

/* ---- what was changed ---- */

/* Whether the event waits for a decision of the user. */
static gboolean
asks (const RgmPublished *row)
{
  return row->asks && !row->mine;
}

/* Reads the objects that the server has for events that were changed there and wait for the user.
 * Returns: (transfer full): see reader_objects(). */
static GHashTable *
read_theirs (const GPtrArray *rows, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++) {
    const RgmPublished *row = rows->pdata[i];

    if (asks (row) && row->theirs != NULL)
      g_ptr_array_add (texts, row->theirs);
  }
  return reader_objects (texts, error);
}

/* The dose of the event @uid, for example "denosumab/3". Returns: (transfer full): NULL if @uid is
 * not that of a dose, or the record has no such course. */
static char *
dose_of (const RgmSession *session, const char *uid)
{
  g_autofree char *course_uid = g_strndup (uid, UUID_LENGTH);
  g_autoptr (RgmCourse) course = NULL;
  gint64 dose;
  g_auto (GStrv) rest
    = strlen (uid) > UUID_LENGTH + 1 ? g_strsplit (uid + UUID_LENGTH + 1, "@", 2) : NULL;

  if (rest == NULL || !g_ascii_string_to_signed (rest[0], 10, 1, 99999, &dose, NULL))
    return NULL;
  course = rgm_store_course_by_uid (session->store, course_uid, session->now, NULL);
  return course != NULL ? g_strdup_printf ("%s/%d", course->handle, (int)dose) : NULL;
}

/* How @theirs, the event on the server, differs from what regimen wrote there: one sentence for
 * each part that differs. Times are in @zone. */
static char *
difference_text (const RgmPublished *row, const RgmEvent *theirs, const RgmZone *zone)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new ();
  g_autofree char *when = rgm_local_has_time (theirs->start)
                            ? cli_instant_text (theirs->start_at, zone)
                            : cli_day_text (theirs->start.day);
  g_autofree char *moved = g_strdup_printf (_ ("In the calendar it is on %s."), when);
  const char *const sentence_of[RGM_EVENT_N_PARTS] = {
    [RGM_EVENT_TIME] = moved,
    [RGM_EVENT_CALLED] = theirs->status == RGM_EVENT_CANCELLED
                           ? _ ("It was cancelled in the calendar.")
                           : _ ("In the calendar it is not cancelled."),
    [RGM_EVENT_SUMMARY] = _ ("Its title was changed."),
    [RGM_EVENT_LOCATION] = _ ("Its place was changed."),
    [RGM_EVENT_DESCRIPTION] = _ ("Its description was changed."),
  };

  for (int i = 0; i < RGM_EVENT_N_PARTS; i++)
    if (row->print.part[i] != row->base.part[i])
      g_ptr_array_add (sentences, (gpointer)sentence_of[i]);
  if (sentences->len == 0)
    return g_strdup (_ ("It was changed."));
  g_ptr_array_add (sentences, NULL);
  return g_strjoinv (" ", (char **)sentences->pdata);
}

/* What happened to the event of @row on the server. @objects: the result of read_theirs(). */
static char *
row_text (const PublishRun *run, const RgmPublished *row, GHashTable *objects)
{
  const RgmIcalObject *object
    = row->theirs != NULL ? g_hash_table_lookup (objects, row->theirs) : NULL;
  g_autoptr (RgmEvent) theirs = NULL;
  const RgmZone *zone = NULL;
  const char *name = NULL; /* the zone in which the record has the event */

  if (row->state == RGM_PUBLISHED_DELETED)
    return g_strdup (_ ("It was deleted."));
  if (row->state == RGM_PUBLISHED_NEWER)
    return g_strdup (
      _ ("Another computer published it, from a newer record or with other settings."));
  for (guint i = 0; i < run->events->len && name == NULL; i++) {
    const RgmEvent *event = run->events->pdata[i];

    if (g_str_equal (event->uid, row->uid))
      name = event->zone;
  }
  if (object != NULL)
    theirs = ical_object_event (object, name, NULL);
  if (theirs == NULL)
    return g_strdup (_ ("It can no longer be read."));
  zone = name != NULL ? rgm_zone_get (name, NULL) : NULL;
  return difference_text (row, theirs, zone != NULL ? zone : run->invocation->zone);
}

gboolean
publish_print_asks (PublishRun *run, GError **error)
{
  g_autoptr (GPtrArray) rows = store_published (run->session.store, error);
  g_autoptr (GHashTable) objects = NULL;
  g_autofree char *first = NULL;
  guint count = 0;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    count += asks (rows->pdata[i]);
  if (count == 0)
    return TRUE;
  objects = read_theirs (rows, error);
  if (objects == NULL)
    return FALSE;
  cli_print_para (
    run->invocation, 2,
    P_ ("%u event was changed in the calendar, and is left as it is there:",
        "%u events were changed in the calendar, and are left as they are there:", count),
    count);
  for (guint i = 0; i < rows->len; i++) {
    const RgmPublished *row = rows->pdata[i];
    g_autofree char *dose = asks (row) ? dose_of (&run->session, row->uid) : NULL;
    g_autofree char *text = dose != NULL ? row_text (run, row, objects) : NULL;

    if (dose == NULL)
      continue;
    cli_print_para (run->invocation, 4, "  %s: %s", dose, text);
    if (first == NULL)
      first = g_steal_pointer (&dose);
  }
  if (first != NULL)
    cli_print_para (run->invocation, 2,
                    P_ ("If the calendar is right: regimen import --published; if the record is "
                        "right: regimen publish --mine %s",
                        "If the calendar is right: regimen import --published; if the record is "
                        "right: regimen publish --mine %s, or all of them: regimen publish --mine "
                        "all",
                        count),
                    first);
  return TRUE;
}

/* ---- show ---- */

gboolean
publish_show (PublishRun *run, GError **error)
{
  const RgmCaldavAccount *account = run->account;
  const RgmPublication *publication = run->publication;
  const RgmZone *zone = run->invocation->zone;
  int pending;

  if (!publish_pending (&run->session, run->events, run->left_out, &pending, error))
    return FALSE;
  cli_print_para (run->invocation, 2, _ ("Calendar: %s"), account->url);
  if (account->user != NULL)
    cli_print_para (run->invocation, 2,
                    account->password_command != NULL ? _ ("User: %s, password from a command")
                    : account->keyring ? _ ("User: %s, password in the keyring of the desktop")
                                       : _ ("User: %s, password in a file that only you can read"),
                    account->user);
  if (account->private_mode || run->session.settings->private_mode)
    cli_print (run->invocation, _ ("Private: without treatments and places"));
  if (publication != NULL && publication->succeeded_at != RGM_INSTANT_NONE) {
    g_autofree char *when = cli_instant_text (publication->succeeded_at, zone);

    if (publication->asks == 0)
      cli_print_para (run->invocation, 2, _ ("The calendar was last up to date on %s."), when);
    else
      cli_print_para (
        run->invocation, 2,
        _ ("The calendar was last published on %s. What was changed there was left as it is."),
        when);
  } else {
    cli_print_para (run->invocation, 2, _ ("The calendar has never been up to date."));
  }
  if (publication != NULL && publication->problem != NULL) {
    g_autofree char *when = cli_instant_text (publication->tried_at, zone);

    cli_print_para (run->invocation, 2, _ ("The last attempt, on %s, failed: %s"), when,
                    publication->problem);
  }
  cli_print (run->invocation, _ ("Events: %u"), run->events->len);
  if (pending > 0)
    cli_print (run->invocation, _ ("Not sent yet: %d (to send now: regimen publish)"), pending);
  return publish_print_asks (run, error);
}

/* ---- as JSON ---- */

static void
json_row (CliJson *json, const PublishRun *run, const RgmPublished *row, GHashTable *objects)
{
  g_autofree char *dose = dose_of (&run->session, row->uid);
  g_autofree char *text = row_text (run, row, objects);

  cli_json_open_object (json, NULL);
  cli_json_text (json, "dose", dose);
  cli_json_text (json, "uid", row->uid);
  cli_json_text (json, "state", store_published_state_name (row->state));
  cli_json_text (json, "text", text);
  cli_json_instant (json, "noticed_at", row->noticed_at, run->invocation->zone);
  cli_json_close_object (json);
}

gboolean
publish_print_json (PublishRun *run, const RgmPublishReport *report, GError **error)
{
  const RgmPublication *publication = run->publication;
  const RgmZone *zone = run->invocation->zone;
  g_autoptr (GPtrArray) rows = store_published (run->session.store, error);
  g_autoptr (GHashTable) objects = rows != NULL ? read_theirs (rows, error) : NULL;
  g_autofree char *text = NULL;
  int pending;
  CliJson json;

  if (objects == NULL
      || !publish_pending (&run->session, run->events, run->left_out, &pending, error))
    return FALSE;
  cli_json_begin (&json);
  cli_json_text (&json, "url", run->account->url);
  cli_json_text (&json, "user", run->account->user);
  cli_json_flag (&json, "private", run->account->private_mode);
  cli_json_number (&json, "events", run->events->len);
  cli_json_number (&json, "pending", pending);
  cli_json_instant (&json, "succeeded_at",
                    publication != NULL ? publication->succeeded_at : RGM_INSTANT_NONE, zone);
  cli_json_instant (&json, "tried_at",
                    publication != NULL ? publication->tried_at : RGM_INSTANT_NONE, zone);
  cli_json_text (&json, "problem", publication != NULL ? publication->problem : NULL);
  if (report != NULL) {
    cli_json_number (&json, "sent", report->sent);
    cli_json_number (&json, "removed", report->removed);
  }
  cli_json_open_array (&json, "changed_there");
  for (guint i = 0; i < rows->len; i++)
    if (asks (rows->pdata[i]))
      json_row (&json, run, rows->pdata[i], objects);
  cli_json_close_array (&json);
  text = cli_json_end (&json);
  g_string_append (run->invocation->out, text);
  return TRUE;
}
