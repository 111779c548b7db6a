/* test-alert-kinds.c: when the alerts of each kind come and what they say: two tables of doses,
 * with the times and the words that the behaviour asks for. */
#include "alerts/alert-kinds.h"
#include "alerts/alert-people.h"
#include "alerts/alert-title.h"
#include "model/course.h"
#include "model/schedule.h"

#include <regimen/store.h>

#include <string.h>

/* A dose of a course with the handle "bones". Times are local to the zone; NULL: none. */
typedef struct {
  const char *name;
  const char *zone;
  const char *schedule;
  const char *appointment;
  const char *appointment_zone; /* NULL: the same */
  const char *hold_until;       /* "-": on hold without a day */
  const char *hold_reason, *hold_since;
  const char *given; /* dose 1 */
  const char *recorded;
  int dose; /* which one has the alerts; 0: the first */
  gboolean last_of_course;
  const char *together_from; /* an earlier dose waits, and is overdue from then on */
  const char *now;
  const char *expected; /* "key from until" for each alert, "-" for no end, separated by ';' */
  /* the words of an alert of one kind */
  const char *kind;
  const char *unit;            /* NULL: injection */
  const char *patient, *other; /* other: nullable: a second person on record */
  const char *treatment;       /* NULL: Denosumab */
  const char *summary, *body, *button_body;
  const char *buttons; /* "verb:label" for each; NULL: those of an injection */
  int together;        /* how many doses are told about together */
  int waits_for;       /* an earlier dose that has no answer */
  gboolean between;    /* with contacts, needs and questions: see between_add() */
  int between_lines;   /* how many lines of the body are about them */
} Case;

#define BERLIN "Europe/Berlin"
#define EVERY_4W "interval first=2026-12-03 every=4w reckon=given"

