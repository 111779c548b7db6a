/* publish.c: does on a server what publish-plan.c finds is to be done. */
#include <regimen/publish.h>

#include "base/i18n.h"

#define PASSES 3       /* what somebody changes meanwhile is looked at again */
#define FETCH_BATCH 50 /* objects in one answer: some 100 kB */
#define REFUSALS 5     /* of single events, until the rest is left for later */

typedef struct {
  const RgmSession *session;
  const RgmPublishServer *server;
  guint64 writer;
  GHashTable *events; /* of const RgmEvent *, by UID */
  GHashTable *known;  /* of RgmPublished *, by UID */
  GHashTable *noted;  /* of UIDs whose rows differ from the store */
  RgmPublishReport *report;
  GError *problem; /* the first one */
  int refusals;
  gboolean stop;  /* nothing more is to be tried */
  gboolean again; /* something there is not as it was listed */
} Run;

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->events, g_hash_table_unref);
  g_clear_pointer (&run->known, g_hash_table_unref);
  g_clear_pointer (&run->noted, g_hash_table_unref);
  g_clear_error (&run->problem);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

RgmPublishItem *
rgm_publish_item_new (const char *uid, const char *etag, const char *text)
{
  RgmPublishItem *item = g_new0 (RgmPublishItem, 1);
  item->uid = g_strdup (uid);
  item->etag = g_strdup (etag);
  item->text = g_strdup (text);
  return item;
}

void
rgm_publish_item_free (RgmPublishItem *item)
{
  if (item == NULL)
    return;
  g_free (item->uid);
  g_free (item->etag);
  g_free (item->text);
  g_free (item);
}

/* ---- what is known ---- */

static GHashTable *
known_of (const RgmSession *session, GError **error)
{
  g_autoptr (GPtrArray) rows = rgm_store_published (session->store, error);
  if (rows == NULL)
    return NULL;
  GHashTable *known
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)rgm_published_free);
  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < rows->len; i++) {
    RgmPublished *row = g_ptr_array_index (rows, i);
    g_hash_table_insert (known, row->uid, row);
  }
  return known;
}

static GHashTable *
by_uid (const GPtrArray *events)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < events->len; i++) {
    RgmEvent *event = g_ptr_array_index (events, i);
    g_hash_table_insert (table, event->uid, event);
  }
  return table;
}

static void
note (Run *run, const char *uid)
{
  g_hash_table_add (run->noted, g_strdup (uid));
}

/* Takes @row. */
static void
learn (Run *run, RgmPublished *row)
{
  note (run, row->uid);
  g_hash_table_replace (run->known, row->uid, row);
}

static void
forget (Run *run, const char *uid)
{
  note (run, uid);
  g_hash_table_remove (run->known, uid);
}

static gboolean
is_same_row (const RgmPublished *a, const RgmPublished *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->state == b->state && g_strcmp0 (a->etag, b->etag) == 0 && a->sequence == b->sequence
         && a->record_sequence == b->record_sequence && a->record_changed == b->record_changed
         && rgm_event_print_equal (&a->print, &b->print)
         && rgm_event_print_equal (&a->base, &b->base) && a->start == b->start
         && g_strcmp0 (a->theirs, b->theirs) == 0 && a->noticed_at == b->noticed_at
         && a->asks == b->asks && a->mine == b->mine;
}

/* What differs from the store: whoever waits for its changes is not to be woken for nothing. */
static gboolean
find_news (Run *run, GError **error)
{
  g_autoptr (GHashTable) stored = known_of (run->session, error);
  GHashTableIter iter;
  gpointer uid;
  if (stored == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, run->noted);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    if (is_same_row (g_hash_table_lookup (stored, uid), g_hash_table_lookup (run->known, uid)))
      g_hash_table_iter_remove (&iter);
  return TRUE;
}

static gboolean
save_one (RgmStore *store, const Run *run, const char *uid, GError **error)
{
  const RgmPublished *row = g_hash_table_lookup (run->known, uid);
  return row != NULL ? rgm_store_set_published (store, row, error)
                     : rgm_store_forget_published (store, uid, error);
}

