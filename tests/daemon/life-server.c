/* life-server.c: the simulated notification server, and the way of each process to it. */
#include "life.h"

/* ---- the server ---- */

void
client_tell (Notifier *client, NotifierEventKind kind, guint64 token, const char *text,
             guint32 popup)
{
  g_autofree char *server = client->life->up ? life_server_name (client->life) : NULL;
  NotifierEvent event
    = { .kind = kind,
        .token = token,
        .text = text,
        .server = server,
        .popup = popup,
        .tells_all = !client->life->tells_sender || life_lacks (client->life, WITHOUT_SENDER),
        .replaces = client->life->replaces || life_lacks (client->life, WITHOUT_LASTING) };
  if (client->service != NULL)
    client->report (&event, client->data);
}

void
request_free (gpointer data)
{
  Request *request = data;
  g_clear_pointer (&request->popup, shown_free);
  g_free (request);
}

static void
remember_id (Notifier *client, guint64 token, guint32 id)
{
  g_hash_table_replace (client->ids, g_memdup2 (&token, sizeof token), GUINT_TO_POINTER (id));
}

static void
take_show (Life *life, Request *request)
{
  Notifier *client = request->client;
  if (life->refuses && !request->withdrawn) {
    client_tell (client, NOTIFIER_FAILED, request->token, "too many", 0);
    return;
  }
  if (request->withdrawn || life->refuses)
    return;
  Shown *shown = g_steal_pointer (&request->popup);
  shown->id = ++life->last_id;
  shown->sender = client;
  shown->since = life->true_time;
  shown->offset = life->offset;
  for (guint i = 0; i < shown->names->len; i++)
    life_popup_appears (life, client, g_ptr_array_index (shown->names, i));
  g_ptr_array_add (life->screen, shown);
  remember_id (client, request->token, shown->id);
  if (life->nameless && life_lacks (life, WITHOUT_ZERO))
    client_tell (client, NOTIFIER_FAILED, request->token, "0", 0);
  else
    client_tell (client, NOTIFIER_SHOWN, request->token, NULL, life->nameless ? 0 : life->last_id);
}

/* Gives a popup other words, unless the person has closed it. */
static void
take_renewal (Life *life, const Request *request)
{
  guint index;
  Shown *shown = life_find_popup (life, request->renews, &index);
  if (shown == NULL)
    return;
  if (life->refuses) {
    life_end_popup (life, index, BY_SERVICE);
    client_tell (request->client, NOTIFIER_FAILED, request->token, "too many", 0);
    return;
  }
  if (!life->replaces)
    g_ptr_array_set_size (request->popup->keys, 0);
  life->count->renewed++;
  life_trace (life, "popup %u is renewed: %s", shown->id,
              (char *)g_ptr_array_index (request->popup->said, 0));
  life_popup_says (life, shown, request->popup);
}

/* The token of popup @id. Returns: 0: it is not known to @client. */
guint64
client_token (const Notifier *client, guint32 id)
{
  GHashTableIter iter;
  gpointer token, value;
  g_hash_table_iter_init (&iter, client->ids);
  while (g_hash_table_iter_next (&iter, &token, &value))
    if (GPOINTER_TO_UINT (value) == id)
      return *(guint64 *)token;
  return 0;
}

gboolean
life_tells (const Life *life, const Notifier *client, const Shown *shown)
{
  return client != NULL && client->service != NULL
         && (!life->tells_sender || client == shown->sender);
}

gboolean
life_tells_end (const Life *life, const Notifier *client, const Shown *shown)
{
  return life_tells (life, client, shown) && (!life->nameless || life->screen->len == 1);
}

/* How many seconds a popup stays that goes by itself. */
#define EXPIRES 10

void
life_expire (Life *life)
{
  for (guint i = life->screen->len; life->up && !life->frozen && i-- > 0;) {
    if (i >= life->screen->len)
      continue; /* what was told led to the end of others */
    const Shown *shown = g_ptr_array_index (life->screen, i);
    Notifier *client = life->service;
    guint64 token = client != NULL ? client_token (client, shown->id) : 0;
    if (!shown->fleeting || life->true_time - shown->since < EXPIRES)
      continue;
    gboolean tells = !life->keeps_silent && token != 0 && life_tells_end (life, client, shown);
    life_end_popup (life, i, tells ? BY_ITSELF : SILENTLY);
    if (tells)
      client_tell (client, NOTIFIER_CLOSED, token, NULL, 0);
    life_settle (life);
    life_bury (life);
  }
}

