/* wakeup.h: wakes the service up: at a moment, when the clock is set, after a suspend, and when the
 * database file or the settings file changes. It does not poll: an idle service does not wake up at
 * all. */
#pragma once

#include <regimen/localtime.h>

typedef enum {
  /* the moment of wakeup_set() has come, the clock was set, or the machine woke up */
  WAKEUP_MOMENT,
  WAKEUP_FILE,     /* the database may have changed */
  WAKEUP_REPLACED, /* the path of the database leads to another file than before */
  WAKEUP_GONE,     /* the path of the database leads to no file any more */
  WAKEUP_SETTINGS, /* the settings file may have changed */
} WakeupKind;

typedef void (*WakeupCallback) (WakeupKind kind, gpointer data);

typedef struct _Wakeup Wakeup;

/**
 * wakeup_new: begins to watch the files at the paths @database and @settings, which may be missing.
 * Returns: (transfer full): NULL with an error of the GFileError domain.
 */
Wakeup *wakeup_new (const char *database, const char *settings, WakeupCallback callback,
                    gpointer data, GError **error);
void wakeup_free (Wakeup *wakeup);

/* Sets the moment at which the service is woken; RGM_INSTANT_NONE: never. */
void wakeup_set (Wakeup *wakeup, RgmInstant at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wakeup, wakeup_free)
