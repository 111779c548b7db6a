/* regimen merge: adds what is only in another copy of the record to this one. */
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/print/dose-text.h"
#include "cli/print/merge-text.h"

#include <string.h>
#include <unistd.h>

typedef struct {
  gboolean apply;
  const char *as, *here, *there;
} Options;

static const CliOption options[] = {
  { "apply", CLI_FLAG, G_STRUCT_OFFSET (Options, apply), NULL,
    N_ ("put on record what is only in FILE and contradicts nothing") },
  { "here", CLI_TEXT, G_STRUCT_OFFSET (Options, here), "NUMBERS",
    N_ ("with --apply: in these contradictions this record is right (1,3 or all)") },
  { "there", CLI_TEXT, G_STRUCT_OFFSET (Options, there), "NUMBERS",
    N_ ("with --apply: in these contradictions FILE is right (2,4 or all)") },
  { "as", CLI_TEXT, G_STRUCT_OFFSET (Options, as), "NAME",
    N_ ("FILE is somebody else's record: it becomes part of what is on record about NAME") },
  { NULL },
};

typedef struct {
  CliInvocation *invocation;
  const Options *given;
  RgmSession session;
  char *shown;         /* the name of the file, as it is shown */
  GHashTable *answers; /* of RgmMergeVerdict, by RgmMergeItem.key */
  gboolean hidden;     /* private mode: no details are printed */
  gboolean several;    /* several people are on record */
  gint64 ours,
    theirs; /* the last change in each copy when the user answered; 0: there are no answers */
} Run;

static void
run_clear (Run *run)
{
  g_free (run->shown);
  g_clear_pointer (&run->answers, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
merge (Run *run, gboolean apply, RgmMergeResult *result, GError **error)
{
  const RgmMergeRequest request = { .path = run->invocation->words->pdata[0],
                                    .as = run->given->as,
                                    .answers = run->answers,
                                    .apply = apply,
                                    .ours = run->ours,
                                    .theirs = run->theirs };

  return rgm_record_merge (&run->session, &request, result, error);
}

/* ---- answers ---- */

static void
answer (Run *run, const RgmMergeItem *item, RgmMergeVerdict verdict)
{
  g_hash_table_insert (run->answers, g_strdup (item->key), GINT_TO_POINTER (verdict));
}

/* The contradictions of @result. Returns: (transfer container). */
static GPtrArray *
asked_of (const RgmMergeResult *result)
{
  GPtrArray *asked = g_ptr_array_new ();

  for (guint i = 0; i < result->items->len; i++)
    if (((const RgmMergeItem *)result->items->pdata[i])->verdict == RGM_MERGE_ASK)
      g_ptr_array_add (asked, result->items->pdata[i]);
  return asked;
}

/* Answers contradiction number @number with @verdict. Fails if the other option has answered it in
 * the other way. */
static gboolean
answer_number (Run *run, const GPtrArray *asked, guint number, RgmMergeVerdict verdict,
               GError **error)
{
  const RgmMergeItem *item = asked->pdata[number - 1];
  gpointer given = NULL;

  if (g_hash_table_lookup_extended (run->answers, item->key, NULL, &given)
      && GPOINTER_TO_INT (given) != (int)verdict) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("contradiction %u is in --here and in --there; give it in one of the two"),
                 number);
    return FALSE;
  }
  answer (run, item, verdict);
  return TRUE;
}

/* Fails because @typed, in the value of @option, is not the number of one of @count
 * contradictions. */
static gboolean
fail_number (const char *option, const char *typed, guint count, GError **error)
{
  g_autofree char *quoted = text_quote (typed);

  if (count == 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("there is no contradiction %s, because the two copies do not contradict each "
                    "other; leave out --%s"),
                 quoted, option);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 P_ ("--%s %s: there is %u contradiction; its number, several separated by commas, "
                     "or \"all\" is accepted",
                     "--%s %s: there are %u contradictions; their numbers, separated by commas, or "
                     "\"all\" are accepted",
                     count),
                 option, quoted, count);
  return FALSE;
}

