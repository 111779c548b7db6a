/* Describes in words what two copies of a record say about the same thing. */
#include "cli/print/merge-text.h"

#include "base/i18n.h"
#include "cli/print/output.h"
#include "model/schedule.h"

#include <string.h>

char *
merge_subject (const RgmMergeItem *item, gboolean person)
{
  static const char *const lists[]
    = { [RGM_MERGE_FELT] = "feel", [RGM_MERGE_LAB] = "lab", [RGM_MERGE_CHECK] = "need" };
  const char *name = person ? item->patient : NULL;
  char *subject = NULL;

  switch (item->kind) {
  case RGM_MERGE_ANSWER:
  case RGM_MERGE_TAKEN:
  case RGM_MERGE_BOOKING:
  case RGM_MERGE_TARGET:
  case RGM_MERGE_HOLD:
    subject = g_strdup_printf ("%s/%d", item->handle, item->number);
    break;
  case RGM_MERGE_FELT:
  case RGM_MERGE_LAB:
  case RGM_MERGE_CHECK:
    subject = g_strdup_printf ("%s/%d", lists[item->kind], item->number);
    break;
  case RGM_MERGE_CONTACT:
    subject = g_strdup_printf (_ ("contact %d"), item->number);
    break;
  case RGM_MERGE_QUESTION:
    subject = g_strdup_printf (_ ("question %d"), item->number);
    break;
  default:
    if (item->handle == NULL)
      return g_strdup (item->patient);
    subject = g_strdup (item->handle);
  }
  if (name == NULL)
    return subject;
  g_autofree char *plain = subject;
  return g_strdup_printf ("%s, %s", name, plain);
}

/* ---- each kind ---- */

static RgmInstant
instant (const char *text)
{
  return g_ascii_strtoll (text, NULL, 10);
}

/* @text: a stored local date, with or without a time of day. */
static char *
local_text (const char *text)
{
  RgmLocal local;

  return rgm_local_parse (text, &local, NULL) ? cli_local_text (local) : g_strdup (text);
}

static char *
list (const char *const *parts, gsize count)
{
  return cli_list_text (parts, count);
}

static char *
answer_text (char *const *fields, const RgmZone *zone)
{
  const RgmZone *entered = rgm_zone_get (fields[RGM_MERGE_ENTERED_ZONE], NULL);
  g_autofree char *when
    = *fields[RGM_MERGE_DAY_ONLY] != '\0'
        ? local_text (fields[RGM_MERGE_DAY])
        : cli_instant_text (instant (fields[RGM_MERGE_AT]), entered != NULL ? entered : zone);
  gboolean given = g_str_equal (fields[RGM_MERGE_OUTCOME], "given");
  g_autofree char *first = given ? g_strdup_printf (_ ("given on %s"), when)
                                 : g_strdup_printf (_ ("skipped, noted on %s"), when);
  const char *const parts[] = { first, fields[RGM_MERGE_AMOUNT], fields[RGM_MERGE_SITE],
                                fields[RGM_MERGE_REASON], fields[RGM_MERGE_NOTE] };

  return list (parts, G_N_ELEMENTS (parts));
}

static char *
observed_text (char *const *fields, const RgmZone *zone)
{
  const RgmZone *entered = rgm_zone_get (fields[9], NULL);
  g_autofree char *when = *fields[11] != '\0'
                            ? local_text (fields[10])
                            : cli_instant_text (instant (fields[RGM_MERGE_OBSERVED_AT]),
                                                entered != NULL ? entered : zone);
  const char *const words[] = { fields[1], fields[2], fields[3], NULL };
  g_autofree char *joined = g_strjoinv (" ", (char **)words),
                  *what = g_strdup (g_strchomp (joined));
  const char *const parts[] = { what, when, fields[6], fields[7] };

  return list (parts, G_N_ELEMENTS (parts));
}

/* Describes the last revision in @plan, which has one revision per line with fields separated by
 * "\x1f". */
static char *
plan_text (const char *plan)
{
  const char *last = strrchr (plan, '\n');
  g_auto (GStrv) parts = g_strsplit (last != NULL ? last + 1 : plan, "\x1f", -1);
  g_autoptr (RgmSchedule) schedule
    = g_strv_length (parts) == 5 ? schedule_from_stored (parts[1], NULL) : NULL;
  g_autofree char *rhythm
    = schedule != NULL
        ? rgm_schedule_describe (schedule, rgm_unit_words ("dose"), rgm_unit_words ("doses"))
        : NULL;
  const char *const words[]
    = { rhythm, schedule != NULL ? parts[3] : NULL, schedule != NULL ? parts[4] : NULL };

  return list (words, G_N_ELEMENTS (words));
}

