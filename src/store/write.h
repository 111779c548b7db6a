/* write.h: writing to the store. All writing happens inside a transaction; writing to the record
 * also happens inside a change. */
#pragma once

#include <regimen/store.h>

#include "model/changes.h"

/* ---- transactions ---- */

/* The store while a transaction is open. A variable that is declared as
 * g_autoptr (RgmTransaction) takes back everything that was not committed when it goes out of
 * scope. */
typedef RgmStore RgmTransaction;

/**
 * store_begin: begins a transaction (BEGIN IMMEDIATE), waiting up to 10 s for another writer, and a
 * new change in it.
 * @command: (nullable): the name under which the change goes on record ("log"); NULL: a transaction
 * without a change, which writes nothing of the record (alerts, for example).
 * Must be followed by store_commit() or store_rollback(), and cannot be nested.
 * Returns: (transfer none): @store; NULL with RGM_ERROR_STORE, or RGM_ERROR_NEWER if a newer
 * program has brought the record up to date since it was opened.
 */
RgmTransaction *store_begin (RgmStore *store, const char *command, RgmInstant now, GError **error);

/* Makes everything since store_begin() durable. On failure everything is rolled back; the message
 * begins with "NOT SAVED". Within store_begin_together() it only ends a part, which
 * store_commit_together() makes durable. */
gboolean store_commit (RgmTransaction *store, GError **error);
/* Takes back everything since store_begin(). Harmless outside a transaction. */
void store_rollback (RgmTransaction *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmTransaction, store_rollback)

/* The store while several reads see the record as it was at one moment. The reading ends when a
 * variable that is declared as g_autoptr (RgmReading) goes out of scope. */
typedef RgmStore RgmReading;
/* Must not be called inside a transaction. Returns: (transfer none): @store; NULL with
 * RGM_ERROR_STORE. */
RgmReading *store_begin_reading (RgmStore *store, GError **error);
void store_end_reading (RgmReading *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmReading, store_end_reading)

/**
 * store_begin_together: begins one change that has several parts. Each part goes from its own
 * store_begin() to its commit or rollback; a part that is rolled back takes back only itself.
 * store_commit_together: makes all parts durable, as store_commit() does.
 * store_rollback_together: takes back all parts. Harmless if nothing was begun.
 */
gboolean
store_begin_together (RgmStore *store, const char *command, RgmInstant now, GError **error);
gboolean store_commit_together (RgmStore *store, GError **error);
void store_rollback_together (RgmStore *store);

/**
 * store_catch_up: brings everything that was committed from the -wal file into the main file, so
 * that the main file alone is the whole record, and empties the -wal file. If another program that
 * is reading the record holds this back, it is tried again for about 100 ms. The caller does not
 * learn whether it failed, because the commit is durable all the same: it is tried again at the
 * next commit, by the service, and when the record is opened or closed. Must be called outside a
 * transaction.
 */
void store_catch_up (RgmStore *store);

/* Whether the files that @store has open are still the ones at their paths. If not, for example
 * because one of them was removed or replaced, nothing can be written, and the record has to be
 * opened again. */
gboolean store_has_own_files (const RgmStore *store);

/* Whether the tables of the record have the version that this program knows. If not, because a
 * newer program brought it up to date or an older copy was put back while @store was open, nothing
 * can be written, and the record has to be opened again. TRUE if the version cannot be read. */
gboolean store_has_own_version (RgmStore *store);

/* Whether the record of @store still has all changes that @store has seen in it. If not, another
 * program has written a copy into the main file without SQLite: nothing can be written, and the
 * record has to be opened again. Must be called outside a transaction. @grown: (out): whether the
 * record has more changes than @store knew before. */
gboolean store_is_same_record (RgmStore *store, gboolean *grown);

/* Checks again whether the record has lost anything, because the user may have accepted the record
 * as it is in another process. rgm_store_loss() gives the result. Returns: FALSE with
 * RGM_ERROR_STORE if the record cannot be read; then rgm_store_loss() gives the same as before. */
gboolean store_look_for_loss (RgmStore *store, GError **error);

/* How many changes were made durable through @store since it was opened. */
guint store_written (const RgmStore *store);

/* The tables that rgm_store_write_csv() writes. Returns: (transfer full) (element-type utf8): NULL
 * with @error. */
