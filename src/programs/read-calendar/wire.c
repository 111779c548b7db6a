/* wire.c: writes and reads the text that regimen-read-calendar exchanges with the programs that
 * start it. For each calendar, a request has a line such as "file 1234", followed by that number of
 * bytes. For each calendar, an answer has its records and a line "done", or only a line that begins
 * with "error: ". A record is a line with its name, lines of a key and a value, and a line "end".
 */
#include "programs/read-calendar/wire.h"

#include <string.h>

#include "base/i18n.h"
#include "ical/read-value.h"

#define LONGEST_WORDS 200   /* characters */
#define LONGEST_PROBLEM 300 /* characters */
#define PROBLEM "error: "

/* ---- the fields of records ---- */

typedef enum {
  FIELD_WORDS,   /* char *: text that rgm_incoming_clean() has cleaned and shortened */
  FIELD_TEXT,    /* char *: one line of any characters */
  FIELD_NUMBER,  /* int */
  FIELD_FLAG,    /* gboolean */
  FIELD_INSTANT, /* RgmInstant */
  FIELD_LOCAL,   /* RgmLocal */
  FIELD_OFFSETS, /* GArray * of RgmIncomingOffset: "2026-10-19T15:15:00=7200 …" */
} FieldKind;

typedef struct {
  const char *key;
  FieldKind kind;
  gsize offset;
  gint64 min, max;
} Field;

typedef struct {
  const char *name;
  const Field *fields;
  guint n_fields;
  gpointer (*make) (void);
  GDestroyNotify destroy;
  gboolean (*is_whole) (gconstpointer record);
} RecordType;

#define EVENT(key, kind, member, min, max)                                                         \
  {                                                                                                \
    key, FIELD_##kind, G_STRUCT_OFFSET (RgmIncoming, member), min, max                             \
  }

static const Field event_fields[] = {
  EVENT ("uid", WORDS, uid, 0, 0),
  EVENT ("sequence", NUMBER, sequence, 0, G_MAXINT),
  EVENT ("unnumbered", FLAG, unnumbered, 0, 1),
  EVENT ("task", FLAG, task, 0, 1),
  EVENT ("cancelled", FLAG, cancelled, 0, 1),
  EVENT ("done", FLAG, done, 0, 1),
  EVENT ("problem", NUMBER, problem, 0, RGM_INCOMING_LINE),
  EVENT ("line", NUMBER, line, 0, G_MAXINT),
  EVENT ("start", LOCAL, start, 0, 0),
  EVENT ("utc", FLAG, utc, 0, 1),
  EVENT ("all-day", FLAG, all_day, 0, 1),
  EVENT ("day-long", FLAG, day_long, 0, 1),
  EVENT ("endless", FLAG, endless, 0, 1),
  EVENT ("tzid", WORDS, tzid, 0, 0),
  EVENT ("iana", WORDS, iana, 0, 0),
  EVENT ("offsets", OFFSETS, offsets, -86399, 86399),
  EVENT ("rule-unit", NUMBER, rule.unit, 0, 7),
  EVENT ("rule-every", NUMBER, rule.every, 1, RGM_INCOMING_LONGEST_SERIES),
  EVENT ("rule-days", NUMBER, rule.days, 0, 127),
  EVENT ("rule-count", NUMBER, rule.count, 0, RGM_INCOMING_LONGEST_SERIES),
  EVENT ("rule-until", LOCAL, rule.until, 0, 0),
  EVENT ("rule-until-utc", FLAG, rule.until_utc, 0, 1),
  EVENT ("rule-week-start", NUMBER, rule.week_start, 1, 7),
  EVENT ("instance", LOCAL, instance, 0, 0),
  EVENT ("instance-utc", FLAG, instance_utc, 0, 1),
  EVENT ("instance-tzid", WORDS, instance_tzid, 0, 0),
  EVENT ("instance-iana", WORDS, instance_iana, 0, 0),
  EVENT ("instance-offsets", OFFSETS, instance_offsets, -86399, 86399),
  EVENT ("added", FLAG, added, 0, 1),
  EVENT ("excluded", FLAG, excluded, 0, 1),
  EVENT ("completed", INSTANT, completed, 0, 0),
  EVENT ("changed", INSTANT, changed, 0, 0),
  EVENT ("summary", WORDS, summary, 0, 0),
  EVENT ("place", WORDS, place, 0, 0),
};

