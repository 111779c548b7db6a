/* when-span.c: reads what the user types for a span of days: "tomorrow", "next week", "may". */
#include "base/i18n.h"
#include "base/reword.h"
#include "base/scan.h"
#include "base/text.h"

#include <regimen/when.h>
#include <string.h>

/* @text in lower case, without "for", "the" and "coming" at its beginning, and without "next" if a
 * number follows: "for the next 7 days" becomes "7 days".
 * Returns: (transfer full). */
static char *
fold_span (const char *text)
{
  static const char *const fillers[] = { "for ", "the ", "coming " };
  g_autofree char *plain = text_plain_blanks (text), *small = NULL;
  const char *at;

  small = g_ascii_strdown (g_strstrip (plain), -1);
  at = small;
  for (gsize i = 0; i < G_N_ELEMENTS (fillers); i++)
    if (g_str_has_prefix (at, fillers[i]))
      at += strlen (fillers[i]);
  if (g_str_has_prefix (at, "next ")) {
    const char *number = at + strlen ("next ");
    if (scan_typed_count (&number, &(int){ 0 }))
      at += strlen ("next ");
  }
  return g_strdup (at);
}

/* Reads how far to look ahead: "2 weeks", "a month". */
static gboolean
read_length (const char *at, RgmDay today, RgmDay *last)
{
  const char *number = at;
  int count;
  char unit;

  if (scan_typed_count (&number, &count))
    at = number;
  else
    count = 1;
  unit = scan_typed_unit (&at);
  if (*at != '\0' || count < 1 || count > RGM_SPAN_DAYS || strchr ("dwm", unit) == NULL
      || unit == '\0')
    return FALSE;
  *last = unit == 'm' ? rgm_day_add_months (today, count) : today + count * (unit == 'w' ? 7 : 1);
  return *last - today <= RGM_SPAN_DAYS;
}

/* Reads "this week", "next weekend" and the like, which are whole weeks or weekends of the
 * calendar. */
static gboolean
read_week (const char *text, RgmDay today, int first_weekday, RgmDay *first, RgmDay *last)
{
  g_return_val_if_fail (text != NULL, FALSE);
  gboolean next = g_str_has_prefix (text, "next ");
  const char *what = next || g_str_has_prefix (text, "this ") ? text + strlen ("this ") : text;
  RgmDay begin = today - (rgm_day_weekday (today) - first_weekday + 7) % 7 + (next ? 7 : 0);
  RgmDay saturday = today + 6 - rgm_day_weekday (today) + (next ? 7 : 0);

  if (g_str_equal (what, "week") && what != text)
    *first = begin, *last = begin + 6;
  else if (g_str_equal (what, "weekend"))
    *first = saturday, *last = saturday + 1;
  else
    return FALSE;
  return TRUE;
}

gboolean
rgm_when_parse_span (const char *text, const RgmZone *zone, RgmInstant now, int first_weekday,
                     RgmDay *first, RgmDay *last, GError **error)
{
  g_autofree char *folded = fold_span (text), *quoted = text_quote (text);
  g_autoptr (GError) unclear = NULL;
  RgmDay today = rgm_zone_day (zone, now);
  const char *month = g_str_equal (folded, "month") ? "this" : folded;
  RgmWhen when;

  *first = *last = today;
  if (read_week (folded, today, first_weekday, first, last)
      || (!g_str_equal (folded, "month") && read_length (folded, today, last)))
    return TRUE;
  if (!g_ascii_isdigit (*month) && !g_str_equal (month, "next") && !g_str_equal (month, "last")
      && rgm_when_parse_month (month, today, first, NULL)) {
    *last = rgm_day_add_months (*first, 1) - 1;
    return TRUE;
  }
  if (strspn (folded, G_CSET_DIGITS) == strlen (folded) && *folded != '\0') {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not a day; to look that many days ahead, type --days %s"), quoted,
                 folded);
    return FALSE;
  }
  if (rgm_when_parse (text, zone, now, RGM_WHEN_PLANNED, &when, &unclear)
      && !rgm_local_has_time (when.local)) {
    *first = *last = when.local.day;
    return TRUE;
  }
  if (unclear != NULL && error_has_trait (unclear, ERROR_UNCLEAR))
    g_propagate_error (error, g_steal_pointer (&unclear));
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not understood as days; type today, tomorrow, friday, 1 Dec, week, "
                    "\"next week\", \"2 weeks\", december or \"next month\""),
                 quoted);
  return FALSE;
}
