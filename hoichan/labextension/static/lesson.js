// One lesson on the page: run its cells, hide what learners do not need, keep the notebook file as it was.

import { Frame } from "./frame.js";
import { currentLanguage, setLanguage } from "./language.js";
import { Recovery } from "./recovery.js";
import { Server } from "./server.js";
import { Submission } from "./submission.js";

const LANGUAGES = ["vi", "en"];
const HELD_AT_MOST_MS = 10000;
const WIDGET = "application/vnd.jupyter.widget-view+json";

export class Lesson {
  constructor({ app, panel, about, libraries }) {
    Object.assign(this, { app, panel, about, libraries });
    this.running = false;
    this.server = new Server(app.serviceManager.serverSettings, libraries.services.ServerConnection, about.lesson);
  }

  async start() {
    setLanguage(currentLanguage(), { quiet: true });
    this.tidy();
    this.keepFile();
    this.disarmShortcuts();
    // Ask for the texts and start the kernel at the same time: both take a moment.
    const starting = this.run("open");
    this.info = await this.server.lesson();
    if (!this.info) {
      // A server without our extension, for instance Voila or somebody's own Jupyter: no frame, but a lesson.
      await starting;
      return;
    }
    setLanguage(currentLanguage(this.info.first_lang));
    if (this.ownsPage()) {
      this.frame = new Frame({ lesson: this, info: this.info });
      this.submission = new Submission({ lesson: this, info: this.info, frame: this.frame });
      this.frame.onSubmit(() => this.submission.begin());
    }
    this.recovery = new Recovery({ lesson: this, frame: this.frame });
    this.recovery.start();
    await starting;
    setLanguage(currentLanguage(this.info.first_lang));
    this.checkOutputs();
  }

  title(lang) {
    return (this.about.title && this.about.title[lang]) || this.about.lesson;
  }

  // Notebook 7 shows one document a page. In JupyterLab other documents stand beside the lesson.
  ownsPage() {
    return this.app.name === "Jupyter Notebook";
  }

  async run(why) {
    if (this.running) return;
    this.running = true;
    try {
      const context = this.panel.sessionContext;
      await context.ready;
      if (!context.session || !context.session.kernel) await context.initialize();
      const backToPlace = this.holdPlace(why === "open");
      await this.libraries.notebook.NotebookActions.runAll(this.panel.content, context);
      this.panel.content.deselectAll();
      this.panel.content.activeCellIndex = 0;
      // Jupyter puts the focus on a cell, as if it were about to be edited.
      if (why === "open" && document.activeElement && document.activeElement.matches(".jp-Cell, .jp-Notebook")) document.activeElement.blur();
      backToPlace();
      document.body.dataset.hoichanRuns = String(1 + Number(document.body.dataset.hoichanRuns || 0));
      document.body.dataset.hoichanWhy = why;
      this.panel.node.dispatchEvent(new CustomEvent("hoichan:ran"));
    } finally {
      this.running = false;
    }
  }

  // Running moves on to the last cell, and for a moment the cells are without their outputs. Keep the page
  // from jumping meanwhile; what is returned puts it back to where the learner was.
  holdPlace(atTop) {
    const scroller = this.panel.content.outerNode || this.panel.content.node;
    const place = atTop ? 0 : scroller.scrollTop;
    const cells = atTop ? [] : this.panel.content.widgets.map((cell) => cell.node);
    const heights = cells.map((node) => node.offsetHeight);
    cells.forEach((node, i) => { node.style.minHeight = `${heights[i]}px`; });
    const until = Date.now() + HELD_AT_MOST_MS;
    const letGo = () => {
      if (this.unshownTasks().length && Date.now() < until) setTimeout(letGo, 200);
      else for (const node of cells) node.style.minHeight = "";
    };
    return () => requestAnimationFrame(() => {
      scroller.scrollTop = place;
      letGo();
    });
  }

  // Tasks that gave a widget which is not on the page: its messages went to a kernel on its way out.
  unshownTasks() {
    if (!this.ownsPage()) return []; // elsewhere a cell out of sight need not be drawn
    return this.panel.content.widgets.filter((cell) => {
      const tags = cell.model.getMetadata("tags") || [];
      if (cell.model.type !== "code" || !tags.some((tag) => tag === "hoichan-task" || tag === "hoichan-practice")) return false;
      const outputs = Array.from({ length: cell.model.outputs.length }, (_, i) => cell.model.outputs.get(i));
      const gaveWidget = outputs.some((o) => o.data && WIDGET in o.data);
      return (gaveWidget || !outputs.length) && !cell.node.querySelector(".hoichan-widget");
    });
  }

  checkOutputs() {
    const failed = this.panel.content.widgets.some((cell) => {
      const outputs = cell.model.type === "code" ? cell.model.outputs : null;
      return outputs && Array.from({ length: outputs.length }, (_, i) => outputs.get(i)).some((o) => o.type === "error");
    });
    document.body.dataset.hoichanErrors = String(failed);
    if (this.frame) this.frame.banner("error", failed ? { reload: true } : null);
  }

  tidy() {
    this.panel.addClass("hoichan-lesson");
    this.panel.toolbar.hide();
    const label = () => {
      for (const cell of this.panel.content.widgets) labelCell(cell);
    };
    label();
    this.panel.content.model.cells.changed.connect(label);
    if (!this.ownsPage()) return;
    document.body.classList.add("hoichan-page");
    for (const area of ["menu", "top"]) {
      if (this.app.shell[area] && this.app.shell[area].hide) this.app.shell[area].hide();
    }
  }

  keepFile() {
    // What a learner does lies in answers/. The notebook is submitted as it was handed out, and two tabs
    // must not quarrel about who saved it last.
    const { context } = this.panel;
    const clean = () => {
      if (context.model.dirty) context.model.dirty = false;
    };
    context.save = async () => clean();
    context.model.stateChanged.connect(clean);
    clean();
  }

  disarmShortcuts() {
    // Single keys such as "x" (cut the cell) fire from focused buttons too; Lumino asks the focused element.
    // On the hub the shortcuts are off altogether, so running a cell that shows its code is done here.
    const onKey = (event) => {
      if (!(event.target instanceof Element) || !this.panel.node.contains(event.target)) return;
      event.target.setAttribute("data-lm-suppress-shortcuts", "true");
      if (event.key !== "Enter" || !(event.shiftKey || event.ctrlKey) || !event.target.closest(".hoichan-show-code")) return;
      event.preventDefault();
      event.stopPropagation();
      this.libraries.notebook.NotebookActions.run(this.panel.content, this.panel.sessionContext);
    };
    window.addEventListener("keydown", onKey, true);
  }
}

function labelCell(cell) {
  const tags = cell.model.getMetadata("tags") || [];
  for (const lang of LANGUAGES) {
    if (!tags.includes(`lang-${lang}`)) continue;
    cell.node.dataset.hoichanLang = lang;
    cell.node.lang = lang;
  }
  // The code lab shows its code; everywhere else code is none of the learner's business.
  cell.node.classList.toggle("hoichan-hide-code", cell.model.type === "code" && !tags.includes("show-code"));
  cell.node.classList.toggle("hoichan-show-code", tags.includes("show-code"));
}
