/* publish-show.c: what is set, how it went, and what somebody should look at. */
#include "base/i18n.h"
#include "ical/object.h"
#include "programs/publish/publish-run.h"
#include "programs/read-calendar/reader.h"
#include "store/calendar-rows.h"

#include <regimen/ical.h>

#include <string.h>

#define UUID_LENGTH 36

/* ---- one event ---- */

/* "denosumab/3" for the UID of its event; NULL where the record has it not. (transfer full) */
static char *
dose_of (RgmStore *store, const char *uid)
{
  g_autofree char *course_uid = g_strndup (uid, UUID_LENGTH);
  g_autoptr (RgmCourse) course = NULL;
  gint64 dose;
  g_auto (GStrv) rest
    = strlen (uid) > UUID_LENGTH + 1 ? g_strsplit (uid + UUID_LENGTH + 1, "@", 2) : NULL;

  if (rest == NULL || !g_ascii_string_to_signed (rest[0], 10, 1, 99999, &dose, NULL))
    return NULL;
  course = rgm_store_course_by_uid (store, course_uid, FALSE, NULL);
  return course != NULL ? g_strdup_printf ("%s/%d", course->handle, (int)dose) : NULL;
}

static const RgmEvent *
find_event (const PublishRun *run, const char *uid)
{
  for (guint i = 0; i < run->events->len; i++) {
    const RgmEvent *event = run->events->pdata[i];
    if (g_str_equal (event->uid, uid))
      return event;
  }
  return NULL;
}

/* "Tue 2027-01-05 10:00", by the clock where @event takes place. */
static char *
when_text (const RgmEvent *theirs, const RgmEvent *event, const RgmZone *machine)
{
  const RgmZone *zone = event != NULL ? rgm_zone_get (event->zone, NULL) : NULL;

  return rgm_local_has_time (theirs->start)
           ? cli_instant_text (theirs->start_at, zone != NULL ? zone : machine)
           : cli_day_text (theirs->start.day);
}

static void
add_words (GString *text, const char *words)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", words);
}

/* What was changed, in words: "moved to Tue 2027-01-05 10:00, its place". */
static char *
change_text (const PublishRun *run, const RgmPublished *row, const RgmEvent *theirs)
{
  const char *const names[] = { [RGM_EVENT_SUMMARY] = _ ("its title was changed"),
                                [RGM_EVENT_LOCATION] = _ ("its place was changed"),
                                [RGM_EVENT_DESCRIPTION] = _ ("its description was changed") };
  GString *text = g_string_new (NULL);

  for (int i = 0; theirs != NULL && i < RGM_EVENT_N_PARTS; i++) {
    if (row->print.part[i] == row->base.part[i])
      continue;
    if (i == RGM_EVENT_TIME) {
      g_autofree char *when = when_text (theirs, find_event (run, row->uid), run->invocation->zone);
      g_string_append_printf (text, _ ("it is on %s there"), when);
    } else if (i == RGM_EVENT_CALLED) {
      add_words (text, theirs->status == RGM_EVENT_CANCELLED ? _ ("it was cancelled")
                                                             : _ ("it is not cancelled there"));
    } else {
      add_words (text, names[i]);
    }
  }
  if (text->len == 0)
    g_string_append (text,
                     theirs != NULL ? _ ("it was changed") : _ ("it cannot be read any more"));
  return g_string_free (text, FALSE);
}

/* What became of @row. @objects: of read_theirs(). (transfer full) */
static char *
row_text (const PublishRun *run, const RgmPublished *row, GHashTable *objects)
{
  const RgmEvent *event = find_event (run, row->uid);
  const RgmIcalObject *object
    = row->theirs != NULL ? g_hash_table_lookup (objects, row->theirs) : NULL;
  g_autoptr (RgmEvent) theirs = NULL;

  if (row->state == RGM_PUBLISHED_DELETED)
    return g_strdup (_ ("it was deleted"));
  if (row->state == RGM_PUBLISHED_NEWER)
    return g_strdup (_ ("another computer published it, from a record that knows more or with "
                        "other settings"));
  if (object != NULL)
    theirs = rgm_ical_object_event (object, event != NULL ? event->zone : NULL, NULL);
  return change_text (run, row, theirs);
}

/* ---- what asks ---- */

static gboolean
asks (const RgmPublished *row)
{
  return row->asks && !row->mine;
}

/* What stands there in place of what was changed. (transfer full): see reader_objects(). */
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

static void
print_ask (PublishRun *run, const RgmPublished *row, GHashTable *objects)
{
  g_autofree char *dose = dose_of (run->session.store, row->uid);
  g_autofree char *text = row_text (run, row, objects);

  if (dose != NULL)
    cli_print_para (run->invocation, 4, "  %s: %s", dose, text);
}

static guint
count_asks (const GPtrArray *rows)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += asks (rows->pdata[i]);
  return n;
}

