/* The conversation of regimen setup: a table of questions, with the answers that each accepts and
 * the question that comes next. Names, dates and amounts are parsed by the same functions that the
 * commands use. */
#include "cli/setup/setup-talk.h"

#include "base/i18n.h"
#include "base/reword.h"
#include "base/scan.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/setup/setup-contact.h"
#include "cli/setup/setup-words.h"

#include <string.h>

extern const CliCommand cli_command_add;

/* The name of the first person if the user types none. On record it is not translated. */
#define FIRST_PATIENT "me"

typedef enum {
  STEP_FIRST_PERSON,
  STEP_PERSON,
  STEP_NAME,
  STEP_ZONE,
  STEP_TREATMENT,
  STEP_OTHER_TREATMENT,
  STEP_OWN,
  STEP_PATTERN,
  STEP_INTERVAL,
  STEP_SESSIONS,
  STEP_TIMES,
  STEP_DAY,
  STEP_GIVEN,
  STEP_OTHER_GIVEN,
  STEP_FIRST,
  STEP_NEXT,
  STEP_URGENT_CONTACT,
  STEP_BOOKING_CONTACT,
  STEP_CONTACT_NUMBER,
  STEP_CONTACT_NAME,
  STEP_NEXT_PERSON, /* asks nothing: goes on with the next person on record */
  STEP_CALENDAR,
  STEP_KEPT_FILE,
  STEP_EXPORTED_FILE,
  STEP_RUN,
  STEP_ANYWAY,
  STEP_RUNNING,
  STEP_ALERTS, /* asks nothing: proposes the command that starts the service */
  STEP_END,
} Step;

/* The purpose of a proposed command. */
typedef enum {
  RUN_PERSON,
  RUN_LIST,
  RUN_COURSE,
  RUN_URGENT_CONTACT,
  RUN_BOOKING_CONTACT,
  RUN_CALENDAR,
  RUN_ALERTS,
} Purpose;

/* The next step if the command succeeded, and if it failed or was not run. */
static const struct {
  Step done, undone;
} after[] = {
  [RUN_PERSON] = { STEP_TREATMENT, STEP_PERSON },
  [RUN_LIST] = { STEP_TREATMENT, STEP_TREATMENT },
  [RUN_COURSE] = { STEP_TREATMENT, STEP_TREATMENT },
  [RUN_URGENT_CONTACT] = { STEP_BOOKING_CONTACT, STEP_URGENT_CONTACT },
  [RUN_BOOKING_CONTACT] = { STEP_NEXT_PERSON, STEP_BOOKING_CONTACT },
  [RUN_CALENDAR] = { STEP_ALERTS, STEP_CALENDAR },
  [RUN_ALERTS] = { STEP_END, STEP_END },
};

typedef struct {
  char *name;
  const RgmZone *zone; /* the zone of this person's dates */
  guint courses, contacts;
} Person;

/* The state of the conversation before an answer; "back" returns to it. */
typedef struct {
  Step step;
  guint person;
  char *name, *typed;
  const RgmTreatment *treatment;
  GPtrArray *words;
  const char *command;
  Purpose purpose;
} Before;

struct _SetupTalk {
  SetupPlace place;
  GPtrArray *people; /* of Person */
  guint person;      /* index of the person being asked about; people->len: a new one */
  char *name;        /* nullable: of a new person */
  gboolean has_calendar, has_alerts;
  Step step;
  SetupMeaning means; /* the meaning of the current answer */
  GString *told;      /* what the next turn shows before its question */
  /* the treatment that is being described */
  char *typed;                   /* nullable: its name, as typed */
  char *rest;                    /* nullable: what was typed after the name: "120 mg" */
  const RgmTreatment *treatment; /* from the catalog, or one of own */
  GPtrArray *own;                /* of RgmTreatment: medicines that are not in the catalog */
  /* the command line that is being put together */
  GPtrArray *words;    /* of char * */
  const char *command; /* nullable: the name of the regimen command in words */
  Purpose purpose;
  GPtrArray *before;  /* of Before: one for each answer since a command was run */
  GPtrArray *put_off; /* of Before: for each course, the question that the user will answer later */
};

static void
before_free (gpointer data)
{
  Before *before = data;

  g_free (before->name);
  g_free (before->typed);
  g_ptr_array_unref (before->words);
  g_free (before);
}

static void
person_free (gpointer data)
{
  Person *person = data;

  g_free (person->name);
  g_free (person);
}

/* ---- words and moves ---- */

/* Whether @typed is @word, in English or in the user's language. */
static gboolean
is_word (const char *typed, const char *word)
{
  g_autofree char *folded = g_utf8_casefold (typed, -1), *local = g_utf8_casefold (_ (word), -1);

  return g_str_equal (folded, word) || g_str_equal (folded, local);
}

/* Whether the answer is "no", "later" or "that is all". */
static gboolean
says_none (const SetupTalk *talk)
{
  return talk->means == SETUP_MEANS_NO || talk->means == SETUP_MEANS_LATER
         || talk->means == SETUP_MEANS_END;
}

/* Fails because the user answered "yes" to a question that asks for a name or a date. @message:
 * what to type instead. */
static gboolean
fail_yes (const char *message, GError **error)
{
  g_set_error_literal (error, RGM_ERROR, RGM_ERROR_USAGE, message);
  return FALSE;
}

static void tell (SetupTalk *talk, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
tell (SetupTalk *talk, const char *format, ...)
{
  va_list args;

  if (talk->told->len > 0)
    g_string_append_c (talk->told, '\n');
  va_start (args, format);
  g_string_append_vprintf (talk->told, format, args);
  va_end (args);
}

static void
add_word (SetupTalk *talk, const char *word)
{
  g_ptr_array_add (talk->words, g_strdup (word));
}

/* Begins a command line of regimen. @name: (nullable): the person that it is about, added only if
 * several people are on record. */
static void
begin_command (SetupTalk *talk, const char *command, const char *name)
{
  g_ptr_array_set_size (talk->words, 0);
  add_word (talk, "regimen");
  if (talk->place.db != NULL) {
    add_word (talk, "--db");
    add_word (talk, talk->place.db);
  }
  if (talk->place.private_mode)
    add_word (talk, "--private");
  if (name != NULL && talk->people->len > 1) {
    add_word (talk, "--patient");
    add_word (talk, name);
  }
  add_word (talk, command);
  talk->command = command;
}

/* The command line so far, quoted for a shell. Returns: (transfer full). */
static char *
line_so_far (const SetupTalk *talk)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < talk->words->len; i++) {
    g_autofree char *word = text_shell_word (talk->words->pdata[i]);
    g_string_append_printf (line, "%s%s", i > 0 ? " " : "", word);
  }
  return g_strdup (line->str);
}

/* Asks whether to run the command line that was put together. */
static gboolean
propose (SetupTalk *talk, Purpose purpose)
{
  talk->purpose = purpose;
  talk->step = STEP_RUN;
  return TRUE;
}

static const Person *
person_now (const SetupTalk *talk)
{
  return talk->person < talk->people->len ? talk->people->pdata[talk->person] : NULL;
}

/* Proposes a command that starts the service now. At each later login the service starts by
 * itself. */
static void
propose_alerts (SetupTalk *talk)
{
  tell (talk, _ ("Alerts on the desktop come from a service, regimend, which starts at each login. "
                 "This starts it now:"));
  g_ptr_array_set_size (talk->words, 0);
  talk->command = NULL;
  if (talk->place.start == CLI_START_SYSTEMD) {
    static const char *const start[] = { "systemctl", "--user", "enable", "--now", "regimend" };

    for (gsize i = 0; i < G_N_ELEMENTS (start); i++)
      add_word (talk, start[i]);
  } else {
    add_word (talk, "setsid");
    add_word (talk, "-f");
    add_word (talk, "regimend");
    if (talk->place.db != NULL) {
      add_word (talk, "--db");
      add_word (talk, talk->place.db);
    }
  }
  propose (talk, RUN_ALERTS);
}

