#include <regimen/record.h>
#include <regimen/text.h>
#include <string.h>

#include "base/i18n.h"
#include "record/snapshot.h"
#include "record/titles.h"

static gboolean
same_name (const char *a, const char *b)
{
  g_autofree char *left = g_utf8_casefold (a, -1);
  g_autofree char *right = g_utf8_casefold (b, -1);

  return g_str_equal (left, right);
}

static gboolean
begins_with (const char *name, const char *prefix)
{
  g_autofree char *whole = g_utf8_casefold (name, -1);
  g_autofree char *start = g_utf8_casefold (prefix, -1);

  return start[0] != '\0' && g_str_has_prefix (whole, start);
}

static char *
list_names (const GPtrArray *patients)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < patients->len; i++)
    g_string_append_printf (out, "%s%s", i == 0 ? "" : ", ",
                            ((RgmPatient *)g_ptr_array_index (patients, i))->name);
  return g_string_free (out, FALSE);
}

/* The index of the patient named @typed, or of the only one whose name begins with it; -1: none,
 * -2: several. */
static int
find_named (const GPtrArray *patients, const char *typed)
{
  int found = -1;

  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    if (same_name (patient->name, typed))
      return (int)i;
    if (begins_with (patient->name, typed))
      found = found == -1 ? (int)i : -2;
  }
  return found;
}

static int
choose (const GPtrArray *patients, const char *typed, GError **error)
{
  g_autofree char *names = list_names (patients);
  int found = typed != NULL ? find_named (patients, typed) : patients->len == 1 ? 0 : -2;

  if (found >= 0)
    return found;
  if (typed == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("whose? say --patient NAME with one of: %s"),
                 names);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("%s \"%s\"; there are: %s"),
                 found == -2 ? _ ("more than one patient could be") : _ ("no patient"), typed,
                 names);
  return -1;
}

RgmPatient *
rgm_session_patient (const RgmSession *session, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (session->store, error);
  int index;

  if (patients == NULL)
    return NULL;
  if (patients->len == 0) {
    if (session->patient != NULL)
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("no patient \"%s\": nobody has been added yet (regimen patient add)"),
                   session->patient);
    return NULL;
  }
  index = choose (patients, session->patient, error);
  return index < 0 ? NULL : g_ptr_array_steal_index (patients, (guint)index);
}

static gboolean
check_patient (const char *name, const char *zone, GError **error)
{
  if (name != NULL && (!rgm_text_check (_ ("name"), name, error)))
    return FALSE;
  if (name != NULL && name[strspn (name, " ")] == '\0') {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("a patient needs a name"));
    return FALSE;
  }
  return zone == NULL || rgm_zone_get (zone, error) != NULL;
}

RgmPatient *
rgm_record_patient_added (const RgmSession *session, const char *name, const char *zone,
                          GError **error)
{
  g_autoptr (RgmTransaction) change = NULL;
  g_autoptr (GHashTable) titles = NULL;
  g_autoptr (RgmPatient) added = NULL;
  gint64 id;

  if (!check_patient (name, zone, error))
    return NULL;
  change = rgm_store_begin (session->store, "patient add", session->now, error);
  titles = change != NULL ? titles_take (session->store, error) : NULL;
  id = titles != NULL ? rgm_store_add_patient (session->store, name, zone, error) : 0;
  if (id == 0 || !titles_settle (session, titles, error))
    return NULL;
  added = rgm_store_patient (session->store, id, error);
  return added != NULL && rgm_store_commit (change, error) ? g_steal_pointer (&added) : NULL;
}

/* Another zone or another closed day moves what is planned. */
RgmPatient *
rgm_record_patient_set (const RgmSession *session, gint64 id, const char *name, const char *zone,
                        const GArray *closed, GError **error)
{
  RgmStore *store = session->store;
  g_autoptr (RgmTransaction) change = NULL;
  g_autoptr (GArray) ids = NULL, before = NULL;
  g_autoptr (GHashTable) titles = NULL;
  g_autoptr (RgmPatient) patient = NULL;

  if (!check_patient (name, zone, error))
    return NULL;
  change = rgm_store_begin (store, "patient set", session->now, error);
  ids = change != NULL ? snapshot_ids_of (store, id, error) : NULL;
  before = ids != NULL ? snapshot_take (store, ids, error) : NULL;
  titles = before != NULL ? titles_take (store, error) : NULL;
  if (titles == NULL || !rgm_store_set_patient (store, id, name, zone, closed, error)
      || !snapshot_settle (session, before, error) || !titles_settle (session, titles, error))
    return NULL;
  patient = rgm_store_patient (store, id, error);
  return patient != NULL && rgm_store_commit (change, error) ? g_steal_pointer (&patient) : NULL;
}
