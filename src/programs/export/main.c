/* regimen-export: does the work of the command export. "regimen-export refresh" rewrites the kept
 * files if the record has changed; "regimen-export state" tells whether they are up to date. */
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "calendar/calendar-shown.h"
#include "cli/program-options.h"
#include "cli/words/extra-words.h"
#include "followup/fhir-bundle.h"
#include "programs/export/calendar-file.h"
#include "programs/export/record-file.h"
#include "store/write.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern const CliCommand cli_command_export;

/* Notes that another program has received the calendar, so that later calendars cancel the doses in
 * it that are no longer planned. If the record cannot be written to, the calendar is exported
 * nevertheless. */
static void
note_shown (const RgmSession *session, const RgmKeptFile *wanted)
{
  const RgmCalendarOptions options = { .days = wanted->days, .tablets = wanted->tablets };

  calendar_shown_note (session, wanted->patient_id, &options, NULL);
}

/* Tells the user that the calendar leaves out tablets, if the record has a course of tablets at
 * fixed times that goes on. */
static void
tell_tablets (CliInvocation *invocation, const RgmSession *session, const RgmKeptFile *wanted)
{
  const RgmCourseQuery query = { .patient_id = wanted->patient_id,
                                 .now = session->now,
                                 .since = session->now,
                                 .ended_since = RGM_INSTANT_NONE };
  g_autoptr (GPtrArray) courses
    = wanted->tablets ? NULL : rgm_store_courses (session->store, &query, NULL);

  for (guint i = 0; courses != NULL && i < courses->len; i++)
    if (rgm_course_schedule (courses->pdata[i])->kind == RGM_SCHEDULE_TIMES) {
      cli_print_para (invocation, 2,
                      _ ("Tablets at fixed times are left out; --tablets adds them."));
      return;
    }
}

/* ---- once ---- */

static gboolean
print_piece (const char *bytes, gsize length, gpointer data, GError **error)
{
  if (fwrite (bytes, 1, length, stdout) == length)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               _ ("standard output could not be written: %s"), g_strerror (errno));
  return FALSE;
}

/* If several people are on record, tells the user whose doses the calendar has. */
static void
tell_people (CliInvocation *invocation, const RgmSession *session, const RgmKeptFile *wanted)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (session->store, NULL);
  const RgmPatient *one = NULL;
  g_autofree char *name = NULL;

  if (patients == NULL || patients->len < 2)
    return;
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *each = patients->pdata[i];
    if (one == NULL || each->id == wanted->patient_id
        || (wanted->patient_id == 0 && each->is_default))
      one = each;
  }
  if (wanted->patient_id != 0) {
    cli_print_para (invocation, 2, _ ("They are only for %s; the titles do not contain the name."),
                    one->name);
    return;
  }
  name = text_shell_word (one->name);
  cli_print_para (invocation, 2,
                  _ ("They are for everybody on record, and each title begins with a name. For one "
                     "person only: regimen --patient %s export FILE"),
                  name);
}

/* Appends " OPTION N", unless N is @usual. */
static void
add_number (GString *line, const char *option, int number, int usual)
{
  if (number != usual)
    g_string_append_printf (line, " %s %d", option, number);
}

/* The command that keeps the file @kept in @record with the same options. @words: its first words,
 * "export --keep FILE". @whose: (nullable): the name of the person whose doses it has. Returns:
 * (transfer full). */
static char *
keep_line (const char *record, const char *words, const RgmKeptFile *kept, const char *whose)
{
  g_autofree char *begin = text_command (record, whose, words);
  GString *line = g_string_new (begin);

  add_number (line, "--days", kept->days, RGM_CALENDAR_DAYS);
  add_number (line, "--minutes", kept->minutes, 0);
  if (kept->private_mode)
    g_string_append (line, " --private");
  if (kept->tablets)
    g_string_append (line, " --tablets");
  if (kept->lead_events)
    g_string_append (line, " --lead-events");
  if (kept->shared)
    g_string_append (line, " --shared");
  return g_string_free (line, FALSE);
}

