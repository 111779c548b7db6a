/* Adds --patient and --db to the commands that a message proposes. */
#include "cli/words/whose.h"

#include "base/text.h"
#include "cli/command.h"

#include <string.h>

/* Whether the command with the first @length bytes of @name is about one person. @courses: whether
 * this includes commands about a course, and those that are about everybody unless they name a
 * person. */
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

/* Whether a command has @option. @arguments: the text after the name of the command; its arguments
 * end where the text names another command. */
static gboolean
have_option (const char *arguments, const char *option)
{
  const char *next = strstr (arguments, "regimen "), *found = strstr (arguments, option);

  return found != NULL && (next == NULL || found < next);
}

static gboolean
names_somebody (const char *arguments)
{
  return have_option (arguments, "--patient ") || have_option (arguments, "--all-patients");
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

/* Whether the text after "regimen" is a command that opens a record. */
static gboolean
opens_record (const char *arguments)
{
  static const char *const others[] = { "catalog", "help", NULL };
  gsize length = strspn (arguments, "abcdefghijklmnopqrstuvwxyz-");

  if (g_str_has_prefix (arguments, "--patient"))
    return TRUE;
  for (const CliCommand *const *each = cli_commands (); *each != NULL; each++) {
    const char *name = (*each)->name;
    if (strlen (name) == length && strncmp (name, arguments, length) == 0)
      return !g_strv_contains (others, name);
  }
  return FALSE;
}

char *
cli_text_for_record (const char *text, const char *file)
{
  static const char program[] = "regimen", bound[] = "\u00a0";
  g_autofree char *quoted = text_shell_word (file), *harmless = text_harmless (file);
  g_autoptr (GString) whole = g_string_new (NULL), option = g_string_new (quoted);
  const char *found;

  if (!g_str_equal (harmless, file)) /* the user could not type what is shown */
    return g_strdup (text);
  g_string_replace (option, " ", bound, 0);
  while ((found = strstr (text, program)) != NULL) {
    const char *after = found + strlen (program);
    gsize blank = *after == ' ' ? 1 : g_str_has_prefix (after, bound) ? strlen (bound) : 0;

    g_string_append_len (whole, text, after - text);
    if (blank > 0 && opens_record (after + blank) && !have_option (after, "--db"))
      g_string_append_printf (whole, "%s--db%s%s", bound, bound, option->str);
    text = after;
  }
  g_string_append (whole, text);
  return g_strdup (whole->str);
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
