#include <regimen/text.h>
#include <string.h>

#define SHORTEST_PREFIX 3
#define LONGEST_WORD 64

/* A word as characters that can be compared without regard to case. */
typedef struct {
  gunichar chars[LONGEST_WORD];
  int length; /* 0: longer than any word worth a guess, or not UTF-8 */
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

static int
min3 (int a, int b, int c)
{
  return MIN (a, MIN (b, c));
}

/* Insertions, deletions, substitutions and swaps of neighbours, no part edited twice. rows: the
 * last two rows and the one in work. */
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
      row[j] = min3 (last[j] + 1, row[j - 1] + 1, last[j - 1] + other);
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

static gboolean
begins_with (const Word *word, const Word *prefix)
{
  return word->length >= prefix->length
         && memcmp (word->chars, prefix->chars, prefix->length * sizeof (gunichar)) == 0;
}

/* The only one of @words that begins with @typed. */
static const char *
suggest_prefix (const Word *typed, const char *const *words)
{
  const char *found = NULL;
  for (; *words != NULL; words++) {
    Word word;
    word_init (&word, *words);
    if (!begins_with (&word, typed))
      continue;
    if (found != NULL)
      return NULL;
    found = *words;
  }
  return found;
}

/* The first of the nearest; a guess that leaves no letter of the word in place is none. */
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
rgm_text_suggest (const char *typed, const char *const *words)
{
  Word word;
  word_init (&word, typed);
  if (word.length == 0)
    return NULL;
  const char *found = word.length >= SHORTEST_PREFIX ? suggest_prefix (&word, words) : NULL;
  return found != NULL ? found : suggest_nearest (&word, words);
}
