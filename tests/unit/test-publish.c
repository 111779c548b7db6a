/* test-publish.c: the decisions of publishing, the judgement of what a server has, and random
 * histories of two computers and a person on one server that fails now and then: at the end of each
 * history the server must be equal to the record. */
#include "calendar/publish-plan.h"

#include <regimen/regimen.h>

#include <stdio.h>
#include <string.h>

#include "model/event.h"
#include "store/calendar-rows.h"
#include "store/write.h"

#define NOW G_GINT64_CONSTANT (1795420800) /* 2026-11-23 08:00 UTC */
#define DAY 86400
#define HERE 1
#define ELSEWHERE 2

static RgmEvent *
event_new (const char *uid, int sequence, RgmInstant start)
{
  RgmEvent *event = g_new0 (RgmEvent, 1);
  event->uid = g_strdup (uid);
  event->sequence = sequence;
  event->changed = NOW + sequence;
  event->start_at = start;
  event->start = (RgmLocal){ (RgmDay)(start / DAY), (gint32)(start % DAY) };
  event->zone = g_strdup ("UTC");
  event->minutes = 30;
  event->status = RGM_EVENT_CONFIRMED;
  event->summary = g_strdup ("Visit");
  event->alarms = TRUE;
  return event;
}

/* ---- decisions ---- */

typedef struct {
  const char *there;  /* "", "as known", "other" */
  const char *known;  /* "", a state, "mine" after it: dismissed, "off": cancelled there */
  const char *record; /* "", "same", "raised": same with a higher SEQUENCE, "other", "more": other
                         and higher, "agrees": with what somebody changed there, and more; "past";
                         "held": higher, with the state in its title and no alarms;
                         "retitled" */
  int start;          /* of what is known: days from now */
  PublishAction action;
} Row;

static const Row rows[] = {
  { "", "", "same", 0, PUBLISH_NEW },
  { "", "", "", 0, PUBLISH_KEEP },
  { "", "same", "same", 0, PUBLISH_MISSING },
  { "", "same", "more", 0, PUBLISH_MISSING },
  { "", "changed", "other", 0, PUBLISH_MISSING },
  { "", "newer", "other", 0, PUBLISH_MISSING },
  { "", "deleted", "same", 0, PUBLISH_KEEP },
  { "", "deleted", "raised", 0, PUBLISH_KEEP },
  { "", "deleted", "agrees", 0, PUBLISH_KEEP },
  { "", "deleted", "more", 0, PUBLISH_NEW },
  { "", "deleted", "past", 0, PUBLISH_KEEP },
  { "", "deleted", "held", 0, PUBLISH_NEW },
  { "", "deleted", "retitled", 0, PUBLISH_KEEP },
  { "", "deleted mine", "same", 0, PUBLISH_NEW },
  { "", "deleted, over", "past", 0, PUBLISH_KEEP },
  { "", "deleted, over", "more", 0, PUBLISH_NEW },
  { "", "same", "", 0, PUBLISH_FORGET },
  { "", "deleted", "", 0, PUBLISH_FORGET },
  { "", "foreign", "", 0, PUBLISH_FORGET },
  { "other", "", "", 0, PUBLISH_COMPARE },
  { "other", "", "same", 0, PUBLISH_COMPARE },
  { "other", "same", "same", 0, PUBLISH_COMPARE },
  { "other", "same", "", 0, PUBLISH_COMPARE },
  { "other", "changed mine", "other", 0, PUBLISH_COMPARE },
  { "other", "deleted", "same", 0, PUBLISH_COMPARE },
  { "other", "foreign", "", 0, PUBLISH_COMPARE },
  { "as known", "same", "same", 0, PUBLISH_KEEP },
  { "as known", "same", "raised", 0, PUBLISH_CHANGE },
  { "as known", "same", "other", 0, PUBLISH_CHANGE },
  { "as known", "same", "more", 0, PUBLISH_CHANGE },
  { "as known", "same", "", 10, PUBLISH_REMOVE },
  { "as known", "same", "", -10, PUBLISH_REMOVE },
  { "as known", "same", "", -91, PUBLISH_KEEP },
  { "as known", "same", "", -119, PUBLISH_KEEP },
  { "as known", "same", "", -121, PUBLISH_REMOVE },
  { "as known", "changed", "other", 0, PUBLISH_KEEP },
  { "as known", "changed", "more", 0, PUBLISH_COMPARE },
  { "as known", "changed", "same", 0, PUBLISH_ADOPT },
  { "as known", "changed", "agrees", 0, PUBLISH_CHANGE },
  { "as known", "changed, off", "same", 0, PUBLISH_KEEP },
  { "as known", "changed, off", "raised", 0, PUBLISH_COMPARE },
  { "as known", "changed, off", "more", 0, PUBLISH_CHANGE },
  { "as known", "changed, off", "retitled", 0, PUBLISH_KEEP },
  { "as known", "changed, off", "held", 0, PUBLISH_CHANGE },
  { "as known", "changed mine", "other", 0, PUBLISH_CHANGE },
  { "as known", "changed", "", 10, PUBLISH_KEEP },
  { "as known", "changed", "", -121, PUBLISH_KEEP },
  { "as known", "newer", "same", 0, PUBLISH_ADOPT },
  { "as known", "newer", "other", 0, PUBLISH_KEEP },
  { "as known", "newer", "more", 0, PUBLISH_CHANGE },
  { "as known", "newer mine", "other", 0, PUBLISH_CHANGE },
  { "as known", "newer", "", 0, PUBLISH_KEEP },
  { "as known", "changed mine", "", 10, PUBLISH_REMOVE },
  { "as known", "newer mine", "", 10, PUBLISH_REMOVE },
  { "as known", "foreign", "", 0, PUBLISH_KEEP },
  { "as known", "foreign", "same", 0, PUBLISH_COMPARE },
};

static RgmPublishedState
state_named (const char *name)
{
  for (RgmPublishedState state = 0; state <= RGM_PUBLISHED_FOREIGN; state++)
    if (g_str_has_prefix (name, store_published_state_name (state)))
      return state;
  g_assert_not_reached ();
}

