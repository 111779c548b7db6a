/* publish.c: keeps a calendar on a server equal to the record. What to do about each event is
 * decided in publish-plan.c. */
#include "calendar/publish-plan.h"

#include "base/i18n.h"
#include "model/event.h"
#include "store/calendar-rows.h"
#include "store/write.h"

#include <string.h>

#define PASSES 3       /* how often a run goes through the calendar at most, if it keeps changing */
#define FETCH_BATCH 50 /* objects in one answer: about 100 kB */
#define REFUSALS 5     /* how many events may be refused before the rest is left for the next run */

/* ---- a run, and what is known about the server ---- */

typedef struct {
  const RgmSession *session;
  const RgmPublishServer *server;
  guint64 writer;
  const GPtrArray *left_out;
  GHashTable *events; /* of const RgmEvent *, by UID */
  GHashTable *known;  /* of RgmPublished *, by UID */
  GHashTable *asked;  /* of UIDs: what the user was asked about when the run began */
  GHashTable *noted;  /* of UIDs whose rows may differ from the store */
  GHashTable *found;  /* of RgmEvent *, by UID: the events that were fetched in this pass */
  /* of UIDs that the server does not list, although it may have the event under another name */
  GHashTable *unsure;
  /* by UID: the ETag that the event had to have when the server last answered that it has another
   * one; "" if the event was to be new */
  GHashTable *mismatched;
  RgmPublishReport *report;
  GError *problem; /* the first problem of the run */
  int refusals;
  gboolean stop;  /* try nothing more in this run */
  gboolean again; /* something on the server differs from the listing */
} PublishRun;

static void
run_clear (PublishRun *run)
{
  g_clear_pointer (&run->events, g_hash_table_unref);
  g_clear_pointer (&run->known, g_hash_table_unref);
  g_clear_pointer (&run->asked, g_hash_table_unref);
  g_clear_pointer (&run->unsure, g_hash_table_unref);
  g_clear_pointer (&run->noted, g_hash_table_unref);
  g_clear_pointer (&run->mismatched, g_hash_table_unref);
  g_clear_pointer (&run->found, g_hash_table_unref);
  g_clear_error (&run->problem);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PublishRun, run_clear)

RgmPublishItem *
publish_item_new (const char *uid, const char *etag, const char *text)
{
  RgmPublishItem *item = g_new0 (RgmPublishItem, 1);
  item->uid = g_strdup (uid);
  item->etag = g_strdup (etag);
  item->text = g_strdup (text);
  return item;
}

void
publish_item_free (RgmPublishItem *item)
{
  if (item == NULL)
    return;
  g_free (item->uid);
  g_free (item->etag);
  g_free (item->text);
  g_free (item);
}

/* What the store knows about the events on the server. Returns: (transfer full): of RgmPublished,
 * by UID; NULL with @error set if it could not be read. */
static GHashTable *
read_known (const RgmSession *session, GError **error)
{
  g_autoptr (GPtrArray) rows = store_published (session->store, error);
  if (rows == NULL)
    return NULL;
  GHashTable *known
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)store_published_free);
  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < rows->len; i++) {
    RgmPublished *row = g_ptr_array_index (rows, i);
    g_hash_table_insert (known, row->uid, row);
  }
  return known;
}

/* @row: (transfer full): what is known about its event from now on. */
static void
learn (PublishRun *run, RgmPublished *row)
{
  g_hash_table_add (run->noted, g_strdup (row->uid));
  g_hash_table_replace (run->known, row->uid, row);
}

static void
forget (PublishRun *run, const char *uid)
{
  g_hash_table_add (run->noted, g_strdup (uid));
  g_hash_table_remove (run->known, uid);
}

static gboolean
is_same_row (const RgmPublished *a, const RgmPublished *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->state == b->state && g_strcmp0 (a->etag, b->etag) == 0 && a->sequence == b->sequence
         && a->record_sequence == b->record_sequence && a->record_changed == b->record_changed
         && event_print_equal (&a->print, &b->print) && event_print_equal (&a->base, &b->base)
         && a->start == b->start && g_strcmp0 (a->theirs, b->theirs) == 0
         && a->noticed_at == b->noticed_at && a->asks == b->asks && a->mine == b->mine
         && a->told == b->told;
}

