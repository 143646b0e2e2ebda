// X1: what is on the page.

Object.assign(SpanCritique.prototype, {
  body() {
    const payload = this.payload();
    const answer = this.answer();
    return [
      this.pager(payload),
      h(
        "section",
        { class: "hc-card", k: `card-${answer.aid}`, "aria-labelledby": `${this.id}-card` },
        h(
          "div",
          { class: "hc-card-head" },
          this.cardTitle(this.say(answer.title)),
          this.badge(answer.provenance.kind),
        ),
        h("div", { class: "hc-columns" }, this.given(answer), this.critique(payload, answer)),
        this.stepper(),
      ),
    ];
  },

  pageState(payload, i) {
    const answer = this.variant.answers[i];
    const marks = this.marksOf(payload, answer);
    const seen = this.touched(payload, answer);
    if (payload.no_error.includes(answer.aid)) return { seen, sign: icon("tick"), text: this.t("pager.clean") };
    if (marks) return { seen, sign: [icon("flag"), String(marks)], text: this.t("pager.marks", { n: marks }) };
    return { seen, sign: null, text: this.t(seen ? "pager.seen" : "pager.unseen") };
  },

  given(answer) {
    return h(
      "div",
      { class: "hc-given" },
      h("h5", { class: "hc-label" }, icon("person"), this.t("prompt")),
      h("p", { class: "hc-prompt" }, this.say(answer.prompt)),
      h("h5", { class: "hc-label" }, icon("table"), this.t("evidence"), h("span", { class: "hc-asof" }, this.t("as_of", { date: this.say(answer.as_of) }))),
      answer.evidence.length
        ? answer.evidence.map((table, i) => evidenceTable(table, this.lang, `${this.id}-table-${i}`))
        : h("p", { class: "hc-hint" }, this.t("evidence.none")),
    );
  },

  // --- what the AI said, and what the learner makes of it

  critique(payload, answer) {
    return h(
      "div",
      { class: "hc-answered" },
      h("h5", { class: "hc-label" }, icon("chip"), this.t("answer")),
      h("p", { class: "hc-hint", id: `${this.id}-how` }, this.t("how"), h("span", { class: "hc-keyboard" }, " ", this.t("how.keyboard"))),
      this.text(payload, answer),
      this.hasSelection && h("button", { class: "hc-button hc-button--main", act: "markSelection", k: "mark-selection" }, icon("flag"), this.t("mark.selection")),
      this.marks(payload, answer),
      answer.missing.length ? this.missingList(payload, answer) : null,
      this.declaration(payload, answer),
    );
  },

  text(payload, answer) {
    const parts = [];
    const last = this.editing?.uids.at(-1);
    let number = 0;
    answer.units.forEach((unit, i) => {
      const flag = payload.flags.find((f) => f.uid === unit.uid);
      if (flag) number += 1;
      if (i) parts.push(" ");
      parts.push(this.unit(unit, flag, number));
      if (unit.uid === last) parts.push(this.editor(payload));
    });
    return h("div", { class: "hc-text", k: "answer-text", role: "group", "aria-label": this.t("answer"), "aria-describedby": `${this.id}-how` }, parts);
  },

  unit(unit, flag, number) {
    const open = this.editing?.uids.includes(unit.uid);
    const classes = ["hc-unit", flag && "hc-unit--marked", open && "hc-unit--open", this.range.includes(unit.uid) && "hc-unit--range"];
    return h(
      "span",
      {
        class: classes.filter(Boolean).join(" "),
        role: "button",
        tabindex: "0",
        act: "unit",
        "data-key": "unit",
        "data-arg": unit.uid,
        k: `u-${unit.uid}`,
        "aria-pressed": flag ? "true" : "false",
        "aria-expanded": open ? "true" : "false",
        "aria-describedby": flag ? `${this.id}-mark-${unit.uid}` : null,
      },
      h("span", { class: "hc-unit-text" }, this.say(unit.text)),
      flag ? h("span", { class: "hc-unit-number", "aria-hidden": "true" }, icon("flag"), number) : null,
    );
  },

  editor(payload) {
    const { uids, span } = this.editing;
    const flags = uids.map((uid) => payload.flags.find((f) => f.uid === uid)).filter(Boolean);
    const same = (field) => (flags.length && flags.every((f) => f[field] === flags[0][field]) ? flags[0][field] : null);
    const title = flags.length ? this.t("editor.marked", { n: uids.length }) : this.t(uids.length > 1 ? "editor.several" : "editor.one", { n: uids.length });
    return h(
      "div",
      { class: "hc-editor", k: "editor", role: "group", "aria-labelledby": `${this.id}-editor`, "data-key": "editorKey", "data-for": uids.join(" ") },
      h(
        "div",
        { class: "hc-editor-head" },
        h("strong", { id: `${this.id}-editor` }, icon("flag"), title),
        h("button", { class: "hc-button hc-button--icon", act: "closeEditor", k: "close-editor", "aria-label": this.t("close"), title: this.t("close") }, icon("cross")),
      ),
      span && span.lang === this.lang ? h("p", { class: "hc-quote" }, this.t("editor.quote"), " ", h("q", {}, span.quote)) : null,
      this.field(this.t("category"), this.categories(same("category"))),
      h(
        "fieldset",
        { class: "hc-field hc-severity" },
        h("legend", { class: "hc-field-label" }, this.t("severity")),
        [1, 2, 3, 4].map((level) => this.severity(level, same("severity"), uids)),
      ),
      this.field(
        this.t("note"),
        h("textarea", { class: "hc-input", rows: "2", maxlength: "2000", "data-input": "note", "data-change": "noteDone", k: `note-${uids.join(" ")}`, value: same("note") || "" }),
      ),
      h(
        "div",
        { class: "hc-row" },
        flags.length
          ? h("button", { class: "hc-button hc-button--danger", act: "unmark", k: "unmark" }, icon("cross"), this.t("unmark"))
          : h("button", { class: "hc-button", act: "markOnly", k: "mark-only" }, icon("flag"), this.t("mark.only")),
        h("button", { class: "hc-button hc-button--main", act: "closeEditor", k: "done" }, this.t("done")),
      ),
    );
  },

  categories(chosen) {
    const names = Object.keys(this.texts).filter((key) => key.startsWith("category.")).map((key) => key.slice(9));
    return h(
      "select",
      { class: "hc-input", "data-change": "category", k: "category", value: chosen || "" },
      h("option", { value: "" }, this.t("category.choose")),
      GROUPS.map((group) =>
        h(
          "optgroup",
          { label: this.t(`group.${group}`) },
          names.filter((name) => name.startsWith(`${group}_`)).map((name) => h("option", { value: name }, this.t(`category.${name}`))),
        ),
      ),
    );
  },

  severity(level, chosen, uids) {
    const [head, ...rest] = this.t(`severity.${level}`).split(": ");
    return h(
      "label",
      { class: "hc-choice", k: `severity-${level}-${uids.join(" ")}` },
      h("input", { type: "radio", name: `${this.id}-severity`, value: level, checked: chosen === level, "data-change": "severity", k: `severity-input-${level}` }),
      h("span", { class: "hc-choice-text" }, h("strong", {}, head), " ", rest.length ? h("small", {}, rest.join(": ")) : null),
      h("span", { class: `hc-level hc-level--${level}`, "aria-hidden": "true" }, [1, 2, 3, 4].map((i) => h("i", { class: i <= level ? "on" : "off" }))),
    );
  },

  marks(payload, answer) {
    const marked = answer.units.map((unit) => [unit, payload.flags.find((f) => f.uid === unit.uid)]).filter(([, flag]) => flag);
    return h(
      "div",
      { class: "hc-marks", k: "marks" },
      h("h5", { class: "hc-label" }, icon("flag"), this.t("marks", { n: marked.length })),
      marked.length
        ? h("ol", { class: "hc-mark-list" }, marked.map(([unit, flag], i) => this.markItem(unit, flag, i + 1)))
        : h("p", { class: "hc-hint" }, this.t("marks.none")),
    );
  },

  markItem(unit, flag, number) {
    const text = this.say(unit.text);
    return h(
      "li",
      { class: "hc-mark", k: `mark-${unit.uid}` },
      h("span", { class: "hc-mark-number", "aria-hidden": "true" }, number),
      h(
        "div",
        { class: "hc-mark-text", id: `${this.id}-mark-${unit.uid}` },
        h("p", { class: "hc-mark-quote" }, text),
        h(
          "p",
          { class: "hc-mark-kind" },
          flag.category ? h("b", {}, this.t(`category.${flag.category}`)) : h("span", { class: "hc-todo" }, icon("warn"), this.t("category.todo")),
          " · ",
          flag.severity ? this.t(`severity.${flag.severity}`) : h("span", { class: "hc-todo" }, icon("warn"), this.t("severity.todo")),
        ),
        flag.note ? h("p", { class: "hc-mark-note" }, flag.note) : null,
      ),
      h(
        "div",
        { class: "hc-mark-tools" },
        h("button", { class: "hc-button hc-button--quiet", act: "edit", "data-arg": unit.uid, k: `edit-${unit.uid}`, "aria-label": `${this.t("edit")} ${number}: ${text}` }, this.t("edit")),
        h("button", { class: "hc-button hc-button--quiet", act: "remove", "data-arg": unit.uid, k: `remove-${unit.uid}`, "aria-label": `${this.t("unmark")} ${number}: ${text}` }, this.t("remove")),
      ),
    );
  },

  missingList(payload, answer) {
    return h(
      "fieldset",
      { class: "hc-missing", k: "missing" },
      h("legend", { class: "hc-label" }, icon("question"), this.t("missing")),
      h("p", { class: "hc-hint" }, this.t("missing.how")),
      answer.missing.map((option) =>
        h(
          "label",
          { class: "hc-check", k: `missing-${option.mid}` },
          h("input", { type: "checkbox", checked: payload.missing.includes(option.mid), "data-change": "missing", "data-arg": option.mid, k: `missing-input-${option.mid}` }),
          h("span", {}, this.say(option.label)),
        ),
      ),
    );
  },

  declaration(payload, answer) {
    const marks = this.marksOf(payload, answer);
    return h(
      "div",
      { class: "hc-declare", k: "declare" },
      h(
        "label",
        { class: "hc-check hc-check--strong" },
        h("input", { type: "checkbox", checked: payload.no_error.includes(answer.aid), "data-change": "noError", k: "no-error" }),
        h("span", {}, this.t("no_error")),
      ),
      this.conflict === answer.aid
        ? h(
            "div",
            { class: "hc-alert hc-alert--ask", role: "alert", k: "conflict" },
            h("p", {}, this.t("conflict", { n: marks })),
            h(
              "div",
              { class: "hc-row" },
              h("button", { class: "hc-button", act: "keepMarks", k: "keep-marks" }, this.t("conflict.keep")),
              h("button", { class: "hc-button hc-button--danger", act: "clearMarks", k: "clear-marks" }, this.t("conflict.clear", { n: marks })),
            ),
          )
        : null,
    );
  },
});

export default { render: ({ model, el }) => new SpanCritique(model, el).start() };
