#include "agenda/import-private.h"
#include "base/i18n.h"

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

gboolean
rgm_import_apply (const RgmSession *session, const RgmProposal *proposal, RgmImportWay way,
                  RgmRecorded *recorded, GError **error)
{
  const RgmVerdict *verdict = &proposal->verdict;
  RgmGivenRequest given = { .at = verdict->moment };

  *recorded = (RgmRecorded){ 0 };
  switch (verdict->kind) {
  case RGM_PROPOSE_BOOK:
    return rgm_record_booked_in (session, proposal->course->id, proposal->dose, verdict->at,
                                 verdict->zone, verdict->place, recorded, error);
  case RGM_PROPOSE_MOVE:
    return rgm_record_moved (session, proposal->course->id, proposal->dose, verdict->at, FALSE,
                             recorded, error);
  case RGM_PROPOSE_LOG:
    return rgm_record_given (session, proposal->course->id, proposal->dose, &given, recorded,
                             error);
  case RGM_PROPOSE_HOLD_OR_SKIP:
    return apply_way (session, proposal, way, recorded, error);
  default:
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("there is nothing to put on record"));
    return FALSE;
  }
}
