/* fuzz.h: what the fuzzers share. Each of them is one function that takes any bytes; libFuzzer
 * calls it, or corpus.c does, which plays a folder of examples and random changes of them. */
#pragma once

#include <regimen/error.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t length);

/* A parser that did not succeed says why, and one that did says nothing. @error: (inout): as the
 * parser left it. */
void fuzz_check_answer (gboolean done, GError **error);

/* The bytes up to the first NUL, and not more than @most of them. Returns: (transfer full). */
char *fuzz_text (const guint8 *data, size_t length, size_t most);

/* A folder of this process in memory, made at the first call. It is removed when the process ends
 * well. Returns: (transfer none). */
const char *fuzz_folder (void);

/* Writes @data to the file @name in that folder. Returns: (transfer none): its path, until the next
 * call. */
const char *fuzz_write (const char *name, const void *data, size_t length);