/* Whether the user has accepted, while the run went on, the words that the event of @row still has
 * on the server. @stored: (nullable): the row in the store. */
static gboolean
was_accepted (const PublishRun *run, const RgmPublished *row, const RgmPublished *stored)
{
  return row != NULL && stored != NULL && row->state == RGM_PUBLISHED_CHANGED
         && stored->state == RGM_PUBLISHED_CHANGED && !stored->asks && row->told == stored->told
         && publish_is_reworded (row)
         && row->print.part[RGM_EVENT_SUMMARY] == stored->print.part[RGM_EVENT_SUMMARY]
         && row->print.part[RGM_EVENT_DESCRIPTION] == stored->print.part[RGM_EVENT_DESCRIPTION]
         && g_hash_table_contains (run->asked, row->uid);
}

/* Compares the rows that may differ from the store with it, and takes over what the user has
 * accepted meanwhile. Returns: FALSE with an error if the store could not be read. */
static gboolean
look_at_store (PublishRun *run, GError **error)
{
  g_autoptr (GHashTable) stored = read_known (run->session, error);
  GHashTableIter iter;
  gpointer uid;
  if (stored == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, run->noted);
  while (g_hash_table_iter_next (&iter, &uid, NULL)) {
    const RgmPublished *before = g_hash_table_lookup (stored, uid);
    RgmPublished *row = g_hash_table_lookup (run->known, uid);
    if (was_accepted (run, row, before))
      row->asks = FALSE;
    if (is_same_row (before, row))
      g_hash_table_iter_remove (&iter);
  }
  return TRUE;
}

/* Writes the rows that differ from the store. If none differs, nothing is written: every write
 * wakes the service. */
static gboolean
save (PublishRun *run, GError **error)
{
  RgmStore *store = run->session->store;
  GHashTableIter iter;
  gpointer uid;
  if (!look_at_store (run, error))
    return FALSE;
  if (g_hash_table_size (run->noted) == 0)
    return TRUE;
  g_autoptr (RgmTransaction) change = store_begin (store, NULL, run->session->now, error);
  if (change == NULL || !look_at_store (run, error)) /* no other program can write now */
    return FALSE;
  g_hash_table_iter_init (&iter, run->noted);
  while (g_hash_table_iter_next (&iter, &uid, NULL)) {
    const RgmPublished *row = g_hash_table_lookup (run->known, uid);
    if (row != NULL ? !store_set_published (store, row, error)
                    : !store_forget_published (store, uid, error))
      return FALSE;
  }
  return store_commit (change, error);
}

/* ---- acting ---- */

/* Notes @problem; only the first one of a run is reported. @problem: (transfer full). @stop:
 * whether the run has to end. */
static void
fail (PublishRun *run, GError *problem, gboolean stop)
{
  if (run->problem == NULL)
    run->problem = problem;
  else
    g_clear_error (&problem);
  run->stop |= stop;
}

/* Whether the server contradicts itself: it refused a change because the event does not have @etag
 * (NULL: because it has the event), and did so before in this run, although it still lists the
 * event with that ETag (or does not list it). */
static gboolean
refuses_own_etag (PublishRun *run, const char *uid, const char *etag)
{
  const char *now = etag != NULL ? etag : "";
  const char *before = g_hash_table_lookup (run->mismatched, uid);
  if (before != NULL && g_str_equal (before, now))
    return TRUE;
  g_hash_table_replace (run->mismatched, g_strdup (uid), g_strdup (now));
  return FALSE;
}

/* Puts the title of the event @uid, as the calendar has it, before @problem. */
static void
name_event (const PublishRun *run, const char *uid, GError **problem)
{
  const RgmEvent *event = g_hash_table_lookup (run->events, uid);
  if (event != NULL)
    g_prefix_error (problem, "%s: ", event->summary);
}

/* Notes the server's answer about event @uid. @etag: (nullable): the ETag that the event had to
 * match. @problem: (transfer full) (nullable). Returns: whether the server did what it was asked to
 * do. */
