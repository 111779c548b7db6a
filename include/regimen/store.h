/* store.h: the record in SQLite. One file, 0600, append-only: what was written is never changed or
 * removed.
 *
 * Every writing command is one change: a row of table changes, to which all rows written with it
 * belong, in one transaction. Reading takes
 * only rows of changes that are not undone; of appointments, moves and holds the latest row of a
 * dose counts.
 */
#pragma once

#include <regimen/course.h>
#include <regimen/dose.h>
#include <regimen/event.h>

RGM_BEGIN_DECLS

typedef struct _RgmStore RgmStore;

typedef enum {
  RGM_STORE_READ,   /* a file that is not there reads as an empty record and is not made */
  RGM_STORE_CREATE, /* the file, and its folder (0700), are made where they are not there */
  /* an empty record in memory, gone when it is closed: what a first command would write is tried
   * on it, so that a mistake makes no file */
  RGM_STORE_TRY,
} RgmStoreMode;

typedef struct {
  gint64 id;
  char *uid; /* UUID, for life */
  char *name;
  char *zone;     /* IANA name */
  GArray *closed; /* of RgmDay, sorted: days on which the clinic is closed; never NULL */
} RgmPatient;
void rgm_patient_free (RgmPatient *patient);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmPatient, rgm_patient_free)

/**
 * rgm_store_open: opens the database at @path; migrates it where it is older, after a verified
 * backup beside it ("FILE.backup-vN-TIME").
 * An empty file is a new database. TIME is the moment of the last change on record. With
 * RGM_STORE_READ a file that cannot be written is read as it is.
 * Returns: (transfer full): NULL with RGM_ERROR_FOREIGN (not a regimen database; untouched),
 * RGM_ERROR_NEWER (untouched), RGM_ERROR_DAMAGED, RGM_ERROR_STORE (with
 * RGM_STORE_CREATE the message begins with "NOT SAVED").
 */
RgmStore *rgm_store_open (const char *path, RgmStoreMode mode, GError **error);
void rgm_store_close (RgmStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmStore, rgm_store_close)

/* The path as given to rgm_store_open(). */
const char *rgm_store_path (const RgmStore *store);

/* The store while a transaction is open. A variable that is declared as
 * g_autoptr (RgmTransaction) takes back everything that was not committed when it goes out of
 * scope. */
typedef RgmStore RgmTransaction;

/**
 * rgm_store_begin: BEGIN IMMEDIATE, waiting up to 10 s for another writer, and a new change.
 * @command: (nullable): the name of the command on record ("log"); NULL: a transaction that writes
 * no record (alerts).
 * Must be followed by commit or rollback; not nested.
 * Returns: (transfer none): @store; NULL with RGM_ERROR_STORE.
 */
RgmTransaction *
rgm_store_begin (RgmStore *store, const char *command, RgmInstant now, GError **error);

/* Makes everything since begin durable. On failure everything is rolled back; the message begins
 * with "NOT SAVED". */
gboolean rgm_store_commit (RgmTransaction *transaction, GError **error);
/* Takes back everything since begin. Harmless outside a transaction. */
void rgm_store_rollback (RgmTransaction *transaction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmTransaction, rgm_store_rollback)

/**
 * rgm_store_begin_together: begins one change of which what follows, each from its begin to its
 * commit or rollback, is a part. A part that is rolled back takes back itself alone.
 * rgm_store_commit_together: makes all of them durable, as rgm_store_commit().
 * rgm_store_rollback_together: takes back all of them. Harmless where nothing was begun.
 */
gboolean
rgm_store_begin_together (RgmStore *store, const char *command, RgmInstant now, GError **error);
gboolean rgm_store_commit_together (RgmStore *store, GError **error);
void rgm_store_rollback_together (RgmStore *store);

/* ---- people ---- */
/* Returns: (transfer full) (element-type RgmPatient): in the order they were added. */
GPtrArray *rgm_store_patients (RgmStore *store, GError **error);
/* Returns: (transfer full): the patient @id; NULL with RGM_ERROR_CONFLICT if there is none. */
RgmPatient *rgm_store_patient (RgmStore *store, gint64 id, GError **error);
/* Inside a change. Returns: the new id, 0 on failure (RGM_ERROR_CONFLICT: the name is taken,
 * compared without case). */
gint64 rgm_store_add_patient (RgmStore *store, const char *name, const char *zone, GError **error);
/* Inside a change: what @id is called, where they live and when their clinic is closed from now
 * on. NULL keeps. */
gboolean rgm_store_set_patient (RgmStore *store, gint64 id, const char *name, const char *zone,
                                const GArray *closed, GError **error);

