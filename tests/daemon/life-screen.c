/* life-screen.c: what the person of a simulated life sees: the popups on the screen, what became of
 * each alert, and what must hold of them. */
#include "life.h"
#include "store/alert-rows.h"

#include <string.h>

/* ---- what became of each alert ---- */

Fate *
life_fate (Life *life, const char *name)
{
  Fate *fate = g_hash_table_lookup (life->fates, name);
  if (fate == NULL) {
    fate = g_new0 (Fate, 1);
    g_hash_table_insert (life->fates, g_strdup (name), fate);
  }
  return fate;
}

gboolean
life_went_unnoticed (const Life *life, const Fate *fate)
{
  return fate->silent && life->true_time - fate->since < 60;
}

/* ---- snoozes, as the person understands them ---- */

static char *
stem_of (const char *name)
{
  const char *blank = strchr (name, ' '), *colon = strchr (blank, ':');
  return g_strdup_printf ("%.*s%s", (int)(blank - name), name, colon);
}

/* @over: also by a snooze that is over: if the clock was set back since, both is right. */
gboolean
life_is_snoozed (Life *life, const char *name, gboolean over)
{
  g_autofree char *stem = stem_of (name);
  RgmInstant now = life_now (life);
  for (guint i = life->snoozes->len; i-- > 0;) {
    const Snooze *snooze = g_ptr_array_index (life->snoozes, i);
    if (g_str_equal (snooze->stem, stem) && (over || !snooze->over) && now < snooze->until
        && now >= snooze->at - (snooze->until - snooze->at))
      return TRUE;
  }
  return FALSE;
}

/* The alert came again: whatever the clock shows later, the person does not wait any more. */
void
life_end_snooze (Life *life, const char *name)
{
  g_autofree char *stem = stem_of (name);
  for (guint i = 0; i < life->snoozes->len; i++) {
    Snooze *snooze = g_ptr_array_index (life->snoozes, i);
    snooze->over = snooze->over || g_str_equal (snooze->stem, stem);
  }
}

void
life_note_snooze (Life *life, const char *name)
{
  Snooze *snooze = g_new0 (Snooze, 1);
  snooze->stem = stem_of (name);
  snooze->at = life_now (life);
  snooze->until = snooze->at + HOUR;
  g_ptr_array_add (life->snoozes, snooze);
  Fate *fate = life_fate (life, name);
  fate->seen = FALSE;
  fate->lost = TRUE;
}

void
snooze_free (gpointer data)
{
  g_free (((Snooze *)data)->stem);
  g_free (data);
}

/* ---- the screen ---- */

void
shown_free (gpointer data)
{
  Shown *shown = data;
  g_ptr_array_unref (shown->names);
  g_ptr_array_unref (shown->said);
  g_ptr_array_unref (shown->keys);
  g_free (shown);
}

Shown *
life_find_popup (const Life *life, guint32 id, guint *index)
{
  for (guint i = 0; i < life->screen->len; i++) {
    Shown *shown = g_ptr_array_index (life->screen, i);
    if (shown->id == id) {
      *index = i;
      return shown;
    }
  }
  return NULL;
}

/* After a death in the middle of showing, an alert may be in two popups: then it is still on the
 * screen when the service closes one of them, and may be shown again in place of that one. */
static gboolean
is_on_screen (const Life *life, const char *name)
{
  for (guint i = 0; i < life->screen->len; i++) {
    const Shown *shown = g_ptr_array_index (life->screen, i);
    if (!shown->beyond_reach
        && g_ptr_array_find_with_equal_func (shown->names, name, g_str_equal, NULL))
      return TRUE;
  }
  return FALSE;
}

/* Whether the popup goes by itself and was, at @at by the clock of the machine, there so long that
 * it counts as gone. */
static gboolean
is_over (const Shown *shown, RgmInstant at)
{
  RgmInstant shown_for = at - (shown->since + shown->offset);
  return shown->fleeting && ABS (shown_for) >= 60;
}

