/* compare.h: the order of numbers, for g_array_sort() and qsort(). */
#pragma once

#include <glib.h>

/* Of two int, gint32 or RgmDay: the smaller one first. */
int compare_ints (gconstpointer a, gconstpointer b);