/* ---- courses: reading ---- */
typedef struct {
  gint64 patient_id; /* 0: of all */
  gint64 course_id;  /* 0: all; else only this one, where the rest of the query lets it through */
  gboolean ended;    /* also completed and stopped ones */
  gboolean whole;    /* with all of their history; else from the settled doses on (course.h) */
  /* not whole: with all doses from the first one with an administration at or after this on;
   * settled is lowered to the dose before it. RGM_INSTANT_NONE: none */
  RgmInstant since;
  /* with since: also with those before that one that were missed or skipped after the last given */
  gboolean not_given;
  /* also ended courses of which an administration or the stop lies at or after this;
   * RGM_INSTANT_NONE: none */
  RgmInstant ended_since;
} RgmCourseQuery;

/* Returns: (transfer full) (element-type RgmCourse): by patient, then in the order they were
 * added. */
GPtrArray *rgm_store_courses (RgmStore *store, const RgmCourseQuery *query, GError **error);
/* One course. @whole as above. NULL with RGM_ERROR_STORE or, for an unknown id,
 * RGM_ERROR_CONFLICT. */
RgmCourse *rgm_store_course (RgmStore *store, gint64 id, gboolean whole, GError **error);
/* The course with the UUID @uid. */
RgmCourse *
rgm_store_course_by_uid (RgmStore *store, const char *uid, gboolean whole, GError **error);
/* The course of a patient with the handle @handle, from its settled doses on. */
RgmCourse *
rgm_store_course_by_handle (RgmStore *store, gint64 patient_id, const char *handle, GError **error);
/* Returns: (transfer full): the handles of all courses of a patient, in the order they were added,
 * ended by NULL. */
char **rgm_store_handles (RgmStore *store, gint64 patient_id, GError **error);
/* How many doses of a course are on record. */
gboolean
rgm_store_count (RgmStore *store, gint64 course_id, int *given, int *skipped, GError **error);

/* ---- appointments of other people's making ---- */

/* That one of them is the appointment of a dose, as it was when it was last looked at. */
typedef struct {
  gint64 course_id;
  int dose;
  char *uid;
  RgmInstant instance; /* when the rule of its series has it; RGM_INSTANT_NONE: no series */
  int sequence;
  RgmInstant changed; /* RGM_INSTANT_NONE: not said */
  RgmInstant at;      /* a whole day: its 00:00 in the patient's zone */
  gboolean cancelled;
} RgmInvitation;
void rgm_invitation_free (RgmInvitation *invitation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmInvitation, rgm_invitation_free)

/* Inside a change. */
gboolean
rgm_store_add_invitation (RgmStore *store, const RgmInvitation *invitation, GError **error);
/* What is known of the appointment @uid: several of a series. Not where the dose has another one
 * since. Returns: (transfer full) (element-type RgmInvitation). */
GPtrArray *rgm_store_invitations (RgmStore *store, const char *uid, GError **error);

/* ---- courses: writing, inside a change ---- */
/* Adds @course with its first revision; sets its id. */
gboolean rgm_store_add_course (RgmStore *store, RgmCourse *course, GError **error);
gboolean rgm_store_add_revision (RgmStore *store, gint64 course_id, const RgmRevision *revision,
                                 GError **error);
/* Sets the id. If @administration replaces another one, its replaces is set. RGM_ERROR_CONFLICT:
 * the dose has one already that is not replaced. */
gboolean rgm_store_add_administration (RgmStore *store, gint64 course_id,
                                       RgmAdministration *administration, GError **error);
/* NULL in place of the second pointer takes back: no appointment, no move, no hold from now on. */
gboolean rgm_store_set_appointment (RgmStore *store, gint64 course_id, int dose,
                                    const RgmAppointment *appointment, GError **error);
gboolean rgm_store_set_move (RgmStore *store, gint64 course_id, int dose, const RgmMove *move,
                             GError **error);
gboolean rgm_store_set_hold (RgmStore *store, gint64 course_id, int dose, const RgmHold *hold,
                             GError **error);
/* Ends a course for good. @reason: nullable. */
gboolean rgm_store_stop (RgmStore *store, gint64 course_id, RgmInstant at, const char *reason,
                         GError **error);
/* Adds @pause, or replaces the one with the same from_dose and from (to give it an end). One
 * that ends before it begins counts as none. */
gboolean
rgm_store_set_pause (RgmStore *store, gint64 course_id, const RgmPause *pause, GError **error);
/* What later reads may skip: derived from the record, and kept with it in the same transaction.
 * @active: doses are still open. */
