// Submitting: save what is under way, say what is answered, ask, send, show the receipt.

import { both, el, vietnamTime } from "./dom.js";
import { downloadReceipt } from "./receipt.js";

const FLUSH_MS = 15000;
const ALMOST_MS = 400;

export class Submission {
  constructor({ lesson, info, frame }) {
    Object.assign(this, { lesson, frame, texts: info.texts, info });
    this.dialog = el("dialog", { class: "hcf-dialog", "aria-labelledby": "hcf-dialog-title" });
    // Escape must not hide a dialog while something is being sent.
    this.dialog.addEventListener("cancel", (event) => this.busy && event.preventDefault());
    this.dialog.addEventListener("close", () => this.frame.submitButton.focus());
    document.body.append(this.dialog);
    this.busy = false;
  }

  async begin() {
    if (this.busy || this.dialog.open) return;
    this.wait("confirm.saving");
    this.dialog.showModal();
    if (!(await this.flush())) {
      this.fail(this.texts["failed.unsaved"], { safe: false });
      return;
    }
    const info = await this.lesson.server.lesson();
    if (!info) {
      this.fail(this.texts["failed.network"]);
      return;
    }
    this.info = info;
    this.confirm();
  }

  // Ask every widget to send what it holds; true once the kernel has acknowledged all of it.
  async flush() {
    const detail = { wait: [] };
    window.dispatchEvent(new CustomEvent("hoichan:flush", { detail }));
    const late = new Promise((done) => setTimeout(done, FLUSH_MS, "late"));
    const first = await Promise.race([Promise.all(detail.wait), late]);
    // The status attribute follows the last acknowledgement by a moment.
    if (first !== "late" && this.frame.savingStatus() === "saving") await new Promise((done) => setTimeout(done, ALMOST_MS));
    return first !== "late" && this.frame.savingStatus() !== "unsaved";
  }

  confirm() {
    const { texts, info } = this;
    const title = this.lesson.about.title || { vi: info.lesson, en: info.lesson };
    const complete = info.tasks.length > 0 && info.tasks.every((task) => task.done === task.total);
    const cancel = this.button("confirm.cancel", () => this.dialog.close(), "hcf-quiet");
    const ok = this.button("confirm.ok", () => this.send());
    this.show(
      el("h2", { id: "hcf-dialog-title" }, both(texts["confirm.heading"], { title })),
      info.receipt && el("p", { class: "hcf-muted" }, both(texts["confirm.earlier"], { time: vietnamTime(info.receipt.received_at) })),
      el("h3", {}, both(texts["confirm.tasks"])),
      info.tasks.length ? el("ul", { class: "hcf-tasks" }, info.tasks.map((task) => this.task(task)))
        : el("p", {}, both(texts["confirm.nothing"])),
      el("p", { class: complete ? "hcf-good" : "hcf-warn" }, both(texts[complete ? "confirm.complete" : "confirm.incomplete"])),
      el("p", {}, both(texts["confirm.again"])),
      el("div", { class: "hcf-actions" }, cancel, ok),
    );
    ok.focus();
  }

  task({ title, done, total }) {
    const state = done === total ? "all" : done ? "some" : "none";
    return el("li", { "data-state": state },
      el("span", { class: "hcf-sign", "aria-hidden": "true" }, { all: "✓", some: "◐", none: "○" }[state]),
      el("span", { class: "hcf-task-title" }, both(title)),
      el("span", { class: "hcf-count" }, both(this.texts["confirm.task"], { done, total })));
  }

  async send() {
    this.wait("confirm.sending");
    // Something may have been changed in another tab since the dialog opened.
    if (!(await this.flush())) {
      this.fail(this.texts["failed.unsaved"], { safe: false });
      return;
    }
    const { receipt, error, failure } = await this.lesson.server.submit();
    if (receipt) this.done(receipt);
    else this.fail(error || this.texts[`failed.${failure}`], { safe: failure !== "signed_out" });
  }

  done(receipt) {
    const { texts } = this;
    this.busy = false;
    const sent = new Set(receipt.files.map((file) => file.path));
    const tasks = this.info.tasks.filter((task) => sent.has(`answers/${task.task}.json`)).map((task) => task.title);
    const zone = texts["receipt.zone"];
    const rows = [
      ["receipt.time", el("time", { datetime: receipt.received_at }, vietnamTime(receipt.received_at), " (", both(zone), ")")],
      ["receipt.id", el("span", { class: "hcf-code" }, receipt.id)],
      ["receipt.learner", receipt.learner],
      ["receipt.checksum", el("details", {},
        el("summary", {}, el("span", { class: "hcf-code" }, `${receipt.sha256.slice(0, 12)}…`), " ", el("span", { class: "hcf-more" }, both(texts["receipt.checksum_full"]))),
        el("span", { class: "hcf-code hcf-full" }, receipt.sha256))],
      ["receipt.tasks", tasks.length ? el("ul", { class: "hcf-plain" }, tasks.map((title) => el("li", {}, both(title))))
        : both(texts["receipt.no_tasks"])],
    ];
    const close = this.button("close", () => this.dialog.close(), "hcf-quiet");
    this.show(
      el("h2", { id: "hcf-dialog-title", class: "hcf-good-title" }, el("span", { "aria-hidden": "true", class: "hcf-sign" }, "✓"), both(texts["receipt.heading"])),
      el("p", { role: "status" }, both(texts["receipt.lead"])),
      el("dl", { class: "hcf-receipt" }, rows.map(([key, value]) => [el("dt", {}, both(texts[key])), el("dd", {}, value)])),
      el("div", { class: "hcf-actions" },
        this.button("receipt.download", () => downloadReceipt(receipt, this.lesson, tasks, texts), "hcf-quiet"),
        close,
        el("a", { class: "hcf-button", href: this.lesson.server.coursePage }, both(texts["receipt.back"]))),
    );
    this.dialog.dataset.state = "receipt";
    close.focus();
  }

  fail(text, { safe = true } = {}) {
    this.busy = false;
    const again = this.button("again", () => {
      this.dialog.close();
      this.begin();
    });
    this.show(
      el("h2", { id: "hcf-dialog-title" }, both(this.texts["failed.heading"])),
      el("p", { role: "alert" }, both(text)),
      safe && el("p", { class: "hcf-good" }, both(this.texts["failed.safe"])),
      el("div", { class: "hcf-actions" }, this.button("close", () => this.dialog.close(), "hcf-quiet"), again),
    );
    this.dialog.dataset.state = "failed";
    again.focus();
  }

  wait(key) {
    this.busy = true;
    this.dialog.dataset.state = "busy";
    this.dialog.replaceChildren(
      el("p", { id: "hcf-dialog-title", class: "hcf-wait", role: "status", tabindex: "-1", autofocus: true },
        el("span", { class: "hcf-spinner", "aria-hidden": "true" }), el("span", {}, both(this.texts[key]))));
  }

  show(...content) {
    this.busy = false;
    this.dialog.dataset.state = "confirm";
    this.dialog.replaceChildren(...content.filter(Boolean));
    this.dialog.scrollTop = 0;
  }

  button(key, onclick, extra = "") {
    return el("button", { type: "button", class: `hcf-button ${extra}`.trim(), "data-action": key, onclick }, both(this.texts[key]));
  }
}
