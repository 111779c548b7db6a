/* Decides what an event that comes back from a calendar proposes, by comparing it with what the
 * record says about that dose. */
#include "model/proposal.h"
#include "base/civil.h"
#include "base/text.h"
#include "model/incoming.h"

#include <string.h>

#define NOON (12 * 3600)

/* ---- does the calendar agree with the record? ---- */

/* Calendars keep only whole minutes. */
static gboolean
same_time (const RgmOnCalendar *ours, const RgmIncomingTime *time)
{
  if (rgm_local_has_time (ours->start) != rgm_local_has_time (time->local))
    return FALSE;
  if (!rgm_local_has_time (ours->start))
    return ours->start.day == time->local.day;
  return civil_same_minute (ours->at, time->at);
}

static gboolean
is_over (RgmDoseState state)
{
  return state == RGM_DOSE_GIVEN || state == RGM_DOSE_SKIPPED;
}

/* Whether an invitation with a time is being attached to a dose that has no appointment, and so
 * books the dose. */
static gboolean
books_as_planned (const RgmOnCalendar *ours, const RgmIncomingTime *time)
{
  return ours->attaching && !ours->booked && !ours->slot && !is_over (ours->state)
         && rgm_local_has_time (time->local);
}

/* Whether the place of @event is the one that the record has for the dose, or @event has none. */
static gboolean
same_place (const RgmOnCalendar *ours, const RgmIncoming *event)
{
  const char *known = ours->place != NULL ? ours->place : ours->usual_place;
  g_autofree char *shown = known != NULL ? rgm_incoming_clean (known, 200) : g_strdup ("");

  return event->place == NULL || g_strcmp0 (event->place, shown) == 0;
}

/* Whether an invitation is being attached that has another place, but no time for which to book
 * it. */
static gboolean
lacks_time (const RgmOnCalendar *ours, const RgmIncoming *event, const RgmIncomingTime *time)
{
  return ours->attaching && !ours->slot && !is_over (ours->state)
         && !rgm_local_has_time (time->local) && !same_place (ours, event);
}

/* Whether @event differs only by a place for which the record has no room. Without a time, or at a
 * fixed time, a dose has the place of its course; so does an appointment that has none. */
static gboolean
has_no_room (const RgmOnCalendar *ours, const RgmIncoming *event, const RgmIncomingTime *time)
{
  gboolean removed = g_strcmp0 (event->place, "") == 0;
  gboolean of_course = ours->slot || !rgm_local_has_time (time->local)
                       || (removed && (ours->place == NULL || ours->usual_place != NULL));

  return !ours->attaching && of_course && same_time (ours, time) && !same_place (ours, event);
}

/* Whether the time stamps show that the record was changed after @event. */
static gboolean
stamped_before (const RgmIncoming *event, const RgmOnCalendar *ours)
{
  return event->changed != RGM_INSTANT_NONE && ours->changed != RGM_INSTANT_NONE
         && event->changed < ours->changed;
}

gboolean
proposal_is_settled (const RgmOnCalendar *ours, const RgmIncomingTime *time)
{
  return ours->state == RGM_DOSE_HELD || !same_time (ours, time);
}

/* Whether the record was changed after @event in a way that answers it if it was cancelled. */
static gboolean
is_answered (const RgmOnCalendar *ours, const RgmIncoming *event, const RgmIncomingTime *time)
{
  return (event->sequence < ours->sequence || stamped_before (event, ours))
         && proposal_is_settled (ours, time);
}

/* Whether @event says what the record says. A calendar may have lost the information that an event
 * is cancelled. The place of a dose that is over does not matter. An invitation is attached to a
 * dose without an appointment whatever its place. */
static gboolean
agrees (const RgmOnCalendar *ours, const RgmIncoming *event, const RgmIncomingTime *time,
        RgmInstant now)
{
  if (event->done && !event->cancelled)
    return ours->state == RGM_DOSE_GIVEN
           && (same_time (ours, time) || event->sequence < ours->sequence);
  if (event->cancelled)
    return ours->state == RGM_DOSE_SKIPPED || ours->state == RGM_DOSE_CANCELLED
           || is_answered (ours, event, time);
  if (!same_time (ours, time))
    return FALSE;
  if (books_as_planned (ours, time))
    return FALSE;
  return is_over (ours->state) || (ours->attaching && !ours->booked) || time->at < now
         || same_place (ours, event);
}

/* ---- what the event proposes ---- */

gboolean
proposal_changes_record (const RgmVerdict *verdict)
{
  return verdict->kind != RGM_PROPOSE_NOTHING && verdict->kind != RGM_PROPOSE_NOTE;
}

