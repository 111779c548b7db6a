/* Maps other words that people type to commands and options. The results are only suggested, never
 * run, because a word may mean two things, and commands write a medical record. */
#include "cli/words/other-words.h"

#include "base/i18n.h"

#include <string.h>

/* The command that shows the effects of a treatment. */
#define EFFECTS "catalog TREATMENT"

typedef struct {
  const char *word;           /* one word, or two separated by a blank */
  const char *first, *second; /* what the word may mean; second is nullable */
} OtherWord;

static const OtherWord commands[] = {
  { "took", "log" },
  { "take", "log" },
  { "taken", "log" },
  { "done", "log" },
  { "given", "log" },
  { "gave", "log" },
  { "give", "log" },
  { "got", "log" },
  { "had", "log" },
  { "dose", "log" },
  { "record", "log" },
  { "administer", "log" },
  { "missed", "skip", "history" },
  { "miss", "skip", "log" },
  { "delete", "remove", "undo" },
  { "rm", "remove", "undo" },
  { "del", "remove", "undo" },
  { "erase", "remove", "undo" },
  { "end", "stop" },
  { "finish", "stop" },
  { "quit", "stop" },
  { "discontinue", "stop" },
  { "edit", "amend", "change" },
  { "correct", "amend" },
  { "fix", "amend" },
  { "update", "amend", "change" },
  { "modify", "amend", "change" },
  { "set", "change", "patient" },
  { "revise", "change" },
  { "reschedule", "move", "book" },
  { "postpone", "hold", "move" },
  { "delay", "hold", "move" },
  { "defer", "hold", "move" },
  { "cancel", "hold", "skip" },
  { "unbook", "undo", "hold" },
  { "holiday", "pause" },
  { "vacation", "pause" },
  { "away", "pause" },
  { "appointment", "book" },
  { "appt", "book" },
  { "schedule", "book", "add" },
  { "plan", "add", "agenda" },
  { "start", "add", "setup" },
  { "begin", "setup", "add" },
  { "init", "setup" },
  { "wizard", "setup" },
  { "configure", "setup" },
  { "new", "add", "setup" },
  { "create", "add" },
  { "prescribe", "add" },
  { "treatment", "add", "catalog" },
  { "medicine", "add", "catalog" },
  { "medication", "add", "catalog" },
  { "drug", "add", "catalog" },
  { "remind", "notify" },
  { "reminder", "notify" },
  { "reminders", "notify", "export" },
  { "alert", "notify", "check" },
  { "alerts", "notify", "check" },
  { "notification", "notify", "check" },
  { "notifications", "notify", "check" },
  { "calendar", "export", "month" },
  { "ical", "export" },
  { "ics", "export", "import" },
  { "caldav", "publish" },
  { "sync", "merge", "publish" },
  { "synchronize", "merge", "publish" },
  { "combine", "merge" },
  { "join", "merge" },
  { "unite", "merge" },
  { "conflict", "merge" },
  { "upload", "publish" },
  { "subscribe", "publish", "export" },
  { "popup", "notify", "check" },
  { "popups", "notify", "check" },
  { "upcoming", "agenda" },
  { "appointments", "agenda" },
  { "bookings", "agenda" },
  { "tomorrow", "agenda tomorrow" },
  { "yesterday", "history" },
  { "what's", "agenda" },
  { "what\u2019s", "agenda" },
  { "whats", "agenda" },
  { "what is", "agenda" },
  { "what did", "history" },
  { "what have", "history" },
  { "what was", "history" },
  { "when did", "history" },
  { "when was", "history" },
  { "did i", "history" },
  { "have i", "history" },
  { "week", "agenda" },
  { "due", "agenda" },
  { "when", "agenda", "show" },
  { "ls", "list" },
  { "courses", "list" },
  { "treatments", "list", "catalog" },
  { "info", "show", "catalog" },
  { "view", "show" },
  { "details", "show" },
  { "past", "history" },
  { "report", "sheet", "history" },
  { "print", "sheet", "agenda" },
  { "page", "sheet" },
  { "html", "sheet" },
  { "doctor", "contact", "sheet" },
  { "effect", EFFECTS },
  { "effects", EFFECTS },
  { "side", EFFECTS },
  { "side effect", EFFECTS },
  { "side effects", EFFECTS },
  { "side-effect", EFFECTS },
  { "side-effects", EFFECTS },
  { "sideeffects", EFFECTS },
  { "sign", "signs" },
  { "symptom", "feel", "signs" },
  { "symptoms", "feel", "signs" },
  { "felt", "feel" },
  { "feeling", "feel" },
  { "noticed", "feel", "signs" },
  { "notice", "feel", "signs" },
  { "trend", "feel", "lab" },
  { "labs", "lab" },
  { "bloods", "lab" },
  { "laboratory", "lab" },
  { "results", "lab" },
  { "measured", "lab" },
  { "warn", "signs" },
  { "warning", "signs" },
  { "warnings", "signs" },
  { "warning sign", "signs" },
  { "warning signs", "signs" },
  { "watch", EFFECTS, "signs" },
  { "watch for", EFFECTS, "signs" },
  { "phone", "contact" },
  { "call", "contact" },
  { "contacts", "contact" },
  { "question", "ask" },
  { "questions", "ask" },
  { "needs", "need" },
  { "requirements", "need" },
  { "person", "patient" },
  { "people", "patient" },
  { "patients", "patient" },
  { "user", "patient" },
  { "name", "rename", "patient" },
  { "zone", "patient" },
  { "timezone", "patient" },
  { "revert", "undo" },
  { "oops", "undo" },
  { "mistake", "undo", "amend" },
  { "this month", "month" },
  { "back", "undo" },
  { "save", "backup" },
  { "copy", "backup" },
  { "recover", "restore" },
  { "test", "check" },
  { "verify", "check" },
  { "settings", "check", "help" },
  { "config", "check", "help" },
  { "wait", "hold", "snooze" },
  { "later", "snooze", "move" },
  { "remind-later", "snooze" },
  { "interrupt", "pause" },
  { "break", "pause" },
  { "continue", "resume" },
  { "restart", "resume" },
  { "man", "help" },
  { "usage", "help" },
  { "?", "help" },
  { "how", "help" },
  { "what", "agenda", "help" },
  { "now", "agenda" },
  { "which", "list" },
  { "who", "patient", "contact" },
  { "who to", "contact" },
  { "who do", "contact" },
  { "who can", "contact" },
  { "who should", "contact" },
  { "who must", "contact" },
  { "whom", "contact" },
  { "whom to", "contact" },
  { "whom do", "contact" },
  { "whom can", "contact" },
  { "whom should", "contact" },
  { "telephone", "contact" },
  { "number", "contact" },
  { "numbers", "contact" },
  { "emergency", "signs", "contact" },
  { "urgent", "signs", "contact" },
  { "nurse", "contact" },
  { "hospital", "contact" },
  { "ward", "contact" },
  { "clinic", "contact", "book" },
  { "my", "list", "agenda" },
  { "alarm", "notify", "check" },
  { "alarms", "notify", "check" },
  { "view month", "month" },
  { "unpause", "resume" },
  { "take back", "undo" },
  { "bring", "undo", "resume" },
  { "bring back", "undo", "resume" },
  { "unstop", "undo" },
  { "reopen", "undo" },
  { "wrong", "amend", "undo" },
  { "wrong day", "amend" },
  { "wrong date", "amend" },
  { "note", "feel", "ask" },
  { "unlog", "undo", "amend" },
  { "untake", "undo", "amend" },
  { "forgot", "skip", "log" },
  { "forget", "skip", "log" },
  { "forgotten", "skip", "log" },
  { "all", "list", "agenda --all-patients" },
  { "everything", "list", "history" },
  { "everyone", "agenda --all-patients" },
  { "everybody", "agenda --all-patients" },
  { "both", "agenda --all-patients" },
  { "i", "log", "add" },
};