/* An event of tomorrow with SEQUENCE 5, which regimen wrote for today. */
static RgmPublished *
known_row (const Row *row)
{
  if (*row->known == '\0')
    return NULL;
  gboolean off = g_str_has_suffix (row->known, "off");
  g_autoptr (RgmEvent) written = event_new ("u", 5, off ? NOW + DAY : NOW);
  g_autoptr (RgmEvent) there = event_new ("u", 5, NOW + DAY);
  if (off)
    there->status = RGM_EVENT_CANCELLED;
  RgmPublished *known = store_published_new ("u");
  known->state = state_named (row->known);
  known->etag = known->state == RGM_PUBLISHED_DELETED ? NULL : g_strdup ("a");
  known->sequence = known->record_sequence = 5;
  known->record_changed = NOW + 5;
  known->print = event_print (there);
  known->base = known->state == RGM_PUBLISHED_CHANGED ? event_print (written) : known->print;
  known->start = NOW + (RgmInstant)row->start * DAY;
  known->mine = g_str_has_suffix (row->known, "mine");
  known->asks = !g_str_has_suffix (row->known, "over");
  return known;
}

static RgmEvent *
record_event (const Row *row)
{
  if (*row->record == '\0')
    return NULL;
  gboolean same = g_str_equal (row->record, "same") || g_str_equal (row->record, "raised");
  gboolean held = g_str_equal (row->record, "held");
  gboolean retitled = g_str_equal (row->record, "retitled");
  gboolean higher
    = !g_str_equal (row->record, "same") && !g_str_equal (row->record, "other") && !retitled;
  gboolean agrees = g_str_equal (row->record, "agrees");
  int day = g_str_equal (row->record, "past") ? -2 : same || agrees || held || retitled ? 1 : 3;
  RgmEvent *event = event_new ("u", higher ? 6 : 5, NOW + (RgmInstant)day * DAY);
  if (agrees)
    event->location = g_strdup ("Ward 3");
  if (held || retitled) {
    g_free (event->summary);
    event->summary = g_strdup (held ? "Visit (on hold)" : "Treatment");
    event->alarms = !held;
  }
  return event;
}

static void
test_decide (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Row *row = &rows[i];
    RgmPublished *known = known_row (row);
    g_autoptr (RgmEvent) event = record_event (row);
    const char *etag = *row->there == '\0' ? NULL : g_str_equal (row->there, "other") ? "b" : "a";
    PublishCase subject = { "u", event, known, etag };
    PublishAction action = publish_decide (&subject, NOW);
    if (action != row->action)
      g_test_fail_printf ("there \"%s\", known \"%s\", record \"%s\", start %d: %d, not %d",
                          row->there, row->known, row->record, row->start, action, row->action);
    subject.left_out = TRUE; /* of what the record cannot tell the time, the server keeps all */
    g_assert_cmpint (publish_decide (&subject, NOW), ==, PUBLISH_KEEP);
    store_published_free (known);
  }
}

/* ---- judgements ---- */

typedef struct {
  const char *what;
  guint64 writer;   /* of the mark; 0: it has none */
  int sequence;     /* in the mark; also of the record: 5 */
  gboolean touched; /* by somebody: it is a day later than what was written */
  int record_day;   /* what the record says; -1: nothing. Written for day 0 */
  gboolean known;   /* as what was written */
  RgmPublishedState state;
} Judgement;

static const Judgement judgements[] = {
  { "as the record says", HERE, 5, FALSE, 0, TRUE, RGM_PUBLISHED_SAME },
  { "the same from elsewhere", ELSEWHERE, 5, FALSE, 0, FALSE, RGM_PUBLISHED_SAME },
  { "the same, newer, from elsewhere", ELSEWHERE, 9, FALSE, 0, FALSE, RGM_PUBLISHED_SAME },
  { "the same without a mark", 0, 5, FALSE, 0, FALSE, RGM_PUBLISHED_SAME },
  { "an older state from here", HERE, 4, FALSE, 7, TRUE, RGM_PUBLISHED_SAME },
  { "a newer state from here: a copy was put back", HERE, 9, FALSE, 7, TRUE, RGM_PUBLISHED_SAME },
  { "an older state from elsewhere", ELSEWHERE, 4, FALSE, 7, FALSE, RGM_PUBLISHED_SAME },
  { "a newer state from elsewhere", ELSEWHERE, 6, FALSE, 7, TRUE, RGM_PUBLISHED_NEWER },
  { "other settings elsewhere", ELSEWHERE, 5, FALSE, 7, TRUE, RGM_PUBLISHED_NEWER },
  { "without a mark, as it is known", 0, 5, FALSE, 7, TRUE, RGM_PUBLISHED_SAME },
  { "without a mark, and not known", 0, 5, FALSE, 7, FALSE, RGM_PUBLISHED_CHANGED },
  { "somebody moved it", HERE, 5, TRUE, 0, TRUE, RGM_PUBLISHED_CHANGED },
  { "somebody moved it, not known", HERE, 5, TRUE, 0, FALSE, RGM_PUBLISHED_CHANGED },
  { "somebody moved one from elsewhere", ELSEWHERE, 4, TRUE, 0, FALSE, RGM_PUBLISHED_CHANGED },
  { "somebody moved it, without a mark", 0, 5, TRUE, 0, TRUE, RGM_PUBLISHED_CHANGED },
  { "somebody moved it where the record moved it", HERE, 5, TRUE, 1, TRUE, RGM_PUBLISHED_SAME },
  { "somebody moved it elsewhere than the record", HERE, 5, TRUE, 7, TRUE, RGM_PUBLISHED_CHANGED },
  { "from here, not in the record", HERE, 5, FALSE, -1, FALSE, RGM_PUBLISHED_SAME },
  { "known, without a mark, not in the record", 0, 5, FALSE, -1, TRUE, RGM_PUBLISHED_SAME },
  { "from elsewhere, not in the record", ELSEWHERE, 5, FALSE, -1, FALSE, RGM_PUBLISHED_FOREIGN },
  { "somebody's", 0, 5, FALSE, -1, FALSE, RGM_PUBLISHED_FOREIGN },
  { "moved, not in the record", HERE, 5, TRUE, -1, TRUE, RGM_PUBLISHED_CHANGED },
  { "moved, from elsewhere, not in the record", ELSEWHERE, 5, TRUE, -1, TRUE,
    RGM_PUBLISHED_FOREIGN },
};

