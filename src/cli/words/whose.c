/* Adds --patient to the commands that a message proposes. */
#include "cli/words/whose.h"

#include "base/text.h"
#include "cli/command.h"

#include <string.h>

/* Whether the command with the first @length bytes of @name is about one person. @courses: whether
 * commands about a course count too, and those that are about everybody unless a person is
 * named. */
static gboolean
is_about_person (const char *name, gsize length, gboolean courses)
{
  static const char *const of_all[] = { "export", "sheet", NULL };
  static const char *const others[] = { "add", "agenda", "ask",   "contact", "feel", "history",
                                        "lab", "list",   "month", "redo",    "undo", NULL };

  for (const CliCommand *const *each = cli_commands (); *each != NULL; each++) {
    const CliCommand *command = *each;

    if (strlen (command->name) == length && strncmp (command->name, name, length) == 0)
      return (courses
              && (command->word == CLI_WORD_HANDLE || g_strv_contains (of_all, command->name)
                  || g_str_has_prefix (name, "notify --dry-run")))
             || g_strv_contains (others, command->name);
  }
  return FALSE;
}

/* Whether the arguments of a command have --patient or --all-patients. They end where the text
 * names the next command. */
static gboolean
names_somebody (const char *arguments)
{
  const char *next = strstr (arguments, "regimen ");
  g_autofree char *own
    = g_strndup (arguments, next != NULL ? (gsize)(next - arguments) : strlen (arguments));

  return strstr (own, "--patient ") != NULL || strstr (own, "--all-patients") != NULL;
}

/* Whether the command is like "undo calcium", in which the course says which person is meant. */
static gboolean
is_undo_of_course (const char *name, gsize length)
{
  return length == strlen ("undo")
         && (strncmp (name, "undo", length) == 0 || strncmp (name, "redo", length) == 0)
         && name[length] == ' ' && g_ascii_islower (name[length + 1]);
}

static char *
name_in_commands (const char *text, const char *option, gboolean courses)
{
  static const char program[] = "regimen ";
  g_autoptr (GString) bound = g_string_new (option), whole = g_string_new (NULL);
  const char *found;

  g_string_replace (bound, " ", "\u00a0", 0);
  for (; (found = strstr (text, program)) != NULL; text = found + strlen (program)) {
    const char *name = found + strlen (program);
    gsize length = strspn (name, "abcdefghijklmnopqrstuvwxyz-");

    g_string_append_len (whole, text, name - text);
    if (is_about_person (name, length, courses) && (courses || !is_undo_of_course (name, length))
        && !names_somebody (name + length)) {
      g_string_truncate (whole, whole->len - 1);
      g_string_append_printf (whole, "\u00a0%s\u00a0", bound->str);
    }
  }
  g_string_append (whole, text);
  return g_strdup (whole->str);
}

char *
cli_text_for_person (const char *text, const char *option)
{
  return name_in_commands (text, option, TRUE);
}

char *
cli_text_for_nobody (const char *text, const char *option)
{
  return name_in_commands (text, option, FALSE);
}

char *
cli_line_for_person (const char *command, char *const *arguments, const RgmPatient *person)
{
  g_autoptr (GString) line = g_string_new ("regimen");
  g_autofree char *name = text_shell_word (person->name);

  if (command != NULL)
    g_string_append_printf (line, " %s", command);
  for (; *arguments != NULL; arguments++) {
    g_autofree char *quoted = text_shell_word (*arguments);

    g_string_append_printf (line, " %s", quoted);
  }
  g_string_append_printf (line, " --patient %s", name);
  return g_strdup (line->str);
}
