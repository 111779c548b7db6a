/* html.c: writes pages for a browser. */
#include "base/html.h"

#include "base/i18n.h"
#include "base/text.h"

#include <stdarg.h>
#include <string.h>

/* The CSS rules that all pages share. */
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
    switch (at[1]) {
    case 's':
      html_text (html, va_arg (args, const char *));
      break;
    case 'd':
      g_string_append_printf (html, "%d", va_arg (args, int));
      break;
    case 'u':
      g_string_append_printf (html, "%u", va_arg (args, unsigned));
      break;
    case '%':
      g_string_append_c (html, '%');
      break;
    default:
      g_assert_not_reached ();
    }
    at += 2;
  }
  va_end (args);
}

void
html_begin (GString *html, const char *title, const char *generator, const char *style)
{
  html_add (html, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
            /* TRANSLATORS: the code of the language into which you translate, for example "de" */
            _ ("en"));
  g_string_append (html,
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                   " style-src 'unsafe-inline'\">\n<meta name=\"viewport\""
                   " content=\"width=device-width\">\n");
  if (generator != NULL)
    html_add (html, "<meta name=\"generator\" content=\"%s\">\n", generator);
  html_add (html, "<title>%s</title>\n", title);
  g_string_append_printf (html, "<style>%s%s</style>\n</head>\n<body>\n", style_sheet, style);
}

void
html_table (GString *html, const char *label, const char *const *headings)
{
  html_add (html, "<table aria-labelledby=\"%s\">\n<thead><tr>", label);
  for (; *headings != NULL; headings++)
    html_add (html, "<th scope=\"col\">%s</th>", *headings);
  g_string_append (html, "</tr></thead>\n");
}

void
html_row (GString *html, const char *const *cells, gsize count)
{
  html_add (html, "<tr><th scope=\"row\">%s</th>", cells[0] != NULL ? cells[0] : "");
  for (gsize i = 1; i < count; i++)
    html_add (html, "<td>%s</td>", cells[i] != NULL ? cells[i] : "");
  g_string_append (html, "</tr>\n");
}

void
html_end (GString *html)
{
  g_string_append (html, "</body>\n</html>\n");
}
