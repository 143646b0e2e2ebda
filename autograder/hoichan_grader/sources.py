"""Where an author's lessons and cases lie, and reading a lesson's ``lesson.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

import hoichan
from hoichan.schema.course import CourseMap
from hoichan.schema.lesson import LessonSpec
from hoichan_grader.texts import error


@dataclass(frozen=True)
class Sources:
    """The two folders that authors write in, and the file that an operator edits."""

    lessons: Path
    cases: Path
    config: Path | None = None

    @classmethod
    def of_repository(cls, root: Path | None = None) -> Sources:
        """The folders of a checkout: ``root``, else the one that ``hoichan`` is imported from."""
        base = root if root is not None else Path(hoichan.__file__).resolve().parents[1]
        return cls(
            lessons=base / "notebooks",
            cases=base / "datasets" / "cases",
            config=base / "hub_config" / "config.yaml",
        )

    @property
    def allow_draft(self) -> bool:
        """The operator's ``course.allow_draft`` in ``hub_config/config.yaml``; False without it.

        Raises:
            GraderError: the file is no YAML, or the key is neither true nor false.
        """
        if self.config is None or not self.config.is_file():
            return False
        try:
            raw = yaml.safe_load(self.config.read_text(encoding="utf-8"))
        except yaml.YAMLError as reason:
            raise error("bad_config", path=self.config, reason=reason) from reason
        course = raw.get("course") if isinstance(raw, dict) else None
        value = course.get("allow_draft", False) if isinstance(course, dict) else False
        if not isinstance(value, bool):
            raise error("bad_config", path=self.config, reason="course.allow_draft: true | false")
        return value

    def course_map(self) -> CourseMap:
        """The map of the course, ``course.yaml`` beside the lessons.

        Raises:
            GraderError: it is not there, is no YAML or its sums do not come out.
        """
        path = self.lessons / "course.yaml"
        try:
            return CourseMap.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, yaml.YAMLError, ValidationError) as reason:
            raise error("no_map", path=path, reason=reason) from reason

    def lesson_folder(self, lesson: str) -> Path:
        """Folder of one lesson, whatever its pillar.

        Raises:
            GraderError: no such lesson; the message names those that there are.
        """
        found = {path.parent.name: path.parent for path in self.lessons.glob("*/*/lesson.yaml")}
        if lesson not in found:
            known = ", ".join(sorted(found)) or "-"
            raise error("no_lesson", lesson=lesson, path=self.lessons, known=known)
        return found[lesson]

    def spec(self, lesson: str) -> LessonSpec:
        """Read ``lesson.yaml``.

        Raises:
            GraderError: the file is not there, is no YAML or has not the right form.
        """
        path = self.lesson_folder(lesson) / "lesson.yaml"
        try:
            raw = yaml.safe_load(path.read_text(encoding="utf-8"))
            spec = LessonSpec.model_validate(raw)
        except (yaml.YAMLError, ValidationError) as reason:
            raise error("bad_lesson", path=path, reason=reason) from reason
        if spec.id != lesson:
            raise error("bad_lesson", path=path, reason=f"id: {spec.id} != {lesson}")
        return spec

    def notebook(self, lesson: str) -> Path:
        """The built notebook of one lesson.

        Raises:
            GraderError: it was not built yet.
        """
        path = self.lesson_folder(lesson) / f"{lesson}.ipynb"
        if not path.is_file():
            raise error("no_notebook", path=path, lesson=lesson)
        return path
