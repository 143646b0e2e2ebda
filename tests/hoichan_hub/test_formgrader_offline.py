"""A submission in formgrader asks no other host for anything."""

import os
import subprocess
import sys
from pathlib import Path

import hoichan_hub

RENDER = """
import sys, nbformat
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
exporter = HTMLExporter(template_name="formgrade", extra_template_basedirs=[handlers.template_path])
body = exporter.environment.get_template("mathjax.html.j2").module.mathjax()
sys.stdout.write(f"[{body.strip()}]")
"""


def test_staff_templates_leave_mathjax_out():
    staff = Path(hoichan_hub.__file__).parent / "jupyter_staff"

    def rendered(environment):
        done = subprocess.run(
            [sys.executable, "-c", RENDER],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    assert "cdnjs" in rendered({})  # what nbgrader would do by itself
    ours = rendered({"JUPYTER_PATH": str(staff)})
    assert "MathJax" in ours  # formgrader asks it to say when it is done
    assert "http" not in ours
