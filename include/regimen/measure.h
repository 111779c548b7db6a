/* measure.h: the values that people record about how they feel, and those that a laboratory found:
 * the names, scales and units in the catalog, and functions that split what the user typed into its
 * parts. Users can also record things that the catalog does not know, in their own words. Nothing
 * is converted, and no value is judged: the limits of a scale or a unit only catch typing
 * errors. */
#pragma once

#include <regimen/catalog.h>
#include <regimen/observation.h>

RGM_BEGIN_DECLS

/* A unit, as it is usually written, and its other spellings. */
typedef struct {
  char *key;
  char *name; /* "mmol/L" */
  char **words;
  /* nullable: the quantity that it measures, "mass"; it decides which LOINC code applies */
  char *quantity;
  /* a value outside of these is a typing error; both 0: any value is accepted */
  int lowest, highest;
} RgmUnit;

typedef struct {
  char *key;
  char *name; /* the name by which it is shown and found: "pain" */
  char *kind_key;
  RgmObservationKind kind; /* RGM_OBSERVATION_FELT or RGM_OBSERVATION_LAB */
  char **words;            /* other names */
  /* words that mean this measure only if a value follows: "fever 38.4 C" */
  char **value_words;
  int lowest, highest; /* limits of a value without a unit; both 0: it has no such scale */
  /* of RgmUnit, borrowed from the catalog; may be empty; if not, a value needs one of them */
  GPtrArray *units;
  char **examples;       /* examples of what to type after "regimen feel" or "regimen lab" */
  char *loinc;           /* nullable: its LOINC code, for every unit */
  char *loinc_mass;      /* nullable: its LOINC code if the unit is one of mass */
  char *loinc_substance; /* nullable: its LOINC code if the unit is one of substance */
} RgmMeasure;

/* What a source says about some measures. */
typedef struct {
  char *key;
  char **about; /* keys of measures */
  char *heading;
  char *text;    /* whole sentences */
  char *source;  /* key of an RgmSource */
  char *section; /* nullable: of that source */
} RgmRemark;

/* All measures in catalog order, of both kinds. Returns: (transfer none) (element-type
 * RgmMeasure). */
const GPtrArray *rgm_catalog_measures (const RgmCatalog *catalog);

/* The measure of @kind with the name @name, in any letter case. Returns: (transfer none)
 * (nullable). */
const RgmMeasure *
rgm_measure_find (const RgmCatalog *catalog, RgmObservationKind kind, const char *name);

/* What sources say about @measure. Returns: (transfer container) (element-type RgmRemark). */
GPtrArray *rgm_measure_remarks (const RgmCatalog *catalog, const RgmMeasure *measure);

/* The remarks about @measure as text, each under its heading and with its source. @width: columns
 * to wrap to; 0: no wrapping. Returns: (transfer full): paragraphs; "" if there are none. */
char *rgm_measure_remarks_text (const RgmCatalog *catalog, const RgmMeasure *measure, int width);

/* The unit in the catalog that @text spells in some way: "mmol/l" is mmol/L. Returns: (transfer
 * none) (nullable). */
const RgmUnit *rgm_unit_find (const RgmCatalog *catalog, const char *text);

/* The LOINC code for a value of @measure in @unit (nullable). Returns: (transfer none) (nullable):
 * NULL if there is none for this kind of unit. */
const char *
rgm_measure_loinc (const RgmCatalog *catalog, const RgmMeasure *measure, const char *unit);

/* The values that can be typed for @measure: "a number from 0 to 10". Returns: (transfer full). */
char *rgm_measure_accepts (const RgmMeasure *measure);

/* The examples in the catalog for @kind, one per line: "regimen feel pain 6". Returns: (transfer
 * full). */
char *rgm_measure_examples (const RgmCatalog *catalog, RgmObservationKind kind);

/* ---- what the user typed ---- */

/* An entry, split into its parts. */
typedef struct {
  const RgmMeasure *measure; /* nullable: borrowed from the catalog */
  char *name;                /* the name of the measure, or the words that were typed */
  /* nullable: the decimal number as it was typed, or a word such as "mild" */
  char *value;
  char *unit;       /* nullable: as it was typed */
  char *at;         /* nullable: the date or time, as it was typed; it may be ambiguous */
  char *low, *high; /* nullable: the range that the laboratory gives with the value */
} RgmTyped;
void rgm_typed_free (RgmTyped *typed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmTyped, rgm_typed_free)

/**
 * rgm_felt_parse: reads what a person felt. Accepted are a measure of the catalog with its value
 * ("pain 6", "temperature 38.4C"); anything else with "none", "mild", "moderate" or "severe", or
 * with a number, before or after it ("tiredness mild", "severe back pain"); or words alone. If
 * words beside a value may change its meaning ("mild to moderate"), they are all kept as words. The
 * text may include a day, at its beginning or end or before the value ("pain 6 last night"), but a
 * day that is part of the description ("worse since friday") is not split off.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE if the value is missing, or is not on the
 * scale or in one of the units of the measure, if a number cannot be read, or if there is no name.
 * The message says what is accepted.
 */
RgmTyped *rgm_felt_parse (const RgmCatalog *catalog, const char *text, GError **error);

/**
 * rgm_lab_parse: reads what a laboratory found: a name, a number, which may have "<" or ">" before
 * it, and a unit ("alkaline phosphatase 90 U/L"). A name that is not in the catalog needs no unit.
 * The text may include the laboratory's range and the day: "calcium 2.41 mmol/L (2.20-2.60) 20
 * Nov". The words of the range and of the day are never taken for a unit.
 * Returns: (transfer full): its value is NULL if @text is a name alone; NULL with RGM_ERROR_USAGE
 * if @text is not accepted. The message says what is.
 */
RgmTyped *rgm_lab_parse (const RgmCatalog *catalog, const char *text, GError **error);

/**
 * rgm_value_parse: reads a new value for the entry @name of @kind: "5", "2.10 mmol/L". @text may
 * include a day and a range, as above.
 * @unit: (nullable): the unit of a laboratory value if @text names none; ignored for other kinds.
 * Returns: (transfer full): as above; with the unit that was typed, or else with @unit.
 */
RgmTyped *rgm_value_parse (const RgmCatalog *catalog, RgmObservationKind kind, const char *name,
                           const char *unit, const char *text, GError **error);

/* Whether @value (nullable) means that nothing was felt: "none", or 0. */
gboolean rgm_value_is_none (const char *value);

/**
 * rgm_range_parse: reads "2.20-2.60", with or without blanks, with any kind of dash, or with "to".
 * @low, @high: (out) (transfer full): as they were typed.
 * Returns: FALSE with RGM_ERROR_USAGE; the message says how to type a range.
 */
gboolean rgm_range_parse (const char *text, char **low, char **high, GError **error);

RGM_END_DECLS
