/* catalog-read.c: reads the groups of the catalog's files as objects and resolves the references
 * between them.
 *
 * The tests make sure that the built-in files have no errors, and most commands need only a few of
 * their groups. So at first only the position of each group is noted, and a group is read when it
 * is needed. But if the user has files, all groups are read at once, because all of them have to
 * fit together. */
#include "catalog/catalog-private.h"

#include "base/i18n.h"
#include "base/text.h"
#include "catalog/fields.h"
#include "model/treatment.h"

#include <regimen/suggestion.h>

#include <string.h>

/* How many letters of a text are shown in a message about a "{…}" in it. */
#define PLACE_SHOWN 16

/* One kind of group, such as "[effect nausea]". */
typedef struct {
  const char *name;
  const RgmField *fields;
  gsize size;
  GDestroyNotify free;
  gboolean users; /* a file of the user may add groups of this kind */
} RgmKind;

/* A group of the catalog, and the object that it stands for. */
typedef struct {
  RgmKindId kind;
  char *key;
  gpointer object; /* NULL until it is read */
  /* for a built-in group: the name of its file, and its position in that file */
  const char *file, *text;
  gsize length;
  int line;
} RgmItem;

/* An item whose group is being read, and whose references are not resolved yet. */
typedef struct {
  RgmItem *item;
  const RgmKeyFile *file;
  const RgmKeyGroup *group;
} RgmDraft;

#define TEXT(type, key, required, member)                                                          \
  {                                                                                                \
    key, RGM_FIELD_TEXT, required, G_STRUCT_OFFSET (type, member), 0, 0                            \
  }
#define WORD(type, key, required, member)                                                          \
  {                                                                                                \
    key, RGM_FIELD_WORD, required, G_STRUCT_OFFSET (type, member), 0, 0                            \
  }
#define TEXTS(type, key, member)                                                                   \
  {                                                                                                \
    key, RGM_FIELD_TEXTS, FALSE, G_STRUCT_OFFSET (type, member), 0, 0                              \
  }
#define KEY(type, key, member)                                                                     \
  {                                                                                                \
    key, RGM_FIELD_KEY, TRUE, G_STRUCT_OFFSET (type, member), 0, 0                                 \
  }
#define KEYS(type, key, required, member)                                                          \
  {                                                                                                \
    key, RGM_FIELD_KEYS, required, G_STRUCT_OFFSET (type, member), 0, 0                            \
  }
#define REFERENCES(key, required)                                                                  \
  {                                                                                                \
    key, RGM_FIELD_KEYS, required, RGM_FIELD_NO_MEMBER, 0, 0                                       \
  }
#define NUMBER(type, key, required, member, max)                                                   \
  {                                                                                                \
    key, RGM_FIELD_NUMBER, required, G_STRUCT_OFFSET (type, member), 1, max                        \
  }

static const RgmField source_fields[] = {
  TEXT (RgmSource, "title", TRUE, title),
  TEXT (RgmSource, "publisher", TRUE, publisher),
  TEXT (RgmSource, "reviewers", FALSE, reviewers),
  TEXT (RgmSource, "scope", FALSE, scope),
  TEXT (RgmSource, "scope-short", FALSE, scope_short),
  TEXT (RgmSource, "right-away", FALSE, right_away),
  { NULL },
};

static const RgmField class_fields[] = {
  TEXT (RgmClass, "name", TRUE, name),
  { "procedure", RGM_FIELD_BOOLEAN, FALSE, G_STRUCT_OFFSET (RgmClass, procedure), 0, 0 },
  { NULL },
};

static const RgmField symptom_fields[] = {
  { "words", RGM_FIELD_TEXTS, TRUE, G_STRUCT_OFFSET (RgmSymptom, words), 0, 0 },
  KEYS (RgmSymptom, "also", FALSE, also),
  KEYS (RgmSymptom, "means", FALSE, means),
  { NULL },
};

static const RgmField effect_fields[] = {
  TEXT (RgmEffect, "name", TRUE, name),
  KEYS (RgmEffect, "symptoms", FALSE, symptoms),
  TEXT (RgmEffect, "either", FALSE, either),
  TEXT (RgmEffect, "note", FALSE, note),
  KEY (RgmEffect, "source", source),
  TEXT (RgmEffect, "section", TRUE, section),
  { NULL },
};

static const RgmField sign_fields[] = {
  TEXT (RgmEffect, "name", TRUE, name),         TEXT (RgmEffect, "qualifier", FALSE, qualifier),
  KEYS (RgmEffect, "symptoms", TRUE, symptoms), TEXT (RgmEffect, "reading", FALSE, reading),
  TEXT (RgmEffect, "note", FALSE, note),        KEY (RgmEffect, "source", source),
  TEXT (RgmEffect, "section", TRUE, section),   { NULL },
};

static const RgmField condition_fields[] = {
  TEXT (RgmCondition, "name", TRUE, name),
  TEXT (RgmCondition, "listed", FALSE, listed),
  TEXT (RgmCondition, "gloss", FALSE, gloss),
  TEXT (RgmCondition, "about", FALSE, about),
  REFERENCES ("signs", TRUE),
  TEXTS (RgmCondition, "words", words),
  TEXT (RgmCondition, "advice", TRUE, advice),
  TEXT (RgmCondition, "untreated", FALSE, untreated),
  { "urgent", RGM_FIELD_BOOLEAN, TRUE, G_STRUCT_OFFSET (RgmCondition, urgent), 0, 0 },
  KEY (RgmCondition, "source", source),
  TEXT (RgmCondition, "section", TRUE, section),
  { NULL },
};

