// Operations on their way to the kernel, kept in the browser until the kernel has acknowledged them.

const LOST_AFTER_MS = 4000; // no ack for so long: tell the page, keep the operation
const RETRY_AFTER_MS = 6000;

class Queue {
  // One operation is under way at a time, so a lost one can never overtake a later one when sent anew.
  constructor({ key, variant, send, changed, lost }) {
    Object.assign(this, { key, variant, send, changed, lost });
    this.entries = [];
    this.done = new Set();
    this.waiters = [];
    this.timer = null;
    this.sent = null;
    this.trouble = false;
  }

  stored() {
    try {
      const list = JSON.parse(localStorage.getItem(this.key) || "[]");
      return Array.isArray(list) ? list.filter((e) => e && e.id && e.op && e.variant === this.variant) : [];
    } catch {
      return []; // storage switched off or damaged: the queue then lives in memory only
    }
  }

  store() {
    const mine = new Set(this.entries.map((e) => e.id));
    const others = this.stored().filter((e) => !mine.has(e.id) && !this.done.has(e.id));
    const all = [...others, ...this.entries.filter((e) => !e.fleeting)];
    try {
      if (all.length) localStorage.setItem(this.key, JSON.stringify(all));
      else localStorage.removeItem(this.key);
    } catch {
      // full or forbidden: still sent, only not kept through a reload
    }
  }

  replay() {
    this.entries = this.stored();
    this.pump();
  }

  push(op, fleeting = false) {
    this.entries.push({ id: newId(), variant: this.variant, op, fleeting });
    this.store();
    this.pump();
  }

  pump() {
    if (this.sent || !this.entries.length) return;
    this.sent = this.entries[0].id;
    this.transmit();
  }

  transmit() {
    const entry = this.entries[0];
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.expired(), LOST_AFTER_MS);
    this.send({ kind: "op", id: entry.id, op: entry.op }); // first: the page can be drawn meanwhile
    this.changed();
  }

  expired() {
    this.trouble = true;
    this.changed();
    this.lost();
    this.retryLater();
  }

  retryLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sent && this.transmit(), RETRY_AFTER_MS);
  }

  retryNow() {
    if (this.sent && this.trouble) this.transmit();
  }

  settle(id, keep = false) {
    if (keep) {
      this.trouble = true;
      this.changed();
      this.retryLater();
      return;
    }
    this.done.add(id);
    this.entries = this.entries.filter((e) => e.id !== id);
    this.store();
    if (this.sent === id) {
      clearTimeout(this.timer);
      this.sent = null;
      this.trouble = false;
    }
    this.changed();
    this.pump();
    if (!this.entries.length) this.waiters.splice(0).forEach((done) => done());
  }

  whenEmpty() {
    return this.entries.length ? new Promise((done) => this.waiters.push(done)) : Promise.resolve();
  }

  status() {
    if (this.trouble) return "unsaved";
    return this.entries.some((e) => !e.fleeting) ? "saving" : "saved";
  }

  close() {
    clearTimeout(this.timer);
    this.send = () => {};
  }
}

function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}