static const Case cases[] = {
  { "interval, whole day", BERLIN, EVERY_4W, .now = "2026-11-01T12:00",
    .expected = "book-14:2026-12-03 2026-11-19T09:00 2026-11-30T09:00;"
                "book-3:2026-12-03 2026-11-30T09:00 2026-12-02T09:00;"
                "upcoming-1:2026-12-03 2026-12-02T09:00 2026-12-03T09:00;"
                "due-0:2026-12-03 2026-12-03T09:00 2026-12-08T09:00;"
                "overdue-0:2026-12-03 2026-12-08T09:00 2026-12-09T09:00" },
  { "another zone: other moments, the same keys", "America/New_York", EVERY_4W,
    .now = "2026-11-01T12:00",
    .expected = "book-14:2026-12-03 2026-11-19T09:00 2026-11-30T09:00;"
                "book-3:2026-12-03 2026-11-30T09:00 2026-12-02T09:00;"
                "upcoming-1:2026-12-03 2026-12-02T09:00 2026-12-03T09:00;"
                "due-0:2026-12-03 2026-12-03T09:00 2026-12-08T09:00;"
                "overdue-0:2026-12-03 2026-12-08T09:00 2026-12-09T09:00" },
  { "moved: new keys", BERLIN, "interval first=2026-12-04 every=4w reckon=given",
    .now = "2026-11-01T12:00",
    .expected = "book-14:2026-12-04 2026-11-20T09:00 2026-12-01T09:00;"
                "book-3:2026-12-04 2026-12-01T09:00 2026-12-03T09:00;"
                "upcoming-1:2026-12-04 2026-12-03T09:00 2026-12-04T09:00;"
                "due-0:2026-12-04 2026-12-04T09:00 2026-12-09T09:00;"
                "overdue-0:2026-12-04 2026-12-09T09:00 2026-12-10T09:00" },
  { "booked: two hours before", BERLIN, EVERY_4W, .appointment = "2026-12-04T10:40",
    .now = "2026-11-01T12:00",
    .expected = "upcoming-1:2026-12-04T10:40 2026-12-03T09:00 2026-12-04T08:40;"
                "due-0:2026-12-04T10:40 2026-12-04T08:40 2026-12-08T09:00;"
                "overdue-0:2026-12-04T10:40 2026-12-08T09:00 2026-12-09T09:00" },
  { "booked past the window: overdue after that day", BERLIN, EVERY_4W,
    .appointment = "2026-12-20T10:40", .now = "2026-11-01T12:00",
    .expected = "upcoming-1:2026-12-20T10:40 2026-12-19T09:00 2026-12-20T08:40;"
                "due-0:2026-12-20T10:40 2026-12-20T08:40 2026-12-21T09:00;"
                "overdue-0:2026-12-20T10:40 2026-12-21T09:00 2026-12-22T09:00" },
  { "booked in a zone that is not known: only the day counts, from its beginning", BERLIN, EVERY_4W,
    .appointment = "2026-12-20T10:40", .appointment_zone = "Mars/Olympus",
    .now = "2026-11-01T12:00",
    .expected = "upcoming-1:2026-12-20 2026-12-19T09:00 2026-12-20T09:00;"
                "due-0:2026-12-20 2026-12-20T09:00 2026-12-21T09:00;"
                "overdue-0:2026-12-20 2026-12-21T09:00 2026-12-22T09:00" },
  { "booked for just after midnight", BERLIN, EVERY_4W, .appointment = "2026-12-04T00:30",
    .now = "2026-11-01T12:00",
    .expected = "upcoming-1:2026-12-04T00:30 2026-12-03T09:00 2026-12-03T22:30;"
                "due-0:2026-12-04T00:30 2026-12-03T22:30 2026-12-08T09:00;"
                "overdue-0:2026-12-04T00:30 2026-12-08T09:00 2026-12-09T09:00" },
  { "overdue: daily for 7 days, then weekly", BERLIN, EVERY_4W, .now = "2026-12-25T12:00",
    .expected = "book-14:2026-12-03 2026-11-19T09:00 2026-11-30T09:00;"
                "book-3:2026-12-03 2026-11-30T09:00 2026-12-02T09:00;"
                "upcoming-1:2026-12-03 2026-12-02T09:00 2026-12-03T09:00;"
                "due-0:2026-12-03 2026-12-03T09:00 2026-12-08T09:00;"
                "overdue-0:2026-12-03 2026-12-08T09:00 2026-12-09T09:00;"
                "overdue-1:2026-12-03 2026-12-09T09:00 2026-12-10T09:00;"
                "overdue-2:2026-12-03 2026-12-10T09:00 2026-12-11T09:00;"
                "overdue-3:2026-12-03 2026-12-11T09:00 2026-12-12T09:00;"
                "overdue-4:2026-12-03 2026-12-12T09:00 2026-12-13T09:00;"
                "overdue-5:2026-12-03 2026-12-13T09:00 2026-12-14T09:00;"
                "overdue-6:2026-12-03 2026-12-14T09:00 2026-12-15T09:00;"
                "overdue-7:2026-12-03 2026-12-15T09:00 2026-12-22T09:00;"
                "overdue-14:2026-12-03 2026-12-22T09:00 2026-12-29T09:00;"
                "overdue-21:2026-12-03 2026-12-29T09:00 2027-01-05T09:00" },
  { "every 2 weeks: no call to book before the dose before", BERLIN,
    "interval first=2026-12-03 every=2w reckon=given", .now = "2026-11-01T12:00",
    .expected = "book-3:2026-12-03 2026-11-30T09:00 2026-12-02T09:00;"
                "upcoming-1:2026-12-03 2026-12-02T09:00 2026-12-03T09:00;"
                "due-0:2026-12-03 2026-12-03T09:00 2026-12-06T09:00;"
                "overdue-0:2026-12-03 2026-12-06T09:00 2026-12-07T09:00" },
  { "every 6 hours: at the time itself", BERLIN,
    "interval first=2026-12-03T08:00 every=6h reckon=given", .now = "2026-11-01T12:00",
    .expected = "due-0:2026-12-03T08:00 2026-12-03T08:00 2026-12-05T09:00;"
                "overdue-0:2026-12-03T08:00 2026-12-05T09:00 2026-12-06T09:00" },
  { "a fixed time: at the time, an hour later, and once more", BERLIN,
    "times first=2026-12-03 times=08:00,20:00 days=127", .now = "2026-12-03T13:30",
    .expected = "due-0:2026-12-03T08:00 2026-12-03T08:00 2026-12-03T09:00;"
                "overdue-0:2026-12-03T08:00 2026-12-03T09:00 2026-12-03T11:00;"
                "overdue-2:2026-12-03T08:00 2026-12-03T11:00 -" },
  { "a fixed time after three without an answer: at the start of the day", BERLIN,
    "times first=2026-12-03 times=08:00,20:00 days=127", .dose = 5, .now = "2026-12-05T13:30",
    .expected = "overdue-24:2026-12-05T08:00 2026-12-05T09:00 -" },
  { "after two it is as usual", BERLIN, "times first=2026-12-03 times=08:00,20:00 days=127",
    .dose = 3, .now = "2026-12-04T13:30",
    .expected = "due-0:2026-12-04T08:00 2026-12-04T08:00 2026-12-04T09:00;"
                "overdue-0:2026-12-04T08:00 2026-12-04T09:00 2026-12-04T11:00;"
                "overdue-2:2026-12-04T08:00 2026-12-04T11:00 -" },
  { "after an answer it is as usual", BERLIN, "times first=2026-12-03 times=08:00,20:00 days=127",
    .given = "2026-12-03T08:10", .dose = 4, .now = "2026-12-04T21:30",
    .expected = "due-0:2026-12-04T20:00 2026-12-04T20:00 2026-12-04T21:00;"
                "overdue-0:2026-12-04T20:00 2026-12-04T21:00 2026-12-05T07:00;"
                "overdue-2:2026-12-04T20:00 2026-12-05T07:00 -" },
  { "in the quiet hours a fixed time rings, and its reminder waits for the morning", BERLIN,
    "times first=2026-12-03 times=23:30 days=127", .now = "2026-12-04T13:30",
    .expected = "due-0:2026-12-03T23:30 2026-12-03T23:30 2026-12-04T07:00;"
                "overdue-2:2026-12-03T23:30 2026-12-04T07:00 -" },
  { "early in the morning too", BERLIN, "times first=2026-12-03 times=04:30 days=127",
    .now = "2026-12-03T13:30",
    .expected = "due-0:2026-12-03T04:30 2026-12-03T04:30 2026-12-03T07:00;"
                "overdue-0:2026-12-03T04:30 2026-12-03T07:00 2026-12-03T07:30;"
                "overdue-2:2026-12-03T04:30 2026-12-03T07:30 -" },
  { "an evening time after three without an answer: the next one comes before the next day starts",
    BERLIN, "times first=2026-12-03 times=08:00,20:00 days=127", .dose = 6,
    .now = "2026-12-05T21:30", .expected = "overdue-24:2026-12-05T20:00 2026-12-06T09:00 -" },
  { "a fixed time that was missed", BERLIN, "times first=2026-12-03 times=08:00,20:00 days=127",
    .now = "2026-12-03T20:00", .expected = "" },
  { "once, a day", BERLIN, "once first=2026-12-03", .now = "2026-11-01T12:00",
    .expected = "book-14:2026-12-03 2026-11-19T09:00 2026-11-30T09:00;"
                "book-3:2026-12-03 2026-11-30T09:00 2026-12-02T09:00;"
                "upcoming-1:2026-12-03 2026-12-02T09:00 2026-12-03T09:00;"
                "due-0:2026-12-03 2026-12-03T09:00 2026-12-05T09:00;"
                "overdue-0:2026-12-03 2026-12-05T09:00 2026-12-06T09:00" },
  { "once, a day and time: nothing to book", BERLIN, "once first=2026-12-03T09:30",
    .now = "2026-11-01T12:00",
    .expected = "upcoming-1:2026-12-03T09:30 2026-12-02T09:00 2026-12-03T07:30;"
                "due-0:2026-12-03T09:30 2026-12-03T07:30 2026-12-05T09:00;"
                "overdue-0:2026-12-03T09:30 2026-12-05T09:00 2026-12-06T09:00" },
  { "radiation: nothing to book", BERLIN,
    "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31 window=0",
    .now = "2026-11-01T12:00",
    .expected = "upcoming-1:2026-12-07T14:00 2026-12-06T09:00 2026-12-07T12:00;"
                "due-0:2026-12-07T14:00 2026-12-07T12:00 2026-12-08T09:00;"
                "overdue-0:2026-12-07T14:00 2026-12-08T09:00 2026-12-09T09:00" },
  { "clocks go forward in between: nine o'clock stays nine o'clock", BERLIN,
    "interval first=2026-03-29 every=4w reckon=given", .now = "2026-03-01T12:00",
    .expected = "book-14:2026-03-29 2026-03-15T09:00 2026-03-26T09:00;"
                "book-3:2026-03-29 2026-03-26T09:00 2026-03-28T09:00;"
                "upcoming-1:2026-03-29 2026-03-28T09:00 2026-03-29T09:00;"
                "due-0:2026-03-29 2026-03-29T09:00 2026-04-03T09:00;"
                "overdue-0:2026-03-29 2026-04-03T09:00 2026-04-04T09:00" },
  { "radiation: only the first session is announced", BERLIN,
    "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31 window=0", .dose = 2,
    .now = "2026-11-01T12:00",
    .expected = "due-0:2026-12-08T14:00 2026-12-08T12:00 2026-12-09T09:00;"
                "overdue-0:2026-12-08T14:00 2026-12-09T09:00 2026-12-10T09:00" },
  { "an earlier session waits: due until that one is overdue", BERLIN,
    "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31", .dose = 2,
    .together_from = "2026-12-10T09:00", .now = "2026-12-09T12:00",
    .expected = "due-0:2026-12-08T14:00 2026-12-08T12:00 2026-12-10T09:00" },
  { "an earlier session is overdue: due on its own day only", BERLIN,
    "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31", .dose = 4,
    .together_from = "2026-12-09T09:00", .now = "2026-12-10T12:00",
    .expected = "due-0:2026-12-10T14:00 2026-12-10T12:00 2026-12-11T09:00" },
  { "booked, and the dose from whose day it counts waits: announced, but not due", BERLIN, EVERY_4W,
    .appointment = "2026-12-04T10:40", .together_from = "2026-12-01T09:00",
    .now = "2026-12-04T12:00",
    .expected = "upcoming-1:2026-12-04T10:40 2026-12-03T09:00 2026-12-04T08:40;"
                "due-0:2026-12-04T10:40 2026-12-04T08:40 2026-12-04T10:40" },
  { "a session that was moved behind another one is announced, and told about with it later",
    BERLIN, "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31",
    .appointment = "2026-12-21T10:00", .together_from = "2026-12-10T09:00",
    .now = "2026-12-24T12:00",
    .expected = "upcoming-1:2026-12-21T10:00 2026-12-20T09:00 2026-12-21T08:00;"
                "due-0:2026-12-21T10:00 2026-12-21T08:00 2026-12-22T09:00" },
  { "held", BERLIN, EVERY_4W, .hold_until = "2026-12-10", .now = "2026-12-04T12:00",
    .expected = "hold-0:2026-12-10 2026-12-10T09:00 2026-12-17T09:00" },
  { "held: every 7 days until it is answered", BERLIN, EVERY_4W, .hold_until = "2026-12-10",
    .now = "2026-12-24T09:00",
    .expected = "hold-0:2026-12-10 2026-12-10T09:00 2026-12-17T09:00;"
                "hold-7:2026-12-10 2026-12-17T09:00 2026-12-24T09:00;"
                "hold-14:2026-12-10 2026-12-24T09:00 2026-12-31T09:00;"
                "hold-21:2026-12-10 2026-12-31T09:00 2027-01-07T09:00" },
  { "held without a day: 7 days after it began", BERLIN, EVERY_4W, .hold_until = "-",
    .now = "2026-12-04T12:00",
    .expected = "hold-0:2026-12-02T11:00:00Z 2026-12-09T09:00 2026-12-16T09:00" },
  { "held without a day by a clock a year ahead: from the day of the dose on", BERLIN, EVERY_4W,
    .hold_until = "-", .hold_since = "2027-12-03T09:30", .now = "2026-12-11T12:00",
    .expected = "hold-0:2026-12-03 2026-12-03T09:00 2026-12-10T09:00;"
                "hold-7:2026-12-03 2026-12-10T09:00 2026-12-17T09:00;"
                "hold-14:2026-12-03 2026-12-17T09:00 2026-12-24T09:00" },
  { "held until a day that the same clock meant", BERLIN, EVERY_4W, .hold_until = "2027-12-10",
    .hold_since = "2027-12-03T09:30", .now = "2026-12-03T12:00",
    .expected = "hold-0:2026-12-03 2026-12-03T09:00 2026-12-10T09:00;"
                "hold-7:2026-12-03 2026-12-10T09:00 2026-12-17T09:00" },
  { "held by a clock two days ahead, and no reminder before that day: its own days will count",
    BERLIN, EVERY_4W, .hold_until = "2026-11-20", .hold_since = "2026-11-12T09:30",
    .now = "2026-11-10T12:00", .expected = "" },
  { "when the day comes on which the hold begins, its own days count", BERLIN, EVERY_4W,
    .hold_until = "-", .hold_since = "2027-12-03T09:30", .now = "2027-12-03T00:00",
    .expected = "hold-0:2027-12-03T08:30:00Z 2027-12-10T09:00 2027-12-17T09:00" },
  { "held without a day, across a change of the clocks", BERLIN,
    "interval first=2026-10-25 every=4w reckon=given", .hold_until = "-",
    .hold_since = "2026-10-20T23:30", .now = "2026-11-02T12:00",
    .expected = "hold-0:2026-10-20T21:30:00Z 2026-10-27T09:00 2026-11-03T09:00;"
                "hold-7:2026-10-20T21:30:00Z 2026-11-03T09:00 2026-11-10T09:00" },
  { "given", BERLIN, EVERY_4W, .given = "2026-12-03T10:40", .now = "2026-12-03T12:00",
    .expected = "watch-0:2026-12-03T09:40:00Z 2026-12-03T10:40 2026-12-04T09:00;"
                "watch-1:2026-12-03T09:40:00Z 2026-12-04T09:00 2026-12-06T09:00;"
                "watch-3:2026-12-03T09:40:00Z 2026-12-06T09:00 2026-12-13T09:00" },
  { "given, put on record in the evening", BERLIN, EVERY_4W, .given = "2026-12-03T10:40",
    .recorded = "2026-12-03T20:00", .now = "2026-12-03T21:00",
    .expected = "watch-0:2026-12-03T09:40:00Z 2026-12-03T20:00 2026-12-04T09:00;"
                "watch-1:2026-12-03T09:40:00Z 2026-12-04T09:00 2026-12-06T09:00;"
                "watch-3:2026-12-03T09:40:00Z 2026-12-06T09:00 2026-12-13T09:00" },
  { "given, put on record two days later", BERLIN, EVERY_4W, .given = "2026-12-03T10:40",
    .recorded = "2026-12-05T20:00", .now = "2026-12-05T21:00",
    .expected = "watch-1:2026-12-03T09:40:00Z 2026-12-04T09:00 2026-12-06T09:00;"
                "watch-3:2026-12-03T09:40:00Z 2026-12-06T09:00 2026-12-13T09:00" },
  { "last fraction of a completed course", BERLIN,
    "fractions first=2026-12-07T14:00 fractions=1 per-day=1 days=31", .given = "2026-12-07T14:10",
    .now = "2026-12-07T15:00", .last_of_course = TRUE,
    .expected = "watch-0:2026-12-07T13:10:00Z 2026-12-07T14:10 2026-12-14T09:00;"
                "response-14:2026-12-07T13:10:00Z 2026-12-21T09:00 2026-12-28T09:00;"
                "response-21:2026-12-07T13:10:00Z 2026-12-28T09:00 2027-01-04T09:00" },
};

