/* import-view.c: turns one proposal of a calendar into sentences and commands. */
#include "programs/import/import-view.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/words/whose.h"
#include "model/incoming.h"
#include "model/proposal.h"

gboolean
import_asks_when (const RgmProposal *proposal)
{
  const RgmVerdict *verdict = &proposal->verdict;

  return proposal->attached && verdict->choice
         && (verdict->kind == RGM_PROPOSE_BOOK || verdict->kind == RGM_PROPOSE_MOVE
             || verdict->kind == RGM_PROPOSE_ATTACH);
}

gboolean
import_attaches (const RgmProposal *proposal)
{
  return proposal_changes_record (&proposal->verdict) && proposal->attached && !proposal->twin
         && *proposal->event->uid != '\0';
}

gboolean
import_has_other (const RgmProposal *proposal)
{
  return proposal_changes_record (&proposal->other) && !proposal->other.no_time;
}

/* ---- times ---- */

/* The name of @zone if it is not the patient's zone, else NULL. */
static const char *
other_zone (const RgmProposal *proposal, const RgmZone *zone)
{
  const char *name = zone != NULL ? rgm_zone_name (zone) : NULL;

  return g_strcmp0 (name, rgm_zone_name (proposal->home)) != 0 ? name : NULL;
}

/* The time of the event in the calendar, as text. */
static char *
calendar_time (const RgmProposal *proposal)
{
  RgmLocal local = proposal->time.local;
  const char *zone = rgm_local_has_time (local) ? other_zone (proposal, proposal->time.zone) : NULL;
  char *text = cli_local_text (local);
  g_autofree char *plain = NULL;

  if (zone == NULL)
    return text;
  plain = text;
  return g_strdup_printf (_ ("%s, time of %s"), plain, zone);
}

/* The time of the dose on record, as text. */
static char *
record_time (const RgmProposal *proposal)
{
  if (!rgm_local_has_time (proposal->ours.start))
    return cli_local_text (proposal->ours.start);
  return cli_instant_text (proposal->ours.at, proposal->home);
}

/* ---- sentences ---- */

/* The text for a dose that was given, according to the calendar. */
static char *
log_text (const RgmProposal *proposal)
{
  const RgmVerdict *verdict = &proposal->verdict;
  g_autofree char *time = cli_instant_text (verdict->moment, proposal->home);
  g_autofree char *day = cli_day_text (rgm_zone_day (proposal->home, verdict->moment));

  if (verdict->reason == RGM_BECAUSE_PAST)
    return g_strdup_printf (proposal->attached
                              ? _ ("%s: the appointment on %s has passed. Was it given then?")
                              : _ ("%s was moved to %s, which has passed. Was it given then?"),
                            proposal->title, verdict->no_time || verdict->day_only ? day : time);
  if (verdict->no_time)
    return g_strdup_printf (_ ("%s is marked as done on %s, without a time of day."),
                            proposal->title, day);
  return g_strdup_printf (verdict->behind
                            ? _ ("%s: a copy of the calendar, older than the last change to the "
                                 "record, marks it as done on %s. Was it given then?")
                            : _ ("%s is marked as done: given on %s."),
                          proposal->title, verdict->day_only ? day : time);
}

/* The text for a dose that is on record as given or skipped, while the calendar says something
 * else. */
static char *
ended_text (const RgmProposal *proposal)
{
  const RgmIncoming *event = proposal->event;
  const char *title = proposal->title, *handle = proposal->course->handle;
  g_autofree char *theirs = calendar_time (proposal);
  g_autofree char *ours = record_time (proposal);

  /* amend accepts no day in the future */
  if (proposal->verdict.ahead && !event->cancelled && !event->done)
    return g_strdup_printf (
      proposal->ours.state == RGM_DOSE_GIVEN
        ? _ ("%s is on record as given on %s; the calendar has it on %s, which is still to come. "
             "If that appointment is for the next dose: regimen book %s TIME")
        : _ ("%s is on record as skipped, on %s; the calendar has it on %s, which is still to "
             "come. If that appointment is for the next dose: regimen book %s TIME"),
      title, ours, theirs, handle);
  if (proposal->ours.state == RGM_DOSE_GIVEN)
    return g_strdup_printf (
      event->cancelled
        ? _ ("%s is on record as given on %s; the calendar has it as cancelled, on %s. To correct "
             "the record: regimen amend %s/%d --skipped --reason WHY")
        : _ ("%s is on record as given on %s; the calendar has it on %s. To correct the record: "
             "regimen amend %s/%d --at DAY"),
      title, ours, theirs, handle, proposal->dose);
  return g_strdup_printf (
    event->cancelled ? _ ("%s is on record as skipped; the calendar has it as cancelled, on %s. To "
                          "correct the record: regimen amend %s/%d --reason WHY")
    : event->done    ? _ ("%s is on record as skipped; the calendar has it as done, on %s. To "
                             "correct the record: regimen amend %s/%d --given --at DAY")
                     : _ ("%s is on record as skipped; the calendar has it on %s. To correct the "
                             "record: regimen amend %s/%d --given --at DAY"),
    title, theirs, handle, proposal->dose);
}

