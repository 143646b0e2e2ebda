// Builds nodes and brings the shown tree in line with them. First of the files that Python joins.
// All text from data becomes text nodes: nothing here parses HTML.

const FOCUSABLE = new Set(["A", "BUTTON", "INPUT", "SELECT", "SUMMARY", "TEXTAREA"]);

function h(tag, props, ...children) {
  const node = document.createElement(tag);
  const { value, checked, k, act, ...attributes } = props || {};
  if (k !== undefined) node.dataset.k = k;
  if (act !== undefined) node.dataset.act = act;
  for (const [name, content] of Object.entries(attributes)) {
    if (content === null || content === undefined || content === false) continue;
    node.setAttribute(name, content === true ? "" : String(content));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  if (FOCUSABLE.has(node.tagName) || node.hasAttribute("tabindex")) {
    // Notebook shortcuts such as "x" (cut the cell) look at the focused element itself.
    node.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  if (node.tagName === "BUTTON" && !node.hasAttribute("type")) node.setAttribute("type", "button");
  if (value !== undefined) {
    if (node.tagName === "OPTION") node.setAttribute("value", value);
    else node.value = value;
  }
  if (checked !== undefined) node.checked = Boolean(checked);
  return node;
}

function morph(old, next) {
  if (old.nodeType !== next.nodeType || old.nodeName !== next.nodeName || keyOf(old) !== keyOf(next)) {
    old.replaceWith(next);
    return;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== next.data) old.data = next.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
  for (const { name, value } of [...next.attributes]) {
    if (name === "open") continue; // whether a <details> is open is the reader's choice
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const wanted = next.nodeName === "SELECT" || next.nodeName === "TEXTAREA" || next.nodeName === "INPUT" ? next.value : null;
  const ticked = next.checked;
  if (next.nodeName !== "TEXTAREA") morphChildren(old, next);
  if (old.nodeName === "INPUT" && (old.type === "checkbox" || old.type === "radio")) {
    if (old.checked !== ticked) old.checked = ticked;
  } else if (wanted !== null && old.value !== wanted) {
    // What is being typed belongs to the person typing (and to the Vietnamese input method).
    if (old.nodeName === "SELECT" || old !== document.activeElement) old.value = wanted;
  }
}

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.dataset.k : undefined;
}

function morphChildren(old, next) {
  const keyed = new Map();
  for (const child of old.children) if (keyOf(child) !== undefined) keyed.set(keyOf(child), child);
  let cursor = old.firstChild;
  for (const child of [...next.childNodes]) {
    const key = keyOf(child);
    let match = key !== undefined ? keyed.get(key) : cursor;
    if (key === undefined) {
      while (match && keyOf(match) !== undefined) match = match.nextSibling;
      if (match && (match.nodeType !== child.nodeType || match.nodeName !== child.nodeName)) match = null;
    }
    if (!match || match.nodeName !== child.nodeName) {
      old.insertBefore(child, cursor);
      continue;
    }
    if (match !== cursor) old.insertBefore(match, cursor);
    else cursor = cursor.nextSibling;
    morph(match, child);
  }
  while (cursor) {
    const gone = cursor;
    cursor = cursor.nextSibling;
    gone.remove();
  }
}

// Line drawings, so that a symbol looks the same on every machine and prints without colour.
const ICONS = {
  tick: "M4 10.5l4 4 8-9",
  cross: "M5 5l10 10M15 5L5 15",
  warn: "M10 3.2L18 16.5H2zM10 8v4M10 14.2v.3",
  dots: "M4 10h.2M10 10h.2M16 10h.2",
  undo: "M7.5 4.5L3.5 8.5l4 4M4 8.5h8a4 4 0 010 8H8",
  left: "M12.5 4l-6 6 6 6",
  right: "M7.5 4l6 6-6 6",
  plus: "M10 4v12M4 10h12",
  flask: "M8 3h4M8.8 3v5L4.6 15a1.4 1.4 0 001.2 2.1h8.4a1.4 1.4 0 001.2-2.1L11.2 8V3M6.7 12.5h6.6",
  person: "M10 9.6a3 3 0 100-6 3 3 0 000 6zM4 17c.6-3.6 3-5.2 6-5.2s5.4 1.6 6 5.2",
  chip: "M6 6h8v8H6zM8 3v3M12 3v3M8 14v3M12 14v3M3 8h3M3 12h3M14 8h3M14 12h3",
  table: "M3.5 4.5h13v11h-13zM3.5 8.5h13M8 8.5v7",
  flag: "M5 17.5V3.5h9.5l-2.2 3.2 2.2 3.3H5",
  question: "M7.3 7.6a2.7 2.7 0 115.3.6c-.4 1.5-2.6 1.8-2.6 3.8M10 15v.3",
  search: "M9 14.5a5.5 5.5 0 100-11 5.5 5.5 0 000 11zM13 13l4 4",
  clock: "M10 17.5a7.5 7.5 0 100-15 7.5 7.5 0 000 15zM10 5.8V10l2.8 2",
  pause: "M7 4.5v11M13 4.5v11",
  pen: "M4 16l.8-3.6L13.5 3.7l2.8 2.8-8.7 8.7zM11.8 5.4l2.8 2.8",
  calc: "M5 3h10v14H5zM7.5 6h5M7.5 10h.2M10 10h.2M12.5 10h.2M7.5 13.5h.2M10 13.5h.2M12.5 13.5h.2",
};

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", class: "hc-icon", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
