// The circle's handset: referrals as they arrive and how they are answered, newest first, those not looked at yet marked as new.

import { element, hour, partsOf, scrollToStart, wordsOf } from "./parts.js";
import { replyBox } from "./replying.js";
import { post } from "./server.js";

export class CircleHandset {
  #handset;
  #part;
  #word;
  #texts;
  #rings = null;
  #shown = new Map();
  #known = false;
  #answering = 0;

  constructor(handset, texts, badge) {
    this.#handset = handset;
    this.#part = partsOf(handset);
    this.#word = wordsOf(handset);
    this.#texts = texts;
    this.#part("which").addEventListener("change", () => this.#choose());
    this.#part("pick-up").addEventListener("click", () => this.#pickUp());
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

  /** The calls that ring here now, the oldest first. */
  ring(calls) {
    const [first] = calls;
    this.#rings = first?.call ?? null;
    this.#part("rings").hidden = !first;
    const words = first ? this.#word("rings", { circle: this.#circle(first.circle) }) : "";
    if (this.#part("who-rings").textContent !== words) this.#part("who-rings").textContent = words;
  }

  /** On the telephone beside it. */
  #pickUp() {
    if (this.#rings !== null) this.#handset.dispatchEvent(new CustomEvent("picked-up", { detail: this.#rings }));
    this.ring([]);
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
    const line = text.mine ? this.#answer(text) : this.#arrival(text);
    this.#part("arrivals").prepend(line);
    this.#shown.set(text.id, line);
  }

  #arrival(text) {
    // Whoever answers is looking when the hotline's reply comes.
    const line = element("li", this.#known && !this.#answering ? "arrival new" : "arrival");
    line.classList.toggle("delivered", text.delivered);
    line.append(this.#head(text), this.#words(text), element("p", "ticks", this.#word("delivered")));
    line.append(replyBox(this.#part("reply-box"), this.#word, text.tag, (body) => this.#send(text.number, body)));
    return line;
  }

  #answer(text) {
    const line = element("li", "bubble mine");
    line.append(this.#head(text), this.#words(text));
    return line;
  }

  /** Text the hotline from this number; what it replies is shown when this is done. */
  async #send(sender, body) {
    this.#answering += 1;
    try {
      await post("answers", { sender, body });
    } finally {
      await this.#texts.refresh();
      this.#answering -= 1;
    }
    scrollToStart(this.#part("arrivals-log"));
  }

  #head(text) {
    const top = element("p", "for");
    const time = element("time", "at", hour(text.at));
    time.dateTime = text.at;
    top.append(element("strong", "", this.#circle(text.circle)), element("b", "mark", this.#word("new")), time);
    return top;
  }

  #words(text) {
    const words = element("p", "words", text.body);
    words.dir = "auto";
    return words;
  }

  /** The circle's name as the list to choose from has it. */
  #circle(code) {
    return this.#part("which").querySelector(`option[value="${CSS.escape(code)}"]`)?.textContent ?? code;
  }
}
