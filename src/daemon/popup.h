/* popup.h: a popup as it is sent to a notification server: one alert with its buttons, a digest of
 * several, or a note. Pure. */
#pragma once

#include "daemon/loop.h"

typedef struct {
  char *key; /* it names the dose: "given:UUID/3" */
  char *label;
} PopupButton;

/* All text is plain until popup_fit() escapes it for servers that read markup. */
typedef struct {
  guint64 token; /* of the LoopShowing that the popup shows */
  RgmUrgency urgency;
  char *category;
  char *summary;     /* NULL if the popup has no words any more and is about to be closed */
  char *body;        /* has the commands to type */
  char *button_body; /* the same without the commands that the buttons stand for */
  GArray *buttons;   /* of PopupButton, at most 3 */
  gboolean informs;  /* it asks for nothing, so the server may close it after a while */
  gboolean
    /* A click on the popup itself opens the details. If FALSE, the server decides what the click
     * does. */
    clickable;
} Popup;

/* What a notification server can show. */
typedef struct {
  gboolean buttons, markup, body;
  gboolean in_menu; /* the user sees the buttons only after opening a menu */
} PopupSkills;

Popup *popup_new (guint64 token);
void popup_free (Popup *popup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Popup, popup_free)

void popup_add_button (Popup *popup, const char *key, const char *label);

/**
 * popup_from_showing: what to put on the screen for @showing.
 * @buttons: FALSE if this process is about to end, so that it would not receive a click.
 * @private_mode: a note without a title says nothing about its dose, and a digest has no titles of
 * alerts.
 * Returns: (transfer full): without words if one of the alerts has no text, because it is not
 * current any more and the popup is about to be closed.
 */
Popup *popup_from_showing (const LoopShowing *showing, gboolean buttons, gboolean private_mode,
                           RgmInstant now);

/**
 * popup_fit: changes @popup to what a server with @skills can show. The body has the commands to
 * type unless the user sees the buttons. If the server shows no body, all words are put into the
 * summary. If it reads markup, the body is escaped; a summary is never escaped. Call it only once
 * for each popup.
 */
void popup_fit (Popup *popup, const PopupSkills *skills);

/* How many milliseconds the popup stays on the screen. 0: until the user closes it; -1: as long as
 * the server decides, if the popup only informs. */
int popup_time (const Popup *popup);