/* Goes on with @step or, if its question is not needed, with the next one that is. */
static void
go_on (SetupTalk *talk, Step step)
{
  guint courses = 0;

  for (guint i = 0; i < talk->people->len; i++)
    courses += ((const Person *)talk->people->pdata[i])->courses;
  /* a person without a treatment needs no contact */
  if (step == STEP_URGENT_CONTACT
      && (person_now (talk)->courses == 0 || person_now (talk)->contacts > 0))
    step = STEP_NEXT_PERSON;
  if (step == STEP_NEXT_PERSON) {
    talk->person++;
    step = STEP_TREATMENT;
  }
  if (step == STEP_PERSON && talk->people->len == 0)
    step = STEP_FIRST_PERSON;
  if (step == STEP_TREATMENT && person_now (talk) == NULL)
    step = STEP_PERSON;
  if (step == STEP_TREATMENT && person_now (talk)->courses > 0)
    step = STEP_OTHER_TREATMENT;
  if (step == STEP_CALENDAR && talk->has_calendar)
    tell (talk, _ ("A calendar is kept up to date already."));
  if (step == STEP_CALENDAR && (courses == 0 || talk->has_calendar))
    step = STEP_ALERTS;
  if (step == STEP_ALERTS && talk->has_alerts) {
    tell (talk, _ ("The alerts are on."));
    step = STEP_END;
  }
  if (step == STEP_ALERTS && talk->place.start == CLI_START_DESKTOP) {
    tell (talk, _ ("Alerts need a desktop: when you log in to one, they start by themselves. "
                   "Without one, a calendar program can remind you, and \"regimen\" shows what is "
                   "due."));
    step = STEP_END;
  }
  if (step == STEP_END)
    tell (talk, "%s",
          _ ("That is all. \"regimen\" shows what comes next, \"regimen help\" lists what else "
             "can be typed, and \"regimen setup\" adds another treatment or person."));
  if (step == STEP_ALERTS)
    propose_alerts (talk);
  else
    talk->step = step;
}

/* ---- the people ---- */

/* Whether @typed, the answer to the question for a person, may be meant for another question: it is
 * the name of a treatment, a date, or something that is felt or measured. */
static gboolean
means_something_else (const SetupTalk *talk, const char *typed)
{
  const RgmCatalog *catalog = talk->place.catalog;
  g_autofree char *folded = text_fold (typed);
  g_auto (GStrv) words = g_strsplit (typed, " ", -1);
  guint count = g_strv_length (words);
  g_autoptr (RgmSigns) signs = rgm_signs_find (catalog, typed);
  g_autoptr (GError) unknown = NULL;

  for (guint i = 0; i < talk->own->len; i++) {
    g_autofree char *own = text_fold (((const RgmTreatment *)talk->own->pdata[i])->name);
    if (g_str_equal (own, folded))
      return TRUE;
  }
  return rgm_catalog_find (catalog, typed, &unknown) != NULL
         || g_error_matches (unknown, RGM_ERROR, RGM_ERROR_OTHER_PRODUCT)
         || error_has_trait (unknown, ERROR_ASKS) /* the error suggests a similar name */
         || rgm_measure_find (catalog, RGM_OBSERVATION_LAB, typed) != NULL
         || rgm_measure_find (catalog, RGM_OBSERVATION_FELT, typed) != NULL
         || signs->symptoms->len > 0
         || rgm_when_count_words (words, count, FALSE, talk->place.zone, talk->place.now,
                                  RGM_WHEN_PLANNED)
              == count;
}

static gboolean
take_name (SetupTalk *talk, const char *typed, GError **error)
{
  gboolean me = talk->means == SETUP_MEANS_ME;

  if (!me && talk->means != SETUP_MEANS_ITSELF) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" does not look like a name; type the name of the person who is treated, "
                    "or only Enter if it is you. \"quit\" leaves"),
                 typed);
    return FALSE;
  }
  g_free (talk->name);
  talk->name = g_strdup (me ? FIRST_PATIENT : typed);
  talk->person = talk->people->len;
  talk->step = !me && (setup_is_doubtful_name (typed) || means_something_else (talk, typed))
                 ? STEP_NAME
                 : STEP_ZONE;
  return TRUE;
}

static gboolean
take_person (SetupTalk *talk, const char *typed, GError **error)
{
  if (talk->means == SETUP_MEANS_YES)
    return fail_yes (_ ("Then type the name of that person"), error);
  if (!says_none (talk) && talk->means != SETUP_MEANS_ME)
    return take_name (talk, typed, error);
  go_on (talk, STEP_CALENDAR);
  return TRUE;
}

static gboolean
take_yes (const SetupTalk *talk, const char *typed, gboolean *yes, GError **error)
{
  *yes = talk->means == SETUP_MEANS_YES;
  if (*yes || talk->means == SETUP_MEANS_NO || talk->means == SETUP_MEANS_LATER)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is not an answer here; type yes or no, or quit"), typed);
  return FALSE;
}

/* Takes the answer to the question whether the doubtful name is really a name. */
static gboolean
take_name_sure (SetupTalk *talk, const char *typed, GError **error)
{
  gboolean yes;

  if (!take_yes (talk, typed, &yes, error))
    return FALSE;
  if (yes)
    talk->step = STEP_ZONE;
  else
    go_on (talk, STEP_PERSON);
  return TRUE;
}

/* The default zone of a new person: that of the first person on record, or that of this machine.
 * Returns: (transfer none) (nullable). */
static const RgmZone *
usual_zone (const SetupTalk *talk)
{
  if (talk->people->len > 0)
    return ((const Person *)talk->people->pdata[0])->zone;
  return talk->place.zone_doubt == NULL ? talk->place.zone : NULL;
}

/* Whether @zone is UTC, which is no place. It is often the zone of a machine on which no zone was
 * set. */
static gboolean
zone_is_utc (const RgmZone *zone)
{
  static const char *const names[]
    = { "UTC",     "Etc/UTC", "Etc/UCT", "Etc/Zulu",  "Etc/Universal",
        "Etc/GMT", "Zulu",    "UCT",     "Universal", NULL };

  return g_strv_contains (names, rgm_zone_name (zone));
}

static gboolean
take_zone (SetupTalk *talk, const char *typed, GError **error)
{
  const RgmZone *usual = usual_zone (talk);
  const RgmZone *zone = NULL;

  if (talk->means == SETUP_MEANS_ITSELF || talk->means == SETUP_MEANS_ME)
    zone = rgm_zone_find (typed, error);
  else if (usual != NULL)
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("\"%s\" is not a place; type the country or a large city, or only Enter for %s"), typed,
      rgm_zone_name (usual));
  else
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not a place; type the country or a large city"), typed);
  if (zone == NULL)
    return FALSE;
  if (zone_is_utc (zone))
    tell (talk, "%s",
          _ ("That is UTC, not the time of a place: dates and reminders would follow UTC, whatever "
             "your clocks show. \"back\" asks for the place again."));
  begin_command (talk, "patient", NULL);
  add_word (talk, "add");
  add_word (talk, talk->name);
  add_word (talk, "--zone");
  add_word (talk, rgm_zone_name (zone));
  return propose (talk, RUN_PERSON);
}

/* ---- one treatment ---- */

static gpointer
copy_word (gconstpointer word, gpointer data)
{
  return g_strdup (word);
}

/* Saves the state of the conversation before an answer. Returns: (transfer full). */
static Before *
remember (const SetupTalk *talk)
{
  Before *before = g_new0 (Before, 1);

  *before = (Before){ .step = talk->step,
                      .person = talk->person,
                      .name = g_strdup (talk->name),
                      .typed = g_strdup (talk->typed),
                      .treatment = talk->treatment,
                      .words = g_ptr_array_copy (talk->words, copy_word, NULL),
                      .command = talk->command,
                      .purpose = talk->purpose };
  g_ptr_array_set_free_func (before->words, g_free);
  return before;
}