gboolean
life_is_out_of_hand (const Life *life, const Shown *shown)
{
  return life->nameless && shown->sender != life->service;
}

/* What a server without numbers shows in one popup is to another process one popup for each alert:
 * so an alert that asks for nothing counts there as gone once a minute has passed, although the
 * digest that names it stays. */
static gboolean
was_split (const Life *life, const Shown *shown, const char *name)
{
  RgmInstant shown_for = life_now (life) - (shown->since + shown->offset);
  return life->nameless && shown->names->len > 1 && strstr (name, " watch-") != NULL
         && ABS (shown_for) >= 60;
}

void
life_end_popup (Life *life, guint index, EndKind kind)
{
  static const char *const kinds[]
    = { "by the person", "by the service", "with the server", "by itself", "by itself, silently" };
  Shown *shown = g_ptr_array_steal_index (life->screen, index);
  life_trace (life, "popup %u ends %s", shown->id, kinds[kind]);
  /* A frozen server carries out later what was decided before. */
  gboolean asked = kind == BY_SERVICE && shown->asked != 0;
  gboolean over = is_over (shown, asked ? shown->asked : life_now (life));
  for (guint i = 0; i < shown->names->len && !shown->beyond_reach; i++) {
    Fate *fate = life_fate (life, g_ptr_array_index (shown->names, i));
    fate->visible = is_on_screen (life, g_ptr_array_index (shown->names, i));
    gboolean had_its_time = kind == BY_PERSON || kind == BY_ITSELF || kind == SILENTLY || over;
    gboolean doubtful
      = kind == WITH_SERVER
        && (life_is_out_of_hand (life, shown)
            || (life->service == NULL && shown->fleeting) /* nobody knows when that was */
            || was_split (life, shown, g_ptr_array_index (shown->names, i)));
    fate->seen = fate->seen || had_its_time || doubtful;
    /* after a journey, it was still there when the time of the tablet came again */
    RgmSession session = life_session (life);
    RgmInstant slot = oracle_slot (&life->oracle, &session, g_ptr_array_index (shown->names, i));
    if (had_its_time && slot <= life_now (life))
      fate->clock = MAX (fate->clock, slot);
    fate->lost = !had_its_time;
    fate->unrecorded = kind == BY_PERSON && life->service == NULL;
    fate->silent = kind == SILENTLY;
  }
  shown_free (shown);
}

/* A service may believe that an alert is in its own popup, which is beyond reach already, while
 * another process has moved it to a digest: nobody can tell such popups apart. */
void
life_give_up_popup (Life *life, Shown *shown)
{
  for (guint i = 0; i < shown->names->len; i++) {
    Fate *fate = life_fate (life, g_ptr_array_index (shown->names, i));
    fate->visible = FALSE;
    fate->seen = fate->lost = TRUE;
  }
  shown->beyond_reach = TRUE;
}

gboolean
life_is_known_on_screen (Life *life, const char *name)
{
  for (guint i = 0; i < life->screen->len; i++) {
    const Shown *shown = g_ptr_array_index (life->screen, i);
    if (g_ptr_array_find_with_equal_func (shown->names, name, g_str_equal, NULL)
        && !life_is_orphan (life, shown))
      return TRUE;
  }
  return FALSE;
}

void
life_popup_says (Life *life, Shown *shown, Shown *words)
{
  Shown before = *shown;
  shown->names = g_steal_pointer (&words->names);
  shown->said = g_steal_pointer (&words->said);
  shown->elsewhere = FALSE;
  shown->bare = words->bare;
  shown->keys = g_steal_pointer (&words->keys);
  words->names = before.names;
  words->said = before.said;
  words->keys = before.keys;
  shown->fleeting = words->fleeting;
  for (guint i = 0; i < shown->names->len; i++)
    life_fate (life, g_ptr_array_index (shown->names, i))->clock = life_now (life);
  for (guint i = 0; i < before.names->len; i++) {
    Fate *fate = life_fate (life, g_ptr_array_index (before.names, i));
    fate->visible = is_on_screen (life, g_ptr_array_index (before.names, i));
    fate->lost
      = !fate->visible || !life_is_known_on_screen (life, g_ptr_array_index (before.names, i));
  }
}

