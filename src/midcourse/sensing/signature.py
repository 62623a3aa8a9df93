"""How large an object looks to radars of different bands."""

import itertools
import math
from dataclasses import dataclass

from midcourse.errors import MidcourseError


@dataclass(frozen=True, slots=True)
class Signature:
    """Radar cross-section at a few frequencies (Hz, m^2), straight in log-log between them, flat outside.

    Page docs/models/sensing/signature.md.

    Raises
    ------
    MidcourseError
        No point, frequencies that do not grow, or a value that is not above zero.
    """

    frequencies: tuple
    cross_sections: tuple

    def __post_init__(self):
        pairs = list(zip(self.frequencies, self.frequencies[1:], strict=False))
        same = len(self.frequencies) == len(self.cross_sections) > 0
        if not same or any(b <= a for a, b in pairs) or min(*self.frequencies, *self.cross_sections) <= 0.0:
            raise MidcourseError(
                "a signature is one cross-section above zero for each of its growing frequencies",
                where="Signature",
                got=(self.frequencies, self.cross_sections),
            )

    def rcs_at(self, frequency):
        """Cross-section, m^2, at a frequency (Hz)."""
        if frequency <= self.frequencies[0]:
            return self.cross_sections[0]
        known = list(zip(self.frequencies, self.cross_sections, strict=True))
        for (f0, s0), (f1, s1) in itertools.pairwise(known):
            if frequency <= f1:
                share = math.log(frequency / f0) / math.log(f1 / f0)
                return s0 * (s1 / s0) ** share
        return self.cross_sections[-1]


VHF, UHF, X_BAND = 0.16e9, 0.43e9, 9.5e9
"""Hz, the three frequencies at which cross-sections are stated."""

WARHEAD = Signature((VHF, UHF, X_BAND), (2.0, 0.3, 0.01))
"""Cone-shaped warhead: 2 m^2 at metre waves (1 to 3), 0.3 at UHF (0.1 to 1), 0.01 at X band (0.001 to 0.1). [house]"""

WARHEAD_LOW, WARHEAD_HIGH = (1.0, 0.1, 0.001), (3.0, 1.0, 0.1)
"""m^2, ends of the ranges of `WARHEAD` at the same frequencies. [house]"""