/* ---- a dose from a case ---- */

static const RgmZone *
zone_named (const char *name)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *zone = rgm_zone_get (name, &error);
  g_assert_no_error (error);
  return zone;
}

static RgmLocal
local_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  RgmLocal local = RGM_LOCAL_NONE;
  rgm_local_parse (text, &local, &error);
  g_assert_no_error (error);
  return local;
}

static RgmInstant
instant_of (const char *text, const RgmZone *zone)
{
  return rgm_zone_to_instant (zone, local_of (text), NULL);
}

static void
add_appointment (RgmCourse *course, const Case *one)
{
  RgmAppointment *appointment = g_new0 (RgmAppointment, 1);
  appointment->dose = 1;
  appointment->at = local_of (one->appointment);
  appointment->zone = g_strdup (one->appointment_zone != NULL ? one->appointment_zone : one->zone);
  g_ptr_array_add (course->appointments, appointment);
}

static void
add_hold (RgmCourse *course, const Case *one, const RgmZone *zone)
{
  RgmHold *hold = g_new0 (RgmHold, 1);
  hold->dose = 1;
  hold->reason = g_strdup (one->hold_reason != NULL ? one->hold_reason : "calcium");
  hold->since = instant_of (one->hold_since != NULL ? one->hold_since : "2026-12-02T12:00", zone);
  hold->until = g_str_equal (one->hold_until, "-") ? RGM_NO_DAY : local_of (one->hold_until).day;
  g_ptr_array_add (course->holds, hold);
}

static void
add_given (RgmCourse *course, const Case *one, const RgmZone *zone)
{
  RgmAdministration *given = g_new0 (RgmAdministration, 1);
  given->dose = 1;
  given->outcome = RGM_GIVEN;
  given->at = instant_of (one->given, zone);
  given->recorded_at = one->recorded ? instant_of (one->recorded, zone) : given->at;
  g_ptr_array_add (course->administrations, given);
}

static RgmCourse *
course_of (const Case *one, const RgmZone *zone)
{
  g_autoptr (GError) error = NULL;
  RgmCourse *course = course_new ();
  RgmRevision *revision = g_new0 (RgmRevision, 1);
  course->handle = g_strdup ("bones");
  course->treatment_name = g_strdup (one->treatment != NULL ? one->treatment : "Denosumab");
  course->unit = g_strdup (one->unit != NULL ? one->unit : "injection");
  course->units = g_strdup_printf ("%ss", course->unit);
  course->place = g_strdup ("Day clinic");
  revision->from_dose = 1;
  revision->schedule = schedule_from_stored (one->schedule, &error);
  g_assert_no_error (error);
  g_ptr_array_add (course->revisions, revision);
  if (one->appointment != NULL)
    add_appointment (course, one);
  if (one->hold_until != NULL)
    add_hold (course, one, zone);
  if (one->given != NULL)
    add_given (course, one, zone);
  return course;
}

/* A treatment with an effect and a time of response; what they are does not matter here. */
static RgmTreatment *
treatment_with_effects (void)
{
  static RgmEffect effect; /* treatments share theirs and do not free them */
  g_autoptr (GError) error = NULL;
  RgmTreatment *treatment = rgm_treatment_new_custom ("Test", &error);
  g_assert_no_error (error);
  g_ptr_array_add (treatment->effects, &effect);
  treatment->response_days[0] = 14;
  treatment->response_days[1] = 21;
  return treatment;
}

static GArray *
alerts_of (const Case *one, const RgmCourse *course, const RgmTreatment *treatment,
           const RgmSettings *settings)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *zone = zone_named (one->zone);
  RgmInstant now = instant_of (one->now, zone);
  RgmDose dose;
  rgm_course_dose (course, MAX (one->dose, 1), zone, now, &dose, &error);
  g_assert_no_error (error);
  AlertSubject subject = { .dose = &dose,
                           .course = course,
                           .treatment = treatment,
                           .settings = settings,
                           .zone = zone,
                           .last_of_course = one->last_of_course,
                           .watched = TRUE,
                           .now = now };
  if (one->together_from != NULL) {
    subject.out_of_turn = TRUE;
    subject.together_from = instant_of (one->together_from, zone);
  }
  return alerts_of_dose (&subject);
}

/* ---- the table ---- */

static char *
moment_text (RgmInstant moment, const RgmZone *zone)
{
  return moment == G_MAXINT64 ? g_strdup ("-")
                              : rgm_local_format (rgm_zone_to_local (zone, moment));
}

static char *
alerts_text (const GArray *alerts, const RgmZone *zone)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < alerts->len; i++) {
    const RgmAlert *alert = &g_array_index (alerts, RgmAlert, i);
    g_autofree char *from = moment_text (alert->from, zone);
    g_autofree char *until = moment_text (alert->until, zone);
    g_ptr_array_add (words, g_strdup_printf ("%s %s %s", alert->key, from, until));
  }
  g_ptr_array_add (words, NULL);
  return g_strjoinv (";", (char **)words->pdata);
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  const RgmZone *zone = zone_named (one->zone);
  g_autoptr (RgmCourse) course = course_of (one, zone);
  g_autoptr (RgmTreatment) treatment = treatment_with_effects ();
  RgmSettings settings;
  rgm_settings_init (&settings);
  g_autoptr (GArray) alerts = alerts_of (one, course, treatment, &settings);
  g_autofree char *text = alerts_text (alerts, zone);
  g_assert_cmpstr (text, ==, one->expected);
}

/* ---- settings ---- */

static void
test_settings (void)
{
  const Case one = { "settings", BERLIN, EVERY_4W, .now = "2026-12-20T12:00" };
  const RgmZone *zone = zone_named (BERLIN);
  g_autoptr (RgmCourse) course = course_of (&one, zone);
  RgmSettings settings;
  rgm_settings_init (&settings);
  settings.day_start = 7 * 3600 + 1800;
  settings.book_days = (RgmLeads){ 3, { 2, 10, 2 } };
  settings.upcoming_days.n = 0;
  settings.overdue = FALSE;
  g_autoptr (GArray) alerts = alerts_of (&one, course, NULL, &settings);
  g_autofree char *text = alerts_text (alerts, zone);
  g_assert_cmpstr (text, ==,
                   "book-10:2026-12-03 2026-11-23T07:30 2026-12-01T07:30;"
                   "book-2:2026-12-03 2026-12-01T07:30 2026-12-03T07:30;"
                   "due-0:2026-12-03 2026-12-03T07:30 2026-12-08T07:30");
}

/* What is said of a dose that is late, and how often: as it was set. */
static void
test_settings_of_overdue (void)
{
  const Case day = { "daily", BERLIN, EVERY_4W, .now = "2026-12-24T12:00" };
  const Case tablet = { "tablet", BERLIN, "times first=2026-12-03 times=08:00 days=127",
                        .now = "2026-12-03T20:00" };
  const RgmZone *zone = zone_named (BERLIN);
  RgmSettings settings;
  rgm_settings_init (&settings);
  settings.book_days.n = settings.upcoming_days.n = 0;
  settings.overdue_daily = 2;
  settings.overdue_minutes = 30;
  settings.overdue_hours = 8;
  g_autoptr (RgmCourse) injections = course_of (&day, zone);
  g_autoptr (GArray) late = alerts_of (&day, injections, NULL, &settings);
  g_autofree char *days = alerts_text (late, zone);
  g_assert_cmpstr (days, ==,
                   "due-0:2026-12-03 2026-12-03T09:00 2026-12-08T09:00;"
                   "overdue-0:2026-12-03 2026-12-08T09:00 2026-12-09T09:00;"
                   "overdue-1:2026-12-03 2026-12-09T09:00 2026-12-10T09:00;"
                   "overdue-2:2026-12-03 2026-12-10T09:00 2026-12-17T09:00;"
                   "overdue-9:2026-12-03 2026-12-17T09:00 2026-12-24T09:00;"
                   "overdue-16:2026-12-03 2026-12-24T09:00 2026-12-31T09:00;"
                   "overdue-23:2026-12-03 2026-12-31T09:00 2027-01-07T09:00");
  settings.quiet_from = 12 * 3600;
  settings.quiet_until = 18 * 3600;
  g_autoptr (RgmCourse) tablets = course_of (&tablet, zone);
  g_autoptr (GArray) hours = alerts_of (&tablet, tablets, NULL, &settings);
  g_autofree char *often = alerts_text (hours, zone);
  g_assert_cmpstr (often, ==,
                   "due-0:2026-12-03T08:00 2026-12-03T08:00 2026-12-03T08:30;"
                   "overdue-0:2026-12-03T08:00 2026-12-03T08:30 2026-12-03T18:00;"
                   "overdue-8:2026-12-03T08:00 2026-12-03T18:00 -");
  settings.quiet_from = settings.quiet_until;
  g_autoptr (GArray) none = alerts_of (&tablet, tablets, NULL, &settings);
  g_autofree char *any_time = alerts_text (none, zone);
  g_assert_true (g_str_has_suffix (any_time, "overdue-8:2026-12-03T08:00 2026-12-03T16:30 -"));
}

