/* undoable.c: finds out whether undo would take back a certain command. Without that, a message
 * would propose an undo that is refused, or that takes back something else. */
#include "record/undoable.h"

#include <string.h>

#include "model/safety.h"
#include "record/together.h"
#include "store/alert-rows.h"
#include "store/write.h"

/* Whether @change is younger than an hour, and no reminder was snoozed after it. */
static gboolean
is_recent (const RgmSession *session, gint64 patient_id, const RgmChange *change,
           const RgmZone *zone)
{
  g_autofree char *dose = NULL;
  RgmInstant until;

  return safety_check_undo (change->command, change->at, session->now, zone, NULL)
         && store_snoozed_since (session->store, patient_id, change->at, session->now, &dose,
                                 &until, NULL)
         && dose == NULL;
}

/* Whether taking back @change leads back to what the record said before it, because nothing else
 * was written or taken back since. Then undo does not check the medicines of the patient. */
static gboolean
leads_back (const RgmSession *session, gint64 patient_id, const RgmChange *change)
{
  g_autoptr (RgmChange) last = store_change_to_undo (session->store, patient_id, NULL);
  gboolean leads = FALSE;

  return last != NULL && last->id == change->id
         && store_change_leads_back (session->store, change->id, &leads, NULL) && leads;
}

/* Whether @change can be taken back, and @course may then go on beside the other medicines of its
 * patient. This takes the change back, looks, and returns the record to what it was. */
static gboolean
may_go_on (const RgmSession *session, const RgmCourse *course, const RgmChange *change,
           const RgmZone *zone)
{
  RgmStore *store = session->store;
  RgmSession strict = *session;
  g_autofree char *overridden = NULL;
  StorePlace place;
  gboolean may = FALSE;

  strict.anyway = FALSE;
  if (session->catalog == NULL || !store_remember (store, &place, NULL))
    return FALSE;
  if (store_undo (store, change->id, NULL, NULL)) {
    g_autoptr (RgmCourse) back = rgm_store_course (store, course->id, session->now, NULL);
    may = back != NULL && together_check_back (&strict, course, back, zone, &overridden, NULL);
  }
  return store_go_back (store, &place, NULL) && may;
}

gboolean
undoable_stop (const RgmSession *session, const RgmCourse *course, const RgmZone *zone)
{
  g_autoptr (RgmChange) last = store_course_change_to_undo (session->store, course->id, NULL);

  return last != NULL && g_str_equal (last->command, "stop")
         && is_recent (session, course->patient_id, last, zone)
         && (leads_back (session, course->patient_id, last)
             || may_go_on (session, course, last, zone));
}

char *
undoable_log_typed (const RgmSession *session, const RgmCourse *course)
{
  g_autoptr (RgmChange) last = store_course_change_to_undo (session->store, course->id, NULL);
  size_t handle = strlen (course->handle);
  gboolean old;

  if (last == NULL || !store_change_describe (session->store, last->id, last, NULL)
      || !g_str_equal (last->command, "log") || g_strv_length (last->about) != 1
      || strncmp (last->about[0], course->handle, handle) != 0
      || strchr ("/", last->about[0][handle]) == NULL)
    return NULL;
  old = !safety_check_undo (last->command, last->at, session->now, session->zone, NULL);
  return g_strconcat ("regimen undo ", course->handle, old ? " --anyway" : NULL, NULL);
}
