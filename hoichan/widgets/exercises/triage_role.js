// X8: an own level first; the AI's level comes only after it; then the final level and what to do.

class TriageRole extends PagedCritique {
  items() {
    return this.variant.patients.map((patient) => ({ name: patient.uid }));
  }

  patient() {
    return this.variant.patients[this.at];
  }

  answerOf(payload, uid) {
    return payload.patients.find((p) => p.uid === uid) || { uid, init: null, shown: false, final: null, p_ai: null, acts: [] };
  }

  // As apply() in Python, for the time until the kernel has answered; what the AI says comes with the answer.
  apply(payload, op) {
    const old = this.answerOf(payload, op.uid);
    const { do: kind, ...said } = op;
    const change = { level: said, final: said, reveal: { shown: true } }[kind];
    if (!change) return payload;
    payload.patients = [...payload.patients.filter((p) => p.uid !== op.uid), { ...old, ...change }];
    return payload;
  }

  stateOf(answer) {
    if (answer.shown && answer.final !== null && answer.p_ai !== null) return "done";
    return answer.init === null ? "none" : "part";
  }

  pageState(payload, i) {
    const state = this.stateOf(this.answerOf(payload, this.variant.patients[i].uid));
    const signs = { done: icon("tick"), part: icon("dots"), none: null };
    return { seen: state !== "none", sign: signs[state], text: this.t(`pager.${state}`) };
  }

  progress() {
    const payload = this.payload();
    const done = this.variant.patients.filter((p) => this.stateOf(this.answerOf(payload, p.uid)) === "done").length;
    const total = this.variant.patients.length;
    return this.progressBar(done, total, this.t("progress", { done, total }));
  }

  ownHandlers() {
    return {
      level: (target) => {
        this.hint = null;
        this.op({ do: "level", uid: this.patient().uid, init: Number(target.value) });
      },
      reveal: () => this.reveal(),
      final: (target) => this.final({ final: Number(target.value) }),
      aiSure: (target) => this.final({ p_ai: Number(target.value) }),
      actDone: (target) => {
        const { acts } = this.answerOf(this.payload(), this.patient().uid);
        const others = acts.filter((name) => name !== target.value);
        this.final({ acts: target.checked ? [...others, target.value] : others });
      },
    };
  }

  reveal() {
    const { uid, init } = this.answerOf(this.payload(), this.patient().uid);
    if (init === null) {
      this.hint = "todo.init";
      this.focusNext = "hint";
      this.render();
      return;
    }
    this.op({ do: "reveal", uid });
    this.wantAdvice = uid;
  }

  final(part) {
    const { uid, final, p_ai, acts } = this.answerOf(this.payload(), this.patient().uid);
    this.op({ do: "final", uid, final, p_ai, acts, ...part });
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
    const patient = this.patient();
    const answer = this.answerOf(payload, patient.uid);
    const advice = this.model.get("state").advice?.[patient.uid];
    return [
      this.pager(payload),
      h(
        "section",
        { class: "hc-card", k: `card-${patient.uid}`, "aria-labelledby": `${this.id}-card` },
        h("div", { class: "hc-card-head" }, this.cardTitle(this.say(patient.title))),
        h(
          "div",
          { class: "hc-columns" },
          h(
            "div",
            { class: "hc-given" },
            h("p", { class: "hc-vignette" }, this.say(patient.vignette)),
            patient.table ? evidenceTable(patient.table, this.lang, `${this.id}-vitals`) : null,
          ),
          h("div", { class: "hc-triage" }, this.first(patient, answer), advice ? this.second(patient, answer, advice) : null),
        ),
        this.stepper(),
      ),
    ];
  }

  levels(patient, group, value, change) {
    return patient.levels.map((label, level) =>
      h(
        "label",
        { class: `hc-choice hc-level hc-level--${level}`, k: `${group}-${level}` },
        h("input", { type: "radio", name: `${this.id}-${group}-${patient.uid}`, value: level, checked: value === level, "data-change": change, k: `${group}-${level}-input` }),
        h("span", { class: "hc-choice-text" }, h("span", { class: "hc-level-mark", "aria-hidden": "true" }, "●".repeat(level) + "○".repeat(3 - level)), " ", this.say(label)),
      ),
    );
  }

  first(patient, answer) {
    if (answer.shown) {
      return h("p", { class: "hc-own", k: "own" }, icon("person"), h("strong", {}, this.t("own")), " ", this.say(patient.levels[answer.init]));
    }
    return h(
      "div",
      { class: "hc-step", k: "step1" },
      h("fieldset", { class: "hc-field" }, h("legend", { class: "hc-label" }, icon("person"), this.t("step1")), this.levels(patient, "init", answer.init, "level")),
      h("p", { class: "hc-hint hc-hint--ask", k: "hint", tabindex: "-1", role: "alert" }, this.hint ? [icon("warn"), this.t(this.hint)] : null),
      h("button", { class: "hc-button hc-button--main", act: "reveal", k: "reveal" }, icon("chip"), this.t("reveal")),
      h("p", { class: "hc-hint" }, this.t("reveal.hint")),
    );
  }

  second(patient, answer, advice) {
    return [
      h(
        "div",
        { class: "hc-advice", k: "advice" },
        h("h5", { class: "hc-label", tabindex: "-1", k: "advice-title" }, icon("chip"), this.t("advice"), " ", this.say(patient.levels[advice.level])),
        this.badge(),
        h("blockquote", { class: "hc-advice-text" }, this.say(advice.reason)),
      ),
      h("fieldset", { class: "hc-field", k: "finals" }, h("legend", { class: "hc-label" }, icon("flag"), this.t("step2")), this.levels(patient, "final", answer.final, "final")),
      h(
        "fieldset",
        { class: "hc-field", k: "acts" },
        h("legend", { class: "hc-label" }, this.t("acts")),
        patient.acts.map((act) =>
          h(
            "label",
            { class: "hc-check", k: `act-${act.id}` },
            h("input", { type: "checkbox", value: act.id, checked: answer.acts.includes(act.id), "data-change": "actDone", k: `act-${act.id}-input` }),
            h("span", {}, this.say(act.label)),
          ),
        ),
      ),
      confidence(this, { group: `ai-${patient.uid}`, value: answer.p_ai, change: "aiSure", legend: this.t("ai.sure") }),
      this.todo(answer),
    ];
  }

  todo(answer) {
    const open = [];
    if (answer.final === null) open.push("final");
    if (answer.p_ai === null) open.push("p_ai");
    return open.length
      ? h("p", { class: "hc-todo-line", k: "todo" }, icon("dots"), h("span", {}, open.map((part, i) => [i ? " · " : "", this.t(`todo.${part}`)])))
      : h("p", { class: "hc-todo-line hc-todo-line--done", k: "todo" }, icon("tick"), this.t("todo.nothing"));
  }
}

export default { render: ({ model, el }) => new TriageRole(model, el).start() };
