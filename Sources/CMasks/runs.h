// How far a run of plain bytes goes, and whether names are the same: what reading XML asks most.
//
// Each looks at 16 bytes at once: runs in XML are short (a tag, a date). All may read up to 16
// bytes behind `to`, and never answer with more than `to`.

#ifndef MINHBACH_RUNS_H
#define MINHBACH_RUNS_H

#include "masks.h"
#include <stddef.h>

// Index of the first of `<`, `&`, `]` and CR: what is not plain in the text of an element.
static inline size_t runs_text_end(const uint8_t *bytes, size_t from, size_t to) {
    for (; from < to; from += 16) {
        masks_lanes lanes = masks_load(bytes + from);
        masks_lanes found = (masks_lanes)((lanes == '<') | (lanes == '&') | (lanes == ']')
            | (lanes == 0x0d));
        uint64_t mask = masks_gather(found);
        if (mask != 0) {
            from += (size_t)__builtin_ctzll(mask);
            break;
        }
    }
    return from < to ? from : to;
}

// Index of the first byte that is the quote, `<`, `&` or below a space: what is not plain in the
// value of an attribute.
static inline size_t runs_value_end(
    const uint8_t *bytes, size_t from, size_t to, uint8_t quote) {
    for (; from < to; from += 16) {
        masks_lanes lanes = masks_load(bytes + from);
        masks_lanes found = (masks_lanes)((lanes == quote) | (lanes == '<') | (lanes == '&')
            | (lanes < 0x20));
        uint64_t mask = masks_gather(found);
        if (mask != 0) {
            from += (size_t)__builtin_ctzll(mask);
            break;
        }
    }
    return from < to ? from : to;
}

// Index of the first byte that equals the value.
static inline size_t runs_find(const uint8_t *bytes, size_t from, size_t to, uint8_t value) {
    for (; from < to; from += 16) {
        uint64_t mask = masks_equal_16(bytes + from, value);
        if (mask != 0) {
            from += (size_t)__builtin_ctzll(mask);
            break;
        }
    }
    return from < to ? from : to;
}

// Whether so many bytes are the same; both may be read up to 16 bytes further.
static inline int runs_same(const uint8_t *one, const uint8_t *other, size_t count) {
    for (; count > 16; count -= 16, one += 16, other += 16)
        if (masks_gather((masks_lanes)(masks_load(one) == masks_load(other))) != 0xffff) return 0;
    uint64_t mask = masks_gather((masks_lanes)(masks_load(one) == masks_load(other)));
    return (~mask & ((1u << count) - 1)) == 0;
}

// Whether a byte that XML has no place for is among the 64 bytes from here: one below a space that
// is no TAB, LF or CR.
static inline int runs_any_control(const uint8_t *bytes) {
    masks_lanes any = {0};
    for (int part = 0; part < 4; part++) {
        masks_lanes lanes = masks_load(bytes + 16 * part);
        any |= (masks_lanes)((lanes < 0x20) & (lanes != 0x09) & (lanes != 0x0a)
            & (lanes != 0x0d));
    }
    return masks_gather(any) != 0;
}

#endif