#define OBJECT(key, kind, member, min, max)                                                        \
  {                                                                                                \
    key, FIELD_##kind, G_STRUCT_OFFSET (RgmIcalObject, member), min, max                           \
  }

static const Field object_fields[] = {
  OBJECT ("uid", TEXT, uid, 0, 0),
  OBJECT ("sequence", NUMBER, sequence, 0, G_MAXINT - 1),
  OBJECT ("status", NUMBER, status, RGM_EVENT_TENTATIVE, RGM_EVENT_CANCELLED),
  OBJECT ("start", LOCAL, start.local, 0, 0),
  OBJECT ("utc", FLAG, start.utc, 0, 1),
  OBJECT ("tzid", WORDS, start.tzid, 0, 0),
  OBJECT ("iana", WORDS, start.iana, 0, 0),
  OBJECT ("end-at", LOCAL, end.local, 0, 0),
  OBJECT ("end-utc", FLAG, end.utc, 0, 1),
  OBJECT ("end-tzid", WORDS, end.tzid, 0, 0),
  OBJECT ("end-iana", WORDS, end.iana, 0, 0),
  OBJECT ("has-minutes", FLAG, has_minutes, 0, 1),
  OBJECT ("minutes", NUMBER, minutes, 0, RGM_ICAL_LONGEST_MINUTES),
  OBJECT ("repeats", FLAG, repeats, 0, 1),
  OBJECT ("summary", TEXT, summary, 0, 0),
  OBJECT ("location", TEXT, location, 0, 0),
  OBJECT ("description", TEXT, description, 0, 0),
  OBJECT ("mark", TEXT, mark, 0, 0),
};

static gpointer
make_event (void)
{
  return rgm_incoming_new ();
}

static gpointer
make_object (void)
{
  return ical_object_new ();
}

/* An event has a UID, which may be empty, and either a start or a problem. If it has a rule, the
 * rule is daily or weekly and has exactly one end, a count or a day. */
static gboolean
is_whole_event (gconstpointer record)
{
  const RgmIncoming *event = record;
  const RgmIncomingRule *rule = &event->rule;

  if (event->uid == NULL || (event->start.day == RGM_NO_DAY && event->problem == RGM_INCOMING_FINE))
    return FALSE;
  return rule->unit == 0
         || ((rule->unit == 1 || rule->unit == 7) && rule->every > 0 && rule->week_start > 0
             && (rule->count > 0) != (rule->until.day != RGM_NO_DAY));
}

static gboolean
is_whole_object (gconstpointer record)
{
  const RgmIcalObject *object = record;

  return object->uid != NULL;
}

static const RecordType event_type = { "event",
                                       event_fields,
                                       G_N_ELEMENTS (event_fields),
                                       make_event,
                                       (GDestroyNotify)rgm_incoming_free,
                                       is_whole_event };
static const RecordType object_type = { "object",
                                        object_fields,
                                        G_N_ELEMENTS (object_fields),
                                        make_object,
                                        (GDestroyNotify)ical_object_free,
                                        is_whole_object };

/* ---- requests ---- */

static const char *const kind_names[] = { [WIRE_FILE] = "file ", [WIRE_OBJECT] = "object " };

void
wire_ask (GString *request, WireKind kind, const char *bytes, gsize length)
{
  g_string_append_printf (request, "%s%" G_GSIZE_FORMAT "\n", kind_names[kind], length);
  g_string_append_len (request, bytes, (gssize)length);
}

gboolean
wire_next (const GString *request, gsize *at, WireKind *kind, const char **bytes, gsize *length)
{
  const char *line = request->str + *at, *end = request->str + request->len;
  char *behind = NULL;

  /* not g_str_has_prefix(), which in newer versions of GLib takes the length of the whole text */
  *kind = strncmp (line, kind_names[WIRE_OBJECT], strlen (kind_names[WIRE_OBJECT])) == 0
            ? WIRE_OBJECT
            : WIRE_FILE;
  if (strncmp (line, kind_names[*kind], strlen (kind_names[*kind])) != 0)
    return FALSE;
  *length = g_ascii_strtoull (line + strlen (kind_names[*kind]), &behind, 10);
  if (*behind != '\n' || *length > (gsize)(end - behind - 1))
    return FALSE;
  *bytes = behind + 1;
  *at = (gsize)(*bytes - request->str) + *length;
  return TRUE;
}

