/* settings.c: the default settings, and the user's file that changes them. */
#include <regimen/settings.h>

#include "base/i18n.h"
#include "catalog/fields.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MEMBER(name) G_STRUCT_OFFSET (RgmSettings, name)

static const RgmField privacy_fields[] = {
  { "private", RGM_FIELD_BOOLEAN, FALSE, MEMBER (private_mode), 0, 0 },
  { NULL },
};

static const RgmField alerts_fields[] = {
  { "day-start", RGM_FIELD_TIME, FALSE, MEMBER (day_start), 0, 0 },
  { "quiet-from", RGM_FIELD_TIME, FALSE, MEMBER (quiet_from), 0, 0 },
  { "quiet-until", RGM_FIELD_TIME, FALSE, MEMBER (quiet_until), 0, 0 },
  { "book-days", RGM_FIELD_LEADS, FALSE, MEMBER (book_days), 1, 365 },
  { "upcoming-days", RGM_FIELD_LEADS, FALSE, MEMBER (upcoming_days), 1, 30 },
  { "due-minutes", RGM_FIELD_NUMBER, FALSE, MEMBER (due_minutes), 0, 1440 },
  { "overdue", RGM_FIELD_BOOLEAN, FALSE, MEMBER (overdue), 0, 0 },
  { "overdue-daily", RGM_FIELD_NUMBER, FALSE, MEMBER (overdue_daily), 0, 60 },
  { "overdue-minutes", RGM_FIELD_NUMBER, FALSE, MEMBER (overdue_minutes), 1, 720 },
  { "overdue-hours", RGM_FIELD_NUMBER, FALSE, MEMBER (overdue_hours), 1, 24 },
  { "watch-days", RGM_FIELD_DELAYS, FALSE, MEMBER (watch_days), 0, 30 },
  { "response-days", RGM_FIELD_DELAYS, FALSE, MEMBER (response_days), 1, 90 },
  { "snooze-minutes", RGM_FIELD_NUMBER, FALSE, MEMBER (snooze_minutes), 1, 1440 },
  { "open-at-once", RGM_FIELD_NUMBER, FALSE, MEMBER (open_at_once), 1, 20 },
  { NULL },
};

static const RgmField publish_fields[] = {
  { "check-hours", RGM_FIELD_NUMBER, FALSE, MEMBER (check_hours), 0, 168 },
  { NULL },
};

static const RgmField backup_fields[] = {
  { "daily", RGM_FIELD_BOOLEAN, FALSE, MEMBER (daily_backup), 0, 0 },
  { NULL },
};

static const struct {
  const char *group;
  const RgmField *fields;
} groups[] = {
  { "privacy", privacy_fields },
  { "alerts", alerts_fields },
  { "publish", publish_fields },
  { "backup", backup_fields },
};

void
rgm_settings_init (RgmSettings *settings)
{
  *settings = (RgmSettings){
    .private_mode = FALSE,
    .day_start = 9 * 3600,
    .quiet_from = 22 * 3600,
    .quiet_until = 7 * 3600,
    .book_days = { 2, { 14, 3 } },
    .upcoming_days = { 1, { 1 } },
    .due_minutes = 120,
    .overdue = TRUE,
    .overdue_daily = 7,
    .overdue_minutes = 60,
    .overdue_hours = 2,
    .watch_days = { 3, { 0, 1, 3 } },
    .response_days = { 2, { 14, 21 } },
    .snooze_minutes = 60,
    .open_at_once = 3,
    .check_hours = 6,
    .daily_backup = TRUE,
  };
}

/* The name of the group that has @key; NULL if there is no such key. */
static const char *
group_of (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const RgmField *field = groups[i].fields; field->key != NULL; field++)
      if (strcmp (field->key, key) == 0)
        return groups[i].group;
  return NULL;
}

/* Fails if @group has a key of another group. */
static gboolean
check_places (const RgmKeyFile *file, const RgmKeyGroup *group, GError **error)
{
  for (guint i = 0; i < group->entries->len; i++) {
    const RgmKeyEntry *entry = &g_array_index (group->entries, RgmKeyEntry, i);
    const char *right = group_of (entry->key);
    if (right != NULL && strcmp (right, group->name) != 0)
      return keyfile_fail (file, entry->line, error, _ ("\"%s\" belongs below a line [%s]"),
                           entry->key, right);
  }
  return TRUE;
}

gboolean
rgm_settings_load (const char *path, RgmSettings *settings, GError **error)
{
  if (g_access (path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
    return TRUE;
  g_autoptr (RgmKeyFile) file = keyfile_read (path, RGM_ERROR_SETTINGS, group_of, error);
  if (file == NULL)
    return FALSE;
  RgmSettings read = *settings;
  for (guint i = 0; i < file->groups->len; i++) {
    const RgmKeyGroup *group = file->groups->pdata[i];
    gsize known = 0;
    while (known < G_N_ELEMENTS (groups) && strcmp (groups[known].group, group->name) != 0)
      known++;
    if (known == G_N_ELEMENTS (groups))
      return keyfile_fail (
        file, group->line, error,
        _ ("unknown group [%s]; the groups are [privacy], [alerts], [publish] and [backup]"),
        group->name);
    if (!check_places (file, group, error)
        || !fields_read (file, group, groups[known].fields, NULL, &read, error))
      return FALSE;
  }
  *settings = read;
  return TRUE;
}
