/* alert-title.c: makes the title of an alert. The title is read first, and some notification
 * servers cut it off after about 45 letters, so the important words come first. Pure.
 */
#include "alerts/alert-title.h"

#include "base/i18n.h"
#include "base/text.h"

#include <regimen/describe.h>
#include <regimen/store.h>

#include <string.h>

#define READ_FIRST 40 /* how many letters the state, number and treatment may take */
#define SHOWN 45      /* every server shows at least this many letters of a title */

static const char between[] = " · ";

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
    what = g_strdup_printf (_ ("%s %d, %s"), rgm_unit_words (course->unit), number,
                            course->treatment_name);
  }
  if (short_name == NULL)
    return g_strconcat (before, what, after, NULL);
  g_autofree char *fitting = text_cut (what, room);
  return g_strconcat (before, fitting, after, between, short_name, NULL);
}
