#include "cli/output.h"

#include "base/i18n.h"

#include <sys/ioctl.h>
#include <unistd.h>

#define NO_BREAK_SPACE "\u00a0"

enum { WIDTH_USUAL = 80, WIDTH_MIN = 20, WIDTH_MAX = 100 };

static int
screen_width (void)
{
  const char *columns = g_getenv ("COLUMNS");
  struct winsize size = { 0 };
  gint64 width;

  if (columns != NULL && g_ascii_string_to_signed (columns, 10, 1, G_MAXINT16, &width, NULL))
    return CLAMP ((int)width, WIDTH_MIN, WIDTH_MAX);
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return CLAMP (size.ws_col, WIDTH_MIN, WIDTH_MAX);
  return WIDTH_USUAL;
}

CliScreen
cli_screen (void)
{
  const char *no_colour = g_getenv ("NO_COLOR");
  gboolean plain
    = (no_colour != NULL && *no_colour != '\0') || g_strcmp0 (g_getenv ("TERM"), "dumb") == 0;

  return (CliScreen){ .colour = !plain && isatty (STDOUT_FILENO), .width = screen_width () };
}

void
cli_print_styled (GString *out, const CliScreen *screen, CliStyle style, const char *text)
{
  static const char *const codes[] = {
    [CLI_PLAIN] = "",    [CLI_FAINT] = "2",    [CLI_STRONG] = "1",
    [CLI_NOTICE] = "33", [CLI_ALARM] = "1;31",
  };

  if (screen->colour && style != CLI_PLAIN)
    g_string_append_printf (out, "\033[%sm%s\033[0m", codes[style], text);
  else
    g_string_append (out, text);
}

static gboolean
is_date (const char *text)
{
  static const char form[] = "0000-00-00";

  for (gsize i = 0; form[i] != '\0'; i++)
    if (form[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  return TRUE;
}

static gboolean
holds_together (const char *text, const char *blank)
{
  gboolean amount = blank > text && g_ascii_isdigit (blank[-1]) && g_ascii_isalpha (blank[1]);

  return amount || is_date (blank + 1);
}

char *
cli_wrap_text (const char *text, int width, int indent)
{
  g_autoptr (GString) bound = g_string_new (NULL);
  g_autofree char *wrapped = NULL;

  for (const char *p = text; *p != '\0'; p++)
    if (*p == ' ' && holds_together (text, p))
      g_string_append (bound, NO_BREAK_SPACE);
    else
      g_string_append_c (bound, *p);
  wrapped = rgm_text_wrap (bound->str, width, indent);
  g_string_assign (bound, wrapped);
  g_string_replace (bound, NO_BREAK_SPACE, " ", 0);
  return g_strdup (bound->str);
}

void
cli_print_wrapped (GString *out, const CliScreen *screen, int indent, const char *text)
{
  g_autofree char *wrapped = cli_wrap_text (text, screen->width, indent);

  g_string_append_printf (out, "%s\n", wrapped);
}

char *
cli_day_text (RgmDay day)
{
  return rgm_day_describe (day);
}

char *
cli_local_text (RgmLocal local)
{
  return rgm_local_describe (local);
}

char *
cli_instant_text (RgmInstant instant, const RgmZone *zone)
{
  return cli_local_text (rgm_zone_to_local (zone, instant));
}

static char *
distance_text (int days)
{
  if (days < 21)
    return g_strdup_printf (P_ ("%d day", "%d days", (gulong)days), days);
  if (days < 140)
    return g_strdup_printf (_ ("%d weeks"), (days + 3) / 7);
  if (days < 730)
    return g_strdup_printf (_ ("%d months"), (days * 10 + 152) / 304);
  return g_strdup_printf (_ ("%d years"), (days + 182) / 365);
}

char *
cli_relative_text (RgmDay day, RgmInstant now, const RgmZone *zone)
{
  int days = day - rgm_zone_day (zone, now);
  g_autofree char *distance = distance_text (ABS (days));

  if (days == 0)
    return g_strdup (_ ("today"));
  if (days == 1)
    return g_strdup (_ ("tomorrow"));
  if (days == -1)
    return g_strdup (_ ("yesterday"));
  return g_strdup_printf (days > 0 ? _ ("in %s") : _ ("%s ago"), distance);
}

char *
cli_fit_text (RgmLocal local, const RgmZone *zone)
{
  RgmFit fit = RGM_FIT_EXACT;
  RgmInstant instant = rgm_zone_to_instant (zone, local, &fit);
  g_autofree char *asked = cli_local_text (local);
  g_autofree char *taken = rgm_instant_format (instant, zone);

  if (!rgm_local_has_time (local) || fit == RGM_FIT_EXACT)
    return NULL;
  if (fit == RGM_FIT_GAP)
    return g_strdup_printf (
      _ ("%s does not exist in %s, where the clocks go forward then; it stands for %s."), asked,
      rgm_zone_name (zone), taken);
  return g_strdup_printf (
    _ ("%s comes twice in %s, where the clocks go back then; it stands for the first, %s."), asked,
    rgm_zone_name (zone), taken);
}
