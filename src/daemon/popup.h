/* popup.h: a popup as it is sent to a notification server: one alert with its buttons, a digest of
 * several, or a note. Pure. */
#pragma once

#include "daemon/loop.h"

typedef struct {
  char *key; /* names the dose: "given:UUID/3" */
  char *label;
} PopupButton;

/* All text is plain until popup_fit() escapes it for servers that read markup. */
typedef struct {
  guint64 token; /* of the LoopShowing that it shows */
  RgmUrgency urgency;
  char *category;
  char *summary;     /* NULL if the popup has no words any more and is about to be closed */
  char *body;        /* names the commands to type */
  char *button_body; /* the same without the commands that the buttons stand for */
  GArray *buttons;   /* of PopupButton, at most 3 */
  gboolean informs;  /* asks for nothing, so the server may close it after a while */
  gboolean
    clickable; /* a click on the popup itself tells more, instead of what the server makes of it */
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
 * @buttons: FALSE if this process is about to end, so that it would not hear a click.
 * @private_mode: a note says nothing about its dose.
 * Returns: (transfer full): without words if one of its alerts has no text, because it is not
 * current any more and the popup is about to be closed.
 */
Popup *popup_from_showing (const LoopShowing *showing, gboolean buttons, gboolean private_mode,
                           RgmInstant now);

/**
 * popup_fit: changes @popup to what a server with @skills can show. The body names the commands to
 * type unless the user sees the buttons. If the server shows no body, all words are put into the
 * summary. If it reads markup, the body is escaped; a summary is never escaped. Call it once.
 */
void popup_fit (Popup *popup, const PopupSkills *skills);

/* How many milliseconds the popup stays on the screen. 0: until the user closes it; -1: as long as
 * the server likes, if the popup only informs. */
int popup_time (const Popup *popup);
