/* store.h: the record in SQLite. One file, 0600, append-only: what was written is never changed or
 * removed.
 *
 * Every command that writes is one change, in one transaction: a row of the table changes, to which
 * all rows belong that the command writes. Readers see only rows of changes that are not undone. Of
 * the appointments, moves and holds of a dose, and of the names of a course, the latest row counts.
 * Programs write with record.h. */
#pragma once

#include <regimen/course.h>
#include <regimen/dose.h>
#include <regimen/observation.h>

RGM_BEGIN_DECLS

typedef struct _RgmStore RgmStore;

typedef enum {
  RGM_STORE_READ,   /* a missing file reads as an empty record and is not made */
  RGM_STORE_CREATE, /* the file and its folder (0700) are made if they are missing */
  /* an empty record in memory, which is gone when it is closed. The first command of a user is
   * tried on it, so that a mistyped command creates no file. */
  RGM_STORE_TRY,
} RgmStoreMode;

typedef struct {
  gint64 id;
  char *uid; /* UUID, for life */
  char *name;
  char *zone;          /* IANA name */
  GArray *closed;      /* of RgmDay, sorted: days on which the clinic is closed; never NULL */
  gboolean is_default; /* is meant if several people are on record and none is named */
} RgmPatient;
void rgm_patient_free (RgmPatient *patient);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmPatient, rgm_patient_free)

/**
 * rgm_store_open: opens the database at @path. If it is of an older version, it is migrated, after
 * a verified backup beside it ("FILE.backup-vN-TIME"; TIME is the moment of the last change on
 * record). An empty file is not a record: RGM_ERROR_DAMAGED. A file that is missing is an error if
 * there is a copy of it that this program made, beside it or in the folder of the service; the
 * message names the command that puts it back. With RGM_STORE_READ, a file that cannot be written
 * is read as it is; so is a file with a second name (a hard link), which RGM_STORE_CREATE refuses,
 * because what is written under one of the names could be lost. Only one thread at a time may use
 * the store. Returns: (transfer full): NULL with RGM_ERROR_FOREIGN (not a regimen database;
 * untouched), RGM_ERROR_NEWER (untouched), RGM_ERROR_DAMAGED, RGM_ERROR_STORE (with
 * RGM_STORE_CREATE the message begins with "NOT SAVED").
 */
RgmStore *rgm_store_open (const char *path, RgmStoreMode mode, GError **error);
void rgm_store_close (RgmStore *store);
/* One line that the user has to see with everything that is shown of the record: for example that
 * it can only be read because the file has two names. Returns: (transfer none) (nullable). */
const char *rgm_store_warning (const RgmStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmStore, rgm_store_close)

/* ---- what was lost ----
 * How far the record at a path had come is noted outside of it, in $XDG_STATE_HOME/regimen. */

/* The record does not have the last change that was seen at this place: its end was lost, or an
 * older copy or another record was put in its place. */
typedef struct {
  gint64 seen;        /* how many changes had been seen */
  RgmInstant seen_at; /* when the last of them was made */
  gint64 there;       /* how many changes are on record now; 0: none */
  RgmInstant there_at;
} RgmLoss;

/* Returns: (transfer none) (nullable): NULL if nothing is known to be lost. */
const RgmLoss *rgm_store_loss (const RgmStore *store);
/* From now on the record is expected as it is now. A service that runs is woken by it. */
gboolean rgm_store_accept (RgmStore *store, GError **error);

/* ---- people ---- */
/* Returns: (transfer full) (element-type RgmPatient): in the order they were added. */
GPtrArray *rgm_store_patients (RgmStore *store, GError **error);
/* Returns: (transfer full): the patient @id; NULL with RGM_ERROR_CONFLICT if there is none. */
RgmPatient *rgm_store_patient (RgmStore *store, gint64 id, GError **error);

/**
 * rgm_patient_zone: the zone of @patient.
 * Returns: (transfer none): NULL with RGM_ERROR_ZONE if this system does not have it, under this
 * name or another: the message names the zone, the person, and the command that sets another. No
 * other zone may stand in for it.
 */
const RgmZone *rgm_patient_zone (const RgmPatient *patient, GError **error);

