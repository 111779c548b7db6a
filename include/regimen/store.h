/* store.h: the record in SQLite. It is one file, with mode 0600, and append-only: what was written
 * is never changed or removed.
 *
 * Every command that writes makes one change in one transaction: a row of the table changes, to
 * which all rows that the command writes belong. Readers see only rows of changes that were not
 * undone. If there are several rows for the appointment, move or hold of a dose, or for the name of
 * a course, the latest one counts. Programs write with record.h. */
#pragma once

#include <regimen/course.h>
#include <regimen/dose.h>
#include <regimen/observation.h>

RGM_BEGIN_DECLS

typedef struct _RgmStore RgmStore;

typedef enum {
  RGM_STORE_READ,   /* a missing file is read as an empty record, and is not created */
  RGM_STORE_CREATE, /* the file and its folder (0700) are created if they do not exist */
  /* an empty record in memory, which is lost when it is closed. A user's first command is tried on
   * it, so that a mistyped command creates no file. */
  RGM_STORE_TRY,
} RgmStoreMode;

typedef struct {
  gint64 id;
  char *uid; /* UUID, never changes */
  char *name;
  char *zone;          /* IANA name */
  GArray *closed;      /* of RgmDay, sorted: days on which the clinic is closed; never NULL */
  gboolean is_default; /* the patient who is meant if several are on record and none is named */
} RgmPatient;
void rgm_patient_free (RgmPatient *patient);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmPatient, rgm_patient_free)

/**
 * rgm_store_open: opens the database at @path. A database of an older version is migrated, after a
 * verified backup was made beside it ("FILE.backup-vN-TIME"; TIME, for example
 * "2026-11-23T080000Z", is the moment of the last change on record). An empty file is not a record:
 * RGM_ERROR_DAMAGED. If the file is missing, but a copy of it that this program made exists beside
 * it or in the backup folder of the service, the call fails with RGM_ERROR_STORE, and the message
 * names the command that restores it. With RGM_STORE_READ, a file that cannot be written is only
 * read; so is a file that has a second name (a hard link). RGM_STORE_CREATE refuses such a file,
 * because what is written under one of its names could be lost. Only one thread at a time may use
 * the store.
 * Returns: (transfer full): NULL with RGM_ERROR_FOREIGN (not a regimen database; untouched),
 * RGM_ERROR_NEWER (untouched), RGM_ERROR_DAMAGED, RGM_ERROR_STORE (with RGM_STORE_CREATE the
 * message begins with "NOT SAVED").
 */
RgmStore *rgm_store_open (const char *path, RgmStoreMode mode, GError **error);
void rgm_store_close (RgmStore *store);
/* A one-line warning that the user has to see whenever anything from the record is shown: for
 * example that it can only be read because the file has two names. Returns: (transfer none)
 * (nullable). */
const char *rgm_store_warning (const RgmStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmStore, rgm_store_close)

/* ---- lost changes ----
 * The number of changes that a record had is also noted outside of it, in
 * $XDG_STATE_HOME/regimen. */

/* The record lacks the last change that was seen at its path: the end of the file was lost, or the
 * file was replaced by an older copy or another record. */
typedef struct {
  gint64 seen;        /* how many changes had been seen before */
  RgmInstant seen_at; /* when the last of these was made */
  gint64 there;       /* how many changes are on record now; 0: none */
  RgmInstant there_at;
} RgmLoss;

/* Returns: (transfer none) (nullable): NULL if nothing is known to be lost. */
const RgmLoss *rgm_store_loss (const RgmStore *store);
/* Accepts the loss: from now on the record is expected to be as it is now. This wakes a running
 * service. Returns: FALSE with RGM_ERROR_STORE if this cannot be noted. */
gboolean rgm_store_accept (RgmStore *store, GError **error);