/* @first, followed by those of the others that are not empty. @first: (transfer full). */
static char *
with_others (char *first, const char *second, const char *third)
{
  g_autofree char *owned = first;
  const char *const parts[] = { owned, second, third };

  return list (parts, G_N_ELEMENTS (parts));
}

char *
merge_saying (const RgmMergeItem *item, char *const *fields, const RgmZone *zone)
{
  g_autofree char *when = NULL;

  if (fields == NULL)
    return g_strdup (_ ("nothing on record"));
  switch (item->kind) {
  case RGM_MERGE_PERSON:
    return g_strdup (_ ("on record"));
  case RGM_MERGE_NAME:
    return g_strdup_printf (_ ("the name is %s"), fields[0]);
  case RGM_MERGE_ZONE:
    return g_strdup_printf (_ ("the time zone is %s"), fields[0]);
  case RGM_MERGE_CLOSED:
    return *fields[0] != '\0' ? g_strdup_printf (_ ("the clinic is closed on %s"), fields[0])
                              : g_strdup (_ ("no closed days"));
  case RGM_MERGE_COURSE:
    return g_strdup_printf (_ ("a course: %s"), fields[0]);
  case RGM_MERGE_HANDLE:
    return g_strdup_printf (_ ("the short name is %s"), fields[0]);
  case RGM_MERGE_PLAN:
    when = plan_text (fields[0]);
    return g_strdup_printf (_ ("the plan is: %s"), when);
  case RGM_MERGE_PAUSE:
    when = *fields[0] != '\0' ? local_text (fields[0]) : NULL;
    return with_others (when != NULL ? g_strdup_printf (_ ("paused until %s"), when)
                                     : g_strdup (_ ("paused until it is resumed")),
                        fields[1], NULL);
  case RGM_MERGE_END:
    when = cli_day_text (rgm_zone_day (zone, instant (fields[0])));
    return with_others (g_strdup_printf (_ ("stopped on %s"), when), fields[1], NULL);
  case RGM_MERGE_ANSWER:
  case RGM_MERGE_TAKEN:
    return answer_text (fields, zone);
  case RGM_MERGE_BOOKING:
    when = local_text (fields[0]);
    return with_others (g_strdup_printf (_ ("booked for %s"), when),
                        g_strcmp0 (fields[1], rgm_zone_name (zone)) != 0 ? fields[1] : NULL,
                        fields[2]);
  case RGM_MERGE_TARGET:
    when = local_text (fields[0]);
    return g_strdup_printf (_ ("moved to %s"), when);
  case RGM_MERGE_HOLD:
    when = *fields[1] != '\0' ? local_text (fields[1]) : NULL;
    return when != NULL ? g_strdup_printf (_ ("on hold until %s: %s"), when, fields[0])
                        : g_strdup_printf (_ ("on hold: %s"), fields[0]);
  case RGM_MERGE_INVITATION:
    when = cli_instant_text (instant (fields[2]), zone);
    return g_strdup_printf (_ ("an invitation for %s"), when);
  case RGM_MERGE_NEED:
    return *fields[1] != '\0'
             ? g_strdup_printf (_ ("needs %s, not older than %s"), fields[0], fields[1])
             : g_strdup_printf (_ ("needs %s"), fields[0]);
  case RGM_MERGE_CONTACT:
    return with_others (g_strdup (fields[0]), fields[1], fields[2]);
  case RGM_MERGE_QUESTION:
    return with_others (g_strdup (fields[0]), fields[2], NULL);
  default:
    return observed_text (fields, zone);
  }
}

const char *
merge_why (const RgmMergeItem *item)
{
  switch (item->reason) {
  case RGM_MERGE_BACK_THERE:
    return _ ("It was taken back in the other copy, but this record has something new about it.");
  case RGM_MERGE_BACK_HERE:
    return _ ("It was taken back in this record, but the other copy has something new about it.");
  case RGM_MERGE_BOTH_STARTED:
    return _ (
      "The same treatment was started here too. If it is the same prescription, this record "
      "has it already; if it is another one, it becomes a second course.");
  case RGM_MERGE_CLOCK:
    return _ ("That is in the future, so the clock of the other computer may have been wrong.");
  case RGM_MERGE_OTHER_NUMBER:
    return _ ("A dose that was given then is on record here already, with another number. Answer "
              "the question about that dose first, and then merge once more.");
  default:
    return NULL;
  }
}
