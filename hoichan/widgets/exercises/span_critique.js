// X1: read AI answers beside their data, mark what is wrong, say what is missing.

const GROUPS = ["num", "src", "clin", "inf", "beh", "priv"];

class SpanCritique extends PagedCritique {
  constructor(model, el) {
    super(model, el);
    this.seenKey = `hoichan.seen.${this.place}.${this.variant.variant}`;
    this.seen = new Set();
    this.editing = null; // {uids, span, draft}: the units whose editor is open
    this.anchor = null; // first unit of a Shift+arrow range
    this.range = [];
    this.dragging = false;
    this.draggedAt = -Infinity;
  }

  start() {
    const stop = super.start();
    this.listen(this.root, "pointerdown", (e) => (this.dragging = e.pointerType === "mouse" && e.button === 0));
    this.listen(document, "pointerup", () => {
      if (this.dragging) this.markSelection();
      this.dragging = false;
    });
    this.listen(document, "selectionchange", () => {
      clearTimeout(this.selectionTimer);
      this.selectionTimer = setTimeout(() => this.noticeSelection(), 250);
    });
    this.off.push(() => clearTimeout(this.selectionTimer));
    return stop;
  }

  items() {
    return this.variant.answers.map((answer) => ({ name: answer.aid }));
  }

  // --- which answers have been seen: a convenience of this browser, not an answer

  recall() {
    super.recall();
    try {
      const kept = JSON.parse(localStorage.getItem(this.seenKey) || "[]");
      if (Array.isArray(kept)) kept.forEach((aid) => this.seen.add(aid));
    } catch {
      // nothing kept
    }
    this.remember();
  }

  remember() {
    super.remember();
    this.seen.add(this.variant.answers[this.at].aid);
    try {
      localStorage.setItem(this.seenKey, JSON.stringify([...this.seen]));
    } catch {
      // only a colour is not kept
    }
  }

  touched(payload, answer) {
    return this.seen.has(answer.aid) || this.marksOf(payload, answer) > 0 || payload.no_error.includes(answer.aid);
  }

  marksOf(payload, answer) {
    const flags = answer.units.filter((u) => payload.flags.some((f) => f.uid === u.uid)).length;
    return flags + answer.missing.filter((m) => payload.missing.includes(m.mid)).length;
  }

  progress() {
    const payload = this.payload();
    const done = this.variant.answers.filter((a) => this.touched(payload, a)).length;
    const total = this.variant.answers.length;
    return this.progressBar(done, total, this.t("progress", { done, total }));
  }

  // --- what an operation does, as in applying.py, for the time until the kernel has answered

  apply(payload, op) {
    const answerOf = (test) => this.variant.answers.find(test);
    const undeclare = (answer) => (payload.no_error = payload.no_error.filter((aid) => !answer || aid !== answer.aid));
    if (op.do === "flag") {
      payload.flags = payload.flags.filter((f) => f.uid !== op.uid);
      payload.flags.push({ category: null, severity: null, span: null, note: "", ...op });
      undeclare(answerOf((a) => a.units.some((u) => u.uid === op.uid)));
    } else if (op.do === "unflag") {
      payload.flags = payload.flags.filter((f) => f.uid !== op.uid);
    } else if (op.do === "missing") {
      payload.missing = payload.missing.filter((mid) => mid !== op.mid);
      if (op.on) {
        payload.missing.push(op.mid);
        undeclare(answerOf((a) => a.missing.some((m) => m.mid === op.mid)));
      }
    } else if (op.do === "no_error") {
      payload.no_error = payload.no_error.filter((aid) => aid !== op.aid);
      if (op.on) payload.no_error.push(op.aid);
    }
    return payload;
  }

  // --- handlers

