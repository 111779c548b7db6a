/* import-calendar.h: compares the events of a calendar file with the record, proposes what to
 * change, and puts the proposals that the user accepts on record. */
#pragma once

#include <regimen/proposal.h>
#include <regimen/record.h>

/* What the record should take over from one event of the file, or from several events of one dose.
 * Borrows from its RgmImport. */
typedef struct {
  const RgmIncoming *event;
  const RgmPatient *patient; /* nullable: NULL if the file does not say whose event it is */
  const RgmZone *home;       /* the zone of the patient, or else of the machine */
  const RgmCourse *course;   /* nullable: NULL if the event is not of this record */
  int dose;                  /* 0: the event is not of this record */
  gboolean attached;         /* an appointment that regimen did not make, attached to the dose */
  /* its number among the appointments in the file that can be attached, from 1; 0: it is the only
   * one, or nothing is attached in this run */
  int number;
  gboolean remembered; /* like attached, but by an earlier import */
  gboolean titled;     /* the dose was found by the title alone */
  /* if remembered: the event is about the whole series to which the dose belongs */
  gboolean of_series;
  gboolean unsure;         /* the dose depends on a time that can be read in several ways */
  gboolean twin;           /* other events in the file have the same UID but other times */
  RgmOnCalendar ours;      /* if there is a dose: what the record says about it */
  gboolean has_window;     /* whether the schedule asks for the dose within certain days */
  RgmDay earliest, latest; /* if there is a dose: its window */
  const RgmZone *there;    /* if there is a dose: the zone of its appointment, or else home */
  RgmVerdict verdict;
  RgmVerdict other;     /* if the time can be read in two ways: the verdict for time.other */
  gboolean placed;      /* whether time is set */
  RgmIncomingTime time; /* the time of the event, or the one that the user gave */
  RgmInstant in_file;   /* the moment that the file gives, if it can be read */
  char *title;          /* nullable: "Denosumab injection 3" */
  char *problem;        /* nullable: why the event cannot be used, such as a missing time */
} RgmProposal;

typedef struct {
  /* of RgmIncoming: the events of the file, one for each appointment of a series */
  GPtrArray *events;
  GPtrArray *patients;  /* of RgmPatient */
  GPtrArray *courses;   /* of RgmCourse: those that the file is about */
  GPtrArray *proposals; /* of RgmProposal, in the order of the doses' first events */
  int left_out;         /* how many events are earlier versions of others in the file */
  int others;           /* how many events are about doses of other patients */
  gint64 change;        /* the last change of the record with which the file was compared */
} RgmImport;
void import_free (RgmImport *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmImport, import_free)

/* The dose to which an appointment that regimen did not make is attached. */
typedef struct {
  gint64 course_id;
  int dose; /* 0: the next open one */
  /* the number of the event among those that are not of this record, from 1; 0: the only one, or
   * the only series */
  int event;
  /* attach all of them, in the order of their times, to that dose and the next ones */
  gboolean all;
  /* nullable: its time as the user gave it; only for a single appointment */
  const RgmIncomingTime *at;
} RgmImportFor;

/**
 * import_compare: makes one proposal for each dose that the file is about, and one for each event
 * that is not of this record. It only reads the record. If the file has several versions of one
 * event, the one with the highest SEQUENCE counts, and among these the one that was changed last.
 * If events that are not of this record share UID and SEQUENCE but say different things, each is
 * an appointment of its own.
 * @patient_id: 0: all patients; otherwise events about doses of other patients are left out, and
 * can be attached to no dose; @others of the result counts them.
 * @events: (transfer full) (element-type RgmIncoming).
 * @target: (nullable): if set, judges only the events that it means, as appointments that are to be
 * attached to doses. Each appointment of a series is attached to one of the open doses, in the
 * order of their times. Past appointments are left out unless @target names the dose.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE if @target fits no dose, if there are more
 * events than doses, or if it is not clear which event @target means; RGM_ERROR_CONFLICT if the
 * course has no open dose; RGM_ERROR_STORE.
 */
RgmImport *import_compare (const RgmSession *session, gint64 patient_id, GPtrArray *events,
                           const RgmImportFor *target, GError **error);

/* The name under which the record remembers the appointment of @proposal, whose event has a UID. It
 * is that UID; if several events in the file have it, it is "UID#START", with the start as the file
 * has it. Returns: (transfer full). */
char *import_name (const RgmProposal *proposal);

/* How a proposal is put on record. For a dose that was cancelled in the calendar, the user has to
 * choose between a hold and a skip; one at a fixed time can only be skipped. */
typedef enum {
  RGM_IMPORT_AS_PROPOSED,
  RGM_IMPORT_HOLD,
  RGM_IMPORT_SKIP,
} RgmImportWay;

/* The reason that is put on record with a hold or a skip. */
const char *import_reason (void);

/* A proposal that is to be put on record, and the result. */
typedef struct {
  RgmProposal proposal; /* a copy, with what the user added to it; borrows its members */
  RgmImportWay way;     /* for RGM_PROPOSE_HOLD_OR_SKIP */
  GError *refusal;      /* (out) (nullable): why the command refused it */
  /* (out): what was put on record, if nothing was refused; empty for RGM_PROPOSE_ATTACH */
  RgmRecorded recorded;
} RgmImportWish;
RgmImportWish *import_wish_new (const RgmProposal *proposal, RgmImportWay way);
void import_wish_free (RgmImportWish *wish);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmImportWish, import_wish_free)

/**
 * import_record: puts @wishes on record, each with all safety checks of its command. They are one
 * change: all of them or none are written, and undo takes them back as a whole. For an appointment
 * that regimen did not make, the record remembers to which dose it is attached.
 * @wishes: (element-type RgmImportWish).
 * @change: that of the RgmImport: a wish about a dose that a command has changed since is refused,
 * because the user has not seen what the record says now.
 * @attempt: only finds out what would be refused; nothing is written.
 * Returns: FALSE with the first refusal if any was refused, or with an error if nothing could be
 * written.
 */
gboolean import_record (const RgmSession *session, GPtrArray *wishes, gint64 change,
                        gboolean attempt, GError **error);
