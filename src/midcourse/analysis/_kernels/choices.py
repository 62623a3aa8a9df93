"""What choices of places defend: places as masks of flights, one bit a wave, joined choice by choice."""

from midcourse.numerics.jit import driver, prange, routine


@routine
def _people_held(one, two, have, need, people):
    """People of the places all of whose flights are met."""
    total = 0
    for p in range(need.shape[0]):
        total += people[p] if need[p] & ~(one[p] | two[p] | have[p]) == 0 else 0
    return total


@routine
def _weight_held(one, two, have, need, starts, weights):
    """Weight of the groups all of whose places are held."""
    score = 0
    for g in range(weights.shape[0]):
        left = 0
        for p in range(starts[g], starts[g + 1]):
            left |= need[p] & ~(one[p] | two[p] | have[p])
        score += weights[g] if left == 0 else 0
    return score


@driver
def choice_values(first, second, have, need, people, starts, weights, grouped, value, held):
    """Fill value and held (n, m): weight of the groups and people of the places that choice (i, j) defends.

    Bits of flights met by the first part at place i (n, p), by the second at j (m, p), by what stands (p,), of the
    flights that come (p,); `people` (p,); group g holds places starts[g] to starts[g + 1] and counts when all do.
    """
    for i in prange(first.shape[0]):
        for j in range(second.shape[0]):
            total = _people_held(first[i], second[j], have, need, people)
            held[i, j] = total
            value[i, j] = total
            if grouped:
                value[i, j] = _weight_held(first[i], second[j], have, need, starts, weights)
