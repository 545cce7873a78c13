// Counts the operations by which a process changes files below $FAULT_ROOT, and makes one of them
// go wrong. Preloaded with LD_PRELOAD; the product knows nothing of it.
//
//   FAULT_ROOT   absolute path of a folder; only files below it count
//   FAULT_AT     number of the operation that goes wrong, the first is 1; unset: only count
//   FAULT_MODE   kill       SIGKILL before the operation
//                torn       half of a write is done, then SIGKILL
//                power      like kill, and bytes that were never fsynced are lost
//                error      the operation fails with FAULT_ERRNO
//                full       from here on, whatever needs space fails with ENOSPC, the first write
//                           after half of its bytes; other operations go on
//                tight      like full, until a whole file of a folder cache/segments is removed
//   FAULT_ERRNO  error number for the mode `error`
//   FAULT_COUNT  file that receives the number of operations when the process ends by itself
//   FAULT_TRACE  file that receives the name and path of the operation that went wrong

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum fault { NONE, FAIL, HALF };
enum need { NO_SPACE, SPACE };

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static long operations, fault_at;
static const char *mode = "";
static int ready, relieved;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

// Files that hold bytes which were not fsynced: a descriptor of our own, and the safe length.
static struct { int descriptor; dev_t device; ino_t inode; off_t safe; } unsafe_files[1024];
static int unsafe_count;

static void prepare(void) {
    if (ready) return;
    ready = 1;
    const char *folder = getenv("FAULT_ROOT"), *at = getenv("FAULT_AT");
    if (folder && !realpath(folder, root)) snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    if (at) fault_at = atol(at);
    if (getenv("FAULT_MODE")) mode = getenv("FAULT_MODE");
}