/* Reads "1,3" or "all", the value of @option, and answers these contradictions with @verdict. */
static gboolean
read_answers (Run *run, const char *option, const char *text, const GPtrArray *asked,
              RgmMergeVerdict verdict, GError **error)
{
  gboolean all = g_strcmp0 (text, "all") == 0;
  g_auto (GStrv) numbers = g_strsplit (text != NULL && !all ? text : "", ",", -1);

  for (guint number = 1; all && number <= asked->len; number++)
    if (!answer_number (run, asked, number, verdict, error))
      return FALSE;
  for (char **typed = numbers; *typed != NULL; typed++) {
    guint64 number = 0;
    if (asked->len == 0
        || !g_ascii_string_to_unsigned (g_strstrip (*typed), 10, 1, asked->len, &number, NULL))
      return fail_number (option, *typed, asked->len, error);
    if (!answer_number (run, asked, (guint)number, verdict, error))
      return FALSE;
  }
  return TRUE;
}

/* @data: RgmMergeVerdict *, which stays RGM_MERGE_ASK if the user leaves the question open. */
static gboolean
take_side (const char *typed, gpointer data, GError **error)
{
  RgmMergeVerdict *verdict = data;

  if (cli_answer_is (typed, N_ ("h|here")))
    *verdict = RGM_MERGE_KEEP;
  else if (cli_answer_is (typed, N_ ("t|there")))
    *verdict = RGM_MERGE_TAKE;
  else if (*typed != '\0')
    return cli_fail_answer (typed, _ ("h or here, t or there, or only Enter"), error);
  return TRUE;
}

/* Asks the user about the contradiction @item. Returns: FALSE at the end of the input. */
static gboolean
ask_about (Run *run, const RgmMergeItem *item)
{
  RgmMergeVerdict verdict = RGM_MERGE_ASK;

  cli_print_para (
    run->invocation, 3, "   %s",
    _ ("Which one is right? h: what is here, t: what is there, Enter: leave it open"));
  if (!cli_ask (run->invocation, take_side, &verdict))
    return FALSE;
  if (verdict != RGM_MERGE_ASK)
    answer (run, item, verdict);
  return TRUE;
}

/* ---- printing ---- */

static const RgmZone *
zone_of (const Run *run, const RgmMergeItem *item, const GPtrArray *patients)
{
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = patients->pdata[i];
    const RgmZone *zone = rgm_zone_get (patient->zone, NULL);
    if (zone != NULL && g_strcmp0 (patient->name, item->patient) == 0)
      return zone;
  }
  return run->invocation->zone;
}

/* Whether to print @item. Details that come with a new course or person, such as its name, are left
 * out. */
static gboolean
is_told (const RgmMergeItem *item)
{
  if (item->ours != NULL || item->verdict == RGM_MERGE_ASK)
    return TRUE;
  return item->kind != RGM_MERGE_HANDLE && item->kind != RGM_MERGE_NAME
         && item->kind != RGM_MERGE_ZONE && item->kind != RGM_MERGE_CLOSED
         && item->kind != RGM_MERGE_INVITATION;
}

/* The parts of the list. Each is printed under a heading or, in private mode, only counted. */
typedef enum {
  PART_NEW,
  PART_NEWER,
  PART_BACK,
  PART_JOINED,
  PART_ASKED,
  PARTS,
} Part;

static Part
part_of (const RgmMergeItem *item)
{
  switch (item->verdict) {
  case RGM_MERGE_DROP:
    return PART_BACK;
  case RGM_MERGE_JOIN:
    return PART_JOINED;
  case RGM_MERGE_ASK:
    return PART_ASKED;
  case RGM_MERGE_TAKE:
  case RGM_MERGE_KEEP: /* no item of a result has this verdict */
    break;
  }
  return item->ours == NULL ? PART_NEW : PART_NEWER;
}