static const RgmField treatment_fields[] = {
  TEXT (RgmTreatment, "name", TRUE, name),
  TEXTS (RgmTreatment, "aliases", aliases),
  KEY (RgmTreatment, "class", class_key),
  TEXT (RgmTreatment, "route", FALSE, route),
  TEXT (RgmTreatment, "atc", FALSE, atc),
  WORD (RgmTreatment, "unit", TRUE, unit),
  WORD (RgmTreatment, "units", TRUE, units),
  TEXT (RgmTreatment, "unit-also", FALSE, unit_also),
  NUMBER (RgmTreatment, "minutes", TRUE, minutes, 1440),
  KEYS (RgmTreatment, "instead-of", FALSE, instead_of),
  TEXT (RgmTreatment, "instead-text", FALSE, instead_text),
  NUMBER (RgmTreatment, "interval-min-days", FALSE, interval.min_days, 3660),
  NUMBER (RgmTreatment, "interval-usual-days", FALSE, interval.usual_days, 3660),
  NUMBER (RgmTreatment, "interval-max-days", FALSE, interval.max_days, 3660),
  TEXT (RgmTreatment, "interval-text", FALSE, interval_text),
  REFERENCES ("effects", FALSE),
  REFERENCES ("rare-effects", FALSE),
  TEXT (RgmTreatment, "effects-text", FALSE, effects_text),
  NUMBER (RgmTreatment, "response-from-days", FALSE, response_days[0], 366),
  NUMBER (RgmTreatment, "response-to-days", FALSE, response_days[1], 366),
  TEXT (RgmTreatment, "response-text", FALSE, response_text),
  TEXT (RgmTreatment, "response-question", FALSE, response_question),
  { "response-measure", RGM_FIELD_KEY, FALSE, G_STRUCT_OFFSET (RgmTreatment, response_measure), 0,
    0 },
  TEXTS (RgmTreatment, "facts", facts),
  KEYS (RgmTreatment, "sources", TRUE, sources),
  TEXT (RgmTreatment, "section", TRUE, section),
  { NULL },
};

static const RgmField brand_fields[] = {
  { "names", RGM_FIELD_TEXTS, TRUE, G_STRUCT_OFFSET (RgmBrand, names), 0, 0 },
  TEXT (RgmBrand, "is", TRUE, is),
  { "treatment", RGM_FIELD_KEY, FALSE, G_STRUCT_OFFSET (RgmBrand, treatment), 0, 0 },
  KEY (RgmBrand, "class", class_key),
  TEXT (RgmBrand, "atc", FALSE, atc),
  { "keeps-name", RGM_FIELD_BOOLEAN, FALSE, G_STRUCT_OFFSET (RgmBrand, keeps_name), 0, 0 },
  { "fixed-times", RGM_FIELD_BOOLEAN, FALSE, G_STRUCT_OFFSET (RgmBrand, fixed_times), 0, 0 },
  KEY (RgmBrand, "source", source),
  TEXT (RgmBrand, "section", FALSE, section),
  { NULL },
};

static const RgmField unit_fields[] = {
  TEXT (RgmUnit, "name", TRUE, name),
  TEXTS (RgmUnit, "words", words),
  { "quantity", RGM_FIELD_KEY, FALSE, G_STRUCT_OFFSET (RgmUnit, quantity), 0, 0 },
  NUMBER (RgmUnit, "lowest", FALSE, lowest, 100000),
  NUMBER (RgmUnit, "highest", FALSE, highest, 100000),
  { NULL },
};

static const RgmField measure_fields[] = {
  KEY (RgmMeasure, "kind", kind_key),
  TEXT (RgmMeasure, "name", TRUE, name),
  TEXTS (RgmMeasure, "words", words),
  TEXTS (RgmMeasure, "value-words", value_words),
  { "lowest", RGM_FIELD_NUMBER, FALSE, G_STRUCT_OFFSET (RgmMeasure, lowest), 0, 100000 },
  NUMBER (RgmMeasure, "highest", FALSE, highest, 100000),
  REFERENCES ("units", FALSE),
  TEXTS (RgmMeasure, "examples", examples),
  TEXT (RgmMeasure, "loinc", FALSE, loinc),
  TEXT (RgmMeasure, "loinc-mass", FALSE, loinc_mass),
  TEXT (RgmMeasure, "loinc-substance", FALSE, loinc_substance),
  { NULL },
};

static const RgmField remark_fields[] = {
  KEYS (RgmRemark, "about", TRUE, about),      TEXT (RgmRemark, "heading", TRUE, heading),
  TEXT (RgmRemark, "text", TRUE, text),        KEY (RgmRemark, "source", source),
  TEXT (RgmRemark, "section", FALSE, section), { NULL },
};

static const RgmField suggestion_fields[] = {
  TEXT (RgmSuggestion, "name", TRUE, name),
  TEXT (RgmSuggestion, "when", TRUE, when),
  KEYS (RgmSuggestion, "treatments", TRUE, treatments),
  { "brand", RGM_FIELD_KEY, FALSE, G_STRUCT_OFFSET (RgmSuggestion, brand), 0, 0 },
  KEYS (RgmSuggestion, "sources", TRUE, sources),
  { NULL },
};

