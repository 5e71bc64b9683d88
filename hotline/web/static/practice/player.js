// Plays what is said on the line, one thing after the other, until a key or hanging up stops it.

import { wav } from "./sound.js";

// What has no sound is shown for as long as reading takes.
const READING_SECONDS = 1.2;
const READING_PER_LETTER = 0.055;
// A desk's telephone rings for longer than anybody wants to practise.
const DESK_SECONDS = { calling: 3, answered: 2, unanswered: 2 };
// Beyond its own length, this is how long a sound may take to come.
const PATIENCE_SECONDS = 4;
const SILENCE = URL.createObjectURL(wav(new Float32Array(400)));

export class Player {
  #audio;
  #stop = () => {};
  #began = 0;
  #now = null;

  constructor(audio) {
    this.#audio = audio;
  }

  /** Some browsers let an element play by itself only once it has played at a press: call this from one. */
  unlock() {
    this.#audio.src = SILENCE;
    this.#audio.play().catch(() => {});
  }

  /** What is being said, null in between. */
  get now() {
    return this.#now;
  }

  /** Seconds since `play` began. */
  get seconds() {
    return (performance.now() - this.#began) / 1000;
  }

  /** Play everything, and call `begin` with each thing when it begins. True at the end, false when stopped. */
  async play(said, begin) {
    this.stop();
    this.#began = performance.now();
    let stopped = false;
    const stop = new Promise((resolve) => {
      this.#stop = () => {
        stopped = true;
        resolve();
      };
    });
    for (const [place, one] of said.entries()) {
      this.#now = one;
      this.#fetchAhead(said[place + 1]);
      begin(one);
      await Promise.race([this.#one(one), stop]);
      if (stopped) break;
    }
    if (!stopped) this.#now = null;
    return !stopped;
  }

  stop() {
    this.#now = null;
    this.#stop();
    this.#audio.pause();
  }

  async #one(said) {
    if ("pause" in said) return sleep(said.pause);
    if (said.desk) return sleep(DESK_SECONDS[said.desk]);
    if (!said.sound) return sleep(READING_SECONDS + said.words.length * READING_PER_LETTER);
    const over = this.#untilOver();
    this.#audio.src = said.sound;
    try {
      await Promise.race([this.#audio.play(), sleep(PATIENCE_SECONDS)]);
    } catch (error) {
      // Stopped while it was about to begin; anything else means that there is no sound to be had.
      return error.name === "AbortError" ? undefined : sleep(said.seconds);
    }
    return Promise.race([over, sleep(said.seconds + PATIENCE_SECONDS)]);
  }

  #untilOver() {
    return new Promise((resolve) => {
      this.#audio.onended = resolve;
      this.#audio.onerror = resolve;
    });
  }

  #fetchAhead(said) {
    // Prompts may be kept for ever, so this only fills the browser's own store.
    if (said?.sound) fetch(said.sound).catch(() => {});
  }
}

function sleep(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
