/* import-run.h: one run of the command import, and what its files do for it. */
#pragma once

#include "import-options.h"

/* What became of a proposal. */
typedef enum {
  IMPORT_LEFT,
  IMPORT_DONE,
  IMPORT_REFUSED,
} ImportFate;

/* One run. */
typedef struct {
  CliInvocation *invocation;
  const CliImportOptions *given;
  RgmSession session;
  const RgmImport *import;
  gboolean many;                      /* patients */
  ImportFate *fates;                  /* of each proposal */
  char **said;                        /* of each: what the refusal was, or what became of it */
  int proposals, sure, done, refused; /* sure: without a choice */
  GError *first;                      /* refusal */
} ImportRun;

const RgmProposal *import_proposal (const ImportRun *run, guint index);
int import_count (const ImportRun *run, RgmProposalKind kind, RgmProposalReason reason);

/* ---- import-apply.c: putting on record ---- */
void import_apply (ImportRun *run, guint index, const RgmProposal *proposal, RgmImportWay way);
/* What needs no choice, or has it in the options. */
void import_apply_all (ImportRun *run);

/* ---- import-ask.c: on a terminal ---- */

/* Returns: FALSE where nobody answers any more. */
gboolean import_ask_about (ImportRun *run, guint index);

/* ---- import-print.c, import-json.c ---- */
void import_print_fate (const ImportRun *run, guint index);
void import_print_text (ImportRun *run, gboolean asking);
void import_print_json (const ImportRun *run);
