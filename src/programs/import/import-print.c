/* import-print.c: prints the proposals and notes about a calendar as text, and on a terminal asks
 * the user about each proposal. */
#include "programs/import/import-print.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/print/dose-text.h"
#include "model/incoming.h"
#include "model/proposal.h"
#include "programs/import/import-view.h"

#include <stdio.h>
#include <string.h>

enum { MOST_FOREIGN = 20 };

/* ---- asking ---- */

typedef enum {
  ASKS_HOLD_OR_SKIP,
  ASKS_SKIP,
  ASKS_TIME_GIVEN,
  ASKS_WHICH_TIME,
  ASKS_TIME,
  ASKS_YES_OR_NO,
} Asked;

/* Each question, and the accepted answers, which are named if the user types another one. */
static const struct {
  const char *question, *accepted;
} questions[] = {
  [ASKS_HOLD_OR_SKIP] = { N_ ("h: it was put off, s: it will not be given, Enter: record nothing"),
                          N_ ("h, s, or only Enter") },
  [ASKS_SKIP] = { N_ ("s: it will not be given, Enter: record nothing"), N_ ("s, or only Enter") },
  [ASKS_TIME_GIVEN]
  = { N_ ("Type the time at which it was given, like 10:40. Enter: record nothing"),
      N_ ("a time like 10:40, or only Enter") },
  [ASKS_WHICH_TIME] = { N_ ("Record this? y: yes, o: yes, with the other time, Enter: no"),
                        N_ ("y, o, n, or only Enter") },
  [ASKS_TIME] = { N_ ("Type the time of the appointment, like 10:40. y: record only the day, "
                      "Enter: record nothing"),
                  N_ ("a time like 10:40, y, or only Enter") },
  [ASKS_YES_OR_NO] = { N_ ("Record this? y: yes, Enter: no"), N_ ("y or n, or only Enter") },
};

static Asked
asked_about (const RgmProposal *proposal)
{
  const RgmVerdict *verdict = &proposal->verdict;

  if (verdict->kind == RGM_PROPOSE_HOLD_OR_SKIP)
    return proposal->ours.slot ? ASKS_SKIP : ASKS_HOLD_OR_SKIP;
  if (verdict->no_time && verdict->kind == RGM_PROPOSE_LOG)
    return ASKS_TIME_GIVEN;
  if (import_has_other (proposal))
    return ASKS_WHICH_TIME;
  return verdict->no_time ? ASKS_TIME : ASKS_YES_OR_NO;
}

/* Reads @typed as a time on the day of @proposal, and makes it the time that is proposed. Returns:
 * FALSE if it is not a time. */
static gboolean
take_time (const ImportRun *run, const char *typed, RgmProposal *proposal)
{
  RgmVerdict *verdict = &proposal->verdict;
  const RgmZone *zone = proposal->home;
  gboolean given = verdict->kind == RGM_PROPOSE_LOG;
  RgmDay of = given ? rgm_zone_day (zone, verdict->moment) : proposal->time.local.day;
  g_autofree char *day = rgm_day_format (of), *text = g_strconcat (day, " ", typed, NULL);
  RgmWhen when;

  if (!rgm_when_parse (text, zone, run->session.now, RGM_WHEN_PLANNED, &when, NULL)
      || when.instant == RGM_INSTANT_NONE)
    return FALSE;
  if (given)
    verdict->moment = when.instant;
  else
    *verdict = (RgmVerdict){
      .kind = RGM_PROPOSE_BOOK, .at = when.local, .zone = zone, .place = verdict->place
    };
  return TRUE;
}

typedef struct {
  ImportRun *run;
  guint index; /* of the proposal */
} Question;

/* Adds a wish for the proposal according to the answer @typed; none if the user wants nothing
 * recorded. @data: a Question. Returns: FALSE with @error set if the answer is not accepted. */