/* The index in talk->put_off of the question about the course @typed of the current person; -1 if
 * there is none. */
static int
find_put_off (const SetupTalk *talk, const char *typed)
{
  g_autofree char *wanted = text_fold (typed);

  for (guint i = 0; i < talk->put_off->len; i++) {
    const Before *before = talk->put_off->pdata[i];
    g_autofree char *name = text_fold (before->typed);

    if (before->person == talk->person && g_str_equal (name, wanted))
      return (int)i;
  }
  return -1;
}

/* Returns to the state in @before. */
static void
restore (SetupTalk *talk, const Before *before)
{
  talk->step = before->step;
  talk->person = before->person;
  g_free (talk->name);
  talk->name = g_strdup (before->name);
  g_free (talk->typed);
  talk->typed = g_strdup (before->typed);
  talk->treatment = before->treatment;
  g_ptr_array_unref (talk->words);
  talk->words = g_ptr_array_copy (before->words, copy_word, NULL);
  g_ptr_array_set_free_func (talk->words, g_free);
  talk->command = before->command;
  talk->purpose = before->purpose;
}

static void
forget_put_off (SetupTalk *talk)
{
  int index = find_put_off (talk, talk->typed);

  if (index >= 0)
    g_ptr_array_remove_index (talk->put_off, (guint)index);
}

/* Adds no course, because the user cannot answer the current question yet, and says how to continue
 * later. If only a date is missing, keeps the question and all answers before it. */
static gboolean
take_later (SetupTalk *talk)
{
  const char *missing = talk->step == STEP_FIRST ? "--first DATE"
                        : talk->step == STEP_DAY ? "--on DATE"
                                                 : NULL;

  if (missing != NULL) {
    g_autofree char *line = line_so_far (talk);

    forget_put_off (talk);
    g_ptr_array_add (talk->put_off, remember (talk));
    tell (
      talk,
      _ ("%s was not added yet, because a date is missing. If you type its name again here, only "
         "the date is asked for. After \"quit\", type this, with the date in place of DATE: %s %s"),
      talk->typed, line, missing);
  } else
    tell (talk, _ ("%s was not added. Once you know more: regimen setup"), talk->typed);
  go_on (talk, STEP_TREATMENT);
  return TRUE;
}

static char *fallback_text (const SetupTalk *talk);
static gboolean take_interval (SetupTalk *talk, const char *typed, GError **error);
static gboolean take_sessions (SetupTalk *talk, const char *typed, GError **error);
static gboolean take_times (SetupTalk *talk, const char *typed, GError **error);

/* The option --fractions of the command add, which holds the allowed number of sessions. */
static const CliOption *
sessions_option (void)
{
  const CliOption *row = cli_command_add.options;

  while (!g_str_equal (row->name, "fractions"))
    row++;
  return row;
}

/* Reads a number of sessions: "10", "ten sessions". Returns: FALSE if it is none, or is out of
 * range. */
static gboolean
count_sessions (const char *text, const RgmTreatment *treatment, int *count)
{
  const CliOption *option = sessions_option ();

  return scan_typed_count (&text, count)
         && (*text == '\0' || is_word (text, treatment->units)
             || is_word (text, rgm_unit_words (treatment->units)) || is_word (text, "."))
         && *count >= option->min && *count <= option->max;
}

/* Whether @text, typed after the name of @treatment (nullable), says how often it is given, how
 * much, or in how many sessions. */
static gboolean
is_detail (const char *text, const RgmTreatment *treatment)
{
  g_autoptr (GArray) times = rgm_times_parse (text, NULL);
  g_autofree char *note = NULL, *amount = amount_parse (text, &note, NULL);
  gboolean sessions = treatment != NULL && g_strcmp0 (treatment->unit, "session") == 0
                      && count_sessions (text, treatment, &(int){ 0 });

  return times != NULL || amount != NULL || sessions
         || rgm_period_parse (text, &(RgmPeriod){ 0 }, NULL);
}

/* Like is_detail(), but also accepts two details as in "120 mg every 4 weeks". */
static gboolean
is_rest (const char *text, const RgmTreatment *treatment)
{
  g_auto (GStrv) details = g_strsplit (text, " every ", 2);

  return is_detail (details[0], treatment)
         && (details[1] == NULL || is_detail (details[1], treatment));
}

/* Splits "denosumab 120 mg" into the name and the rest. The name of a treatment in the catalog may
 * have several words; any other name ends before the first number, or before "every". @name, @rest:
 * (out) (transfer full). */
static gboolean
split_rest (const SetupTalk *talk, const char *typed, char **name, char **rest)
{
  g_auto (GStrv) words = g_strsplit (typed, " ", -1);
  gsize length = 0, end = 0;

  for (guint i = 0; words[i] != NULL && words[i + 1] != NULL; i++) {
    const char *next = words[i + 1];
    gboolean number = g_ascii_isdigit (*next) || is_word (next, N_ ("every"));
    g_autofree char *before = NULL;
    const RgmTreatment *known;

    length += strlen (words[i]) + (i > 0 ? 1 : 0);
    before = g_strndup (typed, length);
    known = rgm_catalog_find (talk->place.catalog, before, NULL);
    if (end == 0 && (known != NULL || number) && is_rest (typed + length + 1, known))
      end = length;
  }
  if (end == 0)
    return FALSE;
  *name = g_strndup (typed, end);
  *rest = g_strdup (typed + end + 1);
  return TRUE;
}

/* Takes @detail, which is_detail() accepts, as the answer to the question that it fits. */
static gboolean
take_detail (SetupTalk *talk, const char *detail)
{
  g_autofree char *note = NULL, *amount = NULL;
  g_autoptr (GArray) times = rgm_times_parse (detail, NULL);

  if (times != NULL)
    return take_times (talk, detail, NULL);
  if (g_strcmp0 (talk->treatment->unit, "session") == 0 && take_sessions (talk, detail, NULL))
    return TRUE;
  if (rgm_period_parse (detail, &(RgmPeriod){ 0 }, NULL))
    return take_interval (talk, detail, NULL);
  amount = amount_parse (detail, &note, NULL);
  if (amount == NULL)
    return TRUE;
  add_word (talk, "--amount");
  add_word (talk, amount);
  tell (talk, _ ("Amount: %s."), amount);
  return TRUE;
}

/* Takes what was typed after the name of the treatment. */
static gboolean
take_rest (SetupTalk *talk)
{
  g_auto (GStrv) details = g_strsplit (talk->rest, " every ", 2);
  gboolean timed;

  g_clear_pointer (&talk->rest, g_free);
  if (!take_detail (talk, details[0]))
    return FALSE;
  timed = talk->step == STEP_RUN;
  if (details[1] != NULL && !take_detail (talk, details[1]))
    return FALSE;
  /* fixed times every two days: there is nothing more to ask */
  return !timed || propose (talk, RUN_COURSE);
}

/* Begins the command that adds a course of talk->treatment, and goes on to the question how it is
 * planned. */
static gboolean
begin_course (SetupTalk *talk)
{
  const RgmTreatment *treatment = talk->treatment;
  const RgmSource *source = treatment->interval_text != NULL
                              ? rgm_catalog_source (talk->place.catalog, treatment->sources[0])
                              : NULL;

  begin_command (talk, "add", person_now (talk)->name);
  add_word (talk, talk->typed);
  if (treatment->custom)
    add_word (talk, "--custom");
  talk->step = treatment->interval.min_days > 0 ? STEP_INTERVAL : STEP_PATTERN;
  if (source != NULL)
    tell (talk, "%s: %s (\"%s\", %s).", treatment->name, treatment->interval_text, source->title,
          source->publisher);
  return talk->rest == NULL || take_rest (talk);
}

/* Fails if @typed names two treatments ("Xgeva and calcium"), because the questions are about one
 * at a time. */
