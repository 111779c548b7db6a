/* setup-words.h: what the short answers mean that people give to any question of regimen setup. */
#pragma once

#include <glib.h>

typedef enum {
  SETUP_MEANS_ITSELF, /* a name, a date, a number: whatever was asked for */
  SETUP_MEANS_YES,
  SETUP_MEANS_NO,
  SETUP_MEANS_LATER, /* it is not known yet, or shall be left open */
  SETUP_MEANS_END,   /* there is nothing more to add */
  SETUP_MEANS_ME,    /* the person who types, and nobody else */
  SETUP_MEANS_QUIT,
  SETUP_MEANS_BACK,
} SetupMeaning;

/* What @typed means, in English or in the user's language: letter case, polite words ("no,
 * thanks"), apostrophes of any form and marks at the end do not count. */
SetupMeaning setup_meaning (const char *typed);

/* @typed without blanks around it, quotation marks around the whole, and marks at its end that
 * belong to no answer ("Hamburg." and "yes!", but not "1.12." or "p.m."). @name: it is a name, in
 * which a short word may have a full stop ("Jr."). Returns: (transfer full): may be empty. */
char *setup_tidy (const char *typed, gboolean name);

/* Whether @typed may be something else than the name of one person: a sentence ("we are two"), two
 * names, a number or a sign. */
gboolean setup_is_doubtful_name (const char *typed);

/* Whether @typed, folded as setup_meaning() does, is one of @answers: "|" stands between them, and
 * "*" at the end of one for whatever follows. Untranslated; the translation counts as well. */
gboolean setup_is_among (const char *typed, const char *answers);
