/* treatment.h: frees the parts of the catalog. */
#pragma once

#include <regimen/treatment.h>

void treatment_effect_free (RgmEffect *effect);
void treatment_condition_free (RgmCondition *condition);
void treatment_source_free (RgmSource *source);
