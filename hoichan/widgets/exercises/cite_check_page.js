// X6: what is on the page, except the registry.

Object.assign(CiteCheck.prototype, {
  body() {
    const payload = this.payload();
    const ref = this.ref();
    const answer = this.answerOf(payload, ref.uid);
    return [
      this.pager(payload),
      h(
        "section",
        { class: "hc-card", k: "card", "aria-labelledby": `${this.id}-card` },
        h(
          "div",
          { class: "hc-columns hc-columns--registry" },
          h("div", { class: "hc-claim" }, this.aiAnswer(ref), this.reference(ref), this.verdicts(answer), this.proofBox(answer), this.todoLine(answer), this.stepper()),
          this.registry(answer),
        ),
      ),
    ];
  },

  pageState(payload, i) {
    const state = this.stateOf(payload, this.variant.refs[i].uid);
    const signs = { done: icon("tick"), part: icon("dots"), none: null };
    return { seen: state !== "none", sign: signs[state], text: this.t(`pager.${state}`) };
  },

  // The whole answer, so that a sentence is read where it stands; the one in question is marked.
  aiAnswer(ref) {
    const answer = this.variant.answers.find((a) => a.aid === ref.aid);
    const sentences = this.variant.refs.map((r, i) => [r, i]).filter(([r]) => r.aid === ref.aid);
    return h(
      "div",
      { class: "hc-ai", k: `ai-${answer.aid}` },
      this.cardTitle(this.say(answer.title)),
      h("details", { class: "hc-prompt", k: "prompt" }, h("summary", {}, this.t("prompt")), h("p", {}, this.say(answer.prompt))),
      this.badge(answer.provenance.kind),
      h("p", { class: "hc-label" }, icon("chip"), this.t("answer"), h("span", { class: "hc-asof" }, this.t("as_of", { date: answer.as_of[this.lang] }))),
      h(
        "p",
        { class: "hc-said", k: "said" },
        sentences.map(([r, i]) => {
          const words = `${this.say(r.text)} [${i + 1}]`;
          return [r === ref ? h("mark", { class: "hc-now", k: `now-${r.uid}` }, words) : h("span", { k: `then-${r.uid}` }, words), " "];
        }),
      ),
    );
  },

  reference(ref) {
    const { citation } = ref;
    const rows = [
      ["title", this.say(citation.title)],
      ["number", citation.number],
      ["doi", citation.doi],
      ["issuer", citation.issuer],
      ["issued", citation.issued[this.lang]],
    ].filter(([, text]) => text);
    return h(
      "div",
      { class: "hc-reference", k: `reference-${ref.uid}`, role: "group", "aria-labelledby": `${this.id}-reference` },
      h("p", { class: "hc-label", id: `${this.id}-reference` }, this.t("reference", { n: this.at + 1 })),
      h("dl", { class: "hc-details" }, rows.map(([name, text]) => this.detail(name, text))),
      this.wayToRegistry("reference"),
    );
  },

  // On a phone the registry stands further down the page.
  wayToRegistry(from) {
    return h("button", { class: "hc-button hc-way", act: "toRegistry", k: `way-${from}` }, icon("search"), this.t("to_registry"));
  },

  detail(name, content) {
    return h("div", { k: `detail-${name}` }, h("dt", {}, this.t(`entry.${name}`)), h("dd", {}, content));
  },

  verdicts(answer) {
    return h(
      "fieldset",
      { class: "hc-field hc-verdicts", k: `verdicts-${answer.uid}` },
      h("legend", { class: "hc-field-label" }, this.t("verdict")),
      VERDICTS.map((verdict) =>
        choice(this, {
          group: `verdict-${answer.uid}`,
          value: verdict,
          checked: answer.verdict === verdict,
          change: "verdict",
          sign: SIGNS[verdict],
          text: this.t(`verdict.${verdict}`),
          small: this.t(`verdict.${verdict}.why`),
          k: `verdict-${verdict}`,
        }),
      ),
    );
  },

  proofBox(answer) {
    const field = PROOF_FIELD[answer.verdict];
    const proof = this.proofOf(answer);
    return h(
      "div",
      { class: `hc-proof${proof ? " hc-proof--there" : ""}`, k: "proof", tabindex: "-1", role: "group", "aria-labelledby": `${this.id}-proof` },
      h("p", { class: "hc-field-label", id: `${this.id}-proof` }, this.t("proof")),
      proof ? this.chosenProof(field, proof) : [h("p", { class: "hc-hint", k: "proof-hint" }, this.t(`proof.${answer.verdict || "first"}`)), field ? this.wayToRegistry("proof") : null],
    );
  },

  chosenProof(field, proof) {
    const [ref, point] = proof.split(".");
    const n = /^k\d+$/.test(point || "") ? point.slice(1) : null;
    const words = this.model.get("state").proofs?.[proof];
    return h(
      "div",
      { class: "hc-chosen", k: `chosen-${field}` },
      h("p", {}, icon("tick"), h("strong", {}, n ? this.t("proof.chosen_point", { ref, n }) : this.t("proof.chosen", { ref })), words ? [": ", this.say(words)] : null),
      h("button", { class: "hc-button", act: "dropProof", "data-arg": field, k: "drop-proof" }, icon("cross"), this.t("proof.drop")),
    );
  },

  todoLine(answer) {
    const open = answer.verdict ? this.todo(answer) : null;
    if (!answer.verdict) return null;
    return open
      ? h("p", { class: "hc-todo-line", k: "todo" }, icon("dots"), this.t(`todo.${open}`))
      : h("p", { class: "hc-todo-line hc-todo-line--done", k: "todo" }, icon("tick"), this.t("todo.nothing"));
  },
});