/* The text of a proposal that only informs the user. */
static char *
note_text (const RgmProposal *proposal)
{
  const char *title = proposal->title;
  g_autofree char *time = NULL;

  switch (proposal->verdict.reason) {
  case RGM_BECAUSE_ENDED:
    return ended_text (proposal);
  case RGM_BECAUSE_GONE:
    return g_strdup_printf (_ ("%s is no longer planned."), title);
  case RGM_BECAUSE_TIMELESS:
    time = record_time (proposal);
    return g_strdup_printf (
      _ ("%s no longer has a time of day in the calendar; on record it stays on %s."), title, time);
  case RGM_BECAUSE_REWORDED:
    return g_strdup_printf (_ ("%s has another title or description in the calendar; the record "
                               "keeps neither. To leave it so, and not be asked again: regimen "
                               "import --published --apply"),
                            title);
  case RGM_BECAUSE_PLACE:
    time = record_time (proposal);
    if (*proposal->verdict.place == '\0')
      return g_strdup_printf (
        _ ("%s on %s no longer has a place in the calendar; on record it stays: %s."), title, time,
        proposal->ours.place != NULL ? proposal->ours.place : proposal->ours.usual_place);
    if (proposal->ours.slot)
      return g_strdup_printf (_ ("%s on %s has a place in the calendar, %s. The record has one "
                                 "place for all doses of the course: regimen change %s --place "
                                 "PLACE"),
                              title, time, proposal->verdict.place, proposal->course->handle);
    return g_strdup_printf (_ ("%s on %s has another place in the calendar, %s. The record keeps "
                               "it only with the time of the appointment: regimen book %s/%d TIME "
                               "--place PLACE"),
                            title, time, proposal->verdict.place, proposal->course->handle,
                            proposal->dose);
  case RGM_BECAUSE_AHEAD:
    time = calendar_time (proposal);
    return g_strdup_printf (_ ("%s is marked as done, but its day, %s, is still to come. If it was "
                               "given: regimen log %s/%d --at TIME"),
                            title, time, proposal->course->handle, proposal->dose);
  case RGM_BECAUSE_TWICE:
    return g_strdup_printf (_ ("%s is in the file several times, with different dates, and the "
                               "file does not say which one is right."),
                            title);
  case RGM_BECAUSE_OLDER:
    time = calendar_time (proposal);
    if (proposal->attached)
      return g_strdup_printf (
        _ ("%s: a later version of this appointment is on record, so this one, for %s, changes "
           "nothing. If it is right after all: regimen book %s/%d TIME"),
        title, time, proposal->course->handle, proposal->dose);
    return g_strdup_printf (
      _ ("In the calendar, %s is as it was before the last change to the record."), title);
  default:
    if (proposal->of_series)
      return g_strdup_printf (_ ("The file has something about the series of %s that cannot be "
                                 "used: %s. The record stays as it is."),
                              title, proposal->problem);
    return g_strdup_printf (_ ("%s cannot be read: %s."), title, proposal->problem);
  }
}

/* The text for a dose that is at another time or place in the calendar. */
static char *
moved_text (const RgmProposal *proposal)
{
  const RgmVerdict *verdict = &proposal->verdict;
  g_autofree char *theirs = calendar_time (proposal);
  g_autofree char *ours = record_time (proposal);

  if (verdict->reason == RGM_BECAUSE_PLANNED)
    return g_strdup_printf (_ ("%s: the appointment is on %s, as planned."), proposal->title,
                            theirs);
  if (verdict->reason == RGM_BECAUSE_PLACE && g_strcmp0 (verdict->place, "") == 0)
    return g_strdup_printf (_ ("%s on %s no longer has a place in the calendar (on record: %s)."),
                            proposal->title, theirs, proposal->ours.place);
  if (verdict->reason == RGM_BECAUSE_PLACE)
    return g_strdup_printf (_ ("%s on %s has another place: %s."), proposal->title, theirs,
                            verdict->place != NULL ? verdict->place : proposal->ours.usual_place);
  return g_strdup_printf (proposal->attached ? _ ("%s: the appointment is on %s (on record: %s).")
                          : rgm_local_has_time (proposal->ours.start)
                              && !rgm_local_has_time (verdict->at)
                            ? _ ("%s was moved to %s, without a time (on record: %s).")
                            : _ ("%s was moved to %s (on record: %s)."),
                          proposal->title, theirs, ours);
}

