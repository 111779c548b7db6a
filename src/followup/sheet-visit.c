/* sheet-visit.c: writes what matters for the next visit: what has to be on record before the next
 * doses, what is to be asked, and whom to call. */
#include "followup/sheet-part.h"

#include "base/i18n.h"
#include "base/text.h"
#include "model/observation.h"

#include <regimen/describe.h>

/* ---- needs ---- */

/* The first open dose of @one that was not missed. Returns: (nullable). */
static const RgmDose *
next_dose (const SheetCourse *one)
{
  for (guint i = 0; i < one->doses->len; i++) {
    const RgmDose *dose = &g_array_index (one->doses, RgmDose, i);
    if (dose->open && dose->state != RGM_DOSE_MISSED)
      return dose;
  }
  return NULL;
}

/* Says whether @need is met before @dose of @one, as far as is on record. Returns: (transfer
 * full). */
static char *
need_text (const Sheet *sheet, const SheetCourse *one, const RgmDose *dose, const RgmNeed *need)
{
  RgmNeedStatus status = need_before_dose (need, one->course, dose, sheet->zone, sheet->today);
  g_autofree char *found = status.last != RGM_NO_DAY ? rgm_day_describe (status.last) : NULL;
  g_autofree char *lacking = NULL;

  if (status.met)
    return g_strdup_printf (_ ("%s: on record, %s"), need->name, found);
  lacking = rgm_need_text (need, &status, sheet->today);
  if (found == NULL)
    return g_steal_pointer (&lacking);
  return g_strdup_printf (_ ("%s; the last one is from %s"), lacking, found);
}

/* Adds to @items what the next dose of each course needs. */
static gboolean
find_needs (const Sheet *sheet, GPtrArray *items, GError **error)
{
  for (guint i = 0; i < sheet->courses->len; i++) {
    const SheetCourse *one = sheet->courses->pdata[i];
    const RgmDose *dose = next_dose (one);
    g_autoptr (GPtrArray) needs = rgm_store_needs (sheet->session->store, one->course->id, error);
    if (needs == NULL)
      return FALSE;
    for (guint n = 0; dose != NULL && n < needs->len; n++) {
      g_autofree char *title = rgm_dose_title (one->course, dose->number);
      g_autofree char *text = need_text (sheet, one, dose, needs->pdata[n]);
      g_ptr_array_add (items, g_strdup_printf (_ ("Before %s: %s"), title, text));
    }
  }
  return TRUE;
}

/* ---- questions and contacts ---- */

/* Adds to @items each question that is open, or was answered in the period of the sheet. */
static gboolean
find_questions (const Sheet *sheet, GPtrArray *items, GError **error)
{
  g_autoptr (GPtrArray) questions
    = rgm_store_questions (sheet->session->store, sheet->patient->id, TRUE, error);

  for (guint i = 0; questions != NULL && i < questions->len; i++) {
    const RgmQuestion *question = questions->pdata[i];
    if (question->answer == NULL) {
      g_ptr_array_add (items, g_strdup (question->question));
      continue;
    }
    RgmDay day = rgm_zone_day (sheet->zone, question->answered_at);
    g_autofree char *when = rgm_day_describe (day);
    if (day >= sheet->since)
      g_ptr_array_add (items, g_strdup_printf (_ ("%s Answered on %s: %s"), question->question,
                                               when, question->answer));
  }
  return questions != NULL;
}

static gboolean
find_contacts (const Sheet *sheet, GPtrArray *items, GError **error)
{
  g_autoptr (GPtrArray) contacts
    = rgm_store_contacts (sheet->session->store, sheet->patient->id, error);

  for (guint i = 0; contacts != NULL && i < contacts->len; i++) {
    const RgmContact *contact = contacts->pdata[i];
    const char *purpose = contact->purpose != RGM_CONTACT_ANYTHING
                            ? rgm_contact_purpose_words (contact->purpose)
                            : NULL;
    const char *const parts[] = { contact->name, purpose, contact->phone, contact->hours };
    g_ptr_array_add (items, text_join (", ", parts, G_N_ELEMENTS (parts)));
  }
  return contacts != NULL;
}

/* ---- the section ---- */

static void
add_list (Sheet *sheet, const char *title, const GPtrArray *items)
{
  if (items->len == 0)
    return;
  html_add (sheet->html, "<div>\n<h3>%s</h3>\n<ul>\n", title);
  for (guint i = 0; i < items->len; i++)
    html_add (sheet->html, "<li>%s</li>\n", (const char *)items->pdata[i]);
  html_add (sheet->html, "</ul>\n</div>\n");
}

gboolean
sheet_add_visit (Sheet *sheet, GError **error)
{
  g_autoptr (GPtrArray) needs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) questions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) contacts = g_ptr_array_new_with_free_func (g_free);

  if (!find_needs (sheet, needs, error) || !find_questions (sheet, questions, error)
      || (!sheet->private_mode && !find_contacts (sheet, contacts, error)))
    return FALSE;
  if (needs->len + questions->len + contacts->len == 0)
    return TRUE;
  html_add (sheet->html,
            "<section aria-labelledby=\"visit\">\n<h2 id=\"visit\">%s</h2>\n<div "
            "class=\"three\">\n",
            _ ("For the next visit"));
  add_list (sheet, _ ("Needed before the next doses"), needs);
  add_list (sheet, _ ("Questions"), questions);
  add_list (sheet, _ ("Whom to call"), contacts);
  html_add (sheet->html, "</div>\n</section>\n");
  return TRUE;
}
