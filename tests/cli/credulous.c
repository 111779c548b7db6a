/* credulous: to be preloaded: no character counts as one that cannot be seen, so that a command
 * takes any text. A record may have such text from elsewhere: an older program, or a copy that
 * somebody else made. */
#include <glib.h>

GUnicodeType
g_unichar_type (gunichar c)
{
  return G_UNICODE_OTHER_LETTER;
}
