/* The reader of key files against GLib's: whatever it accepts, GKeyFile reads the same from it, but
 * for blanks at the end of a value, which are dropped here. */
#include "catalog/keyfile.h"

#include <string.h>

static char *
read_data (const char *name)
{
  g_autofree char *path
    = g_test_build_filename (G_TEST_DIST, "..", "..", "src", "catalog", "data", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
assert_same_group (const RgmKeyGroup *group, GKeyFile *oracle)
{
  g_auto (GStrv) keys = g_key_file_get_keys (oracle, group->name, NULL, NULL);
  g_assert_cmpuint (group->entries->len, ==, g_strv_length (keys));
  for (guint i = 0; i < group->entries->len; i++) {
    const RgmKeyEntry *entry = &g_array_index (group->entries, RgmKeyEntry, i);
    g_autofree char *key = entry->language == NULL
                             ? g_strdup (entry->key)
                             : g_strdup_printf ("%s[%s]", entry->key, entry->language);
    g_autofree char *value = g_key_file_get_value (oracle, group->name, key, NULL);
    g_assert_cmpstr (entry->value, ==, g_strchomp (value));
  }
}

static void
assert_same (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmKeyFile) file
    = keyfile_parse ("file", RGM_ERROR_CATALOG, text, strlen (text), 1, &error);
  g_assert_no_error (error);
  g_autoptr (GKeyFile) oracle = g_key_file_new ();
  g_key_file_load_from_data (oracle, text, strlen (text), G_KEY_FILE_KEEP_TRANSLATIONS, &error);
  g_assert_no_error (error);
  gsize n_groups = 0;
  g_auto (GStrv) groups = g_key_file_get_groups (oracle, &n_groups);
  g_assert_cmpuint (file->groups->len, ==, n_groups);
  for (guint i = 0; i < file->groups->len; i++) {
    const RgmKeyGroup *group = file->groups->pdata[i];
    g_assert_cmpstr (group->name, ==, groups[i]);
    assert_same_group (group, oracle);
  }
}

static void
test_builtin (void)
{
  static const char *const names[]
    = { "sources.ini", "effects.ini", "conditions.ini", "treatments.ini" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *text = read_data (names[i]);
    assert_same (text);
  }
}

static void
test_shapes (void)
{
  static const char *const texts[] = {
    "",
    "\n\n# only a comment\n",
    "[a]",
    "[a]\n[b]\nx=1\n",
    "[a b]\nx = 1 \ny=\n z\t=\t2\n",
    "[a]\r\nx=1\r\n",
    "[a]\nx=1=2;3 # no comment\n",
    "[a]\nx[de]=ä\nx[de_AT]=ö\nx=o\n",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_same (texts[i]);
}

static void
test_lines (void)
{
  const char *text = "\n# one\n[a]\n\nx=1\n[b]\ny=2";
  g_autoptr (RgmKeyFile) file
    = keyfile_parse ("file", RGM_ERROR_CATALOG, text, strlen (text), 1, NULL);
  const RgmKeyGroup *a = file->groups->pdata[0];
  const RgmKeyGroup *b = file->groups->pdata[1];
  g_assert_cmpint (a->line, ==, 3);
  g_assert_cmpint (keygroup_entry (a, "x")->line, ==, 5);
  g_assert_cmpint (b->line, ==, 6);
  g_assert_cmpint (keygroup_entry (b, "y")->line, ==, 7);
  g_assert_null (keygroup_entry (b, "x"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyfile/builtin", test_builtin);
  g_test_add_func ("/keyfile/shapes", test_shapes);
  g_test_add_func ("/keyfile/lines", test_lines);
  return g_test_run ();
}
