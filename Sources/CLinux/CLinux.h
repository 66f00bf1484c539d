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

/// What `getrusage` takes for the calling thread alone.
static const int usage_of_thread = 1;
#endif
