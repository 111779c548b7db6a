/* When the service has a copy made: rows of what happens, on which day, and whether that starts the
 * program. */
#include "daemon/backup-maker.h"

#define NONE RGM_NO_DAY

typedef struct {
  MakerEvent event;
  RgmDay day, copied;
  gboolean made;
  gboolean starts;
  gboolean next_day; /* whether it wants to be woken when the next day begins */
} Row;

static void
run (const Row *rows, guint count)
{
  Maker maker;

  maker_init (&maker);
  for (guint i = 0; i < count; i++) {
    g_test_message ("row %u", i);
    g_assert_cmpint (maker_step (&maker, rows[i].event, rows[i].day, rows[i].copied, rows[i].made),
                     ==, rows[i].starts);
    g_assert_cmpint (maker_needs_next_day (&maker), ==, rows[i].next_day);
  }
}

static void
test_days (void)
{
  const Row rows[] = {
    { MAKER_MOMENT, 10, NONE, FALSE, TRUE, FALSE },  /* at the start, whatever is there */
    { MAKER_MOMENT, 10, NONE, FALSE, FALSE, FALSE }, /* it runs already */
    { MAKER_DONE, 10, 10, TRUE, FALSE, FALSE },      /* nothing to do until something changes */
    { MAKER_MOMENT, 11, NONE, FALSE, FALSE, FALSE },
    { MAKER_MOMENT, 12, NONE, FALSE, FALSE, FALSE },
    { MAKER_CHANGED, 12, NONE, FALSE, TRUE, FALSE }, /* the last copy is of another day */
    { MAKER_DONE, 12, 12, TRUE, FALSE, FALSE },
    { MAKER_CHANGED, 12, NONE, FALSE, FALSE, TRUE }, /* one copy a day */
    { MAKER_CHANGED, 12, NONE, FALSE, FALSE, TRUE },
    { MAKER_MOMENT, 12, NONE, FALSE, FALSE, TRUE },
    { MAKER_MOMENT, 13, NONE, FALSE, TRUE, FALSE }, /* midnight */
    { MAKER_DONE, 13, 13, TRUE, FALSE, FALSE },
  };
  run (rows, G_N_ELEMENTS (rows));
}

static void
test_what_was_there (void)
{
  const Row rows[] = {
    { MAKER_MOMENT, 10, NONE, FALSE, TRUE, FALSE },
    { MAKER_DONE, 10, 10, FALSE, FALSE, TRUE }, /* one of today was there: it may lack something */
    { MAKER_MOMENT, 11, NONE, FALSE, TRUE, FALSE }, /* so it is looked at once more */
    { MAKER_DONE, 11, 10, FALSE, FALSE, FALSE },    /* and it lacked nothing */
    { MAKER_MOMENT, 30, NONE, FALSE, FALSE, FALSE },
    { MAKER_CHANGED, 30, NONE, FALSE, TRUE, FALSE },
    { MAKER_CHANGED, 30, NONE, FALSE, FALSE, FALSE }, /* while it runs */
    { MAKER_DONE, 30, 30, TRUE, FALSE, TRUE },        /* perhaps that is not in the copy */
    { MAKER_MOMENT, 31, NONE, FALSE, TRUE, FALSE },
  };
  run (rows, G_N_ELEMENTS (rows));
}

static void
test_failures (void)
{
  const Row rows[] = {
    { MAKER_MOMENT, 10, NONE, FALSE, TRUE, FALSE },
    { MAKER_FAILED, 10, NONE, FALSE, FALSE, TRUE },
    { MAKER_MOMENT, 10, NONE, FALSE, FALSE, TRUE }, /* not again and again */
    { MAKER_CHANGED, 10, NONE, FALSE, TRUE, FALSE },
    { MAKER_FAILED, 10, NONE, FALSE, FALSE, TRUE },
    { MAKER_MOMENT, 11, NONE, FALSE, TRUE, FALSE },
    { MAKER_CHANGED, 11, NONE, FALSE, FALSE, FALSE },
    { MAKER_FAILED, 11, NONE, FALSE, TRUE, FALSE }, /* it changed while the program ran */
    { MAKER_DONE, 11, 11, TRUE, FALSE, FALSE },
  };
  run (rows, G_N_ELEMENTS (rows));
}

/* Days go back as well, when a clock that ran ahead is set right. */
static void
test_the_clock (void)
{
  const Row rows[] = {
    { MAKER_MOMENT, 400, NONE, FALSE, TRUE, FALSE },
    { MAKER_DONE, 400, 400, TRUE, FALSE, FALSE },
    { MAKER_MOMENT, 10, NONE, FALSE, FALSE, FALSE },
    { MAKER_CHANGED, 10, NONE, FALSE, TRUE, FALSE },
    { MAKER_DONE, 10, 10, TRUE, FALSE, FALSE },
    { MAKER_CHANGED, 10, NONE, FALSE, FALSE, TRUE },
    { MAKER_MOMENT, 9, NONE, FALSE, TRUE, FALSE },
  };
  run (rows, G_N_ELEMENTS (rows));
}

/* Random days: never two copies on one, nothing is put on record that the copy of the next day
 * lacks, and a service to which nothing happens is not woken. */
static void
test_random (void)
{
  for (int life = 0; life < 200; life++) {
    RgmDay copied = NONE;
    gboolean lacks = TRUE; /* something is on record that is in no copy */
    Maker maker;

    maker_init (&maker);
    for (RgmDay day = 1; day < 200; day++) {
      gboolean woken = maker_needs_next_day (&maker) || g_test_rand_int_range (0, 4) == 0;
      int changes = g_test_rand_int_range (0, 8) - 4;

      for (int i = woken ? -1 : 0; i < changes; i++) {
        gboolean starts
          = maker_step (&maker, i < 0 ? MAKER_MOMENT : MAKER_CHANGED, day, NONE, FALSE);
        lacks = lacks || i >= 0;
        if (!starts)
          continue;
        gboolean makes = lacks && copied != day;
        g_assert_cmpint (copied, !=, day);
        if (makes) {
          copied = day;
          lacks = FALSE;
        }
        g_assert_false (maker_step (&maker, MAKER_DONE, day, copied, makes));
      }
      /* what is in no copy now gets into that of the next day */
      g_assert_cmpint (maker_needs_next_day (&maker), ==, lacks);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup-maker/days", test_days);
  g_test_add_func ("/backup-maker/what-was-there", test_what_was_there);
  g_test_add_func ("/backup-maker/failures", test_failures);
  g_test_add_func ("/backup-maker/the-clock", test_the_clock);
  g_test_add_func ("/backup-maker/random", test_random);
  return g_test_run ();
}