static gboolean
check_one_treatment (const SetupTalk *talk, const char *typed, GError **error)
{
  g_autoptr (GString) text = g_string_new (typed);
  g_auto (GStrv) parts = NULL;

  g_string_replace (text, " and ", ",", 0);
  g_string_replace (text, "&", ",", 0);
  parts = g_strsplit (text->str, ",", 2);
  if (parts[0] == NULL || parts[1] == NULL
      || rgm_catalog_find (talk->place.catalog, g_strstrip (parts[0]), NULL) == NULL)
    return TRUE;
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("Type one treatment at a time, first \"%s\"; the next one is asked for after it"),
               parts[0]);
  return FALSE;
}

static gboolean
take_treatment (SetupTalk *talk, const char *typed, GError **error)
{
  g_autoptr (GError) unknown = NULL;
  g_autofree char *name = NULL;
  const RgmTreatment *found;
  int put_off;

  if (says_none (talk)) {
    go_on (talk, STEP_URGENT_CONTACT);
    return TRUE;
  }
  if (talk->means == SETUP_MEANS_YES)
    return fail_yes (_ ("Then type the name of the treatment; \"list\" shows those that are known"),
                     error);
  if (is_word (typed, N_ ("list"))) {
    begin_command (talk, "catalog", NULL);
    return propose (talk, RUN_LIST);
  }
  g_clear_pointer (&talk->rest, g_free);
  put_off = find_put_off (talk, typed);
  if (put_off >= 0) {
    /* the put-off question is removed, so that after "back" everything is asked again */
    Before *before = g_ptr_array_steal_index (talk->put_off, (guint)put_off);

    restore (talk, before);
    before_free (before);
    return TRUE;
  }
  /* rgm_catalog_find() also finds a brand name with words after it, so @name may keep such words */
  if (!split_rest (talk, typed, &name, &talk->rest))
    name = g_strdup (typed);
  found = rgm_catalog_find (talk->place.catalog, name, &unknown);
  if (g_error_matches (unknown, RGM_ERROR, RGM_ERROR_OTHER_PRODUCT)) {
    g_set_error_literal (error, RGM_ERROR, RGM_ERROR_USAGE, unknown->message);
    return FALSE;
  }
  if (!check_one_treatment (talk, typed, error))
    return FALSE;
  g_free (talk->typed);
  talk->typed = g_steal_pointer (&name);
  talk->treatment = found;
  if (found != NULL)
    return begin_course (talk);
  tell (talk, error_has_trait (unknown, ERROR_ASKS) ? "%s" : "%s.", unknown->message);
  talk->step = STEP_OWN;
  return TRUE;
}

static gboolean
take_own (SetupTalk *talk, const char *typed, GError **error)
{
  gboolean yes;

  if (!take_yes (talk, typed, &yes, error))
    return FALSE;
  if (!yes) {
    tell (talk, _ ("%s was not added."), talk->typed);
    go_on (talk, STEP_TREATMENT);
    return TRUE;
  }
  talk->treatment = rgm_treatment_new_custom (talk->typed, error);
  if (talk->treatment == NULL)
    return FALSE;
  g_ptr_array_add (talk->own, (gpointer)talk->treatment);
  return begin_course (talk);
}

/* The ways to plan a treatment. unit: treatments whose doses have this name are planned in this way
 * by default. others: other answers that mean the same, separated as in the table of
 * setup-words.c. */
static const struct {
  const char *word, *unit;
  Step step;
  const char *others;
} patterns[] = {
  { N_ ("interval"), NULL, STEP_INTERVAL,
    N_ ("an interval|intervals|weeks|every few weeks|every few months|every so many*") },
  { N_ ("sessions"), "session", STEP_SESSIONS,
    N_ ("session|working days|on working days*|one after the other*|every working day") },
  { N_ ("times"), "tablet", STEP_TIMES,
    N_ (
      "time|fixed times*|at fixed times*|daily|every day*|each day*|once a day*|once daily*|twice "
      "a day*|twice daily*|two times a day*|three times a day*|three times daily*|in the "
      "morning*|in the evening*|every morning*|every evening*|morning*|evening*|mornings*") },
  { N_ ("once"), "visit", STEP_DAY, N_ ("one time|only once|just once|a single time|one day") },
  { N_ ("needed"), NULL, STEP_RUN,
    N_ ("as needed|when needed|if needed|only when needed|when i need it|when necessary|on "
        "demand|no plan|without a plan|needed no plan") },
};

/* Takes one of the words of patterns, or directly the answer to the question that would follow:
 * "every 4 weeks", "8am". */
static gboolean
take_pattern (SetupTalk *talk, const char *typed, GError **error)
{
  g_autoptr (GArray) times = rgm_times_parse (typed, NULL);

  if (says_none (talk))
    return take_later (talk);
  if (times != NULL)
    return take_times (talk, typed, error);
  if (g_strcmp0 (talk->treatment->unit, "session") == 0 && take_sessions (talk, typed, NULL))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (is_word (typed, patterns[i].word) || setup_is_among (typed, patterns[i].others)) {
      talk->step = patterns[i].step;
      if (talk->step != STEP_RUN)
        return TRUE;
      add_word (talk, "--as-needed");
      return propose (talk, RUN_COURSE);
    }
  if (rgm_period_parse (typed, &(RgmPeriod){ 0 }, NULL))
    return take_interval (talk, typed, error);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("\"%s\" is not one of them; type interval, sessions, times, once or needed"),
               typed);
  return FALSE;
}

/* The usual interval of the treatment, in weeks if possible; its count is 0 if there is none. */
static RgmPeriod
usual_interval (const SetupTalk *talk)
{
  int days = talk->treatment->interval.usual_days;

  return days % 7 == 0 ? (RgmPeriod){ days / 7, 'w' } : (RgmPeriod){ days, 'd' };
}

/* Adds the unit to a number without one: "4" becomes "4 weeks" if only weeks, and not days, fit the
 * interval in the catalog. Returns: (transfer full) (nullable): @typed if it is not just a number;
 * NULL with RGM_ERROR_USAGE if the unit is not clear. */
static char *
complete_interval (const SetupTalk *talk, const char *typed, GError **error)
{
  const char *at = typed;
  int count, min = talk->treatment->interval.min_days, max = talk->treatment->interval.max_days;
  gboolean weeks, days;

  if (!scan_typed_count (&at, &count) || *at != '\0')
    return g_strdup (typed);
  weeks = min > 0 && count * 7 >= min && count * 7 <= max;
  days = min > 0 && count >= min && count <= max;
  if (weeks != days)
    return g_strdup_printf ("%d %s", count, weeks ? "weeks" : "days");
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%d of what? Type for example \"%d weeks\" or \"%d days\""), count, count, count);
  return NULL;
}

static gboolean
take_interval (SetupTalk *talk, const char *typed, GError **error)
{
  RgmPeriod period = usual_interval (talk);
  g_autofree char *usual = period.count > 0 ? rgm_period_describe (period) : NULL;
  g_autofree char *plain = NULL, *word = NULL, *shown = NULL;

  /* "no" means here that the interval is not the usual one, so it is still asked for */
  if (says_none (talk) && !(talk->means == SETUP_MEANS_NO && usual != NULL))
    return take_later (talk);
  plain = complete_interval (talk, typed, error);
  if (plain == NULL)
    return FALSE;
  if (g_str_has_suffix (plain, " apart"))
    plain[strlen (plain) - strlen (" apart")] = '\0';
  /* the usual interval is offered in the language of the user, and Enter takes these words */
  if (g_strcmp0 (plain, usual) != 0 && !rgm_period_parse (plain, &period, error))
    return FALSE;
  shown = rgm_period_describe (period);
  if (!g_str_equal (plain, typed))
    tell (talk, _ ("Every %s."), shown);
  word = g_strdup_printf ("%d%c", period.count, period.unit);
  add_word (talk, "--every");
  add_word (talk, word);
  talk->step = STEP_GIVEN;
  return TRUE;
}

