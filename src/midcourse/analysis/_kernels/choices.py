"""What choices of places defend: places as masks of flights, one bit a wave, joined choice by choice."""

from midcourse.numerics.jit import driver, prange


@driver
def choice_values(first, second, have, need, people, starts, weights, grouped, value, held):
    """Fill value and held (n, m): weight of the groups and people of the places that choice (i, j) defends.

    Bits of flights met by the first part at place i (n, p), by the second at j (m, p), by what stands (p,), of the
    flights that come (p,); `people` (p,); group g holds places starts[g] to starts[g + 1] and counts when all do.
    """
    count = need.shape[0]
    for i in prange(first.shape[0]):
        for j in range(second.shape[0]):
            total = 0
            for p in range(count):
                open_bits = need[p] & ~(first[i, p] | second[j, p] | have[p])
                total += people[p] if open_bits == 0 else 0
            held[i, j] = total
            value[i, j] = total
            if grouped:
                score = 0
                for g in range(weights.shape[0]):
                    open_bits = 0
                    for p in range(starts[g], starts[g + 1]):
                        open_bits |= need[p] & ~(first[i, p] | second[j, p] | have[p])
                    score += weights[g] if open_bits == 0 else 0
                value[i, j] = score
