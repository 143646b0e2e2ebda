// The plugin itself: finds notebooks that are lessons and turns each into a page.

import { Lesson } from "./lesson.js";

export function makePlugin(libraries) {
  return {
    id: "hoichan-lesson:plugin",
    autoStart: true,
    requires: [libraries.notebook.INotebookTracker],
    activate(app, tracker) {
      // Authors see an ordinary notebook with "?author" in the address.
      if (new URLSearchParams(location.search).has("author")) return;
      const open = async (panel) => {
        await panel.context.ready;
        const about = panel.context.model.getMetadata("hoichan");
        if (!about || !about.autorun) return;
        await styleSheet(libraries.style);
        new Lesson({ app, panel, about, libraries }).start();
      };
      tracker.forEach(open);
      tracker.widgetAdded.connect((_, panel) => open(panel));
    },
  };
}

let loading;

function styleSheet(href) {
  // Waited for: code cells must not flash up before the rule that hides them is there.
  loading ??= new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.addEventListener("load", done);
    link.addEventListener("error", done);
    document.head.append(link);
  });
  return loading;
}
