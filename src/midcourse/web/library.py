"""What this server shows: built-in scenarios, those of the folder `scenarios/`, the run folders of `runs/`."""

from pathlib import Path

from ..errors import CatalogError, MidcourseError

SAVED = "scenarios"
"""Folder below the working folder where scenarios are saved."""

RUNS = "runs"
MANIFEST = "manifest.json"
_LARGEST = 2_000_000


class Library:
    """Names of scenarios and runs -> where they lie; no path ever comes from a browser.

    Parameters
    ----------
    folder : pathlib.Path
        Working folder.
    scenario : str or None
        File or built-in name that was named in the shell.
    name : str or None
        What that scenario calls itself.
    run : pathlib.Path or None
        Run folder that was named in the shell.
    """

    __slots__ = ("folder", "name", "run", "scenario")

    def __init__(self, folder, scenario=None, name=None, run=None):
        self.folder, self.scenario, self.name, self.run = Path(folder), scenario, name, run

    def sources(self):
        """Scenario name -> file or built-in name; a saved one hides no built-in one, the one named in the shell any."""
        from .. import scenario

        found = {name: name for name in scenario.names()}
        for file in sorted((self.folder / SAVED).glob("*.yaml")):
            found.setdefault(file.stem, str(file))
        if self.scenario is not None and self.scenario not in found:
            found[self.name or Path(self.scenario).stem] = self.scenario
        return found

    def first(self):
        """Name of the scenario that the page opens with; None where nothing was named."""
        return next((name for name, source in self.sources().items() if source == self.scenario), None)

    def source(self, name):
        """File or built-in name of a scenario.

        Raises
        ------
        CatalogError
            No such scenario.
        """
        found = self.sources()
        if name not in found:
            raise CatalogError("no such scenario here", got=name, hint=", ".join(found))
        return found[name]

    def save(self, name, text):
        """Write a scenario into the folder of saved ones; a saved one is replaced, a built-in one never.

        Parameters
        ----------
        name, text : str

        Raises
        ------
        MidcourseError
            The name of a built-in scenario, or the disk refuses.
        """
        from .. import scenario

        if name in scenario.names():
            raise MidcourseError("a built-in scenario is not written over", where="name", got=name, hint=f"{name}-2")
        folder = self.folder / SAVED
        try:
            folder.mkdir(exist_ok=True)
            fresh = folder / f".{name}.partial"
            fresh.write_text(text, encoding="utf-8", newline="\n")
            fresh.replace(folder / f"{name}.yaml")
        except OSError as error:
            raise MidcourseError("the file cannot be written", where=str(folder), got=error.strerror) from error
        return folder / f"{name}.yaml"

    def runs(self):
        """Run name -> folder, newest first; the one named in the shell stands first."""
        found = {} if self.run is None else {self.run.name: self.run}
        folders = [file.parent for file in (self.folder / RUNS).glob(f"*/{MANIFEST}")]
        demo = self.folder / "midcourse-demo"
        folders += [demo] if (demo / MANIFEST).is_file() else []
        for folder in sorted(folders, key=lambda f: (f / MANIFEST).stat().st_mtime, reverse=True):
            if not folder.name.startswith("."):
                found.setdefault(folder.name, folder)
        return found

    def run_folder(self, name):
        """Folder of a run.

        Raises
        ------
        CatalogError
            No such run.
        """
        found = self.runs()
        if name not in found:
            raise CatalogError("no such run here", got=name, hint=", ".join(found) or "`midcourse run` makes one")
        return found[name]