static const OtherWord options[] = {
  { "given", "at" },
  { "date", "at", "first" },
  { "time", "at", "times" },
  { "when", "at", "first" },
  { "on", "at", "first" },
  { "day", "at", "first" },
  { "start", "first" },
  { "from", "first" },
  { "starting", "first" },
  { "since", "first" },
  { "begin", "first" },
  { "interval", "every" },
  { "frequency", "every" },
  { "repeat", "every" },
  { "dose", "amount" },
  { "dosage", "amount" },
  { "mg", "amount" },
  { "quantity", "amount" },
  { "strength", "amount" },
  { "where", "place", "site" },
  { "location", "place", "site" },
  { "clinic", "place" },
  { "body-part", "site" },
  { "why", "reason" },
  { "because", "reason" },
  { "comment", "note", "reason" },
  { "text", "note", "reason" },
  { "end", "until" },
  { "to", "until" },
  { "stop", "until" },
  { "times-a-day", "times" },
  { "name", "handle" },
  { "as", "handle" },
  { "who", "patient" },
  { "person", "patient" },
  { "for", "patient" },
  { "user", "patient" },
  { "database", "db" },
  { "file", "db" },
  { "force", "anyway" },
  { "yes", "anyway" },
  { "override", "anyway" },
  { "prn", "as-needed" },
  { "timezone", "zone" },
  { "city", "zone" },
  { "country", "zone" },
  { "tz", "zone" },
  { "full", "all" },
};

