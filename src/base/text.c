/* text.c: helpers for text: its width, wrapping and quoting, and a guess at what a misspelt word
 * means. */
#include "base/text.h"

#include "base/i18n.h"

#include <string.h>

#define LONGEST_RECORD 500
#define LONGEST_QUOTE 60
#define SHORTEST_PREFIX 3
#define LONGEST_WORD 64

/* Returns the character at *@at and moves *@at past it. Each invalid byte counts as one character,
 * 0xFFFD. */
static gunichar
next_char (const char **at)
{
  if (g_ascii_isprint (**at))
    return (gunichar) * (*at)++;

  gunichar c = g_utf8_get_char_validated (*at, -1);
  if (c == (gunichar)-1 || c == (gunichar)-2) {
    (*at)++;
    return 0xFFFD;
  }
  *at = g_utf8_next_char (*at);
  return c;
}

/* How many columns the text from @start up to @end has on a terminal. */
static int
width_between (const char *start, const char *end)
{
  int width = 0;
  while (start < end) {
    gunichar c = next_char (&start);
    if (c < 0x80 && g_ascii_isprint ((char)c))
      width++;
    else if (!g_unichar_iszerowidth (c) && !g_unichar_iscntrl (c))
      width += g_unichar_iswide (c) ? 2 : 1;
  }
  return width;
}

char *
text_plain_blanks (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "\u00a0", " ", 0);
  g_string_replace (plain, "\u202f", " ", 0);
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

char *
text_shell_word (const char *text)
{
  static const char plain[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_./:,=@+";

  return *text != '\0' && text[strspn (text, plain)] == '\0' ? g_strdup (text)
                                                             : g_shell_quote (text);
}

int
text_width (const char *text)
{
  return width_between (text, text + strlen (text));
}

int
text_lines (const char *text)
{
  int lines = 1;
  for (const char *p = text; *p != '\0'; p++)
    lines += *p == '\n';
  return lines;
}

char *
text_normalize (const char *text, GNormalizeMode mode)
{
  char *normal;

  /* g_utf8_normalize() reads past the end of a text that ends in the middle of a character */
  if (!g_utf8_validate (text, -1, NULL))
    return NULL;
  normal = g_utf8_normalize (text, -1, mode);
  if (normal == NULL)
    g_error ("failed to allocate memory for a text");
  return normal;
}

char *
text_fold (const char *text)
{
  g_autofree char *valid = NULL, *composed = NULL;

  if (g_str_is_ascii (text)) /* the same, and much faster */
    return g_ascii_strdown (text, -1);
  valid = g_utf8_make_valid (text, -1);
  composed = text_normalize (valid, G_NORMALIZE_ALL_COMPOSE);
  return g_utf8_casefold (composed, -1);
}

char *
text_squeeze (const char *text)
{
  g_autofree char *plain = text_plain_blanks (text);
  g_auto (GStrv) words = g_strsplit_set (plain, " \t", -1);
  GString *squeezed = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_string_append_printf (squeezed, "%s%s", squeezed->len > 0 ? " " : "", *word);
  return g_string_free (squeezed, FALSE);
}

char *
text_fold_words (const char *text)
{
  g_autofree char *squeezed = text_squeeze (text);

  return text_fold (squeezed);
}

/* A text that is being written: where it goes, its margins, and the column reached so far. */
typedef struct {
  GString *out;
  int width, indent;
  int column;
  gboolean line_has_word;
} Page;

/* Writes a word and the spaces before it, or the word alone on a new line. */
static void
put_word (Page *page, int blanks, const char *word, const char *end)
{
  int columns = width_between (word, end);
  if (page->line_has_word && page->column + blanks + columns > page->width) {
    g_string_append_c (page->out, '\n');
    g_string_append_printf (page->out, "%*s", page->indent, "");
    page->column = page->indent;
    blanks = 0;
  }
  g_string_append_printf (page->out, "%*s", blanks, "");
  g_string_append_len (page->out, word, end - word);
  page->column += blanks + columns;
  page->line_has_word = TRUE;
}

/* An empty line stays empty: it is not indented. */
static void
put_line (Page *page, const char *line, int indent)
{
  page->column = indent;
  page->line_has_word = FALSE;
  while (TRUE) {
    const char *word = line + strspn (line, " ");
    const char *end = word + strcspn (word, " ");
    if (*word == '\0')
      return;
    if (!page->line_has_word)
      g_string_append_printf (page->out, "%*s", indent, "");
    put_word (page, (int)(word - line), word, end);
    line = end;
  }
}

char *
text_wrap (const char *text, int width, int indent)
{
  Page page = { .out = g_string_new (NULL), .width = width, .indent = indent };
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    if (line != lines)
      g_string_append_c (page.out, '\n');
    put_line (&page, *line, line != lines ? indent : 0);
  }
  while (page.out->len > 0 && page.out->str[page.out->len - 1] == '\n')
    g_string_truncate (page.out, page.out->len - 1);
  return g_string_free (page.out, FALSE);
}

char *
text_command (const char *record, const char *patient, const char *words)
{
  g_autofree char *file = record != NULL ? text_shell_word (record) : NULL;
  g_autofree char *name = patient != NULL ? text_shell_word (patient) : NULL;
  GString *line = g_string_new ("regimen");

  if (file != NULL)
    g_string_append_printf (line, " --db %s", file);
  if (name != NULL)
    g_string_append_printf (line, " --patient %s", name);
  if (words != NULL)
    g_string_append_printf (line, " %s", words);
  return g_string_free (line, FALSE);
}

/* Control characters, separators of lines and paragraphs, and most of what Unicode calls format
 * characters are refused, because they can hide text or turn its direction around. The accepted
 * format characters are two that join or separate letters in several scripts and in emoji, and some
 * that stand before a number and are visible. */
