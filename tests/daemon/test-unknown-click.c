/* test-unknown-click.c: clicks on a popup that neither the service nor the record knows, because
 * the process that showed it died before it could note that. The button names only the dose, and
 * the alert of the dose was shown in another popup, which the person has closed. */
#include "life.h"
#include "model/schedule.h"
#include "store/alert-rows.h"

#include <regimen/record.h>

typedef struct {
  Count count;
  RgmCatalog *catalog;
  Life life;
  gint64 course;
  char *due;    /* the name of the alert */
  char *button; /* what its buttons end in: "UUID/1" */
} Click;

static const LifeOptions options = { .control = WITH_EVERYTHING };

/* The course of a scan that is due today, without a time. */
static void
add_scan (Click *click)
{
  g_autoptr (GError) error = NULL;
  RgmSession session = life_session (&click->life);
  g_autofree char *today = rgm_day_format (rgm_zone_day (session.zone, session.now));
  g_autofree char *text = g_strdup_printf ("once first=%s", today);
  g_autoptr (RgmSchedule) schedule = schedule_from_stored (text, &error);
  g_assert_no_error (error);
  RgmAddRequest request
    = { .treatment = rgm_catalog_lookup (click->catalog, "ct"), .schedule = schedule };
  g_autoptr (RgmCourse) course = rgm_record_add (&session, &request, &error);
  g_assert_no_error (error);
  g_autofree char *key = g_strdup_printf ("due-0:%s", today);
  click->course = course->id;
  click->due = oracle_name (course->uid, 1, key);
  click->button = g_strdup_printf ("%s/1", course->uid);
}

/* The person closes the popup that the service knows. */
static void
set_up (Click *click, gconstpointer data)
{
  Life *life = &click->life;
  click->catalog = rgm_catalog_load (NULL, NULL, NULL);
  life_init (life, &options, 1, click->catalog, &click->count);
  life->true_time = rgm_zone_to_instant (rgm_zone_get ("Europe/Berlin", NULL),
                                         (RgmLocal){ rgm_day_new (2026, 12, 1), 12 * 3600 }, NULL);
  add_scan (click);
  life_start_service (life);
  g_assert_cmpuint (life->screen->len, ==, 1);
  guint64 token = client_token (life->service, life->last_id);
  life_end_popup (life, 0, BY_PERSON);
  client_tell (life->service, NOTIFIER_CLOSED, token, NULL, 0);
  life_settle (life);
}

static void
tear_down (Click *click, gconstpointer data)
{
  life_clear (&click->life);
  rgm_catalog_free (click->catalog);
  g_free (click->due);
  g_free (click->button);
}

/* The person may see the alert again. */
static void
press (Click *click, const char *verb)
{
  g_autofree char *key = g_strdup_printf ("%s:%s", verb, click->button);
  life_fate (&click->life, click->due)->lost = TRUE;
  client_tell (click->life.service, NOTIFIER_BUTTON, 0, key, 0);
  life_settle (&click->life);
}

static gboolean
is_shown (const Click *click)
{
  for (guint i = 0; i < click->life.screen->len; i++) {
    const Shown *shown = g_ptr_array_index (click->life.screen, i);
    if (g_ptr_array_find_with_equal_func (shown->names, click->due, g_str_equal, NULL))
      return TRUE;
  }
  return FALSE;
}

static int
notes (const Click *click)
{
  int count = 0;
  for (guint i = 0; i < click->life.screen->len; i++)
    count += ((const Shown *)g_ptr_array_index (click->life.screen, i))->names->len == 0;
  return count;
}

static gboolean
is_given (Click *click)
{
  g_autoptr (RgmCourse) course
    = rgm_store_course (click->life.store, click->course, life_now (&click->life), NULL);
  return rgm_course_administration (course, 1) != NULL;
}

/* What cannot be written is said, and the alert comes back with its buttons when it can be. */
static void
test_full (Click *click, gconstpointer data)
{
  life_fill_disk (&click->life, TRUE);
  press (click, data);
  g_assert_cmpint (notes (click), >, 0);
  life_pass (&click->life, HOUR / 2);
  g_assert_false (is_given (click));
  life_fill_disk (&click->life, FALSE);
  life_pass (&click->life, AGAIN);
  g_assert_true (is_shown (click));
}

/* The alert comes back if the answer is taken back. */
static void
test_undone (Click *click, gconstpointer data)
{
  g_autoptr (RgmChange) undone = NULL;
  g_autoptr (GError) error = NULL;
  press (click, "given");
  g_assert_true (is_given (click));
  g_assert_false (is_shown (click));
  RgmSession session = life_session (&click->life);
  g_assert_true (rgm_record_undone (&session, &undone, &error));
  g_assert_no_error (error);
  life_wake (&click->life, LOOP_RECORD);
  g_assert_true (is_shown (click));
}

/* The alert comes back in an hour, and a second click before that does not put it off for
 * longer. */
static void
test_snooze (Click *click, gconstpointer data)
{
  press (click, "snooze");
  life_pass (&click->life, HOUR / 2);
  press (click, "snooze");
  life_pass (&click->life, HOUR / 2 - 1);
  g_assert_false (is_shown (click));
  life_pass (&click->life, 1);
  g_assert_true (is_shown (click));
  g_assert_cmpint (notes (click), ==, 0);
}

/* If the dose is on hold already, an old click does not bring back what asks about the hold. */
static void
test_held (Click *click, gconstpointer data)
{
  Life *life = &click->life;
  press (click, "hold");
  life_pass (life, 8 * DAY);
  g_assert_cmpuint (life->screen->len, ==, 1);
  guint64 token = client_token (life->service, life->last_id);
  life_end_popup (life, 0, BY_PERSON);
  client_tell (life->service, NOTIFIER_CLOSED, token, NULL, 0);
  press (click, "hold");
  g_assert_cmpuint (life->screen->len, ==, 0);
}

/* The second click of a double click says nothing and brings nothing back. */
static void
test_twice (Click *click, gconstpointer data)
{
  press (click, "given");
  press (click, "given");
  g_assert_true (is_given (click));
  g_assert_false (is_shown (click));
  g_assert_cmpint (notes (click), ==, 0);
}

#define ADD(name, verb, test)                                                                      \
  g_test_add ("/unknown-click/" name, Click, verb, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK); /* what could not be written goes to the log */
  ADD ("full/given", "given", test_full);
  ADD ("full/skip", "skip", test_full);
  ADD ("full/hold", "hold", test_full);
  ADD ("full/snooze", "snooze", test_full);
  ADD ("undone", NULL, test_undone);
  ADD ("snooze", NULL, test_snooze);
  ADD ("held", NULL, test_held);
  ADD ("twice", NULL, test_twice);
  return g_test_run ();
}
