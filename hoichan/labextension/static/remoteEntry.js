// The container that JupyterLab and Notebook 7 ask for our plugin. Written by hand: no build step.
// The work is in the modules beside this file; they are plain ES modules, loaded when first needed.
(() => {
  const here = document.currentScript.src;
  let scope;

  // The newest version of a library that the application shares with its extensions.
  const shared = async (name) => {
    const versions = scope[name];
    const newest = Object.keys(versions).sort((a, b) => a.localeCompare(b, "en", { numeric: true })).pop();
    return (await versions[newest].get())();
  };

  const load = async () => {
    const { makePlugin } = await import(new URL("./plugin.js", here));
    const plugin = makePlugin({
      notebook: await shared("@jupyterlab/notebook"),
      services: await shared("@jupyterlab/services"),
      style: new URL("./lesson.css", here).href,
    });
    return () => ({ __esModule: true, default: plugin });
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["hoichan-lesson"] = {
    init: (given) => {
      scope = given;
    },
    get: (module) => {
      if (module !== "./extension") throw new Error(`hoichan-lesson has no module ${module}`);
      return load();
    },
  };
})();
