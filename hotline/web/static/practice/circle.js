// The circle's handset: referrals as they arrive, newest first, those not looked at yet marked as new.

import { element, hour, partsOf, wordsOf } from "./parts.js";

export class CircleHandset {
  #handset;
  #part;
  #word;
  #texts;
  #shown = new Map();
  #known = false;

  constructor(handset, texts, badge) {
    this.#handset = handset;
    this.#part = partsOf(handset);
    this.#word = wordsOf(handset);
    this.#texts = texts;
    this.#part("which").addEventListener("change", () => this.#choose());
    for (const look of ["pointerdown", "pointerenter", "focusin"]) {
      handset.addEventListener(look, () => this.#look(badge));
    }
  }

  /** The referrals as they are now, newest first; how many are new to whoever looks. */
  show(arrived) {
    for (const text of [...arrived].reverse()) {
      const line = this.#shown.get(text.id);
      if (line) line.classList.toggle("delivered", text.delivered);
      else this.#add(text);
    }
    this.#part("none").hidden = this.#shown.size > 0;
    this.#known = true;
    return this.#handset.querySelectorAll(".new").length;
  }

  away(isAway) {
    const words = isAway ? this.#word("away") : "";
    if (this.#part("now").textContent !== words) this.#part("now").textContent = words;
  }

  #choose() {
    this.#shown.clear();
    this.#known = false;
    this.#part("arrivals").replaceChildren();
    this.#texts.ask({ circle: this.#part("which").value });
  }

  #look(badge) {
    this.#handset.querySelectorAll(".new").forEach((line) => line.classList.remove("new"));
    badge(0);
  }

  #add(text) {
    const line = element("li", this.#known ? "arrival new" : "arrival");
    line.classList.toggle("delivered", text.delivered);
    const top = element("p", "for");
    const time = element("time", "at", hour(text.at));
    time.dateTime = text.at;
    top.append(element("strong", "", this.#circle(text.circle)), element("b", "mark", this.#word("new")), time);
    const words = element("p", "words", text.body);
    words.dir = "auto";
    line.append(top, words, element("p", "ticks", this.#word("delivered")));
    this.#part("arrivals").prepend(line);
    this.#shown.set(text.id, line);
  }

  /** The circle's name as the list to choose from has it. */
  #circle(code) {
    return this.#part("which").querySelector(`option[value="${CSS.escape(code)}"]`)?.textContent ?? code;
  }
}
