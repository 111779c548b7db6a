/* merge-plan.h: decides what becomes of each thing about which two copies of a record say
 * something, and which handles courses and which numbers entries get. Pure. */
#pragma once

#include <regimen/merge.h>

/* How many fields a kind has; their names are rgm_merge_field_names(). */
guint merge_count_fields (RgmMergeKind kind);

/* One thing about which a record says something. There are merge_count_fields() fields; NULL: that
 * copy has no such thing. Borrows everything. */
typedef struct {
  RgmMergeKind kind;
  const char *const *base; /* as it was when both copies last agreed */
  const char *const *ours, *const *theirs;
  /* for something planned for a dose: the dose was answered since, here or in the other copy; for a
   * course: one of its doses is on record */
  gboolean answered_here, answered_there;
  /* for a person or a course: something else about it is new, here or in the other copy */
  gboolean news_here, news_there;
  /* left_here: this copy once had exactly what the other copy has now, and has taken it back or
   * changed it since; to the other copy it is new, because it came there by way of a third copy.
   * left_there: the other way round */
  gboolean left_here, left_there;
  /* the copy no longer has it, because the merge that brought it was taken back as a whole */
  gboolean unmerged_here, unmerged_there;
  /* what that copy says is an earlier version of what the other one says: it was corrected or
   * changed there since */
  gboolean older_here, older_there;
  /* for a course: when that copy merged the other one, its user decided against this course, which
   * the copy has never had */
  gboolean declined_here, declined_there;
  /* each copy merged the other one at about the same time, and their users gave different answers
   * about it */
  gboolean disputed;
  /* for a course that only the other copy has: the same treatment was started here too; for an
   * answer: the dose that the other copy has as given is on record here under another number */
  gboolean twin;
  RgmInstant now;
} MergeCase;

typedef struct {
  RgmMergeVerdict verdict;
  RgmMergeReason reason;
  char **joined; /* for RGM_MERGE_JOIN: the combined fields; else NULL */
} MergeDecision;
void merge_decision_clear (MergeDecision *decision);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MergeDecision, merge_decision_clear)

/**
 * merge_decide: decides what happens to one thing. If the two copies are exchanged, so are "keep"
 * and "take", so that both copies end up the same. The cases are in tests/tables/merge.tsv.
 */
MergeDecision merge_decide (const MergeCase *each);

/* A course in the merged record. Borrows its members except handle. */
typedef struct {
  const char *person, *uid;
  RgmInstant started_at;
  const char *wanted; /* the handle that it has in the copy that it came from */
  char *handle;       /* (out): its handle in the merged record, unique for that person */
} MergeHandle;
void merge_handle_free (MergeHandle *handle);

/**
 * merge_give_handles: gives each of @courses (element-type MergeHandle) its handle, and sorts them.
 * If two want the same handle, the one that was started earlier gets it, and the other one becomes
 * HANDLE-2, -3 …. The result does not depend on the order in which copies are merged.
 */
void merge_give_handles (GPtrArray *courses);

/* A numbered entry that at least one of the copies has. Borrows @birth. */
typedef struct {
  RgmInstant made_at;
  const char *birth; /* distinguishes it from all other entries */
  int base;          /* its number when both copies last agreed; 0: it is new */
  int here, there;   /* its number in each of the copies; 0: that copy does not have it */
  int number;        /* (out): its number from now on */
} MergeNumber;

/**
 * merge_give_numbers: numbers @entries (element-type MergeNumber), all of which will be on record.
 * If each copy has new entries that the other one lacks, the new ones are numbered in the order in
 * which they were made, after @last, the last number that both copies knew, so that both copies
 * give them the same numbers. Otherwise one of the copies has all entries, and its numbers are
 * used.
 */
void merge_give_numbers (GPtrArray *entries, int last);
