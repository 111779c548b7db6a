/* calendar-rows.h: what the store keeps about calendars: appointments that were not made by
 * regimen, files that are kept equal to the record, and the calendar on a server. */
#pragma once

#include <regimen/event.h>
#include <regimen/store.h>

/* ---- appointments that were not made by regimen ---- */

/* The appointment of somebody else's calendar that is the appointment of a dose, as it was when it
 * was last looked at. */
typedef struct {
  gint64 course_id;
  int dose;
  char *uid;
  RgmInstant instance; /* when the rule of its series has it; RGM_INSTANT_NONE: no series */
  int sequence;
  RgmInstant changed; /* RGM_INSTANT_NONE: not said */
  RgmInstant at;      /* a whole day: its 00:00 in the patient's zone */
  gboolean cancelled;
} RgmInvitation;
void store_invitation_free (RgmInvitation *invitation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmInvitation, store_invitation_free)

/* Inside a change. */
gboolean store_add_invitation (RgmStore *store, const RgmInvitation *invitation, GError **error);
/* What is known of the appointment @uid: one row, or several if it is a series. Rows of doses that
 * have got another appointment since are left out. Returns: (transfer full) (element-type
 * RgmInvitation). */
GPtrArray *store_invitations (RgmStore *store, const char *uid, GError **error);

/* ---- calendar files that are kept equal to the record. Not part of it; no change needed, a
 * transaction is ---- */
typedef struct {
  char *path;        /* absolute */
  gint64 patient_id; /* 0: of all */
  int days, minutes; /* these and the flags: as in RgmCalendarOptions */
  gboolean private_mode, tablets, lead_events;
  gboolean shared; /* other users may read it */
  /* nullable: the SHA-256 of what is to be in the file, in hexadecimal; after it, with blanks,
   * those of what was there before, because a failure may have left it there */
  char *written;
} RgmKeptFile;
void store_kept_file_free (RgmKeptFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RgmKeptFile, store_kept_file_free)
/* Returns: (transfer full) (element-type RgmKeptFile): by path. */
GPtrArray *store_kept_files (RgmStore *store, GError **error);
/* Adds @file; the same path again gets the options of @file. */
gboolean store_keep_file (RgmStore *store, const RgmKeptFile *file, GError **error);
/* Sets the hashes of the file with that path, if it is kept. */
gboolean
store_set_kept_written (RgmStore *store, const char *path, const char *written, GError **error);
/* @kept: (out): whether it was kept. */
gboolean store_stop_keeping (RgmStore *store, const char *path, gboolean *kept, GError **error);
/* Whether a course with that UUID was ever put on record, also one that was taken back. @has:
 * (out). */
gboolean store_has_course (RgmStore *store, const char *uuid, gboolean *has, GError **error);

/* ---- which calendars were written. Not part of the record; no change needed, a transaction is
 * ---- */

/* A calendar that another program got: of the record as it was after one change, or after each of
 * some. */
typedef struct {
  gint64 first_change, last_change;
  RgmInstant at;     /* RGM_INSTANT_NONE: not known */
  gint64 patient_id; /* 0: of all */
  int days;
  gboolean tablets;
} RgmExport;
/* @change: (out): the one that put the course on record; 0: there is none. */
gboolean store_course_added (RgmStore *store, gint64 course_id, gint64 *change, GError **error);
/* Returns: (transfer full) (element-type RgmExport). */
GArray *store_exports (RgmStore *store, GError **error);
/* @known: (out): whether the same calendar is noted already, and reached as far: its day is the
 * same. */
gboolean
store_export_is_known (RgmStore *store, const RgmExport *export, gboolean *known, GError **error);
gboolean store_note_export (RgmStore *store, const RgmExport *export, GError **error);
/* @change: (out): the last one on record; 0: none. */
gboolean store_last_change (RgmStore *store, gint64 *change, GError **error);

/* The programs that keep something equal to this record. Each is to be run as "NAME refresh --db
 * DATABASE" after a change and when a day begins. Returns: (transfer full): ended by NULL. */
char **store_followers (RgmStore *store, GError **error);

/* ---- a calendar on a server: what is known of it (publish-calendar.h). Not part of the
 * record; writing needs a transaction, no change ---- */
typedef struct {
  char *url;
  gboolean made;           /* the calendar has been seen on the server, with published events */
  RgmInstant succeeded_at; /* the last run after which all was equal; RGM_INSTANT_NONE: never */
  RgmInstant tried_at;     /* RGM_INSTANT_NONE: never */
  char *problem;           /* of the last run, one line; NULL: none */
  gboolean away;           /* the problem may go away by itself: try again later */
  int asks;                /* how many events the user should look at; not written */
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
/* "same", "changed" … */
const char *store_published_state_name (RgmPublishedState state);

/* One event in the calendar on the server, as it was last seen. */
typedef struct {
  char *uid; /* RgmEvent.uid */
  RgmPublishedState state;
  char *etag;          /* nullable: not known */
  int sequence;        /* its SEQUENCE on the server */
  int record_sequence; /* the state of the record from which it was written */
  RgmInstant record_changed;
  RgmEventPrint print;   /* of the event on the server */
  RgmEventPrint base;    /* of the event as regimen last wrote it */
  RgmInstant start;      /* of the event as regimen last wrote it */
  char *theirs;          /* the calendar object on the server if it was changed there; else NULL */
  RgmInstant noticed_at; /* when the difference was noticed; RGM_INSTANT_NONE: it is the same */
  gboolean asks;         /* the user should look at it */
  gboolean mine;         /* the user did: the event is to be overwritten from the record */
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
gboolean store_forget_published (RgmStore *store, const char *uid, GError **error);

/* ---- versions of doses for calendars ---- */
typedef struct {
  int from, to; /* doses; to 0: no end */
  RgmInstant at;
  gint64 change; /* the command that did it */
} RgmDoseChange;
/* Returns: (transfer full) (element-type RgmDoseChange): in the order they were made. */
GArray *store_dose_changes (RgmStore *store, gint64 course_id, GError **error);
/* The SEQUENCE of dose @dose: how many commands of @changes touch it; @at: (out): the last of them,
 * else @fallback. Pure. */
int store_dose_sequence (const GArray *changes, int dose, RgmInstant fallback, RgmInstant *at);
