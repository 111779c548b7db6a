#include "base/text.h"
#include "table.h"

#include <string.h>

static void
check_row (char **cells)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  g_autofree char *kept = amount_parse (cells[0], &note, &error);
  table_expect (cells, "kept", cells[1], kept != NULL ? kept : "error");
  table_expect (cells, "note", cells[2], note != NULL ? "told" : "-");
  if (kept == NULL) {
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    g_assert_null (strchr (error->message, '\n'));
    return;
  }
  g_autofree char *again = amount_parse (kept, NULL, NULL);
  table_expect (cells, "kept, read again", cells[1], again);
}

static void
test_table (void)
{
  table_run ("amount.tsv", 4, check_row);
}

static void
test_note_names_both (void)
{
  g_autofree char *note = NULL;
  g_autofree char *kept = amount_parse ("10 \xc2\xb5g", &note, NULL);
  g_assert_cmpstr (kept, ==, "10 mcg");
  g_assert_nonnull (strstr (note, "\xc2\xb5g"));
  g_assert_nonnull (strstr (note, "mcg"));
  g_assert_null (strchr (note, '\n'));
}

static void
test_note_is_reset (void)
{
  char *note = (char *)"left over";
  g_assert_null (amount_parse ("nothing", &note, NULL));
  g_assert_null (note);
}

static void
test_not_utf8 (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (amount_parse ("4 m\xff", NULL, &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* By hand; nothing goes through binary fractions, of which 0.1 and 0.2 would be more than 0.3. */
static void
test_add (void)
{
  static const struct {
    const char *a, *b, *sum;
  } cases[] = {
    { "8 Gy", "2.5 Gy", "10.5 Gy" },
    { "0.1 Gy", "0.2 Gy", "0.3 Gy" },
    { "1.8 Gy", "0.2 Gy", "2 Gy" },
    { "0.000001 Gy", "999.999999 Gy", "1000 Gy" },
    { "8 Gy", "800 cGy", NULL },
    { "8 Gy", "8 gy", NULL },
    { "500 mg / 400 IU", "500 mg / 400 IU", NULL },
    { "0.0000001 Gy", "1 Gy", NULL },
    { "999999999999 Gy", "1 Gy", NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *sum = amount_add (cases[i].a, cases[i].b);
    g_assert_cmpstr (sum, ==, cases[i].sum);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/amount/table", test_table);
  g_test_add_func ("/amount/add", test_add);
  g_test_add_func ("/amount/note-names-both", test_note_names_both);
  g_test_add_func ("/amount/note-is-reset", test_note_is_reset);
  g_test_add_func ("/amount/not-utf8", test_not_utf8);
  return g_test_run ();
}