GPtrArray *store_csv_tables (RgmStore *store, GError **error);

/* ---- people ---- */

/* Inside a change. Returns: the new id, 0 on failure (RGM_ERROR_CONFLICT: the name is taken,
 * compared without case). */
gint64 store_add_patient (RgmStore *store, const char *name, const char *zone, GError **error);
/* Inside a change: sets the name, the zone and the closed days of the patient @id. NULL keeps the
 * old value. */
gboolean store_set_patient (RgmStore *store, gint64 id, const char *name, const char *zone,
                            const GArray *closed, GError **error);
/* Inside a change: from now on, the patient @id is the one who is meant if none is named. */
gboolean store_choose_patient (RgmStore *store, gint64 id, GError **error);

/* ---- courses ---- */
/* Fails with RGM_ERROR_CONFLICT if a course of the patient has the handle already. */
gboolean
store_check_handle (RgmStore *store, gint64 patient_id, const char *handle, GError **error);
/* Adds @course with its first revision; sets its id. RGM_ERROR_CONFLICT: another course of the
 * patient has its handle. */
gboolean store_add_course (RgmStore *store, RgmCourse *course, GError **error);
gboolean
store_add_revision (RgmStore *store, gint64 course_id, const RgmRevision *revision, GError **error);
/* Sets the id. For a correction, the caller sets replaces to the id of the administration that it
 * replaces. RGM_ERROR_CONFLICT: the administration that counts for the dose, if any, is not the one
 * in replaces. */
gboolean store_add_administration (RgmStore *store, gint64 course_id,
                                   RgmAdministration *administration, GError **error);
/* If @appointment, or @move or @hold below, is NULL, the dose has none from now on. */
gboolean store_set_appointment (RgmStore *store, gint64 course_id, int dose,
                                const RgmAppointment *appointment, GError **error);
/* The place of the last appointment that was made for the dose, although a hold or a move may have
 * taken that appointment back since. @place: (out) (transfer full) (nullable): NULL if there was no
 * appointment, or it had no place. */
gboolean
store_last_place (RgmStore *store, gint64 course_id, int dose, char **place, GError **error);
/* Whether more than one dose of the course was given. A long history is not counted to its end. */
gboolean store_given_again (RgmStore *store, gint64 course_id, gboolean *again, GError **error);
gboolean
store_set_move (RgmStore *store, gint64 course_id, int dose, const RgmMove *move, GError **error);
gboolean
store_set_hold (RgmStore *store, gint64 course_id, int dose, const RgmHold *hold, GError **error);
/* Ends a course for good. @reason: nullable. */
gboolean
store_stop (RgmStore *store, gint64 course_id, RgmInstant at, const char *reason, GError **error);
/* Gives @course another handle. RGM_ERROR_CONFLICT: @course, or another course of the patient, has
 * @handle already. */
gboolean
store_rename (RgmStore *store, const RgmCourse *course, const char *handle, GError **error);
/* Removes @course from all lists: readers no longer find it, and its handle is free. Its rows stay
 * on record. */
gboolean store_remove (RgmStore *store, const RgmCourse *course, RgmInstant at, GError **error);
/* Adds @pause, or replaces the pause with the same from_dose and from, for example to give it an
 * end. A pause that ends before it begins does not count. */
gboolean store_set_pause (RgmStore *store, gint64 course_id, const RgmPause *pause, GError **error);
/* Writes the head of a course: values from which later reads know which rows they may skip. They
 * are derived from the record, and written in the same transaction. @settled: see course.h.
 * @active: the course may still have open doses. */
gboolean
store_set_head (RgmStore *store, gint64 course_id, int settled, gboolean active, GError **error);

/* ---- between the doses ----
 * To be called inside a change. If the number of an entry is 0, it is new, and gets a number that
 * no other entry has had; otherwise it replaces the earlier version of the entry with that number.
 * @removed: the entry is removed from all lists. */

/* Sets id and number. */
gboolean store_add_observation (RgmStore *store, RgmObservation *observation, gboolean removed,
                                GError **error);
gboolean store_add_contact (RgmStore *store, RgmContact *contact, gboolean removed, GError **error);
gboolean
store_add_question (RgmStore *store, RgmQuestion *question, gboolean removed, GError **error);
/* A need has no number: it replaces the need of the course with the same key. */
gboolean store_add_need (RgmStore *store, const RgmNeed *need, gboolean removed, GError **error);

