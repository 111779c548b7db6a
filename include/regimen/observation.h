/* observation.h: what is on record between two doses: what the person noticed, what a laboratory
 * found, whom to call, what a dose needs on record before it, and what to ask at the next visit.
 * Plain data, filled by the store, and what can be computed from it. Values and units are kept as
 * they were typed: the program does not convert or score them, and compares them with no limits of
 * its own. */
#pragma once

#include <regimen/schedule.h>

RGM_BEGIN_DECLS

typedef enum {
  RGM_OBSERVATION_FELT, /* what the person noticed: "pain 6" */
  RGM_OBSERVATION_LAB,  /* what a laboratory found */
  /* something that a dose needs was done, and it has no value: an examination */
  RGM_OBSERVATION_CHECK,
  RGM_OBSERVATION_N_KINDS,
} RgmObservationKind;

/* FHIR: Observation. */
typedef struct {
  gint64 id; /* of the row that counts */
  gint64 patient_id;
  RgmObservationKind kind;
  int number;       /* number among those of its kind: "feel/12", "lab/3"; never changes */
  char *key;        /* the key by which it is found: rgm_observation_key() of the name */
  char *name;       /* the name as it is shown */
  char *value;      /* nullable: decimal text ("1.98") or words ("mild"), as entered */
  char *unit;       /* nullable */
  char *low, *high; /* nullable: the range that was entered with the value, in its unit */
  char *site;       /* nullable: where on the body */
  char *note;       /* nullable */
  RgmInstant at;    /* if only the day is known, a moment on that day, which is used for sorting */
  char *zone;       /* IANA name: the patient's zone when it was entered */
  RgmDay day;       /* the day of @at in @zone */
  gboolean day_only;
  RgmInstant recorded_at;
} RgmObservation;
void rgm_observation_free (RgmObservation *observation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmObservation, rgm_observation_free)

/* The day of the observation, with the time of day if that is known, in the zone in which it was
 * entered. */
RgmLocal rgm_observation_local (const RgmObservation *observation);
/* When it was noticed, measured or done, as text. The zone in which it was entered is named if it
 * is not @patient, the zone of the patient. Returns: (transfer full). */
char *rgm_observation_when (const RgmObservation *observation, const RgmZone *patient);

/* The key that observations and needs of the same name share: @name with composed letters, ignoring
 * letter case and leading, trailing and repeated blanks. Returns: (transfer full). */
char *rgm_observation_key (const char *name);

/* Where a value lies in the range that was entered with it. "<1.5" is below a range that begins at
 * 1.5 or higher, and ">3" above one that ends at 3 or lower. */
typedef enum {
  /* no range was entered, one of the three is not a decimal number, or the value is a bound such as
   * "<2.3", which may lie on either side of a limit */
  RGM_RANGE_UNKNOWN,
  RGM_RANGE_BELOW,
  RGM_RANGE_WITHIN, /* the limits belong to the range */
  RGM_RANGE_ABOVE,
} RgmRange;
/* Compares the decimal texts themselves, digit by digit: nothing is rounded. */
RgmRange rgm_observation_range (const RgmObservation *observation);

/* FHIR: CareTeam. */
typedef enum {
  RGM_CONTACT_ANYTHING, /* no purpose was given */
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
  char *hours; /* nullable: when they answer the phone, in the user's words */
  RgmContactPurpose purpose;
} RgmContact;
void rgm_contact_free (RgmContact *contact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmContact, rgm_contact_free)

/* "urgent", "booking" or "questions", as it is typed and stored; NULL for RGM_CONTACT_ANYTHING.
 * Returns: (transfer none) (nullable). */
const char *rgm_contact_purpose_key (RgmContactPurpose purpose);
/* Reads such a key. Returns: FALSE with RGM_ERROR_USAGE; the message lists the keys. */
gboolean rgm_contact_purpose_parse (const char *text, RgmContactPurpose *purpose, GError **error);
/* Whether @phone can be dialled: two digits or more, blanks, "+-/.()", and "ext" or "x" before
 * further digits; at most 40 letters. Returns: FALSE with RGM_ERROR_USAGE if it cannot. */
gboolean rgm_contact_phone_check (const char *phone, GError **error);
/* The contacts in @contacts (element-type RgmContact) to call for @purpose: those with that
 * purpose; if there are none, those without a purpose; if there are none of these either, all.
 * Returns: (transfer container), in the order of @contacts. */
