/* ending.h: SIGTERM and SIGINT end the process within a second, whatever it waits for. */
#pragma once

#include <glib.h>

typedef struct _Ending Ending;

/**
 * ending_new: after SIGTERM or SIGINT calls @quit once in the main loop, with high priority. A
 * process that is still there after 0.7 s is ended on the spot, with status 0: it waits for another
 * process that writes to the database, or for a bus that hangs. Nothing is lost by that: SQLite
 * takes back what was not committed, and what was about to be shown is shown by the next service.
 */
Ending *ending_new (GSourceFunc quit, gpointer data);
/* From here on the signals end the process as usual. */
void ending_free (Ending *ending);