static const RgmField code_system_fields[] = {
  TEXT (RgmCodeSystem, "name", TRUE, name),
  TEXT (RgmCodeSystem, "url", TRUE, url),
  KEY (RgmCodeSystem, "source", source),
  { NULL },
};

static void
class_free (gpointer data)
{
  RgmClass *class = data;
  g_free (class->key);
  g_free (class->name);
  g_free (class);
}

static void
unit_free (gpointer data)
{
  RgmUnit *unit = data;
  g_free (unit->key);
  g_free (unit->name);
  g_strfreev (unit->words);
  g_free (unit->quantity);
  g_free (unit);
}

static void
measure_free (gpointer data)
{
  RgmMeasure *measure = data;
  g_free (measure->key);
  g_free (measure->name);
  g_free (measure->kind_key);
  g_strfreev (measure->words);
  g_strfreev (measure->value_words);
  g_clear_pointer (&measure->units, g_ptr_array_unref);
  g_strfreev (measure->examples);
  g_free (measure->loinc);
  g_free (measure->loinc_mass);
  g_free (measure->loinc_substance);
  g_free (measure);
}

static void
remark_free (gpointer data)
{
  RgmRemark *remark = data;
  g_free (remark->key);
  g_strfreev (remark->about);
  g_free (remark->heading);
  g_free (remark->text);
  g_free (remark->source);
  g_free (remark->section);
  g_free (remark);
}

static void
suggestion_free (gpointer data)
{
  RgmSuggestion *suggestion = data;
  g_free (suggestion->key);
  g_free (suggestion->name);
  g_free (suggestion->when);
  g_strfreev (suggestion->treatments);
  g_free (suggestion->brand);
  g_strfreev (suggestion->sources);
  g_free (suggestion);
}

static void
code_system_free (gpointer data)
{
  RgmCodeSystem *system = data;
  g_free (system->key);
  g_free (system->name);
  g_free (system->url);
  g_free (system->source);
  g_free (system);
}

const char *
catalog_class_name (gconstpointer class)
{
  return class != NULL ? ((const RgmClass *)class)->name : NULL;
}

/* These functions have exactly the type GDestroyNotify: a call through a pointer of another type is
 * undefined behaviour. */

static void
source_free (gpointer data)
{
  treatment_source_free (data);
}

static void
symptom_free (gpointer data)
{
  treatment_symptom_free (data);
}

static void
effect_free (gpointer data)
{
  treatment_effect_free (data);
}

static void
condition_free (gpointer data)
{
  treatment_condition_free (data);
}

static void
treatment_free (gpointer data)
{
  rgm_treatment_free (data);
}

static void
brand_free (gpointer data)
{
  treatment_brand_free (data);
}

static const RgmKind kinds[RGM_N_KINDS] = {
  [RGM_KIND_SOURCE] = { "source", source_fields, sizeof (RgmSource), source_free, TRUE },
  [RGM_KIND_CLASS] = { "class", class_fields, sizeof (RgmClass), class_free, TRUE },
  [RGM_KIND_SYMPTOM] = { "symptom", symptom_fields, sizeof (RgmSymptom), symptom_free, TRUE },
  [RGM_KIND_EFFECT] = { "effect", effect_fields, sizeof (RgmEffect), effect_free, TRUE },
  [RGM_KIND_SIGN] = { "sign", sign_fields, sizeof (RgmEffect), effect_free, FALSE },
  [RGM_KIND_CONDITION]
  = { "condition", condition_fields, sizeof (RgmCondition), condition_free, FALSE },
  [RGM_KIND_TREATMENT]
  = { "treatment", treatment_fields, sizeof (RgmTreatment), treatment_free, TRUE },
  [RGM_KIND_BRAND] = { "brand", brand_fields, sizeof (RgmBrand), brand_free, TRUE },
  [RGM_KIND_UNIT] = { "unit", unit_fields, sizeof (RgmUnit), unit_free, TRUE },
  [RGM_KIND_MEASURE] = { "measure", measure_fields, sizeof (RgmMeasure), measure_free, TRUE },
  [RGM_KIND_REMARK] = { "remark", remark_fields, sizeof (RgmRemark), remark_free, FALSE },
  [RGM_KIND_SUGGESTION]
  = { "suggestion", suggestion_fields, sizeof (RgmSuggestion), suggestion_free, FALSE },
  [RGM_KIND_CODE_SYSTEM]
  = { "code-system", code_system_fields, sizeof (RgmCodeSystem), code_system_free, FALSE },
};

void
rgm_catalog_free (RgmCatalog *catalog)
{
  if (catalog == NULL)
    return;
  for (RgmKindId kind = 0; kind < RGM_N_KINDS; kind++) {
    g_hash_table_unref (catalog->by_key[kind]);
    g_ptr_array_unref (catalog->objects[kind]);
  }
  g_ptr_array_unref (catalog->items);
  g_free (catalog->language);
  g_free (catalog);
}

static void
item_free (gpointer data)
{
  RgmItem *item = data;
  if (item->object != NULL)
    kinds[item->kind].free (item->object);
  g_free (item->key);
  g_free (item);
}

/* Adds an item. Its key is the first @length bytes of @key. Returns: (transfer none). */
static RgmItem *
add_item (RgmCatalog *catalog, RgmKindId kind, const char *key, gsize length)
{
  RgmItem *item = g_new0 (RgmItem, 1);
  item->kind = kind;
  item->key = g_strndup (key, length);
  g_ptr_array_add (catalog->items, item);
  g_hash_table_insert (catalog->by_key[kind], item->key, item);
  return item;
}

