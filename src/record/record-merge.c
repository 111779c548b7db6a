/* record-merge.c: takes from another copy of the record what only that copy has. Compares both
 * copies with the last state that both of them knew, and puts on record what is clear, and what the
 * user has answered. */
#include <regimen/record.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/reword.h"
#include "base/text.h"
#include "model/merge-plan.h"
#include "model/schedule.h"
#include "record/snapshots.h"
#include "record/writing.h"
#include "store/merge.h"
#include "store/write.h"

/* What was decided about one thing. */
typedef struct {
  const MergeFact *ours, *theirs, *base; /* nullable, but not all */
  MergeDecision decision;
  gboolean settled;       /* it needs no answer, or was answered */
  RgmMergeVerdict result; /* what happens: the verdict or, after a question, the answer; KEEP while
                             the question is open */
  int number;             /* the number that it gets; 0: it has none */
} Thing;

/* What a copy has said, including what was taken back since. Each member is a set for
 * store_merge_said(). */
typedef struct {
  GHashTable *ever;  /* at any time */
  GHashTable *kept;  /* at any time, but without what came only by a merge that was undone */
  GHashTable *early; /* no later than the change with which it came to know the base */
} History;

typedef struct {
  const RgmSession *session;
  const RgmMergeRequest *request;
  RgmStore *ours, *theirs;
  MergeBase base;
  char *person, *as; /* nullable, with --as: the UUID of the only person there, and of the one
                        here */
  MergeFacts *then, *here, *there;
  History past_here, past_there;
  GHashTable *disputed; /* nullable: keys of what the two users answered in different ways */
  GHashTable *things;   /* of Thing, by key */
  GPtrArray *handles;   /* of MergeHandle: all courses that exist after the merge */
  gboolean news;        /* the other copy says something that is not in the base */
} Merge;

static void
free_thing (gpointer data)
{
  Thing *thing = data;

  merge_decision_clear (&thing->decision);
  g_free (thing);
}

static void
history_clear (History *history)
{
  g_clear_pointer (&history->ever, g_hash_table_unref);
  g_clear_pointer (&history->kept, g_hash_table_unref);
  g_clear_pointer (&history->early, g_hash_table_unref);
}

static void
merge_clear (Merge *merge)
{
  g_clear_pointer (&merge->theirs, rgm_store_close);
  g_clear_pointer (&merge->person, g_free);
  g_clear_pointer (&merge->as, g_free);
  g_clear_pointer (&merge->things, g_hash_table_unref);
  g_clear_pointer (&merge->handles, g_ptr_array_unref);
  g_clear_pointer (&merge->then, store_merge_facts_free);
  g_clear_pointer (&merge->here, store_merge_facts_free);
  g_clear_pointer (&merge->there, store_merge_facts_free);
  g_clear_pointer (&merge->disputed, g_hash_table_unref);
  history_clear (&merge->past_here);
  history_clear (&merge->past_there);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Merge, merge_clear)

static void
free_item (gpointer data)
{
  RgmMergeItem *item = data;

  g_free (item->key);
  g_free (item->patient);
  g_free (item->handle);
  g_strfreev (item->ours);
  g_strfreev (item->theirs);
  g_free (item);
}

void
rgm_merge_result_clear (RgmMergeResult *result)
{
  g_clear_pointer (&result->items, g_ptr_array_unref);
}

/* ---- opening the copy ---- */

/* Whether the two copies have a person in common. */
static gboolean
share_people (const GPtrArray *ours, const GPtrArray *theirs)
{
  for (guint i = 0; i < ours->len; i++)
    for (guint j = 0; j < theirs->len; j++)
      if (g_str_equal (((const RgmPatient *)ours->pdata[i])->uid,
                       ((const RgmPatient *)theirs->pdata[j])->uid))
        return TRUE;
  return FALSE;
}

/* Finds the person here who is named by --as, and the only person of the other record, which
 * becomes a part of that person's record here. */
static gboolean
find_as (Merge *merge, const GPtrArray *ours, const GPtrArray *theirs, GError **error)
{
  const char *as = merge->request->as;
  g_autofree char *quoted = text_quote (as), *wanted = text_fold (as);
  g_autofree char *shown = file_shown (merge->request->path);

  if (theirs->len != 1) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 P_ ("%s has %u person on record; --as takes the record of one person",
                     "%s has %u people on record; --as takes the record of one person",
                     theirs->len),
                 shown, theirs->len);
    return FALSE;
  }
  for (guint i = 0; i < ours->len; i++) {
    const RgmPatient *patient = ours->pdata[i];
    g_autofree char *name = text_fold (patient->name);
    if (!g_str_equal (name, wanted))
      continue;
    merge->as = g_strdup (patient->uid);
    merge->person = g_strdup (((const RgmPatient *)theirs->pdata[0])->uid);
    return TRUE;
  }
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("--as %s: nobody of that name is on record here; \"regimen patient list\" names "
                  "everybody"),
               quoted);
  return FALSE;
}

/* Checks that the copy is one of this record, or that --as says whom it is about. A copy with
 * neither a change nor a person of this record is somebody else's; that is still so after one of
 * the two records was merged into the other with --as. */
