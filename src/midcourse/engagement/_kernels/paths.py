"""One flight as a row of knots (K, 7): time, position and velocity in ECI. What a search reads of it."""

from midcourse.numerics.jit import part


@part
def take_knots(i, times, positions, velocities, knots):
    """Copy the knots of flight i into one row, where a search finds them side by side."""
    for k in range(times.shape[1]):
        knots[k, 0] = times[i, k]
        for c in range(3):
            knots[k, 1 + c], knots[k, 4 + c] = positions[i, k, c], velocities[i, k, c]


@part
def locate(t, knots):
    """Position (m, ECI) at time t: cubic Hermite between knots."""
    low, high = 0, knots.shape[0] - 1
    while high - low > 1:
        middle = (low + high) // 2
        if knots[middle, 0] <= t:
            low = middle
        else:
            high = middle
    h = knots[high, 0] - knots[low, 0]
    u = (t - knots[low, 0]) / h
    w = 1.0 - u
    a, b = w * w * (1.0 + 2.0 * u), u * u * (3.0 - 2.0 * u)
    c, d = u * w * w * h, -u * u * w * h
    return (
        a * knots[low, 1] + b * knots[high, 1] + c * knots[low, 4] + d * knots[high, 4],
        a * knots[low, 2] + b * knots[high, 2] + c * knots[low, 5] + d * knots[high, 5],
        a * knots[low, 3] + b * knots[high, 3] + c * knots[low, 6] + d * knots[high, 6],
    )


@part
def velocity_at(t, knots):
    """Velocity (m/s, ECI), the slope of the Hermite cubic over a tenth of a second."""
    before = max(knots[0, 0], t - 0.05)
    after = min(knots[knots.shape[0] - 1, 0], t + 0.05)
    x0, y0, z0 = locate(before, knots)
    x1, y1, z1 = locate(after, knots)
    h = after - before
    return (x1 - x0) / h, (y1 - y0) / h, (z1 - z0) / h
