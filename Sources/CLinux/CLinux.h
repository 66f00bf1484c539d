// What the Glibc module lacks: epoll, and the calls that Glibc declares to GNU sources only. Header only; empty anywhere but on Linux.
#pragma once
#ifdef __linux__
#include <sys/epoll.h>

/// Accepts a connection; the address is an optional `sockaddr`.
extern int accept4(int socket, void *address, unsigned int *length, int flags);
#endif
