/* publish-show.c: prints the settings of publishing, the outcome of the last run, and which events
 * were changed in the calendar. */
#include "programs/publish/publish-show.h"

#include "base/i18n.h"
#include "base/text.h"
#include "calendar/publish-plan.h"
#include "ical/object.h"
#include "programs/read-calendar/reader.h"

#include <regimen/ical.h>

#include <string.h>

#define UUID_LENGTH 36

/* What is known about the events on the server. */
typedef struct {
  const PublishRun *run;
  GPtrArray *rows;     /* of RgmPublished */
  gboolean several;    /* several people are on record */
  GHashTable *objects; /* what the server has for events that were changed: see reader_objects() */
  int pending;         /* how many events have to be sent */
} View;

static void
view_clear (View *view)
{
  g_clear_pointer (&view->rows, g_ptr_array_unref);
  g_clear_pointer (&view->objects, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (View, view_clear)

/* ---- what was changed ---- */

/* Whether the event waits for a decision of the user. */
static gboolean
asks (const RgmPublished *row)
{
  return row->asks && !row->mine;
}

/* The event of the record with the UID @uid. Returns: (transfer none) (nullable). */
static const RgmEvent *
event_of (const PublishRun *run, const char *uid)
{
  for (guint i = 0; i < run->events->len; i++)
    if (g_str_equal (((const RgmEvent *)run->events->pdata[i])->uid, uid))
      return run->events->pdata[i];
  return NULL;
}

/* Whether somebody gave the event another title or description on the server, and nothing has to be
 * decided: these words stay. */
static gboolean
keeps_words (const PublishRun *run, const RgmPublished *row)
{
  return row->state == RGM_PUBLISHED_CHANGED && !row->asks && !row->mine
         && publish_is_reworded (row) && event_of (run, row->uid) != NULL;
}

/* Whether the event was changed on the server, and the record does not plan its dose for now, and
 * therefore leaves it alone. */
static gboolean
is_left (const PublishRun *run, const RgmPublished *row)
{
  /* if only words were changed, the next run removes it */
  gboolean moved = row->state == RGM_PUBLISHED_CHANGED && !publish_is_reworded (row);

  return (moved || row->state == RGM_PUBLISHED_NEWER) && !row->asks && !row->mine
         && row->start >= run->session.now && event_of (run, row->uid) == NULL
         && !publish_is_left_out (row->uid, run->left_out);
}

/* The course of the event @uid, and the number of its dose. Returns: (transfer full): NULL if @uid
 * is not that of a dose, or the record has no such course, for example because it was removed. */
static RgmCourse *
course_of (const RgmSession *session, const char *uid, gint64 *dose)
{
  g_autofree char *course_uid = g_strndup (uid, UUID_LENGTH);
  g_auto (GStrv) rest
    = strlen (uid) > UUID_LENGTH + 1 ? g_strsplit (uid + UUID_LENGTH + 1, "@", 2) : NULL;

  if (rest == NULL || !g_ascii_string_to_signed (rest[0], 10, 1, 99999, dose, NULL))
    return NULL;
  return rgm_store_course_by_uid (session->store, course_uid, session->now, NULL);
}

/* When @event is, in @zone. Returns: (transfer full). */
static char *
when_text (const RgmEvent *event, const RgmZone *zone)
{
  return rgm_local_has_time (event->start) ? cli_instant_text (event->start_at, zone)
                                           : cli_day_text (event->start.day);
}

/* How @theirs, the event on the server, differs from what regimen wrote there: one sentence for
 * each part that differs. If the record has moved or cancelled the event since, and the calendar
 * has not moved it, another one says so. @ours: (nullable): the event as the record has it. Times
 * are in @zone. */
static char *
difference_text (const RgmPublished *row, const RgmEvent *theirs, const RgmEvent *ours,
                 const RgmZone *zone)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new ();
  g_autofree char *when = when_text (theirs, zone);
  g_autofree char *moved = g_strdup_printf (_ ("In the calendar it is on %s."), when);
  g_autofree char *planned = ours != NULL ? when_text (ours, zone) : NULL;
  g_autofree char *on_record = ours == NULL ? NULL
                               : ours->status == RGM_EVENT_CANCELLED
                                 ? g_strdup (_ ("On record it is cancelled."))
                                 : g_strdup_printf (_ ("On record it is on %s."), planned);
  const char *const sentence_of[RGM_EVENT_N_PARTS] = {
    [RGM_EVENT_TIME] = moved,
    [RGM_EVENT_CALLED] = theirs->status == RGM_EVENT_CANCELLED
                           ? _ ("It was cancelled in the calendar.")
                           : _ ("In the calendar it is not cancelled."),
    [RGM_EVENT_SUMMARY] = ours != NULL && publish_contradicts (row, ours, RGM_EVENT_SUMMARY)
                            ? _ ("Its title was changed; the record has a newer one.")
                            : _ ("Its title was changed."),
    [RGM_EVENT_LOCATION] = _ ("Its place was changed."),
    [RGM_EVENT_DESCRIPTION] = ours != NULL && publish_contradicts (row, ours, RGM_EVENT_DESCRIPTION)
                                ? _ ("Its description was changed; the record has a newer one.")
                                : _ ("Its description was changed."),
  };

  for (int i = 0; i < RGM_EVENT_N_PARTS; i++)
    if (publish_differs (row, i))
      g_ptr_array_add (sentences, (gpointer)sentence_of[i]);
  if (sentences->len == 0)
    g_ptr_array_add (sentences, (gpointer)_ ("It was changed."));
  if (ours != NULL && !publish_differs (row, RGM_EVENT_TIME)
      && (!g_str_equal (when, planned)
          || (ours->status == RGM_EVENT_CANCELLED && theirs->status != RGM_EVENT_CANCELLED)))
    g_ptr_array_add (sentences, on_record);
  g_ptr_array_add (sentences, NULL);
  return g_strjoinv (" ", (char **)sentences->pdata);
}

/* The event of @row as the server has it. Returns: (transfer full) (nullable): NULL if it was not
 * changed there, or cannot be read. */
static RgmEvent *
theirs_of (const View *view, const RgmPublished *row)
{
  const RgmIcalObject *object
    = row->theirs != NULL ? g_hash_table_lookup (view->objects, row->theirs) : NULL;
  const RgmEvent *ours = event_of (view->run, row->uid);

  if (object == NULL || !g_str_equal (object->uid, row->uid))
    return NULL;
  return ical_object_event (object, ours != NULL ? ours->zone : NULL, NULL);
}

/* What happened to the event of @row on the server. */
static char *
row_text (const View *view, const RgmPublished *row)
{
  const RgmEvent *ours = event_of (view->run, row->uid);
  const char *name = ours != NULL ? ours->zone : NULL;
  g_autoptr (RgmEvent) theirs = theirs_of (view, row);
  const RgmZone *zone = NULL;

  if (row->state == RGM_PUBLISHED_DELETED)
    return g_strdup (_ ("It was deleted."));
  if (row->state == RGM_PUBLISHED_NEWER)
    return g_strdup (
      _ ("Another computer published it, from a newer record or with other settings."));
  if (theirs == NULL)
    return g_strdup (_ ("It can no longer be read."));
  zone = name != NULL ? rgm_zone_get (name, NULL) : NULL;
  return difference_text (row, theirs, ours, zone != NULL ? zone : view->run->invocation->zone);
}

/* What the event of @row is called in the list: its dose, with the person if several are on record;
 * or its title, if its course was removed. @mine: (out) (transfer full) (nullable): the command
 * that says that the record is right about the dose. Returns: (transfer full). */
static char *
row_name (const View *view, const RgmPublished *row, char **mine)
{
  const PublishRun *run = view->run;
  gint64 number;
  g_autoptr (RgmCourse) course = course_of (&run->session, row->uid, &number);
  g_autoptr (RgmPatient) person = NULL;
  g_autofree char *quoted = NULL;
  const RgmEvent *ours = event_of (run, row->uid);

  *mine = NULL;
  if (course == NULL)
    return g_strdup (ours != NULL ? ours->summary : _ ("an event of a course that was removed"));
  if (view->several)
    person = rgm_store_patient (run->session.store, course->patient_id, NULL);
  if (person == NULL) {
    *mine = g_strdup_printf ("regimen publish --mine %s/%d", course->handle, (int)number);
    return g_strdup_printf ("%s/%d", course->handle, (int)number);
  }
  quoted = text_shell_word (person->name);
  *mine = g_strdup_printf ("regimen --patient %s publish --mine %s/%d", quoted, course->handle,
                           (int)number);
  return g_strdup_printf ("%s, %s/%d", person->name, course->handle, (int)number);
}

/* Prints what the user can do about the events of the list. @count: how many they are; @newer: how
 * many of them another computer published. @first: (nullable): the command about the first of
 * them. */
static void
print_ways (const PublishRun *run, guint count, guint newer, const char *first)
{
  g_autofree char *mine
    = first == NULL ? g_strdup ("regimen publish --mine all")
      : count == 1  ? g_strdup (first)
                    : g_strdup_printf (_ ("%s, or all of them: regimen publish --mine all"), first);

  if (newer == count)
    cli_print_para (run->invocation, 2,
                    _ ("To bring in what the other computer has, copy its record to this one, and "
                       "type: regimen merge FILE; if this record is right: %s"),
                    mine);
  else
    cli_print_para (run->invocation, 2,
                    _ ("If the calendar is right: regimen import --published; if the record is "
                       "right: %s"),
                    mine);
}

/* Reads the rows. */
static gboolean
view_load (View *view, const PublishRun *run, GError **error)
{
  g_autoptr (GPtrArray) people = rgm_store_patients (run->session.store, error);

  view->run = run;
  view->rows = people != NULL ? store_published (run->session.store, error) : NULL;
  view->several = people != NULL && people->len > 1;
  return view->rows != NULL;
}

/* Reads the objects that the server has for events that were changed there. */
static gboolean
view_read_objects (View *view, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; i < view->rows->len; i++) {
    const RgmPublished *row = view->rows->pdata[i];

    if (row->theirs != NULL)
      g_ptr_array_add (texts, row->theirs);
  }
  view->objects = reader_objects (texts, error);
  return view->objects != NULL;
}

