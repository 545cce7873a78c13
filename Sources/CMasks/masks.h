// 64 bytes compared at once, the answer as 64 bits: bit i speaks of byte i.
//
// Swift's SIMD types compare, but have no instruction that gathers the lanes of a comparison into
// an integer; that gathering is the whole reason for this header. Comparisons are written with the
// compiler's portable vectors. Only the gathering knows the processor: SSE2 has it as one
// instruction, everywhere else one multiplication gathers eight lanes. Every x86-64 has SSE2, so
// nothing is dispatched at run time: these masks cost a tenth of what follows them.

#ifndef MINHBACH_MASKS_H
#define MINHBACH_MASKS_H

#include <stdint.h>
#include <string.h>

typedef uint8_t masks_lanes __attribute__((vector_size(16)));

// Gathers the lowest bit of each of 16 lanes that are 0x00 or 0xFF, on any little-endian machine.
static inline uint64_t masks_gather_portable(masks_lanes lanes) {
    uint64_t halves[2];
    memcpy(halves, &lanes, sizeof halves);
    uint64_t low = ((halves[0] & 0x8040201008040201u) * 0x0101010101010101u) >> 56;
    uint64_t high = ((halves[1] & 0x8040201008040201u) * 0x0101010101010101u) >> 56;
    return low | high << 8;
}

static inline uint64_t masks_gather(masks_lanes lanes) {
#if defined(__SSE2__)
    typedef char signed_lanes __attribute__((vector_size(16)));
    return (uint16_t)__builtin_ia32_pmovmskb128((signed_lanes)lanes);
#else
    return masks_gather_portable(lanes);
#endif
}

static inline masks_lanes masks_load(const uint8_t *bytes) {
    masks_lanes lanes;
    memcpy(&lanes, bytes, sizeof lanes);
    return lanes;
}

static inline uint64_t masks_equal_16(const uint8_t *bytes, uint8_t value) {
    return masks_gather((masks_lanes)(masks_load(bytes) == value));
}

static inline uint64_t masks_below_16(const uint8_t *bytes, uint8_t value) {
    return masks_gather((masks_lanes)(masks_load(bytes) < value));
}

// Bytes that equal the value, of the 64 from here.
static inline uint64_t masks_equal(const uint8_t *bytes, uint8_t value) {
    return masks_equal_16(bytes, value) | masks_equal_16(bytes + 16, value) << 16
        | masks_equal_16(bytes + 32, value) << 32 | masks_equal_16(bytes + 48, value) << 48;
}

// Bytes below the value (unsigned), of the 64 from here.
static inline uint64_t masks_below(const uint8_t *bytes, uint8_t value) {
    return masks_below_16(bytes, value) | masks_below_16(bytes + 16, value) << 16
        | masks_below_16(bytes + 32, value) << 32 | masks_below_16(bytes + 48, value) << 48;
}

// The same two answers without the processor's own gathering: the twins that tests compare with.
static inline uint64_t masks_equal_portable(const uint8_t *bytes, uint8_t value) {
    uint64_t mask = 0;
    for (int part = 0; part < 4; part++)
        mask |= masks_gather_portable((masks_lanes)(masks_load(bytes + 16 * part) == value))
            << (16 * part);
    return mask;
}

static inline uint64_t masks_below_portable(const uint8_t *bytes, uint8_t value) {
    uint64_t mask = 0;
    for (int part = 0; part < 4; part++)
        mask |= masks_gather_portable((masks_lanes)(masks_load(bytes + 16 * part) < value))
            << (16 * part);
    return mask;
}

#endif
