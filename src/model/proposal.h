/* proposal.h: compares an event that comes back from a calendar with the record. Pure. */
#pragma once

#include <regimen/proposal.h>

/**
 * proposal_judge: compares @event, which is at @time, with @ours.
 * @zone: the patient's. @now: the moment of the import.
 *
 * The rules, in this order. An event that says what the record says proposes nothing; if it may be
 * a whole day, it is enough that one of its two readings says so. An invitation that is attached at
 * the very time for which the dose is planned books it. One that is marked as done proposes a log
 * at its time. One with an earlier SEQUENCE (RFC 5545 §3.8.7.4) is a copy from before a change and
 * proposes nothing else. One without a SEQUENCE, or with a high one that its program counted by
 * itself and an older stamp, may be such a copy. A cancelled one asks whether the dose is put off
 * or will not be given. Another time is booked, another day without a time is a move, and a time
 * that has passed asks whether the dose was given then.
 *
 * An event that is in a calendar now does not count as old; if the record has changed too, the user
 * has to say which of the two is right. The same applies if the time in the file can be read in two
 * ways. A dose that is on record as given or skipped is never changed.
 *
 * An invitation that is being attached has to book the dose: if its time can be read in two ways,
 * the user is asked even if one of them is what the plan says, unless one of them is booked. Only
 * an appointment with a time has a place, so one that has a place and no time asks for the time.
 */
RgmVerdict proposal_judge (const RgmOnCalendar *ours, const RgmIncoming *event,
                           const RgmIncomingTime *time, const RgmZone *zone, RgmInstant now);

/* An appointment that was not made by regimen, as it was when it was last read. */
typedef struct {
  int sequence;
  RgmInstant changed; /* RGM_INSTANT_NONE if the event did not say */
  RgmInstant at;
  gboolean cancelled;
} RgmRemembered;

/* The title without a word that says that the event was called off, in front of it or behind it:
 * "Infusion" of "Canceled: Infusion" or "Infusion (cancelled)". @title: may be NULL. Returns:
 * (transfer full) (nullable): NULL if it has no such word, or nothing else. */
char *proposal_title_without_cancelled (const char *title);

/* The title without the words and marks by which people tick an event off: a check mark, "[x]",
 * "Given: " in front of it, or "(given)" behind it. @title: may be NULL. @done: (out): whether it
 * has one. Returns: (transfer full) (nullable). */
char *proposal_title_without_done (const char *title, gboolean *done);

/**
 * proposal_title_cancels: whether the title of @event calls it off. Outlook writes "Canceled: …"
 * into the title, and other programs keep only that. A title may have been so from the beginning:
 * the event must be a later version too, with a raised SEQUENCE (without one: a later stamp).
 * @known: (nullable): what is remembered of the event.
 */
gboolean proposal_title_cancels (const RgmIncoming *event, const RgmRemembered *known);

/**
 * proposal_is_news: whether @event, which is at @time, is a later version of @known: it has a
 * higher SEQUENCE, or the same one, another time or state and no older stamp (RFC 5546 §2.1.5:
 * SEQUENCE, then DTSTAMP).
 */
gboolean proposal_is_news (const RgmRemembered *known, const RgmIncoming *event,
                           const RgmIncomingTime *time);

/* Whether @event is an earlier version of @known: it has a lower SEQUENCE, or the same one and an
 * older stamp. The same version again is not. */
gboolean proposal_is_older (const RgmRemembered *known, const RgmIncoming *event);
