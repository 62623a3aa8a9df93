"""Maps without cut lines: a Lambert azimuthal equal-area view, and country shapes clipped before they are projected."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from shapely import affinity

RADIUS_KM = 6371.0  # a map of this scale shows no flattening
_WORLD = shapely.box(-180.0, -90.0, 180.0, 90.0)
_TOUCH_DEG = 1e-3  # a cap that just touches a pole is drawn a little smaller
_FINEST_EDGE_DEG = 1.0  # longer edges are divided, so that parallels bend as they should


@dataclass(frozen=True)
class View:
    """An equal-area map around one point; x to the right, y up, km on the sphere.

    `reach_deg` is how far from the centre countries are drawn; `left`, `right`, `bottom`, `top` are the frame in km.
    """

    latitude_deg: float
    longitude_deg: float
    left: float
    right: float
    bottom: float
    top: float
    reach_deg: float = 100.0
    is_round: bool = False

    @cached_property
    def frame(self):
        """Frame of the map as a shapely polygon, km: a box, or a circle around the centre."""
        if self.is_round:
            return shapely.Point(0.0, 0.0).buffer(self.right, quad_segs=90)
        return shapely.box(self.left, self.bottom, self.right, self.top)

    def project(self, latitude_deg, longitude_deg):
        """Place on the map; NaN beyond 150 degrees from the centre.

        Parameters
        ----------
        latitude_deg, longitude_deg : arrays that broadcast

        Returns
        -------
        x, y : arrays, km

        Source: [snyder1987, eqs. 22-4, 22-5, 24-2].
        """
        latitude, centre = np.radians(latitude_deg), np.radians(self.latitude_deg)
        longitude = np.radians(np.asarray(longitude_deg) - self.longitude_deg)
        cosine = np.sin(centre) * np.sin(latitude) + np.cos(centre) * np.cos(latitude) * np.cos(longitude)
        scale = RADIUS_KM * np.sqrt(2.0 / np.where(cosine > -0.866, 1.0 + cosine, np.nan))
        x = scale * np.cos(latitude) * np.sin(longitude)
        y = scale * (np.cos(centre) * np.sin(latitude) - np.sin(centre) * np.cos(latitude) * np.cos(longitude))
        return x, y

    def shows(self, latitude_deg, longitude_deg):
        """Whether a place lies inside the frame.

        Parameters
        ----------
        latitude_deg, longitude_deg : arrays that broadcast
        """
        x, y = self.project(latitude_deg, longitude_deg)
        inside = (x >= self.left) & (x <= self.right) & (y >= self.bottom) & (y <= self.top)
        return inside & (np.hypot(x, y) <= self.right) if self.is_round else inside

    def land(self, shapes, tolerance_km):
        """Country shapes on the map: clipped on the sphere, projected, clipped to the frame, made simpler together.

        Parameters
        ----------
        shapes : list of shapely geometries, degrees, longitude first
        tolerance_km : float

        Returns
        -------
        list of shapely geometries, km, some empty
        """
        near = [_cut(shape, self._near) for shape in shapes]
        edged = shapely.segmentize(np.array(near, dtype=object), _FINEST_EDGE_DEG)
        flat = shapely.set_precision(shapely.make_valid(shapely.transform(edged, self._flatten)), 0.1)
        simple = shapely.coverage_simplify([_areas(shape) for shape in flat], tolerance_km)
        return [_areas(shapely.intersection(shape, self.frame)) for shape in shapely.make_valid(simple)]

    @cached_property
    def _near(self):
        return spherical_cap(self.latitude_deg, self.longitude_deg, self.reach_deg)

    def _flatten(self, coordinates):
        return np.column_stack(self.project(coordinates[:, 1], coordinates[:, 0]))


def fit_view(latitude_deg, longitude_deg, *, shape, margin_km=(350.0, 350.0)):
    """Least view of a shape (width over height) that shows all the places.

    Parameters
    ----------
    latitude_deg, longitude_deg : (n,) arrays, n > 0, all within about 80 degrees of each other
    shape : float
    margin_km : (float, float)
        Beside, and above and below.

    Returns
    -------
    View
    """
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    middle = [np.mean(np.cos(latitude) * np.cos(longitude)), np.mean(np.cos(latitude) * np.sin(longitude))]
    view = View(
        float(np.degrees(np.arctan2(np.mean(np.sin(latitude)), np.hypot(*middle)))),
        float(np.degrees(np.arctan2(middle[1], middle[0]))),
        0.0, 0.0, 0.0, 0.0,
    )  # fmt: skip
    x, y = view.project(latitude_deg, longitude_deg)
    left, right = np.nanmin(x) - margin_km[0], np.nanmax(x) + margin_km[0]
    bottom, top = np.nanmin(y) - margin_km[1], np.nanmax(y) + margin_km[1]
    wider = max(0.0, shape * (top - bottom) - (right - left)) / 2.0
    higher = max(0.0, (right - left) / shape - (top - bottom)) / 2.0
    left, right, bottom, top = left - wider, right + wider, bottom - higher, top + higher
    corner = np.hypot(max(abs(left), abs(right)), max(abs(bottom), abs(top))) / (2.0 * RADIUS_KM)
    reach = min(2.0 * np.degrees(np.arcsin(min(corner, 0.94))) + 3.0, 140.0)
    return replace(
        view, left=float(left), right=float(right), bottom=float(bottom), top=float(top), reach_deg=float(reach)
    )


def polar_view(longitude_deg, lowest_latitude_deg):
    """North polar view down to a latitude, with a longitude pointing down.

    Parameters
    ----------
    longitude_deg, lowest_latitude_deg : float
    """
    edge = float(2.0 * RADIUS_KM * np.sin(np.radians(90.0 - lowest_latitude_deg) / 2.0))
    reach = 92.0 - lowest_latitude_deg
    return View(90.0, longitude_deg, -edge, edge, -edge, edge, reach_deg=reach, is_round=True)


def spherical_cap(latitude_deg, longitude_deg, reach_deg):
    """Everything within an angle of a place, as areas in degrees (longitude first) between -180 and 180.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
    reach_deg : float, above 0 and below 180
    """
    if reach_deg > 90.0:
        opposite = longitude_deg - 180.0 if longitude_deg > 0.0 else longitude_deg + 180.0
        return shapely.difference(_WORLD, spherical_cap(-latitude_deg, opposite, 180.0 - reach_deg))
    if abs(abs(latitude_deg) + reach_deg - 90.0) < _TOUCH_DEG:
        reach_deg -= 2.0 * _TOUCH_DEG
    latitude, reach = np.radians(latitude_deg), np.radians(reach_deg)
    bearing = np.linspace(-np.pi, np.pi, 721)
    edge = np.arcsin(
        np.clip(np.sin(latitude) * np.cos(reach) + np.cos(latitude) * np.sin(reach) * np.cos(bearing), -1, 1)
    )
    across = np.sin(bearing) * np.sin(reach) * np.cos(latitude)
    east = np.degrees(np.arctan2(across, np.cos(reach) - np.sin(latitude) * np.sin(edge)))
    ring = np.column_stack([east, np.degrees(edge)])
    if abs(latitude_deg) + reach_deg >= 90.0:  # the cap holds a pole: its edge runs once round the Earth
        ring = ring[np.argsort(east)]
        pole = np.copysign(90.0, latitude_deg)
        ring = np.vstack([[-180.0, pole], [-180.0, ring[0, 1]], ring, [180.0, ring[-1, 1]], [180.0, pole]])
    cap = shapely.make_valid(shapely.Polygon(ring))
    turned = [affinity.translate(cap, xoff=longitude_deg + shift) for shift in (-360.0, 0.0, 360.0)]
    return shapely.intersection(shapely.union_all(turned), _WORLD)


def _cut(shape, box):
    return _areas(shapely.intersection(shapely.make_valid(shape), box))


def _areas(shape):
    """The polygons of a shape: what clipping leaves of a border line or a point is no area."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    if shape.geom_type == "GeometryCollection":
        parts = [p for part in parts for p in shapely.get_parts(part)]
    return shapely.MultiPolygon([p for part in parts for p in shapely.get_parts(part)])
