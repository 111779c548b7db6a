/* sandbox.h: how a process that reads what may be hostile gives up all that it does not need. */
#pragma once

#include <glib.h>

/**
 * sandbox_enter: from here on this process can read and write what it has open, use up to 512
 * MiB of memory and 4 seconds of processor time, and do nothing else: no file is opened or
 * looked at, no process or thread is started or gets a signal, no socket is made, no program is
 * run, and no memory becomes code.
 * Returns: FALSE if the system lacks one of the means, for example because its kernel was made
 * without seccomp. Nothing may be read then: limits alone do not keep a program from removing a
 * file.
 */
gboolean sandbox_enter (void);
