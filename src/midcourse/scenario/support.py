"""What the format allows and a run does not carry out yet: refused in one place, never ignored silently."""


def find_unsupported(file):
    """Uses of keys that no part of a run reads yet.

    Parameters
    ----------
    file : models.ScenarioFile

    Returns
    -------
    faults : list of (location, what, got, hint)
    """
    faults: list[tuple] = []
    for number, threat in enumerate(file.threats):
        here = ("threats", number)
        if threat.launch.area is not None:
            faults.append(
                ((*here, "launch", "area"), _WHAT, threat.launch.area, "latitude_deg and longitude_deg, or a site")
            )
    return faults


_WHAT = "not supported yet"


def shares_with(file, giver, taker):
    """Whether sensors of one country serve batteries of another: its own, or those it shares with.

    Parameters
    ----------
    file : models.ScenarioFile
    giver, taker : str
        Codes of the owners.
    """
    from . import geography

    return giver == taker or taker in geography.named_codes(file.command.shares.get(giver, ()), file.epoch.date())
