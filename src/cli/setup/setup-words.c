/* Recognizes the short answers that people give to any question of regimen setup. */
#include "cli/setup/setup-words.h"

#include "base/i18n.h"

#include <string.h>

/* TRANSLATORS: answers that mean the same, in small letters, without apostrophes, commas and polite
 * words, separated by "|". A "*" at the end of one stands for anything that follows. A translation
 * may list others, and the English ones count as well. */
static const struct {
  SetupMeaning meaning;
  const char *answers;
} meanings[] = {
  { SETUP_MEANS_YES,
    N_ ("yes|y|yes i do|yes it is|yes i am|yep|yeah|yup|ye|sure|ok|okay|o k|of "
        "course|certainly|absolutely|definitely|right|thats right|that is "
        "right|correct|fine|all right|alright|go ahead|do it|do that|yes do it|yes "
        "sure|yes of course|yes ok|yes run it|run it|agreed|true") },
  { SETUP_MEANS_NO,
    N_ ("no|n|nope|nah|none|no one|noone|nobody|no one else|nobody else|no other|no "
        "others|no other person|no more people|no i dont|no it isnt|no not really|"
        "not really|never|none of them|none at all|not at all|nothing|no dont|dont|"
        "dont do it|false|neither|without") },
  { SETUP_MEANS_LATER,
    N_ (
      "later|maybe later|not now|no not now|not yet*|no not yet*|none yet|nothing yet|no date*|no "
      "appointment*|not booked*|not planned*|havent booked*|havent decided*|havent got*|havent "
      "been*|havent made*|isnt booked*|isnt planned*|dont know*|no i dont know*|dont have*|dont "
      "remember*|cant remember*|cant say*|not sure*|unsure|no idea*|unknown|not "
      "known*|not certain*|isnt known*|isnt decided*|not decided*|undecided|to be decided|tbd|"
      "tba|another time|some other time|ask me later|will see|open|leave it open|leave it|skip|"
      "skip it|skip this*|pass|n/a|na|forgot*|forgotten*|rather not*|-|--|---|\u2013|"
      "\u2014") },
  { SETUP_MEANS_END,
    N_ ("that is all*|thats all*|that was all*|thats it|that is it|that was it|nothing more|no "
        "more|nothing else|nothing further|no further|done|all done|im done|finished|im "
        "finished|enough|thats enough|end|complete|ready|that is everything|thats "
        "everything|no thats all*|no that is all*|no thats it|no nothing else|no more treatments|"
        "no others needed") },
  { SETUP_MEANS_ME, N_ ("me|myself|i|its me|it is me|just me|only me|me only|just myself|only "
                        "myself|alone|im alone|no just me|no only me|"
                        "nobody but me|just one|only one|only one person|one person") },
  { SETUP_MEANS_QUIT, N_ ("quit|q|exit|leave|cancel|bye|goodbye|abort|quit setup|exit setup") },
  { SETUP_MEANS_BACK, N_ ("back|go back|previous|one back|b") },
};

/* ---- how an answer is compared ---- */

/* Replaces quotation marks and apostrophes of any form with plain ones, and several blanks with
 * one. Returns: (transfer full). */
static char *
plain_marks (const char *typed)
{
  static const char *const marks[][2]
    = { { "\u2019", "'" },  { "\u2018", "'" },  { "\u00b4", "'" },  { "`", "'" },
        { "\u201c", "\"" }, { "\u201d", "\"" }, { "\u201e", "\"" }, { "\u00ab", "\"" },
        { "\u00bb", "\"" }, { "\u00a0", " " },  { "\u202f", " " },  { "\t", " " } };
  g_autoptr (GString) plain = g_string_new (typed);

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    g_string_replace (plain, marks[i][0], marks[i][1], 0);
  while (g_string_replace (plain, "  ", " ", 0) > 0)
    continue;
  return g_strdup (g_strstrip (plain->str));
}

/* Removes @word and the blank beside it from the beginning of @text, or from its end. */
static void
drop_word (char *text, const char *word, gboolean at_end)
{
  gsize length = strlen (text), part = strlen (word);

  if (length <= part + 1)
    return;
  if (!at_end && g_str_has_prefix (text, word) && text[part] == ' ')
    memmove (text, text + part + 1, length - part);
  else if (at_end && g_str_has_suffix (text, word) && text[length - part - 1] == ' ')
    text[length - part - 1] = '\0';
}

/* Reduces an answer to the form used in the table: "I don’t know, sorry." becomes "dont know".
 * Returns: (transfer full). */
