// X7: two reports, one by hand and one from an AI's draft; the clock, the form, the signature.

class TimedReport extends PagedCritique {
  constructor(model, el) {
    super(model, el);
    this.felt = new Map(); // minutes felt, as typed, until the signature
    this.feltMissing = false;
    this.showing = false; // whether the running time is shown
    this.calc = { a: "", b: "", how: "ratio", forms: null, error: null, id: null };
    this.clock = new WorkClock({
      key: `hoichan.clock.${this.place}.${this.variant.variant}`,
      running: () => this.running(),
      tell: (span) => this.queue.push({ do: "clock", ...span, peeked: this.showing }, true),
      heard: () => this.queue.whenEmpty(),
      changed: () => this.render(),
    });
  }

  items() {
    return this.variant.reports.map((report) => ({ name: report.uid }));
  }

  start() {
    const stop = super.start();
    this.clock.start();
    const touch = (e) => this.clock.touch(e.target.closest?.("[data-zone]")?.dataset.zone || "read");
    for (const kind of ["pointerdown", "keydown", "wheel", "touchmove", "focusin"]) this.listen(this.root, kind, touch, { passive: true });
    this.listen(document, "scroll", () => this.clock.touch(this.clock.phase), { passive: true, capture: true });
    this.listen(document, "visibilitychange", () => (document.hidden ? this.clock.step(false) : (this.clock.last = performance.now())));
    this.listen(window, "pagehide", () => this.clock.step());
    this.shower = setInterval(() => this.showTime(), 500);
    this.clock.send();
    return stop;
  }

  stop() {
    this.clock.stop();
    clearInterval(this.shower);
    super.stop();
  }

  flush(wait) {
    this.clock.step();
    this.clock.send(true);
    super.flush(wait);
  }

  // --- what the answers say

  content(uid = this.item().name) {
    return this.model.get("state").opened?.[uid] || null;
  }

  running() {
    const uid = this.item().name;
    return this.content(uid) && !this.signOff(this.payload(), uid).signed ? uid : null;
  }

  signOff(payload, uid) {
    return payload.reports.find((r) => r.uid === uid) || { uid, signed: false, felt_minutes: null };
  }

  measuredMs(payload, uid) {
    const clock = payload.clocks.find((c) => c.uid === `${uid}.clock`);
    return (clock ? clock.read_ms + clock.verify_ms + clock.edit_ms : 0) + this.clock.pendingMs(uid);
  }

  typedOf(payload, figure) {
    const answer = payload.figures.find((f) => f.uid === figure.uid);
    return answer ? answer.typed : figure.draft ? this.say(figure.draft) : "";
  }

  openFigures(payload, content) {
    return content.figures.filter((figure) => {
      const answer = payload.figures.find((f) => f.uid === figure.uid);
      return answer ? answer.value === null && !answer.pending : !figure.draft;
    }).length;
  }

  openParts(payload, content) {
    return content.draft ? 0 : content.parts.filter((part) => !payload.parts.some((p) => p.uid === part.uid)).length;
  }

  progress() {
    const payload = this.payload();
    const done = this.variant.reports.filter((r) => this.signOff(payload, r.uid).signed).length;
    const total = this.variant.reports.length;
    return this.progressBar(done, total, this.t("progress", { done, total }));
  }

  apply(payload, op) {
    const put = (name, entry) => {
      payload[name] = entry ? [...payload[name].filter((e) => e.uid !== entry.uid), entry] : payload[name].filter((e) => e.uid !== op.uid);
    };
    if (op.do === "figure") {
      const figure = this.content(op.uid.split(".")[0])?.figures.find((f) => f.uid === op.uid);
      const draft = figure?.draft ? figure.draft[op.lang] : "";
      put("figures", op.typed.trim() === draft ? null : { uid: op.uid, typed: op.typed, value: null, pending: Boolean(op.typed.trim()) });
    } else if (op.do === "sentence") put("sentences", op.handling === "keep" ? null : { uid: op.uid, handling: op.handling, text: op.text, lang: op.lang });
    else if (op.do === "part") put("parts", op.text.trim() ? { uid: op.uid, text: op.text } : null);
    else if (op.do === "unsign") put("reports", { ...this.signOff(payload, op.uid), signed: false });
    else if (op.do === "clock") {
      const name = `${op.uid}.clock`;
      const old = payload.clocks.find((c) => c.uid === name) || { uid: name, read_ms: 0, verify_ms: 0, edit_ms: 0 };
      const next = { ...old, [`${op.phase}_ms`]: old[`${op.phase}_ms`] + op.end - op.begin };
      payload.clocks = [...payload.clocks.filter((c) => c.uid !== name), next];
    }
    return payload; // a signature is Python's to give: the form may still have holes
  }

