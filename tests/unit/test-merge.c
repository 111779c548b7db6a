/* Two copies of one record become one: what becomes of each thing (the cases are in
 * tests/tables/merge.tsv), and the handles and numbers that both of them used. */
#include <regimen/merge.h>
#include <string.h>

#include "table.h"

#include "model/merge-plan.h"

#define NOW G_GINT64_CONSTANT (1795780800)

static RgmMergeKind
kind_of (const char *name)
{
  for (int i = 0; i < RGM_MERGE_KINDS; i++)
    if (g_str_equal (rgm_merge_kind_name (i), name))
      return i;
  g_error ("no kind %s", name);
}

/* @cell: fields with ";" between them; "-": NULL. */
static char **
read_fields (RgmMergeKind kind, const char *cell)
{
  char **fields;

  if (g_str_equal (cell, "-"))
    return NULL;
  fields
    = merge_count_fields (kind) == 1 ? g_strsplit (cell, "\n", -1) : g_strsplit (cell, ";", -1);
  if (merge_count_fields (kind) == 1 && *fields == NULL) {
    g_strfreev (fields);
    fields = g_strdupv ((char *[]){ (char *)"", NULL });
  }
  g_assert_cmpuint (g_strv_length (fields), ==, merge_count_fields (kind));
  return fields;
}

static char *
fields_text (const char *const *fields)
{
  return fields != NULL ? g_strjoinv (";", (char **)fields) : g_strdup ("-");
}

/* What the record has after the decision, as text; NULL if a person has to say. */
static char *
result_of (const MergeCase *each, const MergeDecision *decision)
{
  switch (decision->verdict) {
  case RGM_MERGE_KEEP:
    return fields_text (each->ours);
  case RGM_MERGE_TAKE:
    return fields_text (each->theirs);
  case RGM_MERGE_DROP:
    return g_strdup ("-");
  case RGM_MERGE_JOIN:
    return fields_text ((const char *const *)decision->joined);
  default:
    return NULL;
  }
}

static char *
words_of (const MergeDecision *decision)
{
  g_autofree char *joined = decision->joined != NULL ? g_strjoinv (";", decision->joined) : NULL;

  return g_strdup_printf ("%s %s%s%s", rgm_merge_verdict_name (decision->verdict),
                          rgm_merge_reason_name (decision->reason), joined != NULL ? "=" : "",
                          joined != NULL ? joined : "");
}