static gboolean
check_whose (Merge *merge, GError **error)
{
  g_autoptr (GPtrArray) ours = rgm_store_patients (merge->ours, error);
  g_autoptr (GPtrArray) theirs = ours != NULL ? rgm_store_patients (merge->theirs, error) : NULL;
  g_autofree char *shown = file_shown (merge->request->path), *word = text_shell_word (shown);
  g_autofree char *name = NULL;
  gboolean same;

  if (theirs == NULL)
    return FALSE;
  if (ours->len == 0 || theirs->len == 0) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_CONFLICT,
      theirs->len == 0
        ? _ ("%s has nothing on record, so there is nothing to take from it")
        : _ ("nothing is on record here; \"regimen restore FILE\" restores a copy such as %s"),
      shown);
    return FALSE;
  }
  same = share_people (ours, theirs) || merge->base.related;
  if (merge->request->as != NULL && same) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is a copy of this record, and has the same people; leave out --as"), shown);
    return FALSE;
  }
  if (merge->request->as != NULL)
    return find_as (merge, ours, theirs, error);
  if (same)
    return TRUE;
  name = text_shell_word (((const RgmPatient *)ours->pdata[0])->name);
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               _ ("%s is somebody else's record: it has no person in common with this one. If it "
                  "is about a person who is on record here: regimen merge %s --as %s"),
               shown, word, name);
  return FALSE;
}

static gboolean
open_copy (Merge *merge, GError **error)
{
  const char *path = merge->request->path;
  g_autofree char *shown = file_shown (path);

  if (store_is_file (merge->ours, path)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is the database itself; name another copy of it"), shown);
    return FALSE;
  }
  merge->theirs = store_open_copy (path, error);
  return merge->theirs != NULL && store_merge_base (merge->ours, merge->theirs, &merge->base, error)
         && check_whose (merge, error);
}

/* ---- deciding ---- */

static const MergeFact *
find (const MergeFacts *facts, const char *key)
{
  return facts != NULL ? g_hash_table_lookup (facts->facts, key) : NULL;
}

static const char *const *
fields (const MergeFact *fact)
{
  return fact != NULL ? (const char *const *)fact->fields : NULL;
}

static const MergeFact *
any (const Thing *thing)
{
  return thing->ours != NULL ? thing->ours : thing->theirs != NULL ? thing->theirs : thing->base;
}

static gboolean
says_same (const MergeFact *a, const MergeFact *b)
{
  return a == b || (a != NULL && b != NULL && g_strv_equal (fields (a), fields (b)));
}

/* Whether the thing is on record after the merge. */
static gboolean
is_there (const Thing *thing)
{
  return thing->result == RGM_MERGE_KEEP ? thing->ours != NULL : thing->result != RGM_MERGE_DROP;
}

/* The key of the thing of the kind @kind that is about @owner, a person or a course. */
static char *
key_beside (const char *kind, const char *owner)
{
  return g_strdup_printf ("%s\x1f%s\x1f", kind, owner);
}

static Thing *
thing_about (const Merge *merge, const char *kind, const char *owner)
{
  g_autofree char *key = key_beside (kind, owner);

  return g_hash_table_lookup (merge->things, key);
}

static Thing *
thing_new (Merge *merge, const char *key)
{
  Thing *thing = g_new0 (Thing, 1);

  thing->ours = find (merge->here, key);
  thing->theirs = find (merge->there, key);
  thing->base = find (merge->then, key);
  thing->number = any (thing)->number;
  thing->settled = TRUE;
  g_hash_table_insert (merge->things, g_strdup (key), thing);
  return thing;
}

static void
set_result (const Merge *merge, const char *key, Thing *thing)
{
  gpointer answer = NULL;

  thing->result = thing->decision.verdict;
  if (thing->result != RGM_MERGE_ASK)
    return;
  thing->settled = merge->request->answers != NULL
                   && g_hash_table_lookup_extended (merge->request->answers, key, NULL, &answer);
  thing->result = !thing->settled || GPOINTER_TO_INT (answer) != RGM_MERGE_TAKE ? RGM_MERGE_KEEP
                  : thing->theirs != NULL                                       ? RGM_MERGE_TAKE
                                                                                : RGM_MERGE_DROP;
}

/* Whether @facts differs from the base in anything about the course @course or, if that is NULL,
 * about the person @person. */
static gboolean
has_news (const Merge *merge, const MergeFacts *facts, const char *person, const char *course)
{
  const MergeFacts *const both[] = { facts, merge->then };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++) {
    GHashTableIter iter;
    gpointer key, value;
    if (both[i] == NULL)
      continue;
    g_hash_table_iter_init (&iter, both[i]->facts);
    while (g_hash_table_iter_next (&iter, &key, &value)) {
      const MergeFact *fact = value;
      if (fact->kind != RGM_MERGE_HANDLE /* a merge may give another one */
          && (course != NULL ? g_strcmp0 (fact->course, course) == 0
                             : g_str_equal (fact->person, person))
          && !says_same (find (facts, key), find (merge->then, key)))
        return TRUE;
    }
  }
  return FALSE;
}

/* Whether a course of the same person and treatment as @theirs was started here after the base. */
static gboolean
has_twin (const Merge *merge, const MergeFact *theirs)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, merge->here->facts);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const MergeFact *ours = value;
    if (ours->kind == RGM_MERGE_COURSE && g_str_equal (ours->person, theirs->person)
        && g_str_equal (ours->fields[0], theirs->fields[0]) && find (merge->there, key) == NULL
        && find (merge->then, key) == NULL)
      return TRUE;
  }
  return FALSE;
}

/* Whether at most one dose a day of the course @uid is planned here, so that two doses on one day
 * are probably one that was entered twice. */