gboolean
publish_print_asks (PublishRun *run, GError **error)
{
  g_autoptr (GPtrArray) rows = rgm_store_published (run->session.store, error);
  guint count = rows != NULL ? count_asks (rows) : 0;
  g_autoptr (GHashTable) objects = count > 0 ? read_theirs (rows, error) : NULL;

  if (count == 0 || objects == NULL)
    return rows != NULL && count == 0;
  cli_print_para (
    run->invocation, 2,
    P_ ("%u event was changed in the calendar, and is left as it is there:",
        "%u events were changed in the calendar, and are left as they are there:", count),
    count);
  for (guint i = 0; i < rows->len; i++) {
    if (asks (rows->pdata[i]))
      print_ask (run, rows->pdata[i], objects);
  }
  cli_print_para (
    run->invocation, 2,
    _ ("Where the calendar is right: regimen import --published; where the record is: "
       "regimen publish --mine HANDLE/N"));
  return TRUE;
}

/* ---- show ---- */

static void
print_moment (PublishRun *run, const char *what, RgmInstant at)
{
  g_autofree char *when = at != RGM_INSTANT_NONE ? cli_instant_text (at, run->invocation->zone)
                                                 : g_strdup (_ ("never"));

  cli_print (run->invocation, "%s: %s", what, when);
}

static void
print_account (PublishRun *run)
{
  const RgmCaldavAccount *account = run->account;

  cli_print_para (run->invocation, 2, _ ("Calendar: %s"), account->url);
  if (account->user != NULL)
    cli_print_para (run->invocation, 2,
                    account->password_command != NULL ? _ ("User: %s, password by a command")
                    : account->keyring ? _ ("User: %s, password in the keyring of the desktop")
                                       : _ ("User: %s, password in a file that only you can read"),
                    account->user);
  if (account->private_mode || run->session.settings->private_mode)
    cli_print (run->invocation, _ ("Private: without treatments and places"));
}

gboolean
publish_show (PublishRun *run, GError **error)
{
  const RgmPublication *publication = run->publication;
  int pending;

  if (!rgm_publish_pending (&run->session, run->events, &pending, error))
    return FALSE;
  print_account (run);
  print_moment (run, _ ("All was equal"),
                publication != NULL ? publication->succeeded_at : RGM_INSTANT_NONE);
  if (publication != NULL && publication->problem != NULL) {
    print_moment (run, _ ("The last try failed"), publication->tried_at);
    cli_print_para (run->invocation, 2, "  %s", publication->problem);
  }
  cli_print (run->invocation, P_ ("Events: %u", "Events: %u", run->events->len), run->events->len);
  if (pending > 0)
    cli_print (run->invocation, _ ("Not there yet: %d (regimen publish)"), pending);
  return publish_print_asks (run, error);
}

/* ---- as data ---- */

static void
json_row (CliJson *json, const PublishRun *run, const RgmPublished *row, GHashTable *objects)
{
  g_autofree char *dose = dose_of (run->session.store, row->uid);
  g_autofree char *text = row_text (run, row, objects);

  cli_json_open_object (json, NULL);
  cli_json_text (json, "dose", dose);
  cli_json_text (json, "uid", row->uid);
  cli_json_text (json, "state", rgm_published_state_name (row->state));
  cli_json_text (json, "text", text);
  cli_json_instant (json, "noticed_at", row->noticed_at, run->invocation->zone);
  cli_json_close_object (json);
}

static void
json_state (CliJson *json, const PublishRun *run, int pending)
{
  const RgmPublication *publication = run->publication;
  gboolean tried = publication != NULL;
  const RgmZone *zone = run->invocation->zone;

  cli_json_text (json, "url", run->account->url);
  cli_json_text (json, "user", run->account->user);
  cli_json_flag (json, "private", run->account->private_mode);
  cli_json_number (json, "events", run->events->len);
  cli_json_number (json, "pending", pending);
  cli_json_instant (json, "succeeded_at", tried ? publication->succeeded_at : RGM_INSTANT_NONE,
                    zone);
  cli_json_instant (json, "tried_at", tried ? publication->tried_at : RGM_INSTANT_NONE, zone);
  cli_json_text (json, "problem", tried ? publication->problem : NULL);
}

gboolean
publish_print_json (PublishRun *run, const RgmPublishReport *report, GError **error)
{
  g_autoptr (GPtrArray) rows = rgm_store_published (run->session.store, error);
  g_autoptr (GHashTable) objects = rows != NULL ? read_theirs (rows, error) : NULL;
  g_autofree char *text = NULL;
  int pending;
  CliJson json;

  if (objects == NULL || !rgm_publish_pending (&run->session, run->events, &pending, error))
    return FALSE;
  cli_json_begin (&json);
  json_state (&json, run, pending);
  if (report != NULL) {
    cli_json_number (&json, "sent", report->sent);
    cli_json_number (&json, "removed", report->removed);
  }
  cli_json_open_array (&json, "changed_there");
  for (guint i = 0; i < rows->len; i++) {
    if (asks (rows->pdata[i]))
      json_row (&json, run, rows->pdata[i], objects);
  }
  cli_json_close_array (&json);
  text = cli_json_end (&json);
  g_string_append (run->invocation->out, text);
  return TRUE;
}
