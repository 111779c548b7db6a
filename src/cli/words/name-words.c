/* Joins names of courses, treatments and people that were typed as several words. */
#include "cli/words/name-words.h"

#include "base/text.h"
#include "cli/words/guess-words.h"

#include <string.h>

enum { LONGEST_NAME = 5 };

/* Whether @name equals @wanted, which is in the form of text_fold_words(); hyphens in @name count
 * as blanks. */
static gboolean
is_same (const char *name, const char *wanted)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (name), "-", ' ');
  g_autofree char *folded = text_fold_words (spaced), *kept = text_fold_words (name);

  return g_str_equal (folded, wanted) || g_str_equal (kept, wanted);
}

/* The treatment whose whole key, name, alias or brand is @typed. "zometa today" contains a brand,
 * but is not one. Returns: (transfer none) (nullable). */
static const RgmTreatment *
find_treatment (const RgmCatalog *catalog, const char *typed)
{
  g_autofree char *wanted = text_fold_words (typed);
  const char *brand = NULL;
  const RgmTreatment *treatment = catalog != NULL ? rgm_catalog_find (catalog, typed, NULL) : NULL;
  gboolean whole;

  if (treatment == NULL)
    return NULL;
  whole = is_same (treatment->key, wanted) || is_same (treatment->name, wanted)
          || (rgm_catalog_brand (catalog, typed, &brand) != NULL && is_same (brand, wanted));
  for (char **alias = treatment->aliases; !whole && *alias != NULL; alias++)
    whole = is_same (*alias, wanted);
  return whole ? treatment : NULL;
}

/* Whether @typed is a whole name of @course: its handle, the name of its treatment, or another name
 * of that treatment. */
static gboolean
is_whole_name (const RgmCatalog *catalog, const RgmCourse *course, const char *typed)
{
  const RgmTreatment *treatment = find_treatment (catalog, typed);
  g_autofree char *wanted = text_fold_words (typed);

  return is_same (course->handle, wanted) || is_same (course->treatment_name, wanted)
         || (treatment != NULL && g_str_equal (treatment->key, course->treatment_key)
             && g_str_equal (treatment->name, course->treatment_name));
}

/* The handle of the course that @typed names; @typed itself if it names courses with different
 * handles. Returns: (transfer full) (nullable): NULL if it names none. */
static char *
find_named (const RgmCatalog *catalog, const GPtrArray *courses, const char *typed)
{
  const char *found = NULL;

  for (guint i = 0; i < courses->len; i++) {
    const RgmCourse *course = courses->pdata[i];

    if (is_whole_name (catalog, course, typed))
      found = found == NULL || g_str_equal (found, course->handle) ? course->handle : typed;
  }
  return g_strdup (found);
}

/* All courses on record. If the record is not open yet, it is opened only for this call, because
 * the command itself decides in which mode to open it. Returns: (transfer full) (nullable). */
static GPtrArray *
read_courses (const CliInvocation *invocation)
{
  RgmCourseQuery all = { .now = invocation->now,
                         .ended = TRUE,
                         .since = RGM_INSTANT_NONE,
                         .ended_since = RGM_INSTANT_NONE };
  g_autofree char *path = cli_database_path (invocation);
  RgmStore *store = invocation->store;
  GPtrArray *courses;

  if (store == NULL && cli_database_exists (invocation))
    store = rgm_store_open (path, RGM_STORE_READ, NULL);
  courses = store != NULL ? rgm_store_courses (store, &all, NULL) : NULL;
  if (store != invocation->store)
    g_clear_pointer (&store, rgm_store_close);
  return courses;
}

/* The first @count words as one text, without the number of a dose at their end. @number: (out)
 * (transfer full): that number ("/2"), or "". Returns: (transfer full). */
static char *
join_words (const GPtrArray *words, guint count, char **number)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *slash;

  for (guint i = 0; i < count; i++)
    g_string_append_printf (text, i > 0 ? " %s" : "%s", (const char *)words->pdata[i]);
  slash = strrchr (text->str, '/');
  if (slash != NULL && slash[1 + strspn (slash + 1, G_CSET_DIGITS)] != '\0')
    slash = NULL;
  *number = g_strdup (slash != NULL ? slash : "");
  if (slash != NULL)
    g_string_truncate (text, (gsize)(slash - text->str));
  return g_strdup (text->str);
}

/* Replaces the first @count words, and the same arguments in invocation->argv, with @name (transfer
 * full). */
