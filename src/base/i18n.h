/* i18n.h: marks text for the user. Only the domain of this library is used, whatever the program's
 * own is. Every message is a whole sentence or a whole phrase: contrib/make-pot collects them for
 * translators. */
#pragma once

#include <glib.h>

#define _(text) g_dgettext ("regimen", text)
#define N_(text) (text)
#define P_(singular, plural, n) g_dngettext ("regimen", singular, plural, n)

/**
 * i18n_begin: takes over the language of the user's environment. Translations are looked for in the
 * prefix that the running program is installed in, and else in the one that was set when it was
 * built. Only a main() calls this, once, before any other function.
 */
void i18n_begin (void);

/* The weekday with which a week begins for the user, 1 (Monday) to 7 (Sunday): that of the locale;
 * Monday (ISO 8601) if the locale does not say. */
int i18n_first_weekday (void);
