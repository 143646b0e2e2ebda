// The header above a lesson: way back, title, whether everything is saved, language, submit, banners.

import { both, el } from "./dom.js";
import { chooseLanguage } from "./language.js";

const NAMES = { vi: "Tiếng Việt", en: "English" };
const BANNERS = ["stopped", "failed", "offline", "lost", "error"]; // the first that applies is shown

export class Frame {
  constructor({ lesson, info }) {
    Object.assign(this, { lesson, texts: info.texts });
    this.active = new Map();
    this.build(info);
    document.body.prepend(this.root);
    this.watchHeight();
    this.watchSaving();
    window.addEventListener("hoichan:lang", () => this.showLanguage());
    this.showLanguage();
  }

  build(info) {
    const { texts, lesson } = this;
    this.status = el("p", { class: "hcf-status", "data-status": "starting" });
    this.languages = ["vi", "en"].map((lang) =>
      el("button", { type: "button", lang, "data-lang": lang, onclick: () => chooseLanguage(lang) },
        el("span", { class: "hcf-long" }, NAMES[lang]), el("span", { class: "hcf-short", "aria-hidden": "true" }, lang.toUpperCase())));
    this.submitButton = el("button", { type: "button", class: "hcf-button", "data-submit": true }, both(texts.submit));
    this.alert = el("div", { class: "hcf-banner", role: "alert", hidden: true });
    this.root = el("header", { class: "hcf" },
      el("div", { class: "hcf-bar" },
        el("a", { class: "hcf-back", href: lesson.server.coursePage },
          el("span", { "aria-hidden": "true", class: "hcf-arrow" }, "←"), el("span", {}, both(texts.back))),
        el("p", { class: "hcf-title" }, both(lesson.about.title || { vi: info.lesson, en: info.lesson })),
        el("div", { class: "hcf-tools" },
          this.status,
          el("div", { class: "hcf-languages", role: "group", "aria-labelledby": "hcf-language" },
            el("span", { id: "hcf-language", class: "hcf-unseen" }, both(texts.language)), this.languages),
          this.submitButton)),
      this.alert);
    this.showStatus("starting");
  }

  onSubmit(handler) {
    this.submitButton.addEventListener("click", handler);
  }

  // Show or take away a banner. `reload`: offer to load the page anew.
  banner(kind, options) {
    if (options) this.active.set(kind, options);
    else this.active.delete(kind);
    const shown = BANNERS.find((name) => this.active.has(name));
    if (this.alert.dataset.kind === (shown || "")) return;
    this.alert.dataset.kind = shown || "";
    this.alert.hidden = !shown;
    this.alert.replaceChildren();
    if (!shown) return;
    this.alert.append(el("p", {}, both(this.texts[`banner.${shown}`])));
    if (this.active.get(shown).reload) {
      const reload = () => location.reload();
      this.alert.append(el("button", { type: "button", class: "hcf-button hcf-quiet", onclick: reload }, both(this.texts["banner.reload"])));
    }
  }

  showStatus(status) {
    if (this.status.dataset.status === status && this.status.childNodes.length) return;
    this.status.dataset.status = status;
    this.status.replaceChildren(el("span", { class: "hcf-dot", "aria-hidden": "true" }), ...both(this.texts[`status.${status}`]));
  }

  // The worst of the widgets' own statuses.
  savingStatus() {
    const found = new Set([...this.lesson.panel.node.querySelectorAll(".hoichan-widget")].map((w) => w.dataset.status));
    return ["unsaved", "saving", "saved"].find((status) => found.has(status)) || "starting";
  }

  watchSaving() {
    const look = () => this.showStatus(this.savingStatus());
    new MutationObserver(look).observe(this.lesson.panel.node, {
      subtree: true, childList: true, attributes: true, attributeFilter: ["data-status"],
    });
    look();
  }

  showLanguage() {
    const lang = document.documentElement.dataset.hoichanLang;
    for (const button of this.languages) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
    document.title = `${this.lesson.title(lang)} – Hội chẩn`;
  }

  // The application below is laid out in pixels: tell it how much room is left.
  watchHeight() {
    new ResizeObserver(() => {
      document.body.style.setProperty("--hcf-height", `${this.root.offsetHeight}px`);
      window.dispatchEvent(new Event("resize"));
    }).observe(this.root);
  }
}
