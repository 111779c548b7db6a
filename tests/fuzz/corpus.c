/* corpus.c: plays the examples of a folder to a fuzzer without libFuzzer, each as it is, and then
 * random changes of them: corpus FOLDER [SEED [CHANGES]]. */
#include "fuzz.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { USUAL_CHANGES = 3000, MOST_STEPS = 6 };

static GPtrArray *
read_folder (const char *path)
{
  GPtrArray *examples = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    char *content;
    gsize length;
    g_assert_true (g_file_get_contents (file, &content, &length, NULL));
    g_ptr_array_add (examples, g_bytes_new_take (content, length));
  }
  g_assert_cmpuint (examples->len, >, 0);
  return examples;
}

/* What is being played, for the reader of a failure. */
static const guint8 *played;
static gsize played_length;

static void
on_failure (int number)
{
  static const char head[] = "# the input that failed, as \\xNN:\n# ",
                    digits[] = "0123456789abcdef";
  ssize_t written = write (STDERR_FILENO, head, sizeof head - 1);
  for (gsize i = 0; i < played_length && written > 0; i++) {
    const char code[] = { '\\', 'x', digits[played[i] >> 4], digits[played[i] & 15] };
    written = write (STDERR_FILENO, code, sizeof code);
  }
  signal (number, SIG_DFL);
  raise (number);
}

static void
play (const guint8 *data, gsize length)
{
  /* of exactly this length, so that a sanitizer sees each byte that is read beyond it */
  g_autofree guint8 *copy = g_malloc (MAX (length, 1));
  if (length > 0)
    memcpy (copy, data, length);
  played = copy;
  played_length = length;
  g_assert_cmpint (LLVMFuzzerTestOneInput (copy, length), ==, 0);
}

static const GBytes *
any_of (const GPtrArray *examples, GRand *dice)
{
  return examples->pdata[g_rand_int_range (dice, 0, (gint32)examples->len)];
}

/* One byte is another one, comes twice, or goes; or the rest is that of another example. */
static void
change_once (GByteArray *bytes, const GPtrArray *examples, GRand *dice)
{
  guint at = bytes->len > 0 ? (guint)g_rand_int_range (dice, 0, (gint32)bytes->len) : 0;
  guint8 any = (guint8)g_rand_int_range (dice, 0, 256);
  gsize length;

  switch (bytes->len > 0 ? g_rand_int_range (dice, 0, 4) : 3) {
  case 0:
    bytes->data[at] = any;
    break;
  case 1:
    any = bytes->data[at]; /* appending may move them */
    g_byte_array_append (bytes, &any, 1);
    memmove (bytes->data + at + 1, bytes->data + at, bytes->len - at - 1);
    break;
  case 2:
    g_byte_array_remove_index (bytes, at);
    break;
  default: {
    const guint8 *other = g_bytes_get_data ((GBytes *)any_of (examples, dice), &length);
    gsize from = length > 0 ? (gsize)g_rand_int_range (dice, 0, (gint32)length) : 0;
    g_byte_array_set_size (bytes, at);
    g_byte_array_append (bytes, other + from, (guint)(length - from));
  }
  }
}

static void
play_change (const GPtrArray *examples, GRand *dice)
{
  gsize length;
  const guint8 *data = g_bytes_get_data ((GBytes *)any_of (examples, dice), &length);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, data, (guint)length);
  for (int steps = g_rand_int_range (dice, 1, MOST_STEPS + 1); steps > 0; steps--)
    change_once (bytes, examples, dice);
  play (bytes->data, bytes->len);
}

int
main (int argc, char **argv)
{
  guint32 seed = argc > 2 ? (guint32)strtoul (argv[2], NULL, 10) : g_random_int ();
  int changes = argc > 3 ? (int)strtol (argv[3], NULL, 10) : USUAL_CHANGES;
  g_autoptr (GRand) dice = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) examples = read_folder (argv[1]);

  signal (SIGABRT, on_failure);
  signal (SIGTRAP, on_failure);
  signal (SIGSEGV, on_failure);
  printf ("# seed %u\n", seed);
  fflush (stdout);
  for (guint i = 0; i < examples->len; i++) {
    gsize length;
    const guint8 *data = g_bytes_get_data (examples->pdata[i], &length);
    play (data, length);
  }
  for (int i = 0; i < changes; i++)
    play_change (examples, dice);
  printf ("1..1\nok 1 - %u examples and %d changes of them\n", examples->len, changes);
  return 0;
}