static gboolean
is_same_inode (const char *a, const char *b)
{
  GStatBuf one, other;

  return g_stat (a, &one) == 0 && g_stat (b, &other) == 0 && one.st_dev == other.st_dev
         && one.st_ino == other.st_ino;
}

/* Whether the paths are one name in one folder, which may be reached through a link. The file need
 * not exist. */
static gboolean
is_same_name (const char *a, const char *b)
{
  g_autofree char *name = g_path_get_basename (a), *other_name = g_path_get_basename (b);
  g_autofree char *folder = g_path_get_dirname (a), *other_folder = g_path_get_dirname (b);

  return g_str_equal (a, b)
         || (g_str_equal (name, other_name) && is_same_inode (folder, other_folder));
}

/* The paths under which the file @path is kept, as the record has them. An older version may have
 * noted one file under several. Returns: (transfer full) (element-type utf8): NULL with @error set
 * if the record could not be read. */
static GPtrArray *
find_kept_paths (const RgmSession *session, const char *path, GError **error)
{
  g_autoptr (GPtrArray) files = store_kept_files (session->store, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  if (files == NULL)
    return NULL;
  for (guint i = 0; i < files->len; i++) {
    const RgmKeptFile *kept = files->pdata[i];

    if (is_same_name (kept->path, path))
      g_ptr_array_add (paths, g_strdup (kept->path));
  }
  return g_steal_pointer (&paths);
}

/* Refuses to write @path only once if it is a kept file: with other options, the next rewrite would
 * take it for a file that another program has changed. */
static gboolean
check_not_kept (const RgmSession *session, const char *path, GError **error)
{
  g_autofree char *wanted = g_canonicalize_filename (path, NULL);
  g_autoptr (GPtrArray) files = store_kept_files (session->store, error);

  if (files == NULL)
    return FALSE;
  for (guint i = 0; i < files->len; i++) {
    const RgmKeptFile *kept = files->pdata[i];

    if (!is_same_name (kept->path, wanted) && !is_same_inode (kept->path, wanted))
      continue;
    g_autofree char *shown = file_shown (kept->path), *quoted = text_shell_word (shown);
    g_autofree char *words = g_strdup_printf ("export --keep %s", quoted);
    g_autoptr (RgmPatient) patient
      = kept->patient_id != 0 ? rgm_store_patient (session->store, kept->patient_id, NULL) : NULL;
    g_autofree char *line = keep_line (NULL, words, kept, patient != NULL ? patient->name : NULL);
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT,
                 _ ("%s is rewritten after each change, and so with the same options; to change "
                    "them, change this command: %s; to write the file only once, first: regimen "
                    "%s --stop"),
                 shown, line, words);
    return FALSE;
  }
  return TRUE;
}

/* Writes the calendar to the file of --to, or else to standard output. */
static gboolean
export_once (CliInvocation *invocation, const RgmSession *session, const RgmKeptFile *wanted,
             GError **error)
{
  const CliExportOptions *given = invocation->options;
  g_auto (ExportFile) file = { NULL };
  g_autofree char *shown = NULL;
  guint events;

  if (!export_file_load (&file, session, wanted, error))
    return FALSE;
  file.path = given->to;
  if (file.path != NULL)
    record_folder_sweep (session->store, file.path);
  if (file.path == NULL
        ? !export_file_print (&file, print_piece, NULL, error)
        : !export_file_check_path (&file, error)
            || !export_file_check_record (&file, session, error)
            || !check_not_kept (session, file.path, error) || !export_file_write (&file, error))
    return FALSE;
  note_shown (session, wanted);
  if (file.path == NULL)
    return TRUE;
  shown = file_shown (file.path);
  events = rgm_calendar_length (file.calendar);
  cli_print_para (invocation, 2, P_ ("Wrote %u event to %s.", "Wrote %u events to %s.", events),
                  events, shown);
  tell_people (invocation, session, wanted);
  tell_tablets (invocation, session, wanted);
  cli_print_para (invocation, 2,
                  _ ("Import it once, into a separate calendar: a second import doubles "
                     "or drops events in many programs."));
  return TRUE;
}

/* ---- kept ---- */

