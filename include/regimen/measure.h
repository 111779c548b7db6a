/* measure.h: what people put on record of how they feel, and of what a laboratory found: the names,
 * scales and units that the catalog knows, and what the user typed, taken apart. Anything else can
 * be put on record too, in words of one's own. Nothing is converted, and no value is judged: the
 * ends of a scale, and of a unit, only tell a typing error from a value. */
#pragma once

#include <regimen/catalog.h>
#include <regimen/observation.h>

RGM_BEGIN_DECLS

/* A unit, as it is usually written, and how else people write it. */
typedef struct {
  char *key;
  char *name; /* "mmol/L" */
  char **words;
  char *quantity;      /* nullable: of what it is a unit, for the choice of a code: "mass" */
  int lowest, highest; /* what lies beyond is a typing error; both 0: anything is accepted */
} RgmUnit;

typedef struct {
  char *key;
  char *name; /* as it is shown and found: "pain" */
  char *kind_key;
  RgmObservationKind kind; /* RGM_OBSERVATION_FELT or RGM_OBSERVATION_LAB */
  char **words;            /* other names */
  char **value_words;      /* words that name it only if a value follows: "fever 38.4 C" */
  int lowest, highest;     /* of a value without a unit; both 0: it has no such scale */
  GPtrArray *units; /* of RgmUnit, borrowed from the catalog: a value needs one; may be empty */
  char **examples;  /* what is typed after "regimen feel" or "regimen lab" */
  char *loinc;      /* nullable: its LOINC code, whatever the unit */
  char *loinc_mass; /* nullable: that of a value in a unit of mass */
  char *loinc_substance; /* nullable: that of a value in a unit of substance */
} RgmMeasure;

/* What a source says of measures. */
typedef struct {
  char *key;
  char **about; /* keys of measures */
  char *heading;
  char *text;    /* whole sentences */
  char *source;  /* key of an RgmSource */
  char *section; /* nullable: of that source */
} RgmRemark;

/* Returns: (transfer none) (element-type RgmMeasure): in catalog order, of both kinds. */
const GPtrArray *rgm_catalog_measures (const RgmCatalog *catalog);

/* The measure of @kind that is called @name, in whatever letter case. Returns: (transfer none)
 * (nullable). */
const RgmMeasure *
rgm_measure_find (const RgmCatalog *catalog, RgmObservationKind kind, const char *name);

/* What sources say of @measure. Returns: (transfer container) (element-type RgmRemark). */
GPtrArray *rgm_measure_remarks (const RgmCatalog *catalog, const RgmMeasure *measure);

/* The same as text, each remark under its heading and with its source. @width: columns to wrap to;
 * 0: no wrapping. Returns: (transfer full): paragraphs; "" if no source says anything. */
char *rgm_measure_remarks_text (const RgmCatalog *catalog, const RgmMeasure *measure, int width);

/* The unit of the catalog that @text is another way to write: "mmol/l" is mmol/L. Returns:
 * (transfer none) (nullable). */
const RgmUnit *rgm_unit_find (const RgmCatalog *catalog, const char *text);

/* The LOINC code of a value of @measure in @unit (nullable). Returns: (transfer none) (nullable):
 * NULL if there is none for this kind of unit. */
const char *
rgm_measure_loinc (const RgmCatalog *catalog, const RgmMeasure *measure, const char *unit);

/* What may be typed as a value of @measure: "a number from 0 to 10". Returns: (transfer full). */
char *rgm_measure_accepts (const RgmMeasure *measure);

/* "regimen feel pain 6": what the catalog gives as an example for @kind, a line each. Returns:
 * (transfer full). */
char *rgm_measure_examples (const RgmCatalog *catalog, RgmObservationKind kind);

/* ---- what the user typed ---- */

/* An entry, taken apart. */
typedef struct {
  const RgmMeasure *measure; /* nullable: borrowed from the catalog */
  char *name;                /* that of the measure, or the words that were typed */
  char *value;               /* nullable: decimal text as it was typed, or "mild" */
  char *unit;                /* nullable: as it was typed */
  char *at;                  /* nullable: when it was, as it was typed; it may not be clear */
  char *low, *high;          /* nullable: the range that a laboratory gives with the value */
} RgmTyped;
void rgm_typed_free (RgmTyped *typed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmTyped, rgm_typed_free)

/**
 * rgm_felt_parse: what somebody felt: a measure of the catalog with its value ("pain 6",
 * "temperature 38.4C"), anything else with "none", "mild", "moderate" or "severe", or with a
 * number, before or behind it ("tiredness mild", "severe back pain"), or words alone. If words
 * beside a value may change its meaning ("mild to moderate"), all of them are kept as words. The
 * day on which it was may be among them, at an end or before the value ("pain 6 last night"), but
 * not as a part of what is said ("worse since friday").
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE, which says what is accepted: the scale or
 * the units of a measure do not have the value, it is missing, a number cannot be read, or nothing
 * names what it is about.
 */
RgmTyped *rgm_felt_parse (const RgmCatalog *catalog, const char *text, GError **error);

/**
 * rgm_lab_parse: what a laboratory found: a name, a number, which may have "<" or ">" before it,
 * and a unit ("alkaline phosphatase 90 U/L"). What the catalog does not know may go without a unit.
 * The range of the laboratory and the day may be among them: "calcium 2.41 mmol/L (2.20-2.60) 20
 * Nov". Their words are never taken for a unit.
 * Returns: (transfer full): its value is NULL if @text is a name alone; NULL with RGM_ERROR_USAGE,
 * which says what is accepted.
 */
RgmTyped *rgm_lab_parse (const RgmCatalog *catalog, const char *text, GError **error);

/**
 * rgm_value_parse: another value for the entry @name of @kind: "5", "2.10 mmol/L".
 * @unit: (nullable): the unit that it has if @text names none. A day and a range may be among the
 * words, as above.
 * Returns: (transfer full): as above; with the unit that was typed, or else with @unit.
 */
RgmTyped *rgm_value_parse (const RgmCatalog *catalog, RgmObservationKind kind, const char *name,
                           const char *unit, const char *text, GError **error);

/* Whether @value (nullable) says that nothing was felt: "none", or 0. */
gboolean rgm_value_is_none (const char *value);

/**
 * rgm_range_parse: "2.20-2.60", with or without blanks, with any dash, or "to".
 * @low, @high: (out) (transfer full): as they were typed.
 * Returns: FALSE with RGM_ERROR_USAGE, which says how a range is typed.
 */
gboolean rgm_range_parse (const char *text, char **low, char **high, GError **error);

RGM_END_DECLS
