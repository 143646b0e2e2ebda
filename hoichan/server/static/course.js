// The course page: choose a language without loading the page anew, and say that a lesson is opening.

const KEY = "hoichan.lang"; // shared with the lesson page and the hub's sign-in page
const YEAR = 31536000;

function choose(lang, remember = true) {
  document.documentElement.lang = lang;
  document.documentElement.dataset.hoichanLang = lang;
  if (remember) {
    document.cookie = `hoichan_lang=${lang}; path=/; max-age=${YEAR}; samesite=lax`;
    try {
      localStorage.setItem(KEY, lang);
    } catch {
      // storage switched off: the cookie remembers
    }
  }
  for (const link of document.querySelectorAll("[data-choose-lang]")) {
    if (link.dataset.chooseLang === lang) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

for (const link of document.querySelectorAll("[data-choose-lang]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    choose(link.dataset.chooseLang);
  });
}

// The hub's sign-in page knows only the storage; what was chosen there counts here as well.
const remembered = (() => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
})();
choose(remembered === "vi" || remembered === "en" ? remembered : document.documentElement.lang, false);

for (const form of document.querySelectorAll("form[action*='/open/']")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.busy) event.preventDefault(); // a second click while the first is under way
    form.dataset.busy = "true";
    form.querySelector("button").setAttribute("aria-busy", "true");
  });
}

// Coming back with the browser's "back": the page as it was is out of date.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