/* The question about a dose that was cancelled. One at a fixed time is never put off. */
static char *
cancelled_text (const RgmProposal *proposal)
{
  g_autofree char *time = record_time (proposal);
  gboolean deleted = proposal->event->deleted;

  if (proposal->ours.slot)
    return g_strdup_printf (deleted ? _ ("%s on %s was deleted from the calendar on the server. "
                                         "Will it not be given?")
                                    : _ ("%s on %s was cancelled. Will it not be given?"),
                            proposal->title, time);
  return g_strdup_printf (
    deleted ? _ ("%s on %s was deleted from the calendar on the server. Was it put off, or "
                 "will it not be given at all?")
            : _ ("%s on %s was cancelled. Was it put off, or will it not be given at all?"),
    proposal->title, time);
}

/* The warning that the new time is outside the window of the dose, on its day there and on that in
 * the patient's zone. Returns: (transfer full) (nullable): NULL if it is not outside. */
static char *
window_text (const RgmProposal *proposal)
{
  const RgmVerdict *verdict = &proposal->verdict;
  g_autofree char *earliest = cli_day_text (proposal->earliest);
  g_autofree char *latest = cli_day_text (proposal->latest);

  RgmDay day = verdict->at.day;

  if (verdict->reason == RGM_BECAUSE_PLACE || !proposal->has_window)
    return NULL;
  if (verdict->kind == RGM_PROPOSE_BOOK && verdict->zone != NULL)
    day = rgm_zone_day (proposal->home, rgm_zone_to_instant (verdict->zone, verdict->at, NULL));
  if ((day >= proposal->earliest && day <= proposal->latest)
      || (verdict->at.day >= proposal->earliest && verdict->at.day <= proposal->latest))
    return NULL;
  return g_strdup_printf (_ ("That is outside its window, from %s to %s."), earliest, latest);
}

/* The reason why the user has to look at the proposal. Returns: (transfer full) (nullable): NULL if
 * there is none. */
static char *
doubt_text (const RgmProposal *proposal)
{
  const RgmIncomingTime *time = &proposal->time;
  const char *tzid = proposal->event->tzid;
  g_autofree char *other = NULL;

  if (proposal->titled)
    return g_strdup (
      _ ("Only the title of the event says which dose it is; check that this is right."));
  if (proposal->placed && !proposal->event->cancelled && time->doubt != RGM_DOUBT_NONE) {
    if (time->other == RGM_INSTANT_NONE)
      return g_strdup_printf (_ ("The file gives this time in UTC and also names a time zone that "
                                 "is not known here, \"%s\". Ask the clinic which one is right."),
                              tzid);
    other = cli_instant_text (time->other, proposal->home);
    if (time->doubt == RGM_DOUBT_DAY)
      return g_strdup_printf (
        _ (
          "The file may mean the whole day, or %s, time of %s. Ask the clinic which one is right."),
        other, rgm_zone_name (proposal->home));
    return g_strdup_printf (
      time->doubt == RGM_DOUBT_RULES
        ? _ ("The file describes the time zone \"%s\" differently from what its name means: by "
             "that description it would be %s, time of %s. Ask the clinic which one is right.")
        : _ ("The file gives this time in UTC and also names the time zone \"%s\": in that zone "
             "it would be %s, time of %s. Ask the clinic which one is right."),
      tzid, other, rgm_zone_name (proposal->home));
  }
  if (proposal->unsure)
    return g_strdup (
      proposal->event->unsure
        ? _ ("The file may call this appointment off, or move it: see below. Ask the clinic "
             "whether it takes place.")
        : _ ("An earlier appointment of the series may be called off or moved, so this may "
             "belong to another dose. Ask the clinic about that one first."));
  if (import_asks_when (proposal) && proposal->verdict.no_time)
    return g_strdup_printf (_ ("It has no time of day, and without one its place (%s) cannot be "
                               "put on record. Ask the clinic for the time."),
                            proposal->verdict.place);
  if (proposal->verdict.behind && proposal->verdict.kind != RGM_PROPOSE_LOG)
    return g_strdup (
      _ ("This copy of the calendar may be from before the last change to the record."));
  return NULL;
}