static gboolean
take_sessions (SetupTalk *talk, const char *typed, GError **error)
{
  const CliOption *option = sessions_option ();
  int count = 0;
  gboolean counted = count_sessions (typed, talk->treatment, &count);
  g_autofree char *number = g_strdup_printf ("%d", count);

  if (says_none (talk))
    return take_later (talk);
  if (!counted) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not a number of sessions; type a number from %d to %d"), typed,
                 option->min, option->max);
    return FALSE;
  }
  add_word (talk, "--fractions");
  add_word (talk, number);
  tell (talk, _ ("In all: %s %s."), number, rgm_unit_words (talk->treatment->units));
  talk->step = STEP_GIVEN;
  return TRUE;
}

static gboolean
take_times (SetupTalk *talk, const char *typed, GError **error)
{
  g_autoptr (GArray) times = NULL;
  g_autoptr (GString) list = g_string_new (NULL);

  if (says_none (talk))
    return take_later (talk);
  times = rgm_times_parse (typed, error);
  if (times == NULL)
    return FALSE;
  for (guint i = 0; i < times->len; i++) {
    gint32 second = g_array_index (times, gint32, i);

    g_string_append_printf (list, i > 0 ? ",%02d:%02d" : "%02d:%02d", second / 3600,
                            second / 60 % 60);
  }
  add_word (talk, "--times");
  add_word (talk, list->str);
  return propose (talk, RUN_COURSE);
}

/* Adds @option ("--first") with the date @typed, and shows how the date was understood. */
static gboolean
take_date (SetupTalk *talk, const char *option, const char *typed, RgmWhenUse use, GError **error)
{
  const RgmZone *zone = person_now (talk)->zone;
  g_autofree char *date = NULL, *shown = NULL;
  RgmWhen when;

  if (!rgm_when_parse (typed, zone, talk->place.now, use, &when, error))
    return FALSE;
  date = g_strdelimit (rgm_local_format (when.local), "T", ' ');
  shown = cli_local_text (when.local);
  if (use == RGM_WHEN_HAPPENED
      && (when.instant != RGM_INSTANT_NONE
            ? when.instant > talk->place.now
            : when.local.day > rgm_zone_day (zone, talk->place.now))) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("%s is still to come; type the date of a dose that was given"), shown);
    return FALSE;
  }
  add_word (talk, option);
  add_word (talk, date);
  tell (talk, "%s", shown);
  return TRUE;
}

static gboolean
take_day (SetupTalk *talk, const char *typed, GError **error)
{
  if (says_none (talk))
    return take_later (talk);
  return take_date (talk, "--on", typed, RGM_WHEN_PLANNED, error) && propose (talk, RUN_COURSE);
}

static gboolean
take_first (SetupTalk *talk, const char *typed, GError **error)
{
  if (says_none (talk))
    return take_later (talk);
  return take_date (talk, "--first", typed, RGM_WHEN_PLANNED, error) && propose (talk, RUN_COURSE);
}

/* The latest of the dates that were added with --given; RGM_NO_DAY if there is none. */
static RgmDay
last_given (const SetupTalk *talk)
{
  RgmDay last = RGM_NO_DAY;

  for (guint i = 1; i < talk->words->len; i++)
    if (g_str_equal (talk->words->pdata[i - 1], "--given")) {
      g_autofree char *date = g_strndup (talk->words->pdata[i], strlen ("2026-12-01"));
      RgmDay day = rgm_day_parse (date, NULL);

      last = last == RGM_NO_DAY ? day : MAX (last, day);
    }
  return last;
}

/* Fails if @typed, the date of the next dose, is not after the last dose that was given. Accepts a
 * text that cannot be parsed, because take_date() refuses it. */
static gboolean
check_after_given (const SetupTalk *talk, const char *typed, GError **error)
{
  RgmDay last = last_given (talk);
  g_autofree char *given = NULL, *next = NULL;
  RgmWhen when;

  if (last == RGM_NO_DAY
      || !rgm_when_parse (typed, person_now (talk)->zone, talk->place.now, RGM_WHEN_PLANNED, &when,
                          NULL)
      || when.local.day > last)
    return TRUE;
  given = cli_day_text (last);
  next = cli_local_text (when.local);
  g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
               _ ("%s is not after %s, when the last one was given; type the date of the next %s, "
                  "or \"count\" to count from that day"),
               next, given, rgm_unit_words (talk->treatment->unit));
  return FALSE;
}

static gboolean
take_next (SetupTalk *talk, const char *typed, GError **error)
{
  if (talk->means == SETUP_MEANS_LATER)
    tell (talk, "%s", _ ("Then the next date counts from the last dose that was given."));
  return (is_word (typed, N_ ("count")) || says_none (talk)
          || (check_after_given (talk, typed, error)
              && take_date (talk, "--first", typed, RGM_WHEN_PLANNED, error)))
         && propose (talk, RUN_COURSE);
}

/* Takes the dates of earlier doses: one date or several. */
static gboolean
take_given (SetupTalk *talk, const char *typed, GError **error)
{
  guint before = talk->words->len;
  g_auto (GStrv) dates = NULL;

  if (talk->means == SETUP_MEANS_YES)
    return fail_yes (_ ("Then type the date of each, like \"8 Oct, 5 Nov\"; \"regimen help dates\" "
                        "shows the ways to write it"),
                     error);
  if (says_none (talk)) {
    if (talk->means == SETUP_MEANS_LATER)
      tell (talk, _ ("No date of an earlier %s is entered."),
            rgm_unit_words (talk->treatment->unit));
    talk->step = talk->step == STEP_GIVEN ? STEP_FIRST : STEP_NEXT;
    return TRUE;
  }
  dates
    = rgm_when_split (typed, person_now (talk)->zone, talk->place.now, RGM_WHEN_HAPPENED, error);
  if (dates == NULL)
    return FALSE;
  for (char **date = dates; *date != NULL; date++)
    if (!take_date (talk, "--given", *date, RGM_WHEN_HAPPENED, error)) {
      g_ptr_array_set_size (talk->words, (int)before);
      g_string_truncate (talk->told, 0);
      return FALSE;
    }
  /* if several dates were typed at once, these are probably all */
  talk->step = dates[1] == NULL ? STEP_OTHER_GIVEN : STEP_NEXT;
  return TRUE;
}

/* ---- whom to call ---- */

/* Begins the command that adds a contact for the purpose of the current question: urgent matters or
 * appointments. */
static void
begin_contact (SetupTalk *talk)
{
  talk->purpose = talk->step == STEP_BOOKING_CONTACT ? RUN_BOOKING_CONTACT : RUN_URGENT_CONTACT;
  begin_command (talk, "contact", person_now (talk)->name);
  add_word (talk, "add");
}

static void
add_purpose (SetupTalk *talk)
{
  add_word (talk, "--for");
  add_word (talk,
            rgm_contact_purpose_key (talk->purpose == RUN_BOOKING_CONTACT ? RGM_CONTACT_BOOKING
                                                                          : RGM_CONTACT_URGENT));
}

/* Asks whether to run the command, now that it has the name and the number of the contact. */
static gboolean
propose_contact (SetupTalk *talk)
{
  add_purpose (talk);
  return propose (talk, talk->purpose);
}

/* Adds no contact, and shows the command that adds one later. */
static gboolean
leave_contact (SetupTalk *talk)
{
  g_autofree char *line = NULL;

  if (talk->step == STEP_URGENT_CONTACT) {
    begin_contact (talk);
    add_word (talk, "NAME");
  }
  add_word (talk, "--phone");
  add_word (talk, "NUMBER");
  add_purpose (talk);
  line = line_so_far (talk);
  tell (talk, _ ("To add it later: %s"), line);
  go_on (talk, STEP_NEXT_PERSON);
  return TRUE;
}