static gboolean
is_once_a_day (const Merge *merge, const char *uid)
{
  g_autofree char *key = key_beside ("plan", uid);
  const MergeFact *plan = find (merge->here, key);
  g_auto (GStrv) parts = NULL;
  g_autoptr (RgmSchedule) schedule = NULL;

  if (plan == NULL || plan->versions->len == 0)
    return FALSE;
  parts = g_strsplit (plan->versions->pdata[plan->versions->len - 1], "\x1f", 3);
  schedule = g_strv_length (parts) == 3 ? schedule_from_stored (parts[1], NULL) : NULL;
  return schedule != NULL && schedule->kind != RGM_SCHEDULE_TIMES
         && schedule->kind != RGM_SCHEDULE_AS_NEEDED && schedule->per_day < 2
         && schedule->every.unit != 'h';
}

/* Whether both answers (nullable) say that a dose was given at the same time or, if @once_a_day, on
 * the same day. */
static gboolean
says_same_dose (const MergeFact *a, const MergeFact *b, gboolean once_a_day)
{
  return a != NULL && b != NULL && g_str_equal (a->fields[RGM_MERGE_OUTCOME], "given")
         && g_str_equal (b->fields[RGM_MERGE_OUTCOME], "given")
         && (g_str_equal (a->fields[RGM_MERGE_AT], b->fields[RGM_MERGE_AT])
             || (once_a_day && g_str_equal (a->fields[RGM_MERGE_DAY], b->fields[RGM_MERGE_DAY])));
}

/* Whether the dose of @theirs, an RGM_MERGE_ANSWER, is on record here under another number only.
 * That happens if doses were entered in another order, or if one of the copies has one more. If the
 * other copy has both, it is not the same dose. */
static gboolean
has_other_number (const Merge *merge, const MergeFact *ours, const MergeFact *theirs)
{
  gboolean once_a_day = is_once_a_day (merge, theirs->course);
  GHashTableIter iter;
  gpointer key, value;

  if (says_same_dose (ours, theirs, once_a_day))
    return FALSE;
  g_hash_table_iter_init (&iter, merge->here->facts);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const MergeFact *other = value;
    if (other->kind == RGM_MERGE_ANSWER && other->number != theirs->number
        && g_strcmp0 (other->course, theirs->course) == 0
        && says_same_dose (other, theirs, once_a_day)
        && !says_same_dose (find (merge->there, key), theirs, once_a_day))
      return TRUE;
  }
  return FALSE;
}

/* Sets in @each whether a dose was answered in one of the copies after the base. @fact is something
 * that is planned for that dose. An answer that the user still has to decide about, or has decided
 * against, does not count: the dose stays as it was planned. */
static void
look_at_answer (const Merge *merge, const MergeFact *fact, MergeCase *each)
{
  g_autofree char *key = fact->course != NULL
                           ? g_strdup_printf ("answer\x1f%s\x1f%d", fact->course, fact->number)
                           : NULL;
  const Thing *answer = key != NULL ? g_hash_table_lookup (merge->things, key) : NULL;

  if (answer == NULL || answer->base != NULL || !answer->settled || !is_there (answer))
    return;
  each->answered_here = answer->ours != NULL;
  each->answered_there = answer->theirs != NULL;
}

