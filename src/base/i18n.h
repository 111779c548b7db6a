/* i18n.h: marks text for the user and translates it. The translations are always those of this
 * library, whatever text domain the program itself uses. Every message is a whole sentence or a
 * whole phrase: contrib/make-pot collects them for translators. */
#pragma once

#include <glib.h>

#define _(text) g_dgettext ("regimen", text)
#define N_(text) (text)
/* For two messages that are the same in English but not in other languages: the context, which is
 * not shown, tells translators which of them is meant. */
#define C_(context, text) g_dpgettext2 ("regimen", context, text)
#define NC_(context, text) (text)
#define P_(singular, plural, n) g_dngettext ("regimen", singular, plural, n)

/**
 * i18n_begin: sets the language to that of the user's environment. Translations are looked for
 * below the prefix in which the running program is installed, and if they are not there, in the
 * folder that was set at build time. Only a main() calls this, once, before any other function.
 */
void i18n_begin (void);

/* The weekday with which a week begins for the user, 1 (Monday) to 7 (Sunday), by the locale;
 * Monday (ISO 8601) if the locale does not say. */
int i18n_first_weekday (void);
