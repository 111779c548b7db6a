/* regimen-page: writes the page that a popup opens, and opens it in the user's browser. It is a
 * program of its own, started by the service, so that the service does not have to read a record of
 * many years. */
#include "base/i18n.h"
#include "cli/command.h"
#include "followup/sheet-file.h"
#include "followup/sheet.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

/* Reads the doses that were named ("UUID/N"). Returns: (transfer full): the person to whom they
 * belong; NULL with @error set. */
static RgmPatient *
read_doses (CliInvocation *invocation, GArray *reminders, GError **error)
{
  gint64 patient_id = 0;

  for (guint i = 1; i < invocation->words->len; i++) {
    g_autofree char *uid = NULL;
    SheetReminder reminder = { 0 };
    if (!rgm_course_split_handle (invocation->words->pdata[i], &uid, &reminder.dose, error))
      return NULL;
    g_autoptr (RgmCourse) course
      = rgm_store_course_by_uid (invocation->store, uid, invocation->now, error);
    if (course == NULL)
      return NULL;
    reminder.course_id = course->id;
    g_array_append_val (reminders, reminder);
    patient_id = course->patient_id;
  }
  return rgm_store_patient (invocation->store, patient_id, error);
}

/* Waits for an answer of the bus: then the bus has read everything that this process sent. If this
 * process ended earlier, a browser that is started over the bus would not get the request. */
static void
wait_for_bus (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  GVariant *answer;

  if (bus == NULL)
    return;
  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus", "GetId", NULL, NULL,
                                        G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_clear_pointer (&answer, g_variant_unref);
}

/* Opens the file with the program that the desktop uses for it. */
static gboolean
open_in_browser (const char *path, GError **error)
{
  g_autoptr (GAppLaunchContext) context = g_app_launch_context_new ();
  g_autofree char *uri = g_filename_to_uri (path, NULL, error);

  if (uri == NULL || !g_app_info_launch_default_for_uri (uri, context, error))
    return FALSE;
  wait_for_bus ();
  return TRUE;
}

static gboolean
run (CliInvocation *invocation, GError **error)
{
  const char *path = invocation->words->pdata[0];
  g_autofree char *folder = g_path_get_dirname (path), *html = NULL;
  g_autoptr (GArray) reminders = g_array_new (FALSE, TRUE, sizeof (SheetReminder));
  g_autoptr (RgmPatient) patient = NULL;
  const RgmZone *zone;
  SheetOptions options = { .reminders = reminders };
  RgmSession session;

  invocation->quiet = TRUE;
  if (!cli_session (invocation, RGM_STORE_READ, CLI_NEEDS_CATALOG | CLI_NEEDS_SETTINGS, &session,
                    error)
      || (patient = read_doses (invocation, reminders, error)) == NULL
      || (zone = rgm_patient_zone (patient, error)) == NULL)
    return FALSE;
  options.since = sheet_usual_since (rgm_zone_day (zone, invocation->now));
  options.private_mode = cli_is_private (invocation, &session);
  html = sheet_page (&session, patient, &options, error);
  if (html == NULL)
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_STORE, "%s: %s", folder, g_strerror (errno));
    return FALSE;
  }
  return sheet_write (path, html, patient, error) && open_in_browser (path, error);
}

int
main (int argc, char **argv)
{
  static const CliCommand command = {
    .name = "page",
    .summary = "write the page that a popup opens, and open it",
    .arguments = "FILE UUID/N...",
    .details = "",
    .examples = "",
    .min_words = 2,
    .max_words = G_MAXINT,
    .run = run,
  };

  return cli_main (&command, argv);
}