/* Whether @facts has an answer for any dose of the course @uid. */
static gboolean
has_answers (const MergeFacts *facts, const char *uid)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, facts->facts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const MergeFact *fact = value;
    if ((fact->kind == RGM_MERGE_ANSWER || fact->kind == RGM_MERGE_TAKEN)
        && g_strcmp0 (fact->course, uid) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Decides about a thing whose person or course, @owner, is missing in one of the copies. Returns:
 * FALSE if nothing was decided, because both copies have @owner or there is none. */
static gboolean
follow_owner (Thing *thing, const Thing *owner)
{
  if (owner == NULL || (owner->ours != NULL && owner->theirs != NULL))
    return FALSE;
  /* what is only here stays, and a person or course that is taken over brings everything about
   * it */
  if (owner->result == RGM_MERGE_TAKE && thing->theirs != NULL)
    thing->result = thing->decision.verdict = RGM_MERGE_TAKE;
  /* otherwise a dose of a course that is removed would still be listed beside what was felt */
  if (owner->result == RGM_MERGE_DROP && thing->ours != NULL
      && (thing->ours->kind == RGM_MERGE_ANSWER || thing->ours->kind == RGM_MERGE_TAKEN))
    thing->result = thing->decision.verdict = RGM_MERGE_DROP;
  return TRUE;
}

/* Whether one copy has given up what @fact (nullable), a fact of the other copy, says: the copy
 * with the history @past once said it, and the other copy, with the history @other, had not said it
 * yet when it came to know the base. */
static gboolean
has_left (const History *past, const MergeFact *fact, const History *other)
{
  return fact != NULL && store_merge_said (past->kept, fact)
         && !store_merge_said (other->early, fact);
}

/* Whether only a merge that was undone brought @fact into the copy with the history @past. */
static gboolean
has_unmerged (const History *past, const MergeFact *fact)
{
  return fact != NULL && store_merge_said (past->ever, fact)
         && !store_merge_said (past->kept, fact);
}

/* Whether @fact, which the copy with the history @past knows from a merge, was never on record
 * there: its user decided against it. */
static gboolean
has_declined (const History *past, const MergeFact *fact)
{
  return fact != NULL && !store_merge_said (past->ever, fact);
}

/* Whether @fact is an earlier version of @later: it was corrected or changed since. */
static gboolean
is_earlier (const MergeFact *fact, const MergeFact *later)
{
  return fact != NULL && later != NULL && fact->versions->len > 0
         && fact->versions->len < later->versions->len && store_merge_goes_on (later, fact);
}

/* Sets the members of @each that depend on the histories of the two copies. */
static void
look_back (const Merge *merge, const Thing *thing, MergeCase *each)
{
  const History *here = &merge->past_here, *there = &merge->past_there;

  each->left_here = has_left (here, thing->theirs, there);
  each->left_there = has_left (there, thing->ours, here);
  each->unmerged_here = thing->ours == NULL && has_unmerged (here, thing->theirs);
  each->unmerged_there = thing->theirs == NULL && has_unmerged (there, thing->ours);
  each->older_here = is_earlier (thing->ours, thing->theirs);
  each->older_there = is_earlier (thing->theirs, thing->ours);
  if (each->kind == RGM_MERGE_COURSE && thing->base != NULL) {
    each->declined_here = thing->ours == NULL && has_declined (here, thing->theirs);
    each->declined_there = thing->theirs == NULL && has_declined (there, thing->ours);
  }
}

static void
decide (Merge *merge, const char *key)
{
  Thing *thing = thing_new (merge, key);
  const MergeFact *fact = any (thing);
  MergeCase each = { .kind = fact->kind,
                     .base = fields (thing->base),
                     .ours = fields (thing->ours),
                     .theirs = fields (thing->theirs),
                     .now = merge->session->now };

  merge->news = merge->news || !says_same (thing->theirs, thing->base);
  each.disputed = merge->disputed != NULL && g_hash_table_contains (merge->disputed, key);
  look_back (merge, thing, &each);
  if (fact->kind == RGM_MERGE_PERSON || fact->kind == RGM_MERGE_COURSE) {
    each.news_here
      = thing->theirs == NULL && has_news (merge, merge->here, fact->person, fact->course);
    each.news_there
      = thing->ours == NULL && has_news (merge, merge->there, fact->person, fact->course);
  }
  if (fact->kind == RGM_MERGE_COURSE) {
    each.twin = thing->ours == NULL && thing->theirs != NULL && has_twin (merge, thing->theirs);
    each.answered_here = thing->theirs == NULL && has_answers (merge->here, fact->course);
    each.answered_there = thing->ours == NULL && has_answers (merge->there, fact->course);
  } else
    look_at_answer (merge, fact, &each);
  if (fact->kind == RGM_MERGE_ANSWER && thing->theirs != NULL)
    each.twin = has_other_number (merge, thing->ours, thing->theirs);
  if (fact->kind != RGM_MERGE_PERSON
      && (follow_owner (thing, thing_about (merge, "person", fact->person))
          || (fact->course != NULL && fact->kind != RGM_MERGE_COURSE
              && follow_owner (thing, thing_about (merge, "course", fact->course)))))
    return;
  thing->decision = merge_decide (&each);
  set_result (merge, key, thing);
}

/* The keys of all that the copies say; some may be there more than once. @owners: only people and
 * courses, or only the rest. Returns: (transfer container). */
static GPtrArray *
all_keys (const Merge *merge, gboolean owners)
{
  const MergeFacts *const all[] = { merge->here, merge->there, merge->then };
  GPtrArray *keys = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    GHashTableIter iter;
    gpointer key, value;
    if (all[i] == NULL)
      continue;
    g_hash_table_iter_init (&iter, all[i]->facts);
    while (g_hash_table_iter_next (&iter, &key, &value)) {
      RgmMergeKind kind = ((const MergeFact *)value)->kind;
      if ((kind == RGM_MERGE_PERSON || kind == RGM_MERGE_COURSE) == owners)
        g_ptr_array_add (keys, key);
    }
  }
  return keys;
}

/* Decides about people first, then about courses, because the rest depends on them. */
static void
decide_all (Merge *merge)
{
  const RgmMergeKind order[] = { RGM_MERGE_PERSON, RGM_MERGE_COURSE };
  g_autoptr (GPtrArray) owners = all_keys (merge, TRUE), others = all_keys (merge, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < owners->len; j++) {
      g_autofree char *start = g_strconcat (rgm_merge_kind_name (order[i]), "\x1f", NULL);
      if (g_str_has_prefix (owners->pdata[j], start)
          && !g_hash_table_contains (merge->things, owners->pdata[j]))
        decide (merge, owners->pdata[j]);
    }
  for (int pass = 0; pass < 2; pass++) /* what is planned for a dose depends on its answer */
    for (guint i = 0; i < others->len; i++)
      if (!g_hash_table_contains (merge->things, others->pdata[i])
          && (pass == 1 || g_str_has_prefix (others->pdata[i], "answer\x1f")))
        decide (merge, others->pdata[i]);
}

/* ---- handles and numbers ---- */

/* The handle that a course would have if no other course had the same one. */
static const char *
wanted_handle (const Merge *merge, const Thing *course)
{
  const Thing *thing = thing_about (merge, "handle", any (course)->course);

  if (thing->result == RGM_MERGE_TAKE)
    return thing->theirs->fields[0];
  return thing->ours != NULL ? thing->ours->fields[0] : thing->theirs->fields[0];
}

static void
find_handles (Merge *merge)
{
  GHashTableIter iter;
  gpointer value;

  merge->handles = g_ptr_array_new_with_free_func ((GDestroyNotify)merge_handle_free);
  g_hash_table_iter_init (&iter, merge->things);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Thing *thing = value;
    const MergeFact *fact = any (thing);
    MergeHandle *handle;

    if (fact->kind != RGM_MERGE_COURSE || !is_there (thing))
      continue;
    handle = g_new0 (MergeHandle, 1);
    *handle = (MergeHandle){ fact->person, fact->course, fact->made_at,
                             wanted_handle (merge, thing), NULL };
    g_ptr_array_add (merge->handles, handle);
  }
  merge_give_handles (merge->handles);
}