static gboolean
save (Run *run, GError **error)
{
  RgmStore *store = run->session->store;
  GHashTableIter iter;
  gpointer uid;
  if (!find_news (run, error))
    return FALSE;
  if (g_hash_table_size (run->noted) == 0)
    return TRUE;
  if (!rgm_store_begin (store, NULL, run->session->now, error))
    return FALSE;
  g_hash_table_iter_init (&iter, run->noted);
  while (g_hash_table_iter_next (&iter, &uid, NULL)) {
    if (save_one (store, run, uid, error))
      continue;
    rgm_store_rollback (store);
    return FALSE;
  }
  return rgm_store_commit (store, error);
}

/* ---- failures ---- */

/* Takes @problem. */
static void
fail (Run *run, GError *problem, gboolean stop)
{
  if (run->problem == NULL)
    run->problem = problem;
  else
    g_clear_error (&problem);
  run->stop |= stop;
}

/* Whether what was asked for was done. */
static gboolean
settle (Run *run, RgmPublishAnswer answer, GError *problem, const char *uid)
{
  RgmPublished *known = g_hash_table_lookup (run->known, uid);
  if (answer == RGM_PUBLISH_MISMATCH) {
    run->again = TRUE;
    if (known != NULL) {
      g_clear_pointer (&known->etag, g_free);
      note (run, uid);
    }
  } else if (answer != RGM_PUBLISH_DONE) {
    run->refusals++;
    fail (run, problem, answer == RGM_PUBLISH_FAILED || run->refusals >= REFUSALS);
  }
  return answer == RGM_PUBLISH_DONE;
}

/* ---- acting ---- */

/* What is sent has a SEQUENCE and a mark of its own. (transfer full) */
static char *
write_event (Run *run, RgmEvent *event, int sequence, GError **error)
{
  RgmEventMark mark = { run->writer, event->sequence, event->changed, rgm_event_print (event) };
  int own = event->sequence;
  g_free (event->mark);
  event->mark = rgm_event_mark_format (&mark);
  event->sequence = sequence;
  char *text = run->server->write (run->server->data, event, error);
  event->sequence = own;
  return text;
}

static RgmPublished *
sent_row (const RgmEvent *event, int sequence, const char *etag)
{
  RgmPublished *row = rgm_published_new (event->uid);
  row->etag = g_strdup (etag);
  row->sequence = sequence;
  row->record_sequence = event->sequence;
  row->record_changed = event->changed;
  row->print = row->base = rgm_event_print (event);
  row->start = event->start_at;
  return row;
}

static void
send_event (Run *run, const RgmPublishCase *subject, gboolean new)
{
  RgmEvent *event = (RgmEvent *)subject->event;
  int sequence = rgm_publish_sequence (event, subject->known);
  GError *problem = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *text = write_event (run, event, sequence, &problem);
  RgmPublishAnswer answer = RGM_PUBLISH_REFUSED;
  if (text != NULL)
    answer = run->server->put (run->server->data, event->uid, new ? NULL : subject->etag, text,
                               &etag, &problem);
  if (!settle (run, answer, problem, event->uid))
    return;
  learn (run, sent_row (event, sequence, etag));
  run->report->sent++;
  /* a server that gives none may have rewritten what it got (RFC 4791 section 5.3.4) */
  run->again |= etag == NULL;
}

static void
remove_event (Run *run, const RgmPublishCase *subject)
{
  GError *problem = NULL;
  RgmPublishAnswer answer
    = run->server->remove (run->server->data, subject->uid, subject->etag, &problem);
  if (!settle (run, answer, problem, subject->uid))
    return;
  forget (run, subject->uid);
  run->report->removed++;
}

static RgmPublished *
copy_row (const RgmPublished *known)
{
  RgmPublished *row = g_memdup2 (known, sizeof *known);
  row->uid = g_strdup (known->uid);
  row->etag = g_strdup (known->etag);
  row->theirs = g_strdup (known->theirs);
  return row;
}

