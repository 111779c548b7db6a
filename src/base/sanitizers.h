/* sanitizers.h: whether this is a build with sanitizers. They need more rights than the program
 * itself: more memory, more system calls, and access to their own process like that of a
 * debugger. */
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define REGIMEN_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define REGIMEN_SANITIZED 1
#endif
#endif
#ifndef REGIMEN_SANITIZED
#define REGIMEN_SANITIZED 0
#endif
