/* wakeup.h: wakes the service up: at a moment, when the clock is set, after a suspend, and when the
 * file of the database changes. It does not poll: an idle service does not wake up at all. */
#pragma once

#include <regimen/localtime.h>

typedef enum {
  WAKEUP_MOMENT,   /* the moment of wakeup_set() came, the clock was set, or the machine woke up */
  WAKEUP_FILE,     /* the database may have changed */
  WAKEUP_REPLACED, /* the file of the database was replaced by another one */
} WakeupKind;

typedef void (*WakeupCallback) (WakeupKind kind, gpointer data);

typedef struct _Wakeup Wakeup;

/**
 * wakeup_new: begins to watch the database at @path, whose folder must be there.
 * Returns: (transfer full): NULL with an error of the GFileError domain.
 */
Wakeup *wakeup_new (const char *path, WakeupCallback callback, gpointer data, GError **error);
void wakeup_free (Wakeup *wakeup);

/* Sets the moment at which the service is woken; RGM_INSTANT_NONE: never. */
void wakeup_set (Wakeup *wakeup, RgmInstant at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wakeup, wakeup_free)
