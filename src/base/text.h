/* text.h: helpers for words and amounts that the user types or reads. */
#pragma once

#include <regimen/error.h>

/**
 * text_suggest: the one of @words that the user most likely meant by @typed.
 * @words: NULL-terminated. They are compared without regard to case. A word is near enough if its
 * Damerau-Levenshtein distance is at most a third of the length of @typed (at least 1, at most 3).
 * The only word that begins with @typed, if that has 3 letters or more, is suggested, too.
 * Returns: (transfer none) (nullable): an element of @words.
 */
const char *text_suggest (const char *typed, const char *const *words);

/* Whether @typed differs from @word by at most one slip: one letter too many, too few or wrong, or
 * two neighbours swapped. Case does not count. Words shorter than four letters are never slips. */
gboolean text_is_slip (const char *typed, const char *word);

/**
 * text_width: the columns that @text has on a terminal (wide characters count 2, combining ones 0).
 */
int text_width (const char *text);

/* @text, cut to at most @length characters; if it was cut, the last of them is "…". Returns:
 * (transfer full). */
char *text_cut (const char *text, glong length);

/* The number of lines of @text: one more than it has newlines. */
int text_lines (const char *text);

/* @text with composed letters and in folded case, to be compared. Bytes that are not UTF-8 become
 * U+FFFD. Returns: (transfer full). */
char *text_fold (const char *text);
/* Calls g_utf8_normalize(). If that fails for lack of memory, the process ends, as GLib does
 * elsewhere. Returns: (transfer full) (nullable): NULL if @text is not valid UTF-8. */
char *text_normalize (const char *text, GNormalizeMode mode);

/* @text with plain blanks in place of no-break spaces (U+00A0 and U+202F), which are often in text
 * that was copied. Returns: (transfer full). */
char *text_plain_blanks (const char *text);

/* @text with one plain blank between its words and none around them. Returns: (transfer full). */
char *text_squeeze (const char *text);

/* @text with its blanks as by text_squeeze() and then folded as by text_fold(), to be compared:
 * "Lower  back " and "lower back" are one site. Returns: (transfer full). */
char *text_fold_words (const char *text);

/* Joins those of @parts that are neither NULL nor empty, with @between between them. Returns:
 * (transfer full). */
char *text_join (const char *between, const char *const *parts, gsize count);

/* @text as one word for a shell: quoted if it is empty, or if any of its characters may have a
 * special meaning there. Returns: (transfer full). */
char *text_shell_word (const char *text);

/* "regimen --db RECORD --patient PATIENT WORDS", to be copied into a shell. @record, @patient:
 * (nullable): quoted here. @words: (nullable). Returns: (transfer full). */
char *text_command (const char *record, const char *patient, const char *words);

/**
 * text_wrap: breaks @text at blanks into lines of at most @width columns; a word that is longer
 * gets a line of its own. Each line after the first begins with @indent blanks, which are part of
 * @width. Existing newlines are kept.
 * Returns: (transfer full): without a final newline.
 */
char *text_wrap (const char *text, int width, int indent);

/* Whether a text on record may contain @c. Control characters are refused, and so are invisible
 * ones such as U+202E, which turns the direction of the text around. */
gboolean text_is_plain (gunichar c);

/**
 * text_check: whether @text, which the user typed as @what ("note"), can be recorded: valid UTF-8,
 * at most 500 characters, no control character, no invisible one (such as U+202E, which turns the
 * direction of the text around), no line or paragraph separator.
 * Returns: FALSE with RGM_ERROR_USAGE.
 */
gboolean text_check (const char *what, const char *text, GError **error);

/**
 * text_quote: @text, which may be any bytes, as a message quotes it: in double quotes, on one line,
 * with "?" for control and invisible characters and invalid bytes, and cut after 60 characters with
 * "...".
 * Returns: (transfer full).
 */
char *text_quote (const char *text);

/* @text, which may be any bytes, in a form that can be shown: with "?" for control and invisible
 * characters and invalid bytes. Line breaks stay. Returns: (transfer full): valid UTF-8. */
char *text_harmless (const char *text);

/**
 * amount_parse: converts an amount as typed ("4 mg", ".5mg", "4.0 mg", "1 tablet") to the form in
 * which it is stored and shown: a decimal number with a leading zero and no trailing zeros, one
 * blank, and the unit. Never goes through floating point.
 * The unit is usually one of mg g mcg mL L Gy cGy IU units MBq mmol tablet(s) capsule(s) drop(s)
 * puff(s) patch(es) %, but may be other words of the user's own. "µg" (both code points) becomes
 * "mcg", and "U" becomes "units" (ISMP list of error-prone abbreviations). Several amounts with "/"
 * between them are one amount ("500 mg / 400 IU"), at most 8.
 * @note: (out) (nullable) (transfer full): one line for the user if a unit was rewritten, else
 * NULL.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE if there is no number or no unit, if the
 * number is negative, zero, malformed ("4,5", "1e3") or has more than 12 digits, if the text says
 * how often something is taken, or if the number can be read in two ways ("1.000 mg"); the message
 * then has both.
 */
char *amount_parse (const char *text, char **note, GError **error);

/**
 * amount_check_readings: refuses a number that can be read in two ways: "1.000 mg" is one thousand
 * to some people and one to others. Such a number has one to three digits, the first of them not 0,
 * and then exactly three decimals, the last of them 0.
 * @part: a number, and perhaps a unit after it.
 * Returns: FALSE with RGM_ERROR_USAGE; the message has both readings.
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
