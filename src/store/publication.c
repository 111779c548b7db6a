#include "store/store-private.h"

static const char *const state_names[] = {
  [RGM_PUBLISHED_SAME] = "same",       [RGM_PUBLISHED_CHANGED] = "changed",
  [RGM_PUBLISHED_DELETED] = "deleted", [RGM_PUBLISHED_NEWER] = "newer",
  [RGM_PUBLISHED_FOREIGN] = "foreign",
};

void
rgm_publication_free (RgmPublication *publication)
{
  if (publication == NULL)
    return;
  g_free (publication->url);
  g_free (publication->problem);
  g_free (publication);
}

RgmPublished *
rgm_published_new (const char *uid)
{
  RgmPublished *published = g_new0 (RgmPublished, 1);

  published->uid = g_strdup (uid);
  published->noticed_at = RGM_INSTANT_NONE;
  return published;
}

void
rgm_published_free (RgmPublished *published)
{
  if (published == NULL)
    return;
  g_free (published->uid);
  g_free (published->etag);
  g_free (published->theirs);
  g_free (published);
}

const char *
rgm_published_state_name (RgmPublishedState state)
{
  return state_names[state];
}

static RgmPublishedState
state_from (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (name, state_names[i]) == 0)
      return (RgmPublishedState)i;
  return RGM_PUBLISHED_FOREIGN;
}

/* ---- the calendar ---- */

static RgmPublication *
read_publication (sqlite3_stmt *statement)
{
  RgmPublication *publication = g_new0 (RgmPublication, 1);

  publication->url = rgm_sql_text (statement, 0);
  publication->made = sqlite3_column_int (statement, 1) != 0;
  publication->succeeded_at = rgm_sql_instant (statement, 2);
  publication->tried_at = rgm_sql_instant (statement, 3);
  publication->problem = rgm_sql_text (statement, 4);
  publication->away = sqlite3_column_int (statement, 5) != 0;
  publication->asks = sqlite3_column_int (statement, 6);
  return publication;
}

gboolean
rgm_store_publication (RgmStore *store, RgmPublication **publication, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
    = rgm_sql (store, error,
               "SELECT url, made, succeeded_at, tried_at, problem, away,"
               " (SELECT count (*) FROM published WHERE asks = 1 AND mine = 0) FROM publication",
               "");
  int more = statement != NULL ? rgm_sql_next (store, statement, error) : -1;

  *publication = more > 0 ? read_publication (statement) : NULL;
  return more >= 0;
}

gboolean
rgm_store_set_publication (RgmStore *store, const RgmPublication *publication, GError **error)
{
  gboolean succeeded = publication->succeeded_at != RGM_INSTANT_NONE;
  gboolean tried = publication->tried_at != RGM_INSTANT_NONE;

  return rgm_sql_run (
    store, error,
    "INSERT INTO publication (id, url, made, succeeded_at, tried_at, problem, away)"
    " VALUES (1, ?1, ?2, iif (?7, ?3, NULL), iif (?8, ?4, NULL), ?5, ?6)"
    " ON CONFLICT (id) DO UPDATE SET url = excluded.url, made = excluded.made,"
    " succeeded_at = excluded.succeeded_at, tried_at = excluded.tried_at,"
    " problem = excluded.problem, away = excluded.away",
    "tdiitddd", publication->url, (int)publication->made, (gint64)publication->succeeded_at,
    (gint64)publication->tried_at, publication->problem, (int)publication->away, (int)succeeded,
    (int)tried);
}

gboolean
rgm_store_clear_publication (RgmStore *store, GError **error)
{
  return rgm_sql_run (store, error, "DELETE FROM publication", "")
         && rgm_sql_run (store, error, "DELETE FROM published", "");
}

/* ---- its events ---- */

static RgmPublished *
read_published (sqlite3_stmt *statement)
{
  RgmPublished *published = rgm_published_new ((const char *)sqlite3_column_text (statement, 0));

  published->state = state_from ((const char *)sqlite3_column_text (statement, 1));
  published->etag = rgm_sql_text (statement, 2);
  published->sequence = sqlite3_column_int (statement, 3);
  published->record_sequence = sqlite3_column_int (statement, 4);
  published->record_changed = sqlite3_column_int64 (statement, 5);
  rgm_event_print_parse ((const char *)sqlite3_column_text (statement, 6), &published->print);
  rgm_event_print_parse ((const char *)sqlite3_column_text (statement, 7), &published->base);
  published->start = sqlite3_column_int64 (statement, 8);
  published->theirs = rgm_sql_text (statement, 9);
  published->noticed_at = rgm_sql_instant (statement, 10);
  published->asks = sqlite3_column_int (statement, 11) != 0;
  published->mine = sqlite3_column_int (statement, 12) != 0;
  return published;
}

GPtrArray *
rgm_store_published (RgmStore *store, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_published_free);
  g_autoptr (sqlite3_stmt) statement
    = rgm_sql (store, error,
               "SELECT uid, state, etag, sequence, record_sequence, record_changed, print, base,"
               " start, theirs, noticed_at, asks, mine FROM published ORDER BY start, uid",
               "");
  int more = -1;

  while (statement != NULL && (more = rgm_sql_next (store, statement, error)) > 0)
    g_ptr_array_add (all, read_published (statement));
  return more == 0 ? g_steal_pointer (&all) : NULL;
}

gboolean
rgm_store_set_published (RgmStore *store, const RgmPublished *published, GError **error)
{
  g_autofree char *print = rgm_event_print_format (&published->print);
  g_autofree char *base = rgm_event_print_format (&published->base);
  gboolean noticed = published->noticed_at != RGM_INSTANT_NONE;

  return rgm_sql_run (store, error,
                      "INSERT OR REPLACE INTO published (uid, state, etag, sequence, "
                      "record_sequence, record_changed, print, base, start, theirs, noticed_at, "
                      "asks, mine) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, iif (?14, ?11, NULL), "
                      "?12, ?13)",
                      "tttddittitiddd", published->uid, state_names[published->state],
                      published->etag, published->sequence, published->record_sequence,
                      (gint64)published->record_changed, print, base, (gint64)published->start,
                      published->theirs, (gint64)published->noticed_at, (int)published->asks,
                      (int)published->mine, (int)noticed);
}

gboolean
rgm_store_forget_published (RgmStore *store, const char *uid, GError **error)
{
  return rgm_sql_run (store, error, "DELETE FROM published WHERE uid = ?", "t", uid);
}
