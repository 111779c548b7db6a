/* The conversations of tests/tables/setup.txt, held with the conversation of regimen setup. */
#include "cli/setup/setup-talk.h"

#include <string.h>

/* One conversation of the table. */
typedef struct {
  char *title;
  SetupPlace place;
  SetupTalk *talk; /* made by the first line that is not "has" about the place */
  SetupTurn turn;
  int line;
  guint lines; /* how many were checked */
} Case;

static void
take_turn (Case *c)
{
  setup_turn_clear (&c->turn);
  setup_talk_turn (c->talk, &c->turn);
}

static void
wrong (const Case *c, const char *line, const char *got)
{
  g_test_fail_printf ("setup.txt:%d (%s): %s: it is \"%s\"", c->line, c->title, line,
                      got != NULL ? got : "nothing");
}

static void
expect_part (const Case *c, const char *line, const char *text, const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    wrong (c, line, text);
}

static void
begin_talk (Case *c)
{
  if (c->talk == NULL)
    c->talk = setup_talk_new (&c->place);
}

static void
has (Case *c, const char *what)
{
  g_auto (GStrv) words = g_strsplit (what, " ", -1);

  if (g_str_equal (what, "systemd"))
    c->place.start = CLI_START_SYSTEMD;
  else if (g_str_equal (what, "no-desktop"))
    c->place.start = CLI_START_DESKTOP;
  else if (g_str_equal (what, "no-zone"))
    c->place.zone_doubt = "the zone of this machine is not known";
  else if (g_str_equal (what, "private"))
    c->place.private_mode = TRUE;
  else if (g_str_equal (words[0], "db"))
    c->place.db = g_intern_string (words[1]);
  else {
    begin_talk (c);
    if (g_str_equal (what, "calendar"))
      setup_talk_knows_calendar (c->talk);
    else if (g_str_equal (what, "alerts"))
      setup_talk_knows_alerts (c->talk);
    else {
      guint n_words = g_strv_length (words);

      g_assert_true (n_words == 4 || n_words == 5);
      setup_talk_knows_person (c->talk, words[1], rgm_zone_get (words[2], NULL),
                               (guint)g_ascii_strtoull (words[3], NULL, 10),
                               n_words == 5 ? (guint)g_ascii_strtoull (words[4], NULL, 10) : 0);
    }
  }
}

/* "PART [DEFAULT]". */
static void
asks (Case *c, const char *line, const char *rest)
{
  const char *bracket = strrchr (rest, '[');
  g_autofree char *part = g_strndup (rest, (gsize)(bracket - rest - 1));
  g_autofree char *fallback = g_strndup (bracket + 1, strlen (bracket) - 2);

  g_assert_nonnull (bracket);
  expect_part (c, line, c->turn.question, part);
  if (g_strcmp0 (c->turn.fallback, fallback) != 0)
    wrong (c, line, c->turn.fallback);
}

/* The words of a command line, one of several words in braces. */
static void
shows (const Case *c, const char *line, const char *rest)
{
  g_autoptr (GString) got = g_string_new (NULL);

  for (char **word = c->turn.command; word != NULL && *word != NULL; word++)
    g_string_append_printf (got, strchr (*word, ' ') != NULL ? "%s{%s}" : "%s%s",
                            got->len > 0 ? " " : "", *word);
  if (!g_str_equal (got->str, rest))
    wrong (c, line, got->str);
}

static void
answer (Case *c, const char *line, const char *typed, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = g_strdup (c->turn.question);
  gboolean taken = setup_talk_answer (c->talk, typed, &error);

  if (taken != (reason == NULL))
    wrong (c, line, taken ? "accepted" : error->message);
  else if (reason != NULL) {
    g_assert_error (error, RGM_ERROR, RGM_ERROR_USAGE);
    expect_part (c, line, error->message, reason);
  }
  take_turn (c);
  if (!taken && g_strcmp0 (before, c->turn.question) != 0)
    wrong (c, line, c->turn.question);
}

/* The command of the turn ended with @message (nullable) and @code. */
static void
ran (Case *c, const char *line, const char *message, RgmError code)
{
  g_autoptr (GError) error
    = message != NULL ? g_error_new_literal (RGM_ERROR, code, message) : NULL;

  if (c->turn.move != SETUP_RUNS)
    wrong (c, line, c->turn.question);
  else
    setup_talk_ran (c->talk, error);
  take_turn (c);
}

static void
check_line (Case *c, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, " ", 2);
  const char *rest = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";
  const char *verb = parts[0] != NULL ? parts[0] : "";

  c->lines++;
  if (g_str_equal (verb, "has")) {
    has (c, rest);
    return;
  }
  begin_talk (c);
  if (c->turn.question == NULL && c->turn.command == NULL)
    take_turn (c);
  if (g_str_equal (verb, "asks"))
    asks (c, line, rest);
  else if (g_str_equal (verb, "tells"))
    expect_part (c, line, c->turn.told, rest);
  else if (g_str_equal (verb, "shows"))
    shows (c, line, rest);
  else if (g_str_equal (verb, ">"))
    answer (c, line, rest, NULL);
  else if (g_str_equal (verb, "!")) {
    g_auto (GStrv) halves = g_strsplit (line + 1, "=> ", 2);

    answer (c, line, halves[0], halves[1]);
  } else if (g_str_equal (verb, "runs"))
    ran (c, line, NULL, 0);
  else if (g_str_equal (verb, "refused"))
    ran (c, line, rest, RGM_ERROR_REFUSED);
  else if (g_str_equal (verb, "fails"))
    ran (c, line, rest, RGM_ERROR_CONFLICT);
  else if (!g_str_equal (verb, "ends") || c->turn.move != SETUP_ENDS)
    wrong (c, line, c->turn.question);
}

static void
end_case (Case *c)
{
  setup_turn_clear (&c->turn);
  g_clear_pointer (&c->talk, setup_talk_free);
  g_clear_pointer (&c->title, g_free);
}

static void
test_conversations (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "tables", "setup.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, &error);
  Case c = { 0 };

  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++) {
    c.line = i + 1;
    if (*lines[i] == '#' || *lines[i] == '\0')
      continue;
    if (!g_str_has_prefix (lines[i], "case ")) {
      check_line (&c, lines[i]);
      continue;
    }
    end_case (&c);
    c.title = g_strdup (lines[i] + strlen ("case "));
    c.turn = (SetupTurn){ 0 };
    c.place = (SetupPlace){ .catalog = catalog,
                            .start = CLI_START_BY_HAND,
                            .zone = rgm_zone_get ("Europe/Berlin", NULL),
                            .home = "/home/anna" };
    g_assert_true (rgm_instant_parse ("2026-11-23T09:00:00+01:00", &c.place.now, NULL));
  }
  end_case (&c);
  g_assert_cmpuint (c.lines, >, 150);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup-talk/conversations", test_conversations);
  return g_test_run ();
}
