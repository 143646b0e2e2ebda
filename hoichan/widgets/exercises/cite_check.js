// X6: one reference at a time, its verdict and the proof; beside it the registry to look it up in.

const VERDICTS = ["supports", "unsupported", "wrong_details", "superseded", "not_found"];
const SIGNS = { supports: "tick", unsupported: "question", wrong_details: "warn", superseded: "clock", not_found: "cross" };
const PROOF_FIELD = { supports: "evidence", unsupported: "evidence", wrong_details: "correct", superseded: "correct" };
const ANSWER_WITHIN_MS = 8000; // a look-up takes well under a second

ICONS.clock = "M10 3a7 7 0 100 14 7 7 0 000-14zM10 6v4.3l2.8 1.7";

class CiteCheck extends PagedCritique {
  constructor(model, el) {
    super(model, el);
    this.clearSearch();
  }

  clearSearch() {
    clearTimeout(this.askTimer);
    this.searchText = "";
    this.found = null; // last list of results
    this.entry = null; // the open entry
    this.asked = null; // the look-up under way: {id, kind, uid, message}
    this.searchError = null;
  }

  items() {
    return this.variant.refs.map((ref) => ({ name: ref.uid }));
  }

  start() {
    const stop = super.start();
    this.off.push(() => clearTimeout(this.askTimer));
    return stop;
  }

  leaving() {
    this.clearSearch(); // a new reference is a new search
  }

  ref() {
    return this.variant.refs[this.at];
  }

  answerOf(payload, uid) {
    return payload.refs.find((r) => r.uid === uid) || { uid, verdict: null, evidence: null, correct: null, path: [] };
  }

  // --- how far a reference is: a verdict and, for all but the non-existent, its proof

  proofOf(answer) {
    const field = PROOF_FIELD[answer.verdict];
    return field ? answer[field] : null;
  }

  todo(answer) {
    if (!answer.verdict) return "verdict";
    return answer.verdict === "not_found" || this.proofOf(answer) ? null : "proof";
  }

  stateOf(payload, uid) {
    const answer = this.answerOf(payload, uid);
    if (!answer.verdict) return "none";
    return this.todo(answer) ? "part" : "done";
  }

  progress() {
    const payload = this.payload();
    const total = this.variant.refs.length;
    const done = this.variant.refs.filter((r) => this.stateOf(payload, r.uid) === "done").length;
    return this.progressBar(done, total, this.t("progress", { done, total }));
  }

  apply(payload, op) {
    if (!["verdict", "evidence", "correct"].includes(op.do)) return payload;
    const next = { ...this.answerOf(payload, op.uid), [op.do]: op[op.do] };
    payload.refs = [...payload.refs.filter((r) => r.uid !== op.uid), next];
    return payload;
  }

  // --- answering

  ownHandlers() {
    return {
      verdict: (target) => this.op({ do: "verdict", uid: this.ref().uid, verdict: target.value }),
      choosePoint: (target) => this.choose("evidence", `${this.entry.ref}.${target.dataset.arg}`),
      chooseDocument: () => this.choose("correct", this.entry.ref),
      dropProof: (target) => {
        this.op({ do: target.dataset.arg, uid: this.ref().uid, [target.dataset.arg]: null });
        this.focusNext = "proof";
        this.render();
      },
      ...this.registryHandlers(),
    };
  }

  choose(field, proof) {
    const { uid } = this.ref();
    if (this.answerOf(this.payload(), uid)[field] === proof) return;
    this.note = this.t("proof.saved");
    this.op({ do: field, uid, [field]: proof });
  }

  // --- messages that are no operations

  answered(message) {
    if (this.asked?.id !== message.id) return;
    clearTimeout(this.askTimer);
    const { uid } = this.asked;
    this.asked = null;
    this.searchError = null;
    if (message.kind === "found") {
      this.found = message;
      this.entry = null;
    } else if (message.kind === "entry") {
      this.entry = message.entry;
      this.focusNext = "entry-title";
    } else if (message.kind === "error") this.searchError = message.error;
    if (message.step) this.op({ do: "path", uid, step: message.step });
    this.render();
  }
}
