/* wakeup.h: what wakes the service up: a moment, a clock that was set, the end of a suspend, a
 * change of the database file. No polling. */
#pragma once

#include <regimen/localtime.h>

typedef enum {
  WAKEUP_MOMENT,   /* the moment came, the clock was set, or the machine woke up */
  WAKEUP_FILE,     /* the database may have changed */
  WAKEUP_REPLACED, /* another file stands in the place of the database */
} WakeupKind;

typedef void (*WakeupCallback) (WakeupKind kind, gpointer data);

typedef struct _Wakeup Wakeup;

/**
 * wakeup_new: begins to watch the database at @path, whose folder must be there.
 * Returns: (transfer full): NULL with an error of the GFileError domain.
 */
Wakeup *wakeup_new (const char *path, WakeupCallback callback, gpointer data, GError **error);
void wakeup_free (Wakeup *wakeup);

/* Wakes up at @at; RGM_INSTANT_NONE: at no moment. */
void wakeup_set (Wakeup *wakeup, RgmInstant at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wakeup, wakeup_free)
