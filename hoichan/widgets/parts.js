// Pieces of a page that several exercise types need.

const STOPS = [1, 10, 25, 50, 75, 90, 99];

// A table from `presenting.evidence_view`.
function evidenceTable(table, lang, id) {
  return h(
    "div",
    { class: "hc-scroll", role: "region", tabindex: "0", "aria-labelledby": id, k: id },
    h(
      "table",
      { class: "hc-table" },
      h("caption", { id }, table.title[lang]),
      h("thead", {}, h("tr", {}, table.columns.map((column) => h("th", { scope: "col", class: column.number ? "hc-num" : null }, column.label[lang])))),
      h(
        "tbody",
        {},
        table.rows.map((row) =>
          h("tr", {}, row.map((cell, i) => (i === 0 ? h("th", { scope: "row" }, cell[lang]) : h("td", { class: cell.number ? "hc-num" : null }, cell[lang])))),
        ),
      ),
    ),
  );
}

// One choice of a radio group, with an icon and a small explanation where they help.
function choice(widget, { group, value, checked, change, text, sign, small, k }) {
  return h(
    "label",
    { class: "hc-choice", k },
    h("input", { type: "radio", name: `${widget.id}-${group}`, value, checked, "data-change": change, "data-arg": group, k: `${k}-input` }),
    h("span", { class: "hc-choice-text" }, h("strong", {}, sign ? icon(sign) : null, text), small ? [" ", h("small", {}, small)] : null),
  );
}

// "How sure are you?" on seven stops: a radio group, so that arrow keys and touch both work.
function confidence(widget, { group, value, change, legend, hint }) {
  return h(
    "fieldset",
    { class: "hc-field hc-confidence", k: `confidence-${group}` },
    h("legend", { class: "hc-field-label" }, legend),
    hint ? h("p", { class: "hc-hint" }, hint) : null,
    h(
      "div",
      { class: "hc-stops" },
      STOPS.map((stop) =>
        h(
          "label",
          { class: "hc-choice hc-stop", k: `stop-${group}-${stop}` },
          h("input", { type: "radio", name: `${widget.id}-stop-${group}`, value: stop, checked: value === stop, "data-change": change, "data-arg": group, k: `stop-${group}-${stop}-input` }),
          h("span", {}, `${stop}%`),
        ),
      ),
    ),
    h("p", { class: "hc-stop-ends", "aria-hidden": "true" }, h("span", {}, widget.t("stop.low")), h("span", {}, widget.t("stop.high"))),
  );
}