gboolean rgm_store_set_head (RgmStore *store, gint64 course_id, int settled, gboolean active,
                             GError **error);

/* ---- taking back ---- */
typedef struct {
  gint64 id;
  char *command; /* "log"; "undo" where it took another one back */
  RgmInstant at;
  gint64 undoes; /* an undo: the change that it took back; else 0 */
} RgmChange;
void rgm_change_free (RgmChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmChange, rgm_change_free)

/* The last change in force that is not the open one. Returns: (transfer full): NULL without
 * @error set where there is none. */
RgmChange *rgm_store_last_change (RgmStore *store, GError **error);
/**
 * rgm_store_undo: inside a change: takes back the change @id, which must be the last one in force.
 * Nothing is removed: reads leave out what belongs to it. Where
 * @id itself took one back, that one is in force again. dose_changes are never taken back: a
 * SEQUENCE does not go down. The heads of the courses are reset to
 * nothing settled and active; rgm_store_set_head() says more. RGM_ERROR_CONFLICT: another change
 * was written meanwhile.
 */
gboolean rgm_store_undo (RgmStore *store, gint64 id, GError **error);
/* The command that change @id is about: that itself or, where it is an undo, the one at the end of
 * the undos that it took back. @holds: (out): whether that command is in force. Returns: (transfer
 * full). */
RgmChange *rgm_store_change_origin (RgmStore *store, gint64 id, gboolean *holds, GError **error);
/* The courses to which change @id, or the change that it took back, wrote; those of a patient
 * whose row it wrote too. Returns: (transfer full) (element-type gint64). */
GArray *rgm_store_change_courses (RgmStore *store, gint64 id, GError **error);

/* Up to where a reader knows the record. All zero: nothing of it. */
typedef struct {
  gint64 change;
  guint8 hash[32];
} RgmPosition;

/**
 * rgm_store_touched: adds to @courses (element-type gint64) each course to which was written since
 * @position, some of them twice, and moves @position to the end.
 * @all: (out): the record is not the one that was read: any course may be another one.
 */
gboolean rgm_store_touched (RgmStore *store, RgmPosition *position, GArray *courses, gboolean *all,
                            GError **error);

/* ---- versions of doses for calendars ---- */
typedef struct {
  int from, to; /* doses; to 0: no end */
  RgmInstant at;
  gint64 change; /* the command that did it */
} RgmDoseChange;
/* @runs: (element-type RgmDoseRun). Inside a change. */
gboolean rgm_store_add_dose_changes (RgmStore *store, gint64 course_id, const GArray *runs,
                                     RgmInstant at, GError **error);
/* Returns: (transfer full) (element-type RgmDoseChange): in the order they were made. */
GArray *rgm_store_dose_changes (RgmStore *store, gint64 course_id, GError **error);
/* The SEQUENCE of dose @dose: how many commands of @changes touch it; @at: (out): the last of them,
 * else @fallback. Pure. */
int rgm_dose_sequence (const GArray *changes, int dose, RgmInstant fallback, RgmInstant *at);

/* ---- what a calendar may have shown ---- */
/**
 * rgm_store_course_before: course @id as it was on record before change @change, whole.
 * @zone: (out): the patient's, then.
 * Returns: (transfer full): NULL without @error set where it was not there. Not inside a change.
 */
RgmCourse *rgm_store_course_before (RgmStore *store, gint64 id, gint64 change, const RgmZone **zone,
                                    GError **error);
/* The courses that were taken back altogether, with a dose_change at or after @since. @patient_id:
 * 0: of all. Returns: (transfer full) (element-type gint64). */
GArray *
rgm_store_vanished_courses (RgmStore *store, gint64 patient_id, RgmInstant since, GError **error);

/* ---- history ---- */
typedef struct {
  RgmAdministration *administration;
  char *patient, *course, *treatment, *unit; /* name, handle, treatment name */
  gint64 course_id;
  gboolean taken_back; /* by an undo: it does not count */
} RgmHistoryRow;
void rgm_history_row_free (RgmHistoryRow *row);
typedef enum {
  RGM_HISTORY_COUNTED,   /* what holds */
  RGM_HISTORY_CORRECTED, /* also what was corrected later */
  RGM_HISTORY_ALL,       /* also what was taken back */
} RgmHistoryDepth;
/**
 * rgm_store_history: what happened, oldest first.
 * @patient_id: 0: of all. @course_id: 0: of all.
 * Returns: (transfer full) (element-type RgmHistoryRow).
 */
GPtrArray *rgm_store_history (RgmStore *store, gint64 patient_id, gint64 course_id,
                              RgmHistoryDepth depth, GError **error);