static gboolean
settle (PublishRun *run, RgmPublishAnswer answer, GError *problem, const char *uid,
        const char *etag)
{
  RgmPublished *known = g_hash_table_lookup (run->known, uid);
  if (answer == RGM_PUBLISH_MISMATCH && refuses_own_etag (run, uid, etag)) {
    answer = RGM_PUBLISH_REFUSED;
    problem
      = etag != NULL
          ? g_error_new (
            RGM_ERROR, RGM_ERROR_SERVER,
            _ ("the calendar server rejects an ETag that it issued itself (%s), so the event "
               "cannot be changed without the risk of overwriting another program's change"),
            etag)
          : g_error_new (RGM_ERROR, RGM_ERROR_SERVER,
                         _ ("the calendar server did not add an event: it says that it has the "
                            "event already, but does not list it"));
  }
  if (answer == RGM_PUBLISH_REFUSED)
    name_event (run, uid, &problem);
  if (answer == RGM_PUBLISH_MISMATCH) {
    run->again = TRUE;
    if (known != NULL) {
      g_clear_pointer (&known->etag, g_free);
      g_hash_table_add (run->noted, g_strdup (uid));
    }
  } else if (answer != RGM_PUBLISH_DONE) {
    run->refusals++;
    fail (run, problem, answer == RGM_PUBLISH_FAILED || run->refusals >= REFUSALS);
  }
  return answer == RGM_PUBLISH_DONE;
}

/* Sends the event of the record, as @action says. If the words of the event on the server are kept,
 * the mark in the object still shows that a person changed them. */
static void
send_event (PublishRun *run, const PublishCase *subject, PublishAction action)
{
  const RgmEvent *event = subject->event;
  const RgmPublished *known = subject->known;
  GError *problem = NULL;
  g_autofree char *etag = NULL;
  gboolean new = action == PUBLISH_NEW;
  RgmEventMark mark = { run->writer, event->sequence, event->changed, event_print (event) };
  g_autoptr (RgmEvent) sent = action == PUBLISH_JOIN
                                ? publish_join (event, subject->found, known, &mark.print)
                                : rgm_event_copy (event);
  g_free (sent->mark);
  sent->mark = event_mark_format (&mark);
  /* the object may need a higher SEQUENCE than the event has on record */
  sent->sequence = publish_sequence (event, known);
  g_autofree char *text = run->server->write (run->server->data, sent, &problem);
  RgmPublishAnswer answer = RGM_PUBLISH_REFUSED;
  if (text != NULL)
    answer = run->server->put (run->server->data, event->uid, new ? NULL : subject->etag, text,
                               &etag, &problem);
  if (!settle (run, answer, problem, event->uid, new ? NULL : subject->etag))
    return;
  RgmPublished *row = store_published_new (event->uid);
  row->etag = g_strdup (etag);
  row->sequence = sent->sequence;
  row->record_sequence = event->sequence;
  row->record_changed = event->changed;
  row->print = event_print (sent);
  row->base = mark.print;
  row->start = event->start_at;
  if (!event_print_equal (&row->print, &row->base)) {
    row->state = RGM_PUBLISHED_CHANGED;
    row->theirs = g_strdup (text);
    row->told = known->told;
    row->asks = publish_asks (row, event, !known->asks);
    row->noticed_at = known->noticed_at;
  }
  learn (run, row);
  run->report->sent++;
  /* a server that gives no ETag may have rewritten what it got (RFC 4791 section 5.3.4) */
  run->again |= etag == NULL;
}

/* Notes that the record and the event agree now, that the event is missing, or that the user need
 * not be asked about it any more, because the record no longer needs it. Does nothing on the
 * server. */
