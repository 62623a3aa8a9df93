"""How a raid is fought: doctrine, kill probability by factors, magazines; sampled and exact."""

from midcourse.battle.doctrine import DOCTRINES, Doctrine, Kill
from midcourse.battle.exact import ExactRaid, exact_raid, without_law
from midcourse.battle.raid import Kind, Raid, SampledRaid, drawn_ways, raid_of_kinds, raid_on_options, sample_raid
from midcourse.battle.replay import Replay, replay

__all__ = [
    "DOCTRINES",
    "Doctrine",
    "ExactRaid",
    "Kill",
    "Kind",
    "Raid",
    "Replay",
    "SampledRaid",
    "drawn_ways",
    "exact_raid",
    "raid_of_kinds",
    "raid_on_options",
    "replay",
    "sample_raid",
    "without_law",
]
