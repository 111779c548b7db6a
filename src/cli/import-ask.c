#include "base/i18n.h"
#include "import-run.h"

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

/* Returns: (nullable): what the person wants of it. */
static RgmImportWish *
take_answer (ImportRun *run, guint index, const char *answer)
{
  RgmProposal proposal = *import_proposal (run, index);
  char first = g_ascii_tolower (*answer);

  if (proposal.verdict.kind == RGM_PROPOSE_HOLD_OR_SKIP)
    return first == 'h' || first == 's'
             ? import_want (run, index, &proposal, first == 'h' ? RGM_IMPORT_HOLD : RGM_IMPORT_SKIP)
             : NULL;
  if (proposal.verdict.no_time ? !answer_time (run, answer, &proposal) : first != 'y')
    return NULL;
  return import_want (run, index, &proposal, RGM_IMPORT_AS_PROPOSED);
}

/* Nothing is written before the last answer; what cannot be is told at once. */
static void
try_it (ImportRun *run, guint index, const RgmImportWish *wish)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *outside = NULL;

  if (!rgm_import_apply (&run->session, run->wishes, TRUE, &problem)) {
    cli_print_para (run->invocation, 5, _ ("   Refused: %s"), problem->message);
    import_unwant (run, index);
    return;
  }
  outside = import_outside (wish);
  if (outside != NULL)
    cli_print_para (run->invocation, 5, "   %s", outside);
}

gboolean
import_ask_about (ImportRun *run, guint index)
{
  char answer[LONGEST_ANSWER];
  RgmImportWish *wish;

  if (!ask (run->invocation, question_for (import_proposal (run, index)), answer))
    return FALSE;
  wish = take_answer (run, index, answer);
  if (wish != NULL)
    try_it (run, index, wish);
  return TRUE;
}
