/* The writer against libical's reader and rules, with events made by hand. */
#include <libical/ical.h>
#include <string.h>

#include "ical/ical-private.h"

static gboolean
collect (const char *bytes, gsize length, gpointer data, GError **error)
{
  g_string_append_len (data, bytes, length);
  return TRUE;
}

static RgmEvent *
new_event (const char *uid, const char *start, const char *zone)
{
  RgmEvent *event = g_new0 (RgmEvent, 1);
  RgmFit fit;
  event->uid = g_strdup (uid);
  event->summary = g_strdup ("Denosumab injection 3");
  event->zone = g_strdup (zone);
  event->minutes = 30;
  event->status = RGM_EVENT_CONFIRMED;
  g_assert_true (rgm_local_parse (start, &event->start, NULL));
  event->start_at = rgm_zone_to_instant (rgm_zone_get (zone, NULL), event->start, &fit);
  event->utc = fit != RGM_FIT_EXACT;
  return event;
}

static GPtrArray *
new_events (RgmEvent *event)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_event_free);
  g_ptr_array_add (events, event);
  return events;
}

static char *
write_named (const GPtrArray *events, const char *name)
{
  g_autoptr (GError) error = NULL;
  GString *out = g_string_new (NULL);
  rgm_ical_write (events, name, collect, out, &error);
  g_assert_no_error (error);
  return g_string_free (out, FALSE);
}

static char *
write_event (RgmEvent *event)
{
  g_autoptr (GPtrArray) events = new_events (event);
  return write_named (events, "Regimen");
}

static void
assert_has (const char *calendar, const char *line)
{
  g_autofree char *whole = g_strdup_printf ("\r\n%s\r\n", line);
  if (strstr (calendar, whole) == NULL)
    g_error ("no line \"%s\" in\n%s", line, calendar);
}

static void
assert_has_not (const char *calendar, const char *part)
{
  if (strstr (calendar, part) != NULL)
    g_error ("\"%s\" in\n%s", part, calendar);
}

static void
assert_folded (const char *calendar)
{
  g_auto (GStrv) lines = g_strsplit (calendar, "\r\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    g_assert_cmpuint (strlen (*line), <=, 75);
    g_assert_null (strpbrk (*line, "\r\n"));
    g_assert_true (g_utf8_validate (*line, -1, NULL));
    if (line[1] != NULL)
      g_assert_cmpstr (*line, !=, "");
  }
  g_assert_true (g_str_has_suffix (calendar, "END:VCALENDAR\r\n"));
}

static icalcomponent *
read_back (const char *calendar)
{
  icalcomponent *root = icalcomponent_new_from_string (calendar);
  g_assert_nonnull (root);
  g_assert_cmpint (icalcomponent_count_errors (root), ==, 0);
  g_assert_true (icalrestriction_check (root));
  return root;
}

static const char *
value_of (icalcomponent *event, icalproperty_kind kind)
{
  icalproperty *property = icalcomponent_get_first_property (event, kind);
  return property != NULL ? icalvalue_get_text (icalproperty_get_value (property)) : NULL;
}

