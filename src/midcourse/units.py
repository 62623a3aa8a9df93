"""Named conversions, used only at the edges of the house."""

import math


def km_to_m(length):
    """Metres from kilometres."""
    return length * 1000.0


def m_to_km(length):
    """Kilometres from metres; None stays None."""
    return None if length is None else length / 1000.0


def deg_to_rad(angle):
    """Radians from degrees."""
    return angle * (math.pi / 180.0)


def rad_to_deg(angle):
    """Degrees from radians; None stays None."""
    return None if angle is None else angle * (180.0 / math.pi)


def decibel_to_ratio(level):
    """Power ratio from decibels."""
    return 10.0 ** (level / 10.0)


def ratio_to_decibel(ratio):
    """Decibels from a power ratio."""
    return 10.0 * math.log10(ratio)
