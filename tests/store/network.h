/* network.h: a program that links this may be told that every file system is one on which another
 * machine may write too. */
#pragma once

#include <glib.h>

extern gboolean network_is_pretended;
