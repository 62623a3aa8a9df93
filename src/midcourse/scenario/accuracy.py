"""How well radars measure, assumed by their band. Model: docs/models/engagement/basket.md."""

from .. import engagement
from . import catalog

BANDS = ((4e9, 15.0, 0.3e-3, 1.0), (3e8, 50.0, 1.5e-3, 2.0), (0.0, 100.0, 3e-3, 5.0))
"""Lowest frequency (Hz), sigma along the line of sight (m) and in angle (rad), time between measurements (s); each
within a factor of three (assumed)."""

UNKNOWN = 4.5e8
"""Hz, of a radar whose frequency is not known."""


def accuracy(key):
    """Accuracy of a radar preset.

    Parameters
    ----------
    key : str

    Returns
    -------
    engagement.Accuracy
    """
    frequency = catalog.radar(key).frequency or UNKNOWN
    _, along, angle, interval = next(row for row in BANDS if frequency >= row[0])
    return engagement.Accuracy(range_sigma=along, angle_sigma=angle, interval=interval)
