// The marked parts of a handset in the page, and its words in the page's language.

/** A function that finds the part `data-part="name"` of a handset. */
export function partsOf(handset) {
  return (name) => handset.querySelector(`[data-part="${name}"]`);
}

/** A function that gives a handset's words, with `{names}` filled in. */
export function wordsOf(handset) {
  const words = JSON.parse(handset.dataset.words);
  return (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

export function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Such as `2:05`. */
export function minutes(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The time of day in Pakistan, as the page's language writes it. */
export function hour(at) {
  const language = document.documentElement.lang === "ur" ? "ur-PK" : "en-PK";
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Karachi" };
  return new Intl.DateTimeFormat(language, options).format(new Date(at));
}

export function scrollToEnd(log) {
  log.scrollTop = log.scrollHeight;
}

export function scrollToStart(log) {
  log.scrollTop = 0;
}
