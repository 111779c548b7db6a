/* program.c: what a program of regimen does first, and how it finds the other programs, wherever
 * they are installed. */
#include "base/program.h"

#include "base/i18n.h"
#include "base/program-folders.h"
#include "base/sanitizers.h"
#include "base/text.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* Does nothing: after the signal, the call that was writing fails with EFBIG. */
static void
on_file_too_large (int number)
{
}

/* The limit alone does not prevent a core dump that the system pipes to another program. */
static void
forbid_core (void)
{
  setrlimit (RLIMIT_CORE, &(struct rlimit){ 0, 0 });
  if (!REGIMEN_SANITIZED)
    prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static void
ignore_relative_folders (void)
{
  static const char *const names[]
    = { "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *set = g_getenv (names[i]);
    if (set != NULL && !g_path_is_absolute (set))
      g_unsetenv (names[i]);
  }
}

gboolean
program_begin (GError **error)
{
  /* A handler and not SIG_IGN, because programs that are started from here would inherit
   * SIG_IGN. */
  const struct sigaction fail = { .sa_handler = on_file_too_large, .sa_flags = SA_RESTART };
  g_autofree char *quoted = NULL;

  forbid_core ();
  umask (077);
  sigaction (SIGXFSZ, &fail, NULL);
  /* If the program that started this one ignores SIGCHLD, no child could be waited for. */
  signal (SIGCHLD, SIG_DFL);
  ignore_relative_folders ();
  if (g_path_is_absolute (g_get_home_dir ()))
    return TRUE;
  quoted = text_quote (g_get_home_dir ());
  g_set_error (
    error, RGM_ERROR, RGM_ERROR_SETTINGS,
    _ ("HOME is %s, which is not the full path of a folder, so there is no place for the "
       "record; set HOME to a path that begins with /"),
    quoted);
  return FALSE;
}

/* The folders in which the other programs may be, in the order in which they are searched. */
static char **
search_path (void)
{
  const char *set = g_getenv ("REGIMEN_EXEC_PATH");
  if (set != NULL)
    return g_strsplit (set, ":", -1);

  g_autoptr (GStrvBuilder) path = g_strv_builder_new ();
  g_auto (GStrv) above = program_folders ();
  for (char **folder = above; *folder != NULL; folder++) {
    g_autofree char *bin = g_build_filename (*folder, "bin", NULL);
    g_autofree char *helpers = g_build_filename (*folder, REGIMEN_LIBEXECDIR, "regimen", NULL);
    g_strv_builder_add_many (path, *folder, bin, helpers, NULL);
  }
  g_strv_builder_add_many (path, REGIMEN_HELPER_PATH, REGIMEN_BIN_PATH, NULL);
  return g_strv_builder_end (path);
}

char **
program_argv (const char *name, const char *const *arguments, GError **error)
{
  g_auto (GStrv) folders = search_path ();
  for (char **folder = folders; *folder != NULL; folder++) {
    g_autofree char *path = g_build_filename (*folder, name, NULL);
    if (**folder == '\0' || !g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
      continue;
    g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
    g_strv_builder_add (words, path);
    g_strv_builder_addv (words, (const char **)arguments);
    return g_strv_builder_end (words);
  }
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
               _ ("the program %s is not installed beside this one"), name);
  return NULL;
}
