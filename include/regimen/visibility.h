/* visibility.h: libregimen exports the functions that are declared between RGM_BEGIN_DECLS and
 * RGM_END_DECLS. */
#pragma once

#ifdef __cplusplus
#define RGM_BEGIN_DECLS                                                                            \
  extern "C" {                                                                                     \
  _Pragma ("GCC visibility push(default)")
#define RGM_END_DECLS                                                                              \
  _Pragma ("GCC visibility pop")                                                                   \
  }
#else
#define RGM_BEGIN_DECLS _Pragma ("GCC visibility push(default)")
#define RGM_END_DECLS _Pragma ("GCC visibility pop")
#endif
