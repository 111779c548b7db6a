/* effects.c: what to watch for after a treatment, as a page and as two lines for a popup. */
#include <regimen/effects.h>

#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

/* The text as it grows, and the columns to wrap to. */
typedef struct {
  GString *text;
  int width;
} Page;

static char *
wrap (const char *text, int width, int indent)
{
  return width == 0 ? g_strdup (text) : text_wrap (text, width, indent);
}

static void
add_heading (Page *page, const char *text)
{
  g_autofree char *wrapped = wrap (text, page->width, 0);
  g_string_append_printf (page->text, "%s%s", page->text->len == 0 ? "" : "\n\n", wrapped);
}

/* A line under a heading. If it is too long, its further lines are indented more. */
static void
add_line (Page *page, const char *text)
{
  g_autofree char *wrapped = wrap (text, page->width == 0 ? 0 : page->width - 2, 2);
  g_auto (GStrv) lines = g_strsplit (wrapped, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    g_string_append_printf (page->text, "\n  %s", *line);
}

/* @text with its first letter in upper case. */
static char *
capitalise (const char *text)
{
  char first[7] = "";
  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (text)), first);
  return g_strconcat (first, g_utf8_next_char (text), NULL);
}

/* ", " between two items, @last before the last one, nothing before the first. */
static void
append_separator (GString *list, guint index, guint length, const char *last)
{
  if (index > 0)
    g_string_append (list, index + 1 == length ? last : ", ");
}

static void
append_effect (GString *list, const RgmEffect *effect, const GPtrArray *overlaps)
{
  g_string_append (list, effect->name);
  for (guint i = 0; overlaps != NULL && i < overlaps->len; i++)
    if (((const RgmOverlap *)overlaps->pdata[i])->effect == effect) {
      g_string_append_c (list, '*');
      break;
    }
  if (effect->note != NULL)
    g_string_append_printf (list, " (%s)", effect->note);
}

static void
append_effects (GString *list, const GPtrArray *effects, const GPtrArray *overlaps)
{
  for (guint i = 0; i < effects->len; i++) {
    append_separator (list, i, effects->len, ", ");
    append_effect (list, effects->pdata[i], overlaps);
  }
}

/* "skin changes; in rare cases …": all effects, without full stop; empty if there are none.
 * @overlaps: (nullable): those that get a star. */
static char *
all_effects (const RgmTreatment *treatment, const GPtrArray *overlaps)
{
  GString *list = g_string_new (NULL);
  append_effects (list, treatment->effects, overlaps);
  if (treatment->rare_effects->len > 0) {
    g_string_append (list, list->len == 0 ? "" : "; ");
    g_string_append (list, _ ("in rare cases "));
    append_effects (list, treatment->rare_effects, overlaps);
  }
  return g_string_free (list, FALSE);
}

static void
add_effects (Page *page, const RgmTreatment *treatment)
{
  g_autofree char *effects = all_effects (treatment, NULL);
  const char *said = treatment->effects_text;
  if (*effects == '\0' && said == NULL)
    return;
  add_heading (page, _ ("Side effects to watch for:"));
  g_autofree char *line = *effects == '\0' ? g_strdup (said)
                                           : g_strconcat (effects, ".", said == NULL ? "" : " ",
                                                          said == NULL ? "" : said, NULL);
  add_line (page, line);
}

static char *
condition_names (const GPtrArray *conditions)
{
  GString *names = g_string_new (NULL);
  for (guint i = 0; i < conditions->len; i++) {
    append_separator (names, i, conditions->len, _ (" or "));
    g_string_append (names, ((const RgmCondition *)conditions->pdata[i])->name);
  }
  return g_string_free (names, FALSE);
}

static void
add_overlaps (Page *page, const GPtrArray *overlaps)
{
  if (overlaps->len > 0)
    add_heading (page, _ ("Listed both as a side effect and as a sign of something else:"));
  for (guint i = 0; i < overlaps->len; i++) {
    const RgmOverlap *overlap = overlaps->pdata[i];
    g_autofree char *names = condition_names (overlap->conditions);
    g_autofree char *line
      = g_strdup_printf (_ ("%s: a side effect, or a sign of %s"), overlap->effect->name, names);
    add_line (page, line);
  }
}

/* A line with the signs of @condition and what the source says of it. */
static void
add_condition (Page *page, const RgmCondition *condition)
{
  g_autofree char *name = capitalise (condition->name);
  g_autoptr (GString) line = g_string_new (name);
  if (condition->gloss != NULL)
    g_string_append_printf (line, " (%s)", condition->gloss);
  g_string_append (line, ": ");
  for (guint i = 0; i < condition->signs->len; i++) {
    const RgmEffect *sign = condition->signs->pdata[i];
    if (sign->qualifier != NULL)
      g_string_append_printf (line, "; %s ", sign->qualifier);
    else
      append_separator (line, i, condition->signs->len, ", ");
    append_effect (line, sign, NULL);
  }
  g_string_append (line, ".");
  if (condition->about != NULL)
    g_string_append_printf (line, " %s", condition->about);
  if (condition->untreated != NULL)
    g_string_append_printf (line, " %s", condition->untreated);
  add_line (page, line->str);
}