/* ---- courses: reading ---- */
typedef struct {
  gint64 patient_id; /* 0: of all */
  gint64 course_id;  /* 0: all; else only this one, if the rest of the query lets it through */
  gboolean ended;    /* also completed and stopped courses */
  /* The present time. Which doses are settled depends on it: an earlier command may have been run
   * while the clock was wrong. 0: of fixed times and as needed none is settled */
  RgmInstant now;
  gboolean whole; /* with all of their history; else from the settled doses on (course.h) */
  /* if not whole: with all doses from the first one on that has an administration at or after this
   * instant; settled is lowered to the dose before it. RGM_INSTANT_NONE: no such instant */
  RgmInstant since;
  /* with since: also with the doses before that one that were missed or skipped after the last
   * given one */
  gboolean not_given;
  /* also ended courses that have an administration, or were stopped, at or after this instant;
   * RGM_INSTANT_NONE: none of them */
  RgmInstant ended_since;
} RgmCourseQuery;

/* Returns: (transfer full) (element-type RgmCourse): by patient, then in the order they were
 * added. */
GPtrArray *rgm_store_courses (RgmStore *store, const RgmCourseQuery *query, GError **error);
/* One course from its settled doses on. @now: the present time; RGM_INSTANT_NONE: the course with
 * all of its history. NULL with RGM_ERROR_STORE or, for an unknown id, RGM_ERROR_CONFLICT. */
RgmCourse *rgm_store_course (RgmStore *store, gint64 id, RgmInstant now, GError **error);
/* The course with the UUID @uid. */
RgmCourse *
rgm_store_course_by_uid (RgmStore *store, const char *uid, RgmInstant now, GError **error);
/* The course of a patient with the handle @handle. */
RgmCourse *rgm_store_course_by_handle (RgmStore *store, gint64 patient_id, const char *handle,
                                       RgmInstant now, GError **error);
/* Returns: (transfer full): the handles of all courses of a patient as they are now, in the order
 * they were added, ended by NULL. */
char **rgm_store_handles (RgmStore *store, gint64 patient_id, GError **error);
/* Why a course was stopped. @reason: (out) (transfer full) (nullable): NULL if it was not, or if no
 * reason was given. */
gboolean rgm_store_stop_reason (RgmStore *store, gint64 course_id, char **reason, GError **error);
/* How many doses of a course are on record. */
gboolean
rgm_store_count (RgmStore *store, gint64 course_id, int *given, int *skipped, GError **error);

/* A course that was taken out of all lists because it was entered by mistake. */
typedef struct {
  char *patient, *handle, *uid, *treatment; /* name, the last handle, UUID, key */
  RgmInstant started_at, removed_at;
} RgmRemovedCourse;
void rgm_removed_course_free (RgmRemovedCourse *course);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmRemovedCourse, rgm_removed_course_free)
/* @patient_id: 0: of all. @course_id: 0: all. Returns: (transfer full) (element-type
 * RgmRemovedCourse): in the order in which they were added. */
GPtrArray *rgm_store_removed (RgmStore *store, gint64 patient_id, gint64 course_id, GError **error);

/* The courses that are in no list, because their adding was taken back or they were removed, with
 * what was said when they were added, and without schedules and doses. Returns: (transfer full)
 * (element-type RgmCourse): in the order in which they were added. */
GPtrArray *rgm_store_void_courses (RgmStore *store, gint64 patient_id, GError **error);

/* ---- changes ---- */
typedef struct {
  gint64 id;
  char *command; /* "log"; "undo" if it took another change back */
  RgmInstant at;
  gint64 undoes; /* the change that an undo or a redo took back; else 0 */
  /* only where it says so; else NULL: the names of the people whom it concerns, and what it is
   * about: "denosumab/3" if it is about one dose, "denosumab" if it is about more of a course,
   * "denosumab check" if it is about what its doses need, "feel/12 (pain 6)" if it is about an
   * observation, "question 2", or the name of a contact */
  char **people, **about;
} RgmChange;
void rgm_change_free (RgmChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmChange, rgm_change_free)

/* ---- history ---- */
typedef struct {
  RgmAdministration *administration;
  char *patient, *course, *treatment, *unit; /* name, handle, treatment name */
  gint64 course_id;
  gboolean taken_back; /* by an undo: it does not count */
  char *merged_from;   /* nullable; RGM_HISTORY_ALL: the file of the copy from which it came */
} RgmHistoryRow;
void rgm_history_row_free (RgmHistoryRow *row);
typedef enum {
  RGM_HISTORY_COUNTED,   /* the rows that count */
  RGM_HISTORY_CORRECTED, /* also rows that were corrected later */
  RGM_HISTORY_ALL,       /* also rows that were taken back */
} RgmHistoryDepth;
/**
 * rgm_store_history: the administrations on record, oldest first.
 * @patient_id: 0: of all. @course_id: 0: of all.
 * Returns: (transfer full) (element-type RgmHistoryRow).
 */
