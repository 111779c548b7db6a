/* The tablets of one person and one day as one line of the agenda. */
#include "cli/tablet-days.h"

#include "base/i18n.h"
#include "cli/output.h"

gboolean
cli_tablet_is_plain (const RgmAgendaItem *item)
{
  const RgmDose *dose = &item->dose;
  RgmFit fit = RGM_FIT_EXACT;

  if (!dose->slot || dose->state != RGM_DOSE_PLANNED || dose->tentative || dose->appointment != NULL
      || dose->hold != NULL || dose->why == RGM_WHY_MOVED)
    return FALSE;
  rgm_zone_to_instant (item->zone, dose->target, &fit);
  return fit == RGM_FIT_EXACT;
}

static char *
title_of (const RgmAgendaItem *item)
{
  const RgmCourse *course = item->course;
  const char *const parts[] = { course->handle, rgm_course_amount (course, item->dose.number),
                                course->site, rgm_dose_place (&item->dose, course) };

  return cli_list_text (parts, G_N_ELEMENTS (parts));
}

/* The times of the course of item @first that stand under the same title. */
static char *
medicine_text (const RgmAgenda *agenda, guint first, guint end, gboolean *told)
{
  const RgmAgendaItem *head = &g_array_index (agenda->items, RgmAgendaItem, first);
  g_autoptr (GPtrArray) times = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *title = title_of (head), *list = NULL;

  for (guint i = first; i < end; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);
    RgmLocal at = item->dose.target;
    g_autofree char *its_title = item->course == head->course ? title_of (item) : NULL;

    if (g_strcmp0 (its_title, title) != 0 || at.day != head->dose.target.day
        || !cli_tablet_is_plain (item))
      continue;
    told[i] = TRUE;
    g_ptr_array_add (times, g_strdup_printf ("%02d:%02d", at.second / 3600, at.second / 60 % 60));
  }
  list = cli_list_text ((const char *const *)times->pdata, times->len);
  return g_strdup_printf (_ ("%s: %s"), title, list);
}

char *
cli_tablet_day_text (const RgmAgenda *agenda, guint first, gboolean *told)
{
  /* No day is longer, and the items are in the order of their moments. */
  enum { LONGEST_DAY = 48 * 3600 };
  const RgmAgendaItem *head = &g_array_index (agenda->items, RgmAgendaItem, first);
  GString *text = g_string_new (NULL);
  guint end = first;

  while (end < agenda->items->len
         && g_array_index (agenda->items, RgmAgendaItem, end).moment < head->moment + LONGEST_DAY)
    end++;
  for (guint i = first; i < end; i++) {
    const RgmAgendaItem *item = &g_array_index (agenda->items, RgmAgendaItem, i);
    g_autofree char *medicine = NULL;

    if (told[i] || item->patient != head->patient || !cli_tablet_is_plain (item)
        || item->dose.target.day != head->dose.target.day)
      continue;
    medicine = medicine_text (agenda, i, end, told);
    g_string_append_printf (text, text->len > 0 ? "; %s" : "%s", medicine);
  }
  return g_string_free (text, FALSE);
}
