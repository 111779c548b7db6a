/* phrase.c: compares what people say with the phrases of the catalog. */
#include "catalog/phrase.h"

#include "base/text.h"
#include <string.h>

/* The fewest bytes that must be left of a word without its ending. */
enum { SHORTEST_STEM = 3 };

/* Takes @ending off @word if enough of it is left. */
static gboolean
take_off (GString *word, const char *ending)
{
  gsize length = strlen (ending);
  if (word->len < length + SHORTEST_STEM || !g_str_has_suffix (word->str, ending))
    return FALSE;
  g_string_truncate (word, word->len - length);
  return TRUE;
}

/* Reduces @word to what its forms have in common: "bruises", "bruised" and "bruising" to "bruis";
 * "weakness" to "weak"; "sleepiness" and "sleepy" to "sleepy". Words such as "bleed", "this" and
 * "breathless" only seem to have an ending. */
static void
reduce (GString *word)
{
  if (take_off (word, "ness")) {
    if (word->str[word->len - 1] == 'i')
      word->str[word->len - 1] = 'y';
  } else if (!g_str_has_suffix (word->str, "ss") && !g_str_has_suffix (word->str, "us")
             && !g_str_has_suffix (word->str, "is"))
    take_off (word, "s");
  if (!g_str_has_suffix (word->str, "eed") && !take_off (word, "ed"))
    take_off (word, "ing");
  if (word->len > SHORTEST_STEM + 1)
    take_off (word, "e");
}

/* Adds @word to @words, if it is not empty, and empties it. */
static void
end_word (GString *word, GHashTable *words)
{
  if (word->len == 0)
    return;
  reduce (word);
  g_hash_table_add (words, g_strndup (word->str, word->len));
  g_string_truncate (word, 0);
}

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x2BC;
}

/* @text without its apostrophes, with accents as characters of their own, in lower case. Returns:
 * (transfer full): "" if it is not valid UTF-8. */
static char *
simplify (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return g_strdup ("");
  g_autoptr (GString) plain = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_apostrophe (g_utf8_get_char (p)))
      g_string_append_unichar (plain, g_utf8_get_char (p));
  g_autofree char *parts = text_normalize (plain->str, G_NORMALIZE_ALL);
  return g_utf8_casefold (parts, -1);
}

GHashTable *
phrase_words (const char *text)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *plain = simplify (text);
  g_autoptr (GString) word = g_string_new (NULL);
  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (g_unichar_isalnum (c))
      g_string_append_unichar (word, c);
    else if (!g_unichar_ismark (c))
      end_word (word, words);
  }
  end_word (word, words);
  return words;
}

/* Whether @text has any words, and @words has all of them. */
static gboolean
has_all (GHashTable *words, const char *text)
{
  g_autoptr (GHashTable) wanted = phrase_words (text);
  GHashTableIter iter;
  gpointer word;
  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    if (!g_hash_table_contains (words, word))
      return FALSE;
  return g_hash_table_size (wanted) > 0;
}

gboolean
phrase_is_in (const char *phrase, GHashTable *words)
{
  g_auto (GStrv) places = g_strsplit (phrase, " ", -1);
  for (char **place = places; *place != NULL; place++) {
    g_auto (GStrv) choices = g_strsplit (*place, "/", -1);
    char **choice = choices;
    while (*choice != NULL && !has_all (words, *choice))
      choice++;
    if (*choice == NULL)
      return FALSE;
  }
  return *places != NULL;
}

GPtrArray *
phrase_forms (const char *phrase)
{
  GPtrArray *forms = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) places = g_strsplit (phrase, " ", -1);
  g_ptr_array_add (forms, g_strdup (""));
  for (char **place = places; *place != NULL; place++) {
    g_auto (GStrv) choices = g_strsplit (*place, "/", -1);
    GPtrArray *longer = g_ptr_array_new_with_free_func (g_free);
    for (guint i = 0; i < forms->len; i++)
      for (char **choice = choices; *choice != NULL; choice++)
        g_ptr_array_add (longer,
                         g_strconcat (forms->pdata[i], place == places ? "" : " ", *choice, NULL));
    g_ptr_array_unref (forms);
    forms = longer;
  }
  return forms;
}
