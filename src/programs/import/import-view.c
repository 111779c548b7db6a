#include "programs/import/import-view.h"

#include "base/i18n.h"

gboolean
cli_proposal_is_one (const RgmProposal *proposal)
{
  return proposal->verdict.kind != RGM_PROPOSE_NOTHING
         && proposal->verdict.kind != RGM_PROPOSE_NOTE;
}

/* The zone, where it is not the patient's; else NULL. */
static const char *
other_zone (const RgmProposal *proposal, const RgmZone *zone)
{
  const char *name = zone != NULL ? rgm_zone_name (zone) : NULL;

  return g_strcmp0 (name, rgm_zone_name (proposal->home)) != 0 ? name : NULL;
}

static char *
local_text (const RgmProposal *proposal, RgmLocal local, const RgmZone *zone)
{
  const char *other = rgm_local_has_time (local) ? other_zone (proposal, zone) : NULL;
  g_autofree char *text = cli_local_text (local);

  return g_strconcat (text, other != NULL ? _ (", time of ") : "", other, NULL);
}

/* When the calendar has it. */
static char *
theirs_text (const RgmProposal *proposal)
{
  return local_text (proposal, proposal->time.local, proposal->time.zone);
}

/* When the record has it. */
static char *
ours_text (const RgmProposal *proposal)
{
  if (!rgm_local_has_time (proposal->ours.start))
    return cli_local_text (proposal->ours.start);
  return cli_instant_text (proposal->ours.at, proposal->home);
}

static char *
log_text (const RgmProposal *proposal)
{
  const RgmVerdict *verdict = &proposal->verdict;
  g_autofree char *when = cli_instant_text (verdict->moment, proposal->home);
  g_autofree char *day = cli_day_text (rgm_zone_day (proposal->home, verdict->moment));

  if (verdict->reason == RGM_BECAUSE_PAST)
    return g_strdup_printf (proposal->attached
                              ? _ ("%s: the appointment, %s, has passed. Was it given then?")
                              : _ ("%s was moved to %s, which has passed. Was it given then?"),
                            proposal->title, verdict->no_time ? day : when);
  if (verdict->no_time)
    return g_strdup_printf (_ ("%s, %s, is marked as done; at what time is not said."),
                            proposal->title, day);
  return g_strdup_printf (verdict->behind
                            ? _ ("%s was marked as done for %s in a copy from before the last "
                                 "change. Was it given then?")
                            : _ ("%s is marked as done: given on %s."),
                          proposal->title, when);
}

static char *
ended_text (const RgmProposal *proposal, const char *theirs, const char *ours)
{
  gboolean given = proposal->ours.state == RGM_DOSE_GIVEN;
  const char *has = proposal->event->cancelled        ? _ ("cancelled, on ")
                    : proposal->event->done && !given ? _ ("as done, on ")
                                                      : _ ("on ");

  return g_strdup_printf (
    _ ("%s is on record as %s%s; the calendar has it %s%s. To correct the record: regimen amend "
       "%s/%d"),
    proposal->title, given ? _ ("given on ") : _ ("skipped"), given ? ours : "", has, theirs,
    proposal->course->handle, proposal->dose);
}

static char *
note_text (const RgmProposal *proposal)
{
  g_autofree char *theirs = proposal->placed ? theirs_text (proposal) : NULL;
  g_autofree char *ours = ours_text (proposal);
  const char *title = proposal->title;

  switch (proposal->verdict.reason) {
  case RGM_BECAUSE_ENDED:
    return ended_text (proposal, theirs, ours);
  case RGM_BECAUSE_GONE:
    return g_strdup_printf (_ ("%s is no longer planned."), title);
  case RGM_BECAUSE_TIMELESS:
    return g_strdup_printf (
      _ ("%s has no time of day in the calendar any more; on record it stays %s."), title, ours);
  case RGM_BECAUSE_AHEAD:
    return g_strdup_printf (
      _ ("%s is marked as done, and its day, %s, is still to come. If it was given: regimen log "
         "%s/%d --at TIME"),
      title, theirs, proposal->course->handle, proposal->dose);
  case RGM_BECAUSE_TWICE:
    return g_strdup_printf (
      _ ("%s is in the file several times with different dates; which one holds cannot be told."),
      title);
  case RGM_BECAUSE_OLDER:
    return g_strdup_printf (_ ("%s is as it was before the last change of the record."), title);
  default:
    return g_strdup_printf (_ ("%s cannot be read: %s."), title, proposal->problem);
  }
}