/* ---- alerts: which were shown. Not part of the record; no change needed, a transaction is ---- */
typedef enum {
  RGM_MARK_NONE,    /* never claimed */
  RGM_MARK_CLAIMED, /* a process is about to show it */
  RGM_MARK_SHOWN,
  RGM_MARK_SNOOZED, /* again at until */
} RgmMarkState;

typedef struct {
  RgmMarkState state;
  RgmInstant at;    /* of the last change of state */
  RgmInstant until; /* snoozed: the moment; else RGM_INSTANT_NONE */
  int attempts;     /* claims so far */
} RgmMark;

/* The mark of alert @key ("due:2026-12-03") of a dose. */
gboolean rgm_store_mark (RgmStore *store, gint64 course_id, int dose, const char *key,
                         RgmMark *mark, GError **error);
/* The mark by which an alert of a dose is put off at @now, of those whose key ends in @stem
 * (":2026-12-03"): the one that ends last; as of one that was never claimed where none is. One that
 * began longer after @now than it lasts does not count: the clock was set back. */
gboolean rgm_store_snooze (RgmStore *store, gint64 course_id, int dose, const char *stem,
                           RgmInstant now, RgmMark *mark, GError **error);
gboolean rgm_store_set_mark (RgmStore *store, gint64 course_id, int dose, const char *key,
                             const RgmMark *mark, GError **error);

/* Adds to @courses (element-type gint64) those of which an alert is claimed, or put off past @now.
 */
gboolean
rgm_store_waiting_alerts (RgmStore *store, RgmInstant now, GArray *courses, GError **error);

/* The popup of a shown alert on a screen. A digest is one popup of several alerts. */
typedef struct {
  gint64 course_id;
  char *course_uid;
  int dose;
  char *key;
  char *server; /* a name that no other server ever has */
  guint32 id;   /* what that server calls it */
} RgmPopup;
void rgm_popup_free (RgmPopup *popup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmPopup, rgm_popup_free)

/* Notes where a shown alert is on the screen. rgm_store_set_mark() forgets it. */
gboolean rgm_store_set_popup (RgmStore *store, gint64 course_id, int dose, const char *key,
                              const char *server, guint32 popup, GError **error);
/* @popup is on the screen no more; nothing where the alert is in another one by now. @lost:
 * nobody closed it: the alert counts as never shown. */
gboolean
rgm_store_end_popup (RgmStore *store, const RgmPopup *popup, gboolean lost, GError **error);
/* Returns: (transfer full) (element-type RgmPopup): all, those of one popup together. */
GPtrArray *rgm_store_popups (RgmStore *store, GError **error);

/* ---- state of the service: its last sign of life. Own transaction ---- */
gboolean rgm_store_set_heartbeat (RgmStore *store, RgmInstant at, const char *what, GError **error);
/* @at: RGM_INSTANT_NONE where there was none. @what: (out) (transfer full) (nullable). */
gboolean rgm_store_heartbeat (RgmStore *store, RgmInstant *at, char **what, GError **error);

/* Whether the service runs for the database file @database: it holds the lock "DATABASE.lock". */
gboolean rgm_service_runs (const char *database);

/* ---- calendar files that are kept equal to the record. Not part of it; no change needed, a
 * transaction is ---- */
typedef struct {
  char *path;        /* absolute */
  gint64 patient_id; /* 0: of all */
  int days, minutes; /* these and the flags: as in RgmCalendarOptions */
  gboolean private_mode, tablets, lead_events;
  gboolean shared; /* others may read it */
} RgmKeptFile;
void rgm_kept_file_free (RgmKeptFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmKeptFile, rgm_kept_file_free)
/* Returns: (transfer full) (element-type RgmKeptFile): by path. */
GPtrArray *rgm_store_kept_files (RgmStore *store, GError **error);
/* Adds @file; the same path again gets the options of @file. */
gboolean rgm_store_keep_file (RgmStore *store, const RgmKeptFile *file, GError **error);
/* @kept: (out): whether it was kept. */
gboolean rgm_store_stop_keeping (RgmStore *store, const char *path, gboolean *kept, GError **error);

/* The programs that keep something equal to the record here, each to be run as "NAME refresh --db
 * DATABASE" after a change and when a day begins. Returns: (transfer full): ended by NULL. */
char **rgm_store_followers (RgmStore *store, GError **error);

/* How many changes were made durable through @store since it was opened. */
guint rgm_store_written (const RgmStore *store);

/* ---- a calendar on a server: what is known of it (publish.h). Not part of the record; writing
 * needs a transaction, no change ---- */
