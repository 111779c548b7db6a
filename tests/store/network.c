/* the two names of the call are two functions here */
#undef _FILE_OFFSET_BITS

#include "network.h"

#include <dlfcn.h>
#include <sys/statfs.h>

#define NFS 0x6969

gboolean network_is_pretended;

/* They stand in for those of the C library, whose parameters have names of their own. The two
 * structures are the same.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

int
statfs (const char *path, struct statfs *status)
{
  int (*real) (const char *, struct statfs *)
    = (int (*) (const char *, struct statfs *))dlsym (RTLD_NEXT, "statfs");
  int answer = real (path, status);

  if (network_is_pretended && answer == 0)
    status->f_type = NFS;
  return answer;
}

int
statfs64 (const char *path, struct statfs64 *status)
{
  return statfs (path, (struct statfs *)status);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
