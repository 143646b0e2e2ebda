"""The static page of charts, and the pictures themselves."""

from __future__ import annotations

import html
import subprocess
import sys
from collections import Counter
from random import Random
from xml.etree import ElementTree as ET

import pytest

from exercise_samples import pool_of, sample
from hoichan import personas
from hoichan.cases.chart_build import Planted, build_chart
from hoichan.schema.documents import AnswerSheet
from hoichan.schema.exercises.chart_critique import (
    ChartCritiquePayload,
    DesignAnswer,
    ReadAnswer,
)
from hoichan.scoring import score
from hoichan.views import render_task
from hoichan.views.charting import alt_text, chart_svg, number_table


@pytest.fixture(scope="module")
def bases():
    return {base.id: base for case in pool_of("x9").cases for base in case.charts}


def drawn(base, *flaws):
    return build_chart(Planted(base, frozenset(flaws)))


def words_of(svg):
    root = ET.fromstring(svg)  # noqa: S314 - our own picture
    return [
        "".join(node.itertext()).strip()
        for node in root.iter()
        if node.tag.rpartition("}")[2] == "text"
    ]


def markers(svg):
    """Closed shapes that are used as marks, and how often."""
    space = "{http://www.w3.org/2000/svg}"
    root = ET.fromstring(svg)  # noqa: S314 - our own picture
    paths = {
        f"#{path.get('id')}": " ".join((path.get("d") or "").split())
        for path in root.iter(f"{space}path")
        if path.get("id")
    }
    uses = [use.get("{http://www.w3.org/1999/xlink}href") for use in root.iter(f"{space}use")]
    return Counter(paths[name] for name in uses if "z" in paths.get(name, ""))


def sheet_of(variant, payload):
    return AnswerSheet(
        lesson=variant.lesson,
        task=variant.task,
        variant=variant.variant,
        learner=variant.learner,
        opened="2026-01-01T00:00:00Z",
        saved="2026-01-01T00:00:00Z",
        ui="test",
        payload=payload,
    )


def plain(page):
    return html.unescape(page)


# --- pictures


def test_a_picture_is_the_same_bytes_again_and_holds_no_date(bases):
    chart = drawn(bases["weekly"])
    first = chart_svg(chart, "vi")
    chart_svg.cache_clear()
    assert chart_svg(chart, "vi") == first
    assert "<dc:date>" not in first
    assert "http://" not in first.replace("http://www.w3.org/", "")


def test_words_and_numbers_are_in_the_language(bases):
    vi, en = (words_of(chart_svg(drawn(bases["weekly"]), lang)) for lang in ("vi", "en"))
    assert "3.500" in vi
    assert "3,500" in en
    assert "chưa đủ báo cáo" in vi
    assert "reports incomplete" in en


def test_incomplete_periods_are_hollow_and_dashed_unless_drawn_as_complete(bases):
    base = bases["weekly"]
    assert "stroke-dasharray" in chart_svg(drawn(base), "vi")
    assert hollow(chart_svg(drawn(base), "vi")) >= 3
    as_if = chart_svg(drawn(base, "partial_period"), "vi")
    assert hollow(as_if) == 0
    assert "stroke-dasharray" not in as_if
    assert "chưa đủ" not in as_if


def hollow(svg):
    """How many marks are filled with white."""
    space = "{http://www.w3.org/2000/svg}"
    uses = ET.fromstring(svg).iter(f"{space}use")  # noqa: S314 - our own picture
    return sum("fill: #ffffff" in (use.get("style") or "") for use in uses)


def test_the_axis_is_drawn_where_the_spec_says(bases):
    base = bases["provinces"]
    assert "0" in words_of(chart_svg(drawn(base), "vi"))
    cut = words_of(chart_svg(drawn(base, "axis_truncated"), "vi"))
    assert "0" not in cut
    assert "200" in cut


def test_two_lines_differ_by_marks_and_not_by_colour_alone(bases):
    shapes = markers(chart_svg(drawn(bases["beds"]), "vi"))
    often = [shape for shape, times in shapes.items() if times >= len(bases["beds"].ticks)]
    assert sum("C" in shape for shape in often) == 1  # circles
    assert sum("C" not in shape for shape in often) == 1  # squares