  ownHandlers() {
    return {
      unit: (target, event) => this.onUnit(target, event),
      edit: (target) => this.open([target.dataset.arg], null, true),
      remove: (target) => this.remove([target.dataset.arg], `u-${target.dataset.arg}`),
      closeEditor: () => this.close(),
      editorKey: (_target, event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        this.close();
      },
      markOnly: () => this.mark({}),
      unmark: () => this.remove(this.editing.uids, `u-${this.editing.uids[0]}`, true),
      category: (target) => this.mark({ category: target.value || null }),
      severity: (target) => this.mark({ severity: Number(target.value) }),
      note: (target) => this.typed("note", () => this.mark({ note: target.value })),
      noteDone: () => this.commitTyping("note"),
      markSelection: () => this.markSelection(),
      missing: (target) => this.tickMissing(target),
      noError: (target) => this.declare(target.checked),
      clearMarks: () => this.clearMarks(),
      keepMarks: () => {
        this.conflict = null;
        this.focusNext = "no-error";
        this.render();
      },
    };
  }

  answer() {
    return this.variant.answers[this.at];
  }

  leaving() {
    this.editing = null;
    this.conflict = null;
    this.range = [];
  }

  onUnit(target, event) {
    const uid = target.dataset.arg;
    if (event.type === "click") {
      if (performance.now() - this.draggedAt < 150) return; // the end of a drag, not a tap
      this.range = [];
      if (this.editing?.uids.length === 1 && this.editing.uids[0] === uid) this.close();
      else this.open([uid], null, event.detail === 0);
      return;
    }
    this.onUnitKey(uid, event);
  }

  onUnitKey(uid, event) {
    const uids = this.answer().units.map((u) => u.uid);
    const at = uids.indexOf(uid);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const goal = event.key === "Home" ? 0 : event.key === "End" ? uids.length - 1 : step ? at + step : null;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (goal !== null) {
      event.preventDefault();
      const next = Math.min(Math.max(goal, 0), uids.length - 1);
      if (event.shiftKey) {
        if (this.anchor === null || !this.range.length) this.anchor = at;
        const [from, to] = [Math.min(this.anchor, next), Math.max(this.anchor, next)];
        this.range = uids.slice(from, to + 1);
        this.note = this.t("range.chosen", { n: this.range.length });
      } else this.range = [];
      this.focusNext = `u-${uids[next]}`;
      this.render();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      const chosen = this.range.includes(uid) && this.range.length > 1 ? this.range : [uid];
      const span = chosen.length > 1 ? this.spanOfUnits(chosen) : null;
      this.range = [];
      this.open(chosen, span, true);
    } else if (event.key === "Escape" && (this.range.length || this.editing)) {
      event.stopPropagation();
      this.range = [];
      if (this.editing) this.close();
      else this.render();
    }
  }

  open(uids, span, focus) {
    this.commitTyping();
    const flags = this.payload().flags;
    const first = flags.find((f) => f.uid === uids[0]);
    this.editing = { uids, span: span || first?.span || null };
    this.conflict = null;
    if (focus) this.focusNext = "category";
    this.render();
    this.find("editor")?.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.commitTyping();
    const uid = this.editing?.uids[0];
    this.editing = null;
    this.focusNext = uid ? `u-${uid}` : null;
    this.render();
  }

  // --- marking

  mark(change) {
    if (!this.editing) return;
    const flags = this.payload().flags;
    const answer = this.answer();
    const declared = this.payload().no_error.includes(answer.aid);
    const ops = this.editing.uids.map((uid) => {
      const old = flags.find((f) => f.uid === uid) || {};
      const { category = null, severity = null, note = "" } = old;
      return { do: "flag", uid, category, severity, note, span: this.editing.span || old.span || null, ...change };
    });
    if (declared) this.note = this.t("undeclared");
    this.op(ops.length > 1 ? { do: "many", ops } : ops[0]);
  }

  remove(uids, focus, closing = false) {
    this.forgetTyping("note");
    if (closing || this.editing?.uids.some((uid) => uids.includes(uid))) this.editing = null;
    this.focusNext = focus;
    const ops = uids.map((uid) => ({ do: "unflag", uid }));
    this.op(ops.length > 1 ? { do: "many", ops } : ops[0]);
  }

