// When the kernel or the network goes away: get back by itself, say so meanwhile, lose nothing.
//
// Answers not yet saved wait in the widgets' own queue in this browser and are sent again when a widget
// is shown anew, so running all cells (or loading the page anew) is always a safe way back.

const SETTLE_MS = 600; // a restarting kernel changes its state several times
const PATIENCE_MS = 3000; // a hiccup of the connection is nobody's business
const ASK_AGAIN_MS = 4000;
const SHOWN_WITHIN_MS = 6000; // from the end of a run until every task is on the page
const RELOADS_AT_MOST = 3;
const RELOADS_WITHIN_MS = 180000;
const STARTING = new Set(["restarting", "autorestarting", "starting"]);
const GONE = new Set(["dead", "terminated"]);
const KEY = "hoichan.reloads";

export class Recovery {
  constructor({ lesson, frame }) {
    Object.assign(this, { lesson, frame });
    this.context = lesson.panel.sessionContext;
    this.timers = {};
    this.asking = false;
    this.ranForUnshown = false;
  }

  start() {
    this.context.statusChanged.connect((_, status) => this.onStatus(status));
    this.context.connectionStatusChanged.connect((_, status) => this.onConnection(status));
    this.lesson.panel.node.addEventListener("hoichan:lost", () => this.onLost());
    this.lesson.panel.node.addEventListener("hoichan:ran", () => this.watchShown());
    window.addEventListener("offline", () => this.banner("offline", {}));
    window.addEventListener("online", () => this.onLost());
  }

  onStatus(status) {
    if (this.lesson.running) return;
    if (STARTING.has(status)) this.again(status);
    else if (GONE.has(status)) this.again(status, () => this.context.startKernel());
  }

  onConnection(status) {
    clearTimeout(this.timers.connection);
    if (status === "connected") this.banner("lost", null);
    else this.timers.connection = setTimeout(() => this.onLost(), PATIENCE_MS);
  }

  // A kernel that goes away in the middle of a run can leave a task without its widget.
  watchShown() {
    clearTimeout(this.timers.shown);
    this.timers.shown = setTimeout(() => {
      if (this.lesson.running) return; // the end of that run looks again
      if (!this.lesson.unshownTasks().length) {
        this.ranForUnshown = false;
      } else if (this.ranForUnshown) {
        this.reload();
      } else {
        this.ranForUnshown = true;
        this.again("unshown");
      }
    }, SHOWN_WITHIN_MS);
  }

  // Run all cells once things have settled. Jupyter's own "Kernel restarting" box is in the way of people.
  again(why, before = async () => {}) {
    clearTimeout(this.timers.again);
    this.timers.again = setTimeout(async () => {
      this.closeJupyterDialogs();
      try {
        await before();
        await this.lesson.run(why);
        this.lesson.checkOutputs();
        for (const kind of ["lost", "offline", "failed"]) this.banner(kind, null);
      } catch (error) {
        console.warn("hoichan: could not run the lesson again", error);
        this.banner("failed", { reload: true });
      }
    }, SETTLE_MS);
  }

  // A widget got no answer, or the connection is away: find out what is the matter.
  async onLost() {
    if (this.lesson.running || this.asking) return;
    this.asking = true;
    const { status, state } = await this.lesson.server.kernel(this.kernelId());
    this.asking = false;
    if (status === 200) this.kernelIsThere(state);
    else if (status === 404 || status === 424) this.reload(); // culled kernel; server stopped by the hub
    else if (status === 401 || status === 403) this.banner("stopped", { reload: true });
    else this.unreachable();
  }

  kernelIsThere(state) {
    this.banner("offline", null);
    this.closeJupyterDialogs();
    const kernel = this.context.session && this.context.session.kernel;
    if (kernel && kernel.connectionStatus !== "connected") {
      this.banner("lost", {});
      kernel.reconnect().catch(() => this.askAgain());
      return;
    }
    this.banner("lost", null);
    if (state === "busy") return; // a long cell: the message waits its turn and is not lost
    if (this.frame && this.frame.savingStatus() !== "unsaved") return;
    this.again("lost");
  }

  unreachable() {
    this.banner(navigator.onLine ? "lost" : "offline", {});
    this.askAgain();
  }

  askAgain() {
    clearTimeout(this.timers.ask);
    this.timers.ask = setTimeout(() => this.onLost(), ASK_AGAIN_MS);
  }

  // Loading the page anew makes a new session; not for ever, should that be what fails.
  reload() {
    const now = Date.now();
    let earlier = [];
    try {
      earlier = JSON.parse(sessionStorage.getItem(KEY) || "[]").filter((time) => now - time < RELOADS_WITHIN_MS);
      sessionStorage.setItem(KEY, JSON.stringify([...earlier, now]));
    } catch {
      // storage switched off: better no automatic reload than one without end
      earlier = Array(RELOADS_AT_MOST).fill(now);
    }
    if (earlier.length >= RELOADS_AT_MOST) {
      this.banner("failed", { reload: true });
      return;
    }
    this.lesson.panel.context.model.dirty = false;
    location.reload();
  }

  kernelId() {
    return this.context.session && this.context.session.kernel ? this.context.session.kernel.id : null;
  }

  // By the button that changes nothing: taken away otherwise, a dialog ends in an error nobody handles.
  closeJupyterDialogs() {
    for (const dialog of document.querySelectorAll(".jp-Dialog")) {
      const button = dialog.querySelector("button.jp-mod-reject") || dialog.querySelector("button.jp-mod-accept");
      if (button) button.click();
    }
  }

  banner(kind, options) {
    if (this.frame) this.frame.banner(kind, options);
  }
}
