/* test-month.c: how many popups come in a month of 31 days with an infusion, ten radiation
 * sessions, tablets twice a day and three visits: if the person answers each at once, and if nobody
 * answers. The limits are those of the contract; the oracle of the lives says whether one is
 * missing. */
#include "life.h"
#include "model/schedule.h"

#include <regimen/record.h>

#include <string.h>

#define BERLIN "Europe/Berlin"
#define NIGHT_FROM 22
#define NIGHT_UNTIL 7

/* The month of the contract. */
static const struct {
  const char *treatment, *handle, *schedule;
} courses[] = {
  { "zoledronic-acid", "zol", "interval first=2026-12-10 every=4w reckon=given" },
  { "radiation", "rad", "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31" },
  { "oral-bisphosphonate", "tab", "times first=2026-12-01 times=08:00,20:00 days=127" },
  { "ct", "ct", "once first=2026-12-04T10:15" },
  { "bone-scan", "scan", "once first=2026-12-16T09:00" },
  { "mri", "mri", "once first=2026-12-22" },
};

typedef struct {
  int popups, again, tablets, night, others_at_night;
  GHashTable *told; /* the names of the alerts that have been shown */
  Count count;
} Month;

static gboolean
is_night (const RgmZone *zone, RgmInstant at)
{
  int hour = rgm_zone_to_local (zone, at).second / 3600;
  return hour >= NIGHT_FROM || hour < NIGHT_UNTIL;
}

static void
add_courses (Life *life)
{
  RgmSession session = life_session (life);
  for (guint i = 0; i < G_N_ELEMENTS (courses); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (RgmSchedule) schedule = schedule_from_stored (courses[i].schedule, &error);
    g_assert_no_error (error);
    RgmAddRequest request = { .treatment = rgm_catalog_lookup (life->catalog, courses[i].treatment),
                              .handle = courses[i].handle,
                              .schedule = schedule };
    g_assert_nonnull (request.treatment);
    g_autoptr (RgmCourse) course = rgm_record_add (&session, &request, &error);
    g_assert_no_error (error);
    g_assert_nonnull (course);
  }
}

/* Presses "Given" as soon as there is such a button, and closes what does not ask for it. */
static void
answer_all (Life *life)
{
  guint index = 0;
  while (index < life->screen->len) {
    const Shown *shown = g_ptr_array_index (life->screen, index);
    guint64 token = client_token (life->service, shown->id);
    g_autofree char *given = NULL;
    for (guint i = 0; i < shown->keys->len && given == NULL; i++)
      if (g_str_has_prefix (g_ptr_array_index (shown->keys, i), "given:"))
        given = g_strdup (g_ptr_array_index (shown->keys, i));
    if (given != NULL) {
      client_tell (life->service, NOTIFIER_BUTTON, token, given, 0);
    } else if (strstr (g_ptr_array_index (shown->names, 0), " due-") != NULL) {
      index++; /* its time has not come */
      continue;
    } else {
      life_end_popup (life, index, BY_PERSON);
      client_tell (life->service, NOTIFIER_CLOSED, token, NULL, 0);
    }
    life_settle (life);
    index = 0;
  }
}

/* Counts the popups that came since @seen. */
static void
count_new (Life *life, Month *month, guint32 seen)
{
  const RgmZone *zone = rgm_zone_get (BERLIN, NULL);
  for (guint32 id = seen + 1; id <= life->last_id; id++) {
    guint index;
    const Shown *shown = life_find_popup (life, id, &index);
    month->popups++;
    if (shown == NULL)
      continue;
    g_autofree char *at = rgm_local_format (rgm_zone_to_local (zone, life_now (life)));
    gboolean due = TRUE, tablet = FALSE, again = TRUE;
    for (guint i = 0; i < shown->names->len; i++) {
      const char *name = g_ptr_array_index (shown->names, i);
      due = due && strstr (name, " due-") != NULL;
      again = !g_hash_table_add (month->told, g_strdup (name)) && again;
      tablet = tablet || strstr (g_ptr_array_index (shown->said, i), "tablet") != NULL;
    }
    g_test_message ("%s %s", at, (const char *)g_ptr_array_index (shown->said, 0));
    month->again += again;
    month->tablets += tablet && due;
    month->night += is_night (zone, life_now (life));
    month->others_at_night += is_night (zone, life_now (life)) && !due;
  }
}

static Month
live_through (gboolean answers, gboolean replaces)
{
  static const LifeOptions options = { FALSE };
  const RgmZone *zone = rgm_zone_get (BERLIN, NULL);
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, NULL);
  Month month = { .told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  Life life;
  life_init (&life, &options, 1, catalog, &month.count);
  life.true_time
    = rgm_zone_to_instant (zone, (RgmLocal){ rgm_day_new (2026, 12, 1), 7 * 3600 }, NULL);
  RgmInstant end = rgm_zone_to_instant (zone, (RgmLocal){ rgm_day_new (2027, 1, 1), 0 }, NULL);
  life.replaces = replaces;
  life.tells_sender = !replaces;
  add_courses (&life);
  life_start_service (&life);
  for (guint32 seen = 0; life.true_time < end;) {
    while (seen < life.last_id) {
      guint32 before = seen;
      seen = life.last_id;
      count_new (&life, &month, before);
      if (answers)
        answer_all (&life);
    }
    if (answers)
      answer_all (&life);
    life_check (&life);
    RgmInstant until = life.timer != RGM_INSTANT_NONE ? MIN (life.timer, end) : end;
    life_pass (&life, MAX (until - life.true_time, 1));
  }
  life_clear (&life);
  g_hash_table_unref (month.told);
  g_test_message ("%d popups, %d of them tablets, %d shown anew; %d at night, %d of them not due "
                  "then; %d renewed in their place",
                  month.popups, month.tablets, month.again, month.night, month.others_at_night,
                  month.count.renewed);
  g_assert_cmpint (month.count.missed, ==, 0);
  g_assert_cmpint (month.count.doubled, ==, 0);
  g_assert_cmpint (month.count.stale, ==, 0);
  g_assert_cmpint (month.count.untrue, ==, 0);
  g_assert_cmpint (month.others_at_night, ==, 0);
  return month;
}

/* @data: whether the server can replace a popup. If not, that of a visit is shown anew at the time
 * of the visit, because it gets the button "Given" then. */
static void
test_answered (gconstpointer data)
{
  Month month = live_through (TRUE, data != NULL);
  g_assert_cmpint (month.tablets, ==, 62);
  g_assert_cmpint (month.popups, <=, data != NULL ? 100 : 110);
  g_assert_cmpint (month.popups - month.again, <=, 100);
}

static void
test_not_answered (gconstpointer data)
{
  Month month = live_through (FALSE, data != NULL);
  g_assert_cmpint (month.popups, <=, 110);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/month/answered", "replaces", test_answered);
  g_test_add_data_func ("/month/not-answered", "replaces", test_not_answered);
  g_test_add_data_func ("/month/answered-on-gnome", NULL, test_answered);
  g_test_add_data_func ("/month/not-answered-on-gnome", NULL, test_not_answered);
  return g_test_run ();
}
