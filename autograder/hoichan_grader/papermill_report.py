"""A report from a notebook: made from the percent form, run by papermill, exported without code."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
import papermill
from jinja2 import Template
from nbconvert.exporters import HTMLExporter
from papermill.exceptions import PapermillExecutionError

from hoichan.schema.text import Bilingual
from hoichan_grader import atomic
from hoichan_grader.texts import error

_HERE = Path(__file__).parent / "reports"
_CELL = re.compile(r"^# %%(?P<markdown> \[markdown\])?(?: tags=(?P<tags>\[.*\]))?$", re.MULTILINE)
_TIMEOUT = 300  # seconds a cell; drawing a figure takes one or two


def notebook_of(name: str) -> nbformat.NotebookNode:
    """The notebook made from ``reports/<name>`` (percent form)."""
    source = (_HERE / name).read_text(encoding="utf-8")
    starts = list(_CELL.finditer(source))
    notebook: nbformat.NotebookNode = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3", "language": "python",
    }  # fmt: skip
    ends = [start.start() for start in starts[1:]] + [len(source)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        text = source[start.end() : end].strip()
        if start["markdown"]:
            text = re.sub(r"^# ?", "", text, flags=re.MULTILINE)
            cell = nbformat.v4.new_markdown_cell(text)
        else:
            cell = nbformat.v4.new_code_cell(text)
            cell.metadata["tags"] = json.loads(start["tags"] or "[]")
        cell["id"] = f"cell-{number}"
        notebook.cells.append(cell)
    del notebook.cells[0]  # says what the file is, to those who read it
    return notebook


def render(
    page: Path,
    name: str,
    lay_out: Callable[[Path], None],
    heading: Bilingual,
    title: Bilingual,
) -> Path:
    """Run ``reports/<name>`` on the tables that ``lay_out`` writes, and write the page.

    Raises:
        GraderError: a cell failed; nothing is written.
    """
    with tempfile.TemporaryDirectory(prefix="hoichan-report-") as scratch:
        folder = Path(scratch)
        lay_out(folder)
        notebook, done = folder / "report.ipynb", folder / "done.ipynb"
        nbformat.write(notebook_of(name), notebook)
        try:
            papermill.execute_notebook(
                notebook,
                done,
                parameters={"data_folder": str(folder)},
                kernel_name="python3",
                progress_bar=False,
                cwd=str(folder),
                execution_timeout=_TIMEOUT,
                # Notices for operators of shared machines; the kernel lives for seconds and is ours.
                extra_arguments=["--IPKernelApp.log_level=ERROR"],
            )
        except PapermillExecutionError as reason:
            raise error("report_failed", reason=f"{reason.ename}: {reason.evalue}") from reason
        html = _html(nbformat.read(done, as_version=4), heading, title)
    atomic.write_text(page, html)
    return page


def _html(notebook: nbformat.NotebookNode, heading: Bilingual, title: Bilingual) -> str:
    """Only what the cells say, in a page of our own: nbconvert's would load MathJax from outside."""
    exporter = HTMLExporter(
        template_name="basic",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    body, _ = exporter.from_notebook_node(notebook)
    template = (_HERE / "report.html.j2").read_text(encoding="utf-8")
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    html: str = Template(template, autoescape=True).render(
        body=body, heading=heading, title=title, style=style
    )
    return html