static void report(const char *variable, const char *text) {
    const char *path = getenv(variable);
    if (!path) return;
    int file = REAL(open)(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return;
    ssize_t written = REAL(write)(file, text, strlen(text));
    (void)written;
    close(file);
}

__attribute__((destructor)) static void finish(void) {
    char text[32];
    snprintf(text, sizeof text, "%ld\n", operations);
    report("FAULT_COUNT", text);
}

static void descriptor_path(int descriptor, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
}

// The folder is resolved, the last name is not: it may be a link that is made or removed.
static void name_path(int folder, const char *name, char *path) {
    char joined[2 * PATH_MAX], parent[PATH_MAX];
    if (name[0] == '/') {
        snprintf(joined, sizeof joined, "%s", name);
    } else {
        if (folder == AT_FDCWD) {
            if (!getcwd(parent, sizeof parent)) parent[0] = 0;
        } else {
            descriptor_path(folder, parent);
        }
        snprintf(joined, sizeof joined, "%s/%s", parent, name);
    }
    char *slash = strrchr(joined, '/');
    char last[PATH_MAX];
    snprintf(last, sizeof last, "%s", slash + 1);
    *slash = 0;
    if (!realpath(joined[0] ? joined : "/", parent))
        snprintf(parent, sizeof parent, "%.4000s", joined);
    snprintf(path, PATH_MAX, "%.2000s/%.2000s", strcmp(parent, "/") ? parent : "", last);
}

static int is_below_root(const char *path) {
    return root_length && !strncmp(path, root, root_length)
        && (path[root_length] == '/' || !path[root_length]);
}

static void lose_unsynchronized(void) {
    for (int i = 0; i < unsafe_count; i++) {
        if (REAL(ftruncate)(unsafe_files[i].descriptor, unsafe_files[i].safe)) continue;
    }
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

// Counts an operation and says what is to become of it; errno is set for FAIL.
static enum fault step(const char *call, const char *path, enum need need, int is_write) {
    enum fault fault = NONE;
    prepare();
    if (!is_below_root(path)) return NONE;
    pthread_mutex_lock(&guard);
    operations++;
    int hit = fault_at && operations == fault_at;
    int tight = !strcmp(mode, "tight") && !relieved;
    int full = fault_at && operations >= fault_at && (tight || !strcmp(mode, "full"));
    if (full && !strncmp(call, "unlink", 6) && strstr(path, "/cache/segments/")
        && !strstr(path, "/tmp-"))
        relieved = 1;
    if (hit) {
        char text[PATH_MAX + 64];
        snprintf(text, sizeof text, "%s %s\n", call, path);
        report("FAULT_TRACE", text);
        if (!strcmp(mode, "torn") && is_write) fault = HALF;
        else if (!strcmp(mode, "error")) fault = FAIL;
        else if (!full) {
            if (!strcmp(mode, "power")) lose_unsynchronized();
            die();
        }
    }
    if (full && need == SPACE) fault = hit && is_write ? HALF : FAIL;
    pthread_mutex_unlock(&guard);
    if (fault == FAIL) {
        const char *number = getenv("FAULT_ERRNO");
        errno = full || !number ? ENOSPC : atoi(number);
    }
    return fault;
}

static enum fault step_descriptor(const char *call, int descriptor, enum need need, int is_write) {
    char path[PATH_MAX];
    int saved = errno;
    prepare();
    if (!root_length) return NONE;
    descriptor_path(descriptor, path);
    errno = saved;
    return step(call, path, need, is_write);
}

static enum fault step_name(const char *call, int folder, const char *name, enum need need) {
    char path[PATH_MAX];
    int saved = errno;
    prepare();
    if (!root_length) return NONE;
    name_path(folder, name, path);
    errno = saved;
    return step(call, path, need, 0);
}

// Remembers up to where a file is safe, before its first write after an fsync.
static void note_write(int descriptor) {
    struct stat status;
    char path[PATH_MAX];
    if (strcmp(mode, "power") || fstat(descriptor, &status)) return;
    descriptor_path(descriptor, path);
    if (!is_below_root(path)) return;
    pthread_mutex_lock(&guard);
    int known = 0;
    for (int i = 0; i < unsafe_count; i++) {
        known |= unsafe_files[i].device == status.st_dev && unsafe_files[i].inode == status.st_ino;
    }
    if (!known && unsafe_count < 1024) {
        unsafe_files[unsafe_count].descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 512);
        unsafe_files[unsafe_count].device = status.st_dev;
        unsafe_files[unsafe_count].inode = status.st_ino;
        unsafe_files[unsafe_count++].safe = status.st_size;
    }
    pthread_mutex_unlock(&guard);
}

static void note_synchronized(int descriptor) {
    struct stat status;
    if (strcmp(mode, "power") || fstat(descriptor, &status)) return;
    pthread_mutex_lock(&guard);
    for (int i = 0; i < unsafe_count; i++) {
        if (unsafe_files[i].device != status.st_dev || unsafe_files[i].inode != status.st_ino)
            continue;
        close(unsafe_files[i].descriptor);
        unsafe_files[i--] = unsafe_files[--unsafe_count];
    }
    pthread_mutex_unlock(&guard);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    enum fault fault = step_descriptor("write", descriptor, SPACE, 1);
    if (fault == FAIL) return -1;
    note_write(descriptor);
    if (fault == NONE) return REAL(write)(descriptor, bytes, count);
    ssize_t half = REAL(write)(descriptor, bytes, count / 2);
    if (!strcmp(mode, "torn")) die();
    if (half > 0) return half;
    errno = ENOSPC;
    return -1;
}

#define FAILS_DESCRIPTOR(descriptor, need) \
    if (step_descriptor(__func__, descriptor, need, 0) != NONE) return -1;
#define FAILS_NAME(folder, name, need) \
    if (step_name(__func__, folder, name, need) != NONE) return -1;

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    FAILS_DESCRIPTOR(descriptor, SPACE)
    note_write(descriptor);
    return REAL(writev)(descriptor, parts, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    FAILS_DESCRIPTOR(descriptor, SPACE)
    note_write(descriptor);
    return REAL(pwrite)(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    FAILS_DESCRIPTOR(descriptor, SPACE)
    note_write(descriptor);
    return REAL(pwrite64)(descriptor, bytes, count, offset);
}

ssize_t copy_file_range(
    int from, off64_t *from_offset, int to, off64_t *to_offset, size_t count, unsigned flags) {
    FAILS_DESCRIPTOR(to, SPACE)
    note_write(to);
    return REAL(copy_file_range)(from, from_offset, to, to_offset, count, flags);
}

int fsync(int descriptor) {
    FAILS_DESCRIPTOR(descriptor, NO_SPACE)
    note_synchronized(descriptor);
    return REAL(fsync)(descriptor);
}

int syncfs(int descriptor) {
    FAILS_DESCRIPTOR(descriptor, NO_SPACE)
    pthread_mutex_lock(&guard);
    while (unsafe_count > 0) close(unsafe_files[--unsafe_count].descriptor);
    pthread_mutex_unlock(&guard);
    return REAL(syncfs)(descriptor);
}

int fdatasync(int descriptor) {
    FAILS_DESCRIPTOR(descriptor, NO_SPACE)
    note_synchronized(descriptor);
    return REAL(fdatasync)(descriptor);
}

int ftruncate(int descriptor, off_t length) {
    FAILS_DESCRIPTOR(descriptor, NO_SPACE)
    return REAL(ftruncate)(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) {
    FAILS_DESCRIPTOR(descriptor, NO_SPACE)
    return REAL(ftruncate64)(descriptor, length);
}

int fchmod(int descriptor, mode_t bits) {
    FAILS_DESCRIPTOR(descriptor, NO_SPACE)
    return REAL(fchmod)(descriptor, bits);
}

int chmod(const char *name, mode_t bits) {
    FAILS_NAME(AT_FDCWD, name, NO_SPACE)
    return REAL(chmod)(name, bits);
}

int rename(const char *old, const char *new) {
    FAILS_NAME(AT_FDCWD, new, NO_SPACE)
    return REAL(rename)(old, new);
}

int renameat(int old_folder, const char *old, int new_folder, const char *new) {
    FAILS_NAME(new_folder, new, NO_SPACE)
    return REAL(renameat)(old_folder, old, new_folder, new);
}

int renameat2(int old_folder, const char *old, int new_folder, const char *new, unsigned flags) {
    FAILS_NAME(new_folder, new, NO_SPACE)
    return REAL(renameat2)(old_folder, old, new_folder, new, flags);
}

int link(const char *old, const char *new) {
    FAILS_NAME(AT_FDCWD, new, SPACE)
    return REAL(link)(old, new);
}

int symlink(const char *target, const char *name) {
    FAILS_NAME(AT_FDCWD, name, SPACE)
    return REAL(symlink)(target, name);
}

int unlink(const char *name) {
    FAILS_NAME(AT_FDCWD, name, NO_SPACE)
    return REAL(unlink)(name);
}

int unlinkat(int folder, const char *name, int flags) {
    FAILS_NAME(folder, name, NO_SPACE)
    return REAL(unlinkat)(folder, name, flags);
}

int rmdir(const char *name) {
    FAILS_NAME(AT_FDCWD, name, NO_SPACE)
    return REAL(rmdir)(name);
}

int mkdir(const char *name, mode_t bits) {
    FAILS_NAME(AT_FDCWD, name, SPACE)
    return REAL(mkdir)(name, bits);
}

int mkdirat(int folder, const char *name, mode_t bits) {
    FAILS_NAME(folder, name, SPACE)
    return REAL(mkdirat)(folder, name, bits);
}

#define CREATES(flags) ((flags) & (O_CREAT | O_TRUNC))
#define MODE_ARGUMENT(flags, bits) \
    mode_t bits = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        bits = va_arg(rest, mode_t); \
        va_end(rest); \
    }

int open(const char *name, int flags, ...) {
    MODE_ARGUMENT(flags, bits)
    if (CREATES(flags)) FAILS_NAME(AT_FDCWD, name, SPACE)
    return REAL(open)(name, flags, bits);
}

int open64(const char *name, int flags, ...) {
    MODE_ARGUMENT(flags, bits)
    if (CREATES(flags)) FAILS_NAME(AT_FDCWD, name, SPACE)
    return REAL(open64)(name, flags, bits);
}

int openat(int folder, const char *name, int flags, ...) {
    MODE_ARGUMENT(flags, bits)
    if (CREATES(flags)) FAILS_NAME(folder, name, SPACE)
    return REAL(openat)(folder, name, flags, bits);
}

int openat64(int folder, const char *name, int flags, ...) {
    MODE_ARGUMENT(flags, bits)
    if (CREATES(flags)) FAILS_NAME(folder, name, SPACE)
    return REAL(openat64)(folder, name, flags, bits);
}