static gboolean
take_answer (const char *typed, gpointer data, GError **error)
{
  const Question *question = data;
  ImportRun *run = question->run;
  RgmProposal proposal = *import_proposal (run, question->index);
  Asked asked = asked_about (&proposal);
  RgmImportWay way = RGM_IMPORT_AS_PROPOSED;
  gboolean known = FALSE;

  if (*typed == '\0' || cli_answer_is (typed, N_ ("n|no")))
    return TRUE;
  if (asked == ASKS_HOLD_OR_SKIP || asked == ASKS_SKIP) {
    gboolean holds = asked == ASKS_HOLD_OR_SKIP && cli_answer_is (typed, N_ ("h|hold"));
    way = holds ? RGM_IMPORT_HOLD : RGM_IMPORT_SKIP;
    known = way == RGM_IMPORT_HOLD || cli_answer_is (typed, N_ ("s|skip"));
  } else if (asked == ASKS_WHICH_TIME && cli_answer_is (typed, N_ ("o|other"))) {
    proposal.verdict = proposal.other;
    incoming_other (&proposal.time, proposal.home, &proposal.time);
    known = TRUE;
  } else {
    known = asked != ASKS_TIME_GIVEN && cli_answer_is (typed, N_ ("y|yes"));
    if (!known && (asked == ASKS_TIME || asked == ASKS_TIME_GIVEN))
      known = take_time (run, typed, &proposal);
  }
  if (!known)
    return cli_fail_answer (typed, _ (questions[asked].accepted), error);
  import_want (run, question->index, &proposal, way);
  return TRUE;
}

/* Whether the wishes so far would be accepted together with all proposals behind @index that need
 * no choice: if a series moves by a day, the new day of an appointment is free only once the next
 * one has been moved. */
static gboolean
may_hold_later (ImportRun *run, guint index)
{
  g_autoptr (GPtrArray) later = g_ptr_array_new_with_free_func ((GDestroyNotify)import_wish_free);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = index + 1; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);

    if (proposal_changes_record (&proposal->verdict) && !proposal->verdict.choice)
      g_ptr_array_add (later, import_wish_new (proposal, RGM_IMPORT_AS_PROPOSED));
  }
  g_ptr_array_extend (all, run->wishes, NULL, NULL);
  g_ptr_array_extend (all, later, NULL, NULL);
  return later->len > 0 && import_record (&run->session, all, run->import->change, TRUE, NULL);
}

/* Asks the user about the proposal at @index. Nothing is written before the last answer, but if the
 * command would refuse the proposal, whatever the user answers to the others, the user hears so at
 * once. Returns: FALSE at the end of the input. */
static gboolean
ask_about (ImportRun *run, guint index)
{
  Question question = { run, index };
  g_autofree char *refusal = NULL;

  cli_print_para (run->invocation, 3, "   %s",
                  _ (questions[asked_about (import_proposal (run, index))].question));
  if (!cli_ask (run->invocation, take_answer, &question))
    return FALSE;
  if (run->wish_of[index] == NULL
      || import_record (&run->session, run->wishes, run->import->change, TRUE, NULL)
      || run->wish_of[index]->refusal == NULL)
    return TRUE;
  refusal = g_strdup (run->wish_of[index]->refusal->message);
  if (!may_hold_later (run, index)) {
    cli_print_para (run->invocation, 5, _ ("   Refused: %s"), refusal);
    g_ptr_array_remove (run->wishes, run->wish_of[index]);
    run->wish_of[index] = NULL;
  }
  return TRUE;
}

/* ---- proposals ---- */

/* What is to be printed about @proposal, whose dose was found. If several people are on record, it
 * begins with a name, unless that person is named before all of the output. Returns: (transfer
 * full). */
static char *
text_of (const ImportRun *run, const RgmProposal *proposal)
{
  g_autofree char *text = import_proposal_text (proposal, run->several_patients);
  const char *name = proposal->patient->name;

  return run->several_patients && g_strcmp0 (run->invocation->person, name) != 0
           ? g_strdup_printf ("%s: %s", name, text)
           : g_steal_pointer (&text);
}

/* Forgets what the user has accepted so far, and says so, because the input ended before the last
 * answer. */
static void
drop_wishes (ImportRun *run)
{
  if (run->wishes->len > 0)
    cli_print_para (run->invocation, 3, "   %s",
                    _ ("The input ended before the last answer, so none of the answers counts."));
  g_ptr_array_set_size (run->wishes, 0);
  for (guint i = 0; i < run->import->proposals->len; i++)
    run->wish_of[i] = NULL;
}