static void
judge_one (const Judgement *row)
{
  g_autoptr (RgmEvent) found = event_new ("u", 5, NOW);
  RgmEventMark mark = { row->writer, row->sequence, NOW + row->sequence, event_print (found) };
  g_autoptr (RgmEvent) event
    = row->record_day >= 0 ? event_new ("u", 5, NOW + (RgmInstant)row->record_day * DAY) : NULL;
  RgmPublished *known = row->known ? store_published_new ("u") : NULL;
  if (known != NULL)
    known->print = known->base = mark.print;
  if (row->writer != 0)
    found->mark = event_mark_format (&mark);
  found->start_at += row->touched ? DAY : 0;
  PublishCase subject = { "u", event, known, "e" };
  RgmPublished *result = publish_judge (&subject, found, "text", HERE, NOW);
  if (result->state != row->state)
    g_test_fail_printf ("%s: %s, not %s", row->what, store_published_state_name (result->state),
                        store_published_state_name (row->state));
  g_assert_cmpstr (result->etag, ==, "e");
  g_assert_cmpint (result->theirs != NULL, ==, result->state == RGM_PUBLISHED_CHANGED);
  g_assert_cmpint (
    result->asks, ==,
    event != NULL
      && (result->state == RGM_PUBLISHED_CHANGED || result->state == RGM_PUBLISHED_NEWER));
  store_published_free (result);
  store_published_free (known);
}

static void
test_judge (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (judgements); i++)
    judge_one (&judgements[i]);
}

/* Words that a person changed on the server, and what follows when the record has changed, too. */
typedef struct {
  const char *title, *description,
    *place;     /* on the server; regimen wrote "Visit" and "Bring it." */
  gint64 hours; /* by which the person moved it */
  const char *own_title, *own_description; /* of the record now */
  gint64 own_hours;
  PublishAction action;
  gboolean asks;
} Words;

static const Words words[] = {
  /* another description */
  { "Visit", "Bring it and me.", NULL, 0, "Visit", "Bring it.", 5, PUBLISH_JOIN, FALSE },
  { "Visit", "Bring it and me.", NULL, 0, "Visit", "Bring it.", 0, PUBLISH_KEEP, FALSE },
  { "Visit", NULL, NULL, 0, "Visit", "Bring it.", 5, PUBLISH_JOIN, FALSE },
  /* the record has another title for a new state, or another description, too */
  { "Visit", "Bring it and me.", NULL, 0, "Visit (on hold)", "Bring it.", 0, PUBLISH_JOIN, FALSE },
  { "Visit", "Bring it and me.", NULL, 0, "Visit", "Now 90 mg.", 5, PUBLISH_JOIN, TRUE },
  { "Visit", "Now 90 mg.", NULL, 0, "Visit", "Now 90 mg.", 5, PUBLISH_CHANGE, FALSE },
  { "Visit with Anna", "Bring it.", NULL, 0, "Visit (on hold)", "Bring it.", 5, PUBLISH_JOIN,
    TRUE },
  /* another title: it is asked about, because it may say what the program does not understand */
  { "Visit with Anna", "Bring it.", NULL, 0, "Visit", "Bring it.", 5, PUBLISH_JOIN, TRUE },
  { "Visit with Anna", "Bring it.", NULL, 0, "Visit", "Bring it.", 0, PUBLISH_KEEP, TRUE },
  { "Visit with Anna", "Bring Anna.", NULL, 0, "Visit", "Bring it.", 5, PUBLISH_JOIN, TRUE },
  /* called off there, and another time on record since: that answers it */
  { "Cancelled: Visit", "Bring it.", NULL, 0, "Visit", "Bring it.", 5, PUBLISH_CHANGE, FALSE },
  { "Cancelled: Visit", "Bring me.", NULL, 0, "Visit", "Bring it.", 5, PUBLISH_JOIN, TRUE },
  { "Cancelled: Visit", "Bring it.", NULL, 0, "Visit", "Now 90 mg.", 0, PUBLISH_COMPARE, TRUE },
  { "\u2713 Visit", "Bring it.", NULL, 0, "Visit", "Bring it.", 5, PUBLISH_COMPARE, TRUE },
  { "", "Bring it.", NULL, 0, "Visit", "Bring it.", 5, PUBLISH_COMPARE, TRUE },
  /* more than words */
  { "Visit", "Bring it and me.", "Ward 3", 0, "Visit", "Bring it.", 5, PUBLISH_COMPARE, TRUE },
  { "Visit", "Bring it and me.", NULL, 1, "Visit", "Bring it.", 5, PUBLISH_COMPARE, TRUE },
  /* more than words, and the record says the same by now */
  { "Visit", "Bring it and me.", NULL, 1, "Visit", "Bring it.", 1, PUBLISH_JOIN, TRUE },
  { "Visit with Anna", "Bring it.", NULL, 1, "Visit", "Bring it.", 1, PUBLISH_JOIN, TRUE },
};

static RgmEvent *
event_with (const char *title, const char *description, const char *place, int sequence,
            gint64 hours)
{
  RgmEvent *event = event_new ("u", sequence, NOW + hours * 3600);
  g_free (event->summary);
  event->summary = g_strdup (title);
  event->description = g_strdup (description);
  event->location = g_strdup (place);
  return event;
}

/* @writer: who wrote it. @sequence: that of the record; when it was written, it was 5. */
static RgmPublished *
judge_words (const Words *row, guint64 writer, int sequence, RgmEvent **found, RgmEvent **event)
{
  g_autoptr (RgmEvent) base = event_with ("Visit", "Bring it.", NULL, 5, 0);
  RgmEventMark mark = { writer, 5, NOW + 5, event_print (base) };
  *event = event_with (row->own_title, row->own_description, NULL, sequence, row->own_hours);
  *found = event_with (row->title, row->description, row->place, 5, row->hours);
  (*found)->mark = event_mark_format (&mark);
  PublishCase subject = { .uid = "u", .event = *event, .etag = "a" };
  return publish_judge (&subject, *found, "text", HERE, NOW);
}

static PublishAction
decide_words (const RgmPublished *judged, const RgmEvent *found, const RgmEvent *event)
{
  PublishCase subject
    = { .uid = "u", .event = event, .known = judged, .etag = "a", .found = found };
  return publish_decide (&subject, NOW);
}

static void
test_words (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autoptr (RgmEvent) found = NULL, event = NULL;
    g_autoptr (RgmPublished) judged
      = judge_words (&words[i], HERE, words[i].action != PUBLISH_KEEP ? 6 : 5, &found, &event);
    g_test_message ("%d: %s", (int)i, words[i].title);
    g_assert_cmpint (decide_words (judged, found, event), ==, words[i].action);
    g_assert_cmpint (judged->asks, ==, words[i].asks);
    if (words[i].action == PUBLISH_JOIN)
      g_assert_cmpint (decide_words (judged, NULL, event), ==, PUBLISH_COMPARE);
    judged->mine = TRUE;
    if (words[i].action == PUBLISH_JOIN)
      g_assert_cmpint (decide_words (judged, found, event), ==, PUBLISH_CHANGE);
  }
}

