#include "base/scan.h"

gboolean
rgm_scan_char (const char **at, char wanted)
{
  if (**at != wanted)
    return FALSE;
  (*at)++;
  return TRUE;
}

gboolean
rgm_scan_number (const char **at, int min_digits, int max_digits, int *value)
{
  int digits = 0;
  *value = 0;
  for (; g_ascii_isdigit (**at) && digits < max_digits; digits++)
    *value = *value * 10 + g_ascii_digit_value (*(*at)++);
  return digits >= min_digits && !g_ascii_isdigit (**at);
}

gboolean
rgm_scan_day (const char **at, RgmDay *day)
{
  int year, month, mday;
  if (!rgm_scan_number (at, 4, 4, &year) || !rgm_scan_char (at, '-')
      || !rgm_scan_number (at, 2, 2, &month) || !rgm_scan_char (at, '-')
      || !rgm_scan_number (at, 2, 2, &mday))
    return FALSE;
  *day = rgm_day_new (year, month, mday);
  return *day != RGM_NO_DAY;
}

gboolean
rgm_scan_time (const char **at, gint32 *second)
{
  int hour, minute;
  if (!rgm_scan_number (at, 2, 2, &hour) || !rgm_scan_char (at, ':')
      || !rgm_scan_number (at, 2, 2, &minute) || hour > 23 || minute > 59)
    return FALSE;
  *second = hour * 3600 + minute * 60;
  return TRUE;
}

gboolean
rgm_scan_second (const char **at, int *second)
{
  return rgm_scan_number (at, 2, 2, second) && *second < 60;
}
