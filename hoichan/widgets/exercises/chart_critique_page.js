// X9: what is on the page.

Object.assign(ChartCritique.prototype, {
  body() {
    const payload = this.payload();
    const chart = this.chart();
    return [
      this.pager(payload),
      h(
        "section",
        { class: "hc-card", k: `card-${chart.uid}`, "aria-labelledby": `${this.id}-card` },
        h("div", { class: "hc-card-head" }, this.cardTitle(this.say(chart.question)), this.badge(chart.provenance.kind)),
        h(
          "div",
          { class: "hc-columns" },
          h("div", { class: "hc-given" }, this.aboutData(chart), this.figure(chart)),
          h("div", { class: "hc-work" }, this.reads(payload, chart), this.flaws(payload, chart), this.designs(payload, chart), this.todoLine(payload, chart)),
        ),
        this.stepper(),
      ),
    ];
  },

  figure(chart) {
    return [
      h(
        "figure",
        { class: "hc-figure", k: "figure" },
        h("figcaption", { class: "hc-figure-title" }, this.say(chart.title)),
        h("p", { class: "hc-hint hc-pull", k: "pull" }, icon("right"), this.t("pull")),
        h(
          "div",
          { class: "hc-picture-frame", k: "frame", role: "region", tabindex: "0", "aria-label": this.say(chart.title) },
          h("img", { class: "hc-picture", k: `picture-${chart.uid}-${this.lang}`, src: chart.picture[this.lang], alt: chart.alt[this.lang] }),
        ),
      ),
      h(
        "details",
        { class: "hc-details", k: `numbers-${chart.uid}` },
        h("summary", { k: "numbers-summary" }, icon("table"), this.t("table")),
        h("p", { class: "hc-hint" }, this.t("table.hint")),
        evidenceTable(chart.table, this.lang, `${this.id}-numbers`),
      ),
      h("h5", { class: "hc-label" }, icon("chip"), this.t("caption")),
      h("blockquote", { class: "hc-caption", k: "caption" }, chart.caption.map((sentence) => this.say(sentence)).join(" ")),
    ];
  },

  aboutData(chart) {
    return [
      h("h5", { class: "hc-label" }, icon("search"), this.t("about"), h("span", { class: "hc-asof" }, this.t("as_of", { date: chart.as_of[this.lang] }))),
      h("p", { class: "hc-about", k: "about" }, this.say(chart.about)),
    ];
  },

  step(name, hint) {
    return [h("h5", { class: "hc-label" }, this.t(`step.${name}`)), hint ? h("p", { class: "hc-hint" }, this.t(`step.${name}.hint`)) : null];
  },

  reads(payload, chart) {
    return h(
      "div",
      { class: "hc-step", k: "reads" },
      this.step("reads", true),
      h("div", { class: "hc-reads" }, chart.reads.map((read) => this.readField(payload, read))),
    );
  },

  readField(payload, public_) {
    const read = this.readOf(payload, public_.uid);
    const bad = read.typed && !this.isRead(read);
    const hint = `${this.id}-echo-${public_.uid.replace(".", "_")}`;
    const echo = read.pending && read.value === null ? this.t("echo.wait") : this.say(this.model.get("state").echo?.[public_.uid]);
    return this.field(
      this.say(public_.text),
      h("input", {
        class: "hc-input hc-input--number",
        type: "text",
        inputmode: "decimal",
        autocomplete: "off",
        maxlength: "60",
        "aria-describedby": hint,
        "aria-invalid": bad ? "true" : null,
        "data-input": "read",
        "data-change": "readDone",
        "data-key": "readKey",
        "data-arg": public_.uid,
        k: `read-${public_.uid}`,
        value: read.typed,
      }),
      h("p", { class: `hc-echo${bad ? " hc-echo--bad" : ""}`, id: hint, role: "status", k: `echo-${public_.uid}` }, read.typed ? [icon(bad ? "warn" : read.pending ? "dots" : "tick"), echo] : null),
    );
  },

  flaws(payload, chart) {
    return h(
      "div",
      { class: "hc-step", k: "flaws" },
      this.step("flaws", true),
      ["chart", "caption"].map((about) =>
        h(
          "fieldset",
          { class: "hc-field hc-lines", k: `lines-${about}` },
          h("legend", { class: "hc-field-label" }, this.t(`flaws.${about}`)),
          chart.options.filter((option) => option.about === about).map((option) => this.line(payload, option)),
        ),
      ),
      h(
        "label",
        { class: "hc-check hc-check--strong hc-sound", k: "sound" },
        h("input", { type: "checkbox", checked: payload.sound.includes(chart.uid), "data-change": "sound", k: "sound-input" }),
        h("span", {}, this.t("sound"), h("small", {}, ` – ${this.t("sound.hint")}`)),
      ),
      this.said ? h("p", { class: "hc-hint hc-said", k: "said" }, icon("undo"), this.said) : null,
    );
  },

  line(payload, option) {
    return h(
      "label",
      { class: "hc-check", k: `flaw-${option.uid}` },
      h("input", { type: "checkbox", checked: payload.flaws.includes(option.uid), "data-change": "flaw", "data-arg": option.uid, k: `flaw-${option.uid}-input` }),
      h("span", {}, this.say(option.label)),
    );
  },

  designs(payload, chart) {
    const chosen = this.choiceOf(payload, chart);
    return h(
      "fieldset",
      { class: "hc-field hc-designs", k: "designs" },
      h("legend", { class: "hc-label" }, this.t("step.better")),
      chart.designs.map((design) =>
        choice(this, { group: `better-${chart.uid}`, value: design.uid, checked: chosen === design.uid, change: "better", text: this.say(design.label), k: `design-${design.uid}` }),
      ),
    );
  },

  todoLine(payload, chart) {
    const open = this.todo(payload, chart);
    if (open.length && this.stateOf(payload, chart) === "none") return null;
    return open.length
      ? h("p", { class: "hc-todo-line", k: "todo" }, icon("dots"), h("span", {}, open.map((part, i) => [i ? " · " : "", this.t(`todo.${part}`)])))
      : h("p", { class: "hc-todo-line hc-todo-line--done", k: "todo" }, icon("tick"), this.t("todo.nothing"));
  },
});

export default { render: ({ model, el }) => new ChartCritique(model, el).start() };