/* The kind whose name is the first @length bytes of @word, or RGM_N_KINDS. */
static RgmKindId
find_kind (const char *word, gsize length)
{
  RgmKindId kind = 0;
  while (kind < RGM_N_KINDS
         && (strlen (kinds[kind].name) != length || memcmp (kinds[kind].name, word, length) != 0))
    kind++;
  return kind;
}

/* Splits the name of @group, "effect nausea", into its kind and its key. */
static gboolean
split_name (const RgmKeyFile *file, const RgmKeyGroup *group, RgmKindId *kind, const char **key,
            GError **error)
{
  const char *blank = strchr (group->name, ' ');
  gsize length = blank == NULL ? strlen (group->name) : (gsize)(blank - group->name);
  *kind = find_kind (group->name, length);
  *key = blank == NULL ? "" : blank + 1;
  if (*kind == RGM_N_KINDS)
    return keyfile_fail (
      file, group->line, error,
      _ ("unknown group [%s]; accepted are [treatment KEY], [effect KEY], "
         "[symptom KEY], [brand KEY], [measure KEY], [unit KEY], [class KEY] and "
         "[source KEY]"),
      group->name);
  if (!fields_is_key (*key))
    return keyfile_fail (file, group->line, error,
                         _ ("[%s] has no proper key; after \"%.*s\" there must be one space and a "
                            "word of a-z, 0-9 and \"-\" that begins with a letter"),
                         group->name, (int)length, group->name);
  return TRUE;
}

/* Refuses a group that another file, or this one, already has: a group never replaces another. */
static gboolean
check_new (const RgmCatalog *catalog, const RgmKeyFile *file, const RgmKeyGroup *group,
           RgmKindId kind, const char *key, const GArray *drafts, GError **error)
{
  const RgmItem *other = g_hash_table_lookup (catalog->by_key[kind], key);
  for (guint i = 0; other != NULL && i < drafts->len; i++) {
    const RgmDraft *draft = &g_array_index (drafts, RgmDraft, i);
    if (draft->item == other)
      return keyfile_fail (
        file, group->line, error,
        _ ("[%s] is already in %s:%d and cannot be changed here; choose another key for yours"),
        group->name, draft->file->name, draft->group->line);
  }
  return TRUE;
}

/* Sets each of the lists that is NULL to an empty one. */
static void
complete_lists (char ***const *lists, gsize count)
{
  for (gsize i = 0; i < count; i++)
    if (*lists[i] == NULL)
      *lists[i] = g_new0 (char *, 1);
}

/* Gives @object the empty lists and texts that its group may leave out. */
static void
complete (RgmKindId kind, gpointer object)
{
  if (kind == RGM_KIND_EFFECT || kind == RGM_KIND_SIGN) {
    char ***lists[] = { &((RgmEffect *)object)->symptoms };
    complete_lists (lists, G_N_ELEMENTS (lists));
  } else if (kind == RGM_KIND_SYMPTOM) {
    RgmSymptom *symptom = object;
    char ***lists[] = { &symptom->words, &symptom->also, &symptom->means };
    complete_lists (lists, G_N_ELEMENTS (lists));
  } else if (kind == RGM_KIND_CONDITION) {
    char ***lists[] = { &((RgmCondition *)object)->words };
    complete_lists (lists, G_N_ELEMENTS (lists));
    ((RgmCondition *)object)->signs = g_ptr_array_new ();
  } else if (kind == RGM_KIND_TREATMENT) {
    RgmTreatment *treatment = object;
    char ***lists[]
      = { &treatment->aliases, &treatment->instead_of, &treatment->facts, &treatment->sources };
    complete_lists (lists, G_N_ELEMENTS (lists));
    if (treatment->route == NULL)
      treatment->route = g_strdup ("");
    treatment->effects = g_ptr_array_new ();
    treatment->rare_effects = g_ptr_array_new ();
  } else if (kind == RGM_KIND_UNIT) {
    char ***lists[] = { &((RgmUnit *)object)->words };
    complete_lists (lists, G_N_ELEMENTS (lists));
  } else if (kind == RGM_KIND_MEASURE) {
    RgmMeasure *measure = object;
    char ***lists[] = { &measure->words, &measure->value_words, &measure->examples };
    complete_lists (lists, G_N_ELEMENTS (lists));
    measure->units = g_ptr_array_new ();
  } else if (kind == RGM_KIND_REMARK) {
    char ***lists[] = { &((RgmRemark *)object)->about };
    complete_lists (lists, G_N_ELEMENTS (lists));
  }
}

/* Makes the object of @draft. Its references are not looked up yet. */
static gboolean
read_object (const RgmDraft *draft, const char *language, GError **error)
{
  RgmItem *item = draft->item;
  item->object = g_malloc0 (kinds[item->kind].size);
  *(char **)item->object = g_strdup (item->key);
  gboolean good = fields_read (draft->file, draft->group, kinds[item->kind].fields, language,
                               item->object, error);
  complete (item->kind, item->object);
  return good;
}

static gpointer item_object (const RgmCatalog *catalog, RgmItem *item);

