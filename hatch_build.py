"""Build hook: put the data tables and their gallery into the `hoichan` wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataTablesHook(BuildHookInterface[Any]):
    """Carry `datasets/tables` in wheels as `hoichan/_tables`, `datasets/gallery` as `hoichan/_gallery`.

    An editable install reads the work tree instead.

    A plain `force-include` would also copy the tables into site-packages at an editable install,
    where they go stale at the next change, and it fails when the folder is not there yet.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add every table file to the wheel, except `truth.json`.

        The truths are what the tasks ask for: they stay with the authors and the grader.
        """
        if version != "standard":
            return
        for name in ("tables", "gallery"):
            folder = Path(self.root) / "datasets" / name
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.name != "truth.json":
                    target = Path("hoichan", f"_{name}", path.relative_to(folder)).as_posix()
                    build_data["force_include"][str(path)] = target
