/* What an event that comes back from a calendar asks for: the cases are in tests/tables/import.tsv.
 */
#include <regimen/proposal.h>
#include <string.h>

#include "model/proposal.h"
#include "table.h"

#define ZONE "Europe/Berlin"
#define NOW "2026-12-10T09:00:00+01:00"
#define USUAL_PLACE "Usual"

static RgmInstant
instant (const char *text)
{
  RgmInstant at = 0;

  g_assert_true (rgm_instant_parse (text, &at, NULL));
  return at;
}

static RgmLocal
local (const char *text)
{
  RgmLocal value = RGM_LOCAL_NONE;

  g_assert_true (rgm_local_parse (text, &value, NULL));
  return value;
}

static RgmDoseState
state (const char *name)
{
  for (int each = RGM_DOSE_PLANNED; each <= RGM_DOSE_CANCELLED; each++)
    if (g_str_equal (name, rgm_dose_state_name (each)))
      return each;
  g_assert_true (g_str_equal (name, "slot") || g_str_equal (name, "timed"));
  return RGM_DOSE_PLANNED;
}

/* @words: keeps what @ours borrows. */
static RgmOnCalendar
read_ours (char **cells, char **words)
{
  const RgmZone *zone = rgm_zone_get (ZONE, NULL);
  RgmOnCalendar ours = { .state = state (cells[0]), .usual_place = USUAL_PLACE };

  ours.slot = g_str_equal (cells[0], "slot") || g_str_equal (cells[0], "missed");
  ours.sequence = (int)g_ascii_strtoll (words[0], NULL, 10);
  ours.changed = instant (NOW) - 60;
  ours.start = local (words[1]);
  ours.at = rgm_zone_to_instant (zone, ours.start, NULL);
  ours.place = words[2];
  ours.booked = !ours.slot && !g_str_equal (cells[0], "timed") && rgm_local_has_time (ours.start);
  ours.attaching = strstr (cells[3], "attached") != NULL;
  if (strstr (cells[3], "homeless") != NULL)
    ours.usual_place = NULL;
  return ours;
}

static void
read_mark (const char *mark, RgmIncoming *event)
{
  if (g_str_equal (mark, "cancelled"))
    event->cancelled = TRUE;
  else if (g_str_equal (mark, "done"))
    event->done = TRUE;
  else if (g_str_equal (mark, "unnumbered"))
    event->unnumbered = TRUE;
  else if (g_str_equal (mark, "before"))
    event->changed = instant (NOW) - 61;
  else if (g_str_equal (mark, "after"))
    event->changed = instant (NOW) - 60;
  else if (g_str_equal (mark, "standing"))
    event->standing = TRUE;
  else if (g_str_equal (mark, "unmoved"))
    event->unmoved = TRUE;
  else if (g_str_equal (mark, "reworded"))
    event->reworded = TRUE;
  else if (g_str_equal (mark, "task"))
    event->task = TRUE;
  else if (g_str_equal (mark, "endless"))
    event->endless = TRUE;
  else if (g_str_equal (mark, "all-day"))
    event->all_day = TRUE;
  else if (g_str_has_prefix (mark, "completed="))
    event->completed = instant (mark + strlen ("completed="));
  else if (g_str_has_prefix (mark, "place="))
    event->place = g_strdup (mark + strlen ("place="));
  else
    g_assert_true (g_str_equal (mark, "-") || g_str_equal (mark, "attached")
                   || g_str_equal (mark, "homeless"));
}

static RgmIncoming *
read_event (char **cells)
{
  g_auto (GStrv) words = g_strsplit (cells[2], " ", 2);
  g_auto (GStrv) when = g_strsplit (words[1], "@", 2);
  g_auto (GStrv) marks = g_strsplit (cells[3], ";", -1);
  RgmIncoming *event = rgm_incoming_new ();

  event->sequence = (int)g_ascii_strtoll (words[0], NULL, 10);
  event->tzid = g_strdup (when[1]);
  event->utc = g_str_has_suffix (when[0], "Z");
  if (event->utc)
    when[0][strlen (when[0]) - 1] = '\0';
  event->start = local (when[0]);
  for (char **mark = marks; *mark != NULL; mark++)
    read_mark (*mark, event);
  return event;
}