char *
catalog_fold (const char *text)
{
  g_autofree char *folded = text_fold (text);
  GString *out = g_string_sized_new (strlen (folded));
  for (const char *p = folded; *p != '\0'; p++)
    if (*p != '-' && !g_ascii_isspace (*p))
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

/* The draft whose references are being resolved, and the words that already have a meaning. The
 * tables of words are NULL if one built-in group is read alone: the tests have compared it with all
 * others. */
typedef struct {
  const RgmCatalog *catalog;
  const RgmDraft *draft;
  GHashTable *names;   /* folded key, name or alias of a treatment → the key of the treatment */
  GHashTable *phrases; /* folded phrase of a symptom or a condition → its RgmDraft */
  /* kind ("felt", "lab" or "unit") and a name or word of a measure or unit → its RgmDraft */
  GHashTable *called;
} Linker;

static int
line_of (const RgmDraft *draft, const char *key)
{
  const RgmKeyEntry *entry = keygroup_entry (draft->group, key);
  return entry == NULL ? draft->group->line : entry->line;
}

/* The item of @kind that @word, in entry @key, refers to; NULL with @error. */
static RgmItem *
look_up (const Linker *linker, const char *key, RgmKindId kind, const char *word, GError **error)
{
  const RgmDraft *draft = linker->draft;
  RgmItem *item = g_hash_table_lookup (linker->catalog->by_key[kind], word);
  if (item == NULL)
    keyfile_fail (draft->file, line_of (draft, key), error, _ ("%s: there is no [%s %s]"), key,
                  kinds[kind].name, word);
  return item;
}

/* NOLINTBEGIN(misc-no-recursion): it ends, because reading a group reads only groups of other
 * kinds, and no kind leads back to itself. */

/* Looks up every word of the list @key, and adds the objects to @into (nullable). */
static gboolean
link_list (const Linker *linker, const char *key, RgmKindId kind, GPtrArray *into, GError **error)
{
  g_auto (GStrv) words = fields_list (linker->draft->group, key);
  for (char **word = words; *word != NULL; word++) {
    RgmItem *item = look_up (linker, key, kind, *word, error);
    if (item == NULL)
      return FALSE;
    if (into != NULL)
      g_ptr_array_add (into, item_object (linker->catalog, item));
  }
  return TRUE;
}

static gboolean
link_effect (const Linker *linker, const RgmEffect *effect, GError **error)
{
  return link_list (linker, "symptoms", RGM_KIND_SYMPTOM, NULL, error)
         && look_up (linker, "source", RGM_KIND_SOURCE, effect->source, error) != NULL;
}

/* Claims @words for the symptom or the condition, so that no phrase of the user can mean two of
 * them. */
static gboolean
claim_phrases (const Linker *linker, char **words, GError **error)
{
  const RgmDraft *draft = linker->draft;
  for (char **phrase = words; linker->phrases != NULL && *phrase != NULL; phrase++) {
    g_autofree char *folded = catalog_fold (*phrase);
    const RgmDraft *other = g_hash_table_lookup (linker->phrases, folded);
    if (other != NULL && other != draft)
      return keyfile_fail (draft->file, line_of (draft, "words"), error,
                           _ ("words: \"%s\" already leads to [%s]"), *phrase, other->group->name);
    g_hash_table_insert (linker->phrases, g_steal_pointer (&folded), (gpointer)draft);
  }
  return TRUE;
}

static gboolean
link_symptom (const Linker *linker, const RgmSymptom *symptom, GError **error)
{
  const RgmDraft *draft = linker->draft;
  if (*symptom->words == NULL)
    return keyfile_fail (draft->file, line_of (draft, "words"), error,
                         _ ("words: this is empty; write what people say"));
  if (!link_list (linker, "also", RGM_KIND_SYMPTOM, NULL, error)
      || !link_list (linker, "means", RGM_KIND_SYMPTOM, NULL, error))
    return FALSE;
  if (*symptom->also != NULL && *symptom->means != NULL)
    return keyfile_fail (draft->file, line_of (draft, "means"), error,
                         _ ("use either \"means\" or \"also\", not both"));
  return claim_phrases (linker, symptom->words, error);
}

/* Refuses a group that has only some of the keys that belong together. */
static gboolean
check_together (const Linker *linker, GError **error)
{
  static const char *const groups[][5] = {
    { "interval-min-days", "interval-max-days", "interval-text", NULL },
    { "response-from-days", "response-to-days", "response-text", "response-question", NULL },
    { "instead-of", "instead-text", NULL },
  };
  const RgmDraft *draft = linker->draft;
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++) {
    const RgmKeyEntry *first = keygroup_entry (draft->group, groups[i][0]);
    for (const char *const *key = groups[i] + 1; *key != NULL; key++) {
      const RgmKeyEntry *entry = keygroup_entry (draft->group, *key);
      if ((entry == NULL) != (first == NULL))
        return keyfile_fail (draft->file, (entry == NULL ? first : entry)->line, error,
                             _ ("\"%s\" needs \"%s\" beside it"),
                             entry == NULL ? groups[i][0] : *key,
                             entry == NULL ? *key : groups[i][0]);
    }
  }
  return TRUE;
}

