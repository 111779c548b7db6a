/* publish-set.h: does "publish set URL". */
#pragma once

#include "programs/publish/publish-run.h"

/**
 * publish_set: sets the calendar at @url, with the options and the password that the user gives.
 * Connects to it first: if that fails, the account stays as it was.
 * @url: the result of rgm_caldav_check_url().
 * @run: run->account is the present account, which the new one replaces.
 * Returns: FALSE with RGM_ERROR_USAGE if an option is wrong or no password was given, with an error
 * of publish_connect(), or with G_FILE_ERROR if the account could not be written.
 */
gboolean publish_set (PublishRun *run, const char *url, GError **error);
