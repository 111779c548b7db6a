/* entry-version.c: the versions of an entry that are on record, and what became of each. */
#include <regimen/observation.h>

void
rgm_entry_version_free (RgmEntryVersion *version)
{
  if (version == NULL)
    return;
  rgm_observation_free (version->observation);
  rgm_contact_free (version->contact);
  rgm_question_free (version->question);
  rgm_need_free (version->need);
  g_free (version->course);
  g_free (version);
}

static gboolean
is_same_entry (const RgmEntryVersion *a, const RgmEntryVersion *b)
{
  if (a->observation != NULL && b->observation != NULL)
    return a->observation->kind == b->observation->kind
           && a->observation->number == b->observation->number;
  if (a->contact != NULL && b->contact != NULL)
    return a->contact->number == b->contact->number;
  if (a->question != NULL && b->question != NULL)
    return a->question->number == b->question->number;
  return a->need != NULL && b->need != NULL && a->need->course_id == b->need->course_id
         && g_str_equal (a->need->key, b->need->key);
}

/* The nearest version of the same entry that counts: before the one at @index if @step is -1, or
 * after it if @step is 1. Returns: (transfer none) (nullable). */
static const RgmEntryVersion *
find_neighbour (const GPtrArray *versions, guint index, int step)
{
  for (int i = (int)index + step; i >= 0 && i < (int)versions->len; i += step) {
    const RgmEntryVersion *other = versions->pdata[i];

    if (!is_same_entry (other, versions->pdata[index]))
      return NULL;
    if (!other->taken_back)
      return other;
  }
  return NULL;
}

/* Whether @later only adds the answer to the question in @earlier. */
static gboolean
is_answer (const RgmEntryVersion *earlier, const RgmEntryVersion *later)
{
  return earlier->question != NULL && earlier->question->answer == NULL
         && later->question->answer != NULL
         && g_str_equal (earlier->question->question, later->question->question);
}

RgmVersionFate
rgm_entry_version_fate (const GPtrArray *versions, guint index)
{
  const RgmEntryVersion *version = versions->pdata[index];
  const RgmEntryVersion *before = find_neighbour (versions, index, -1);
  const RgmEntryVersion *after = find_neighbour (versions, index, 1);

  if (version->taken_back)
    return RGM_FATE_TAKEN_BACK;
  if (version->removal)
    return RGM_FATE_REMOVAL;
  if (after != NULL && after->removal)
    return RGM_FATE_REMOVED_LATER;
  if (after != NULL)
    return is_answer (version, after) ? RGM_FATE_ANSWERED_LATER : RGM_FATE_CORRECTED_LATER;
  if (before == NULL)
    return RGM_FATE_HOLDS;
  if (before->removal)
    return RGM_FATE_ENTERED_AGAIN;
  return is_answer (before, version) ? RGM_FATE_ANSWER : RGM_FATE_CORRECTION;
}