static gboolean
check_ranges (const Linker *linker, const RgmTreatment *treatment, GError **error)
{
  const RgmDraft *draft = linker->draft;
  const RgmIntervalRange *interval = &treatment->interval;
  if (interval->min_days > interval->max_days)
    return keyfile_fail (draft->file, line_of (draft, "interval-max-days"), error,
                         _ ("interval-max-days: %d is below interval-min-days, %d"),
                         interval->max_days, interval->min_days);
  if (interval->usual_days != 0
      && (interval->usual_days < interval->min_days || interval->usual_days > interval->max_days))
    return keyfile_fail (draft->file, line_of (draft, "interval-usual-days"), error,
                         _ ("interval-usual-days: %d is outside the range %d to %d"),
                         interval->usual_days, interval->min_days, interval->max_days);
  if (treatment->response_days[0] > treatment->response_days[1])
    return keyfile_fail (draft->file, line_of (draft, "response-to-days"), error,
                         _ ("response-to-days: %d is below response-from-days, %d"),
                         treatment->response_days[1], treatment->response_days[0]);
  return TRUE;
}

/* Refuses a "{…}" in the text about the effects if it does not stand for a list that the treatment
 * has. */
static gboolean
check_places (const Linker *linker, const RgmTreatment *treatment, GError **error)
{
  const RgmDraft *draft = linker->draft;
  const char *at = treatment->effects_text == NULL ? NULL : strchr (treatment->effects_text, '{');
  for (; at != NULL; at = strchr (at + 1, '{')) {
    g_autofree char *shown = g_utf8_substring (at, 0, MIN (g_utf8_strlen (at, -1), PLACE_SHOWN));
    if (!(treatment->effects->len > 0 && g_str_has_prefix (at, "{effects}"))
        && !(treatment->rare_effects->len > 0 && g_str_has_prefix (at, "{rare-effects}")))
      return keyfile_fail (draft->file, line_of (draft, "effects-text"), error,
                           _ ("effects-text: \"%s\" names no list of this treatment; "
                              "{effects} and {rare-effects} are accepted if it has them"),
                           shown);
  }
  return TRUE;
}

/* Claims @name for the treatment @means, so that a word that the user types means one treatment
 * only. The names of a product that leads to no treatment of the catalog are claimed for the
 * product itself. */
static gboolean
claim_name (const Linker *linker, const char *means, const char *key, const char *name,
            GError **error)
{
  if (linker->names == NULL)
    return TRUE;
  g_autofree char *folded = catalog_fold (name);
  const char *other = g_hash_table_lookup (linker->names, folded);
  if (other != NULL && strcmp (other, means) != 0)
    return keyfile_fail (linker->draft->file, line_of (linker->draft, key), error,
                         _ ("\"%s\" already means \"%s\" in the catalog"), name, other);
  g_hash_table_insert (linker->names, g_steal_pointer (&folded), (char *)means);
  return TRUE;
}

static gboolean
link_treatment (const Linker *linker, RgmTreatment *treatment, GError **error)
{
  RgmItem *item = look_up (linker, "class", RGM_KIND_CLASS, treatment->class_key, error);
  if (item == NULL)
    return FALSE;
  treatment->class_name = g_strdup (catalog_class_name (item_object (linker->catalog, item)));
  if (treatment->response_measure != NULL) {
    item
      = look_up (linker, "response-measure", RGM_KIND_MEASURE, treatment->response_measure, error);
    if (item == NULL)
      return FALSE;
    const RgmMeasure *measure = item_object (linker->catalog, item);
    g_free (treatment->response_measure);
    treatment->response_measure = g_strdup (measure->name);
  }
  if (!link_list (linker, "sources", RGM_KIND_SOURCE, NULL, error)
      || !link_list (linker, "instead-of", RGM_KIND_CLASS, NULL, error)
      || !link_list (linker, "effects", RGM_KIND_EFFECT, treatment->effects, error)
      || !link_list (linker, "rare-effects", RGM_KIND_EFFECT, treatment->rare_effects, error)
      || !check_together (linker, error) || !check_ranges (linker, treatment, error)
      || !check_places (linker, treatment, error)
      || !claim_name (linker, treatment->key, "", treatment->key, error)
      || !claim_name (linker, treatment->key, "name", treatment->name, error))
    return FALSE;
  for (char **alias = treatment->aliases; *alias != NULL; alias++)
    if (!claim_name (linker, treatment->key, "aliases", *alias, error))
      return FALSE;
  return TRUE;
}

static gboolean
link_brand (const Linker *linker, const RgmBrand *brand, GError **error)
{
  RgmItem *item = NULL;
  if (look_up (linker, "class", RGM_KIND_CLASS, brand->class_key, error) == NULL
      || look_up (linker, "source", RGM_KIND_SOURCE, brand->source, error) == NULL
      || (brand->treatment != NULL
          && (item = look_up (linker, "treatment", RGM_KIND_TREATMENT, brand->treatment, error))
               == NULL))
    return FALSE;
  const RgmTreatment *treatment = item != NULL ? item_object (linker->catalog, item) : NULL;
  if (treatment != NULL && strcmp (treatment->class_key, brand->class_key) != 0)
    return keyfile_fail (linker->draft->file, line_of (linker->draft, "class"), error,
                         _ ("class: this must be that of [treatment %s], \"%s\""), brand->treatment,
                         treatment->class_key);
  for (char **name = brand->names; *name != NULL; name++)
    if (!claim_name (linker, treatment != NULL ? treatment->key : brand->key, "names", *name,
                     error))
      return FALSE;
  return TRUE;
}