static void
check_row (char **cells)
{
  RgmMergeKind kind = kind_of (cells[0]);
  g_auto (GStrv) base = read_fields (kind, cells[1]), ours = read_fields (kind, cells[2]);
  g_auto (GStrv) theirs = read_fields (kind, cells[3]);
  const char *marks = cells[4];
  MergeCase here = { .kind = kind,
                     .base = (const char *const *)base,
                     .ours = (const char *const *)ours,
                     .theirs = (const char *const *)theirs,
                     .answered_here = strstr (marks, "answered-here") != NULL,
                     .answered_there = strstr (marks, "answered-there") != NULL,
                     .news_here = strstr (marks, "news-here") != NULL,
                     .news_there = strstr (marks, "news-there") != NULL,
                     .twin = strstr (marks, "twin") != NULL,
                     .left_here = strstr (marks, "left-here") != NULL,
                     .left_there = strstr (marks, "left-there") != NULL,
                     .unmerged_here = strstr (marks, "unmerged-here") != NULL,
                     .unmerged_there = strstr (marks, "unmerged-there") != NULL,
                     .older_here = strstr (marks, "older-here") != NULL,
                     .older_there = strstr (marks, "older-there") != NULL,
                     .declined_here = strstr (marks, "declined-here") != NULL,
                     .declined_there = strstr (marks, "declined-there") != NULL,
                     .disputed = strstr (marks, "disputed") != NULL,
                     .now = NOW };
  MergeCase there = here;
  there.ours = here.theirs;
  there.theirs = here.ours;
  there.answered_here = here.answered_there;
  there.answered_there = here.answered_here;
  there.news_here = here.news_there;
  there.news_there = here.news_here;
  there.twin = FALSE;
  there.left_here = here.left_there;
  there.left_there = here.left_here;
  there.unmerged_here = here.unmerged_there;
  there.unmerged_there = here.unmerged_here;
  there.older_here = here.older_there;
  there.older_there = here.older_here;
  there.declined_here = here.declined_there;
  there.declined_there = here.declined_here;
  g_auto (MergeDecision) first = merge_decide (&here), second = merge_decide (&there);
  g_autofree char *words = words_of (&first), *other_words = words_of (&second);
  g_autofree char *result = result_of (&here, &first), *other = result_of (&there, &second);

  table_expect (cells, "here", cells[5], words);
  table_expect (cells, "there", cells[6], other_words);
  /* the copy in which a person was taken back, or in which nobody asks, has it already */
  if (kind != RGM_MERGE_PERSON && result != NULL && other != NULL)
    table_expect (cells, "what both have then", result, other);
  /* what was decided once is decided: the other copy again has no news */
  if (first.verdict == RGM_MERGE_ASK)
    return;
  g_auto (GStrv) merged = g_str_equal (result, "-") ? NULL : read_fields (kind, result);
  here.ours = (const char *const *)merged;
  here.base = here.theirs;
  here.answered_here = here.answered_there = FALSE;
  here.unmerged_here = here.unmerged_there = here.left_here = here.left_there = FALSE;
  here.older_here = here.older_there = here.declined_here = here.declined_there = FALSE;
  g_auto (MergeDecision) again = merge_decide (&here);
  table_expect (cells, "again", "keep", rgm_merge_verdict_name (again.verdict));
}

static void
test_table (void)
{
  table_run ("merge.tsv", 8, check_row);
}

/* ---- handles ---- */

static MergeHandle *
handle_new (const char *uid, RgmInstant at, const char *wanted)
{
  MergeHandle *handle = g_new0 (MergeHandle, 1);

  *handle = (MergeHandle){ "anna", uid, at, wanted, NULL };
  return handle;
}