/* Explains how the time of the appointment is read if its zone skips that time or has it twice.
 * Returns: NULL if neither is the case. */
static char *
fit_text (const RgmProposal *proposal)
{
  const RgmVerdict *verdict = &proposal->verdict;

  return cli_fit_text (verdict->at, verdict->zone != NULL ? verdict->zone : proposal->home);
}

/* Appends @sentence, or nothing if it is NULL. @sentence: (transfer full). */
static void
add_sentence (GString *text, char *sentence)
{
  if (sentence != NULL)
    g_string_append_printf (text, text->len > 0 ? " %s" : "%s", sentence);
  g_free (sentence);
}

char *
import_proposal_text (const RgmProposal *proposal, gboolean several_patients)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *time = NULL, *name = NULL, *option = NULL;

  switch (proposal->verdict.kind) {
  case RGM_PROPOSE_BOOK:
  case RGM_PROPOSE_MOVE:
    add_sentence (text, moved_text (proposal));
    add_sentence (text, window_text (proposal));
    add_sentence (text, fit_text (proposal));
    break;
  case RGM_PROPOSE_LOG:
    add_sentence (text, log_text (proposal));
    break;
  case RGM_PROPOSE_HOLD_OR_SKIP:
    add_sentence (text, cancelled_text (proposal));
    break;
  case RGM_PROPOSE_ATTACH:
    time = calendar_time (proposal);
    add_sentence (text,
                  g_strdup_printf (_ ("%s: the appointment is on %s, as on record. Attach it?"),
                                   proposal->title, time));
    break;
  default:
    add_sentence (text, note_text (proposal));
  }
  if (proposal_changes_record (&proposal->verdict))
    add_sentence (text, doubt_text (proposal));
  if (proposal->attached && proposal->twin)
    add_sentence (text, g_strdup (_ ("Other events in the file have the same identifier (UID), so "
                                     "later changes to it cannot be matched with this dose.")));
  if (!several_patients)
    return g_strdup (text->str);
  name = text_shell_word (proposal->patient->name);
  option = g_strdup_printf ("--patient %s", name);
  return cli_text_for_person (text->str, option);
}

gboolean
import_can_be_attached (const RgmProposal *proposal)
{
  const RgmIncoming *event = proposal->event;

  return !event->cancelled && !event->excluded
         && (proposal->placed || event->problem <= RGM_INCOMING_TWO_STARTS);
}

char *
import_foreign_text (const RgmProposal *proposal)
{
  const RgmIncoming *event = proposal->event;
  const char *title = event->summary != NULL ? event->summary : _ ("(no title)");
  g_autofree char *time = proposal->placed ? calendar_time (proposal) : NULL;
  GString *text = NULL;

  if (!import_can_be_attached (proposal) && proposal->problem != NULL)
    return g_strdup_printf (_ ("\"%s\" is not from this record, and cannot be used: %s."), title,
                            proposal->problem);
  if (!import_can_be_attached (proposal))
    return time != NULL
             ? g_strdup_printf (_ ("\"%s\" on %s was cancelled; it is not from this record."),
                                title, time)
             : g_strdup_printf (_ ("\"%s\" was cancelled; it is not from this record."), title);
  text = g_string_new (NULL);
  if (time != NULL)
    g_string_append_printf (text, "%s: ", time);
  g_string_append (text, title);
  if (event->place != NULL)
    g_string_append_printf (text, ", %s", event->place);
  if (proposal->problem != NULL)
    g_string_append_printf (text, " (%s)", proposal->problem);
  return g_string_free (text, FALSE);
}

/* ---- commands ---- */

/* Appends @option and @text, unless @text is NULL. The text may come from a file, so it is quoted:
 * a shell must not run any of it. */
static void
add_quoted (GString *command, const char *option, const char *text)
{
  g_autofree char *quoted = text != NULL ? text_shell_word (text) : NULL;

  if (quoted != NULL)
    g_string_append_printf (command, " %s %s", option, quoted);
}

static void
add_time (GString *command, RgmLocal local)
{
  g_autofree char *text = rgm_local_format (local);

  g_string_append_printf (command, rgm_local_has_time (local) ? "\"%s\"" : "%s",
                          g_strdelimit (text, "T", ' '));
}

/* Appends the command that attaches the appointment of @proposal. @at, @zone: the time that the
 * command gives; none if the day of @at is RGM_NO_DAY. @time: (nullable): a placeholder for the
 * time of day, if @at has none. @start: the beginning of the command. */
