#include "daemon/late-answers.h"

typedef struct {
  guint64 token;
  guint32 serial; /* 0: has not left yet */
} Expected;

/* Shared with the thread of GDBus that reads and writes messages. */
typedef struct {
  GMutex mutex;
  GArray *expected; /* of Expected, in the order of their calls */
  GMainContext *context;
  LateAnswers *answers; /* NULL: nobody is there any more */
} Shared;

struct _LateAnswers {
  GDBusConnection *bus;
  guint filter;
  LateAnswer report;
  gpointer data;
  Shared *shared;
};

static void
clear_shared (gpointer data)
{
  Shared *shared = data;
  g_mutex_clear (&shared->mutex);
  g_array_unref (shared->expected);
  g_main_context_unref (shared->context);
}

static void
release_shared (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_shared);
}

/* ---- an answer, from the thread of GDBus to the one that called ---- */

typedef struct {
  Shared *shared;
  guint64 token;
  guint32 id;
  char *error;
} Answer;

static void
free_answer (gpointer data)
{
  Answer *answer = data;
  release_shared (answer->shared);
  g_free (answer->error);
  g_free (answer);
}

static gboolean
take (Shared *shared, guint64 token)
{
  gboolean found = FALSE;
  g_mutex_lock (&shared->mutex);
  for (guint i = 0; !found && i < shared->expected->len; i++) {
    found = g_array_index (shared->expected, Expected, i).token == token;
    if (found)
      g_array_remove_index (shared->expected, i);
  }
  g_mutex_unlock (&shared->mutex);
  return found;
}

static gboolean
deliver (gpointer data)
{
  const Answer *answer = data;
  const LateAnswers *answers = answer->shared->answers;
  if (answers != NULL && take (answer->shared, answer->token))
    answers->report (answer->token, answer->id, answer->error, answers->data);
  return G_SOURCE_REMOVE;
}

static Answer *
read_answer (Shared *shared, guint64 token, GDBusMessage *message)
{
  Answer *answer = g_new0 (Answer, 1);
  GVariant *body = g_dbus_message_get_body (message);
  *answer = (Answer){ g_atomic_rc_box_acquire (shared), token, 0, NULL };
  if (g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_ERROR)
    answer->error = g_strdup (g_dbus_message_get_error_name (message));
  else if (body != NULL && g_variant_is_of_type (body, G_VARIANT_TYPE ("(u)")))
    g_variant_get (body, "(u)", &answer->id);
  if (answer->id == 0 && answer->error == NULL)
    answer->error = g_strdup ("an answer without a number");
  return answer;
}

/* ---- in the thread of GDBus ---- */

/* One that replaces none. */
static gboolean
is_new_popup (GDBusMessage *message)
{
  GVariant *body = g_dbus_message_get_body (message);
  guint32 replaces = 0;
  if (g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL
      || g_strcmp0 (g_dbus_message_get_member (message), "Notify") != 0 || body == NULL)
    return FALSE;
  g_variant_get_child (body, 1, "u", &replaces);
  return replaces == 0;
}

static void
note_call (Shared *shared, GDBusMessage *message)
{
  if (!is_new_popup (message))
    return;
  g_mutex_lock (&shared->mutex);
  for (guint i = 0; i < shared->expected->len; i++) {
    Expected *expected = &g_array_index (shared->expected, Expected, i);
    if (expected->serial == 0) {
      expected->serial = g_dbus_message_get_serial (message);
      break;
    }
  }
  g_mutex_unlock (&shared->mutex);
}

static gboolean
find_call (Shared *shared, guint32 serial, guint64 *token)
{
  gboolean found = FALSE;
  g_mutex_lock (&shared->mutex);
  for (guint i = 0; !found && i < shared->expected->len; i++) {
    const Expected *expected = &g_array_index (shared->expected, Expected, i);
    found = expected->serial == serial;
    *token = expected->token;
  }
  g_mutex_unlock (&shared->mutex);
  return found;
}

static void
note_answer (Shared *shared, GDBusMessage *message)
{
  guint32 serial = g_dbus_message_get_reply_serial (message);
  guint64 token;
  if (serial == 0 || !find_call (shared, serial, &token))
    return;
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, read_answer (shared, token, message), free_answer);
  g_source_attach (source, shared->context);
}

static GDBusMessage *
filter (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer data)
{
  if (incoming)
    note_answer (data, message);
  else
    note_call (data, message);
  return message;
}

/* ---- */

void
late_answers_expect (LateAnswers *answers, guint64 token)
{
  Expected expected = { token, 0 };
  g_mutex_lock (&answers->shared->mutex);
  g_array_append_val (answers->shared->expected, expected);
  g_mutex_unlock (&answers->shared->mutex);
}

void
late_answers_forget (LateAnswers *answers, guint64 token)
{
  take (answers->shared, token);
}

LateAnswers *
late_answers_new (GDBusConnection *bus, LateAnswer report, gpointer data)
{
  LateAnswers *answers = g_new0 (LateAnswers, 1);
  Shared *shared = g_atomic_rc_box_new0 (Shared);
  g_mutex_init (&shared->mutex);
  shared->expected = g_array_new (FALSE, TRUE, sizeof (Expected));
  shared->context = g_main_context_ref_thread_default ();
  shared->answers = answers;
  *answers = (LateAnswers){ g_object_ref (bus), 0, report, data, shared };
  answers->filter
    = g_dbus_connection_add_filter (bus, filter, g_atomic_rc_box_acquire (shared), release_shared);
  return answers;
}

void
late_answers_free (LateAnswers *answers)
{
  if (answers == NULL)
    return;
  answers->shared->answers = NULL;
  g_dbus_connection_remove_filter (answers->bus, answers->filter);
  release_shared (answers->shared);
  g_object_unref (answers->bus);
  g_free (answers);
}
