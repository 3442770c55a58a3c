/* A disk and a clock that fail on purpose: loaded into the program with LD_PRELOAD by tests/faults/disk.rs.
 *
 * FAULT_AT=n     the n-th change of a file below FAULT_BELOW fails, and so does every one behind it
 * FAULT_ERROR=e  with this errno (28 no space, 5 input/output error, 30 read-only)
 * FAULT_ONCE=1   only that one fails
 * FAULT_SHORT=1  a write that fails has written half of its bytes before
 * FAULT_LOG=f    the number of changes so far is kept in this file
 *
 * A change is an open that writes, a write, an fsync, a rename or a mkdir. Taking something away works on a
 * full disk too. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int changes;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int below(const char *path) {
    const char *folder = getenv("FAULT_BELOW");
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int below_at(int dir, const char *path) {
    char here[PATH_MAX], whole[2 * PATH_MAX];
    if (path && path[0] == '/') return below(path);
    if (!path || dir != AT_FDCWD || !getcwd(here, sizeof here)) return 0;
    snprintf(whole, sizeof whole, "%s/%s", here, path);
    return below(whole);
}

static int below_fd(int fd) {
    char link[64], path[PATH_MAX];
    struct stat about;
    if (fstat(fd, &about) || !S_ISREG(about.st_mode)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return below(path);
}

/* True where this change fails; errno is set then. */
static int fails(void) {
    const char *at = getenv("FAULT_AT"), *error = getenv("FAULT_ERROR"), *log = getenv("FAULT_LOG");
    changes++;
    if (log) {
        char number[16];
        int length = snprintf(number, sizeof number, "%d", changes);
        int fd = REAL(open)(log, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        if (fd >= 0) {
            ssize_t ignored = REAL(write)(fd, number, (size_t)length);
            (void)ignored;
            close(fd);
        }
    }
    if (!at || !error) return 0;
    int first = atoi(at);
    if (changes < first || (getenv("FAULT_ONCE") && changes > first)) return 0;
    errno = atoi(error);
    return 1;
}

static int writes(int flags) { return (flags & O_ACCMODE) != O_RDONLY; }

#define OPEN(name)                                                             \
    int name(const char *path, int flags, ...) {                               \
        va_list rest;                                                          \
        va_start(rest, flags);                                                 \
        mode_t mode = va_arg(rest, mode_t);                                    \
        va_end(rest);                                                          \
        if (writes(flags) && below_at(AT_FDCWD, path) && fails()) return -1;   \
        return REAL(name)(path, flags, mode);                                  \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                           \
    int name(int dir, const char *path, int flags, ...) {                      \
        va_list rest;                                                          \
        va_start(rest, flags);                                                 \
        mode_t mode = va_arg(rest, mode_t);                                    \
        va_end(rest);                                                          \
        if (writes(flags) && below_at(dir, path) && fails()) return -1;        \
        return REAL(name)(dir, path, flags, mode);                             \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *bytes, size_t count) {
    if (below_fd(fd) && fails()) {
        int error = errno;
        if (getenv("FAULT_SHORT")) {
            ssize_t ignored = REAL(write)(fd, bytes, count / 2);
            (void)ignored;
        }
        errno = error;
        return -1;
    }
    return REAL(write)(fd, bytes, count);
}

int fsync(int fd) { return below_fd(fd) && fails() ? -1 : REAL(fsync)(fd); }

int fdatasync(int fd) { return below_fd(fd) && fails() ? -1 : REAL(fdatasync)(fd); }

int rename(const char *from, const char *to) {
    return below_at(AT_FDCWD, to) && fails() ? -1 : REAL(rename)(from, to);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
    return below_at(to_dir, to) && fails() ? -1 : REAL(renameat2)(from_dir, from, to_dir, to, flags);
}

int mkdir(const char *path, mode_t mode) {
    return below_at(AT_FDCWD, path) && fails() ? -1 : REAL(mkdir)(path, mode);
}
