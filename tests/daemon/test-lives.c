/* test-lives.c: plays many random lives and counts the failures.
 *
 *   test-lives [--lives N] [--seed SEED] [--only SEED] [--trace] [--without CONTROL]
 *
 * --without switches off something that prevents failures: then there must be some, of the kind
 * that the table says. */
#include "life.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Failures of a control, after which no more are looked for. */
#define ENOUGH 30

/* A failure that a control must have, as its place in Count. */
#define FAILURE(member) (offsetof (Count, member) / sizeof (int))

static const struct {
  const char *name;
  LifeControl control;
  gsize failure;
} controls[] = {
  { "marks", WITHOUT_MARKS, FAILURE (doubled) },
  { "recheck", WITHOUT_RECHECK, FAILURE (missed) },
  { "renewal", WITHOUT_RENEWAL, FAILURE (untrue) },
  { "sender", WITHOUT_SENDER, FAILURE (lost) },
  { "lasting", WITHOUT_LASTING, FAILURE (mute) },
  { "expiry", WITHOUT_EXPIRY, FAILURE (doubled) },
  { "zero", WITHOUT_ZERO, FAILURE (doubled) },
  { "return", WITHOUT_RETURN, FAILURE (missed) },
  { "quiet-hours", WITHOUT_QUIET_HOURS, FAILURE (stale) },
};

static GLogWriterOutput
silence (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
  return G_LOG_WRITER_HANDLED;
}

static void
play (const LifeOptions *options, Count *count, guint32 first, int n, int every)
{
  g_autoptr (RgmCatalog) catalog = rgm_catalog_load (NULL, NULL, NULL);
  for (int i = 0; i < n; i += every)
    life_play (options, first + (guint32)i, catalog, count);
}

enum { WORKERS = 2 };

/* Plays the lives in one process for each core. Returns: whether all ended well. */
static gboolean
play_all (const LifeOptions *options, Count *counts, guint32 seed, int lives)
{
  gboolean well = TRUE;
  int status;
  for (int i = 0; i < WORKERS; i++)
    if (fork () == 0) {
      play (options, &counts[i], seed + (guint32)i, lives - i, WORKERS);
      fflush (stdout);
      _exit (0);
    }
  while (wait (&status) > 0)
    well = well && status == 0;
  return well;
}

static int
report_all (const LifeOptions *options, const Count *counts, double seconds, gboolean well)
{
  Count sum = { 0 };
  for (int i = 0; i < WORKERS; i++)
    for (gsize j = 0; j < sizeof sum / sizeof (int); j++)
      ((int *)&sum)[j] += ((const int *)&counts[i])[j];
  int failures = sum.missed + sum.doubled + sum.stale + sum.flood + sum.wrong + sum.untrue
                 + sum.lost + sum.mute;
  printf ("# %d lives of %d years in %.1f s: %d events, %d alerts shown, %d renewed, "
          "%d times two at once\n"
          "# missed %d, doubled %d, stale %d, more than three %d, wrong answers %d, untrue %d, "
          "clicks lost %d, without buttons %d\n"
          "# repeats after a death in the middle of showing %d, of what nobody saw closed %d\n",
          sum.lives, YEARS, seconds, sum.events, sum.shown, sum.renewed, sum.meetings, sum.missed,
          sum.doubled, sum.stale, sum.flood, sum.wrong, sum.untrue, sum.lost, sum.mute,
          sum.after_death, sum.unseen);
  gboolean good = well && sum.shown > 0 && (options->control != WITH_EVERYTHING || failures == 0);
  for (gsize i = 0; i < G_N_ELEMENTS (controls); i++)
    if (controls[i].control == options->control)
      good = good && ((const int *)&sum)[controls[i].failure] > 0;
  printf ("1..1\n%s 1 - %s\n", good ? "ok" : "not ok",
          options->control == WITH_EVERYTHING ? "each alert once"
                                              : "what is switched off is missed");
  return good ? 0 : 1;
}

int
main (int argc, char **argv)
{
  LifeOptions options = { FALSE };
  guint32 seed = 1;
  int lives = 20;
  for (int i = 1; i < argc; i++) {
    if (i + 1 < argc && g_str_equal (argv[i], "--without")) {
      i++;
      for (gsize j = 0; j < G_N_ELEMENTS (controls); j++)
        if (g_str_equal (argv[i], controls[j].name))
          options.control = controls[j].control;
      options.enough = ENOUGH;
      if (options.control == WITH_EVERYTHING)
        g_error ("there is no control %s", argv[i]);
    } else if (g_str_equal (argv[i], "--trace"))
      options.tracing = TRUE;
    else if (i + 1 < argc && g_str_equal (argv[i], "--lives"))
      lives = (int)g_ascii_strtoll (argv[++i], NULL, 10);
    else if (i + 1 < argc && g_str_equal (argv[i], "--seed"))
      seed = (guint32)g_ascii_strtoull (argv[++i], NULL, 10);
    else if (i + 1 < argc && g_str_equal (argv[i], "--only")) {
      seed = (guint32)g_ascii_strtoull (argv[++i], NULL, 10);
      lives = 1;
    }
  }
  g_log_set_writer_func (silence, NULL, NULL);
  Count *counts = mmap (NULL, WORKERS * sizeof (Count), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  gint64 start = g_get_monotonic_time ();
  gboolean well = play_all (&options, counts, seed, lives);
  return report_all (&options, counts, (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC,
                     well);
}
