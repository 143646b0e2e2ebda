// Exercise types with several items: one item on the page, a numbered button for each, back and forth.
// A type gives `items()` (a list of {name}), `pageState(payload, i)` -> {seen, sign, text} and `itemKey`.

class PagedCritique extends Critique {
  constructor(model, el) {
    super(model, el);
    this.at = 0;
    this.placeKey = `hoichan.place.${this.place}.${this.variant.variant}`;
  }

  start() {
    this.recall();
    return super.start();
  }

  // --- where one is: a convenience of this browser, not an answer

  recall() {
    try {
      const kept = Number(localStorage.getItem(this.placeKey));
      this.at = Math.min(Math.max(kept || 0, 0), this.items().length - 1);
    } catch {
      // storage switched off
    }
  }

  remember() {
    try {
      localStorage.setItem(this.placeKey, String(this.at));
    } catch {
      // only the place is not kept
    }
  }

  item() {
    return this.items()[this.at];
  }

  currentItem() {
    return this.item().name;
  }

  go(index) {
    this.commitTyping();
    this.at = Math.min(Math.max(index, 0), this.items().length - 1);
    this.error = null;
    this.leaving();
    this.remember();
    this.note = this.t("item.of", { n: this.at + 1, total: this.items().length });
    this.focusNext = "card-title";
    this.render();
  }

  leaving() {}

  handlers() {
    return { ...super.handlers(), go: (target) => this.go(Number(target.dataset.arg)) };
  }

  // `seen` colours the button, `sign` is an icon beside the number, `text` says the state aloud.
  pager(payload) {
    return h(
      "nav",
      { class: "hc-pager", k: "pager", "aria-label": this.t("items") },
      h(
        "ol",
        {},
        this.items().map((item, i) => {
          const { seen, sign, text } = this.pageState(payload, i);
          return h(
            "li",
            {},
            h(
              "button",
              {
                class: `hc-page${seen ? " hc-page--seen" : ""}`,
                act: "go",
                "data-arg": i,
                k: `page-${i}`,
                "aria-current": i === this.at ? "true" : null,
                "aria-label": `${this.t("item.n", { n: i + 1 })}: ${text}`,
              },
              h("span", { class: "hc-page-number", "aria-hidden": "true" }, i + 1),
              h("span", { class: "hc-page-sign", "aria-hidden": "true" }, sign || null),
            ),
          );
        }),
      ),
    );
  }

  stepper() {
    const last = this.items().length - 1;
    return h(
      "div",
      { class: "hc-stepper" },
      h("button", { class: "hc-button", act: "go", "data-arg": this.at - 1, k: "previous", disabled: this.at === 0 }, icon("left"), this.t("previous")),
      h("button", { class: "hc-button hc-button--main", act: "go", "data-arg": this.at + 1, k: "next", disabled: this.at === last }, this.t("next"), icon("right")),
    );
  }

  // The heading of the item on the page; focus goes here when one leafs.
  cardTitle(...title) {
    return h(
      "h4",
      { class: "hc-card-title", id: `${this.id}-card`, tabindex: "-1", k: "card-title" },
      h("span", { class: "hc-card-count" }, this.t("item.of", { n: this.at + 1, total: this.items().length })),
      " ",
      title,
    );
  }

  badge(kind = this.variant.provenance.kind) {
    return h("p", { class: "hc-badge" }, icon("flask"), this.t(`provenance.${kind}`));
  }
}
