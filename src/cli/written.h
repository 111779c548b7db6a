/* written.h: what commands that write have in common: how they find the course or dose that they
 * are about, and what they print when they have written; and what undo and redo do. */
#pragma once

#include "cli/command.h"

/* The course or dose that the command is about. */
typedef struct {
  RgmSession session;
  RgmPatient *patient;
  RgmCourse *course;
  const RgmZone *zone; /* the patient's */
  int dose;            /* 0: the next open one */
} CliTarget;

/* Opens the record for writing and finds the HANDLE[/N] that is the first word. */
gboolean cli_target_open (CliInvocation *invocation, CliNeeds needs, gboolean anyway,
                          CliTarget *target, GError **error);
/* The same for a command about a whole course: HANDLE/N is RGM_ERROR_USAGE. */
gboolean cli_target_open_course (CliInvocation *invocation, CliNeeds needs, gboolean anyway,
                                 CliTarget *target, GError **error);
void cli_target_clear (CliTarget *target);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliTarget, cli_target_clear)

/* Puts something about the person who is meant on record: @request. Returns: (transfer full). */
typedef gpointer (*CliEnterFunc) (const RgmSession *session, gconstpointer request, GError **error);

/**
 * cli_enter: runs @enter, a command that may be the first one of all. If there is no database yet,
 * it is tried on an empty record in memory first, so that what is refused leaves no file behind.
 * Afterwards the output is about the person: cli_name_person().
 * Returns: (transfer full): what @enter returned, to be freed with @free_entered; NULL on failure.
 */
gpointer cli_enter (CliInvocation *invocation, CliNeeds needs, CliEnterFunc enter,
                    gconstpointer request, GDestroyNotify free_entered, GError **error);

/* What a change did: "log denosumab/3" for @command and what it is about; if @about begins with the
 * command, like "feel/12 (pain 6)", only that. Returns: (transfer full). */
char *cli_change_text (const char *command, const char *about);

/* Prints the next dose, or why there is none. */
void cli_written_next (CliInvocation *invocation, const RgmRecorded *recorded);

/* Names the appointments that the command left without their dose: it is no longer planned, or was
 * answered on an earlier day; then with how the next one gets the appointment. */
void
cli_written_freed (CliInvocation *invocation, const CliTarget *target, const RgmRecorded *recorded);

/* Prints the result of a command about a whole course: @text, or the course in JSON; then the next
 * dose. */
gboolean cli_written_course (CliInvocation *invocation, const CliTarget *target,
                             const RgmRecorded *recorded, const char *text, GError **error);

/* Prints the result of a command about one dose: @text, or the dose in JSON; then the next dose. */
void cli_written_dose (CliInvocation *invocation, const CliTarget *target,
                       const RgmRecorded *recorded, const char *text);

/* "It applies to these open sessions: 1 to 4, 6 to 11." Returns: (transfer full) (nullable): NULL
 * if no dose from @from on is on record, so that the number of the first one says it all. */
char *cli_open_doses_text (const RgmRecorded *recorded, RgmInstant now, int from);

/* After a pause: "These sessions get another day: 3 to 11." Returns: (transfer full) (nullable):
 * NULL if none does, or if these are all from one on of a course without an end. */
char *cli_paused_doses_text (const CliTarget *target, const RgmRecorded *recorded);

/* "The course now ends on …, with session 11." Returns: (transfer full) (nullable): NULL if it is
 * no course of sessions, or if it has no end that can be told. */
char *cli_course_end_text (const RgmRecorded *recorded, RgmInstant now);

/* The same in two steps, for a command with JSON members of its own: begins with "dose". */
void cli_written_json_begin (CliJson *json, const CliTarget *target, const RgmRecorded *recorded);
/* Adds "next", ends the object and prints it. */
void cli_written_json_end (CliInvocation *invocation, CliJson *json, const CliTarget *target,
                           const RgmRecorded *recorded);

/* Prints what to watch for after the dose that was written, and whom to call; nothing if the source
 * of its treatment says nothing of its effects. In full after the first dose of a course that was
 * given, and if
 * @full; later so short that the whole output has at most 12 lines of 80 columns, with the command
 * that shows the rest. */
void cli_written_watch (CliInvocation *invocation, const CliTarget *target,
                        const RgmRecorded *recorded, gboolean full);

/* The options of undo and redo. */
typedef struct {
  gboolean anyway;
} CliUndoneOptions;

/* Runs undo, which takes back the last command about the person, or redo, which brings back what
 * was taken back last. */
gboolean cli_undone_run (CliInvocation *invocation, GError **error);
