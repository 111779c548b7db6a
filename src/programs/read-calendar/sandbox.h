/* sandbox.h: a process that reads what may be hostile gives up all that it does not need. */
#pragma once

#include <glib.h>

/**
 * sandbox_enter: from here on this process can read and write what it has open, use up to 512
 * MiB of memory and 4 seconds of processor time, and do nothing else: no file is opened, no process
 * or thread is started, no socket is made, no program is run.
 * Returns: FALSE where the system lacks one of the means (a seccomp filter is known for the
 * machines that Debian has; a kernel may be made without): nothing may be read then, for limits
 * alone keep nobody from removing a file.
 */
gboolean sandbox_enter (void);