static void
add_attaching (GPtrArray *commands, const RgmProposal *proposal, RgmLocal at, const RgmZone *zone,
               const char *time, const char *start, const char *file)
{
  GString *command = g_string_new (start);
  g_autofree char *day = rgm_day_format (at.day);

  add_quoted (command, "import", file);
  g_string_append_printf (command, " --for %s/%d", proposal->course->handle, proposal->dose);
  if (proposal->number != 0)
    g_string_append_printf (command, " --event %d", proposal->number);
  if (at.day != RGM_NO_DAY && time != NULL)
    g_string_append_printf (command, " --at \"%s %s\"", day, time);
  else if (at.day != RGM_NO_DAY) {
    g_string_append (command, " --at ");
    add_time (command, at);
  }
  if (rgm_local_has_time (at))
    add_quoted (command, "--zone", other_zone (proposal, zone));
  g_string_append (command, " --apply");
  g_ptr_array_add (commands, g_string_free (command, FALSE));
}

/* Appends the commands that attach the appointment of @proposal: one for each time at which it may
 * take place. */
static void
add_choices (GPtrArray *commands, const RgmProposal *proposal, const char *start, const char *file)
{
  const RgmVerdict *verdict = &proposal->verdict;
  const RgmIncomingTime *time = &proposal->time;
  RgmIncomingTime reading;

  if (verdict->kind == RGM_PROPOSE_BOOK) {
    add_attaching (commands, proposal, verdict->at, verdict->zone, NULL, start, file);
  } else {
    if (verdict->no_time && time->doubt == RGM_DOUBT_NONE)
      add_attaching (commands, proposal, time->local, time->zone, _ ("TIME"), start, file);
    add_attaching (commands, proposal, time->local, time->zone, NULL, start, file);
  }
  if (import_has_other (proposal) && incoming_other (time, proposal->home, &reading))
    add_attaching (commands, proposal, reading.local, reading.zone, NULL, start, file);
}

/* Appends the commands that put @verdict about the dose of @proposal on record. @start: the
 * beginning of each command. */
static void
add_commands (GPtrArray *commands, const RgmProposal *proposal, const RgmVerdict *verdict,
              const char *start, const char *file)
{
  g_autoptr (GString) command = g_string_new (start);
  g_autofree char *dose = g_strdup_printf ("%s/%d", proposal->course->handle, proposal->dose);
  RgmLocal at = verdict->at;

  switch (verdict->kind) {
  case RGM_PROPOSE_NOTHING:
  case RGM_PROPOSE_NOTE:
    return;
  case RGM_PROPOSE_BOOK:
    g_string_append_printf (command, " book %s ", dose);
    add_time (command, at);
    add_quoted (command, "--zone", other_zone (proposal, verdict->zone));
    add_quoted (command, "--place", verdict->place);
    break;
  case RGM_PROPOSE_MOVE:
    g_string_append_printf (command, " move %s ", dose);
    add_time (command, at);
    break;
  case RGM_PROPOSE_LOG:
    g_string_append_printf (command, " log %s --at ", dose);
    at = rgm_zone_to_local (proposal->home, verdict->moment);
    at.second = verdict->day_only ? RGM_NO_TIME : at.second - at.second % 60;
    add_time (command, at);
    break;
  case RGM_PROPOSE_HOLD_OR_SKIP:
    if (!proposal->ours.slot)
      g_ptr_array_add (commands, g_strdup_printf ("%s hold %s --reason \"%s\"", command->str, dose,
                                                  import_reason ()));
    g_string_append_printf (command, " skip %s --reason \"%s\"", dose, import_reason ());
    break;
  default:
    add_attaching (commands, proposal, RGM_LOCAL_NONE, NULL, NULL, start, file);
    return;
  }
  g_ptr_array_add (commands, g_strdup (command->str));
}

GPtrArray *
import_commands (const RgmProposal *proposal, gboolean several_patients, const char *file)
{
  GPtrArray *commands = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) start = g_string_new ("regimen");

  if (!proposal_changes_record (&proposal->verdict))
    return commands;
  if (several_patients)
    add_quoted (start, "--patient", proposal->patient->name);
  if (import_asks_when (proposal)) {
    add_choices (commands, proposal, start->str, file);
    return commands;
  }
  add_commands (commands, proposal, &proposal->verdict, start->str, file);
  if (proposal->verdict.kind != RGM_PROPOSE_HOLD_OR_SKIP)
    add_commands (commands, proposal, &proposal->other, start->str, file);
  return commands;
}
