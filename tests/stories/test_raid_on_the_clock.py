"""Spacing and channels from file to answer: the European site with one reading and small raids."""

import midcourse as mc

CHANNEL = "batteries.poland.channels=1"


def played(*changes):
    """(row of the reading, {reason: mean shots not taken}) of the built-in site with changes."""
    run = mc.run("european-site-2008", seed=1, replicates=1000, readings=("mda+mean-170kw",), changes=changes)
    (row,) = run.table("readings").arrow.to_pylist()
    reasons = run.table("reasons").arrow.to_pylist()
    row = {name: value for name, value in row.items() if not name.startswith("as_held")}  # that changes with time
    return row, {reason["reason"]: reason["shots"] for reason in reasons}


def test_spacing_and_channels_reach_the_raid():
    """Stock for every look, so spacing alone moves nothing. One channel costs shots, fewer where warheads are apart."""
    plain, without = played()
    apart = [f"threats.{key}.spacing_s=600" for key in ("intermediate", "intercontinental")]
    assert played(*apart) == (plain, without)
    assert plain["p_no_leaker_exact"] is not None
    busy, why_busy = played(CHANNEL)
    eased, why_eased = played(CHANNEL, *apart)
    assert "channel-busy" not in without
    assert why_busy["channel-busy"] > why_eased["channel-busy"] > 0.0
    assert plain["leakers_mean"] < eased["leakers_mean"] < busy["leakers_mean"]
    assert plain["shots_mean"] > eased["shots_mean"] > busy["shots_mean"]
    assert busy["why_no_exact"] == "fire-control channels are shared in time"