static void
revise (PublishRun *run, const PublishCase *subject, PublishAction action)
{
  const RgmPublished *known = subject->known;
  RgmInstant now = run->session->now;
  gboolean over = subject->event != NULL && publish_is_over (subject->event, now);
  gboolean let_go = known != NULL && known->asks && !subject->left_out
                    && (subject->event == NULL || (known->state == RGM_PUBLISHED_DELETED && over));
  if (action == PUBLISH_KEEP && !let_go)
    return;
  g_return_if_fail (known != NULL);
  RgmPublished *row = g_memdup2 (known, sizeof *known);
  row->uid = g_strdup (known->uid);
  row->etag = action != PUBLISH_MISSING ? g_strdup (known->etag) : NULL;
  row->theirs = action == PUBLISH_KEEP ? g_strdup (known->theirs) : NULL;
  row->asks = action == PUBLISH_MISSING && !over;
  if (action != PUBLISH_KEEP)
    row->mine = FALSE;
  if (action == PUBLISH_ADOPT) {
    row->state = RGM_PUBLISHED_SAME;
    row->base = row->print;
    row->noticed_at = RGM_INSTANT_NONE;
  } else if (action == PUBLISH_MISSING && subject->event != NULL) { /* it always has an event */
    row->state = RGM_PUBLISHED_DELETED;
    row->print = event_print (subject->event);
    row->record_sequence = subject->event->sequence;
    row->noticed_at = now;
  }
  learn (run, row);
}

static void
act (PublishRun *run, const PublishCase *subject)
{
  PublishAction action = publish_decide (subject, run->session->now);
  GError *problem = NULL;
  RgmPublishAnswer answer;
  switch (action) {
  case PUBLISH_NEW:
  case PUBLISH_CHANGE:
  case PUBLISH_JOIN:
    send_event (run, subject, action);
    break;
  case PUBLISH_REMOVE:
    answer = run->server->remove (run->server->data, subject->uid, subject->etag, &problem);
    if (settle (run, answer, problem, subject->uid, subject->etag)) {
      forget (run, subject->uid);
      run->report->removed++;
    }
    break;
  case PUBLISH_FORGET:
    if (!g_hash_table_contains (run->unsure, subject->uid))
      forget (run, subject->uid);
    break;
  case PUBLISH_MISSING:
    if (!g_hash_table_contains (run->unsure, subject->uid))
      revise (run, subject, action);
    break;
  case PUBLISH_ADOPT:
  case PUBLISH_KEEP:
    revise (run, subject, action);
    break;
  case PUBLISH_COMPARE: /* done in compare(); what could not be fetched is left for the next run */
    break;
  }
}

/* ---- one pass: list, compare what differs from what is known, act ---- */

gboolean
publish_is_left_out (const char *uid, const GPtrArray *left_out)
{
  for (guint i = 0; left_out != NULL && i < left_out->len; i++) {
    const char *beginning = g_ptr_array_index (left_out, i);
    gsize length = strlen (beginning);
    if (g_str_has_prefix (uid, beginning) && (uid[length] == '@' || uid[length] == '-'))
      return TRUE;
  }
  return FALSE;
}

static PublishCase
case_of (const PublishRun *run, const char *uid, GHashTable *listed)
{
  return (PublishCase){ .uid = uid,
                        .event = g_hash_table_lookup (run->events, uid),
                        .known = g_hash_table_lookup (run->known, uid),
                        .etag = g_hash_table_lookup (listed, uid),
                        .found = g_hash_table_lookup (run->found, uid),
                        .left_out = publish_is_left_out (uid, run->left_out) };
}

/* Every UID that the record has, that is known, or that the server lists. Events come first,
 * ordered by their start, so that the soonest is sent first. Returns: (transfer full) (element-type
 * utf8). */
static GPtrArray *
all_uids (const PublishRun *run, const GPtrArray *events, GHashTable *listed)
{
  GPtrArray *uids = g_ptr_array_new_with_free_func (g_free);
  GHashTable *tables[] = { run->known, listed };
  for (guint i = 0; i < events->len; i++)
    g_ptr_array_add (uids, g_strdup (((const RgmEvent *)g_ptr_array_index (events, i))->uid));
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    GHashTableIter iter;
    gpointer uid;
    g_hash_table_iter_init (&iter, tables[i]);
    while (g_hash_table_iter_next (&iter, &uid, NULL))
      if (!g_hash_table_contains (run->events, uid)
          && (i == 0 || !g_hash_table_contains (run->known, uid)))
        g_ptr_array_add (uids, g_strdup (uid));
  }
  return uids;
}

