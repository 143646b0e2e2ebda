// X2: the table tool (filter, then count, sum or average) and the small calculator.

const NEEDS_NUMBER = new Set(["sum", "mean", "median"]);
const CONDITIONS = { choice: ["in", "not_in"], number: ["between"], date: ["between"], time: ["between"], text: ["equals", "starts"] };

Object.assign(VerifyData.prototype, {
  table() {
    return this.tables?.find((t) => t.name === this.bench.table);
  },

  columnOf(name) {
    return this.table()?.columns.find((c) => c.name === name);
  },

  benchHandlers() {
    const field = (part, after) => (target) => {
      this.bench[part] = target.value;
      if (after) after();
      this.render();
    };
    const filter = (target) => this.bench.filters.find((f) => String(f.n) === target.dataset.arg);
    return {
      table: field("table", () => Object.assign(this.bench, { filters: [], column: "", group: "" })),
      how: field("how", () => {
        if (NEEDS_NUMBER.has(this.bench.how) && this.columnOf(this.bench.column)?.kind !== "number") this.bench.column = "";
      }),
      benchColumn: field("column"),
      group: field("group"),
      addFilter: () => this.addFilter(),
      dropFilter: (target) => {
        this.bench.filters = this.bench.filters.filter((f) => String(f.n) !== target.dataset.arg);
        this.focusNext = "add-filter";
        this.render();
      },
      filterColumn: (target) => this.setFilterColumn(filter(target), target.value),
      filterCond: (target) => {
        filter(target).cond = target.value;
        this.render();
      },
      filterChoice: (target) => {
        const chosen = filter(target).chosen;
        if (target.checked) chosen.add(target.value);
        else chosen.delete(target.value);
        this.render();
      },
      filterLow: (target) => (filter(target).low = target.value),
      filterHigh: (target) => (filter(target).high = target.value),
      filterKey: (_target, event) => event.key === "Enter" && this.run(),
      run: () => this.run(),
      pick: (target) => {
        this.picked = target.dataset.arg;
        this.focusNext = "use-a";
        this.render();
      },
      useA: () => this.use("a"),
      useB: () => this.use("b"),
      useValue: () => this.useAsValue(this.picked, null),
      calcText: (target) => {
        this.calc[target.dataset.arg] = target.value;
        this.typed("calc", () => this.calculate());
      },
      calcDone: () => this.commitTyping("calc"),
      calcHow: (target) => {
        this.calc.how = target.value;
        this.calculate();
      },
      calcForm: (target) => {
        this.calc.form = target.value;
        this.render();
      },
      useResult: () => this.useAsValue(this.calc.forms[this.calc.form], this.calc.form),
    };
  },

  addFilter() {
    const n = ++this.filterCount;
    this.bench.filters.push({ n, column: "", cond: "in", chosen: new Set(), low: "", high: "" });
    this.focusNext = `filter-column-${n}`;
    this.render();
  },

  setFilterColumn(filter, name) {
    const kind = this.columnOf(name)?.kind;
    Object.assign(filter, { column: name, cond: kind ? CONDITIONS[kind][0] : "in", chosen: new Set(), low: "", high: "" });
    this.render();
  },

  // --- asking the kernel

  run() {
    const { table, filters, how, column, group } = this.bench;
    const used = filters.filter((f) => f.column).map(({ column: name, cond, chosen, low, high }) => ({ column: name, cond, chosen: [...chosen], low, high }));
    const query = { table, filters: used, how, column: how === "count" || how === "rows" ? null : column || null, group: how === "rows" ? null : group || null };
    this.lastQuery = query;
    this.ask(query, true);
  },

  ask(query, record) {
    const id = newId();
    this.asked = { id, record, uid: this.claim().uid };
    this.benchError = null;
    clearTimeout(this.askTimer);
    this.askTimer = setTimeout(() => {
      if (this.asked?.id !== id) return;
      this.asked = null;
      this.benchError = this.texts.no_reply;
      this.render();
      this.tellLost();
    }, ANSWER_WITHIN_MS);
    this.transmit({ kind: "query", id, lang: this.lang, ...query });
    this.render();
  },

  calculate() {
    const { a, b, how } = this.calc;
    if (!a.trim() || !b.trim()) {
      Object.assign(this.calc, { forms: null, error: null, id: null });
      this.render();
      return;
    }
    this.calc.id = newId();
    this.transmit({ kind: "calc", id: this.calc.id, a, b, how, lang: this.lang });
  },

  use(side) {
    this.calc[side] = this.picked;
    this.note = this.t("picked.done", { n: this.picked, where: side });
    this.calculate();
    this.render();
  },

  useAsValue(text, form) {
    const claim = this.claim();
    const unit = form !== "plain" && claim.units_offered.includes(form) ? { unit: form } : {};
    this.forgetTyping("value");
    this.note = this.t("picked.done", { n: text, where: this.t("value") });
    this.change({ typed: text, ...unit });
    const field = this.find(`value-${claim.uid}`);
    if (field) field.scrollIntoView({ block: "nearest" });
  },

  // --- the page

  workbench() {
    return h(
      "section",
      { class: "hc-bench", k: "bench", "aria-labelledby": `${this.id}-bench` },
      h("h4", { class: "hc-label", id: `${this.id}-bench` }, icon("search"), this.t("bench")),
      this.tables ? [this.queryForm(), this.outcome()] : h("p", { class: "hc-hint", role: "status" }, this.benchError ? this.say(this.benchError) : this.t("bench.loading")),
      this.calculator(),
    );
  },

  select(key, handler, label, value, options, arg) {
    const choices = options.map(([code, text]) => h("option", { value: code }, text));
    return this.field(label, h("select", { class: "hc-input", "data-change": handler, "data-arg": arg, k: key, value }, choices));
  },

  queryForm() {
    const { bench } = this;
    const table = this.table();
    const number = (n) => n.toLocaleString(this.lang === "vi" ? "vi-VN" : "en-GB");
    const wanted = (c) => bench.how === "distinct" || c.kind === "number";
    const columns = table.columns.filter(wanted).map((c) => [c.name, this.say(c.label)]);
    const groups = table.columns.filter((c) => c.kind === "choice").map((c) => [c.name, this.say(c.label)]);
    return h(
      "div",
      { class: "hc-query", k: "query" },
      this.select("table", "table", this.t("table"), bench.table, this.tables.map((t) => [t.name, `${this.say(t.label)} (${this.t("table.rows", { n: number(t.rows) })})`])),
      h(
        "div",
        { class: "hc-filters", role: "group", "aria-labelledby": `${this.id}-filters`, k: "filters" },
        h("p", { class: "hc-field-label", id: `${this.id}-filters` }, this.t("filters")),
        bench.filters.length ? bench.filters.map((filter, i) => this.filterRow(filter, i + 1, table)) : h("p", { class: "hc-hint", k: "no-filter" }, this.t("filters.none")),
        h("button", { class: "hc-button", act: "addFilter", k: "add-filter" }, icon("plus"), this.t("filter.add")),
      ),
      h(
        "div",
        { class: "hc-query-row" },
        this.select("how", "how", this.t("compute"), bench.how, ["count", "distinct", "sum", "mean", "median", "rows"].map((how) => [how, this.t(`how.${how}`)])),
        bench.how === "count" || bench.how === "rows" ? null : this.select("bench-column", "benchColumn", this.t("of"), bench.column, [["", this.t("column.choose")], ...columns]),
        bench.how === "rows" ? null : this.select("group", "group", this.t("group"), bench.group, [["", this.t("group.none")], ...groups]),
      ),
      h("button", { class: "hc-button hc-button--main", act: "run", k: "run" }, icon("search"), this.t("run")),
    );
  },

  filterRow(filter, place, table) {
    const column = this.columnOf(filter.column);
    const name = this.t("filter.n", { n: place });
    const conditions = column ? [...CONDITIONS[column.kind], ...(column.months ? ["between"] : [])] : [];
    return h(
      "div",
      { class: "hc-filter", role: "group", "aria-label": name, k: `filter-${filter.n}` },
      this.select(`filter-column-${filter.n}`, "filterColumn", this.t("column"), filter.column, [["", this.t("column.choose")], ...table.columns.map((c) => [c.name, this.say(c.label)])], filter.n),
      conditions.length > 1 ? this.select(`filter-cond-${filter.n}`, "filterCond", this.t("condition"), filter.cond, conditions.map((c) => [c, this.t(`cond.${c}`)]), filter.n) : null,
      h("button", { class: "hc-button hc-button--icon", act: "dropFilter", "data-arg": filter.n, k: `filter-drop-${filter.n}`, "aria-label": `${this.t("filter.drop")} ${place}`, title: this.t("filter.drop") }, icon("cross")),
      column ? this.filterValue(filter, column) : null,
    );
  },

  filterValue(filter, column) {
    if (column.kind === "choice" && filter.cond !== "between") {
      return h(
        "fieldset",
        { class: "hc-choices", k: `choices-${filter.n}-${column.name}` },
        h("legend", { class: "hc-unseen" }, `${this.t("values")}: ${this.say(column.label)}`),
        column.choices.map((choice) =>
          h(
            "label",
            { class: "hc-check", k: `choice-${choice.value}` },
            h("input", { type: "checkbox", value: choice.value, checked: filter.chosen.has(choice.value), "data-change": "filterChoice", "data-arg": filter.n, k: `choice-input-${filter.n}-${choice.value}` }),
            h("span", {}, this.say(choice.label)),
          ),
        ),
      );
    }
    if (column.kind === "text") return this.bound(filter, "low", this.t("text"), column);
    return h("div", { class: "hc-bounds", k: `bounds-${filter.n}-${column.name}` }, this.bound(filter, "low", this.t("from"), column), this.bound(filter, "high", this.t("to"), column));
  },

  bound(filter, side, label, column) {
    const handler = side === "low" ? "filterLow" : "filterHigh";
    const key = `${side}-${filter.n}-${column.name}`;
    if (column.months) {
      const months = column.choices.map((choice) => [choice.value, this.say(choice.label)]);
      return this.select(key, handler, label, filter[side], [["", this.t("any")], ...months], filter.n);
    }
    const hint = `${this.id}-${key}-hint`;
    const how = column.kind === "date" || column.kind === "time" ? this.t(`hint.${column.kind}`) : "";
    const extent = column.extent ? this.say(column.extent) : "";
    return this.field(
      label,
      h("input", { class: "hc-input", type: "text", "aria-describedby": how || extent ? hint : null, inputmode: column.kind === "number" ? "decimal" : null, maxlength: "60", autocomplete: "off", "data-input": handler, "data-key": "filterKey", "data-arg": filter.n, k: key, value: filter[side] }),
      how || extent ? h("small", { class: "hc-small", id: hint }, side === "low" ? extent : how || extent) : null,
    );
  },

  outcome() {
    const { result } = this;
    return h(
      "div",
      { class: "hc-outcome", k: "outcome", "aria-busy": this.asked ? "true" : "false" },
      h("p", { class: "hc-unseen", role: "status", k: "outcome-status" }, this.asked ? this.t("running") : result ? `${result.sentence}: ${this.t("result.matched", { n: result.matched })}` : ""),
      this.benchError ? h("p", { class: "hc-alert hc-alert--ask", role: "alert", k: "bench-error" }, this.say(this.benchError)) : null,
      this.asked ? h("p", { class: "hc-hint", k: "running" }, icon("dots"), this.t("running")) : null,
      result ? this.resultTable(result) : null,
      result && this.picked ? this.tray() : null,
    );
  },

  resultTable(result) {
    const caption = `${this.id}-result`;
    const pickable = result.rows.some((row) => row.some((cell) => cell.number !== null));
    return [
      h(
        "div",
        { class: "hc-scroll hc-scroll--tall", role: "region", tabindex: "0", "aria-labelledby": caption, k: "result" },
        h(
          "table",
          { class: `hc-table${result.rows.length === 1 && result.columns.length === 1 ? " hc-table--one" : ""}` },
          h("caption", { id: caption }, result.sentence, h("span", { class: "hc-matched" }, this.t("result.matched", { n: result.matched }))),
          h("thead", {}, h("tr", {}, result.columns.map((c) => h("th", { scope: "col", class: c.number ? "hc-num" : null }, c.text)))),
          h("tbody", {}, result.rows.map((row) => this.resultRow(row, result.columns))),
        ),
      ),
      h("p", { class: "hc-hint", k: "result-hint" }, result.rows.length ? [pickable ? this.t("result.how") : "", result.cut ? ` ${this.t("result.cut", { shown: result.shown, total: result.total })}` : ""] : this.t("result.empty")),
    ];
  },

  resultRow(row, columns) {
    return h(
      "tr",
      {},
      row.map((cell, i) => {
        const content =
          cell.number === null
            ? cell.text
            : h("button", { class: "hc-pick", act: "pick", "data-arg": cell.text, "aria-pressed": this.picked === cell.text ? "true" : "false", "aria-label": this.t("result.pick", { n: cell.text }) }, cell.text);
        const number = columns[i].number ? "hc-num" : null;
        return i === 0 && row.length > 1 ? h("th", { scope: "row", class: number }, content) : h("td", { class: number }, content);
      }),
    );
  },

  tray() {
    return h(
      "div",
      { class: "hc-tray", role: "group", "aria-label": this.t("picked"), k: "tray" },
      h("p", {}, this.t("picked"), " ", h("strong", {}, this.picked)),
      h("button", { class: "hc-button", act: "useA", k: "use-a" }, this.t("picked.a")),
      h("button", { class: "hc-button", act: "useB", k: "use-b" }, this.t("picked.b")),
      h("button", { class: "hc-button hc-button--main", act: "useValue", k: "use-value" }, this.t("picked.value")),
    );
  },

  calculator() {
    const { calc } = this;
    const side = (name) =>
      this.field(
        this.t(`calc.${name}`),
        h("input", { class: "hc-input hc-input--number", type: "text", inputmode: "text", maxlength: "60", autocomplete: "off", "data-input": "calcText", "data-change": "calcDone", "data-arg": name, "aria-describedby": `${this.id}-calc-hint`, k: `calc-${name}`, value: calc[name] }),
      );
    return h(
      "div",
      { class: "hc-calc", role: "group", "aria-labelledby": `${this.id}-calc`, k: "calc" },
      h("h5", { class: "hc-label", id: `${this.id}-calc` }, icon("calc"), this.t("calc")),
      h(
        "div",
        { class: "hc-calc-row" },
        side("a"),
        side("b"),
        this.select("calc-how", "calcHow", this.t("calc.how"), calc.how, ["ratio", "change", "difference"].map((how) => [how, this.t(`calc.${how}`)])),
        this.select("calc-form", "calcForm", this.t("calc.form"), calc.form, ["plain", "percent", "permille"].map((form) => [form, this.t(`calc.${form}`)])),
      ),
      h("p", { class: "hc-hint", id: `${this.id}-calc-hint` }, this.t("calc.hint")),
      h(
        "div",
        { class: "hc-tray", k: "calc-result" },
        h("p", { role: "status", k: "calc-status" }, calc.error ? h("span", { class: "hc-todo" }, icon("warn"), this.say(calc.error)) : calc.forms ? [this.t("result"), " = ", h("strong", {}, calc.forms[calc.form], { percent: "%", permille: "‰" }[calc.form] || "")] : this.t("calc.none")),
        calc.forms ? h("button", { class: "hc-button hc-button--main", act: "useResult", k: "use-result" }, this.t("picked.value")) : null,
      ),
    );
  },
});

export default { render: ({ model, el }) => new VerifyData(model, el).start() };
