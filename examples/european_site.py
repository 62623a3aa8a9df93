"""Runs the European site of 2008 in all its readings and prints who is covered in each, and what the raid does."""

import midcourse as mc

run = mc.run("european-site-2008", seed=1)
readings, countries = run.table("readings"), run.table("countries")


def rows(table):
    """Rows of a table as dicts."""
    columns = {name: table[name].to_pylist() for name in table.column_names}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


for reading in run.readings:
    members = [row for row in rows(countries) if row["reading"] == reading]
    whole = [row["code"] for row in members if row["status"] == "defended"]
    missing = [row["code"] for row in members if row["status"] in ("undefended", "partly")]
    print(
        f"{reading}: {len(whole)} of {len(members)} members defended; not or not wholly: {', '.join(missing) or 'none'}"
    )

for reading in rows(readings):
    name, mean, low, high = (reading[key] for key in ("reading", "leakers_mean", "leakers_low", "leakers_high"))
    print(f"{name}: of {reading['warheads']} warheads {mean:.2f} leak on average ({low:.2f} to {high:.2f})")
