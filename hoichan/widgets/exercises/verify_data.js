// X2: one claim at a time, its verdict, value and unit; beside it the tables to check it with.

const VERDICTS = ["true", "false", "unverifiable"];
const ANSWER_WITHIN_MS = 8000; // a look-up takes well under a second

class VerifyData extends PagedCritique {
  constructor(model, el) {
    super(model, el);
    this.tables = null;
    this.bench = { table: this.variant.tables[0] || "", filters: [], how: "count", column: "", group: "" };
    this.result = null; // last reply about the table
    this.asked = null; // the look-up under way: {id, record}
    this.benchError = null;
    this.picked = null;
    this.calc = { a: "", b: "", how: "ratio", form: "plain", forms: null, error: null, id: null };
    this.filterCount = 0;
  }

  items() {
    return this.variant.claims.map((claim) => ({ name: claim.uid }));
  }

  start() {
    const stop = super.start();
    this.askForTables();
    this.off.push(() => {
      clearTimeout(this.askTimer);
      clearTimeout(this.tablesTimer);
    });
    return stop;
  }

  askForTables() {
    this.transmit({ kind: "tables", id: newId() });
    this.tablesTimer = setTimeout(() => {
      if (this.tables) return;
      this.tellLost();
      this.askForTables();
    }, ANSWER_WITHIN_MS);
  }

  claim() {
    return this.variant.claims[this.at];
  }

  answerOf(payload, uid) {
    return payload.claims.find((c) => c.uid === uid) || { uid, verdict: null, value: null, typed: "", unit: null, path: [] };
  }

  // --- how far a claim is: verdict, and for all but the unverifiable a value with its unit

  todo(answer) {
    const open = [];
    if (!answer.verdict) open.push("verdict");
    if (answer.verdict !== "unverifiable") {
      if (answer.value === null && !answer.pending) open.push("value");
      if (!answer.unit) open.push("unit");
    }
    return open;
  }

  stateOf(payload, uid) {
    const answer = this.answerOf(payload, uid);
    if (!answer.verdict && !answer.typed && !answer.unit) return "none";
    return this.todo(answer).length ? "part" : "done";
  }

  progress() {
    const payload = this.payload();
    const done = this.variant.claims.filter((c) => this.stateOf(payload, c.uid) === "done").length;
    const total = this.variant.claims.length;
    return this.progressBar(done, total, this.t("progress", { done, total }));
  }

  apply(payload, op) {
    if (op.do !== "claim") return payload;
    const old = this.answerOf(payload, op.uid);
    const value = op.typed === old.typed && op.verdict === old.verdict ? old.value : null;
    const next = { ...old, verdict: op.verdict, typed: op.typed, unit: op.unit, value, pending: Boolean(op.typed) };
    payload.claims = [...payload.claims.filter((c) => c.uid !== op.uid), next];
    return payload;
  }

  // --- answering

  ownHandlers() {
    return {
      verdict: (target) => this.change({ verdict: target.value }),
      unit: (target) => this.change({ unit: target.value || null }),
      value: (target) => {
        const { uid } = this.claim();
        this.typed("value", () => this.change({ typed: target.value }, uid));
      },
      valueDone: () => this.commitTyping("value"),
      valueKey: (_target, event) => event.key === "Enter" && this.commitTyping("value"),
      ...this.benchHandlers(),
    };
  }

  change(part, uid = this.claim().uid) {
    if (!("typed" in part)) this.commitTyping("value");
    const { verdict, typed, unit } = this.answerOf(this.payload(), uid);
    const next = { verdict, typed, unit, ...part };
    if (next.verdict === verdict && next.typed === typed && next.unit === unit) return;
    this.op({ do: "claim", uid, ...next, lang: this.lang });
  }

  // --- messages that are no operations

  answered(message) {
    if (message.kind === "tables") {
      clearTimeout(this.tablesTimer);
      this.tables = message.tables;
      if (!this.table()) this.bench.table = this.tables[0]?.name || "";
    } else if (message.kind === "rows" && this.asked?.id === message.id) {
      clearTimeout(this.askTimer);
      const { record, uid } = this.asked;
      this.asked = null;
      this.benchError = null;
      this.result = message;
      const only = message.rows.length === 1 && message.rows[0].length === 1 ? message.rows[0][0] : null;
      this.picked = only && only.number !== null ? only.text : null;
      if (record) this.op({ do: "path", uid, step: message.step });
    } else if (message.kind === "result" && this.calc.id === message.id) {
      Object.assign(this.calc, { forms: message.forms, error: null });
    } else if (message.kind === "error") {
      if (this.asked?.id === message.id) {
        clearTimeout(this.askTimer);
        this.asked = null;
        this.result = null;
        this.benchError = message.error;
      } else if (this.calc.id === message.id) Object.assign(this.calc, { forms: null, error: message.error });
      else this.benchError = message.error;
    }
    this.render();
  }

  languageChanged() {
    this.picked = null;
    this.calc.forms = null;
    if (this.lastQuery) this.ask(this.lastQuery, false); // the same numbers, written anew
    this.calculate();
  }
}
