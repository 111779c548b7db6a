/* effects.c: writes what to watch for after a treatment: as a page, as a few lines for the screen
 * or a calendar event, and as three lines for a popup. */
#include <regimen/effects.h>

#include "catalog/catalog-private.h"

#include "base/i18n.h"
#include "base/text.h"
#include "catalog/effects.h"
#include "catalog/page.h"

#include <string.h>

/* Which sentences of the short text go first if there is no room for all of them. */
typedef enum {
  RANK_ALWAYS, /* the signs to report right away, how complete the lists are, and the command that
                  shows more */
  RANK_LISTS,  /* the side effects, and which of them can be signs: all of these sentences or
                  none */
  RANK_REST,   /* what else the source says about the effects */
  N_RANKS,
} Rank;

typedef struct {
  char *text;
  Rank rank;
  gboolean apart; /* belongs to the second paragraph of the short text */
} Sentence;

static void
sentence_clear (gpointer data)
{
  g_free (((Sentence *)data)->text);
}

static GArray *
sentences_new (void)
{
  GArray *sentences = g_array_new (FALSE, FALSE, sizeof (Sentence));
  g_array_set_clear_func (sentences, sentence_clear);
  return sentences;
}

/* @text: (transfer full). */
static void
add_sentence (GArray *sentences, Rank rank, gboolean apart, char *text)
{
  Sentence sentence = { g_steal_pointer (&text), rank, apart };
  g_array_append_val (sentences, sentence);
}

/* The length of the first sentence of @text: up to a full stop followed by a space and a capital
 * letter, or all of it. */
static gsize
sentence_length (const char *text)
{
  const char *stop = strstr (text, ". ");
  while (stop != NULL && !g_unichar_isupper (g_utf8_get_char (stop + 2)))
    stop = strstr (stop + 2, ". ");
  return stop != NULL ? (gsize)(stop + 1 - text) : strlen (text);
}

/* What the source says about the side effects of @treatment, with the lists in place of their
 * placeholders. A list that has no placeholder in the source's sentences comes before them, in a
 * sentence of our own.
 * Returns: (transfer full): empty if nothing is said. */
static GArray *
effects_sentences (const RgmTreatment *treatment)
{
  g_autofree char *effects = page_list_effects (treatment->effects);
  g_autofree char *rare = page_list_effects (treatment->rare_effects);
  const char *said = treatment->effects_text != NULL ? treatment->effects_text : "";
  GArray *sentences = sentences_new ();
  if (*effects != '\0' && strstr (said, "{effects}") == NULL)
    add_sentence (sentences, RANK_LISTS, FALSE,
                  g_strdup_printf (_ ("The source lists: %s."), effects));
  if (*rare != '\0' && strstr (said, "{rare-effects}") == NULL)
    add_sentence (sentences, RANK_LISTS, FALSE,
                  g_strdup_printf (_ ("The source lists as rare: %s."), rare));
  for (gsize length; *said != '\0'; said += length + (said[length] == ' ')) {
    length = sentence_length (said);
    GString *text = g_string_new_len (said, (gssize)length);
    guint placed = g_string_replace (text, "{effects}", effects, 0)
                   + g_string_replace (text, "{rare-effects}", rare, 0);
    add_sentence (sentences, placed > 0 ? RANK_LISTS : RANK_REST, FALSE,
                  g_string_free (text, FALSE));
  }
  return sentences;
}

/* One paragraph of the @sentences whose rank is in @ranks, which has one bit for each rank.
 * Returns: (transfer full). */
static char *
join_sentences (const GArray *sentences, guint ranks, gboolean apart)
{
  GString *paragraph = g_string_new (NULL);
  for (guint i = 0; i < sentences->len; i++) {
    const Sentence *sentence = &g_array_index (sentences, Sentence, i);
    if ((ranks & 1U << sentence->rank) != 0 && sentence->apart == apart)
      g_string_append_printf (paragraph, paragraph->len > 0 ? " %s" : "%s", sentence->text);
  }
  return g_string_free (paragraph, FALSE);
}

static char *
effects_paragraph (const RgmTreatment *treatment)
{
  g_autoptr (GArray) sentences = effects_sentences (treatment);
  return join_sentences (sentences, ~0U, FALSE);
}

