/* popup-message.h: a popup as a server with certain skills gets it. Pure. */
#pragma once

#include "daemon/notifier.h"
#include "daemon/popup-server.h"

#define POPUP_APP "Regimen"
#define POPUP_ICON "appointment-soon"

/**
 * popup_message_words: what stands in it. Where no button is seen the body says what to type. Where
 * the server has no body, its words stand in the summary.
 * @body: (out) (transfer full): escaped where the server reads markup; "" where it has no body.
 */
void popup_message_words (const NotifierPopup *text, const PopupServerSkills *skills,
                          char **summary, char **body);

/* Milliseconds; 0: until it is closed, -1: as the server does it. What asks for something stays
 * until somebody saw it. */
int popup_message_time (const NotifierPopup *text);

/* @replaces: the popup in whose place it comes, or 0. Returns: (transfer floating): the arguments
 * of Notify. */
GVariant *popup_message_arguments (const NotifierPopup *text, const PopupServerSkills *skills,
                                   guint32 replaces);
