#include "fixture.h"
#include "picture.h"
#include "store/alert-rows.h"
#include "store/write.h"

#include <string.h>

/* A record that the first version wrote opens, reads as it did, and is written on. */

#define ZOLEDRONIC 1
#define RADIATION 2

static void
assert_whole (RgmStore *store)
{
  g_autofree char *problems = fixture_check (store);

  g_assert_cmpstr (problems, ==, "");
}

/* By hand, from what was entered. */
static const char wanted[]
  = "me in Europe/Berlin, closed\n"
    "\xc3\x84nne in America/St_Johns, closed\n"
    "  course | zoledronic-acid | UID1 | zoledronic-acid | Zoledronic acid | bisphosphonate | "
    "infusion | infusions | 60 | 4 mg | Ward 3 | - | - | 1795420800 | NONE | 0 | 0\n"
    "  revision | 1 | interval first=2026-12-01 every=4w reckon=given | 1795420800 | - | - | -\n"
    "  administration | 1 | given | 1796108400 | 4 mg | left arm | - | - | early | - | 1796198400 "
    "| replaces | -\n"
    "  appointment | 2 | 2026-12-29T09:30 | Europe/Berlin | Ward 4\n"
    "  move | 4 | 2027-02-01\n"
    "  hold | 3 | creatinine | 2027-01-20 | 1796371200\n"
    "  closed\n"
    "  1 given, 0 skipped\n"
    "  course | radiation | UID2 | radiation | Radiation therapy | radiation | session | sessions "
    "| 60 | - | - | - | the first refusal\nthe second | 1795420800 | NONE | 0 | 1\n"
    "  revision | 1 | fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31 | "
    "1795420800 | - | - | -\n"
    "  administration | 1 | skipped | 1796630400 | - | - | machine down | - | - | makeup | "
    "1796630400 | - | -\n"
    "  closed\n"
    "  0 given, 1 skipped\n"
    "me, zoledronic-acid, Zoledronic acid:  administration | 1 | given | 1796108400 | 4 mg | left "
    "arm | - | - | early | - | 1796198400 | replaces | -\n"
    "me, zoledronic-acid, Zoledronic acid:  administration | 1 | given | 1796112000 | 4 mg | left "
    "arm | - | a\nb | early | - | 1796112060 | - | replaced\n"
    "\xc3\x84nne, radiation, Radiation therapy:  administration | 1 | skipped | 1796630400 | - | - "
    "| machine down | - | - | makeup | 1796630400 | - | -\n";

static void
replace (char **text, const char *word, char *by)
{
  g_autofree char *owned = by;
  g_auto (GStrv) parts = g_strsplit (*text, word, -1);

  g_free (*text);
  *text = g_strjoinv (owned, parts);
}

static char *
expected (const char *path)
{
  char *text = g_strdup (wanted);

  replace (&text, "UID1", fixture_query (path, "SELECT uid FROM courses WHERE id = 1"));
  replace (&text, "UID2", fixture_query (path, "SELECT uid FROM courses WHERE id = 2"));
  replace (&text, "NONE", g_strdup_printf ("%" G_GINT64_FORMAT, RGM_INSTANT_NONE));
  return text;
}

static void
test_reads_the_same (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *found = NULL, *text = NULL;
  RgmMark mark;

  fixture_load (fixture, "version-1.sql");
  text = expected (fixture->path);
  fixture->store = fixture_open (fixture->path);
  found = picture_of (fixture->store, TRUE);
  g_assert_cmpstr (found, ==, text);
  g_assert_true (store_mark (fixture->store, ZOLEDRONIC, 2, "due:2026-12-28", &mark, NULL));
  g_assert_cmpint (mark.state, ==, RGM_MARK_SNOOZED);
  g_assert_cmpint (mark.until, ==, NOW + 3600);
}

static void
write_on (RgmStore *store)
{
  RgmPause pause = { .from_dose = 3, .from = 20900, .until = RGM_NO_DAY };
  g_autoptr (RgmCourse) course = rgm_store_course (store, ZOLEDRONIC, RGM_INSTANT_NONE, NULL);
  RgmRevision *revision = course->revisions->pdata[0];
  g_autoptr (GError) error = NULL;

  fixture_log (store, ZOLEDRONIC, 2);
  revision->from_dose = 3;
  revision->amount = g_strdup ("3 mg");
  g_assert_true (store_begin (store, "change", NOW, &error));
  g_assert_true (store_add_revision (store, ZOLEDRONIC, revision, &error));
  g_assert_true (store_set_pause (store, RADIATION, &pause, &error));
  g_assert_true (store_commit (store, &error));
}

/* What version 1 wrote can be taken back too. */
static void
test_written_on (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *between = NULL, *after = NULL;
  g_autoptr (RgmChange) last = NULL;
  g_autoptr (GError) error = NULL;

  fixture_load (fixture, "version-1.sql");
  fixture->store = fixture_open (fixture->path);
  last = store_change_in_force (fixture->store, &error);
  g_assert_cmpstr (last->command, ==, "skip");
  g_assert_true (store_begin (fixture->store, "undo", NOW, &error));
  g_assert_true (store_undo (fixture->store, last->id, NULL, &error));
  g_assert_true (store_commit (fixture->store, &error));
  between = picture_of (fixture->store, TRUE);
  g_assert_null (strstr (between, "machine down"));
  write_on (fixture->store);
  after = picture_of (fixture->store, TRUE);
  g_assert_nonnull (strstr (after, "3 mg"));
  assert_whole (fixture->store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/version-1/reads-the-same", test_reads_the_same);
  fixture_add ("/version-1/written-on", test_written_on);
  return g_test_run ();
}