/* Adds, for each source used on the page, how complete its lists are, and its title with the
 * sections that were used. */
static void
add_sources (Page *page, const RgmTreatment *treatment, const RgmCatalog *catalog)
{
  const GPtrArray *effects[] = { treatment->effects, treatment->rare_effects };
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  g_autoptr (GPtrArray) citations = page_citations ();
  for (char **key = treatment->sources; *key != NULL; key++)
    page_cite (citations, catalog, *key, key == treatment->sources ? treatment->section : NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (effects); i++)
    for (guint j = 0; j < effects[i]->len; j++) {
      const RgmEffect *effect = effects[i]->pdata[j];
      page_cite (citations, catalog, effect->source, effect->section);
    }
  for (guint i = 0; i < conditions->len; i++) {
    const RgmCondition *condition = conditions->pdata[i];
    page_cite (citations, catalog, condition->source, condition->section);
  }
  page_sources (page, citations);
}

char *
rgm_effects_text (const RgmTreatment *treatment, const RgmCatalog *catalog, int width)
{
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  g_autoptr (GPtrArray) overlaps = rgm_treatment_overlaps (treatment, conditions);
  g_autofree char *effects = effects_paragraph (treatment);
  Page page = { g_string_new (NULL), width };
  if (*effects != '\0') {
    page_heading (&page, _ ("Side effects to watch for:"));
    page_line (&page, effects);
  }
  page_overlaps (&page, overlaps);
  page_warnings (&page, conditions);
  add_sources (&page, treatment, catalog);
  return g_string_free (page.text, FALSE);
}

/* Adds what each source says to do about those of @conditions that are urgent. */
static void
add_right_away (GArray *sentences, const RgmCatalog *catalog, const GPtrArray *conditions)
{
  const GPtrArray *sources = catalog_objects (catalog, RGM_KIND_SOURCE);
  for (guint s = 0; s < sources->len; s++) {
    const RgmSource *source = sources->pdata[s];
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    for (guint i = 0; i < conditions->len; i++) {
      const RgmCondition *condition = conditions->pdata[i];
      if (condition->urgent && strcmp (condition->source, source->key) == 0)
        g_ptr_array_add (names, condition->listed != NULL ? condition->listed : condition->name);
    }
    if (names->len > 0 && source->right_away != NULL) {
      g_autofree char *list = page_join_or (names);
      GString *said = g_string_new (source->right_away);
      g_string_replace (said, "{conditions}", list, 0);
      add_sentence (sentences, RANK_ALWAYS, TRUE, g_string_free (said, FALSE));
    }
  }
}

/* Adds how complete the lists of each source are, in the source's short wording if it has one. */
static void
add_scopes (GArray *sentences, const RgmCatalog *catalog)
{
  const GPtrArray *sources = catalog_objects (catalog, RGM_KIND_SOURCE);
  for (guint s = 0; s < sources->len; s++) {
    const RgmSource *source = sources->pdata[s];
    const char *scope = source->scope_short != NULL ? source->scope_short : source->scope;
    if (scope != NULL)
      add_sentence (sentences, RANK_ALWAYS, TRUE, g_strdup (scope));
  }
}

/* The names of the effects that are also signs. Returns: (transfer full). */
static char *
list_overlaps (const GPtrArray *overlaps)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < overlaps->len; i++)
    g_ptr_array_add (names, ((const RgmOverlap *)overlaps->pdata[i])->effect->name);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **)names->pdata);
}

/* "Each of these can be either …". Returns: (transfer full): empty if no effect of @treatment is
 * also a sign. */
static char *
either_sentence (const RgmTreatment *treatment, const RgmCatalog *catalog)
{
  g_autoptr (GPtrArray) overlaps
    = rgm_treatment_overlaps (treatment, rgm_catalog_conditions (catalog));
  g_autofree char *list = list_overlaps (overlaps);
  return overlaps->len == 0
           ? g_strdup ("")
           : g_strdup_printf (P_ ("This can be either a side effect or a sign of something else: "
                                  "%s.",
                                  "Each of these can be either a side effect or a sign of "
                                  "something else: %s.",
                                  overlaps->len),
                              list);
}

