/* zone-names.c: the files and the names of time zones: where the files are, which other names a
 * zone has, and what an abbreviation can mean. */
#include "base/zone-names.h"

#include "base/embedded.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define LARGEST_FILE (256 * 1024) /* the largest file that is read, tzdata.zi, has 110 kB */
#define LONGEST_NAME 64
#define DEEPEST_FOLDER 3 /* America/Argentina/Buenos_Aires */

extern const RgmEmbedded zone_data[];

char *
zone_path (const char *name)
{
  const char *folder = g_getenv ("TZDIR");

  return g_build_filename (folder != NULL && *folder != '\0' ? folder : "/usr/share/zoneinfo", name,
                           NULL);
}

/* Opens regular files only: a pipe or a device would block or never end. */
gboolean
zone_read_file (const char *path, char **bytes, gsize *size)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 && S_ISREG (status.st_mode) && status.st_size <= LARGEST_FILE
         && g_file_get_contents (path, bytes, size, NULL);
}

/* A name such as "Area/Place" may have only the characters that the tz database uses in its own
 * names (no dot), and must not be that of another file in its folder. */
gboolean
zone_is_identifier (const char *name)
{
  static const char *const others[] = { "posixrules", "localtime", "Factory", NULL };
  gsize length = strlen (name);

  if (length == 0 || length > LONGEST_NAME || !g_ascii_isalpha (name[0]) || name[length - 1] == '/'
      || strstr (name, "//") != NULL || g_str_has_prefix (name, "posix/")
      || g_str_has_prefix (name, "right/") || g_strv_contains (others, name))
    return FALSE;
  return name[strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_+-/")] == '\0';
}

const char *
zone_built_in (const char *file)
{
  const RgmEmbedded *each = zone_data;

  while (!g_str_equal (each->name, file))
    each++;
  return each->text;
}

char *
zone_fold (const char *text)
{
  g_autofree char *ascii = g_str_to_ascii (text, "C");
  g_autofree char *folded = g_ascii_strdown (g_strstrip (ascii), -1);

  return g_strdup (g_strdelimit (folded, " -", '_'));
}

/* ---- links ---- */

/* One line of tzdata.zi: "L Asia/Kolkata Asia/Calcutta". */
typedef struct {
  char *today, *former;
} Link;

static void
add_links (GArray *links, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    g_auto (GStrv) words = g_strsplit (*line, " ", 4);
    if (g_strv_length (words) == 3 && g_str_equal (words[0], "L")) {
      Link link = { g_strdup (words[1]), g_strdup (words[2]) };
      g_array_append_val (links, link);
    }
  }
}

/* The links of this machine, which may be newer, and after them those that are built in. They are
 * read when they are first needed, and kept, as the zones are. */
static const GArray *
all_links (void)
{
  static GArray *links;
  static gsize ready;

  if (g_once_init_enter (&ready)) {
    g_autofree char *path = zone_path ("tzdata.zi");
    g_autofree char *text = NULL;
    gsize size;
    links = g_array_new (FALSE, FALSE, sizeof (Link));
    if (zone_read_file (path, &text, &size))
      add_links (links, text);
    add_links (links, zone_built_in ("zone-links.txt"));
    g_once_init_leave (&ready, 1);
  }
  return links;
}

static void
add_name (GPtrArray *names, char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, name);
}

GPtrArray *
zone_same_names (const char *name)
{
  const GArray *links = all_links ();
  GPtrArray *names = g_ptr_array_new ();

  g_ptr_array_add (names, (gpointer)name);
  for (guint i = 0; i < names->len; i++) { /* the array grows in the loop */
    for (guint j = 0; j < links->len; j++)
      if (g_str_equal (names->pdata[i], g_array_index (links, Link, j).former))
        add_name (names, g_array_index (links, Link, j).today);
    for (guint j = 0; j < links->len; j++)
      if (g_str_equal (names->pdata[i], g_array_index (links, Link, j).today))
        add_name (names, g_array_index (links, Link, j).former);
  }
  return names;
}

const char *
zone_name_today (const char *name)
{
  const GArray *links = all_links ();

  for (guint i = 0; i < links->len; i++)
    if (g_str_equal (name, g_array_index (links, Link, i).former))
      return g_array_index (links, Link, i).today;
  return name;
}

/* ---- all names ---- */

/* Adds the zones in the folder @under of the tz database ("" is the database itself) to @names, and
 * the folders in it to @folders. */
static void
add_files (GPtrArray *names, const char *under, GPtrArray *folders)
{
  g_autofree char *path = zone_path (under);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *file;

  while (folder != NULL && (file = g_dir_read_name (folder)) != NULL) {
    g_autofree char *name = *under != '\0' ? g_strconcat (under, "/", file, NULL) : g_strdup (file);
    g_autofree char *full = zone_path (name);

    if (!g_file_test (full, G_FILE_TEST_IS_DIR)) {
      if (zone_is_identifier (name))
        g_ptr_array_add (names, g_steal_pointer (&name));
    } else if (!g_str_equal (name, "posix") && !g_str_equal (name, "right"))
      g_ptr_array_add (folders, g_steal_pointer (&name));
  }
}

GPtrArray *
zone_all_names (void)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const GArray *links = all_links ();
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  guint next = 0;

  g_ptr_array_add (folders, g_strdup (""));
  for (int depth = 1; depth <= DEEPEST_FOLDER; depth++)
    for (guint known = folders->len; next < known; next++)
      add_files (names, folders->pdata[next], folders);
  for (guint i = 0; i < links->len; i++) {
    g_ptr_array_add (names, g_strdup (g_array_index (links, Link, i).today));
    g_ptr_array_add (names, g_strdup (g_array_index (links, Link, i).former));
  }
  return names;
}

/* ---- abbreviations ---- */

char *
zone_meant_by (const char *abbreviation)
{
  gsize length = strlen (abbreviation), end;

  /* Every command calls this for the zone of the machine, so only the line that fits is split. */
  for (const char *line = zone_built_in ("zone-abbreviations.txt"); *line != '\0'; line += end) {
    end = strcspn (line, "\n");
    if (*line != '#' && end > length && line[length] == ' '
        && g_ascii_strncasecmp (line, abbreviation, length) == 0) {
      g_autofree char *zones = g_strndup (line + length + 1, end - length - 1);
      g_auto (GStrv) words = g_strsplit (zones, " ", -1);
      return g_strjoinv (", ", words);
    }
    end += line[end] == '\n';
  }
  return NULL;
}
