/* Decides what becomes of one thing in the record if another copy of the record says something
 * about it too. The cases are in tests/tables/merge.tsv. */
#include "model/merge-plan.h"

#include <string.h>

#include "model/course.h"

/* The clock of another computer may be ahead by this much. */
#define CLOCK_ERROR_SECONDS 300

/* How a field of a kind is combined if both copies have changed it, one letter per field:
 *   s  the copies contradict each other
 *   e  if the field is empty in one copy, the other copy counts; else they contradict each other
 *   m  if the field is empty in one copy, the other copy counts; else the smaller value does. This
 *      is for the moment of the first entry, values that nobody typed, and overridden refusals
 *   t  the smaller value counts if the dose was skipped, or if only its day is known; else as s */
#define DOSE                                                                                       \
  "outcome", "at", "day", "day_only", "amount", "site", "reason", "note", "makeup", "zone",        \
    "recorded_at", "anyway"
#define OBSERVED                                                                                   \
  "key", "name", "value", "unit", "low", "high", "site", "note", "at", "zone", "day", "day_only",  \
    "recorded_at"
static const struct {
  const char *name, *fields;
  const char *names[16];
} kinds[RGM_MERGE_KINDS] = {
  [RGM_MERGE_PERSON] = { "person", "", { NULL } },
  [RGM_MERGE_NAME] = { "name", "s", { "name" } },
  [RGM_MERGE_ZONE] = { "zone", "s", { "zone" } },
  [RGM_MERGE_CLOSED] = { "closed", "s", { "closed" } },
  [RGM_MERGE_COURSE] = { "course", "s", { "treatment" } },
  [RGM_MERGE_HANDLE] = { "handle", "s", { "handle" } },
  [RGM_MERGE_PLAN] = { "plan", "s", { "plan" } },
  [RGM_MERGE_PAUSE] = { "pause", "semm", { "until_day", "reason", "made_at", "made_change" } },
  [RGM_MERGE_END] = { "end", "me", { "at", "reason" } },
  [RGM_MERGE_ANSWER] = { "answer", "sttsseeesmmm", { DOSE } },
  [RGM_MERGE_TAKEN] = { "taken", "sttsseeesmmm", { DOSE } },
  [RGM_MERGE_BOOKING] = { "booking", "ssemm", { "at", "zone", "place", "made_at", "anyway" } },
  [RGM_MERGE_TARGET]
  = { "target", "smmmm", { "target", "kept", "made_at", "made_change", "anyway" } },
  [RGM_MERGE_HOLD] = { "hold", "ssm", { "reason", "until", "since" } },
  [RGM_MERGE_INVITATION]
  = { "invitation", "sssss", { "sequence", "changed", "at", "cancelled", "dose" } },
  [RGM_MERGE_NEED] = { "need", "mse", { "name", "within", "source" } },
  [RGM_MERGE_FELT] = { "felt", "smsssseetmssm", { OBSERVED } },
  [RGM_MERGE_LAB] = { "lab", "smsssseetmssm", { OBSERVED } },
  [RGM_MERGE_CHECK] = { "check", "smsssseetmssm", { OBSERVED } },
  [RGM_MERGE_CONTACT] = { "contact", "sses", { "name", "phone", "hours", "purpose" } },
  [RGM_MERGE_QUESTION]
  = { "question", "smem", { "question", "asked_at", "answer", "answered_at" } },
};
static const char *const verdicts[] = { "keep", "take", "drop", "join", "ask" };
static const char *const reasons[]
  = { "same",   "ours",       "theirs",    "agree",        "happened", "later",
      "differ", "back there", "back here", "both started", "clock",    "other number" };

const char *
rgm_merge_kind_name (RgmMergeKind kind)
{
  return kinds[kind].name;
}

guint
merge_count_fields (RgmMergeKind kind)
{
  return (guint)strlen (kinds[kind].fields);
}

const char *const *
rgm_merge_field_names (RgmMergeKind kind)
{
  return kinds[kind].names;
}

const char *
rgm_merge_verdict_name (RgmMergeVerdict verdict)
{
  return verdicts[verdict];
}

const char *
rgm_merge_reason_name (RgmMergeReason reason)
{
  return reasons[reason];
}

void
merge_decision_clear (MergeDecision *decision)
{
  g_clear_pointer (&decision->joined, g_strfreev);
}