static void
test_header (void)
{
  g_autofree char *calendar = write_event (new_event ("a-1@regimen", "2026-12-01", "UTC"));
  g_assert_true (g_str_has_prefix (calendar, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  assert_has (calendar, "PRODID:-//regimen//regimen//EN");
  assert_has (calendar, "CALSCALE:GREGORIAN");
  assert_has (calendar, "NAME:Regimen");
  assert_has (calendar, "X-WR-CALNAME:Regimen");
  assert_has (calendar, "COLOR:teal");
  assert_has (calendar, "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
  assert_has (calendar, "X-PUBLISHED-TTL:PT6H");
  assert_has_not (calendar, "METHOD");
  assert_has_not (calendar, "VTIMEZONE");
  assert_folded (calendar);
}

static void
test_whole_day (void)
{
  RgmEvent *event = new_event ("a-1@regimen", "2026-12-31", "Europe/Berlin");
  event->status = RGM_EVENT_TENTATIVE;
  event->sequence = 2;
  event->changed = 1767225600;
  event->created = 1767139200;
  event->alarms = TRUE;
  g_autofree char *calendar = write_event (event);
  assert_has (calendar, "UID:a-1@regimen\r\nSEQUENCE:2\r\nDTSTAMP:20260101T000000Z\r\n"
                        "LAST-MODIFIED:20260101T000000Z\r\nCREATED:20251231T000000Z");
  assert_has (calendar, "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101");
  assert_has (calendar, "STATUS:TENTATIVE\r\nTRANSP:TRANSPARENT\r\nCLASS:PRIVATE");
  assert_has (calendar, "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15H\r\n"
                        "DESCRIPTION:Denosumab injection 3\r\nEND:VALARM\r\nEND:VEVENT");
  assert_has_not (calendar, "TZID");
}

static void
test_timed (void)
{
  RgmEvent *event = new_event ("a-1@regimen", "2026-12-03T10:40", "Europe/Berlin");
  event->alarms = TRUE;
  g_autofree char *calendar = write_event (event);
  assert_has (calendar, "DTSTART;TZID=Europe/Berlin:20261203T104000\r\n"
                        "DTEND;TZID=Europe/Berlin:20261203T111000");
  assert_has (calendar, "STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\nCLASS:PRIVATE");
  const char *first = strstr (calendar, "TRIGGER:-PT2H\r\n");
  const char *second = strstr (calendar, "TRIGGER:-PT24H\r\n");
  g_assert_true (first != NULL && second != NULL && first < second);
  g_assert_null (strstr (second + 1, "TRIGGER"));
}

static void
test_cancelled (void)
{
  RgmEvent *event = new_event ("a-1@regimen", "2026-12-03T10:40", "Europe/Berlin");
  event->alarms = TRUE;
  event->status = RGM_EVENT_CANCELLED;
  g_autofree char *calendar = write_event (event);
  assert_has (calendar, "STATUS:CANCELLED");
  assert_has_not (calendar, "VALARM");
}

/* The onsets of the tz database for 2026, by hand. */
static void
test_zone (void)
{
  g_autofree char *berlin
    = write_event (new_event ("a@regimen", "2026-12-03T10:40", "Europe/Berlin"));
  assert_has (berlin, "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
                      "BEGIN:STANDARD\r\nDTSTART:20260101T000000\r\n"
                      "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n"
                      "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\n"
                      "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n"
                      "BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\n"
                      "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n"
                      "END:VTIMEZONE\r\nBEGIN:VEVENT");
  g_autofree char *kolkata
    = write_event (new_event ("a@regimen", "2026-12-03T10:40", "Asia/Kolkata"));
  assert_has (kolkata, "BEGIN:VTIMEZONE\r\nTZID:Asia/Kolkata\r\n"
                       "BEGIN:STANDARD\r\nDTSTART:20260101T000000\r\n"
                       "TZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nTZNAME:IST\r\nEND:STANDARD\r\n"
                       "END:VTIMEZONE\r\nBEGIN:VEVENT");
  assert_has_not (kolkata, "RRULE");
  assert_has_not (berlin, "RDATE");
}

/* The first observance begins before the first event, even where that is the first second of a
 * year. */
static void
test_new_year (void)
{
  g_autofree char *first
    = write_event (new_event ("a@regimen", "2027-01-01T00:00", "Asia/Kolkata"));
  assert_has (first, "BEGIN:STANDARD\r\nDTSTART:20260101T000000");
  g_autofree char *second
    = write_event (new_event ("a@regimen", "2027-01-01T00:01", "Asia/Kolkata"));
  assert_has (second, "BEGIN:STANDARD\r\nDTSTART:20270101T000000");
  g_autofree char *last
    = write_event (new_event ("a@regimen", "2026-12-31T23:45", "Europe/Berlin"));
  assert_has (last, "DTEND;TZID=Europe/Berlin:20270101T001500");
  assert_has (last, "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000");
}

static void
test_several_zones (void)
{
  g_autoptr (GPtrArray) events
    = new_events (new_event ("a@regimen", "2026-12-01T10:00", "Europe/Rome"));
  g_ptr_array_add (events, new_event ("b@regimen", "2026-12-02T10:00", "Asia/Kolkata"));
  g_ptr_array_add (events, new_event ("c@regimen", "2027-12-02T10:00", "Europe/Rome"));
  g_autofree char *calendar = write_named (events, "Regimen");
  const char *kolkata = strstr (calendar, "TZID:Asia/Kolkata");
  const char *rome = strstr (calendar, "TZID:Europe/Rome");
  g_assert_true (kolkata != NULL && rome != NULL && kolkata < rome);
  g_assert_null (strstr (rome + 1, "TZID:Europe/Rome"));
  assert_has (calendar, "DTSTART:20271031T030000");
  assert_has_not (calendar, "DTSTART:2028");
  assert_has_not (calendar, "DTSTART:2025");
}

/* RFC 5545 section 3.3.5 gives both their instant; readers do not agree on it. */
static void
test_utc_where_readers_differ (void)
{
  g_autofree char *gap = write_event (new_event ("a@regimen", "2026-03-29T02:30", "Europe/Berlin"));
  assert_has (gap, "DTSTART:20260329T013000Z\r\nDTEND:20260329T020000Z");
  assert_has_not (gap, "VTIMEZONE");
  g_autofree char *twice
    = write_event (new_event ("a@regimen", "2026-10-25T02:30", "Europe/Berlin"));
  assert_has (twice, "DTSTART:20261025T003000Z\r\nDTEND:20261025T020000Z");
  g_autofree char *end = write_event (new_event ("a@regimen", "2026-10-25T01:45", "Europe/Berlin"));
  assert_has (end, "DTSTART:20261024T234500Z\r\nDTEND:20261025T001500Z");
  /* its end is later by the clock too: calcurse cannot read its own file with an end before the
   * start */
  g_autofree char *late
    = write_event (new_event ("a@regimen", "2026-10-25T02:50", "Europe/Berlin"));
  assert_has (late, "DTSTART:20261025T005000Z\r\nDTEND:20261025T022000Z");
  g_autofree char *utc = write_event (new_event ("a@regimen", "2026-10-25T02:30", "UTC"));
  assert_has (utc, "DTSTART:20261025T023000Z\r\nDTEND:20261025T030000Z");
}

static const char *const hard_texts[] = {
  "plain",
  "comma, semicolon; colon: backslash \\ quote \" slash-n \\n done",
  "two\nlines\n\nand three",
  "\xf0\x9f\x92\x89 \xf0\x9f\x91\xa9\xf0\x9f\x8f\xbd\xe2\x80\x8d\xe2\x9a\x95\xef\xb8\x8f emoji",
  "\xd7\x96\xd7\xa8\xd7\x99\xd7\xa7\xd7\x94 \xd8\xad\xd9\x82\xd9\x86\xd8\xa9 right to left",
  "several   blanks     between            words and a tail of      many",
  "BEGIN:VALARM\nEND:VEVENT",
  "\xe2\x82\xac\xe2\x82\xac \xc3\xa9\xc3\xa9, d\xc3\xa9j\xc3\xa0 vu \xe2\x82\xac",
};

static void
check_text (const char *text)
{
  RgmEvent *event = new_event ("a@regimen", "2026-12-01", "UTC");
  g_free (event->summary);
  event->summary = g_strdup (text);
  event->description = g_strdup (text);
  event->location = g_strdup (text);
  g_autofree char *calendar = write_event (event);
  assert_folded (calendar);
  icalcomponent *root = read_back (calendar);
  icalcomponent *vevent = icalcomponent_get_first_component (root, ICAL_VEVENT_COMPONENT);
  g_assert_true (g_strcmp0 (value_of (vevent, ICAL_SUMMARY_PROPERTY), text) == 0);
  g_assert_true (g_strcmp0 (value_of (vevent, ICAL_DESCRIPTION_PROPERTY), text) == 0);
  g_assert_true (g_strcmp0 (value_of (vevent, ICAL_LOCATION_PROPERTY), text) == 0);
  icalcomponent_free (root);
}

/* Every text at every place of a line, so that each of its characters meets the fold. */
static void
test_text (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hard_texts); i++)
    for (int before = 0; before < 80; before++) {
      g_autofree char *padding = g_strnfill (before, 'x');
      g_autofree char *text = g_strconcat (padding, hard_texts[i], hard_texts[i], NULL);
      check_text (text);
    }
}

/* One character of each length in UTF-8, and those with a meaning of their own. */
static const char *const random_parts[] = { "a",
                                            "z",
                                            "7",
                                            " b",
                                            ",",
                                            ";",
                                            ":",
                                            "\\",
                                            "\"",
                                            "\n",
                                            "\xc3\xa9",
                                            "\xe0\xa4\x95",
                                            "\xe2\x82\xac",
                                            "\xf0\x9f\x92\x89",
                                            "\xd7\x96" };

static void
test_random_text (void)
{
  for (int i = 0; i < 2000; i++) {
    GString *text = g_string_new ("x");
    int length = g_test_rand_int_range (0, 200);
    while (length-- > 0)
      g_string_append (text, random_parts[g_test_rand_int_range (0, G_N_ELEMENTS (random_parts))]);
    g_string_append_c (text, 'x');
    g_autofree char *whole = g_string_free (text, FALSE);
    check_text (whole);
  }
}

/* Much longer than all that there is to watch for. */
static void
test_long_text (void)
{
  GString *text = g_string_new (NULL);
  for (int i = 0; i < 5000; i++)
    g_string_append (text, i % 7 == 0 ? ", x" : "\xf0\x9f\xa6\xb4");
  g_autofree char *whole = g_string_free (text, FALSE);
  check_text (whole);
}

static char *
line_of (const char *value)
{
  g_autofree char *line = g_strconcat ("X:", value, "\r\n", NULL);
  GString *out = g_string_new (NULL);
  ical_fold (out, line, NULL);
  return g_string_free (out, FALSE);
}

static void
test_fold (void)
{
  g_autofree char *full = g_strnfill (73, 'a');
  g_autofree char *kept = line_of (full);
  g_autofree char *line = g_strconcat ("X:", full, "\r\n", NULL);
  g_assert_cmpstr (kept, ==, line);
  g_autofree char *longer = g_strconcat (full, "b", NULL);
  g_autofree char *folded = line_of (longer);
  g_autofree char *expected = g_strconcat ("X:", full, "\r\n b\r\n", NULL);
  g_assert_cmpstr (folded, ==, expected);
  g_autofree char *start = g_strnfill (72, 'a');
  g_autofree char *blank = g_strconcat (start, " b", NULL);
  g_autofree char *in_word = line_of (blank);
  g_autofree char *head = g_strnfill (71, 'a');
  g_autofree char *wanted = g_strconcat ("X:", head, "\r\n a b\r\n", NULL);
  g_assert_cmpstr (in_word, ==, wanted);
  /* what is folded already, elsewhere, is folded anew */
  g_autoptr (GString) again = g_string_new (NULL);
  ical_fold (again, "X:aa\r\n a\r\nY:b\r\n", NULL);
  g_assert_cmpstr (again->str, ==, "X:aaa\r\nY:b\r\n");
  /* libical folds some lines between the two octets of their end */
  g_autoptr (GString) at_end = g_string_new (NULL);
  g_autofree char *split = g_strconcat ("X:", full, "\r\r\n \nY:b\r\n", NULL);
  ical_fold (at_end, split, NULL);
  g_autofree char *joined = g_strconcat (line, "Y:b\r\n", NULL);
  g_assert_cmpstr (at_end->str, ==, joined);
}

static void
test_clean (void)
{
  /* NOLINTNEXTLINE(misc-misleading-bidirectional): that is what is tested. */
  g_autofree char *lines = ical_clean ("a\r\nb\rc\td\x07\x7f\xc2\x85\u202e\u2066\u00ad");
  g_assert_cmpstr (lines, ==, "a\nb\nc d");
  g_autofree char *invalid = ical_clean ("a\xff");
  g_assert_cmpstr (invalid, ==, "a\xef\xbf\xbd");
}

/* What a CalDAV server takes: the event, its zone, and nothing about a whole calendar. */
static void
test_object (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmEvent) event = new_event ("a-1@regimen", "2026-12-31T10:40", "Europe/Berlin");
  g_autoptr (GBytes) bytes = rgm_ical_object (event, &error);
  g_assert_no_error (error);
  g_autofree char *calendar = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  assert_has_not (calendar, "NAME:Reg");
  assert_has_not (calendar, "METHOD");
  assert_has_not (calendar, "COLOR");
  assert_has (calendar, "TZID:Europe/Berlin");
  assert_folded (calendar);
  icalcomponent_free (read_back (calendar));
  g_autoptr (GBytes) again = rgm_ical_object (event, &error);
  g_assert_true (g_bytes_equal (bytes, again));
}

