/* import-print.h: prints the result of one run of the command import. */
#pragma once

#include "programs/import/import-run.h"

/* Prints the proposals and notes as text. If run->asking, asks the user about each proposal, and
 * puts on record what the user accepted. Returns: FALSE with @error set if that was refused or
 * could not be written. */
gboolean import_print_text (ImportRun *run, GError **error);

/* Prints the same as JSON. */
void import_print_json (const ImportRun *run);
