/* signs.h: finds what a person noticed, in words of their own, in the lists of effects and signs,
 * and says what the sources say of it. Nothing is judged: each list that has it is shown. */
#pragma once

#include <regimen/catalog.h>

RGM_BEGIN_DECLS

/* Where the lists have what was looked for. Everything is borrowed from the catalog, in its order,
 * and each thing stands in it once. */
typedef struct {
  GPtrArray *symptoms;   /* of const RgmSymptom: what the words were taken for */
  GPtrArray *effects;    /* of const RgmEffect: side effects, the rare ones too */
  GPtrArray *conditions; /* of const RgmCondition: one of their signs, or they themselves */
  GPtrArray *signs;      /* of const RgmEffect: which signs of @conditions */
} RgmSigns;

/**
 * rgm_signs_find: looks for every symptom, effect and condition that @text names. Case, accents,
 * apostrophes, simple endings and the order of the words do not matter, and there may be other
 * words between them: "I can't pee and my legs are weak" finds two symptoms. If in doubt, it finds
 * one list too many.
 * @text: what the user typed: may be anything.
 * Returns: (transfer full): never NULL; all of its lists are empty if nothing was found.
 */
RgmSigns *rgm_signs_find (const RgmCatalog *catalog, const char *text);
void rgm_signs_free (RgmSigns *signs);

/* Whether any list has what was looked for. */
gboolean rgm_signs_found (const RgmSigns *signs);
/* Whether both, which were found in the same catalog, say the same. */
gboolean rgm_signs_same (const RgmSigns *one, const RgmSigns *other);

/**
 * rgm_signs_effect_treatments: the treatments of the catalog that have @effect.
 * @rare: those that have it as a rare effect, instead of the others.
 * Returns: (transfer container) (element-type RgmTreatment): in catalog order.
 */
GPtrArray *
rgm_signs_effect_treatments (const RgmCatalog *catalog, const RgmEffect *effect, gboolean rare);

/**
 * rgm_signs_text: whom to call; then every list that has what was found: the effects that are signs
 * too, with both readings; each condition with all of its signs and what the source says to do; the
 * side effects, each with its treatments, those on record first; and the sources, each with how far
 * its lists reach. A part that would be empty is left out. If nothing was found, only whom to call
 * and the sources of all lists are left.
 * @on_record: (nullable) (element-type RgmTreatment): the treatments of the person, NULL if nobody
 * is meant.
 * @to_call: (nullable): lines that say whom to call, as they are printed.
 * @width: columns to wrap to, 0: no wrapping.
 * Returns: (transfer full): paragraphs separated by an empty line; without a final newline.
 */
char *rgm_signs_text (const RgmSigns *signs, const RgmCatalog *catalog, const GPtrArray *on_record,
                      const char *to_call, int width);

/**
 * rgm_signs_text_brief: rgm_signs_text() for somebody who has read it not long ago: which readings
 * there are, what to do about the warning signs, and how far the lists reach.
 * Returns: (transfer full) (nullable): one paragraph; NULL if all has to be said: if nothing was
 * found, or a condition about which the source says something else than to tell a provider right
 * away.
 */
char *rgm_signs_text_brief (const RgmSigns *signs, const RgmCatalog *catalog, int width);

/* Whom to call, the conditions with their signs and what the sources say to do, and the sources, in
 * the form of rgm_signs_text(). Returns: (transfer full). */
char *rgm_signs_text_all (const RgmCatalog *catalog, const char *to_call, int width);

/* What can be looked for: each phrase of a symptom, with the first word of each choice that it
 * gives. Returns: (transfer full): ended by NULL. */
char **rgm_symptom_phrases (const RgmSymptom *symptom);

/**
 * rgm_signs_suggest: for a @text that is in no list: a phrase that is, and that the user may have
 * meant, because one word of @text is misspelt.
 * Returns: (transfer full) (nullable).
 */
char *rgm_signs_suggest (const RgmCatalog *catalog, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmSigns, rgm_signs_free)

RGM_END_DECLS
