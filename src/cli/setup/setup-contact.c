/* Finds a name and a phone number in one answer to regimen setup. */
#include "cli/setup/setup-contact.h"

#include "base/i18n.h"

#include <regimen/regimen.h>

#include <string.h>

/* How many digits a phone number must have if no comma or colon separates it from the name: "Ward
 * 12" is a name. */
#define FEWEST_DIGITS 5

static gboolean
is_phone (const char *text)
{
  return rgm_contact_phone_check (text, NULL);
}

static int
count_digits (const char *text)
{
  int count = 0;

  for (; *text != '\0'; text++)
    count += g_ascii_isdigit (*text) != 0;
  return count;
}

static int
count_letters (const char *text)
{
  int count = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    count += g_unichar_isalpha (g_utf8_get_char (text)) != 0;
  return count;
}

/* Splits @typed at @mark, a comma, semicolon or colon between name and number. */
static gboolean
split_at_mark (const char *typed, const char *mark, char **name, char **phone, GError **error)
{
  g_autofree char *before = g_strstrip (g_strndup (typed, (gsize)(mark - typed)));
  g_autofree char *behind = g_strstrip (g_strdup (mark + 1));

  if (is_phone (behind)) {
    *name = *before != '\0' ? g_steal_pointer (&before) : NULL;
    *phone = g_steal_pointer (&behind);
  } else if (is_phone (before)) {
    *name = *behind != '\0' ? g_steal_pointer (&behind) : NULL;
    *phone = g_steal_pointer (&before);
  } else if (count_digits (behind) > 0)
    return rgm_contact_phone_check (behind, error);
  else /* "Ward 3, second floor" */
    *name = g_strdup (typed);
  return TRUE;
}

/* Splits @typed before the word that begins a phone number. If none does, all of @typed is the
 * name, unless it looks like a mistyped number: "555-O100". */
static gboolean
split_at_blank (const char *typed, char **name, char **phone, GError **error)
{
  const char *plus = strstr (typed, " +"), *next;
  const char *blank = plus != NULL ? plus : strchr (typed, ' ');

  while (blank != NULL && !is_phone (blank + 1))
    blank = strchr (blank + 1, ' ');
  if (blank == NULL || count_digits (blank + 1) < FEWEST_DIGITS) {
    if ((g_ascii_isdigit (*typed) || *typed == '+' || *typed == '(')
        && count_digits (typed) > count_letters (typed))
      return rgm_contact_phone_check (typed, error);
    *name = g_strdup (typed);
    return TRUE;
  }
  /* In "Ward 3 555-0100" the 3 may belong to the name or to the number. A plus sign, a bracket or a
   * 0 clearly begins a number. */
  next = strchr (blank + 1, ' ');
  if (next != NULL && is_phone (next + 1) && strchr ("+(0", blank[1]) == NULL) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("It is not clear where the number begins in \"%s\"; type a comma before it, as "
                    "in \"Ward 3, 555-0100\""),
                 typed);
    return FALSE;
  }
  *name = g_strndup (typed, (gsize)(blank - typed));
  *phone = g_strdup (blank + 1);
  return TRUE;
}

gboolean
setup_split_contact (const char *typed, char **name, char **phone, GError **error)
{
  const char *mark = NULL;

  *name = *phone = NULL;
  for (const char *at = strpbrk (typed, ",;:"); at != NULL; at = strpbrk (at + 1, ",;:"))
    mark = at;
  if (is_phone (typed)) {
    *phone = g_strdup (typed);
    return TRUE;
  }
  if (mark != NULL)
    return split_at_mark (typed, mark, name, phone, error);
  return split_at_blank (typed, name, phone, error);
}
