"""Driver that puts the knots of flights where they are kept. docs/models/flight/launch.md"""

import math

from midcourse.numerics.jit import driver, prange


@driver
def share_out(reached, found, times, positions, velocities):
    """Write knots found (n, K, 7) into times (n, K), positions and velocities (n, K, 3); NaN where not reached (n,)."""
    for i in prange(found.shape[0]):
        for k in range(found.shape[1]):
            times[i, k] = found[i, k, 0] if reached[i] else math.nan
            for c in range(3):
                positions[i, k, c] = found[i, k, 1 + c] if reached[i] else math.nan
                velocities[i, k, c] = found[i, k, 4 + c] if reached[i] else math.nan
