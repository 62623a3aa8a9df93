"""Hatchling's hook: a wheel brings the built page of the globe along. tools/build_page.py does the work."""

import importlib.util
import os
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def _tool(root):
    spec = importlib.util.spec_from_file_location("build_page", Path(root) / "tools" / "build_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class PageHook(BuildHookInterface):
    """Builds the page before a wheel is packed; a checkout that is used in place builds it when it is first served."""

    PLUGIN_NAME = "custom"

    def dependencies(self):
        """Node from the package registry, where this machine has none."""
        if os.environ.get("MIDCOURSE_FRONTEND") == "skip" or not (Path(self.root) / "frontend").is_dir():
            return []
        tool = _tool(self.root)
        return [] if tool.is_fresh() or tool.node_of_path() else [tool.NODE_PACKAGE]

    def initialize(self, version, build_data):
        """Build where that is asked for."""
        if self.target_name == "wheel" and version != "editable" and (Path(self.root) / "frontend").is_dir():
            _tool(self.root).make()
