// Building page elements. Texts from data become text nodes; nothing here parses HTML.

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

// A text in both languages; a style rule shows the one that the page is in.
export function both(text, values = {}) {
  return ["vi", "en"].map((lang) => el("span", { lang, "data-hoichan-lang": lang }, fill(text[lang], values, lang)));
}

// Put values into the {placeholders} of a text; a value may itself be {vi, en}.
export function fill(text, values = {}, lang = "vi") {
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return value !== null && typeof value === "object" ? value[lang] : String(value);
  });
}

// A time as people in Vietnam write it, "14:05 22/11/2026", wherever the browser stands.
export function vietnamTime(moment) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Asia/Ho_Chi_Minh", hourCycle: "h23",
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  }).formatToParts(new Date(moment));
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${part.hour}:${part.minute}:${part.second} ${part.day}/${part.month}/${part.year}`;
}
