/* merge-plan.h: what becomes of each thing that two copies of a record say, of the handles of the
 * courses, and of numbered entries. Pure. */
#pragma once

#include <regimen/merge.h>

/* How many fields a kind has: rgm_merge_field_names(). */
guint merge_count_fields (RgmMergeKind kind);

/* One thing. The fields are as many as merge_count_fields() says; NULL: the copy has no such thing.
 * Borrows all. */
typedef struct {
  RgmMergeKind kind;
  const char *const *base; /* as both copies knew it last */
  const char *const *ours, *const *theirs;
  /* of what is planned for a dose: that dose was answered since, here or there; of a course: one of
   * its doses is on record */
  gboolean answered_here, answered_there;
  /* of a person or a course: something else about it is new here or there */
  gboolean news_here, news_there;
  /* this copy once said just what the other one says, and has taken it back or changed it since,
   * while it is new to the other one: it came there by a third copy. Or the other way round. */
  gboolean left_here, left_there;
  /* the copy has it no more, because a merge by which it came was taken back as a whole */
  gboolean unmerged_here, unmerged_there;
  /* of a course: the other copy started the same treatment since; of an answer that only the other
   * copy has: a dose of that moment is on record here under another number */
  gboolean twin;
  RgmInstant now;
} MergeCase;

typedef struct {
  RgmMergeVerdict verdict;
  RgmMergeReason reason;
  char **joined; /* RGM_MERGE_JOIN: the fields that hold from now on; else NULL */
} MergeDecision;
void merge_decision_clear (MergeDecision *decision);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MergeDecision, merge_decision_clear)

/**
 * merge_decide: what happens to one thing. If the two copies change places, what is kept and
 * what is taken change places too, so that both end with the same; the cases are in
 * tests/tables/merge.tsv.
 */
MergeDecision merge_decide (const MergeCase *each);

/* A course after both copies were put together. Borrows its members but handle. */
typedef struct {
  const char *person, *uid;
  RgmInstant started_at;
  const char *wanted; /* its handle in the copy that it came from */
  char *handle;       /* (out): which nobody else of that person has */
} MergeHandle;
void merge_handle_free (MergeHandle *handle);

/**
 * merge_give_handles: gives each of @courses (element-type MergeHandle) its handle, and sorts
 * them. If two have the same, the one that was started earlier keeps it, and the other one becomes
 * HANDLE-2, -3 …; the order in which copies are merged does not matter.
 */
void merge_give_handles (GPtrArray *courses);

/* An entry with a number, of which at least one copy has it. Borrows @birth. */
typedef struct {
  RgmInstant made_at;
  const char *birth; /* what tells it from all others */
  int base;          /* its number as both copies knew it last; 0: it is new */
  int here, there;   /* its number in each of the copies; 0: it is not there */
  int number;        /* (out): from now on */
} MergeNumber;

/**
 * merge_give_numbers: numbers @entries (element-type MergeNumber), each of which will be on
 * record. If each of the copies has new ones that the other one lacks, the new ones are numbered in
 * the order in which they were made, after @last, the last number that both copies knew: so each
 * copy gives them the same numbers. Otherwise, the copy that has all of them has the numbers.
 */
void merge_give_numbers (GPtrArray *entries, int last);
