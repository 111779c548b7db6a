/* page-opener.h: pages that are written for a browser and opened in the one that the user has
 * chosen. They are in "regimen" of $XDG_RUNTIME_DIR, or else of the folder for the state of
 * programs, and nobody but the user can read them. The program regimen-page makes them. */
#pragma once

#include <glib.h>

typedef struct _PageOpener PageOpener;

/* Called in the main context of the caller of page_open(). @why: for the log; names nobody. */
typedef void (*PageFailed) (guint64 token, const char *why, gpointer data);

/* Removes the pages of an earlier run. @failed: called with @data if a page could not be written,
 * or no program opens it. */
PageOpener *page_opener_new (const char *database, PageFailed failed, gpointer data);
/* Pages that are on their way come all the same. */
void page_opener_free (PageOpener *opener);

/**
 * page_open: has the page @name written and opened. Does not wait.
 * @doses: "UUID/N" for each, ended by NULL: of one person; the page begins with their alerts.
 * @activation: (nullable): what the window needs to come to the front.
 * @token: for PageFailed.
 */
void page_open (PageOpener *opener, const char *name, const char *const *doses,
                gboolean private_mode, const char *activation, guint64 token);

/* Removes the page @name, also if it is still on its way. */
void page_remove (PageOpener *opener, const char *name);
