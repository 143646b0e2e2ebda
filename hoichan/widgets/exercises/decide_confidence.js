// X3: an own decision first; the AI's advice comes only after it; then the final decision.

const FINALS = [
  ["accept", "tick"],
  ["edit", "undo"],
  ["reject", "cross"],
];

class DecideConfidence extends PagedCritique {
  items() {
    return this.variant.decisions.map((decision) => ({ name: decision.uid }));
  }

  decision() {
    return this.variant.decisions[this.at];
  }

  answerOf(payload, uid) {
    return payload.decisions.find((d) => d.uid === uid) || { uid, init: null, init_p: null, shown: false, checked: false, final: null, chosen: null, p_ai: null };
  }

  // As apply() in Python, for the time until the kernel has answered; what the AI says comes with the answer.
  apply(payload, op) {
    const old = this.answerOf(payload, op.uid);
    const { do: kind, ...said } = op;
    const change = { init: said, final: said, reveal: { shown: true }, check: { checked: true } }[kind];
    if (!change) return payload;
    payload.decisions = [...payload.decisions.filter((d) => d.uid !== op.uid), { ...old, ...change }];
    return payload;
  }

  stateOf(answer) {
    if (answer.shown && answer.p_ai !== null && answer.final && (answer.final !== "edit" || answer.chosen)) return "done";
    return answer.init || answer.init_p ? "part" : "none";
  }

  pageState(payload, i) {
    const state = this.stateOf(this.answerOf(payload, this.variant.decisions[i].uid));
    const signs = { done: icon("tick"), part: icon("dots"), none: null };
    return { seen: state !== "none", sign: signs[state], text: this.t(`pager.${state}`) };
  }

  progress() {
    const payload = this.payload();
    const done = this.variant.decisions.filter((d) => this.stateOf(this.answerOf(payload, d.uid)) === "done").length;
    const total = this.variant.decisions.length;
    return this.progressBar(done, total, this.t("progress", { done, total }));
  }

  ownHandlers() {
    return {
      init: (target) => this.init({ init: target.value }),
      initSure: (target) => this.init({ init_p: Number(target.value) }),
      reveal: () => this.reveal(),
      check: () => this.op({ do: "check", uid: this.decision().uid }),
      final: (target) => this.final({ final: target.value }),
      chosen: (target) => this.final({ chosen: target.value }),
      aiSure: (target) => this.final({ p_ai: Number(target.value) }),
    };
  }

  init(part) {
    const { uid, init, init_p } = this.answerOf(this.payload(), this.decision().uid);
    this.hint = null;
    this.op({ do: "init", uid, init, init_p, ...part });
  }

  reveal() {
    const { uid, init, init_p } = this.answerOf(this.payload(), this.decision().uid);
    if (!init || init_p === null) {
      this.hint = init ? "todo.init_p" : "todo.init";
      this.focusNext = "hint";
      this.render();
      return;
    }
    this.op({ do: "reveal", uid });
    this.focusNext = "advice-title";
    this.wantAdvice = uid;
  }

  final(part) {
    const { uid, final, chosen, p_ai } = this.answerOf(this.payload(), this.decision().uid);
    this.op({ do: "final", uid, final, chosen, p_ai, ...part });
  }

  leaving() {
    this.hint = null;
  }

  render() {
    // The advice arrives with the kernel's answer: only then is there something to move to.
    if (this.wantAdvice && this.model.get("state").advice?.[this.wantAdvice]) {
      this.focusNext = "advice-title";
      this.wantAdvice = null;
    }
    super.render();
  }

  // --- the page

  body() {
    const payload = this.payload();
    const decision = this.decision();
    const answer = this.answerOf(payload, decision.uid);
    const advice = this.model.get("state").advice?.[decision.uid];
    return [
      this.pager(payload),
      h(
        "section",
        { class: "hc-card", k: `card-${decision.uid}`, "aria-labelledby": `${this.id}-card` },
        h("div", { class: "hc-card-head" }, this.cardTitle(this.say(decision.title))),
        h("p", { class: "hc-vignette" }, this.say(decision.vignette)),
        this.first(decision, answer),
        advice ? this.second(decision, answer, advice) : null,
        this.stepper(),
      ),
    ];
  }

