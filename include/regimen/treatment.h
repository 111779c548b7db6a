/* treatment.h: what the catalog says about a treatment. Pure data; every medical sentence in it has
 * a source. */
#pragma once

#include <regimen/localtime.h>

RGM_BEGIN_DECLS

/* The publication that a sentence comes from, for example "Bone Metastases: …" of the URMC Health
 * Encyclopedia. */
typedef struct {
  char *key;
  char *title;
  char *publisher;
  char *reviewers; /* nullable */
  /* nullable: how far its lists of effects and signs reach, in whole sentences; stands once
   * wherever they are shown */
  char *scope;
  char *scope_short; /* nullable: the same where there is little room, a sentence */
  /* nullable: what it says to do about urgent conditions, a sentence in which "{conditions}" stands
   * for their names */
  char *right_away;
} RgmSource;

/* A system of codes by which other programs know a medicine or a value. */
typedef struct {
  char *key;    /* "atc", "loinc" */
  char *name;   /* "ATC" */
  char *url;    /* by which FHIR knows it */
  char *source; /* key of an RgmSource */
} RgmCodeSystem;

/* A thing that people may notice, and the words by which they look for it. The words are the
 * program's own and claim nothing. */
typedef struct {
  char *key;
  /* phrases: a text has one if it has all of its words; "a/b" stands for either word */
  char **words;
  char **also; /* keys of the symptoms that are found with it */
  /* keys of the symptoms that its words may mean: found unless one of them is found by words of
   * its own */
  char **means;
} RgmSymptom;

/* One effect, or one sign of a condition: the words shown, and the symptoms by which the two
 * lists are compared. */
typedef struct {
  char *key;
  char *name;
  /* nullable: "with these also": it counts only together with the other signs, and stands last */
  char *qualifier;
  char **symptoms; /* keys; an effect and a sign that share one are the same sign, read two ways */
  /* of a sign, nullable: its words where it is the other reading of an effect, if not its name:
   * "back pain, with its other signs" */
  char *reading;
  /* of an effect, nullable: both of its readings in whole sentences, if the names of the conditions
   * would say too little */
  char *either;
  char *note;    /* nullable: what the source adds, a phrase to be put in parentheses */
  char *source;  /* key of an RgmSource */
  char *section; /* of that source */
} RgmEffect;

/* A condition that the source warns of. */
typedef struct {
  char *key;
  char *name;       /* begins in lower case: "high blood calcium" */
  char *listed;     /* nullable: where the conditions stand without their signs, if not @name */
  char *gloss;      /* nullable: the name in other words: "hypercalcemia" */
  char *about;      /* nullable: what else the source says about it, in whole sentences */
  GPtrArray *signs; /* of RgmEffect, borrowed from the catalog; those with a qualifier last */
  char **words;     /* other words by which people look for it, as those of RgmSymptom */
  /* what the source says to do, without full stop: "Tell a healthcare provider right away" */
  char *advice;
  char *untreated; /* nullable: what happens untreated, a sentence */
  gboolean urgent; /* the source says: tell a provider right away */
  char *source;
  char *section;
} RgmCondition;

/* The class of a medicine of the user's own, of which nothing else is known. */
#define RGM_CLASS_CUSTOM "custom"
/* The key of one whose name has no letter a-z. */
#define RGM_KEY_NAMELESS "medicine"

/* How many days apart doses usually are; 0 if the source does not say. */
typedef struct {
  int min_days, usual_days, max_days;
} RgmIntervalRange;

typedef struct {
  char *key;       /* "zoledronic-acid" */
  char *name;      /* "Zoledronic acid" */
  char *class_key; /* "bisphosphonate", "denosumab", "radiation", "test", "custom" … */
  /* only the name, "bisphosphonate", without what the class does */
  char *class_name;
  char *route; /* "into a vein"; "" if it has none */
  char *atc;   /* nullable: the ATC code of its substance */
  char *unit;  /* the word for one dose: "infusion", "injection", "session", "tablet", "visit" */
  char *units; /* its plural */
  char *unit_also; /* nullable: another word for it: "fraction" */
  char **aliases;  /* other names that people type */
  /* keys of the classes that, by the source, this one is used in place of; may be empty */
  char **instead_of;
  char *instead_text; /* nullable: that sentence, without full stop */
  RgmIntervalRange interval;
  char *interval_text; /* nullable: "every 3 to 12 weeks", as the source has it */
  /* usual length of the event in a calendar: the program's default, not a medical fact */
  int minutes;
  /* the first and the last day on which the effect may show; 0 if the source does not say */
  int response_days[2];
  char *response_text;     /* nullable: that sentence */
  char *response_question; /* asks whether the effect shows; NULL without response_text */
  char *response_measure;  /* nullable: what is put on record then, as "regimen feel" knows it */
  GPtrArray *effects;      /* of RgmEffect, borrowed from the catalog: side effects to watch for */
  GPtrArray *rare_effects; /* the same: what the source calls rare */
  /* nullable: what the source says about them, in whole sentences, in which "{effects}" and
   * "{rare-effects}" may stand for the two lists */
  char *effects_text;
  char **facts;    /* what else to know, a sentence each */
  char **sources;  /* keys of RgmSource, the first is that of the interval and the effects */
  char *section;   /* of the first source */
  gboolean custom; /* the user's own: nothing medical is known about it */
} RgmTreatment;

/* What a kind of product is, known by its names. No claim is made beyond the name. */
typedef struct {
  char *key;
  char **names;         /* "Xgeva", "Wyost" … */
  char *is;             /* a phrase: "denosumab, the 120 mg product" */
  char *treatment;      /* nullable: another product than those of the catalog */
  char *class_key;      /* of the class to which it belongs */
  char *atc;            /* nullable: the ATC code of the substance, if not that of @treatment */
  gboolean keeps_name;  /* the course is called by the name of the product */
  gboolean fixed_times; /* it is that treatment only at fixed times; else a medicine of one's own */
  char *source;         /* key of an RgmSource */
  /* nullable: the heading of that source, if it is an article; otherwise it is a label */
  char *section;
} RgmBrand;

/**
 * rgm_treatment_new_custom: a treatment of the user's own, known by @name alone: class "custom",
 * unit "dose", no effects, no sources. @name may be in any script. Blanks around it are dropped.
 * Its key is @name in lower case and without accents, with one "-" for each run of characters other
 * than a-z and 0-9, at most 36 of them; RGM_KEY_NAMELESS if there are none. Returns: (transfer
 * full): NULL with RGM_ERROR_USAGE if @name has no letter and no digit or is not fit for the
 * record.
 */
RgmTreatment *rgm_treatment_new_custom (const char *name, GError **error);
void rgm_treatment_free (RgmTreatment *treatment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmTreatment, rgm_treatment_free)

/* An effect of a treatment that is also a sign of a condition: both readings, none preferred. */
typedef struct {
  const RgmEffect *effect;
  GPtrArray *conditions; /* of const RgmCondition, in catalog order, never empty */
  GPtrArray *signs;      /* of const RgmEffect: which sign of each of @conditions it is */
} RgmOverlap;

/**
 * rgm_treatment_overlaps: the effects of @treatment (rare ones too) that are also signs of one of
 * @conditions, whether or not the wording is the same. If an effect matches several signs of one
 * condition, the first sign is used.
 * @conditions: (element-type RgmCondition).
 * Returns: (transfer full) (element-type RgmOverlap): in the order of the effects; borrows from
 * both arguments.
 */
GPtrArray *rgm_treatment_overlaps (const RgmTreatment *treatment, const GPtrArray *conditions);

RGM_END_DECLS
