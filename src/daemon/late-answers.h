/* late-answers.h: what a server answers to a call of Notify after libnotify gave up waiting.
 *
 * libnotify waits for 25 s. A server that answers after that has the popup on the screen all the
 * same: who shows it again shows it twice. So the answers are read where they come in.
 */
#pragma once

#include <gio/gio.h>

typedef struct _LateAnswers LateAnswers;

/* @id: of the popup; 0: it was refused, and @error says why. */
typedef void (*LateAnswer) (guint64 token, guint32 id, const char *error, gpointer data);

/* Reports in the thread-default context of the caller. */
LateAnswers *late_answers_new (GDBusConnection *bus, LateAnswer report, gpointer data);
void late_answers_free (LateAnswers *answers);

/* The next Notify that leaves is that of @token. Its answer is reported, unless it is forgotten
 * before. */
void late_answers_expect (LateAnswers *answers, guint64 token);
void late_answers_forget (LateAnswers *answers, guint64 token);