typedef struct {
  char *url;
  gboolean made;           /* it has been seen there, with what was published */
  RgmInstant succeeded_at; /* the last time that all was equal; RGM_INSTANT_NONE: never */
  RgmInstant tried_at;     /* RGM_INSTANT_NONE: never */
  char *problem;           /* of the last try, one line; NULL: none */
  gboolean away;           /* the problem may go away by itself: try again later */
  int asks;                /* events at which somebody should look; only read */
} RgmPublication;
void rgm_publication_free (RgmPublication *publication);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmPublication, rgm_publication_free)

typedef enum {
  RGM_PUBLISHED_SAME,    /* what regimen wrote, here or from another computer */
  RGM_PUBLISHED_CHANGED, /* somebody changed it there, and the record says otherwise */
  RGM_PUBLISHED_DELETED, /* somebody deleted it there */
  RGM_PUBLISHED_NEWER,   /* another computer wrote it, from a record that knows more */
  RGM_PUBLISHED_FOREIGN, /* it looks like one of regimen's, and is not of this record */
} RgmPublishedState;
/* "same", "changed" … */
const char *rgm_published_state_name (RgmPublishedState state);

/* One event in that calendar, as it was seen last. */
typedef struct {
  char *uid; /* RgmEvent.uid */
  RgmPublishedState state;
  char *etag;          /* nullable: not known */
  int sequence;        /* its SEQUENCE there */
  int record_sequence; /* the state of the record from which it was written */
  RgmInstant record_changed;
  RgmEventPrint print;   /* of what stands there */
  RgmEventPrint base;    /* of what regimen wrote there last */
  RgmInstant start;      /* of what regimen wrote there last */
  char *theirs;          /* changed: the calendar object that stands there; else NULL */
  RgmInstant noticed_at; /* not same: since when that is known */
  gboolean asks;         /* somebody should look at it */
  gboolean mine;         /* somebody did: what the record says is to be written over it */
} RgmPublished;
RgmPublished *rgm_published_new (const char *uid);
void rgm_published_free (RgmPublished *published);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmPublished, rgm_published_free)

/* @publication: (out) (transfer full): NULL where none is set. */
gboolean rgm_store_publication (RgmStore *store, RgmPublication **publication, GError **error);
gboolean
rgm_store_set_publication (RgmStore *store, const RgmPublication *publication, GError **error);
/* Nothing is published any more, and nothing known. */
gboolean rgm_store_clear_publication (RgmStore *store, GError **error);
/* Returns: (transfer full) (element-type RgmPublished): by start, then uid. */
GPtrArray *rgm_store_published (RgmStore *store, GError **error);
gboolean rgm_store_set_published (RgmStore *store, const RgmPublished *published, GError **error);
gboolean rgm_store_forget_published (RgmStore *store, const char *uid, GError **error);

/* ---- care ---- */
/* A number that changes when another connection has committed (PRAGMA data_version). */
gboolean rgm_store_data_version (RgmStore *store, gint64 *version, GError **error);
/**
 * rgm_store_backup: a verified copy at @path, 0600, written beside and renamed. RGM_ERROR_CONFLICT
 * where @path exists, RGM_ERROR_DAMAGED where the record is.
 */
gboolean rgm_store_backup (RgmStore *store, const char *path, GError **error);
/**
 * rgm_store_restore: puts the copy @from in the place of the database at @path, after every row of
 * it was checked; what was there is kept beside it as "PATH.before-restore-TIME", TIME being @now.
 * A database that programs have open may be restored: they go on with what was put back. One that
 * is damaged, or was written by a newer program, is moved out of the way as it is. @from is only
 * read; an older one is migrated when it is opened the next time.
 * @kept: (out) (transfer full) (nullable): the name under which the old one is kept; NULL where
 * there was none.
 * Returns: FALSE with RGM_ERROR_FOREIGN (@from, or what is at @path, is not a regimen database),
 * RGM_ERROR_NEWER, RGM_ERROR_DAMAGED (@from is not whole), RGM_ERROR_CONFLICT (it is the database
 * itself), RGM_ERROR_STORE; nothing has changed then.
 */
gboolean
rgm_store_restore (const char *path, const char *from, RgmInstant now, char **kept, GError **error);
/**
 * rgm_store_check: SQLite's integrity and foreign keys, the hash of every row of the record,
 * settings, file modes, derived rows.
 * Returns: (transfer full) (element-type utf8): one line for each problem, empty where all is
 * whole; NULL with an error where the check could not run.
 */
GPtrArray *rgm_store_check (RgmStore *store, GError **error);

RGM_END_DECLS
