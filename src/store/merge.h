/* merge.h: merging another copy of the record into this one: opening it, finding what each of the
 * two says and what both knew last, and writing here what only the other one has. */
#pragma once

#include <regimen/merge.h>
#include <regimen/store.h>

/* ---- the other copy ---- */

/**
 * store_open_copy: reads another copy of a record into memory. The file @path is only read; nothing
 * is made beside it but the -shm file that SQLite needs if there is a -wal file. A copy of an older
 * version is brought up to date in memory.
 * Returns: (transfer full): NULL with RGM_ERROR_FOREIGN (not a record), RGM_ERROR_NEWER,
 * RGM_ERROR_DAMAGED (the message names a row that is not as it was entered), RGM_ERROR_STORE.
 */
RgmStore *store_open_copy (const char *path, GError **error);

/* Whether @path is the file that @store has open, possibly under another name. */
gboolean store_is_file (const RgmStore *store, const char *path);

/* The copies of the record @path that a shared folder made beside it because it was changed on two
 * computers (Syncthing, Nextcloud, ownCloud, Dropbox). Returns: (transfer full) (element-type
 * filename). */
GPtrArray *store_conflict_copies (const char *path);
/* Whether the record has everything that the copy @path has, because the copy is an older state of
 * it or was merged into it. */
gboolean store_knows_copy (RgmStore *store, const char *path);

/* The last state that two copies of a record both knew. */
typedef struct {
  gboolean there;      /* the state is named by a change of the other copy, not of this one */
  gint64 change;       /* the last change of that state; 0: both have nothing in common */
  gint64 ours, theirs; /* the last change of each copy */
  gboolean known;      /* this copy has everything that the other one has */
  gboolean related;    /* both began as the same record */
  /* for each copy, the change with which it came to know that state */
  gint64 since_ours, since_theirs;
  /* Each copy merged the other one without knowing of the other one's merge. For each copy,
   * "before" is its last change that the other copy merged, and "merged" the change that was its
   * own merge. */
  gboolean crossed;
  gint64 before_ours, before_theirs, merged_ours, merged_theirs;
} MergeBase;

gboolean store_merge_base (RgmStore *ours, RgmStore *theirs, MergeBase *base, GError **error);

/* ---- what a copy says ---- */

/* One thing that a record says, such as the appointment of a dose. */
typedef struct {
  RgmMergeKind kind;
  char *key;     /* what it is about, beginning with its kind; the same in all copies */
  char *person;  /* UUID */
  char *course;  /* UUID; NULL: it is not about a course */
  int number;    /* of the dose or the entry; 0: none */
  char **fields; /* as many as merge_count_fields() says */
  /* of gint64: the rows in force about it, each of which replaced the one before */
  GArray *rows;
  GPtrArray *versions; /* of char *: what each of these rows says */
  char *birth;         /* nullable: what the first row says, by which entries are told apart */
  RgmInstant made_at;  /* when the first row was made */
  gboolean corrected;  /* only for a dose: it was corrected after it was entered */
  gboolean gone;
} MergeFact;

typedef struct {
  GHashTable *facts;   /* of MergeFact, by key */
  GHashTable *people;  /* UUID to id (gint64), of the people on record */
  GHashTable *courses; /* UUID to id (gint64), of the courses in the lists */
  GHashTable *numbers; /* the highest number in each list, by store_merge_list() */
} MergeFacts;
void store_merge_facts_free (MergeFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MergeFacts, store_merge_facts_free)

/**
 * store_merge_facts: everything that a copy says.
 * @until: read the copy as it was after this change; 0: as it is now. If it is not 0, this must not
 * be called inside a change.
 * @person, @as: (nullable): the facts of the person with the UUID @person are given to the UUID
 * @as, without their name, zone and closed days.
 */
MergeFacts *store_merge_facts (RgmStore *store, gint64 until, const char *person, const char *as,
                               GError **error);

/* As store_merge_facts() of the present record, but with the facts of the course with the UUID
 * @removed too, although it was removed from the lists. */
MergeFacts *store_merge_facts_of_removed (RgmStore *store, const char *removed, GError **error);

/**
 * store_merge_history: everything that a copy ever said, including what was taken back or changed
 * since. Must not be called inside a change.
 * @until: up to this change; 0: to now. @merges: include what came with merges that were undone.
 * @person, @as: as for store_merge_facts().
 * Returns: (transfer full): a set, for store_merge_said().
 */
GHashTable *store_merge_history (RgmStore *store, gint64 until, gboolean merges, const char *person,
                                 const char *as, GError **error);

/* Whether the versions of @fact begin with all those of @other. */
gboolean store_merge_goes_on (const MergeFact *fact, const MergeFact *other);
/* Whether @history contains exactly what @fact says now. */
gboolean store_merge_said (GHashTable *history, const MergeFact *fact);

/* A name for the list in which @fact has its number: the entries of that kind of a person, or the
 * doses of a course that were taken as needed. Returns: (transfer full) (nullable): NULL if @fact
 * has no number that could change. */
char *store_merge_list (const MergeFact *fact);

/* ---- writing ----
 * To be called inside a change. */

typedef struct {
  RgmStore *ours, *theirs;
  const MergeFacts *here, *there;
  const char *person, *as; /* as for store_merge_facts() */
  /* of gint64: the courses of this record about which something was written */
  GHashTable *courses;
  RgmInstant now;
} MergeWriter;

/* Checks that the person or course of @fact, which only the other copy has, can be added here.
 * @name: for the message. Returns: FALSE with RGM_ERROR_CONFLICT if it was on record here, and
 * adding it was taken back. May be called outside a change. */
gboolean store_merge_check_new (MergeWriter *writer, const MergeFact *fact, const char *name,
                                GError **error);
/* These add a person, or a course under the handle @handle, that only the other copy has. */
gboolean store_merge_person (MergeWriter *writer, const MergeFact *theirs, GError **error);
gboolean store_merge_course (MergeWriter *writer, const MergeFact *theirs, const char *handle,
                             GError **error);
gboolean
store_merge_handle (MergeWriter *writer, const char *course, const char *handle, GError **error);
/**
 * store_merge_fact: makes one thing in this record what it is in the other copy.
 * @ours, @theirs: the thing in each copy; NULL if that copy does not have it. At most one of them
 * is NULL.
 * @joined: (nullable): fields that it gets instead of those of @theirs.
 * @number: the number that the entry or dose gets here.
 */
gboolean store_merge_fact (MergeWriter *writer, const MergeFact *ours, const MergeFact *theirs,
                           char *const *joined, int number, GError **error);
/* Gives an entry of this record, or a dose that was taken as needed, another number. Before the
 * first call, store_merge_free_number() has to be called for everything that gets another
 * number. */
gboolean
store_merge_renumber (MergeWriter *writer, const MergeFact *ours, int number, GError **error);
/* Frees the number of @ours, which is going to get another one. */
gboolean store_merge_free_number (MergeWriter *writer, const MergeFact *ours, GError **error);
/* Notes that everything in the copy @name, up to change @base->theirs, was merged. */
gboolean
store_merge_note (MergeWriter *writer, const char *name, const MergeBase *base, GError **error);
/* Resets the head of a course, so that reads skip nothing. The caller sets it again with
 * store_set_head(). */
gboolean store_merge_settle (RgmStore *store, gint64 course, GError **error);
