/* JSON that this program reads and writes itself. */
#include "base/json-text.h"
#include "base/text.h"

#include <regimen/error.h>
#include <string.h>

#define MEMBERS 4

/* The members of a line, one after the other: "key=text", "key#number", "key-" for null; or the
 * message. */
static char *
in_words (const char *line)
{
  g_autofree char *copy = g_strdup (line);
  g_autoptr (GError) error = NULL;
  JsonMember members[MEMBERS];
  int count = json_split_object (copy, members, MEMBERS, &error);
  GString *words = g_string_new (NULL);

  for (int i = 0; i < count; i++) {
    const JsonMember *member = &members[i];
    g_string_append_printf (words, "%s%s", i > 0 ? " " : "", member->key);
    if (member->kind == JSON_TEXT)
      g_string_append_printf (words, "=%s", member->text);
    else if (member->kind == JSON_NUMBER)
      g_string_append_printf (words, "#%" G_GINT64_FORMAT, member->number);
    else
      g_string_append_c (words, '-');
  }
  if (count < 0) {
    g_assert_error (error, RGM_ERROR, RGM_ERROR_DAMAGED);
    g_string_append (words, error->message);
  }
  return g_string_free (words, FALSE);
}

static void
test_members (void)
{
  static const char *const cases[][2] = {
    { "{}", "" },
    { " { } ", "" },
    { "{\"a\": \"b\"}", "a=b" },
    { "{\"a\":1,\"b\":-2,\"c\":null,\"d\":\"\"}", "a#1 b#-2 c- d=" },
    { "{\"\": 0}", "#0" },
    { "{\"a\": \"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "a=\"\\/\b\f\n\r\t" },
    { "{\"a\": \"\\u0041\\u00e4\\u20ac\\ud83d\\ude00\"}",
      "a=A\303\244\342\202\254\360\237\230\200" },
    { "{\"\\u0061\": \"\303\244\"}", "a=\303\244" },
    { "{\"a\": 9223372036854775807, \"b\": -9223372036854775808}",
      "a#9223372036854775807 b#-9223372036854775808" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = in_words (cases[i][0]);
    g_assert_cmpstr (words, ==, cases[i][1]);
  }
}

static void
test_mistakes (void)
{
  static const char *const cases[][2] = {
    { "", "column 1: expected an object, which begins with \"{\"" },
    { "[]", "column 1: expected an object, which begins with \"{\"" },
    { "{", "column 2: expected a text in double quotes" },
    { "{\"a\"", "column 5: expected \":\" after a key" },
    { "{\"a\": ", "column 7: expected a text, a whole number or null" },
    { "{\"a\": 1", "column 8: expected \",\" or \"}\" after a value" },
    { "{\"a\": 1 ", "column 9: expected \",\" or \"}\" after a value" },
    { "{\"a\": \"b", "column 9: expected a character of a text, or the double quote at its end" },
    { "{\"a\": \"\\", "column 8: expected a character of a text, or the double quote at its end" },
    { "{\"a\": \"\tb\"}",
      "column 8: expected a character of a text, or the double quote at its end" },
    { "{\"a\": 1,}", "column 9: expected a text in double quotes" },
    { "{\"a\": 1 \"b\": 2}", "column 9: expected \",\" or \"}\" after a value" },
    { "{a: 1}", "column 2: expected a text in double quotes" },
    { "{'a': 1}", "column 2: expected a text in double quotes" },
    { "{\"a\": 1} {", "column 10: expected nothing after the object" },
    { "{\"a\": {}}", "column 7: expected a text, a whole number or null" },
    { "{\"a\": [[[[", "column 7: expected a text, a whole number or null" },
    { "{\"a\": true}", "column 7: expected a text, a whole number or null" },
    { "{\"a\": nul}", "column 7: expected a text, a whole number or null" },
    { "{\"a\": nullx}", "column 11: expected \",\" or \"}\" after a value" },
    { "{\"a\": 1.5}", "column 7: expected a text, a whole number or null" },
    { "{\"a\": 1e3}", "column 7: expected a text, a whole number or null" },
    { "{\"a\": 01}", "column 7: expected a text, a whole number or null" },
    { "{\"a\": -}", "column 7: expected a text, a whole number or null" },
    { "{\"a\": +1}", "column 7: expected a text, a whole number or null" },
    { "{\"a\": 0x1}", "column 8: expected \",\" or \"}\" after a value" },
    { "{\"a\": 9223372036854775808}", "column 7: expected a text, a whole number or null" },
    { "{\"a\": \"\\x\"}",
      "column 8: expected a character of a text, or the double quote at its end" },
    { "{\"a\": \"\\u12\"}",
      "column 8: expected a character of a text, or the double quote at its end" },
    { "{\"a\": \"\\u0000\"}",
      "column 8: expected a character of a text, or the double quote at its end" },
    { "{\"a\": \"\\udc00\"}",
      "column 8: expected a character of a text, or the double quote at its end" },
    { "{\"a\": \"\\ud83d\"}",
      "column 14: expected a character of a text, or the double quote at its end" },
    { "{\"a\": \"\\ud83d\\u0041\"}",
      "column 14: expected a character of a text, or the double quote at its end" },
    { "{\"a\": \"\377\"}", "column 8: expected UTF-8" },
    { "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5}", "more than 4 members" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = in_words (cases[i][0]);
    g_assert_cmpstr (words, ==, cases[i][1]);
  }
}

/* Every character but U+0000 comes back, also in the middle of others; one that a terminal would
 * obey is not in the line. */
static void
test_back (void)
{
  for (gunichar c = 1; c <= 0x10ffff; c++) {
    char character[8] = "";
    g_autofree char *text = NULL;
    g_autoptr (GString) line = g_string_new ("{\"a\": ");
    JsonMember members[1];

    if (c >= 0xd800 && c < 0xe000)
      continue;
    g_unichar_to_utf8 (c, character);
    text = g_strdup_printf ("x%sy", character);
    json_append_text (line, text);
    g_string_append_c (line, '}');
    g_assert_null (strpbrk (line->str, "\n\r\t"));
    g_assert_true (text_is_plain (c) || strstr (line->str, character) == NULL);
    g_assert_cmpint (json_split_object (line->str, members, 1, NULL), ==, 1);
    g_assert_cmpstr (members[0].text, ==, text);
  }
}

static void
test_not_utf8 (void)
{
  g_autoptr (GString) line = g_string_new (NULL);

  json_append_text (line, "a\377b");
  g_assert_cmpstr (line->str, ==, "\"a\357\277\275b\"");
}

/* Whatever the bytes are: no crash, and a line that was read is read the same when it is written
 * again. */
static void
test_random (void)
{
  static const char *const pieces[]
    = { "{", "}", "\"",      "\\",      ":", ",", "null",     "1",   "-",
        "0", "a", "\\u00e4", "\\ud83d", "[", " ", "\303\244", "\377" };

  for (int round = 0; round < 200000; round++) {
    g_autoptr (GString) line = g_string_new (g_test_rand_bit () ? "{\"a\": " : "");
    g_autoptr (GString) again = g_string_new ("{");
    JsonMember members[MEMBERS];
    int count;

    for (int n = g_test_rand_int_range (0, 12); n > 0; n--)
      g_string_append (line, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
    count = json_split_object (line->str, members, MEMBERS, NULL);
    if (count < 1 || members[0].kind != JSON_TEXT)
      continue;
    json_append_text (again, members[0].key);
    g_string_append (again, ": ");
    json_append_text (again, members[0].text);
    g_string_append_c (again, '}');
    g_autofree char *text = g_strdup (members[0].text);
    g_assert_cmpint (json_split_object (again->str, members, MEMBERS, NULL), ==, 1);
    g_assert_cmpstr (members[0].text, ==, text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-text/members", test_members);
  g_test_add_func ("/json-text/mistakes", test_mistakes);
  g_test_add_func ("/json-text/back", test_back);
  g_test_add_func ("/json-text/not-utf8", test_not_utf8);
  g_test_add_func ("/json-text/random", test_random);
  return g_test_run ();
}