/* Reads everything that "publish show" shows. */
static gboolean
view_load_all (View *view, const PublishRun *run, GError **error)
{
  g_autoptr (GHashTable) found
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)rgm_event_free);

  if (!view_load (view, run, error) || !view_read_objects (view, error))
    return FALSE;
  for (guint i = 0; i < view->rows->len; i++) {
    const RgmPublished *row = view->rows->pdata[i];
    RgmEvent *theirs = theirs_of (view, row);

    if (theirs != NULL)
      g_hash_table_replace (found, row->uid, theirs);
  }
  return publish_pending (&run->session, run->events, run->left_out, found, run->account->writer,
                          &view->pending, error);
}

/* Prints the events that wait for a decision of the user. */
static void
print_asks (const View *view)
{
  const PublishRun *run = view->run;
  g_autofree char *first = NULL;
  guint count = 0, newer = 0;

  for (guint i = 0; i < view->rows->len; i++) {
    const RgmPublished *row = view->rows->pdata[i];

    count += asks (row);
    newer += asks (row) && row->state == RGM_PUBLISHED_NEWER;
  }
  if (count == 0)
    return;
  cli_print_para (run->invocation, 2,
                  P_ ("%u event was changed in the calendar, and the change stays there:",
                      "%u events were changed in the calendar, and the changes stay there:", count),
                  count);
  for (guint i = 0; i < view->rows->len; i++) {
    const RgmPublished *row = view->rows->pdata[i];
    g_autofree char *name = NULL, *text = NULL, *mine = NULL;

    if (!asks (row))
      continue;
    name = row_name (view, row, &mine);
    text = row_text (view, row);
    cli_print_para (run->invocation, 4, "  %s: %s", name, text);
    if (first == NULL)
      first = g_steal_pointer (&mine);
  }
  print_ways (run, count, newer, first);
}

