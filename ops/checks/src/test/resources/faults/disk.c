/* Stands between a process and its disk (LD_PRELOAD): fails or stalls syncs on order, and records
 * what is written, synced, created, renamed and deleted.
 *
 * It minds only paths that contain DROMOS_DISK_BELOW. Orders are files in the directory
 * DROMOS_DISK_ORDERS: "fail" lets the next sync of written data fail with EIO and is taken away
 * then, "stall" holds up every sync as long as it is there. (A sync of nothing but zeros, which
 * prepares a file, is not failed.) With DROMOS_DISK_RECORD every operation is added to that file:
 *
 *   char operation, u16 length of path, path behind DROMOS_DISK_BELOW, u64 a, u64 b, payload
 *   'C' created     'W' a: position, b: bytes, payload     'Z' the same, all zeros
 *   'T' a: size     'R' b: bytes of the new path, payload  'U' unlinked
 *   'B' a sync begins, a: its number                       'S' the sync a has succeeded
 *
 * All numbers are big-endian. Writes are recorded in their order; a sync covers those recorded
 * before its 'B'. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES_MAX 65536
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *paths[FILES_MAX];
static char written[FILES_MAX];
static uint32_t syncs;
static int record = -2;

/* The part of a path that is recorded, or NULL if it is not ours. */
static const char *ours(const char *path) {
    const char *below = getenv("DROMOS_DISK_BELOW");
    const char *found = below && path ? strstr(path, below) : NULL;
    return found ? found + strlen(below) : NULL;
}

static const char *of(int fd) { return fd >= 0 && fd < FILES_MAX ? paths[fd] : NULL; }

static void put(unsigned char **at, uint64_t value, int bytes) {
    while (bytes-- > 0) *(*at)++ = (unsigned char)(value >> (8 * bytes));
}

