"""A small lesson to build and to spoil, inside a checkout of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

LESSON = """\
id: s9_small
pillar: skillset
title: {vi: "Bài nhỏ", en: "A small lesson"}
goal: {vi: "Tính lại một con số.", en: "Recompute one figure."}
outcomes:
  - {vi: "Tính lại một tỷ lệ.", en: "Recompute a rate."}
out_of_scope:
  - {vi: "Biểu đồ.", en: "Charts."}
minutes: 15
datasets: [monthly_activity]
tasks:
  - id: x1
    type: span_critique
    title: {vi: "Tìm lỗi", en: "Find the errors"}
    points: 28
    cases: [sample-noi]
    rules: {planted: [1, 2], categories: 1}
sources: [{vi: "Hội chẩn", en: "Hoi chan"}]
reviewer: null
review_by: 2027-06-30
"""
VI = """\
## Mở đầu {#start}

Đọc một đoạn.

```
## không phải tiêu đề
```

## Bài tập {#critique}

Trước bài tập.

:::{task} x1
:::

Sau bài tập.
"""
EN = """\
## Opening {#start}

Read a passage.

```
## no heading
```

## Task {#critique}

Before the task.

:::{task} x1
:::

After the task.
"""


@pytest.fixture
def checkout(tmp_path, repo_root) -> Path:
    """A root with one lesson and the sample case."""
    folder = tmp_path / "notebooks" / "skillset" / "s9_small"
    folder.mkdir(parents=True)
    (folder / "lesson.yaml").write_text(LESSON, encoding="utf-8")
    (folder / "lesson.vi.md").write_text(VI, encoding="utf-8")
    (folder / "lesson.en.md").write_text(EN, encoding="utf-8")
    cases = repo_root / "tests" / "fixtures" / "cases"
    shutil.copytree(cases, tmp_path / "datasets" / "cases")
    return tmp_path


@pytest.fixture
def lesson(checkout) -> Path:
    """The lesson's folder."""
    return checkout / "notebooks" / "skillset" / "s9_small"