/* Prints each proposal, and either that it is on record or the commands for it. */
static void
print_proposals (ImportRun *run)
{
  CliInvocation *invocation = run->invocation;
  gboolean asking = run->asking;
  int number = 0;

  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);
    const RgmImportWish *wish = run->wish_of[i];
    g_autofree char *text = NULL;

    if (!proposal_changes_record (&proposal->verdict))
      continue;
    text = text_of (run, proposal);
    cli_print_para (invocation, 3, "%d. %s", ++number, text);
    if (wish != NULL && run->done) {
      cli_print (invocation, "   %s", _ ("On record."));
    } else {
      g_autoptr (GPtrArray) commands = import_commands (proposal, run->several_patients, run->file);

      for (guint c = 0; c < commands->len; c++)
        cli_print (invocation, "     %s", (const char *)commands->pdata[c]);
    }
    if (wish != NULL && wish->refusal != NULL)
      cli_print_para (invocation, 5, _ ("   Refused: %s"), wish->refusal->message);
    if (asking && !ask_about (run, i)) {
      asking = FALSE;
      drop_wishes (run);
    }
  }
}

/* ---- what needs no answer ---- */

static void
print_notes (const ImportRun *run)
{
  int older = 0, foreign = 0;
  int same = import_count (run, RGM_PROPOSE_NOTHING, RGM_BECAUSE_SAME);

  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);
    g_autofree char *text = NULL;

    if (proposal->verdict.kind != RGM_PROPOSE_NOTE
        || (proposal->course == NULL
            && (import_can_be_attached (proposal) || ++foreign > MOST_FOREIGN)))
      continue;
    /* an appointment that the user named with --for always gets an answer of its own */
    if (proposal->verdict.reason == RGM_BECAUSE_OLDER && !proposal->attached) {
      older++;
      continue;
    }
    text = proposal->course != NULL ? text_of (run, proposal) : import_foreign_text (proposal);
    cli_print_para (run->invocation, 2, _ ("Note: %s"), text);
  }
  if (foreign > MOST_FOREIGN)
    cli_print (run->invocation, _ ("  … and %d more."), foreign - MOST_FOREIGN);
  if (older > 0)
    cli_print_para (
      run->invocation, 2,
      P_ ("%d event is older than the last change to its dose, and adds nothing new.",
          "%d events are older than the last changes to their doses, and add nothing new.",
          (gulong)older),
      older);
  if (run->import->left_out > 0)
    cli_print_para (run->invocation, 2,
                    P_ ("%d event is an earlier version of another one in the file, and was left "
                        "out.",
                        "%d events are earlier versions of others in the file, and were left out.",
                        (gulong)run->import->left_out),
                    run->import->left_out);
  if (run->import->others > 0)
    cli_print_para (run->invocation, 2,
                    P_ ("%d event is about a dose of another person, and was left out.",
                        "%d events are about doses of other people, and were left out.",
                        (gulong)run->import->others),
                    run->import->others);
  if (same > 0)
    cli_print_para (
      run->invocation, 2,
      P_ ("%d event agrees with the record.", "%d events agree with the record.", (gulong)same),
      same);
}

/* The handles of the courses to which an appointment may belong; tablets have no appointments. If
 * several people are on record, each handle is followed by "--patient NAME". Returns: (transfer
 * full) (element-type utf8). */
static GPtrArray *
find_targets (const ImportRun *run)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (RgmPatient) meant = rgm_session_patient (&run->session, NULL);

  for (guint i = 0; i < run->import->patients->len; i++) {
    const RgmPatient *patient = run->import->patients->pdata[i];
    RgmCourseQuery query = { .patient_id = patient->id,
                             .now = run->session.now,
                             .since = RGM_INSTANT_NONE,
                             .ended_since = RGM_INSTANT_NONE };
    g_autoptr (GPtrArray) courses = rgm_store_courses (run->session.store, &query, NULL);
    g_autofree char *option = cli_patient_option (patient, run->import->patients);

    if (meant != NULL && meant->id != patient->id)
      continue;
    for (guint n = 0; courses != NULL && n < courses->len; n++) {
      const RgmCourse *course = courses->pdata[n];
      RgmScheduleKind kind = rgm_course_schedule (course)->kind;

      if (kind != RGM_SCHEDULE_TIMES && kind != RGM_SCHEDULE_AS_NEEDED) {
        char *target = g_strdup_printf ("%s %s", course->handle, option);
        g_ptr_array_add (targets, g_strchomp (target));
      }
    }
  }
  return targets;
}