char *
effects_right_away (const RgmCatalog *catalog, const GPtrArray *conditions)
{
  g_autoptr (GArray) sentences = sentences_new ();
  add_right_away (sentences, catalog, conditions);
  return join_sentences (sentences, ~0U, TRUE);
}

char *
effects_scopes (const RgmCatalog *catalog)
{
  g_autoptr (GArray) sentences = sentences_new ();
  add_scopes (sentences, catalog);
  return join_sentences (sentences, ~0U, TRUE);
}

char *
effects_brief (const RgmTreatment *treatment, const RgmCatalog *catalog)
{
  if (treatment->effects->len + treatment->rare_effects->len == 0)
    return g_strdup ("");
  g_autofree char *effects = effects_paragraph (treatment);
  g_autofree char *right_away = effects_right_away (catalog, rgm_catalog_conditions (catalog));
  g_autofree char *either = either_sentence (treatment, catalog);
  g_autofree char *scopes = effects_scopes (catalog);
  return g_strdup_printf ("%s\n%s\n%s%s%s", effects, right_away, either, *either != '\0' ? " " : "",
                          scopes);
}

char *
effects_lines (const RgmTreatment *treatment, const RgmCatalog *catalog)
{
  const GPtrArray *conditions = rgm_catalog_conditions (catalog);
  g_autoptr (GPtrArray) citations = page_citations ();
  g_autofree char *effects = effects_paragraph (treatment);
  g_autofree char *right_away = effects_right_away (catalog, conditions);
  g_autofree char *either = either_sentence (treatment, catalog);
  g_autofree char *scopes = effects_scopes (catalog);
  const char *const lines[] = { effects, right_away, either, scopes };
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    if (*lines[i] != '\0')
      g_string_append_printf (text, text->len > 0 ? "\n%s" : "%s", lines[i]);
  for (char **key = treatment->sources; *key != NULL; key++)
    page_cite (citations, catalog, *key, NULL);
  for (guint i = 0; i < conditions->len; i++)
    page_cite (citations, catalog, ((const RgmCondition *)conditions->pdata[i])->source, NULL);
  page_source_lines (text, citations);
  return g_strdup (text->str);
}

/* The short text, made of the @sentences whose rank is in @ranks, and wrapped to @width columns. */
static char *
lay_out (const GArray *sentences, guint ranks, int width)
{
  g_autofree char *effects = join_sentences (sentences, ranks, FALSE);
  g_autofree char *right_away = join_sentences (sentences, ranks, TRUE);
  g_autofree char *first = page_wrap (effects, width, 2);
  g_autofree char *second = page_wrap (right_away, width, 2);
  return g_strconcat (first, *first != '\0' ? "\n" : "", second, NULL);
}

char *
rgm_effects_short (const RgmTreatment *treatment, const RgmCatalog *catalog, const char *more,
                   int width, int lines)
{
  enum { WIDTH_USUAL = 80 };
  g_autoptr (GArray) sentences = effects_sentences (treatment);
  if (sentences->len == 0)
    return g_strdup ("");
  g_autoptr (GPtrArray) overlaps
    = rgm_treatment_overlaps (treatment, rgm_catalog_conditions (catalog));
  g_autofree char *list = list_overlaps (overlaps);
  if (overlaps->len > 0)
    add_sentence (sentences, RANK_LISTS, FALSE,
                  g_strdup_printf (P_ ("This can also be a warning sign: %s.",
                                       "These can also be warning signs: %s.", overlaps->len),
                                   list));
  add_right_away (sentences, catalog, rgm_catalog_conditions (catalog));
  add_scopes (sentences, catalog);
  add_sentence (sentences, RANK_ALWAYS, TRUE, g_strdup (more));
  guint ranks = 1U << RANK_ALWAYS;
  for (Rank rank = RANK_LISTS; rank < N_RANKS; rank++) {
    g_autofree char *fuller = lay_out (sentences, ranks | 1U << rank, MAX (width, WIDTH_USUAL));
    if (text_lines (fuller) > lines)
      break;
    ranks |= 1U << rank;
  }
  return lay_out (sentences, ranks, width);
}
