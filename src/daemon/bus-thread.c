#include "daemon/bus-thread.h"

struct _BusThread {
  void (*begin) (gpointer data);
  void (*end) (gpointer data);
  gpointer data;
  GThread *thread;
  GMainContext *home, *context;
  GMainLoop *loop;
  GMutex mutex;
  GCond cond;
  gboolean ended; /* under the mutex */
};

static void
run_in (GMainContext *context, GSourceFunc function, gpointer data, GDestroyNotify free)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, free);
  g_source_attach (source, context);
}

static void
drain (GMainContext *context)
{
  while (g_main_context_iteration (context, FALSE))
    ;
}

static gpointer
run_thread (gpointer data)
{
  BusThread *thread = data;
  g_main_context_push_thread_default (thread->context);
  thread->begin (thread->data);
  g_main_loop_run (thread->loop);
  thread->end (thread->data);
  drain (thread->context); /* GDBus frees what belonged to its subscriptions there */
  g_main_context_pop_thread_default (thread->context);
  g_mutex_lock (&thread->mutex);
  thread->ended = TRUE;
  g_cond_signal (&thread->cond);
  g_mutex_unlock (&thread->mutex);
  return NULL;
}

BusThread *
bus_thread_new (void)
{
  BusThread *thread = g_new0 (BusThread, 1);
  thread->home = g_main_context_ref_thread_default ();
  thread->context = g_main_context_new ();
  thread->loop = g_main_loop_new (thread->context, FALSE);
  g_mutex_init (&thread->mutex);
  g_cond_init (&thread->cond);
  return thread;
}

void
bus_thread_start (BusThread *thread, void (*begin) (gpointer data), void (*end) (gpointer data),
                  gpointer data)
{
  thread->begin = begin;
  thread->end = end;
  thread->data = data;
  thread->thread = g_thread_new ("bus", run_thread, thread);
}

void
bus_thread_run (BusThread *thread, GSourceFunc function, gpointer data, GDestroyNotify free)
{
  run_in (thread->context, function, data, free);
}

void
bus_thread_report (BusThread *thread, GSourceFunc function, gpointer data, GDestroyNotify free)
{
  run_in (thread->home, function, data, free);
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gboolean
wait_for_end (BusThread *thread, int milliseconds)
{
  gint64 deadline = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;
  gboolean ended;
  g_mutex_lock (&thread->mutex);
  while (!thread->ended && g_cond_wait_until (&thread->cond, &thread->mutex, deadline))
    ;
  ended = thread->ended;
  g_mutex_unlock (&thread->mutex);
  return ended;
}

gboolean
bus_thread_stop (BusThread *thread, int milliseconds)
{
  run_in (thread->context, quit, thread->loop, NULL);
  if (!wait_for_end (thread, milliseconds))
    return FALSE;
  g_thread_join (thread->thread);
  drain (thread->home); /* what was reported before the end */
  g_main_loop_unref (thread->loop);
  g_main_context_unref (thread->context);
  g_main_context_unref (thread->home);
  g_mutex_clear (&thread->mutex);
  g_cond_clear (&thread->cond);
  g_free (thread);
  return TRUE;
}