/* ---- comparing ---- */

static gboolean
is_same (const char *const *a, const char *const *b)
{
  return a == b || (a != NULL && b != NULL && g_strv_equal (a, b));
}

static gboolean
is_number (const char *text)
{
  char *end = NULL;

  return *text != '\0' && (g_ascii_strtoll (text, &end, 10), *end == '\0');
}

/* Compares numbers, such as moments, by their value, and anything else by its bytes. */
static int
compare (const char *a, const char *b)
{
  gint64 first, second;

  if (!is_number (a) || !is_number (b))
    return strcmp (a, b);
  first = g_ascii_strtoll (a, NULL, 10);
  second = g_ascii_strtoll (b, NULL, 10);
  return first < second ? -1 : first > second;
}

static const char *
smaller (const char *a, const char *b)
{
  return compare (a, b) <= 0 ? a : b;
}

/* Whether the time in @answer is not the time of the dose: if the dose was skipped, it is the time
 * at which the skip was entered, and if only the day is known, some moment of that day. */
static gboolean
is_loose (const char *const *answer)
{
  return g_str_equal (answer[RGM_MERGE_OUTCOME], "skipped") || *answer[RGM_MERGE_DAY_ONLY] != '\0';
}

static gboolean
is_observed (RgmMergeKind kind)
{
  return kind == RGM_MERGE_FELT || kind == RGM_MERGE_LAB || kind == RGM_MERGE_CHECK;
}

/* Whether both copies know only the day, and it is the same one. */
static gboolean
is_same_whole_day (const MergeCase *each)
{
  return *each->ours[RGM_MERGE_OBSERVED_DAY_ONLY] != '\0'
         && *each->theirs[RGM_MERGE_OBSERVED_DAY_ONLY] != '\0'
         && g_str_equal (each->ours[RGM_MERGE_OBSERVED_DAY], each->theirs[RGM_MERGE_OBSERVED_DAY]);
}

/* ---- combining ---- */

/* The value of a field that both copies have changed; NULL if they contradict each other. */
static const char *
join_field (char how, gboolean loose, const char *ours, const char *theirs)
{
  if (how == 't')
    return loose ? smaller (ours, theirs) : NULL;
  if (how != 's' && *ours == '\0')
    return theirs;
  if (how != 's' && *theirs == '\0')
    return ours;
  return how == 'm' ? smaller (ours, theirs) : NULL;
}

/* Combines the fields of both copies. Returns: (transfer full): NULL if they contradict each
 * other. */
static char **
join (const MergeCase *each)
{
  const char *how = kinds[each->kind].fields;
  gboolean dose = each->kind == RGM_MERGE_ANSWER || each->kind == RGM_MERGE_TAKEN;
  gboolean loose = dose && is_loose (each->ours)
                   && is_loose (each->theirs)
                   /* the days must be the same, except that a skip may have been entered on any
                    * day */
                   && (g_str_equal (each->ours[RGM_MERGE_OUTCOME], "skipped")
                       || g_str_equal (each->ours[RGM_MERGE_DAY], each->theirs[RGM_MERGE_DAY]));
  loose = loose || (is_observed (each->kind) && is_same_whole_day (each));
  g_autoptr (GStrvBuilder) joined = g_strv_builder_new ();

  /* the other fields of a dose belong to its outcome, and cannot be combined with those of another
   * outcome */
  if (dose && !g_str_equal (each->ours[RGM_MERGE_OUTCOME], each->theirs[RGM_MERGE_OUTCOME]))
    return NULL;
  for (guint i = 0; how[i] != '\0'; i++) {
    const char *ours = each->ours[i], *theirs = each->theirs[i], *holds = NULL;

    if (g_str_equal (ours, theirs) || (each->base != NULL && g_str_equal (theirs, each->base[i])))
      holds = ours;
    else if (each->base != NULL && g_str_equal (ours, each->base[i]))
      holds = theirs;
    else
      holds = join_field (how[i], loose, ours, theirs);
    if (holds == NULL)
      return NULL;
    g_strv_builder_add (joined, holds);
  }
  return g_strv_builder_end (joined);
}

/* ---- deciding ---- */

static MergeDecision
decide (RgmMergeVerdict verdict, RgmMergeReason reason)
{
  return (MergeDecision){ .verdict = verdict, .reason = reason };
}

