/* life-person.c: what the person of a simulated life does: plans, answers, presses buttons, late
 * and twice. */
#include "life.h"
#include "model/schedule.h"
#include "store/alert-rows.h"
#include "store/store-private.h"
#include "store/write.h"

#include <regimen/record.h>

#include <string.h>

/* ---- the person ---- */

gint64
life_add_course (Life *life)
{
  static const struct {
    const char *treatment, *schedule;
  } kinds[] = {
    { "denosumab", "interval first=%s every=4w reckon=given" },
    { "zoledronic-acid", "interval first=%s every=4w reckon=plan" },
    { "zoledronic-acid", "interval first=%sT09:30 every=12w reckon=given" },
    { "radiation", "fractions first=%sT14:00 fractions=5 per-day=1 days=31" },
    { "radiation", "fractions first=%s fractions=3 per-day=1 days=31" },
    { "oral-bisphosphonate", "times first=%s times=08:00,20:00 days=127 count=6" },
    { "ct", "once first=%s" },
    { "ct", "once first=%sT10:15" },
  };
  int kind = life_roll (life, 0, G_N_ELEMENTS (kinds));
  RgmSession session = life_session (life);
  RgmDay day = rgm_zone_day (session.zone, session.now) + life_roll (life, 0, 40);
  while (rgm_day_weekday (day) > 5)
    day++;
  g_autofree char *first = rgm_day_format (day);
  g_autofree char *text = g_strdup (kinds[kind].schedule);
  GString *filled = g_string_new (text);
  g_string_replace (filled, "%s", first, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmSchedule) schedule = schedule_from_stored (filled->str, &error);
  g_assert_no_error (error);
  g_string_free (filled, TRUE);
  RgmAddRequest request = { .treatment = rgm_catalog_lookup (life->catalog, kinds[kind].treatment),
                            .schedule = schedule };
  g_autoptr (RgmCourse) course = rgm_record_add (&session, &request, &error);
  g_assert_no_error (error);
  return course->id;
}

