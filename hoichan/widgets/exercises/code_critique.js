// X11: lines of code to tap; below a marked line, what kind of bug it is.

const BUGS = ["wrong_denominator", "wrong_join", "dropped_nan", "wrong_axis", "leaked_identifier"];

class CodeCritique extends PagedCritique {
  items() {
    return this.variant.snippets.map((snippet) => ({ name: snippet.uid }));
  }

  snippet() {
    return this.variant.snippets[this.at];
  }

  flagsOf(payload, snippet) {
    return snippet.lines.map((line) => payload.flags.find((f) => f.uid === line.uid)).filter(Boolean);
  }

  apply(payload, op) {
    const snippet = op.uid?.split(".")[0];
    if (op.do === "flag") {
      payload.flags = [...payload.flags.filter((f) => f.uid !== op.uid), { uid: op.uid, kind: op.kind ?? null }];
      payload.no_error = payload.no_error.filter((uid) => uid !== snippet);
    } else if (op.do === "unflag") payload.flags = payload.flags.filter((f) => f.uid !== op.uid);
    else if (op.do === "no_error") payload.no_error = [...payload.no_error.filter((uid) => uid !== op.uid), ...(op.on ? [op.uid] : [])];
    return payload;
  }

  pageState(payload, i) {
    const snippet = this.variant.snippets[i];
    const marks = this.flagsOf(payload, snippet).length;
    if (payload.no_error.includes(snippet.uid)) return { seen: true, sign: icon("tick"), text: this.t("pager.clean") };
    if (marks) return { seen: true, sign: [icon("flag"), String(marks)], text: this.t("pager.marks", { n: marks }) };
    return { seen: false, sign: null, text: this.t("pager.none") };
  }

  progress() {
    const payload = this.payload();
    const done = this.variant.snippets.filter((s) => payload.no_error.includes(s.uid) || this.flagsOf(payload, s).length).length;
    const total = this.variant.snippets.length;
    return this.progressBar(done, total, this.t("progress", { done, total }));
  }

  ownHandlers() {
    return {
      line: (target) => this.toggle(target.dataset.arg),
      lineKey: (target, event) => this.move(target, event),
      bug: (target) => this.op({ do: "flag", uid: target.dataset.arg, kind: target.value || null }),
      noError: (target) => this.declare(target.checked),
    };
  }

  toggle(uid) {
    const marked = this.payload().flags.some((f) => f.uid === uid);
    this.op(marked ? { do: "unflag", uid } : { do: "flag", uid, kind: null });
    this.focusNext = marked ? `line-${uid}` : `bug-${uid}`;
    this.render();
  }

  move(target, event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const all = [...this.root.querySelectorAll(".hc-code-line")];
    all[Math.min(Math.max(all.indexOf(target) + step, 0), all.length - 1)].focus();
  }

  declare(on) {
    const marks = this.flagsOf(this.payload(), this.snippet()).length;
    if (on && marks) {
      this.note = this.t("conflict", { n: marks });
      this.conflict = true;
      this.render();
      return;
    }
    this.conflict = false;
    this.op({ do: "no_error", uid: this.snippet().uid, on });
  }

  leaving() {
    this.conflict = false;
  }

  body() {
    const payload = this.payload();
    const snippet = this.snippet();
    return [
      this.pager(payload),
      h(
        "section",
        { class: "hc-card", k: `card-${snippet.uid}`, "aria-labelledby": `${this.id}-card` },
        h("div", { class: "hc-card-head" }, this.cardTitle(this.say(snippet.title)), this.badge()),
        h("h5", { class: "hc-label" }, icon("person"), this.t("asked")),
        h("p", { class: "hc-prompt" }, this.say(snippet.prompt)),
        h("h5", { class: "hc-label", id: `${this.id}-code` }, icon("chip"), this.t("code")),
        h("p", { class: "hc-hint" }, this.t("hint")),
        h("ol", { class: "hc-code", "aria-labelledby": `${this.id}-code`, k: "code" }, snippet.lines.map((line, i) => this.line(payload, line, i))),
        h(
          "label",
          { class: "hc-check hc-check--strong", k: "declare" },
          h("input", { type: "checkbox", checked: payload.no_error.includes(snippet.uid), "data-change": "noError", k: "no-error" }),
          h("span", {}, this.t("no_error")),
        ),
        this.conflict ? h("p", { class: "hc-notice", role: "alert", k: "conflict" }, this.t("conflict", { n: this.flagsOf(payload, snippet).length })) : null,
        this.stepper(),
      ),
    ];
  }

  line(payload, line, i) {
    const flag = payload.flags.find((f) => f.uid === line.uid);
    return h(
      "li",
      { k: `li-${line.uid}` },
      h(
        "button",
        { class: `hc-code-line${flag ? " hc-code-line--marked" : ""}`, act: "line", "data-arg": line.uid, "data-key": "lineKey", "aria-pressed": String(Boolean(flag)), k: `line-${line.uid}` },
        h("span", { class: "hc-code-number" }, i + 1),
        h("code", { lang: "en" }, line.code),
        flag ? icon("flag") : null,
      ),
      flag
        ? this.field(
            this.t("kind", { n: i + 1 }),
            h("select", { class: "hc-input", "data-change": "bug", "data-arg": line.uid, k: `bug-${line.uid}`, value: flag.kind || "" }, h("option", { value: "" }, this.t("kind.none")), BUGS.map((bug) => h("option", { value: bug }, this.t(`kind.${bug}`)))),
          )
        : null,
    );
  }
}

export default { render: ({ model, el }) => new CodeCritique(model, el).start() };
