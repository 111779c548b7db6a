#include "base/system-zone.h"
#include "table.h"

#include <glib/gstdio.h>
#include <regimen/zone.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *const fit_names[] = { "exact", "gap", "repeated" };

static const RgmZone *
zone (const char *name)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *opened = rgm_zone_get (name, &error);
  g_assert_no_error (error);
  return opened;
}

/* Governments change what was to come: a row about the time after the table was written is left out
 * where the C library, with the zone files of this machine, does not know it either. Rows about the
 * past are always compared. */
static gboolean
still_to_come (const char *name, RgmLocal local, const char *instant)
{
  const RgmInstant written = 1796083200; /* 2026-12-01 */
  g_autofree char *before = g_strdup (g_getenv ("TZ"));
  RgmInstant expected;
  struct tm wall;
  time_t time;
  int second = MAX (local.second, 0);

  if (!rgm_instant_parse (instant, &expected, NULL) || expected < written)
    return TRUE;
  g_setenv ("TZ", name, TRUE);
  tzset ();
  time = (time_t)expected;
  localtime_r (&time, &wall);
  if (before != NULL)
    g_setenv ("TZ", before, TRUE);
  else
    g_unsetenv ("TZ");
  tzset ();
  return wall.tm_hour * 3600 + wall.tm_min * 60 + wall.tm_sec == second;
}

static void
check_local_to_instant (char **cells)
{
  RgmLocal local;
  RgmFit fit;
  g_assert_true (rgm_local_parse (cells[1], &local, NULL));
  if (!still_to_come (cells[0], local, cells[2])) {
    g_test_message ("%s %s: the zone's rules have changed", cells[0], cells[1]);
    return;
  }
  g_autofree char *instant
    = rgm_instant_format_utc (rgm_zone_to_instant (zone (cells[0]), local, &fit));
  table_expect (cells, "instant", cells[2], instant);
  table_expect (cells, "fit", cells[3], fit_names[fit]);
}

static void
test_local_to_instant (void)
{
  table_run ("local-to-instant.tsv", 5, check_local_to_instant);
}

static void
check_instant_to_local (char **cells)
{
  RgmInstant instant, again;
  g_assert_true (rgm_instant_parse (cells[1], &instant, NULL));
  g_autofree char *local = rgm_local_format (rgm_zone_to_local (zone (cells[0]), instant));
  g_autofree char *shown = rgm_instant_format (instant, zone (cells[0]));
  table_expect (cells, "local", cells[2], local);
  table_expect (cells, "shown", cells[3], shown);
  g_assert_true (rgm_instant_parse (shown, &again, NULL));
  g_assert_cmpint (again, ==, instant);
}

static void
test_instant_to_local (void)
{
  table_run ("instant-to-local.tsv", 5, check_instant_to_local);
}

static void
check_name (char **cells)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *opened = rgm_zone_get (cells[0], &error);
  table_expect (cells, "result", cells[1], opened != NULL ? "ok" : "error");
  if (opened != NULL) {
    g_assert_no_error (error);
    g_assert_cmpstr (rgm_zone_name (opened), ==, cells[0]);
    return;
  }
  g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  g_assert_null (strchr (error->message, '\n'));
  g_assert_true (strstr (error->message, "such as Europe/Berlin") != NULL
                 || strstr (error->message, "not a time zone file") != NULL);
}

static void
test_names (void)
{
  table_run ("zone-names.tsv", 3, check_name);
}

/* "=NAME": the zone is found. Anything else: the user is refused, and the message has this. */
static void
check_typed (char **cells)
{
  g_autoptr (GError) error = NULL;
  const RgmZone *found = rgm_zone_find (cells[0], &error);

  if (cells[1][0] == '=') {
    table_expect (cells, "zone", cells[1] + 1, found != NULL ? rgm_zone_name (found) : "none");
    return;
  }
  table_expect (cells, "zone", "none", found != NULL ? rgm_zone_name (found) : "none");
  g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  if (strstr (error->message, cells[1]) == NULL)
    table_expect (cells, "message", cells[1], error->message);
}

static void
test_typed (void)
{
  table_run ("zone-typed.tsv", 3, check_typed);
}

static void
test_one_zone_for_a_name (void)
{
  g_assert_true (zone ("Europe/Berlin") == zone ("Europe/Berlin"));
  g_assert_true (zone ("Europe/Berlin") != zone ("Europe/Paris"));
}