static gboolean
is_planned (RgmMergeKind kind)
{
  return kind == RGM_MERGE_BOOKING || kind == RGM_MERGE_TARGET || kind == RGM_MERGE_HOLD;
}

/* A person is never removed, because everything on record about the person would be removed too. A
 * person whose addition was taken back here is added again if the other copy has news about
 * them. */
static MergeDecision
decide_person (const MergeCase *each)
{
  if (each->ours != NULL)
    return decide (RGM_MERGE_KEEP, each->theirs != NULL ? RGM_MERGE_SAME : RGM_MERGE_OURS);
  if (each->theirs != NULL && (each->base == NULL || each->news_there))
    return decide (RGM_MERGE_TAKE, RGM_MERGE_THEIRS);
  return decide (RGM_MERGE_KEEP, RGM_MERGE_OURS);
}

/* Whether a copy lacks the thing only because the merge that brought it was taken back as a whole.
 * This removes nothing from the copy that it came from, and the thing comes back if the user merges
 * again. */
static gboolean
is_unmerged (const MergeCase *each)
{
  return (each->theirs == NULL && each->unmerged_there && is_same (each->ours, each->base))
         || (each->ours == NULL && each->unmerged_here && is_same (each->theirs, each->base));
}

static MergeDecision
undo_unmerged (const MergeCase *each)
{
  return each->ours != NULL ? decide (RGM_MERGE_KEEP, RGM_MERGE_OURS)
                            : decide (RGM_MERGE_TAKE, RGM_MERGE_THEIRS);
}

/* Asks about a thing that the two copies do not agree on, in the words that fit: one of them may
 * lack it. */
static MergeDecision
ask_back (const MergeCase *each)
{
  return decide (RGM_MERGE_ASK, each->ours == NULL     ? RGM_MERGE_BACK_HERE
                                : each->theirs == NULL ? RGM_MERGE_BACK_THERE
                                                       : RGM_MERGE_DIFFER);
}

static MergeDecision
decide_course (const MergeCase *each)
{
  if ((each->ours != NULL) == (each->theirs != NULL))
    return decide (RGM_MERGE_KEEP, RGM_MERGE_SAME);
  if (is_unmerged (each))
    return undo_unmerged (each);
  if (each->disputed)
    return ask_back (each);
  if (each->declined_here)
    return each->news_there ? ask_back (each) : decide (RGM_MERGE_KEEP, RGM_MERGE_OURS);
  if (each->declined_there)
    return each->news_here || each->answered_here ? ask_back (each)
                                                  : decide (RGM_MERGE_DROP, RGM_MERGE_THEIRS);
  if (each->base == NULL && each->ours != NULL && !each->left_there)
    return decide (RGM_MERGE_KEEP, RGM_MERGE_OURS);
  if (each->base == NULL && each->theirs != NULL && !each->left_here)
    return each->twin ? decide (RGM_MERGE_ASK, RGM_MERGE_BOTH_STARTED)
                      : decide (RGM_MERGE_TAKE, RGM_MERGE_THEIRS);
  /* as with "regimen remove", a course with a dose on record is not removed */
  if (each->ours != NULL && each->answered_here && (each->base == NULL || each->news_here))
    return decide (RGM_MERGE_KEEP, RGM_MERGE_HAPPENED);
  if (each->theirs != NULL && each->answered_there && (each->base == NULL || each->news_there))
    return decide (RGM_MERGE_TAKE, RGM_MERGE_HAPPENED);
  if (each->base == NULL || (each->ours != NULL ? each->news_here : each->news_there))
    return ask_back (each);
  return each->ours != NULL ? decide (RGM_MERGE_DROP, RGM_MERGE_THEIRS)
                            : decide (RGM_MERGE_KEEP, RGM_MERGE_OURS);
}

/* The later version is the one with the higher sequence, or else with the later stamp. If both are
 * equal, the other fields decide, so that both copies come to the same decision. */
static MergeDecision
decide_invitation (const MergeCase *each)
{
  int order = 0;

  for (guint i = 0; i < merge_count_fields (each->kind) && order == 0; i++)
    order = compare (each->ours[i], each->theirs[i]);
  return decide (order < 0 ? RGM_MERGE_TAKE : RGM_MERGE_KEEP, RGM_MERGE_LATER);
}