/* A description that may have been cut is not sent back, and the event then stays where it was. */
static void
test_too_many_words (void)
{
  g_autofree char *text = g_strnfill (20000, 'x');
  Words row = { "Visit", text, NULL, 0, "Visit", "Bring it.", 5, PUBLISH_COMPARE, TRUE };
  g_autoptr (RgmEvent) found = NULL, event = NULL;
  g_autoptr (RgmPublished) judged = judge_words (&row, HERE, 6, &found, &event);
  g_assert_cmpint (decide_words (judged, found, event), ==, PUBLISH_COMPARE);
  g_assert_true (judged->asks);
}

/* The title of somebody has the state that the dose is in now. What regimen wrote there of an older
 * state is left out, and what somebody wrote is not. */
static void
test_states_in_titles (void)
{
  static const struct {
    const char *written, *theirs, *ours, *joined;
  } cases[] = {
    { "Visit", "Visit, Anna", "Visit", "Visit, Anna" },
    { "Visit (to book)", "Visit (to book), Anna", "Visit", "Visit, Anna" },
    { "Visit (to book)", "Anna", "Visit", "Anna" },
    { "Visit", "Visit, Anna", "Visit (on hold)", "Visit, Anna (on hold)" },
    { "Visit (tentative)", "Anna (tentative)", "Visit (on hold)", "Anna (on hold)" },
    { "Visit (on hold)", "Anna (on hold)", "Visit (on hold)", "Anna (on hold)" },
    { "Visit", "Visit, Anna", "Cancelled: Visit", "Cancelled: Visit, Anna" },
    { "Visit (to book)", "Anna (to book)", "Cancelled: Visit", "Cancelled: Anna" },
    /* a person wrote it */
    { "Visit", "Visit (on hold)", "Visit", "Visit (on hold)" },
    { "Visit (to book)", "Visit (on hold)", "Visit", "Visit (on hold)" },
    { "Visit", "Visit (on hold)", "Visit (on hold)", "Visit (on hold)" },
    { "Visit (on hold)", "Visit (on hold) (on hold)", "Visit", "Visit (on hold)" },
    { "Anna: Visit", "Visit (tentative)", "Visit", "Visit (tentative)" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RgmEvent) base = event_with (cases[i].written, NULL, NULL, 5, 0);
    g_autoptr (RgmEvent) found = event_with (cases[i].theirs, NULL, NULL, 5, 0);
    g_autoptr (RgmEvent) event = event_with (cases[i].ours, NULL, NULL, 6, 5);
    g_autoptr (RgmPublished) known = store_published_new ("u");
    RgmEventPrint print;
    known->state = RGM_PUBLISHED_CHANGED;
    known->record_sequence = 5;
    known->base = event_print (base);
    known->print = event_print (found);
    g_autoptr (RgmEvent) joined = publish_join (event, found, known, &print);
    g_assert_cmpstr (joined->summary, ==, cases[i].joined);
  }
}

/* Words in an event that another computer wrote: as for an event without them, the newer record
 * counts; and an older copy of one's own record counts, if it was put back. */
static void
test_words_elsewhere (void)
{
  static const struct {
    guint64 writer;
    int sequence;
    RgmPublishedState state;
    PublishAction action;
  } cases[] = {
    { ELSEWHERE, 4, RGM_PUBLISHED_NEWER, PUBLISH_KEEP },
    { ELSEWHERE, 6, RGM_PUBLISHED_CHANGED, PUBLISH_JOIN },
    { HERE, 4, RGM_PUBLISHED_CHANGED, PUBLISH_JOIN },
    { HERE, 6, RGM_PUBLISHED_CHANGED, PUBLISH_JOIN },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RgmEvent) found = NULL, event = NULL;
    g_autoptr (RgmPublished) judged
      = judge_words (&words[0], cases[i].writer, cases[i].sequence, &found, &event);
    g_test_message ("case %d", (int)i);
    g_assert_cmpint (judged->state, ==, cases[i].state);
    g_assert_cmpint (decide_words (judged, found, event), ==, cases[i].action);
  }
  /* once the record here knows more, the words are not lost */
  g_autoptr (RgmEvent) found = NULL, event = NULL;
  g_autoptr (RgmPublished) judged = judge_words (&words[0], ELSEWHERE, 4, &found, &event);
  g_autoptr (RgmEvent) later = rgm_event_copy (event);
  later->sequence = 6;
  g_assert_cmpint (decide_words (judged, found, later), ==, PUBLISH_COMPARE);
}

static void
test_judge_unreadable (void)
{
  g_autoptr (RgmEvent) event = event_new ("u", 5, NOW);
  PublishCase with = { "u", event, NULL, "e" }, without = { "u", NULL, NULL, "e" };
  RgmPublished *one = publish_judge (&with, NULL, "?", HERE, NOW);
  RgmPublished *other = publish_judge (&without, NULL, "?", HERE, NOW);
  g_assert_cmpint (one->state, ==, RGM_PUBLISHED_CHANGED);
  g_assert_true (one->asks);
  g_assert_cmpint (other->state, ==, RGM_PUBLISHED_FOREIGN);
  /* it stays as it is, also once the record has another event, or none */
  g_autoptr (RgmEvent) later = event_new ("u", 6, NOW + DAY);
  PublishCase known = { "u", event, one, "e" }, moved = { "u", later, one, "e" };
  PublishCase gone = { "u", NULL, one, "e" };
  one->start = NOW + DAY;
  g_assert_cmpint (publish_decide (&known, NOW), ==, PUBLISH_COMPARE);
  g_assert_cmpint (publish_decide (&moved, NOW), ==, PUBLISH_COMPARE);
  g_assert_cmpint (publish_decide (&gone, NOW), ==, PUBLISH_KEEP);
  one->mine = TRUE;
  g_assert_cmpint (publish_decide (&known, NOW), ==, PUBLISH_CHANGE);
  store_published_free (one);
  store_published_free (other);
}

/* A person moved an event to an hour that comes twice, and the calendar program wrote it in UTC;
 * the record has the same moment by now. */
