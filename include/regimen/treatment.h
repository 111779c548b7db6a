/* treatment.h: what the catalog says about a treatment. Pure data; every medical sentence in it has
 * a source. */
#pragma once

#include <regimen/localtime.h>

RGM_BEGIN_DECLS

/* The publication that a sentence comes from, for example "Bone Metastases: …" in the URMC Health
 * Encyclopedia. */
typedef struct {
  char *key;
  char *title;
  char *publisher;
  char *reviewers; /* nullable */
  /* nullable: how complete its lists of effects and signs are, in whole sentences; shown once
   * wherever these lists are shown */
  char *scope;
  char *scope_short; /* nullable: the same in one sentence, for places with little room */
  /* nullable: a sentence: what the source says to do about urgent conditions, with "{conditions}"
   * in place of their names */
  char *right_away;
} RgmSource;

/* A system of codes by which other programs identify a medicine or a value. */
typedef struct {
  char *key;    /* "atc", "loinc" */
  char *name;   /* "ATC" */
  char *url;    /* the URL that FHIR uses for it */
  char *source; /* key of an RgmSource */
} RgmCodeSystem;

/* Something that people may notice, and the words by which they look it up. The words were chosen
 * for this program and make no medical statement. */
typedef struct {
  char *key;
  /* search phrases: a text matches one if it has all of its words; "a/b" stands for either word */
  char **words;
  char **also; /* keys of the symptoms that are always found together with it */
  /* keys of other symptoms that its words may mean: these are found too, unless one of them is
   * found by its own words */
  char **means;
} RgmSymptom;

/* One effect, or one sign of a condition: the words shown, and the symptoms by which the two
 * lists are compared. */
typedef struct {
  char *key;
  char *name;
  /* nullable: "with these also": the sign counts only together with the others, and is listed
   * last */
  char *qualifier;
  /* keys; an effect and a sign that share one are the same thing, with two readings */
  char **symptoms;
  /* for a sign, nullable: the words for it when it is shown as the other reading of an effect, if
   * @name does not fit there: "back pain, with its other signs" */
  char *reading;
  /* for an effect, nullable: both of its readings in whole sentences, if the names of the
   * conditions alone would say too little */
  char *either;
  char *note;    /* nullable: an addition from the source, a phrase to be put in parentheses */
  char *source;  /* key of an RgmSource */
  char *section; /* the section of that source */
} RgmEffect;

/* A condition that the source warns of. */
typedef struct {
  char *key;
  char *name;       /* begins in lower case: "high blood calcium" */
  char *listed;     /* nullable: its name in lists of conditions without their signs; NULL: @name */
  char *gloss;      /* nullable: the name in other words: "hypercalcemia" */
  char *about;      /* nullable: what else the source says about it, in whole sentences */
  GPtrArray *signs; /* of RgmEffect, borrowed from the catalog; those with a qualifier last */
  char **words;     /* other words by which people look it up, in the form of RgmSymptom.words */
  /* what the source says to do, without a full stop: "Tell a healthcare provider right away" */
  char *advice;
  char *untreated; /* nullable: what happens if it is not treated, a sentence */
  gboolean urgent; /* the source says: tell a provider right away */
  char *source;
  char *section;
} RgmCondition;

/* The class of a medicine that the user entered by name, about which nothing else is known. */
#define RGM_CLASS_CUSTOM "custom"
/* The key of such a medicine if its name has no letter a-z and no digit. */
#define RGM_KEY_NAMELESS "medicine"

/* How many days apart doses usually are; 0 if the source does not say. */
typedef struct {
  int min_days, usual_days, max_days;
} RgmIntervalRange;