/* Prints the items of the parts from @first to @last below @heading. */
static void
print_parts (Run *run, const RgmMergeResult *result, Part first, Part last, const char *heading,
             const GPtrArray *patients)
{
  gboolean any = FALSE;

  for (guint i = 0; i < result->items->len; i++) {
    const RgmMergeItem *item = result->items->pdata[i];
    Part part = part_of (item);
    g_autofree char *subject = NULL, *saying = NULL;

    if (part < first || part > last || !is_told (item))
      continue;
    if (!any)
      cli_print_heading (run->invocation, CLI_STRONG, heading);
    any = TRUE;
    subject = merge_subject (item, run->several);
    saying = merge_saying (item, item->verdict == RGM_MERGE_DROP ? item->ours : item->theirs,
                           zone_of (run, item, patients));
    cli_print_para (run->invocation, 4, "  %s: %s", subject, saying);
  }
}

static void
print_asked (Run *run, const RgmMergeItem *item, guint number, const GPtrArray *patients)
{
  const RgmZone *zone = zone_of (run, item, patients);
  g_autofree char *subject = merge_subject (item, run->several);
  g_autofree char *ours = merge_saying (item, item->ours, zone);
  g_autofree char *theirs = merge_saying (item, item->theirs, zone);
  const char *why = merge_why (item);

  cli_print_para (run->invocation, 3, "%u. %s", number, subject);
  cli_print_para (run->invocation, 6, _ ("   here: %s"), ours);
  cli_print_para (run->invocation, 6, _ ("   there: %s"), theirs);
  if (why != NULL)
    cli_print_para (run->invocation, 3, "   %s", why);
  if (item->answer == RGM_MERGE_TAKE)
    cli_print_para (run->invocation, 3, _ ("   Put on record as it is there."));
  else if (item->answer == RGM_MERGE_KEEP)
    cli_print_para (run->invocation, 3, _ ("   Left as it is here."));
}

static guint
count_clear (const RgmMergeResult *result)
{
  guint clear = 0;

  for (guint i = 0; i < result->items->len; i++)
    clear += ((const RgmMergeItem *)result->items->pdata[i])->verdict != RGM_MERGE_ASK;
  return clear;
}

/* Says that @part has @count items. Returns: (transfer full). */
static char *
count_text (Part part, guint count)
{
  switch (part) {
  case PART_NEW:
    return g_strdup_printf (
      P_ ("%u entry is only in the other copy.", "%u entries are only in the other copy.", count),
      count);
  case PART_NEWER:
    return g_strdup_printf (
      P_ ("%u entry is newer in the other copy.", "%u entries are newer in the other copy.", count),
      count);
  case PART_BACK:
    return g_strdup_printf (P_ ("%u entry was taken back in the other copy.",
                                "%u entries were taken back in the other copy.", count),
                            count);
  case PART_JOINED:
    return g_strdup_printf (P_ ("%u entry is in both copies, and is combined.",
                                "%u entries are in both copies, and are combined.", count),
                            count);
  case PART_ASKED:
  case PARTS:
    break;
  }
  return g_strdup_printf (
    P_ ("%u entry contradicts this record.", "%u entries contradict this record.", count), count);
}

/* Prints how many items each part has, and no more. */
static void
print_counts (Run *run, const RgmMergeResult *result)
{
  guint counts[PARTS] = { 0 };

  for (guint i = 0; i < result->items->len; i++)
    counts[part_of (result->items->pdata[i])] += is_told (result->items->pdata[i]) ? 1 : 0;
  for (Part part = 0; part < PARTS; part++) {
    g_autofree char *text = counts[part] > 0 ? count_text (part, counts[part]) : NULL;
    if (text != NULL)
      cli_print (run->invocation, "%s", text);
  }
}

/* Prints all differences, and asks about each contradiction if @asking. Returns: FALSE at the end
 * of the input. */
