// X6: the offline registry: search in words, open an entry, choose the proof in it.

Object.assign(CiteCheck.prototype, {
  registryHandlers() {
    return {
      searchText: (target) => (this.searchText = target.value),
      searchKey: (_target, event) => {
        if (event.key !== "Enter" || event.isComposing) return; // Enter may end a Vietnamese word
        event.preventDefault();
        this.runSearch();
      },
      search: () => this.runSearch(),
      toRegistry: () => this.find(this.entry ? "entry-title" : "search-text")?.focus(), // focus scrolls there
      open: (target) => this.ask({ kind: "open", ref: target.dataset.arg }),
      back: () => {
        this.focusNext = `result-${this.entry.ref}`;
        this.entry = null;
        this.render();
        if (!this.root.contains(document.activeElement)) this.find("search-text")?.focus();
      },
    };
  },

  runSearch() {
    this.ask({ kind: "search", text: this.searchText });
  },

  ask(message) {
    const id = newId();
    this.asked = { id, uid: this.ref().uid };
    this.searchError = null;
    clearTimeout(this.askTimer);
    this.askTimer = setTimeout(() => {
      if (this.asked?.id !== id) return;
      this.asked = null;
      this.searchError = this.texts.no_reply;
      this.render();
      this.tellLost();
    }, ANSWER_WITHIN_MS);
    this.transmit({ ...message, id });
    this.render();
  },

  registry(answer) {
    return h(
      "section",
      { class: "hc-registry", k: "registry", "aria-labelledby": `${this.id}-registry`, "aria-busy": this.asked ? "true" : "false" },
      h("h5", { class: "hc-label", id: `${this.id}-registry` }, icon("search"), this.t("registry")),
      h("p", { class: "hc-hint", k: "registry-hint" }, this.t("registry.hint")),
      this.searchForm(),
      h("p", { class: "hc-unseen", role: "status", k: "search-status" }, this.asked ? this.t("searching") : this.found && !this.entry ? this.foundLine() : ""),
      this.searchError ? h("p", { class: "hc-alert hc-alert--ask", role: "alert", k: "search-error" }, this.say(this.searchError)) : null,
      this.entry ? this.entryBox(answer) : this.found ? this.results() : null,
    );
  },

  searchForm() {
    const hint = `${this.id}-search-hint`;
    return h(
      "div",
      { class: "hc-search", role: "search", "aria-label": this.t("registry"), k: "search-form" },
      this.field(
        this.t("search"),
        h("input", { class: "hc-input", type: "text", inputmode: "search", enterkeyhint: "search", autocomplete: "off", maxlength: "240", "aria-describedby": hint, "data-input": "searchText", "data-key": "searchKey", k: "search-text", value: this.searchText }),
      ),
      h("button", { class: "hc-button hc-button--main", act: "search", k: "search-run" }, icon("search"), this.t("search.run")),
      h("p", { class: "hc-small", id: hint, k: "search-hint" }, this.t("search.hint")),
    );
  },

  foundLine() {
    const { text, total, near } = this.found;
    if (near && total) return this.t("found.near", { text });
    return total ? this.t("found", { text, n: total }) : this.t("found.none", { text });
  },

  results() {
    const { results, total } = this.found;
    return h(
      "div",
      { class: "hc-results", k: "results", role: "group", "aria-label": this.t("results") },
      h("p", { class: "hc-found", k: "found" }, this.foundLine()),
      h(
        "ul",
        {},
        results.map((line) =>
          h(
            "li",
            { k: `line-${line.ref}` },
            h(
              "button",
              { class: "hc-result", act: "open", "data-arg": line.ref, k: `result-${line.ref}` },
              h("strong", {}, this.say(line.title)),
              h("small", {}, [line.ref, line.number, line.issuer, line.year].filter(Boolean).join(" · ")),
            ),
          ),
        ),
      ),
      total > results.length ? h("p", { class: "hc-hint", k: "cut" }, this.t("found.cut", { shown: results.length })) : null,
    );
  },

  entryBox(answer) {
    const { entry } = this;
    const link = (ref) => h("button", { class: "hc-button hc-button--link", act: "open", "data-arg": ref, k: `open-${ref}` }, this.t("entry.open", { ref }));
    const when = (day) => (day ? day[this.lang] : this.t("entry.unknown"));
    const rows = [
      ["ref", entry.ref],
      ["kind", this.say(entry.kind)],
      ["number", entry.number],
      ["doi", entry.doi],
      ["issuer", entry.issuer],
      ["issued", when(entry.issued)],
      ["begins", when(entry.begins)],
      ["ends", when(entry.ends)],
      ["replaces", entry.replaces ? link(entry.replaces) : null],
      ["replaced_by", entry.replaced_by ? link(entry.replaced_by) : null],
      ["status", entry.real ? this.say(entry.status) : this.t("entry.fictional")],
    ].filter(([, content]) => content);
    return h(
      "article",
      { class: "hc-entry", k: `entry-${entry.ref}`, "aria-labelledby": `${this.id}-entry` },
      this.found ? h("button", { class: "hc-button hc-button--quiet", act: "back", k: "back" }, icon("left"), this.t("back")) : null,
      h("h6", { class: "hc-entry-title", id: `${this.id}-entry`, tabindex: "-1", k: "entry-title" }, h("span", { class: "hc-unseen" }, this.t("entry"), ": "), this.say(entry.title)),
      h("dl", { class: "hc-details" }, rows.map(([name, content]) => this.detail(name, content))),
      PROOF_FIELD[answer.verdict] === "correct" ? this.documentButton(answer) : null,
      this.points(answer),
      answer.verdict ? null : h("p", { class: "hc-hint", k: "entry-first" }, this.t("entry.first")),
    );
  },

  documentButton(answer) {
    const chosen = answer.correct === this.entry.ref;
    return h(
      "button",
      { class: `hc-button${chosen ? " hc-button--chosen" : " hc-button--main"}`, act: "chooseDocument", k: "choose-document", "aria-pressed": chosen ? "true" : "false" },
      icon("tick"),
      this.t("entry.correct"),
    );
  },

  points(answer) {
    const { entry } = this;
    const choosing = PROOF_FIELD[answer.verdict] === "evidence";
    return h(
      "div",
      { class: "hc-points", k: "points" },
      h("p", { class: "hc-field-label", id: `${this.id}-points` }, this.t("entry.points")),
      entry.points.length ? null : h("p", { class: "hc-hint", k: "no-points" }, this.t("entry.no_points")),
      h(
        "ol",
        { "aria-labelledby": `${this.id}-points` },
        entry.points.map((point, i) =>
          h(
            "li",
            { class: "hc-point", k: `point-${point.name}` },
            h("p", {}, h("span", { class: "hc-point-number" }, `${i + 1}.`), " ", this.say(point.text)),
            choosing ? this.pointButton(answer, point.name, this.t("entry.point.n", { n: i + 1 })) : null,
          ),
        ),
        answer.verdict === "unsupported" ? h("li", { class: "hc-point", k: "point-none" }, h("p", {}, this.t("entry.none")), this.pointButton(answer, "none", this.t("entry.none"))) : null,
      ),
    );
  },

  pointButton(answer, name, label) {
    const chosen = answer.evidence === `${this.entry.ref}.${name}`;
    return h(
      "button",
      { class: `hc-button${chosen ? " hc-button--chosen" : ""}`, act: "choosePoint", "data-arg": name, k: `choose-${name}`, "aria-pressed": chosen ? "true" : "false", "aria-label": `${this.t("entry.choose")}: ${label}` },
      icon(chosen ? "tick" : "plus"),
      chosen ? this.t("entry.chosen") : this.t("entry.choose"),
    );
  },
});

export default { render: ({ model, el }) => new CiteCheck(model, el).start() };