/* ---- people ---- */
/* Returns: (transfer full) (element-type RgmPatient): in the order they were added. */
GPtrArray *rgm_store_patients (RgmStore *store, GError **error);
/* Returns: (transfer full): the patient @id; NULL with RGM_ERROR_CONFLICT if there is none. */
RgmPatient *rgm_store_patient (RgmStore *store, gint64 id, GError **error);

/**
 * rgm_patient_zone: the zone of @patient.
 * Returns: (transfer none): NULL with RGM_ERROR_ZONE if this system does not have it, under this
 * name or another: the message names the zone, the person, and the command that sets another.
 * Callers must not use any other zone instead.
 */
const RgmZone *rgm_patient_zone (const RgmPatient *patient, GError **error);

/* ---- courses: reading ---- */
typedef struct {
  gint64 patient_id; /* 0: all patients */
  gint64 course_id;  /* 0: all; else only this course, if it meets the other conditions too */
  gboolean ended;    /* include completed and stopped courses */
  /* The present time, which decides which doses are settled. The number of settled doses on record
   * cannot be relied on, because an earlier command may have run while the clock was wrong. 0: in
   * courses of fixed times and as needed no dose is settled */
  RgmInstant now;
  gboolean whole; /* load the whole history; FALSE: leave out the settled doses (course.h) */
  /* If not whole: load all doses beginning with the first one that has an administration at or
   * after this instant; settled is lowered to the dose before it. RGM_INSTANT_NONE: no such
   * instant */
  RgmInstant since;
  /* with since: also load the doses before that one that were missed or skipped after the last
   * given one */
  gboolean not_given;
  /* include ended courses that were stopped, or have an administration, at or after this instant;
   * RGM_INSTANT_NONE: none of them */
  RgmInstant ended_since;
} RgmCourseQuery;

/* Returns: (transfer full) (element-type RgmCourse): by patient, then in the order in which they
 * were added. */
GPtrArray *rgm_store_courses (RgmStore *store, const RgmCourseQuery *query, GError **error);
/* One course, without the history of its settled doses. @now: the present time; RGM_INSTANT_NONE:
 * load the course with its whole history. Returns: (transfer full): NULL with RGM_ERROR_STORE or,
 * for an unknown id, RGM_ERROR_CONFLICT. */
RgmCourse *rgm_store_course (RgmStore *store, gint64 id, RgmInstant now, GError **error);
/* The course with the UUID @uid. */
RgmCourse *
rgm_store_course_by_uid (RgmStore *store, const char *uid, RgmInstant now, GError **error);
/* The course of a patient with the handle @handle. */
RgmCourse *rgm_store_course_by_handle (RgmStore *store, gint64 patient_id, const char *handle,
                                       RgmInstant now, GError **error);
/* Returns: (transfer full): the current handles of all courses of a patient, in the order in which
 * the courses were added, NULL-terminated. */
char **rgm_store_handles (RgmStore *store, gint64 patient_id, GError **error);
/* Why a course was stopped. @reason: (out) (transfer full) (nullable): NULL if it was not stopped,
 * or if no reason was given. */
gboolean rgm_store_stop_reason (RgmStore *store, gint64 course_id, char **reason, GError **error);
/* How many doses of a course are on record as given, and how many as skipped. */
gboolean
rgm_store_count (RgmStore *store, gint64 course_id, int *given, int *skipped, GError **error);

/* A course that was taken out of all lists because it was entered by mistake. */
typedef struct {
  char *patient, *handle, *uid, *treatment; /* patient name, last handle, UUID, treatment key */
  RgmInstant started_at, removed_at;
} RgmRemovedCourse;
void rgm_removed_course_free (RgmRemovedCourse *course);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmRemovedCourse, rgm_removed_course_free)
/* @patient_id: 0: all patients. @course_id: 0: all courses. Returns: (transfer full) (element-type
 * RgmRemovedCourse): in the order in which they were added. */
GPtrArray *rgm_store_removed (RgmStore *store, gint64 patient_id, gint64 course_id, GError **error);

