// Intel's ISA-L, an inflater three times as fast as zlib, where it is to be had.
//
// The library is optional twice: where its header is missing when minhbach is built, or the library
// itself when minhbach runs, `isal_load` answers 0 and zlib does all the work. So it is opened by
// name rather than linked, and the program starts without it.

#ifndef MINHBACH_ISAL_H
#define MINHBACH_ISAL_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

// The functions of the library that are used.
struct isal_calls {
    void *init;
    void *inflate;
};

// What a step did.
struct isal_step {
    size_t taken;
    size_t made;
    // The member is at its end, its checksum and length are right.
    int ended;
    // The data are damaged, or not to this library's liking.
    int failed;
};

#if __has_include(<isa-l/igzip_lib.h>)

#include <dlfcn.h>
#include <isa-l/igzip_lib.h>

// Opens the library; 0 if it cannot be used.
static inline int isal_load(struct isal_calls *calls) {
    void *library = dlopen("libisal.so.2", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return 0;
    calls->init = dlsym(library, "isal_inflate_init");
    calls->inflate = dlsym(library, "isal_inflate");
    return calls->init != NULL && calls->inflate != NULL;
}

// Begins a member.
static inline void isal_begin(const struct isal_calls *calls, void *state) {
    ((void (*)(struct inflate_state *))calls->init)(state);
    ((struct inflate_state *)state)->crc_flag = ISAL_GZIP;
}

// A state, to be freed with `free`; null if memory is out.
static inline void *isal_make(const struct isal_calls *calls) {
    void *state = calloc(1, sizeof(struct inflate_state));
    if (state != NULL) isal_begin(calls, state);
    return state;
}

// Inflates from so many bytes into so many.
static inline struct isal_step isal_inflate_step(
    const struct isal_calls *calls, void *memory, const uint8_t *from, size_t offered,
    uint8_t *to, size_t room) {
    struct inflate_state *state = memory;
    state->next_in = (uint8_t *)from;
    state->avail_in = (uint32_t)offered;
    state->next_out = to;
    state->avail_out = (uint32_t)room;
    int status = ((int (*)(struct inflate_state *))calls->inflate)(state);
    struct isal_step step = {0, 0, 0, 1};
    if (state->avail_in > offered || state->avail_out > room) return step;
    step.taken = offered - state->avail_in;
    step.made = room - state->avail_out;
    step.ended = state->block_state == ISAL_BLOCK_FINISH;
    step.failed = status < 0 || status > ISAL_END_INPUT;
    return step;
}

#else

static inline int isal_load(struct isal_calls *calls) {
    (void)calls;
    return 0;
}

static inline void isal_begin(const struct isal_calls *calls, void *state) {
    (void)calls;
    (void)state;
}

static inline void *isal_make(const struct isal_calls *calls) {
    (void)calls;
    return NULL;
}

static inline struct isal_step isal_inflate_step(
    const struct isal_calls *calls, void *memory, const uint8_t *from, size_t offered,
    uint8_t *to, size_t room) {
    (void)calls;
    (void)memory;
    (void)from;
    (void)offered;
    (void)to;
    (void)room;
    struct isal_step step = {0, 0, 0, 1};
    return step;
}

#endif
#endif