static RgmVerdict
note (RgmProposalReason reason)
{
  return (RgmVerdict){ .kind = RGM_PROPOSE_NOTE, .reason = reason };
}

static RgmVerdict
log_at (RgmInstant moment, RgmProposalReason reason, gboolean choice)
{
  return (
    RgmVerdict){ .kind = RGM_PROPOSE_LOG, .reason = reason, .choice = choice, .moment = moment };
}

/* Proposes a log for a day without a time of day. The day is enough, except for a fixed time: then
 * the user has to give the time. */
static RgmVerdict
log_on (RgmDay day, const RgmOnCalendar *ours, const RgmZone *zone, RgmInstant now,
        RgmProposalReason reason)
{
  RgmInstant noon = rgm_zone_to_instant (zone, (RgmLocal){ day, NOON }, NULL);
  RgmVerdict verdict = log_at (MIN (noon, now), reason, ours->slot || reason == RGM_BECAUSE_PAST);

  verdict.no_time = ours->slot;
  verdict.day_only = !ours->slot;
  return verdict;
}

/* Users often tick off a task days later, so the time of the task itself is the better one, if it
 * has passed. */
static RgmVerdict
judge_done (const RgmOnCalendar *ours, const RgmIncoming *event, const RgmIncomingTime *time,
            const RgmZone *zone, RgmInstant now)
{
  gboolean ticked = event->completed != RGM_INSTANT_NONE && event->completed <= now;
  gboolean timed = rgm_local_has_time (time->local);

  if (timed && time->at <= now && !(ticked && event->completed < time->at))
    return log_at (time->at, RGM_BECAUSE_DONE, FALSE);
  if (ticked && (timed || rgm_zone_day (zone, event->completed) <= time->local.day))
    return log_at (event->completed, RGM_BECAUSE_DONE, FALSE);
  if (!timed && time->local.day <= rgm_zone_day (zone, now))
    return log_on (time->local.day, ours, zone, now, RGM_BECAUSE_DONE);
  return note (RGM_BECAUSE_AHEAD);
}

/* A new time is a booking, and a new day without a time is a move. If an appointment, or a dose at
 * a fixed time, has become an all-day event, its time would be lost, so the user has to confirm it.
 * The user also has to confirm a booking whose only reason is a new place. */
static RgmVerdict
judge_time (const RgmOnCalendar *ours, const RgmIncoming *event, const RgmIncomingTime *time,
            const RgmZone *zone, RgmInstant now)
{
  gboolean timed = rgm_local_has_time (time->local), was_timed = rgm_local_has_time (ours->start);
  gboolean same = same_time (ours, time), removed = g_strcmp0 (event->place, "") == 0;
  const char *place = event->place != NULL && (same || !removed) ? event->place : ours->place;

  if (timed && time->at < now)
    return log_at (time->at, RGM_BECAUSE_PAST, TRUE);
  if (!timed && time->local.day < rgm_zone_day (zone, now))
    return log_on (time->local.day, ours, zone, now, RGM_BECAUSE_PAST);
  if (timed)
    return (RgmVerdict){
      .kind = ours->slot ? RGM_PROPOSE_MOVE : RGM_PROPOSE_BOOK,
      .reason = !same                           ? RGM_BECAUSE_MOVED
                : books_as_planned (ours, time) ? RGM_BECAUSE_PLANNED
                                                : RGM_BECAUSE_PLACE,
      .at = time->local,
      .zone = time->zone,
      .choice = same && !ours->booked && !ours->attaching,
      .place = g_strcmp0 (place, ours->usual_place) != 0 ? place : NULL,
    };
  if (was_timed && ours->start.day == time->local.day && lacks_time (ours, event, time))
    return (RgmVerdict){ .kind = RGM_PROPOSE_BOOK,
                         .reason = RGM_BECAUSE_PLACE,
                         .choice = TRUE,
                         .at = rgm_zone_to_local (zone, ours->at),
                         .zone = zone,
                         .place = event->place };
  if (was_timed && ours->start.day == time->local.day)
    return note (RGM_BECAUSE_TIMELESS);
  return (RgmVerdict){ .kind = RGM_PROPOSE_MOVE,
                       .reason = RGM_BECAUSE_MOVED,
                       .no_time = lacks_time (ours, event, time),
                       .choice = was_timed || lacks_time (ours, event, time),
                       .at = time->local,
                       .place = lacks_time (ours, event, time) ? event->place : NULL };
}

/* Marks @verdict if the user has to confirm it. */
static RgmVerdict
with_doubts (RgmVerdict verdict, const RgmIncomingTime *time, gboolean behind)
{
  verdict.behind = behind;
  verdict.choice = verdict.choice || behind || time->doubt != RGM_DOUBT_NONE;
  return verdict;
}