static void
test_nothing_to_watch_for (void)
{
  const Case one
    = { "given", BERLIN, EVERY_4W, .given = "2026-12-03T10:40", .now = "2026-12-03T12:00" };
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course = course_of (&one, zone_named (BERLIN));
  g_autoptr (RgmTreatment) custom = rgm_treatment_new_custom ("Tea", &error);
  RgmSettings settings;
  rgm_settings_init (&settings);
  g_autoptr (GArray) unknown = alerts_of (&one, course, NULL, &settings);
  g_autoptr (GArray) known = alerts_of (&one, course, custom, &settings);
  g_assert_cmpuint (unknown->len, ==, 0);
  g_assert_cmpuint (known->len, ==, 0);
}

/* ---- at most one at a time, whatever the settings, the appointment and the clock ---- */

static void
check_turns (const GArray *alerts)
{
  for (guint i = 0; i < alerts->len; i++) {
    const RgmAlert *alert = &g_array_index (alerts, RgmAlert, i);
    g_assert_cmpint (alert->from, <, alert->until);
    if (i > 0)
      g_assert_cmpint ((alert - 1)->until, <=, alert->from);
  }
}

static void
shuffle (RgmSettings *settings)
{
  rgm_settings_init (settings);
  settings->day_start = g_test_rand_int_range (0, 86400);
  settings->due_minutes = g_test_rand_int_range (0, 4000);
  settings->book_days.n = g_test_rand_int_range (0, RGM_LEADS_MAX);
  for (int i = 0; i < settings->book_days.n; i++)
    settings->book_days.at[i] = g_test_rand_int_range (0, 40);
  settings->upcoming_days.at[0] = g_test_rand_int_range (0, 5);
  settings->overdue = g_test_rand_int_range (0, 2);
}

static void
test_one_at_a_time (void)
{
  for (int i = 0; i < 2000; i++) {
    g_autofree char *appointment
      = g_strdup_printf ("2026-12-%02dT%02d:%02d", g_test_rand_int_range (1, 32),
                         g_test_rand_int_range (0, 24), g_test_rand_int_range (0, 60));
    Case one = { "any", BERLIN, EVERY_4W, .now = "2027-02-01T12:00" };
    RgmSettings settings;
    one.appointment = g_test_rand_int_range (0, 2) ? appointment : NULL;
    shuffle (&settings);
    g_autoptr (RgmCourse) course = course_of (&one, zone_named (BERLIN));
    g_autoptr (GArray) alerts = alerts_of (&one, course, NULL, &settings);
    check_turns (alerts);
  }
}

/* The last tablet of all is never missed, so its second reminder stays. No fixed time is critical.
 */
static void
test_last_slot (void)
{
  const Case one = { "last", BERLIN, "times first=2026-12-03 times=21:00 days=127 count=1",
                     .now = "2026-12-20T12:00" };
  RgmSettings settings;
  rgm_settings_init (&settings);
  g_autoptr (RgmCourse) course = course_of (&one, zone_named (BERLIN));
  g_autoptr (GArray) alerts = alerts_of (&one, course, NULL, &settings);
  check_turns (alerts);
  g_autofree char *text = alerts_text (alerts, zone_named (BERLIN));
  g_assert_cmpstr (text, ==,
                   "due-0:2026-12-03T21:00 2026-12-03T21:00 2026-12-04T07:00;"
                   "overdue-2:2026-12-03T21:00 2026-12-04T07:00 -");
  for (guint i = 0; i < alerts->len; i++)
    g_assert_cmpint (g_array_index (alerts, RgmAlert, i).urgency, ==, RGM_URGENCY_NORMAL);
}

/* The urgency of each kind, as the contract has it. */
static void
test_urgency (void)
{
  static const struct {
    const char *kind;
    RgmUrgency urgency;
  } all[] = { { "book", RGM_URGENCY_NORMAL }, { "upcoming", RGM_URGENCY_NORMAL },
              { "due", RGM_URGENCY_NORMAL },  { "overdue", RGM_URGENCY_CRITICAL },
              { "hold", RGM_URGENCY_NORMAL }, { "watch", RGM_URGENCY_NORMAL },
              { "response", RGM_URGENCY_LOW } };
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_assert_cmpint (alert_kind_of_key (all[i].kind)->urgency, ==, all[i].urgency);
}

/* ---- words ---- */