/* Gives the entries of one list their numbers. */
static void
number_list (Merge *merge, const char *list, const GPtrArray *things)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  int last
    = merge->then != NULL ? GPOINTER_TO_INT (g_hash_table_lookup (merge->then->numbers, list)) : 0;

  for (guint i = 0; i < things->len; i++) {
    const Thing *thing = things->pdata[i];
    const MergeFact *fact = any (thing);
    MergeNumber *entry = g_new0 (MergeNumber, 1);
    *entry = (MergeNumber){ .made_at = fact->made_at, .birth = fact->birth };
    entry->base = thing->base != NULL ? thing->base->number : 0;
    entry->here = thing->ours != NULL ? thing->ours->number : 0;
    entry->there = thing->theirs != NULL ? thing->theirs->number : 0;
    g_ptr_array_add (entries, entry);
  }
  merge_give_numbers (entries, last);
  for (guint i = 0; i < entries->len; i++) {
    const MergeNumber *entry = entries->pdata[i];
    g_hash_table_insert (numbers, (gpointer)entry->birth, GINT_TO_POINTER (entry->number));
  }
  for (guint i = 0; i < things->len; i++) {
    Thing *thing = things->pdata[i];
    thing->number = GPOINTER_TO_INT (g_hash_table_lookup (numbers, any (thing)->birth));
  }
}

static void
find_numbers (Merge *merge)
{
  g_autoptr (GHashTable) lists
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, merge->things);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Thing *thing = value;
    char *list = is_there (thing) ? store_merge_list (any (thing)) : NULL;
    GPtrArray *things = list != NULL ? g_hash_table_lookup (lists, list) : NULL;
    if (list == NULL)
      continue;
    if (things == NULL)
      g_hash_table_insert (lists, g_strdup (list), things = g_ptr_array_new ());
    g_ptr_array_add (things, thing);
    g_free (list);
  }
  g_hash_table_iter_init (&iter, lists);
  while (g_hash_table_iter_next (&iter, &key, &value))
    number_list (merge, key, value);
}

/* ---- comparing ---- */

static gboolean
compare (Merge *merge, GError **error)
{
  const MergeBase *base = &merge->base;

  merge->here = store_merge_facts (merge->ours, 0, NULL, NULL, error);
  if (merge->here == NULL)
    return FALSE;
  merge->things = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_thing);
  merge->news = base->theirs != 0 && merge->then == NULL;
  decide_all (merge);
  find_handles (merge);
  find_numbers (merge);
  return TRUE;
}

/* Reads what @copy has ever said. @since: the change with which the copy came to know the base; 0:
 * none. */
static gboolean
read_history (RgmStore *copy, gint64 since, const char *person, const char *as, History *past,
              GError **error)
{
  past->ever = store_merge_history (copy, 0, TRUE, person, as, error);
  past->kept = past->ever != NULL ? store_merge_history (copy, 0, FALSE, person, as, error) : NULL;
  if (past->kept == NULL)
    return FALSE;
  past->early = since != 0 ? store_merge_history (copy, since, TRUE, person, as, error)
                           : g_hash_table_new (g_str_hash, g_str_equal);
  return past->early != NULL;
}

/* Moves the fact @key of @from to the base, where it replaces what was there. */
static void
set_base (Merge *merge, MergeFacts *from, const char *key)
{
  gpointer fact = NULL;
  char *list;

  g_hash_table_steal_extended (from->facts, key, NULL, &fact);
  if (fact == NULL) {
    g_hash_table_remove (merge->then->facts, key);
    return;
  }
  g_hash_table_replace (merge->then->facts, ((MergeFact *)fact)->key, fact);
  list = store_merge_list (fact);
  if (list != NULL)
    g_hash_table_insert (
      merge->then->numbers, list,
      GINT_TO_POINTER (MAX (GPOINTER_TO_INT (g_hash_table_lookup (merge->then->numbers, list)),
                            ((MergeFact *)fact)->number)));
}

/* Called if each copy merged the other one without knowing of that one's merge. What both say in
 * the same way right after their merges is known to both, and belongs to the base. If they differ
 * about something then, and also differed before their merges, their users have answered in
 * different ways. This does not apply to the handles of courses, which a merge gives without
 * asking. @before_here, @before_there: what each copy said when the other one merged it.
 * @after_here, @after_there: what each copy said right after its own merge. */
static void
compare_crossed (Merge *merge, const MergeFacts *before_here, const MergeFacts *before_there,
                 MergeFacts *after_here, MergeFacts *after_there)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  MergeFacts *const all[] = { after_here, after_there, merge->then };
  GHashTableIter iter;
  gpointer key, value;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    g_hash_table_iter_init (&iter, all[i]->facts);
    while (g_hash_table_iter_next (&iter, &key, &value))
      g_hash_table_add (keys, g_strdup (key));
  }
  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    const MergeFact *fact = find (after_here, key);
    if (says_same (fact, find (after_there, key)))
      set_base (merge, after_here, key);
    else if (!says_same (find (before_here, key), find (before_there, key))
             && !g_str_has_prefix (key, "handle\x1f"))
      g_hash_table_add (merge->disputed, g_strdup (key));
  }
}

