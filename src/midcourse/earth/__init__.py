"""The Earth: shape, frames, gravity, air, lines over its surface, horizons."""

from .atmosphere import Air, air
from .ellipsoid import SPHERE, WGS84, Earth, choose_earth
from .frames import (
    ecef_to_enu,
    ecef_to_geodetic,
    geodetic_to_ecef,
    look_angles,
    look_to_ecef,
    position_ecef_to_eci,
    position_eci_to_ecef,
    rotation_ecef_to_enu,
    state_ecef_to_eci,
    state_eci_to_ecef,
)
from .horizon import (
    elevation_at_ground_range,
    grazing_altitude,
    horizon_ground_range,
    horizon_slant_range,
    line_of_sight,
)
from .lines import (
    geodesic,
    geodesic_destination,
    geodesic_points,
    great_circle_angle,
    great_circle_bearing,
    great_circle_destination,
    great_circle_distance,
)

__all__ = [
    "SPHERE",
    "WGS84",
    "Air",
    "Earth",
    "air",
    "choose_earth",
    "ecef_to_enu",
    "ecef_to_geodetic",
    "elevation_at_ground_range",
    "geodesic",
    "geodesic_destination",
    "geodesic_points",
    "geodetic_to_ecef",
    "grazing_altitude",
    "great_circle_angle",
    "great_circle_bearing",
    "great_circle_destination",
    "great_circle_distance",
    "horizon_ground_range",
    "horizon_slant_range",
    "line_of_sight",
    "look_angles",
    "look_to_ecef",
    "position_ecef_to_eci",
    "position_eci_to_ecef",
    "rotation_ecef_to_enu",
    "state_ecef_to_eci",
    "state_eci_to_ecef",
]
