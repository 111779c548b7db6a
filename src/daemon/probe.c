/* probe.c: asks which notification server there is, through the notifier of the service, so that
 * `regimen check` learns what the service would see. */
#include "daemon/probe.h"

#include "daemon/notifier.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PATIENCE_MS = 3000, STOP_MS = 200 };

typedef struct {
  GMainLoop *loop;
  gboolean bus, present, startable, buttons;
  gboolean started, answered; /* started: startable is known; answered: the other two are */
  char *server;
} Probe;

static void
on_event (const NotifierEvent *event, gpointer data)
{
  Probe *probe = data;
  probe->bus = event->kind != NOTIFIER_LOST;
  switch (event->kind) {
  case NOTIFIER_FOUND:
    probe->present = TRUE;
    break;
  case NOTIFIER_UP:
    probe->answered = TRUE;
    probe->buttons = event->buttons;
    probe->server = g_strdup (event->text);
    break;
  case NOTIFIER_DOWN:
    probe->answered = TRUE;
    probe->present = FALSE;
    break;
  case NOTIFIER_STARTS:
    probe->started = TRUE;
    probe->startable = event->token != 0;
    break;
  default:
    break;
  }
  if (!probe->bus || (probe->answered && probe->started))
    g_main_loop_quit (probe->loop);
}

static gboolean
on_late (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static const char *
yes_or_no (gboolean value)
{
  return value ? "yes" : "no";
}

void
probe_run (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Probe probe = { .loop = loop };
  const char *address = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);
  gboolean hangs = FALSE;
  /* The bus is asked only if there is one, because GLib would start one otherwise. */
  if ((address != NULL && *address != '\0') || g_file_test (path, G_FILE_TEST_EXISTS)) {
    Notifier *notifier = notifier_libnotify.start (on_event, &probe);
    guint late = g_timeout_add (PATIENCE_MS, on_late, loop);
    notifier_libnotify.ask_start (notifier);
    g_main_loop_run (loop);
    g_source_remove (late);
    hangs = !notifier_libnotify.stop (notifier, STOP_MS);
  }
  printf ("bus %s\npresent %s\nstartable %s\nbuttons %s\n", yes_or_no (probe.bus),
          yes_or_no (probe.present), yes_or_no (probe.startable), yes_or_no (probe.buttons));
  if (probe.server != NULL)
    printf ("server %s\n", g_strdelimit (probe.server, "\n\r", ' '));
  g_free (probe.server);
  if (hangs) { /* the thread of the notifier may never end */
    fflush (stdout);
    _exit (EXIT_SUCCESS);
  }
}