static gpointer
use_zones (gpointer unused)
{
  static const char *const names[] = { "Europe/Rome", "Asia/Tokyo", "America/Lima", "Asia/Dubai" };
  for (int i = 0; i < 400; i++)
    rgm_zone_offset (zone (names[i % 4]), i * (RgmInstant)86400);
  return (gpointer)zone ("Asia/Tokyo");
}

static void
test_threads (void)
{
  GThread *threads[4];
  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("zones", use_zones, NULL);
  for (int i = 0; i < 4; i++)
    g_assert_true (g_thread_join (threads[i]) == zone ("Asia/Tokyo"));
}

static void
test_abbreviation (void)
{
  g_assert_cmpstr (rgm_zone_abbreviation (zone ("Europe/Berlin"), 1795420800), ==, "CET");
  g_assert_cmpstr (rgm_zone_abbreviation (zone ("Europe/Berlin"), 2540592000), ==, "CEST");
  g_assert_cmpstr (rgm_zone_abbreviation (zone ("Europe/Dublin"), 2540592000), ==, "IST");
  g_assert_cmpstr (rgm_zone_abbreviation (zone ("UTC"), 0), ==, "UTC");
}

/* Every second summer and winter: two changes a year, by the rule of the EU, to the year 2199. */
static void
test_next_transition (void)
{
  RgmInstant at = 1767225600 /* 2026-01-01T00:00:00Z */;
  int before, behind, count = 0;
  while (rgm_zone_next_transition (zone ("Europe/Berlin"), at, &at, &before, &behind)) {
    int year, month, mday;
    rgm_day_split (rgm_zone_day (zone ("UTC"), at), &year, &month, &mday);
    g_assert_cmpint (year, ==, 2026 + count / 2);
    g_assert_cmpint (month, ==, count % 2 == 0 ? 3 : 10);
    g_assert_cmpint (mday, >=, 25);
    g_assert_cmpint (at % 86400, ==, 3600);
    g_assert_cmpint (before, ==, count % 2 == 0 ? 3600 : 7200);
    g_assert_cmpint (behind, ==, count % 2 == 0 ? 7200 : 3600);
    count++;
  }
  g_assert_cmpint (count, ==, 2 * (2200 - 2026));
}

static void
test_no_transition (void)
{
  RgmInstant at;
  int before, behind;
  g_assert_false (rgm_zone_next_transition (zone ("UTC"), G_MININT64, &at, &before, &behind));
  g_assert_false (rgm_zone_next_transition (zone ("Asia/Kolkata"), 0, &at, &before, &behind));
  g_assert_false (
    rgm_zone_next_transition (zone ("Europe/Berlin"), G_MAXINT64, &at, &before, &behind));
}

/* Berlin changed its abbreviation but not its offset at the turn of some years of the war; Lisbon
 * its rule in 1992. Only offsets count. */
static void
test_transitions_change_the_offset (void)
{
  static const char *const names[] = { "Europe/Berlin", "Europe/Lisbon", "Europe/Dublin",
                                       "America/Indiana/Knox", "Africa/Casablanca" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    RgmInstant at = G_MININT64, last = G_MININT64;
    int before, behind;
    while (rgm_zone_next_transition (zone (names[i]), at, &at, &before, &behind)) {
      g_assert_cmpint (at, >, last);
      g_assert_cmpint (before, !=, behind);
      g_assert_cmpint (rgm_zone_offset (zone (names[i]), at - 1), ==, before);
      g_assert_cmpint (rgm_zone_offset (zone (names[i]), at), ==, behind);
      last = at;
    }
  }
}

/* Any instant has an answer; the far ones are cut to the years 1 to 9999. */
static void
test_far_instants (void)
{
  static const RgmInstant far[] = { G_MININT64, G_MAXINT64, -62135596800, 253402300799 };
  for (gsize i = 0; i < G_N_ELEMENTS (far); i++) {
    RgmLocal local = rgm_zone_to_local (zone ("Pacific/Apia"), far[i]);
    g_assert_cmpint (local.second, >=, 0);
    g_assert_cmpint (local.second, <, 86400);
    rgm_zone_to_instant (zone ("Pacific/Apia"), local, NULL);
  }
  rgm_zone_to_instant (zone ("Europe/Berlin"), RGM_LOCAL_NONE, NULL);
  rgm_zone_to_instant (zone ("Europe/Berlin"), (RgmLocal){ G_MAXINT32, 86399 }, NULL);
}

/* ---- in a process of its own, as the cache outlives a change of TZDIR ---- */
static void
test_no_database (void)
{
  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    return;
  }
  g_setenv ("TZDIR", "/nonexistent", TRUE);
  g_assert_null (rgm_zone_get ("Europe/Berlin", NULL));
  g_assert_cmpint (rgm_zone_offset (zone ("UTC"), 0), ==, 0);
  g_assert_cmpint (rgm_zone_offset (zone ("Etc/UTC"), 0), ==, 0);
}

