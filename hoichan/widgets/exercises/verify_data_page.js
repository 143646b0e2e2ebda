// X2: what is on the page, except the table tool.

Object.assign(VerifyData.prototype, {
  body() {
    const payload = this.payload();
    const claim = this.claim();
    return [
      this.variant.context
        ? h("details", { class: "hc-context", k: "context", open: true }, h("summary", {}, this.t("context")), h("p", {}, this.say(this.variant.context)))
        : null,
      this.pager(payload),
      h(
        "section",
        { class: "hc-card", k: "card", "aria-labelledby": `${this.id}-card` },
        h(
          "div",
          { class: "hc-columns hc-columns--bench" },
          h("div", { class: "hc-claim" }, this.claimHead(claim), this.answerForm(payload, claim), this.stepper()),
          this.workbench(),
        ),
      ),
    ];
  },

  pageState(payload, i) {
    const state = this.stateOf(payload, this.variant.claims[i].uid);
    const signs = { done: icon("tick"), part: icon("dots"), none: null };
    return { seen: state !== "none", sign: signs[state], text: this.t(`pager.${state}`) };
  },

  claimHead(claim) {
    return [
      this.badge(),
      h(
        "h4",
        { class: "hc-card-title", id: `${this.id}-card`, tabindex: "-1", k: "card-title" },
        h("span", { class: "hc-card-count" }, this.t("item.of", { n: this.at + 1, total: this.items().length }), " · ", this.t("said")),
        h("span", { class: "hc-said" }, this.say(claim.text)),
      ),
    ];
  },

  answerForm(payload, claim) {
    const answer = this.answerOf(payload, claim.uid);
    return h(
      "div",
      { class: "hc-answer", k: `answer-${claim.uid}` },
      h(
        "fieldset",
        { class: "hc-field hc-verdicts" },
        h("legend", { class: "hc-field-label" }, this.t("verdict")),
        VERDICTS.map((verdict) => this.verdictChoice(verdict, answer, claim.uid)),
      ),
      answer.verdict === "unverifiable"
        ? h("p", { class: "hc-hint", k: "not-needed" }, this.t("value.not_needed"))
        : this.valueFields(answer, claim),
      this.todoLine(answer),
    );
  },

  verdictChoice(verdict, answer, uid) {
    const signs = { true: "tick", false: "cross", unverifiable: "question" };
    return h(
      "label",
      { class: `hc-choice hc-verdict hc-verdict--${verdict}`, k: `verdict-${verdict}` },
      h("input", { type: "radio", name: `${this.id}-verdict-${uid}`, value: verdict, checked: answer.verdict === verdict, "data-change": "verdict", k: `verdict-input-${verdict}` }),
      h("span", { class: "hc-choice-text" }, h("strong", {}, icon(signs[verdict]), this.t(`verdict.${verdict}`)), " ", h("small", {}, this.t(`verdict.${verdict}.why`))),
    );
  },

  valueFields(answer, claim) {
    const hint = `${this.id}-value-hint`;
    const bad = answer.typed && answer.value === null && !answer.pending;
    const echo = answer.pending ? this.t("echo.wait") : this.say(this.model.get("state").echo?.[claim.uid]);
    return h(
      "div",
      { class: "hc-value", k: "value-fields" },
      this.field(
        this.t("value"),
        h("input", {
          class: "hc-input hc-input--number",
          type: "text",
          inputmode: "decimal",
          autocomplete: "off",
          maxlength: "60",
          "aria-describedby": hint,
          "aria-invalid": bad ? "true" : null,
          "data-input": "value",
          "data-change": "valueDone",
          "data-key": "valueKey",
          k: `value-${claim.uid}`,
          value: answer.typed,
        }),
      ),
      this.field(
        this.t("unit"),
        h(
          "select",
          { class: "hc-input", "data-change": "unit", k: `unit-${claim.uid}`, value: answer.unit || "" },
          h("option", { value: "" }, this.t("unit.choose")),
          claim.units_offered.map((unit) => h("option", { value: unit }, this.t(`unit.${unit}`))),
        ),
      ),
      h(
        "p",
        { class: `hc-echo${bad ? " hc-echo--bad" : ""}`, id: hint, role: "status", k: "echo" },
        answer.typed ? [icon(bad ? "warn" : answer.pending ? "dots" : "tick"), echo] : this.t("value.hint"),
      ),
    );
  },

  todoLine(answer) {
    const open = answer.verdict || answer.typed || answer.unit ? this.todo(answer) : null;
    if (!open) return null;
    return open.length
      ? h("p", { class: "hc-todo-line", k: "todo" }, icon("dots"), h("span", {}, open.map((part, i) => [i ? " · " : "", this.t(`todo.${part}`)])))
      : h("p", { class: "hc-todo-line hc-todo-line--done", k: "todo" }, icon("tick"), this.t("todo.nothing"));
  },
});