/* Whether the person knows of the alert @name: it is on the screen, or was seen, and not only
 * before a journey, when the time of the tablet was another one. */
static gboolean
is_told (Life *life, const char *name, const Fate *fate)
{
  RgmSession session = life_session (life);
  return fate->visible
         || (fate->seen && fate->clock >= oracle_slot (&life->oracle, &session, name));
}

void
life_popup_appears (Life *life, const Notifier *sender, const char *name)
{
  Fate *fate = life_fate (life, name);
  gboolean repeated = !fate->lost && is_told (life, name, fate);
  life->count->shown++;
  life_trace (life, "popup %u: %s", life->last_id, name);
  if (repeated && (fate->unrecorded || fate->ahead || life_went_unnoticed (life, fate))) {
    /* If "regimen notify" shows it, and the popup that the person closed had the id 0 like this
     * one, the service still takes the alert for one in its own popup, and may move it once
     * more. */
    fate->unrecorded
      = fate->unrecorded && life->nameless && life->service != NULL && sender != life->service;
    life->count->unseen++;
  } else if (repeated && fate->in_the_middle > 0) {
    fate->in_the_middle--;
    life->count->after_death++;
  } else if (repeated) {
    life->count->doubled++;
    life_say (life, "shown again", name);
  }
  fate->visible = TRUE;
  fate->seen = fate->lost = fate->silent = fate->ahead = FALSE;
  fate->since = life->true_time;
  fate->clock = life_now (life);
}

char *
life_server_name (const Life *life)
{
  return g_strdup_printf ("bus/:1.%d", life->servers);
}

gboolean
life_is_orphan (Life *life, const Shown *shown)
{
  g_autofree char *server = life_server_name (life);
  gboolean orphaned = FALSE;
  for (guint i = 0; i < shown->names->len; i++)
    orphaned = orphaned || life_fate (life, g_ptr_array_index (shown->names, i))->orphaned;
  if (!orphaned)
    return FALSE;
  g_autoptr (GPtrArray) popups = store_popups (life->store, NULL);
  for (guint i = 0; i < popups->len; i++) {
    const RgmPopup *popup = g_ptr_array_index (popups, i);
    if (popup->id == shown->id && g_str_equal (popup->server, server))
      return FALSE;
  }
  return TRUE;
}

static void
check_flood (Life *life)
{
  int open = 0;
  for (guint i = 0; i < life->screen->len; i++) {
    const Shown *shown = g_ptr_array_index (life->screen, i);
    open += shown->names->len > 0 && !is_over (shown, life_now (life)) && !shown->beyond_reach
            && !life_is_out_of_hand (life, shown) && !life_is_orphan (life, shown);
  }
  /* two processes that show at the same moment do not know of each other */
  life->crowded = life->crowded && open > 3;
  if (open <= 3 || life->crowded || life->true_time < life->trouble_until)
    return;
  life->count->flood++;
  life_say (life, "more than three popups", "");
}

/* ---- the rules ---- */

gboolean
life_is_calm (const Life *life)
{
  return life->service != NULL && life->up && !life->frozen && !life->refuses
         && life->true_time >= life->trouble_until;
}

/* A digest of popups that an earlier service showed has their words of then, and is renewed within
 * the same second: words are looked at from the next one on. */