/* If the file of @wanted is kept already under another path, which leads to the same folder through
 * a link, replaces the path by that one: else two notes would rewrite one file in turn. */
static gboolean
take_kept_path (const RgmSession *session, RgmKeptFile *wanted, GError **error)
{
  g_autoptr (GPtrArray) paths = find_kept_paths (session, wanted->path, error);

  if (paths == NULL)
    return FALSE;
  if (paths->len > 0
      && !g_ptr_array_find_with_equal_func (paths, wanted->path, g_str_equal, NULL)) {
    g_free (wanted->path);
    wanted->path = g_strdup (paths->pdata[0]);
  }
  return TRUE;
}

/* Writes the file first, and only then notes that it is to be kept, so that a file that cannot be
 * written even once is never noted. */
static gboolean
keep (CliInvocation *invocation, const RgmSession *session, RgmKeptFile *wanted, GError **error)
{
  if (!take_kept_path (session, wanted, error))
    return FALSE;
  g_autofree char *shown = file_shown (wanted->path);
  g_autofree char *uri = g_filename_to_uri (wanted->path, NULL, NULL);
  guint events = 0;
  ExportKeptState state = export_kept_update (session, wanted, EXPORT_KEPT_TAKE, &events, error);

  if (state != EXPORT_KEPT_CURRENT || !store_begin (session->store, NULL, session->now, error))
    return FALSE;
  if (!store_keep_file (session->store, wanted, error) || !store_commit (session->store, error)) {
    store_rollback (session->store);
    return FALSE;
  }
  note_shown (session, wanted);
  cli_print_para (invocation, 2,
                  P_ ("%s has %u event, and is rewritten after each change.",
                      "%s has %u events, and is rewritten after each change.", events),
                  shown, events);
  tell_people (invocation, session, wanted);
  tell_tablets (invocation, session, wanted);
  cli_print (invocation, _ ("Subscribe to it in your calendar program:"));
  cli_print (invocation, "  %s", uri);
  return TRUE;
}

static void
fail_not_kept (const RgmSession *session, const char *shown, GError **error)
{
  g_autoptr (GPtrArray) files = store_kept_files (session->store, NULL);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; files != NULL && i < files->len; i++) {
    const RgmKeptFile *file = files->pdata[i];
    g_autofree char *name = file_shown (file->path);

    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
  }
  if (names->len > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is not a file that regimen rewrites after each change; these are: %s"),
                 shown, names->str);
  else
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("%s is not a file that regimen rewrites after each change; at present it rewrites none"),
      shown);
}

static gboolean
stop_keeping (CliInvocation *invocation, const RgmSession *session, const char *path,
              GError **error)
{
  g_autofree char *shown = file_shown (path);
  g_autoptr (GPtrArray) paths = find_kept_paths (session, path, error);
  gboolean done = paths != NULL && store_begin (session->store, NULL, session->now, error), kept;

  if (!done)
    return FALSE;
  for (guint i = 0; i < paths->len && done; i++)
    done = store_stop_keeping (session->store, paths->pdata[i], &kept, error);
  if (!done || !store_commit (session->store, error)) {
    store_rollback (session->store);
    return FALSE;
  }
  if (paths->len == 0) {
    fail_not_kept (session, shown, error);
    return FALSE;
  }
  cli_print_para (invocation, 2, _ ("%s stays as it is, and is no longer rewritten."), shown);
  return TRUE;
}

/* ---- refresh and state ---- */

/* The text of @problem, which says that another copy of the record keeps the file @kept, and the
 * commands that change that. @named: whether the text may name the person whose doses the file has;
 * a text for the log must not. Returns: (transfer full). */
static char *
other_text (const CliInvocation *invocation, const RgmSession *session, const RgmKeptFile *kept,
            const GError *problem, gboolean named)
{
  g_autofree char *database = cli_database_path (invocation), *path = file_shown (database);
  g_autofree char *shown = file_shown (kept->path), *file = text_shell_word (shown);
  g_autofree char *words = g_strdup_printf ("export --keep %s", file);
  g_autofree char *ends = text_command (path, NULL, words);
  g_autoptr (RgmPatient) patient
    = kept->patient_id != 0 ? rgm_store_patient (session->store, kept->patient_id, NULL) : NULL;
  const char *whose = patient == NULL ? NULL : named ? patient->name : "NAME";
  g_autofree char *keeps = keep_line (path, words, kept, whose);

  return g_strdup_printf (
    _ ("%s; to keep it with this record: %s; to leave it to that copy: %s --stop"),
    problem->message, keeps, ends);
}

