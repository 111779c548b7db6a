/* page-opener.h: has pages written, and opened in the browser that the user has chosen. The pages
 * are in the folder "regimen" in $XDG_RUNTIME_DIR or, without that variable, in the state folder of
 * the user (~/.local/state). Nobody but the user can read them. The program regimen-page makes
 * them. */
#pragma once

#include <glib.h>

typedef struct _PageOpener PageOpener;

/* Called in the main context of the caller of page_open(). @why: for the log; it names no
 * patient. */
typedef void (*PageFailed) (guint64 token, const char *why, gpointer data);

/* Also removes the pages of an earlier run. @failed: called with @data if a page could not be
 * written, or if no program opens it. */
PageOpener *page_opener_new (const char *database, PageFailed failed, gpointer data);
/* Pages that are being made are still opened. */
void page_opener_free (PageOpener *opener);

/**
 * page_open: has the page @name written and opened. Does not wait.
 * @doses: ended by NULL: "UUID/N" for each dose, all of one patient. The page begins with their
 * alerts.
 * @activation: (nullable): the token that the window needs to come to the front.
 * @token: passed to PageFailed.
 */
void page_open (PageOpener *opener, const char *name, const char *const *doses,
                gboolean private_mode, const char *activation, guint64 token);

/* Removes the page @name, even if it is still being made. */
void page_remove (PageOpener *opener, const char *name);