/* Neighbours with the same advice share its heading. */
static void
add_warnings (Page *page, const GPtrArray *conditions)
{
  const char *advice = NULL;
  for (guint i = 0; i < conditions->len; i++) {
    const RgmCondition *condition = conditions->pdata[i];
    if (!condition->urgent)
      continue;
    if (g_strcmp0 (advice, condition->advice) != 0) {
      g_autofree char *heading = g_strdup_printf (_ ("%s about signs of:"), condition->advice);
      add_heading (page, heading);
    }
    advice = condition->advice;
    add_condition (page, condition);
  }
}

/* A source and the sections of it that are used, "Treatment, Complications". */
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

/* Adds @section of the source with key @key to @citations, once. */
static void
cite (GPtrArray *citations, const RgmCatalog *catalog, const char *key, const char *section)
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

static void
cite_effects (GPtrArray *citations, const RgmCatalog *catalog, const GPtrArray *effects)
{
  for (guint i = 0; i < effects->len; i++) {
    const RgmEffect *effect = effects->pdata[i];
    cite (citations, catalog, effect->source, effect->section);
  }
}

static void
cite_conditions (GPtrArray *citations, const RgmCatalog *catalog, const GPtrArray *conditions,
                 gboolean only_urgent)
{
  for (guint i = 0; i < conditions->len; i++) {
    const RgmCondition *condition = conditions->pdata[i];
    if (condition->urgent || !only_urgent)
      cite (citations, catalog, condition->source, condition->section);
  }
}

static char *
citation_text (Citation *citation)
{
  g_ptr_array_add (citation->sections, NULL);
  g_autofree char *sections = g_strjoinv (", ", (char **)citation->sections->pdata);
  const RgmSource *source = citation->source;
  if (*sections == '\0')
    return g_strdup_printf (_ ("Source: \"%s\", %s"), source->title, source->publisher);
  return g_strdup_printf (_ ("Source: \"%s\" (%s), %s"), source->title, sections,
                          source->publisher);
}

/* A paragraph for each source of what the page says: its title, the sections, the publisher. */
static void
add_sources (Page *page, const RgmTreatment *treatment, const RgmCatalog *catalog,
             const GPtrArray *overlaps)
{
  g_autoptr (GPtrArray) citations = g_ptr_array_new_with_free_func (citation_free);
  for (char **key = treatment->sources; *key != NULL; key++)
    cite (citations, catalog, *key, key == treatment->sources ? treatment->section : NULL);
  cite_effects (citations, catalog, treatment->effects);
  cite_effects (citations, catalog, treatment->rare_effects);
  for (guint i = 0; i < overlaps->len; i++)
    cite_conditions (citations, catalog, ((const RgmOverlap *)overlaps->pdata[i])->conditions,
                     FALSE);
  cite_conditions (citations, catalog, rgm_catalog_conditions (catalog), TRUE);
  for (guint i = 0; i < citations->len; i++) {
    g_autofree char *text = citation_text (citations->pdata[i]);
    add_heading (page, text);
  }
}

char *
rgm_effects_text (const RgmTreatment *treatment, const RgmCatalog *catalog, int width)
{
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  g_autoptr (GPtrArray) overlaps = rgm_treatment_overlaps (treatment, conditions);
  Page page = { g_string_new (NULL), width };
  add_effects (&page, treatment);
  add_overlaps (&page, overlaps);
  add_warnings (&page, conditions);
  add_sources (&page, treatment, catalog, overlaps);
  return g_string_free (page.text, FALSE);
}

/* All conditions that the effects may be signs of, in the order of the catalog. Returns: (transfer
 * container): of RgmCondition. */
static GPtrArray *
overlapping_conditions (const GPtrArray *overlaps, const GPtrArray *conditions)
{
  GPtrArray *found = g_ptr_array_new ();
  for (guint i = 0; i < conditions->len; i++) {
    gboolean is_sign = FALSE;
    for (guint j = 0; !is_sign && j < overlaps->len; j++)
      is_sign = g_ptr_array_find (((const RgmOverlap *)overlaps->pdata[j])->conditions,
                                  conditions->pdata[i], NULL);
    if (is_sign)
      g_ptr_array_add (found, conditions->pdata[i]);
  }
  return found;
}

char *
rgm_effects_brief (const RgmTreatment *treatment, const RgmCatalog *catalog)
{
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  g_autoptr (GPtrArray) overlaps = rgm_treatment_overlaps (treatment, conditions);
  g_autofree char *effects = all_effects (treatment, overlaps);
  if (*effects == '\0')
    return g_steal_pointer (&effects);
  if (overlaps->len == 0)
    return g_strdup_printf (_ ("Watch for %s"), effects);
  g_autoptr (GPtrArray) found = overlapping_conditions (overlaps, conditions);
  g_autofree char *names = condition_names (found);
  /* one star for several: it must not make each effect a sign of each of them */
  return g_strdup_printf (found->len > 1
                            ? _ ("Watch for %s\n* or a sign of one or more of these: %s")
                            : _ ("Watch for %s\n* or a sign of %s"),
                          effects, names);
}
