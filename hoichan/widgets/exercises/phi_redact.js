// X5: tap the words that give somebody away; the note as it would be sent stands beside it.

const KINDS = ["name", "phone", "number", "date", "address", "contact", "other"];
const ACTIONS = ["mask", "generalise", "delete"];

class PhiRedact extends PagedCritique {
  constructor(model, el) {
    super(model, el);
    this.chosen = null; // {from, to}: indices of the words being chosen
    this.focusWord = 0; // the word that Tab leads to
    this.letters = this.variant.notes.map((note) => [...note.text]); // code points, as Python counts
  }

  items() {
    return this.variant.notes.map((note) => ({ name: note.uid }));
  }

  current() {
    return this.variant.notes[this.at];
  }

  answerOf(payload, uid) {
    return payload.notes.find((n) => n.uid === uid) || { uid, spans: [], sent: false };
  }

  text(from, to) {
    return this.letters[this.at].slice(from, to).join("");
  }

  apply(payload, op) {
    const old = this.answerOf(payload, op.uid);
    let change = null;
    if (op.do === "hide") {
      const { start, end, kind = null, action = "mask" } = op;
      const apart = old.spans.filter((s) => s.end <= start || end <= s.start);
      change = { spans: [...apart, { start, end, kind, action }].sort((a, b) => a.start - b.start), sent: false };
    } else if (op.do === "show") change = { spans: old.spans.filter((s) => s.start !== op.start), sent: false };
    else if (op.do === "send") change = { sent: op.on };
    if (!change) return payload;
    payload.notes = [...payload.notes.filter((n) => n.uid !== op.uid), { ...old, ...change }];
    return payload;
  }

  pageState(payload, i) {
    const answer = this.answerOf(payload, this.variant.notes[i].uid);
    if (answer.sent) return { seen: true, sign: icon("tick"), text: this.t("pager.sent") };
    if (answer.spans.length) return { seen: true, sign: [icon("flag"), String(answer.spans.length)], text: this.t("pager.marks", { n: answer.spans.length }) };
    return { seen: false, sign: null, text: this.t("pager.none") };
  }

  progress() {
    const done = this.payload().notes.filter((n) => n.sent).length;
    const total = this.variant.notes.length;
    return this.progressBar(done, total, this.t("progress", { done, total }));
  }

  // --- choosing words: tap one, or tap a first and a last; Shift with the arrow keys does the same

  ownHandlers() {
    return {
      word: (target, event) => this.tapWord(Number(target.dataset.arg), event.shiftKey),
      wordKey: (target, event) => this.wordKey(Number(target.dataset.arg), event),
      kind: (target) => this.retouch({ kind: target.value || null }),
      action: (target) => this.retouch({ action: target.value }),
      longer: () => this.stretch(1),
      shorter: () => this.stretch(-1),
      showAgain: () => this.showAgain(),
      closeEditor: () => this.close(),
      send: () => this.op({ do: "send", uid: this.current().uid, on: true }),
      takeBack: () => this.op({ do: "send", uid: this.current().uid, on: false }),
    };
  }

  spanAt(answer, index) {
    const token = this.current().tokens[index];
    return answer.spans.find((s) => s.start < token.end && token.start < s.end) || null;
  }

  indices(span) {
    const inside = this.current().tokens.map((token, i) => [token, i]).filter(([token]) => span.start < token.end && token.start < span.end);
    return { from: inside[0][1], to: inside[inside.length - 1][1] };
  }

  tapWord(index, extend) {
    const answer = this.answerOf(this.payload(), this.current().uid);
    const span = this.spanAt(answer, index);
    this.focusWord = index;
    if (extend && this.chosen) {
      this.hide(Math.min(this.chosen.from, index), Math.max(this.chosen.to, index));
    } else if (span) {
      this.chosen = this.indices(span);
      this.render();
    } else this.hide(index, index);
  }

  hide(from, to, more = {}, focus = `w-${this.focusWord}`) {
    const { uid, tokens } = this.current();
    const old = this.spanAt(this.answerOf(this.payload(), uid), from) || {};
    this.chosen = { from, to };
    this.focusNext = focus; // before the operation, which draws the page
    this.op({ do: "hide", uid, start: tokens[from].start, end: tokens[to].end, kind: old.kind ?? null, action: old.action ?? "mask", ...more });
  }

  retouch(change) {
    if (this.chosen) this.hide(this.chosen.from, this.chosen.to, change, null);
  }

  stretch(step) {
    const { from, to } = this.chosen;
    const last = this.current().tokens.length - 1;
    const end = Math.min(Math.max(to + step, from), last);
    // "Shorter" cannot be pressed on a single word: the focus would be lost with it.
    if (end !== to) this.hide(from, end, {}, step > 0 || end === from ? "longer" : "shorter");
  }

  showAgain() {
    const { uid, tokens } = this.current();
    const span = this.spanAt(this.answerOf(this.payload(), uid), this.chosen.from);
    this.focusNext = `w-${this.focusWord}`;
    this.chosen = null;
    this.op({ do: "show", uid, start: span ? span.start : tokens[0].start });
  }

  close() {
    this.chosen = null;
    this.focusNext = `w-${this.focusWord}`;
    this.render();
  }