static void
test_clocks_go_back (void)
{
  RgmInstant first = 1792888200; /* 2026-10-25 00:30 UTC, the first 02:30 in Berlin */
  g_autoptr (RgmEvent) base = event_new ("u", 5, first - DAY), found = event_new ("u", 5, first);
  g_autoptr (RgmEvent) event = event_new ("u", 6, first);
  RgmEventMark mark = { HERE, 5, NOW + 5, event_print (base) };
  g_free (event->zone);
  event->zone = g_strdup ("Europe/Berlin");
  event->start = rgm_zone_to_local (rgm_zone_get (event->zone, NULL), first);
  event->minutes = found->minutes = 60;
  found->mark = event_mark_format (&mark);
  g_assert_cmpint (rgm_event_minutes (event), ==, 120);
  PublishCase subject = { .uid = "u", .event = event, .etag = "a" };
  g_autoptr (RgmPublished) judged = publish_judge (&subject, found, "text", HERE, NOW);
  g_assert_cmpint (judged->state, ==, RGM_PUBLISHED_SAME);
}

static void
test_sequence (void)
{
  g_autoptr (RgmEvent) event = event_new ("u", 5, NOW);
  RgmPublished *known = store_published_new ("u");
  g_assert_cmpint (publish_sequence (event, NULL), ==, 5);
  known->sequence = 4;
  g_assert_cmpint (publish_sequence (event, known), ==, 5);
  known->sequence = 7; /* of something else: as after a copy was put back */
  g_assert_cmpint (publish_sequence (event, known), ==, 8);
  known->print = event_print (event);
  g_assert_cmpint (publish_sequence (event, known), ==, 7);
  known->state = RGM_PUBLISHED_DELETED;
  g_assert_cmpint (publish_sequence (event, known), ==, 8);
  store_published_free (known);
}

/* ---- prints and marks ---- */

static void
test_print (void)
{
  g_autoptr (RgmEvent) a = event_new ("u", 5, NOW), b = event_new ("v", 6, NOW);
  g_free (b->summary);
  b->summary = g_strdup ("  Visit \t\r\n");
  b->location = g_strdup ("");
  b->status = RGM_EVENT_TENTATIVE;
  RgmEventPrint one = event_print (a), two = event_print (b);
  g_assert_true (event_print_equal (&one, &two));
  b->description = g_strdup ("n");
  two = event_print (b);
  g_assert_false (event_print_equal (&one, &two));
  g_assert_cmpuint (one.part[RGM_EVENT_DESCRIPTION], !=, two.part[RGM_EVENT_DESCRIPTION]);
  g_assert_cmpuint (one.part[RGM_EVENT_SUMMARY], ==, two.part[RGM_EVENT_SUMMARY]);
  b->minutes = 0;
  two = event_print (b);
  g_assert_cmpuint (one.part[RGM_EVENT_TIME], !=, two.part[RGM_EVENT_TIME]);
}

static void
test_mark (void)
{
  static const char *const wrong[] = { "",
                                       "1",
                                       "2.1.1.1.1.1.1.1.1",
                                       "1.x.1.1.1.1.1.1.1",
                                       "1.1.-1.1.1.1.1.1.1",
                                       "1.1.1.1.1.1.1.1",
                                       "1.1.1.1.1.1.1.1.1.1",
                                       "1.1.99999999999.1.1.1.1.1.1" };
  g_autoptr (RgmEvent) event = event_new ("u", 5, NOW);
  RgmEventMark mark = { G_MAXUINT64, 5, -1, event_print (event) }, back;
  g_autofree char *text = event_mark_format (&mark);
  g_assert_true (event_mark_parse (text, &back));
  g_assert_cmpuint (back.writer, ==, mark.writer);
  g_assert_cmpint (back.sequence, ==, 5);
  g_assert_cmpint (back.changed, ==, -1);
  g_assert_true (event_print_equal (&back.print, &mark.print));
  g_assert_false (event_mark_parse (NULL, &back));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (event_mark_parse (wrong[i], &back));
}

/* ---- random histories: a server in memory ---- */

typedef struct {
  RgmEvent *event;
  int etag;
  gboolean renamed; /* a person has cut and pasted it, so its name is not made from its UID */
  char *words;      /* nullable: the description that a person gave it */
  char *title;      /* nullable: the title, likewise */
} Stored;

typedef struct {
  GHashTable *objects; /* of Stored, by UID */
  int etags;
  GRand *rand;
  gboolean faults;
  int puts;
  int fetches;
  const char *meddle; /* nullable: a person changes this one just before it is sent */
  RgmStore *accepts;  /* nullable: the user accepts all words, just before an event is sent */
} Server;

static void
stored_free (Stored *stored)
{
  rgm_event_free (stored->event);
  g_free (stored->words);
  g_free (stored->title);
  g_free (stored);
}

static void
store (Server *server, const RgmEvent *event)
{
  const Stored *before = g_hash_table_lookup (server->objects, event->uid);
  Stored *stored = g_new0 (Stored, 1);
  stored->event = rgm_event_copy (event);
  stored->etag = ++server->etags;
  stored->renamed = before != NULL && before->renamed;
  stored->words = before != NULL ? g_strdup (before->words) : NULL;
  stored->title = before != NULL ? g_strdup (before->title) : NULL;
  g_hash_table_replace (server->objects, stored->event->uid, stored);
}

static char *
etag_of (const Stored *stored)
{
  return g_strdup_printf ("\"%d\"", stored->etag);
}

static gboolean
is_lost (Server *server, GError **error)
{
  if (!server->faults || g_rand_int_range (server->rand, 0, 6) != 0)
    return FALSE;
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_AWAY, "lost");
  return TRUE;
}

/* The text of an object is its address, because only this server writes and reads it. */
static RgmPublishItem *
item_of (const Stored *stored, gboolean text)
{
  g_autofree char *etag = etag_of (stored);
  return publish_item_new (stored->event->uid, etag, text ? stored->event->uid : NULL);
}

static GPtrArray *
items_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)publish_item_free);
}

static GPtrArray *
list (gpointer data, GError **error)
{
  Server *server = data;
  GHashTableIter iter;
  gpointer stored;
  if (is_lost (server, error))
    return NULL;
  GPtrArray *items = items_new ();
  g_hash_table_iter_init (&iter, server->objects);
  while (g_hash_table_iter_next (&iter, NULL, &stored))
    if (!((const Stored *)stored)->renamed)
      g_ptr_array_add (items, item_of (stored, FALSE));
  return items;
}