RgmVerdict
proposal_judge (const RgmOnCalendar *ours, const RgmIncoming *event, const RgmIncomingTime *time,
                const RgmZone *zone, RgmInstant now)
{
  /* Programs that count on their own raise SEQUENCE even for a new title. In that case the time
   * stamps show that the event is older. */
  gboolean behind
    = event->sequence < ours->sequence || (!event->standing && stamped_before (event, ours));
  RgmIncomingTime reading;
  gboolean older = event->sequence < ours->sequence && !event->standing && !event->unnumbered;
  gboolean other = incoming_other (time, zone, &reading);

  if (event->reworded && !event->done && !event->cancelled)
    return note (RGM_BECAUSE_REWORDED);
  if (agrees (ours, event, time, now)
      || (other && (time->doubt == RGM_DOUBT_DAY || ours->attaching)
          && agrees (ours, event, &reading, now))
      || (event->deleted && is_over (ours->state))) {
    gboolean asks = ours->attaching && !ours->booked && !is_over (ours->state);
    gboolean no_time = asks && lacks_time (ours, event, time);

    return (RgmVerdict){ .kind = RGM_PROPOSE_NOTHING,
                         .reason = RGM_BECAUSE_SAME,
                         .choice = no_time || (asks && time->doubt != RGM_DOUBT_NONE),
                         .no_time = no_time,
                         .place = no_time ? event->place : NULL };
  }
  if (is_over (ours->state))
    return (RgmVerdict){ .kind = RGM_PROPOSE_NOTE,
                         .reason = older ? RGM_BECAUSE_OLDER : RGM_BECAUSE_ENDED,
                         .ahead = time->at > now };
  if (ours->state == RGM_DOSE_CANCELLED)
    return note (older ? RGM_BECAUSE_OLDER : RGM_BECAUSE_GONE);
  if (event->done && !event->cancelled)
    return with_doubts (judge_done (ours, event, time, zone, now), time, behind);
  if (older)
    return note (RGM_BECAUSE_OLDER);
  if (event->unmoved && !same_time (ours, time))
    return note (RGM_BECAUSE_OLDER);
  if (event->cancelled)
    return (RgmVerdict){ .kind = RGM_PROPOSE_HOLD_OR_SKIP,
                         .reason = RGM_BECAUSE_CANCELLED,
                         .behind = behind,
                         .choice = TRUE };
  if (has_no_room (ours, event, time))
    return (
      RgmVerdict){ .kind = RGM_PROPOSE_NOTE, .reason = RGM_BECAUSE_PLACE, .place = event->place };
  return with_doubts (judge_time (ours, event, time, zone, now), time, behind);
}

/* ---- words in the title ---- */

/* "cancelled", as Outlook, Exchange and Google write it in the languages of many of their users.
 * This is a pattern that ignores case; the Turkish dotted capital I has to be listed, because case
 * folding does not cover it. */
static const char cancelled_words[]
  = "cancelled|canceled|cancelled event|canceled event|abgesagt|annulée?|cancelad[oa]|annullat[oa]|"
    "geannuleerd|afgelast|aflyst|avlyst|inställ[td]|peruttu|peruutettu|odwołan[eo]|anulowano|"
    "zrušen[oé]|lemondva|anulat|отменено|скасовано|[iİ]ptal ed[iİ]ld[iİ]|キャンセル済み|已取消";
/* "given", "taken" or "done" in the same languages. Words that also name an appointment are left
 * out, like "prise" in French. */
static const char done_words[]
  = "given|taken|done|completed|gegeben|verabreicht|eingenommen|erledigt|donnée?|administrée?|"
    "effectuée?|hech[oa]|administrad[oa]|tomad[oa]|realizad[oa]|somministrat[oa]|eseguit[oa]|"
    "gedaan|gegeven|toegediend|ingenomen|givet|taget|udført|gitt|tatt|utført|gjort|annettu|otettu|"
    "tehty|podano|przyjęto|wykonano|podáno|provedeno|hotovo|beadva|megtörtént|administrat|efectuat|"
    "введено|принято|сделано|прийнято|зроблено|verild[iİ]|alınd[ıI]|yapıld[ıI]|完了|済み|已完成";

/* Returns the pattern that matches one of @words at the start or end of a title, in brackets or
 * separated by a colon or dash. A hyphen counts only with a space next to it: "Cancelled-check" is
 * a name. @made: keeps the pattern, which is compiled once. (transfer none). */
