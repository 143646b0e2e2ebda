// Active time on a report, measured here, counted in Python. Stretches may be told twice or late: Python
// counts none twice, so what is not acknowledged is simply kept and told again, also after a reload.

const CLOCK_STEP_MS = 1000;
const CLOCK_JUMP_MS = 5000; // a longer step was sleep or a stopped page, not work
const CLOCK_TELL_MS = 15000;
const CLOCK_MOST_AT_ONCE = 100;
const CLOCK_SPAN_MS = 600000; // Python takes stretches of a quarter of an hour at most

class WorkClock {
  // `running()` names the report being worked on, or null; `tell(span)` sends a stretch to Python and
  // `heard()` is kept when all that was sent is acknowledged.
  constructor({ key, running, tell, heard, changed }) {
    Object.assign(this, { key, running, tell, heard, changed });
    this.tab = `${key}.${newId().slice(0, 8)}`;
    this.spans = []; // {uid, phase, begin, end}, not acknowledged yet
    this.flying = []; // told, no answer yet
    this.phase = "read";
    this.touched = performance.now();
    this.last = performance.now();
    this.toldAt = performance.now();
    this.active = false;
  }

  start() {
    this.adopt();
    this.timer = setInterval(() => this.step(), CLOCK_STEP_MS);
  }

  stop() {
    this.step();
    clearInterval(this.timer);
    this.store();
  }

  touch(phase) {
    this.step(); // what came before belongs to the phase before
    this.phase = phase;
    this.touched = performance.now();
  }

  // Steps are taken on the clock that only runs forward; `timeOrigin` places them on the calendar once
  // a page, so setting the computer's clock in between moves nothing.
  step(hidden = document.hidden) {
    const now = performance.now();
    const length = now - this.last;
    this.last = now;
    const uid = this.running();
    const active = Boolean(uid) && !hidden && now - this.touched < IDLE_AFTER_MS;
    if (active && length > 0 && length <= CLOCK_JUMP_MS) this.add(uid, now - length, now);
    if (active !== this.active) {
      this.active = active;
      this.changed();
    }
    if (now - this.toldAt >= CLOCK_TELL_MS) this.send();
  }

  add(uid, from, to) {
    const begin = Math.round(performance.timeOrigin + from);
    const end = Math.round(performance.timeOrigin + to);
    const open = this.spans[this.spans.length - 1];
    if (open && open.uid === uid && open.phase === this.phase && begin - open.end <= 1 && end - open.begin <= CLOCK_SPAN_MS) open.end = end;
    else this.spans.push({ uid, phase: this.phase, begin, end });
    this.store();
  }

  // Hand over the stretches; they stay in the browser until they are acknowledged. `now`: do not wait
  // for those under way (a signature follows, and the queue keeps the order).
  send(now = false) {
    this.toldAt = performance.now();
    if (!this.spans.length || (this.flying.length && !now)) return;
    const told = this.spans.splice(0, CLOCK_MOST_AT_ONCE);
    this.flying.push(...told);
    told.forEach((span) => this.tell(span));
    this.heard().then(() => {
      this.flying = this.flying.filter((span) => !told.includes(span));
      this.store();
    });
  }

  pendingMs(uid) {
    return this.spans.filter((span) => span.uid === uid).reduce((sum, span) => sum + span.end - span.begin, 0);
  }

  store() {
    const all = [...this.flying, ...this.spans];
    try {
      if (all.length) localStorage.setItem(this.tab, JSON.stringify(all));
      else localStorage.removeItem(this.tab);
    } catch {
      // storage switched off: a reload may then lose a few seconds
    }
  }

  // Stretches that an earlier page of this task could not get acknowledged.
  adopt() {
    try {
      for (const name of Object.keys(localStorage).filter((each) => each.startsWith(`${this.key}.`))) {
        const kept = JSON.parse(localStorage.getItem(name) || "[]");
        localStorage.removeItem(name);
        if (Array.isArray(kept)) this.spans.unshift(...kept.filter((span) => span && span.uid && span.end > span.begin));
      }
    } catch {
      // nothing kept
    }
    this.store();
  }
}

function clockText(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}
