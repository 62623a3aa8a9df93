"""Make the fonts of the report: static subsets of Source Sans 3 and Source Serif 4 under names of their own.

The Open Font License reserves the name "Source" for the unmodified fonts, so the subsets are called "Midcourse Sans"
and "Midcourse Serif". Run: python tools/make_fonts.py FOLDER, where FOLDER holds the variable fonts and licences as the
registry packages fontpkg-source-sans-3 3.52 and fontpkg-source-serif-4 4.4 unpack them.
"""

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

OUT = Path(__file__).parent.parent / "src/midcourse/report/fonts"
SANS, SERIF = "fontpkg_source_sans_3", "fontpkg_source_serif_4"
FACES = [  # output, folder, file, axes, family, style
    ("MidcourseSans-Regular", SANS, "SourceSans3[wght]", {"wght": 400}, "Midcourse Sans", "Regular"),
    ("MidcourseSans-Bold", SANS, "SourceSans3[wght]", {"wght": 620}, "Midcourse Sans", "Bold"),
    ("MidcourseSans-Italic", SANS, "SourceSans3-Italic[wght]", {"wght": 400}, "Midcourse Sans", "Italic"),
    ("MidcourseSerif-Bold", SERIF, "SourceSerif4[opsz,wght]", {"wght": 600, "opsz": 24}, "Midcourse Serif", "Bold"),
]
# Basic Latin, Latin-1, Latin Extended-A and -B, Latin additions for Vietnamese, punctuation, arrows, signs
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2BB, 0x2BF), *range(0x1E00, 0x1F00)]
SIGNS = [
    *(*range(0x2010, 0x2028), 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2007, 0x2009, 0x202F),
    *(0x2070, *range(0x2074, 0x207C), 0x20AC, 0x2190, 0x2192, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
    *(0x0394, 0x03B1, 0x03B2, 0x03B3, 0x03C3),
]


def make(folder):
    """Write the faces and the licences."""
    for name, package, file, axes, family, style in FACES:
        font = instancer.instantiateVariableFont(TTFont(folder / package / "files" / f"{file}.ttf"), axes)
        options = subset.Options(layout_features=FEATURES, hinting=False)
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=LETTERS + SIGNS)
        subsetter.subset(font)
        rename(font, family, style)
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        font.save(OUT / f"{name}.ttf")
    for package, licence in ((SANS, "OFL-Sans.txt"), (SERIF, "OFL-Serif.txt")):
        shutil.copyfile(folder / package / "LICENSE", OUT / licence)


def rename(font, family, style):
    """Give the face its own name, weight and style flags."""
    names, postscript = font["name"], f"{family.replace(' ', '')}-{style}"
    for number, text in ((1, family), (2, style), (3, postscript), (4, f"{family} {style}"), (6, postscript)):
        names.setName(text, number, 3, 1, 0x409)
    names.names = [n for n in names.names if n.nameID not in (16, 17, 21, 22, 25)]
    font["OS/2"].usWeightClass = 700 if style == "Bold" else 400
    font["OS/2"].fsSelection = {"Regular": 0x40, "Bold": 0x20, "Italic": 0x01}[style]
    font["head"].macStyle = {"Regular": 0, "Bold": 1, "Italic": 2}[style]


if __name__ == "__main__":
    make(Path(sys.argv[1]))