/* That the new time lies outside the window of the dose: nothing where it does not. */
static char *
window_text (const RgmProposal *proposal)
{
  RgmDay day = proposal->verdict.at.day;
  g_autofree char *earliest = cli_day_text (proposal->earliest);
  g_autofree char *latest = cli_day_text (proposal->latest);

  if (proposal->ours.slot || proposal->verdict.kind != RGM_PROPOSE_BOOK
      || (day >= proposal->earliest && day <= proposal->latest))
    return g_strdup ("");
  return g_strdup_printf (_ (" That lies outside its window, from %s to %s."), earliest, latest);
}

static char *
moved_text (const RgmProposal *proposal, const char *theirs, const char *ours)
{
  g_autofree char *window = window_text (proposal);

  return g_strdup_printf (proposal->attached ? _ ("%s: the appointment is %s (on record: %s).%s")
                          : rgm_local_has_time (proposal->ours.start)
                              && !rgm_local_has_time (proposal->verdict.at)
                            ? _ ("%s was moved to %s, without a time (on record: %s).%s")
                            : _ ("%s was moved to %s (on record: %s).%s"),
                          proposal->title, theirs, ours, window);
}

static char *
proposal_text (const RgmProposal *proposal)
{
  const RgmVerdict *verdict = &proposal->verdict;
  g_autofree char *theirs = NULL, *ours = NULL;

  if (verdict->kind == RGM_PROPOSE_LOG)
    return log_text (proposal);
  if (!cli_proposal_is_one (proposal))
    return note_text (proposal);
  theirs = theirs_text (proposal);
  ours = ours_text (proposal);
  if (verdict->kind == RGM_PROPOSE_HOLD_OR_SKIP)
    return g_strdup_printf (
      proposal->event->deleted
        ? _ ("%s on %s was deleted there. Was it put off, or will it not be given at all?")
        : _ ("%s on %s was cancelled. Was it put off, or will it not be given at all?"),
      proposal->title, ours);
  if (verdict->kind == RGM_PROPOSE_ATTACH)
    return g_strdup_printf (_ ("%s: the appointment is %s, as on record. Attach it?"),
                            proposal->title, theirs);
  if (verdict->reason == RGM_BECAUSE_PLACE)
    return g_strdup_printf (_ ("%s on %s has another place: %s."), proposal->title, theirs,
                            verdict->place != NULL ? verdict->place : proposal->ours.usual_place);
  return moved_text (proposal, theirs, ours);
}

/* Why a person has to look: nothing where there is no such reason. Returns: (transfer full). */
static char *
doubt_text (const RgmProposal *proposal)
{
  g_autofree char *other = NULL;

  if (proposal->titled)
    return g_strdup (_ (" (Known by its title alone.)"));
  if (proposal->placed && !proposal->event->cancelled && proposal->time.other != RGM_INSTANT_NONE) {
    other = cli_instant_text (proposal->time.other, proposal->home);
    return g_strdup_printf (_ (" The file describes its time zone otherwise: by that it would be "
                               "%s. Ask which one holds."),
                            other);
  }
  if (proposal->verdict.behind && proposal->verdict.kind != RGM_PROPOSE_LOG)
    return g_strdup (_ (" The record has changed since that copy was made."));
  return g_strdup ("");
}

char *
cli_proposal_text (const RgmProposal *proposal)
{
  g_autofree char *text = proposal_text (proposal);
  g_autofree char *doubt = cli_proposal_is_one (proposal) ? doubt_text (proposal) : g_strdup ("");

  return g_strconcat (text, doubt, NULL);
}

/* ---- commands ---- */

