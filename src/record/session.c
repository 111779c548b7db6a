/* session.c: finds out which patient a command is about. */
#include <regimen/session.h>

#include "base/i18n.h"
#include "base/text.h"
#include "store/patient.h"

/* The index of the patient named @typed, or of the only one whose name begins with it; -1: none,
 * -2: several. */
static int
find_named (const GPtrArray *patients, const char *typed)
{
  g_autofree char *wanted = text_fold (typed);
  int found = -1;

  for (guint i = 0; i < patients->len; i++) {
    const RgmPatient *patient = g_ptr_array_index (patients, i);
    g_autofree char *name = text_fold (patient->name);
    if (g_str_equal (name, wanted))
      return (int)i;
    if (wanted[0] != '\0' && g_str_has_prefix (name, wanted))
      found = found == -1 ? (int)i : -2;
  }
  return found;
}

/* The index of the patient who is meant if none is named: the only one, or the default; -2 if there
 * is none. */
static int
find_default (const GPtrArray *patients)
{
  for (guint i = 0; i < patients->len; i++)
    if (patients->len == 1 || ((const RgmPatient *)g_ptr_array_index (patients, i))->is_default)
      return (int)i;
  return -2;
}

gboolean
rgm_session_is_open (const RgmSession *session, const GPtrArray *patients)
{
  return session->patient == NULL && patients->len > 1 && find_default (patients) == -2;
}

/* Whether @typed, which is nobody's name, means everybody. */
static gboolean
means_everybody (const char *typed)
{
  static const char *const words[] = { "all", "both", "everyone", "everybody", NULL };
  g_autofree char *folded = text_fold (typed);

  return g_strv_contains (words, folded);
}

/* Finds the person who was named exactly, or who is the default. Most commands need no more than
 * that, so the others are not read. @patient: (out) (transfer full) (nullable). */
static gboolean
find_quickly (const RgmSession *session, RgmPatient **patient, GError **error)
{
  gint64 id = 0;

  *patient = NULL;
  if (session->patient != NULL)
    return store_patient_named (session->store, session->patient, patient, error);
  if (!store_usual_patient (session->store, &id, error))
    return FALSE;
  if (id != 0)
    *patient = rgm_store_patient (session->store, id, error);
  return id == 0 || *patient != NULL;
}

/* Finds the person who is meant among all who are on record. */
static RgmPatient *
find_among_all (const RgmSession *session, GError **error)
{
  g_autoptr (GPtrArray) patients = rgm_store_patients (session->store, error);
  g_autoptr (GString) names = g_string_new (NULL);
  const char *typed = session->patient;
  int found;

  if (patients == NULL)
    return NULL;
  if (patients->len == 0) {
    if (typed != NULL)
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("no patient \"%s\": nobody has been added yet; a person is added like this: "
                      "regimen patient add NAME"),
                   typed);
    return NULL;
  }
  found = typed != NULL ? find_named (patients, typed) : find_default (patients);
  if (found >= 0)
    return g_ptr_array_steal_index (patients, (guint)found);
  for (guint i = 0; i < patients->len; i++)
    g_string_append_printf (names, "%s%s", i == 0 ? "" : ", ",
                            ((const RgmPatient *)patients->pdata[i])->name);
  if (typed == NULL)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("whose? several people are on record; add --patient NAME with one of: %s; "
                    "\"regimen patient default NAME\" sets who is meant without it"),
                 names->str);
  else if (found == -2)
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("more than one patient could be \"%s\"; there are: %s"), typed, names->str);
  else if (means_everybody (typed))
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("no patient \"%s\"; --patient takes one of: %s; for everybody, use \"regimen "
                    "agenda --all-patients\"; month, list and history have that option too"),
                 typed, names->str);
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, _ ("no patient \"%s\"; there are: %s"), typed,
                 names->str);
  return NULL;
}

RgmPatient *
rgm_session_patient (const RgmSession *session, GError **error)
{
  RgmPatient *patient;

  if (!find_quickly (session, &patient, error))
    return NULL;
  return patient != NULL ? patient : find_among_all (session, error);
}