/* Two texts in one are written as the one that they are. */
static void
test_details (void)
{
  g_autoptr (GPtrArray) events = new_events (new_event ("a@regimen", "2026-12-01", "UTC"));
  g_autoptr (GPtrArray) whole = new_events (new_event ("a@regimen", "2026-12-01", "UTC"));
  for (guint i = 0; i < G_N_ELEMENTS (hard_texts); i++) {
    RgmEvent *event = new_event ("b@regimen", "2026-12-02", "UTC");
    event->alarms = TRUE;
    event->description = g_strdup ("Amount: 4 mg");
    event->details = g_ref_string_new (hard_texts[i]);
    g_ptr_array_add (events, event);
    RgmEvent *same = rgm_event_copy (event);
    g_clear_pointer (&same->details, g_ref_string_release);
    g_free (same->description);
    same->description = g_strconcat ("Amount: 4 mg\n\n", hard_texts[i], NULL);
    g_ptr_array_add (whole, same);
  }
  g_autofree char *calendar = write_named (events, "Regimen");
  g_autofree char *expected = write_named (whole, "Regimen");
  g_assert_cmpstr (calendar, ==, expected);
}

static void
test_category (void)
{
  RgmEvent *event = new_event ("a@regimen", "2026-12-01", "UTC");
  event->category = g_strdup ("Bisphosphonate, IV; \\ other");
  g_autofree char *calendar = write_event (event);
  assert_has (calendar, "CATEGORIES:Bisphosphonate IV other");
}

