/* signs.h: looks up what a person noticed, in the person's own words, in the lists of side effects
 * and warning signs, and prints what the sources say about it. Nothing is judged: every list that
 * has a match is shown. */
#pragma once

#include <regimen/catalog.h>

RGM_BEGIN_DECLS

/* The places in the lists that match. Everything is borrowed from the catalog and in its order, and
 * appears only once. */
typedef struct {
  GPtrArray *symptoms; /* of const RgmSymptom: what the words are taken to mean */
  GPtrArray *effects;  /* of const RgmEffect: side effects, including rare ones */
  /* of const RgmCondition: conditions that match by one of their signs, or by their name */
  GPtrArray *conditions;
  GPtrArray *signs; /* of const RgmEffect: the signs of @conditions that match */
} RgmSigns;

/**
 * rgm_signs_find: looks for every symptom, effect and condition that @text names. Case, accents,
 * apostrophes, simple endings and the order of the words do not matter, and other words may lie
 * between them: "I can't pee and my legs are weak" finds two symptoms. If in doubt, the function
 * finds too much rather than too little.
 * @text: what the user typed: may be anything.
 * Returns: (transfer full): never NULL; all of its lists are empty if nothing was found.
 */
RgmSigns *rgm_signs_find (const RgmCatalog *catalog, const char *text);
void rgm_signs_free (RgmSigns *signs);

/* Whether anything was found. */
gboolean rgm_signs_found (const RgmSigns *signs);
/* Whether both, which were found in the same catalog, have the same results. */
gboolean rgm_signs_same (const RgmSigns *one, const RgmSigns *other);

/**
 * rgm_signs_effect_treatments: the treatments in the catalog that have @effect.
 * @rare: TRUE: those that have it as a rare effect; FALSE: all others that have it.
 * Returns: (transfer container) (element-type RgmTreatment): in catalog order.
 */
GPtrArray *
rgm_signs_effect_treatments (const RgmCatalog *catalog, const RgmEffect *effect, gboolean rare);

/**
 * rgm_signs_text: a page in several parts: whom to call; the effects that are signs too, with both
 * readings; each urgent condition with all of its signs and what the source says to do; the side
 * effects, each with its treatments, those on record first; and the sources, each with a note on
 * how complete its lists are. A part that would be empty is left out. If nothing was found, only
 * whom to call and the sources of all lists are left.
 * @on_record: (nullable) (element-type RgmTreatment): the treatments of the patient; NULL if the
 * text is about no patient.
 * @to_call: (nullable): lines that say whom to call, as they are to be printed.
 * @width: columns to wrap to; 0: no wrapping.
 * Returns: (transfer full): paragraphs separated by an empty line; without a final newline.
 */
char *rgm_signs_text (const RgmSigns *signs, const RgmCatalog *catalog, const GPtrArray *on_record,
                      const char *to_call, int width);

/**
 * rgm_signs_text_brief: a short form of rgm_signs_text() for users who have read the long one
 * recently: the possible readings, what to do about the warning signs, and how complete the lists
 * are.
 * Returns: (transfer full) (nullable): one paragraph; NULL if the long form is needed, because
 * nothing was found, or because the source says something else about one of the conditions than to
 * tell a provider right away.
 */
char *rgm_signs_text_brief (const RgmSigns *signs, const RgmCatalog *catalog, int width);

/* Whom to call, all urgent conditions with their signs and what the sources say to do, and the
 * sources, in the form of rgm_signs_text(). Returns: (transfer full). */
char *rgm_signs_text_all (const RgmCatalog *catalog, const char *to_call, int width);

/* The phrases by which a user can look up @symptom. Where a phrase has a choice of words ("a/b"),
 * it is given with the first one. Returns: (transfer full): NULL-terminated. */
char **rgm_symptom_phrases (const RgmSymptom *symptom);

/**
 * rgm_signs_suggest: if @text is in no list, suggests a phrase that is, and that the user may have
 * meant because one word of @text is misspelt.
 * Returns: (transfer full) (nullable).
 */
char *rgm_signs_suggest (const RgmCatalog *catalog, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmSigns, rgm_signs_free)

RGM_END_DECLS
