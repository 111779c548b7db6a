/* alert-walk.h: the alerts of courses that hold now. */
#pragma once

#include "alerts/alert-text.h"

/* The patients of a record, by their id. */
typedef struct {
  GPtrArray *all;    /* of RgmPatient */
  GHashTable *by_id; /* gint64 -> RgmPatient */
} AlertPeople;

gboolean alert_people_read (AlertPeople *people, RgmStore *store, GError **error);
void alert_people_clear (AlertPeople *people);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AlertPeople, alert_people_clear)

typedef struct _AlertWalk AlertWalk;

/* Sees an alert that holds now. */
typedef gboolean (*AlertVisit) (AlertWalk *walk, const AlertSubject *subject, GError **error);

struct _AlertWalk {
  const RgmSession *session;
  const AlertPeople *people;
  AlertVisit visit;
  gpointer data;
  RgmInstant
    next; /* the first moment after now at which what holds may change by the clock alone */
};

/* Has the walk wake up at @moment where that is the next one. */
void alert_walk_wake (AlertWalk *walk, RgmInstant moment);

/* The courses that may have something to say: those with open doses, and those that ended a short
 * while ago. @id: of the only one; 0: all. Returns: (transfer full) (element-type RgmCourse). */
GPtrArray *alert_walk_courses (const RgmSession *session, gint64 id, GError **error);

gboolean alert_walk (AlertWalk *walk, const RgmCourse *course, GError **error);
