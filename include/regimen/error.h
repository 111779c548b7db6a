/* error.h: what can go wrong, and the exit status for each error. */
#pragma once

#include <glib.h>
#include <regimen/visibility.h>

RGM_BEGIN_DECLS

/**
 * RgmError: the reasons why a call can fail. Every message is one line without a final newline or a
 * leading "regimen:"; it names the wrong value and says what would be accepted.
 */
typedef enum {
  RGM_ERROR_USAGE,    /* a word, number or date that is not accepted, or an unknown name */
  RGM_ERROR_REFUSED,  /* a safety check refused it; the caller may repeat the call with "anyway" */
  RGM_ERROR_CONFLICT, /* the record already says otherwise, e.g. this dose was already given */
  RGM_ERROR_STORE,    /* the database could not be read or written: full disk, read-only, busy */
  RGM_ERROR_FOREIGN,  /* the file is not a regimen database */
  RGM_ERROR_NEWER,    /* the database was written by a newer regimen */
  RGM_ERROR_DAMAGED,  /* the database, or a row of the record, is not as it was written */
  RGM_ERROR_CATALOG,  /* a catalog file has a mistake; the message has file and line */
  RGM_ERROR_SETTINGS, /* the settings file has a mistake; the message has file and line */
  RGM_ERROR_CALENDAR, /* a calendar could not be made or read, or there is nothing to export */
  RGM_ERROR_NOTIFY,   /* no notification could be shown */
  RGM_ERROR_SERVER,   /* the calendar server refuses, or its answer is not a valid one */
  /* this system does not have (or no longer has) this time zone; no other is guessed */
  RGM_ERROR_ZONE,
  RGM_ERROR_AWAY, /* the calendar server is away or busy; the same call may succeed later */
  /* a product that is not in the catalog; "anyway" does not help, the message says what to type */
  RGM_ERROR_OTHER_PRODUCT,
} RgmError;

#define RGM_ERROR (rgm_error_quark ())
GQuark rgm_error_quark (void);

/**
 * rgm_error_exit_status: the exit status of a command that ends with @error.
 * @error: (nullable): any GError; NULL means success.
 *
 * Returns: 0 for NULL; 2 for RGM_ERROR_USAGE and every GOptionError; 3 for RGM_ERROR_REFUSED and
 * RGM_ERROR_OTHER_PRODUCT; 1 for all others, including errors of other domains.
 */
int rgm_error_exit_status (const GError *error);

RGM_END_DECLS
