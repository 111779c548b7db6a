#include "table.h"

#include <regimen/month.h>
#include <stdlib.h>
#include <string.h>

/* The grid of a month, and that it holds each day once, below its weekday. */

static void
check_grid (char **cells)
{
  RgmMonth month = { .first = rgm_day_parse (cells[0], NULL) };
  RgmDay today = rgm_day_parse (cells[1], NULL);
  g_auto (GStrv) days = g_strsplit (cells[4], " ", -1);
  gboolean cut = FALSE;

  for (char **day = days; *day != NULL && **day != '\0'; day++) {
    const char *signs = strchr (*day, '=') + 1;
    g_strlcpy (month.signs[strtol (*day, NULL, 10) - 1], signs, sizeof month.signs[0]);
  }
  g_autofree char *grid = rgm_month_grid (&month, today, (int)strtol (cells[2], NULL, 10),
                                          (int)strtol (cells[3], NULL, 10), &cut);
  table_expect (cells, "cut", cells[5], cut ? "cut" : "whole");
  table_expect (cells, "grid", cells[6], g_strdelimit (grid, "\n", '|'));
}

static void
test_table (void)
{
  table_run ("month-grid.tsv", 8, check_grid);
}

/* Each month of a leap year's cycle, with either first weekday, in three widths. */
static void
test_every_day_once (void)
{
  for (RgmDay first = rgm_day_new (2024, 1, 1); first < rgm_day_new (2029, 1, 1);
       first = rgm_day_add_months (first, 1))
    for (int weekday = 1; weekday <= 7; weekday++)
      for (int width = 35; width <= 200; width += 15) {
        RgmMonth month = { .first = first };
        gboolean cut;
        g_autofree char *grid = rgm_month_grid (&month, first, weekday, width, &cut);
        g_auto (GStrv) lines = g_strsplit (grid, "\n", -1);
        RgmDay expected = first;

        for (char **line = lines + 1; **line != '\0'; line++)
          for (char *at = *line; *at != '\0'; at++) {
            int cell = MIN (width / 7, 11), column = (int)(at - *line) / cell;
            if (!g_ascii_isdigit (*at))
              continue;
            int mday;
            rgm_day_split (expected, NULL, NULL, &mday);
            g_assert_cmpint (strtol (at, &at, 10), ==, mday);
            g_assert_cmpint ((column + weekday - 1) % 7 + 1, ==, rgm_day_weekday (expected));
            g_assert_cmpuint (strlen (*line), <=, width);
            expected++;
            if (*at == '\0')
              break;
          }
        g_assert_cmpint (expected, ==, rgm_day_add_months (first, 1));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/month/table", test_table);
  g_test_add_func ("/month/every-day-once", test_every_day_once);
  return g_test_run ();
}