/* Decides about a thing that both copies have changed in different ways. */
static MergeDecision
decide_both (const MergeCase *each)
{
  MergeDecision decision = decide (RGM_MERGE_JOIN, RGM_MERGE_AGREE);

  if (each->ours == NULL || each->theirs == NULL)
    return ask_back (each);
  if (each->older_there)
    return decide (RGM_MERGE_KEEP, RGM_MERGE_OURS);
  if (each->older_here)
    return decide (RGM_MERGE_TAKE, RGM_MERGE_THEIRS);
  if (each->kind == RGM_MERGE_INVITATION)
    return decide_invitation (each);
  decision.joined = join (each);
  if (decision.joined == NULL)
    return decide (RGM_MERGE_ASK, RGM_MERGE_DIFFER);
  if (is_same ((const char *const *)decision.joined, each->ours))
    decision.verdict = RGM_MERGE_KEEP;
  else if (is_same ((const char *const *)decision.joined, each->theirs))
    decision.verdict = RGM_MERGE_TAKE;
  if (decision.verdict != RGM_MERGE_JOIN)
    merge_decision_clear (&decision);
  return decision;
}

/* Whether one copy once had what the other one has now, and has taken it back since. The state that
 * both copies last agreed on does not show this if the thing came by way of a third copy. Then only
 * the user can tell which copy is newer. If the thing was corrected and not taken back, its
 * versions show which copy is newer. */
static gboolean
was_left (const MergeCase *each)
{
  if (each->ours == NULL || each->theirs == NULL)
    return each->ours == NULL ? each->left_here : each->left_there;
  return (each->left_here && !each->older_there) || (each->left_there && !each->older_here);
}

/* Whether both copies paused the course until the same day for the same reason. */
static gboolean
is_same_pause (const MergeCase *each)
{
  return each->ours != NULL && each->theirs != NULL && g_str_equal (each->ours[0], each->theirs[0])
         && g_str_equal (each->ours[1], each->theirs[1]);
}

/* Takes the moment and the number of the change from the same copy: the one that made the pause
 * first. */
static MergeDecision
decide_pause (const MergeCase *each)
{
  return compare (each->ours[2], each->theirs[2]) <= 0 ? decide (RGM_MERGE_KEEP, RGM_MERGE_SAME)
                                                       : decide (RGM_MERGE_TAKE, RGM_MERGE_AGREE);
}

static MergeDecision
decide_thing (const MergeCase *each)
{
  /* If one copy answered the dose, what that copy has planned for it counts. If only one copy has
   * something planned, it stays on record: it is not shown beside the answer, but counts again if
   * the answer is taken back. */
  if (is_planned (each->kind) && each->answered_here != each->answered_there && each->ours != NULL
      && each->theirs != NULL && !is_same (each->ours, each->theirs))
    return each->answered_here ? decide (RGM_MERGE_KEEP, RGM_MERGE_HAPPENED)
                               : decide (RGM_MERGE_TAKE, RGM_MERGE_HAPPENED);
  if (each->kind == RGM_MERGE_PAUSE && is_same_pause (each))
    return decide_pause (each);
  if (is_same (each->ours, each->theirs))
    return decide (RGM_MERGE_KEEP, RGM_MERGE_SAME);
  if (is_unmerged (each))
    return undo_unmerged (each);
  if (each->disputed || was_left (each))
    return ask_back (each);
  if (is_same (each->theirs, each->base))
    return decide (RGM_MERGE_KEEP, RGM_MERGE_OURS);
  if (each->kind == RGM_MERGE_ANSWER && each->twin && each->theirs != NULL)
    return decide (RGM_MERGE_ASK, RGM_MERGE_OTHER_NUMBER);
  if (is_same (each->ours, each->base))
    return decide (each->theirs != NULL ? RGM_MERGE_TAKE : RGM_MERGE_DROP, RGM_MERGE_THEIRS);
  return decide_both (each);
}

/* Whether the other copy says that something happened in the future. */
static gboolean
lies_ahead (const MergeCase *each)
{
  guint at;

  if (each->kind == RGM_MERGE_ANSWER || each->kind == RGM_MERGE_TAKEN)
    at = RGM_MERGE_AT;
  else if (is_observed (each->kind))
    at = RGM_MERGE_OBSERVED_AT;
  else
    return FALSE;
  return g_ascii_strtoll (each->theirs[at], NULL, 10) > each->now + CLOCK_ERROR_SECONDS;
}

