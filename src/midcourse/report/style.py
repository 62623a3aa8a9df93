"""The look shared by page, maps and figures: colours with one meaning each, type, marks, and SVG for the page."""

import base64
import io
import re
from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline

FONTS = Path(__file__).parent / "fonts"
SANS, SERIF = "Midcourse Sans", "Midcourse Serif"

# Each colour has one meaning and never works alone: a mark, a dash or a hatch says the same.
LIGHT = {
    "ink": "#1d2226",
    "ink2": "#474f56",
    "ink3": "#666e75",
    "panel": "#fbfaf7",
    "paper": "#f3f1eb",
    "rule": "#e2ded4",
    "rule2": "#b9b3a5",
    "sea": "#dfe7ea",
    "land": "#f4f1e9",
    "allies": "#fdfcf8",
    "coast": "#8d9ca4",
    "border": "#bcb4a3",
    "graticule": "#cfdade",
    "threat": "#a82e0b",
    "boost": "#d9621a",
    "reentry": "#5f1d06",
    "sensor": "#0a7566",
    "interceptor": "#134585",
    "defended": "#2a66ad",
    "uncovered": "#7d5600",
    "uncovered-mark": "#c07d00",
    "unknown": "#858a8e",
}
DARK = {
    "ink": "#e9e7e1",
    "ink2": "#bcc2c6",
    "ink3": "#919aa1",
    "panel": "#161b1f",
    "paper": "#101417",
    "rule": "#283036",
    "rule2": "#4c565e",
    "sea": "#172127",
    "land": "#262c30",
    "allies": "#30373b",
    "coast": "#5d6f79",
    "border": "#525c63",
    "graticule": "#212d34",
    "threat": "#ff8b5e",
    "boost": "#ffb36b",
    "reentry": "#ffd0bc",
    "sensor": "#4cc7b0",
    "interceptor": "#86b8f5",
    "defended": "#6fa8ec",
    "uncovered": "#f2bf4b",
    "uncovered-mark": "#f2bf4c",
    "unknown": "#7f878d",
}

_RC = {
    "font.family": SANS,
    "font.size": 11.5,
    "text.color": LIGHT["ink"],
    "text.parse_math": False,  # a name with a dollar sign is a name
    "axes.edgecolor": LIGHT["rule2"],
    "axes.labelcolor": LIGHT["ink2"],
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": "none",
    "axes.titlesize": 11.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.unicode_minus": True,
    "axes.axisbelow": True,
    "figure.facecolor": "none",
    "figure.dpi": 72,
    "xtick.color": LIGHT["rule2"],
    "ytick.color": LIGHT["rule2"],
    "xtick.labelcolor": LIGHT["ink2"],
    "ytick.labelcolor": LIGHT["ink2"],
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "grid.color": LIGHT["rule"],
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "savefig.facecolor": "none",
    "path.simplify": False,
}


@cache
def register_fonts():
    """Make the shipped faces known to matplotlib, once a process."""
    for face in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(face)


def drawing():
    """Context in which every figure of the report is drawn."""
    register_fonts()
    return mpl.rc_context(_RC)


def new_figure(width, height):
    """Figure of a size in CSS pixels (one pixel is one point)."""
    return Figure(figsize=(width / 72, height / 72))


def slashed_ring():
    """Mark of a place that is not covered: a ring with a stroke through it."""
    ring = Outline.circle()
    stroke = Outline([(-0.72, -0.72), (0.72, 0.72)])
    return Outline.make_compound_path(ring, stroke)


def missile_glyph():
    """Mark of an interceptor site: an upright missile."""
    nodes = [
        (0, 1.25),
        (0.32, 0.7),
        (0.32, -0.55),
        (0.75, -1.15),
        (-0.75, -1.15),
        (-0.32, -0.55),
        (-0.32, 0.7),
        (0, 1.25),
    ]
    return Outline(nodes, closed=True)


def crossed_ring():
    """Mark of an intercept: a ring with a cross."""
    bars = [Outline([(-0.6, -0.6), (0.6, 0.6)]), Outline([(-0.6, 0.6), (0.6, -0.6)])]
    return Outline.make_compound_path(Outline.circle(), *bars)


