"""What a person does on the page to give certain answers, for every type the hub hands out.

A payload says what is to be answered; the functions below say with which controls, as a list of
steps. All steps of a task are taken within one call into the browser: the same events as a person's,
without the milliseconds that a call for each of hundreds of controls would take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page

from hoichan.schema.payload import Payload
from hoichan.schema.text import Lang
from hoichan.schema.variant import PublicVariant

# What to do (click, shift-click, choose, type, wait, saved), the control's `data-k`, a text.
Step = tuple[str, ...]
PATIENCE_MS = 60_000

# Steps are taken on the page as it is drawn anew after each: a control is looked up when its turn comes.
_TAKE_STEPS = """async ({ task, steps, patience }) => {
  const root = () => document.querySelector(`.hoichan-widget[data-task="${task}"]`);
  const until = (look, what) => new Promise((found, failed) => {
    const end = performance.now() + patience;
    const again = () => {
      const seen = look();
      if (seen) found(seen);
      else if (performance.now() > end) failed(new Error(`${task}: waited in vain for ${what}`));
      else setTimeout(again, 5);
    };
    again();
  });
  const control = (key) => until(() => {
    const node = root()?.querySelector(`[data-k="${key}"]`);
    return node && !node.disabled && node;
  }, key);
  const saved = () => until(() => root()?.dataset.status === "saved", "its being saved");
  const tell = (node, kind) => node.dispatchEvent(new Event(kind, { bubbles: true }));
  const doing = {
    click: (node) => node.click(),
    shift: (node) => node.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: true })),
    choose: (node, value) => {
      if (![...node.options].some((option) => option.value === value)) throw new Error(`${task}: ${value} is not offered`);
      node.value = value;
      tell(node, "change");
    },
    type: (node, text) => {
      node.focus();
      node.value = text;
      tell(node, "input");
      tell(node, "change");
    },
    wait: () => {},
  };
  for (const [what, key, ...more] of steps) {
    if (what === "saved") await saved();
    else doing[what](await control(key), ...more);
  }
  await saved();
}"""


def answer(page: Page, variant: PublicVariant, payload: Payload, lang: Lang) -> None:
    """Give these answers on the page, which is in ``lang``, and wait until they are saved."""
    steps = [list(step) for step in steps_of(variant, payload, lang)]
    given = {"task": variant.task, "steps": steps, "patience": PATIENCE_MS}
    page.evaluate(_TAKE_STEPS, given)


def steps_of(variant: PublicVariant, payload: Payload, lang: Lang) -> Iterator[Step]:
    """All steps that give ``payload`` on a page nobody has answered yet, item by item."""
    for place, uid in enumerate(variant.items()):
        yield "click", f"page-{place}"
        yield from _STEPS[variant.type](variant, payload, uid, lang)


def number_text(value: float, lang: Lang) -> str:
    """A number as somebody types it: as many decimals as it has, a decimal comma in Vietnamese."""
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if lang == "vi" else text


def _span_critique(variant: Any, payload: Any, aid: str, _lang: Lang) -> Iterator[Step]:
    shown = next(each for each in variant.answers if each.aid == aid)
    uids = {unit.uid for unit in shown.units}
    for flag in payload.flags:
        if flag.uid in uids:
            yield "click", f"u-{flag.uid}"
            yield "choose", "category", flag.category
            yield "click", "done"
    for line in shown.missing:
        if line.mid in payload.missing:
            yield "click", f"missing-input-{line.mid}"
    if aid in payload.no_error:
        yield "click", "no-error"


def _verify_data(_variant: Any, payload: Any, uid: str, lang: Lang) -> Iterator[Step]:
    said = _of(payload.claims, uid)
    yield "click", f"verdict-input-{said.verdict}"
    if said.value is not None:
        yield "type", f"value-{uid}", number_text(said.value, lang)
    if said.unit is not None:
        yield "choose", f"unit-{uid}", said.unit


def _decide_confidence(_variant: Any, payload: Any, uid: str, _lang: Lang) -> Iterator[Step]:
    said = _of(payload.decisions, uid)
    yield "click", f"init-{said.init}-input"
    yield "click", f"stop-own-{uid}-{said.init_p}-input"
    yield "click", "reveal"
    yield "wait", "advice"
    yield "click", f"final-{said.final}-input"
    if said.chosen is not None:
        yield "click", f"chosen-{said.chosen}-input"
    yield "click", f"stop-ai-{uid}-{said.p_ai}-input"


def _prompt_repair(_variant: Any, payload: Any, uid: str, _lang: Lang) -> Iterator[Step]:
    said = _of(payload.prompts, uid)
    for block in said.blocks:
        yield "click", f"block-{block}-input"
    if said.runs:
        yield "click", "run"
        yield ("saved",)  # the new answer comes with the acknowledgement
    for unit in said.marks:
        yield "click", f"unit-{unit}"
    if said.done:
        yield "click", "done-input"


def _phi_redact(variant: Any, payload: Any, uid: str, _lang: Lang) -> Iterator[Step]:
    note, said = _of(variant.notes, uid), _of(payload.notes, uid)
    for span in said.spans:
        words = [
            place
            for place, token in enumerate(note.tokens)
            if span.start < token.end and token.start < span.end
        ]
        yield "click", f"w-{words[0]}"
        if len(words) > 1:
            yield "shift", f"w-{words[-1]}"
        if span.kind is not None:
            yield "choose", "kind", span.kind
    if said.sent:
        yield "click", "send"


def _cite_check(_variant: Any, payload: Any, uid: str, _lang: Lang) -> Iterator[Step]:
    said = _of(payload.refs, uid)
    yield "click", f"verdict-{said.verdict}-input"
    if said.proof is None:
        return
    document, _, point = said.proof.partition(".")
    yield "type", "search-text", document
    yield "click", "search-run"
    yield "click", f"result-{document}"
    yield "click", f"choose-{point}" if point else "choose-document"


def _timed_report(variant: Any, payload: Any, uid: str, lang: Lang) -> Iterator[Step]:
    report = _of(variant.reports, uid)
    yield "click", "open"
    for figure in payload.figures:
        if figure.uid.startswith(f"{uid}."):
            yield "type", f"figure-{figure.uid}", number_text(figure.value, lang)
    for sentence in payload.sentences:
        if sentence.uid.startswith(f"{uid}."):
            yield "click", f"{sentence.handling}-{sentence.uid}-input"
    for part in payload.parts:
        if part.uid in {each.uid for each in report.parts}:
            yield "type", f"part-{part.uid}", part.text
    sign = _of(payload.reports, uid)
    yield "type", "felt", number_text(sign.felt_minutes, lang)
    yield ("saved",)  # the form may be signed when its figures are understood
    yield "click", "sign"
    yield "wait", "signed"


def _triage_role(_variant: Any, payload: Any, uid: str, _lang: Lang) -> Iterator[Step]:
    said = _of(payload.patients, uid)
    yield "click", f"init-{said.init}-input"
    yield "click", "reveal"
    yield "wait", "advice"
    yield "click", f"final-{said.final}-input"
    for act in said.acts:
        yield "click", f"act-{act}-input"
    yield "click", f"stop-ai-{uid}-{said.p_ai}-input"


def _chart_critique(variant: Any, payload: Any, uid: str, lang: Lang) -> Iterator[Step]:
    chart = _of(variant.charts, uid)
    names = {read.uid for read in chart.reads}
    for read in payload.reads:
        if read.uid in names:
            yield "type", f"read-{read.uid}", number_text(read.value, lang)
    lines = {option.uid for option in chart.options}
    for line in payload.flaws:
        if line in lines:
            yield "click", f"flaw-{line}-input"
    if uid in payload.sound:
        yield "click", "sound-input"
    yield "click", f"design-{_of(payload.better, chart.better_uid).choice}-input"


def _compare_two(_variant: Any, payload: Any, uid: str, _lang: Lang) -> Iterator[Step]:
    said = _of(payload.pairs, uid)
    for question in ("accurate", "safer", "clearer"):
        yield "click", f"{question}-{getattr(said, question)}-input"
    for unit in said.decisive:
        yield "click", f"unit-{unit}"
    yield "click", f"stop-p-{uid}-{said.p}-input"


def _of(entries: Any, uid: str) -> Any:
    return next(entry for entry in entries if entry.uid == uid)


_STEPS: dict[str, Callable[[Any, Any, str, Lang], Iterator[Step]]] = {
    "span_critique": _span_critique,
    "verify_data": _verify_data,
    "decide_confidence": _decide_confidence,
    "prompt_repair": _prompt_repair,
    "phi_redact": _phi_redact,
    "cite_check": _cite_check,
    "timed_report": _timed_report,
    "triage_role": _triage_role,
    "chart_critique": _chart_critique,
    "compare_two": _compare_two,
}
