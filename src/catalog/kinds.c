#include "catalog/catalog-private.h"
#include "model/treatment.h"

#include <string.h>

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
  { NULL },
};

static const RgmField class_fields[] = {
  TEXT (RgmClass, "name", TRUE, name),
  { NULL },
};

static const RgmField effect_fields[] = {
  TEXT (RgmEffect, "name", TRUE, name),       KEYS (RgmEffect, "symptoms", FALSE, symptoms),
  TEXT (RgmEffect, "note", FALSE, note),      KEY (RgmEffect, "source", source),
  TEXT (RgmEffect, "section", TRUE, section), { NULL },
};

static const RgmField sign_fields[] = {
  TEXT (RgmEffect, "name", TRUE, name),
  TEXT (RgmEffect, "qualifier", FALSE, qualifier),
  KEYS (RgmEffect, "symptoms", TRUE, symptoms),
  TEXT (RgmEffect, "note", FALSE, note),
  KEY (RgmEffect, "source", source),
  TEXT (RgmEffect, "section", TRUE, section),
  { NULL },
};

static const RgmField condition_fields[] = {
  TEXT (RgmCondition, "name", TRUE, name),
  TEXT (RgmCondition, "gloss", FALSE, gloss),
  TEXT (RgmCondition, "about", FALSE, about),
  REFERENCES ("signs", TRUE),
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
  TEXTS (RgmTreatment, "facts", facts),
  KEYS (RgmTreatment, "sources", TRUE, sources),
  TEXT (RgmTreatment, "section", TRUE, section),
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

static const RgmKind kinds[RGM_N_KINDS] = {
  [RGM_KIND_SOURCE]
  = { "source", source_fields, sizeof (RgmSource), (GDestroyNotify)treatment_source_free, TRUE },
  [RGM_KIND_CLASS] = { "class", class_fields, sizeof (RgmClass), class_free, TRUE },
  [RGM_KIND_EFFECT]
  = { "effect", effect_fields, sizeof (RgmEffect), (GDestroyNotify)treatment_effect_free, TRUE },
  [RGM_KIND_SIGN]
  = { "sign", sign_fields, sizeof (RgmEffect), (GDestroyNotify)treatment_effect_free, FALSE },
  [RGM_KIND_CONDITION] = { "condition", condition_fields, sizeof (RgmCondition),
                           (GDestroyNotify)treatment_condition_free, FALSE },
  [RGM_KIND_TREATMENT] = { "treatment", treatment_fields, sizeof (RgmTreatment),
                           (GDestroyNotify)rgm_treatment_free, TRUE },
};

const RgmKind *
rgm_kind (RgmKindId id)
{
  return &kinds[id];
}

RgmKindId
kind_find (const char *name)
{
  RgmKindId id = 0;
  while (id < RGM_N_KINDS && strcmp (kinds[id].name, name) != 0)
    id++;
  return id;
}