/* Rewrites every kept file that is not current. If one file fails, the others are still written. It
 * is no failure if another copy of the record keeps a file, because a later try would not help. */
static gboolean
refresh_all (CliInvocation *invocation, const RgmSession *session, GError **error)
{
  g_autoptr (GPtrArray) files = store_kept_files (session->store, error);
  g_autoptr (GString) failures = g_string_new (NULL);

  for (guint i = 0; files != NULL && i < files->len; i++) {
    RgmKeptFile *file = files->pdata[i];
    g_autofree char *before = g_strdup (file->written);
    g_autoptr (GError) problem = NULL;
    ExportKeptState state = export_kept_update (session, file, EXPORT_KEPT_FOLLOW, NULL, &problem);

    if (state == EXPORT_KEPT_OTHER) {
      g_autofree char *text = other_text (invocation, session, file, problem, FALSE);
      cli_note (invocation, "%s", text);
    }
    if (g_strcmp0 (before, file->written) != 0)
      note_shown (session, file);
    if (state == EXPORT_KEPT_FAILED)
      g_string_append_printf (failures, "%s%s", failures->len > 0 ? "; " : "", problem->message);
  }
  if (files != NULL && failures->len > 0)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR, _ ("a calendar is not up to date: %s"),
                 failures->str);
  return files != NULL && failures->len == 0;
}

/* Refreshes all kept files, again if the record has changed in the meantime: if two programs could
 * not take turns (see export_kept_update()), a newer file of the other program may have been
 * replaced by an older one from here. So the program that writes last looks again. */
static gboolean
refresh (CliInvocation *invocation, const RgmSession *session, GError **error)
{
  gint64 before = 0, after = 0;
  gsize noted = invocation->notes->len;

  do {
    g_string_truncate (invocation->notes, noted); /* drop the notes of the round before */
    if (!rgm_store_data_version (session->store, &before, error)
        || !refresh_all (invocation, session, error)
        || !rgm_store_data_version (session->store, &after, error))
      return FALSE;
  } while (before != after);
  return TRUE;
}

/* Prints state, path and problem of every kept file for "regimen check", each followed by a zero
 * byte. */
static gboolean
print_states (CliInvocation *invocation, const RgmSession *session, GError **error)
{
  static const char *const names[] = { [EXPORT_KEPT_CURRENT] = "current",
                                       [EXPORT_KEPT_STALE] = "stale",
                                       [EXPORT_KEPT_EMPTY] = "empty",
                                       [EXPORT_KEPT_OTHER] = "other",
                                       [EXPORT_KEPT_FAILED] = "failed" };
  g_autoptr (GPtrArray) files = store_kept_files (session->store, error);

  for (guint i = 0; files != NULL && i < files->len; i++) {
    RgmKeptFile *file = files->pdata[i];
    g_autoptr (GError) problem = NULL;
    ExportKeptState state = export_kept_update (session, file, EXPORT_KEPT_LOOK, NULL, &problem);
    g_autofree char *text = state == EXPORT_KEPT_OTHER
                              ? other_text (invocation, session, file, problem, TRUE)
                              : g_strdup (state == EXPORT_KEPT_FAILED ? problem->message : "");
    const char *parts[] = { names[state], file->path, text };

    for (guint part = 0; part < G_N_ELEMENTS (parts); part++)
      g_string_append_len (invocation->out, parts[part], (gssize)strlen (parts[part]) + 1);
  }
  return files != NULL;
}

/* ---- the command ---- */

static gboolean
writes_record (const CliExportOptions *given)
{
  static const char *const formats[] = { "json", "csv", "fhir", NULL };

  return given->format != NULL && g_strv_contains (formats, given->format);
}