/* Tells the user how to attach events that are not from this record to doses. @first: the number of
 * the first such event. @several: whether the file has other events with a number, so that the
 * command has to name one. */
static void
print_attach (const ImportRun *run, const char *file, int first, gboolean several)
{
  g_autoptr (GPtrArray) targets = find_targets (run);
  g_autofree char *others = NULL;
  const char *target;

  if (targets->len == 0)
    return;
  target = targets->pdata[0];
  if (several)
    cli_print_para (
      run->invocation, 2,
      _ ("To attach number %d to the next dose of a course: regimen import %s --event "
         "%d --for %s. All of them, in order: regimen import %s --all --for %s"),
      first, file, first, target, file, target);
  else
    cli_print_para (run->invocation, 2,
                    _ ("To attach it to the next dose of a course: regimen import %s --for %s"),
                    file, target);
  others = cli_list_text ((const char *const *)targets->pdata + 1, targets->len - 1);
  if (targets->len > 1)
    cli_print_para (run->invocation, 2, _ ("The other courses for --for are: %s"), others);
}

/* Prints the events that are not from this record, with the numbers that --event takes. */
static void
print_foreign (const ImportRun *run)
{
  int number = 0, count = 0, first = 0;
  gboolean several = FALSE;

  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);
    g_autofree char *text = NULL;

    if (proposal->number != 0) /* counted for --for already, with those that are attached */
      number = proposal->number;
    else
      number += proposal->course == NULL || proposal->remembered || proposal->titled;
    several = several || number > 1;
    if (proposal->verdict.reason != RGM_BECAUSE_FOREIGN || !import_can_be_attached (proposal))
      continue;
    if (count++ == 0) {
      cli_print (run->invocation, _ ("Not from this record:"));
      first = number;
    }
    if (count > MOST_FOREIGN)
      continue;
    text = import_foreign_text (proposal);
    cli_print_para (run->invocation, 5, "  %d. %s", number, text);
  }
  if (count == 0)
    return;
  if (count > MOST_FOREIGN)
    cli_print (run->invocation, _ ("  … and %d more."), count - MOST_FOREIGN);
  if (run->file == NULL) /* --for cannot be used with --published */
    return;
  g_autofree char *file = text_shell_word (run->file);
  print_attach (run, file, first, several);
}

/* ---- the end ---- */

/* The --patient option that "regimen undo" needs to take back what was put on record. All of that
 * is one change, which belongs to each person with a dose in it, so any of them can be named.
 * Returns: (transfer full): "" if only one person is on record. */
static char *
undo_option (const ImportRun *run)
{
  for (guint i = 0; i < run->wishes->len; i++) {
    const RgmImportWish *wish = run->wishes->pdata[i];

    if (wish->proposal.patient != NULL)
      return cli_patient_option (wish->proposal.patient, run->import->patients);
  }
  return g_strdup ("");
}

/* Prints how many proposals were put on record, and how many the user still has to decide about.
 * @proposals: how many there are. @sure: how many of them need no choice by the user. */