static gboolean
take_contact (SetupTalk *talk, const char *typed, GError **error)
{
  g_autofree char *name = NULL, *phone = NULL;

  if (talk->means == SETUP_MEANS_YES)
    return fail_yes (_ ("Then type the name and the phone number, like \"Ward 3, 555-0100\""),
                     error);
  if (says_none (talk) && talk->step == STEP_URGENT_CONTACT)
    return leave_contact (talk);
  /* a second contact is not needed, because the urgent one is also shown for appointments */
  if (says_none (talk)) {
    go_on (talk, STEP_NEXT_PERSON);
    return TRUE;
  }
  if (!setup_split_contact (typed, &name, &phone, error))
    return FALSE;
  begin_contact (talk);
  if (name != NULL)
    add_word (talk, name);
  if (phone != NULL) {
    add_word (talk, "--phone");
    add_word (talk, phone);
  }
  if (name != NULL && phone != NULL)
    return propose_contact (talk);
  talk->step = name != NULL ? STEP_CONTACT_NUMBER : STEP_CONTACT_NAME;
  return TRUE;
}

static gboolean
take_contact_number (SetupTalk *talk, const char *typed, GError **error)
{
  if (says_none (talk))
    return leave_contact (talk);
  if (!rgm_contact_phone_check (typed, error))
    return FALSE;
  add_word (talk, "--phone");
  add_word (talk, typed);
  return propose_contact (talk);
}

/* Takes the name of the contact and inserts it before "--phone NUMBER" at the end of the
 * command. */
static gboolean
take_contact_name (SetupTalk *talk, const char *typed, GError **error)
{
  g_autofree char *usual = fallback_text (talk);
  const char *name = says_none (talk) ? usual : typed;

  g_ptr_array_insert (talk->words, (int)talk->words->len - 2, g_strdup (name));
  return propose_contact (talk);
}

/* ---- the calendar ---- */

static gboolean
take_calendar (SetupTalk *talk, const char *typed, GError **error)
{
  if (is_word (typed, N_ ("keep")))
    talk->step = STEP_KEPT_FILE;
  else if (is_word (typed, N_ ("once")))
    talk->step = STEP_EXPORTED_FILE;
  else if (says_none (talk)) {
    tell (talk, _ ("To have one later: regimen export --keep ~/treatments.ics"));
    go_on (talk, STEP_ALERTS);
  } else {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("\"%s\" is not one of them; type keep, once or later"), typed);
    return FALSE;
  }
  return TRUE;
}

/* The full path of the calendar file @typed. A name without a folder is placed in the home folder,
 * and ".ics" is added if it is missing. Returns: (transfer full). */
static char *
complete_path (const SetupTalk *talk, const char *typed)
{
  gboolean home = g_str_equal (typed, "~") || g_str_has_prefix (typed, "~/");
  const char *name = home ? typed + (typed[1] == '/' ? 2 : 1) : typed;
  g_autofree char *path = home || strchr (name, '/') == NULL
                            ? g_build_filename (talk->place.home, name, NULL)
                            : g_strdup (name);

  if (*name == '\0' || g_str_has_suffix (name, "/"))
    return g_build_filename (path, "treatments.ics", NULL);
  return g_str_has_suffix (path, ".ics") ? g_steal_pointer (&path)
                                         : g_strconcat (path, ".ics", NULL);
}

static gboolean
take_file (SetupTalk *talk, const char *typed, GError **error)
{
  if (says_none (talk)) {
    talk->step = STEP_CALENDAR;
    return TRUE;
  }
  /* several words are probably a sentence, not the name of a file */
  if (strchr (typed, ' ') != NULL && strchr (typed, '/') == NULL
      && !g_str_has_suffix (typed, ".ics")) {
    g_set_error (
      error, RGM_ERROR, RGM_ERROR_USAGE,
      _ ("\"%s\" does not look like the name of a file; type for example ~/treatments.ics"), typed);
    return FALSE;
  }
  g_autofree char *path = complete_path (talk, typed);

  begin_command (talk, "export", NULL);
  add_word (talk, talk->step == STEP_KEPT_FILE ? "--keep" : "--to");
  add_word (talk, path);
  return propose (talk, RUN_CALENDAR);
}

/* ---- the commands ---- */

static gboolean
take_run (SetupTalk *talk, const char *typed, GError **error)
{
  gboolean yes;

  if (!take_yes (talk, typed, &yes, error))
    return FALSE;
  if (yes) {
    talk->step = STEP_RUNNING;
    return TRUE;
  }
  tell (talk, "%s", _ ("It was not done. \"back\" returns to the answers."));
  go_on (talk, after[talk->purpose].undone);
  return TRUE;
}

/* Goes back to the first question about the dates of this course, and keeps all answers before it.
 * Returns: FALSE if no date was asked for. */
static gboolean
return_to_dates (SetupTalk *talk)
{
  static const Step dates[]
    = { STEP_GIVEN, STEP_OTHER_GIVEN, STEP_FIRST, STEP_NEXT, STEP_DAY, STEP_TIMES };
  guint found = talk->before->len;

  for (guint i = talk->before->len; i-- > 0;) {
    Step step = ((const Before *)talk->before->pdata[i])->step;

    /* here the questions about this course began */
    if (step == STEP_TREATMENT || step == STEP_OTHER_TREATMENT)
      break;
    for (gsize n = 0; n < G_N_ELEMENTS (dates); n++)
      if (step == dates[n])
        found = i;
  }
  if (found == talk->before->len)
    return FALSE;
  restore (talk, talk->before->pdata[found]);
  g_ptr_array_set_size (talk->before, (int)found);
  return TRUE;
}

/* Takes the answer after a safety check refused the command. After "no" only the dates are asked
 * again, because most often a date was wrong. */
static gboolean
take_anyway (SetupTalk *talk, const char *typed, GError **error)
{
  if (talk->means == SETUP_MEANS_LATER || talk->means == SETUP_MEANS_END) {
    tell (talk, _ ("%s was not added."), talk->typed);
    go_on (talk, STEP_TREATMENT);
    return TRUE;
  }
  if (talk->means == SETUP_MEANS_NO) {
    tell (talk, "%s", _ ("It was not put on record. What you answered before is kept."));
    if (!return_to_dates (talk))
      go_on (talk, STEP_TREATMENT);
    return TRUE;
  }
  return take_run (talk, typed, error);
}

void
setup_talk_ran (SetupTalk *talk, const GError *error)
{
  if (talk->purpose == RUN_COURSE && g_error_matches (error, RGM_ERROR, RGM_ERROR_REFUSED)) {
    tell (talk, _ ("A safety check refused this: %s"), error->message);
    add_word (talk, "--anyway");
    talk->step = STEP_ANYWAY;
    return;
  }
  if (error != NULL)
    tell (talk, _ ("That did not work: %s"), error->message);
  else
    g_ptr_array_set_size (talk->before, 0);
  if (error == NULL && talk->purpose == RUN_PERSON) {
    const char *zone = talk->words->pdata[talk->words->len - 1];

    setup_talk_knows_person (talk, talk->name, rgm_zone_get (zone, NULL), 0, 0);
    talk->person = talk->people->len - 1;
  } else if (error == NULL && talk->purpose == RUN_COURSE) {
    ((Person *)talk->people->pdata[talk->person])->courses++;
    forget_put_off (talk);
  } else if (error == NULL && talk->purpose == RUN_ALERTS)
    tell (talk, "%s", _ ("\"regimen check\" says whether alerts will reach you."));
  if (error == NULL || talk->purpose != RUN_COURSE || !return_to_dates (talk))
    go_on (talk, error == NULL ? after[talk->purpose].done : after[talk->purpose].undone);
}

/* ---- the questions ---- */

/* What "%s" in a question stands for. */
typedef enum {
  ABOUT_NOTHING,
  ABOUT_PERSON,
  ABOUT_NEW_PERSON,
  ABOUT_TREATMENT,
  ABOUT_UNIT,
  ABOUT_UNITS,
  ABOUT_LAST_WORD, /* the last word of the command line */
} About;