/* The courses that were removed or whose addition was undone, as they were when they were added,
 * without schedules and doses. Returns: (transfer full) (element-type RgmCourse): in the order in
 * which they were added. */
GPtrArray *rgm_store_void_courses (RgmStore *store, gint64 patient_id, GError **error);

/* ---- changes ---- */
typedef struct {
  gint64 id;
  char *command; /* the command: "log"; "undo" if it took another change back */
  RgmInstant at;
  gint64 undoes; /* the change that this undo or redo reversed; else 0 */
  /* Only set by functions that say so; else NULL. The names of the people whom the change concerns,
   * and its subject: "denosumab/3" if it is about one dose, "denosumab" if it is about more of a
   * course, "denosumab check" if it is about what the doses of a course need, "feel/12 (pain 6)"
   * for an observation, "question 2" for a question, or the name of a contact */
  char **people, **about;
  gboolean old; /* only set with them: undo would ask before it takes the change back (--anyway) */
} RgmChange;
void rgm_change_free (RgmChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmChange, rgm_change_free)

/* ---- history ---- */
typedef struct {
  RgmAdministration *administration;
  /* patient name, course handle, treatment name, the word for one dose */
  char *patient, *course, *treatment, *unit;
  gint64 course_id;
  gboolean taken_back; /* an undo took it back, so it does not count */
  /* nullable, RGM_HISTORY_ALL only: the file name of the copy that it was merged from */
  char *merged_from;
} RgmHistoryRow;
void rgm_history_row_free (RgmHistoryRow *row);
typedef enum {
  RGM_HISTORY_COUNTED,   /* only the rows that count */
  RGM_HISTORY_CORRECTED, /* also rows that were replaced by a correction */
  RGM_HISTORY_ALL,       /* also rows that were undone */
} RgmHistoryDepth;
/**
 * rgm_store_history: the administrations on record, oldest first.
 * @patient_id: 0: all patients. @course_id: 0: all courses.
 * Returns: (transfer full) (element-type RgmHistoryRow).
 */
GPtrArray *rgm_store_history (RgmStore *store, gint64 patient_id, gint64 course_id,
                              RgmHistoryDepth depth, GError **error);

/**
 * rgm_store_holds: every hold of a course that is on record, including those that were lifted
 * since, but not those that were undone; oldest first.
 * Returns: (transfer full) (element-type RgmHold).
 */
GPtrArray *rgm_store_holds (RgmStore *store, gint64 course_id, GError **error);
/* The holds of a course that were undone, oldest first. Returns: (transfer full) (element-type
 * RgmHold). */
GPtrArray *rgm_store_void_holds (RgmStore *store, gint64 course_id, GError **error);

/* ---- between the doses ---- */
typedef struct {
  gint64 patient_id;
  RgmObservationKind kind;
  gboolean any_kind; /* observations of all kinds; only with a key */
  const char *key;   /* nullable: only observations with this key, see rgm_observation_key() */
  RgmInstant since;  /* only observations at or after this instant; RGM_INSTANT_NONE: all */
} RgmObservationQuery;

/* Returns: (transfer full) (element-type RgmObservation): oldest first. */
GPtrArray *
rgm_store_observations (RgmStore *store, const RgmObservationQuery *query, GError **error);
/* The latest observation for each key. The cost depends on the number of keys, not on the number of
 * observations. Returns: (transfer full) (element-type RgmObservation): sorted by key. */
GPtrArray *rgm_store_latest_observations (RgmStore *store, gint64 patient_id,
                                          RgmObservationKind kind, GError **error);
/* Observation @number of a kind. Returns: (transfer full): NULL without @error set if there is
 * none. */
RgmObservation *rgm_store_observation (RgmStore *store, gint64 patient_id, RgmObservationKind kind,
                                       int number, GError **error);
/* The latest laboratory value or check with the key @key: these meet a need. Returns: (transfer
 * full): NULL without @error set if there is none. */
