/* zone-names.h: the files and the names of time zones. */
#pragma once

#include <glib.h>

/* The path of the file @name of the tz database: in $TZDIR, else in /usr/share/zoneinfo. Returns:
 * (transfer full). */
char *zone_path (const char *name);

/* Reads the file at @path, if it is a regular file of at most 256 kB. */
gboolean zone_read_file (const char *path, char **bytes, gsize *size);

/* The text of the file @file in src/base/data. Returns: (transfer none). */
const char *zone_built_in (const char *file);

/* @text in the form in which names are compared: "new_york" for "New York", "zurich" for "Zürich".
 * @text: UTF-8. Returns: (transfer full). */
char *zone_fold (const char *text);

/* Whether @name looks like a name of the tz database, and not like one of the files beside the
 * zones. */
gboolean zone_is_identifier (const char *name);

/**
 * zone_same_names: @name and all other names of that zone, today's names before former ones, by the
 * links of the tz database on this machine and by those that are built in: tz renames zones
 * (Asia/Calcutta became Asia/Kolkata), and some systems leave out the files of the former names
 * (Debian since version 13).
 * Returns: (transfer container) (element-type utf8): @name is borrowed.
 */
GPtrArray *zone_same_names (const char *name);

/* The name that @name has today; @name itself if it was not renamed. Returns: (transfer none). */
const char *zone_name_today (const char *name);

/* The names of all zone files of this machine, and of all links. Some of them may not be zones.
 * Returns: (transfer full) (element-type utf8). */
GPtrArray *zone_all_names (void);

/* The names of the zones that can be meant by @abbreviation ("EST", in either letter case),
 * separated by ", ". Returns: (transfer full) (nullable): NULL if it is not a known
 * abbreviation. */
char *zone_meant_by (const char *abbreviation);

/**
 * zone_names_of_country: the zones of a country, the largest first. If only one of them lies wholly
 * or mainly in the country, only that one: Germany's second zone is that of one village.
 * @typed: UTF-8: the name of the country ("Germany", "UK"), or its ISO 3166-1 code in capitals
 * ("DE").
 * Returns: (transfer full) (element-type utf8): empty if @typed is not a country, or if this
 * machine lacks the tables.
 */
GPtrArray *zone_names_of_country (const char *typed);