static void
test_tzdir (void)
{
  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    return;
  }
  g_autofree char *folder = g_dir_make_tmp ("regimen-zones-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "Mine", NULL);
  g_autofree char *damaged = g_build_filename (folder, "Damaged", NULL);
  g_autofree char *pipe = g_build_filename (folder, "Pipe", NULL);
  g_autofree char *bytes = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_get_contents ("/usr/share/zoneinfo/Asia/Tokyo", &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (file, bytes, (gssize)size, NULL));
  g_assert_true (g_file_set_contents (damaged, bytes, (gssize)size - 3, NULL));
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  g_setenv ("TZDIR", folder, TRUE);
  g_assert_cmpint (rgm_zone_offset (zone ("Mine"), 0), ==, 9 * 3600);
  g_assert_null (rgm_zone_get ("Asia/Tokyo", NULL));
  g_assert_null (rgm_zone_get ("Pipe", NULL));
  g_assert_null (rgm_zone_get ("Damaged", &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, damaged));
  g_unlink (file), g_unlink (damaged), g_unlink (pipe), g_rmdir (folder);
}

/* A system that has the files of today's names only, as Debian 13 without tzdata-legacy. */
static void
test_former_names (void)
{
  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    return;
  }
  static const char links[] = "# version 2026a\nR d 1916 o - Jun 14 23s 1 S\nL Today Former\n"
                              "L Missing Lost\nL Today Today/Former\nL Damaged Broken";
  g_autofree char *folder = g_dir_make_tmp ("regimen-zones-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "Today", NULL);
  g_autofree char *damaged = g_build_filename (folder, "Damaged", NULL);
  g_autofree char *text = g_build_filename (folder, "tzdata.zi", NULL);
  g_autofree char *bytes = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_get_contents ("/usr/share/zoneinfo/Asia/Tokyo", &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (file, bytes, (gssize)size, NULL));
  g_assert_true (g_file_set_contents (damaged, bytes, (gssize)size - 3, NULL));
  g_assert_true (g_file_set_contents (text, links, -1, NULL));

  g_setenv ("TZDIR", folder, TRUE);
  g_assert_cmpint (rgm_zone_offset (zone ("Former"), 0), ==, 9 * 3600);
  g_assert_cmpstr (rgm_zone_name (zone ("Former")), ==, "Former");
  g_assert_cmpint (rgm_zone_offset (zone ("Today/Former"), 0), ==, 9 * 3600);
  g_assert_cmpstr (rgm_zone_name (zone ("Today")), ==, "Today");
  g_assert_null (rgm_zone_get ("Lost", NULL));
  g_assert_null (rgm_zone_get ("Missing", NULL));
  g_assert_null (rgm_zone_get ("version", NULL));
  g_assert_null (rgm_zone_get ("Broken", &error));
  g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, damaged));
  g_unlink (file), g_unlink (damaged), g_unlink (text), g_rmdir (folder);
}

/* A system without its list of links, and with one name of each zone: the links that are built in
 * lead from any name of a zone to any other. */
static void
test_built_in_names (void)
{
  static const struct {
    const char *there, *asked;
  } cases[] = {
    { "America/New_York", "US/Eastern" },  { "US/Pacific", "America/Los_Angeles" },
    { "Asia/Kolkata", "Asia/Calcutta" },   { "Europe/Kiev", "Europe/Kyiv" },
    { "America/Chicago", "CST6CDT" },      { "America/Denver", "Navajo" },
    { "US/Mountain", "America/Shiprock" }, { "America/Los_Angeles", "US/Pacific-New" },
  };
  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    return;
  }
  g_autofree char *folder = g_dir_make_tmp ("regimen-zones-XXXXXX", NULL);
  g_autofree char *bytes = NULL;
  gsize size;
  g_assert_true (g_file_get_contents ("/usr/share/zoneinfo/Asia/Tokyo", &bytes, &size, NULL));
  g_setenv ("TZDIR", folder, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *file = g_build_filename (folder, cases[i].there, NULL);
    g_autofree char *area = g_path_get_dirname (file);
    g_assert_null (rgm_zone_get (cases[i].asked, NULL));
    g_mkdir_with_parents (area, 0700);
    g_assert_true (g_file_set_contents (file, bytes, (gssize)size, NULL));
    g_assert_cmpint (rgm_zone_offset (zone (cases[i].asked), 0), ==, 9 * 3600);
    g_assert_cmpstr (rgm_zone_name (zone (cases[i].asked)), ==, cases[i].asked);
    g_unlink (file), g_rmdir (area);
  }
  g_rmdir (folder);
}

