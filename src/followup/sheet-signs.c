/* sheet-signs.c: writes the side effects and warning signs in the words of the catalog, with its
 * sources. */
#include "followup/sheet-part.h"

#include "base/i18n.h"

#include <regimen/effects.h>
#include <regimen/signs.h>

static void
add_list (GString *html, char **lines)
{
  html_add (html, "<ul>\n");
  for (; *lines != NULL; lines++)
    html_add (html, "<li>%s</li>\n", g_strstrip (*lines));
  html_add (html, "</ul>\n");
}

void
sheet_add_effects (Sheet *sheet, const RgmTreatment *treatment)
{
  g_autofree char *text = rgm_effects_text (treatment, sheet->session->catalog, 0);
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
    g_auto (GStrv) lines = g_strsplit (*paragraph, "\n", -1);
    gboolean heads = lines[1] != NULL;
    html_add (sheet->html, heads ? "<h3>%s</h3>\n" : "<p>%s</p>\n", lines[0]);
    if (heads)
      add_list (sheet->html, lines + 1);
  }
  sheet->tells_signs = TRUE;
}

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
    /* the heading above replaces the first line of the first paragraph */
    if (paragraph != paragraphs)
      html_add (sheet->html, "<p>%s</p>\n", lines[0]);
    if (lines[1] != NULL)
      add_list (sheet->html, lines + 1);
  }
  html_add (sheet->html, "</section>\n");
}
