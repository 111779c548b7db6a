/* import-record.c: puts accepted proposals of an import on record, as one change. */
#include "calendar/import-calendar.h"

#include "base/i18n.h"
#include "store/calendar-rows.h"
#include "store/write.h"

const char *
import_reason (void)
{
  return _ ("cancelled in the calendar");
}

RgmImportWish *
import_wish_new (const RgmProposal *proposal, RgmImportWay way)
{
  RgmImportWish *wish = g_new0 (RgmImportWish, 1);
  wish->proposal = *proposal;
  wish->way = way;
  return wish;
}

void
import_wish_free (RgmImportWish *wish)
{
  if (wish == NULL)
    return;
  g_clear_error (&wish->refusal);
  rgm_recorded_clear (&wish->recorded);
  g_free (wish);
}

/* Records what is proposed. A cancelled dose is held or skipped, as the user chose. */
static gboolean
apply_one (const RgmSession *session, RgmImportWish *wish, GError **error)
{
  const RgmVerdict *verdict = &wish->proposal.verdict;
  RgmGivenRequest given = { .at = verdict->moment, .day_only = verdict->day_only };
  RgmRecorded *recorded = &wish->recorded;
  gint64 course = wish->proposal.course->id;
  int dose = wish->proposal.dose;
  switch (verdict->kind) {
  case RGM_PROPOSE_BOOK:
    /* if the appointment names no place, the usual place of the course is meant */
    return rgm_record_booked_in (session, course, dose, verdict->at, verdict->zone,
                                 verdict->place != NULL ? verdict->place : "", recorded, error);
  case RGM_PROPOSE_MOVE:
    return rgm_record_moved (session, course, dose, verdict->at, FALSE, recorded, error);
  case RGM_PROPOSE_LOG:
    return rgm_record_given (session, course, dose, &given, recorded, error);
  case RGM_PROPOSE_HOLD_OR_SKIP:
    if (wish->way == RGM_IMPORT_HOLD)
      return rgm_record_held (session, course, dose, import_reason (), RGM_NO_DAY, recorded, error);
    if (wish->way == RGM_IMPORT_SKIP)
      return rgm_record_skipped (session, course, dose, import_reason (), TRUE, recorded, error);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("dose %d of %s was cancelled: say whether it is put off or will not be given "
                    "(--cancelled hold or --cancelled skip)"),
                 dose, wish->proposal.course->handle);
    return FALSE;
  case RGM_PROPOSE_ATTACH:
    return TRUE;
  default:
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("there is nothing to put on record"));
    return FALSE;
  }
}

char *
import_name (const RgmProposal *proposal)
{
  const RgmIncoming *event = proposal->event;
  g_autofree char *start = rgm_local_format (event->start);

  return proposal->twin && event->start.day != RGM_NO_DAY
           ? g_strconcat (event->uid, "#", start, event->utc ? "Z" : "", NULL)
           : g_strdup (event->uid);
}

/* Notes to which dose an appointment that regimen did not make is attached, so that a later version
 * of it finds that dose. Does nothing for an event of this record. This is one part of the caller's
 * change. */
static gboolean
remember (const RgmSession *session, const RgmProposal *proposal, GError **error)
{
  const RgmIncoming *event = proposal->event;
  g_autofree char *name = import_name (proposal);
  RgmInvitation invitation = {
    .course_id = proposal->course->id,
    .dose = proposal->dose,
    .uid = name,
    .instance = event->instance_at,
    .sequence = event->sequence,
    .changed = event->changed,
    .at = proposal->in_file,
    .cancelled = event->cancelled,
  };
  if ((!proposal->attached && (!proposal->remembered || proposal->twin)) || *event->uid == '\0')
    return TRUE;
  g_autoptr (RgmTransaction) change = store_begin (session->store, "import", session->now, error);
  return change != NULL && store_add_invitation (session->store, &invitation, error)
         && store_commit (change, error);
}

/* Tries to put each of @wishes that is not in @settled on record, the last one first if @backward,
 * and adds those that succeed to @settled. */
static void
try_wishes (const RgmSession *session, GPtrArray *wishes, GHashTable *settled, gboolean backward)
{
  for (guint i = 0; i < wishes->len; i++) {
    RgmImportWish *wish = g_ptr_array_index (wishes, backward ? wishes->len - 1 - i : i);
    if (g_hash_table_contains (settled, wish))
      continue;
    g_clear_error (&wish->refusal);
    rgm_recorded_clear (&wish->recorded);
    if (apply_one (session, wish, &wish->refusal)
        && remember (session, &wish->proposal, &wish->refusal))
      g_hash_table_add (settled, wish);
  }
}

/* Refuses those of @wishes that are about a dose that was changed after @change, and adds them to
 * @settled. Returns: FALSE with @error set if the record cannot be read. */
static gboolean
refuse_changed (const RgmSession *session, GPtrArray *wishes, GHashTable *settled, gint64 change,
                GError **error)
{
  for (guint i = 0; i < wishes->len; i++) {
    RgmImportWish *wish = g_ptr_array_index (wishes, i);
    const RgmProposal *proposal = &wish->proposal;
    RgmInstant at;
    g_clear_error (&wish->refusal);
    if (!store_dose_changed_since (session->store, proposal->course->id, proposal->dose, change,
                                   &at, error))
      return FALSE;
    if (at == RGM_INSTANT_NONE)
      continue;
    g_hash_table_add (settled, wish);
    g_set_error (&wish->refusal, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s was changed on record in the meantime; import again to see what holds now"),
                 proposal->title);
  }
  return TRUE;
}

gboolean
import_record (const RgmSession *session, GPtrArray *wishes, gint64 change, gboolean attempt,
               GError **error)
{
  g_autoptr (GHashTable) settled = g_hash_table_new (g_direct_hash, g_direct_equal);
  const GError *first = NULL;
  guint before;
  gboolean backward = FALSE;
  if (wishes->len == 0)
    return TRUE;
  if (!store_begin_together (session->store, "import", session->now, error))
    return FALSE;
  if (!refuse_changed (session, wishes, settled, change, error)) {
    store_rollback_together (session->store);
    return FALSE;
  }
  /* All are tried, so that the user hears of everything that is refused. Some are refused only
   * because of the order: if a whole series moves to later days, the new day of an appointment may
   * be free only once the next appointment has been moved. So the refused ones are tried again, in
   * the other order, for as long as that helps. */
  do {
    before = g_hash_table_size (settled);
    try_wishes (session, wishes, settled, backward);
    backward = !backward;
  } while (g_hash_table_size (settled) > before && g_hash_table_size (settled) < wishes->len);
  for (guint i = 0; i < wishes->len && first == NULL; i++)
    first = ((const RgmImportWish *)g_ptr_array_index (wishes, i))->refusal;
  if (first == NULL && !attempt)
    return store_commit_together (session->store, error);
  store_rollback_together (session->store);
  if (first != NULL && error != NULL)
    *error = g_error_copy (first);
  return first == NULL;
}
