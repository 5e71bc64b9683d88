// Keys that make one answer together, such as a code: gathered until they are complete or nothing more is typed.

export class Typing {
  #show;
  #done;
  #keys = "";
  #waits = null;
  #after = null;
  #timer = null;

  /** `show(keys)` gets what is typed so far, `done(keys, after)` all of it, and when in the question it began. */
  constructor(show, done) {
    this.#show = show;
    this.#done = done;
  }

  begin(waits, after, key) {
    this.#keys = "";
    this.#waits = waits;
    this.#after = after;
    this.add(key);
  }

  add(key) {
    clearTimeout(this.#timer);
    this.#keys += key;
    this.#show(this.#keys);
    const complete = this.#keys.length === this.#waits.keys || this.#waits.finish_on.includes(key);
    if (complete) this.#finish();
    else this.#timer = setTimeout(() => this.#finish(), this.#waits.seconds * 1000);
  }

  /** Forget what was typed. */
  stop() {
    clearTimeout(this.#timer);
    this.#keys = "";
    this.#show("");
  }

  #finish() {
    const keys = this.#keys;
    this.stop();
    this.#done(keys, this.#after);
  }
}