/* What comes from a file is quoted so that a shell finds nothing to do in it. */
static void
add_quoted (GString *command, const char *option, const char *text)
{
  g_autofree char *quoted = text != NULL ? g_shell_quote (text) : NULL;

  if (quoted != NULL)
    g_string_append_printf (command, " %s %s", option, quoted);
}

static GString *
begin (const RgmProposal *proposal, const char *name, gboolean many)
{
  GString *command = g_string_new ("regimen");

  if (many)
    add_quoted (command, "--patient", proposal->patient->name);
  g_string_append_printf (command, " %s %s/%d", name, proposal->course->handle, proposal->dose);
  return command;
}

static void
add_time (GString *command, const char *option, RgmLocal local)
{
  g_autofree char *text = rgm_local_format (local);

  g_string_append_printf (command, rgm_local_has_time (local) ? " %s\"%s\"" : " %s%s", option,
                          g_strdelimit (text, "T", ' '));
}

static char *
log_command (const RgmProposal *proposal, gboolean many)
{
  GString *command = begin (proposal, "log", many);
  RgmLocal at = rgm_zone_to_local (proposal->home, proposal->verdict.moment);

  at.second -= at.second % 60;
  add_time (command, "--at ", at);
  return g_string_free (command, FALSE);
}

static char *
reason_command (const RgmProposal *proposal, const char *name, gboolean many)
{
  GString *command = begin (proposal, name, many);

  g_string_append_printf (command, " --reason \"%s\"", rgm_import_reason ());
  return g_string_free (command, FALSE);
}

static char *
attach_command (const RgmProposal *proposal, gboolean many, const char *file)
{
  GString *command = g_string_new ("regimen");

  if (many)
    add_quoted (command, "--patient", proposal->patient->name);
  add_quoted (command, "import", file);
  g_string_append_printf (command, " --for %s/%d --apply", proposal->course->handle,
                          proposal->dose);
  return g_string_free (command, FALSE);
}

static char *
time_command (const RgmProposal *proposal, gboolean many)
{
  const RgmVerdict *verdict = &proposal->verdict;
  gboolean book = verdict->kind == RGM_PROPOSE_BOOK;
  GString *command = begin (proposal, book ? "book" : "move", many);

  add_time (command, "", verdict->at);
  if (book) {
    add_quoted (command, "--zone", other_zone (proposal, verdict->zone));
    add_quoted (command, "--place", verdict->place);
  }
  return g_string_free (command, FALSE);
}

GPtrArray *
cli_proposal_commands (const RgmProposal *proposal, gboolean many, const char *file)
{
  GPtrArray *commands = g_ptr_array_new_with_free_func (g_free);

  switch (proposal->verdict.kind) {
  case RGM_PROPOSE_BOOK:
  case RGM_PROPOSE_MOVE:
    g_ptr_array_add (commands, time_command (proposal, many));
    break;
  case RGM_PROPOSE_LOG:
    g_ptr_array_add (commands, log_command (proposal, many));
    break;
  case RGM_PROPOSE_HOLD_OR_SKIP:
    g_ptr_array_add (commands, reason_command (proposal, "hold", many));
    g_ptr_array_add (commands, reason_command (proposal, "skip", many));
    break;
  case RGM_PROPOSE_ATTACH:
    g_ptr_array_add (commands, attach_command (proposal, many, file));
    break;
  default:
    break;
  }
  return commands;
}

char *
cli_foreign_text (const RgmProposal *proposal)
{
  const RgmIncoming *event = proposal->event;
  GString *text = g_string_new (NULL);

  if (proposal->placed) {
    g_autofree char *when = theirs_text (proposal);

    g_string_append_printf (text, "%s: ", when);
  }
  g_string_append (text, event->cancelled ? _ ("cancelled: ") : "");
  g_string_append (text, event->summary != NULL ? event->summary : _ ("without a title"));
  if (event->place != NULL)
    g_string_append_printf (text, ", %s", event->place);
  if (proposal->problem != NULL)
    g_string_append_printf (text, " (%s)", proposal->problem);
  return g_string_free (text, FALSE);
}
