/* bus-thread.h: a thread with a main loop, for what may hang: a session bus that hangs is waited
 * for without end, and the loop of the service must not wait at all. */
#pragma once

#include <glib.h>

typedef struct _BusThread BusThread;

BusThread *bus_thread_new (void);

/**
 * bus_thread_start: runs @begin in the thread, then its main loop, then @end.
 * The thread-default context of the caller is where bus_thread_report() reports to.
 */
void bus_thread_start (BusThread *thread, void (*begin) (gpointer data),
                       void (*end) (gpointer data), gpointer data);

/* @function: in the thread, in the order of the calls. @data: (transfer full). */
void bus_thread_run (BusThread *thread, GSourceFunc function, gpointer data, GDestroyNotify free);

/* The same in the other direction: @function in the context of the one who started the thread. */
void
bus_thread_report (BusThread *thread, GSourceFunc function, gpointer data, GDestroyNotify free);

/**
 * bus_thread_stop: ends the thread and frees @thread.
 * Returns: FALSE where a call hangs still after @milliseconds: then nothing is freed, and the
 * process must end without waiting.
 */
gboolean bus_thread_stop (BusThread *thread, int milliseconds);
