// What every critique widget shares: state, language, typing, saving, the frame of the page.

const TYPING_PAUSE_MS = 900;
const IDLE_AFTER_MS = 60000; // longer pauses are not work
const ACTIVE_EVERY_MS = 30000;

let instances = 0;

class Critique {
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.id = `hc${++instances}-${newId().slice(0, 6)}`;
    this.variant = model.get("variant");
    this.texts = model.get("strings");
    this.lang = pageLanguage() || model.get("lang");
    this.error = null;
    this.note = "";
    this.typing = new Map(); // key of a field -> {timer, commit}
    this.held = false; // a finger or mouse button is down; "waiting": and the page is to be drawn
    this.activeSince = null;
    this.activeMs = 0;
    this.off = [];
    const { learner, lesson, task } = this.variant;
    this.place = `${learner}.${lesson}.${task}`;
    this.queue = new Queue({
      key: `hoichan.queue.${this.place}`,
      variant: this.variant.variant,
      send: (message) => this.transmit(message),
      changed: () => this.render(),
      lost: () => this.tellLost(),
    });
    this.feedback = new Map(); // practice: item (or "") -> {vi, en}, until the next change
    this.rootClass = `hoichan-widget hc-${this.variant.type}`;
    this.root = h("div", { class: this.rootClass, "data-task": task, "data-status": "saved" });
    el.append(this.root);
  }

  start() {
    this.listen(this.root, "click", (e) => this.dispatch("act", e));
    this.listen(this.root, "change", (e) => this.dispatch("change", e));
    this.listen(this.root, "input", (e) => this.dispatch("input", e));
    this.listen(this.root, "keydown", (e) => this.dispatch("key", e));
    // Leaving a field saves it and draws the page anew; a button must not slip away under a finger
    // that is already down on it.
    this.listen(this.root, "pointerdown", () => (this.held = true));
    for (const kind of ["pointerup", "pointercancel"]) this.listen(document, kind, () => setTimeout(() => this.letGo()));
    this.listen(document, "pointermove", (e) => this.held && !e.buttons && this.letGo(), { passive: true }); // let go outside the window
    this.listen(window, "blur", () => this.letGo());
    this.listen(window, "hoichan:lang", (e) => this.setLanguage(e.detail && e.detail.lang));
    const flushed = new WeakSet();
    const flush = (e) => {
      if (flushed.has(e)) return;
      flushed.add(e);
      this.flush(e.detail && e.detail.wait);
    };
    this.listen(window, "hoichan:flush", flush);
    this.listen(document, "hoichan:flush", flush);
    this.listen(window, "online", () => this.queue.retryNow());
    this.listen(document, "visibilitychange", () => document.hidden && this.commitTyping());
    this.listen(window, "pagehide", () => this.commitTyping());
    for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) {
      this.listen(this.root, kind, () => this.tickActive(), { passive: true });
    }
    this.beat = setInterval(() => this.sendActive(), ACTIVE_EVERY_MS);
    // While an answer is under way its acknowledgement comes right after the state: one drawing for both.
    const onState = () => this.queue.sent || this.render();
    const onMessage = (message) => this.receive(message);
    const onLang = () => this.setLanguage(this.model.get("lang"), false);
    this.model.on("change:state", onState);
    this.model.on("change:lang", onLang);
    this.model.on("msg:custom", onMessage);
    this.off.push(() => {
      this.model.off("change:state", onState);
      this.model.off("change:lang", onLang);
      this.model.off("msg:custom", onMessage);
    });
    this.queue.replay();
    this.render();
    if (this.lang !== this.model.get("lang")) this.queue.push({ do: "lang", lang: this.lang }, true);
    return () => this.stop();
  }

  stop() {
    this.commitTyping();
    clearInterval(this.beat);
    this.queue.close();
    this.off.splice(0).forEach((undo) => undo());
    this.root.remove();
  }

  listen(target, kind, handler, options) {
    target.addEventListener(kind, handler, options);
    this.off.push(() => target.removeEventListener(kind, handler, options));
  }

  dispatch(kind, event) {
    const target = event.target instanceof Element ? event.target.closest(`[data-${kind}]`) : null;
    if (!target || !this.root.contains(target) || target.disabled) return;
    const name = target.dataset[kind];
    const handler = this.handlers()[name];
    if (handler) handler(target, event);
  }

  handlers() {
    return {
      undo: () => {
        this.commitTyping();
        this.op({ do: "undo" });
      },
      feedback: () => {
        this.commitTyping();
        this.queue.whenEmpty().then(() => this.transmit({ kind: "feedback", id: newId(), item: this.currentItem() }));
      },
      dismiss: () => {
        this.error = null;
        this.render();
      },
      ...this.ownHandlers(),
    };
  }

  // --- talking to the kernel

  transmit(message) {
    try {
      this.model.send(message);
    } catch (error) {
      console.warn("hoichan: message not sent", error); // the queue keeps it and tries again
    }
  }

  tellLost() {
    const detail = { task: this.variant.task };
    this.root.dispatchEvent(new CustomEvent("hoichan:lost", { bubbles: true, composed: true, detail }));
  }

  receive(message) {
    if (!message || typeof message !== "object") return;
    if (message.kind === "ack") this.queue.settle(message.id);
    else if (message.kind === "nack") {
      this.error = message.error;
      this.queue.settle(message.id, message.retry === true);
    } else if (message.kind === "feedback") {
      this.feedback.set(message.item || "", message.html);
      this.focusNext = "feedback";
      this.render();
    } else this.answered(message);
  }

  answered(_message) {}

  op(op) {
    this.error = null;
    this.feedback.clear(); // it spoke of the answers as they were
    this.queue.push(op);
  }

  payload() {
    // Saved answers plus what is still under way: the page never looks older than the learner's last tap.
    const saved = structuredClone(this.model.get("state").payload);
    return this.queue.entries.reduce((payload, entry) => this.applyAll(payload, entry.op), saved);
  }

  applyAll(payload, op) {
    return op.do === "many" ? op.ops.reduce((p, each) => this.apply(p, each), payload) : this.apply(payload, op);
  }

  apply(payload, _op) {
    return payload;
  }

  // --- typing: saved after a pause, on leaving the field, before submitting

  typed(key, commit) {
    this.forgetTyping(key);
    this.typing.set(key, { commit, timer: setTimeout(() => this.commitTyping(key), TYPING_PAUSE_MS) });
  }

  forgetTyping(key) {
    const waiting = this.typing.get(key);
    if (waiting) clearTimeout(waiting.timer);
    this.typing.delete(key);
  }

  commitTyping(key) {
    for (const each of key === undefined ? [...this.typing.keys()] : [key]) {
      const waiting = this.typing.get(each);
      this.forgetTyping(each);
      if (waiting) waiting.commit();
    }
  }

  flush(wait) {
    this.commitTyping();
    this.sendActive();
    if (Array.isArray(wait)) wait.push(this.queue.whenEmpty());
  }

  // --- time at work

  tickActive() {
    const now = performance.now(); // a clock that is set anew must neither add nor take time
    if (this.activeSince !== null && now - this.activeSince < IDLE_AFTER_MS) this.activeMs += now - this.activeSince;
    this.activeSince = now;
  }

  sendActive() {
    if (!this.activeMs || this.queue.entries.length) return;
    const ms = Math.min(Math.round(this.activeMs), 3600000);
    this.activeMs = 0;
    this.queue.push({ do: "active", ms }, true);
  }

  // --- language and texts

  setLanguage(lang, tell = true) {
    if ((lang !== "vi" && lang !== "en") || lang === this.lang) return;
    this.commitTyping(); // numbers are read in the language they were typed in
    this.lang = lang;
    if (tell) this.queue.push({ do: "lang", lang }, true);
    this.languageChanged();
    this.render();
  }

  languageChanged() {}

  t(key, values) {
    const text = (values?.n === 1 && this.texts[`${key}.1`]) || this.texts[key];
    if (!text) return key;
    return text[this.lang].replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? values[name] : whole));
  }

  say(text) {
    return text ? text[this.lang] : "";
  }

  // --- the page

  letGo() {
    const waiting = this.held === "waiting";
    this.held = false;
    if (waiting) this.render();
  }

  render() {
    if (this.held) {
      this.held = "waiting";
      return;
    }
    const active = this.root.contains(document.activeElement) ? document.activeElement : null;
    const held = active && active.dataset.k;
    const status = this.queue.status();
    const next = h(
      "div",
      { class: this.rootClass, "data-task": this.variant.task, "data-status": status, lang: this.lang },
      this.frame(status),
    );
    morph(this.root, next);
    const wanted = this.focusNext || (held && document.activeElement !== active ? held : null);
    this.focusNext = null;
    if (wanted) this.find(wanted)?.focus();
  }

  find(key) {
    return this.root.querySelector(`[data-k="${CSS.escape(key)}"]`);
  }

  frame(status) {
    const state = this.model.get("state");
    return [
      h(
        "header",
        { class: "hc-head", k: "head" },
        h("h3", { class: "hc-title", id: `${this.id}-title` }, this.say(this.variant.title)),
        h(
          "div",
          { class: "hc-tools" },
          this.progress(),
          h("p", { class: `hc-status hc-status--${status}`, role: "status", k: "status" }, this.statusText(status, state)),
          h("button", { class: "hc-button hc-button--quiet", act: "undo", k: "undo", disabled: !state.undo && !this.queue.entries.length }, icon("undo"), this.t("undo")),
        ),
      ),
      this.variant.drafts ? h("p", { class: "hc-notice", role: "note", k: "drafts" }, h("strong", {}, this.t("drafts.head")), " ", this.t("drafts")) : null,
      (state.notices || []).map((notice, i) =>
        h("p", { class: "hc-notice", role: "note", k: `notice${i}` }, h("strong", {}, this.t("notice")), " ", this.say(notice)),
      ),
      h("div", { k: "alerts", role: "alert", class: "hc-alerts" }, this.error && this.alert()),
      h("p", { k: "note", role: "status", class: "hc-unseen" }, this.note),
      this.body(),
      this.variant.practice ? this.practicePanel() : null,
    ];
  }

  // --- practice: feedback when the learner asks for it

  currentItem() {
    return null; // types with one item on the page name it
  }

  practicePanel() {
    const html = this.feedback.get(this.currentItem() || "");
    return h(
      "div",
      { class: "hc-practice", k: "practice" },
      h("p", { class: "hc-hint" }, icon("flask"), this.t("practice.hint")),
      h("button", { class: "hc-button hc-button--main", act: "feedback", k: "ask-feedback" }, icon("tick"), this.t("practice.check")),
      html ? this.feedbackBox(html) : null,
    );
  }

  feedbackBox(html) {
    const box = h("section", { class: "hc-feedback", k: "feedback", tabindex: "-1", "aria-label": this.t("practice.feedback") });
    box.innerHTML = html[this.lang]; // the static view: rendered and escaped by Python
    for (const region of box.querySelectorAll("[role=region]")) {
      // The same table may stand above: two regions of one name cannot be told apart by ear.
      region.setAttribute("aria-label", `${this.t("practice.feedback")}: ${region.getAttribute("aria-label")}`);
    }
    return box;
  }

  alert() {
    return h(
      "div",
      { class: "hc-alert" },
      h("p", {}, this.say(this.error)),
      h("button", { class: "hc-button", act: "dismiss" }, this.t("understood")),
    );
  }

  statusText(status, state) {
    if (status === "unsaved") return [icon("warn"), this.t("status.unsaved")];
    if (status === "saving") return [icon("dots"), this.t("status.saving")];
    if (!state.saved) return [icon("tick"), this.t("status.ready")];
    const time = new Date(state.saved).toLocaleTimeString(this.lang === "vi" ? "vi-VN" : "en-GB", { hour: "2-digit", minute: "2-digit" });
    return [icon("tick"), this.t("status.saved", { time })];
  }

  field(label, control, ...after) {
    control.id = `${this.id}-${control.dataset.k.replace(/[^\w-]/g, "_")}`;
    const name = h("label", { class: "hc-field-label", for: control.id }, label);
    return h("div", { class: "hc-field", k: `field-${control.dataset.k}` }, name, control, after);
  }

  progressBar(done, total, text) {
    return h(
      "div",
      { class: "hc-progress", k: "progress" },
      h("span", { class: "hc-progress-text" }, text),
      h("progress", { class: "hc-progress-bar", max: total, "aria-label": text, value: done }),
    );
  }
}

function pageLanguage() {
  const lang = document.documentElement.dataset.hoichanLang;
  return lang === "vi" || lang === "en" ? lang : null;
}
