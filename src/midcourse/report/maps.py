"""Maps of who is defended: one per reading, all with the same frame, scale, marks and colours."""

from dataclasses import dataclass
from functools import cached_property

import matplotlib.patheffects as effects
import numpy as np
import shapely
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from . import labels, marks
from .projection import View, fit_view, polar_view
from .style import LIGHT, new_figure

MAIN_WIDTH, MAIN_HEIGHT, POLAR_WIDTH = 610, 500, 268
_NEAR_DEG = 36.0  # places farther than this from the sites and launch points go on the polar map
_GRATICULE_DEG = 10.0
_PLACE_NAMES, _POLAR_NAMES = 60, 6
_SCALE_HEIGHT = 24  # points at the lower edge kept free for the scale
_SCALE_LONGEST = 90  # points
_TOLERANCE = 0.4  # points by which a border may be simplified


@dataclass(frozen=True)
class Base:
    """What lies under every map of a run: a view and its land, computed once."""

    view: View
    land: list
    allies: list
    width: float
    height: float
    beside: View | None = None  # places on that view's map are left to it

    @property
    def scale(self):
        """Points per km."""
        return self.width / (self.view.right - self.view.left)

    @cached_property
    def lines(self):
        """Outlines in points, made once and drawn in every panel: frame, land, allies, coast, graticule."""
        frame = shapely.transform(self.view.frame, lambda c: to_points(self, c))
        flat = [shapely.transform(shape, lambda c: to_points(self, c)) for shape in self.land]
        allies = [shapely.transform(shape, lambda c: to_points(self, c)) for shape in self.allies]
        coast = shapely.intersection(shapely.boundary(shapely.coverage_union_all(flat)), frame.buffer(-0.3))
        shapes = {"frame": frame, "land": shapely.GeometryCollection(flat), "coast": coast}
        shapes["allies"] = shapely.GeometryCollection(allies)
        return {name: _outline(shape) for name, shape in shapes.items()} | {"graticule": list(_graticule(self))}

    def shows(self, latitude_deg, longitude_deg):
        """Whether places are marked on this map.

        Parameters
        ----------
        latitude_deg, longitude_deg : arrays
        """
        shown = self.view.shows(latitude_deg, longitude_deg)
        return shown if self.beside is None else shown & ~self.beside.shows(latitude_deg, longitude_deg)

    def points(self, latitude_deg, longitude_deg):
        """Places in points from the lower left corner.

        Parameters
        ----------
        latitude_deg, longitude_deg : arrays
        """
        x, y = self.view.project(latitude_deg, longitude_deg)
        return (x - self.view.left) * self.scale, (y - self.view.bottom) * self.scale


@dataclass(frozen=True)
class Scene:
    """What all maps of a run share: sites and launch points (name, latitude_deg, longitude_deg, kind)."""

    sites: tuple
    launches: tuple


def make_bases(countries, protected, places, scene):
    """Main map around the sites and launch points, and a polar map where places lie far from them.

    Parameters
    ----------
    countries : list of (code, shapely geometry in degrees)
    protected : set of country codes, drawn in a lighter tint
    places : (n, 2) array, latitude and longitude of every place, degrees
    scene : Scene

    Returns
    -------
    list of one or two Base
    """
    fixed = np.array([(lat, lon) for _, lat, lon, _ in scene.sites + scene.launches] or places[:1].tolist())
    near = _within(places, fixed, _NEAR_DEG)
    shown = np.vstack([fixed, places[near]])
    main = fit_view(shown[:, 0], shown[:, 1], shape=MAIN_WIDTH / MAIN_HEIGHT, margin_km=(750.0, 300.0))
    bases = [base_of(main, countries, width=MAIN_WIDTH, height=MAIN_HEIGHT, protected=protected)]
    if far := places[~main.shows(places[:, 0], places[:, 1])].tolist():
        far = np.array(far)
        polar = polar_view(_mean_longitude(far[:, 1]), min(np.min(far[:, 0]), 30.0) - 4.0)
        bases.append(base_of(polar, countries, width=POLAR_WIDTH, height=POLAR_WIDTH, protected=protected, beside=main))
    return bases


