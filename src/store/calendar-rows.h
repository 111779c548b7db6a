/* calendar-rows.h: what the store keeps about calendars: appointments that were not made by
 * regimen, files that are kept equal to the record, and the calendar on a server. */
#pragma once

#include <regimen/event.h>
#include <regimen/store.h>

/* ---- appointments that were not made by regimen ---- */

/* An appointment in another person's calendar, for example the clinic's, that was taken over as the
 * appointment of a dose; as it was when regimen last saw it. */
typedef struct {
  gint64 course_id;
  int dose;
  char *uid;
  /* when the rule of its series places it; RGM_INSTANT_NONE: it is not in a series */
  RgmInstant instance;
  int sequence;
  RgmInstant changed; /* when it was last changed; RGM_INSTANT_NONE: its calendar does not say */
  /* when it begins; if it lasts a whole day, at 00:00 of that day in the patient's zone */
  RgmInstant at;
  gboolean cancelled;
  gint64 change; /* only read: the change that put this on record */
} RgmInvitation;
void store_invitation_free (RgmInvitation *invitation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmInvitation, store_invitation_free)

/* Inside a change. */
gboolean store_add_invitation (RgmStore *store, const RgmInvitation *invitation, GError **error);
/* What is known of the appointment @uid: one row, or several if it is a series. Rows of doses that
 * have another appointment by now are left out. Returns: (transfer full) (element-type
 * RgmInvitation). */
GPtrArray *store_invitations (RgmStore *store, const char *uid, GError **error);

/* ---- calendar files that are kept equal to the record. They are not part of it: writing needs a
 * transaction, but no change ---- */
typedef struct {
  char *path;        /* absolute */
  gint64 patient_id; /* 0: all patients */
  int days, minutes; /* these and the flags: as in RgmCalendarOptions */
  gboolean private_mode, tablets, lead_events;
  gboolean shared; /* other users may read it */
  /* nullable: the SHA-256, in hexadecimal, of the content that the file is to have. After it,
   * separated by blanks, come those of earlier contents, which a failure may have left in the
   * file */
  char *written;
} RgmKeptFile;
void store_kept_file_free (RgmKeptFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmKeptFile, store_kept_file_free)
/* Returns: (transfer full) (element-type RgmKeptFile): by path. */
GPtrArray *store_kept_files (RgmStore *store, GError **error);
/* Adds @file. If its path is kept already, the options are replaced. */
gboolean store_keep_file (RgmStore *store, const RgmKeptFile *file, GError **error);
/* Sets the member written of the file @path, if it is kept. */
gboolean
store_set_kept_written (RgmStore *store, const char *path, const char *written, GError **error);
/* Stops keeping the file @path. @kept: (out): whether it was kept. */
gboolean store_stop_keeping (RgmStore *store, const char *path, gboolean *kept, GError **error);
/* Whether a course with that UUID was ever put on record, even if that was taken back. @has:
 * (out). */
gboolean store_has_course (RgmStore *store, const char *uuid, gboolean *has, GError **error);

/* ---- which calendars were written. They are not part of the record: writing needs a transaction,
 * but no change ---- */

/* A calendar that another program got. It showed the record as it was after one of the changes from
 * first_change to last_change. */
typedef struct {
  gint64 first_change, last_change;
  RgmInstant at;     /* RGM_INSTANT_NONE: not known */
  gint64 patient_id; /* 0: all patients */
  int days;
  gboolean tablets;
} RgmExport;
/* @change: (out): the change that put the course on record; 0: there is none. */
gboolean store_course_added (RgmStore *store, gint64 course_id, gint64 *change, GError **error);
/* Returns: (transfer full) (element-type RgmExport). */
GArray *store_exports (RgmStore *store, GError **error);
/* @known: (out): whether an export of the same change with the same options is noted already, on
 * the same day (in UTC): on a later day a calendar reaches further. */
gboolean
store_export_is_known (RgmStore *store, const RgmExport *export, gboolean *known, GError **error);
gboolean store_note_export (RgmStore *store, const RgmExport *export, GError **error);
/* @change: (out): the last change on record; 0: none. */
gboolean store_last_change (RgmStore *store, gint64 *change, GError **error);

/* The programs that keep a calendar equal to this record. Each is to be run as "NAME refresh --db
 * DATABASE" after a change and when a day begins. Returns: (transfer full): ended by NULL. */
char **store_followers (RgmStore *store, GError **error);

