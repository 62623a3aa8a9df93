"""BibTeX of the program, of a run, and of the sources that the run's assumptions rest on."""

import re

from .answers import answer

TITLE = "Midcourse: an open simulator of ballistic-missile-defence architectures"
AUTHOR = "The Midcourse maintainers"
YEAR = 2026

_TYPES = {
    "article": "article",
    "book": "book",
    "chapter": "incollection",
    "thesis": "phdthesis",
    "report": "techreport",
    "standard": "techreport",
}
_WITHIN = {"article": "journal", "incollection": "booktitle"}
_INSTITUTION = {"techreport": "institution", "phdthesis": "school"}
_SPECIAL = re.compile(r"([&%$#_])")


def cite(version, run=None, bibliography=None):
    """JSON of `midcourse cite`.

    Parameters
    ----------
    version : str
        Of the program; a run is cited with the version that made it.
    run : results.Run or None
    bibliography : dict of key -> fields, or None

    Returns
    -------
    dict
        `bibtex`: one text. Sources that are not in the bibliography are named in the warnings.
    """
    if run is None:
        return answer("cite", {"bibtex": _program(version)})
    made_with = run.manifest["made_by"]["libraries"]["midcourse"]
    keys = cited_keys(run)
    missing = [key for key in keys if key not in (bibliography or {})]
    entries = [_program(made_with), _run(run)]
    entries += [source_entry(key, bibliography[key]) for key in keys if key not in missing]
    warnings = [f"no entry in the bibliography: {key}" for key in missing]
    return answer("cite", {"bibtex": "\n\n".join(entries)}, warnings)


def cited_keys(run):
    """Keys of the sources of a run's assumptions, sorted; what the house assumed or the file stated has no source."""
    sources = run.table("assumptions")["source"].to_pylist()
    first = {re.split(r"[,; ]", text)[0] for text in sources if text and not text.startswith("stated by ")}
    return sorted(first - {"house"})


def source_entry(key, fields):
    """BibTeX entry of one source.

    Parameters
    ----------
    key : str
    fields : dict
        title, author, year, kind and optional in, publisher, doi, isbn, url, note.
    """
    kind = _TYPES.get(fields["kind"], "misc")
    entry = {"title": fields["title"], "author": "{" + _tex(fields["author"]) + "}", "year": fields["year"]}
    if "in" in fields:
        entry[_WITHIN.get(kind, "howpublished")] = fields["in"]
    if kind in _INSTITUTION:
        entry[_INSTITUTION[kind]] = fields.get("publisher", fields["author"])
    entry |= {name: fields[name] for name in ("publisher", "doi", "isbn", "url") if name in fields}
    return _entry(kind, key, entry)


def _program(version):
    entry = {"title": TITLE, "author": "{" + AUTHOR + "}", "year": YEAR, "version": version, "license": "MIT"}
    return _entry("software", "midcourse", entry)


def _run(run):
    manifest = run.manifest
    seal = manifest["scenario"]["sha256"]
    note = f"scenario SHA-256 {seal}; seed {manifest['seed']}; {manifest['replicates']} replicates"
    entry = {
        "title": f"Run of the scenario {manifest['name']}: {manifest['title']}",
        "author": "{" + AUTHOR + " (program)}",
        "year": manifest["created"][:4],
        "date": manifest["created"][:10],
        "howpublished": f"{manifest['command_line']}",
        "note": f"{note}; made with Midcourse {manifest['made_by']['libraries']['midcourse']}",
    }
    return _entry("misc", f"midcourse-{manifest['name']}-{seal[:8]}", entry)


def _entry(kind, key, fields):
    """One entry; a value keeps its capitals in double braces where it is a title."""
    lines = []
    for name, value in fields.items():
        text = str(value) if name in ("author", "doi", "url") else _tex(str(value))
        lines.append(f"  {name} = {{{{{text}}}}}," if name == "title" else f"  {name} = {{{text}}},")
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _tex(text):
    """Text with the signs that TeX reads as commands escaped, and no brace left alone."""
    return _SPECIAL.sub(r"\\\1", text.replace("\\", "/").replace("{", "(").replace("}", ")"))
