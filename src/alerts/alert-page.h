/* alert-page.h: an alert in full, as a page for a browser, for those who are not at a terminal.
 * Pure. */
#pragma once

#include "alerts/alert-kinds.h"

/**
 * alert_page_part: what is to be known of one alert and its dose: the person, when it is planned,
 * its window, its state, its place, what is needed before it and to be asked there, whom to call,
 * what can be done and with which commands, and all that is to be watched for, in the words of the
 * catalog with their source. All text is escaped.
 * @style: ALERT_PRIVATE: no name of a person or of a treatment, no effect and no place.
 * @view: the alert; its alert is one of @subject.
 * Returns: (transfer full): HTML.
 */
char *alert_page_part (const AlertSubject *subject, AlertStyle style, const RgmAlertView *view);

/**
 * alert_page: a whole page of such parts. It has no script and loads nothing.
 * @parts: (element-type utf8).
 * Returns: (transfer full): HTML.
 */
char *alert_page (const GPtrArray *parts);