MergeDecision
merge_decide (const MergeCase *each)
{
  MergeDecision decision;

  if (each->kind == RGM_MERGE_PERSON)
    return decide_person (each);
  if (each->kind == RGM_MERGE_COURSE)
    return decide_course (each);
  decision = decide_thing (each);
  if ((decision.verdict == RGM_MERGE_TAKE || decision.verdict == RGM_MERGE_JOIN)
      && lies_ahead (each)) {
    merge_decision_clear (&decision);
    return decide (RGM_MERGE_ASK, RGM_MERGE_CLOCK);
  }
  return decision;
}

/* ---- handles ---- */

void
merge_handle_free (MergeHandle *handle)
{
  if (handle != NULL)
    g_free (handle->handle);
  g_free (handle);
}

static int
compare_courses (gconstpointer a, gconstpointer b)
{
  const MergeHandle *first = *(const MergeHandle *const *)a;
  const MergeHandle *second = *(const MergeHandle *const *)b;

  if (first->started_at != second->started_at)
    return first->started_at < second->started_at ? -1 : 1;
  return strcmp (first->uid, second->uid);
}

/* Whether one of the first @count courses already has the handle, for the same person. */
static gboolean
is_taken (const GPtrArray *courses, guint count, const char *person, const char *handle)
{
  for (guint i = 0; i < count; i++) {
    const MergeHandle *other = courses->pdata[i];
    if (g_str_equal (other->person, person) && g_str_equal (other->handle, handle))
      return TRUE;
  }
  return FALSE;
}

/* @handle without a number at its end: "scan" for "scan-2". Returns: (transfer full). */
static char *
stem_of (const char *handle)
{
  const char *dash = strrchr (handle, '-');

  if (dash == NULL || dash == handle || dash[1] == '\0'
      || dash[1 + strspn (dash + 1, "0123456789")] != '\0')
    return g_strdup (handle);
  return g_strndup (handle, (gsize)(dash - handle));
}

void
merge_give_handles (GPtrArray *courses)
{
  g_ptr_array_sort (courses, compare_courses);
  for (guint i = 0; i < courses->len; i++) {
    MergeHandle *course = courses->pdata[i];
    g_autofree char *stem = stem_of (course->wanted);
    char *handle = g_strdup (course->wanted);

    for (int n = 2; course_is_reserved (handle) || is_taken (courses, i, course->person, handle);
         n++) {
      g_free (handle);
      handle = g_strdup_printf ("%s-%d", stem, n);
    }
    g_free (course->handle);
    course->handle = handle;
  }
}

/* ---- numbers ---- */

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const MergeNumber *first = *(const MergeNumber *const *)a;
  const MergeNumber *second = *(const MergeNumber *const *)b;

  if (first->made_at != second->made_at)
    return first->made_at < second->made_at ? -1 : 1;
  return strcmp (first->birth, second->birth);
}

/* The number of an entry that both copies knew: if one copy has given it another number since, that
 * number; if only one copy still has the entry, its number there. */
static int
number_since (const MergeNumber *entry)
{
  if (entry->here == 0 || entry->there == 0)
    return entry->here + entry->there;
  return entry->here == entry->base ? entry->there : entry->here;
}

void
merge_give_numbers (GPtrArray *entries, int last)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  gboolean all_here = TRUE, all_there = TRUE;
  int next = last;

  for (guint i = 0; i < entries->len; i++) {
    const MergeNumber *entry = entries->pdata[i];
    all_here = all_here && (entry->base != 0 || entry->here != 0);
    all_there = all_there && (entry->base != 0 || entry->there != 0);
  }
  g_ptr_array_sort (entries, compare_numbers);
  for (guint i = 0; i < entries->len; i++) {
    MergeNumber *entry = entries->pdata[i];
    entry->number = entry->base != 0 ? number_since (entry)
                    : all_here       ? entry->here
                    : all_there      ? entry->there
                                     : ++next;
    while (!g_hash_table_add (taken, GINT_TO_POINTER (entry->number))) {
      next++;
      entry->number = MAX (next, entry->number + 1);
    }
  }
}
