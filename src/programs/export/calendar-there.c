/* calendar-there.c: reads the UIDs of a calendar that is to be replaced. It does not use libical,
 * which would need the whole file in memory, and time to parse much more than the UIDs. */
#include "programs/export/calendar-there.h"

#include "base/file.h"
#include "calendar/calendar-event.h"
#include "store/calendar-rows.h"

#include <string.h>

typedef struct {
  RgmStore *store;
  GHashTable *known; /* set of char *: UUIDs of courses that are on record */
  int depth;         /* how many components are open: 1 in VCALENDAR, 2 in an event */
  gboolean event;    /* the component at depth 2 is not a time zone; it counts as an event */
  gboolean named;    /* that component has a UID */
  /* strange: there is an event that regimen did not make; others: there is one of a course that the
   * record lacks */
  gboolean strange, others;
} Look;

static void
look_at_uid (Look *look, const char *uid, GError **error)
{
  g_autofree char *course = calendar_uid_course (uid);
  gboolean has = TRUE;

  look->named = TRUE;
  if (course == NULL)
    look->strange = TRUE;
  if (course == NULL || g_hash_table_contains (look->known, course)
      || !store_has_course (look->store, course, &has, error))
    return;
  if (has)
    g_hash_table_add (look->known, g_steal_pointer (&course));
  else
    look->others = TRUE;
}

static void
begin_component (Look *look, const char *name)
{
  look->depth++;
  if (look->depth != 2)
    return;
  look->event = g_ascii_strcasecmp (name, "VTIMEZONE") != 0;
  look->named = FALSE;
}

static void
end_component (Look *look)
{
  if (look->depth == 2 && look->event && !look->named)
    look->strange = TRUE;
  look->depth--;
}

/* Looks at one line. Other programs may have written it in small letters, and with parameters. A
 * component inside an event, such as an alarm, may have a UID of its own, which is ignored. */
static gboolean
look_at_line (char *line, gpointer data, GError **error)
{
  Look *look = data;
  gsize name = strcspn (line, ":;");
  const char *value = strchr (line + name, ':');

  g_strchomp (line);
  if (value == NULL)
    return TRUE;
  value++;
  if (name == 5 && g_ascii_strncasecmp (line, "BEGIN", name) == 0)
    begin_component (look, value);
  else if (name == 3 && g_ascii_strncasecmp (line, "END", name) == 0)
    end_component (look);
  else if (name == 3 && g_ascii_strncasecmp (line, "UID", name) == 0 && look->depth == 2
           && look->event)
    look_at_uid (look, value, error);
  return !look->strange;
}

gboolean
calendar_there (RgmStore *store, const char *path, CalendarThere *there, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Look look = { .store = store, .known = known };
  g_autoptr (GError) problem = NULL;

  if (!file_each_line (path, look_at_line, &look, &problem)
      && !g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  *there = look.strange                     ? CALENDAR_THERE_STRANGE
           : !look.others                   ? CALENDAR_THERE_OURS
           : g_hash_table_size (known) == 0 ? CALENDAR_THERE_OTHER_RECORD
                                            : CALENDAR_THERE_OTHER_COURSE;
  return TRUE;
}
