/* setup-words.h: recognizes the short answers that people give to any question of regimen setup,
 * such as "yes" or "no, thanks". */
#pragma once

#include <glib.h>

typedef enum {
  SETUP_MEANS_ITSELF, /* a name, a date, a number: whatever was asked for */
  SETUP_MEANS_YES,
  SETUP_MEANS_NO,
  SETUP_MEANS_LATER, /* it is not known yet, or is to be left open */
  SETUP_MEANS_END,   /* there is nothing more to add */
  SETUP_MEANS_ME,    /* the person who types, and nobody else */
  SETUP_MEANS_QUIT,
  SETUP_MEANS_BACK,
} SetupMeaning;

/* What @typed means, in English or in the user's language. Ignores letter case, polite words ("no,
 * thanks"), the form of apostrophes, and punctuation at the end. */
SetupMeaning setup_meaning (const char *typed);

/* @typed without surrounding blanks and quotation marks, and without punctuation at its end that
 * does not belong to the answer: "Hamburg." and "yes!" lose theirs, "1.12." and "p.m." do not.
 * @name: TRUE if @typed is a name, in which a short last word may keep its full stop ("Jr.").
 * Returns: (transfer full): may be empty. */
char *setup_tidy (const char *typed, gboolean name);

/* Whether @typed may be something other than the name of one person: a sentence ("we are two"), two
 * names, a number, or just punctuation. */
gboolean setup_is_doubtful_name (const char *typed);

/* Whether @typed, normalized as in setup_meaning(), is one of @answers, which are separated by "|";
 * a "*" at the end of an answer matches any words that follow. @answers: the untranslated text; its
 * translation is accepted as well. */
gboolean setup_is_among (const char *typed, const char *answers);