gboolean
publish_print_asks (PublishRun *run, GError **error)
{
  g_auto (View) view = { NULL };
  gboolean any = FALSE;

  if (!view_load (&view, run, error))
    return FALSE;
  for (guint i = 0; i < view.rows->len && !any; i++)
    any = asks (view.rows->pdata[i]);
  if (any && !view_read_objects (&view, error))
    return FALSE;
  print_asks (&view);
  return TRUE;
}

/* The names of the rows for which @is_listed is TRUE, separated by commas. @count: (out). @first:
 * (out) (transfer full) (nullable): the command about the first of them. Returns: (transfer
 * full). */
static char *
names_of (const View *view, gboolean (*is_listed) (const PublishRun *run, const RgmPublished *row),
          guint *count, char **first)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  *first = NULL;
  for (guint i = 0; i < view->rows->len; i++) {
    const RgmPublished *row = view->rows->pdata[i];
    g_autofree char *mine = NULL;

    if (!is_listed (view->run, row))
      continue;
    g_ptr_array_add (names, row_name (view, row, &mine));
    if (*first == NULL)
      *first = g_steal_pointer (&mine);
  }
  *count = names->len;
  return cli_list_text ((const char *const *)names->pdata, names->len);
}

/* Prints which events keep a title or a description that somebody gave them on the server, and
 * which stay there although the record does not plan their doses for now. */