static gboolean
check_options (const CliExportOptions *given, GError **error)
{
  if (given->keep != NULL && given->to != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--to writes once, --keep after each change: give one of them"));
  else if (given->stop && given->keep == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--stop needs the name of the kept file: --keep FILE --stop"));
  else if (given->format != NULL && !g_str_equal (given->format, "ics") && !writes_record (given)) {
    g_autofree char *quoted = text_quote (given->format);
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("%s is not accepted for --format: \"json\" or \"csv\" (the whole record), \"fhir\" "
         "(the record for a clinic), or \"ics\" (a calendar)"),
      quoted);
  } else if (given->shared && given->keep == NULL && given->to == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--shared needs a file: --to FILE or --keep FILE"));
  else
    return TRUE;
  return FALSE;
}

/* Takes the word after the command as the file to write. A word without a dot or a slash is
 * refused, because it may be something else, such as the name of a person. Only with --format csv
 * is it accepted, as the name of a folder. */
static gboolean
take_file (CliInvocation *invocation, GError **error)
{
  CliExportOptions *given = invocation->options;
  const char *typed = invocation->words->pdata[0];

  if (strpbrk (typed, "./") == NULL && g_strcmp0 (given->format, "csv") != 0)
    return cli_fail_words (invocation, 0, error);
  if (given->to != NULL || given->keep != NULL) {
    g_autofree char *quoted = text_quote (typed);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("give only one file: %s, or the one after --to or --keep"), quoted);
    return FALSE;
  }
  if (given->format == NULL && g_str_has_suffix (typed, ".csv")) {
    g_autofree char *quoted = text_quote (typed);
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s would be written as a calendar; for tables that a spreadsheet opens: "
                    "regimen export --format csv FOLDER; for a calendar, end the name with .ics"),
                 quoted);
    return FALSE;
  }
  given->to = typed;
  return TRUE;
}

/* ---- the whole record ---- */

/* Refuses options that do not fit an export of the whole record. */
static gboolean
check_record_options (const CliInvocation *invocation, GError **error)
{
  const CliExportOptions *given = invocation->options;
  const char *other = given->keep != NULL    ? "--keep"
                      : given->shared        ? "--shared"
                      : given->days.given    ? "--days"
                      : given->minutes.given ? "--minutes"
                      : given->tablets       ? "--tablets"
                      : given->lead_events   ? "--lead-events"
                                             : NULL;

  if (other != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s can be used only for a calendar, and not with --format %s"), other,
                 given->format);
  else if (invocation->globals.private_mode)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("--private leaves out the details, and --format %s writes all of them: give one "
         "of the two"),
      given->format);
  else if (invocation->globals.patient != NULL && !g_str_equal (given->format, "fhir"))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("--format %s writes the record of all people; leave out --patient"),
                 given->format);
  else if (given->to == NULL && g_str_equal (given->format, "csv"))
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("--format csv needs the name of a new folder, for example: regimen export --format csv "
         "record"));
  else
    return TRUE;
  return FALSE;
}

/* Writes the FHIR bundle of the person who was named, or of all people. */
static gboolean
export_bundle (CliInvocation *invocation, GError **error)
{
  const CliExportOptions *given = invocation->options;
  g_autofree char *shown = given->to != NULL ? file_shown (given->to) : NULL;
  g_autoptr (RgmPatient) patient = NULL;
  RgmSession session;
  gint64 whose;
  guint count = 0;

  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_CATALOG, &session, error)
      || (session.patient != NULL && !cli_session_patient_or_nobody (&session, &patient, error)))
    return FALSE;
  whose = patient != NULL ? patient->id : 0;
  if (given->to == NULL)
    return fhir_bundle_write (&session, whose, print_piece, NULL, &count, error);
  record_folder_sweep (session.store, given->to);
  if (!record_bundle_write (&session, whose, given->to, &count, error))
    return FALSE;
  cli_print_para (invocation, 2,
                  P_ ("Wrote %u entry to %s, for a program that reads FHIR R4. Only you can read "
                      "the file; it has every detail.",
                      "Wrote %u entries to %s, for a program that reads FHIR R4. Only you can read "
                      "the file; it has every detail.",
                      count),
                  count, shown);
  return TRUE;
}

