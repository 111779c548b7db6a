/* phrase.h: the words of a text as they are compared with the phrases of the catalog. */
#pragma once

#include <glib.h>

/**
 * phrase_words: the words of @text without regard to case, accents and apostrophes, each without
 * the endings -s, -ed, -ing, -ness and -e, so that "Bruises" and "bruising" are one word.
 * Returns: (transfer full) (element-type utf8): a set; empty if @text is not valid UTF-8.
 */
GHashTable *phrase_words (const char *text);

/* Whether @words has every word of @phrase, in which "a/b" stands for either word. */
gboolean phrase_is_in (const char *phrase, GHashTable *words);

/**
 * phrase_forms: all texts that @phrase stands for; each has one of the words in place of "a/b".
 * @phrase: at most a few words; each "/" multiplies the number of forms.
 * Returns: (transfer full) (element-type utf8).
 */
GPtrArray *phrase_forms (const char *phrase);