static const Case words_cases[] = {
  { "book", BERLIN, EVERY_4W, .kind = "book", .now = "2026-11-19T09:00",
    .summary = "To book: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 (in 14 days)\n"
            "It has no appointment yet\n"
            "Once it is booked: regimen book bones/1 \"2026-12-03 10:00\"",
    .button_body = "Planned for Thu 2026-12-03 (in 14 days)\n"
                   "It has no appointment yet" },
  { "upcoming", BERLIN, EVERY_4W, .kind = "upcoming", .appointment = "2026-12-03T10:40",
    .now = "2026-12-02T09:00", .summary = "Tomorrow: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 10:40\n"
            "Day clinic\n"
            "More: regimen show bones",
    .button_body = "Planned for Thu 2026-12-03 10:40\n"
                   "Day clinic" },
  { "due, a day", BERLIN, EVERY_4W, .kind = "due", .now = "2026-12-03T09:00",
    .summary = "Due today: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03\n"
            "On time until Mon 2026-12-07; Day clinic\n"
            "Given? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or hold)",
    .button_body = "Planned for Thu 2026-12-03\n"
                   "On time until Mon 2026-12-07; Day clinic" },
  { "booked after its window", BERLIN, EVERY_4W, .kind = "due", .appointment = "2026-12-10T10:00",
    .now = "2026-12-10T10:00", .summary = "Due today: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-10 10:00\n"
            "After its window, which ended on Mon 2026-12-07; Day clinic\n"
            "Given? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or hold)",
    .button_body = "Planned for Thu 2026-12-10 10:00\n"
                   "After its window, which ended on Mon 2026-12-07; Day clinic" },
  { "booked before its window, by the day of the patient", BERLIN, EVERY_4W, .kind = "due",
    .appointment = "2026-11-27T23:30", .appointment_zone = "America/New_York",
    .now = "2026-11-28T05:30", .summary = "Due today: Denosumab injection 1",
    .body = "Planned for Fri 2026-11-27 23:30 (America/New_York)\n"
            "Before its window, which opens on Sun 2026-11-29; Day clinic\n"
            "Given? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or hold)",
    .button_body = "Planned for Fri 2026-11-27 23:30 (America/New_York)\n"
                   "Before its window, which opens on Sun 2026-11-29; Day clinic" },
  { "due since the day before", BERLIN, EVERY_4W, .kind = "due", .now = "2026-12-04T08:00",
    .summary = "Still due: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03\n"
            "1 day late; Day clinic\n"
            "Given that day? regimen log bones/1 --at 2026-12-03\n"
            "If not: regimen snooze bones/1 (or hold)",
    .button_body = "Planned for Thu 2026-12-03\n"
                   "1 day late; Day clinic" },
  { "in its window, by the day of the patient", BERLIN, EVERY_4W, .kind = "due",
    .appointment = "2026-11-28T23:30", .appointment_zone = "America/New_York",
    .now = "2026-11-29T05:30", .summary = "Due today: Denosumab injection 1",
    .body = "Planned for Sat 2026-11-28 23:30 (America/New_York)\n"
            "Day clinic\n"
            "Given? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or hold)",
    .button_body = "Planned for Sat 2026-11-28 23:30 (America/New_York)\n"
                   "Day clinic" },
  { "a visit has no window", BERLIN, "once first=2026-12-03", .kind = "due", .unit = "visit",
    .appointment = "2026-11-24T10:00", .buttons = "given:Done snooze:Snooze hold:Put off",
    .now = "2026-11-24T10:00", .summary = "Due today: Denosumab",
    .body = "Planned for Tue 2026-11-24 10:00\n"
            "Day clinic\n"
            "Done? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or hold)",
    .button_body = "Planned for Tue 2026-11-24 10:00\n"
                   "Day clinic" },
  { "due, not yet late", BERLIN, EVERY_4W, .kind = "due", .appointment = "2026-12-03T10:40",
    .now = "2026-12-03T10:55", .summary = "Due today: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 10:40\n"
            "Day clinic\n"
            "Given? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or hold)",
    .button_body = "Planned for Thu 2026-12-03 10:40\n"
                   "Day clinic" },
  { "due, late by minutes", BERLIN, EVERY_4W, .kind = "due", .appointment = "2026-12-03T10:40",
    .now = "2026-12-03T10:56", .summary = "Due today: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 10:40\n"
            "16 minutes late or more; Day clinic\n"
            "Given? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or hold)",
    .button_body = "Planned for Thu 2026-12-03 10:40\n"
                   "16 minutes late or more; Day clinic" },
  { "due, late by hours", BERLIN, EVERY_4W, .kind = "due", .appointment = "2026-12-03T23:30",
    .now = "2026-12-04T01:00", .summary = "Still due: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 23:30\n"
            "1 hour late or more; Day clinic\n"
            "Given that day? regimen log bones/1 --at 2026-12-03\n"
            "If not: regimen snooze bones/1 (or hold)",
    .button_body = "Planned for Thu 2026-12-03 23:30\n"
                   "1 hour late or more; Day clinic" },
  { "overdue", BERLIN, EVERY_4W, .kind = "overdue", .now = "2026-12-08T09:00",
    .patient = "Anna O'Neil", .summary = "Overdue: Denosumab injection 1 · Anna",
    .body = "Planned for Thu 2026-12-03\n"
            "5 days late; Day clinic\n"
            "Anna O'Neil: Denosumab injection 1\n"
            "Given that day? regimen --patient 'Anna O'\\''Neil' log bones/1 --at 2026-12-03\n"
            "If not: regimen --patient 'Anna O'\\''Neil' snooze bones/1 (or hold)",
    .button_body = "Planned for Thu 2026-12-03\n"
                   "5 days late; Day clinic\n"
                   "Anna O'Neil: Denosumab injection 1" },
  { "booked in another zone", BERLIN, EVERY_4W, .kind = "upcoming",
    .appointment = "2026-12-03T10:40", .appointment_zone = "America/New_York",
    .now = "2026-12-02T09:00", .summary = "Tomorrow: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 10:40 (America/New_York)\n"
            "Day clinic\n"
            "More: regimen show bones",
    .button_body = "Planned for Thu 2026-12-03 10:40 (America/New_York)\n"
                   "Day clinic" },
  { "an appointment while an earlier dose has no answer", BERLIN, EVERY_4W, .kind = "due",
    .appointment = "2026-12-03T10:40", .now = "2026-12-03T08:40", .waits_for = 4,
    .buttons = "snooze:Snooze details:Details",
    .summary = "Appointment today: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 10:40\n"
            "Day clinic\n"
            "Not answered yet: injection 4",
    .button_body = "Planned for Thu 2026-12-03 10:40\n"
                   "Day clinic\n"
                   "Not answered yet: injection 4" },
  { "hold", BERLIN, EVERY_4W, .kind = "hold", .hold_until = "-", .hold_reason = "calcium is low",
    .now = "2026-12-10T09:00", .summary = "On hold: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03\n"
            "On hold since Wed 2026-12-02 (calcium is low)\n"
            "Is there a new date?\n"
            "For a new date: regimen book bones/1 \"2026-12-11 10:00\"",
    .button_body = "Planned for Thu 2026-12-03\n"
                   "On hold since Wed 2026-12-02 (calcium is low)\n"
                   "Is there a new date?" },
  { "a single visit has no number", BERLIN, "once first=2026-12-03T09:30", .kind = "due",
    .unit = "visit", .buttons = "given:Done snooze:Snooze hold:Put off", .now = "2026-12-03T09:30",
    .summary = "Due today: Denosumab",
    .body = "Planned for Thu 2026-12-03 09:30\n"
            "Day clinic\n"
            "Done? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or hold)",
    .button_body = "Planned for Thu 2026-12-03 09:30\n"
                   "Day clinic" },
  { "before the appointment nobody is asked whether it was given", BERLIN, EVERY_4W, .kind = "due",
    .appointment = "2026-12-03T10:40", .now = "2026-12-03T10:39",
    .buttons = "snooze:Snooze hold:Put off details:Details",
    .summary = "Due today: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 10:40\n"
            "Day clinic\n"
            "If not: regimen snooze bones/1 (or hold)",
    .button_body = "Planned for Thu 2026-12-03 10:40\n"
                   "Day clinic" },
  { "a session", BERLIN, "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31",
    .kind = "due", .unit = "session", .now = "2026-12-07T14:00",
    .buttons = "given:Given snooze:Snooze skip:Not today",
    .summary = "Due today: Denosumab session 1",
    .body = "Planned for Mon 2026-12-07 14:00\n"
            "Day clinic\n"
            "Given? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or skip)",
    .button_body = "Planned for Mon 2026-12-07 14:00\n"
                   "Day clinic" },
  { "several sessions", BERLIN, "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31",
    .kind = "overdue", .unit = "session", .together = 4, .now = "2026-12-12T09:00",
    .buttons = "snooze:Snooze details:Details", .summary = "5 sessions unanswered: Denosumab",
    .body = "The first one was planned for Mon 2026-12-07 14:00 (5 days late)\n"
            "Log or skip each one\n"
            "For each one: regimen log bones/1 --at DAY (or skip)",
    .button_body = "The first one was planned for Mon 2026-12-07 14:00 (5 days late)\n"
                   "Log or skip each one" },
  { "a tablet", BERLIN, "times first=2026-12-03 times=08:00,20:00 days=127", .kind = "overdue",
    .unit = "tablet", .now = "2026-12-03T09:00", .buttons = "given:Taken snooze:Snooze skip:Skip",
    .summary = "Overdue: Denosumab tablet 1",
    .body = "Planned for Thu 2026-12-03 08:00\n"
            "1 hour late or more; Day clinic\n"
            "Taken? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or skip)",
    .button_body = "Planned for Thu 2026-12-03 08:00\n"
                   "1 hour late or more; Day clinic" },
  { "several tablets", BERLIN, "times first=2026-12-03 times=08:00,20:00 days=127",
    .kind = "overdue", .unit = "tablet", .dose = 5, .now = "2026-12-05T09:00",
    .buttons = "given:Taken snooze:Snooze skip:Skip", .summary = "5 tablets unanswered: Denosumab",
    .body = "Your answer applies only to the latest one, planned for Sat 2026-12-05 08:00\n"
            "Taken? regimen log bones/5\n"
            "If not: regimen snooze bones/5 (or skip)",
    .button_body = "Your answer applies only to the latest one, planned for Sat 2026-12-05 08:00" },
  { "whom to call to book", BERLIN, EVERY_4W, .kind = "book", .now = "2026-11-19T09:00",
    .between = TRUE, .between_lines = 1, .summary = "To book: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03 (in 14 days)\n"
            "It has no appointment yet\n"
            "Call: A desk with a very long…, 555-0199 (booking)\n"
            "Once it is booked: regimen book bones/1 \"2026-12-03 10:00\"",
    .button_body = "Planned for Thu 2026-12-03 (in 14 days)\n"
                   "It has no appointment yet\n"
                   "Call: A desk with a very long…, 555-0199 (booking)" },
  { "what is needed, and what to ask", BERLIN, EVERY_4W, .kind = "upcoming",
    .appointment = "2026-12-03T10:40", .now = "2026-12-02T09:00", .between = TRUE,
    .between_lines = 2, .summary = "Tomorrow: Denosumab injection 1",
    .body
    = "Planned for Thu 2026-12-03 10:40\n"
      "Day clinic\n"
      "Needed: calcium: none on record since Mon 2026-11-30; form: none on record; weight: none "
      "on record; 1 more\n"
      "To ask: When is the next scan? / <b>Where?</b> / A question that is far too long to be "
      "shown in a popup, because no on… / 1 more\n"
      "More: regimen show bones",
    .button_body
    = "Planned for Thu 2026-12-03 10:40\n"
      "Day clinic\n"
      "Needed: calcium: none on record since Mon 2026-11-30; form: none on record; "
      "weight: none on record; 1 more\n"
      "To ask: When is the next scan? / <b>Where?</b> / A question that is far too long "
      "to be shown in a popup, because no on… / 1 more" },
  { "whom to call when it is overdue", BERLIN, EVERY_4W, .kind = "overdue",
    .now = "2026-12-15T09:00", .between = TRUE, .between_lines = 1,
    .summary = "Overdue: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03\n"
            "12 days late; Day clinic\n"
            "Call: A desk with a very long…, 555-0199 (booking)\n"
            "Given that day? regimen log bones/1 --at 2026-12-03\n"
            "If not: regimen snooze bones/1 (or hold)",
    .button_body = "Planned for Thu 2026-12-03\n"
                   "12 days late; Day clinic\n"
                   "Call: A desk with a very long…, 555-0199 (booking)" },
  { "nobody is called about a tablet", BERLIN, "times first=2026-12-03 times=08:00,20:00 days=127",
    .kind = "overdue", .unit = "tablet", .now = "2026-12-03T09:00", .between = TRUE,
    .buttons = "given:Taken snooze:Snooze skip:Skip", .summary = "Overdue: Denosumab tablet 1",
    .body = "Planned for Thu 2026-12-03 08:00\n"
            "1 hour late or more; Day clinic\n"
            "Taken? regimen log bones/1\n"
            "If not: regimen snooze bones/1 (or skip)",
    .button_body = "Planned for Thu 2026-12-03 08:00\n"
                   "1 hour late or more; Day clinic" },
  { "whom to call about a hold", BERLIN, EVERY_4W, .kind = "hold", .hold_until = "-",
    .hold_reason = "no room", .now = "2026-12-10T09:00", .between = TRUE,
    .buttons = "snooze:Snooze details:Details", .summary = "On hold: Denosumab injection 1",
    .body = "Planned for Thu 2026-12-03\n"
            "On hold since Wed 2026-12-02 (no room)\n"
            "Is there a new date? Call: A desk with a very long…, 555-0199 (booking)\n"
            "For a new date: regimen book bones/1 \"2026-12-11 10:00\"",
    .button_body = "Planned for Thu 2026-12-03\n"
                   "On hold since Wed 2026-12-02 (no room)\n"
                   "Is there a new date? Call: A desk with a very long…, 555-0199 (booking)" },
};

