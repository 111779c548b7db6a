/* merge.h: another copy of the record beside this one: what each of them says, what both knew last,
 * and how what is only in the other one is written here. */
#pragma once

#include <regimen/merge.h>
#include <regimen/store.h>

/* ---- the other copy ---- */

/**
 * store_open_copy: another copy of a record, in memory: the file @path is only read, and nothing is
 * written beside it. One of an older version is brought up to date in memory.
 * Returns: (transfer full): NULL with RGM_ERROR_FOREIGN (not a record), RGM_ERROR_NEWER,
 * RGM_ERROR_DAMAGED (the message names a row that is not as it was entered), RGM_ERROR_STORE.
 */
RgmStore *store_open_copy (const char *path, GError **error);

/* Whether @path is the very file that @store has open, maybe by another name. */
gboolean store_is_file (const RgmStore *store, const char *path);

/* The copies of the record @path that a shared folder made beside it because it was changed on two
 * computers (Syncthing, Nextcloud, ownCloud, Dropbox). Returns: (transfer full) (element-type
 * filename). */
GPtrArray *store_conflict_copies (const char *path);
/* Whether the record has all that the copy @path has: it is an older state of it, or was merged. */
gboolean store_knows_copy (RgmStore *store, const char *path);

/* The last state that two copies of a record both knew. */
typedef struct {
  gboolean there;      /* it is one of the other copy, not of this one */
  gint64 change;       /* the last change of that state; 0: both have nothing in common */
  gint64 ours, theirs; /* the last change of each copy */
  gboolean known;      /* this copy merged all of the other one before */
  gboolean related;    /* both began as one record */
  /* the change of each copy with which it knew that state */
  gint64 since_ours, since_theirs;
} MergeBase;

gboolean store_merge_base (RgmStore *ours, RgmStore *theirs, MergeBase *base, GError **error);

/* ---- what a copy says ---- */

/* One thing that a record says. */
typedef struct {
  RgmMergeKind kind;
  char *key;           /* what it is about: the same in all copies; with its kind in front */
  char *person;        /* UUID */
  char *course;        /* UUID; NULL: it is about no course */
  int number;          /* of the dose or the entry; 0: it has none */
  char **fields;       /* as merge_count_fields() says */
  GArray *rows;        /* of gint64: the rows in force that say so, one after the other */
  GPtrArray *versions; /* of char *: what each of them said */
  char *birth;         /* what the first of them said; tells entries apart */
  RgmInstant made_at;  /* when that was */
  gboolean corrected;  /* of a dose: it was corrected since it was entered */
  gboolean gone;
} MergeFact;

typedef struct {
  GHashTable *facts;   /* of MergeFact, by key */
  GHashTable *people;  /* UUID to id (gint64), of those on record */
  GHashTable *courses; /* UUID to id, of those that are listed */
  GHashTable *numbers; /* the last number in use, by rgm_merge list key */
} MergeFacts;
void store_merge_facts_free (MergeFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MergeFacts, store_merge_facts_free)

/**
 * store_merge_facts: all that a copy says.
 * @until: as it was after this change; 0: as it is now. If not 0: not inside a change.
 * @person, @as: (nullable): the UUID of a person, and that which takes its place.
 */
MergeFacts *store_merge_facts (RgmStore *store, gint64 until, const char *person, const char *as,
                               GError **error);

/* The same, as it is now, also of the course with the UUID @removed, which was taken out of the
 * lists. */
MergeFacts *store_merge_facts_of_removed (RgmStore *store, const char *removed, GError **error);

/**
 * store_merge_history: all that a copy ever said, also what was taken back or changed since.
 * Schedules are left out. Not inside a change.
 * @until: up to this change; 0: to now. @merges: also what came by merges that were undone.
 * @person, @as: as for store_merge_facts().
 * Returns: (transfer full): a set, for store_merge_said().
 */
GHashTable *store_merge_history (RgmStore *store, gint64 until, gboolean merges, const char *person,
                                 const char *as, GError **error);

/* Whether @history has just what @fact says now. */
gboolean store_merge_said (GHashTable *history, const MergeFact *fact);

/* The list in which entries of that kind are numbered: those of a person, or the doses as needed of
 * a course. Returns: (transfer full) (nullable): NULL if it has no number that could change. */
char *store_merge_list (const MergeFact *fact);

/* ---- writing ----
 * Inside a change. */

typedef struct {
  RgmStore *ours, *theirs;
  const MergeFacts *here, *there;
  const char *person, *as; /* as for store_merge_facts() */
  GHashTable *courses;     /* of gint64: of this record, to which something was written */
  RgmInstant now;
} MergeWriter;

/* A person, or a course with the handle @handle, that only the other copy has. */
gboolean store_merge_person (MergeWriter *writer, const MergeFact *theirs, GError **error);
gboolean store_merge_course (MergeWriter *writer, const MergeFact *theirs, const char *handle,
                             GError **error);
gboolean
store_merge_handle (MergeWriter *writer, const char *course, const char *handle, GError **error);
/**
 * store_merge_fact: makes one thing what it is in the other copy, or, if @joined is not NULL, what
 * that says.
 * @ours, @theirs: NULL: that copy has no such thing; not both. @number: of an entry or a dose.
 */
gboolean store_merge_fact (MergeWriter *writer, const MergeFact *ours, const MergeFact *theirs,
                           char *const *joined, int number, GError **error);
/* Gives an entry of this record, or a dose as needed, another number. All that is on record with
 * the old number has to be moved first. */
gboolean
store_merge_renumber (MergeWriter *writer, const MergeFact *ours, int number, GError **error);
/* Frees the number of @ours, whose row gets another one. */
gboolean store_merge_free_number (MergeWriter *writer, const MergeFact *ours, GError **error);
/* Notes that all that the copy @name has up to @base->theirs was looked at. */
gboolean
store_merge_note (MergeWriter *writer, const char *name, const MergeBase *base, GError **error);
/* What reading of a course may skip is not known any more: the caller sets its head again. */
gboolean store_merge_settle (RgmStore *store, gint64 course, GError **error);
