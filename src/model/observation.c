/* observation.c: what was observed between two doses, whom to call, and whether what a dose needs
 * is on record. */
#include "model/observation.h"

#include <regimen/describe.h>

#include "base/i18n.h"
#include "base/text.h"
#include "model/schedule.h"

#include <string.h>

#define LONGEST_PHONE 40 /* in letters, including an extension */

const char *
observation_command (RgmObservationKind kind)
{
  static const char *const commands[RGM_OBSERVATION_N_KINDS] = { "feel", "lab", "need" };

  return commands[kind];
}

void
rgm_observation_free (RgmObservation *observation)
{
  if (observation == NULL)
    return;
  g_free (observation->key);
  g_free (observation->name);
  g_free (observation->value);
  g_free (observation->unit);
  g_free (observation->low);
  g_free (observation->high);
  g_free (observation->site);
  g_free (observation->note);
  g_free (observation->zone);
  g_free (observation);
}

RgmLocal
rgm_observation_local (const RgmObservation *observation)
{
  const RgmZone *zone = rgm_zone_get (observation->zone, NULL);

  if (observation->day_only || zone == NULL)
    return (RgmLocal){ observation->day, RGM_NO_TIME };
  return rgm_zone_to_local (zone, observation->at);
}

char *
rgm_observation_when (const RgmObservation *observation, const RgmZone *patient)
{
  const RgmZone *zone = rgm_zone_get (observation->zone, NULL);

  return rgm_local_describe_in (rgm_observation_local (observation), zone != NULL ? zone : patient,
                                patient);
}

char *
rgm_observation_key (const char *name)
{
  return text_fold_words (name);
}

/* ---- a value and its range ---- */

/* A decimal number, split into the digits before and after the point, without needless zeros. */
typedef struct {
  gboolean negative;
  const char *whole, *fraction;
  gsize n_whole, n_fraction;
} Decimal;

static gboolean
read_decimal (const char *text, Decimal *decimal)
{
  const char *at = text;

  if (text == NULL)
    return FALSE;
  *decimal = (Decimal){ .negative = *at == '-' };
  at += decimal->negative;
  decimal->n_whole = strspn (at, G_CSET_DIGITS);
  decimal->whole = at;
  at += decimal->n_whole;
  decimal->fraction = at;
  if (*at == '.') {
    decimal->fraction = ++at;
    decimal->n_fraction = strspn (at, G_CSET_DIGITS);
    at += decimal->n_fraction;
  }
  if (*at != '\0' || decimal->n_whole + decimal->n_fraction == 0)
    return FALSE;
  for (; decimal->n_whole > 0 && *decimal->whole == '0'; decimal->n_whole--)
    decimal->whole++;
  while (decimal->n_fraction > 0 && decimal->fraction[decimal->n_fraction - 1] == '0')
    decimal->n_fraction--;
  if (decimal->n_whole + decimal->n_fraction == 0)
    decimal->negative = FALSE;
  return TRUE;
}

/* Compares two numbers without their signs. Returns: -1, 0 or 1. */
static int
compare_sizes (const Decimal *a, const Decimal *b)
{
  gsize shared = MIN (a->n_fraction, b->n_fraction);
  int order = a->n_whole != b->n_whole ? (a->n_whole > b->n_whole ? 1 : -1)
                                       : memcmp (a->whole, b->whole, a->n_whole);

  if (order == 0)
    order = memcmp (a->fraction, b->fraction, shared);
  if (order == 0 && a->n_fraction != b->n_fraction)
    order = a->n_fraction > b->n_fraction ? 1 : -1;
  return order > 0 ? 1 : order < 0 ? -1 : 0;
}

static int
compare_decimals (const Decimal *a, const Decimal *b)
{
  if (a->negative != b->negative)
    return a->negative ? -1 : 1;
  return a->negative ? compare_sizes (b, a) : compare_sizes (a, b);
}

int
observation_compare_values (const char *a, const char *b, gboolean *numbers)
{
  Decimal first, second;

  *numbers = read_decimal (a, &first) && read_decimal (b, &second);
  return *numbers ? compare_decimals (&first, &second) : 0;
}

/* On which side of a number a value lies if the laboratory gives only a bound: "<1.5". */
typedef enum { BOUND_NONE, BOUND_UPPER, BOUND_LOWER } Bound;

/* Reads the sign before a number. @equal: (out): whether the value may be equal to the number.
 * @number: (out): the text after the sign. */
static Bound
read_bound (const char *text, gboolean *equal, const char **number)
{
  static const struct {
    const char *sign;
    Bound bound;
    gboolean equal;
  } signs[] = {
    { "<=", BOUND_UPPER, TRUE }, { "=<", BOUND_UPPER, TRUE }, { "\u2264", BOUND_UPPER, TRUE },
    { ">=", BOUND_LOWER, TRUE }, { "=>", BOUND_LOWER, TRUE }, { "\u2265", BOUND_LOWER, TRUE },
    { "<", BOUND_UPPER, FALSE }, { ">", BOUND_LOWER, FALSE },
  };

  *equal = TRUE;
  *number = text;
  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (text, signs[i].sign)) {
      *equal = signs[i].equal;
      *number = text + strlen (signs[i].sign);
      return signs[i].bound;
    }
  return BOUND_NONE;
}

