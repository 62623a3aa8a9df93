"""Which cells lie at an edge of what is defended: neighbours on the finest grid with another verdict.

Model page: docs/models/analysis/footprint.md.
"""

import numpy as np

AROUND = [(up, right) for up in (-1, 0, 1) for right in (-1, 0, 1) if (up, right) != (0, 0)]


def edge_cells(cells, signature):
    """Cells with a neighbour, corner to corner too, of another signature; water as wide as a cell does not part them.

    Parameters
    ----------
    cells : footprint_cells.Cells
    signature : (n,) or (n, k) array
        What is compared.

    Returns
    -------
    (n,) array of bool
    """
    signature = np.asarray(signature).reshape(len(cells), -1)
    _, code = np.unique(signature, axis=0, return_inverse=True)
    owner = _paint(cells)
    for _ in range(int(cells.size.max())):
        owner = _grown(owner)
    found = np.zeros(len(cells), bool)
    here = code[np.maximum(owner, 0)]
    for move in AROUND:
        other = _moved(owner, *move)
        differs = (owner >= 0) & (other >= 0) & (here != code[np.maximum(other, 0)])
        found[owner[differs]] = True
    return found


def _paint(cells):
    """Row of the cell that each box of the finest grid belongs to; -1 where none. A rim of one box lies around it."""
    west, east = cells.column.min(), (cells.column + cells.size).max()
    south, north = cells.row.min(), (cells.row + cells.size).max()
    around = round(360.0 / cells.resolution)
    whole = east - west >= around
    owner = np.full((north - south + 2, (east - west) + (0 if whole else 2)), -1, np.int32)
    for size in np.unique(cells.size):
        rows = np.flatnonzero(cells.size == size)
        for up in range(size):
            for right in range(size):
                column = cells.column[rows] + right - west + (0 if whole else 1)
                owner[cells.row[rows] + up - south + 1, column % owner.shape[1]] = rows
    return owner


def _moved(owner, up, right):
    """What lies beside each box; the columns close round the Earth, or at an empty rim."""
    return np.roll(owner, (up, right), axis=(0, 1))


def _grown(owner):
    """Boxes that belong to nobody taken by a neighbour, the rim left empty."""
    grown = owner
    for move in AROUND:
        other = _moved(owner, *move)
        grown = np.where((grown < 0) & (other >= 0), other, grown)
    grown[0], grown[-1] = -1, -1
    if (owner[:, 0] < 0).all() and (owner[:, -1] < 0).all():
        grown[:, 0], grown[:, -1] = -1, -1
    return grown
