#include "base/text.h"

#include <string.h>

static void
test_width (void)
{
  static const struct {
    const char *text;
    int width;
  } cases[] = {
    { "", 0 },
    { "denosumab", 9 },
    { "R\xc3\xbcgen", 5 },
    { "o\xcc\x88", 1 },                /* combining diaeresis */
    { "\xe6\x97\xa5\xe6\x9c\xac", 4 }, /* two wide characters */
    { "\xf0\x9f\x92\x89", 2 },         /* syringe */
    { "\xe2\x80\x8d", 0 },             /* zero width joiner */
    { "a\xff"
      "b",
      3 },          /* an invalid byte takes a column */
    { "a\xc3", 2 }, /* cut in the middle of a character */
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (text_width (cases[i].text), ==, cases[i].width);
}

static void
test_wrap (void)
{
  static const struct {
    const char *text;
    int width, indent;
    const char *expected;
  } cases[] = {
    { "", 10, 0, "" },
    { "one", 10, 0, "one" },
    { "one two three", 7, 0, "one two\nthree" },
    { "one two three", 7, 2, "one two\n  three" },
    { "one two three", 6, 0, "one\ntwo\nthree" },
    { "a averyveryverylongword b", 5, 2, "a\n  averyveryverylongword\n  b" },
    { "one\ntwo", 10, 2, "one\n  two" },
    { "one\n\ntwo", 10, 2, "one\n\n  two" },
    { "one  two", 20, 0, "one  two" },
    { "one      two", 8, 0, "one\ntwo" },
    { "one two \n", 20, 0, "one two" },
    { "\xe6\x97\xa5\xe6\x9c\xac \xe6\x97\xa5\xe6\x9c\xac", 8, 0,
      "\xe6\x97\xa5\xe6\x9c\xac\n\xe6\x97\xa5\xe6\x9c\xac" },
    { "\xe6\x97\xa5\xe6\x9c\xac \xe6\x97\xa5\xe6\x9c\xac", 9, 0,
      "\xe6\x97\xa5\xe6\x9c\xac \xe6\x97\xa5\xe6\x9c\xac" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *wrapped = text_wrap (cases[i].text, cases[i].width, cases[i].indent);
    g_assert_cmpstr (wrapped, ==, cases[i].expected);
  }
}

/* At every width and indent: no line is wider unless it is one word, none ends in a blank, and the
 * words stay what they were. */
static void
test_wrap_any_width (void)
{
  const char *text
    = "tell a healthcare provider right away: numbness or weakness in the legs; trouble urinating";
  for (int width = 1; width < 100; width++)
    for (int indent = 0; indent < 5; indent++) {
      g_autofree char *wrapped = text_wrap (text, width, indent);
      g_auto (GStrv) lines = g_strsplit (wrapped, "\n", -1);
      g_autoptr (GString) words = g_string_new (NULL);
      for (char **line = lines; *line != NULL; line++) {
        const char *words_of_line = *line + strspn (*line, " ");
        g_assert_true (text_width (*line) <= width || strchr (words_of_line, ' ') == NULL);
        g_assert_false (g_str_has_suffix (*line, " "));
        g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", words_of_line);
      }
      g_assert_cmpstr (words->str, ==, text);
    }
}

static void
test_check (void)
{
  g_autofree char *longest = g_strnfill (500, 'x');
  g_autofree char *too_long = g_strnfill (501, 'x');
  g_autoptr (GString) umlauts = g_string_new (NULL);
  for (int i = 0; i < 500; i++)
    g_string_append (umlauts, "\xc3\xbc");
  const char *const good[] = { "",
                               "slight fever",
                               "R\xc3\xbcgen, links",
                               longest,
                               umlauts->str,
                               "\xf0\x9f\x91\xa9\xe2\x80\x8d\xe2\x9a\x95",
                               "\u0645\u06cc\u200c\u062e\u0648\u0631\u0645" };
  const char *const bad[]
    = { "\xff",           "a\nb",         "a\tb",         "\x1b[31m",        "a\x7f",
        "\xc2\x85",       "\xe2\x80\xa8", "\xe2\x80\xa9", "\u202eabc\u202c", "a\u202a\u202c",
        "a\u2066b\u2069", "a\u2069",      "a\u200e",      "\u200f",          "\ufeffa",
        "a\u200bb",       "a\u00adb",     "\u061c",       too_long };
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (text_check ("note", good[i], NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (text_check ("note", bad[i], &error));
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    g_assert_true (g_str_has_prefix (error->message, "note "));
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_null (strpbrk (error->message, "\n\t\x1b\x7f"));
  }
}

static void
test_quote (void)
{
  g_autofree char *longest = g_strnfill (61, 'x');
  g_autofree char *whole = g_strnfill (60, 'x');
  g_autofree char *cut = g_strconcat ("\"", whole, "...\"", NULL);
  g_autofree char *kept = g_strconcat ("\"", whole, "\"", NULL);
  const char *const cases[][2]
    = { { "", "\"\"" },           { "a b", "\"a b\"" },           { "a\nb", "\"a?b\"" },
        { "\xff\xc3", "\"??\"" }, { "\xc3\xbc", "\"\xc3\xbc\"" }, { longest, cut },
        { whole, kept } };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *quoted = text_quote (cases[i][0]);
    g_assert_cmpstr (quoted, ==, cases[i][1]);
  }
}

/* The two texts differ only after their end, so no letter behind the last byte may count. */
static void
test_fold (void)
{
  static const char cut[] = "Knee\xf0\0abc", other[] = "Knee\xf0\0xyz";
  g_autofree char *folded = text_fold ("Gro\xc3\x9f"), *one = text_fold (cut),
                  *two = text_fold (other), *words = text_fold_words (" \xff  Hip");

  g_assert_cmpstr (folded, ==, "gross");
  g_assert_cmpstr (one, ==, "knee\xef\xbf\xbd");
  g_assert_cmpstr (two, ==, one);
  g_assert_cmpstr (words, ==, "\xef\xbf\xbd hip");
}

static void
test_shell_word (void)
{
  static const char *const cases[][2] = { { "Anna", "Anna" },
                                          { "Europe/Berlin", "Europe/Berlin" },
                                          { "4w", "4w" },
                                          { "Bert B", "'Bert B'" },
                                          { "", "''" },
                                          { "~/x", "'~/x'" },
                                          { "a'b", "'a'\\''b'" },
                                          { "$HOME", "'$HOME'" },
                                          { "J\u00fcrgen", "'J\u00fcrgen'" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *word = text_shell_word (cases[i][0]);

    g_assert_cmpstr (word, ==, cases[i][1]);
  }
}

static void
test_suggest (void)
{
  static const char *const words[]
    = { "add",  "agenda",          "backup",    "book", "catalog", "check",   "export",
        "help", "history",         "list",      "log",  "notify",  "patient", "show",
        "skip", "zoledronic-acid", "denosumab", NULL };
  static const char *const cases[][2] = {
    { "log", "log" },
    { "lgo", "log" },
    { "lg", "log" },
    { "ad", "add" },
    { "Add", "add" },
    { "agneda", "agenda" },
    { "bok", "book" },
    { "hsitory", "history" },
    { "hist", "history" },
    { "expotr", "export" },
    { "shwo", "show" },
    { "catalogue", "catalog" },
    { "deno", "denosumab" },
    { "denosumba", "denosumab" },
    { "DENOSUMAP", "denosumab" },
    { "zoledronic", "zoledronic-acid" },
    { "zoledronicacid", "zoledronic-acid" },
    { "zoledronci-acdi", "zoledronic-acid" },
    { "x", NULL },
    { "", NULL },
    { "quit", NULL },
    { "shpo", NULL },
    { "remind", NULL },
    { "frobnicate", NULL },
    { "\xff", NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (text_suggest (cases[i][0], words), ==, cases[i][1]);
}

static void
test_suggest_nothing_ambiguous_by_prefix (void)
{
  static const char *const words[] = { "bone-scan", "bone-cement", NULL };
  g_assert_null (text_suggest ("bone", words));
  g_assert_cmpstr (text_suggest ("bone-s", words), ==, "bone-scan");
  g_assert_null (text_suggest ("bone", (const char *const[]){ NULL }));
}

static void
test_suggest_long (void)
{
  g_autofree char *endless = g_strnfill (100000, 'x');
  const char *const words[] = { "log", endless, NULL };
  g_assert_null (text_suggest (endless, words));
  g_assert_cmpstr (text_suggest ("lgo", words), ==, "log");
}

static void
test_squeeze (void)
{
  static const struct {
    const char *text, *squeezed, *folded;
  } cases[] = {
    { "", "", "" },
    { " \t ", "", "" },
    { "L3 ", "L3", "l3" },
    { "Left  hip", "Left hip", "left hip" },
    { " lower\tback\u00a0", "lower back", "lower back" },
    { "left\u202fhip", "left hip", "left hip" },
    { "o\u0308 H\u00dcFTE", "o\u0308 H\u00dcFTE", "\u00f6 h\u00fcfte" },
    { "lefthip", "lefthip", "lefthip" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *squeezed = text_squeeze (cases[i].text);
    g_autofree char *folded = text_fold_words (cases[i].text);
    g_assert_cmpstr (squeezed, ==, cases[i].squeezed);
    g_assert_cmpstr (folded, ==, cases[i].folded);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/width", test_width);
  g_test_add_func ("/text/wrap", test_wrap);
  g_test_add_func ("/text/wrap-any-width", test_wrap_any_width);
  g_test_add_func ("/text/check", test_check);
  g_test_add_func ("/text/quote", test_quote);
  g_test_add_func ("/text/squeeze", test_squeeze);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/shell-word", test_shell_word);
  g_test_add_func ("/text/suggest", test_suggest);
  g_test_add_func ("/text/suggest-nothing-ambiguous-by-prefix",
                   test_suggest_nothing_ambiguous_by_prefix);
  g_test_add_func ("/text/suggest-long", test_suggest_long);
  return g_test_run ();
}
