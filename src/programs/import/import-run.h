/* import-run.h: one run of the command import, and what its files do for it. */
#pragma once

#include "cli/import-options.h"

/* One run. */
typedef struct {
  CliInvocation *invocation;
  const CliImportOptions *given;
  RgmSession session;
  const RgmImport *import;
  gboolean many;       /* patients */
  const char *file;    /* nullable: the name that was given */
  RgmImportWish **own; /* of each proposal: (nullable): what is wanted of it; borrows from wishes */
  GPtrArray *wishes;   /* of RgmImportWish */
  gboolean done;       /* they are on record */
  int proposals, sure; /* sure: without a choice */
} ImportRun;

const RgmProposal *import_proposal (const ImportRun *run, guint index);
int import_count (const ImportRun *run, RgmProposalKind kind, RgmProposalReason reason);

/* ---- import-apply.c: putting on record ---- */
void import_want (ImportRun *run, guint index, const RgmProposal *proposal, RgmImportWay way);
/* Takes back the last one that was wanted. */
void import_unwant (ImportRun *run, guint index);
/* Wants all that needs no choice, or has it in the options. */
void import_want_all (ImportRun *run);
/* All that is wanted, or none of it. */
gboolean import_apply (ImportRun *run, GError **error);

/* ---- import-ask.c: on a terminal ---- */

/* Returns: FALSE where nobody answers any more. */
gboolean import_ask_about (ImportRun *run, guint index);

/* ---- import-print.c, import-json.c ---- */
/* Asks where @asking, and puts on record what was answered. */
gboolean import_print_text (ImportRun *run, gboolean asking, GError **error);
void import_print_json (const ImportRun *run);
