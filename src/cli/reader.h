/* reader.h: regimen-read-calendar, the process without rights that reads what may be hostile. */
#pragma once

#include <regimen/regimen.h>

#define CLI_READER_SECONDS 5

typedef enum {
  CLI_READER_NOT_STARTED, /* with an error */
  CLI_READER_WHOLE,       /* it read all, and ended well */
  CLI_READER_DIED,        /* it did not, or reached the limit of memory */
  CLI_READER_LATE,        /* it was ended because it took too long */
} CliReaderEnd;

/* CLI_READER_SECONDS from now, by the monotonic clock, in microseconds. */
gint64 cli_reader_until (void);

/* What it gets with "objects". For each of them it writes the length of what it found, 32 bits in
 * the order of this machine, and that, of RGM_ICAL_OBJECT_TYPE; 0: it cannot be read. */
#define CLI_READER_TEXTS G_VARIANT_TYPE ("as")

/**
 * cli_reader_run: gives it @bytes, and appends what it writes to @answer, which may be anything:
 * it may have been taken over by what it read.
 * @what: (nullable): what the bytes are: NULL: a calendar file, of which rgm_incoming_read() reads
 * the answer; "objects": calendar objects of a server.
 * @until: when it has to be done.
 */
CliReaderEnd cli_reader_run (const char *what, const GString *bytes, gint64 until, GString *answer,
                             GError **error);
