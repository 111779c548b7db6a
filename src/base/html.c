/* html.c: pages for a browser. */
#include "base/html.h"

#include "base/i18n.h"
#include "base/text.h"

#include <stdarg.h>
#include <string.h>

/* What all pages share. */
static const char style_sheet[]
  = "body{font-family:sans-serif;color:#000;background:#fff}"
    "th{text-align:left;vertical-align:top;padding-right:1em}td{vertical-align:top}";

void
html_text (GString *html, const char *text)
{
  g_autofree char *shown = text_harmless (text);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);
  g_string_append (html, escaped);
}

/* Appends the next of @args as the letter @kind of a format says. */
static void
add_argument (GString *html, char kind, va_list *args)
{
  g_autofree char *number = NULL;

  switch (kind) {
  case 's':
    html_text (html, va_arg (*args, const char *));
    break;
  case 'd':
    g_string_append_printf (html, "%d", va_arg (*args, int));
    break;
  case 'u':
    g_string_append_printf (html, "%u", va_arg (*args, unsigned));
    break;
  case 'c':
    number = g_strdup_printf ("%c", va_arg (*args, int));
    html_text (html, number);
    break;
  case '%':
    g_string_append_c (html, '%');
    break;
  default:
    g_assert_not_reached ();
  }
}

void
html_add (GString *html, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  for (const char *at = format; *at != '\0';) {
    gsize plain = strcspn (at, "%");
    g_string_append_len (html, at, (gssize)plain);
    at += plain;
    if (*at == '\0')
      break;
    add_argument (html, at[1], &args);
    at += 2;
  }
  va_end (args);
}

void
html_begin (GString *html, const char *title, const char *style)
{
  html_add (html, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
            /* TRANSLATORS: the code of the language into which you translate, for example "de" */
            _ ("en"));
  g_string_append (html,
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                   " style-src 'unsafe-inline'\">\n<meta name=\"viewport\""
                   " content=\"width=device-width\">\n");
  html_add (html, "<title>%s</title>\n", title);
  g_string_append_printf (html, "<style>%s%s</style>\n</head>\n<body>\n", style_sheet,
                          style != NULL ? style : "");
}

void
html_end (GString *html)
{
  g_string_append (html, "</body>\n</html>\n");
}
