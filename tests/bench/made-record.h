/* made-record.h: what the programs that make large records share. */
#pragma once

#include <regimen/regimen.h>

/* Puts on record what is wanted, @count of it. @session: at the present moment. */
typedef gboolean (*MakeRecord) (RgmSession *session, int count, GError **error);

/* The whole program: NAME FILE COUNT. @usage: what is said if it is called in another way. Returns:
 * the exit status. */
int made_record_main (int argc, char **argv, const char *name, const char *usage, MakeRecord make);
