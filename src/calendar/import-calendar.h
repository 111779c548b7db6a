/* import-calendar.h: compares a calendar that comes back with the record, proposes what to change,
 * and puts that on record. */
#pragma once

#include <regimen/proposal.h>
#include <regimen/record.h>

/* What one event of the file asks for, or the several events of one dose. Borrows from its import.
 */
typedef struct {
  const RgmIncoming *event;
  const RgmPatient *patient; /* nullable: it is not said whose the event is */
  const RgmZone *home;       /* the zone of the patient, else of the machine */
  const RgmCourse *course;   /* nullable: the event is not of this record */
  int dose;                  /* 0: the event is not of this record */
  gboolean attached;         /* an appointment not made by regimen, attached to that dose */
  int number;                /* attached: which of those in the file, from 1; 0: the only one */
  gboolean remembered;       /* the same, attached to that dose by an earlier import */
  gboolean titled;           /* known by its title alone */
  gboolean of_series;      /* remembered: the event says something about the series of that dose */
  gboolean unsure;         /* which dose it is depends on a time that can be read in several ways */
  gboolean twin;           /* other events in the file have its UID, and are at other times */
  RgmOnCalendar ours;      /* if there is a dose: what the record says about it */
  gboolean has_window;     /* whether it matters for the dose on which days it is given */
  RgmDay earliest, latest; /* if there is a dose: its window */
  RgmVerdict verdict;
  RgmVerdict other;     /* if time can be read in two ways: the verdict for time.other */
  gboolean placed;      /* time is set */
  RgmIncomingTime time; /* of the event, or as the user said it */
  RgmInstant in_file;   /* the moment of time by the file, if that can be read */
  char *title;          /* nullable: "Denosumab injection 3" */
  char *problem;        /* nullable: why the event cannot be used, such as a missing time */
} RgmProposal;

typedef struct {
  GPtrArray *events;    /* of RgmIncoming: those of the file, series taken apart */
  GPtrArray *patients;  /* of RgmPatient */
  GPtrArray *courses;   /* of RgmCourse: those that the file is about */
  GPtrArray *proposals; /* of RgmProposal, in the order of the doses' first events */
  int left_out;         /* how many events are earlier versions of others in the file */
} RgmImport;
void import_free (RgmImport *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmImport, import_free)

/* The dose to which an appointment not made by regimen is attached. */
typedef struct {
  gint64 course_id;
  int dose; /* 0: the next open one */
  /* which of the events that are not of this record, from 1; 0: the only one, or the only series */
  int event;
  gboolean all;              /* all of them, in the order of their times, from that dose on */
  const RgmIncomingTime *at; /* nullable: when it is, by the user; of one appointment only */
} RgmImportFor;

/**
 * import_compare: one proposal for each dose, and one for each event that is not of this
 * record. Reads only. If the file has several versions of one event, the one with the highest
 * SEQUENCE counts, and among these the one that was changed last. Events not of this record that
 * have one UID and one SEQUENCE, and different times, are several appointments.
 * @patient_id: 0: of all; else the doses of others are not of this record.
 * @events: (transfer full) (element-type RgmIncoming).
 * @target: (nullable): then only the events that are attached to it are judged; of a series, each
 * is attached to one of the open doses, in the order of their times. Those that have passed are
 * left out unless the dose is named.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE if @target fits no dose, if there are more
 * events than doses, or if no event or several could be meant; RGM_ERROR_STORE.
 */
RgmImport *import_compare (const RgmSession *session, gint64 patient_id, GPtrArray *events,
                           const RgmImportFor *target, GError **error);

/* The name by which the record remembers the appointment of @proposal, whose event has a UID: that
 * UID; if several events in the file have it, together with the time as the file has it. Returns:
 * (transfer full). */
char *import_name (const RgmProposal *proposal);

/* What the user chose for a proposal that can be put on record in two ways. */
typedef enum {
  RGM_IMPORT_AS_PROPOSED,
  RGM_IMPORT_HOLD,
  RGM_IMPORT_SKIP,
} RgmImportWay;

/* The reason that is put on record with a hold or a skip. */
const char *import_reason (void);

/* A proposal that is to be put on record, and the result. */
typedef struct {
  RgmProposal proposal; /* a copy, with what the user added to it; borrows */
  RgmImportWay way;     /* for RGM_PROPOSE_HOLD_OR_SKIP */
  GError *refusal;      /* (out) (nullable): why its command refused it */
  RgmRecorded recorded; /* (out): if there is no refusal; empty for RGM_PROPOSE_ATTACH */
} RgmImportWish;
RgmImportWish *import_wish_new (const RgmProposal *proposal, RgmImportWay way);
void import_wish_free (RgmImportWish *wish);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmImportWish, import_wish_free)

/**
 * import_record: puts @wishes on record, each with all safety checks of its command. They are
 * one change: all of them or none are written, and undo takes them back as a whole. An appointment
 * not made by regimen is remembered with its dose.
 * @wishes: (element-type RgmImportWish).
 * @attempt: only finds out what would be refused; nothing is written.
 * Returns: FALSE with the first refusal if any was refused, or with an error if nothing could be
 * written.
 */
gboolean
import_record (const RgmSession *session, GPtrArray *wishes, gboolean attempt, GError **error);
