/* entry-text.h: the entries "feel/12", "lab/3" and "need/1", which are typed like the doses of a
 * course: how they are put on record and found, and how they look as text and as JSON, beside the
 * doses. Also how contacts and questions look as JSON. */
#pragma once

#include "cli/command.h"
#include "followup/given-doses.h"

/* "feel/12". Returns: (transfer full). */
char *cli_entry_id (const RgmObservation *entry);
/* "6", "38.4 C" or "mild"; "" without a value. Returns: (transfer full). */
char *cli_entry_value (const RgmObservation *entry);
/* "Thu 2026-12-03 10:40", or the day alone. Returns: (transfer full). */
char *cli_entry_when (const RgmObservation *entry);
/* Where the value is, if it is outside the range that was entered with it; else NULL. Returns:
 * (transfer none) (nullable): a phrase. */
const char *cli_entry_outside (const RgmObservation *entry);
/* Prints "The value is below the range …" of an entry that was written, if it is outside. */
void cli_entry_print_outside (CliInvocation *invocation, const RgmObservation *entry);
/* "pain 6, lower back, since breakfast, on Thu 2026-12-03 10:40". Returns: (transfer full). */
char *cli_entry_said (const RgmObservation *entry);
/* The same after "feel/12, ". Returns: (transfer full). */
char *cli_entry_text (const RgmObservation *entry);

/* Whether @typed names an entry ("feel/12"). A course with the handle "feel" comes first: then it
 * does not. @kind, @number: (out). */
gboolean cli_entry_named (const RgmSession *session, const char *typed, RgmObservationKind *kind,
                          int *number);

/**
 * cli_entry_record: puts an entry on record. If there is no database yet, it is first tried on an
 * empty one in memory, so that an entry that is refused leaves no file behind.
 * @at: (nullable): when it was noticed or measured, as typed; NULL: now.
 * @session, @patient: (out): with the catalog and the settings; (transfer full).
 * Returns: (transfer full): NULL with @error set.
 */
RgmObservation *
cli_entry_record (CliInvocation *invocation, RgmObservationRequest *request, const char *at,
                  RgmSession *session, RgmPatient **patient, GError **error);

/**
 * cli_entry_details: the day and the range of an entry, which are typed among its words or as
 * options, but not as both.
 * @typed: (nullable). @at, @range: (nullable): of --at and --range.
 * @when: (out): (nullable): as typed. @low, @high: (out) (transfer full) (nullable).
 */
gboolean cli_entry_details (const RgmTyped *typed, const char *at, const char *range,
                            const char **when, char **low, char **high, GError **error);

/* Prints @text, which says what became of @entry; or the entry in JSON. */
void cli_entry_written (CliInvocation *invocation, const RgmObservation *entry,
                        const RgmPatient *patient, const char *text);

/* The words of the command from number @from on as one text. Returns: (transfer full). */
char *cli_entry_words (const CliInvocation *invocation, guint from);

/* ---- beside the doses ---- */

/* "2 days after denosumab/3", or NULL if @given is empty. @given: (element-type GivenDose): before
 * @entry. Returns: (transfer full) (nullable): a list. */
char *cli_entry_doses_text (const RgmObservation *entry, const GArray *given);

/**
 * cli_entry_print_trend: draws the values of @entries over time, with the doses of @courses marked:
 * one graph for each unit, and what it says in words.
 * @entries: (element-type RgmObservation): of one name, oldest first.
 * @measure: (nullable): that of the catalog.
 */
void
cli_entry_print_trend (CliInvocation *invocation, const GPtrArray *entries,
                       const GPtrArray *courses, const RgmZone *zone, const RgmMeasure *measure);

/* ---- JSON ---- */

/* @key: NULL inside an array. */
void
cli_json_entry (CliJson *json, const char *key, const RgmObservation *entry, const char *patient);
/* @patient: (nullable): the name of the person. */
void
cli_json_contact (CliJson *json, const char *key, const RgmContact *contact, const char *patient);
/* Those of @contacts (element-type RgmContact) who are to be called about something urgent, as
 * objects in the open array. */
void cli_json_to_call (CliJson *json, const GPtrArray *contacts, const char *patient);
void cli_json_question (CliJson *json, const char *key, const RgmQuestion *question,
                        const char *patient, const RgmZone *zone);
/* "doses": those of @given (element-type GivenDose) (nullable). */
void cli_json_given (CliJson *json, const GArray *given, const RgmZone *zone);
