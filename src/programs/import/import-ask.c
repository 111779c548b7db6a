#include "base/i18n.h"
#include "programs/import/import-run.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_ANSWER = 64 };

static void
flush (CliInvocation *invocation)
{
  fwrite (invocation->out->str, 1, invocation->out->len, stdout);
  fflush (stdout);
  g_string_truncate (invocation->out, 0);
}

/* @answer: of LONGEST_ANSWER bytes. Returns: FALSE at the end of the input. */
static gboolean
ask (CliInvocation *invocation, const char *question, char *answer)
{
  g_string_append_printf (invocation->out, "   %s ", question);
  flush (invocation);
  if (fgets (answer, LONGEST_ANSWER, stdin) == NULL)
    return FALSE;
  g_strstrip (answer);
  return TRUE;
}

static const char *
question_for (const RgmProposal *proposal)
{
  if (proposal->verdict.kind == RGM_PROPOSE_HOLD_OR_SKIP)
    return _ ("h: put off, s: will not be given, Enter: leave it");
  if (proposal->verdict.no_time)
    return _ ("The time (like 10:40) to log it, Enter: leave it");
  return _ ("Put it on record? y, Enter: leave it");
}

static gboolean
answer_time (const ImportRun *run, const char *answer, RgmProposal *proposal)
{
  const RgmZone *zone = rgm_zone_get (proposal->patient->zone, NULL);
  RgmLocal local = rgm_zone_to_local (zone, proposal->verdict.moment);
  g_autofree char *day = rgm_day_format (local.day);
  g_autofree char *text = g_strconcat (day, " ", answer, NULL);
  RgmWhen when;

  if (!rgm_when_parse (text, zone, run->session.now, &when, NULL)
      || when.instant == RGM_INSTANT_NONE)
    return FALSE;
  proposal->verdict.moment = when.instant;
  return TRUE;
}

/* Wants what the person wants of it, if anything. */
static void
take_answer (ImportRun *run, guint index, const char *answer)
{
  RgmProposal proposal = *import_proposal (run, index);
  char first = g_ascii_tolower (*answer);

  if (proposal.verdict.kind == RGM_PROPOSE_HOLD_OR_SKIP) {
    if (first == 'h' || first == 's')
      import_want (run, index, &proposal, first == 'h' ? RGM_IMPORT_HOLD : RGM_IMPORT_SKIP);
  } else if (proposal.verdict.no_time ? answer_time (run, answer, &proposal) : first == 'y')
    import_want (run, index, &proposal, RGM_IMPORT_AS_PROPOSED);
}

/* Nothing is written before the last answer; what cannot be is told at once. */
static void
check_wanted (ImportRun *run, guint index)
{
  g_autoptr (GError) problem = NULL;

  if (run->own[index] == NULL || rgm_import_apply (&run->session, run->wishes, TRUE, &problem))
    return;
  cli_print_para (run->invocation, 5, _ ("   Refused: %s"), problem->message);
  import_unwant (run, index);
}

gboolean
import_ask_about (ImportRun *run, guint index)
{
  char answer[LONGEST_ANSWER];

  if (!ask (run->invocation, question_for (import_proposal (run, index)), answer))
    return FALSE;
  take_answer (run, index, answer);
  check_wanted (run, index);
  return TRUE;
}