static void
adopt (Run *run, const RgmPublished *known)
{
  RgmPublished *row = copy_row (known);
  row->state = RGM_PUBLISHED_SAME;
  row->base = row->print;
  row->noticed_at = RGM_INSTANT_NONE;
  row->asks = row->mine = FALSE;
  g_clear_pointer (&row->theirs, g_free);
  learn (run, row);
}

static void
note_missing (Run *run, const RgmPublishCase *subject)
{
  RgmPublished *row = copy_row (subject->known);
  row->state = RGM_PUBLISHED_DELETED;
  row->print = rgm_event_print (subject->event);
  row->noticed_at = run->session->now;
  row->asks = !rgm_publish_is_over (subject->event, run->session->now);
  row->mine = FALSE;
  g_clear_pointer (&row->etag, g_free);
  g_clear_pointer (&row->theirs, g_free);
  learn (run, row);
}

/* There is no more to ask where the record has let go of it. */
static void
keep (Run *run, const RgmPublishCase *subject)
{
  const RgmPublished *known = subject->known;
  if (known == NULL || !known->asks)
    return;
  gboolean over = known->state == RGM_PUBLISHED_DELETED && subject->event != NULL
                  && rgm_publish_is_over (subject->event, run->session->now);
  if (subject->event != NULL && !over)
    return;
  RgmPublished *row = copy_row (known);
  row->asks = FALSE;
  learn (run, row);
}

static void
act (Run *run, const RgmPublishCase *subject)
{
  switch (rgm_publish_decide (subject, run->session->now)) {
  case RGM_PUBLISH_NEW:
    send_event (run, subject, TRUE);
    break;
  case RGM_PUBLISH_CHANGE:
    send_event (run, subject, FALSE);
    break;
  case RGM_PUBLISH_REMOVE:
    remove_event (run, subject);
    break;
  case RGM_PUBLISH_ADOPT:
    adopt (run, subject->known);
    break;
  case RGM_PUBLISH_MISSING:
    note_missing (run, subject);
    break;
  case RGM_PUBLISH_FORGET:
    forget (run, subject->uid);
    break;
  case RGM_PUBLISH_KEEP:
    keep (run, subject);
    break;
  case RGM_PUBLISH_COMPARE: /* done before; what could not be got is left for the next time */
    break;
  }
}

/* ---- one pass: list, look at what is not as it is known, act ---- */

static RgmPublishCase
case_of (const Run *run, const char *uid, GHashTable *listed)
{
  return (RgmPublishCase){ uid, g_hash_table_lookup (run->events, uid),
                           g_hash_table_lookup (run->known, uid),
                           g_hash_table_lookup (listed, uid) };
}

static GHashTable *
list (Run *run)
{
  GError *problem = NULL;
  g_autoptr (GPtrArray) items = run->server->list (run->server->data, &problem);
  if (items == NULL) {
    fail (run, problem, TRUE);
    return NULL;
  }
  GHashTable *listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < items->len; i++) {
    const RgmPublishItem *item = g_ptr_array_index (items, i);
    g_hash_table_replace (listed, g_strdup (item->uid), g_strdup (item->etag));
  }
  return listed;
}

/* Every UID that is in the record, known or there: events first, by start, so that what comes
 * soonest is sent first. (transfer full) (element-type utf8) */
static GPtrArray *
all_uids (const Run *run, const GPtrArray *events, GHashTable *listed)
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

static void
look_at (Run *run, const RgmPublishItem *item, GHashTable *listed)
{
  g_hash_table_replace (listed, g_strdup (item->uid), g_strdup (item->etag));
  RgmPublishCase subject = case_of (run, item->uid, listed);
  const char *zone = subject.event != NULL ? subject.event->zone : NULL;
  g_autoptr (RgmEvent) found = run->server->read (run->server->data, item->text, zone, NULL);
  learn (run, rgm_publish_judge (&subject, found, item->text, run->writer, run->session->now));
}