static const GRegex *
words_pattern (gsize *made, const char *words)
{
  if (g_once_init_enter (made)) {
    g_autofree char *pattern
      = g_strdup_printf ("^(?:[\\[(（【]\\s*(?:%1$s)\\s*[\\])）】]\\s*[:：–—-]?"
                         "|(?:%1$s)(?:\\s*[:：–—]|\\s+-|-\\s))\\s*(?=\\S)"
                         "|(?<=\\S)\\s*(?:[\\[(（【]\\s*(?:%1$s)\\s*[\\])）】]"
                         "|(?:[:：–—]\\s*|\\s-\\s*|-\\s+)(?:%1$s)[.!]*)\\s*$",
                         words);
    g_autoptr (GError) problem = NULL;
    GRegex *regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, &problem);
    /* This fails only if there is no memory. Without this check, the next caller would wait for
     * ever. */
    if (regex == NULL)
      g_error ("%s", problem->message);
    g_once_init_leave (made, (gsize)regex);
  }
  return (const GRegex *)*made;
}

/* @title without the words that @pattern matches; NULL if it matches none. */
static char *
without_words (const char *title, const GRegex *pattern)
{
  g_autofree char *whole = title != NULL ? text_normalize (title, G_NORMALIZE_NFC) : NULL;

  if (whole == NULL || !g_regex_match (pattern, whole, 0, NULL))
    return NULL;
  return g_regex_replace_literal (pattern, whole, -1, 0, "", 0, NULL);
}

char *
proposal_title_without_cancelled (const char *title)
{
  static gsize made;

  return without_words (title, words_pattern (&made, cancelled_words));
}

char *
proposal_title_without_done (const char *title, gboolean *done)
{
  static const char *const marks[]
    = { "\u2713", "\u2714", "\ufe0f", "\u2705", "\u2611", "\U0001f5f9", "[x]", "[X]" };
  static gsize made;
  g_autofree char *plain = g_strdup (title), *wordless = NULL;

  *done = FALSE;
  for (guint i = 0; plain != NULL && i < G_N_ELEMENTS (marks);) {
    gboolean before = g_str_has_prefix (plain, marks[i]);
    gsize length = strlen (marks[i]);

    if (!before && !g_str_has_suffix (plain, marks[i])) {
      i++;
      continue;
    }
    if (before)
      memmove (plain, plain + length, strlen (plain + length) + 1);
    else
      plain[strlen (plain) - length] = '\0';
    g_strstrip (plain);
    *done = TRUE;
    i = 0; /* there may be several marks */
  }
  wordless = without_words (plain, words_pattern (&made, done_words));
  if (wordless == NULL)
    return g_steal_pointer (&plain);
  *done = TRUE;
  return g_steal_pointer (&wordless);
}

gboolean
proposal_title_cancels (const RgmIncoming *event, const RgmRemembered *known)
{
  gboolean stamped
    = known != NULL && known->changed != RGM_INSTANT_NONE && event->changed != RGM_INSTANT_NONE;

  g_autofree char *plain = proposal_title_without_cancelled (event->summary);

  if (plain == NULL)
    return FALSE;
  if (known != NULL && known->cancelled && event->sequence == known->sequence)
    return TRUE;
  if (known != NULL && event->unnumbered)
    return !stamped || event->changed > known->changed;
  return event->sequence > (known != NULL ? known->sequence : 0);
}

gboolean
proposal_is_news (const RgmRemembered *known, const RgmIncoming *event, const RgmIncomingTime *time)
{
  gboolean stamped = known->changed != RGM_INSTANT_NONE && event->changed != RGM_INSTANT_NONE;

  if (event->sequence != known->sequence)
    return event->sequence > known->sequence;
  if (event->cancelled == known->cancelled && time->at == known->at)
    return FALSE;
  /* a cancellation that is known already may have no time of its own; then @time is that of the
   * dose, which may have changed since */
  if (event->cancelled && known->cancelled)
    return stamped && event->changed > known->changed;
  return !stamped || event->changed >= known->changed;
}

gboolean
proposal_is_older (const RgmRemembered *known, const RgmIncoming *event)
{
  gboolean stamped = known->changed != RGM_INSTANT_NONE && event->changed != RGM_INSTANT_NONE;

  if (event->sequence != known->sequence)
    return event->sequence < known->sequence;
  return stamped && event->changed < known->changed;
}

const char *
rgm_proposal_reason_name (RgmProposalReason reason)
{
  static const char *const names[]
    = { "same", "moved",    "place", "done",       "past",  "cancelled", "older",   "ended",
        "gone", "timeless", "ahead", "unreadable", "twice", "foreign",   "planned", "reworded" };

  return names[reason];
}