def inline_svg(figure, name, title, under=None):
    """SVG text of a figure for the page: themed by CSS variables, no ids shared with other figures.

    Parameters
    ----------
    figure : matplotlib Figure, drawn inside `drawing()`
    name : str
        Short, unique on the page.
    title : str
        What a screen reader says.
    under : str or None
        Name of a `shared_svg` to lay under it.
    """
    box, inside = _svg_parts(figure, name)
    return _shown(box, title, under, f'<g id="{name}">{inside}</g>')


def same_svg(text, name, title, under=None):
    """SVG text of a figure that is on the page already, laid out again without its drawing.

    Parameters
    ----------
    text : str
        What `inline_svg` gave for it.
    name : str
        The name it has there.
    title, under
        As for `inline_svg`.
    """
    box = text[text.index('viewBox="') + len('viewBox="') :].partition('"')[0].split()
    return _shown(box, title, under, f'<use href="#{name}"/>')


def _shown(box, title, under, inside):
    shared = f'<use href="#{under}" width="{box[2]}" height="{box[3]}"/>' if under else ""
    return f'<svg viewBox="{" ".join(box)}" role="img" aria-label="{_attribute(title)}">{shared}{inside}</svg>'


def shared_svg(figure, name):
    """SVG text of a figure that is not shown itself; others lay it under theirs by its name.

    Parameters
    ----------
    figure : matplotlib Figure, drawn inside `drawing()`
    name : str
        Short, unique on the page.
    """
    box, inside = _svg_parts(figure, name)
    return (
        f'<svg class="shared" aria-hidden="true"><symbol id="{name}" viewBox="{" ".join(box)}">{inside}</symbol></svg>'
    )


def _svg_parts(figure, name):
    """View box (four texts) and inside of a figure's SVG."""
    stream = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name, "svg.id": name}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.S)
    text = re.sub(r'<g id="(halo|)[^"]*"', lambda m: '<g class="halo"' if m[1] else "<g", text)
    start = text.index('viewBox="') + len('viewBox="')
    box = text[start : text.index('"', start)].split()
    inside = text[text.index(">") + 1 : text.rindex("</svg>")]
    inside = re.sub(r'(?<= d=")[^"]+', lambda m: _shorter(m[0]), inside)
    return box, _themed(inside)


def save_figure(figure, path):
    """Write a figure to a file, PNG, SVG or PDF by its extension, on paper colour.

    Parameters
    ----------
    figure : matplotlib Figure
    path : path
    """
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": Path(path).stem}):
        metadata = {"Date": None} if Path(path).suffix == ".svg" else None
        figure.savefig(path, dpi=144, facecolor=LIGHT["panel"], metadata=metadata)


def theme_css():
    """CSS of the colour variables, light and dark, and of the embedded faces."""
    faces = [("Regular", SANS, 400, "normal"), ("Bold", SANS, 620, "normal"), ("Italic", SANS, 400, "italic")]
    rules = [_face(f"MidcourseSans-{style}", family, weight, slant) for style, family, weight, slant in faces]
    rules.append(_face("MidcourseSerif-Bold", SERIF, 600, "normal"))
    rules.append(f":root{{{_variables(LIGHT)}}}")
    rules.append(f"@media (prefers-color-scheme: dark){{@media screen{{:root{{{_variables(DARK)}}}}}}}")
    return "\n".join(rules)


def _face(file, family, weight, slant):
    data = base64.b64encode((FONTS / f"{file}.ttf").read_bytes()).decode()
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{slant};"
        f"src:url(data:font/ttf;base64,{data}) format('truetype')}}"
    )


def _variables(colours):
    return "".join(f"--{name}:{value};" for name, value in colours.items())


def _themed(text):
    names = {value: name for name, value in LIGHT.items()}
    return re.sub(r"#[0-9a-f]{6}\b", lambda m: f"var(--{names[m[0]]})" if m[0] in names else m[0], text)


def _shorter(path_data):
    rounded = re.sub(r"-?\d+\.\d+", lambda m: f"{float(m[0]):.1f}".removesuffix(".0"), path_data)
    if not re.search("[CQ]", rounded):
        rounded = rounded.replace("L", "")  # after M, pairs are lines
    return re.sub(r"\s+", " ", rounded)


def _attribute(text):
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
