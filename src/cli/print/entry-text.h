/* entry-text.h: the entries of feel, lab and need, whose names "feel/12", "lab/3" and "need/1" look
 * like those of doses: puts them on record, finds them, and prints them as text and as JSON. Also
 * prints contacts and questions as JSON. */
#pragma once

#include "cli/command.h"
#include "followup/given-doses.h"

/* "feel/12". Returns: (transfer full). */
char *cli_entry_id (const RgmObservation *entry);
/* "6", "38.4 C" or "mild"; "" without a value. Returns: (transfer full). */
char *cli_entry_value (const RgmObservation *entry);
/* A phrase that says whether the value is below or above the range that was entered with it.
 * Returns: (transfer none) (nullable): NULL if the value is within the range or has none. */
const char *cli_entry_outside (const RgmObservation *entry);
/* Prints "The value is below the range …" if the value of @entry is outside its range. */
void cli_entry_print_outside (CliInvocation *invocation, const RgmObservation *entry);
/* "pain 6, lower back, since breakfast, on Thu 2026-12-03 10:40". @patient: the zone of the
 * patient. Returns: (transfer full). */
char *cli_entry_said (const RgmObservation *entry, const RgmZone *patient);
/* cli_entry_said(), preceded by "feel/12, ". Returns: (transfer full). */
char *cli_entry_text (const RgmObservation *entry, const RgmZone *patient);

/* Whether @typed names an entry ("feel/12"). Older versions allowed "feel" as the handle of a
 * course. If there is such a course, @typed names a dose of it instead; FALSE with
 * RGM_ERROR_CONFLICT if there is such an entry as well. @kind, @number: (out). */
gboolean cli_entry_named (const RgmSession *session, const char *typed, RgmObservationKind *kind,
                          int *number, GError **error);

/**
 * cli_entry_record: puts an entry on record. If there is no database yet, this is first tried on an
 * empty one in memory, so that a refused entry does not leave an empty database behind.
 * @at: (nullable): when it was noticed or measured, as the user typed it; NULL: now.
 * @session: (out): opened with the catalog. @patient: (out) (transfer full).
 * Returns: (transfer full): NULL with @error set.
 */
RgmObservation *
cli_entry_record (CliInvocation *invocation, RgmObservationRequest *request, const char *at,
                  RgmSession *session, RgmPatient **patient, GError **error);

/**
 * cli_entry_details: finds the time and the range of an entry. Each may be typed among its words or
 * as an option; both ways at once is RGM_ERROR_USAGE.
 * @typed: (nullable): the parsed words. @at, @range: (nullable): the values of --at and --range.
 * @when: (out) (nullable): the time as it was typed. @low, @high: (out) (transfer full) (nullable).
 */
gboolean cli_entry_details (const RgmTyped *typed, const char *at, const char *range,
                            const char **when, char **low, char **high, GError **error);

/* Prints @text, which says what was done with @entry, or with --json the entry. */
void cli_entry_written (CliInvocation *invocation, const RgmObservation *entry,
                        const RgmPatient *patient, const char *text);

/* The words of the command from number @from (counted from 0) on as one text, without blanks around
 * it. Returns: (transfer full). */
char *cli_entry_words (const CliInvocation *invocation, guint from);

/* ---- beside the doses ---- */

/* "2 days after denosumab/3, on the day of zometa/1". @given: (element-type GivenDose): doses given
 * on the day of @entry or before. Returns: (transfer full) (nullable): NULL if @given is empty. */
char *cli_entry_doses_text (const RgmObservation *entry, const GArray *given);

/**
 * cli_entry_print_trend: draws the values of @entries over time, with the doses of @courses marked.
 * There is one graph for each unit, followed by a summary in words.
 * @entries: (element-type RgmObservation): entries with the same name, oldest first; at least one.
 * @measure: (nullable): their measure in the catalog, if it has one.
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
/* Adds the contacts to call about something urgent as objects to the open array. @contacts:
 * (element-type RgmContact): all contacts of @patient. */
void cli_json_to_call (CliJson *json, const GPtrArray *contacts, const char *patient);
void cli_json_question (CliJson *json, const char *key, const RgmQuestion *question,
                        const char *patient, const RgmZone *zone);
/* Adds the doses @given (element-type GivenDose) (nullable) as the array "doses". */
void cli_json_given (CliJson *json, const GArray *given, const RgmZone *zone);
