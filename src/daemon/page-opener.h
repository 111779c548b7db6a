/* page-opener.h: pages that are written for a browser and opened in the one that the user has
 * chosen. They are in "regimen" of $XDG_RUNTIME_DIR, or else of the folder for the state of
 * programs, and nobody but the user can read them. */
#pragma once

#include <glib.h>

/* Called in the main context of the caller of page_open(). @why: for the log. */
typedef void (*PageFailed) (guint64 token, const char *why, gpointer data);

/**
 * page_open: writes the page @name and opens it. Does not wait: programs are looked for, and
 * started, in a thread.
 * @activation: (nullable): what the window needs to come to the front.
 * @failed: called with @token and @data if the page could not be written, or no program opens it.
 */
void page_open (const char *name, const char *html, const char *activation, guint64 token,
                PageFailed failed, gpointer data);

void page_remove (const char *name);
/* Removes the pages of an earlier run. */
void page_remove_all (void);