  // --- what the learner does

  ownHandlers() {
    return {
      open: () => {
        this.op({ do: "start", uid: this.item().name });
        this.clock.touch("read");
        this.focusNext = "card-title";
      },
      peek: () => {
        this.showing = !this.showing;
        this.render();
      },
      figure: (target) => this.typed(`figure-${target.dataset.arg}`, () => this.fill(target.dataset.arg, target.value)),
      figureDone: (target) => this.commitTyping(`figure-${target.dataset.arg}`),
      figureKey: (target, event) => event.key === "Enter" && this.commitTyping(`figure-${target.dataset.arg}`),
      handling: (target) => this.handle(target.dataset.arg, target.value),
      rewrite: (target) => this.typed(`sentence-${target.dataset.arg}`, () => this.rewrite(target.dataset.arg, target.value)),
      rewriteDone: (target) => this.commitTyping(`sentence-${target.dataset.arg}`),
      part: (target) => this.typed(`part-${target.dataset.arg}`, () => this.write(target.dataset.arg, target.value)),
      partDone: (target) => this.commitTyping(`part-${target.dataset.arg}`),
      felt: (target) => {
        this.felt.set(this.item().name, target.value);
        if (this.feltMissing && target.value.trim()) {
          this.feltMissing = false;
          this.render();
        }
      },
      feltKey: (_target, event) => event.key === "Enter" && this.sign(),
      sign: () => this.sign(),
      unsign: () => {
        this.op({ do: "unsign", uid: this.item().name });
        this.clock.touch("read");
        this.focusNext = "card-title";
      },
      calcA: (target) => this.calculate({ a: target.value }),
      calcB: (target) => this.calculate({ b: target.value }),
      calcHow: (target) => this.calculate({ how: target.value }),
    };
  }

  fill(uid, typed) {
    const payload = this.payload();
    const figure = this.content(uid.split(".")[0])?.figures.find((f) => f.uid === uid);
    if (figure && this.typedOf(payload, figure) !== typed) this.op({ do: "figure", uid, typed, lang: this.lang });
  }

  sentenceText(uid) {
    const parts = this.content(uid.split(".")[0])?.parts || [];
    return this.say(parts.flatMap((p) => p.sentences).find((s) => s.uid === uid)?.text);
  }

  handle(uid, handling) {
    this.commitTyping();
    this.op({ do: "sentence", uid, handling, text: handling === "edit" ? this.sentenceText(uid) : "", lang: this.lang });
    // Arrow keys pass through "edit" on their way to "strike": they must not land in its field.
    const byKeys = document.activeElement?.matches(":focus-visible");
    if (handling === "edit" && !byKeys) this.focusNext = `rewrite-${uid}`;
  }

  rewrite(uid, text) {
    const answer = this.payload().sentences.find((s) => s.uid === uid);
    // The language of the words is that of the sentence they began with, whatever the page is in now.
    if (answer?.handling === "edit" && answer.text !== text) this.op({ do: "sentence", uid, handling: "edit", text, lang: answer.lang || this.lang });
  }

  write(uid, text) {
    const old = this.payload().parts.find((p) => p.uid === uid)?.text || "";
    if (old !== text) this.op({ do: "part", uid, text });
  }

  sign() {
    const uid = this.item().name;
    const before = this.signOff(this.payload(), uid).felt_minutes;
    const felt = this.felt.get(uid) || "";
    if (before === null && !felt.trim()) {
      this.feltMissing = true;
      this.focusNext = "felt";
      this.render();
      return;
    }
    this.commitTyping();
    this.clock.step();
    this.clock.send(true); // the time is told before the signature stops the clock
    this.op({ do: "sign", uid, felt, lang: this.lang });
    this.queue.whenEmpty().then(() => {
      if (!this.signOff(this.payload(), uid).signed) return;
      this.showing = false;
      this.focusNext = "times";
      this.render();
    });
  }

  leaving() {
    this.clock.step();
    this.clock.touch("read");
    this.feltMissing = false;
  }

  // --- calculator

  calculate(part) {
    Object.assign(this.calc, part);
    if (!this.calc.a.trim() || !this.calc.b.trim()) Object.assign(this.calc, { forms: null, error: null, id: null });
    else {
      this.calc.id = newId();
      const { id, a, b, how } = this.calc;
      this.transmit({ kind: "calc", id, a, b, how, lang: this.lang });
    }
    this.render();
  }

  answered(message) {
    if (message.id !== this.calc.id) return;
    if (message.kind === "result") Object.assign(this.calc, { forms: message.forms, error: null });
    else if (message.kind === "error") Object.assign(this.calc, { forms: null, error: message.error });
    this.render();
  }

  languageChanged() {
    if (this.calc.forms) this.calculate({});
  }
}
