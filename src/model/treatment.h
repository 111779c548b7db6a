/* treatment.h: functions about treatments and the other parts of the catalog that are not
 * public. */
#pragma once

#include <regimen/treatment.h>

/**
 * treatment_key_of: @name as a key: in lower case and without accents, with one "-" for each run of
 * characters other than a-z and 0-9, and none at either end; at most 36 characters. Returns:
 * (transfer full): "" if @name has no letter a-z and no digit.
 */
char *treatment_key_of (const char *name);

void treatment_symptom_free (RgmSymptom *symptom);
void treatment_effect_free (RgmEffect *effect);
void treatment_condition_free (RgmCondition *condition);
void treatment_source_free (RgmSource *source);
void treatment_brand_free (RgmBrand *brand);

/* As rgm_treatment_overlaps(), for @effects, which may belong to several treatments. @effects:
 * (element-type RgmEffect). */
GPtrArray *treatment_effects_overlaps (const GPtrArray *effects, const GPtrArray *conditions);