/* ---- writing answers ---- */

/* @offsets as text. Returns: (transfer full) (nullable): NULL if there are none. */
static char *
offsets_text (const GArray *offsets)
{
  GString *text = offsets != NULL ? g_string_new (NULL) : NULL;

  for (guint i = 0; text != NULL && i < offsets->len; i++) {
    const RgmIncomingOffset *each = &g_array_index (offsets, RgmIncomingOffset, i);
    g_autofree char *from = rgm_local_format (each->from);

    g_string_append_printf (text, "%s%s=%d", i > 0 ? " " : "", from, each->offset);
  }
  return text != NULL ? g_string_free (text, FALSE) : NULL;
}

/* Appends one line for the field, or nothing if it has the value that the reading side assumes for
 * a missing field. */
static void
write_field (GString *out, const Field *field, gconstpointer record)
{
  g_autofree char *text = NULL;
  gconstpointer member = G_STRUCT_MEMBER_P (record, field->offset);

  switch (field->kind) {
  case FIELD_WORDS:
  case FIELD_TEXT:
    text = g_strdup (*(char *const *)member);
    break;
  case FIELD_INSTANT:
    if (*(const RgmInstant *)member != RGM_INSTANT_NONE)
      text = rgm_instant_format_utc (*(const RgmInstant *)member);
    break;
  case FIELD_OFFSETS:
    text = offsets_text (*(GArray *const *)member);
    break;
  case FIELD_LOCAL:
    if (((const RgmLocal *)member)->day != RGM_NO_DAY)
      text = rgm_local_format (*(const RgmLocal *)member);
    break;
  default:
    if (*(const int *)member != 0)
      text = g_strdup_printf ("%d", *(const int *)member);
  }
  if (text != NULL)
    g_string_append_printf (out, "%s %s\n", field->key, text);
}

static void
write_record (GString *out, const RecordType *type, gconstpointer record)
{
  g_string_append_printf (out, "%s\n", type->name);
  for (guint i = 0; i < type->n_fields; i++)
    write_field (out, &type->fields[i], record);
  g_string_append (out, "end\n");
}

char *
wire_write_events (const GPtrArray *events)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    write_record (out, &event_type, g_ptr_array_index (events, i));
  g_string_append (out, "done\n");
  return g_string_free (out, FALSE);
}

char *
wire_write_object (const RgmIcalObject *object)
{
  GString *out = g_string_new (NULL);

  write_record (out, &object_type, object);
  g_string_append (out, "done\n");
  return g_string_free (out, FALSE);
}

char *
wire_write_problem (const char *problem)
{
  return g_strconcat (PROBLEM, problem, "\n", NULL);
}

/* ---- reading answers ---- */

/* The inverse of offsets_text(). Returns: (transfer full) (nullable): NULL if @text does not have
 * the form that offsets_text() writes. */
static GArray *
read_offsets (const Field *field, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", RGM_INCOMING_MOST_OFFSETS + 1);
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (RgmIncomingOffset));

  for (char **word = words; *word != NULL; word++) {
    char *number = strchr (*word, '=');
    RgmIncomingOffset one;
    gint64 offset;

    if (number != NULL)
      *number++ = '\0';
    if (number == NULL || offsets->len == RGM_INCOMING_MOST_OFFSETS
        || !rgm_local_parse (*word, &one.from, NULL)
        || !g_ascii_string_to_signed (number, 10, field->min, field->max, &offset, NULL))
      return NULL;
    one.offset = (int)offset;
    g_array_append_val (offsets, one);
  }
  return offsets->len > 0 ? g_steal_pointer (&offsets) : NULL;
}

static gboolean
read_value (const Field *field, const char *value, gpointer record)
{
  gpointer member = G_STRUCT_MEMBER_P (record, field->offset);
  g_autofree char *clean = NULL;
  gint64 number;

  switch (field->kind) {
  case FIELD_WORDS:
    clean = rgm_incoming_clean (value, LONGEST_WORDS);
    if (g_strcmp0 (clean != NULL ? clean : "", value) != 0)
      return FALSE;
    *(char **)member = g_strdup (value);
    return TRUE;
  case FIELD_TEXT:
    if (strlen (value) > RGM_ICAL_ESCAPED_MAX || !g_utf8_validate (value, -1, NULL))
      return FALSE;
    *(char **)member = g_strdup (value);
    return TRUE;
  case FIELD_INSTANT:
    return rgm_instant_parse (value, member, NULL);
  case FIELD_LOCAL:
    return rgm_local_parse (value, member, NULL);
  case FIELD_OFFSETS:
    *(GArray **)member = read_offsets (field, value);
    return *(GArray **)member != NULL;
  default:
    if (!g_ascii_string_to_signed (value, 10, field->min, field->max, &number, NULL))
      return FALSE;
    *(int *)member = (int)number;
    return TRUE;
  }
}

