/* publish-show.h: what is set, how publishing went, and what the user should look at. */
#pragma once

#include "programs/publish/publish-run.h"

/* Prints the events that somebody changed in the calendar, if there are any. */
gboolean publish_print_asks (PublishRun *run, GError **error);
/* "publish show". */
gboolean publish_show (PublishRun *run, GError **error);
/* Prints the same as JSON. @report: (nullable): of the run that has just ended. */
gboolean publish_print_json (PublishRun *run, const RgmPublishReport *report, GError **error);