static GPtrArray *
find (gpointer data, const GPtrArray *uids, guint *certain)
{
  Server *server = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *items = items_new ();
  *certain = is_lost (server, &error) ? 0 : uids->len;
  if (error != NULL)
    return items;
  for (guint i = 0; i < uids->len; i++) {
    const Stored *stored = g_hash_table_lookup (server->objects, g_ptr_array_index (uids, i));
    g_assert_true (stored == NULL || stored->renamed);
    if (stored != NULL)
      g_ptr_array_add (items, item_of (stored, FALSE));
  }
  return items;
}

static GPtrArray *
fetch (gpointer data, const GPtrArray *uids, GError **error)
{
  Server *server = data;
  if (is_lost (server, error))
    return NULL;
  GPtrArray *items = items_new ();
  server->fetches++;
  for (guint i = 0; i < uids->len; i++) {
    const Stored *stored = g_hash_table_lookup (server->objects, g_ptr_array_index (uids, i));
    if (stored != NULL)
      g_ptr_array_add (items, item_of (stored, TRUE));
  }
  return items;
}

static gboolean
matches (const Stored *stored, const char *etag)
{
  g_autofree char *own = stored != NULL ? etag_of (stored) : NULL;
  return g_strcmp0 (own, etag) == 0;
}

static RgmEvent *written;

static char *
write_event (gpointer data, const RgmEvent *event, GError **error)
{
  rgm_event_free (written);
  written = rgm_event_copy (event);
  return g_strdup (event->uid);
}

static RgmEvent *
read_event (gpointer data, const char *text, const char *zone, GError **error)
{
  const Stored *stored = g_hash_table_lookup (((Server *)data)->objects, text);
  return rgm_event_copy (stored->event);
}

/* A person moves the event by an hour. */
static void
edit (Server *server, const char *uid)
{
  const Stored *stored = g_hash_table_lookup (server->objects, uid);
  if (stored == NULL)
    return;
  g_autoptr (RgmEvent) event = rgm_event_copy (stored->event);
  event->start_at += 3600;
  event->sequence++;
  store (server, event);
}

static void
replace (char **text, const char *by)
{
  g_free (*text);
  *text = g_strdup (by);
}

/* A person cuts one of the events and pastes it, or gives it another title or description. */
static void
touch (Server *server, GRand *rand)
{
  guint n = g_hash_table_size (server->objects);
  GHashTableIter iter;
  gpointer value = NULL;
  if (n == 0)
    return;
  g_hash_table_iter_init (&iter, server->objects);
  for (int i = g_rand_int_range (rand, 0, (gint32)n); i >= 0; i--)
    g_hash_table_iter_next (&iter, NULL, &value);
  Stored *stored = value;
  if (stored == NULL)
    return;
  stored->etag = ++server->etags;
  g_autofree char *text = g_strdup_printf ("words %d", stored->etag);
  switch (g_rand_int_range (rand, 0, 3)) {
  case 0:
    stored->renamed = !stored->renamed;
    break;
  case 1:
    replace (&stored->words, text);
    replace (&stored->event->description, text);
    break;
  default:
    replace (&stored->title, text);
    replace (&stored->event->summary, text);
    break;
  }
}

/* Answers a request, sometimes with a fault: the connection may be lost before or after the request
 * was carried out, and the answer may have no ETag. */
static RgmPublishAnswer
put (gpointer data, const char *uid, const char *etag, const char *text, char **new_etag,
     GError **error)
{
  Server *server = data;
  if (is_lost (server, error))
    return RGM_PUBLISH_FAILED;
  if (g_strcmp0 (server->meddle, uid) == 0) {
    server->meddle = NULL;
    edit (server, uid);
  }
  if (server->accepts != NULL)
    g_assert_true (store_settle_published (server->accepts, "u", NULL));
  if (!matches (g_hash_table_lookup (server->objects, uid), etag))
    return RGM_PUBLISH_MISMATCH;
  server->puts++;
  store (server, written);
  if (is_lost (server, error))
    return RGM_PUBLISH_FAILED;
  if (!server->faults || g_rand_boolean (server->rand))
    *new_etag = etag_of (g_hash_table_lookup (server->objects, uid));
  return RGM_PUBLISH_DONE;
}

static RgmPublishAnswer
take_away (gpointer data, const char *uid, const char *etag, GError **error)
{
  Server *server = data;
  if (is_lost (server, error))
    return RGM_PUBLISH_FAILED;
  if (!matches (g_hash_table_lookup (server->objects, uid), etag))
    return RGM_PUBLISH_MISMATCH;
  g_hash_table_remove (server->objects, uid);
  return is_lost (server, error) ? RGM_PUBLISH_FAILED : RGM_PUBLISH_DONE;
}

/* ---- computers ---- */

typedef struct {
  RgmStore *store;
  GPtrArray *events; /* what its record says */
  guint64 writer;
} Computer;

static void
computer_init (Computer *computer, guint64 writer)
{
  g_autofree char *folder = g_dir_make_tmp ("regimen-publish-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "regimen.db", NULL);
  computer->store = rgm_store_open (path, RGM_STORE_CREATE, NULL);
  computer->writer = writer;
  computer->events = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_event_free);
}

static void
computer_clear (Computer *computer)
{
  g_autofree char *folder = g_path_get_dirname (store_path (computer->store));
  rgm_store_close (computer->store);
  g_ptr_array_unref (computer->events);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *file = g_build_filename (folder, name, NULL);
    remove (file);
  }
  remove (folder);
}

static gboolean
publish (Computer *computer, Server *server, RgmPublishReport *report)
{
  RgmSession session = { .store = computer->store, .now = NOW };
  RgmPublishServer calls = { server, list, find, fetch, put, take_away, write_event, read_event };
  g_autoptr (GError) error = NULL;
  gboolean done
    = publish_run (&session, &calls, computer->events, NULL, computer->writer, report, &error);
  g_assert_cmpint (done, ==, error == NULL);
  if (!server->faults)
    g_assert_no_error (error);
  return done;
}

static void
copy_record (const Computer *from, Computer *to)
{
  g_ptr_array_set_size (to->events, 0);
  for (guint i = 0; i < from->events->len; i++)
    g_ptr_array_add (to->events, rgm_event_copy (g_ptr_array_index (from->events, i)));
}

