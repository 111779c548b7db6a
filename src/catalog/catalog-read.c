/* catalog-read.c: reads the groups of the catalog's files as objects and resolves the references
 * between them. */
#include "catalog/catalog-private.h"

#include "base/i18n.h"
#include "catalog/fields.h"
#include "model/treatment.h"

#include <regimen/suggestion.h>

#include <string.h>

/* One kind of group, such as "[effect nausea]". */
typedef struct {
  const char *name;
  const RgmField *fields;
  gsize size;
  GDestroyNotify free;
  gboolean users; /* a file of the user's may add one */
} RgmKind;

/* An object and the group it was read from, until its references are resolved. */
typedef struct {
  RgmKindId kind;
  gpointer object;
  const RgmKeyFile *file;
  const RgmKeyGroup *group;
} RgmDraft;

#define TEXT(type, key, required, member)                                                          \
  {                                                                                                \
    key, RGM_FIELD_TEXT, required, G_STRUCT_OFFSET (type, member), 0, 0                            \
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
  TEXT (RgmTreatment, "unit", TRUE, unit),
  TEXT (RgmTreatment, "units", TRUE, units),
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

static const RgmKind kinds[RGM_N_KINDS] = {
  [RGM_KIND_SOURCE]
  = { "source", source_fields, sizeof (RgmSource), (GDestroyNotify)treatment_source_free, TRUE },
  [RGM_KIND_CLASS] = { "class", class_fields, sizeof (RgmClass), class_free, TRUE },
  [RGM_KIND_SYMPTOM] = { "symptom", symptom_fields, sizeof (RgmSymptom),
                         (GDestroyNotify)treatment_symptom_free, TRUE },
  [RGM_KIND_EFFECT]
  = { "effect", effect_fields, sizeof (RgmEffect), (GDestroyNotify)treatment_effect_free, TRUE },
  [RGM_KIND_SIGN]
  = { "sign", sign_fields, sizeof (RgmEffect), (GDestroyNotify)treatment_effect_free, FALSE },
  [RGM_KIND_CONDITION] = { "condition", condition_fields, sizeof (RgmCondition),
                           (GDestroyNotify)treatment_condition_free, FALSE },
  [RGM_KIND_TREATMENT] = { "treatment", treatment_fields, sizeof (RgmTreatment),
                           (GDestroyNotify)rgm_treatment_free, TRUE },
  [RGM_KIND_BRAND]
  = { "brand", brand_fields, sizeof (RgmBrand), (GDestroyNotify)treatment_brand_free, TRUE },
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
  g_free (catalog);
}

/* Splits the name of @group, "effect nausea", into its kind and its key. */
static gboolean
split_name (const RgmKeyFile *file, const RgmKeyGroup *group, RgmKindId *kind, const char **key,
            GError **error)
{
  const char *blank = strchr (group->name, ' ');
  g_autofree char *word
    = g_strndup (group->name, blank == NULL ? strlen (group->name) : (gsize)(blank - group->name));
  for (*kind = 0; *kind < RGM_N_KINDS && strcmp (kinds[*kind].name, word) != 0;)
    (*kind)++;
  *key = blank == NULL ? "" : blank + 1;
  if (*kind == RGM_N_KINDS)
    return keyfile_fail (
      file, group->line, error,
      _ ("unknown group [%s]; accepted are [treatment KEY], [effect KEY], "
         "[symptom KEY], [brand KEY], [measure KEY], [unit KEY], [class KEY] and "
         "[source KEY]"),
      group->name);
  if (!fields_is_key (*key))
    return keyfile_fail (
      file, group->line, error,
      _ ("[%s] has no proper key; after \"%s\" come one blank and a word of a-z, 0-9 and \"-\""),
      group->name, word);
  return TRUE;
}

/* Refuses a group that another file, or this one, has already: a group never replaces another. */
static gboolean
check_new (const RgmCatalog *catalog, const RgmKeyFile *file, const RgmKeyGroup *group,
           RgmKindId kind, const char *key, const GArray *drafts, GError **error)
{
  gconstpointer other = g_hash_table_lookup (catalog->by_key[kind], key);
  for (guint i = 0; other != NULL && i < drafts->len; i++) {
    const RgmDraft *draft = &g_array_index (drafts, RgmDraft, i);
    if (draft->object == other)
      return keyfile_fail (
        file, group->line, error,
        _ ("[%s] is already in %s:%d and cannot be changed here; choose another key for yours"),
        group->name, draft->file->name, draft->group->line);
  }
  return TRUE;
}

/* Makes each of the lists that is NULL an empty one. */
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

/* Adds the object of @group to @catalog, and a draft of it to @drafts. Looks nothing up yet. */
static gboolean
read_group (RgmCatalog *catalog, const RgmKeyFile *file, const RgmKeyGroup *group, gboolean user,
            const char *language, GArray *drafts, GError **error)
{
  RgmKindId kind;
  const char *key;
  if (!split_name (file, group, &kind, &key, error))
    return FALSE;
  if (user && !kinds[kind].users)
    return keyfile_fail (file, group->line, error,
                         _ ("[%s] is not accepted; a file of your own can add treatments, brands, "
                            "classes, effects, symptoms, measures, units and sources only"),
                         group->name);
  if (!check_new (catalog, file, group, kind, key, drafts, error))
    return FALSE;
  gpointer object = g_malloc0 (kinds[kind].size);
  *(char **)object = g_strdup (key);
  g_ptr_array_add (catalog->objects[kind], object);
  g_hash_table_insert (catalog->by_key[kind], *(char **)object, object);
  RgmDraft draft = { kind, object, file, group };
  g_array_append_val (drafts, draft);
  gboolean good = fields_read (file, group, kinds[kind].fields, language, object, error);
  complete (kind, object);
  return good;
}

char *
catalog_fold (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  GString *out = g_string_sized_new (strlen (folded));
  for (const char *p = folded; *p != '\0'; p++)
    if (*p != '-' && !g_ascii_isspace (*p))
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

/* The draft whose references are being resolved, and what all of them may refer to. */
typedef struct {
  RgmCatalog *catalog;
  const RgmDraft *draft;
  GHashTable *names;   /* a folded key, name or alias of a treatment: the key of the treatment */
  GHashTable *phrases; /* a folded phrase of a symptom or a condition: its RgmDraft */
  /* what a measure or a unit is called, behind the kind of thing that it is: its RgmDraft */
  GHashTable *called;
} Linker;

static int
line_of (const RgmDraft *draft, const char *key)
{
  const RgmKeyEntry *entry = keygroup_entry (draft->group, key);
  return entry == NULL ? draft->group->line : entry->line;
}

/* The object of @kind that @word, in entry @key, refers to; NULL with @error. */
static gpointer
look_up (const Linker *linker, const char *key, RgmKindId kind, const char *word, GError **error)
{
  const RgmDraft *draft = linker->draft;
  gpointer object = g_hash_table_lookup (linker->catalog->by_key[kind], word);
  if (object == NULL)
    keyfile_fail (draft->file, line_of (draft, key), error, _ ("%s: there is no [%s %s]"), key,
                  kinds[kind].name, word);
  return object;
}

/* Looks up every word of the list @key; adds the objects to @into (nullable). */
static gboolean
link_list (const Linker *linker, const char *key, RgmKindId kind, GPtrArray *into, GError **error)
{
  g_auto (GStrv) words = fields_list (linker->draft->group, key);
  for (char **word = words; *word != NULL; word++) {
    gpointer object = look_up (linker, key, kind, *word, error);
    if (object == NULL)
      return FALSE;
    if (into != NULL)
      g_ptr_array_add (into, object);
  }
  return TRUE;
}

static gboolean
link_effect (const Linker *linker, const RgmEffect *effect, GError **error)
{
  return link_list (linker, "symptoms", RGM_KIND_SYMPTOM, NULL, error)
         && look_up (linker, "source", RGM_KIND_SOURCE, effect->source, error) != NULL;
}

/* Claims @words for the symptom or the condition, so that what the user types means one only. */
static gboolean
claim_phrases (const Linker *linker, char **words, GError **error)
{
  const RgmDraft *draft = linker->draft;
  for (char **phrase = words; *phrase != NULL; phrase++) {
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
                         _ ("\"means\" and \"also\" cannot stand together"));
  return claim_phrases (linker, symptom->words, error);
}

/* Refuses a key without those that it needs beside it. */
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
                         _ ("interval-usual-days: %d is not from %d to %d"), interval->usual_days,
                         interval->min_days, interval->max_days);
  if (treatment->response_days[0] > treatment->response_days[1])
    return keyfile_fail (draft->file, line_of (draft, "response-to-days"), error,
                         _ ("response-to-days: %d is below response-from-days, %d"),
                         treatment->response_days[1], treatment->response_days[0]);
  return TRUE;
}