/* Closes a popup for @closer, and tells all other processes that know it. */
static void
close_for (Life *life, const Notifier *closer, guint index)
{
  Shown *shown = g_ptr_array_index (life->screen, index);
  guint32 id = shown->id;
  const Notifier *sender = shown->sender;
  if (life->nameless) { /* it does not know which one is meant */
    life_give_up_popup (life, shown);
    return;
  }
  life_end_popup (life, index, BY_SERVICE);
  for (guint i = 0; i < life->clients->len; i++) {
    Notifier *client = g_ptr_array_index (life->clients, i);
    guint64 token = client != closer && client->service != NULL ? client_token (client, id) : 0;
    if (token != 0 && (!life->tells_sender || client == sender))
      client_tell (client, NOTIFIER_CLOSED, token, NULL, 0);
  }
}

/* The server carries out its requests, and the service reacts to what that leads to. */
static void
work_off (Life *life)
{
  Request *request;
  guint index;
  while (life->up && !life->frozen && (request = g_queue_pop_head (&life->inbox)) != NULL) {
    if (request->renews != 0)
      take_renewal (life, request);
    else if (request->popup != NULL)
      take_show (life, request);
    else if (life_find_popup (life, request->closes, &index) != NULL)
      close_for (life, request->client, index);
    request_free (request);
  }
}

/* The same; if another process has written meanwhile, the service looks again. */
void
life_settle (Life *life)
{
  work_off (life);
  while (life->met) {
    life->met = FALSE;
    life_end_guest (life);
    if (life->service != NULL && !life->died)
      service_turn (life->service->service, LOOP_RECORD, life_now (life));
    work_off (life);
  }
}

void
life_doubt_silent (Life *life)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, life->fates);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Fate *fate = value;
    fate->unrecorded = fate->unrecorded || life_went_unnoticed (life, fate);
  }
}

void
life_set_server (Life *life, gboolean up)
{
  if (life->up == up)
    return;
  life_expire (life);
  life->up = up;
  life->frozen = FALSE;
  life->servers += up;
  life_doubt_silent (life);
  life->tells_sender = up ? life_chance (life, 50) : life->tells_sender;
  life->nameless = up ? life_chance (life, 10) : life->nameless;
  life->replaces = up ? !life->nameless && life_chance (life, 60) : life->replaces;
  life->keeps_silent = up ? life_chance (life, 50) : life->keeps_silent;
  life->last_id = up ? 0 : life->last_id;
  while (!up && life->screen->len > 0)
    life_end_popup (life, 0, WITH_SERVER);
  GQueue sent = life->inbox;
  g_queue_init (&life->inbox);
  Request *request;
  while (!up && (request = g_queue_pop_head (&sent)) != NULL) {
    if (request->popup != NULL && request->renews == 0 && !request->withdrawn)
      client_tell (request->client, NOTIFIER_FAILED, request->token, "it went", 0);
    request_free (request);
  }
  g_queue_clear_full (&sent, request_free);
  for (guint i = 0; i < life->clients->len; i++) {
    Notifier *client = g_ptr_array_index (life->clients, i);
    g_hash_table_remove_all (client->ids);
    client_tell (client, up ? NOTIFIER_UP : NOTIFIER_DOWN, 0, NULL, 0);
  }
  life_settle (life);
}

/* ---- the notifier of a process ---- */

Notifier *
client_new (Life *life)
{
  Notifier *client = g_new0 (Notifier, 1);
  client->life = life;
  client->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_ptr_array_add (life->clients, client);
  return client;
}

void
client_free (gpointer data)
{
  g_hash_table_unref (((Notifier *)data)->ids);
  g_free (data);
}

static void
client_summon (Notifier *client)
{
}

/* A process may show an alert only if the alert holds. */
static void
check_shows (Notifier *client, const char *name)
{
  Life *life = client->life;
  RgmSession session = life_session (life);
  GHashTable *holding = oracle_holding (&life->oracle, &session);
  if (!g_hash_table_contains (holding, name)) {
    life->count->stale++;
    life_say (life, "shown, and does not hold", name);
  } else if (life_is_snoozed (life, name, FALSE)) {
    life->count->doubled++;
    life_say (life, "shown while it is snoozed", name);
  }
  life_end_snooze (life, name);
}

/* What the person reads: of one alert all, of a digest a line for each of the first ones. */
static GPtrArray *
words_of (const Popup *popup, guint alerts)
{
  g_auto (GStrv) lines = g_strsplit (popup->body, "\n", -1);
  GPtrArray *said = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < alerts; i++)
    if (alerts == 1)
      g_ptr_array_add (said, g_strdup_printf ("%s\n%s", popup->summary, popup->body));
    else
      g_ptr_array_add (said, g_strdup (i + 1 < g_strv_length (lines) ? lines[i] : ""));
  return said;
}

