#include "base/i18n.h"
#include "calendar/import-private.h"

const char *
rgm_import_reason (void)
{
  return _ ("cancelled in the calendar");
}

static gboolean
apply_way (const RgmSession *session, const RgmProposal *proposal, RgmImportWay way,
           RgmRecorded *recorded, GError **error)
{
  gint64 course = proposal->course->id;

  if (way == RGM_IMPORT_HOLD)
    return rgm_record_held (session, course, proposal->dose, rgm_import_reason (), RGM_NO_DAY,
                            recorded, error);
  if (way == RGM_IMPORT_SKIP)
    return rgm_record_skipped (session, course, proposal->dose, rgm_import_reason (), TRUE,
                               recorded, error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("dose %d of %s was cancelled: say whether it is put off or will not be given "
                  "(--cancelled hold or --cancelled skip)"),
               proposal->dose, proposal->course->handle);
  return FALSE;
}

static gboolean
apply_one (const RgmSession *session, RgmImportWish *wish, GError **error)
{
  const RgmProposal *proposal = &wish->proposal;
  const RgmVerdict *verdict = &proposal->verdict;
  RgmGivenRequest given = { .at = verdict->moment };
  RgmRecorded *recorded = &wish->recorded;
  gint64 course = proposal->course->id;

  switch (verdict->kind) {
  case RGM_PROPOSE_BOOK:
    return rgm_record_booked_in (session, course, proposal->dose, verdict->at, verdict->zone,
                                 verdict->place, recorded, error);
  case RGM_PROPOSE_MOVE:
    return rgm_record_moved (session, course, proposal->dose, verdict->at, FALSE, recorded, error);
  case RGM_PROPOSE_LOG:
    return rgm_record_given (session, course, proposal->dose, &given, recorded, error);
  case RGM_PROPOSE_HOLD_OR_SKIP:
    return apply_way (session, proposal, wish->way, recorded, error);
  case RGM_PROPOSE_ATTACH:
    return TRUE;
  default:
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("there is nothing to put on record"));
    return FALSE;
  }
}

/* ---- one change ---- */

RgmImportWish *
rgm_import_wish_new (const RgmProposal *proposal, RgmImportWay way)
{
  RgmImportWish *wish = g_new0 (RgmImportWish, 1);

  wish->proposal = *proposal;
  wish->way = way;
  return wish;
}

void
rgm_import_wish_free (RgmImportWish *wish)
{
  if (wish == NULL)
    return;
  g_clear_error (&wish->refusal);
  rgm_recorded_clear (&wish->recorded);
  g_free (wish);
}

/* All are looked at, so that a person hears of all that is refused. */
static gboolean
apply_each (const RgmSession *session, const GPtrArray *wishes, GError **error)
{
  const GError *first = NULL;

  for (guint i = 0; i < wishes->len; i++) {
    RgmImportWish *wish = g_ptr_array_index (wishes, i);

    g_clear_error (&wish->refusal);
    rgm_recorded_clear (&wish->recorded);
    if (!apply_one (session, wish, &wish->refusal)
        || !import_remember (session, &wish->proposal, &wish->refusal))
      first = first != NULL ? first : wish->refusal;
  }
  if (first != NULL && error != NULL)
    *error = g_error_copy (first);
  return first == NULL;
}

gboolean
rgm_import_apply (const RgmSession *session, GPtrArray *wishes, gboolean attempt, GError **error)
{
  gboolean fine;

  if (wishes->len == 0)
    return TRUE;
  if (!rgm_store_begin_together (session->store, "import", session->now, error))
    return FALSE;
  fine = apply_each (session, wishes, error);
  if (fine && !attempt)
    return rgm_store_commit_together (session->store, error);
  rgm_store_rollback_together (session->store);
  return fine;
}
