/* page-opener.c: writes a page and opens it in the browser of the user. */
#include "daemon/page-opener.h"

#include <regimen/error.h>

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *name, *html, *activation;
  guint64 token;
  PageFailed failed;
  gpointer data;
} Page;

static void
free_page (gpointer data)
{
  Page *page = data;
  g_free (page->name);
  g_free (page->html);
  g_free (page->activation);
  g_free (page);
}

/* Returns: (transfer full). */
static char *
folder_path (void)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  gboolean there = runtime != NULL && *runtime == '/';
  return g_build_filename (there ? runtime : g_get_user_state_dir (), "regimen", NULL);
}

/* Returns: (transfer full). */
static char *
page_path (const char *name)
{
  g_autofree char *folder = folder_path ();
  g_return_val_if_fail (strchr (name, '/') == NULL && *name != '.', NULL);
  return g_build_filename (folder, name, NULL);
}

/* In a thread: the page is written beside and renamed, and opened as the desktop does it. */
static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Page *page = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = folder_path (), *path = page_path (page->name), *uri = NULL;
  g_autoptr (GAppLaunchContext) context = g_app_launch_context_new ();
  if (page->activation != NULL) {
    g_app_launch_context_setenv (context, "XDG_ACTIVATION_TOKEN", page->activation);
    g_app_launch_context_setenv (context, "DESKTOP_STARTUP_ID", page->activation);
  }
  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_set_error (&error, RGM_ERROR, RGM_ERROR_STORE, "%s: %s", folder, g_strerror (errno));
  else if (g_file_set_contents_full (path, page->html, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                     &error)
           && (uri = g_filename_to_uri (path, NULL, &error)) != NULL)
    g_app_info_launch_default_for_uri (uri, context, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  const Page *page = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    page->failed (page->token, error->message, page->data);
}

void
page_open (const char *name, const char *html, const char *activation, guint64 token,
           PageFailed failed, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_opened, NULL);
  Page *page = g_new (Page, 1);
  *page = (Page){ g_strdup (name), g_strdup (html), g_strdup (activation), token, failed, data };
  g_task_set_task_data (task, page, free_page);
  g_task_run_in_thread (task, open_in_thread);
}

void
page_remove (const char *name)
{
  g_autofree char *path = page_path (name);
  g_unlink (path);
}

void
page_remove_all (void)
{
  g_autofree char *folder = folder_path ();
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  const char *name;
  while (names != NULL && (name = g_dir_read_name (names)) != NULL)
    if (*name != '.' && strstr (name, ".html") != NULL) /* also one that was not written whole */
      page_remove (name);
}
