#include "fixture.h"
#include "store/calendar-rows.h"
#include "store/write.h"

/* A record that the fifth version wrote opens and gets what is new: which appointments
 * of other people's making belong to a dose. */

/* ---- what is new ---- */

static void
add (RgmStore *store, const char *uid, RgmInstant instance, int dose, int sequence)
{
  g_autoptr (GError) error = NULL;
  RgmInvitation invitation = { .course_id = 1,
                               .dose = dose,
                               .uid = (char *)uid,
                               .instance = instance,
                               .sequence = sequence,
                               .changed = RGM_INSTANT_NONE,
                               .at = NOW + DAY };

  g_assert_true (store_begin (store, "import", NOW, &error));
  g_assert_true (store_add_invitation (store, &invitation, &error));
  g_assert_true (store_commit (store, &error));
  g_assert_no_error (error);
}

/* "DOSE SEQUENCE" of each that is known. */
static void
assert_known (RgmStore *store, const char *uid, const char *wanted)
{
  g_autoptr (GPtrArray) found = store_invitations (store, uid, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_nonnull (found);
  for (guint i = 0; i < found->len; i++) {
    const RgmInvitation *each = found->pdata[i];

    g_assert_cmpstr (each->uid, ==, uid);
    g_string_append_printf (text, "%s%d %d", i > 0 ? ", " : "", each->dose, each->sequence);
  }
  g_assert_cmpstr (text->str, ==, wanted);
}

static void
undo (RgmStore *store)
{
  g_autoptr (RgmChange) last = store_change_in_force (store, NULL);

  g_assert_true (store_begin (store, "undo", NOW, NULL));
  g_assert_true (store_undo (store, last->id, NULL, NULL));
  g_assert_true (store_commit (store, NULL));
}

static void
test_invitations (Fixture *fixture, gconstpointer unused)
{
  RgmStore *store;

  fixture_load (fixture, "version-5.sql");
  store = fixture->store = fixture_open (fixture->path);
  assert_known (store, "a@clinic", "");
  add (store, "a@clinic", RGM_INSTANT_NONE, 3, 0);
  add (store, "a@clinic", RGM_INSTANT_NONE, 3, 2);
  assert_known (store, "a@clinic", "3 2");
  undo (store);
  assert_known (store, "a@clinic", "3 0");
  add (store, "a@clinic", RGM_INSTANT_NONE, 4, 5);
  assert_known (store, "a@clinic", "4 5");
  add (store, "b@clinic", RGM_INSTANT_NONE, 4, 0);
  assert_known (store, "a@clinic", "");
  assert_known (store, "b@clinic", "4 0");
  undo (store);
  assert_known (store, "a@clinic", "4 5");
  fixture_assert_whole (fixture);
}

static void
test_series (Fixture *fixture, gconstpointer unused)
{
  RgmStore *store;

  fixture_load (fixture, "version-5.sql");
  store = fixture->store = fixture_open (fixture->path);
  add (store, "a@clinic", NOW, 3, 0);
  add (store, "a@clinic", NOW + DAY, 4, 0);
  add (store, "a@clinic", NOW, 3, 1);
  assert_known (store, "a@clinic", "3 1, 4 0");
  fixture_assert_whole (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/version-5/invitations", test_invitations);
  fixture_add ("/version-5/series", test_series);
  return g_test_run ();
}
