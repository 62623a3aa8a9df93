"""Arrow tables with units: what batch functions return and what run folders hold."""

import numpy as np
import pyarrow as pa


class Table:
    """A read-only table; `[name]` gives an Arrow column that `numpy.asarray` takes.

    Parameters
    ----------
    arrow : pyarrow.Table
    """

    __slots__ = ("arrow",)

    def __init__(self, arrow):
        self.arrow = arrow

    def __getitem__(self, name):
        return self.arrow[name]

    def __len__(self):
        return self.arrow.num_rows

    def __repr__(self):
        return f"Table({self.num_rows} rows: {', '.join(self.column_names)})"

    @property
    def schema(self):
        """Arrow schema; each field's metadata holds unit and meaning."""
        return self.arrow.schema

    @property
    def num_rows(self):
        """Number of rows."""
        return self.arrow.num_rows

    @property
    def column_names(self):
        """Names of the columns in order."""
        return self.arrow.column_names

    def where(self, name, value):
        """The rows in which a column holds a value.

        Parameters
        ----------
        name : str
        value : str or number
        """
        kept = [k for k, held in enumerate(self.arrow[name].to_pylist()) if held == value]
        return Table(self.arrow.take(np.array(kept, np.int64)))

    def units(self):
        """Unit of each column, "" for words and flags."""
        return {f.name: (f.metadata or {}).get(b"unit", b"").decode() for f in self.arrow.schema}

    def to_pandas(self):
        """The same data as a pandas DataFrame (needs pandas)."""
        return self.arrow.to_pandas()

    def to_polars(self):
        """The same data as a polars DataFrame (needs polars)."""
        import polars  # type: ignore[import-not-found]

        return polars.from_arrow(self.arrow)


def table(columns):
    """Table from named columns.

    Parameters
    ----------
    columns : dict of name -> (values, unit, meaning); values a (N,) array, or a pair (codes, words) of an integer
        array and the list of words that the codes stand for.

    Returns
    -------
    Table
    """
    arrays, fields = [], []
    for name, (values, unit, meaning) in columns.items():
        if isinstance(values, tuple):
            codes, words = values
            width = np.int8 if len(words) <= 127 else np.int32
            array = pa.DictionaryArray.from_arrays(pa.array(np.asarray(codes, width)), pa.array(list(words)))
        else:
            array = pa.array(values)
        arrays.append(array)
        fields.append(pa.field(name, array.type, metadata={"unit": unit, "meaning": meaning}))
    return Table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)))
