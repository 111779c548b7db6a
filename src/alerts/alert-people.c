/* alert-people.c: everybody on record, and the short names by which alert titles call them. Pure.
 */
#include "alerts/alert-people.h"

#include "base/text.h"

#include <string.h>

#define NAME_LENGTH 12
#define NAME_BEGINNING 4

struct _AlertPeople {
  GPtrArray *patients; /* of RgmPatient */
  GHashTable *by_id;   /* gint64 -> RgmPatient */
  /* (element-type GHashTable): one table for each way to shorten a name that was needed so far. Its
   * keys are the shortened names in case-folded form; its values are the full names, or "" if
   * several people share the short name. */
  GPtrArray *short_names;
};

AlertPeople *
alert_people_new (GPtrArray *patients)
{
  AlertPeople *people = g_new0 (AlertPeople, 1);
  people->patients = patients;
  people->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  people->short_names = g_ptr_array_new_with_free_func ((GDestroyNotify)g_hash_table_unref);
  for (guint i = 0; i < patients->len; i++) {
    RgmPatient *patient = g_ptr_array_index (patients, i);
    g_hash_table_insert (people->by_id, &patient->id, patient);
  }
  return people;
}

void
alert_people_free (AlertPeople *people)
{
  if (people == NULL)
    return;
  g_ptr_array_unref (people->short_names);
  g_hash_table_unref (people->by_id);
  g_ptr_array_unref (people->patients);
  g_free (people);
}

const RgmPatient *
alert_people_find (const AlertPeople *people, gint64 id)
{
  return g_hash_table_lookup (people->by_id, &id);
}

/* ---- short names ---- */

/* Shortens @name to at most NAME_LENGTH letters. @attempt 0 gives the first name, 1 the beginning
 * of the whole name, and each later one the first letters, "…" and a part that lies further back in
 * the name. Returns: (transfer full). */
static char *
shorten (const char *name, int attempt)
{
  if (attempt < 2) {
    g_autofree char *part = g_strndup (name, attempt == 0 ? strcspn (name, " ") : strlen (name));
    return text_cut (part, NAME_LENGTH);
  }
  glong length = g_utf8_strlen (name, -1);
  glong from = MIN (length, NAME_BEGINNING + attempt - 1);
  glong until = MIN (length, from + NAME_LENGTH - NAME_BEGINNING - 1);
  g_autofree char *start = g_utf8_substring (name, 0, MIN (length, NAME_BEGINNING));
  g_autofree char *part = g_utf8_substring (name, from, until);
  return g_strconcat (start, "…", part, NULL);
}

static char *
shorten_folded (const char *name, int attempt)
{
  g_autofree char *part = shorten (name, attempt);
  return g_utf8_casefold (part, -1);
}

/* The table in AlertPeople.short_names for @attempt. It is made if it does not exist yet. Returns:
 * (transfer none) (element-type utf8 utf8). */
static GHashTable *
short_names (AlertPeople *people, int attempt)
{
  if ((guint)attempt < people->short_names->len)
    return people->short_names->pdata[attempt];
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < people->patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (people->patients, i);
    char *folded = shorten_folded (patient->name, attempt);
    const char *other = g_hash_table_lookup (names, folded);
    gboolean shared = other != NULL && !g_str_equal (other, patient->name);
    g_hash_table_replace (names, folded, (gpointer)(shared ? "" : patient->name));
  }
  g_ptr_array_add (people->short_names, names);
  return names;
}

char *
alert_people_short_name (AlertPeople *people, const char *name)
{
  glong length = g_utf8_strlen (name, -1);
  if (people->patients->len < 2)
    return NULL;
  for (int attempt = 0; attempt < length; attempt++) {
    g_autofree char *folded = shorten_folded (name, attempt);
    const char *who = g_hash_table_lookup (short_names (people, attempt), folded);
    if (who == NULL || g_str_equal (who, name))
      return shorten (name, attempt);
  }
  return shorten (name, 0);
}
