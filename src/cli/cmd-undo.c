/* regimen undo: takes back the last command about a person. */
#include "base/i18n.h"
#include "cli/written.h"

static const CliOption options[] = {
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (CliUndoneOptions, anyway), NULL,
    N_ ("take it back although it was written more than an hour ago") },
  { NULL },
};

const CliCommand cli_command_undo = {
  .name = "undo",
  .summary = N_ ("take back the last command that changed the record"),
  .arguments = "",
  .details = N_ (
    "Takes back the last change of the person's record: a log, a booking, a change, a new course; "
    "typed again, the one before it. If there are several people, --patient says whose. "
    "\"regimen redo\" puts it back.\n\n"
    "What was written more than an hour ago is refused with exit status 3, because your last "
    "command may have failed, and undo would then take back an older one that you did not mean; "
    "--anyway takes it back.\n\n"
    "Nothing is lost: the record keeps what was written and that it was taken back. To "
    "correct an older entry, use \"regimen amend\"."),
  .examples = "regimen undo\nregimen undo --patient Anna",
  .json = TRUE,
  .refused = N_ ("If this is what you mean to take back, repeat with --anyway"),
  .options = options,
  .options_size = sizeof (CliUndoneOptions),
  .run = cli_undone_run,
};