def land_map(base):
    """Figure of the land alone, to be laid under the readings' maps.

    Parameters
    ----------
    base : Base
    """
    figure, axes = _sheet(base)
    draw_land(axes, base)
    return figure


def reading_map(base, places, scene, *, land=True, halo="css", draw=marks.draw_places):
    """Figure of one reading on one base map.

    Parameters
    ----------
    base : Base
    places : list of dicts with name, latitude_deg, longitude_deg, population, capital, status
    scene : Scene
    land : bool
        False where `land_map` is laid under it.
    halo : "css" for the page, "path" for files of their own
    draw : callable(axes, base, places) -> (marks, wishes)
        What draws the places.

    Returns
    -------
    matplotlib Figure
    """
    figure, axes = _sheet(base)
    if land:
        draw_land(axes, base)
    small = base.view.is_round
    taken, wishes = draw(axes, base, places)
    more, site_wishes = marks.draw_scene(axes, base, scene)
    if small:  # the large map names the sites
        wishes = wishes[:_POLAR_NAMES]
        frame = (4, 4, base.width - 4, base.height - 4)
    else:
        wishes = site_wishes + wishes[:_PLACE_NAMES]
        frame = (4, _SCALE_HEIGHT, base.width - 4, base.height - 4)
    draw_names(axes, labels.place(wishes, taken + more, frame), halo)
    if small:
        axes.add_artist(patch(_ring(base), fill=False, edgecolor=LIGHT["rule2"], linewidth=1))
    else:
        draw_scale(axes, base, halo)
    return figure


def _sheet(base):
    figure = new_figure(base.width, base.height)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, base.width), ylim=(0, base.height))
    axes.set_axis_off()
    return figure, axes


def _within(places, fixed, reach_deg):
    def unit(points):
        latitude, longitude = np.radians(points[:, 0]), np.radians(points[:, 1])
        across = np.cos(latitude)
        return np.column_stack([across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude)])

    return np.max(unit(places) @ unit(fixed).T, axis=1, initial=-1.0) > np.cos(np.radians(reach_deg))


def _mean_longitude(longitude_deg):
    angle = np.radians(longitude_deg)
    return float(np.degrees(np.arctan2(np.mean(np.sin(angle)), np.mean(np.cos(angle)))))


def base_of(view, countries, *, width, height, protected=frozenset(), beside=None):
    """Land of a view, ready to be drawn at a size in points.

    Parameters
    ----------
    view : View
    countries : list of (code, shapely geometry in degrees)
    width, height : float
    protected : set of country codes
    beside : View or None
        View whose places are left to its own map.
    """
    shapes = view.land([shape for _, shape in countries], _TOLERANCE * (view.right - view.left) / width)
    allies = [shape for (code, _), shape in zip(countries, shapes, strict=True) if code in protected]
    return Base(view, shapes, allies, width, height, beside)


def draw_land(axes, base):
    """Draw sea, graticule, land, borders and coast.

    Parameters
    ----------
    axes : matplotlib Axes in points
    base : Base
    """
    lines = base.lines
    axes.add_artist(PathPatch(lines["frame"], facecolor=LIGHT["sea"], linewidth=0))
    for line in lines["graticule"]:
        axes.plot(*line, color=LIGHT["graticule"], linewidth=0.7)
    edge = {"edgecolor": LIGHT["border"], "linewidth": 0.5, "joinstyle": "round"}
    axes.add_artist(PathPatch(lines["land"], facecolor=LIGHT["land"], **edge))
    axes.add_artist(PathPatch(lines["allies"], facecolor=LIGHT["allies"], **edge))
    axes.add_artist(PathPatch(lines["coast"], fill=False, edgecolor=LIGHT["coast"], linewidth=0.7, joinstyle="round"))


def draw_borders(axes, base):
    """Draw borders and coasts again, over tints that were laid on the land.

    Parameters
    ----------
    axes : matplotlib Axes in points
    base : Base
    """
    axes.add_artist(PathPatch(base.lines["land"], fill=False, edgecolor=LIGHT["coast"], linewidth=0.5, zorder=1.8))


