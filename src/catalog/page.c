/* page.c: writes the parts of a page of text about effects and signs, and the list of its
 * sources. */
#include "catalog/page.h"

#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

char *
page_wrap (const char *text, int width, int indent)
{
  return width == 0 ? g_strdup (text) : text_wrap (text, width, indent);
}

void
page_heading (Page *page, const char *text)
{
  g_autofree char *wrapped = page_wrap (text, page->width, 0);
  g_string_append_printf (page->text, "%s%s", page->text->len == 0 ? "" : "\n\n", wrapped);
}

void
page_line (Page *page, const char *text)
{
  g_autofree char *wrapped = page_wrap (text, page->width == 0 ? 0 : page->width - 2, 2);
  g_auto (GStrv) lines = g_strsplit (wrapped, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    g_string_append_printf (page->text, "\n  %s", *line);
}

char *
page_join_or (const GPtrArray *names)
{
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  for (guint i = 0; i + 1 < names->len; i++)
    g_ptr_array_add (rest, names->pdata[i]);
  g_ptr_array_add (rest, NULL);
  g_autofree char *first = g_strjoinv (", ", (char **)rest->pdata);
  const char *last = names->pdata[names->len - 1];
  return *first == '\0' ? g_strdup (last) : g_strdup_printf (_ ("%s or %s"), first, last);
}

char *
page_list_effects (const GPtrArray *effects)
{
  GString *list = g_string_new (NULL);
  for (guint i = 0; i < effects->len; i++) {
    const RgmEffect *effect = effects->pdata[i];
    if (i > 0)
      g_string_append (list, effect->qualifier != NULL ? "; " : ", ");
    if (effect->qualifier != NULL)
      g_string_append_printf (list, "%s ", effect->qualifier);
    g_string_append (list, effect->name);
    if (effect->note != NULL)
      g_string_append_printf (list, " (%s)", effect->note);
  }
  return g_string_free (list, FALSE);
}

/* The conditions that the effect may be a sign of. If the sign is worded differently from the
 * effect, its words are added in quotes: "high blood calcium ("loss of appetite")". Returns:
 * (transfer full). */
static char *
list_readings (const RgmOverlap *overlap)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < overlap->conditions->len; i++) {
    const RgmCondition *condition = overlap->conditions->pdata[i];
    const RgmEffect *sign = overlap->signs->pdata[i];
    const char *reading = sign->reading != NULL ? sign->reading : sign->name;
    gboolean same = strcmp (reading, overlap->effect->name) == 0;
    g_ptr_array_add (names, same ? g_strdup (condition->name)
                                 : g_strdup_printf (_ ("%s (\"%s\")"), condition->name, reading));
  }
  return page_join_or (names);
}

void
page_overlaps (Page *page, const GPtrArray *overlaps)
{
  if (overlaps->len > 0)
    page_heading (page,
                  _ ("Each of these can be either a side effect or a sign of something else:"));
  for (guint i = 0; i < overlaps->len; i++) {
    const RgmOverlap *overlap = overlaps->pdata[i];
    const char *name = overlap->effect->name;
    g_autofree char *readings = list_readings (overlap);
    g_autofree char *line
      = overlap->effect->either != NULL
          ? g_strdup_printf (_ ("%s: %s"), name, overlap->effect->either)
          : g_strdup_printf (_ ("%s: a side effect, or a sign of %s"), name, readings);
    page_line (page, line);
  }
}

void
page_warnings (Page *page, const GPtrArray *conditions)
{
  gboolean any = FALSE;
  for (guint i = 0; i < conditions->len; i++) {
    const RgmCondition *condition = conditions->pdata[i];
    if (!condition->urgent)
      continue;
    if (!any)
      page_heading (page, _ ("Warning signs, and what to do:"));
    any = TRUE;
    g_autofree char *signs = page_list_effects (condition->signs);
    g_autoptr (GString) line = g_string_new (NULL);
    if (condition->gloss != NULL)
      g_string_printf (line, _ ("Signs of %s (%s): %s."), condition->name, condition->gloss, signs);
    else
      g_string_printf (line, _ ("Signs of %s: %s."), condition->name, signs);
    if (condition->about != NULL)
      g_string_append_printf (line, " %s", condition->about);
    g_string_append_printf (line, " %s.", condition->advice);
    if (condition->untreated != NULL)
      g_string_append_printf (line, " %s", condition->untreated);
    page_line (page, line->str);
  }
}

/* A source and the sections of it that are used, by their headings. */
typedef struct {
  const RgmSource *source;
  GPtrArray *sections; /* borrowed */
} Citation;

static void
citation_free (gpointer data)
{
  Citation *citation = data;
  g_ptr_array_unref (citation->sections);
  g_free (citation);
}

void
page_cite (GPtrArray *citations, const RgmCatalog *catalog, const char *key, const char *section)
{
  const RgmSource *source = rgm_catalog_source (catalog, key);
  if (source == NULL)
    return;
  Citation *citation = NULL;
  for (guint i = 0; i < citations->len; i++)
    if (((Citation *)citations->pdata[i])->source == source)
      citation = citations->pdata[i];
  if (citation == NULL) {
    citation = g_new0 (Citation, 1);
    citation->source = source;
    citation->sections = g_ptr_array_new ();
    g_ptr_array_add (citations, citation);
  }
  if (section != NULL
      && !g_ptr_array_find_with_equal_func (citation->sections, section, g_str_equal, NULL))
    g_ptr_array_add (citation->sections, (gpointer)section);
}

static char *
citation_text (Citation *citation)
{
  g_ptr_array_add (citation->sections, NULL);
  g_autofree char *sections = g_strjoinv ("; ", (char **)citation->sections->pdata);
  const RgmSource *source = citation->source;
  if (*sections == '\0')
    return g_strdup_printf (_ ("Source: \"%s\", %s"), source->title, source->publisher);
  return g_strdup_printf (_ ("Source: \"%s\" (%s), %s"), source->title, sections,
                          source->publisher);
}

GPtrArray *
page_citations (void)
{
  return g_ptr_array_new_with_free_func (citation_free);
}

void
page_sources (Page *page, const GPtrArray *citations)
{
  for (guint i = 0; i < citations->len; i++) {
    Citation *citation = citations->pdata[i];
    g_autofree char *text = citation_text (citation);
    if (citation->source->scope != NULL)
      page_heading (page, citation->source->scope);
    page_heading (page, text);
  }
}

void
page_source_lines (GString *text, const GPtrArray *citations)
{
  for (guint i = 0; i < citations->len; i++) {
    g_autofree char *source = citation_text (citations->pdata[i]);
    g_string_append_printf (text, text->len > 0 ? "\n%s" : "%s", source);
  }
}
