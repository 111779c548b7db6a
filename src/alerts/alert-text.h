/* alert-text.h: what an alert says. */
#pragma once

#include <regimen/alert.h>

/* What is spoken of. Borrows everything. */
typedef struct {
  const RgmAlert *alert;
  const RgmDose *dose;
  const RgmCourse *course;
  const RgmTreatment *treatment; /* nullable */
  const RgmCatalog *catalog;
  const RgmZone *zone; /* of the patient */
  const char *patient; /* nullable: named only where the record has several */
  RgmInstant now;
} AlertSubject;

/* To an alert of @kind "given" and "not given" are answers. To be reminded of it again makes sense
 * unless it is said after a dose. */
gboolean alert_is_answerable (RgmAlertKind kind);
gboolean alert_is_aftercare (RgmAlertKind kind);

/**
 * alert_text: sets summary, body and button_body of @view.
 * @private_mode: says that there is something and how to see it, and when it was planned; nothing
 * of what or where.
 */
void alert_text (const AlertSubject *subject, gboolean private_mode, RgmAlertView *view);
