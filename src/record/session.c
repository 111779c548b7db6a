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

static RgmPatient *
load_patient (RgmStore *store, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (store, error);

  for (guint i = 0; patients != NULL && i < patients->len; i++)
    if (((RgmPatient *)g_ptr_array_index (patients, i))->id == id)
      return g_ptr_array_steal_index (patients, i);
  if (patients != NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_CONFLICT, _ ("that patient is not on record"));
  return NULL;
}

static gint64
add_inside (const RgmSession *session, const char *name, const char *zone, GError **error)
{
  g_autoptr (GHashTable) before = titles_take (session->store, error);
  gint64 id = before != NULL ? rgm_store_add_patient (session->store, name, zone, error) : 0;

  return id != 0 && titles_settle (session, before, error) ? id : 0;
}

RgmPatient *
rgm_record_patient_added (const RgmSession *session, const char *name, const char *zone,
                          GError **error)
{
  gint64 id;

  if (!check_patient (name, zone, error)
      || !rgm_store_begin (session->store, "patient add", session->now, error))
    return NULL;
  id = add_inside (session, name, zone, error);
  if (id == 0 || !rgm_store_commit (session->store, error)) {
    rgm_store_rollback (session->store);
    return NULL;
  }
  return load_patient (session->store, id, error);
}

/* Another zone or another closed day moves what is planned. */
static gboolean
set_inside (const RgmSession *session, gint64 id, const char *name, const char *zone,
            const GArray *closed, GError **error)
{
  g_autoptr (GArray) ids = snapshot_ids_of (session->store, id, error);
  g_autoptr (GArray) before = ids != NULL ? snapshot_take (session->store, ids, error) : NULL;
  g_autoptr (GHashTable) titles = before != NULL ? titles_take (session->store, error) : NULL;

  return titles != NULL && rgm_store_set_patient (session->store, id, name, zone, closed, error)
         && snapshot_settle (session, before, error) && titles_settle (session, titles, error);
}

RgmPatient *
rgm_record_patient_set (const RgmSession *session, gint64 id, const char *name, const char *zone,
                        const GArray *closed, GError **error)
{
  if (!check_patient (name, zone, error)
      || !rgm_store_begin (session->store, "patient set", session->now, error))
    return NULL;
  if (!set_inside (session, id, name, zone, closed, error)
      || !rgm_store_commit (session->store, error)) {
    rgm_store_rollback (session->store);
    return NULL;
  }
  return load_patient (session->store, id, error);
}
