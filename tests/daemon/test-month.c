/* test-month.c: how many popups come in a month of 31 days with an infusion, ten radiation
 * sessions, tablets twice a day and three visits: if the person answers each at once, and if nobody
 * answers. The limits are those of the contract; the oracle of the lives says whether one is
 * missing. On a server that cannot replace a popup, a table says which ones are shown twice. */
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

/* The popups of the month that a server like GNOME Shell gets twice if each is answered at once,
 * which makes 106 instead of 94: those of the doses that have a time. The first popup comes two
 * hours before that time and has no button "Given". A server that can replace a popup gets the
 * button in its place at the time of the dose. GNOME Shell shows buttons only in a banner, and
 * drops them from a banner that is replaced, so there the button needs a second popup. Without it
 * the ten sessions would stay without an answer, and there would be more than 100 popups all the
 * same, because overdue ones ask for that answer: test_not_renewed(). */
static const char *const shown_twice[] = {
  "2026-12-04T10:15 Due Fri 4 Dec: CT scan",
  "2026-12-07T14:00 Due Mon 7 Dec: session 1, Radiation therapy",
  "2026-12-08T14:00 Due Tue 8 Dec: session 2, Radiation therapy",
  "2026-12-09T14:00 Due Wed 9 Dec: session 3, Radiation therapy",
  "2026-12-10T14:00 Due Thu 10 Dec: session 4, Radiation therapy",
  "2026-12-11T14:00 Due Fri 11 Dec: session 5, Radiation therapy",
  "2026-12-14T14:00 Due Mon 14 Dec: session 6, Radiation therapy",
  "2026-12-15T14:00 Due Tue 15 Dec: session 7, Radiation therapy",
  "2026-12-16T09:00 Due Wed 16 Dec: Bone scan",
  "2026-12-16T14:00 Due Wed 16 Dec: session 8, Radiation therapy",
  "2026-12-17T14:00 Due Thu 17 Dec: session 9, Radiation therapy",
  "2026-12-18T14:00 Due Fri 18 Dec: session 10, Radiation therapy",
};

typedef enum { REPLACES, RENEWS_NOTHING, LIKE_GNOME } ServerKind;

typedef struct {
  int popups, again, tablets, night, others_at_night;
  int got_given;    /* shown again with a button "Given" that they did not have before */
  GHashTable *told; /* name of an alert that has been shown -> whether one could press "Given" */
  GPtrArray *twice; /* of char *: as in shown_twice */
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

/* Returns: (transfer none) (nullable): the key of the button "Given". */
static const char *
given_key (const Shown *shown)
{
  for (guint i = 0; i < shown->keys->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (shown->keys, i), "given:"))
      return g_ptr_array_index (shown->keys, i);
  return NULL;
}

/* Presses "Given" as soon as there is such a button, and closes what does not ask for it. */
static void
answer_all (Life *life)
{
  guint index = 0;
  while (index < life->screen->len) {
    const Shown *shown = g_ptr_array_index (life->screen, index);
    guint64 token = client_token (life->service, shown->id);
    g_autofree char *given = g_strdup (given_key (shown));
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

/* Notes a popup whose alerts have all been shown before, at the local time @at. */
static void
note_again (Month *month, const Shown *shown, const char *at)
{
  const char *title = g_ptr_array_index (shown->said, 0),
             *name = g_ptr_array_index (shown->names, 0);
  gboolean could = GPOINTER_TO_INT (g_hash_table_lookup (month->told, name));
  month->again++;
  month->got_given += given_key (shown) != NULL && !could;
  g_ptr_array_add (month->twice,
                   g_strdup_printf ("%s %.*s", at, (int)strcspn (title, "\n"), title));
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
      again = again && g_hash_table_contains (month->told, name);
      tablet = tablet || strstr (g_ptr_array_index (shown->said, i), "tablet") != NULL;
    }
    g_test_message ("%s %s", at, (const char *)g_ptr_array_index (shown->said, 0));
    if (again)
      note_again (month, shown, at);
    for (guint i = 0; i < shown->names->len; i++)
      g_hash_table_replace (month->told, g_strdup (g_ptr_array_index (shown->names, i)),
                            GINT_TO_POINTER (given_key (shown) != NULL));
    month->tablets += tablet && due;
    month->night += is_night (zone, life_now (life));
    month->others_at_night += is_night (zone, life_now (life)) && !due;
  }
}

/* Returns: the caller frees twice. */
static Month
live_through (gboolean answers, ServerKind server)
{
  const LifeOptions options
    = { .control = server == RENEWS_NOTHING ? WITHOUT_RENEWAL : WITH_EVERYTHING };
  const RgmZone *zone = rgm_zone_get (BERLIN, NULL);
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, NULL);
  Month month = { .told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                  .twice = g_ptr_array_new_with_free_func (g_free) };
  Life life;
  life_init (&life, &options, 1, catalog, &month.count);
  life.true_time
    = rgm_zone_to_instant (zone, (RgmLocal){ rgm_day_new (2026, 12, 1), 7 * 3600 }, NULL);
  RgmInstant end = rgm_zone_to_instant (zone, (RgmLocal){ rgm_day_new (2027, 1, 1), 0 }, NULL);
  life.replaces = server != LIKE_GNOME;
  life.tells_sender = server == LIKE_GNOME;
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
  g_assert_true ((month.count.untrue > 0) == (server == RENEWS_NOTHING));
  g_assert_cmpint (month.others_at_night, ==, 0);
  return month;
}

/* Each popup that is shown twice gets the button "Given" by that, and no other one is. */
static void
test_answered (gconstpointer data)
{
  ServerKind server = GPOINTER_TO_INT (data);
  Month month = live_through (TRUE, server);
  g_autoptr (GPtrArray) twice = month.twice;
  g_assert_cmpint (month.tablets, ==, 62);
  g_assert_cmpint (month.popups - month.again, <=, 100);
  g_assert_cmpint (month.again, ==, server == LIKE_GNOME ? G_N_ELEMENTS (shown_twice) : 0);
  g_assert_cmpint (month.got_given, ==, month.again);
  for (guint i = 0; i < twice->len; i++)
    g_assert_cmpstr (g_ptr_array_index (twice, i), ==, shown_twice[i]);
}

/* If no popup gets its button "Given" at the time of its dose, overdue ones come instead, and there
 * are more than 100 too. */
static void
test_not_renewed (void)
{
  Month month = live_through (TRUE, RENEWS_NOTHING);
  g_assert_cmpint (month.popups, >, 100);
  g_ptr_array_unref (month.twice);
}

static void
test_not_answered (gconstpointer data)
{
  Month month = live_through (FALSE, GPOINTER_TO_INT (data));
  g_assert_cmpint (month.popups, <=, 110);
  g_ptr_array_unref (month.twice);
}

int
main (int argc, char **argv)
{
  const gconstpointer replaces = GINT_TO_POINTER (REPLACES), gnome = GINT_TO_POINTER (LIKE_GNOME);
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/month/answered", replaces, test_answered);
  g_test_add_data_func ("/month/not-answered", replaces, test_not_answered);
  g_test_add_data_func ("/month/answered-on-gnome", gnome, test_answered);
  g_test_add_data_func ("/month/not-answered-on-gnome", gnome, test_not_answered);
  g_test_add_func ("/month/answered-and-not-renewed", test_not_renewed);
  return g_test_run ();
}