typedef struct {
  char *key;       /* "zoledronic-acid" */
  char *name;      /* "Zoledronic acid" */
  char *class_key; /* "bisphosphonate", "denosumab", "radiation", "test", "custom" … */
  /* the name of the class alone, "bisphosphonate", without what the class does */
  char *class_name;
  char *route;     /* "into a vein"; "" if it has none */
  char *atc;       /* nullable: the ATC code of its substance */
  char *unit;      /* the word for one dose, not translated: "infusion", "injection", "session",
                  "tablet", "visit"; see rgm_unit_words() */
  char *units;     /* its plural */
  char *unit_also; /* nullable: another word for it: "fraction" */
  char **aliases;  /* other names that people type */
  /* keys of the classes in place of which, according to the source, this treatment is used; may be
   * empty */
  char **instead_of;
  char *instead_text; /* nullable: the sentence that says so, without a full stop */
  RgmIntervalRange interval;
  char *interval_text; /* nullable: "every 3 to 12 weeks", in the words of the source */
  /* usual length of the event in a calendar: the program's default, not a medical fact */
  int minutes;
  /* the first and last day, counted from the dose, on which the treatment may show an effect; 0 if
   * the source does not say */
  int response_days[2];
  char *response_text; /* nullable: the sentence that says this */
  /* asks whether the treatment has had an effect; NULL without response_text */
  char *response_question;
  /* nullable: the value to record at that time, as "regimen feel" calls it */
  char *response_measure;
  GPtrArray *effects;      /* of RgmEffect, borrowed from the catalog: side effects to watch for */
  GPtrArray *rare_effects; /* of RgmEffect, borrowed: the side effects that the source calls rare */
  /* nullable: what the source says about the effects, in whole sentences; "{effects}" and
   * "{rare-effects}" in them stand for the two lists */
  char *effects_text;
  char **facts;    /* other facts to know, one sentence each */
  char **sources;  /* keys of RgmSource; the first is the source of the interval and the effects */
  char *section;   /* the section of the first source */
  gboolean custom; /* entered by the user by name: nothing medical is known about it */
} RgmTreatment;

/* A kind of product, which is recognized by its names. The program says nothing about it beyond the
 * name. */
typedef struct {
  char *key;
  char **names; /* "Xgeva", "Wyost" … */
  char *is;     /* a phrase: "denosumab, the 120 mg product" */
  /* nullable: the key of its treatment; NULL: a product that is not in the catalog */
  char *treatment;
  char *class_key; /* the class that it belongs to */
  /* nullable: the ATC code of the substance, if it differs from that of @treatment */
  char *atc;
  gboolean keeps_name; /* the course gets the name of the product */
  /* it is that treatment only if taken at fixed times; otherwise it is treated as a medicine that
   * the user entered by name */
  gboolean fixed_times;
  char *source; /* key of an RgmSource */
  /* nullable: the section heading, if the source is an article; NULL if it is a label */
  char *section;
} RgmBrand;

/**
 * rgm_treatment_new_custom: a treatment that the user entered, about which only @name is known:
 * class "custom", unit "dose", no effects, no sources. @name may be in any script. Blanks around it
 * are dropped. Its key is @name in lower case and without accents, with one "-" for each run of
 * characters other than a-z and 0-9, at most 36 characters long; RGM_KEY_NAMELESS if that leaves
 * nothing.
 * Returns: (transfer full): NULL with RGM_ERROR_USAGE if @name has no letter and no digit, or is
 * not fit for the record.
 */
RgmTreatment *rgm_treatment_new_custom (const char *name, GError **error);
void rgm_treatment_free (RgmTreatment *treatment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmTreatment, rgm_treatment_free)

/* An effect of a treatment that is also a sign of a condition. It has two readings, and the program
 * prefers neither. */
typedef struct {
  const RgmEffect *effect;
  GPtrArray *conditions; /* of const RgmCondition, in catalog order, never empty */
  /* of const RgmEffect: the sign of each of @conditions that matches the effect */
  GPtrArray *signs;
} RgmOverlap;

/**
 * rgm_treatment_overlaps: the effects of @treatment (including rare ones) that are also signs of
 * one of @conditions, whether or not the wording is the same. If an effect matches several signs of
 * one condition, the first sign is used.
 * @conditions: (element-type RgmCondition).
 * Returns: (transfer full) (element-type RgmOverlap): in the order of the effects; borrows from
 * both arguments.
 */
GPtrArray *rgm_treatment_overlaps (const RgmTreatment *treatment, const GPtrArray *conditions);

RGM_END_DECLS
