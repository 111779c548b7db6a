/* The text of incoming events: a line "event", then lines of a key and its value, then a line
 * "end"; after the last one "done". */
#include <regimen/incoming.h>
#include <string.h>

#include "base/i18n.h"

#define LONGEST_TEXT 200
#define LONGEST_LINE 2000

typedef enum {
  FIELD_TEXT,    /* char * */
  FIELD_NUMBER,  /* int */
  FIELD_FLAG,    /* gboolean */
  FIELD_INSTANT, /* RgmInstant */
  FIELD_LOCAL,   /* RgmLocal */
} FieldKind;

typedef struct {
  const char *key;
  FieldKind kind;
  gsize offset;
  gint64 min, max;
} Field;

/* Offsets of zones are below a day and a half. */
static const Field fields[] = {
  { "uid", FIELD_TEXT, G_STRUCT_OFFSET (RgmIncoming, uid), 0, 0 },
  { "sequence", FIELD_NUMBER, G_STRUCT_OFFSET (RgmIncoming, sequence), 0, G_MAXINT },
  { "unnumbered", FIELD_FLAG, G_STRUCT_OFFSET (RgmIncoming, unnumbered), 0, 1 },
  { "task", FIELD_FLAG, G_STRUCT_OFFSET (RgmIncoming, task), 0, 1 },
  { "cancelled", FIELD_FLAG, G_STRUCT_OFFSET (RgmIncoming, cancelled), 0, 1 },
  { "done", FIELD_FLAG, G_STRUCT_OFFSET (RgmIncoming, done), 0, 1 },
  { "problem", FIELD_NUMBER, G_STRUCT_OFFSET (RgmIncoming, problem), 0, RGM_INCOMING_RULE },
  { "start", FIELD_LOCAL, G_STRUCT_OFFSET (RgmIncoming, start), 0, 0 },
  { "utc", FIELD_FLAG, G_STRUCT_OFFSET (RgmIncoming, utc), 0, 1 },
  { "all-day", FIELD_FLAG, G_STRUCT_OFFSET (RgmIncoming, all_day), 0, 1 },
  { "tzid", FIELD_TEXT, G_STRUCT_OFFSET (RgmIncoming, tzid), 0, 0 },
  { "iana", FIELD_TEXT, G_STRUCT_OFFSET (RgmIncoming, iana), 0, 0 },
  { "has-offset", FIELD_FLAG, G_STRUCT_OFFSET (RgmIncoming, has_offset), 0, 1 },
  { "offset", FIELD_NUMBER, G_STRUCT_OFFSET (RgmIncoming, offset), -129600, 129600 },
  { "rule-unit", FIELD_NUMBER, G_STRUCT_OFFSET (RgmIncoming, rule.unit), 0, 7 },
  { "rule-every", FIELD_NUMBER, G_STRUCT_OFFSET (RgmIncoming, rule.every), 1,
    RGM_INCOMING_LONGEST_SERIES },
  { "rule-days", FIELD_NUMBER, G_STRUCT_OFFSET (RgmIncoming, rule.days), 0, 127 },
  { "rule-count", FIELD_NUMBER, G_STRUCT_OFFSET (RgmIncoming, rule.count), 0,
    RGM_INCOMING_LONGEST_SERIES },
  { "rule-until", FIELD_LOCAL, G_STRUCT_OFFSET (RgmIncoming, rule.until), 0, 0 },
  { "rule-until-utc", FIELD_FLAG, G_STRUCT_OFFSET (RgmIncoming, rule.until_utc), 0, 1 },
  { "rule-week-start", FIELD_NUMBER, G_STRUCT_OFFSET (RgmIncoming, rule.week_start), 1, 7 },
  { "instance", FIELD_LOCAL, G_STRUCT_OFFSET (RgmIncoming, instance), 0, 0 },
  { "instance-utc", FIELD_FLAG, G_STRUCT_OFFSET (RgmIncoming, instance_utc), 0, 1 },
  { "excluded", FIELD_FLAG, G_STRUCT_OFFSET (RgmIncoming, excluded), 0, 1 },
  { "completed", FIELD_INSTANT, G_STRUCT_OFFSET (RgmIncoming, completed), 0, 0 },
  { "changed", FIELD_INSTANT, G_STRUCT_OFFSET (RgmIncoming, changed), 0, 0 },
  { "summary", FIELD_TEXT, G_STRUCT_OFFSET (RgmIncoming, summary), 0, 0 },
  { "place", FIELD_TEXT, G_STRUCT_OFFSET (RgmIncoming, place), 0, 0 },
};

/* ---- writing ---- */

/* Returns: (transfer full) (nullable): NULL for what need not be said. */
static char *
value_text (const Field *field, const RgmIncoming *event)
{
  switch (field->kind) {
  case FIELD_TEXT:
    return g_strdup (G_STRUCT_MEMBER (char *, event, field->offset));
  case FIELD_INSTANT: {
    RgmInstant at = G_STRUCT_MEMBER (RgmInstant, event, field->offset);

    return at != RGM_INSTANT_NONE ? rgm_instant_format_utc (at) : NULL;
  }
  case FIELD_LOCAL: {
    RgmLocal local = G_STRUCT_MEMBER (RgmLocal, event, field->offset);

    return local.day != RGM_NO_DAY ? rgm_local_format (local) : NULL;
  }
  default: {
    int number = G_STRUCT_MEMBER (int, event, field->offset);

    return number != 0 ? g_strdup_printf ("%d", number) : NULL;
  }
  }
}

