/* regimen redo: restores the change that undo took back last. */
#include "base/i18n.h"
#include "cli/written.h"

static const CliOption options[] = {
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (CliUndoneOptions, anyway), NULL,
    N_ ("put it back although a check refused it") },
  { NULL },
};

const CliCommand cli_command_redo = {
  .name = "redo",
  .summary = N_ ("put back what was taken back last"),
  .arguments = "",
  .details
  = N_ ("Restores the last change about this person that \"regimen undo\" took back; typed again, "
        "the one before it. Once something else is written about that person, nothing can be put "
        "back any more.\n\n"
        "What was taken back more than an hour ago is refused with exit status 3; --anyway puts it "
        "back."),
  .examples = "regimen redo\nregimen redo --patient Anna",
  .json = TRUE,
  .refused = N_ ("If this is what you mean to put back, repeat with --anyway"),
  .options = options,
  .options_size = sizeof (CliUndoneOptions),
  .run = cli_undone_run,
};
