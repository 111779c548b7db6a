/* sandbox.c: gives up every right of this process except to read and write the files that it has
 * open. */
#include "programs/read-calendar/sandbox.h"

#include "base/sanitizers.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MEMORY ((rlim_t)512 * 1024 * 1024)
#define SECONDS 4

/* The processor architectures of Debian. */
#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define MACHINE AUDIT_ARCH_I386
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined(__arm__)
#define MACHINE AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define MACHINE AUDIT_ARCH_PPC64LE
#elif defined(__s390x__)
#define MACHINE AUDIT_ARCH_S390X
#elif defined(__loongarch64)
#define MACHINE AUDIT_ARCH_LOONGARCH64
#elif defined(__mips64) && _MIPS_SIM == _ABI64 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define MACHINE AUDIT_ARCH_MIPSEL64
#else
#define MACHINE 0
#endif

static gboolean
limit (int what, rlim_t most)
{
  struct rlimit both = { most, most };

  return setrlimit (what, &both) == 0;
}

/* The system calls with which the C library reads, writes, gets memory and ends the process. None
 * of them takes a path. 32-bit machines have other names for some of them, and not every machine
 * has all. */
static const int allowed[] = {
  SYS_read,
  SYS_write,
  SYS_close,
  SYS_munmap,
  SYS_mremap,
  SYS_brk,
  SYS_madvise,
  SYS_exit,
  SYS_exit_group,
  SYS_rt_sigreturn,
  SYS_rt_sigaction,
  SYS_rt_sigprocmask,
  SYS_getpid,
  SYS_gettid,
  SYS_restart_syscall,
#ifdef SYS_lseek
  SYS_lseek,
#endif
#ifdef SYS__llseek
  SYS__llseek,
#endif
#ifdef SYS_fstat
  SYS_fstat,
#endif
#ifdef SYS_fstat64
  SYS_fstat64,
#endif
#ifdef SYS_futex
  SYS_futex,
#endif
#ifdef SYS_futex_time64
  SYS_futex_time64,
#endif
#ifdef SYS_clock_gettime
  SYS_clock_gettime,
#endif
#ifdef SYS_clock_gettime64
  SYS_clock_gettime64,
#endif
};

/* The system calls that are allowed only with certain values of one argument. */
static const struct {
  int call, argument;
  enum { NEVER_EXECUTABLE, TO_THIS_PROCESS } rule;
} restricted[] = {
  { SYS_mprotect, 2, NEVER_EXECUTABLE },
#if defined(SYS_mmap2)
  { SYS_mmap2, 2, NEVER_EXECUTABLE },
/* on s390x the arguments of mmap are in memory, where no filter can see them */
#elif !defined(__s390x__)
  { SYS_mmap, 2, NEVER_EXECUTABLE },
#endif
  { SYS_tgkill, 0, TO_THIS_PROCESS }, /* abort() */
};

enum {
  BEFORE = 4, /* steps of the filter before it compares the first system call */
  STEPS_FOR_RESTRICTED = 5,
  REFUSED = SECCOMP_RET_ERRNO | 1, /* EPERM */
  AT_LOW_HALF = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0,
};

/* Writes to @code the steps that decide about the restricted call @i. They look only at the low
 * half of the argument, because the kernel uses no more of it either. */
static void
add_restricted (struct sock_filter *code, gsize i)
{
  gboolean memory = restricted[i].rule == NEVER_EXECUTABLE;
  guint32 at = (guint32)offsetof (struct seccomp_data, args)
               + (guint32)restricted[i].argument * sizeof (guint64) + AT_LOW_HALF;

  code[0] = (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, (guint)restricted[i].call, 0,
                                          STEPS_FOR_RESTRICTED - 1);
  code[1] = (struct sock_filter)BPF_STMT (BPF_LD | BPF_W | BPF_ABS, at);
  code[2] = memory
              ? (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1)
              : (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, (guint)getpid (), 1, 0);
  code[3] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, REFUSED);
  code[4] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
}

/* Makes all system calls but the allowed ones fail from now on, as if this process had no right to
 * them. */
static gboolean
filter_calls (void)
{
  enum {
    COUNT = G_N_ELEMENTS (allowed),
    MORE = G_N_ELEMENTS (restricted) * STEPS_FOR_RESTRICTED,
    STEPS = BEFORE + MORE + COUNT + 2,
  };
  struct sock_filter code[STEPS];
  struct sock_fprog program = { STEPS, code };
  int n = 0;

  code[n++]
    = (struct sock_filter)BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, arch));
  code[n++] = (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
  code[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  code[n++]
    = (struct sock_filter)BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr));
  for (gsize i = 0; i < G_N_ELEMENTS (restricted); i++, n += STEPS_FOR_RESTRICTED)
    add_restricted (code + n, i);
  for (int i = 0; i < COUNT; i++)
    code[n++] = (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, (guint)allowed[i],
                                              (guint8)(COUNT - i), 0);
  code[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, REFUSED);
  code[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  return MACHINE != 0 && prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

gboolean
sandbox_enter (void)
{
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !limit (RLIMIT_CPU, SECONDS)
      || !limit (RLIMIT_CORE, 0) || !limit (RLIMIT_FSIZE, 0))
    return FALSE;
  if (REGIMEN_SANITIZED)
    return TRUE;
  return prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && limit (RLIMIT_NPROC, 0)
         && limit (RLIMIT_NOFILE, 3) && limit (RLIMIT_AS, MEMORY) && filter_calls ();
}