RgmObservation *
rgm_store_last_observation (RgmStore *store, gint64 patient_id, const char *key, GError **error);
/* Returns: (transfer full) (element-type RgmContact): in the order in which they were added. */
GPtrArray *rgm_store_contacts (RgmStore *store, gint64 patient_id, GError **error);
/* @answered: include questions that were answered. Returns: (transfer full) (element-type
 * RgmQuestion): in the order in which they were asked. */
GPtrArray *
rgm_store_questions (RgmStore *store, gint64 patient_id, gboolean answered, GError **error);
/* What the doses of a course need, each with the latest observation for it. Returns: (transfer
 * full) (element-type RgmNeed): in the order in which they were last entered. */
GPtrArray *rgm_store_needs (RgmStore *store, gint64 course_id, GError **error);

/**
 * rgm_store_entry_versions: all versions of those observations, contacts, questions and needs that
 * have more than one version, or one that was undone.
 * @course_id: only the needs of this course; 0: everything.
 * Returns: (transfer full) (element-type RgmEntryVersion): the versions of an entry follow one
 * another in the order in which they were written.
 */
GPtrArray *
rgm_store_entry_versions (RgmStore *store, gint64 patient_id, gint64 course_id, GError **error);

/* ---- maintenance ---- */
/* A number that changes when another connection has committed (PRAGMA data_version). */
gboolean rgm_store_data_version (RgmStore *store, gint64 *version, GError **error);
/**
 * rgm_store_backup: makes a verified copy at @path, with mode 0600. It is first written to a
 * temporary file beside @path, then renamed. RGM_ERROR_CONFLICT if @path exists, RGM_ERROR_DAMAGED
 * if the record is damaged, RGM_ERROR_STORE if there is no record or the copy cannot be written.
 */
gboolean rgm_store_backup (RgmStore *store, const char *path, GError **error);
typedef struct {
  int saved;        /* number of rows saved */
  GPtrArray *words; /* of char *: one line for each thing that was lost; empty if nothing was */
} RgmSalvaged;
void rgm_salvaged_clear (RgmSalvaged *salvaged);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RgmSalvaged, rgm_salvaged_clear)
/**
 * rgm_store_salvage: makes a new record at @path, with mode 0600, from those rows of the damaged
 * record @from whose hashes show that they are as they were entered. If a course or a person is
 * lost, one without a name takes its place, so that the doses are not lost too; if there was more
 * than one person, lost courses are given to a new one, because nobody knows whose they are. If a
 * row that was corrected is lost, its correction takes the place of what counted before it, so that
 * no dose counts twice. The marks of which alerts were shown, and the list of calendar files that
 * are kept up to date, are not copied. @from is only read, and may be too damaged to be recognized
 * as a database.
 * @now: time of the change that notes the salvage.
 * Returns: FALSE with RGM_ERROR_CONFLICT if @path exists, RGM_ERROR_DAMAGED if no row could be
 * saved or rgm_store_check() would find a problem in what was made of them, RGM_ERROR_STORE.
 */
gboolean rgm_store_salvage (const char *from, const char *path, RgmInstant now,
                            RgmSalvaged *salvaged, GError **error);
/* Called with the file @copy, which has been checked, before it replaces the record. Returns: FALSE
 * to leave the record as it is. */