static gboolean
print_all (Run *run, const RgmMergeResult *result, gboolean asking, const GPtrArray *patients)
{
  g_autoptr (GPtrArray) asked = asked_of (result);

  if (run->hidden) {
    print_counts (run, result);
    return TRUE;
  }
  print_parts (run, result, PART_NEW, PART_NEWER, _ ("Only there, or newer there"), patients);
  print_parts (run, result, PART_BACK, PART_BACK, _ ("Taken back there"), patients);
  print_parts (run, result, PART_JOINED, PART_JOINED, _ ("In both copies, and combined"), patients);
  if (asked->len > 0)
    cli_print_heading (run->invocation, CLI_STRONG, _ ("Contradictions"));
  for (guint i = 0; i < asked->len; i++) {
    print_asked (run, asked->pdata[i], i + 1, patients);
    if (asking && !ask_about (run, asked->pdata[i]))
      return FALSE;
  }
  return TRUE;
}

static void
add_option (GString *line, const char *option, const char *value)
{
  g_autofree char *shown = value != NULL ? file_shown (value) : NULL;
  g_autofree char *word = shown != NULL ? text_shell_word (shown) : NULL;

  if (word != NULL)
    g_string_append_printf (line, " %s %s", option, word);
}

/* "regimen" with --db, --patient and --private, as far as the user typed them. Returns: (transfer
 * full). */
static char *
regimen_as_typed (const Run *run)
{
  const CliGlobals *globals = &run->invocation->globals;
  GString *line = g_string_new ("regimen");

  add_option (line, "--db", globals->db);
  add_option (line, "--patient", globals->patient);
  if (globals->private_mode)
    g_string_append (line, " --private");
  return g_string_free (line, FALSE);
}

/* The command that merges the same copy with --apply, with the other options that were typed,
 * except the answers. Returns: (transfer full). */
static char *
apply_line (const Run *run)
{
  g_autofree char *regimen = regimen_as_typed (run), *word = text_shell_word (run->shown);
  GString *line = g_string_new (regimen);

  g_string_append_printf (line, " merge %s", word);
  add_option (line, "--as", run->given->as);
  g_string_append (line, " --apply");
  return g_string_free (line, FALSE);
}

/* The command that takes back what was put on record. If several people are on record, it names one
 * of those the merge was about. Returns: (transfer full). */
static char *
undo_line (const Run *run, const RgmMergeResult *result)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (run->session.store, NULL);
  g_autofree char *regimen = regimen_as_typed (run);
  gboolean named = run->invocation->globals.patient != NULL;

  for (guint i = 0; patients != NULL && !named && i < result->items->len; i++)
    for (guint j = 0; j < patients->len; j++) {
      const RgmMergeItem *item = result->items->pdata[i];
      const RgmPatient *patient = patients->pdata[j];
      g_autofree char *option = NULL;

      if (g_strcmp0 (patient->name, item->patient) != 0)
        continue;
      option = cli_patient_option (patient, patients);
      return g_strdup_printf ("%s %sundo", regimen, option);
    }
  return g_strdup_printf ("%s undo", regimen);
}

/* Prints what was done and what is left to do. @applied: whether the merge was to be saved; it may
 * still save nothing if another program has just saved the same. */
static void
print_end (Run *run, const RgmMergeResult *result, gboolean applied)
{
  CliInvocation *invocation = run->invocation;
  g_autofree char *undo = undo_line (run, result), *line = apply_line (run);

  if (result->saved ? count_clear (result) + g_hash_table_size (run->answers) == 0
                    : applied && result->asked == 0)
    cli_print_para (invocation, 0, _ ("This record has all that %s has."), run->shown);
  else if (result->saved)
    cli_print_para (invocation, 0, _ ("Put on record as one change; \"%s\" takes all of it back."),
                    undo);
  if (result->saved && result->asked > 0)
    cli_print_para (
      invocation, 0,
      P_ ("%u contradiction is left as it is here. To answer it: %s --here NUMBERS --there NUMBERS",
          "%u contradictions are left as they are here. To answer them: %s --here NUMBERS --there "
          "NUMBERS",
          result->asked),
      result->asked, line);
  else if (!result->saved && applied && result->asked > 0)
    cli_print_para (invocation, 0,
                    _ ("Nothing was changed, because only contradictions are left. To say which "
                       "side is right: %s --here NUMBERS --there NUMBERS"),
                    line);
  else if (!result->saved && !applied)
    cli_print_para (invocation, 0, _ ("Nothing was changed. To put it on record: %s"), line);
}

