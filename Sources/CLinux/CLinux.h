// What the Glibc module lacks: epoll. Header only; empty anywhere but on Linux.
#pragma once
#ifdef __linux__
#include <sys/epoll.h>
#endif