/* @popup as it is to stand on the screen. Returns: (transfer full). */
static Shown *
shown_new (const Notifier *client, const Popup *popup)
{
  Shown *shown = g_new0 (Shown, 1);
  const GPtrArray *showings = service_loop (client->service)->showings;
  shown->names = g_ptr_array_new_with_free_func (g_free);
  shown->keys = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < showings->len; i++) {
    const LoopShowing *showing = g_ptr_array_index (showings, i);
    for (guint j = 0; showing->token == popup->token && j < showing->alerts->len; j++) {
      const RgmAlertView *view = g_ptr_array_index (showing->alerts, j);
      g_ptr_array_add (shown->names, oracle_name (view->course_uid, view->dose, view->alert.key));
    }
  }
  shown->said = words_of (popup, shown->names->len);
  shown->fleeting = popup_time (popup) != 0;
  for (guint i = 0; i < popup->buttons->len; i++)
    g_ptr_array_add (shown->keys, g_strdup (g_array_index (popup->buttons, PopupButton, i).key));
  shown->bare = shown->keys->len == 0;
  return shown;
}

static void
client_show (Notifier *client, Popup *popup)
{
  Request *request = g_new0 (Request, 1);
  Shown *shown = shown_new (client, popup);
  for (guint i = 0; i < shown->names->len; i++)
    check_shows (client, g_ptr_array_index (shown->names, i));
  *request = (Request){ client, popup->token, shown, 0, 0, FALSE };
  popup_free (popup);
  g_queue_push_tail (&client->life->inbox, request);
}

/* A popup that the person has closed is renewed only if no service was told of that. */
static void
client_renew (Notifier *client, Popup *popup)
{
  Life *life = client->life;
  guint32 id = GPOINTER_TO_UINT (g_hash_table_lookup (client->ids, &popup->token));
  Request *request = g_new0 (Request, 1);
  Shown *words = shown_new (client, popup);
  guint index;
  for (guint i = 0; i < words->names->len && life_find_popup (life, id, &index) == NULL; i++) {
    const char *name = g_ptr_array_index (words->names, i);
    const Fate *fate = life_fate (life, name);
    if (!fate->seen || fate->unrecorded || fate->silent)
      continue;
    life->count->doubled++;
    life_say (life, "renewed after it was closed", name);
  }
  *request = (Request){ client, popup->token, words, 0, id, FALSE };
  popup_free (popup);
  g_queue_push_tail (&life->inbox, request);
}

/* A popup whose id is unknown is known by its buttons, so by its alerts. Returns: 0: it has
 * gone. */
static guint32
find_nameless (const Notifier *client, const Popup *popup)
{
  const GPtrArray *screen = client->life->screen;
  Shown *sought = shown_new (client, popup);
  guint32 id = 0;
  for (guint i = 0; i < screen->len; i++) {
    const Shown *shown = g_ptr_array_index (screen, i);
    for (guint j = 0; j < sought->names->len && !shown->beyond_reach; j++)
      if (g_ptr_array_find_with_equal_func (shown->names, g_ptr_array_index (sought->names, j),
                                            g_str_equal, NULL))
        id = shown->id;
  }
  shown_free (sought);
  return id;
}

static void
client_adopt (Notifier *client, Popup *popup, const char *server, guint32 id)
{
  Life *life = client->life;
  g_autofree char *name = life_server_name (life);
  if (life->up && g_strcmp0 (server, name) == 0 && id == 0)
    id = find_nameless (client, popup);
  if (life->up && g_strcmp0 (server, name) == 0)
    remember_id (client, popup->token, id);
  popup_free (popup);
}

static void
client_close (Notifier *client, guint64 token)
{
  gpointer id = g_hash_table_lookup (client->ids, &token);
  for (GList *link = client->life->inbox.head; link != NULL; link = link->next) {
    Request *request = link->data;
    if (request->client == client && request->token == token)
      request->withdrawn = TRUE;
  }
  if (id == NULL)
    return;
  Request *request = g_new0 (Request, 1);
  guint index;
  Shown *shown = life_find_popup (client->life, GPOINTER_TO_UINT (id), &index);
  if (shown != NULL && shown->asked == 0)
    shown->asked = life_now (client->life);
  else if (shown
           == NULL) /* it went a moment ago, and nobody told the service, which gives it back */
    life_doubt_silent (client->life);
  request->client = client;
  request->closes = GPOINTER_TO_UINT (id);
  if (!client->life->nameless) /* otherwise it stays there, and can be clicked */
    g_hash_table_remove (client->ids, &token);
  g_queue_push_tail (&client->life->inbox, request);
}

const NotifierClass client_class = {
  .summon = client_summon,
  .show = client_show,
  .adopt = client_adopt,
  .renew = client_renew,
  .close = client_close,
};