static gboolean
claim_word (const Linker *linker, const char *kind, const char *key, const char *name,
            GError **error)
{
  const RgmDraft *draft = linker->draft;
  if (linker->called == NULL)
    return TRUE;
  g_autofree char *own = rgm_observation_key (name);
  char *called = g_strconcat (kind, " ", own, NULL);
  const RgmDraft *other = g_hash_table_lookup (linker->called, called);
  g_hash_table_insert (linker->called, called, (gpointer)draft);
  if (other != NULL && other != draft)
    return keyfile_fail (draft->file, line_of (draft, key), error,
                         _ ("%s: \"%s\" already means [%s]"), key, name, other->group->name);
  return TRUE;
}

/* Claims @name and @words (nullable) for the measure or unit, so that a word of the user can mean
 * only one thing of the same @kind. */
static gboolean
claim_called (const Linker *linker, const char *kind, const char *key, const char *name,
              char **words, GError **error)
{
  if (!claim_word (linker, kind, key, name, error))
    return FALSE;
  for (; words != NULL && *words != NULL; words++)
    if (!claim_word (linker, kind, key, *words, error))
      return FALSE;
  return TRUE;
}

/* Refuses a scale that has only one end, or a low end above the high end. */
static gboolean
check_scale (const Linker *linker, int lowest, int highest, GError **error)
{
  const RgmDraft *draft = linker->draft;
  const char *ends[] = { "lowest", "highest" };
  for (int i = 0; i < 2; i++)
    if (keygroup_entry (draft->group, ends[i]) == NULL
        && keygroup_entry (draft->group, ends[1 - i]) != NULL)
      return keyfile_fail (draft->file, line_of (draft, ends[1 - i]), error,
                           _ ("\"%s\" needs \"%s\" beside it"), ends[1 - i], ends[i]);
  if (lowest > highest)
    return keyfile_fail (draft->file, line_of (draft, "highest"), error,
                         _ ("highest: %d is below lowest, %d"), highest, lowest);
  return TRUE;
}

static gboolean
link_measure (const Linker *linker, RgmMeasure *measure, GError **error)
{
  const RgmDraft *draft = linker->draft;
  gboolean felt = strcmp (measure->kind_key, "felt") == 0;
  if (!felt && strcmp (measure->kind_key, "lab") != 0)
    return keyfile_fail (draft->file, line_of (draft, "kind"), error,
                         _ ("kind: \"%s\" is not accepted; write felt or lab"), measure->kind_key);
  measure->kind = felt ? RGM_OBSERVATION_FELT : RGM_OBSERVATION_LAB;
  return link_list (linker, "units", RGM_KIND_UNIT, measure->units, error)
         && check_scale (linker, measure->lowest, measure->highest, error)
         && claim_called (linker, measure->kind_key, "name", measure->name, NULL, error)
         && claim_called (linker, measure->kind_key, "words", measure->name, measure->words, error)
         && claim_called (linker, measure->kind_key, "value-words", measure->name,
                          measure->value_words, error);
}

static gboolean
link_suggestion (const Linker *linker, const RgmSuggestion *suggestion, GError **error)
{
  return link_list (linker, "treatments", RGM_KIND_TREATMENT, NULL, error)
         && link_list (linker, "sources", RGM_KIND_SOURCE, NULL, error)
         && (suggestion->brand == NULL
             || look_up (linker, "brand", RGM_KIND_BRAND, suggestion->brand, error) != NULL);
}

static gboolean
link_draft (const Linker *linker, GError **error)
{
  gpointer object = linker->draft->item->object;
  const RgmCondition *condition = object;
  switch (linker->draft->item->kind) {
  case RGM_KIND_EFFECT:
  case RGM_KIND_SIGN:
    return link_effect (linker, object, error);
  case RGM_KIND_SYMPTOM:
    return link_symptom (linker, object, error);
  case RGM_KIND_CONDITION:
    return link_list (linker, "signs", RGM_KIND_SIGN, condition->signs, error)
           && claim_phrases (linker, condition->words, error)
           && look_up (linker, "source", RGM_KIND_SOURCE, condition->source, error) != NULL;
  case RGM_KIND_TREATMENT:
    return link_treatment (linker, object, error);
  case RGM_KIND_BRAND:
    return link_brand (linker, object, error);
  case RGM_KIND_UNIT:
    return check_scale (linker, ((RgmUnit *)object)->lowest, ((RgmUnit *)object)->highest, error)
           && claim_called (linker, "unit", "words", ((RgmUnit *)object)->name,
                            ((RgmUnit *)object)->words, error);
  case RGM_KIND_MEASURE:
    return link_measure (linker, object, error);
  case RGM_KIND_REMARK:
    return link_list (linker, "about", RGM_KIND_MEASURE, NULL, error)
           && look_up (linker, "source", RGM_KIND_SOURCE, ((RgmRemark *)object)->source, error)
                != NULL;
  case RGM_KIND_SUGGESTION:
    return link_suggestion (linker, object, error);
  case RGM_KIND_CODE_SYSTEM:
    return look_up (linker, "source", RGM_KIND_SOURCE, ((RgmCodeSystem *)object)->source, error)
           != NULL;
  default:
    return TRUE;
  }
}

/* ---- one group ---- */

static RgmKeyFile *
parse_built_in (const RgmItem *item, GError **error)
{
  g_autofree char *shown = g_strconcat ("catalog/", item->file, NULL);
  return keyfile_parse (shown, RGM_ERROR_CATALOG, item->text, item->length, item->line, error);
}