static void
test_name (void)
{
  g_autoptr (GPtrArray) events = new_events (new_event ("a@regimen", "2026-12-01", "UTC"));
  g_autofree char *calendar = write_named (events, "Anna,\nBob");
  assert_has (calendar, "NAME:Anna\\, Bob");
  assert_has (calendar, "X-WR-CALNAME:Anna, Bob");
  icalcomponent_free (read_back (calendar));
}

static void
test_nothing (void)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_assert_false (rgm_ical_write (events, "Regimen", collect, out, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_CALENDAR);
  g_assert_cmpuint (out->len, ==, 0);
}

static void
test_unknown_zone (void)
{
  g_autoptr (GPtrArray) events = new_events (new_event ("a@regimen", "2026-12-01T10:00", "UTC"));
  RgmEvent *event = g_ptr_array_index (events, 0);
  g_free (event->zone);
  event->zone = g_strdup ("Europe/Atlantis");
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_assert_false (rgm_ical_write (events, "Regimen", collect, out, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
}

typedef struct {
  int calls, fails_at;
} Failing;

static gboolean
fail_at (const char *bytes, gsize length, gpointer data, GError **error)
{
  Failing *failing = data;
  if (failing->calls++ < failing->fails_at)
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "full");
  return FALSE;
}

/* A full disk at each piece: the error comes back, nothing more is written. */
static void
test_sink_fails (void)
{
  g_autoptr (GPtrArray) events
    = new_events (new_event ("a@regimen", "2026-12-03T10:40", "Europe/Berlin"));
  for (int i = 0; i < 300; i++) {
    RgmEvent *more = new_event ("b@regimen", "2026-12-04T10:40", "Europe/Berlin");
    more->description = g_strnfill (1000, 'x');
    g_ptr_array_add (events, more);
  }
  Failing failing = { 0, 0 };
  for (;; failing = (Failing){ 0, failing.fails_at + 1 }) {
    g_autoptr (GError) error = NULL;
    if (rgm_ical_write (events, "Regimen", fail_at, &failing, &error))
      break;
    g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
    g_assert_cmpint (failing.calls, ==, failing.fails_at + 1);
  }
  g_assert_cmpint (failing.fails_at, >, 3);
}

static void
test_read_back (void)
{
  g_autoptr (GPtrArray) events
    = new_events (new_event ("a@regimen", "2026-03-28T10:40", "Europe/Berlin"));
  RgmEvent *second = new_event ("b@regimen", "2026-03-30T10:40", "Europe/Berlin");
  second->alarms = TRUE;
  g_ptr_array_add (events, second);
  g_autofree char *calendar = write_named (events, "Regimen");
  icalcomponent *root = read_back (calendar);
  icalcomponent *event = icalcomponent_get_first_component (root, ICAL_VEVENT_COMPONENT);
  for (guint i = 0; i < events->len; i++) {
    const RgmEvent *meant = g_ptr_array_index (events, i);
    icaltimetype start = icalcomponent_get_dtstart (event);
    icaltimetype end = icalcomponent_get_dtend (event);
    g_assert_cmpint (icaltime_as_timet_with_zone (start, start.zone), ==, meant->start_at);
    g_assert_cmpint (icaltime_as_timet_with_zone (end, end.zone), ==, meant->start_at + 1800);
    event = icalcomponent_get_next_component (root, ICAL_VEVENT_COMPONENT);
  }
  icalcomponent_free (root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ical/header", test_header);
  g_test_add_func ("/ical/whole-day", test_whole_day);
  g_test_add_func ("/ical/timed", test_timed);
  g_test_add_func ("/ical/cancelled", test_cancelled);
  g_test_add_func ("/ical/zone", test_zone);
  g_test_add_func ("/ical/new-year", test_new_year);
  g_test_add_func ("/ical/several-zones", test_several_zones);
  g_test_add_func ("/ical/utc-where-readers-differ", test_utc_where_readers_differ);
  g_test_add_func ("/ical/text", test_text);
  g_test_add_func ("/ical/random-text", test_random_text);
  g_test_add_func ("/ical/long-text", test_long_text);
  g_test_add_func ("/ical/fold", test_fold);
  g_test_add_func ("/ical/clean", test_clean);
  g_test_add_func ("/ical/object", test_object);
  g_test_add_func ("/ical/details", test_details);
  g_test_add_func ("/ical/category", test_category);
  g_test_add_func ("/ical/name", test_name);
  g_test_add_func ("/ical/nothing", test_nothing);
  g_test_add_func ("/ical/unknown-zone", test_unknown_zone);
  g_test_add_func ("/ical/sink-fails", test_sink_fails);
  g_test_add_func ("/ical/read-back", test_read_back);
  int failed = g_test_run ();
  icaltimezone_free_builtin_timezones ();
  return failed;
}