/* Reads what the copies said at the moments that compare_crossed() needs. */
static gboolean
find_disputed (Merge *merge, GError **error)
{
  const MergeBase *base = &merge->base;
  const struct {
    RgmStore *store;
    gint64 until;
    const char *person;
  } moments[] = { { merge->ours, base->before_ours, merge->as },
                  { merge->theirs, base->before_theirs, merge->person },
                  { merge->ours, base->merged_ours, merge->as },
                  { merge->theirs, base->merged_theirs, merge->person } };
  MergeFacts *facts[G_N_ELEMENTS (moments)] = { NULL };
  guint n = 0;

  while (n < G_N_ELEMENTS (moments)
         && (facts[n] = store_merge_facts (moments[n].store, moments[n].until, moments[n].person,
                                           merge->as, error))
              != NULL)
    n++;
  if (n == G_N_ELEMENTS (moments)) {
    merge->disputed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    compare_crossed (merge, facts[0], facts[1], facts[2], facts[3]);
  }
  for (guint i = 0; i < n; i++)
    store_merge_facts_free (facts[i]);
  return n == G_N_ELEMENTS (moments);
}

/* Reads the base, the other copy and both histories. This is done before the change begins, because
 * they do not depend on what is written here. */
static gboolean
read_others (Merge *merge, GError **error)
{
  const MergeBase *base = &merge->base;

  merge->there = store_merge_facts (merge->theirs, 0, merge->person, merge->as, error);
  if (merge->there == NULL)
    return FALSE;
  if (!read_history (merge->ours, base->since_ours, merge->as, merge->as, &merge->past_here, error)
      || !read_history (merge->theirs, base->since_theirs, merge->person, merge->as,
                        &merge->past_there, error))
    return FALSE;
  if (base->change == 0)
    return TRUE;
  /* with --as, the name, zone and closed days of the person are left out on this side, too, because
   * they say nothing about the other record */
  merge->then = base->there
                  ? store_merge_facts (merge->theirs, base->change, merge->person, merge->as, error)
                  : store_merge_facts (merge->ours, base->change, merge->as, merge->as, error);
  return merge->then != NULL && (!base->crossed || find_disputed (merge, error));
}

static const char *
name_of (const Merge *merge, const char *kind, const char *owner)
{
  g_autofree char *key = key_beside (kind, owner);
  const MergeFact *fact = find (merge->here, key);

  if (fact == NULL)
    fact = find (merge->there, key);
  if (fact == NULL)
    fact = find (merge->then, key);
  return fact != NULL ? fact->fields[0] : NULL;
}

/* ---- writing ---- */

/* Whether something about @thing is written. */
static gboolean
changes (const Thing *thing)
{
  const MergeFact *ours = thing->ours;

  return thing->result != RGM_MERGE_KEEP
         || (ours != NULL && (ours->birth != NULL) && ours->number != thing->number);
}

/* Whether the course @uid of this record gets another handle. */
static gboolean
is_renamed (const Merge *merge, const char *uid)
{
  const Thing *now = thing_about (merge, "handle", uid);

  for (guint i = 0; i < merge->handles->len; i++) {
    const MergeHandle *handle = merge->handles->pdata[i];
    if (g_str_equal (handle->uid, uid))
      return now->ours != NULL && !g_str_equal (now->ours->fields[0], handle->handle);
  }
  return FALSE;
}

/* The courses that are on record here and about which something is written. */
static GArray *
courses_to_change (const Merge *merge)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter courses;
  gpointer uid, id;

  g_hash_table_iter_init (&courses, merge->here->courses);
  while (g_hash_table_iter_next (&courses, &uid, &id)) {
    const Thing *course = thing_about (merge, "course", uid);
    GHashTableIter iter;
    gpointer value;
    gboolean found = is_renamed (merge, uid);

    g_hash_table_iter_init (&iter, merge->things);
    while (!found && g_hash_table_iter_next (&iter, NULL, &value)) {
      const MergeFact *fact = any (value);
      found = changes (value)
              && (g_strcmp0 (fact->course, uid) == 0
                  || (fact->course == NULL && g_str_equal (fact->person, any (course)->person)));
    }
    if (found)
      g_array_append_vals (ids, id, 1);
  }
  return ids;
}

/* Checks that each person and course that only the other copy has can be added here, so that the
 * user is not asked about a merge that would then be refused. */
static gboolean
check_owners (Merge *merge, GError **error)
{
  MergeWriter writer = { .ours = merge->ours, .theirs = merge->theirs };
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, merge->things);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Thing *thing = value;
    const MergeFact *fact = any (thing);
    const char *name = fact->kind == RGM_MERGE_COURSE ? name_of (merge, "handle", fact->course)
                                                      : name_of (merge, "name", fact->person);
    if ((fact->kind == RGM_MERGE_PERSON || fact->kind == RGM_MERGE_COURSE)
        && thing->result == RGM_MERGE_TAKE && thing->ours == NULL
        && !store_merge_check_new (&writer, fact, name, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_owners (Merge *merge, MergeWriter *writer, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, merge->things);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Thing *thing = value;
    if (any (thing)->kind == RGM_MERGE_PERSON && thing->result == RGM_MERGE_TAKE
        && !store_merge_person (writer, thing->theirs, error))
      return FALSE;
  }
  if (!writing_check_names (merge->ours, error))
    return FALSE;
  for (guint i = 0; i < merge->handles->len; i++) {
    const MergeHandle *handle = merge->handles->pdata[i];
    const Thing *course = thing_about (merge, "course", handle->uid);
    const Thing *now = thing_about (merge, "handle", handle->uid);
    gboolean done = TRUE;

    if (course->result == RGM_MERGE_TAKE)
      done = store_merge_course (writer, course->theirs, handle->handle, error);
    else if (!g_str_equal (now->ours->fields[0], handle->handle))
      done = store_merge_handle (writer, handle->uid, handle->handle, error);
    if (!done)
      return FALSE;
  }
  return TRUE;
}

