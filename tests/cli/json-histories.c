/* json-histories N: plays N random histories, and prints what the commands then say with --json,
 * each behind a line with the name of the command. check-json reads it. The record is in memory and
 * the commands run in this process: a hundred thousand take minutes. */
#include "cli/command.h"
#include "histories.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HISTORIES_IN_A_WORLD = 4, FIRST_SEED = 20261125 };

/* The session's things are lent to the command. */
static gboolean
run (World *world, char **words)
{
  const RgmSession *session = &world->session;
  CliInvocation invocation;
  gboolean done;

  cli_invocation_init (&invocation);
  invocation.globals.json = TRUE;
  invocation.now = session->now;
  invocation.zone = session->zone;
  invocation.store = session->store;
  invocation.catalog = world->catalog;
  invocation.settings = &world->settings;
  done = cli_run (&invocation, NULL, words, NULL);
  if (done)
    printf ("%s\n%s\f\n", words[2] != NULL ? words[2] : "agenda", invocation.out->str);
  invocation.store = NULL;
  invocation.catalog = NULL;
  invocation.settings = NULL;
  cli_invocation_clear (&invocation);
  return done;
}

/* @line: words with blanks between them; %s is the handle. */
static gboolean
say (World *world, int who, const char *line, const char *handle)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (argv, g_strdup ("--patient"));
  g_ptr_array_add (argv, g_strdup (who == 0 ? "Anna" : "Ben"));
  for (char **word = words; *word != NULL; word++) {
    g_autoptr (GString) text = g_string_new (*word);
    g_string_replace (text, "%s", handle, 0);
    g_string_replace (text, "_", " ", 0);
    g_ptr_array_add (argv, g_string_free (g_steal_pointer (&text), FALSE));
  }
  g_ptr_array_add (argv, NULL);
  return run (world, (char **)argv->pdata);
}

static const char *const questions[]
  = { "agenda --days 60", "list",         "show %s",         "history",
      "history %s --all", "patient list", "notify --dry-run" };

/* They need not be allowed: what is refused prints nothing. */
static const char *const orders[] = {
  "log %s --note late --anyway",
  "log %s --at yesterday_18:30 --amount 3.30_mg",
  "skip %s --reason cold",
  "skip %s --reason cold --no-makeup",
  "hold %s --reason creatinine --until +7d",
  "book %s +3d_10:00 --place room_4",
  "book %s +1d_10:00 --anyway",
  "move %s +2d",
  "move %s +2d --and-later",
  "change %s --amount 5_mg",
  "change %s --every 5w --anyway",
  "pause %s --until +9d",
  "pause %s",
  "resume %s",
  "stop %s --reason enough",
  "rename %s another",
  "remove %s",
  "amend %s/1 --note \"quoted\"",
  "amend %s/1 --skipped --reason mistake",
  "undo",
  "redo",
  "add Calcium --custom --times 08:00,20:00",
  "patient set --zone Pacific/Apia",
};

/* What the commands that read say, and then some of those that write. */
static void
ask (World *world, const Story *story)
{
  g_autoptr (RgmCourse) course = story_course (story, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    if (!say (world, story->who, questions[i], course->handle))
      g_error ("\"%s\" of %s failed", questions[i], course->handle);
  for (int i = 0; i < 3; i++)
    say (world, story->who, orders[history_roll (0, G_N_ELEMENTS (orders))], course->handle);
}

static void
play_history (World *world)
{
  g_autoptr (GArray) history = history_random ();
  Story stories[HISTORY_PEOPLE];

  for (int who = 0; who < HISTORY_PEOPLE; who++)
    stories[who] = story_begin (world, who, history_random_schedule ());
  history_play (stories, history, TRUE);
  ask (world, &stories[history_roll (0, HISTORY_PEOPLE)]);
}

int
main (int argc, char **argv)
{
  int histories = argc == 2 ? (int)g_ascii_strtoll (argv[1], NULL, 10) : 0;
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, NULL);

  history_keep_memory ();
  for (int i = 0; i < histories; i += HISTORIES_IN_A_WORLD) {
    World *world = history_world_new (catalog);
    history_seed ((guint32)(FIRST_SEED + i));
    for (int n = 0; n < HISTORIES_IN_A_WORLD; n++)
      play_history (world);
    history_world_free (world);
  }
  return histories > 0 ? 0 : 2;
}
