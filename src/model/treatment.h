/* treatment.h: frees the parts of the catalog. */
#pragma once

#include <regimen/treatment.h>

void rgm_effect_free (RgmEffect *effect);
void rgm_condition_free (RgmCondition *condition);
void rgm_source_free (RgmSource *source);
