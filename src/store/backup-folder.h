/* backup-folder.h: dated copies of a record in a folder, as the service makes them each day. They
 * are called "NAME-KEY.2026-11-23T080000Z.db": NAME is the name of the record without ".db", KEY
 * stands for its path, and the time is in UTC and without colons, which the file systems of some
 * memory sticks do not allow. */
#pragma once

#include <regimen/store.h>

#include "model/backup-plan.h"

typedef struct {
  char *path;
  RgmInstant made_at;    /* as its name says, or when the file was last written */
  gint64 size;           /* in bytes */
  gint64 changes;        /* how many changes it has; -1: it cannot be read */
  RgmInstant changed_at; /* when the last of them was made; RGM_INSTANT_NONE: none */
  guint8 hash[32];       /* the hash of the chain at the last of them */
} BackupCopy;
void backup_copy_free (BackupCopy *copy);

/* The folder of the copies if none is named: $XDG_STATE_HOME/regimen/backups. Returns: (transfer
 * full). */
char *backup_folder_usual (void);

/**
 * backup_folder_list: the copies of the record at @record that are in @folder. A folder that is
 * missing, or cannot be read, has none. A copy that is later than @now was made while a clock was
 * wrong, so its place is told by the number of its changes.
 * Returns: (transfer full) (element-type BackupCopy): the newest first.
 */
GPtrArray *backup_folder_list (const char *folder, const char *record, RgmInstant now);

/* When the newest of these copies that are not later than @until was made. Only the names are read,
 * which is quick. RGM_INSTANT_NONE: there is none. */
RgmInstant backup_folder_last (const char *folder, const char *record, RgmInstant until);

/**
 * backup_list: all copies of the record at @record that this program made and knows of: those in
 * the usual folder, and those that a migration or a restore left beside the record, whose made_at
 * is when the file was last written.
 * Returns: as backup_folder_list().
 */
GPtrArray *backup_list (const char *record, RgmInstant now);
/* Why backup_list() may lack some copies: a folder exists but cannot be read. Returns: (transfer
 * full) (nullable): one line; NULL if it lacks none. */
char *backup_list_problem (const char *record);

/* Checks every row of the copy @path, which is only read. Returns: (transfer full) (nullable): the
 * first problem, as one line; NULL if the copy is as it was made. */
char *backup_folder_problem (const char *path);

/* Whether @store has every change that is in @copy. FALSE if the copy cannot be read. */
gboolean backup_copy_is_part (RgmStore *store, const BackupCopy *copy);

/**
 * backup_copy_lacks: how much was put on record since @copy was made. @copy must be a part of
 * @store, see backup_copy_is_part().
 * @copy: (nullable): NULL: counts everything on record.
 * @changes: (out): how many changes it lacks.
 * @since: (out): when the first of them was made; RGM_INSTANT_NONE if there is none.
 */
gboolean backup_copy_lacks (RgmStore *store, const BackupCopy *copy, gint64 *changes,
                            RgmInstant *since, GError **error);

typedef struct {
  const char *folder;
  RgmInstant now;
  const RgmZone *zone; /* in which days and weeks are counted */
  /* make a copy only if there is none of today, and no undamaged one that has everything */
  gboolean daily;
  gboolean thins; /* after that, remove the copies that rule does not keep */
  BackupRule rule;
} BackupRequest;

typedef enum {
  BACKUP_MADE,
  BACKUP_OF_TODAY,  /* none was made, because there is one of today */
  BACKUP_UNCHANGED, /* none was made, because a copy has everything, or nothing is on record */
} BackupOutcome;

typedef struct {
  BackupOutcome outcome;
  char *path;         /* of the new copy, or the one that was there; NULL: nothing is on record */
  GPtrArray *removed; /* of char *: paths */
  /* of char *: paths of copies that rule does not keep, but that were not removed, because the
   * record does not have their last change or because they cannot be read */
  GPtrArray *spared;
} BackupResult;
void backup_result_clear (BackupResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BackupResult, backup_result_clear)

/**
 * backup_folder_run: makes a verified copy of @store in the folder, 0600; the folder is made, 0700,
 * if it is not there. The copies that the rule does not keep are removed only after that, so
 * a damaged record or a full disk costs no copy. Only copies that this program made of this record
 * are removed, and only if the record has their changes: so if an older copy or another record was
 * put in its place, the copies of what was lost stay.
 * Returns: FALSE with RGM_ERROR_DAMAGED (the record is damaged), RGM_ERROR_STORE.
 */
gboolean backup_folder_run (RgmStore *store, const BackupRequest *request, BackupResult *result,
                            GError **error);
