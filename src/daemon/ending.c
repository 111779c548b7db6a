/* ending.c: a thread of its own hears the signals, for the main one may be waiting. */
#include "daemon/ending.h"

#include <glib-unix.h>
#include <stdlib.h>
#include <unistd.h>

#define PATIENCE 700 /* milliseconds */

struct _Ending {
  GSourceFunc quit;
  gpointer data;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  gboolean asked;
};

static gboolean
end_now (gpointer data)
{
  _exit (EXIT_SUCCESS);
}

static void
attach (Ending *ending, GSource *source, GSourceFunc function)
{
  g_source_set_callback (source, function, ending, NULL);
  g_source_attach (source, ending->context);
  g_source_unref (source);
}

static gboolean
on_signal (gpointer data)
{
  Ending *ending = data;
  if (ending->asked)
    return G_SOURCE_CONTINUE;
  ending->asked = TRUE;
  g_idle_add_full (G_PRIORITY_HIGH, ending->quit, ending->data, NULL);
  attach (ending, g_timeout_source_new (PATIENCE), end_now);
  return G_SOURCE_CONTINUE;
}

/* In its own thread: a loop that does not run yet cannot be told to end. */
static gboolean
stop_listening (gpointer data)
{
  g_main_loop_quit (((Ending *)data)->loop);
  return G_SOURCE_REMOVE;
}

static gpointer
listen (gpointer data)
{
  Ending *ending = data;
  g_main_loop_run (ending->loop);
  return NULL;
}

Ending *
ending_new (GSourceFunc quit, gpointer data)
{
  Ending *ending = g_new0 (Ending, 1);
  ending->quit = quit;
  ending->data = data;
  ending->context = g_main_context_new ();
  ending->loop = g_main_loop_new (ending->context, FALSE);
  attach (ending, g_unix_signal_source_new (SIGTERM), on_signal);
  attach (ending, g_unix_signal_source_new (SIGINT), on_signal);
  ending->thread = g_thread_new ("ending", listen, ending);
  return ending;
}

void
ending_free (Ending *ending)
{
  if (ending == NULL)
    return;
  attach (ending, g_idle_source_new (), stop_listening);
  g_thread_join (ending->thread);
  g_main_loop_unref (ending->loop);
  g_main_context_unref (ending->context);
  g_free (ending);
}