gboolean
cli_begins_sentence (const char *word)
{
  static const char *const words[]
    = { "i",    "i'm",   "i\u2019m", "im",   "i've", "i\u2019ve", "my",    "the",    "me",
        "we",   "it",    "he",       "she",  "his",  "her",       "a",     "an",     "is",
        "are",  "there", "what",     "why",  "when", "if",        "now",   "no",     "not",
        "have", "had",   "has",      "got",  "get",  "having",    "can't", "cannot", "can\u2019t",
        "cant", "today", "very",     "some", "more", NULL };
  g_autofree char *small = g_utf8_strdown (word, -1);

  return g_strv_contains (words, small);
}

/* Whether the first word of @meant is one of @known. */
static gboolean
is_known (const char *meant, const char *const *known)
{
  g_autofree char *word = g_strndup (meant, strcspn (meant, " "));

  return g_strv_contains (known, word);
}

/* Finds @typed in @table. Returns only those of its meanings that are among @known. */
static gboolean
find (const OtherWord *table, gsize count, const char *typed, const char *const *known,
      const char **first, const char **second)
{
  *first = *second = NULL;
  for (gsize i = 0; i < count; i++) {
    const OtherWord *row = &table[i];

    if (g_ascii_strcasecmp (row->word, typed) != 0)
      continue;
    if (is_known (row->first, known))
      *first = row->first;
    if (row->second != NULL && is_known (row->second, known))
      *(*first == NULL ? first : second) = row->second;
    return *first != NULL;
  }
  return FALSE;
}

gboolean
cli_other_command (const char *typed, const char *const *known, const char **first,
                   const char **second)
{
  return find (commands, G_N_ELEMENTS (commands), typed, known, first, second);
}

gboolean
cli_other_option (const char *typed, const char *const *known, const char **first,
                  const char **second)
{
  return find (options, G_N_ELEMENTS (options), typed, known, first, second);
}

gboolean
cli_asks_for_alerts (const char *typed)
{
  static const char *const alerts[]
    = { "alert",  "alerts",        "notification", "notifications", "notify",   "popup",
        "popups", "notifications", "reminder",     "reminders",     "regimend", NULL };
  static const char *const on[]
    = { "on", "start", "enable", "activate", "run", "turn", "switch", NULL };
  g_autofree char *small = g_ascii_strdown (typed, -1);
  g_auto (GStrv) words = g_strsplit (small, " ", 2);

  if (words[0] == NULL || words[1] == NULL)
    return FALSE;
  return (g_strv_contains (alerts, words[0]) && g_strv_contains (on, words[1]))
         || (g_strv_contains (on, words[0]) && g_strv_contains (alerts, words[1]))
         || ((g_str_equal (words[0], "turn") || g_str_equal (words[0], "switch"))
             && g_str_equal (words[1], "on"));
}
