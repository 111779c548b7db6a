/* observation.h: what only our own code does with values that were observed. */
#pragma once

#include <regimen/observation.h>

/**
 * observation_compare_values: compares two decimal texts ("1.98"), digit by digit: nothing is
 * rounded.
 * @numbers: (out): FALSE if one of them is no decimal number; then the result is 0.
 * Returns: -1, 0 or 1 if @a is less than, equal to, or greater than @b.
 */
int observation_compare_values (const char *a, const char *b, gboolean *numbers);
