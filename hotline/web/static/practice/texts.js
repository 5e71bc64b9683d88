// Asks again and again what lies on the handsets, while the page is looked at.

import { read } from "./server.js";

const PAUSE = 1500;

export class Texts {
  #asked = { number: "", circle: "" };
  #version = null;
  #timer = null;
  #round = 0;
  #listeners;

  /** `arrived(content, first)` gets what lies there now; `first` when something else was asked for before. */
  constructor(listeners) {
    this.#listeners = listeners;
    document.addEventListener("visibilitychange", () => this.refresh());
  }

  /** Ask for another handset from now on. */
  ask(wanted) {
    this.#asked = { ...this.#asked, ...wanted };
    this.#version = null;
    this.refresh();
  }

  /** Ask now rather than later. */
  async refresh() {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    this.#round += 1;
    const round = this.#round;
    try {
      const answer = await read(`texts?${new URLSearchParams(this.#asked)}`, this.#version);
      if (round !== this.#round) return;
      this.#listeners.back();
      if (answer !== null) {
        this.#version = answer.version;
        this.#listeners.arrived(answer.content);
      }
    } catch {
      if (round !== this.#round) return;
      this.#listeners.away();
    }
    this.#timer = setTimeout(() => this.refresh(), PAUSE);
  }
}
