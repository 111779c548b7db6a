/* sheet-signs.c: the warning signs of the catalog, in its words and with its sources. */
#include "followup/sheet-part.h"

#include "base/i18n.h"

#include <regimen/signs.h>

void
sheet_add_signs (Sheet *sheet)
{
  g_autofree char *text = rgm_signs_text_all (sheet->session->catalog, NULL, 0);
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  html_add (sheet->html,
            "<section class=\"small\" aria-labelledby=\"signs\">\n<h2 id=\"signs\">%s</h2>\n",
            _ ("Warning signs, and what to do"));
  for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
    g_auto (GStrv) lines = g_strsplit (*paragraph, "\n", -1);
    if (paragraph != paragraphs) /* the first one has a heading of its own */
      html_add (sheet->html, "<p>%s</p>\n", lines[0]);
    if (lines[1] == NULL)
      continue;
    html_add (sheet->html, "<ul>\n");
    for (char **line = lines + 1; *line != NULL; line++)
      html_add (sheet->html, "<li>%s</li>\n", g_strstrip (*line));
    html_add (sheet->html, "</ul>\n");
  }
  html_add (sheet->html, "</section>\n");
}
