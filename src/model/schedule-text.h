/* schedule-text.h: the weekdays of a schedule as text. */
#pragma once

#include <regimen/schedule.h>

/* "Mon-Fri", "Mon, Wed, Fri". Returns: (transfer full). */
char *weekdays_describe (guint8 weekdays);
