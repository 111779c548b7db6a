/* proposal.h: compares an event that comes back from a calendar with the record. Pure. */
#pragma once

#include <regimen/proposal.h>

/**
 * proposal_judge: compares @event, which is at @time, with @ours.
 * @zone: the patient's. @now: the moment of the import.
 *
 * The rules, in this order:
 * - If the event says what the record says, it proposes nothing. If it may be a whole day, it is
 *   enough that one of its two readings says so. An invitation that is being attached at the time
 *   for which the dose is planned books the dose. A cancelled event agrees with a dose that is
 *   skipped, or that was put on hold or got another time after the event was cancelled.
 * - If the event is marked as done, it proposes a log at its time.
 * - If it has an earlier SEQUENCE (RFC 5545 §3.8.7.4), it is a copy from before a change and
 *   proposes nothing else. It may be such a copy if it has no SEQUENCE, or if it has a high one
 *   that its program counted on its own, together with an older stamp.
 * - If it is cancelled, the user is asked whether the dose is put off or will not be given.
 * - A new time is a booking, a new day without a time is a move, and for a time that has passed the
 *   user is asked whether the dose was given then.
 *
 * An event that is in a calendar now does not count as old; if the record has changed too, the user
 * has to say which of the two is right. The same applies if the time in the file has two readings.
 * A dose that is on record as given or skipped is never changed.
 *
 * An invitation that is being attached has to book the dose: if its time has two readings, the user
 * is asked even if one of them agrees with the plan, unless one of them is already booked. Only an
 * appointment with a time can have a place, so if the invitation has a place and no time, the user
 * is asked for the time.
 */
RgmVerdict proposal_judge (const RgmOnCalendar *ours, const RgmIncoming *event,
                           const RgmIncomingTime *time, const RgmZone *zone, RgmInstant now);

/* Whether following a proposal with @verdict changes the record. If not, the proposal only informs
 * the user. */
gboolean proposal_changes_record (const RgmVerdict *verdict);

/* Whether the record, if it was changed after an event at @time was cancelled, has answered the
 * cancellation: the dose is on hold, or has another time now. */
gboolean proposal_is_settled (const RgmOnCalendar *ours, const RgmIncomingTime *time);

/* What is remembered of an appointment that was not made by regimen: its state when it was last
 * read. */
typedef struct {
  int sequence;
  RgmInstant changed; /* RGM_INSTANT_NONE if the event did not say */
  RgmInstant at;
  gboolean cancelled;
  gint64 change; /* the change that put this on record */
} RgmRemembered;

/* @title without a word in front or at its end that says that the event was cancelled: "Infusion"
 * for "Canceled: Infusion" or "Infusion (cancelled)". @title: may be NULL. Returns: (transfer full)
 * (nullable): NULL if it has no such word, or nothing else. */
char *proposal_title_without_cancelled (const char *title);

/* @title without the words and marks by which users tick off an event: a check mark, "[x]", "Given:
 * " in front, or "(given)" at the end. @title: may be NULL. @done: (out): whether it has any.
 * Returns: (transfer full) (nullable). */
char *proposal_title_without_done (const char *title, gboolean *done);

/**
 * proposal_title_cancels: whether the title of @event says that it was cancelled. Outlook writes
 * "Canceled: …" into the title, and other programs keep nothing but this. A title may have begun
 * like this from the start; therefore the event must also be a later version, with a higher
 * SEQUENCE (or, if it has none, a later stamp).
 * @known: (nullable): what is remembered of the event.
 */
gboolean proposal_title_cancels (const RgmIncoming *event, const RgmRemembered *known);

/**
 * proposal_is_news: whether @event, which is at @time, is a later version than @known: it has a
 * higher SEQUENCE, or the same one, another time or state, and no older stamp (RFC 5546 §2.1.5:
 * SEQUENCE, then DTSTAMP). If both are cancelled, its stamp has to be later.
 */
gboolean proposal_is_news (const RgmRemembered *known, const RgmIncoming *event,
                           const RgmIncomingTime *time);

/* Whether @event is an earlier version than @known: it has a lower SEQUENCE, or the same one and an
 * older stamp. FALSE if it is the same version. */
gboolean proposal_is_older (const RgmRemembered *known, const RgmIncoming *event);