/* Those that were listed and are not there any more were deleted meanwhile. */
static gboolean
fetch (Run *run, const GPtrArray *uids, GHashTable *listed)
{
  GError *problem = NULL;
  g_autoptr (GPtrArray) items = run->server->fetch (run->server->data, uids, &problem);
  if (items == NULL) {
    fail (run, problem, TRUE);
    return FALSE;
  }
  for (guint i = 0; i < uids->len; i++)
    g_hash_table_remove (listed, g_ptr_array_index (uids, i));
  for (guint i = 0; i < items->len; i++)
    look_at (run, g_ptr_array_index (items, i), listed);
  return TRUE;
}

static gboolean
compare (Run *run, const GPtrArray *uids, GHashTable *listed)
{
  g_autoptr (GPtrArray) batch = g_ptr_array_new ();
  for (guint i = 0; i < uids->len; i++) {
    RgmPublishCase subject = case_of (run, g_ptr_array_index (uids, i), listed);
    if (rgm_publish_decide (&subject, run->session->now) == RGM_PUBLISH_COMPARE)
      g_ptr_array_add (batch, g_ptr_array_index (uids, i));
    if (batch->len < FETCH_BATCH && i + 1 < uids->len)
      continue;
    if (batch->len > 0 && !fetch (run, batch, listed))
      return FALSE;
    g_ptr_array_set_size (batch, 0);
  }
  return TRUE;
}

static void
pass (Run *run, const GPtrArray *events)
{
  g_autoptr (GHashTable) listed = list (run);
  run->again = FALSE;
  if (listed == NULL)
    return;
  g_autoptr (GPtrArray) uids = all_uids (run, events, listed);
  if (!compare (run, uids, listed))
    return;
  for (guint i = 0; i < uids->len && !run->stop; i++) {
    RgmPublishCase subject = case_of (run, g_ptr_array_index (uids, i), listed);
    act (run, &subject);
  }
}

/* ---- the whole ---- */

static int
count_pending (const GPtrArray *events, GHashTable *known, RgmInstant now)
{
  int pending = 0;
  for (guint i = 0; i < events->len; i++) {
    const RgmEvent *event = g_ptr_array_index (events, i);
    const RgmPublished *row = g_hash_table_lookup (known, event->uid);
    gboolean there = row != NULL && row->state != RGM_PUBLISHED_DELETED;
    const char *etag = there ? (row->etag != NULL ? row->etag : "") : NULL;
    RgmPublishCase subject = { event->uid, event, row, etag };
    RgmPublishAction action = rgm_publish_decide (&subject, now);
    pending += action == RGM_PUBLISH_NEW || action == RGM_PUBLISH_CHANGE;
  }
  return pending;
}

gboolean
rgm_publish_pending (const RgmSession *session, const GPtrArray *events, int *pending,
                     GError **error)
{
  g_autoptr (GHashTable) known = known_of (session, error);
  if (known == NULL)
    return FALSE;
  *pending = count_pending (events, known, session->now);
  return TRUE;
}

static void
finish (Run *run, const GPtrArray *events, GError **error)
{
  run->report->waiting = count_pending (events, run->known, run->session->now);
  if (run->problem != NULL)
    g_propagate_error (error, g_steal_pointer (&run->problem));
  else if (run->again)
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_AWAY,
                         _ ("the calendar there kept changing; the next try goes on"));
}

gboolean
rgm_publish_run (const RgmSession *session, const RgmPublishServer *server, GPtrArray *events,
                 guint64 writer, RgmPublishReport *report, GError **error)
{
  GError *problem = NULL;
  g_auto (Run) run = { .session = session, .server = server, .writer = writer, .report = report };
  *report = (RgmPublishReport){ .events = (int)events->len };
  run.known = known_of (session, error);
  if (run.known == NULL)
    return FALSE;
  run.events = by_uid (events);
  run.noted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run.again = TRUE;
  for (int i = 0; i < PASSES && run.again && !run.stop; i++)
    pass (&run, events);
  finish (&run, events, &problem);
  if (!save (&run, problem == NULL ? &problem : NULL) || problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}
