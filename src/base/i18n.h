/* i18n.h: marks text for people. Only the domain of this library is used, whatever the program's
 * own is. */
#pragma once

#include <glib.h>

#define _(text) g_dgettext ("regimen", text)
#define N_(text) (text)
#define P_(singular, plural, n) g_dngettext ("regimen", singular, plural, n)