  tickMissing(target) {
    if (target.checked && this.payload().no_error.includes(this.answer().aid)) this.note = this.t("undeclared");
    this.conflict = null;
    this.op({ do: "missing", mid: target.dataset.arg, on: target.checked });
  }

  declare(on) {
    const { aid } = this.answer();
    if (on && this.marksOf(this.payload(), this.answer())) {
      this.conflict = aid; // nothing is sent: the learner says which of the two holds
      this.focusNext = "keep-marks";
      this.render();
      return;
    }
    this.conflict = null;
    this.op({ do: "no_error", aid, on });
  }

  clearMarks() {
    const payload = this.payload();
    const answer = this.answer();
    const ops = [
      ...answer.units.filter((u) => payload.flags.some((f) => f.uid === u.uid)).map((u) => ({ do: "unflag", uid: u.uid })),
      ...answer.missing.filter((m) => payload.missing.includes(m.mid)).map((m) => ({ do: "missing", mid: m.mid, on: false })),
      { do: "no_error", aid: answer.aid, on: true },
    ];
    this.forgetTyping("note");
    this.editing = null;
    this.conflict = null;
    this.focusNext = "no-error";
    this.op({ do: "many", ops });
  }

  // --- free selection: code points of the whole answer, whatever the browser counts in

  selection() {
    const chosen = document.getSelection();
    const box = this.find("answer-text");
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount || !box) return null;
    const range = chosen.getRangeAt(0);
    if (!range.intersectsNode(box)) return null;
    let [start, end] = [null, null];
    const uids = [];
    let offset = 0;
    for (const unit of this.answer().units) {
      const text = this.say(unit.text);
      const node = this.find(`u-${unit.uid}`)?.firstChild?.firstChild;
      if (node && range.intersectsNode(node)) {
        const from = range.startContainer === node ? range.startOffset : 0;
        const to = range.endContainer === node ? range.endOffset : text.length;
        const [a, b] = wholeWords(text, from, to, this.lang);
        if (b > a) {
          uids.push(unit.uid);
          if (start === null) start = offset + points(text.slice(0, a));
          end = offset + points(text.slice(0, b));
        }
      }
      offset += points(text) + 1;
    }
    if (!uids.length) return null;
    const whole = [...this.wholeText()];
    return { uids, span: { lang: this.lang, start, end, quote: whole.slice(start, end).join("") } };
  }

  wholeText() {
    return this.answer().units.map((u) => this.say(u.text)).join(" ");
  }

  spanOfUnits(uids) {
    let offset = 0;
    let [start, end] = [null, null];
    for (const unit of this.answer().units) {
      const length = points(this.say(unit.text));
      if (uids.includes(unit.uid)) {
        if (start === null) start = offset;
        end = offset + length;
      }
      offset += length + 1;
    }
    return { lang: this.lang, start, end, quote: [...this.wholeText()].slice(start, end).join("") };
  }

  noticeSelection() {
    const has = !this.dragging && this.selection() !== null;
    if (has === Boolean(this.hasSelection)) return;
    this.hasSelection = has;
    this.render();
  }

  markSelection() {
    const found = this.selection();
    if (!found) return;
    document.getSelection().removeAllRanges();
    this.hasSelection = false;
    this.draggedAt = performance.now();
    this.range = [];
    this.open(found.uids, found.span, true);
  }
}

function points(text) {
  return [...text].length;
}

// A sloppy drag still gives whole words; spaces at the ends are not part of it.
function wholeWords(text, from, to, lang) {
  let [start, end] = [Math.min(from, to), Math.max(from, to)];
  if (start < end && typeof Intl.Segmenter === "function") {
    for (const part of new Intl.Segmenter(lang, { granularity: "word" }).segment(text)) {
      const stop = part.index + part.segment.length;
      if (part.index < start && start < stop) start = part.index;
      if (part.index < end && end < stop) end = stop;
    }
  }
  while (start < end && /\s/.test(text[start])) start += 1;
  while (start < end && /\s/.test(text[end - 1])) end -= 1;
  return [start, end];
}
