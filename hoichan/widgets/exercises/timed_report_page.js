// X7: what is on the page.

Object.assign(TimedReport.prototype, {
  body() {
    const payload = this.payload();
    const report = this.variant.reports[this.at];
    const content = this.content(report.uid);
    return [
      this.pager(payload),
      h(
        "section",
        { class: "hc-card", k: `card-${report.uid}`, "aria-labelledby": `${this.id}-card` },
        h(
          "div",
          { class: "hc-card-head" },
          this.cardTitle(this.say(report.title)),
          h("p", { class: "hc-kind" }, icon(report.draft ? "chip" : "person"), this.t(report.draft ? "kind.draft" : "kind.hand")),
        ),
        content ? this.opened(payload, content) : this.intro(payload, report),
        this.stepper(),
      ),
    ];
  },

  pageState(payload, i) {
    const { uid } = this.variant.reports[i];
    const state = this.signOff(payload, uid).signed ? "signed" : this.content(uid) ? "open" : "new";
    const signs = { signed: icon("tick"), open: icon("dots"), new: null };
    return { seen: state !== "new", sign: signs[state], text: this.t(`pager.${state}`) };
  },

  intro(payload, report) {
    const first = this.variant.reports[0].uid;
    const early = report.uid !== first && !this.signOff(payload, first).signed;
    return h(
      "div",
      { class: "hc-intro", k: `intro-${report.uid}` },
      h("p", {}, this.t(report.draft ? "intro.draft" : "intro.hand")),
      h("p", {}, this.t("intro.clock")),
      h("p", {}, this.t("intro.score")),
      early ? h("p", { class: "hc-todo-line" }, icon("warn"), this.t("intro.order")) : null,
      h("button", { class: "hc-button hc-button--main", act: "open", k: "open" }, this.t("open")),
    );
  },

  opened(payload, content) {
    const { signed } = this.signOff(payload, content.uid);
    return [
      signed ? this.signedPanel(payload, content) : this.clockBar(payload, content),
      h("p", { class: "hc-task" }, this.say(content.task)),
      h(
        "div",
        { class: "hc-columns", k: `report-${content.uid}` },
        this.sources(content),
        h(
          "div",
          { class: "hc-form", "data-zone": "edit" },
          content.draft ? this.badge() : null,
          this.figures(payload, content, signed),
          this.text(payload, content, signed),
          signed ? null : this.signPanel(payload, content),
        ),
      ),
    ];
  },

  // One clear next step: going on stands out only when this report is done.
  stepper() {
    const bar = PagedCritique.prototype.stepper.call(this);
    if (this.running() || !this.content()) bar.lastChild.classList.remove("hc-button--main");
    return bar;
  },

  // --- the clock: its time stays hidden unless asked for, since how long it felt is asked first

  clockBar(payload, content) {
    const on = this.clock.active;
    return h(
      "div",
      { class: `hc-clock${on ? "" : " hc-clock--off"}`, role: "group", "aria-label": this.t("clock"), k: "clock" },
      h("p", { class: "hc-clock-state", k: "clock-state" }, icon(on ? "clock" : "pause"), this.t(on ? "clock.on" : "clock.off")),
      this.showing
        ? h("span", { class: "hc-clock-time", role: "timer", "aria-label": this.t("clock"), k: "clock-time" }, clockText(this.measuredMs(payload, content.uid)))
        : h("span", { class: "hc-hint", k: "clock-why" }, this.t("clock.why")),
      h("button", { class: "hc-button hc-button--quiet", act: "peek", k: "peek", "aria-pressed": this.showing ? "true" : "false" }, this.t(this.showing ? "clock.hide" : "clock.show")),
    );
  },

  showTime() {
    const shown = this.find("clock-time");
    const text = shown && clockText(this.measuredMs(this.payload(), this.item().name));
    if (shown && shown.firstChild.data !== text) shown.firstChild.data = text;
  },

  // --- the data

  sources(content) {
    return h(
      "div",
      { class: "hc-given", "data-zone": "verify" },
      h("h5", { class: "hc-label" }, icon("table"), this.t("source"), h("span", { class: "hc-asof" }, this.t("asof", { date: this.say(content.as_of) }))),
      content.evidence.map((table, i) => evidenceTable(table, this.lang, `${this.id}-${content.uid}-t${i}`)),
      this.calculator(),
      content.prompt
        ? h("details", { class: "hc-context", k: "prompt", "data-zone": "read" }, h("summary", {}, this.t("prompt")), h("p", {}, this.say(content.prompt)))
        : null,
    );
  },

  calculator() {
    const { a, b, how, forms, error } = this.calc;
    const number = (name, value) =>
      this.field(this.t(`calc.${name}`), h("input", { class: "hc-input hc-input--number", type: "text", inputmode: "text", autocomplete: "off", maxlength: "80", "data-input": name === "a" ? "calcA" : "calcB", k: `calc-${name}`, value }));
    return h(
      "details",
      { class: "hc-context", k: "calc" },
      h("summary", {}, icon("calc"), " ", this.t("calc")),
      h("p", { class: "hc-hint" }, this.t("calc.hint")),
      h("div", { class: "hc-calc-row" }, number("a", a), number("b", b)),
      this.field(
        this.t("calc.how"),
        h("select", { class: "hc-input", "data-change": "calcHow", k: "calc-how", value: how }, ["ratio", "change", "difference"].map((each) => h("option", { value: each  }, this.t(`calc.${each}`)))),
      ),
      h("p", { class: "hc-calc-result", role: "status", k: "calc-result" }, error ? this.say(error) : forms ? this.t("calc.result", forms) : ""),
    );
  },

  // --- the form

  figures(payload, content, signed) {
    return h(
      "fieldset",
      { class: "hc-figures", k: "figures" },
      h("legend", { class: "hc-label" }, this.t("figures")),
      signed ? null : h("p", { class: "hc-hint" }, content.draft ? `${this.t("figures.drafted")} ` : null, this.t("figures.hint")),
      content.figures.map((figure) => this.figure(payload, figure, signed)),
    );
  },

  figure(payload, figure, signed) {
    const answer = payload.figures.find((f) => f.uid === figure.uid);
    const bad = answer && answer.typed && answer.value === null && !answer.pending;
    const note = `${this.id}-${figure.uid.replace(".", "-")}-note`;
    return h(
      "div",
      { class: "hc-figure", k: `figure-box-${figure.uid}` },
      this.field(
        this.say(figure.label),
        h("input", {
          class: "hc-input hc-input--number",
          type: "text",
          inputmode: "decimal",
          autocomplete: "off",
          maxlength: "60",
          readonly: signed,
          "aria-describedby": note,
          "aria-invalid": bad ? "true" : null,
          "data-input": "figure",
          "data-change": "figureDone",
          "data-key": "figureKey",
          "data-arg": figure.uid,
          k: `figure-${figure.uid}`,
          value: this.typedOf(payload, figure),
        }),
      ),
      h("p", { class: `hc-echo${bad ? " hc-echo--bad" : ""}`, id: note, role: "status", k: `echo-${figure.uid}` }, this.figureNote(figure, answer, bad)),
    );
  },

  figureNote(figure, answer, bad) {
    if (!answer) return null;
    const echo = answer.pending ? this.t("echo.wait") : answer.typed ? this.say(this.model.get("state").echo?.[figure.uid]) : null;
    return [
      echo ? h("span", {}, icon(bad ? "warn" : answer.pending ? "dots" : "tick"), echo) : null,
      figure.draft ? h("span", {}, icon("chip"), this.t("figure.was", { value: this.say(figure.draft) })) : null,
    ];
  },

  text(payload, content, signed) {
    let number = 0;
    return h(
      "div",
      { class: "hc-text", k: "text" },
      h("h5", { class: "hc-label" }, this.t("text")),
      content.draft || signed ? null : h("p", { class: "hc-hint" }, this.t("text.hint")),
      content.parts.map((part) =>
        content.draft
          ? h(
              "div",
              { class: "hc-part", k: part.uid },
              h("p", { class: "hc-part-title" }, this.say(part.title)),
              h("ol", {}, part.sentences.map((sentence) => this.sentence(payload, sentence, ++number, signed))),
            )
          : this.ownPart(payload, part, signed),
      ),
    );
  },

  ownPart(payload, part, signed) {
    const text = payload.parts.find((p) => p.uid === part.uid)?.text || "";
    return this.field(
      this.say(part.title),
      h("textarea", { class: "hc-input", rows: "3", maxlength: "2000", readonly: signed, "data-input": "part", "data-change": "partDone", "data-arg": part.uid, k: `part-${part.uid}`, value: text }),
    );
  },

  sentence(payload, sentence, n, signed) {
    const answer = payload.sentences.find((s) => s.uid === sentence.uid);
    const handling = answer?.handling || "keep";
    const said = this.say(sentence.text);
    const label = h("p", { class: "hc-sentence-text", k: `said-${sentence.uid}` }, handling === "strike" ? [h("strong", {}, this.t("sentence.struck")), " ", h("s", {}, said)] : said);
    const area = h("textarea", {
      class: "hc-input",
      rows: "3",
      maxlength: "1000",
      readonly: signed,
      lang: answer?.lang || this.lang,
      "aria-label": this.t("sentence.edit", { n }),
      "data-input": "rewrite",
      "data-change": "rewriteDone",
      "data-arg": sentence.uid,
      k: `rewrite-${sentence.uid}`,
      value: answer?.text || "",
    });
    const choices = { keep: "tick", edit: "pen", strike: "cross" };
    return h(
      "li",
      { class: `hc-sentence hc-sentence--${handling}`, k: sentence.uid },
      handling === "edit" ? area : label,
      h(
        "fieldset",
        { class: "hc-handling", disabled: signed },
        h("legend", { class: "hc-unseen" }, this.t("sentence.n", { n })),
        Object.entries(choices).map(([value, sign]) =>
          choice(this, { group: sentence.uid, value, checked: handling === value, change: "handling", text: this.t(value), sign, k: `${value}-${sentence.uid}` }),
        ),
      ),
    );
  },

  // --- the signature

  signPanel(payload, content) {
    const { felt_minutes: before } = this.signOff(payload, content.uid);
    const hint = `${this.id}-felt-hint`;
    const open = [
      ["figures", this.openFigures(payload, content)],
      ["parts", this.openParts(payload, content)],
    ].filter(([, n]) => n);
    return h(
      "section",
      { class: "hc-sign", k: "sign-panel", "data-zone": "read", "aria-labelledby": `${this.id}-sign` },
      h("h5", { class: "hc-label", id: `${this.id}-sign` }, this.t("sign")),
      open.length
        ? h("p", { class: "hc-todo-line", k: "todo" }, icon("dots"), open.map(([name, n], i) => [i ? " · " : "", this.t(`todo.${name}`, { n })]))
        : h("p", { class: "hc-todo-line hc-todo-line--done", k: "todo" }, icon("tick"), this.t("todo.none")),
      before === null
        ? [
            this.field(
              this.t("sign.felt"),
              h("input", {
                class: "hc-input hc-input--felt",
                type: "text",
                inputmode: "decimal",
                autocomplete: "off",
                maxlength: "10",
                "aria-describedby": hint,
                "aria-invalid": this.feltMissing ? "true" : null,
                "data-input": "felt",
                "data-key": "feltKey",
                k: "felt",
                value: this.felt.get(content.uid) || "",
              }),
            ),
            h("p", { class: `hc-hint${this.feltMissing ? " hc-hint--bad" : ""}`, id: hint, k: "felt-hint" }, this.feltMissing ? icon("warn") : null, this.t("sign.felt.hint")),
          ]
        : h("p", { class: "hc-hint", k: "felt-kept" }, this.t("sign.felt.kept", { n: this.decimal(before) })),
      h("button", { class: "hc-button hc-button--main", act: "sign", k: "sign", disabled: open.length > 0 }, icon("tick"), this.t("sign.do")),
    );
  },

  decimal(value) {
    return value.toLocaleString(this.lang === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: 1 });
  },

  signedPanel(payload, content) {
    const rows = this.variant.reports.filter((r) => this.signOff(payload, r.uid).signed);
    return h(
      "div",
      { class: "hc-signed", k: "signed" },
      h("p", { class: "hc-todo-line hc-todo-line--done" }, icon("tick"), this.t("signed")),
      this.timesTable(payload, rows),
      h("p", { class: "hc-hint" }, this.t("times.errors")),
      h("p", { class: "hc-hint" }, this.t("times.lab")),
      h("button", { class: "hc-button", act: "unsign", k: "unsign" }, icon("undo"), this.t("unsign")),
    );
  },

  timesTable(payload, rows) {
    const caption = `${this.id}-times`;
    const data = rows.map((report) => ({
      report,
      felt: this.signOff(payload, report.uid).felt_minutes,
      ms: this.measuredMs(payload, report.uid),
      peeked: payload.clocks.find((c) => c.uid === `${report.uid}.clock`)?.peeked,
    }));
    const draft = data.find((each) => each.report.draft);
    const hand = data.find((each) => !each.report.draft);
    const peeked = data.filter((each) => each.peeked).map(({ report }) => this.t(report.draft ? "times.draft" : "times.hand"));
    const share = (a, b) => (a && b ? this.decimal(Math.round((100 * a) / b)) : "–");
    return [
      h(
        "div",
        { class: "hc-scroll", role: "region", tabindex: "0", "aria-labelledby": caption, k: "times" },
        h(
          "table",
          { class: "hc-table" },
          h("caption", { id: caption }, this.t("times")),
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, this.t("times.report")), h("th", { scope: "col", class: "hc-num" }, this.t("times.felt")), h("th", { scope: "col", class: "hc-num" }, this.t("times.measured")))),
          h(
            "tbody",
            {},
            data.map(({ report, felt, ms }) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, this.t(report.draft ? "times.draft" : "times.hand")),
                h("td", { class: "hc-num" }, felt === null ? "–" : this.decimal(felt)),
                h("td", { class: "hc-num", k: `measured-${report.uid}` }, clockText(ms)),
              ),
            ),
          ),
        ),
      ),
      peeked.length ? h("p", { class: "hc-hint", k: "peeked" }, this.t("times.peeked", { which: peeked.join(", ") })) : null,
      draft && hand ? h("p", { class: "hc-ratio", k: "ratio" }, this.t("times.ratio", { measured: share(draft.ms, hand.ms), felt: share(draft.felt, hand.felt) })) : null,
    ];
  },
});

export default { render: ({ model, el }) => new TimedReport(model, el).start() };