/* ---- --json ---- */

static void
print_json_fields (CliJson *json, const char *key, const RgmMergeItem *item, char *const *fields,
                   const RgmZone *zone)
{
  const char *const *names = rgm_merge_field_names (item->kind);

  if (fields == NULL) {
    cli_json_text (json, key, NULL);
    return;
  }
  cli_json_open_object (json, key);
  for (guint i = 0; fields[i] != NULL; i++) {
    gint64 number = 0;
    gboolean moment
      = item->kind != RGM_MERGE_BOOKING
        && (g_str_equal (names[i], "at") || g_str_has_suffix (names[i], "_at")
            || g_str_equal (names[i], "since") || g_str_equal (names[i], "changed"))
        && g_ascii_string_to_signed (fields[i], 10, G_MININT64, G_MAXINT64, &number, NULL);
    if (moment)
      cli_json_instant (json, names[i], number, zone);
    else
      cli_json_text (json, names[i], *fields[i] != '\0' ? fields[i] : NULL);
  }
  cli_json_close_object (json);
}

static void
print_json (Run *run, const RgmMergeResult *result, const GPtrArray *patients)
{
  CliJson json;
  guint number = 0;

  cli_json_begin (&json);
  cli_json_text (&json, "file", run->shown);
  cli_json_flag (&json, "saved", result->saved);
  cli_json_number (&json, "left", result->asked);
  cli_json_open_array (&json, "entries");
  for (guint i = 0; i < result->items->len; i++) {
    const RgmMergeItem *item = result->items->pdata[i];
    const RgmZone *zone = zone_of (run, item, patients);
    gboolean asked = item->verdict == RGM_MERGE_ASK;

    cli_json_open_object (&json, NULL);
    cli_json_number_or_null (&json, "contradiction", asked ? (gint64)++number : 0);
    cli_json_text (&json, "patient", item->patient);
    cli_json_text (&json, "course", item->handle);
    cli_json_number_or_null (&json, "number", item->number);
    cli_json_text (&json, "kind", rgm_merge_kind_name (item->kind));
    cli_json_text (&json, "verdict", rgm_merge_verdict_name (item->verdict));
    cli_json_text (&json, "reason", rgm_merge_reason_name (item->reason));
    cli_json_text (&json, "right",
                   item->answer == RGM_MERGE_TAKE   ? "there"
                   : item->answer == RGM_MERGE_KEEP ? "here"
                                                    : NULL);
    print_json_fields (&json, "here", item, item->ours, zone);
    print_json_fields (&json, "there", item, item->theirs, zone);
    cli_json_close_object (&json);
  }
  cli_json_close_array (&json);
  cli_print_json (run->invocation, &json);
}

/* ---- the command ---- */

static gboolean
check_options (const Options *given, GError **error)
{
  if (given->apply || (given->here == NULL && given->there == NULL))
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s can be used only with --apply"),
               given->here != NULL ? "--here" : "--there");
  return FALSE;
}

/* Compares the two records, gets the answers from the user or the options, and puts the result on
 * record if the user wants that. */