/* Adds to @listed the events that are on the server under another name than theirs: a person cut
 * such an event and pasted it, or imported a file. Those that were there at the last run are looked
 * for first, and those that are known as deleted last, because a server may answer only about the
 * first of them; so each run settles some. */
static void
find_renamed (PublishRun *run, const GPtrArray *uids, GHashTable *listed)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  guint certain = 0;
  for (int round = 0; round < 3; round++)
    for (guint i = 0; i < uids->len; i++) {
      char *uid = g_ptr_array_index (uids, i);
      const RgmPublished *known = g_hash_table_lookup (run->known, uid);
      int own_round = known == NULL ? 1 : known->state == RGM_PUBLISHED_DELETED ? 2 : 0;
      if (round == own_round && !g_hash_table_contains (listed, uid))
        g_ptr_array_add (missing, uid);
    }
  if (missing->len == 0)
    return;
  g_autoptr (GPtrArray) items = run->server->find (run->server->data, missing, &certain);
  for (guint i = certain; i < missing->len; i++)
    g_hash_table_add (run->unsure, g_strdup (g_ptr_array_index (missing, i)));
  for (guint i = 0; i < items->len; i++) {
    const RgmPublishItem *item = g_ptr_array_index (items, i);
    g_hash_table_replace (listed, g_strdup (item->uid), g_strdup (item->etag));
  }
}

/* Fetches the events with @uids and judges them. If the listing has an event that the server no
 * longer returns, it was deleted in between. */
static gboolean
look_at (PublishRun *run, const GPtrArray *uids, GHashTable *listed)
{
  const RgmPublishServer *server = run->server;
  GError *problem = NULL;
  g_autoptr (GPtrArray) items = server->fetch (server->data, uids, &problem);
  if (items == NULL) {
    fail (run, problem, TRUE);
    return FALSE;
  }
  for (guint i = 0; i < uids->len; i++)
    g_hash_table_remove (listed, g_ptr_array_index (uids, i));
  for (guint i = 0; i < items->len; i++) {
    const RgmPublishItem *item = g_ptr_array_index (items, i);
    g_hash_table_replace (listed, g_strdup (item->uid), g_strdup (item->etag));
    PublishCase subject = case_of (run, item->uid, listed);
    const char *zone = subject.event != NULL ? subject.event->zone : NULL;
    g_autoptr (RgmEvent) found = server->read (server->data, item->text, zone, NULL);
    if (found != NULL && !g_str_equal (found->uid, item->uid)) /* the name means another event */
      g_clear_pointer (&found, rgm_event_free);
    learn (run, publish_judge (&subject, found, item->text, run->writer, run->session->now));
    if (found != NULL)
      g_hash_table_replace (run->found, g_strdup (item->uid), g_steal_pointer (&found));
  }
  return TRUE;
}

/* Fetches and judges all events whose ETag is not the known one, FETCH_BATCH at a time. */
static gboolean
compare (PublishRun *run, const GPtrArray *uids, GHashTable *listed)
{
  g_autoptr (GPtrArray) batch = g_ptr_array_new ();
  for (guint i = 0; i < uids->len; i++) {
    PublishCase subject = case_of (run, g_ptr_array_index (uids, i), listed);
    if (publish_decide (&subject, run->session->now) == PUBLISH_COMPARE)
      g_ptr_array_add (batch, g_ptr_array_index (uids, i));
    if (batch->len < FETCH_BATCH && i + 1 < uids->len)
      continue;
    if (batch->len > 0 && !look_at (run, batch, listed))
      return FALSE;
    g_ptr_array_set_size (batch, 0);
  }
  return TRUE;
}