typedef gboolean (*RgmRestoreLook) (const char *copy, gpointer data);
/**
 * rgm_store_restore: replaces the database at @path by the copy @from, after checking every row of
 * the copy. The old database is kept beside it as "PATH.before-restore-TIME"; TIME is @now. A
 * database may be restored while programs have it open: they continue with the restored record. If
 * the old database was written by a newer program, or is damaged, perhaps so much that it is not
 * recognized as one, it is renamed as it is; at no moment is there no database at @path. @from is
 * only read; if it is of an older version, it is migrated when it is next opened.
 * @look: (nullable): called with @data before anything is replaced.
 * @kept: (out) (transfer full) (nullable): the name under which the old database is kept; NULL if
 * there was none. If only a -wal file or a journal of an old database was left behind, it is
 * renamed to "PATH.left-behind-TIME-wal", so that SQLite does not write it into the copy, and @kept
 * is that name.
 * Returns: FALSE without @error set if @look returned FALSE; FALSE with RGM_ERROR_FOREIGN (@from is
 * not a regimen database, or the file at @path belongs to another program), RGM_ERROR_NEWER,
 * RGM_ERROR_DAMAGED (@from is damaged or incomplete), RGM_ERROR_CONFLICT (@from is the database
 * itself, or the database has changed since just before @look was called), RGM_ERROR_STORE; in all
 * of these cases nothing has changed, unless the error has the trait ERROR_NOT_SYNCED
 * ("base/reword.h"): then the copy is in its place and @kept is set, but the folder could not be
 * synced, so a power cut may bring back the old database.
 */
gboolean rgm_store_restore (const char *path, const char *from, RgmInstant now, RgmRestoreLook look,
                            gpointer data, char **kept, GError **error);

/* Receives the next @length bytes of a file. Returns: FALSE with @error set to stop. */
typedef gboolean (*RgmStoreSink) (const char *bytes, gsize length, gpointer data, GError **error);
/**
 * rgm_store_write_json: writes the whole record to @sink as JSON, in the form that
 * contrib/regimen-record.schema.json describes: every row that was ever written, including what was
 * corrected or undone, and which alerts and calendars were shown. What belongs to this computer is
 * left out: the list of calendar files that are kept up to date, and the calendar on a server. Only
 * one row at a time is in memory, and each row is one line. The same record always gives the same
 * bytes.
 * Returns: FALSE with RGM_ERROR_DAMAGED if the record is damaged.
 */
gboolean rgm_store_write_json (RgmStore *store, RgmStoreSink sink, gpointer data, GError **error);
/* Begins the file for the table @name: the bytes that the sink gets from now on are its content. */
typedef gboolean (*RgmStoreFile) (const char *name, gpointer data, GError **error);
/**
 * rgm_store_write_csv: writes the tables that rgm_store_write_json() writes to @sink as CSV (RFC
 * 4180, UTF-8), one after the other, all as of the same moment. @open is called before each table.
 * The first line has the names of the keys. Text is in double quotes; an apostrophe is put before
 * text that a spreadsheet would take for a formula, and before text that begins with an apostrophe.
 * A damaged record is written as far as it can be read.
 */
gboolean rgm_store_write_csv (RgmStore *store, RgmStoreFile open, RgmStoreSink sink, gpointer data,
                              GError **error);
/**
 * rgm_store_restore_json: as rgm_store_restore(), from a file that rgm_store_write_json() of this
 * or an older version wrote: makes a record with the same rows. Only one row is in memory at a
 * time. Errors name the line, or the row, that is not as it was written.
 */
gboolean rgm_store_restore_json (const char *path, const char *from, RgmInstant now,
                                 RgmRestoreLook look, gpointer data, char **kept, GError **error);

/**
 * rgm_store_verify: checks that the rows are as they were entered. Commands that show rows call it.
 * @whole: check all rows, because all were shown; FALSE: only the newest ones, or all if there are
 * few. Checking a record of a thousand doses takes some milliseconds.
 * Returns: (transfer full) (element-type utf8): one line for each changed row, with its course,
 * dose and day; empty if there is none; NULL with RGM_ERROR_STORE if the rows could not be read.
 */
GPtrArray *rgm_store_verify (RgmStore *store, gboolean whole, GError **error);
/**
 * rgm_store_check: checks SQLite's integrity and foreign keys, the hash of every row of the record,
 * the settings of the connection, file modes, and derived rows.
 * Returns: (transfer full) (element-type utf8): one line for each problem, empty if there is none;
 * NULL with an error if the check could not run.
 */
GPtrArray *rgm_store_check (RgmStore *store, GError **error);

RGM_END_DECLS
