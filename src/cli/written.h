/* written.h: shared code of the commands that change the record: finding the course or dose, and
 * printing the result. Also runs undo and redo. */
#pragma once

#include "cli/command.h"

/* The course or dose that the command is about. */
typedef struct {
  RgmSession session;
  RgmPatient *patient;
  RgmCourse *course;
  const RgmZone *zone; /* the patient's */
  int dose;            /* 0: none was typed, so the next open one is meant */
} CliTarget;

/* Opens the record for writing and finds the course or dose that the first word (HANDLE[/N]) names.
 * @anyway: whether a refusal of a safety check is overridden. Returns: FALSE with RGM_ERROR_USAGE
 * if it is not clear which course is meant, with RGM_ERROR_ZONE if this system lacks the zone of
 * the patient, or with the error of cli_session(). */
gboolean cli_target_open (CliInvocation *invocation, CliNeeds needs, gboolean anyway,
                          CliTarget *target, GError **error);
/* Like cli_target_open(), for a command about a whole course: fails with RGM_ERROR_USAGE for
 * HANDLE/N. */
gboolean cli_target_open_course (CliInvocation *invocation, CliNeeds needs, gboolean anyway,
                                 CliTarget *target, GError **error);
void cli_target_clear (CliTarget *target);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliTarget, cli_target_clear)

/* Puts @request on record for the person of @session. Returns: (transfer full): what was
 * entered. */
typedef gpointer (*CliEnterFunc) (const RgmSession *session, gconstpointer request, GError **error);

/**
 * cli_enter: runs @enter for a command that may be the first one ever used. If there is no database
 * yet, @enter is tried on an empty record in memory first, so that a refused command does not leave
 * an empty database behind. Calls cli_name_person() for the person.
 * Returns: (transfer full): what @enter returned, to be freed with @free_entered; NULL on failure.
 */
gpointer cli_enter (CliInvocation *invocation, CliNeeds needs, CliEnterFunc enter,
                    gconstpointer request, GDestroyNotify free_entered, GError **error);

/* Describes a change: "log denosumab/3" for @command "log" and @about "denosumab/3". If @about
 * begins with the command, as in "feel/12 (pain 6)", only @about. Returns: (transfer full). */
char *cli_change_text (const char *command, const char *about);

/* Prints the next dose, or why there is none. */
void cli_written_next (CliInvocation *invocation, const RgmRecorded *recorded);

/* Prints a line if the appointment of the next dose is outside its window, because a command that
 * moves the window leaves the appointment where it was. */
void cli_written_beside (CliInvocation *invocation, const RgmRecorded *recorded);

/* Prints the appointments that are no longer needed, because their dose is no longer planned, was
 * given on an earlier day, or was skipped on or before that day. If the next dose has no
 * appointment, and no safety check would refuse the time that became free, also prints the command
 * that books it. */
void
cli_written_freed (CliInvocation *invocation, const CliTarget *target, const RgmRecorded *recorded);

/* Prints the result of a command about a whole course: @text, or the course as JSON, and then the
 * next dose. */
gboolean cli_written_course (CliInvocation *invocation, const CliTarget *target,
                             const RgmRecorded *recorded, const char *text, GError **error);

/* Prints the result of a command about one dose: @text, or the dose as JSON, and then the next
 * dose. */
void cli_written_dose (CliInvocation *invocation, const CliTarget *target,
                       const RgmRecorded *recorded, const char *text);

/* "It applies to these open sessions: 1 to 4, 6 to 11." Returns: (transfer full) (nullable): NULL
 * if the open doses from @from on have no gap, so that "from session N on" says enough. */
char *cli_open_doses_text (const RgmRecorded *recorded, RgmInstant now, int from);

/* After a pause: "These sessions get another day: 3 to 11." Returns: (transfer full) (nullable):
 * NULL if no dose does, or if all doses from a certain one on do in a course without an end. */
char *cli_paused_doses_text (const CliTarget *target, const RgmRecorded *recorded);

/* "The course now ends on …, with session 11." Returns: (transfer full) (nullable): NULL if it is
 * not a course of sessions, or if its end is not known. */
char *cli_course_end_text (const RgmRecorded *recorded, RgmInstant now);

/* Does what cli_written_dose() does for --json, in two steps, for a command that adds members of
 * its own. This step begins the object and adds "dose". */
void cli_written_json_begin (CliJson *json, const CliTarget *target, const RgmRecorded *recorded);
/* The second step: adds "next", ends the object and prints it. */
void cli_written_json_end (CliInvocation *invocation, CliJson *json, const CliTarget *target,
                           const RgmRecorded *recorded);

/* Prints what to watch for after the dose that was put on record, and whom to call; prints nothing
 * if the catalog lists no effects of the treatment. The text is printed in full if @full, or if
 * this is the first dose of the course that was given. Otherwise it is shortened so that the whole
 * output has about 12 lines of 80 columns, and names the command that shows the rest. */
void cli_written_watch (CliInvocation *invocation, const CliTarget *target,
                        const RgmRecorded *recorded, gboolean full);

/* The options of undo and redo. */
typedef struct {
  gboolean anyway;
} CliUndoneOptions;

/* Runs undo, which takes back the last change of the person's record or of the course that was
 * typed, or redo, which restores the change that was taken back last. */
gboolean cli_undone_run (CliInvocation *invocation, GError **error);
