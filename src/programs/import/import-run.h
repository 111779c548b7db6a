/* import-run.h: one run of the command import: the proposals of the calendar, and what the user
 * wants to put on record. */
#pragma once

#include "calendar/import-calendar.h"
#include "cli/program-options.h"

typedef struct {
  CliInvocation *invocation;
  const CliImportOptions *given;
  gboolean asking;  /* the user sits at a terminal and answers each proposal */
  const char *file; /* as the user typed it; NULL with --published */
  /* with --published: when the calendar on the server was last read; RGM_INSTANT_NONE: never */
  RgmInstant read_at;
  RgmSession session;
  RgmImport *import;
  gboolean several_patients; /* then commands have to name the patient */
  GPtrArray *wishes;         /* of RgmImportWish: what is to be put on record */
  RgmImportWish **wish_of;   /* for each proposal its wish or NULL; borrows from wishes */
  gboolean done;             /* the wishes are on record */
} ImportRun;
void import_run_clear (ImportRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ImportRun, import_run_clear)

/* The proposal at @index of run->import. */
const RgmProposal *import_proposal (const ImportRun *run, guint index);
/* How many proposals have this @kind and @reason. */
int import_count (const ImportRun *run, RgmProposalKind kind, RgmProposalReason reason);

/* Adds a wish for the proposal at @index. @proposal: that proposal, with what the user added; it is
 * copied. */
void import_want (ImportRun *run, guint index, const RgmProposal *proposal, RgmImportWay way);
/* Adds a wish for every proposal that needs no choice, or for which --cancelled makes it. */
void import_want_all (ImportRun *run);

/* Puts all wishes on record, or none if one of them is refused. Returns: FALSE with @error set if
 * nothing was written. */
gboolean import_apply (ImportRun *run, GError **error);
