/* alert-title.c: the title of an alert, which is read first and cut first: some notification
 * servers cut it after about 45 letters. Pure.
 */
#include "alerts/alert-title.h"

#include "base/i18n.h"
#include "base/text.h"

#include <regimen/describe.h>
#include <regimen/store.h>

#include <string.h>

#define READ_FIRST 40 /* letters that have the state, the number and the treatment */
#define SHOWN 45      /* letters that a server shows at least */
#define NAME_LENGTH 12
#define NAME_BEGINNING 4

static const char between[] = " · ";

/* The first name; then the whole name; then its beginning and some letters from further and further
 * back. Returns: (transfer full). */
static char *
short_name (const char *name, int attempt)
{
  if (attempt < 2) {
    g_autofree char *part = g_strndup (name, attempt == 0 ? strcspn (name, " ") : strlen (name));
    return text_cut (part, NAME_LENGTH);
  }
  glong length = g_utf8_strlen (name, -1);
  glong from = MIN (length, NAME_BEGINNING + attempt - 1);
  glong until = MIN (length, from + NAME_LENGTH - NAME_BEGINNING - 1);
  g_autofree char *start = g_utf8_substring (name, 0, MIN (length, NAME_BEGINNING));
  g_autofree char *part = g_utf8_substring (name, from, until);
  return g_strconcat (start, "…", part, NULL);
}

/* Whether the short name of @name is different from that of everybody else. */
static gboolean
is_unique (const char *name, int attempt, const GPtrArray *patients)
{
  g_autofree char *mine = short_name (name, attempt);
  g_autofree char *wanted = g_utf8_casefold (mine, -1);
  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *other = g_ptr_array_index (patients, i);
    g_autofree char *part = short_name (other->name, attempt);
    g_autofree char *folded = g_utf8_casefold (part, -1);
    if (!g_str_equal (other->name, name) && g_str_equal (folded, wanted))
      return FALSE;
  }
  return TRUE;
}

char *
alert_short_name (const char *name, const GPtrArray *patients)
{
  glong length = g_utf8_strlen (name, -1);
  for (int attempt = 0; attempt < length; attempt++)
    if (is_unique (name, attempt, patients))
      return short_name (name, attempt);
  return short_name (name, 0);
}

char *
alert_title (const RgmCourse *course, int number, const char *form, const char *short_name)
{
  glong room = READ_FIRST;
  g_autofree char *what
    = number > 0 ? rgm_dose_title (course, number) : g_strdup (course->treatment_name);
  if (short_name != NULL)
    room = MIN (room, SHOWN - g_utf8_strlen (between, -1) - g_utf8_strlen (short_name, -1));
  const char *place = g_strrstr (form, "%s");
  g_return_val_if_fail (place != NULL, NULL);
  g_autofree char *before = g_strndup (form, (gsize)(place - form));
  const char *after = place + strlen ("%s");
  room -= g_utf8_strlen (before, -1) + g_utf8_strlen (after, -1);
  if (g_utf8_strlen (what, -1) > room && !g_str_equal (what, course->treatment_name)) {
    g_free (what);
    what = g_strdup_printf (_ ("%s %d, %s"), course->unit, number, course->treatment_name);
  }
  if (short_name == NULL)
    return g_strconcat (before, what, after, NULL);
  g_autofree char *fitting = text_cut (what, room);
  return g_strconcat (before, fitting, after, between, short_name, NULL);
}
