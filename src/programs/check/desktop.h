/* desktop.h: whether something on this desktop shows notifications. Looks, and starts nothing. */
#pragma once

#include <glib.h>

typedef struct {
  gboolean bus;       /* there is a session bus that answers */
  gboolean present;   /* a notification server has its name */
  gboolean startable; /* the bus starts one when it is needed */
  gboolean buttons;   /* it shows buttons */
  char *server;       /* nullable: its name and version */
} CliDesktop;

/* Asks for at most about 3 s. */
void cli_desktop_look (CliDesktop *desktop);
void cli_desktop_clear (CliDesktop *desktop);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliDesktop, cli_desktop_clear)