static gboolean
export_record (CliInvocation *invocation, GError **error)
{
  const CliExportOptions *given = invocation->options;
  g_autofree char *database = cli_database_path (invocation);
  g_autofree char *shown = given->to != NULL ? file_shown (given->to) : NULL;
  RgmSession session;
  guint files = 0;

  if (!check_record_options (invocation, error))
    return FALSE;
  if (!cli_database_exists (invocation)) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE,
                 _ ("there is no database at %s, so there is nothing to export"), database);
    return FALSE;
  }
  if (g_str_equal (given->format, "fhir"))
    return export_bundle (invocation, error);
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_RECORD, &session, error))
    return FALSE;
  if (g_str_equal (given->format, "csv")) {
    if (!record_folder_write (session.store, given->to, &files, error))
      return FALSE;
    cli_print_para (invocation, 2,
                    P_ ("Wrote the whole record to %s, in %u file. Only you can read it; it has "
                        "every detail.",
                        "Wrote the whole record to %s, in %u files. Only you can read them; they "
                        "have every detail.",
                        files),
                    shown, files);
    return TRUE;
  }
  if (given->to != NULL)
    record_folder_sweep (session.store, given->to);
  if (!(given->to == NULL ? rgm_store_write_json (session.store, print_piece, NULL, error)
                          : record_file_write (session.store, given->to, error)))
    return FALSE;
  if (given->to != NULL)
    cli_print_para (invocation, 2,
                    _ ("Wrote the whole record to %s. Only you can read the file; it has every "
                       "detail."),
                    shown);
  return TRUE;
}

/* ---- the calendar, once or kept ---- */

/* Exports the calendar as the options say: once, kept, or no longer kept. */
static gboolean export(CliInvocation *invocation, const RgmSession *session, GError **error)
{
  const CliExportOptions *given = invocation->options;
  g_autoptr (RgmPatient) patient = NULL;
  g_autoptr (RgmKeptFile) wanted = g_new0 (RgmKeptFile, 1);

  if (session->patient != NULL && !cli_session_patient_or_nobody (session, &patient, error))
    return FALSE;
  wanted->path = given->keep != NULL && *given->keep != '\0'
                   ? g_canonicalize_filename (given->keep, NULL)
                   : g_strdup ("");
  wanted->patient_id = patient != NULL ? patient->id : 0;
  wanted->days = given->days.given ? given->days.value : RGM_CALENDAR_DAYS;
  wanted->minutes = given->minutes.value;
  wanted->private_mode = invocation->globals.private_mode;
  wanted->tablets = given->tablets;
  wanted->lead_events = given->lead_events;
  wanted->shared = given->shared;
  if (given->stop)
    return stop_keeping (invocation, session, wanted->path, error);
  return given->keep != NULL ? keep (invocation, session, wanted, error)
                             : export_once (invocation, session, wanted, error);
}

static gboolean
run_export (CliInvocation *invocation, GError **error)
{
  const CliExportOptions *given = invocation->options;
  const char *typed = invocation->words->len > 0 ? invocation->words->pdata[0] : "";
  gboolean refreshes = g_str_equal (typed, "refresh"), tells = g_str_equal (typed, "state");
  /* a kept file has to be noted in the record; an export is only noted if the record allows it */
  gboolean writes = cli_database_exists (invocation) && (refreshes || given->keep != NULL);
  RgmSession session;

  if ((!refreshes && !tells && *typed != '\0' && !take_file (invocation, error))
      || !check_options (given, error))
    return FALSE;
  if (writes_record (given))
    return export_record (invocation, error);
  if (!cli_session (invocation, writes ? RGM_STORE_CREATE : RGM_STORE_READ,
                    CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &session, error))
    return FALSE;
  invocation->quiet = refreshes || tells;
  return refreshes ? refresh (invocation, &session, error)
         : tells   ? print_states (invocation, &session, error)
                   : export(invocation, &session, error);
}

int
main (int argc, char **argv)
{
  CliCommand command = cli_command_export;

  command.run = run_export;
  return cli_main (&command, argv);
}
