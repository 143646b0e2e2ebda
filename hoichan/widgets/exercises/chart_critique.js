// X9: one chart at a time with its caption; beside it the values to read, the flaws, better designs.

class ChartCritique extends PagedCritique {
  items() {
    return this.variant.charts.map((chart) => ({ name: chart.uid }));
  }

  chart() {
    return this.variant.charts[this.at];
  }

  readOf(payload, uid) {
    return payload.reads.find((r) => r.uid === uid) || { uid, typed: "", value: null };
  }

  choiceOf(payload, chart) {
    return payload.better.find((b) => b.uid === `${chart.uid}.better`)?.choice || null;
  }

  ticked(payload, chart) {
    return chart.options.filter((option) => payload.flaws.includes(option.uid)).map((option) => option.uid);
  }

  // As apply() in Python, for the time until the kernel has answered; numbers are read there.
  apply(payload, op) {
    const chart = this.variant.charts.find((c) => c.uid === String(op.uid).split(".")[0]);
    if (!chart) return payload;
    if (op.do === "read") {
      const old = this.readOf(payload, op.uid);
      const value = op.typed === old.typed ? old.value : null;
      payload.reads = payload.reads.filter((r) => r.uid !== op.uid);
      if (op.typed.trim()) payload.reads.push({ uid: op.uid, typed: op.typed, value, pending: true });
    } else if (op.do === "flaw") {
      payload.flaws = payload.flaws.filter((uid) => uid !== op.uid);
      if (op.on) {
        payload.flaws.push(op.uid);
        payload.sound = payload.sound.filter((uid) => uid !== chart.uid);
      }
    } else if (op.do === "sound") {
      payload.sound = payload.sound.filter((uid) => uid !== chart.uid);
      if (op.on) {
        payload.flaws = payload.flaws.filter((uid) => !chart.options.some((o) => o.uid === uid));
        payload.sound.push(chart.uid);
      }
    } else if (op.do === "better") {
      payload.better = [...payload.better.filter((b) => b.uid !== `${chart.uid}.better`), { uid: `${chart.uid}.better`, choice: op.choice }];
    }
    return payload;
  }

  // --- how far a chart is

  todo(payload, chart) {
    const open = [];
    if (chart.reads.some((read) => !this.isRead(this.readOf(payload, read.uid)))) open.push("reads");
    if (!payload.sound.includes(chart.uid) && !this.ticked(payload, chart).length) open.push("flaws");
    if (!this.choiceOf(payload, chart)) open.push("better");
    return open;
  }

  isRead(read) {
    return read.value !== null || read.pending;
  }

  stateOf(payload, chart) {
    if (!this.todo(payload, chart).length) return "done";
    const begun =
      chart.reads.some((read) => this.readOf(payload, read.uid).typed) ||
      payload.sound.includes(chart.uid) ||
      this.ticked(payload, chart).length ||
      this.choiceOf(payload, chart);
    return begun ? "part" : "none";
  }

  pageState(payload, i) {
    const state = this.stateOf(payload, this.variant.charts[i]);
    const signs = { done: icon("tick"), part: icon("dots"), none: null };
    return { seen: state !== "none", sign: signs[state], text: this.t(`pager.${state}`) };
  }

  progress() {
    const payload = this.payload();
    const total = this.variant.charts.length;
    const done = this.variant.charts.filter((chart) => this.stateOf(payload, chart) === "done").length;
    return this.progressBar(done, total, this.t("progress", { done, total }));
  }

  // --- answering

  ownHandlers() {
    return {
      read: (target) => {
        const uid = target.dataset.arg;
        this.typed(uid, () => this.read(uid, target.value));
      },
      readDone: (target) => this.commitTyping(target.dataset.arg),
      readKey: (target, event) => event.key === "Enter" && this.commitTyping(target.dataset.arg),
      flaw: (target) => this.tick(target.dataset.arg, target.checked),
      sound: (target) => this.declare(target.checked),
      better: (target) => this.op({ do: "better", uid: this.chart().uid, choice: target.value }),
    };
  }

  read(uid, typed) {
    if (typed.trim() === this.readOf(this.payload(), uid).typed) return;
    this.op({ do: "read", uid, typed, lang: this.lang });
  }

  tick(uid, on) {
    this.commitTyping();
    const declared = this.payload().sound.includes(this.chart().uid);
    this.note = on && declared ? this.t("sound.dropped") : "";
    this.said = this.note;
    this.op({ do: "flaw", uid, on });
  }

  declare(on) {
    this.commitTyping();
    const n = this.ticked(this.payload(), this.chart()).length;
    this.note = on && n ? this.t("sound.cleared", { n }) : "";
    this.said = this.note;
    this.op({ do: "sound", uid: this.chart().uid, on });
  }

  leaving() {
    this.said = "";
  }

  languageChanged() {
    this.said = "";
    this.note = "";
  }
}
