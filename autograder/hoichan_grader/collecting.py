"""Collecting submissions with nbgrader's command, ready to be graded."""

from __future__ import annotations

from pathlib import Path

from hoichan.schema.site import SitePaths
from hoichan_grader.exchange import HoichanCollect
from hoichan_grader.placing import place_all


class CollectForGrading(HoichanCollect):
    """Collect, then put the released notebook in the place of each learner's own."""

    def copy_files(self) -> None:
        """Collect as the exchange does and make every submission ready for nbgrader."""
        super().copy_files()
        place_all(SitePaths(Path(self.coursedir.root).parent), self.coursedir.assignment_id)