static void
check_words (Life *life, const Shown *shown)
{
  RgmSession session = life_session (life);
  for (guint i = 0; i < shown->names->len; i++) {
    const char *name = g_ptr_array_index (shown->names, i);
    g_autofree char *said = g_strdup (g_ptr_array_index (shown->said, i));
    if (life->nameless) /* it cannot be renewed, so it does not ask when the time has come */
      g_strdelimit (said, "\n", ' ');
    if (shown->elsewhere || shown->since == life->true_time || is_over (shown, life_now (life))
        || oracle_is_true (&life->oracle, &session, name, said))
      continue;
    g_autofree char *line = g_strdelimit (g_strdup_printf ("%s \"%s\"", name, said), "\n", ';');
    life->count->untrue++;
    life_say (life, "says what is not true:", line);
  }
}

/* A popup that asks for an answer has the buttons that write it, unless it never had any, as those
 * of "regimen notify", which does not stay to hear of a click. The service is told of each click,
 * unless the popup has the id 0: if an earlier service showed it, the next one cannot take it off
 * to show its alert itself. */
static void
check_buttons (Life *life, const Shown *shown)
{
  static const char *const questions[]
    = { "Given? ", "Taken? ", "Done? ", "Given that day? ", "Taken that day? ", "Done that day? " };
  if (shown->keys->len > 0 && !life->nameless && !life_tells (life, life->service, shown)) {
    life->count->lost++;
    life_say (life, "nobody would hear a click:", g_ptr_array_index (shown->names, 0));
  }
  for (guint i = 0; i < G_N_ELEMENTS (questions) && shown->names->len == 1; i++) {
    if (shown->bare || shown->keys->len > 0
        || strstr (g_ptr_array_index (shown->said, 0), questions[i]) == NULL)
      continue;
    life->count->mute++;
    life_say (life, "asks, and has no buttons:", g_ptr_array_index (shown->names, 0));
  }
}

static void
check_screen (Life *life, GHashTable *holding)
{
  for (guint i = 0; i < life->screen->len; i++) {
    const Shown *shown = g_ptr_array_index (life->screen, i);
    gboolean orphan
      = shown->beyond_reach || life_is_out_of_hand (life, shown) || life_is_orphan (life, shown);
    life->count->orphans += orphan;
    if (!orphan) {
      check_words (life, shown);
      check_buttons (life, shown);
    }
    for (guint j = 0; j < shown->names->len && !orphan; j++)
      if (!g_hash_table_contains (holding, g_ptr_array_index (shown->names, j))) {
        life->count->stale++;
        life_say (life, "still on the screen:", g_ptr_array_index (shown->names, j));
      }
  }
}

/* Alerts that came while the clock ran ahead, and whose time has not come by the clock that was set
 * back since, have to come again; if the service could not look yet, or they are on the screen
 * still, they may. */
static void
expect_again (Life *life, GHashTable *holding, gboolean calm)
{
  GHashTableIter iter;
  gpointer name, value;
  g_hash_table_iter_init (&iter, life->fates);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    Fate *fate = value;
    if (!(fate->seen || fate->visible) || fate->clock <= life_now (life)
        || g_hash_table_contains (holding, name))
      continue;
    fate->ahead = TRUE;
    if (calm && !fate->visible) {
      life_trace (life, "was ahead of its time: %s", (const char *)name);
      fate->seen = FALSE;
      fate->lost = TRUE;
    }
  }
}

void
life_check (Life *life)
{
  RgmSession session = life_session (life);
  GHashTableIter iter;
  gpointer name;
  check_flood (life);
  GHashTable *holding = oracle_holding (&life->oracle, &session);
  expect_again (life, holding, life_is_calm (life));
  if (!life_is_calm (life))
    return;
  g_hash_table_iter_init (&iter, holding);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    const Fate *fate = g_hash_table_lookup (life->fates, name);
    if ((fate != NULL && is_told (life, name, fate)) || life_is_snoozed (life, name, TRUE))
      continue;
    life->count->missed++;
    life_say (life, "missed", name);
  }
  check_screen (life, holding);
}
