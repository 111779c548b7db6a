/* observation.h: what happens between two doses, as it is on record: what the person noticed, what
 * a laboratory found, whom to call, what is to be on record before a dose, and what to ask at the
 * next visit. Plain data, filled by the store, and what follows from it. Values and units are kept
 * as they were typed: nothing is converted, scored, or held against a limit of the program's own.
 */
#pragma once

#include <regimen/schedule.h>

RGM_BEGIN_DECLS

typedef enum {
  RGM_OBSERVATION_FELT,  /* what the person noticed: "pain 6" */
  RGM_OBSERVATION_LAB,   /* what a laboratory found */
  RGM_OBSERVATION_CHECK, /* something was done that a dose needs, without a value: an examination */
  RGM_OBSERVATION_N_KINDS,
} RgmObservationKind;

/* FHIR: Observation. */
typedef struct {
  gint64 id; /* of the row that holds */
  gint64 patient_id;
  RgmObservationKind kind;
  int number;       /* for life, in a sequence of its kind: "feel/12", "lab/3" */
  char *key;        /* what it is found by: rgm_observation_key() of the name */
  char *name;       /* as it is shown */
  char *value;      /* nullable: decimal text ("1.98") or words ("mild"), as entered */
  char *unit;       /* nullable */
  char *low, *high; /* nullable: the range that was entered with the value, in its unit */
  char *site;       /* nullable: where on the body */
  char *note;       /* nullable */
  RgmInstant at;    /* if only the day is known, a moment that stands for it in an order */
  char *zone;       /* IANA name: the patient's zone when it was entered */
  RgmDay day;       /* that moment's day in @zone */
  gboolean day_only;
  RgmInstant recorded_at;
} RgmObservation;
void rgm_observation_free (RgmObservation *observation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmObservation, rgm_observation_free)

/* The day of the observation, with the time of day in the zone in which it was entered if the time
 * is known. */
RgmLocal rgm_observation_local (const RgmObservation *observation);

/* What observations and needs of the same name have in common: @name with composed letters, without
 * regard to letter case and to blanks in front, behind or repeated. Returns: (transfer full). */
char *rgm_observation_key (const char *name);

/* Where a value lies in the range that was entered with it. "<1.5" is below a range that begins at
 * 1.5 or higher, and ">3" above one that ends at 3 or lower. */
typedef enum {
  RGM_RANGE_UNKNOWN, /* no range was entered, one of the three is no decimal number, or "<2.3" may
                      * lie on either side of an end */
  RGM_RANGE_BELOW,
  RGM_RANGE_WITHIN, /* its ends count */
  RGM_RANGE_ABOVE,
} RgmRange;
/* Compares the decimal texts themselves, digit by digit: nothing is rounded. */
RgmRange rgm_observation_range (const RgmObservation *observation);

/* FHIR: CareTeam. */
typedef enum {
  RGM_CONTACT_ANYTHING, /* nothing was said */
  RGM_CONTACT_URGENT,
  RGM_CONTACT_BOOKING,
  RGM_CONTACT_QUESTIONS,
  RGM_CONTACT_N_PURPOSES,
} RgmContactPurpose;

typedef struct {
  gint64 patient_id;
  int number;
  char *name;
  char *phone; /* as entered */
  char *hours; /* nullable: when they answer, in the person's words */
  RgmContactPurpose purpose;
} RgmContact;
void rgm_contact_free (RgmContact *contact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmContact, rgm_contact_free)

/* "urgent", "booking", "questions" as they are typed and stored; NULL: anything. */
const char *rgm_contact_purpose_key (RgmContactPurpose purpose);
/* Reads such a key. Returns: FALSE with RGM_ERROR_USAGE, which lists them. */
gboolean rgm_contact_purpose_parse (const char *text, RgmContactPurpose *purpose, GError **error);
/* Whether @phone can be dialled: two digits or more, blanks, "+-/.()", and "ext" or "x" before
 * further digits; at most 40 letters. Returns: FALSE with RGM_ERROR_USAGE if it cannot. */
gboolean rgm_contact_phone_check (const char *phone, GError **error);
/* Those of @contacts (element-type RgmContact) who are to be called for @purpose: the ones of that
 * purpose; if there are none, those of no purpose; if there are none of these either, all. Returns:
 * (transfer container), in the order of @contacts. */
GPtrArray *rgm_contacts_for (const GPtrArray *contacts, RgmContactPurpose purpose);
/* "urgent", "booking", "questions", "anything": for people, translated. Returns: (transfer
 * none). */