static gboolean
merge_and_tell (Run *run, const GPtrArray *patients, GError **error)
{
  CliInvocation *invocation = run->invocation;
  const Options *given = run->given;
  g_auto (RgmMergeResult) result = { 0 };
  gboolean asking = !given->apply && !invocation->globals.json && !run->hidden
                    && isatty (STDIN_FILENO) && isatty (STDOUT_FILENO);
  gboolean apply = given->apply;

  if (!merge (run, FALSE, &result, error))
    return FALSE;
  if (result.items->len == 0 && (result.known || !apply)) {
    if (invocation->globals.json)
      print_json (run, &result, patients);
    else
      cli_print_para (invocation, 0, _ ("This record has all that %s has."), run->shown);
    return TRUE;
  }
  g_autoptr (GPtrArray) asked = asked_of (&result);
  if (!read_answers (run, "here", given->here, asked, RGM_MERGE_KEEP, error)
      || !read_answers (run, "there", given->there, asked, RGM_MERGE_TAKE, error))
    return FALSE;
  if (asking && print_all (run, &result, TRUE, patients)) {
    cli_print_para (invocation, 3, "   %s", _ ("Put this on record? y: yes, Enter: no"));
    apply = cli_ask_yes (invocation);
  }
  if (apply) {
    if (asking || g_hash_table_size (run->answers) > 0) {
      run->ours = result.ours;
      run->theirs = result.theirs;
    }
    rgm_merge_result_clear (&result);
    if (!merge (run, TRUE, &result, error))
      return FALSE;
  }
  if (invocation->globals.json) {
    print_json (run, &result, patients);
    return TRUE;
  }
  if (!asking)
    print_all (run, &result, FALSE, patients);
  cli_print (invocation, "%s", "");
  print_end (run, &result, apply);
  return TRUE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const Options *given = invocation->options;
  g_auto (Run) all = { .invocation = invocation,
                       .given = given,
                       .shown = file_shown (invocation->words->pdata[0]),
                       .answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  gboolean writes
    = given->apply
      || (!invocation->globals.json && isatty (STDIN_FILENO) && isatty (STDOUT_FILENO));
  g_autoptr (GPtrArray) patients = NULL;

  if (!check_options (given, error)
      || !cli_session (
        invocation, writes && cli_database_exists (invocation) ? RGM_STORE_CREATE : RGM_STORE_READ,
        CLI_NEEDS_SETTINGS, &all.session, error))
    return FALSE;
  patients = rgm_store_patients (all.session.store, error);
  if (patients == NULL)
    return FALSE;
  all.hidden = cli_is_private (invocation, &all.session);
  all.several = patients->len > 1;
  return merge_and_tell (&all, patients, error);
}

const CliCommand cli_command_merge = {
  .name = "merge",
  .summary = N_ ("bring in what is only in another copy of the record"),
  .arguments = "FILE",
  .details = N_ (
    "Two people may keep copies of one record, each on a computer of their own, or a shared folder "
    "may have made a second one (\"regimen check\" names such a copy). FILE is another copy: merge "
    "shows what is only there, or newer there, and what contradicts this record. FILE is only "
    "read.\n\nWhat both copies say in the same way counts once: a dose that both logged is one "
    "dose if time and amount agree. What only one of them changed since both were the same is "
    "clear, and so is what was taken back in one of them and left alone in the other. The program "
    "never decides a contradiction: on a terminal it asks which side is right, and nothing is "
    "written before the last answer.\n\n--apply puts on record what is clear, without asking; "
    "--here and --there answer the contradictions by their numbers. All of it is one change, which "
    "\"regimen undo\" takes back. Whether you merge their copy into yours or yours into theirs, "
    "both records then say the same; a second time changes nothing. New entries with the same "
    "number are numbered in the order in which they were made.\n\nA record that has nothing in "
    "common with this one is somebody else's and is refused; --as says whose it becomes here. To "
    "put a whole copy in the place of the database, use \"regimen restore\" instead."),
  .examples = "regimen merge ~/Shared/regimen.db\nregimen merge ~/Shared/regimen.db --apply\n"
              "regimen merge ~/Shared/regimen.db --apply --there 1,3 --here 2",
  .word = CLI_WORD_FILE,
  .min_words = 1,
  .max_words = 1,
  .options = options,
  .options_size = sizeof (Options),
  .json = TRUE,
  .verifies = CLI_VERIFIES_NEWEST,
  .run = run,
};
