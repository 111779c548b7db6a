/* path-watch.c: watches the file to which a path leads, with inotify.
 *
 * The folder of the file is watched for what happens to the file. Each other folder and each
 * symbolic link on the path is only watched for being moved or removed itself, so that other
 * changes in these folders do not wake the process. If a part of the path is missing, the folder
 * that should contain it is watched until that part appears. */
#include "daemon/path-watch.h"

#include <errno.h>
#include <glib-unix.h>
#include <limits.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define OF_ITSELF (IN_DELETE_SELF | IN_MOVE_SELF)
#define OF_A_NAME (IN_CREATE | IN_MOVED_TO)
#define OF_THE_FILE (OF_A_NAME | IN_MODIFY | IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM)
/* Milliseconds after which a new file counts as complete if its writer keeps it open. */
#define SETTLE 1000
/* How many symbolic links a path may lead through; the kernel has the same limit. */
#define MOST_LINKS 40
/* How often the path is followed again if it changes while it is being followed. */
#define MOST_WALKS 5

/* Which file the path leads to. */
typedef struct {
  gboolean there;
  dev_t device;
  ino_t inode;
} Identity;

struct _PathWatch {
  PathWatchCallback callback;
  gpointer data;
  char *path, *suffix;
  int inotify;
  guint source, settle_source;
  GArray *watches; /* of int: all watch descriptors */
  int folder;      /* the watch descriptor of the folder in which name is expected */
  /* the name of the file that symbolic links lead to; or the missing part of the path */
  char *name;
  int error;     /* why no folder is watched: an error number, if folder is negative */
  Identity seen; /* the file about which the callback was last told */
};

static Identity
identify (const PathWatch *watch)
{
  struct stat status;
  if (stat (watch->path, &status) != 0)
    return (Identity){ FALSE, 0, 0 };
  return (Identity){ TRUE, status.st_dev, status.st_ino };
}

/* ---- following the path ---- */

static int
add_watch (PathWatch *watch, const char *path, guint32 mask)
{
  int number = inotify_add_watch (watch->inotify, path, mask | IN_MASK_ADD | IN_DONT_FOLLOW);
  if (number >= 0)
    g_array_append_val (watch->watches, number);
  return number;
}

/* Puts the parts of @path in front of the remaining @parts. */
static void
push_parts (GQueue *parts, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);
  for (guint i = g_strv_length (names); i-- > 0;)
    if (names[i][0] != '\0' && !g_str_equal (names[i], "."))
      g_queue_push_head (parts, g_strdup (names[i]));
}

/* Watches the folder @path for what happens to @name in it. @name: (transfer full). */
static void
watch_folder (PathWatch *watch, const char *path, char *name, guint32 mask)
{
  watch->folder = add_watch (watch, path, mask);
  watch->error = errno;
  g_free (watch->name);
  watch->name = name;
}

/* Follows the path and watches each part of it. If it leads to the root folder, watch->folder is
 * -1, because no folder contains that one. Returns: (transfer full): a text that lists what was
 * found: two walks that found the same have the same text. */
static char *
walk (PathWatch *watch)
{
  GString *found = g_string_new (NULL);
  g_autofree char *at = g_strdup ("/");
  GQueue parts = G_QUEUE_INIT;
  int links = 0;
  push_parts (&parts, watch->path);
  add_watch (watch, at, OF_ITSELF);
  watch->folder = -1;
  watch->error = EISDIR;
  while (!g_queue_is_empty (&parts)) {
    g_autofree char *name = g_queue_pop_head (&parts);
    g_autofree char *next
      = g_str_equal (name, "..") ? g_path_get_dirname (at) : g_build_filename (at, name, NULL);
    char target[PATH_MAX];
    struct stat status;
    gboolean there = lstat (next, &status) == 0;
    ssize_t length
      = there && S_ISLNK (status.st_mode) ? readlink (next, target, sizeof target - 1) : -1;
    g_string_append_printf (found, "%s %d %" G_GUINT64_FORMAT "\n", next, there,
                            there ? (guint64)status.st_ino : 0);
    if (length >= 0 && links++ < MOST_LINKS) {
      target[length] = '\0';
      add_watch (watch, next, OF_ITSELF);
      push_parts (&parts, target);
      if (g_path_is_absolute (target)) {
        g_free (at);
        at = g_strdup ("/");
      }
    } else if (!there || g_queue_is_empty (&parts)) {
      watch_folder (watch, at, g_steal_pointer (&name),
                    g_queue_is_empty (&parts) ? OF_THE_FILE : OF_A_NAME);
      break;
    } else {
      add_watch (watch, next, OF_ITSELF);
      g_free (at);
      at = g_steal_pointer (&next);
    }
  }
  g_queue_clear_full (&parts, g_free);
  return g_string_free (found, FALSE);
}

/* Follows the path again until it has not changed between two walks: a change between looking at a
 * part and watching it would not be noticed. */