/* Reads "key value" into @record. Each key may occur only once. @seen: (inout): a bit for each
 * key. */
static gboolean
read_field (const RecordType *type, const char *line, gpointer record, guint64 *seen)
{
  for (guint i = 0; i < type->n_fields; i++) {
    gsize length = strlen (type->fields[i].key);

    if (strncmp (line, type->fields[i].key, length) != 0 || line[length] != ' ')
      continue;
    if (*seen & G_GUINT64_CONSTANT (1) << i)
      return FALSE;
    *seen |= G_GUINT64_CONSTANT (1) << i;
    return read_value (&type->fields[i], line + length + 1, record);
  }
  return FALSE;
}

/* Reads the answer to one calendar. @line: (inout): its first line; afterwards the line that
 * follows it. @records: of @type, at most @most. @problem: (out) (transfer none): the problem that
 * the answer reports instead of records, or NULL. Returns: FALSE if the answer is incomplete, or
 * not of this form. */
static gboolean
read_answer (char ***line, const RecordType *type, GPtrArray *records, guint most,
             const char **problem)
{
  *problem = NULL;
  if (**line != NULL && g_str_has_prefix (**line, PROBLEM)) {
    *problem = *(*line)++ + strlen (PROBLEM);
    return TRUE;
  }
  while (**line != NULL && strcmp (**line, "done") != 0) {
    gpointer record = type->make ();
    guint64 seen = 0;

    g_ptr_array_add (records, record);
    if (records->len > most || strcmp (*(*line)++, type->name) != 0)
      return FALSE;
    for (; **line != NULL && strcmp (**line, "end") != 0; (*line)++)
      if (!read_field (type, **line, record, &seen))
        return FALSE;
    if (**line == NULL || !type->is_whole (record))
      return FALSE;
    (*line)++;
  }
  return *(*line)++ != NULL;
}

/* Splits @text, which has @length bytes, into its lines. Text after the last line end is ignored.
 * Returns: (transfer container): ended by NULL; no lines if @text contains a NUL byte. */
static GPtrArray *
cut_lines (char *text, gsize length)
{
  GPtrArray *lines = g_ptr_array_new ();
  char *line = text, *end;

  if (strlen (text) != length)
    length = 0;
  while ((end = memchr (line, '\n', (gsize)(text + length - line))) != NULL) {
    *end = '\0';
    g_ptr_array_add (lines, line);
    line = end + 1;
  }
  g_ptr_array_add (lines, NULL);
  return lines;
}

GPtrArray *
wire_read_events (const GString *answer, GError **error)
{
  g_autofree char *text = g_memdup2 (answer->str, answer->len + 1);
  g_autoptr (GPtrArray) lines = cut_lines (text, answer->len);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (event_type.destroy);
  char **line = (char **)lines->pdata;
  const char *problem;

  if (!read_answer (&line, &event_type, events, RGM_INCOMING_MOST, &problem) || *line != NULL)
    problem = _ ("the program that reads calendars gave an invalid answer");
  else if (problem == NULL)
    return g_steal_pointer (&events);

  g_autofree char *said = rgm_incoming_clean (problem, LONGEST_PROBLEM);

  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_CALENDAR, said != NULL ? said : "?");
  return NULL;
}

void
wire_read_objects (const GString *answer, GPtrArray *objects)
{
  g_autofree char *text = g_memdup2 (answer->str, answer->len + 1);
  g_autoptr (GPtrArray) lines = cut_lines (text, answer->len);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (object_type.destroy);
  char **line = (char **)lines->pdata;
  const char *problem;

  while (*line != NULL && read_answer (&line, &object_type, found, 1, &problem))
    g_ptr_array_add (objects, found->len > 0 ? g_ptr_array_steal_index (found, 0) : NULL);
}