/* A command on one computer adds a dose or moves one. */
static void
change_record (Computer *computer, GRand *rand, int *clock)
{
  guint n = computer->events->len;
  ++*clock;
  if (n == 0 || (n < 12 && g_rand_int_range (rand, 0, 3) == 0)) {
    g_autofree char *uid = g_strdup_printf ("%d-%u@regimen", *clock, n);
    g_ptr_array_add (computer->events, event_new (uid, 0, NOW + (RgmInstant)(n + 1) * DAY));
    return;
  }
  RgmEvent *event = g_ptr_array_index (computer->events, g_rand_int_range (rand, 0, (gint32)n));
  event->sequence++;
  event->changed = NOW + *clock;
  event->start_at += g_rand_int_range (rand, -3, 4) * DAY;
}

static void
assert_equal (const Computer *computer, const Server *server)
{
  g_assert_cmpuint (g_hash_table_size (server->objects), ==, computer->events->len);
  for (guint i = 0; i < computer->events->len; i++) {
    const RgmEvent *event = g_ptr_array_index (computer->events, i);
    const Stored *stored = g_hash_table_lookup (server->objects, event->uid);
    g_assert_nonnull (stored);
    g_autoptr (RgmEvent) expected = rgm_event_copy (event);
    if (stored->words != NULL)
      expected->description = g_strdup (stored->words);
    if (stored->title != NULL)
      replace (&expected->summary, stored->title);
    RgmEventPrint here = event_print (expected), there = event_print (stored->event);
    g_assert_true (event_print_equal (&here, &there));
    g_assert_cmpint (stored->event->sequence, >=, event->sequence);
  }
}

static void
server_init (Server *server, GRand *rand)
{
  *server = (Server){ .rand = rand };
  server->objects
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)stored_free);
}

/* Two computers take turns with one record, and a person cuts and pastes events there and gives
 * them words. Whatever was lost on the way, after one run without faults the server is equal
 * to the record, except for these words; another run sends nothing, nor does a run of the other
 * computer. */
static void
play (GRand *rand)
{
  Computer a, b;
  Server server;
  RgmPublishReport report;
  int clock = 0;
  server_init (&server, rand);
  computer_init (&a, HERE);
  computer_init (&b, ELSEWHERE);
  for (int i = 0; i < 30; i++) {
    Computer *one = g_rand_boolean (rand) ? &a : &b;
    copy_record (one == &a ? &b : &a, one);
    change_record (one, rand, &clock);
    if (g_rand_int_range (rand, 0, 3) == 0)
      touch (&server, rand);
    server.faults = TRUE;
    publish (one, &server, &report);
    copy_record (one, one == &a ? &b : &a);
    if (g_rand_boolean (rand))
      publish (one == &a ? &b : &a, &server, &report);
    server.faults = FALSE;
    g_assert_true (publish (one, &server, &report));
    assert_equal (one, &server);
  }
  g_assert_true (publish (&a, &server, &report) && publish (&b, &server, &report));
  server.puts = 0;
  g_assert_true (publish (&a, &server, &report) && publish (&b, &server, &report));
  g_assert_cmpint (server.puts, ==, 0);
  assert_equal (&a, &server);
  computer_clear (&a);
  computer_clear (&b);
  g_hash_table_unref (server.objects);
}

static void
test_histories (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  for (int i = 0; i < 12; i++)
    play (rand);
}

/* If an event is changed between the listing and the sending, it is not written over. */
static void
test_meddling (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  Computer computer;
  Server server;
  RgmPublishReport report;
  server_init (&server, rand);
  computer_init (&computer, HERE);
  g_ptr_array_add (computer.events, event_new ("u", 0, NOW + DAY));
  g_assert_true (publish (&computer, &server, &report));
  RgmEvent *event = g_ptr_array_index (computer.events, 0);
  event->start_at += DAY;
  event->sequence++;
  server.meddle = "u";
  g_assert_true (publish (&computer, &server, &report));
  g_assert_cmpint (report.sent, ==, 0);
  const Stored *stored = g_hash_table_lookup (server.objects, "u");
  g_assert_cmpint (stored->event->start_at, ==, NOW + DAY + 3600);
  g_autoptr (GPtrArray) rows_after = store_published (computer.store, NULL);
  g_assert_cmpint (((const RgmPublished *)g_ptr_array_index (rows_after, 0))->state, ==,
                   RGM_PUBLISHED_CHANGED);
  computer_clear (&computer);
  g_hash_table_unref (server.objects);
}

/* ---- questions ---- */

typedef struct {
  Computer computer;
  Server server;
  RgmEvent *event; /* the only one on record */
} Scene;

/* One event is published, and a person gives it other words there. @title: (nullable). */
static void
scene_init (Scene *scene, const char *title, const char *description)
{
  server_init (&scene->server, NULL);
  computer_init (&scene->computer, HERE);
  scene->event = event_new ("u", 0, NOW + DAY);
  scene->event->description = g_strdup ("Bring it.");
  g_ptr_array_add (scene->computer.events, scene->event);
  RgmPublishReport report;
  g_assert_true (publish (&scene->computer, &scene->server, &report));
  Stored *stored = g_hash_table_lookup (scene->server.objects, "u");
  stored->etag = ++scene->server.etags;
  replace (&stored->event->description, description);
  if (title != NULL)
    replace (&stored->event->summary, title);
}

static void
scene_clear (Scene *scene)
{
  computer_clear (&scene->computer);
  g_hash_table_unref (scene->server.objects);
}

/* Publishes, and checks how many events are sent and fetched, and whether the user is asked. */
static void
scene_publish (Scene *scene, int sent, int fetches, gboolean asks)
{
  RgmPublishReport report;
  scene->server.fetches = 0;
  g_assert_true (publish (&scene->computer, &scene->server, &report));
  g_assert_cmpint (report.sent, ==, sent);
  g_assert_cmpint (scene->server.fetches, ==, fetches);
  g_autoptr (GPtrArray) known = store_published (scene->computer.store, NULL);
  g_assert_cmpuint (known->len, ==, 1);
  g_assert_cmpint (((const RgmPublished *)g_ptr_array_index (known, 0))->asks, ==, asks);
}

static void
scene_accept (Scene *scene)
{
  g_assert_true (store_settle_published (scene->computer.store, "u", NULL));
}

/* Each new description on record is asked about once, whether the event has a new SEQUENCE, too, or
 * not. */