/* Each "{…}" in what the source says of the effects stands for a list that the treatment has. */
static gboolean
check_places (const Linker *linker, const RgmTreatment *treatment, GError **error)
{
  const RgmDraft *draft = linker->draft;
  const char *at = treatment->effects_text == NULL ? NULL : strchr (treatment->effects_text, '{');
  for (; at != NULL; at = strchr (at + 1, '{'))
    if (!(treatment->effects->len > 0 && g_str_has_prefix (at, "{effects}"))
        && !(treatment->rare_effects->len > 0 && g_str_has_prefix (at, "{rare-effects}")))
      return keyfile_fail (draft->file, line_of (draft, "effects-text"), error,
                           _ ("effects-text: \"%.16s\" names no list of this treatment; "
                              "{effects} and {rare-effects} are accepted if it has them"),
                           at);
  return TRUE;
}

/* Claims @name for the treatment @means, so that a word that the user types means one treatment
 * only. The names of a product that leads to no treatment of the catalog are claimed for the
 * product itself. */
static gboolean
claim_name (const Linker *linker, const char *means, const char *key, const char *name,
            GError **error)
{
  g_autofree char *folded = catalog_fold (name);
  const char *other = g_hash_table_lookup (linker->names, folded);
  if (other != NULL && strcmp (other, means) != 0)
    return keyfile_fail (linker->draft->file, line_of (linker->draft, key), error,
                         _ ("\"%s\" already means [treatment %s]"), name, other);
  g_hash_table_insert (linker->names, g_steal_pointer (&folded), (char *)means);
  return TRUE;
}

