"""What the page may send: small, strict, checked before anything is done with it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_TEXT = 1_000_000
"""Characters of a scenario file."""

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120)]
Input = Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9-]+)?$", max_length=64)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
Reading = Annotated[str, Field(max_length=400)]
Change = Annotated[str, Field(max_length=4000, pattern=r"^[^\r\n=]+=[^\r\n]*$")]
Changes = Annotated[list[Change], Field(max_length=100)]


class Body(BaseModel):
    """What all bodies share: no extra keys, no infinities, no text for a number."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, strict=True)


class Line(BaseModel):
    """What all questions in an address share: values come as text, extra keys and infinities not at all."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Move(Body):
    """A battery or radar that stands elsewhere or looks elsewhere; all its faces are turned on from where they are."""

    key: Key
    latitude_deg: Annotated[float, Field(ge=-90.0, le=90.0)]
    longitude_deg: Annotated[float, Field(ge=-180.0, le=180.0)]
    boresight_deg: Annotated[float, Field(ge=0.0, lt=360.0)] | None = None
    turned_deg: Annotated[float, Field(ge=-360.0, le=360.0)] | None = None
    sector_deg: Annotated[float, Field(gt=0.0, le=360.0)] | None = None


Moves = Annotated[list[Move], Field(max_length=400)]
Session = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9-]*$")]
Count = Annotated[int, Field(ge=0, lt=2**53)]
Sides = Annotated[float, Field(ge=0.25, le=5.0)]


class Asked(Body):
    """A reading of a scenario with what was changed by hand."""

    reading: Reading | None = None
    changes: Changes = []
    moves: Moves = []


class Box(Body):
    """A part of the Earth; west may lie east of east, across the antimeridian."""

    west: Annotated[float, Field(ge=-180.0, le=180.0)]
    south: Annotated[float, Field(ge=-90.0, le=90.0)]
    east: Annotated[float, Field(ge=-180.0, le=540.0)]
    north: Annotated[float, Field(ge=-90.0, le=90.0)]


class GroundAsked(Line):
    """The ground of a reading, in cells of a size."""

    reading: Reading | None = None
    resolution_deg: Sides = 0.5


class Places(Body):
    """Named places; `session` and `number` say whose hand asks, and its how-manieth question this is."""

    reading: Reading | None = None
    changes: Changes = []
    moves: Moves = []
    session: Session = ""
    number: Count = 0


class Coverage(Body):
    """What radars cover at an altitude, or at their least elevation as far as they see where none is given."""

    reading: Reading | None = None
    changes: Changes = []
    moves: Moves = []
    session: Session = ""
    number: Count = 0
    altitude_km: Annotated[float, Field(ge=0.0, le=36_000.0)] | None = None


class Footprint(Body):
    """A defended area; `quick` asks only whether one shot fits, in a box."""

    reading: Reading | None = None
    changes: Changes = []
    moves: Moves = []
    session: Session = ""
    number: Count = 0
    resolution_deg: Sides = 0.5
    quick: bool = False
    box: Box | None = None


class Copy(Body):
    """A moved state as a scenario of its own, with this name."""

    name: Key
    changes: Changes = []
    moves: Moves = []


class Text(Body):
    """Text of a scenario file."""

    text: Annotated[str, Field(max_length=MOST_TEXT)]


CatalogKind = Literal["missiles", "interceptors", "radars", "satellites", "sites", "drag"]
PresetKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*(@[a-z0-9-]+)?$", max_length=96)]
PathKey = Annotated[str, Field(max_length=400)] | Annotated[int, Field(ge=0, lt=100_000)]


class FormStep(Body):
    """A step in the form of a text: what is done, at which path of keys and indices, and what was typed there.

    `like` is the index or key of an entry that a new one is a copy of.
    """

    text: Annotated[str, Field(max_length=MOST_TEXT)]
    does: Literal["set", "unset", "add", "remove", "rename", "raise", "form", "remark", "note"]
    path: Annotated[list[PathKey], Field(min_length=1, max_length=32)]
    typed: Annotated[str, Field(max_length=20_000)] = ""
    like: PathKey | None = None


class Run(Body):
    """A run to be made, of some readings or all; the scenario by the name under which it is listed."""

    scenario: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120)]
    changes: Changes = []
    moves: Moves = []
    readings: Annotated[list[Reading], Field(max_length=64)] = []
    replicates: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None


class Study(Body):
    """A claim to be calculated, with inputs of the study: NAME, or NAME.KEY of one that holds several."""

    inputs: Annotated[dict[Input, int | float], Field(max_length=20)] = {}


class Side(Body):
    """One of two that are compared: a scenario as it is changed, and the run made of it, where there is one."""

    scenario: Name
    reading: Reading
    changes: Changes = []
    moves: Moves = []
    run: Name | None = None


class Pair(Body):
    """Two that are compared."""

    a: Side
    b: Side


class PlayAsked(Line):
    """One raid of a run: a reading (the first without one) and a replicate."""

    reading: Reading | None = None
    replicate: Annotated[int, Field(ge=1, le=10_000_000)] = 1
