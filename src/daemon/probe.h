/* probe.h: `regimend --probe` says which notification server there is, for `regimen check`. */
#pragma once

/**
 * probe_run: looks at the session bus for at most 3 s and prints what it found, one line each:
 *
 *   bus yes|no          there is a session bus that answers
 *   present yes|no      a notification server owns its name there
 *   startable yes|no    the bus starts a server when one is needed
 *   buttons yes|no      the server shows buttons; "no" also if it does not answer
 *   server NAME VERSION only if the server says so
 *
 * Starts nothing, neither a bus nor a server. If the bus hangs, ends the process at once.
 */
void probe_run (void);