GPtrArray *rgm_store_history (RgmStore *store, gint64 patient_id, gint64 course_id,
                              RgmHistoryDepth depth, GError **error);

/**
 * rgm_store_holds: every hold of a course that is on record, also those that were lifted since,
 * oldest first; but not those that were taken back.
 * Returns: (transfer full) (element-type RgmHold).
 */
GPtrArray *rgm_store_holds (RgmStore *store, gint64 course_id, GError **error);
/* The holds of a course that were taken back, oldest first. Returns: (transfer full) (element-type
 * RgmHold). */
GPtrArray *rgm_store_void_holds (RgmStore *store, gint64 course_id, GError **error);

/* ---- between the doses ---- */
typedef struct {
  gint64 patient_id;
  RgmObservationKind kind;
  gboolean any_kind; /* of all kinds; only with a key */
  const char *key;   /* nullable: only those with this key, see rgm_observation_key() */
  RgmInstant since;  /* only those at or after this instant; RGM_INSTANT_NONE: all */
} RgmObservationQuery;

/* Returns: (transfer full) (element-type RgmObservation): oldest first. */
GPtrArray *
rgm_store_observations (RgmStore *store, const RgmObservationQuery *query, GError **error);
/* The latest one of each key. Returns: (transfer full) (element-type RgmObservation): by key. The
 * cost depends on the number of keys, not on that of the observations. */
GPtrArray *rgm_store_latest_observations (RgmStore *store, gint64 patient_id,
                                          RgmObservationKind kind, GError **error);
/* The observation @number of a kind. Returns: (transfer full): NULL without @error set if there is
 * none. */
RgmObservation *rgm_store_observation (RgmStore *store, gint64 patient_id, RgmObservationKind kind,
                                       int number, GError **error);
/* The latest value of a laboratory, or check, with the key @key: what meets a need. Returns:
 * (transfer full): NULL without @error set if there is none. */
RgmObservation *
rgm_store_last_observation (RgmStore *store, gint64 patient_id, const char *key, GError **error);
/* Returns: (transfer full) (element-type RgmContact): in the order in which they were added. */
GPtrArray *rgm_store_contacts (RgmStore *store, gint64 patient_id, GError **error);
/* @answered: also those that were answered. Returns: (transfer full) (element-type RgmQuestion): in
 * the order in which they were asked. */
GPtrArray *
rgm_store_questions (RgmStore *store, gint64 patient_id, gboolean answered, GError **error);
/* What the doses of a course need, with the latest observation of each. Returns: (transfer full)
 * (element-type RgmNeed): in the order in which they were last entered. */
GPtrArray *rgm_store_needs (RgmStore *store, gint64 course_id, GError **error);

/**
 * rgm_store_entry_versions: all versions of the observations, contacts, questions and needs that
 * have more than one, or one that was taken back.
 * @course_id: only the needs of this course; 0: of everything.
 * Returns: (transfer full) (element-type RgmEntryVersion): those of an entry follow each other in
 * the order in which they were written.
 */
GPtrArray *
rgm_store_entry_versions (RgmStore *store, gint64 patient_id, gint64 course_id, GError **error);

/* ---- care ---- */
/* A number that changes when another connection has committed (PRAGMA data_version). */
gboolean rgm_store_data_version (RgmStore *store, gint64 *version, GError **error);
/**
 * rgm_store_backup: makes a verified copy at @path, 0600: it is written beside its place and then
 * renamed. RGM_ERROR_CONFLICT if @path exists, RGM_ERROR_DAMAGED if the record is damaged.
 */
gboolean rgm_store_backup (RgmStore *store, const char *path, GError **error);
typedef struct {
  int saved;        /* rows */
  GPtrArray *words; /* of char *: what was lost, one line each; empty if nothing was */
} RgmSalvaged;
void rgm_salvaged_clear (RgmSalvaged *salvaged);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RgmSalvaged, rgm_salvaged_clear)
/**
 * rgm_store_salvage: makes a new record at @path, 0600, of the rows of the damaged record @from
 * whose hashes say that they are as they were entered. Where a course or a person is lost, one
 * without a name takes its place, so that the doses are not. What was shown as an alert, and which
 * calendars are kept, is not copied. @from is only read, and need not be known as a database any
 * more.
 * @now: of the change that notes it.
 * Returns: FALSE with RGM_ERROR_CONFLICT if @path exists, RGM_ERROR_DAMAGED if no row is left,
 * RGM_ERROR_STORE.
 */