def test_circles_have_their_values_written_on_them(bases):
    words = words_of(chart_svg(drawn(bases["provinces"], "area_distortion"), "vi"))
    assert "225,3" in words


def test_every_chart_can_be_drawn_with_each_of_its_flaws(bases):
    for base in bases.values():
        for flaws in [(), *((mutation.flaw,) for mutation in base.mutations)]:
            for lang in ("vi", "en"):
                chart = drawn(base, *flaws)
                assert ET.fromstring(chart_svg(chart, lang)) is not None  # noqa: S314
                assert base.title[lang] in alt_text(chart, lang)


def test_the_table_holds_what_is_drawn_under_the_names_it_is_drawn_with(bases):
    base = bases["beds"]
    right, swapped = (number_table(drawn(base, *f)) for f in ((), ("legend_swapped",)))
    assert right.rows == swapped.rows
    assert [c.label.vi for c in right.columns[1:]] == ["Khoa Nội", "Khoa Ngoại"]
    assert [c.label.vi for c in swapped.columns[1:]] == ["Khoa Ngoại", "Khoa Nội"]
    weekly = number_table(drawn(bases["weekly"]))
    assert weekly.columns[0].labels["tuần 52"].vi == "tuần 52 (chưa đủ)"


def test_the_alternative_text_names_both_axes_and_tells_no_flaw(bases):
    text = alt_text(drawn(bases["beds"], "dual_axis"), "vi")
    assert "Trục bên phải (Khoa Ngoại)" in text
    cut = alt_text(drawn(bases["provinces"], "axis_truncated"), "vi")
    assert "từ 200 đến 300" in cut


def test_matplotlib_is_not_imported_until_something_is_drawn():
    code = (
        "import sys; import hoichan.views.exercises.chart_critique; "
        "assert 'matplotlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- the page


def test_without_a_key_it_shows_the_charts_and_the_answers():
    variant, key = sample("x9")
    chart = variant.charts[0]
    payload = ChartCritiquePayload(
        reads=(ReadAnswer(uid="g1.r1", typed="1.250,5", value=1250.5),),
        flaws=("g1.f2",),
        sound=("g2",),
        better=(DesignAnswer(uid="g1.better", choice="g1.b1"),),
    )
    page = plain(render_task(variant, "vi", sheet_of(variant, payload)))
    assert page.count("data:image/svg+xml;base64,") == len(variant.charts)
    assert page.count('alt="Biểu đồ') == len(variant.charts)
    assert "1.250,5" in page
    assert page.count(chart.options[1].label.vi) == 1
    assert "Bạn đã chọn: “Không có lỗi”." in page
    for gold in key.charts:
        assert gold.better_why.vi not in page
        assert not [flaw for flaw in gold.flaws if flaw.why.vi in page]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_feedback_explains_every_flaw_in_words(lang):
    variant, key = sample("x9")
    payload = personas.answers("typical", variant, key, Random(4))
    sheet = sheet_of(variant, payload)
    report = score(key, sheet, variant)
    page = plain(render_task(variant, lang, sheet, key, report))
    for gold in key.charts:
        assert gold.better_why[lang] in page
        for flaw in gold.flaws:
            assert flaw.why[lang] in page
            assert flaw.check[lang] in page
    missed, alarm = {"vi": ("Bỏ sót", "Báo động nhầm"), "en": ("Missed", "False alarm")}[lang]
    assert page.count(f"<strong>{missed}</strong>") == len(report.misses)
    assert page.count(f"<strong>{alarm}</strong>") == len(report.false_alarms)


def test_a_sound_chart_says_so_whether_it_was_declared_or_not():
    variant, key = sample("x9")
    uid = next(chart.uid for chart in key.charts if not chart.flaws)
    flawed = next(chart.uid for chart in key.charts if chart.flaws)

    def page(only, *sound):
        sheet = sheet_of(variant, ChartCritiquePayload(sound=sound))
        return plain(render_task(variant, "vi", sheet, key, score(key, sheet, variant), only=only))

    assert "✓ Đúng: biểu đồ và lời bình này không có lỗi" in page(uid, uid)
    assert "Biểu đồ và lời bình này không có lỗi nào được gài." in page(uid)
    assert "✗ Chưa đúng" in page(flawed, flawed)
    assert page(uid).count("<article") == 1
