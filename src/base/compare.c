/* compare.c: compares numbers, for functions that sort. */
#include "base/compare.h"

int
compare_ints (gconstpointer a, gconstpointer b)
{
  int left = *(const int *)a, right = *(const int *)b;

  return (left > right) - (left < right);
}
