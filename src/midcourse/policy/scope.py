"""The scope line: what an attacker chooses is stated by a person and never searched by a program.

An attacker's choices are inputs. No command searches, ranks, sorts or optimises over them; named cases that somebody
states (the readings of a scenario) may stand side by side. Decision: docs/decisions/0002-conventions.md.
"""

import re

from ..errors import MidcourseError

REFUSED_VARIABLES = (
    "epoch",
    "threats.*",
    "threats.*.key",
    "threats.*.missile",
    "threats.*.launch",
    "threats.*.aim",
    "threats.*.shape",
    "threats.*.burnout_angle_deg",
    "threats.*.apogee_km",
    "threats.*.flight_time_s",
    "threats.*.azimuth_deg",
    "threats.*.count",
    "threats.*.spacing_s",
    "threats.*.lift_off_s",
    "threats.*.objects",
    "threats.*.decoys",
    "threats.*.payload",
    "protect",
)
"""Scenario paths that no sweep, sensitivity or siting may vary: place, aim, shape, time, number and decoys of an
attack, and which places are protected. `*` is the key or number of a threat; what lies below a path is refused too."""


def _parts(path):
    """Parts of a dotted path: `threats[0].launch` and `Threats.0.Launch` are the same."""
    text = re.sub(r"\[\s*['\"]?([^\]'\"]*)['\"]?\s*\]", r".\1", str(path).strip().lower().replace("-", "_"))
    return [part.strip() for part in text.split(".") if part.strip()]


def is_refused(path):
    """Whether a scenario path is an attacker's choice, holds one, or lies inside one.

    Parameters
    ----------
    path : str
        Dotted, as in `--set`: `threats.south-west-asia.launch.latitude_deg`.

    Returns
    -------
    bool
    """
    parts = _parts(path)
    if not parts or parts[0] == "*":
        return True
    if parts[0] == "threats":
        return _inside_threats(parts)
    refused = [_parts(line) for line in REFUSED_VARIABLES]
    return any(parts[: len(line)] == line or line[: len(parts)] == parts for line in refused)


def _inside_threats(parts):
    """Whole threats and their listed fields; what is left is the vehicle, which an analyst may be unsure of."""
    if len(parts) < 3:
        return True
    fields = {line.split(".")[2] for line in REFUSED_VARIABLES if line.count(".") == 2}
    return parts[2] in fields or parts[2] == "*"


def refuse_free_variable(path):
    """Refuse to vary an attacker's choice.

    Parameters
    ----------
    path : str
        Scenario path that a sweep, a sensitivity study or a siting search was asked to vary.

    Raises
    ------
    MidcourseError
        The path is an attacker's choice, or holds one.
    """
    if is_refused(path):
        raise MidcourseError(
            "an attacker's choices are stated, never searched",
            where="free variable",
            got=path,
            hint="state named cases as `readings` of the scenario and compare them, or vary a defensive part",
        )