static void
print_kept (const View *view)
{
  CliInvocation *invocation = view->run->invocation;
  g_autofree char *first = NULL, *first_left = NULL;
  guint reworded, left;
  g_autofree char *words = names_of (view, keeps_words, &reworded, &first);
  g_autofree char *others = names_of (view, is_left, &left, &first_left);

  if (first != NULL)
    cli_print_para (
      invocation, 2,
      P_ ("%u event has another title or description there, which stays: %s. To write "
          "that of the record: %s",
          "%u events have other titles or descriptions there, which stay: %s. To write "
          "that of the record: %s",
          reworded),
      reworded, words, first);
  if (left > 0)
    cli_print_para (
      invocation, 2,
      P_ ("%u event was changed there, and stays, although the record has no such event in this "
          "calendar now: %s.",
          "%u events were changed there, and stay, although the record has no such events in this "
          "calendar now: %s.",
          left),
      left, others);
  if (first_left != NULL)
    cli_print_para (invocation, 2, _ ("To remove it there: %s"), first_left);
}

/* ---- show ---- */

gboolean
publish_show (PublishRun *run, GError **error)
{
  const RgmCaldavAccount *account = run->account;
  const RgmPublication *publication = run->publication;
  const RgmZone *zone = run->invocation->zone;
  g_auto (View) view = { NULL };

  if (!view_load_all (&view, run, error))
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
  if (view.pending > 0)
    cli_print (run->invocation, _ ("Not sent yet: %d (to send now: regimen publish)"),
               view.pending);
  print_asks (&view);
  print_kept (&view);
  return TRUE;
}

/* ---- as JSON ---- */

static void
json_row (CliJson *json, const View *view, const RgmPublished *row)
{
  const PublishRun *run = view->run;
  gint64 number;
  g_autoptr (RgmCourse) course = course_of (&run->session, row->uid, &number);
  g_autoptr (RgmPatient) person
    = course != NULL ? rgm_store_patient (run->session.store, course->patient_id, NULL) : NULL;
  g_autofree char *dose
    = course != NULL ? g_strdup_printf ("%s/%d", course->handle, (int)number) : NULL;
  g_autofree char *text = row_text (view, row);

  cli_json_open_object (json, NULL);
  cli_json_text (json, "patient", person != NULL ? person->name : NULL);
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
  g_auto (View) view = { NULL };
  g_autofree char *text = NULL;
  CliJson json;

  if (!view_load_all (&view, run, error))
    return FALSE;
  cli_json_begin (&json);
  cli_json_text (&json, "url", run->account->url);
  cli_json_text (&json, "user", run->account->user);
  cli_json_flag (&json, "private", run->account->private_mode);
  cli_json_number (&json, "events", run->events->len);
  cli_json_number (&json, "pending", view.pending);
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
  for (guint i = 0; i < view.rows->len; i++)
    if (asks (view.rows->pdata[i]))
      json_row (&json, &view, view.rows->pdata[i]);
  cli_json_close_array (&json);
  cli_json_open_array (&json, "reworded_there");
  for (guint i = 0; i < view.rows->len; i++)
    if (keeps_words (run, view.rows->pdata[i]))
      json_row (&json, &view, view.rows->pdata[i]);
  cli_json_close_array (&json);
  cli_json_open_array (&json, "left_there");
  for (guint i = 0; i < view.rows->len; i++)
    if (is_left (run, view.rows->pdata[i]))
      json_row (&json, &view, view.rows->pdata[i]);
  cli_json_close_array (&json);
  text = cli_json_end (&json);
  g_string_append (run->invocation->out, text);
  return TRUE;
}
