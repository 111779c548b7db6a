#include "sandbox.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#define MEMORY ((rlim_t)512 * 1024 * 1024)
#define SECONDS 4

/* The sanitizers need more memory and more calls than a program does. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#else
#define MACHINE 0
#endif

static void
limit (int what, rlim_t most)
{
  struct rlimit both = { most, most };

  setrlimit (what, &both);
}

/* What the C library does to read, write, get memory and end. */
static const int allowed[] = {
  SYS_read,           SYS_write,         SYS_close,           SYS_fstat,
  SYS_lseek,          SYS_mmap,          SYS_munmap,          SYS_mprotect,
  SYS_mremap,         SYS_brk,           SYS_madvise,         SYS_futex,
  SYS_exit,           SYS_exit_group,    SYS_rt_sigreturn,    SYS_rt_sigaction,
  SYS_rt_sigprocmask, SYS_clock_gettime, SYS_getpid,          SYS_gettid,
  SYS_tgkill,         SYS_newfstatat,    SYS_restart_syscall,
};

/* All other calls fail, as if this process had no right to them. */
static void
filter_calls (void)
{
  enum { COUNT = G_N_ELEMENTS (allowed) };
  struct sock_filter code[COUNT + 6];
  struct sock_fprog program = { COUNT + 6, code };
  int n = 0;

  code[n++]
    = (struct sock_filter)BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, arch));
  code[n++] = (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
  code[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  code[n++]
    = (struct sock_filter)BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr));
  for (int i = 0; i < COUNT; i++)
    code[n++] = (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, (guint)allowed[i],
                                              (guint8)(COUNT - i), 0);
  code[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1 /* EPERM */);
  code[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

void
cli_sandbox_enter (void)
{
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit (RLIMIT_CPU, SECONDS);
  limit (RLIMIT_CORE, 0);
  limit (RLIMIT_FSIZE, 0);
  if (SANITIZED)
    return;
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
  limit (RLIMIT_NPROC, 0);
  limit (RLIMIT_NOFILE, 3);
  limit (RLIMIT_AS, MEMORY);
  if (MACHINE != 0)
    filter_calls ();
}