static gboolean
link_treatment (const Linker *linker, RgmTreatment *treatment, GError **error)
{
  const RgmClass *class = look_up (linker, "class", RGM_KIND_CLASS, treatment->class_key, error);
  if (class == NULL)
    return FALSE;
  treatment->class_name = g_strdup (class->name);
  if (treatment->response_measure != NULL) {
    const RgmMeasure *measure
      = look_up (linker, "response-measure", RGM_KIND_MEASURE, treatment->response_measure, error);
    if (measure == NULL)
      return FALSE;
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
  const RgmTreatment *treatment = NULL;
  if (look_up (linker, "class", RGM_KIND_CLASS, brand->class_key, error) == NULL
      || look_up (linker, "source", RGM_KIND_SOURCE, brand->source, error) == NULL
      || (brand->treatment != NULL
          && (treatment
              = look_up (linker, "treatment", RGM_KIND_TREATMENT, brand->treatment, error))
               == NULL))
    return FALSE;
  if (treatment != NULL && strcmp (treatment->class_key, brand->class_key) != 0)
    return keyfile_fail (linker->draft->file, line_of (linker->draft, "class"), error,
                         _ ("class: [treatment %s] is of the class \"%s\""), brand->treatment,
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
  g_autofree char *own = rgm_observation_key (name);
  char *called = g_strconcat (kind, " ", own, NULL);
  const RgmDraft *other = g_hash_table_lookup (linker->called, called);
  g_hash_table_insert (linker->called, called, (gpointer)draft);
  if (other != NULL && other != draft)
    return keyfile_fail (draft->file, line_of (draft, key), error,
                         _ ("%s: \"%s\" already means [%s]"), key, name, other->group->name);
  return TRUE;
}

/* Claims @name and @words (nullable) for the measure or unit, so that what the user types means one
 * of its @kind only. */
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

/* Refuses a scale that is not one: only one end, or the low one above the high one. */
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
  gpointer object = linker->draft->object;
  const RgmCondition *condition = object;
  switch (linker->draft->kind) {
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

RgmCatalog *
catalog_read (const GPtrArray *files, guint n_builtin, const char *language, GError **error)
{
  g_autoptr (RgmCatalog) catalog = g_new0 (RgmCatalog, 1);
  for (RgmKindId kind = 0; kind < RGM_N_KINDS; kind++) {
    catalog->objects[kind] = g_ptr_array_new_with_free_func (kinds[kind].free);
    catalog->by_key[kind] = g_hash_table_new (g_str_hash, g_str_equal);
  }
  g_autoptr (GArray) drafts = g_array_new (FALSE, FALSE, sizeof (RgmDraft));
  for (guint i = 0; i < files->len; i++) {
    const RgmKeyFile *file = files->pdata[i];
    for (guint j = 0; j < file->groups->len; j++)
      if (!read_group (catalog, file, file->groups->pdata[j], i >= n_builtin, language, drafts,
                       error))
        return NULL;
  }
  /* What refers to another group, or needs more than one, is looked at when all of them are
   * read. */
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) phrases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) called = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Linker linker = { .catalog = catalog, .names = names, .phrases = phrases, .called = called };
  for (guint i = 0; i < drafts->len; i++) {
    linker.draft = &g_array_index (drafts, RgmDraft, i);
    if (!link_draft (&linker, error))
      return NULL;
  }
  return g_steal_pointer (&catalog);
}
