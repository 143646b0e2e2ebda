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

  pager(payload) {
    const signs = { done: icon("tick"), part: icon("dots"), none: null };
    return h(
      "nav",
      { class: "hc-pager", k: "pager", "aria-label": this.t("claims") },
      h(
        "ol",
        {},
        this.variant.claims.map((claim, i) => {
          const state = this.stateOf(payload, claim.uid);
          return h(
            "li",
            {},
            h(
              "button",
              {
                class: `hc-page${state === "none" ? "" : " hc-page--seen"}`,
                act: "go",
                "data-arg": i,
                k: `page-${i}`,
                "aria-current": i === this.at ? "true" : null,
                "aria-label": `${this.t("claim.n", { n: i + 1 })}: ${this.t(`pager.${state}`)}`,
              },
              h("span", { class: "hc-page-number", "aria-hidden": "true" }, i + 1),
              h("span", { class: "hc-page-sign", "aria-hidden": "true" }, signs[state]?.cloneNode(true)),
            ),
          );
        }),
      ),
    );
  },

  claimHead(claim) {
    return [
      h("p", { class: "hc-badge" }, icon("flask"), this.t(`provenance.${this.variant.provenance.kind}`)),
      h(
        "h4",
        { class: "hc-card-title", id: `${this.id}-card`, tabindex: "-1", k: "card-title" },
        h("span", { class: "hc-card-count" }, this.t("claim.of", { n: this.at + 1, total: this.variant.claims.length }), " · ", this.t("said")),
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

  stepper() {
    const last = this.variant.claims.length - 1;
    return h(
      "div",
      { class: "hc-stepper" },
      h("button", { class: "hc-button", act: "go", "data-arg": this.at - 1, k: "previous", disabled: this.at === 0 }, icon("left"), this.t("previous")),
      h("button", { class: "hc-button hc-button--main", act: "go", "data-arg": this.at + 1, k: "next", disabled: this.at === last }, this.t("next"), icon("right")),
    );
  },
});
