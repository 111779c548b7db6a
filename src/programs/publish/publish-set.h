/* publish-set.h: does "publish set URL". */
#pragma once

#include "programs/publish/publish-run.h"

/**
 * publish_set: sets the calendar at @url, with the options and the password that the user gives.
 * Connects to it first: if that fails, the account stays as it was.
 * @url: the result of rgm_caldav_check_url().
 * @run: run->account is the present account, which the new one replaces.
 */
gboolean publish_set (PublishRun *run, const char *url, GError **error);