static const struct {
  const char *question;
  About about;
  const char *fallback; /* what an empty answer means; NULL: fallback_text() decides */
  gboolean (*take) (SetupTalk *talk, const char *typed, GError **error);
  const char *to_me; /* nullable: the question if the person is called "me", the default name */
} steps[] = {
  [STEP_FIRST_PERSON] = { N_ ("Who is treated? Type a name; it is only used on this computer."),
                          ABOUT_NOTHING, N_ ("me"), take_name },
  [STEP_PERSON] = { N_ ("Is there another person whose treatments you want to keep here? Type the "
                        "name."),
                    ABOUT_NOTHING, N_ ("none"), take_person },
  [STEP_NAME]
  = { N_ ("Is \"%s\" the name of one person?"), ABOUT_NEW_PERSON, N_ ("no"), take_name_sure },
  [STEP_ZONE]
  = { N_ ("In which time zone does %s live? Type a country, or a city like Lisbon or New York."),
      ABOUT_NEW_PERSON, NULL, take_zone,
      N_ ("In which time zone do you live? Type a country, or a city like Lisbon or New York.") },
  [STEP_TREATMENT] = { N_ ("Which treatment does %s get? Type its name or its brand name; \"list\" "
                           "shows the names that are known here."),
                       ABOUT_PERSON, N_ ("none"), take_treatment,
                       N_ ("Which treatment do you get? Type its name or its brand name; \"list\" "
                           "shows the names that are known here.") },
  [STEP_OTHER_TREATMENT]
  = { N_ ("Which other treatment does %s get? Type its name or its brand name; \"list\" shows the "
          "names that are known here."),
      ABOUT_PERSON, N_ ("none"), take_treatment,
      N_ ("Which other treatment do you get? Type its name or its brand name; \"list\" shows the "
          "names that are known here.") },
  [STEP_OWN] = { N_ ("Add \"%s\" as a medicine of your own, of which this program knows only the "
                     "name?"),
                 ABOUT_TREATMENT, N_ ("no"), take_own },
  [STEP_PATTERN] = { N_ ("How is %s planned? Type interval (every so many days or weeks), sessions "
                         "(one after the other on working days), times (at fixed times of the "
                         "day), once, or needed (no plan)."),
                     ABOUT_TREATMENT, NULL, take_pattern },
  [STEP_INTERVAL] = { N_ ("How far apart are the %s? Type for example \"4 weeks\" or \"28 days\"."),
                      ABOUT_UNITS, NULL, take_interval },
  [STEP_SESSIONS] = { N_ ("How many %s were prescribed in all? Type a number, for example 10."),
                      ABOUT_UNITS, N_ ("later"), take_sessions },
  [STEP_TIMES] = { N_ ("At which times of the day? Type for example \"8:00, 20:00\"."),
                   ABOUT_NOTHING, N_ ("later"), take_times },
  [STEP_DAY] = { N_ ("On which day is it? Type a date, with a time if it has one; \"regimen help "
                     "dates\" shows the ways to write it."),
                 ABOUT_NOTHING, N_ ("later"), take_day },
  [STEP_GIVEN] = { N_ ("Were %s given before? Type the date of each, with commas between them."),
                   ABOUT_UNITS, N_ ("none"), take_given },
  [STEP_OTHER_GIVEN] = { N_ ("If another %s was given before today, type its date; if that is all, "
                             "only Enter."),
                         ABOUT_UNIT, N_ ("none"), take_given },
  [STEP_FIRST] = { N_ ("When is the first %s planned? Type its date, with a time if it has one."),
                   ABOUT_UNIT, N_ ("later"), take_first },
  [STEP_NEXT] = { N_ ("When is the next %s planned? Type its date, or \"count\" to count from the "
                      "last one."),
                  ABOUT_UNIT, N_ ("count"), take_next },
  [STEP_URGENT_CONTACT]
  = { N_ (
        "Whom does %s call if something is urgent? Type a name and a phone number, like \"Ward 3, "
        "555-0100\"."),
      ABOUT_PERSON, N_ ("later"), take_contact,
      N_ ("Whom do you call if something is urgent? Type a name and a phone number, like \"Ward 3, "
          "555-0100\".") },
  [STEP_BOOKING_CONTACT] = { N_ ("Is there another number for appointments? Type a name and that "
                                 "number."),
                             ABOUT_NOTHING, N_ ("no"), take_contact },
  [STEP_CONTACT_NUMBER] = { N_ ("What is the phone number of \"%s\"?"), ABOUT_LAST_WORD,
                            N_ ("later"), take_contact_number },
  [STEP_CONTACT_NAME] = { N_ ("Whose number is %s?"), ABOUT_LAST_WORD, NULL, take_contact_name },
  [STEP_CALENDAR]
  = { N_ ("Do you want the dates in a calendar program? Type keep (a file that is rewritten after "
          "every change; the program subscribes to it), once (a file to import once), or later."),
      ABOUT_NOTHING, N_ ("keep"), take_calendar },
  [STEP_KEPT_FILE] = { N_ ("Where is the file to be kept?"), ABOUT_NOTHING, NULL, take_file },
  [STEP_EXPORTED_FILE] = { N_ ("Which file is to be written?"), ABOUT_NOTHING, NULL, take_file },
  [STEP_RUN] = { NULL, ABOUT_NOTHING, N_ ("yes"), take_run }, /* purpose_text() */
  [STEP_ANYWAY]
  = { N_ ("Was it prescribed like this all the same? Type yes to put it on record anyway, together "
          "with what the check said; no to enter the dates again; later to leave it out."),
      ABOUT_NOTHING, N_ ("no"), take_anyway },
};

/* The question whether to run the proposed command, in words that fit its purpose. Returns:
 * (transfer none). */
static const char *
purpose_text (Purpose purpose)
{
  switch (purpose) {
  case RUN_LIST:
    return _ ("Show the list?");
  case RUN_CALENDAR:
    return _ ("Write this file?");
  case RUN_ALERTS:
    return _ ("Start the alerts now?");
  default:
    return _ ("Put this on record?");
  }
}

/* The answer that an empty line stands for. Returns: (transfer full): "" if there is none. */
static char *
fallback_text (const SetupTalk *talk)
{
  switch (talk->step) {
  case STEP_ZONE:
    return g_strdup (usual_zone (talk) != NULL ? rgm_zone_name (usual_zone (talk)) : "");
  case STEP_PATTERN:
    for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
      if (g_strcmp0 (patterns[i].unit, talk->treatment->unit) == 0)
        return g_strdup (_ (patterns[i].word));
    return g_strdup (_ (patterns[0].word));
  case STEP_INTERVAL:
    return usual_interval (talk).count > 0 ? rgm_period_describe (usual_interval (talk))
                                           : g_strdup (_ ("later"));
  case STEP_CONTACT_NAME:
    return g_strdup (talk->purpose == RUN_BOOKING_CONTACT ? _ ("appointments") : _ ("clinic"));
  case STEP_KEPT_FILE:
  case STEP_EXPORTED_FILE:
    return g_strdup ("~/treatments.ics");
  default:
    return g_strdup (_ (steps[talk->step].fallback));
  }
}

/* The text that takes the place of "%s" in the question. Returns: (transfer none). */
static const char *
about_text (const SetupTalk *talk)
{
  switch (steps[talk->step].about) {
  case ABOUT_PERSON:
    return person_now (talk)->name;
  case ABOUT_NEW_PERSON:
    return talk->name;
  case ABOUT_TREATMENT:
    return talk->typed;
  case ABOUT_UNIT:
    return rgm_unit_words (talk->treatment->unit);
  case ABOUT_UNITS:
    return rgm_unit_words (talk->treatment->units);
  case ABOUT_LAST_WORD:
    return talk->words->pdata[talk->words->len - 1];
  case ABOUT_NOTHING:
    break;
  }
  return "";
}