static void
follow (PathWatch *watch)
{
  g_autofree char *before = NULL;
  for (guint i = 0; i < watch->watches->len; i++)
    inotify_rm_watch (watch->inotify, g_array_index (watch->watches, int, i));
  g_array_set_size (watch->watches, 0);
  for (int i = 0; i < MOST_WALKS; i++) {
    g_autofree char *now = walk (watch);
    if (g_strcmp0 (now, before) == 0)
      return;
    g_free (before);
    before = g_steal_pointer (&now);
  }
}

/* ---- what happens ---- */

static void
report_identity (PathWatch *watch)
{
  watch->seen = identify (watch);
  watch->callback (watch->seen.there ? PATH_REPLACED : PATH_GONE, watch->data);
}

static gboolean
on_settled (gpointer data)
{
  PathWatch *watch = data;
  watch->settle_source = 0;
  report_identity (watch);
  return G_SOURCE_REMOVE;
}

/* What all queued events say together. */
typedef struct {
  gboolean written, complete, moved;
} Happened;

static void
read_event (const PathWatch *watch, const struct inotify_event *event, Happened *happened)
{
  const char *name = event->len > 0 ? event->name : "";
  happened->moved = happened->moved || (event->mask & (OF_ITSELF | IN_UNMOUNT | IN_Q_OVERFLOW));
  if (watch->folder < 0 || event->wd != watch->folder || !g_str_has_prefix (name, watch->name))
    return;
  gsize length = strlen (watch->name);
  if (name[length] == '\0') {
    happened->complete = happened->complete || (event->mask & (IN_MOVED_TO | IN_CLOSE_WRITE));
    happened->moved = happened->moved || (event->mask & ~(guint32)(IN_MODIFY | IN_CLOSE_WRITE));
    happened->written
      = happened->written
        || (event->mask & (watch->suffix != NULL ? IN_MODIFY | IN_CLOSE_WRITE : IN_CLOSE_WRITE));
  } else if (g_strcmp0 (name + length, watch->suffix) == 0) {
    happened->written = happened->complete = TRUE;
  } else if (watch->suffix != NULL && name[length] == '-') {
    happened->written
      = happened->written || (event->mask & (OF_A_NAME | IN_DELETE | IN_MOVED_FROM));
  }
}

/* A new file may be a copy that is still being written. It counts as complete when its writer
 * closes it, when its second file ("-wal") is written to, or after SETTLE. */
static gboolean
on_events (int fd, GIOCondition condition, gpointer data)
{
  PathWatch *watch = data;
  Happened happened = { FALSE };
  union {
    struct inotify_event align;
    char bytes[4096];
  } buffer;
  ssize_t length;
  while ((length = read (fd, buffer.bytes, sizeof buffer.bytes)) > 0)
    for (ssize_t i = 0; i < length;) {
      const struct inotify_event *event = (const void *)(buffer.bytes + i);
      read_event (watch, event, &happened);
      i += (ssize_t)(sizeof *event + event->len);
    }
  if (happened.moved)
    follow (watch);
  if (!happened.moved && !happened.written)
    return G_SOURCE_CONTINUE;
  Identity now = identify (watch);
  gboolean same = now.there == watch->seen.there && now.device == watch->seen.device
                  && now.inode == watch->seen.inode;
  if ((same || !now.there || happened.complete) && watch->settle_source != 0) {
    g_source_remove (watch->settle_source);
    watch->settle_source = 0;
  }
  if (!same && (!now.there || happened.complete))
    report_identity (watch);
  else if (!same && watch->settle_source == 0)
    watch->settle_source = g_timeout_add (SETTLE, on_settled, watch);
  else if (same && now.there) /* if a part of the path moved, a write may have been missed */
    watch->callback (PATH_WRITTEN, watch->data);
  return G_SOURCE_CONTINUE;
}

/* ---- */

PathWatch *
path_watch_new (const char *path, const char *suffix, PathWatchCallback callback, gpointer data,
                GError **error)
{
  g_autoptr (PathWatch) watch = g_new0 (PathWatch, 1);
  watch->callback = callback;
  watch->data = data;
  watch->path = g_canonicalize_filename (path, NULL);
  watch->suffix = g_strdup (suffix);
  watch->watches = g_array_new (FALSE, FALSE, sizeof (int));
  watch->folder = -1;
  watch->inotify = inotify_init1 (IN_CLOEXEC | IN_NONBLOCK);
  watch->error = errno;
  if (watch->inotify >= 0)
    follow (watch);
  if (watch->folder < 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (watch->error), "%s: %s", path,
                 g_strerror (watch->error));
    return NULL;
  }
  watch->seen = identify (watch);
  watch->source = g_unix_fd_add (watch->inotify, G_IO_IN, on_events, watch);
  return g_steal_pointer (&watch);
}

void
path_watch_free (PathWatch *watch)
{
  if (watch == NULL)
    return;
  if (watch->source != 0)
    g_source_remove (watch->source);
  if (watch->settle_source != 0)
    g_source_remove (watch->settle_source);
  if (watch->inotify >= 0)
    close (watch->inotify);
  g_array_unref (watch->watches);
  g_free (watch->path);
  g_free (watch->suffix);
  g_free (watch->name);
  g_free (watch);
}
