/* describe.h: short forms of dates and times; regimen/describe.h has the long ones. */
#pragma once

#include <regimen/describe.h>

/* @local where there is little room: "Thu 3 Dec" or "Thu 3 Dec, 10:40". Returns: (transfer
 * full). */
char *local_short (RgmLocal local);