static void
replace_words (CliInvocation *invocation, guint count, char *name)
{
  GPtrArray *words = invocation->words;
  char **argv = invocation->argv;
  guint from = 0, n;

  for (; argv[from] != NULL; from++) {
    for (n = 0;
         n < count && argv[from + n] != NULL && g_str_equal (argv[from + n], words->pdata[n]);)
      n++;
    if (n == count)
      break;
  }
  if (argv[from] != NULL) {
    argv[from] = name;
    for (n = from + 1; argv[n + count - 2] != NULL; n++)
      argv[n] = argv[n + count - 1];
  }
  words->pdata[0] = name;
  g_ptr_array_remove_range (words, 1, count - 1);
  invocation->name = name;
}

/* Whether everything after the first word is a date, so that none of it belongs to a name. */
static gboolean
is_date_behind (const CliInvocation *invocation)
{
  char **rest = (char **)invocation->words->pdata + 1;
  guint count = invocation->words->len - 1;

  return g_ascii_isdigit (**rest)
         || rgm_when_count_words (rest, count, FALSE, invocation->zone, invocation->now,
                                  RGM_WHEN_PLANNED)
              == count;
}

static void
join_course (CliInvocation *invocation)
{
  const GPtrArray *words = invocation->words;
  guint needed = (guint)invocation->command->min_words;
  gboolean takes_any = invocation->command->max_words > 2;
  g_autoptr (GPtrArray) courses = NULL;
  g_autofree char *first = NULL;
  const RgmCatalog *catalog;

  if (is_date_behind (invocation) || (courses = read_courses (invocation)) == NULL)
    return;
  catalog = cli_catalog (invocation, NULL);
  first = find_named (catalog, courses, words->pdata[0]);
  for (guint n = MIN (words->len, LONGEST_NAME); n >= 2; n--) {
    g_autofree char *number = NULL, *typed = join_words (words, n, &number);
    g_autofree char *handle = find_named (catalog, courses, typed);

    /* The first word alone may be the course: if there is a course "vitamin", "rename vitamin d"
     * gives it the handle "d", and if a visit is called "ct", "need ct scan" says what it needs. */
    if (handle == NULL || (first != NULL && (takes_any || words->len - n + 1 < needed)))
      continue;
    replace_words (invocation, n, g_strconcat (handle, number, NULL));
    return;
  }
}

static void
join_treatment (CliInvocation *invocation)
{
  const RgmCatalog *catalog = cli_catalog (invocation, NULL);

  if (cli_was_typed (invocation, "custom"))
    return;
  for (guint n = MIN (invocation->words->len, LONGEST_NAME); n >= 2; n--) {
    g_autofree char *number = NULL, *name = join_words (invocation->words, n, &number);

    if (*number != '\0' || find_treatment (catalog, name) == NULL)
      continue;
    replace_words (invocation, n, g_steal_pointer (&name));
    return;
  }
}

void
cli_join_name_words (CliInvocation *invocation)
{
  CliWord word = invocation->command->word;

  if (invocation->words->len < 2)
    return;
  for (guint i = 0; i < invocation->words->len; i++)
    if (!g_utf8_validate (invocation->words->pdata[i], -1, NULL)
        || *(char *)invocation->words->pdata[i] == '\0')
      return;
  if (word == CLI_WORD_HANDLE)
    join_course (invocation);
  else if (word == CLI_WORD_TREATMENT)
    join_treatment (invocation);
}

char *
cli_name_and_place (const char *typed)
{
  g_auto (GStrv) words = g_strsplit (typed, " ", -1);
  guint count = g_strv_length (words);

  for (guint n = 1; n < count; n++) {
    g_autofree char *place = g_strjoinv (" ", words + n), *shown = NULL, *name = NULL, *who = NULL;
    guint end = n;

    if (rgm_zone_find (place, NULL) == NULL)
      continue;
    while (end > 1
           && (g_str_equal (words[end - 1], "in") || g_str_equal (words[end - 1], "from")
               || g_str_equal (words[end - 1], "lives")))
      end--;
    g_clear_pointer (&words[end], g_free);
    for (guint i = end + 1; i < count; i++)
      g_clear_pointer (&words[i], g_free);
    name = g_strjoinv (" ", words);
    g_strdelimit (name, ",", ' ');
    who = text_shell_word (g_strchomp (name));
    shown = cli_shown_word (place);
    return g_strdup_printf ("%s --zone %s", who, shown);
  }
  return NULL;
}
