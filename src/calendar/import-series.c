/* import-series.c: finds out what a later version of a series means for the appointments of that
 * series that were attached to doses. */
#include "calendar/import-series.h"

#include "calendar/calendar-event.h"

/* At most this many pairs of appointments are compared, because a hostile file could have billions
 * of them. If a series has more, none of its appointments is matched with a dose. */
#define MOST_PAIRS (1 << 22)
/* More seconds than there can be between two appointments. */
#define VERY_FAR (G_GINT64_CONSTANT (1) << 40)

void
import_append_called_off (GPtrArray *out, const RgmIncoming *event, const RgmInvitation *known)
{
  RgmIncoming *one = rgm_incoming_copy (event);
  one->instance_at = known->instance;
  one->cancelled = TRUE;
  one->excluded = FALSE;
  if (known->instance != RGM_INSTANT_NONE) {
    one->problem = RGM_INCOMING_NO_START;
    one->start = RGM_LOCAL_NONE;
  }
  g_ptr_array_add (out, one);
}

/* ---- matching the appointments of both versions ---- */

/* One appointment of a series, before or after the change. */
typedef struct {
  RgmInstant at; /* the time that the series gives it, even if it was moved; else its own time */
  RgmDay day;
  gboolean cancelled;
  gboolean over;              /* its dose was given or skipped */
  const RgmInvitation *known; /* the attached appointment; NULL: it is one of the file */
  const RgmIncoming *event;   /* the appointment of the file; NULL: it is an attached one */
} Place;

/* How good a match is: more pairs are better; if their number is equal, a smaller distance. */
typedef struct {
  int pairs;
  gint64 distance;
} Score;

static gboolean
is_better (Score a, Score b)
{
  return a.pairs != b.pairs ? a.pairs > b.pairs : a.distance < b.distance;
}

/* Adds the pair of @old and @new to @score. An appointment that was called off before is matched
 * only if there is no other one. Returns: FALSE if they cannot be the same appointment. */
static gboolean
add_pair (Score *score, const Place *old, const Place *new)
{
  if (old->over && old->day != new->day)
    return FALSE;
  score->pairs++;
  score->distance += ABS (old->at - new->at) + (old->cancelled && !new->cancelled ? VERY_FAR : 0);
  return TRUE;
}

/* Finds the best match of @old with @new that keeps the order of both. BEST(i, j) is the score of
 * the best match between the appointments from the i-th of @old on and those from the j-th of @new
 * on. @old, @new: of Place, by time. @matched: gets, for each event of @new that has a partner, the
 * instance of that attached appointment. */
static void
match (const GArray *old, const GArray *new, GHashTable *matched)
{
  guint width = new->len + 1, i, j;
  g_autofree Score *best = g_new0 (Score, (gsize)(old->len + 1) * width);
#define BEST(i, j) best[(gsize)(i)*width + (j)]
  for (i = old->len; i-- > 0;)
    for (j = new->len; j-- > 0;) {
      Score pair = BEST (i + 1, j + 1), skip_old = BEST (i + 1, j), skip_new = BEST (i, j + 1);
      BEST (i, j) = is_better (skip_old, skip_new) ? skip_old : skip_new;
      if (add_pair (&pair, &g_array_index (old, Place, i), &g_array_index (new, Place, j))
          && !is_better (BEST (i, j), pair))
        BEST (i, j) = pair;
    }
  for (i = 0, j = 0; i < old->len && j < new->len;) {
    const Place *one = &g_array_index (old, Place, i), *other = &g_array_index (new, Place, j);
    Score pair = BEST (i + 1, j + 1);
    if (add_pair (&pair, one, other) && !is_better (BEST (i, j), pair)) {
      g_hash_table_insert (matched, (gpointer)other->event,
                           g_memdup2 (&one->known->instance, sizeof one->known->instance));
      i++;
      j++;
    } else if (is_better (BEST (i, j), BEST (i + 1, j)))
      j++;
    else
      i++;
  }
#undef BEST
}

/* ---- collecting both versions ---- */

static gint
by_time (gconstpointer a, gconstpointer b)
{
  const Place *left = a, *right = b;
  return (left->at > right->at) - (left->at < right->at);
}

/* Whether the dose of @known was given or skipped. @over: (out). */
static gboolean
dose_is_over (ImportComparison *comparison, const RgmInvitation *known, gboolean *over,
              GError **error)
{
  const RgmCourse *course = import_course (comparison, known->course_id, error);
  guint index = (guint)known->dose - 1;
  *over = FALSE;
  if (course == NULL)
    return FALSE;
  const RgmPatient *patient = calendar_patient (comparison->import->patients, course->patient_id);
  const RgmZone *zone = patient != NULL ? rgm_patient_zone (patient, NULL) : NULL;
  if (zone == NULL)
    return TRUE;
  const ImportKnown *doses = import_known (comparison, course, zone, error);
  if (doses != NULL && index < doses->doses->len) {
    RgmDoseState state = g_array_index (doses->doses, RgmDose, index).state;
    *over = state == RGM_DOSE_GIVEN || state == RGM_DOSE_SKIPPED;
  }
  return doses != NULL;
}

/* The attached appointments @known, by time. Returns: (transfer full): NULL with @error set if the
 * record could not be read. */
static GArray *
old_places (ImportComparison *comparison, const GPtrArray *known, const RgmZone *zone,
            GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, TRUE, sizeof (Place));
  for (guint i = 0; i < known->len; i++) {
    const RgmInvitation *each = g_ptr_array_index (known, i);
    Place place = { .at = each->instance != RGM_INSTANT_NONE ? each->instance : each->at,
                    .cancelled = each->cancelled,
                    .known = each };
    place.day = rgm_zone_day (zone, place.at);
    if (!dose_is_over (comparison, each, &place.over, error))
      return NULL;
    g_array_append_val (places, place);
  }
  g_array_sort (places, by_time);
  return g_steal_pointer (&places);
}

