/* floor-parse FILE: the plain way to read a calendar with libical: all of FILE into memory, the
 * whole tree of it, and a count of its events, which is written to standard output. */
#include <libical/ical.h>

#include <stdio.h>
#include <stdlib.h>

static char *
read_all (const char *path)
{
  FILE *file = fopen (path, "rb");
  char *text = NULL;
  long length;

  if (file == NULL)
    return NULL;
  if (fseek (file, 0, SEEK_END) == 0 && (length = ftell (file)) >= 0
      && fseek (file, 0, SEEK_SET) == 0 && (text = malloc ((size_t)length + 1)) != NULL)
    text[fread (text, 1, (size_t)length, file)] = '\0';
  fclose (file);
  return text;
}

int
main (int argc, char **argv)
{
  char *text = argc == 2 ? read_all (argv[1]) : NULL;
  icalcomponent *calendar = text != NULL ? icalparser_parse_string (text) : NULL;

  if (calendar == NULL) {
    fputs (argc == 2 ? "floor-parse: no calendar\n" : "usage: floor-parse FILE\n", stderr);
    free (text);
    return EXIT_FAILURE;
  }
  printf ("%d\n", icalcomponent_count_components (calendar, ICAL_VEVENT_COMPONENT));
  icalcomponent_free (calendar);
  free (text);
  return EXIT_SUCCESS;
}
