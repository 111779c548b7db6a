/* observation-text.c: whom to call, what a dose needs, and which questions to ask, in words. */
#include "model/observation.h"

#include "base/i18n.h"
#include "base/text.h"
#include "model/course.h"
#include "model/dose.h"

#include <regimen/describe.h>

/* How many contacts, needs and questions a line with little room names, and how many letters of
 * each. */
#define BRIEF_CONTACTS 2
#define BRIEF_NEEDS 3
#define BRIEF_QUESTIONS 3
#define BRIEF_LETTERS 70
#define BRIEF_NAME 24

/* ---- whom to call ---- */

const char *
rgm_contact_purpose_words (RgmContactPurpose purpose)
{
  static const char *const words[RGM_CONTACT_N_PURPOSES]
    = { N_ ("anything"), N_ ("urgent"), N_ ("booking"), N_ ("questions") };

  return _ (words[purpose]);
}

/* As rgm_contact_text(). @letters: the length to which the name and the hours are cut; the phone
 * number is never cut. Returns: (transfer full). */
static char *
contact_text (const RgmContact *contact, int letters)
{
  const char *purpose = contact->purpose != RGM_CONTACT_ANYTHING
                          ? rgm_contact_purpose_words (contact->purpose)
                          : NULL;
  g_autofree char *name = text_cut (contact->name, letters);
  g_autofree char *hours = contact->hours != NULL ? text_cut (contact->hours, letters) : NULL;

  if (purpose == NULL && hours == NULL)
    return g_strdup_printf ("%s, %s", name, contact->phone);
  return g_strdup_printf ("%s, %s (%s%s%s)", name, contact->phone, purpose != NULL ? purpose : "",
                          purpose != NULL && hours != NULL ? "; " : "", hours != NULL ? hours : "");
}

char *
rgm_contact_text (const RgmContact *contact)
{
  return contact_text (contact, G_MAXINT);
}

/* The first @most of @texts, each cut to @letters, separated by @between, and then how many more
 * there are. Returns: (transfer full). */
static char *
join_some (const GPtrArray *texts, guint most, int letters, const char *between)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < texts->len && i < most; i++) {
    g_autofree char *part = text_cut (texts->pdata[i], letters);
    g_string_append_printf (line, "%s%s", i > 0 ? between : "", part);
  }
  if (texts->len > most) {
    guint more = texts->len - most;
    g_string_append (line, between);
    g_string_append_printf (line, P_ ("%u more", "%u more", more), more);
  }
  return g_string_free (line, FALSE);
}

/* A line that says whom to call: at most @most contacts, their names cut to @letters. Returns:
 * (transfer full) (nullable). */
static char *
call_line (const GPtrArray *contacts, RgmContactPurpose purpose, guint most, int letters)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free), chosen = NULL;
  g_autofree char *list = NULL;

  if (contacts == NULL || contacts->len == 0)
    return NULL;
  if (purpose != RGM_CONTACT_ANYTHING)
    chosen = rgm_contacts_for (contacts, purpose);
  for (guint i = 0; i < (chosen != NULL ? chosen : contacts)->len; i++)
    g_ptr_array_add (texts, contact_text ((chosen != NULL ? chosen : contacts)->pdata[i], letters));
  list = join_some (texts, most, G_MAXINT, "; ");
  return g_strdup_printf (_ ("Call: %s"), list);
}

char *
rgm_contacts_text (const GPtrArray *contacts, RgmContactPurpose purpose, int width)
{
  g_autofree char *line = call_line (contacts, purpose, G_MAXUINT, G_MAXINT);

  return line == NULL || width == 0 ? g_steal_pointer (&line) : text_wrap (line, width, 2);
}

char *
contacts_brief (const GPtrArray *contacts, RgmContactPurpose purpose)
{
  return call_line (contacts, purpose, BRIEF_CONTACTS, BRIEF_NAME);
}

/* ---- what a dose needs ---- */

RgmDay
need_day (const RgmDose *dose, const RgmZone *zone, RgmDay today)
{
  RgmDay day = dose_day (dose, zone);

  if (!dose->open)
    return day;
  if (dose->hold != NULL && dose->hold->until != RGM_NO_DAY)
    day = MAX (day, dose->hold->until);
  return today != RGM_NO_DAY ? MAX (day, today) : day;
}

RgmNeedStatus
need_before_dose (const RgmNeed *need, const RgmCourse *course, const RgmDose *dose,
                  const RgmZone *zone, RgmDay today)
{
  RgmDay previous = RGM_NO_DAY;

  for (guint i = 0; i < course->administrations->len; i++) {
    const RgmAdministration *each = course->administrations->pdata[i];
    RgmDay day = administration_day (each, zone);
    if (each->outcome == RGM_GIVEN && each->dose < dose->number
        && (previous == RGM_NO_DAY || day > previous))
      previous = day;
  }
  return rgm_need_status (need, need_day (dose, zone, today), previous,
                          need->last != NULL ? need->last->day : RGM_NO_DAY);
}

char *
rgm_need_text (const RgmNeed *need, const RgmNeedStatus *status, RgmDay today)
{
  g_autofree char *since = status->since != RGM_NO_DAY ? rgm_day_describe (status->since) : NULL;
  g_autofree char *last = status->met ? rgm_day_describe (status->last) : NULL;
  const RgmObservation *found = need->last;

  if (status->met && (found == NULL || found->value == NULL))
    return g_strdup_printf (_ ("%s: done on %s"), need->name, last);
  if (status->met && found->unit == NULL)
    return g_strdup_printf (_ ("%s: %s on %s"), need->name, found->value, last);
  if (status->met)
    return g_strdup_printf (_ ("%s: %s %s on %s"), need->name, found->value, found->unit, last);
  if (status->since == RGM_NO_DAY)
    return g_strdup_printf (_ ("%s: none on record"), need->name);
  if (today != RGM_NO_DAY && status->since <= today)
    return g_strdup_printf (_ ("%s: none on record since %s"), need->name, since);
  return g_strdup_printf (_ ("%s: none on record from %s or later"), need->name, since);
}

char *
needs_brief (const GPtrArray *needs, const RgmCourse *course, const RgmDose *dose,
             const RgmZone *zone, RgmDay today)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) met = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = NULL;

  for (guint i = 0; needs != NULL && i < needs->len; i++) {
    RgmNeedStatus status = need_before_dose (needs->pdata[i], course, dose, zone, today);
    g_ptr_array_add (status.met ? met : open, rgm_need_text (needs->pdata[i], &status, today));
  }
  if (open->len + met->len == 0)
    return NULL;
  list = join_some (open->len > 0 ? open : met, BRIEF_NEEDS, BRIEF_LETTERS, "; ");
  return open->len > 0 ? g_strdup_printf (_ ("Needed: %s"), list)
                       : g_strdup_printf (_ ("On record: %s"), list);
}

/* ---- questions to ask ---- */

char *
questions_brief (const GPtrArray *questions)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autofree char *list = NULL;

  if (questions == NULL || questions->len == 0)
    return NULL;
  for (guint i = 0; i < questions->len; i++)
    g_ptr_array_add (texts, ((const RgmQuestion *)questions->pdata[i])->question);
  list = join_some (texts, BRIEF_QUESTIONS, BRIEF_LETTERS, " / ");
  return g_strdup_printf (_ ("To ask: %s"), list);
}