static void
write_event (GString *out, const RgmIncoming *event)
{
  g_string_append (out, "event\n");
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *value = value_text (&fields[i], event);

    if (value != NULL)
      g_string_append_printf (out, "%s %s\n", fields[i].key, value);
  }
  g_string_append (out, "end\n");
}

char *
rgm_incoming_write (const GPtrArray *events)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    write_event (out, g_ptr_array_index (events, i));
  g_string_append (out, "done\n");
  return g_string_free (out, FALSE);
}

/* ---- reading ---- */

static gboolean
read_text (const char *value, char **member)
{
  g_autofree char *clean = rgm_incoming_clean (value, LONGEST_TEXT);

  if (g_strcmp0 (clean != NULL ? clean : "", value) != 0)
    return FALSE;
  *member = g_strdup (value);
  return TRUE;
}

static gboolean
read_value (const Field *field, const char *value, RgmIncoming *event)
{
  gpointer member = G_STRUCT_MEMBER_P (event, field->offset);
  gint64 number;

  switch (field->kind) {
  case FIELD_TEXT:
    return read_text (value, member);
  case FIELD_INSTANT:
    return rgm_instant_parse (value, member, NULL);
  case FIELD_LOCAL:
    return rgm_local_parse (value, member, NULL);
  default:
    if (!g_ascii_string_to_signed (value, 10, field->min, field->max, &number, NULL))
      return FALSE;
    *(int *)member = (int)number;
    return TRUE;
  }
}

/* Each key once. */
static gboolean
read_line (const char *line, RgmIncoming *event, guint *seen)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    gsize length = strlen (fields[i].key);

    if (strncmp (line, fields[i].key, length) != 0 || line[length] != ' ')
      continue;
    if (*seen & (1u << i))
      return FALSE;
    *seen |= 1u << i;
    return read_value (&fields[i], line + length + 1, event);
  }
  return FALSE;
}

/* It has a unit that there is, and exactly one end. */
static gboolean
is_rule (const RgmIncomingRule *rule)
{
  if (rule->unit == 0)
    return TRUE;
  return (rule->unit == 1 || rule->unit == 7) && rule->every > 0 && rule->week_start > 0
         && (rule->count > 0) != (rule->until.day != RGM_NO_DAY);
}

/* Every event has a UID, if only an empty one, and either a start or a problem. */
static gboolean
is_whole (const RgmIncoming *event)
{
  gboolean placed = event->start.day != RGM_NO_DAY;

  return event->uid != NULL && (placed || event->problem != RGM_INCOMING_FINE)
         && is_rule (&event->rule);
}

/* @line: (inout): the first line of an event; then the line after it. */
static RgmIncoming *
read_event (char ***line)
{
  g_autoptr (RgmIncoming) event = rgm_incoming_new ();
  guint seen = 0;

  if (g_strcmp0 (*(*line)++, "event") != 0)
    return NULL;
  for (; **line != NULL && strcmp (**line, "end") != 0; (*line)++)
    if (strlen (**line) > LONGEST_LINE || !read_line (**line, event, &seen))
      return NULL;
  if (**line == NULL || !is_whole (event))
    return NULL;
  (*line)++;
  return g_steal_pointer (&event);
}

static GPtrArray *
read_events (char **line)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_incoming_free);

  while (*line != NULL && strcmp (*line, "done") != 0) {
    RgmIncoming *event = events->len < RGM_INCOMING_MOST ? read_event (&line) : NULL;

    if (event == NULL)
      return NULL;
    g_ptr_array_add (events, event);
  }
  if (*line == NULL || g_strcmp0 (line[1], "") != 0 || line[2] != NULL)
    return NULL;
  return g_steal_pointer (&events);
}

/* Cuts @text, which has @length bytes, into its lines. Returns: (transfer container): ended by
 * NULL. */
static GPtrArray *
cut_lines (char *text, gsize length)
{
  GPtrArray *lines = g_ptr_array_new ();
  char *line = text, *end;

  while ((end = memchr (line, '\n', (gsize)(text + length - line))) != NULL) {
    *end = '\0';
    g_ptr_array_add (lines, line);
    line = end + 1;
  }
  g_ptr_array_add (lines, line);
  g_ptr_array_add (lines, NULL);
  return lines;
}

GPtrArray *
rgm_incoming_read (const char *text, gsize length, GError **error)
{
  g_autofree char *copy = g_strndup (text, length);
  gboolean whole = strlen (copy) == length && g_utf8_validate (copy, -1, NULL);
  g_autoptr (GPtrArray) lines = cut_lines (copy, length);
  GPtrArray *events = whole ? read_events ((char **)lines->pdata) : NULL;

  if (events == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CALENDAR,
                 _ ("what was read from the calendar makes no sense"));
  return events;
}
