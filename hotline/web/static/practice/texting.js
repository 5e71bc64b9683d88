// The handset to text from: both sides of the talk with the hotline, and a line to write.

import { element, hour, partsOf, scrollToEnd, wordsOf } from "./parts.js";
import { post } from "./server.js";

const FEW_LEFT = 200;

export class Texting {
  #part;
  #word;
  #texts;
  #shown = new Set();
  #known = false;

  constructor(handset, texts) {
    this.#part = partsOf(handset);
    this.#word = wordsOf(handset);
    this.#texts = texts;
    this.#part("sender").addEventListener("change", () => this.#choose());
    this.#part("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#part("body").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#part("form").requestSubmit();
    });
    this.#part("body").addEventListener("input", () => this.#count());
    this.#choose();
  }

  /** The talk as it is now, oldest first; how many replies came that were not there before. */
  show(talk) {
    const fresh = talk.filter((text) => !this.#shown.has(text.id));
    for (const text of fresh) {
      this.#shown.add(text.id);
      this.#part("bubbles").append(this.#bubble(text));
    }
    this.#part("none").hidden = this.#shown.size > 0;
    if (fresh.length) scrollToEnd(this.#part("bubbles-log"));
    const replies = this.#known ? fresh.filter((text) => !text.mine).length : 0;
    this.#known = true;
    return replies;
  }

  #choose() {
    this.#shown.clear();
    this.#known = false;
    this.#part("bubbles").replaceChildren();
    this.#texts.ask({ number: this.#part("sender").value });
  }

  async #send() {
    const body = this.#part("body").value.trim();
    if (!body || this.#part("send").disabled) return;
    this.#part("send").disabled = true;
    this.#part("now").textContent = this.#word("sending");
    try {
      await post("texts", { sender: this.#part("sender").value, body });
      this.#part("body").value = "";
      this.#part("now").textContent = "";
    } catch (error) {
      this.#part("now").textContent = this.#word(error.tooOld ? "too_old" : "not_taken");
    }
    this.#part("send").disabled = false;
    this.#part("body").focus({ preventScroll: true });
    this.#texts.refresh();
  }

  #count() {
    const left = this.#part("body").maxLength - this.#part("body").value.length;
    this.#part("now").textContent = left < FEW_LEFT ? this.#word("left", { count: left }) : "";
  }

  #bubble(text) {
    const bubble = element("li", text.mine ? "bubble mine" : "bubble");
    const who = element("span", "unseen", `${this.#word(text.mine ? "you" : "hotline")}: `);
    const words = element("p", "words", text.body);
    words.dir = "auto";
    const time = element("time", "at", hour(text.at));
    time.dateTime = text.at;
    bubble.append(who, words, time);
    return bubble;
  }
}
