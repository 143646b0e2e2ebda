// The language of the page: shared with the course page, the hub's sign-in page and the widgets.

const KEY = "hoichan.lang";
const COOKIE = "hoichan_lang";
const YEAR = 31536000;

export function currentLanguage(first = "vi") {
  return known(stored()) || known(fromCookie()) || known(first) || "vi";
}

export function setLanguage(lang, { quiet = false } = {}) {
  const root = document.documentElement;
  const changed = root.dataset.hoichanLang !== lang;
  root.lang = lang;
  root.dataset.hoichanLang = lang;
  if (!quiet && changed) window.dispatchEvent(new CustomEvent("hoichan:lang", { detail: { lang } }));
}

export function chooseLanguage(lang) {
  try {
    localStorage.setItem(KEY, lang);
  } catch {
    // storage switched off: the cookie remembers
  }
  document.cookie = `${COOKIE}=${lang}; path=/; max-age=${YEAR}; samesite=lax`;
  setLanguage(lang);
}

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function fromCookie() {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${COOKIE}=`));
  return found ? found.slice(COOKIE.length + 1) : null;
}

function known(lang) {
  return lang === "vi" || lang === "en" ? lang : null;
}