/* The object of @item. If it has not been read yet, reads it and the objects to which it refers. */
static gpointer
item_object (const RgmCatalog *catalog, RgmItem *item)
{
  if (item->object != NULL)
    return item->object;
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmKeyFile) file = parse_built_in (item, &error);
  RgmDraft draft = { item, file, file != NULL ? file->groups->pdata[0] : NULL };
  const Linker linker = { .catalog = catalog, .draft = &draft };
  if (file == NULL || !read_object (&draft, catalog->language, &error)
      || !link_draft (&linker, &error))
    g_error ("%s", error->message); /* cannot happen: the tests read every built-in group */
  return item->object;
}

/* NOLINTEND(misc-no-recursion) */

gpointer
catalog_object (const RgmCatalog *catalog, RgmKindId kind, const char *key)
{
  RgmItem *item = g_hash_table_lookup (catalog->by_key[kind], key);
  return item != NULL ? item_object (catalog, item) : NULL;
}

const GPtrArray *
catalog_objects (const RgmCatalog *catalog, RgmKindId kind)
{
  GPtrArray *objects = catalog->objects[kind];
  for (guint i = 0; objects->len < g_hash_table_size (catalog->by_key[kind]); i++) {
    RgmItem *item = catalog->items->pdata[i];
    if (item->kind == kind)
      g_ptr_array_add (objects, item_object (catalog, item));
  }
  return objects;
}

/* ---- the whole catalog ---- */

/* Notes where each group of the built-in @file is. */
static void
add_built_in (RgmCatalog *catalog, const RgmEmbedded *file)
{
  const char *line = file->text;
  RgmItem *item = NULL;
  for (int number = 1; *line != '\0'; number++) {
    if (*line == '[') {
      const char *word = line + 1, *key = word + strcspn (word, " ]\n") + 1;
      RgmKindId kind = find_kind (word, (gsize)(key - 1 - word));
      g_assert (kind != RGM_N_KINDS);
      item = add_item (catalog, kind, key, strcspn (key, "]\n"));
      item->file = file->name;
      item->text = line;
      item->line = number;
    }
    line += strcspn (line, "\n");
    line += *line == '\n';
    if (item != NULL)
      item->length = (gsize)(line - item->text);
  }
}

RgmCatalog *
catalog_new (const RgmEmbedded *built_in, const char *language)
{
  RgmCatalog *catalog = g_new0 (RgmCatalog, 1);
  catalog->language = g_strdup (language);
  catalog->items = g_ptr_array_new_with_free_func (item_free);
  for (RgmKindId kind = 0; kind < RGM_N_KINDS; kind++) {
    catalog->objects[kind] = g_ptr_array_new ();
    catalog->by_key[kind] = g_hash_table_new (g_str_hash, g_str_equal);
  }
  for (; built_in->name != NULL; built_in++)
    add_built_in (catalog, built_in);
  return catalog;
}

/* Adds to @drafts a draft of @group, which is from a file of the user, and its item to @catalog. */
static gboolean
add_group (RgmCatalog *catalog, const RgmKeyFile *file, const RgmKeyGroup *group, GArray *drafts,
           GError **error)
{
  RgmKindId kind;
  const char *key;
  if (!split_name (file, group, &kind, &key, error))
    return FALSE;
  if (!kinds[kind].users)
    return keyfile_fail (file, group->line, error,
                         _ ("[%s] is not accepted; a file of your own can add treatments, brands, "
                            "classes, effects, symptoms, measures, units and sources only"),
                         group->name);
  if (!check_new (catalog, file, group, kind, key, drafts, error))
    return FALSE;
  RgmDraft draft = { add_item (catalog, kind, key, strlen (key)), file, group };
  g_array_append_val (drafts, draft);
  return read_object (&draft, catalog->language, error);
}

/* Reads all built-in groups. @files: (element-type RgmKeyFile): the parsed groups are added to it,
 * because @drafts borrow them. */
static gboolean
read_all_built_in (RgmCatalog *catalog, GPtrArray *files, GArray *drafts, GError **error)
{
  for (guint i = 0; i < catalog->items->len; i++) {
    RgmItem *item = catalog->items->pdata[i];
    RgmKeyFile *file = parse_built_in (item, error);
    if (file == NULL)
      return FALSE;
    g_ptr_array_add (files, file);
    RgmDraft draft = { item, file, file->groups->pdata[0] };
    RgmKindId kind;
    const char *key;
    g_array_append_val (drafts, draft);
    if (!split_name (file, draft.group, &kind, &key, error)
        || !read_object (&draft, catalog->language, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
catalog_add_files (RgmCatalog *catalog, const GPtrArray *files, GError **error)
{
  g_autoptr (GPtrArray) built_in = g_ptr_array_new_with_free_func ((GDestroyNotify)keyfile_free);
  g_autoptr (GArray) drafts = g_array_new (FALSE, FALSE, sizeof (RgmDraft));
  if (!read_all_built_in (catalog, built_in, drafts, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++) {
    const RgmKeyFile *file = files->pdata[i];
    for (guint j = 0; j < file->groups->len; j++)
      if (!add_group (catalog, file, file->groups->pdata[j], drafts, error))
        return FALSE;
  }
  /* References, and rules that concern more than one group, are checked when all groups have been
   * read. */
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) phrases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) called = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Linker linker = { .catalog = catalog, .names = names, .phrases = phrases, .called = called };
  for (guint i = 0; i < drafts->len; i++) {
    linker.draft = &g_array_index (drafts, RgmDraft, i);
    if (!link_draft (&linker, error))
      return FALSE;
  }
  return TRUE;
}