/* A folder like /etc; either argument may be NULL. */
static char *
make_etc (const char *target, const char *content)
{
  char *etc = g_dir_make_tmp ("regimen-etc-XXXXXX", NULL);
  g_autofree char *link = g_build_filename (etc, "localtime", NULL);
  g_autofree char *file = g_build_filename (etc, "timezone", NULL);
  if (target != NULL)
    g_assert_cmpint (symlink (target, link), ==, 0);
  if (content != NULL)
    g_assert_true (g_file_set_contents (file, content, -1, NULL));
  return etc;
}

static void
remove_etc (const char *etc)
{
  g_autofree char *link = g_build_filename (etc, "localtime", NULL);
  g_autofree char *file = g_build_filename (etc, "timezone", NULL);
  g_unlink (link), g_unlink (file), g_rmdir (etc);
}

static void
test_system_zone (void)
{
  static const struct {
    const char *tz, *localtime, *timezone, *expected;
  } cases[] = {
    { "Asia/Tokyo", "/usr/share/zoneinfo/Europe/Berlin", "Europe/Paris\n", "Asia/Tokyo" },
    { ":Asia/Tokyo", NULL, NULL, "Asia/Tokyo" },
    { "/usr/share/zoneinfo/Asia/Tokyo", NULL, NULL, "Asia/Tokyo" },
    { "CET-1CEST", "/usr/share/zoneinfo/Europe/Berlin", NULL, NULL }, /* a rule, not a name */
    { "Mars/Base", "/usr/share/zoneinfo/Europe/Berlin", NULL, NULL },
    { NULL, "/usr/share/zoneinfo/Mars/Base", NULL, NULL },
    { "", "../usr/share/zoneinfo/Europe/Berlin", NULL, "Europe/Berlin" },
    { NULL, "/usr/share/zoneinfo/posix/Europe/Berlin", NULL, "Europe/Berlin" },
    { NULL, "/usr/share/zoneinfo/Etc/UTC", "Europe/Paris\n", "Etc/UTC" },
    { NULL, "/somewhere/else", "Europe/Paris\n", "Europe/Paris" },
    { NULL, NULL, "  Europe/Paris  \n", "Europe/Paris" },
    { NULL, NULL, "no zone\n", NULL },
    { NULL, NULL, "", "UTC" },
    { NULL, NULL, NULL, "UTC" },
    { "nonsense", NULL, NULL, NULL },
    { "EST", NULL, NULL, NULL }, /* New York in winter, or Jamaica */
    { NULL, "/usr/share/zoneinfo/CET", NULL, NULL },
    { "GMT", NULL, NULL, NULL }, /* London in winter */
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *etc = make_etc (cases[i].localtime, cases[i].timezone);
    g_autoptr (GError) error = NULL;
    g_autofree char *name = system_zone_find (cases[i].tz, etc, &error);
    g_assert_cmpstr (name, ==, cases[i].expected);
    g_assert_true ((name == NULL) == (error != NULL));
    remove_etc (etc);
  }
}

static void
test_system_zone_opens (void)
{
  g_autofree char *name = system_zone_name (NULL);
  g_assert_nonnull (zone (name));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zone/local-to-instant", test_local_to_instant);
  g_test_add_func ("/zone/instant-to-local", test_instant_to_local);
  g_test_add_func ("/zone/names", test_names);
  g_test_add_func ("/zone/typed", test_typed);
  g_test_add_func ("/zone/one-zone-for-a-name", test_one_zone_for_a_name);
  g_test_add_func ("/zone/threads", test_threads);
  g_test_add_func ("/zone/abbreviation", test_abbreviation);
  g_test_add_func ("/zone/next-transition", test_next_transition);
  g_test_add_func ("/zone/no-transition", test_no_transition);
  g_test_add_func ("/zone/transitions-change-the-offset", test_transitions_change_the_offset);
  g_test_add_func ("/zone/far-instants", test_far_instants);
  g_test_add_func ("/zone/no-database", test_no_database);
  g_test_add_func ("/zone/tzdir", test_tzdir);
  g_test_add_func ("/zone/former-names", test_former_names);
  g_test_add_func ("/zone/built-in-names", test_built_in_names);
  g_test_add_func ("/zone/system-zone", test_system_zone);
  g_test_add_func ("/zone/system-zone-opens", test_system_zone_opens);
  return g_test_run ();
}
