#include "fixture.h"
#include "model/event.h"
#include "store/calendar-rows.h"
#include "store/write.h"

/* A record that the fourth version wrote opens and gets what is new: what is known of a
 * calendar on a server. */

/* ---- what is known of a calendar ---- */

static void
set (RgmStore *store, const RgmPublication *publication, const RgmPublished *row)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store_begin (store, NULL, NOW, &error));
  if (publication != NULL)
    g_assert_true (store_set_publication (store, publication, &error));
  if (row != NULL)
    g_assert_true (store_set_published (store, row, &error));
  g_assert_no_error (error);
  g_assert_true (store_commit (store, &error));
}

static void
assert_publication (RgmStore *store, const RgmPublication *wanted, int asks)
{
  g_autoptr (RgmPublication) found = NULL;

  g_assert_true (store_publication (store, &found, NULL));
  g_assert_cmpstr (found->url, ==, wanted->url);
  g_assert_cmpint (found->made, ==, wanted->made);
  g_assert_cmpint (found->succeeded_at, ==, wanted->succeeded_at);
  g_assert_cmpint (found->tried_at, ==, wanted->tried_at);
  g_assert_cmpstr (found->problem, ==, wanted->problem);
  g_assert_cmpint (found->away, ==, wanted->away);
  g_assert_cmpint (found->asks, ==, asks);
}

static void
test_publication (Fixture *fixture, gconstpointer unused)
{
  char url[] = "https://example.org/a/", other[] = "https://example.org/b/", problem[] = "away";
  RgmPublication publication
    = { .url = url, .succeeded_at = RGM_INSTANT_NONE, .tried_at = RGM_INSTANT_NONE };
  g_autoptr (RgmPublication) none = NULL;
  g_auto (GStrv) followers = NULL;

  fixture_load (fixture, "version-4.sql");
  fixture->store = fixture_open (fixture->path);
  g_assert_true (store_publication (fixture->store, &none, NULL));
  g_assert_null (none);
  set (fixture->store, &publication, NULL);
  assert_publication (fixture->store, &publication, 0);
  publication = (RgmPublication){ other, TRUE, NOW - DAY, NOW, problem, TRUE, 0 };
  set (fixture->store, &publication, NULL);
  assert_publication (fixture->store, &publication, 0);
  followers = store_followers (fixture->store, NULL);
  g_assert_true (g_strv_contains ((const char *const *)followers, "regimen-publish"));
  g_assert_cmpuint (store_written (fixture->store), ==, 0);
  fixture_assert_whole (fixture);
}

static void
assert_row (const RgmPublished *found, const RgmPublished *wanted)
{
  g_assert_cmpstr (found->uid, ==, wanted->uid);
  g_assert_cmpint (found->state, ==, wanted->state);
  g_assert_cmpstr (found->etag, ==, wanted->etag);
  g_assert_cmpint (found->sequence, ==, wanted->sequence);
  g_assert_cmpint (found->record_sequence, ==, wanted->record_sequence);
  g_assert_cmpint (found->record_changed, ==, wanted->record_changed);
  g_assert_true (event_print_equal (&found->print, &wanted->print));
  g_assert_true (event_print_equal (&found->base, &wanted->base));
  g_assert_cmpint (found->start, ==, wanted->start);
  g_assert_cmpstr (found->theirs, ==, wanted->theirs);
  g_assert_cmpint (found->noticed_at, ==, wanted->noticed_at);
  g_assert_cmpint (found->asks, ==, wanted->asks);
  g_assert_cmpint (found->mine, ==, wanted->mine);
}

static void
assert_rows (RgmStore *store, const RgmPublished *wanted)
{
  g_autoptr (GPtrArray) rows = store_published (store, NULL);

  g_assert_cmpuint (rows->len, ==, wanted != NULL ? 1 : 0);
  if (wanted != NULL)
    assert_row (rows->pdata[0], wanted);
}

static void
test_rows (Fixture *fixture, gconstpointer unused)
{
  char uid[] = "u-1@regimen", etag[] = "\"a\"", theirs[] = "BEGIN:VCALENDAR\r\n";
  RgmPublication publication
    = { .url = uid, .succeeded_at = RGM_INSTANT_NONE, .tried_at = RGM_INSTANT_NONE };
  RgmPublished row
    = { .uid = uid, .state = RGM_PUBLISHED_SAME, .start = NOW, .noticed_at = RGM_INSTANT_NONE };

  fixture_load (fixture, "version-4.sql");
  fixture->store = fixture_open (fixture->path);
  set (fixture->store, &publication, &row);
  assert_rows (fixture->store, &row);
  row = (RgmPublished){ uid,
                        RGM_PUBLISHED_CHANGED,
                        etag,
                        7,
                        6,
                        NOW - 1,
                        { { 1, 2, 3, 4, 5 } },
                        { { 6, 7, 8, 9, G_MAXUINT64 } },
                        NOW + DAY,
                        theirs,
                        NOW,
                        TRUE,
                        FALSE };
  set (fixture->store, NULL, &row);
  assert_rows (fixture->store, &row);
  assert_publication (fixture->store, &publication, 1);
  row.mine = TRUE;
  set (fixture->store, NULL, &row);
  assert_publication (fixture->store, &publication, 0);
  g_assert_true (store_begin (fixture->store, NULL, NOW, NULL));
  g_assert_true (store_forget_published (fixture->store, uid, NULL));
  assert_rows (fixture->store, NULL);
  store_rollback (fixture->store);
  assert_rows (fixture->store, &row);
  g_assert_true (store_begin (fixture->store, NULL, NOW, NULL));
  g_assert_true (store_clear_publication (fixture->store, NULL));
  g_assert_true (store_commit (fixture->store, NULL));
  assert_rows (fixture->store, NULL);
  fixture_assert_whole (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/version-4/publication", test_publication);
  fixture_add ("/version-4/published", test_rows);
  return g_test_run ();
}