/* A course with open doses; 0: none. */
static gint64
some_course (Life *life)
{
  RgmCourseQuery query
    = { .now = life_now (life), .since = RGM_INSTANT_NONE, .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses = rgm_store_courses (life->store, &query, NULL);
  if (courses->len == 0)
    return 0;
  return ((RgmCourse *)g_ptr_array_index (courses, (guint)life_roll (life, 0, (int)courses->len)))
    ->id;
}

/* The number of the dose that the person books, puts off or moves: mostly 0, the next one;
 * sometimes one of those after it. */
static int
some_dose (Life *life, const RgmSession *session, gint64 id)
{
  g_autoptr (RgmCourse) course = rgm_store_course (life->store, id, session->now, NULL);
  RgmDose next;
  if (!life_chance (life, 40) || !rgm_course_next (course, session->zone, session->now, &next))
    return 0;
  return next.number + life_roll (life, 1, 4);
}

static void
plan_otherwise (Life *life, RgmSession *session, gint64 id)
{
  g_auto (RgmRecorded) recorded = { 0 };
  RgmDay today = rgm_zone_day (session->zone, session->now);
  RgmLocal at = { today + life_roll (life, 0, 20), RGM_NO_TIME };
  if (life_chance (life, 50))
    at.second = life_roll (life, 7, 18) * 3600;
  int dose = some_dose (life, session, id);
  switch (life_roll (life, 0, 6)) {
  case 0:
  case 1:
    at.second = life_roll (life, 7, 18) * 3600;
    rgm_record_booked (session, id, dose, at, NULL, &recorded, NULL);
    break;
  case 2:
    rgm_record_held (session, id, dose, "creatinine",
                     life_chance (life, 50) ? RGM_NO_DAY : today + life_roll (life, 0, 9),
                     &recorded, NULL);
    break;
  case 3:
    /* Only the next dose is moved together with all later ones. If a later one were, for example
     * dose 5 to tomorrow while dose 4 stays in a month, the oracle would not look as far as dose
     * 5, because it stops at the first dose that is planned for more than 3 days ahead. */
    rgm_record_moved (session, id, dose, at, dose == 0 && life_chance (life, 30), &recorded, NULL);
    break;
  case 4:
    rgm_record_paused (session, id, today, today + life_roll (life, 1, 20), NULL, &recorded, NULL);
    break;
  default:
    if (life_chance (life, 20))
      rgm_record_stopped (session, id, RGM_NO_DAY, NULL, &recorded, NULL);
    break;
  }
}

/* At another terminal. */
void
life_write_something (Life *life)
{
  RgmSession session = life_session (life);
  g_auto (RgmRecorded) recorded = { 0 };
  gint64 id = some_course (life);
  int what = life_roll (life, 0, 10);
  if (id == 0) {
    life_add_course (life);
  } else if (what < 5) {
    RgmGivenRequest given
      = { .at = session.now - life_roll (life, 0, 3) * life_roll (life, 0, 20) * HOUR };
    rgm_record_given (&session, id, 0, &given, &recorded, NULL);
  } else if (what < 6) {
    rgm_record_skipped (&session, id, 0, "fever", FALSE, &recorded, NULL);
  } else if (what < 9) {
    plan_otherwise (life, &session, id);
  } else {
    g_autoptr (RgmChange) undone = NULL;
    g_autoptr (RgmCourse) course = rgm_store_course (life->store, id, session.now, NULL);
    g_autoptr (RgmPatient) person = rgm_store_patient (life->store, course->patient_id, NULL);
    g_autoptr (RgmChange) last = store_change_to_undo (life->store, person->id, NULL);
    session.patient = person->name;
    if (last != NULL && !g_str_equal (last->command, "add"))
      rgm_record_undone (&session, &undone, NULL);
  }
  life_wake (life, LOOP_RECORD);
}

void
life_move_house (Life *life)
{
  static const char *const zones[] = { "Europe/Berlin", "America/New_York", "Asia/Kolkata",
                                       "Australia/Lord_Howe", "Pacific/Apia" };
  RgmSession session = life_session (life);
  g_autoptr (GPtrArray) people = rgm_store_patients (life->store, NULL);
  if (people->len > 0) {
    const RgmPatient *person = g_ptr_array_index (people, 0);
    rgm_patient_free (rgm_record_patient_set (
      &session, person->id, NULL, zones[life_roll (life, 0, G_N_ELEMENTS (zones))], NULL, NULL));
  }
  /* A service that begins later does not know what a popup of another one says, and in which zone
   * that was true: it renews the words when they next change. */
  for (guint i = 0; life->service == NULL && i < life->screen->len; i++)
    ((Shown *)g_ptr_array_index (life->screen, i))->elsewhere = TRUE;
  life_wake (life, LOOP_RECORD);
}

static int
count_given (Life *life)
{
  gint64 given = 0;
  sql_number (life->store, &given, NULL, "SELECT count (*) FROM counted_administrations", "");
  return (int)given;
}

static gboolean
still_holds (Life *life, const char *name)
{
  RgmSession session = life_session (life);
  return g_hash_table_contains (oracle_holding (&life->oracle, &session), name);
}

/* The alert that its dose has now, if it has the button with @key: what a click means if the
 * service does not know the popup. Returns: (transfer full) (nullable). */
static char *
alert_of_key (Life *life, const char *key)
{
  static const char *const open[] = { " due-", " overdue-", " book-", " upcoming-", " hold-" };
  guint kinds = g_str_has_prefix (key, "snooze:") ? G_N_ELEMENTS (open) : 2;
  g_autofree char *dose = g_strconcat (strchr (key, ':') + 1, " ", NULL);
  RgmSession session = life_session (life);
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init (&iter, oracle_holding (&life->oracle, &session));
  while (!g_str_has_prefix (key, "details:") && g_hash_table_iter_next (&iter, &name, NULL))
    for (guint i = 0; i < kinds && g_str_has_prefix (name, dose); i++)
      if (strstr (name, open[i]) != NULL)
        return g_strdup (name);
  return NULL;
}

/* The service answered a popup that it does not know. If it could not write that, the alert that
 * the dose has comes back; if it could, it comes back if the answer is taken back. */
static void
expect_back (Life *life, const char *name)
{
  Fate *fate = life_fate (life, name);
  if (life->died) { /* before that or after it */
    fate->unrecorded = TRUE;
  } else if ((life->full || !still_holds (life, name)) && !life_is_known_on_screen (life, name)) {
    fate->lost = TRUE;
    fate->seen = FALSE;
  }
}

/* Tells the service of a button. */
static void
deliver_click (Life *life, guint32 id, const char *key)
{
  Notifier *client = life->service;
  guint index;
  const Shown *shown = life_find_popup (life, id, &index);
  if (client == NULL || (shown != NULL && !life_tells (life, client, shown)))
    return;
  guint64 token = client_token (client, id);
  g_autofree char *name = token == 0 ? alert_of_key (life, key) : NULL;
  client_tell (client, NOTIFIER_BUTTON, token, key, 0);
  life_settle (life);
  if (name != NULL)
    expect_back (life, name);
}

static gboolean
is_put_off (Life *life, gint64 course, const char *name)
{
  RgmMark mark;
  int dose = (int)g_ascii_strtoll (strchr (name, '/') + 1, NULL, 10);
  store_mark (life->store, course, dose, strchr (name, ' ') + 1, &mark, NULL);
  return mark.state == RGM_MARK_SNOOZED && mark.until == life_now (life) + HOUR;
}

/* Notes which alert the record put off: this one, or another one of its dose, because the service
 * answers a popup that it does not know in place of the one that it knows. Returns: whether it is
 * this one. */
static gboolean
note_snoozes (Life *life, const char *pressed)
{
  g_autofree char *uid = g_strndup (pressed, (gsize)(strchr (pressed, '/') - pressed));
  g_autofree char *dose = g_strndup (pressed, (gsize)(strchr (pressed, ' ') - pressed + 1));
  g_autoptr (RgmCourse) course = rgm_store_course_by_uid (life->store, uid, life_now (life), NULL);
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init (&iter, life->fates);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (g_str_has_prefix (name, dose) && is_put_off (life, course->id, name))
      life_note_snooze (life, name);
  return is_put_off (life, course->id, pressed);
}

/* No service ran that could take the dose of @name out of a digest that names it too. */
static void
note_other_popups (Life *life, const char *name)
{
  g_autofree char *dose = g_strndup (name, (gsize)(strchr (name, ' ') - name + 1));
  for (guint i = 0; i < life->screen->len; i++) {
    const Shown *shown = g_ptr_array_index (life->screen, i);
    for (guint j = 0; j < shown->names->len; j++)
      if (g_str_has_prefix (g_ptr_array_index (shown->names, j), dose))
        life_fate (life, g_ptr_array_index (shown->names, j))->in_the_middle++;
  }
}

void
life_fill_disk (Life *life, gboolean full)
{
  int code = sqlite3_exec (
    life->store->db, full ? "PRAGMA query_only = 1" : "PRAGMA query_only = 0", NULL, NULL, NULL);
  g_assert_cmpint (code, ==, SQLITE_OK);
  life->full = full;
}

/* Whether a click on @shown must lead to something. A popup with the id 0 that an earlier service
 * showed cannot be taken off by the next one, so its clicks may come to the earlier one only. The
 * same is true of one that the record does not know, if the server tells only the sender. */
static gboolean
must_be_heard (Life *life, const Shown *shown)
{
  return life_is_calm (life) && !life_is_out_of_hand (life, shown)
         && (life_tells (life, life->service, shown) || !life_is_orphan (life, shown))
         && still_holds (life, g_ptr_array_index (shown->names, 0));
}

/* Presses a button of a popup. The server closes the popup, and may report the click twice. */
static void
press (Life *life, guint index)
{
  const Shown *shown = g_ptr_array_index (life->screen, index);
  if (shown->keys->len == 0)
    return;
  g_autofree char *name = g_strdup (g_ptr_array_index (shown->names, 0));
  g_autofree char *key
    = g_strdup (g_ptr_array_index (shown->keys, (guint)life_roll (life, 0, (int)shown->keys->len)));
  guint32 id = shown->id;
  /* A page is opened, and the popup stays. A popup that the service wanted closed goes; if it is
   * heard, its snooze is that of the alert that the dose has by now. */
  if (g_str_has_prefix (key, "details:") || shown->beyond_reach) {
    gboolean ends = shown->beyond_reach;
    life_trace (life, "presses %s of popup %u", key, id);
    deliver_click (life, id, key);
    if (ends && life_find_popup (life, id, &index) != NULL)
      life_end_popup (life, index, BY_PERSON);
    if (g_str_has_prefix (key, "snooze"))
      note_snoozes (life, name);
    life_bury (life);
    return;
  }
  gboolean snoozes = g_str_has_prefix (key, "snooze");
  int before = count_given (life);
  Fate *fate = life_fate (life, name);
  gboolean heard = life_tells (life, life->service, shown);
  gboolean full = heard && life_chance (life, 10);
  gboolean waits = snoozes && life_is_snoozed (life, name, FALSE); /* then it is put off already */
  gboolean expected = must_be_heard (life, shown) && !waits;
  guint32 last = life->last_id;
  life_trace (life, "presses %s of popup %u%s", key, id, full ? "; the disk is full" : "");
  if (full)
    life_fill_disk (life, TRUE);
  if (life_chance (life, 10))
    life->dies_after = life_roll (life, 0, 6);
  deliver_click (life, id, key);
  int again = life_chance (life, 20) ? life_roll (life, 1, 3) : 0;
  for (int i = 0; i < again && !life->died; i++)
    deliver_click (life, id, key);
  if (life_chance (life, 10))
    g_ptr_array_add (life->late, g_strdup_printf ("%u %s", id, key));
  if (full) {
    life_trouble (life, AGAIN);
    life_fill_disk (life, FALSE);
  }
  int answers = count_given (life) - before;
  if (answers < 0 || answers > 1 || (snoozes && answers != 0)) {
    life->count->wrong++;
    life_say (life, "one click is not one dose:", key);
  }
  /* unless the service has taken it off */
  shown = life_find_popup (life, id, &index);
  if (shown != NULL && (fate->visible || shown->beyond_reach))
    life_end_popup (life, index, BY_PERSON);
  /* an answer that is taken back later is asked for again */
  fate->lost = snoozes ? note_snoozes (life, name) : !still_holds (life, name);
  if (expected && !full && !life->died && !fate->lost && life->last_id == last) {
    life->count->lost++;
    life_say (life, "nobody heard a click:", key);
  }
  fate->seen = !fate->lost;
  if (full) { /* it comes back */
    fate->lost = TRUE;
    fate->seen = FALSE;
  }
  if (life->died || life->service == NULL || !heard) {
    fate->unrecorded = fate->seen = TRUE;
    fate->lost = FALSE;
    note_other_popups (life, name);
  }
  life_bury (life);
  if (full)
    life_pass (life, 20); /* what could not be written is written */
}

/* The showing of the service that a click with @key answers if its own popup has gone: the one of
 * the same dose. Returns: (transfer none) (nullable): only valid until the next turn. */
static const LoopShowing *
showing_of_key (const Life *life, const char *key)
{
  const GPtrArray *showings
    = life->service != NULL ? service_loop (life->service->service)->showings : NULL;
  for (guint i = 0; showings != NULL && i < showings->len; i++) {
    const LoopShowing *showing = g_ptr_array_index (showings, i);
    if (showing->alerts->len != 1)
      continue;
    g_autofree char *own = loop_button_key ("", g_ptr_array_index (showing->alerts, 0));
    if (g_str_equal (own, strchr (key, ':')))
      return showing;
  }
  return NULL;
}

static int
count_notes (const Life *life)
{
  int notes = 0;
  const GPtrArray *showings
    = life->service != NULL ? service_loop (life->service->service)->showings : NULL;
  for (guint i = 0; showings != NULL && i < showings->len; i++)
    notes += ((const LoopShowing *)g_ptr_array_index (showings, i))->alerts->len == 0;
  return notes;
}

/* A click that comes late may find another popup of its dose: its own one came back because the
 * disk was full. If a safety check refuses the answer, a note says so in the place of that popup,
 * as if the person had pressed the button there. */
void
life_deliver_late_click (Life *life)
{
  int before = count_given (life), notes = count_notes (life);
  if (life->late->len == 0)
    return;
  g_autofree char *click = g_ptr_array_steal_index (life->late, 0);
  guint32 id = (guint32)g_ascii_strtoull (click, NULL, 10);
  const char *key = strchr (click, ' ') + 1;
  if (g_str_has_prefix (key, "snooze"))
    return; /* an hour later that is another snooze */
  const LoopShowing *showing = showing_of_key (life, key);
  const RgmAlertView *view = showing != NULL ? g_ptr_array_index (showing->alerts, 0) : NULL;
  g_autofree char *name
    = view != NULL ? oracle_name (view->course_uid, view->dose, view->alert.key) : NULL;
  deliver_click (life, id, key);
  if (name != NULL && count_notes (life) > notes && showing_of_key (life, key) == NULL) {
    life_fate (life, name)->seen = TRUE;
    life_fate (life, name)->lost = FALSE;
  }
  if (count_given (life) > before + 1) {
    life->count->wrong++;
    life_say (life, "a late click is more than one dose:", key);
  }
  life_bury (life);
}

static void
close_some (Life *life, guint index)
{
  Shown *shown = g_ptr_array_index (life->screen, index);
  Notifier *client = life->service;
  guint32 id = shown->id;
  g_autoptr (GPtrArray) names = g_ptr_array_ref (shown->names);
  gboolean heard = life_tells_end (life, client, shown);
  gboolean counts = client != NULL && !shown->beyond_reach;
  life_end_popup (life, index, BY_PERSON);
  if (!counts)
    return;
  guint64 known = client_token (client, id);
  if (life_chance (life, 10))
    life->dies_after = life_roll (life, 0, 3);
  if (known != 0 && heard)
    client_tell (client, NOTIFIER_CLOSED, known, NULL, 0);
  /* The end of a digest without a number is told of one of its alerts. */
  gboolean partly = life->nameless && names->len > 1;
  for (guint i = 0; (life->died || known == 0 || !heard || partly) && i < names->len; i++)
    life_fate (life, g_ptr_array_index (names, i))->unrecorded = TRUE;
  life_settle (life);
  life_bury (life);
}

void
life_look_at_screen (Life *life)
{
  if (life->frozen || !life->up || life->screen->len == 0)
    return;
  guint index = (guint)life_roll (life, 0, (int)life->screen->len);
  if (life_chance (life, 60))
    press (life, index);
  else
    close_some (life, index);
}
