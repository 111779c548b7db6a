/* describe.h: a time in a few letters. */
#pragma once

#include <regimen/describe.h>

/* "Thu 3 Dec" or "Thu 3 Dec, 10:40": where there is room for a few letters only. Returns: (transfer
 * full). */
char *local_short (RgmLocal local);