  wordKey(index, event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && this.chosen) {
      event.stopPropagation();
      this.close();
      return;
    }
    const last = this.current().tokens.length - 1;
    const goal = event.key === "Home" ? 0 : event.key === "End" ? last : step ? index + step : null;
    if (goal === null) return;
    event.preventDefault();
    this.focusWord = Math.min(Math.max(goal, 0), last);
    this.focusNext = `w-${this.focusWord}`;
    if (event.shiftKey && step) this.tapWord(this.focusWord, Boolean(this.chosen));
    else this.render();
  }

  leaving() {
    this.chosen = null;
    this.focusWord = 0;
  }

  // --- the page

  body() {
    const payload = this.payload();
    const note = this.current();
    const answer = this.answerOf(payload, note.uid);
    return [
      h("p", { class: "hc-prompt" }, this.say(this.variant.prompt)),
      this.pager(payload),
      h(
        "section",
        { class: "hc-card", k: `card-${note.uid}`, "aria-labelledby": `${this.id}-card` },
        h("div", { class: "hc-card-head" }, this.cardTitle(this.say(note.sort))),
        h("div", { class: "hc-columns" }, h("div", { class: "hc-work" }, this.words(note, answer), this.chosen ? this.editor(answer) : null), this.preview(note, answer)),
        this.stepper(),
      ),
    ];
  }

  words(note, answer) {
    const parts = [];
    let place = 0;
    note.tokens.forEach((token, i) => {
      const span = this.spanAt(answer, i);
      const within = span && span.start < place;
      if (token.start > place) parts.push(h("span", { class: `hc-between${within ? " hc-between--hidden" : ""}`, k: `b-${i}` }, this.text(place, token.start)));
      const chosen = this.chosen && i >= this.chosen.from && i <= this.chosen.to;
      parts.push(
        h(
          "button",
          {
            class: `hc-word${span ? " hc-word--hidden" : ""}${chosen ? " hc-word--chosen" : ""}`,
            act: "word",
            "data-arg": i,
            "data-key": "wordKey",
            "aria-pressed": String(Boolean(span)),
            tabindex: i === this.focusWord ? "0" : "-1",
            k: `w-${i}`,
          },
          this.text(token.start, token.end),
        ),
      );
      place = token.end;
    });
    parts.push(h("span", { class: "hc-between", k: "b-end" }, this.text(place)));
    return [
      h("h5", { class: "hc-label", id: `${this.id}-words` }, icon("person"), this.t("note")),
      h("p", { class: "hc-hint" }, this.t("hint")),
      h("div", { class: "hc-note", role: "group", "aria-labelledby": `${this.id}-words`, lang: "vi", k: "words" }, parts),
    ];
  }

  editor(answer) {
    const span = this.spanAt(answer, this.chosen.from);
    if (!span) return null;
    const said = this.text(span.start, span.end);
    return h(
      "div",
      { class: "hc-editor", k: "editor", role: "group", "aria-label": this.t("editor", { text: said }) },
      h("p", { class: "hc-editor-text" }, icon("flag"), h("strong", {}, `“${said}”`)),
      h(
        "div",
        { class: "hc-editor-fields" },
        this.field(this.t("kind"), h("select", { class: "hc-input", "data-change": "kind", k: "kind", value: span.kind || "" }, h("option", { value: "" }, this.t("kind.none")), KINDS.map((kind) => h("option", { value: kind }, this.t(`kind.${kind}`))))),
        this.field(this.t("action"), h("select", { class: "hc-input", "data-change": "action", k: "action", value: span.action }, ACTIONS.map((action) => h("option", { value: action }, this.t(`action.${action}`))))),
      ),
      h(
        "div",
        { class: "hc-row" },
        h("button", { class: "hc-button", act: "longer", k: "longer" }, icon("right"), this.t("longer")),
        h("button", { class: "hc-button", act: "shorter", k: "shorter", disabled: this.chosen.from === this.chosen.to }, icon("left"), this.t("shorter")),
        h("button", { class: "hc-button", act: "showAgain", k: "show-again" }, icon("cross"), this.t("show_again")),
        h("button", { class: "hc-button hc-button--quiet", act: "closeEditor", k: "close-editor" }, this.t("done")),
      ),
    );
  }

  preview(note, answer) {
    const parts = [];
    let place = 0;
    answer.spans.forEach((span) => {
      parts.push(this.text(place, span.start));
      if (span.action !== "delete") parts.push(h("mark", { class: "hc-gap", k: `g-${span.start}` }, `[${this.t(span.action === "generalise" ? "gap.general" : `gap.${span.kind || "any"}`)}]`));
      place = span.end;
    });
    parts.push(this.text(place));
    return h(
      "div",
      { class: "hc-preview", k: "preview" },
      h("h5", { class: "hc-label" }, icon("right"), this.t("preview")),
      h("p", { class: "hc-preview-text", lang: "vi" }, parts),
      answer.sent
        ? [
            h("p", { class: "hc-todo-line hc-todo-line--done", role: "status", k: "sent" }, icon("tick"), this.t("sent")),
            h("button", { class: "hc-button", act: "takeBack", k: "take-back" }, icon("undo"), this.t("take_back")),
          ]
        : h("button", { class: "hc-button hc-button--main", act: "send", k: "send" }, icon("right"), this.t("send")),
    );
  }
}

export default { render: ({ model, el }) => new PhiRedact(model, el).start() };