static void add(char operation, const char *path, uint64_t a, uint64_t b, const void *payload) {
    if (record == -2) {
        const char *name = getenv("DROMOS_DISK_RECORD");
        record = name ? (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    }
    if (record < 0) return;
    size_t length = strlen(path);
    unsigned char *bytes = malloc(19 + length + (payload ? b : 0)), *at = bytes;
    put(&at, (unsigned char)operation, 1);
    put(&at, length, 2);
    memcpy(at, path, length);
    at += length;
    put(&at, a, 8);
    put(&at, b, 8);
    if (payload) { memcpy(at, payload, b); at += b; }
    if (syscall(SYS_write, record, bytes, at - bytes) != at - bytes) abort();
    free(bytes);
}

static int is_zero(const char *bytes, size_t count) {
    return count == 0 || (bytes[0] == 0 && memcmp(bytes, bytes + 1, count - 1) == 0);
}

static void wrote(int fd, const void *bytes, ssize_t count, off_t position) {
    int zeros = is_zero(bytes, (size_t)count);
    if (!zeros) written[fd] = 1;
    add(zeros ? 'Z' : 'W', of(fd), (uint64_t)position, (uint64_t)count, zeros ? NULL : bytes);
}

static void opened(int fd, const char *path, int created, int flags) {
    char real[PATH_MAX];
    const char *mine = realpath(path, real) ? ours(real) : NULL;
    if (fd < 0 || fd >= FILES_MAX || !mine) return;
    pthread_mutex_lock(&lock);
    free(paths[fd]);
    paths[fd] = strdup(mine);
    written[fd] = 0;
    if (created) add('C', mine, 0, 0, NULL);
    else if (flags & O_TRUNC) add('T', mine, 0, 0, NULL);
    pthread_mutex_unlock(&lock);
}

static int open_any(int dir, const char *path, int flags, mode_t mode) {
    int created = (flags & O_CREAT) && faccessat(dir, path, F_OK, 0) != 0;
    int fd = (int)syscall(SYS_openat, dir, path, flags, mode);
    if (fd >= 0 && (dir == AT_FDCWD || path[0] == '/')) opened(fd, path, created, flags);
    return fd;
}

#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); }
int open(const char *path, int flags, ...) { MODE return open_any(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return open_any(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int dir, const char *path, int flags, ...) { MODE return open_any(dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { MODE return open_any(dir, path, flags | O_LARGEFILE, mode); }

int close(int fd) {
    if (of(fd)) {
        pthread_mutex_lock(&lock);
        free(paths[fd]);
        paths[fd] = NULL;
        pthread_mutex_unlock(&lock);
    }
    return (int)syscall(SYS_close, fd);
}

static ssize_t write_at(int fd, const void *bytes, size_t count, off_t position) {
    if (!of(fd)) return syscall(SYS_pwrite64, fd, bytes, count, position);
    pthread_mutex_lock(&lock);
    ssize_t done = syscall(SYS_pwrite64, fd, bytes, count, position);
    int error = errno;
    if (done > 0) wrote(fd, bytes, done, position);
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t position) { return write_at(fd, bytes, count, position); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t position) { return write_at(fd, bytes, count, position); }

ssize_t write(int fd, const void *bytes, size_t count) {
    if (!of(fd)) return syscall(SYS_write, fd, bytes, count);
    pthread_mutex_lock(&lock);
    off_t position = lseek(fd, 0, SEEK_CUR);
    ssize_t done = syscall(SYS_write, fd, bytes, count);
    int error = errno;
    if (done > 0) wrote(fd, bytes, done, position);
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

/* Nothing of ours writes in these ways; if it ever does, the record must not miss it. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (of(fd)) { fprintf(stderr, "writev to %s is not recorded\n", of(fd)); abort(); }
    return syscall(SYS_writev, fd, parts, count);
}

static int cut(int fd, off_t size) {
    pthread_mutex_lock(&lock);
    int done = (int)syscall(SYS_ftruncate, fd, size);
    if (done == 0 && of(fd)) add('T', of(fd), (uint64_t)size, 0, NULL);
    pthread_mutex_unlock(&lock);
    return done;
}
int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

static int stands(const char *order, int take_away) {
    const char *orders = getenv("DROMOS_DISK_ORDERS");
    char path[PATH_MAX];
    if (!orders) return 0;
    snprintf(path, sizeof path, "%s/%s", orders, order);
    return take_away ? syscall(SYS_unlinkat, AT_FDCWD, path, 0) == 0 : access(path, F_OK) == 0;
}

static int sync_file(int fd, int (*real)(int)) {
    if (!of(fd)) return real(fd);
    while (stands("stall", 0)) usleep(2000);
    if (written[fd] && stands("fail", 1)) {
        written[fd] = 0;
        errno = EIO;
        return -1;
    }
    pthread_mutex_lock(&lock);
    char *path = strdup(of(fd) ? of(fd) : "");
    uint64_t number = (uint64_t)getpid() << 32 | ++syncs;
    written[fd] = 0;
    add('B', path, number, 0, NULL);
    pthread_mutex_unlock(&lock);
    int done = real(fd), error = errno;
    pthread_mutex_lock(&lock);
    if (done == 0) add('S', path, number, 0, NULL);
    pthread_mutex_unlock(&lock);
    free(path);
    errno = error;
    return done;
}
int fsync(int fd) { return sync_file(fd, REAL(fsync)); }
int fdatasync(int fd) { return sync_file(fd, REAL(fdatasync)); }

int rename(const char *from, const char *to) {
    pthread_mutex_lock(&lock);
    int done = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0), error = errno;
    if (done == 0 && ours(from) && ours(to)) add('R', ours(from), 0, strlen(ours(to)), ours(to));
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

int unlink(const char *path) {
    pthread_mutex_lock(&lock);
    int done = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0), error = errno;
    if (done == 0 && ours(path)) add('U', ours(path), 0, 0, NULL);
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}