static void
print_result (const ImportRun *run, int proposals, int sure)
{
  int done = run->done ? (int)run->wishes->len : 0;
  int left = proposals - (int)run->wishes->len;
  g_autofree char *option = undo_option (run);

  if (done > 0)
    cli_print_para (run->invocation, 2,
                    P_ ("Put on record: %d. (\"regimen %sundo\" takes it back.)",
                        "Put on record: %d. (\"regimen %sundo\" takes all of it back.)",
                        (gulong)done),
                    done, option);
  else if (proposals > 0 && !run->given->apply)
    cli_print_para (
      run->invocation, 2, "%s",
      run->asking ? _ ("Nothing was changed.")
      : sure > 0  ? _ ("Nothing was changed. With --apply, every proposal that needs "
                        "no choice is put on record.")
                 : _ ("Nothing was changed. Choose the command above that is right, and type it."));
  if (run->given->apply && left > 0)
    cli_print_para (run->invocation, 2,
                    P_ ("Left for you to decide: %d. The commands for it are shown above.",
                        "Left for you to decide: %d. The commands for them are shown above.",
                        (gulong)left),
                    left);
}

/* Tells the user how to make the calendar on the server say again what the record says. */
static void
print_mine (const ImportRun *run)
{
  const RgmProposal *first = NULL;
  g_autofree char *quoted = NULL;
  g_autoptr (GString) whose = g_string_new (NULL);
  gulong count = 0;

  for (guint i = 0; i < run->import->proposals->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);

    if (proposal->course == NULL)
      continue;
    if (count++ == 0)
      first = proposal;
  }
  if (first != NULL && run->several_patients) {
    quoted = text_shell_word (first->patient->name);
    g_string_printf (whose, "--patient %s ", quoted);
  }
  if (first != NULL)
    cli_print_para (run->invocation, 2,
                    P_ ("If the record is right: regimen %spublish --mine %s/%d",
                        "If the record is right: regimen %spublish --mine %s/%d, or all of them: "
                        "regimen publish --mine all",
                        count),
                    whose->str, first->course->handle, first->dose);
}

/* Prints when the calendar on the server was last read: only publishing reads it. */
static void
print_read_at (ImportRun *run)
{
  g_autofree char *when = NULL;

  if (run->read_at == RGM_INSTANT_NONE) {
    cli_print_para (run->invocation, 2,
                    _ ("The calendar on the server has not been read yet. To read it: regimen "
                       "publish"));
    return;
  }
  when = cli_instant_text (run->read_at, run->invocation->zone);
  cli_print_para (run->invocation, 2,
                  _ ("The calendar on the server was read on %s. To read it again: regimen "
                     "publish"),
                  when);
}

gboolean
import_print_text (ImportRun *run, GError **error)
{
  const GPtrArray *all = run->import->proposals;
  int proposals = 0, sure = 0;
  gulong attached = 0, attachable = 0; /* appointments that can be recognised in later files */

  for (guint i = 0; i < all->len; i++) {
    const RgmProposal *proposal = import_proposal (run, i);

    if (!proposal_changes_record (&proposal->verdict))
      continue;
    proposals++;
    sure += !proposal->verdict.choice;
    attachable
      += import_attaches (proposal) && (!proposal->verdict.choice || import_asks_when (proposal));
  }
  if (all->len == 0 && run->import->others == 0)
    cli_print (run->invocation, run->given->published
                                  ? _ ("No change in the calendar on the server is known.")
                                  : _ ("The calendar has no appointments."));
  else if (proposals == 0)
    cli_print (run->invocation, _ ("Nothing to put on record."));
  print_proposals (run);
  if (run->asking && run->wishes->len > 0 && !import_apply (run, error))
    return FALSE;
  print_notes (run);
  print_foreign (run);
  print_result (run, proposals, sure);
  for (guint i = 0; run->done && i < all->len; i++)
    attached += run->wish_of[i] != NULL && import_attaches (import_proposal (run, i));
  if (attached > 0)
    cli_print_para (run->invocation, 2, "%s",
                    P_ ("Later changes of that appointment will find its dose by themselves.",
                        "Later changes of those appointments will find their doses by themselves.",
                        attached));
  else if (attachable > 0 && !run->given->apply)
    cli_print_para (run->invocation, 2, "%s",
                    P_ ("Once it is attached (with --apply, or a yes on a terminal), later changes "
                        "of that appointment will find its dose by themselves.",
                        "Once they are attached (with --apply, or a yes on a terminal), later "
                        "changes of those appointments will find their doses by themselves.",
                        attachable));
  if (run->given->published)
    print_mine (run);
  if (run->given->published)
    print_read_at (run);
  return TRUE;
}