gboolean rgm_store_salvage (const char *from, const char *path, RgmInstant now,
                            RgmSalvaged *salvaged, GError **error);
/* Looks at the file @copy, which has been checked, before it takes the place of the record.
 * Returns: FALSE to leave the record as it is. */
typedef gboolean (*RgmRestoreLook) (const char *copy, gpointer data);
/**
 * rgm_store_restore: puts the copy @from in the place of the database at @path, after every row of
 * the copy was checked. The old database is kept beside it as "PATH.before-restore-TIME"; TIME is
 * @now. A database may be restored while programs have it open: they go on with the restored
 * record. If the old database is damaged, also beyond being known as one, or was written by a newer
 * program, it is moved out of the way as it is, without a moment at which there is none. @from is
 * only read; if it is of an older version, it is migrated when it is opened next time.
 * @look: (nullable): called with @data before anything is replaced.
 * @kept: (out) (transfer full) (nullable): the name under which the old one is kept; NULL if there
 * was none. If there was only a -wal file or a journal that SQLite left of one, it is kept as
 * "PATH.left-behind-TIME-wal", so that it is not written into the copy, and that is its name.
 * Returns: FALSE without @error set if @look said so; FALSE with RGM_ERROR_FOREIGN (@from is not a
 * regimen database, or another program's is at @path), RGM_ERROR_NEWER, RGM_ERROR_DAMAGED (@from is
 * not whole), RGM_ERROR_CONFLICT (it is the database itself, or the database was changed since just
 * before @look), RGM_ERROR_STORE; nothing has changed then.
 */
gboolean rgm_store_restore (const char *path, const char *from, RgmInstant now, RgmRestoreLook look,
                            gpointer data, char **kept, GError **error);

/* Takes the next @length bytes of a file. Returns: FALSE with @error set to stop. */
typedef gboolean (*RgmStoreSink) (const char *bytes, gsize length, gpointer data, GError **error);
/**
 * rgm_store_write_json: hands the whole record to @sink as JSON, as
 * contrib/regimen-record.schema.json describes it: every row that was ever written, also what was
 * corrected or taken back, and which alerts and calendars were shown. What belongs to this computer
 * is left out: kept files, and the calendar on a server. One row at a time is in memory, and each
 * is one line. The same record always gives the same bytes.
 * Returns: FALSE with RGM_ERROR_DAMAGED if the record is damaged.
 */
gboolean rgm_store_write_json (RgmStore *store, RgmStoreSink sink, gpointer data, GError **error);
/* Begins the file of the table @name: what the sink gets from now on is its content. */
typedef gboolean (*RgmStoreFile) (const char *name, gpointer data, GError **error);
/**
 * rgm_store_write_csv: hands the tables that rgm_store_write_json() writes to @sink as CSV (RFC
 * 4180, UTF-8), one after the other, as they are at one moment; @open is called before each. The
 * first line has the keys. Text is in double quotes; text that a spreadsheet would take for a
 * formula, or that begins with an apostrophe, has an apostrophe in front. A damaged record is
 * written as far as it can be read.
 */
gboolean rgm_store_write_csv (RgmStore *store, RgmStoreFile open, RgmStoreSink sink, gpointer data,
                              GError **error);
/**
 * rgm_store_restore_json: as rgm_store_restore(), from a file that rgm_store_write_json() wrote,
 * by this or an older version: a record with the same rows. Only one row is in memory at a time.
 * Errors name the line, or the row, that is not as it was written.
 */
gboolean rgm_store_restore_json (const char *path, const char *from, RgmInstant now,
                                 RgmRestoreLook look, gpointer data, char **kept, GError **error);

/**
 * rgm_store_verify: whether the rows are as they were entered: what a command that shows them asks.
 * @whole: of all rows, if all of them were shown; else of the newest ones, or of all if there are
 * few. Some milliseconds for a record of a thousand doses.
 * Returns: (transfer full) (element-type utf8): one line for each row that is not, which names
 * course, dose and day; empty if there is none; NULL with RGM_ERROR_STORE if they could not be
 * read.
 */
GPtrArray *rgm_store_verify (RgmStore *store, gboolean whole, GError **error);
/**
 * rgm_store_check: SQLite's integrity and foreign keys, the hash of every row of the record,
 * settings, file modes, derived rows.
 * Returns: (transfer full) (element-type utf8): one line for each problem, empty if there is none;
 * NULL with an error if the check could not run.
 */
GPtrArray *rgm_store_check (RgmStore *store, GError **error);

RGM_END_DECLS