gboolean
text_is_plain (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return FALSE;
  case G_UNICODE_FORMAT:
    return c == 0x200C || c == 0x200D || (c >= 0x600 && c <= 0x605) || c == 0x6DD;
  default:
    return TRUE;
  }
}

gboolean
text_check (const char *what, const char *text, GError **error)
{
  g_autofree char *quoted = text_quote (text);
  if (!g_utf8_validate (text, -1, NULL)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s %s cannot be read as text; only UTF-8 is accepted"), what, quoted);
    return FALSE;
  }
  if (g_utf8_strlen (text, -1) > LONGEST_RECORD) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s %s is too long; at most 500 characters are accepted"), what, quoted);
    return FALSE;
  }
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!text_is_plain (g_utf8_get_char (at))) {
      g_set_error (
        error, RGM_ERROR, RGM_ERROR_USAGE,
        _ ("%s %s has a line break, or a control or invisible character; one line of plain text is "
           "accepted"),
        what, quoted);
      return FALSE;
    }
  return TRUE;
}

char *
text_cut (const char *text, glong length)
{
  if (g_utf8_strlen (text, -1) <= length)
    return g_strdup (text);
  g_autofree char *start = g_utf8_substring (text, 0, MAX (length, 1) - 1);
  return g_strconcat (g_strchomp (start), "…", NULL);
}

char *
text_quote (const char *text)
{
  GString *out = g_string_new ("\"");
  const char *at = text;
  for (int count = 0; *at != '\0' && count < LONGEST_QUOTE; count++) {
    gunichar c = next_char (&at);
    g_string_append_unichar (out, c != 0xFFFD && text_is_plain (c) ? c : '?');
  }
  g_string_append (out, *at != '\0' ? "...\"" : "\"");
  return g_string_free (out, FALSE);
}

char *
text_join (const char *between, const char *const *parts, gsize count)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < count; i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? between : "", parts[i]);
  return g_string_free (text, FALSE);
}

char *
text_harmless (const char *text)
{
  const char *at = text;
  while (*at == '\n' || g_ascii_isprint (*at))
    at++;
  if (*at == '\0') /* the usual case */
    return g_strdup (text);

  GString *out = g_string_new_len (text, at - text);
  while (*at != '\0') {
    gunichar c = next_char (&at);
    g_string_append_unichar (out, c == '\n' || (c != 0xFFFD && text_is_plain (c)) ? c : '?');
  }
  return g_string_free (out, FALSE);
}

/* A word as characters that can be compared without regard to case. */
typedef struct {
  gunichar chars[LONGEST_WORD];
  int length; /* 0: the word is empty, too long to be compared, or not UTF-8 */
} Word;

static void
word_init (Word *word, const char *text)
{
  word->length = 0;
  if (!g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > LONGEST_WORD)
    return;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    word->chars[word->length++] = g_unichar_tolower (g_utf8_get_char (at));
}

/* The number of insertions, deletions, substitutions and swaps of neighbours that turn @a into @b,
 * without editing any part twice. rows: the last two rows of the table, and the row in progress. */
static int
distance (const Word *a, const Word *b)
{
  int rows[3][LONGEST_WORD + 1];
  int *before = rows[0], *last = rows[1], *row = rows[2];
  for (int j = 0; j <= b->length; j++)
    last[j] = j;
  for (int i = 1; i <= a->length; i++) {
    row[0] = i;
    for (int j = 1; j <= b->length; j++) {
      int other = a->chars[i - 1] != b->chars[j - 1];
      row[j] = MIN (MIN (last[j], row[j - 1]) + 1, last[j - 1] + other);
      if (i > 1 && j > 1 && a->chars[i - 1] == b->chars[j - 2]
          && a->chars[i - 2] == b->chars[j - 1])
        row[j] = MIN (row[j], before[j - 2] + 1);
    }
    int *spare = before;
    before = last;
    last = row;
    row = spare;
  }
  return last[b->length];
}

/* The only one of @words that begins with @typed; NULL if there is none, or more than one. */
static const char *
suggest_prefix (const Word *typed, const char *const *words)
{
  const char *found = NULL;
  for (; *words != NULL; words++) {
    Word word;
    word_init (&word, *words);
    if (word.length < typed->length
        || memcmp (word.chars, typed->chars, (gsize)typed->length * sizeof (gunichar)) != 0)
      continue;
    if (found != NULL)
      return NULL;
    found = *words;
  }
  return found;
}

/* The nearest of @words to @typed, the first of equally near ones; NULL if none is near enough. A
 * word that leaves no letter of @typed in its place is not suggested. */
static const char *
suggest_nearest (const Word *typed, const char *const *words)
{
  const char *found = NULL;
  int nearest = CLAMP (typed->length / 3, 1, 3) + 1;
  for (; *words != NULL; words++) {
    Word word;
    word_init (&word, *words);
    int steps = distance (typed, &word);
    if (steps < nearest && steps < MAX (typed->length, word.length)) {
      nearest = steps;
      found = *words;
    }
  }
  return found;
}

const char *
text_suggest (const char *typed, const char *const *words)
{
  Word word;
  word_init (&word, typed);
  if (word.length == 0)
    return NULL;
  const char *found = word.length >= SHORTEST_PREFIX ? suggest_prefix (&word, words) : NULL;
  return found != NULL ? found : suggest_nearest (&word, words);
}

gboolean
text_is_slip (const char *typed, const char *word)
{
  enum { SHORTEST = 4 };
  Word one, other;

  word_init (&one, typed);
  word_init (&other, word);
  return one.length >= SHORTEST && other.length >= SHORTEST && distance (&one, &other) <= 1;
}
