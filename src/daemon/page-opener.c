/* page-opener.c: has pages written and opened in the browser of the user, by the program
 * regimen-page. */
#include "daemon/page-opener.h"

#include "base/program.h"

#include <glib/gstdio.h>
#include <string.h>

struct _PageOpener {
  char *database, *folder;
  PageFailed failed;
  gpointer data;
  GPtrArray *running; /* of Opening */
};

/* A running program that makes a page. */
typedef struct {
  PageOpener *opener;
  char *name;
  guint64 token;
  char *why; /* why the program was not started; NULL if it was */
  guint watch;
  gboolean unwanted; /* the page was removed before it was complete */
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;
  if (opening->watch != 0)
    g_source_remove (opening->watch);
  g_free (opening->name);
  g_free (opening->why);
  g_free (opening);
}

/* Returns: (transfer full). */
static char *
page_path (const PageOpener *opener, const char *name)
{
  g_return_val_if_fail (strchr (name, '/') == NULL && *name != '.', NULL);
  return g_build_filename (opener->folder, name, NULL);
}

static gboolean
on_not_started (gpointer data)
{
  Opening *opening = data;
  opening->watch = 0; /* GLib removes the source by itself */
  opening->opener->failed (opening->token, opening->why, opening->opener->data);
  g_ptr_array_remove_fast (opening->opener->running, opening);
  return G_SOURCE_REMOVE;
}

static void
on_ended (GPid pid, int status, gpointer data)
{
  Opening *opening = data;
  PageOpener *opener = opening->opener;
  g_autoptr (GError) error = NULL;
  opening->watch = 0; /* GLib removes the source by itself */
  g_spawn_close_pid (pid);
  if (opening->unwanted)
    page_remove (opener, opening->name);
  else if (!g_spawn_check_wait_status (status, &error))
    opener->failed (opening->token, error->message, opener->data);
  g_ptr_array_remove_fast (opener->running, opening);
}

/* The output of the program and of the browser is discarded, because it may name the patient. */
void
page_open (PageOpener *opener, const char *name, const char *const *doses, gboolean private_mode,
           const char *activation, guint64 token)
{
  g_autofree char *path = page_path (opener, name);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  GPid pid;
  g_ptr_array_add (arguments, (char *)"--db");
  g_ptr_array_add (arguments, opener->database);
  if (private_mode)
    g_ptr_array_add (arguments, (char *)"--private");
  g_ptr_array_add (arguments, path);
  for (; *doses != NULL; doses++)
    g_ptr_array_add (arguments, (char *)*doses);
  g_ptr_array_add (arguments, NULL);
  if (activation != NULL) {
    environment = g_environ_setenv (environment, "XDG_ACTIVATION_TOKEN", activation, TRUE);
    environment = g_environ_setenv (environment, "DESKTOP_STARTUP_ID", activation, TRUE);
  }
  g_auto (GStrv) words
    = program_argv ("regimen-page", (const char *const *)arguments->pdata, &error);
  Opening *opening = g_new0 (Opening, 1);
  opening->opener = opener;
  opening->name = g_strdup (name);
  opening->token = token;
  if (words != NULL
      && g_spawn_async (NULL, words, environment,
                        G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL
                          | G_SPAWN_STDERR_TO_DEV_NULL,
                        NULL, NULL, &pid, &error)) {
    opening->watch = g_child_watch_add (pid, on_ended, opening);
  } else {
    opening->why = g_strdup (error->message);
    opening->watch = g_idle_add (on_not_started, opening);
  }
  g_ptr_array_add (opener->running, opening);
}

void
page_remove (PageOpener *opener, const char *name)
{
  g_autofree char *path = page_path (opener, name);
  g_unlink (path);
  for (guint i = 0; i < opener->running->len; i++) {
    Opening *opening = g_ptr_array_index (opener->running, i);
    opening->unwanted = opening->unwanted || g_str_equal (opening->name, name);
  }
}

PageOpener *
page_opener_new (const char *database, PageFailed failed, gpointer data)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR"), *name;
  gboolean there = runtime != NULL && *runtime == '/';
  PageOpener *opener = g_new0 (PageOpener, 1);
  opener->database = g_strdup (database);
  opener->folder = g_build_filename (there ? runtime : g_get_user_state_dir (), "regimen", NULL);
  opener->failed = failed;
  opener->data = data;
  opener->running = g_ptr_array_new_with_free_func (free_opening);
  g_autoptr (GDir) names = g_dir_open (opener->folder, 0, NULL);
  while (names != NULL && (name = g_dir_read_name (names)) != NULL)
    /* also a page that was not written completely */
    if (*name != '.' && strstr (name, ".html") != NULL)
      page_remove (opener, name);
  return opener;
}

void
page_opener_free (PageOpener *opener)
{
  if (opener == NULL)
    return;
  g_ptr_array_unref (opener->running);
  g_free (opener->database);
  g_free (opener->folder);
  g_free (opener);
}