/* Removals come first: an entry that is new, or gets another number, may get the number of one that
 * is removed. */
static gboolean
write_drops (Merge *merge, MergeWriter *writer, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, merge->things);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Thing *thing = value;
    if (thing->result == RGM_MERGE_DROP
        && !store_merge_fact (writer, thing->ours, NULL, NULL, 0, error))
      return FALSE;
  }
  return TRUE;
}

/* Gives entries of this record their new numbers. The old numbers are freed first, because other
 * entries may get them. */
static gboolean
write_numbers (Merge *merge, MergeWriter *writer, GError **error)
{
  for (int pass = 0; pass < 2; pass++) {
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init (&iter, merge->things);
    while (g_hash_table_iter_next (&iter, NULL, &value)) {
      const Thing *thing = value;
      if (thing->ours == NULL || thing->ours->birth == NULL || thing->result == RGM_MERGE_DROP
          || thing->ours->number == thing->number)
        continue;
      if (!(pass == 0 ? store_merge_free_number (writer, thing->ours, error)
                      : store_merge_renumber (writer, thing->ours, thing->number, error)))
        return FALSE;
    }
  }
  return TRUE;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
write_things (Merge *merge, MergeWriter *writer, GError **error)
{
  g_autoptr (GPtrArray) keys = all_keys (merge, FALSE);
  const char *last = NULL;

  g_ptr_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++) {
    const Thing *thing = g_hash_table_lookup (merge->things, keys->pdata[i]);
    RgmMergeKind kind = any (thing)->kind;

    if (g_strcmp0 (last, keys->pdata[i]) == 0)
      continue;
    last = keys->pdata[i];
    if (thing->result == RGM_MERGE_KEEP || thing->result == RGM_MERGE_DROP
        || kind == RGM_MERGE_HANDLE)
      continue;
    /* write_owners() has written these for a person who is new here */
    if (kind >= RGM_MERGE_NAME && kind <= RGM_MERGE_CLOSED && thing->ours == NULL)
      continue;
    if (!store_merge_fact (writer, thing->ours, thing->theirs,
                           thing->result == RGM_MERGE_JOIN ? thing->decision.joined : NULL,
                           thing->number, error))
      return FALSE;
  }
  return TRUE;
}

/* Notes which doses have become different for calendars, and which are settled. */
static gboolean
settle (Merge *merge, GArray *before, const MergeWriter *writer, GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, writer->courses);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    Snapshot fresh = { .id = *(const gint64 *)key };
    gboolean there = FALSE;

    if (!store_merge_settle (merge->ours, fresh.id, error))
      return FALSE;
    for (guint i = 0; i < before->len && !there; i++)
      there = g_array_index (before, Snapshot, i).id == fresh.id;
    if (!there)
      g_array_append_val (before, fresh);
  }
  return snapshots_settle (merge->session, before, error);
}

/* Whether @now (nullable), which was read back after writing, is what was decided about @thing. */
static gboolean
is_written (const Thing *thing, const MergeFact *now)
{
  const MergeFact *meant = thing->result == RGM_MERGE_KEEP ? thing->ours : thing->theirs;

  if ((now != NULL) != is_there (thing))
    return FALSE;
  if (now == NULL)
    return TRUE;
  if (now->birth != NULL && now->number != thing->number)
    return FALSE;
  /* a pause keeps the time at which it was made first, so its fields may differ */
  if (now->kind == RGM_MERGE_PAUSE)
    return TRUE;
  if (thing->result == RGM_MERGE_JOIN)
    return g_strv_equal (fields (now), (const char *const *)thing->decision.joined);
  return says_same (now, meant);
}

/* Reads back what was written, before it is committed: a row that was written may hide another
 * one. */
static gboolean
check_written (const Merge *merge, GError **error)
{
  g_autoptr (MergeFacts) now = store_merge_facts (merge->ours, 0, NULL, NULL, error);
  GHashTableIter iter;
  gpointer key, value;

  if (now == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, merge->things);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const Thing *thing = value;
    const MergeFact *fact = any (thing);
    const Thing *course = fact->course != NULL ? thing_about (merge, "course", fact->course) : NULL;
    const Thing *person = thing_about (merge, "person", fact->person);

    /* Not compared: handles, to which a number may have been added; schedules and invitations that
     * were dropped, because these are never taken back; and everything about a person or course
     * that is gone. */
    if (fact->kind == RGM_MERGE_HANDLE || !is_there (person)
        || (course != NULL && course != thing && !is_there (course))
        || (thing->result == RGM_MERGE_DROP
            && (fact->kind == RGM_MERGE_PLAN || fact->kind == RGM_MERGE_INVITATION))
        || is_written (thing, find (now, key)))
      continue;
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("the record would not say what was decided about \"%s\" (%s, number %d); this "
                    "is a bug in regimen, and nothing was changed"),
                 name_of (merge, fact->course != NULL ? "handle" : "name",
                          fact->course != NULL ? fact->course : fact->person),
                 rgm_merge_kind_name (fact->kind), thing->number);
    error_not_saved (error);
    return FALSE;
  }
  return TRUE;
}

