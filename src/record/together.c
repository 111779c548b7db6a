/* together.c: checks whether a medicine may be active beside those that the patient already has.
 * This is for a course that is added, and for one that had ended and becomes active again, for
 * example by an undo. */
#include "record/together.h"

#include "base/i18n.h"
#include "base/text.h"
#include "catalog/brand.h"
#include "model/safety.h"

const char *
together_class (const RgmCatalog *catalog, const char *name, const char *class_key)
{
  const char *known
    = g_str_equal (class_key, RGM_CLASS_CUSTOM) ? catalog_class_of (catalog, name) : NULL;

  return known != NULL ? known : class_key;
}

/* What to call the medicine @name in a message. If @name is that of a product, what the product is
 * and the source of that follow in brackets. Returns: (transfer full). */
static char *
describe (const RgmCatalog *catalog, const char *name)
{
  const char *product;
  const RgmBrand *brand = rgm_catalog_brand (catalog, name, &product);

  if (brand == NULL)
    return g_strdup (name);
  const RgmSource *source = rgm_catalog_source (catalog, brand->source);
  return g_strdup_printf (_ ("%s [%s: \"%s\", %s]"), product, brand->is, source->title,
                          source->publisher);
}

static gboolean
goes_on (const RgmCourse *course, const RgmZone *zone, RgmInstant now)
{
  RgmCourseState state = rgm_course_state (course, zone, now);

  return state == RGM_COURSE_ACTIVE || state == RGM_COURSE_PAUSED;
}

/* The active and the paused courses of the patient other than that of @medicine. In each, the class
 * is replaced by that of together_class(), and the name by that of describe(). */
static GPtrArray *
active_courses (const RgmSession *session, const TogetherMedicine *medicine, const RgmZone *zone,
                GError **error)
{
  RgmCourseQuery open = { .patient_id = medicine->patient_id,
                          .now = session->now,
                          .since = RGM_INSTANT_NONE,
                          .ended_since = RGM_INSTANT_NONE };
  GPtrArray *courses = rgm_store_courses (session->store, &open, error);

  for (guint i = courses != NULL ? courses->len : 0; i-- > 0;) {
    RgmCourse *course = g_ptr_array_index (courses, i);
    g_autofree char *class_key = course->treatment_class, *name = course->treatment_name;

    course->treatment_class = g_strdup (together_class (session->catalog, name, class_key));
    course->treatment_name = describe (session->catalog, name);
    if (course->id == medicine->course_id || !goes_on (course, zone, session->now))
      g_ptr_array_remove_index (courses, i);
  }
  return courses;
}

/* Whether @course is a course of the medicine that is called @described. Visits and courses of
 * radiation do not count: two of them may well have the same name. */
static gboolean
is_same (const RgmCourse *course, const char *described)
{
  g_autofree char *one = text_fold (course->treatment_name), *other = text_fold (described);
  RgmScheduleKind kind = rgm_course_schedule (course)->kind;

  return kind != RGM_SCHEDULE_ONCE && kind != RGM_SCHEDULE_FRACTIONS && g_str_equal (one, other);
}

/* Refuses @medicine if one of the @active courses is of the same medicine. */
static gboolean
check_same (const GPtrArray *active, const TogetherMedicine *medicine, const char *described,
            GError **error)
{
  for (guint i = 0; i < active->len; i++) {
    const RgmCourse *course = g_ptr_array_index (active, i);
    g_autofree char *schedule = NULL;

    if (!is_same (course, described))
      continue;
    schedule = rgm_schedule_describe (rgm_course_schedule (course), rgm_unit_words (course->unit),
                                      rgm_unit_words (course->units));
    g_set_error (error, RGM_ERROR, RGM_ERROR_REFUSED,
                 _ ("%s is on record already: the course %s is active, %s. Two courses would both "
                    "remind you of it (this program's own rule). To change the one on record: "
                    "regimen change %s. Is this meant to be a second course?"),
                 medicine->name, course->handle, schedule, course->handle);
    return FALSE;
  }
  return TRUE;
}

gboolean
together_check (const RgmSession *session, const TogetherMedicine *medicine, const RgmZone *zone,
                char **overridden, GError **error)
{
  const RgmCatalog *catalog = session->catalog;
  g_autoptr (GPtrArray) active = active_courses (session, medicine, zone, error);
  const char *class_key = together_class (catalog, medicine->name, medicine->class_key);
  g_autofree char *described = describe (catalog, medicine->name);
  GError *refusal = NULL;

  if (active == NULL)
    return FALSE;
  if (safety_check_together (described, class_key, active, rgm_catalog_treatments (catalog),
                             catalog_sources (catalog), &refusal))
    check_same (active, medicine, described, &refusal);
  return writing_accept_refusal (session, refusal, overridden, error);
}

gboolean
together_check_awake (const RgmSession *session, const RgmCourse *before, const RgmCourse *coming,
                      const RgmZone *zone, char **overridden, GError **error)
{
  RgmInstant now = session->now;
  const TogetherMedicine medicine = { .patient_id = before->patient_id,
                                      .course_id = before->id,
                                      .name = before->treatment_name,
                                      .class_key = before->treatment_class };

  return session->catalog == NULL || rgm_course_state (before, zone, now) != RGM_COURSE_COMPLETED
         || rgm_course_state (coming, zone, now) == RGM_COURSE_COMPLETED
         || together_check (session, &medicine, zone, overridden, error);
}

gboolean
together_check_back (const RgmSession *session, const RgmCourse *was, const RgmCourse *course,
                     const RgmZone *zone, char **overridden, GError **error)
{
  const TogetherMedicine medicine = { .patient_id = course->patient_id,
                                      .course_id = course->id,
                                      .name = course->treatment_name,
                                      .class_key = course->treatment_class };

  return session->catalog == NULL || (was != NULL && goes_on (was, zone, session->now))
         || !goes_on (course, zone, session->now)
         || together_check (session, &medicine, zone, overridden, error);
}