GPtrArray *rgm_contacts_for (const GPtrArray *contacts, RgmContactPurpose purpose);
/* "urgent", "booking", "questions" or "anything", translated for people. Returns: (transfer
 * none). */
const char *rgm_contact_purpose_words (RgmContactPurpose purpose);
/* "Ward 3, 555-0100 (urgent; Mon-Fri 8-16)". Returns: (transfer full). */
char *rgm_contact_text (const RgmContact *contact);
/**
 * rgm_contacts_text: a line that says whom to call: "Call: Ward 3, 555-0100 (urgent; Mon-Fri
 * 8-16)".
 * @contacts: (element-type RgmContact) (nullable).
 * @purpose: why the patient calls, see rgm_contacts_for(); RGM_CONTACT_ANYTHING: all contacts.
 * @width: columns to wrap to; 0: one line.
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
  char *key; /* the key of the observations that meet the need */
  char *name;
  RgmPeriod within; /* how old it may be on the day of the dose; count 0: no limit was given */
  char *source;     /* nullable: the key of the suggestion in the catalog */
  /* nullable: the latest observation with that key when the need was loaded; it may meet the
   * need */
  RgmObservation *last;
} RgmNeed;
void rgm_need_free (RgmNeed *need);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmNeed, rgm_need_free)

/* Reads how old something may be: "3d", "2 weeks", "6m". Returns: FALSE with RGM_ERROR_USAGE for
 * anything but days, weeks and months. Hours are refused, because the time of day of a check is not
 * known. */
gboolean rgm_need_within_parse (const char *text, RgmPeriod *within, GError **error);

/* Whether a need is met before one dose. */
typedef struct {
  gboolean met;
  /* the first day from which an observation counts; RGM_NO_DAY: any day counts */
  RgmDay since;
  RgmDay last; /* the day of the latest observation, even if it is too old; RGM_NO_DAY: none */
} RgmNeedStatus;

/**
 * rgm_need_status: whether @need is met for a dose.
 * @dose: the day for which the dose is planned.
 * @previous: the day on which the previous dose was given; RGM_NO_DAY: none was.
 * @last: the day of the latest observation with the key of the need; RGM_NO_DAY: there is none.
 * An observation counts if it is not older than @need->within on the day of the dose. If no limit
 * was given, it counts if it was made after the day of the previous dose, or, before the first
 * dose, at any time.
 */
RgmNeedStatus rgm_need_status (const RgmNeed *need, RgmDay dose, RgmDay previous, RgmDay last);

/**
 * rgm_need_text: "scan: none on record since Thu 2026-11-12", or, if the need is met, "scan: done
 * on Thu 2026-11-12" or "weight: 70 kg on Thu 2026-11-12".
 * @today: RGM_NO_DAY: the text does not depend on the day on which it is read.
 * Returns: (transfer full).
 */
char *rgm_need_text (const RgmNeed *need, const RgmNeedStatus *status, RgmDay today);

/* ---- earlier versions ---- */

/* One version of an observation, a contact, a question or a need, as it was on record at some
 * time. */
typedef struct {
  /* exactly one of these four is set; the others are NULL */
  RgmObservation *observation;
  RgmContact *contact;
  RgmQuestion *question;
  RgmNeed *need;
  char *course; /* for a need: the handle of its course */
  RgmInstant written_at;
  /* this version removed the entry, which was as described here, from all lists */
  gboolean removal;
  gboolean taken_back; /* an undo took it back, so it does not count */
} RgmEntryVersion;
void rgm_entry_version_free (RgmEntryVersion *version);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmEntryVersion, rgm_entry_version_free)

/* What became of a version. For the version that counts now, how it came to be. */
typedef enum {
  RGM_FATE_HOLDS, /* it is the only version that counts */
  RGM_FATE_CORRECTION,
  RGM_FATE_ANSWER, /* a correction that only adds the answer to a question */
  RGM_FATE_ENTERED_AGAIN,
  RGM_FATE_CORRECTED_LATER,
  RGM_FATE_ANSWERED_LATER,
  RGM_FATE_REMOVED_LATER,
  RGM_FATE_REMOVAL,
  RGM_FATE_TAKEN_BACK,
} RgmVersionFate;

/**
 * rgm_entry_version_fate: what became of the version at @index.
 * @versions: (element-type RgmEntryVersion): of one person; the versions of an entry follow one
 * another in the order in which they were written.
 */
RgmVersionFate rgm_entry_version_fate (const GPtrArray *versions, guint index);

RGM_END_DECLS