const char *rgm_contact_purpose_words (RgmContactPurpose purpose);
/* "Ward 3, 555-0100 (urgent; Mon-Fri 8-16)". Returns: (transfer full). */
char *rgm_contact_text (const RgmContact *contact);
/**
 * rgm_contacts_text: "Call: Ward 3, 555-0100 (urgent; Mon-Fri 8-16)", and so on: whom to call.
 * @contacts: (element-type RgmContact) (nullable).
 * @purpose: for what, see rgm_contacts_for(); RGM_CONTACT_ANYTHING: all of them.
 * @width: columns, to which the text is wrapped; 0: one line.
 * Returns: (transfer full) (nullable): NULL if there are no contacts.
 */
char *rgm_contacts_text (const GPtrArray *contacts, RgmContactPurpose purpose, int width);

typedef struct {
  gint64 patient_id;
  int number;
  char *question;
  RgmInstant asked_at;
  char *answer;           /* nullable */
  RgmInstant answered_at; /* RGM_INSTANT_NONE: not yet */
} RgmQuestion;
void rgm_question_free (RgmQuestion *question);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmQuestion, rgm_question_free)

typedef struct {
  gint64 course_id;
  char *key; /* of the observations that meet it */
  char *name;
  RgmPeriod within; /* how old it may be at the dose; count 0: not said */
  char *source;     /* nullable: the key of the suggestion in the catalog */
  /* nullable: the latest observation with that key when the need was read: what may meet it */
  RgmObservation *last;
} RgmNeed;
void rgm_need_free (RgmNeed *need);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmNeed, rgm_need_free)

/* Reads how old something may be: "3d", "2 weeks", "6m". Returns: FALSE with RGM_ERROR_USAGE for
 * anything but days, weeks and months: the hours of a check are not known. */
gboolean rgm_need_within_parse (const char *text, RgmPeriod *within, GError **error);

/* What the record says of a need before one dose. */
typedef struct {
  gboolean met;
  /* the first day on which an observation counts; RGM_NO_DAY: any day counts */
  RgmDay since;
  RgmDay last; /* the day of the latest observation, also if it is too old; RGM_NO_DAY: none */
} RgmNeedStatus;

/**
 * rgm_need_status: whether @need is met for a dose.
 * @dose: the day for which the dose is planned.
 * @previous: the day on which the dose before it was given; RGM_NO_DAY: none was.
 * @last: the day of the latest observation with the key of the need; RGM_NO_DAY: there is none.
 * What counts is an observation that is not older than @need->within on the day of the dose; if
 * that was not said, one from the day of the previous dose on, but not that day itself; and any one
 * before the first dose.
 */
RgmNeedStatus rgm_need_status (const RgmNeed *need, RgmDay dose, RgmDay previous, RgmDay last);

/**
 * rgm_need_text: "scan: none on record since Thu 2026-11-12", or what meets it: "scan: done on Thu
 * 2026-11-12", "weight: 70 kg on Thu 2026-11-12".
 * @today: RGM_NO_DAY: the words do not depend on the day on which they are read.
 * Returns: (transfer full).
 */
char *rgm_need_text (const RgmNeed *need, const RgmNeedStatus *status, RgmDay today);

/* ---- earlier versions ---- */

/* What was on record of an observation, a contact, a question or a need at some time. */
typedef struct {
  /* the one that it is about; the others are NULL */
  RgmObservation *observation;
  RgmContact *contact;
  RgmQuestion *question;
  RgmNeed *need;
  char *course; /* of a need: the handle of its course */
  RgmInstant written_at;
  gboolean removal;    /* it took the entry, which was then like this, out of all lists */
  gboolean taken_back; /* by an undo: it does not count */
} RgmEntryVersion;
void rgm_entry_version_free (RgmEntryVersion *version);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmEntryVersion, rgm_entry_version_free)

/* What became of a version or, for the one that holds, how it came to be. */
typedef enum {
  RGM_FATE_HOLDS, /* it is the only one that counts */
  RGM_FATE_CORRECTION,
  RGM_FATE_ANSWER, /* as a correction, but it only answered a question */
  RGM_FATE_ENTERED_AGAIN,
  RGM_FATE_CORRECTED_LATER,
  RGM_FATE_ANSWERED_LATER,
  RGM_FATE_REMOVED_LATER,
  RGM_FATE_REMOVAL,
  RGM_FATE_TAKEN_BACK,
} RgmVersionFate;

/**
 * rgm_entry_version_fate: what became of the version at @index.
 * @versions: (element-type RgmEntryVersion): of one person; those of an entry follow each other in
 * the order in which they were written.
 */
RgmVersionFate rgm_entry_version_fate (const GPtrArray *versions, guint index);

RGM_END_DECLS
