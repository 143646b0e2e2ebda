// X4: switch blocks on, ask again, watch the simulated answer, mark what is still wrong.

class PromptRepair extends PagedCritique {
  items() {
    return this.variant.prompts.map((prompt) => ({ name: prompt.uid }));
  }

  prompt() {
    return this.variant.prompts[this.at];
  }

  answerOf(payload, uid) {
    return payload.prompts.find((p) => p.uid === uid) || { uid, blocks: [], free: "", asked: [], runs: 0, marks: [], done: false };
  }

  apply(payload, op) {
    const old = this.answerOf(payload, op.uid);
    const toggled = (list, name, on) => (on ? [...list.filter((each) => each !== name), name] : list.filter((each) => each !== name));
    const change =
      {
        block: () => ({ blocks: toggled(old.blocks, op.block, op.on) }),
        free: () => ({ free: op.text }),
        run: () => ({ asked: old.blocks, runs: old.runs + 1, done: false }),
        mark: () => ({ marks: toggled(old.marks, op.unit, op.on) }),
        done: () => ({ done: op.on }),
      }[op.do]?.() || null;
    if (!change) return payload;
    payload.prompts = [...payload.prompts.filter((p) => p.uid !== op.uid), { ...old, ...change }];
    return payload;
  }

  pageState(payload, i) {
    const answer = this.answerOf(payload, this.variant.prompts[i].uid);
    if (answer.done) return { seen: true, sign: icon("tick"), text: this.t("pager.done") };
    if (answer.runs || answer.blocks.length || answer.free || answer.marks.length) return { seen: true, sign: icon("dots"), text: this.t("pager.part") };
    return { seen: false, sign: null, text: this.t("pager.none") };
  }

  progress() {
    const done = this.payload().prompts.filter((p) => p.done).length;
    const total = this.variant.prompts.length;
    return this.progressBar(done, total, this.t("progress", { done, total }));
  }

  ownHandlers() {
    const send = (op) => this.op({ uid: this.prompt().uid, ...op });
    return {
      block: (target) => send({ do: "block", block: target.value, on: target.checked }),
      free: (target) => {
        const { uid } = this.prompt();
        this.typed("free", () => this.op({ do: "free", uid, text: target.value }));
      },
      freeDone: () => this.commitTyping("free"),
      run: () => {
        this.commitTyping();
        this.note = this.t("running");
        send({ do: "run" });
      },
      unit: (target) => {
        const { marks } = this.answerOf(this.payload(), this.prompt().uid);
        send({ do: "mark", unit: target.dataset.arg, on: !marks.includes(target.dataset.arg) });
      },
      unitKey: (target, event) => {
        const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
        if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        const all = [...this.root.querySelectorAll(".hc-line")];
        all[Math.min(Math.max(all.indexOf(target) + step, 0), all.length - 1)].focus();
      },
      done: (target) => send({ do: "done", on: target.checked }),
    };
  }

  body() {
    const payload = this.payload();
    const prompt = this.prompt();
    const answer = this.answerOf(payload, prompt.uid);
    return [
      this.pager(payload),
      h(
        "section",
        { class: "hc-card", k: `card-${prompt.uid}`, "aria-labelledby": `${this.id}-card` },
        h("div", { class: "hc-card-head" }, this.cardTitle(this.say(prompt.title))),
        h("div", { class: "hc-columns" }, this.asking(prompt, answer), this.answering(prompt, answer)),
        this.stepper(),
      ),
    ];
  }

  asking(prompt, answer) {
    const chosen = prompt.blocks.filter((block) => answer.blocks.includes(block.id));
    const leaks = (this.model.get("state").leaks || []).includes(prompt.uid);
    return h(
      "div",
      { class: "hc-asking" },
      h("h5", { class: "hc-label" }, icon("person"), this.t("prompt")),
      h("div", { class: "hc-prompt", k: "prompt" }, h("p", {}, this.say(prompt.prompt)), chosen.map((block) => h("p", { class: "hc-added", k: `added-${block.id}` }, this.say(block.text))), answer.free ? h("p", { class: "hc-added", k: "added-free" }, answer.free) : null),
      h(
        "fieldset",
        { class: "hc-field" },
        h("legend", { class: "hc-field-label" }, this.t("blocks")),
        prompt.blocks.map((block) =>
          h(
            "label",
            { class: "hc-check", k: `block-${block.id}` },
            h("input", { type: "checkbox", value: block.id, checked: answer.blocks.includes(block.id), "data-change": "block", k: `block-${block.id}-input` }),
            h("span", {}, h("strong", {}, this.say(block.label)), " – ", this.say(block.text)),
          ),
        ),
      ),
      this.field(this.t("free"), h("textarea", { class: "hc-input", rows: "2", maxlength: "2000", "data-input": "free", "data-change": "freeDone", k: `free-${prompt.uid}`, value: answer.free })),
      h("p", { class: "hc-hint" }, this.t("free.hint")),
      leaks ? h("p", { class: "hc-notice", role: "alert", k: "leak" }, icon("warn"), " ", this.t("leak")) : null,
      h("button", { class: "hc-button hc-button--main", act: "run", k: "run" }, icon("chip"), this.t("run")),
      h("span", { class: "hc-runs" }, this.t("runs", { n: answer.runs })),
      h("details", { class: "hc-context", k: "given" }, h("summary", {}, this.t("given")), h("p", { class: "hc-hint" }, this.say(prompt.as_of)), prompt.evidence.map((table, i) => evidenceTable(table, this.lang, `${this.id}-table-${i}`))),
    );
  }

  answering(prompt, answer) {
    const units = this.model.get("state").answers?.[prompt.uid] || [];
    const stale = answer.blocks.join() !== answer.asked.join();
    return h(
      "div",
      { class: "hc-answering" },
      h("h5", { class: "hc-label" }, icon("chip"), this.t(answer.runs ? "answer.again" : "answer.first")),
      this.badge(),
      stale ? h("p", { class: "hc-hint", k: "stale" }, this.t("stale")) : null,
      h("p", { class: "hc-hint" }, this.t("mark")),
      h(
        "ul",
        { class: "hc-lines", k: "lines" },
        units.map((unit) => {
          const marked = answer.marks.includes(unit.uid);
          return h(
            "li",
            { k: `li-${unit.uid}` },
            h("button", { class: `hc-line${marked ? " hc-line--marked" : ""}`, act: "unit", "data-arg": unit.uid, "data-key": "unitKey", "aria-pressed": String(marked), k: `unit-${unit.uid}` }, marked ? icon("flag") : null, h("span", {}, this.say(unit.text))),
          );
        }),
      ),
      h("label", { class: "hc-check hc-check--strong", k: "done" }, h("input", { type: "checkbox", checked: answer.done, "data-change": "done", k: "done-input" }), h("span", {}, this.t("done.item"))),
    );
  }
}

export default { render: ({ model, el }) => new PromptRepair(model, el).start() };
