/* sandbox.h: lets a process that reads hostile input give up all rights that it does not need. */
#pragma once

#include <glib.h>

/**
 * sandbox_enter: from here on, this process can read and write the files that it has open, use up
 * to 512 MiB of memory and 4 seconds of processor time, and do nothing else: it cannot open or
 * inspect files, start processes or threads or send them signals, make sockets, run programs, or
 * make memory executable.
 * Returns: FALSE if the system lacks something that this needs, for example if its kernel was built
 * without seccomp. Then nothing may be read: resource limits alone do not keep a program from
 * deleting files.
 */
gboolean sandbox_enter (void);