  first(decision, answer) {
    const label = (oid) => this.say(decision.options.find((o) => o.oid === oid)?.label);
    if (answer.shown) {
      return h(
        "div",
        { class: "hc-own", k: "own" },
        h("p", { class: "hc-question" }, this.say(decision.question)),
        h("p", { class: "hc-own-said" }, icon("person"), h("strong", {}, this.t("own")), " ", label(answer.init), " ", h("span", { class: "hc-sure" }, `(${this.t("sure", { p: answer.init_p })})`)),
      );
    }
    return h(
      "div",
      { class: "hc-step", k: "step1" },
      h("h5", { class: "hc-label" }, icon("person"), this.t("step1")),
      h(
        "fieldset",
        { class: "hc-field hc-options", k: "options" },
        h("legend", { class: "hc-question" }, this.say(decision.question)),
        decision.options.map((option) =>
          choice(this, { group: `init-${decision.uid}`, value: option.oid, checked: answer.init === option.oid, change: "init", text: this.say(option.label), k: `init-${option.oid}` }),
        ),
      ),
      confidence(this, { group: `own-${decision.uid}`, value: answer.init_p, change: "initSure", legend: this.t("own.sure") }),
      h("p", { class: "hc-hint hc-hint--ask", k: "hint", tabindex: "-1", role: "alert" }, this.hint ? [icon("warn"), this.t(this.hint)] : null),
      h("button", { class: "hc-button hc-button--main", act: "reveal", k: "reveal" }, icon("chip"), this.t("reveal")),
      h("p", { class: "hc-hint" }, this.t("reveal.hint")),
    );
  }

  second(decision, answer, advice) {
    return [
      h(
        "div",
        { class: "hc-advice", k: "advice" },
        h("h5", { class: "hc-label", tabindex: "-1", k: "advice-title" }, icon("chip"), this.t("advice")),
        this.badge(),
        h("blockquote", { class: "hc-advice-text" }, this.say(advice.text)),
      ),
      this.source(decision, answer),
      h(
        "fieldset",
        { class: "hc-field hc-finals", k: "finals" },
        h("legend", { class: "hc-label" }, icon("flag"), this.t("step2")),
        FINALS.map(([value, sign]) =>
          choice(this, { group: `final-${decision.uid}`, value, checked: answer.final === value, change: "final", text: this.t(`final.${value}`), small: this.t(`final.${value}.why`), sign, k: `final-${value}` }),
        ),
      ),
      answer.final === "edit"
        ? h(
            "fieldset",
            { class: "hc-field hc-options", k: "chosen" },
            h("legend", { class: "hc-field-label" }, this.t("chosen")),
            decision.options.map((option) =>
              choice(this, { group: `chosen-${decision.uid}`, value: option.oid, checked: answer.chosen === option.oid, change: "chosen", text: this.say(option.label), k: `chosen-${option.oid}` }),
            ),
          )
        : null,
      confidence(this, { group: `ai-${decision.uid}`, value: answer.p_ai, change: "aiSure", legend: this.t("ai.sure") }),
      this.todo(answer),
    ];
  }

  source(decision, answer) {
    const { sources, checks_left: left } = this.model.get("state");
    const tables = sources?.[decision.uid];
    if (tables) {
      return h(
        "div",
        { class: "hc-source", k: "source" },
        h("h5", { class: "hc-label" }, icon("table"), this.t("source")),
        tables.map((table, i) => evidenceTable(table, this.lang, `${this.id}-source-${i}`)),
      );
    }
    return h(
      "div",
      { class: "hc-row hc-source-ask", k: "source-ask" },
      h("button", { class: "hc-button", act: "check", k: "check", disabled: left < 1 }, icon("search"), this.t("check")),
      h("p", { class: "hc-hint" }, this.t(left < 1 ? "check.none" : "check.left", { n: left, total: this.variant.checks })),
    );
  }

  todo(answer) {
    const open = [];
    if (!answer.final) open.push("final");
    if (answer.final === "edit" && !answer.chosen) open.push("chosen");
    if (answer.p_ai === null) open.push("p_ai");
    return open.length
      ? h("p", { class: "hc-todo-line", k: "todo" }, icon("dots"), h("span", {}, open.map((part, i) => [i ? " · " : "", this.t(`todo.${part}`)])))
      : h("p", { class: "hc-todo-line hc-todo-line--done", k: "todo" }, icon("tick"), this.t("todo.nothing"));
  }
}

export default { render: ({ model, el }) => new DecideConfidence(model, el).start() };
