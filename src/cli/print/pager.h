/* pager.h: shows a long text on a terminal page by page, with the user's pager. */
#pragma once

#include "cli/print/output.h"

/**
 * cli_pager_show: shows @text through a pager, and waits until the pager ends. If the user quits it
 * early, that is no error.
 *
 * The pager is $PAGER, or less if that is not set; it may contain arguments and shell syntax. It
 * gets LESS=FRX unless $LESS is set: colours are kept, and the text stays on the screen. No pager
 * is used if $PAGER is empty or "cat", if standard output is no terminal or a dumb one, or if the
 * text fits the screen.
 * Returns: FALSE if no pager was used, or if it could not be started. The caller then has to print
 * the text.
 */
gboolean cli_pager_show (const CliScreen *screen, const char *text);
