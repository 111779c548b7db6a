/* import.h: what comes back from a calendar, next to the record: proposals, and the commands that
 * put them on record. */
#pragma once

#include <regimen/proposal.h>
#include <regimen/record.h>

RGM_BEGIN_DECLS

/* What one event of the file, or the several of one dose, asks for. Borrows from its import. */
typedef struct {
  const RgmIncoming *event;
  const RgmPatient *patient; /* nullable: it is not said whose */
  const RgmZone *home;       /* that of the patient, else of the machine */
  const RgmCourse *course;   /* nullable: not of this record */
  int dose;                  /* 0: likewise */
  gboolean attached;         /* of other people's making, attached to that dose */
  gboolean remembered;       /* of other people's making, attached to that dose before */
  gboolean titled;           /* known by its title alone */
  RgmOnCalendar ours;        /* where there is a dose: what the record says of it */
  RgmDay earliest, latest;   /* likewise: its window */
  RgmVerdict verdict;
  gboolean placed;      /* time is set */
  RgmIncomingTime time; /* of the event */
  char *title;          /* nullable: "Denosumab injection 3" */
  char *problem;        /* nullable: why it cannot be told what the event asks for */
} RgmProposal;

typedef struct {
  GPtrArray *events;    /* of RgmIncoming: those of the file, series as what they have */
  GPtrArray *patients;  /* of RgmPatient */
  GPtrArray *courses;   /* of RgmCourse: those that the file speaks of */
  GPtrArray *proposals; /* of RgmProposal, in the order of the doses' first events */
} RgmImport;
void rgm_import_free (RgmImport *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmImport, rgm_import_free)

/* The dose to which an appointment of other people's making is attached. */
typedef struct {
  gint64 course_id;
  int dose; /* 0: the next open one */
  int
    event; /* which of the events that are not of this record, from 1; 0: the only one, or series */
  gboolean all; /* all of them, in the order of their times, from that dose on */
} RgmImportFor;

/**
 * rgm_import_compare: one proposal for each dose and each event that is not of this record. Reads
 * only. Where the file has several versions of one event the one with the highest SEQUENCE counts,
 * then the one that was changed last.
 * @patient_id: 0: of all; else the doses of others are not of this record.
 * @events: (transfer full) (element-type RgmIncoming).
 * @target: nullable: then only the events that are attached to it are judged: of a series each to
 * one of the open doses, in the order of their times. Those that have passed are left out unless
 * the dose is named.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE where @target fits no dose, there are more
 * events than doses, or no event or several could be meant; RGM_ERROR_STORE.
 */
RgmImport *rgm_import_compare (const RgmSession *session, gint64 patient_id, GPtrArray *events,
                               const RgmImportFor *target, GError **error);

/* What a person says of a proposal that has two ways. */
typedef enum {
  RGM_IMPORT_AS_PROPOSED,
  RGM_IMPORT_HOLD,
  RGM_IMPORT_SKIP,
} RgmImportWay;

/* The reason that is put on record with a hold or a skip. */
const char *rgm_import_reason (void);

/* A proposal that is to be put on record, and what came of it. */
typedef struct {
  RgmProposal proposal; /* a copy: with what a person added to it; borrows */
  RgmImportWay way;     /* for RGM_PROPOSE_HOLD_OR_SKIP */
  GError *refusal;      /* (out) (nullable): that of its command */
  RgmRecorded recorded; /* (out): where there is no refusal; empty for RGM_PROPOSE_ATTACH */
} RgmImportWish;
RgmImportWish *rgm_import_wish_new (const RgmProposal *proposal, RgmImportWay way);
void rgm_import_wish_free (RgmImportWish *wish);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmImportWish, rgm_import_wish_free)

/**
 * rgm_import_apply: puts @wishes on record, each with all safety checks of its command: one change,
 * all of them or none, taken back by undo as a whole. An appointment of other people's making is
 * remembered with its dose.
 * @wishes: (element-type RgmImportWish).
 * @attempt: only finds out what would be refused; nothing is written.
 * Returns: FALSE where any was refused, with the first refusal, or could not be written.
 */
gboolean
rgm_import_apply (const RgmSession *session, GPtrArray *wishes, gboolean attempt, GError **error);

RGM_END_DECLS
