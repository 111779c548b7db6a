/* compare.h: compares numbers, for g_array_sort() and qsort(). */
#pragma once

#include <glib.h>

/* Sorts values of the type int, gint32 or RgmDay, the smallest first. */
int compare_ints (gconstpointer a, gconstpointer b);
