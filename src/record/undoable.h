/* undoable.h: whether undo would take back a certain command, so that a message may propose it. */
#pragma once

#include <regimen/course.h>
#include <regimen/session.h>

/**
 * undoable_stop: whether "regimen undo HANDLE", typed at the time of the session, would take back
 * that @course was stopped, without asking anything: stopping it was the last command about it, and
 * undo would not refuse. To be called inside a change.
 * @zone: the patient's.
 */
gboolean undoable_stop (const RgmSession *session, const RgmCourse *course, const RgmZone *zone);

/* The command that takes back the last command about @course if that logged one of its doses, and
 * was about no other course. Returns: (transfer full) (nullable): as it is typed; NULL if the last
 * command was another one. */
char *undoable_log_typed (const RgmSession *session, const RgmCourse *course);
