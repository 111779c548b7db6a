/* merge.h: merging two copies of one record. Everything that a record can say is compared in three
 * states: as it was when both copies last agreed, as it is in this record, and as it is in the
 * other copy. Pure: it uses no file and no clock. */
#pragma once

#include <regimen/course.h>

RGM_BEGIN_DECLS

/* The kinds of things that a record says something about, each with its fields. A field is text; an
 * empty one says nothing. */
typedef enum {
  RGM_MERGE_PERSON, /* no fields */
  RGM_MERGE_NAME,   /* name */
  RGM_MERGE_ZONE,   /* zone */
  RGM_MERGE_CLOSED, /* days on which the clinic is closed */
  RGM_MERGE_COURSE, /* the key of the treatment */
  RGM_MERGE_HANDLE, /* handle */
  /* the schedules of a course, one per line: its first dose, when it was made, its amount and its
   * place, separated by U+001F */
  RGM_MERGE_PLAN,
  RGM_MERGE_PAUSE, /* until, reason, made_at, made_change */
  RGM_MERGE_END,   /* at, reason */
  /* for a dose: outcome, at, day, day_only, amount, site, reason, note, makeup, zone, recorded_at,
   * anyway */
  RGM_MERGE_ANSWER,
  RGM_MERGE_TAKEN,      /* the same, for a dose that was taken as needed */
  RGM_MERGE_BOOKING,    /* at, zone, place, made_at, anyway */
  RGM_MERGE_TARGET,     /* for a dose that was moved: target, kept, made_at, made_change, anyway */
  RGM_MERGE_HOLD,       /* reason, until, since */
  RGM_MERGE_INVITATION, /* sequence, changed, at, cancelled, dose */
  RGM_MERGE_NEED,       /* name, within, source */
  RGM_MERGE_FELT,       /* key, name, value, unit, low, high, site, note, at, zone, day, day_only,
                           recorded_at */
  RGM_MERGE_LAB,        /* the same */
  RGM_MERGE_CHECK,      /* the same */
  RGM_MERGE_CONTACT,    /* name, phone, hours, purpose */
  RGM_MERGE_QUESTION,   /* question, asked_at, answer, answered_at */
  RGM_MERGE_KINDS,
} RgmMergeKind;

/* The fields of RGM_MERGE_ANSWER and RGM_MERGE_TAKEN. */
enum {
  RGM_MERGE_OUTCOME,
  RGM_MERGE_AT,
  RGM_MERGE_DAY,
  RGM_MERGE_DAY_ONLY,
  RGM_MERGE_AMOUNT,
  RGM_MERGE_SITE,
  RGM_MERGE_REASON,
  RGM_MERGE_NOTE,
  RGM_MERGE_MAKEUP,
  RGM_MERGE_ENTERED_ZONE,
  RGM_MERGE_RECORDED_AT,
};
/* The fields of RGM_MERGE_FELT, RGM_MERGE_LAB and RGM_MERGE_CHECK. */
enum {
  RGM_MERGE_OBSERVED_AT = 8,
  RGM_MERGE_OBSERVED_DAY = 10,
  RGM_MERGE_OBSERVED_DAY_ONLY = 11,
  RGM_MERGE_OBSERVED_RECORDED_AT = 12
};

/* The name of a kind: "answer". Never translated. */
const char *rgm_merge_kind_name (RgmMergeKind kind);
/* The names of its fields, which are the names of their database columns: "at". Returns: (transfer
 * none): NULL-terminated. */
const char *const *rgm_merge_field_names (RgmMergeKind kind);

/* What becomes of one thing in this record. */
typedef enum {
  RGM_MERGE_KEEP, /* it stays as it is here */
  RGM_MERGE_TAKE, /* it takes on the state that it has in the other copy */
  RGM_MERGE_DROP, /* it is taken back here too, as in the other copy */
  RGM_MERGE_JOIN, /* what the two copies added is combined */
  RGM_MERGE_ASK,  /* the user has to say which copy is right */
} RgmMergeVerdict;

typedef enum {
  RGM_MERGE_SAME,         /* both say the same */
  RGM_MERGE_OURS,         /* only this record has changed it */
  RGM_MERGE_THEIRS,       /* only the other copy has changed it */
  RGM_MERGE_AGREE,        /* both have changed it, and the changes fit together */
  RGM_MERGE_HAPPENED,     /* what happened to a dose outweighs what was planned for it */
  RGM_MERGE_LATER,        /* the later version of an invitation counts */
  RGM_MERGE_DIFFER,       /* both have changed it, and the changes contradict each other */
  RGM_MERGE_BACK_THERE,   /* taken back in the other copy, but changed here */
  RGM_MERGE_BACK_HERE,    /* taken back here, but changed in the other copy */
  RGM_MERGE_BOTH_STARTED, /* the same treatment was started in both copies */
  /* it lies in the future, because the clock of the other computer was wrong */
  RGM_MERGE_CLOCK,
  RGM_MERGE_OTHER_NUMBER, /* the given dose is on record here already, under another number */
} RgmMergeReason;
/* The names of verdicts and of reasons, for tests: "take", "theirs". Never translated. */
const char *rgm_merge_verdict_name (RgmMergeVerdict verdict);
const char *rgm_merge_reason_name (RgmMergeReason reason);

RGM_END_DECLS
