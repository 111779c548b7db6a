/* popup-text.h: a showing as a popup: one alert with its buttons, a digest, or a note. Pure. */
#pragma once

#include "daemon/loop.h"
#include "daemon/notifier.h"

/**
 * popup_from_showing: what to put on the screen for @showing.
 * @buttons: FALSE: nobody will be there to answer a click, so there are none.
 * @private_mode: a note says nothing of its dose.
 * Returns: (transfer full).
 */
NotifierPopup *popup_from_showing (const LoopShowing *showing, gboolean buttons,
                                   gboolean private_mode, RgmInstant now);
