/* regimen undo: takes back the last change of a person's record, or of one course. */
#include "base/i18n.h"
#include "cli/written.h"

static const CliOption options[] = {
  { "anyway", CLI_FLAG, G_STRUCT_OFFSET (CliUndoneOptions, anyway), NULL,
    N_ ("take it back although a check refused it") },
  { NULL },
};

const CliCommand cli_command_undo = {
  .name = "undo",
  .summary = N_ ("take back the last command that changed the record"),
  .arguments = "[HANDLE[/N]]",
  .details
  = N_ ("Takes back the last change of the person's record: a log, a booking, a change, a new "
        "course; typed again, the one before it. If there are several people, --patient says "
        "whose. \"regimen redo\" puts it back.\n\nWith HANDLE, it is the last change of that "
        "course, even if something else was entered since: a dose that was logged by mistake is "
        "planned again. With N, only if that change is about dose N.\n\nWhat was written more than "
        "an hour ago is refused with exit status 3, because your last command may have failed, and "
        "undo would then take back an older one that you did not mean; --anyway takes it back. An "
        "undo after which a course that had ended would go on beside another bone medicine is "
        "refused, too.\n\nNothing is lost: the record keeps what was written and that it was taken "
        "back. To correct an older entry, use \"regimen amend\"."),
  .examples = "regimen undo\nregimen undo --patient Anna\nregimen undo denosumab",
  .word = CLI_WORD_HANDLE,
  .max_words = 1,
  .json = TRUE,
  .refused = N_ ("If this is what you mean to take back, repeat with --anyway"),
  .options = options,
  .options_size = sizeof (CliUndoneOptions),
  .run = cli_undone_run,
};