static void
pass (PublishRun *run, const GPtrArray *events)
{
  GError *problem = NULL;
  g_autoptr (GPtrArray) items = run->server->list (run->server->data, &problem);
  g_autoptr (GHashTable) listed /* the ETags, by UID */
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  run->again = FALSE;
  g_hash_table_remove_all (run->unsure);
  g_hash_table_remove_all (run->found);
  if (items == NULL) {
    fail (run, problem, TRUE);
    return;
  }
  for (guint i = 0; i < items->len; i++) {
    const RgmPublishItem *item = g_ptr_array_index (items, i);
    g_hash_table_replace (listed, g_strdup (item->uid), g_strdup (item->etag));
  }
  g_autoptr (GPtrArray) uids = all_uids (run, events, listed);
  find_renamed (run, uids, listed);
  g_autoptr (GPtrArray) all = all_uids (run, events, listed);
  if (!compare (run, all, listed))
    return;
  for (guint i = 0; i < all->len && !run->stop; i++) {
    PublishCase subject = case_of (run, g_ptr_array_index (all, i), listed);
    act (run, &subject);
  }
}

/* ---- the whole run ---- */

/* What a run would do about the event of @subject. If it would have to look at the event first, and
 * that is known, this counts as done. */
static PublishAction
foresee (PublishCase subject, guint64 writer, RgmInstant now)
{
  PublishAction action = publish_decide (&subject, now);
  if (action != PUBLISH_COMPARE || subject.known == NULL || subject.found == NULL)
    return action;
  g_autoptr (RgmPublished) judged
    = publish_judge (&subject, subject.found, subject.known->theirs, writer, now);
  subject.known = judged;
  return publish_decide (&subject, now);
}

/* How many of @events still have to be sent to the server, as far as @known and @found tell. */
static int
count_pending (const GPtrArray *events, const GPtrArray *left_out, GHashTable *known,
               GHashTable *found, guint64 writer, RgmInstant now)
{
  int pending = 0;
  for (guint i = 0; i < events->len; i++) {
    const RgmEvent *event = g_ptr_array_index (events, i);
    const RgmPublished *row = g_hash_table_lookup (known, event->uid);
    gboolean there = row != NULL && row->state != RGM_PUBLISHED_DELETED;
    const char *etag = there ? (row->etag != NULL ? row->etag : "") : NULL;
    PublishAction action
      = foresee ((PublishCase){ .uid = event->uid,
                                .event = event,
                                .known = row,
                                .etag = etag,
                                .found = g_hash_table_lookup (found, event->uid),
                                .left_out = publish_is_left_out (event->uid, left_out) },
                 writer, now);
    pending += action == PUBLISH_NEW || action == PUBLISH_CHANGE || action == PUBLISH_JOIN;
  }
  return pending;
}

gboolean
publish_pending (const RgmSession *session, const GPtrArray *events, const GPtrArray *left_out,
                 GHashTable *found, guint64 writer, int *pending, GError **error)
{
  g_autoptr (GHashTable) known = read_known (session, error);
  if (known == NULL)
    return FALSE;
  *pending = count_pending (events, left_out, known, found, writer, session->now);
  return TRUE;
}

gboolean
publish_run (const RgmSession *session, const RgmPublishServer *server, GPtrArray *events,
             const GPtrArray *left_out, guint64 writer, RgmPublishReport *report, GError **error)
{
  GError *problem = NULL;
  g_auto (PublishRun) run = { .session = session,
                              .server = server,
                              .writer = writer,
                              .left_out = left_out,
                              .report = report,
                              .again = TRUE };
  *report = (RgmPublishReport){ .events = (int)events->len };
  run.known = read_known (session, error);
  if (run.known == NULL)
    return FALSE;
  run.events = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < events->len; i++) {
    RgmEvent *event = g_ptr_array_index (events, i);
    g_hash_table_insert (run.events, event->uid, event);
  }
  run.noted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run.unsure = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run.asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer row;
  g_hash_table_iter_init (&iter, run.known);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (((const RgmPublished *)row)->asks)
      g_hash_table_add (run.asked, g_strdup (((const RgmPublished *)row)->uid));
  run.found
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)rgm_event_free);
  run.mismatched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (int i = 0; i < PASSES && run.again && !run.stop; i++)
    pass (&run, events);
  if (run.problem != NULL)
    problem = g_steal_pointer (&run.problem);
  else if (run.again)
    g_set_error_literal (&problem, RGM_ERROR, RGM_ERROR_AWAY,
                         _ ("the calendar on the server kept changing; the next run continues"));
  if (!save (&run, problem == NULL ? &problem : NULL) || problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}