def _graticule(base):
    """Meridians and parallels as lines in points, NaN outside the frame."""
    fine = np.arange(-180.0, 180.5, 1.0)
    coarse = np.arange(-180.0, 180.0, _GRATICULE_DEG)
    up = np.arange(-80.0, 80.5, 1.0)
    pairs = [(up, np.full_like(up, m)) for m in coarse]
    pairs += [(np.full_like(fine, p), fine) for p in np.arange(-80.0, 81.0, _GRATICULE_DEG)]
    for latitude, longitude in pairs:
        x, y = base.points(latitude, longitude)
        out = ~base.view.shows(latitude, longitude)
        x[out] = np.nan
        if not np.all(out):
            yield x, y


def draw_names(axes, placed, halo="path"):
    """Draw names where they found room.

    Parameters
    ----------
    axes : matplotlib Axes in points
    placed : list of labels.Placed
    halo : "css" for the page, "path" for files of their own
    """
    for item in placed:
        wish = item.wish
        text = axes.text(
            item.left, item.bottom + 0.26 * wish.size, wish.text,
            fontsize=wish.size, weight=wish.weight, color=wish.colour, zorder=10, ha="left", va="baseline",
        )  # fmt: skip
        _give_halo(text, halo)


def draw_scale(axes, base, halo="path"):
    """Draw a scale bar of a round length in the lower left corner.

    Parameters
    ----------
    axes : matplotlib Axes in points
    base : Base
    halo : "css" for the page, "path" for files of their own
    """
    round_km = [step * 10**power for power in range(5) for step in (1, 2, 5)]
    km = max((length for length in round_km if length * base.scale <= _SCALE_LONGEST), default=1)
    end = 12 + km * base.scale
    axes.plot([12, 12, end, end], [15, 11, 11, 15], color=LIGHT["ink2"], linewidth=1)
    _give_halo(axes.text(end + 6, 9, f"{km:,} km", fontsize=11, color=LIGHT["ink2"]), halo)


def _give_halo(text, halo):
    if halo == "css":
        text.set_gid("halo")
    else:
        text.set_path_effects([effects.withStroke(linewidth=3, foreground=LIGHT["panel"])])


def _ring(base):
    return shapely.transform(base.view.frame, lambda c: to_points(base, c)).buffer(-0.5)


def to_points(base, coordinates):
    """Points from the lower left corner of places on the map.

    Parameters
    ----------
    base : Base
    coordinates : (n, 2) array, km on the map
    """
    return (coordinates - [base.view.left, base.view.bottom]) * base.scale


def patch(shape, **look):
    """Patch of any shapely shape: areas with their holes, lines.

    Parameters
    ----------
    shape : shapely geometry, points
    **look
        As matplotlib's PathPatch.
    """
    return PathPatch(_outline(shape), **look)


def _outline(shape):
    """Path of any shapely shape."""
    outlines = []
    for part in shapely.get_parts(shapely.GeometryCollection(_parts(shape))):
        if part.geom_type == "Polygon":
            turned = shapely.orient_polygons(part)
            rings = [turned.exterior, *turned.interiors]
            outlines += [Outline(np.asarray(ring.coords), closed=True) for ring in rings]
        elif part.geom_type == "LineString":
            outlines.append(Outline(np.asarray(part.coords)))
    return Outline.make_compound_path(*outlines)


def cells_patch(corners, **look):
    """Patch of many cells as one path, which is drawn many times faster than a path each.

    Parameters
    ----------
    corners : (n, 4, 2) array, points
        All turning the same way.
    **look
        As matplotlib's PathPatch.
    """
    return PathPatch(Outline.make_compound_path_from_polys(corners), linewidth=0, **look)


def _parts(shape):
    if shape.geom_type.startswith("Multi") or shape.geom_type == "GeometryCollection":
        return [piece for part in shapely.get_parts(shape) for piece in _parts(part)]
    return [] if shape.is_empty else [shape]