/* ---- a calendar on a server: what is known of it (publish-calendar.h). Not part of the record:
 * writing needs a transaction, but no change ---- */
typedef struct {
  char *url;
  gboolean made; /* the calendar has been seen on the server, with published events */
  /* when a run last left the calendar equal to the record; RGM_INSTANT_NONE: never */
  RgmInstant succeeded_at;
  RgmInstant tried_at; /* RGM_INSTANT_NONE: never */
  char *problem;       /* why the last run failed, in one line; NULL: it did not */
  gboolean away;       /* the problem may go away by itself, so it is worth trying again later */
  int asks;            /* how many events the user should look at; only read */
} RgmPublication;
void store_publication_free (RgmPublication *publication);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmPublication, store_publication_free)

typedef enum {
  RGM_PUBLISHED_SAME,    /* as regimen wrote it, on this computer or on another one */
  RGM_PUBLISHED_CHANGED, /* changed on the server, and the record says something else */
  RGM_PUBLISHED_DELETED, /* deleted on the server */
  RGM_PUBLISHED_NEWER,   /* written by another computer, whose record knows more */
  RGM_PUBLISHED_FOREIGN, /* looks like an event of regimen, but is not of this record */
} RgmPublishedState;
/* The name of @state: "same", "changed" … */
const char *store_published_state_name (RgmPublishedState state);

/* One event in the calendar on the server, as it was last seen. */
typedef struct {
  char *uid; /* RgmEvent.uid */
  RgmPublishedState state;
  char *etag;   /* nullable: not known */
  int sequence; /* its SEQUENCE on the server */
  /* the event's SEQUENCE in the record from which it was written; record_changed: when it last
   * changed there */
  int record_sequence;
  RgmInstant record_changed;
  RgmEventPrint print;   /* of the event on the server */
  RgmEventPrint base;    /* of the event as regimen last wrote it */
  RgmInstant start;      /* of the event as regimen last wrote it */
  char *theirs;          /* the calendar object on the server if it was changed there; else NULL */
  RgmInstant noticed_at; /* when the difference was noticed; RGM_INSTANT_NONE: it is the same */
  gboolean asks;         /* the user should look at it */
  /* the hash of the description on record, if the user was asked which description is right; or
   * 0 */
  guint64 told;
  /* the user has looked at it, and the event is to be overwritten from the record */
  gboolean mine;
} RgmPublished;
RgmPublished *store_published_new (const char *uid);
void store_published_free (RgmPublished *published);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmPublished, store_published_free)

/* @publication: (out) (transfer full): NULL if nothing is published. */
gboolean store_publication (RgmStore *store, RgmPublication **publication, GError **error);
gboolean store_set_publication (RgmStore *store, const RgmPublication *publication, GError **error);
/* Forgets the calendar and all that is known of its events. */
gboolean store_clear_publication (RgmStore *store, GError **error);
/* Returns: (transfer full) (element-type RgmPublished): by start, then uid. */
GPtrArray *store_published (RgmStore *store, GError **error);
gboolean store_set_published (RgmStore *store, const RgmPublished *published, GError **error);
/* Notes that the user need not be asked about the event @uid any more, which stays as it is on the
 * server. Does nothing if it is not known as changed. */
gboolean store_settle_published (RgmStore *store, const char *uid, GError **error);
gboolean store_forget_published (RgmStore *store, const char *uid, GError **error);

/* ---- versions of doses for calendars ---- */
typedef struct {
  int from, to; /* the first and last dose that changed; to is 0 if there is no last one */
  RgmInstant at;
  gint64 change; /* the change that did it */
} RgmDoseChange;
/* Returns: (transfer full) (element-type RgmDoseChange): in the order they were made. */
GArray *store_dose_changes (RgmStore *store, gint64 course_id, GError **error);
/* When a command changed dose @dose for the last time after @change. Changes that were taken back
 * do not count, and neither do those that took one back. @at: (out): RGM_INSTANT_NONE: no command
 * did. */
gboolean store_dose_changed_since (RgmStore *store, gint64 course_id, int dose, gint64 change,
                                   RgmInstant *at, GError **error);
/* The SEQUENCE of the event of dose @dose: how many commands in @changes changed the dose. @at:
 * (out): when the last of them did; @fallback if there is none. Pure. */
int store_dose_sequence (const GArray *changes, int dose, RgmInstant fallback, RgmInstant *at);