const char *
observation_number (const char *value, const char **sign)
{
  const char *number;
  gboolean equal;
  Bound bound = read_bound (value, &equal, &number);
  Decimal decimal;

  *sign = bound == BOUND_NONE    ? NULL
          : bound == BOUND_UPPER ? (equal ? "<=" : "<")
                                 : (equal ? ">=" : ">");
  return read_decimal (number, &decimal) ? number : NULL;
}

RgmRange
rgm_observation_range (const RgmObservation *observation)
{
  Decimal value, low, high;
  const char *number;
  gboolean equal;
  Bound bound = read_bound (observation->value, &equal, &number);
  int to_low, to_high;

  if (!read_decimal (number, &value) || !read_decimal (observation->low, &low)
      || !read_decimal (observation->high, &high))
    return RGM_RANGE_UNKNOWN;
  to_low = compare_decimals (&value, &low);
  to_high = compare_decimals (&value, &high);
  if (bound != BOUND_LOWER && (to_low < 0 || (to_low == 0 && !equal)))
    return RGM_RANGE_BELOW;
  if (bound != BOUND_UPPER && (to_high > 0 || (to_high == 0 && !equal)))
    return RGM_RANGE_ABOVE;
  return bound == BOUND_NONE ? RGM_RANGE_WITHIN : RGM_RANGE_UNKNOWN;
}

/* ---- whom to call, and what to ask ---- */

void
rgm_contact_free (RgmContact *contact)
{
  if (contact == NULL)
    return;
  g_free (contact->name);
  g_free (contact->phone);
  g_free (contact->hours);
  g_free (contact);
}

static const char *const purposes[RGM_CONTACT_N_PURPOSES]
  = { NULL, "urgent", "booking", "questions" };

const char *
rgm_contact_purpose_key (RgmContactPurpose purpose)
{
  return purposes[purpose];
}

gboolean
rgm_contact_purpose_parse (const char *text, RgmContactPurpose *purpose, GError **error)
{
  for (int i = RGM_CONTACT_URGENT; i < RGM_CONTACT_N_PURPOSES; i++)
    if (g_ascii_strcasecmp (text, purposes[i]) == 0) {
      *purpose = (RgmContactPurpose)i;
      return TRUE;
    }
  g_autofree char *quoted = text_quote (text);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("the purpose of a contact is urgent, booking or questions, not %s"), quoted);
  return FALSE;
}

gboolean
rgm_contact_phone_check (const char *phone, GError **error)
{
  const char *rest = phone, *extension = NULL;
  int digits = 0;

  for (; *rest != '\0' && strchr ("+-/.() 0123456789", *rest) != NULL; rest++)
    digits += g_ascii_isdigit (*rest) != 0;
  extension = rest + (g_str_has_prefix (rest, "ext") ? 3 : *rest == 'x' ? 1 : 0);
  extension += *extension == '.';
  extension += strspn (extension, " ");
  if (digits >= 2 && g_utf8_strlen (phone, -1) <= LONGEST_PHONE
      && (*rest == '\0'
          || (*extension != '\0' && extension[strspn (extension, G_CSET_DIGITS)] == '\0')))
    return TRUE;
  g_autofree char *quoted = text_quote (phone);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is not a phone number; type digits, such as \"+49 30 1234567\" or "
                  "\"555-0100 ext 12\""),
               quoted);
  return FALSE;
}

GPtrArray *
rgm_contacts_for (const GPtrArray *contacts, RgmContactPurpose purpose)
{
  /* RGM_CONTACT_N_PURPOSES stands for all contacts */
  const RgmContactPurpose wanted[] = { purpose, RGM_CONTACT_ANYTHING, RGM_CONTACT_N_PURPOSES };
  GPtrArray *found = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (wanted) && found->len == 0; i++)
    for (guint j = 0; j < contacts->len; j++)
      if (wanted[i] == RGM_CONTACT_N_PURPOSES
          || ((const RgmContact *)contacts->pdata[j])->purpose == wanted[i])
        g_ptr_array_add (found, contacts->pdata[j]);
  return found;
}

void
rgm_question_free (RgmQuestion *question)
{
  if (question == NULL)
    return;
  g_free (question->question);
  g_free (question->answer);
  g_free (question);
}

/* ---- what a dose needs ---- */

void
rgm_need_free (RgmNeed *need)
{
  if (need == NULL)
    return;
  g_free (need->key);
  g_free (need->name);
  g_free (need->source);
  rgm_observation_free (need->last);
  g_free (need);
}

gboolean
rgm_need_within_parse (const char *text, RgmPeriod *within, GError **error)
{
  RgmPeriod period;

  if (rgm_period_parse (text, &period, NULL) && period.unit != 'h') {
    *within = period;
    return TRUE;
  }
  g_autofree char *quoted = text_quote (text);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s does not say how old the value may be; type a number from 1 to 9999 with "
                  "days, weeks or months, like 3d, \"2 weeks\" or 6m"),
               quoted);
  return FALSE;
}

RgmNeedStatus
rgm_need_status (const RgmNeed *need, RgmDay dose, RgmDay previous, RgmDay last)
{
  RgmNeedStatus status = { .since = RGM_NO_DAY, .last = last };

  if (need->within.count > 0)
    status.since
      = schedule_add_periods ((RgmLocal){ dose, RGM_NO_TIME }, need->within, -1, NULL).day;
  else if (previous != RGM_NO_DAY)
    status.since = previous + 1;
  status.met = last != RGM_NO_DAY && (status.since == RGM_NO_DAY || last >= status.since);
  return status;
}