static char *
value_text (const RgmVerdict *verdict)
{
  g_autofree char *at = NULL;
  gboolean elsewhere = verdict->zone != NULL && !g_str_equal (rgm_zone_name (verdict->zone), ZONE);

  if (verdict->kind == RGM_PROPOSE_LOG && verdict->day_only)
    return rgm_day_format (rgm_zone_day (rgm_zone_get (ZONE, NULL), verdict->moment));
  if (verdict->kind == RGM_PROPOSE_LOG)
    return rgm_instant_format_utc (verdict->moment);
  if (verdict->kind != RGM_PROPOSE_BOOK && verdict->kind != RGM_PROPOSE_MOVE)
    return g_strdup ("-");
  at = rgm_local_format (verdict->at);
  return g_strconcat (at, elsewhere ? "@" : "", elsewhere ? rgm_zone_name (verdict->zone) : "",
                      verdict->place != NULL ? " " : "",
                      g_strcmp0 (verdict->place, "") != 0 ? verdict->place : "none", NULL);
}

static void
check_row (char **cells)
{
  static const char *const kinds[]
    = { "nothing", "book", "move", "log", "hold or skip", "attach", "note" };
  g_auto (GStrv) words = g_strsplit (cells[1], " ", 3);
  g_autoptr (RgmIncoming) event = read_event (cells);
  const RgmZone *zone = rgm_zone_get (ZONE, NULL);
  RgmOnCalendar ours = read_ours (cells, words);
  RgmIncomingTime time;

  g_assert_true (rgm_incoming_time (event, zone, &time, NULL));

  RgmVerdict verdict = proposal_judge (&ours, event, &time, zone, instant (NOW));
  g_autofree char *value = value_text (&verdict);
  g_autofree char *got
    = g_strconcat (kinds[verdict.kind], " ", rgm_proposal_reason_name (verdict.reason),
                   verdict.choice ? "?" : "", NULL);

  table_expect (cells, "what it asks for", cells[4], got);
  table_expect (cells, "the value", cells[5], value);
}

static void
test_table (void)
{
  table_run ("import.tsv", 7, check_row);
}

static void
check_title (char **cells)
{
  g_auto (GStrv) words = g_strsplit (cells[2], " ", 2);
  g_autoptr (RgmIncoming) event = rgm_incoming_new ();
  RgmRemembered known = { .sequence = (int)g_ascii_strtoll (cells[1], NULL, 10),
                          .changed = instant (NOW),
                          .cancelled = g_str_has_suffix (cells[1], " cancelled") };
  gboolean remembered = !g_str_equal (cells[1], "-");

  event->summary = g_str_equal (cells[0], "-") ? NULL : g_strdup (cells[0]);
  event->unnumbered = g_str_equal (words[0], "-");
  event->sequence = (int)g_ascii_strtoll (words[0], NULL, 10);
  if (words[1] != NULL)
    event->changed = instant (NOW) + (g_str_equal (words[1], "later") ? 60 : -60);

  g_autofree char *plain = proposal_title_without_cancelled (event->summary);
  gboolean cancels = proposal_title_cancels (event, remembered ? &known : NULL);
  g_autofree char *got
    = g_strconcat (cancels ? "cancelled " : "no ", plain != NULL ? plain : "-", NULL);

  table_expect (cells, "what it says", cells[3], got);
}

static void
test_titles (void)
{
  table_run ("cancelled-titles.tsv", 5, check_title);
}

static void
check_done (char **cells)
{
  gboolean done;
  g_autofree char *plain = proposal_title_without_done (cells[0], &done);
  g_autofree char *got = g_strconcat (done ? "done " : "no ", plain, NULL);

  table_expect (cells, "what it says", cells[1], got);
}

static void
test_done_titles (void)
{
  table_run ("done-titles.tsv", 3, check_done);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proposal/table", test_table);
  g_test_add_func ("/proposal/titles", test_titles);
  g_test_add_func ("/proposal/done-titles", test_done_titles);
  return g_test_run ();
}
