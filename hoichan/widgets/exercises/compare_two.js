// X10: two unnamed answers to one question; verdicts, and a tap on what decides them.

const SIDES = ["A", "B"];
const VERDICTS = ["A", "B", "both", "neither"];

class CompareTwo extends PagedCritique {
  items() {
    return this.variant.pairs.map((pair) => ({ name: pair.uid }));
  }

  pair() {
    return this.variant.pairs[this.at];
  }

  answerOf(payload, uid) {
    return payload.pairs.find((p) => p.uid === uid) || { uid, accurate: null, safer: null, clearer: null, decisive: [], p: null };
  }

  apply(payload, op) {
    if (op.do !== "compare") return payload;
    const { do: _kind, ...said } = op;
    payload.pairs = [...payload.pairs.filter((p) => p.uid !== op.uid), said];
    return payload;
  }

  todo(answer) {
    return ["accurate", "safer", "clearer", "p"].filter((part) => answer[part] === null);
  }

  pageState(payload, i) {
    const { uid } = this.variant.pairs[i];
    const answer = payload.pairs.find((p) => p.uid === uid);
    if (!answer) return { seen: false, sign: null, text: this.t("pager.none") };
    const done = !this.todo(answer).length;
    return { seen: true, sign: icon(done ? "tick" : "dots"), text: this.t(done ? "pager.done" : "pager.part") };
  }

  progress() {
    const done = this.payload().pairs.filter((answer) => !this.todo(answer).length).length;
    const total = this.variant.pairs.length;
    return this.progressBar(done, total, this.t("progress", { done, total }));
  }

  ownHandlers() {
    return {
      accurate: (target) => this.say_({ accurate: target.value }),
      safer: (target) => this.say_({ safer: target.value }),
      clearer: (target) => this.say_({ clearer: target.value }),
      sure: (target) => this.say_({ p: Number(target.value) }),
      unit: (target) => this.tap(target.dataset.arg),
      unitKey: (target, event) => this.move(target, event),
    };
  }

  say_(part) {
    const { uid, accurate, safer, clearer, decisive, p } = this.answerOf(this.payload(), this.pair().uid);
    this.op({ do: "compare", uid, accurate, safer, clearer, decisive, p, ...part });
  }

  tap(uid) {
    const { decisive } = this.answerOf(this.payload(), this.pair().uid);
    this.say_({ decisive: decisive.includes(uid) ? decisive.filter((each) => each !== uid) : [...decisive, uid] });
  }

  // Arrow keys walk through the sentences of an answer; Enter and Space mark, as for any button.
  move(target, event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const all = [...this.root.querySelectorAll(`[data-side="${target.dataset.side}"]`)];
    all[Math.min(Math.max(all.indexOf(target) + step, 0), all.length - 1)].focus();
  }

  body() {
    const payload = this.payload();
    const pair = this.pair();
    const answer = this.answerOf(payload, pair.uid);
    return [
      this.pager(payload),
      h(
        "section",
        { class: "hc-card", k: `card-${pair.uid}`, "aria-labelledby": `${this.id}-card` },
        h("div", { class: "hc-card-head" }, this.cardTitle(this.say(pair.title)), this.badge()),
        h(
          "details",
          { class: "hc-context", k: "given", open: true },
          h("summary", {}, this.t("given")),
          h("p", { class: "hc-prompt" }, this.say(pair.prompt)),
          h("p", { class: "hc-hint" }, this.say(pair.as_of)),
          pair.evidence.map((table, i) => evidenceTable(table, this.lang, `${this.id}-table-${i}`)),
        ),
        h("p", { class: "hc-hint" }, this.t("hint")),
        h("div", { class: "hc-pair" }, this.side(pair.a, answer), this.side(pair.b, answer)),
        h(
          "div",
          { class: "hc-verdicts" },
          this.question("accurate", VERDICTS, answer.accurate),
          this.question("safer", VERDICTS, answer.safer),
          this.question("clearer", ["A", "B", "same"], answer.clearer),
        ),
        confidence(this, { group: `p-${pair.uid}`, value: answer.p, change: "sure", legend: this.t("sure") }),
        this.todoLine(payload, pair, answer),
        this.stepper(),
      ),
    ];
  }

  side(blind, answer) {
    const name = this.t(`side.${blind.side}`);
    return h(
      "section",
      { class: "hc-blind", k: `side-${blind.side}`, "aria-label": name },
      h("h5", { class: "hc-label" }, icon("chip"), name),
      blind.opening ? h("p", { class: "hc-frame" }, this.say(blind.opening)) : null,
      h(
        "ul",
        { class: "hc-lines" },
        blind.units.map((unit) => {
          const marked = answer.decisive.includes(unit.uid);
          return h(
            "li",
            { k: `li-${unit.uid}` },
            h(
              "button",
              { class: `hc-line${marked ? " hc-line--marked" : ""}`, act: "unit", "data-arg": unit.uid, "data-side": blind.side, "data-key": "unitKey", "aria-pressed": String(marked), k: `unit-${unit.uid}` },
              marked ? icon("flag") : null,
              h("span", {}, this.say(unit.text)),
            ),
          );
        }),
      ),
      blind.closing ? h("p", { class: "hc-frame" }, this.say(blind.closing)) : null,
    );
  }

  question(name, choices, value) {
    const { uid } = this.pair();
    return h(
      "fieldset",
      { class: "hc-field", k: `q-${name}` },
      h("legend", { class: "hc-field-label" }, this.t(`q.${name}`)),
      choices.map((each) => choice(this, { group: `${name}-${uid}`, value: each, checked: value === each, change: name, text: this.t(`${name}.${each}`), k: `${name}-${each}` })),
    );
  }

  todoLine(payload, pair, answer) {
    if (!payload.pairs.some((p) => p.uid === pair.uid)) return null;
    const open = this.todo(answer);
    return open.length
      ? h("p", { class: "hc-todo-line", k: "todo" }, icon("dots"), h("span", {}, open.map((part, i) => [i ? " · " : "", this.t(`todo.${part}`)])))
      : h("p", { class: "hc-todo-line hc-todo-line--done", k: "todo" }, icon("tick"), this.t("todo.nothing"));
  }
}

export default { render: ({ model, el }) => new CompareTwo(model, el).start() };