/* What a person has put on record between the doses. */
static void
between_add (AlertSubject *subject)
{
  static RgmContact contacts[] = { { .name = (char *)"Ward 3",
                                     .phone = (char *)"555-0100",
                                     .hours = (char *)"Mon-Fri 8-16",
                                     .purpose = RGM_CONTACT_URGENT },
                                   { .name = (char *)"A desk with a very long name",
                                     .phone = (char *)"555-0199",
                                     .purpose = RGM_CONTACT_BOOKING } };
  static RgmQuestion questions[]
    = { { .question = (char *)"When is the next scan?" },
        { .question = (char *)"<b>Where?</b>" },
        { .question = (char *)"A question that is far too long to be shown in a popup, because no "
                              "one reads so much of it" },
        { .question = (char *)"Why?" } };
  static RgmNeed needs[] = { { .name = (char *)"calcium", .within = { 3, 'd' } },
                             { .name = (char *)"form" },
                             { .name = (char *)"weight" },
                             { .name = (char *)"height" } };
  static GPtrArray *lists[3];
  if (lists[0] == NULL) {
    for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
      lists[i] = g_ptr_array_new ();
    for (guint i = 0; i < G_N_ELEMENTS (contacts); i++)
      g_ptr_array_add (lists[0], &contacts[i]);
    for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
      g_ptr_array_add (lists[1], &questions[i]);
    for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
      g_ptr_array_add (lists[2], &needs[i]);
  }
  subject->contacts = lists[0];
  subject->questions = lists[1];
  subject->needs = lists[2];
}

/* What @name is called in a title. @other: (nullable): another person on record; one with quite
 * another name if it is NULL. */
static char *
short_name_beside (const char *name, const char *other)
{
  const char *second = other != NULL ? other : "Zacharias Quill";
  RgmPatient both[] = { { .id = 1, .name = (char *)name }, { .id = 2, .name = (char *)second } };
  GPtrArray *patients = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    g_ptr_array_add (patients, &both[i]);
  g_autoptr (AlertPeople) people = alert_people_new (patients);
  return alert_people_short_name (people, name);
}

/* @from, @until: (nullable): the time for which the alert is current. */
static RgmAlertView *
view_between (const Case *one, const char *treatment, AlertStyle style, const char *from,
              const char *until)
{
  const RgmZone *zone = zone_named (one->zone);
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCourse) course = course_of (one, zone);
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, &error);
  g_autofree char *called
    = one->patient != NULL ? short_name_beside (one->patient, one->other) : NULL;
  RgmAlertView *view = g_new0 (RgmAlertView, 1);
  RgmDose dose;
  g_assert_no_error (error);
  AlertSubject subject = { .dose = &dose,
                           .course = course,
                           .treatment = rgm_catalog_lookup (catalog, treatment),
                           .catalog = catalog,
                           .zone = zone,
                           .patient = one->patient,
                           .short_name = called,
                           .together = one->together,
                           .waits_for = one->waits_for,
                           .now = instant_of (one->now, zone) };
  rgm_course_dose (course, MAX (one->dose, 1), subject.zone, subject.now, &dose, &error);
  g_assert_no_error (error);
  if (one->between)
    between_add (&subject);
  view->alert.kind = one->kind;
  view->alert.from = from != NULL ? instant_of (from, zone) : subject.now;
  view->alert.until = until != NULL ? instant_of (until, zone) : G_MAXINT64;
  alert_say (&subject, style, view);
  return view;
}

static RgmAlertView *
view_of_treatment (const Case *one, const char *treatment, gboolean private_mode)
{
  return view_between (one, treatment, private_mode ? ALERT_PRIVATE : ALERT_PLAIN, NULL, NULL);
}

static RgmAlertView *
view_of (const Case *one, gboolean private_mode)
{
  return view_of_treatment (one, "denosumab", private_mode);
}

static guint
count_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  return g_strv_length (lines);
}

static void
test_words (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (RgmAlertView) view = view_of (one, FALSE);
  g_assert_cmpstr (view->summary, ==, one->summary);
  g_assert_cmpstr (view->body, ==, one->body);
  g_assert_cmpstr (view->button_body, ==, one->button_body);
  g_assert_cmpuint (count_lines (view->body), <=,
                    (one->patient != NULL ? 5U : 4U) + (guint)one->between_lines);
}

/* ---- words that stay true ---- */

/* What is said of a dose on several days, on a server that can renew it, and on one that cannot. */
typedef struct {
  const char *name, *schedule, *appointment, *kind, *from, *until;
  const char *said[3]; /* "NOW title; second line", and "-": the words change no more */
  const char *lasting; /* "title; second line" */
} Standing;

static const Standing standing_cases[] = {
  { "tomorrow",
    EVERY_4W,
    "2026-12-03T10:40",
    "upcoming",
    "2026-12-02T09:00",
    "2026-12-03T08:40",
    { "2026-12-02T09:00 Tomorrow: Denosumab injection 1; Day clinic",
      "2026-12-03T00:00 Today: Denosumab injection 1; Day clinic", "-" },
    "Thu 3 Dec, 10:40: Denosumab injection 1; Day clinic" },
  { "due today",
    EVERY_4W,
    NULL,
    "due",
    "2026-12-03T09:00",
    "2026-12-08T09:00",
    { "2026-12-03T09:00 Due today: Denosumab injection 1; On time until Mon 2026-12-07; Day clinic",
      "2026-12-04T00:00 Still due: Denosumab injection 1; 1 day late; Day clinic",
      "2026-12-05T00:00 Still due: Denosumab injection 1; 2 days late; Day clinic" },
    "Due Thu 3 Dec: Denosumab injection 1; On time until Mon 2026-12-07; Day clinic" },
  { "minutes become days",
    EVERY_4W,
    "2026-12-03T10:40",
    "due",
    "2026-12-03T10:40",
    "2026-12-08T09:00",
    { "2026-12-03T11:00 Due today: Denosumab injection 1; 20 minutes late or more; Day clinic",
      "2026-12-04T00:00 Still due: Denosumab injection 1; 13 hours late or more; Day clinic",
      "2026-12-05T00:00 Still due: Denosumab injection 1; 2 days late; Day clinic" },
    "Due Thu 3 Dec: Denosumab injection 1; Day clinic" },
  { "overdue",
    EVERY_4W,
    NULL,
    "overdue",
    "2026-12-15T09:00",
    "2026-12-22T09:00",
    { "2026-12-15T09:00 Overdue: Denosumab injection 1; 12 days late; Day clinic",
      "2026-12-16T00:00 Overdue: Denosumab injection 1; 13 days late; Day clinic",
      "2026-12-17T00:00 Overdue: Denosumab injection 1; 14 days late; Day clinic" },
    "Overdue: Denosumab injection 1; 12 days late or more; Day clinic" },
  { "weeks change after days",
    "interval first=2027-01-10 every=12w reckon=given",
    NULL,
    "book",
    "2026-12-10T09:00",
    "2027-01-06T09:00",
    { "2026-12-10T09:00 To book: Denosumab injection 1; Planned for Sun 2027-01-10 (in 4 weeks)",
      "2026-12-17T00:00 To book: Denosumab injection 1; Planned for Sun 2027-01-10 (in 3 weeks)",
      "2026-12-21T00:00 To book: Denosumab injection 1; Planned for Sun 2027-01-10 (in 20 days)" },
    "To book: Denosumab injection 1; Planned for Sun 2027-01-10" },
};

static void
test_standing (gconstpointer data)
{
  const Standing *one = data;
  const RgmZone *zone = zone_named (BERLIN);
  Case dose
    = { one->name, BERLIN, one->schedule, .appointment = one->appointment, .kind = one->kind };
  for (int i = 0; i < 3 && one->said[i] != NULL && *one->said[i] != '-'; i++) {
    g_autofree char *now = g_strndup (one->said[i], strcspn (one->said[i], " "));
    dose.now = now;
    for (int lasting = 0; lasting < 2; lasting++) {
      g_autoptr (RgmAlertView) view
        = view_between (&dose, "denosumab", lasting ? ALERT_LASTING : 0, one->from, one->until);
      g_auto (GStrv) lines = g_strsplit (view->body, "\n", -1);
      g_autofree char *said
        = g_strdup_printf ("%s; %s", view->summary, lines[g_str_equal (one->kind, "book") ? 0 : 1]);
      const char *next = i < 2 && !lasting ? one->said[i + 1] : NULL;
      g_assert_cmpstr (said, ==, lasting ? one->lasting : strchr (one->said[i], ' ') + 1);
      if (next != NULL && !g_str_equal (next, "-")) {
        g_autofree char *changes = g_strndup (next, strcspn (next, " "));
        g_assert_cmpint (view->changes, ==, instant_of (changes, zone));
      } else if (next != NULL || lasting) {
        g_assert_cmpint (view->changes, ==, RGM_INSTANT_NONE);
      }
    }
  }
}

