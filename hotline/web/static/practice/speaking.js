// What is spoken at the tone: the recording with its level and stop button, or what stands in for a microphone.

import { minutes, partsOf, wordsOf } from "./parts.js";
import { LINE_RATE, samplesOf, tone, wav } from "./sound.js";

const TONE_SECONDS = 2;
const LOUD = 0.25;
const NOTHING = { by: "silence", heard: false };

export class Speaking {
  #handset;
  #part;
  #word;
  #microphone;
  #recording = null;
  #choose = () => {};
  #longest = 0;

  constructor(handset, microphone) {
    this.#handset = handset;
    this.#part = partsOf(handset);
    this.#word = wordsOf(handset);
    this.#microphone = microphone;
    this.#part("stop").addEventListener("click", () => this.stop("#"));
    this.#part("send-tone").addEventListener("click", () => this.#choose(spoken(tone(TONE_SECONDS))));
    this.#part("say-nothing").addEventListener("click", () => this.#choose(NOTHING));
    this.#part("file").addEventListener("change", () => this.#readFile());
  }

  /** What the caller says, by microphone, or chooses instead while it is `lacking`. */
  async hear(waits, lacking) {
    this.#longest = waits.longest;
    if (lacking) return this.#instead(lacking);
    this.#part("speaking").hidden = false;
    this.#recording = this.#microphone.record({ silence: waits.seconds, longest: waits.longest }, (notice) => {
      this.#show(notice);
    });
    const recorded = await this.#recording.done;
    this.hide();
    return recorded;
  }

  /** End the recording that goes on; what it was. */
  async stop(by) {
    const recording = this.#recording;
    recording?.stop(by);
    return recording ? recording.done : null;
  }

  hide() {
    this.#recording?.stop("silence");
    this.#recording = null;
    this.#part("speaking").hidden = this.#part("instead").hidden = true;
    this.#part("speaking").classList.remove("heard");
    this.#part("level").style.transform = "";
    this.#part("spoken").textContent = "";
  }

  #show({ level, heard, seconds }) {
    this.#part("level").style.transform = `scaleX(${Math.min(1, Math.sqrt(level / LOUD))})`;
    this.#part("speaking").classList.toggle("heard", heard);
    const time = minutes(seconds);
    if (this.#part("spoken").textContent !== time) this.#part("spoken").textContent = time;
  }

  #instead(lacking) {
    this.#part("why-instead").textContent = this.#word(lacking);
    this.#part("instead").hidden = false;
    this.#part("file").value = "";
    // Whoever does not see them come must be told; who is busy elsewhere is left there.
    const here = this.#handset.contains(document.activeElement) || document.activeElement === document.body;
    if (here) this.#part("send-tone").focus({ preventScroll: true });
    return new Promise((resolve) => (this.#choose = resolve));
  }

  async #readFile() {
    const [file] = this.#part("file").files;
    if (!file) return;
    try {
      this.#choose(spoken((await samplesOf(file)).slice(0, this.#longest * LINE_RATE)));
    } catch {
      this.#part("why-instead").textContent = this.#word("unreadable");
    }
  }
}

function spoken(samples) {
  return { by: "#", heard: true, seconds: samples.length / LINE_RATE, sound: wav(samples) };
}