static char *
fold_answer (const char *typed)
{
  static const char *const polite[]
    = { "please", "thank you", "thanks", "thx", "sorry", "well", "oh", "um", "hm", "very much" };
  static const char *const subjects[]
    = { "i", "im", "we", "it", "its", "he", "she", "they", "am", "have" };
  static const char *const negations[][2]
    = { { "do not", "dont" },     { "does not", "dont" },  { "doesnt", "dont" },
        { "have not", "havent" }, { "has not", "havent" }, { "hasnt", "havent" },
        { "is not", "isnt" },     { "can not", "cant" },   { "cannot", "cant" },
        { "didnt", "havent" },    { "did not", "havent" } };
  g_autofree char *marks = plain_marks (typed), *small = g_utf8_casefold (marks, -1);
  g_autoptr (GString) text = g_string_new (small);

  for (const char *mark = ",'\"!;"; *mark != '\0'; mark++)
    g_string_replace (text, (const char[]){ *mark, '\0' }, "", 0);
  for (gsize i = 0; i < G_N_ELEMENTS (negations); i++)
    g_string_replace (text, negations[i][0], negations[i][1], 0);
  while (text->len > 1 && strchr (".? ", text->str[text->len - 1]) != NULL)
    g_string_truncate (text, text->len - 1);
  for (gsize i = 0; i < G_N_ELEMENTS (polite); i++) {
    drop_word (text->str, polite[i], FALSE);
    drop_word (text->str, polite[i], TRUE);
  }
  if (strchr (text->str, ' ') != strrchr (text->str, ' '))
    for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
      drop_word (text->str, subjects[i], FALSE);
  return g_strdup (g_strstrip (text->str));
}

/* Whether @folded is one of @answers, a list separated by "|". */
static gboolean
is_among (const char *folded, const char *answers)
{
  g_auto (GStrv) list = g_strsplit (answers, "|", -1);

  for (char **answer = list; *answer != NULL; answer++) {
    gsize length = strcspn (*answer, "*");

    if (strncmp (folded, *answer, length) == 0
        && (folded[length] == '\0' || ((*answer)[length] == '*' && folded[length] == ' ')))
      return TRUE;
  }
  return FALSE;
}

SetupMeaning
setup_meaning (const char *typed)
{
  g_autofree char *folded = fold_answer (typed);

  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (is_among (folded, meanings[i].answers) || is_among (folded, _ (meanings[i].answers)))
      return meanings[i].meaning;
  return SETUP_MEANS_ITSELF;
}

/* Removes punctuation that does not belong to the answer from the end of @text. @name: as for
 * setup_tidy(). */
static void
trim_end (char *text, gboolean name)
{
  for (gsize length = strlen (text); length > 1; length--) {
    const char *blank = strrchr (text, ' '), *word = blank != NULL ? blank + 1 : text;
    gboolean stop = text[length - 1] == '.' && strchr (word, '.') == text + length - 1;

    if (stop && g_ascii_isdigit (text[length - 2]))
      stop = strchr (word, ':') != NULL;
    else if (stop && name)
      stop = strlen (word) > 3;
    if (!stop && text[length - 1] != '!')
      break;
    text[length - 1] = '\0';
  }
  g_strchomp (text);
}

gboolean
setup_is_among (const char *typed, const char *answers)
{
  g_autofree char *folded = fold_answer (typed);

  return is_among (folded, answers) || is_among (folded, _ (answers));
}

char *
setup_tidy (const char *typed, gboolean name)
{
  g_autofree char *text = plain_marks (typed);
  gsize length;

  trim_end (text, name);
  length = strlen (text);
  if (length > 2 && strchr ("\"'", text[0]) != NULL && text[length - 1] == text[0]) {
    text[length - 1] = ' ';
    text[0] = ' ';
    trim_end (g_strstrip (text), name);
  }
  return g_strdup (text);
}

gboolean
setup_is_doubtful_name (const char *typed)
{
  static const char *const others[]
    = { "and",    "&",    "or",    "not",    "no",  "yes", "none", "only", "just",
        "nobody", "one",  "two",   "is",     "are", "am",  "have", "we",   "i",
        "dont",   "more", "other", "others", "too", "to",  "this", "that", "what",
        "why",    "name", "who",   "how",    "all", "i'm", "it's", NULL };
  g_autofree char *marks = plain_marks (typed), *small = g_utf8_casefold (marks, -1);
  g_auto (GStrv) words = g_strsplit (small, " ", -1);
  gboolean letters = FALSE;

  if (setup_meaning (typed) != SETUP_MEANS_ITSELF || strpbrk (typed, ",;/?") != NULL)
    return TRUE;
  for (const char *at = typed; *at != '\0'; at = g_utf8_next_char (at)) {
    if (g_unichar_isdigit (g_utf8_get_char (at)))
      return TRUE;
    letters = letters || g_unichar_isalpha (g_utf8_get_char (at));
  }
  for (char **word = words; *word != NULL; word++)
    if (g_strv_contains (others, *word))
      return TRUE;
  return !letters;
}
