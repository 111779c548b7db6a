/* merge.h: two copies of one record become one again. Each thing that a record says is looked at in
 * three states: as both copies knew it last, as it is in this record, and as it is in the other
 * copy. Pure: it knows no file and no clock. */
#pragma once

#include <regimen/course.h>

RGM_BEGIN_DECLS

/* What a record can say something about, and the fields in which it says so. A field is text; an
 * empty one says nothing. */
typedef enum {
  RGM_MERGE_PERSON,     /* no fields */
  RGM_MERGE_NAME,       /* name */
  RGM_MERGE_ZONE,       /* zone */
  RGM_MERGE_CLOSED,     /* days on which the clinic is closed */
  RGM_MERGE_COURSE,     /* treatment */
  RGM_MERGE_HANDLE,     /* handle */
  RGM_MERGE_PLAN,       /* the schedules of a course: one on each line, with its first dose, when it
                           was made, amount and place, parted by U+001F */
  RGM_MERGE_PAUSE,      /* until, reason, made_at, made_change */
  RGM_MERGE_END,        /* at, reason */
  RGM_MERGE_ANSWER,     /* a dose: outcome, at, day, day_only, amount, site, reason, note, makeup,
                           zone, recorded_at, anyway */
  RGM_MERGE_TAKEN,      /* the same for a dose that was taken as needed */
  RGM_MERGE_BOOKING,    /* at, zone, place, made_at, anyway */
  RGM_MERGE_TARGET,     /* a dose that was moved: target, kept, made_at, made_change,
                           anyway */
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
enum { RGM_MERGE_OBSERVED_AT = 8, RGM_MERGE_OBSERVED_RECORDED_AT = 12 };

/* The name of a kind: "answer". Never translated. */
const char *rgm_merge_kind_name (RgmMergeKind kind);
/* The names of its fields, which are those of the columns that hold them: "at". Returns: (transfer
 * none): ended by NULL. */
const char *const *rgm_merge_field_names (RgmMergeKind kind);

/* What happens to one thing of this record. */
typedef enum {
  RGM_MERGE_KEEP, /* it stays as it is here */
  RGM_MERGE_TAKE, /* it becomes what it is in the other copy */
  RGM_MERGE_DROP, /* it is taken back, as in the other copy */
  RGM_MERGE_JOIN, /* what each of the copies adds is put together */
  RGM_MERGE_ASK,  /* a person has to say which of the copies is right */
} RgmMergeVerdict;

typedef enum {
  RGM_MERGE_SAME,         /* both say the same */
  RGM_MERGE_OURS,         /* only this record has news of it */
  RGM_MERGE_THEIRS,       /* only the other copy has */
  RGM_MERGE_AGREE,        /* both have, and they fit together */
  RGM_MERGE_HAPPENED,     /* what happened to a dose counts more than what was planned for it */
  RGM_MERGE_LATER,        /* of an invitation the later version holds */
  RGM_MERGE_DIFFER,       /* both have, and they contradict each other */
  RGM_MERGE_BACK_THERE,   /* taken back in the other copy, and there is news of it here */
  RGM_MERGE_BACK_HERE,    /* taken back here, and there is news of it in the other copy */
  RGM_MERGE_BOTH_STARTED, /* the same treatment was started in each of the copies */
  RGM_MERGE_CLOCK,        /* it lies in the future: the clock of the other computer was wrong */
  RGM_MERGE_OTHER_NUMBER, /* a dose that was given then is on record here under another number */
} RgmMergeReason;
/* Their names, for tests: "take", "theirs". */
const char *rgm_merge_verdict_name (RgmMergeVerdict verdict);
const char *rgm_merge_reason_name (RgmMergeReason reason);

RGM_END_DECLS