/* The appointments of the file, from @first on, by time. Leaves out events that cannot be used.
 * Returns: (transfer full) (element-type Place). */
static GArray *
new_places (const GPtrArray *events, guint first, const RgmZone *zone)
{
  GArray *places = g_array_new (FALSE, TRUE, sizeof (Place));
  for (guint i = first; i < events->len; i++) {
    const RgmIncoming *event = g_ptr_array_index (events, i);
    Place place = { .at = event->instance_at, .cancelled = event->cancelled, .event = event };
    RgmIncomingTime time;
    if (event->problem != RGM_INCOMING_FINE)
      continue;
    if (place.at == RGM_INSTANT_NONE) {
      if (!rgm_incoming_time (event, zone, &time, NULL))
        continue;
      place.at = time.at;
    }
    place.day = rgm_zone_day (zone, place.at);
    g_array_append_val (places, place);
  }
  g_array_sort (places, by_time);
  return places;
}

/* The event in @places that stands for the whole series: one without RECURRENCE-ID. NULL if there
 * is none. Also NULL if several events do not repeat: they are no series, but versions of one
 * appointment, or several appointments. */
static const RgmIncoming *
find_whole (const GArray *places)
{
  const RgmIncoming *whole = NULL;
  int single = 0;
  for (guint i = 0; i < places->len; i++) {
    const RgmIncoming *event = g_array_index (places, Place, i).event;
    single += event->instance_at == RGM_INSTANT_NONE;
    if (event->instance.day == RGM_NO_DAY && (whole == NULL || whole->excluded))
      whole = event;
  }
  return single < 2 ? whole : NULL;
}

/* ---- what the later version means ---- */

/* Whether the appointments @known, which were attached before, are to be compared with a series:
 * one of them was part of a series, or their event @whole is part of one now. */
static gboolean
is_series (const GPtrArray *known, const RgmIncoming *whole)
{
  for (guint i = 0; i < known->len; i++)
    if (((const RgmInvitation *)g_ptr_array_index (known, i))->instance != RGM_INSTANT_NONE)
      return TRUE;
  return known->len > 0 && whole->instance_at != RGM_INSTANT_NONE;
}

/* Replaces the appointments of the series at the end of @events by @known, all called off. */
static void
call_off_all (GPtrArray *events, guint first, const RgmIncoming *whole, const GPtrArray *known)
{
  g_autoptr (RgmIncoming) one = rgm_incoming_copy (whole);
  for (guint i = events->len; i-- > first;)
    if (((const RgmIncoming *)g_ptr_array_index (events, i))->problem == RGM_INCOMING_FINE)
      g_ptr_array_remove_index (events, i);
  for (guint i = 0; i < known->len; i++)
    import_append_called_off (events, one, g_ptr_array_index (known, i));
}

/* Appends to @events, as called off, those of @known that are still to come and have no later
 * version among the events from @first on. */
static void
call_off_dropped (const ImportComparison *comparison, GPtrArray *events, guint first,
                  const RgmIncoming *whole, const GPtrArray *known)
{
  g_autoptr (GHashTable) has = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = first; i < events->len; i++) {
    RgmIncoming *event = g_ptr_array_index (events, i);
    RgmInstant *instance = &event->instance_at;
    if (event->problem == RGM_INCOMING_FINE)
      instance = g_hash_table_lookup (comparison->matched, event);
    if (instance != NULL)
      g_hash_table_add (has, instance);
  }
  for (guint i = 0; i < known->len; i++) {
    const RgmInvitation *each = g_ptr_array_index (known, i);
    if (each->at >= comparison->session->now && !g_hash_table_contains (has, &each->instance))
      import_append_called_off (events, whole, each);
  }
}

/* Removes the appointments that the series leaves out (EXDATE) and that were not attached. */
static void
remove_left_out (const ImportComparison *comparison, GPtrArray *events, guint first)
{
  for (guint i = events->len; i-- > first;) {
    const RgmIncoming *event = g_ptr_array_index (events, i);
    if (event->excluded && event->problem == RGM_INCOMING_FINE
        && g_hash_table_lookup (comparison->matched, event) == NULL) {
      g_hash_table_remove (comparison->matched, event);
      g_ptr_array_remove_index (events, i);
    }
  }
}

gboolean
import_take_series (ImportComparison *comparison, GPtrArray *events, guint first, GError **error)
{
  const RgmZone *zone = import_home (comparison);
  g_autoptr (GArray) new = new_places (events, first, zone);
  const RgmIncoming *whole = find_whole (new);
  if (whole == NULL || *whole->uid == '\0' || import_is_own (whole->uid))
    return TRUE;
  g_autoptr (GPtrArray) known = store_invitations (comparison->session->store, whole->uid, error);
  if (known == NULL)
    return FALSE;
  if (!is_series (known, whole))
    return TRUE;
  if (whole->cancelled && !whole->excluded) {
    call_off_all (events, first, whole, known);
    return TRUE;
  }
  g_autoptr (GArray) old = old_places (comparison, known, zone, error);
  if (old == NULL)
    return FALSE;
  for (guint i = 0; i < new->len; i++)
    g_hash_table_insert (comparison->matched, (gpointer)g_array_index (new, Place, i).event, NULL);
  if ((gint64)(old->len + 1) * (new->len + 1) <= MOST_PAIRS) {
    match (old, new, comparison->matched);
    call_off_dropped (comparison, events, first, whole, known);
  }
  remove_left_out (comparison, events, first);
  return TRUE;
}
