/* publish-show.h: prints the settings of publishing, the outcome of the last run, and what the user
 * should look at. */
#pragma once

#include "programs/publish/publish-run.h"

/* Prints the events that were changed in the calendar, if there are any. */
gboolean publish_print_asks (PublishRun *run, GError **error);
/* Prints what "publish show" shows. */
gboolean publish_show (PublishRun *run, GError **error);
/* Prints the same as JSON. @report: (nullable): the report of the run that has just ended. */
gboolean publish_print_json (PublishRun *run, const RgmPublishReport *report, GError **error);