static void
test_descriptions (void)
{
  Scene scene;
  scene_init (&scene, NULL, "Bring it and me.");
  scene_publish (&scene, 0, 1, FALSE);
  scene_publish (&scene, 0, 0, FALSE);
  replace (&scene.event->description, "Bring the letter.");
  scene_publish (&scene, 0, 1, TRUE);
  scene_publish (&scene, 0, 0, TRUE);
  scene_accept (&scene);
  scene_publish (&scene, 0, 0, FALSE);
  scene.event->sequence++;
  scene.event->start_at += DAY;
  scene_publish (&scene, 1, 1, FALSE);
  replace (&scene.event->description, "Bring both letters.");
  scene.event->sequence++;
  scene.event->start_at += DAY;
  scene_publish (&scene, 1, 1, TRUE);
  scene_publish (&scene, 0, 0, TRUE);
  scene_accept (&scene);
  scene_publish (&scene, 0, 0, FALSE);
  const Stored *stored = g_hash_table_lookup (scene.server.objects, "u");
  g_assert_cmpstr (stored->event->description, ==, "Bring it and me.");
  g_assert_cmpint (stored->event->start_at, ==, NOW + 3 * DAY);
  scene_clear (&scene);
}

/* If the record gets another description while a title is asked about, one answer is enough; if it
 * gets one after the answer, that one is asked about. */
static void
test_title_and_description (void)
{
  Scene scene;
  scene_init (&scene, "Visit with Anna", "Bring it and me.");
  scene_publish (&scene, 0, 1, TRUE);
  replace (&scene.event->description, "Bring the letter.");
  scene_publish (&scene, 0, 1, TRUE);
  scene_publish (&scene, 0, 0, TRUE);
  scene_accept (&scene);
  scene_publish (&scene, 0, 0, FALSE);
  replace (&scene.event->description, "Bring both letters.");
  scene_publish (&scene, 0, 1, TRUE);
  scene_accept (&scene);
  scene_publish (&scene, 0, 0, FALSE);
  scene_clear (&scene);
}

/* The user answers while a run goes on: the run does not ask again. */
static void
test_accepted_meanwhile (void)
{
  Scene scene;
  scene_init (&scene, "Visit with Anna", "Bring it.");
  scene_publish (&scene, 0, 1, TRUE);
  scene.event->sequence++;
  scene.event->start_at += DAY;
  scene.server.accepts = scene.computer.store;
  scene_publish (&scene, 1, 1, FALSE);
  scene.server.accepts = NULL;
  scene.event->sequence++;
  scene.event->start_at += DAY;
  scene_publish (&scene, 1, 1, FALSE);
  scene_clear (&scene);
}

/* A person moved an event, and the calendar covered it no longer for a while: it is asked about
 * again once it is back. */
static void
test_back_in_the_window (void)
{
  Scene scene;
  scene_init (&scene, NULL, "Bring it.");
  edit (&scene.server, "u");
  scene_publish (&scene, 0, 1, TRUE);
  scene.event = g_ptr_array_steal_index (scene.computer.events, 0);
  scene_publish (&scene, 0, 0, FALSE);
  g_ptr_array_add (scene.computer.events, scene.event);
  scene_publish (&scene, 0, 1, TRUE);
  scene_publish (&scene, 0, 0, TRUE);
  scene_clear (&scene);
}

/* The user accepts a title while a run finds that the event was moved, too: that is asked about. */
static void
test_accepted_and_moved_meanwhile (void)
{
  Scene scene;
  scene_init (&scene, "Visit with Anna", "Bring it.");
  scene_publish (&scene, 0, 1, TRUE);
  edit (&scene.server, "u");
  g_ptr_array_add (scene.computer.events, event_new ("v", 0, NOW + DAY));
  scene.server.accepts = scene.computer.store;
  RgmPublishReport report;
  g_assert_true (publish (&scene.computer, &scene.server, &report));
  g_assert_cmpint (report.sent, ==, 1);
  g_autoptr (GPtrArray) known = store_published (scene.computer.store, NULL);
  const RgmPublished *first = g_ptr_array_index (known, 0), *second = g_ptr_array_index (known, 1);
  g_assert_true (first->asks || second->asks);
  scene_clear (&scene);
}

/* Between two runs, a person gave an event other words, and the record planned it no longer. The
 * computer that wrote it removes it, and another one leaves it alone. */
static void
test_reworded_and_no_longer_planned (void)
{
  Scene scene;
  Computer other;
  RgmPublishReport report;
  scene_init (&scene, "Visit with Anna", "Bring it and me.");
  g_ptr_array_set_size (scene.computer.events, 0);
  computer_init (&other, ELSEWHERE);
  g_assert_true (publish (&other, &scene.server, &report));
  g_assert_cmpint (report.removed, ==, 0);
  g_assert_true (publish (&scene.computer, &scene.server, &report));
  g_assert_cmpint (report.removed, ==, 1);
  g_assert_cmpuint (g_hash_table_size (scene.server.objects), ==, 0);
  computer_clear (&other);
  scene_clear (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/publish/decide", test_decide);
  g_test_add_func ("/publish/judge", test_judge);
  g_test_add_func ("/publish/words", test_words);
  g_test_add_func ("/publish/too-many-words", test_too_many_words);
  g_test_add_func ("/publish/states-in-titles", test_states_in_titles);
  g_test_add_func ("/publish/words-elsewhere", test_words_elsewhere);
  g_test_add_func ("/publish/judge-unreadable", test_judge_unreadable);
  g_test_add_func ("/publish/clocks-go-back", test_clocks_go_back);
  g_test_add_func ("/publish/sequence", test_sequence);
  g_test_add_func ("/publish/print", test_print);
  g_test_add_func ("/publish/mark", test_mark);
  g_test_add_func ("/publish/meddling", test_meddling);
  g_test_add_func ("/publish/histories", test_histories);
  g_test_add_func ("/publish/descriptions", test_descriptions);
  g_test_add_func ("/publish/title-and-description", test_title_and_description);
  g_test_add_func ("/publish/accepted-meanwhile", test_accepted_meanwhile);
  g_test_add_func ("/publish/accepted-and-moved-meanwhile", test_accepted_and_moved_meanwhile);
  g_test_add_func ("/publish/back-in-the-window", test_back_in_the_window);
  g_test_add_func ("/publish/reworded-and-no-longer-planned", test_reworded_and_no_longer_planned);
  int status = g_test_run ();
  rgm_event_free (written);
  return status;
}