/* How many questions the user has not answered yet. */
static guint
count_open (const Merge *merge)
{
  GHashTableIter iter;
  gpointer value;
  guint open = 0;

  g_hash_table_iter_init (&iter, merge->things);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    open += !((const Thing *)value)->settled;
  return open;
}

static gboolean
write_all (Merge *merge, GError **error)
{
  g_autoptr (GHashTable) courses
    = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) ids = courses_to_change (merge);
  g_autoptr (GArray) before = snapshots_take (merge->ours, ids, error);
  g_autofree char *base = g_path_get_basename (merge->request->path);
  g_autofree char *name = file_shown (base);
  MergeWriter writer = { merge->ours,   merge->theirs, merge->here, merge->there,
                         merge->person, merge->as,     courses,     merge->session->now };

  return before != NULL && write_owners (merge, &writer, error)
         && write_drops (merge, &writer, error) && write_numbers (merge, &writer, error)
         && write_things (merge, &writer, error) && settle (merge, before, &writer, error)
         && check_written (merge, error)
         /* with a question open, nothing is noted as merged, so that the next merge looks at
          * everything again */
         && (count_open (merge) > 0 || store_merge_note (&writer, name, &merge->base, error));
}

/* ---- the result ---- */

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const RgmMergeItem *first = *(const RgmMergeItem *const *)a;
  const RgmMergeItem *second = *(const RgmMergeItem *const *)b;
  int order = g_strcmp0 (first->patient, second->patient);

  if (order == 0)
    order = g_strcmp0 (first->handle, second->handle);
  if (order == 0)
    order = (int)first->kind - (int)second->kind;
  if (order == 0)
    order = first->number - second->number;
  return order != 0 ? order : strcmp (first->key, second->key);
}

static void
fill_result (const Merge *merge, RgmMergeResult *result)
{
  GHashTableIter iter;
  gpointer key, value;

  result->items = g_ptr_array_new_with_free_func (free_item);
  g_hash_table_iter_init (&iter, merge->things);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const Thing *thing = value;
    const MergeFact *fact = any (thing);
    RgmMergeItem *item;

    if (thing->decision.verdict == RGM_MERGE_KEEP)
      continue;
    item = g_new0 (RgmMergeItem, 1);
    *item
      = (RgmMergeItem){ .key = g_strdup (key),
                        .kind = fact->kind,
                        .verdict = thing->decision.verdict,
                        .reason = thing->decision.reason,
                        .answer = RGM_MERGE_ASK,
                        .patient = g_strdup (name_of (merge, "name", fact->person)),
                        .number = thing->theirs != NULL ? thing->theirs->number : fact->number };
    if (fact->course != NULL)
      item->handle = g_strdup (name_of (merge, "handle", fact->course));
    if (thing->decision.verdict == RGM_MERGE_ASK && thing->settled)
      item->answer = thing->result == RGM_MERGE_KEEP ? RGM_MERGE_KEEP : RGM_MERGE_TAKE;
    item->ours = thing->ours != NULL ? g_strdupv (thing->ours->fields) : NULL;
    item->theirs = thing->theirs != NULL ? g_strdupv (thing->theirs->fields) : NULL;
    g_ptr_array_add (result->items, item);
  }
  g_ptr_array_sort (result->items, compare_items);
  result->asked = count_open (merge);
  result->known = !merge->news;
}

/* Whether there is anything to put on record: a change, or the note that this record now knows what
 * is new in the other copy. */
static gboolean
has_work (const Merge *merge)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, merge->things);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (changes (value))
      return TRUE;
  return merge->news && count_open (merge) == 0;
}

/* Answers are valid only for what the user was shown: refuses the merge if one of the copies has
 * changed since. */
static gboolean
check_seen (Merge *merge, GError **error)
{
  const RgmMergeRequest *request = merge->request;
  g_autofree char *shown = file_shown (request->path), *word = text_shell_word (shown);
  g_autofree char *as = request->as != NULL ? text_shell_word (request->as) : NULL;
  MergeBase base;

  if (request->ours == 0)
    return TRUE;
  if (!store_merge_base (merge->ours, merge->theirs, &base, error))
    return FALSE;
  if (base.ours == request->ours && base.theirs == request->theirs)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
               base.ours != request->ours
                 ? _ ("the record was changed while you were answering, so nothing was merged; to "
                      "start again: regimen merge %s%s%s")
                 : _ ("the copy was changed while you were answering, so nothing was merged; to "
                      "start again: regimen merge %s%s%s"),
               word, as != NULL ? " --as " : "", as != NULL ? as : "");
  return FALSE;
}

gboolean
rgm_record_merge (const RgmSession *session, const RgmMergeRequest *request, RgmMergeResult *result,
                  GError **error)
{
  g_auto (Merge) merge = { .session = session, .request = request, .ours = session->store };
  g_autoptr (RgmTransaction) change = NULL;

  *result = (RgmMergeResult){ 0 };
  if (!open_copy (&merge, error) || !read_others (&merge, error))
    return FALSE;
  if (request->apply) {
    change = store_begin (session->store, "merge", session->now, error);
    if (change == NULL || !check_seen (&merge, error))
      return FALSE;
  }
  if (!compare (&merge, error) || !check_owners (&merge, error))
    return FALSE;
  if (request->apply && has_work (&merge)) {
    if (!write_all (&merge, error) || !store_commit (g_steal_pointer (&change), error))
      return FALSE;
    result->saved = TRUE;
  }
  fill_result (&merge, result);
  result->ours = merge.base.ours;
  result->theirs = merge.base.theirs;
  return TRUE;
}
