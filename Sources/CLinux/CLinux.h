// What the Glibc module lacks: epoll, and what Glibc declares to GNU sources only. Header only; empty anywhere but on Linux.
#pragma once
#ifdef __linux__
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Accepts a connection; the address is an optional `sockaddr`.
extern int accept4(int socket, void *address, unsigned int *length, int flags);

/// A descriptor that becomes readable when a process ends, or -1. Called by its number, for C libraries that are older than the kernel.
static inline int open_process(int process) { return (int)syscall(434 /* pidfd_open, the same everywhere */, process, 0); }

/// As `epoll_wait`, with a limit in nanoseconds below a second; -1 with ENOSYS on kernels before 5.11.
static inline int wait_for_events(int set, struct epoll_event *events, int count, long nanoseconds) {
    const long long limit[2] = {0, nanoseconds};  // A timespec, as the kernel defines it for this call everywhere.
    return (int)syscall(441 /* epoll_pwait2, the same everywhere */, set, events, count, limit, (void *)0, 0);
}

/// What `getrusage` takes for the calling thread alone.
static const int usage_of_thread = 1;
#endif
