/* text.h: helpers for words and amounts that the user types or reads. */
#pragma once

#include <regimen/error.h>

/**
 * text_suggest: the one of @words that the user most likely meant by @typed.
 * @words: NULL-terminated. Compared without regard to case, by the distance of Damerau and
 * Levenshtein, at most a third of the length
 * (at least 1, at most 3); a unique prefix of 3 letters or more counts too.
 * Returns: (transfer none) (nullable): an element of @words.
 */
const char *text_suggest (const char *typed, const char *const *words);

/* Whether @typed is @word but for one letter too many, too few, wrong, or swapped with the next, in
 * either letter case; shorter words than four letters are no slips. */
gboolean text_is_slip (const char *typed, const char *word);

/**
 * text_width: columns of @text on a terminal (wide characters count 2, combining ones 0).
 */
int text_width (const char *text);

/* @text, cut to @length letters, the last of which is "…" then. Returns: (transfer full). */
char *text_cut (const char *text, glong length);

/* How many lines @text is: one more than it has newlines. */
int text_lines (const char *text);

/* @text with composed letters and without regard to their case, to be compared. Returns: (transfer
 * full). */
char *text_fold (const char *text);
/* g_utf8_normalize(), which gives NULL also if there is no memory: then this ends the process, as
 * GLib does otherwise. Returns: (transfer full) (nullable): NULL if @text is not valid UTF-8. */
char *text_normalize (const char *text, GNormalizeMode mode);

/* @text with plain blanks in place of those at which no line breaks (U+00A0 and U+202F), which are
 * in text that was copied. Returns: (transfer full). */
char *text_plain_blanks (const char *text);

/* @text with one plain blank between its words and none around them. Returns: (transfer full). */
char *text_squeeze (const char *text);

/* @text as text_fold() gives it and with its blanks as text_squeeze() does, to be compared:
 * "Lower  back " and "lower back" are one site. Returns: (transfer full). */
char *text_fold_words (const char *text);

/* Those of @parts that are neither NULL nor empty, with @between between them. Returns: (transfer
 * full). */
char *text_join (const char *between, const char *const *parts, gsize count);

/* @text as one word of a shell: quoted, unless it has no character that a shell would change.
 * Returns: (transfer full). */
char *text_shell_word (const char *text);

/**
 * text_wrap: @text broken at blanks into lines of at most @width columns (a longer word keeps a
 * line of its own); each line
 * after the first begins with @indent blanks, which count. Existing newlines are kept.
 * Returns: (transfer full): without a final newline.
 */
char *text_wrap (const char *text, int width, int indent);

/* Whether a text on record may have @c: no control character, and no invisible one, such as U+202E,
 * which turns the direction of the text around. */
gboolean text_is_plain (gunichar c);

/**
 * text_check: whether @text, typed by the user for @what ("note"), can be recorded: valid UTF-8, at
 * most 500 characters, no control character, no invisible one (such as U+202E, which turns the
 * direction of the text around), no line or paragraph separator. Returns: FALSE with
 * RGM_ERROR_USAGE.
 */
gboolean text_check (const char *what, const char *text, GError **error);

/**
 * text_quote: @text, which may be anything, as it is named in a message: in double quotes, on
 * one line, control and invisible characters and invalid bytes as "?",
 * cut after 60 characters with "...". Returns: (transfer full).
 */
char *text_quote (const char *text);

/* @text, which may be anything, as it can be shown: control and invisible characters and invalid
 * bytes as "?"; line breaks stay. Returns: (transfer full): valid UTF-8. */
char *text_harmless (const char *text);

/**
 * amount_parse: an amount as typed ("4 mg", ".5mg", "4.0 mg", "1 tablet") in the form in which
 * it is kept and shown: decimal text with a
 * leading zero and no trailing zeros, one blank, the unit. Never goes through floating point. The
 * unit is one of mg g mcg mL L Gy cGy IU units MBq mmol
 * tablet(s) capsule(s) drop(s) puff(s) patch(es) % or other words of the user's own. "µg" (both
 * code points) becomes "mcg" and "U" becomes "units": ISMP
 * list of error-prone abbreviations. Several of these with " / " between them are one amount ("500
 * mg / 400 IU"), at most 8.
 * @note: (out) (nullable) (transfer full): one line for the user if a unit was rewritten, else
 * NULL.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE for no number, a negative, zero or malformed
 * number ("4,5", "1e3"), more than 12 digits, no unit, how often something is taken, or a number
 * that can be read in two ways ("1.000 mg"); the message then has both.
 */
char *amount_parse (const char *text, char **note, GError **error);

/**
 * amount_check_readings: "1.000 mg" is one thousand to some and one to others: three decimals, the
 * last of them a needless zero, after one to three digits that do not begin with 0.
 * @part: a number, and perhaps a unit after it.
 * Returns: FALSE with RGM_ERROR_USAGE, which has both readings.
 */
gboolean amount_check_readings (const char *part, GError **error);

/**
 * amount_equal: whether two amounts, each as amount_parse() gives it, are the same number of the
 * same unit. The case of a unit and the final "s" of a word do not count ("1 tablet", "1 Tablets");
 * nothing is converted ("0.12 g" is not "120 mg").
 */
gboolean amount_equal (const char *a, const char *b);

/**
 * amount_add: the exact sum of two amounts, each as amount_parse() gives it: "8 Gy" and "2.5 Gy"
 * are "10.5 Gy". Nothing is converted.
 * Returns: (transfer full) (nullable): NULL if they are not of the same unit, if one of them is a
 * list, or if the sum would have more than 12 digits.
 */
char *amount_add (const char *a, const char *b);