/* ---- the numbers of versions (SEQUENCE) of calendar events ---- */

/* Inside a change: notes that the doses in @runs (element-type RgmDoseRun) changed at @at. */
gboolean store_add_dose_changes (RgmStore *store, gint64 course_id, const GArray *runs,
                                 RgmInstant at, GError **error);

/* ---- taking back ---- */

/**
 * store_change_to_undo: the last command in force that wrote about the patient @patient_id, other
 * than an undo. Changes about a patient whose adding was taken back are found for any @patient_id,
 * because that patient cannot be named. @patient_id: 0: only such changes.
 * Returns: (transfer full): NULL without @error set if there is none.
 */
RgmChange *store_change_to_undo (RgmStore *store, gint64 patient_id, GError **error);
/* Whether taking back the change @id leads back to what the record said before it: no older change
 * was taken back since. The caller knows that no later command is in force. @leads: (out). */
gboolean store_change_leads_back (RgmStore *store, gint64 id, gboolean *leads, GError **error);
/* The last command in force that wrote about the course, other than an undo. Returns: (transfer
 * full): NULL without @error set if there is none. */
RgmChange *store_course_change_to_undo (RgmStore *store, gint64 course_id, GError **error);
/**
 * store_change_to_redo: the undo that must be taken back to restore the command that was undone
 * last. @patient_id: as for store_change_to_undo().
 * Returns: (transfer full): the id and time of that undo, and the name of the restored command,
 * whose id is in undoes. NULL without @error set if there is none, or if another command about one
 * of the same people was written since.
 */
RgmChange *store_change_to_redo (RgmStore *store, gint64 patient_id, GError **error);

/* The last @most changes after change @after, oldest first. Returns: (transfer full) (element-type
 * RgmChange). */
GPtrArray *store_changes_after (RgmStore *store, gint64 after, int most, GError **error);

/* Fills in @change->people and @change->about from the command @origin. */
gboolean store_change_describe (RgmStore *store, gint64 origin, RgmChange *change, GError **error);

/**
 * store_undo: inside a change: takes back the change @id. It must be in force, and the last change
 * about each of its people or, if it is only about the doses or the plan of one course, about that
 * course. Nothing is removed: reads leave out the rows of the change. If @id itself took a change
 * back, that one is in force again. The rows of dose_changes are never taken back, because the
 * SEQUENCE of a calendar event must not go down. The heads of the courses are reset to "active,
 * nothing settled"; the caller sets them with store_set_head().
 * @anyway: (nullable): the refusals that were overridden, one on each line.
 * RGM_ERROR_CONFLICT: another change was written in between.
 */
gboolean store_undo (RgmStore *store, gint64 id, const char *anyway, GError **error);
/* Checks what store_undo() checks before it writes: that change @id is in force, and that no later
 * change prevents it from being taken back. Returns: FALSE with the same errors. */
gboolean store_check_undo (RgmStore *store, gint64 id, GError **error);

/* A place in the open change, to which store_go_back() can return. */
typedef struct {
  int rows;
  guint8 sum[32];
} StorePlace;

/* Inside a change: store_remember() notes the present place, and store_go_back() takes back what
 * was written since then. */
gboolean store_remember (RgmStore *store, StorePlace *place, GError **error);
gboolean store_go_back (RgmStore *store, const StorePlace *place, GError **error);

/* The command that change @id is about: @id itself or, if it is an undo, the command at the end of
 * the chain of undos that it took back. @holds: (out): whether that command is in force. Returns:
 * (transfer full). */
RgmChange *store_change_origin (RgmStore *store, gint64 id, gboolean *holds, GError **error);
/* The courses about which change @id, or the change that it took back, wrote. If it wrote about a
 * patient, all courses of that patient are among them. Returns: (transfer full) (element-type
 * gint64). */
GArray *store_change_courses (RgmStore *store, gint64 id, GError **error);

/* The path as given to rgm_store_open(). */
const char *store_path (const RgmStore *store);

/* The last change in force, other than the open one. Returns: (transfer full): NULL without @error
 * set if there is none. */
RgmChange *store_change_in_force (RgmStore *store, GError **error);