void
setup_talk_turn (const SetupTalk *talk, SetupTurn *turn)
{
  gboolean shows = talk->step == STEP_RUN || talk->step == STEP_ANYWAY;

  *turn = (SetupTurn){ .move = SETUP_ASKS };
  if (talk->told->len > 0)
    turn->told = g_strdup (talk->told->str);
  if (shows || talk->step == STEP_RUNNING) {
    g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

    for (guint i = 0; i < talk->words->len; i++)
      g_strv_builder_add (words, talk->words->pdata[i]);
    turn->command = g_strv_builder_end (words);
    turn->name = talk->command;
  }
  if (talk->step == STEP_RUNNING)
    turn->move = SETUP_RUNS;
  else if (talk->step == STEP_END)
    turn->move = SETUP_ENDS;
  else {
    const char *about = about_text (talk), *to_me = steps[talk->step].to_me;
    gboolean own = to_me != NULL && g_str_equal (about, FIRST_PATIENT);
    const char *question = own                      ? _ (to_me)
                           : talk->step == STEP_RUN ? purpose_text (talk->purpose)
                                                    : _ (steps[talk->step].question);
    g_auto (GStrv) parts = g_strsplit (question, "%s", 2);

    turn->question = g_strjoinv (about, parts);
    turn->fallback = fallback_text (talk);
  }
}

void
setup_turn_clear (SetupTurn *turn)
{
  g_free (turn->told);
  g_strfreev (turn->command);
  g_free (turn->question);
  g_free (turn->fallback);
}

/* Returns to the previous question. */
static gboolean
go_back (SetupTalk *talk, GError **error)
{
  Before *before;

  if (talk->before->len == 0) {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                 _ ("There is no question before this one. What was done stays; after \"quit\", "
                    "\"regimen undo\" takes it back."));
    return FALSE;
  }
  before = g_ptr_array_steal_index (talk->before, talk->before->len - 1);
  restore (talk, before);
  before_free (before);
  return TRUE;
}

/* Whether @typed is a command of regimen instead of an answer. It may begin with "regimen" or,
 * unless the question is about a file, with the name of the command. But a name of several words
 * may begin like a command, and the default answer is an answer even if a command has that name. */
static gboolean
is_command (const SetupTalk *talk, const char *typed)
{
  const char *fallback = steps[talk->step].fallback;
  gsize length = strcspn (typed, " ");
  gboolean takes_list = steps[talk->step].take == take_treatment;
  gboolean takes_name = steps[talk->step].take == take_name
                        || steps[talk->step].take == take_contact
                        || steps[talk->step].take == take_contact_name;

  if (talk->means != SETUP_MEANS_ITSELF)
    return FALSE;
  if (length == strlen ("regimen") && g_ascii_strncasecmp (typed, "regimen", length) == 0)
    return TRUE;
  if ((fallback != NULL && is_word (typed, fallback)) || steps[talk->step].take == take_file
      || (takes_list && is_word (typed, N_ ("list"))) || (takes_name && typed[length] != '\0'))
    return FALSE;
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    if (strlen ((*command)->name) == length
        && g_ascii_strncasecmp ((*command)->name, typed, length) == 0)
      return TRUE;
  return FALSE;
}

/* Whether "yes" means @fallback, the default answer shown in brackets: it does only if that is a
 * value such as "4 weeks", not "no" or "later", and if the question of @step can be answered with
 * "yes". */
static gboolean
yes_takes_fallback (Step step, const char *fallback)
{
  return setup_meaning (fallback) == SETUP_MEANS_ITSELF && step != STEP_FIRST_PERSON
         && step != STEP_NEXT;
}

gboolean
setup_talk_answer (SetupTalk *talk, const char *typed, GError **error)
{
  gboolean names = steps[talk->step].take == take_name || steps[talk->step].take == take_person
                   || steps[talk->step].take == take_contact_name;
  gboolean file = steps[talk->step].take == take_file;
  g_autofree char *answer = file ? g_strstrip (g_strdup (typed)) : setup_tidy (typed, names);
  g_autofree char *fallback = fallback_text (talk);
  guint answers;
  Before *before;

  g_string_truncate (talk->told, 0);
  talk->means = setup_meaning (answer);
  if (*answer == '\0'
      || (talk->means == SETUP_MEANS_YES && yes_takes_fallback (talk->step, fallback))) {
    g_free (answer);
    answer = g_steal_pointer (&fallback);
    talk->means = setup_meaning (answer);
  }
  if (*answer == '\0') {
    g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE, "%s", talk->place.zone_doubt);
    return FALSE;
  }
  if (talk->means == SETUP_MEANS_QUIT) {
    setup_talk_leave (talk);
    return TRUE;
  }
  if (talk->means == SETUP_MEANS_BACK)
    return go_back (talk, error);
  if (g_str_equal (answer, "?")) {
    if (fallback != NULL && *fallback != '\0')
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("Type the answer, or only Enter for \"%s\"; \"back\" returns to the question "
                      "before, and \"quit\" leaves"),
                   fallback);
    else
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("Type the answer; \"back\" returns to the question before, and \"quit\" "
                      "leaves"));
    return FALSE;
  }
  if (is_command (talk, answer)) {
    if (fallback != NULL && *fallback != '\0')
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("\"%s\" is a command, and this is a question. Type the answer, or only Enter "
                      "for \"%s\"; \"back\" returns to the question before, and after \"quit\" "
                      "commands can be typed."),
                   answer, fallback);
    else
      g_set_error (error, RGM_ERROR, RGM_ERROR_USAGE,
                   _ ("\"%s\" is a command, and this is a question. Type the answer; \"back\" "
                      "returns to the question before, and after \"quit\" commands can be typed."),
                   answer);
    return FALSE;
  }
  before = remember (talk);
  answers = talk->before->len;
  if (steps[talk->step].take (talk, answer, error)) {
    if (talk->before->len >= answers)
      g_ptr_array_add (talk->before, before);
    else /* the answer led back to an earlier question */
      before_free (before);
    return TRUE;
  }
  before_free (before);
  return FALSE;
}

void
setup_talk_leave (SetupTalk *talk)
{
  g_string_truncate (talk->told, 0);
  tell (talk, "%s", _ ("What was done so far is kept. To go on: regimen setup"));
  talk->step = STEP_END;
}

/* ---- beginning and end ---- */

SetupTalk *
setup_talk_new (const SetupPlace *place)
{
  SetupTalk *talk = g_new0 (SetupTalk, 1);

  talk->place = *place;
  talk->people = g_ptr_array_new_with_free_func (person_free);
  talk->words = g_ptr_array_new_with_free_func (g_free);
  talk->own = g_ptr_array_new_with_free_func ((GDestroyNotify)rgm_treatment_free);
  talk->before = g_ptr_array_new_with_free_func (before_free);
  talk->put_off = g_ptr_array_new_with_free_func (before_free);
  talk->told = g_string_new (NULL);
  talk->step = STEP_FIRST_PERSON;
  return talk;
}

void
setup_talk_free (SetupTalk *talk)
{
  g_ptr_array_unref (talk->people);
  g_ptr_array_unref (talk->words);
  g_string_free (talk->told, TRUE);
  g_ptr_array_unref (talk->own);
  g_ptr_array_unref (talk->before);
  g_ptr_array_unref (talk->put_off);
  g_free (talk->name);
  g_free (talk->typed);
  g_free (talk->rest);
  g_free (talk);
}

void
setup_talk_knows_person (SetupTalk *talk, const char *name, const RgmZone *zone, guint courses,
                         guint contacts)
{
  Person *person = g_new0 (Person, 1);

  person->name = g_strdup (name);
  person->zone = zone != NULL ? zone : talk->place.zone;
  person->courses = courses;
  person->contacts = contacts;
  g_ptr_array_add (talk->people, person);
  go_on (talk, STEP_TREATMENT);
}

void
setup_talk_knows_calendar (SetupTalk *talk)
{
  talk->has_calendar = TRUE;
}

void
setup_talk_knows_alerts (SetupTalk *talk)
{
  talk->has_alerts = TRUE;
}
