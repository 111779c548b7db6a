/* backup-folder.h: dated copies of a record in a folder, as the service makes them each day. They
 * are called "NAME-KEY.2026-11-23T080000Z.db": NAME is that of the record without ".db", KEY stands
 * for its path, and the moment is in UTC and without colons, which some memory sticks refuse. */
#pragma once

#include <regimen/store.h>

#include "model/backup-plan.h"

typedef struct {
  char *path;
  RgmInstant made_at;    /* as its name says */
  gint64 size;           /* in bytes */
  gint64 changes;        /* how many it has; -1: it cannot be read */
  RgmInstant changed_at; /* when the last of them was made; RGM_INSTANT_NONE: none */
  guint8 hash[32];       /* of the chain up to the last of them */
} BackupCopy;
void backup_copy_free (BackupCopy *copy);

/* Where the copies are if no folder is named: $XDG_STATE_HOME/regimen/backups. Returns: (transfer
 * full). */
char *backup_folder_usual (void);

/**
 * backup_folder_list: the copies of the record at @record that are in @folder. A folder that is
 * missing, or cannot be read, has none.
 * Returns: (transfer full) (element-type BackupCopy): the newest first.
 */
GPtrArray *backup_folder_list (const char *folder, const char *record);

/* When the newest of them was made that was made up to @until, by its name alone, which takes no
 * time. RGM_INSTANT_NONE: there is none. */
RgmInstant backup_folder_last (const char *folder, const char *record, RgmInstant until);

/**
 * backup_list: all copies of the record at @record that this program made and knows of: those in
 * the usual folder, and those that a migration or a restore left beside the record, whose moment is
 * that at which they were written last.
 * Returns: as backup_folder_list().
 */
GPtrArray *backup_list (const char *record);
/* Why backup_list() may lack some: a folder that is there cannot be read. Returns: (transfer full)
 * (nullable): one line; NULL if it lacks none. */
char *backup_list_problem (const char *record);

/* What is not as it was when the copy @path was made. It is only read, and all of its rows are.
 * Returns: (transfer full) (nullable): one line; NULL if it is whole. */
char *backup_folder_problem (const char *path);

/* Whether @store has every change that is in @copy. FALSE if the copy cannot be read. */
gboolean backup_copy_is_part (RgmStore *store, const BackupCopy *copy);

/**
 * backup_copy_lacks: what was put on record since @copy was made, which is a part of @store.
 * @copy: (nullable): NULL: everything.
 * @changes: (out): how many changes it lacks.
 * @since: (out): when the first of them was made; RGM_INSTANT_NONE if there is none.
 */
gboolean backup_copy_lacks (RgmStore *store, const BackupCopy *copy, gint64 *changes,
                            RgmInstant *since, GError **error);

typedef struct {
  const char *folder;
  RgmInstant now;
  const RgmZone *zone; /* whose days and weeks count */
  gboolean daily; /* only if there is none of today, and none that is whole and has everything */
  gboolean thins; /* then removes what @rule does not keep */
  BackupRule rule;
} BackupRequest;

typedef enum {
  BACKUP_MADE,
  BACKUP_OF_TODAY,  /* none was made, because there is one of today */
  BACKUP_UNCHANGED, /* none was made, because there is one that has everything */
} BackupOutcome;

typedef struct {
  BackupOutcome outcome;
  char *path;         /* of the copy that was made, or is there; NULL: nothing is on record */
  GPtrArray *removed; /* of char *: paths */
  /* of char *: paths of what @rule does not keep, but which was not removed: the record does not
   * have the last change of the copy, or the copy cannot be read */
  GPtrArray *spared;
} BackupResult;
void backup_result_clear (BackupResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BackupResult, backup_result_clear)

/**
 * backup_folder_run: makes a verified copy of @store in the folder, 0600; the usual folder is made,
 * 0700, if it is not there. Only after that, what @rule does not keep is removed, so a record that
 * is damaged, or a disk that is full, costs no copy. Nothing is removed but copies of this record
 * that this program made, and whose changes the record has: so if an older copy, or another record,
 * was put in its place, the copies of what was lost stay.
 * Returns: FALSE with RGM_ERROR_DAMAGED (the record is damaged), RGM_ERROR_STORE.
 */
gboolean backup_folder_run (RgmStore *store, const BackupRequest *request, BackupResult *result,
                            GError **error);
