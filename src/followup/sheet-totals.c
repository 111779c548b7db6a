/* sheet-totals.c: writes how much radiation each site has had. Amounts for different sites are
 * never added together. */
#include "followup/sheet-part.h"

#include "base/i18n.h"
#include "base/text.h"
#include "model/course.h"

#include <regimen/describe.h>
#include <string.h>

#define CLASS_RADIATION "radiation"

/* The radiation that one site has had. */
typedef struct {
  const char *name; /* as it was typed first; NULL: no site is on record */
  char *folded;
  int sessions;
  int in_gy;    /* sessions whose amounts in Gy are in the sum */
  int left_out; /* sessions with an amount in Gy that cannot be added, such as "2 Gy / 3 Gy" */
  char *sum;    /* NULL: there is no amount that can be added */
  RgmDay first, last;
} Site;

static void
site_clear (gpointer data)
{
  Site *site = data;

  g_free (site->folded);
  g_free (site->sum);
}

static Site *
find_site (GArray *sites, const char *name)
{
  g_autofree char *folded = text_fold_words (name != NULL ? name : "");

  for (guint i = 0; i < sites->len; i++) {
    Site *site = &g_array_index (sites, Site, i);
    if (g_str_equal (site->folded, folded))
      return site;
  }
  Site site = { .name = name, .folded = g_steal_pointer (&folded), .first = RGM_NO_DAY };
  g_array_append_val (sites, site);
  return &g_array_index (sites, Site, sites->len - 1);
}

/* Whether the word @unit means Gy: as this symbol or written out, in upper or lower case. */
static gboolean
is_gy (const char *unit)
{
  static const char *const words[] = { "Gy", "Gray", "Grays" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (unit, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* @amount in the form "2.5 Gy", however its unit is written; NULL if @amount has another form.
 * @named: (out): whether Gy is among its units at all, as in "2 Gy / 3 Gy". Returns: (transfer
 * full) (nullable). */
static char *
amount_in_gy (const char *amount, gboolean *named)
{
  g_auto (GStrv) words = g_strsplit_set (amount, " /", -1);

  *named = FALSE;
  for (char **word = words; *word != NULL; word++)
    *named = *named || is_gy (*word);
  return *named && g_strv_length (words) == 2 ? g_strdup_printf ("%s Gy", words[0]) : NULL;
}

static void
add_session (Site *site, const RgmAdministration *done, RgmDay day)
{
  gboolean named = FALSE;
  g_autofree char *amount = done->amount != NULL ? amount_in_gy (done->amount, &named) : NULL;
  char *sum = amount == NULL      ? NULL
              : site->sum == NULL ? g_strdup (amount)
                                  : amount_add (site->sum, amount);

  site->sessions++;
  site->first = site->first == RGM_NO_DAY ? day : MIN (site->first, day);
  site->last = site->last == RGM_NO_DAY ? day : MAX (site->last, day);
  if (sum == NULL) {
    site->left_out += named;
    return;
  }
  site->in_gy++;
  g_free (site->sum);
  site->sum = sum;
}

/* Returns: (transfer full) (element-type Site): in the order of the record. */
static GArray *
find_sites (const Sheet *sheet)
{
  GArray *sites = g_array_new (FALSE, FALSE, sizeof (Site));

  g_array_set_clear_func (sites, site_clear);
  for (guint i = 0; i < sheet->courses->len; i++) {
    const RgmCourse *course = ((const SheetCourse *)sheet->courses->pdata[i])->course;
    if (!g_str_equal (course->treatment_class, CLASS_RADIATION))
      continue;
    for (guint n = 0; n < course->administrations->len; n++) {
      const RgmAdministration *done = course->administrations->pdata[n];
      const char *name = done->site != NULL ? done->site : course->site;
      if (done->outcome == RGM_GIVEN)
        add_session (find_site (sites, name), done, administration_day (done, sheet->zone));
    }
  }
  return sites;
}

/* How much the site has had, for example "30 Gy"; if not all amounts on record can be added, the
 * text says so. Returns: (transfer full). */
static char *
total_text (const Site *site)
{
  if (site->in_gy == 0)
    return g_strdup (site->left_out > 0 ? _ ("the amounts on record cannot be added up")
                                        : _ ("no amount in Gy is on record"));
  if (site->in_gy == site->sessions)
    return g_strdup (site->sum);
  return g_strdup_printf (site->left_out > 0
                            ? _ ("%s in %d of them; the others cannot be added to that")
                            : _ ("%s in %d of them; for the others, no amount in Gy is on record"),
                          site->sum, site->in_gy);
}

void
sheet_add_radiation (Sheet *sheet)
{
  g_autoptr (GArray) sites = find_sites (sheet);
  const char *headings[] = { _ ("Site"), _ ("Sessions"), _ ("In total"), _ ("Days"), NULL };

  if (sites->len == 0)
    return;
  html_add (sheet->html, "<div class=\"rows\">\n<h3 id=\"radiation\">%s</h3>\n",
            _ ("Radiation on each site, in the whole record"));
  html_table (sheet->html, "radiation", headings);
  for (guint i = 0; i < sites->len; i++) {
    const Site *site = &g_array_index (sites, Site, i);
    g_autofree char *sessions = g_strdup_printf ("%d", site->sessions);
    g_autofree char *first = rgm_day_describe (site->first);
    g_autofree char *last = rgm_day_describe (site->last);
    g_autofree char *days = site->first == site->last
                              ? g_strdup (first)
                              : g_strdup_printf (_ ("%s to %s"), first, last);
    g_autofree char *total = total_text (site);
    const char *const cells[]
      = { site->name != NULL ? site->name : _ ("no site on record"), sessions, total, days };
    html_row (sheet->html, cells, G_N_ELEMENTS (cells));
  }
  html_add (sheet->html, "</table>\n</div>\n");
}