/* The handles that @courses (by uid, with the handle that each has now) get together. */
static void
put_together (GHashTable *handles, const char *const *uids)
{
  static const char *const all[] = { "a", "b", "c", "d" };
  static const char *const native[] = { "x", "x", "x-2", "y" };
  g_autoptr (GPtrArray) courses
    = g_ptr_array_new_with_free_func ((GDestroyNotify)merge_handle_free);

  for (guint i = 0; uids[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (all); j++)
      if (g_str_equal (all[j], uids[i]) && !g_hash_table_contains (handles, all[j]))
        g_hash_table_insert (handles, (gpointer)all[j], g_strdup (native[j]));
  for (guint j = 0; j < G_N_ELEMENTS (all); j++)
    if (g_hash_table_contains (handles, all[j]))
      g_ptr_array_add (
        courses, handle_new (all[j], 100 + (RgmInstant)j, g_hash_table_lookup (handles, all[j])));
  merge_give_handles (courses);
  for (guint i = 0; i < courses->len; i++) {
    const MergeHandle *course = courses->pdata[i];
    g_hash_table_insert (handles, (gpointer)course->uid, g_strdup (course->handle));
  }
}

/* Whichever copies come first, each course ends with the same handle, and no two have one. */
static void
test_handles (void)
{
  const char *const orders[][5] = {
    { "a", "b", "c", "d" }, { "c", "b", "a", "d" }, { "d", "c", "b", "a" }, { "b", "c", "d", "a" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (GHashTable) handles = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
    for (guint n = 0; n < 4; n++)
      put_together (handles, (const char *const[]){ orders[i][n], NULL });
    g_assert_cmpstr (g_hash_table_lookup (handles, "a"), ==, "x");
    g_assert_cmpstr (g_hash_table_lookup (handles, "b"), ==, "x-2");
    g_assert_cmpstr (g_hash_table_lookup (handles, "c"), ==, "x-3");
    g_assert_cmpstr (g_hash_table_lookup (handles, "d"), ==, "y");
  }
}

/* "need/1" is an entry: a course that an older version called so gets another handle, the same one
 * in each copy. */
static void
test_reserved_handles (void)
{
  g_autoptr (GPtrArray) courses
    = g_ptr_array_new_with_free_func ((GDestroyNotify)merge_handle_free);

  g_ptr_array_add (courses, handle_new ("a", 1, "need"));
  g_ptr_array_add (courses, handle_new ("b", 2, "need-2"));
  merge_give_handles (courses);
  g_assert_cmpstr (((MergeHandle *)courses->pdata[0])->handle, ==, "need-2");
  g_assert_cmpstr (((MergeHandle *)courses->pdata[1])->handle, ==, "need-3");
}

/* Two people may have one handle each. */
static void
test_handles_of_two_people (void)
{
  g_autoptr (GPtrArray) courses
    = g_ptr_array_new_with_free_func ((GDestroyNotify)merge_handle_free);

  g_ptr_array_add (courses, handle_new ("a", 1, "x"));
  g_ptr_array_add (courses, handle_new ("b", 2, "x"));
  ((MergeHandle *)courses->pdata[1])->person = "ben";
  merge_give_handles (courses);
  g_assert_cmpstr (((MergeHandle *)courses->pdata[1])->handle, ==, "x");
}

/* ---- numbers ---- */

static void
assert_number (const GPtrArray *entries, const char *birth, int number)
{
  for (guint i = 0; i < entries->len; i++) {
    const MergeNumber *entry = entries->pdata[i];
    if (g_str_equal (entry->birth, birth))
      g_assert_cmpint (entry->number, ==, number);
  }
}

static void
test_numbers (void)
{
  MergeNumber a = { 100, "a", 0, 5, 0, 0 }, b = { 90, "b", 0, 0, 5, 0 };
  MergeNumber c = { 110, "c", 0, 6, 0, 0 }, old = { 10, "old", 4, 4, 4, 0 };
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  /* each copy has one that the other lacks: in the order in which they were made */
  g_ptr_array_add (entries, &a);
  g_ptr_array_add (entries, &b);
  g_ptr_array_add (entries, &c);
  g_ptr_array_add (entries, &old);
  merge_give_numbers (entries, 4);
  assert_number (entries, "old", 4);
  assert_number (entries, "b", 5);
  assert_number (entries, "a", 6);
  assert_number (entries, "c", 7);

  /* only this record has new ones: they stay what they are, gaps too */
  g_ptr_array_set_size (entries, 0);
  c.here = 8;
  g_ptr_array_add (entries, &a);
  g_ptr_array_add (entries, &c);
  merge_give_numbers (entries, 4);
  assert_number (entries, "a", 5);
  assert_number (entries, "c", 8);

  /* the other copy renumbered one that both knew, when it merged this one */
  MergeNumber moved = { 100, "moved", 5, 5, 6, 0 }, first = { 90, "first", 0, 0, 5, 0 };
  g_ptr_array_set_size (entries, 0);
  g_ptr_array_add (entries, &moved);
  g_ptr_array_add (entries, &first);
  merge_give_numbers (entries, 5);
  assert_number (entries, "moved", 6);
  assert_number (entries, "first", 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merge/table", test_table);
  g_test_add_func ("/merge/handles", test_handles);
  g_test_add_func ("/merge/reserved-handles", test_reserved_handles);
  g_test_add_func ("/merge/handles-of-two-people", test_handles_of_two_people);
  g_test_add_func ("/merge/numbers", test_numbers);
  return g_test_run ();
}