/* The appointment that a popup has as an example lies ahead whenever it is typed: a popup that can
 * be renewed is renewed at midnight, any other one stays until its alert ends. */
static void
test_booking_example (void)
{
  static const struct {
    const char *schedule, *hold_until, *kind, *from, *until, *now;
    const char *renewed, *lasting;
  } rows[] = {
    { EVERY_4W, NULL, "book", "2026-11-19T09:00", "2026-11-30T09:00", "2026-11-21T12:00",
      "2026-12-03", "2026-12-03" },
    /* until the day itself, if no other alert comes before it */
    { EVERY_4W, NULL, "book", "2026-11-30T09:00", "2026-12-03T11:00", "2026-12-02T23:59",
      "2026-12-03", "2026-12-04" },
    { EVERY_4W, NULL, "book", "2026-11-30T09:00", "2026-12-03T11:00", "2026-12-03T10:30",
      "2026-12-04", "2026-12-04" },
    { EVERY_4W, "2026-12-10", "hold", "2026-12-10T09:00", "2026-12-17T09:00", "2026-12-10T09:00",
      "2026-12-11", "2026-12-18" },
    { EVERY_4W, "2026-12-10", "hold", "2026-12-10T09:00", "2026-12-17T09:00", "2026-12-16T23:00",
      "2026-12-17", "2026-12-18" },
    /* put off before its day */
    { "interval first=2027-01-10 every=12w reckon=given", "2026-12-10", "hold", "2026-12-10T09:00",
      "2026-12-17T09:00", "2026-12-10T09:00", "2027-01-10", "2027-01-10" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int lasting = 0; lasting < 2; lasting++) {
      Case one = { "example",          BERLIN,
                   rows[i].schedule,   .hold_until = rows[i].hold_until,
                   .now = rows[i].now, .kind = rows[i].kind };
      g_autoptr (RgmAlertView) view = view_between (&one, "denosumab", lasting ? ALERT_LASTING : 0,
                                                    rows[i].from, rows[i].until);
      g_autofree char *example = g_strdup_printf ("regimen book bones/1 \"%s 10:00\"",
                                                  lasting ? rows[i].lasting : rows[i].renewed);
      g_test_message ("row %u", i);
      g_assert_nonnull (strstr (view->body, example));
    }
}

/* The reason of a hold is the user's own, but may name a treatment as well. */
static void
test_private_words (void)
{
  static const char *const secrets[]
    = { "enosumab", "injection", "bones", "clinic", "Anna", "calcium", "555", "scan", "form" };
  for (guint i = 0; i < G_N_ELEMENTS (words_cases); i++) {
    g_autoptr (RgmAlertView) view = view_of (&words_cases[i], TRUE);
    g_autofree char *all
      = g_strconcat (view->summary, "\n", view->body, "\n", view->button_body, NULL);
    for (guint j = 0; j < G_N_ELEMENTS (secrets); j++)
      g_assert_null (strstr (all, secrets[j]));
    g_assert_cmpstr (view->summary, ==, "Treatment reminder");
    g_assert_nonnull (strstr (view->body, "type: regimen"));
    g_assert_null (strstr (view->button_body, "regimen"));
    /* the clinic put it off, so it is not late */
    g_assert_true (words_cases[i].hold_until == NULL || strstr (all, " late") == NULL);
  }
}

/* The words of the catalog, and nothing of one's own between them. */
static void
test_watch_words (void)
{
  const Case one = { "watch",
                     BERLIN,
                     EVERY_4W,
                     .kind = "watch",
                     .given = "2026-12-03T10:40",
                     .now = "2026-12-03T11:00" };
  static const char *const effects[]
    = { "rash", "muscle or joint pain", "nausea", "constipation", "diarrhea" };
  g_autoptr (RgmAlertView) view = view_of (&one, FALSE);
  g_autoptr (RgmAlertView) hidden = view_of (&one, TRUE);
  g_autofree char *lower = g_ascii_strdown (view->body, -1);
  g_assert_cmpstr (view->summary, ==, "After Denosumab injection 1");
  g_assert_true (g_str_has_suffix (view->body, "\nWarning signs: regimen catalog denosumab"));
  g_assert_null (strstr (view->button_body, "regimen"));
  g_assert_cmpstr (view->buttons[0].verb, ==, "details");
  g_assert_cmpstr (view->buttons[0].label, ==, "Warning signs");
  g_assert_null (view->buttons[1].verb);
  g_assert_cmpstr (hidden->buttons[0].verb, ==, "details");
  g_assert_cmpstr (hidden->buttons[0].label, ==, "Details");
  for (guint i = 0; i < G_N_ELEMENTS (effects); i++)
    g_assert_nonnull (strstr (lower, effects[i]));
  g_assert_cmpuint (count_lines (view->body), <=, 4);
  Case called = one;
  called.between = TRUE;
  g_autoptr (RgmAlertView) whom = view_of (&called, FALSE);
  g_autoptr (RgmAlertView) hidden_too = view_of (&called, TRUE);
  g_assert_true (
    g_str_has_suffix (whom->button_body, "\nCall: Ward 3, 555-0100 (urgent; Mon-Fri 8-16)"));
  g_assert_cmpstr (hidden_too->body, ==, hidden->body);
  g_assert_false (view->answerable || view->snoozable);
  g_assert_null (strstr (hidden->body, "nausea"));
  g_assert_cmpstr (hidden->button_body, ==, "About Thu 2026-12-03 10:40");
}

/* The question is the catalog's. */
static void
test_response_words (void)
{
  const Case one = { "response",
                     BERLIN,
                     EVERY_4W,
                     .kind = "response",
                     .given = "2026-12-03T10:40",
                     .now = "2026-12-17T09:00" };
  g_autoptr (RgmAlertView) view = view_of_treatment (&one, "radiation", FALSE);
  g_autoptr (RgmAlertView) hidden = view_of_treatment (&one, "radiation", TRUE);
  g_assert_cmpstr (view->summary, ==, "After the last injection: Denosumab");
  g_assert_cmpstr (view->body, ==,
                   "Is the pain better?\n"
                   "Given on Thu 2026-12-03. The full effect may take 2 to 3 weeks.\n"
                   "To record how it is now: regimen feel pain NUMBER");
  g_assert_true (g_str_has_suffix (view->button_body, "2 to 3 weeks."));
  g_assert_false (view->answerable || view->snoozable);
  g_assert_null (strstr (hidden->body, "pain"));
}

/* ---- titles ---- */

#define SPINE "Radiation therapy of the thoracic spine"
#define SESSIONS "fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31"
#define TABLETS "times first=2026-12-03 times=08:00,20:00 days=127"
#define ANNEGRET "Annegret Müller-Lüdenscheidt-Wiesenhütter"

/* For each kind and state: a long treatment, alone and beside a long name. */
static const Case title_cases[] = {
  { "to book", BERLIN, EVERY_4W, .kind = "book", .now = "2026-11-19T09:00", .treatment = SPINE,
    .summary = "To book: injection 1, " SPINE },
  { "to book, two people", BERLIN, EVERY_4W, .kind = "book", .now = "2026-11-19T09:00",
    .treatment = SPINE, .patient = ANNEGRET, .other = "Bernd",
    .summary = "To book: injection 1, Radiation t… · Annegret" },
  { "tomorrow", BERLIN, EVERY_4W, .kind = "upcoming", .now = "2026-12-02T09:00", .treatment = SPINE,
    .summary = "Tomorrow: injection 1, " SPINE },
  { "in some days", BERLIN, EVERY_4W, .kind = "upcoming", .now = "2026-11-21T09:00",
    .treatment = SPINE, .patient = ANNEGRET, .other = "Bernd",
    .summary = "In 12 days: injection 1, Radiatio… · Annegret" },
  { "due", BERLIN, SESSIONS, .kind = "due", .now = "2026-12-10T14:00", .dose = 4, .unit = "session",
    .treatment = SPINE, .summary = "Due today: session 4, " SPINE },
  { "due, two people", BERLIN, SESSIONS, .kind = "due", .now = "2026-12-10T14:00", .dose = 4,
    .unit = "session", .treatment = SPINE, .patient = ANNEGRET, .other = "Bernd",
    .summary = "Due today: session 4, Radiation t… · Annegret" },
  { "due, a short treatment", BERLIN, SESSIONS, .kind = "due", .now = "2026-12-10T14:00", .dose = 4,
    .unit = "session", .patient = ANNEGRET, .other = "Bernd",
    .summary = "Due today: Denosumab session 4 · Annegret" },
  { "due, a tablet", BERLIN, TABLETS, .kind = "due", .now = "2026-12-04T20:00", .dose = 4,
    .unit = "tablet", .treatment = "Calcium with vitamin D3, chewable", .patient = ANNEGRET,
    .other = "Bernd", .summary = "Due today: tablet 4, Calcium with… · Annegret" },
  { "due, a single visit", BERLIN, "once first=2026-12-03T09:30", .kind = "due", .unit = "visit",
    .now = "2026-12-03T09:30", .treatment = "Nuclear bone scan with a contrast agent",
    .patient = ANNEGRET, .other = "Bernd",
    .summary = "Due today: Nuclear bone scan with… · Annegret" },
  { "due, and not answered on the day", BERLIN, SESSIONS, .kind = "due", .now = "2026-12-12T14:00",
    .dose = 4, .unit = "session", .treatment = SPINE, .patient = ANNEGRET, .other = "Bernd",
    .summary = "Still due: session 4, Radiation t… · Annegret" },
  { "overdue", BERLIN, EVERY_4W, .kind = "overdue", .now = "2026-12-08T09:00", .treatment = SPINE,
    .patient = ANNEGRET, .other = "Bernd",
    .summary = "Overdue: injection 1, Radiation t… · Annegret" },
  { "several", BERLIN, SESSIONS, .kind = "overdue", .unit = "session", .together = 9,
    .now = "2026-12-22T09:00", .treatment = SPINE, .patient = ANNEGRET, .other = "Bernd",
    .summary = "10 sessions unanswered: Radiation… · Annegret" },
  { "several tablets", BERLIN, TABLETS, .kind = "overdue", .unit = "tablet", .dose = 5,
    .now = "2026-12-05T09:00", .treatment = SPINE, .patient = ANNEGRET, .other = "Bernd",
    .summary = "5 tablets unanswered: Radiation t… · Annegret" },
  { "on hold", BERLIN, EVERY_4W, .kind = "hold", .hold_until = "-", .now = "2026-12-10T09:00",
    .treatment = SPINE, .patient = ANNEGRET, .other = "Bernd",
    .summary = "On hold: injection 1, Radiation t… · Annegret" },
  { "after a dose", BERLIN, EVERY_4W, .kind = "watch", .given = "2026-12-03T10:40",
    .now = "2026-12-03T11:00", .treatment = SPINE, .patient = ANNEGRET, .other = "Bernd",
    .summary = "After injection 1, Radiation ther… · Annegret" },
  { "after the last one", BERLIN, SESSIONS, .kind = "response", .given = "2026-12-07T14:10",
    .now = "2026-12-21T09:00", .unit = "session", .treatment = SPINE, .patient = ANNEGRET,
    .other = "Bernd", .summary = "After the last session: Radiation… · Annegret" },
  { "a long first name, the longest state", BERLIN, SESSIONS, .kind = "response",
    .given = "2026-12-07T14:10", .now = "2026-12-21T09:00", .unit = "session",
    .treatment = "Stereotactic radiosurgery", .patient = "Wolfeschlegelsteinhausen",
    .other = "Bernd", .summary = "After the last session: Stere… · Wolfeschleg…" },
};

/* The first 40 letters have the state, the number of the dose, and the beginning of the treatment;
 * the first 45 have all of the person; and the body has what was cut. */
static void
test_titles (gconstpointer data)
{
  const Case *one = data;
  const char *treatment = one->treatment != NULL ? one->treatment : "Denosumab";
  g_autoptr (RgmAlertView) view = view_of_treatment (one, "radiation", FALSE);
  g_autoptr (RgmAlertView) hidden = view_of_treatment (one, "radiation", TRUE);
  g_autofree char *start = g_utf8_substring (treatment, 0, 4);
  g_autofree char *number = g_strdup_printf (" %d", MAX (one->dose, 1));
  g_autofree char *first = g_utf8_substring (view->summary, 0, 40);
  g_assert_cmpstr (view->summary, ==, one->summary);
  g_assert_nonnull (strstr (first, start));
  if (strstr (one->summary, "unanswered") == NULL && g_str_equal (one->kind, "response") == FALSE
      && g_strcmp0 (one->unit, "visit") != 0)
    g_assert_nonnull (strstr (first, number));
  g_assert_cmpstr (hidden->summary, ==, "Treatment reminder");
  if (one->patient == NULL)
    return;
  g_autofree char *whole = g_strdup_printf ("\n%s: %s", one->patient, treatment);
  g_assert_cmpint (g_utf8_strlen (view->summary, -1), <=, 45);
  g_assert_nonnull (strstr (view->body, whole));
  g_assert_nonnull (strstr (view->button_body, whole));
  g_assert_null (strstr (hidden->body, one->patient));
}

/* The first 45 letters of two popups always differ, also for two people whose names are alike. */
static void
test_titles_differ (void)
{
  static const char *const people[][2] = {
    { ANNEGRET, "Annegret Müller-Lüdemann" },
    { "Anna Berger", "Anna Bergmann-Hohenfels" },
    { "Al", "Al Smith" },
    { "Wolfeschlegelsteinhausen", "Wolfeschlegelsteiner" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    guint titles = 0;
    for (guint n = 0; n < 2 * G_N_ELEMENTS (title_cases); n++) {
      Case one = title_cases[n / 2];
      if (one.patient == NULL)
        continue;
      one.patient = people[i][n % 2];
      one.other = people[i][1 - n % 2];
      g_autoptr (RgmAlertView) view = view_of_treatment (&one, "radiation", FALSE);
      g_hash_table_add (
        seen, g_utf8_substring (view->summary, 0, MIN (45, g_utf8_strlen (view->summary, -1))));
      titles++;
    }
    g_assert_cmpuint (g_hash_table_size (seen), ==, titles);
  }
}

static void
test_short_names (void)
{
  static const struct {
    const char *name, *other, *expected;
  } rows[] = {
    { "me", "Anna", "me" },
    { "Anna Berger", "Bernd Berger", "Anna" },
    { "Anna Berger", "anna Schmidt", "Anna Berger" },
    { "Al", "Al Smith", "Al" },
    { "Al Smith", "Al", "Al Smith" },
    { ANNEGRET, "Bernd", "Annegret" },
    { ANNEGRET, "Annegret Schulze", "Annegret Mü…" },
    { "祖母", "祖父", "祖母" },
    { "Wolfeschlegelsteinhausen", "Bernd", "Wolfeschleg…" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *called = short_name_beside (rows[i].name, rows[i].other);
    g_assert_cmpstr (called, ==, rows[i].expected);
  }
}

static void
test_buttons (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (words_cases); i++) {
    const Case *one = &words_cases[i];
    g_autoptr (RgmAlertView) view = view_of (one, FALSE);
    gboolean asks = g_str_has_suffix (one->kind, "due"); /* due and overdue */
    const char *usual
      = asks ? "given:Given snooze:Snooze hold:Put off" : "snooze:Snooze details:Details";
    g_autoptr (GString) buttons = g_string_new (NULL);
    for (int n = 0; n < RGM_ALERT_BUTTONS && view->buttons[n].verb != NULL; n++)
      g_string_append_printf (buttons, "%s%s:%s", n > 0 ? " " : "", view->buttons[n].verb,
                              view->buttons[n].label);
    g_assert_cmpstr (buttons->str, ==, one->buttons != NULL ? one->buttons : usual);
    g_assert_cmpint (view->answerable, ==, asks);
    g_assert_true (view->snoozable);
  }
}

static void
test_names (void)
{
  g_assert_cmpstr (alert_kind_of_key ("book-14:2026-12-03")->name, ==, "book");
  g_assert_cmpstr (alert_kind_of_key ("response-14:2026-12-03T09:40:00Z")->name, ==, "response");
  g_assert_null (alert_kind_of_key ("over-0:2026-12-03"));
  g_assert_null (alert_kind_of_key (""));
  g_assert_cmpstr (rgm_urgency_name (RGM_URGENCY_LOW), ==, "low");
  g_assert_cmpstr (rgm_urgency_name (RGM_URGENCY_CRITICAL), ==, "critical");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *slug = g_strdelimit (g_strdup (cases[i].name), " /", '-');
    g_autofree char *path = g_strconcat ("/alerts/table/", slug, NULL);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/alerts/settings", test_settings);
  g_test_add_func ("/alerts/settings-of-overdue", test_settings_of_overdue);
  g_test_add_func ("/alerts/nothing-to-watch-for", test_nothing_to_watch_for);
  g_test_add_func ("/alerts/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/alerts/last-slot", test_last_slot);
  g_test_add_func ("/alerts/urgency", test_urgency);
  for (guint i = 0; i < G_N_ELEMENTS (standing_cases); i++) {
    g_autofree char *path = g_strdup_printf ("/alerts/standing/%s", standing_cases[i].name);
    g_test_add_data_func (path, &standing_cases[i], test_standing);
  }
  g_test_add_func ("/alerts/booking-example", test_booking_example);
  for (guint i = 0; i < G_N_ELEMENTS (words_cases); i++) {
    g_autofree char *slug = g_strdelimit (g_strdup (words_cases[i].name), " /", '-');
    g_autofree char *path = g_strconcat ("/alerts/words/", slug, NULL);
    g_test_add_data_func (path, &words_cases[i], test_words);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (title_cases); i++) {
    g_autofree char *path = g_strconcat ("/alerts/titles/", title_cases[i].name, NULL);
    g_test_add_data_func (path, &title_cases[i], test_titles);
  }
  g_test_add_func ("/alerts/titles-differ", test_titles_differ);
  g_test_add_func ("/alerts/short-names", test_short_names);
  g_test_add_func ("/alerts/private-words", test_private_words);
  g_test_add_func ("/alerts/watch-words", test_watch_words);
  g_test_add_func ("/alerts/response-words", test_response_words);
  g_test_add_func ("/alerts/buttons", test_buttons);
  g_test_add_func ("/alerts/names", test_names);
  return g_test_run ();
}
