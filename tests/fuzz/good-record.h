/* good-record.h: the record that fuzzers of files change. */
#pragma once

#include <glib.h>

/* Runs the command @line, whose words are between tabs, on the record @path. A command that fails
 * says why. Returns: whether it succeeded. */
gboolean good_record_run (const char *path, const char *line);

/* Whether the input is a list of changes to something good, which begins with "CHANGE"; then @data
 * and @length (inout) are those of the list. */
gboolean good_record_changes (const guint8 **data, size_t *length);

/* Makes the record at the first call. Returns: (transfer none): its path. */
const char *good_record (void);

/* Returns: (transfer full): the content of a file. */
GBytes *good_record_read (const char *path);
