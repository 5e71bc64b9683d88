// The telephone's screen: what is said in words, the code to keep, the clock, and how long the line still waits.

import { element, minutes, partsOf, scrollToEnd, wordsOf } from "./parts.js";

const GROUP = 4;

export class Screen {
  #handset;
  #part;
  #word;
  #digits = "";
  #digitsLine = null;
  #ticking = null;

  constructor(handset) {
    this.#handset = handset;
    this.#part = partsOf(handset);
    this.#word = wordsOf(handset);
    // What comes and goes below it must not cover the last words.
    new ResizeObserver(() => scrollToEnd(this.#part("said-log"))).observe(this.#part("said-log"));
  }

  /** The state that the page's look and everyone who watches goes by. */
  show(state) {
    this.#handset.dataset.state = state;
  }

  clear() {
    this.#part("said").replaceChildren();
    this.#part("code").hidden = true;
    this.#digits = "";
    this.#digitsLine = null;
  }

  /** One thing that is being said: words in their own language, a digit of the code, or a pause. */
  say(said) {
    if ("pause" in said) return;
    if (said.desk) {
      this.#line("desk", this.#word(`desk_${said.desk}`, { seconds: said.seconds }));
      return;
    }
    if (said.digit) {
      this.#digit(said.digit);
      return;
    }
    this.#keepCode();
    const line = this.#line("spoken", said.words);
    line.lang = said.lang;
    line.dir = said.dir;
  }

  /** What the caller did, in the page's language. */
  did(name, values) {
    this.#line("did", this.#word(name, values));
  }

  /** Several keys are set apart, so that they stand in the order of the keypad in Urdu, too. */
  pressed(keys) {
    this.did("you_pressed", { keys: keys.length > 1 ? `\u2066${keys}\u2069` : keys });
  }

  /** What is being typed, and how long the line waits for more; "" takes it away. */
  typed(keys, seconds) {
    this.wait(keys === "" ? 0 : seconds);
    const typed = this.#part("typed");
    typed.querySelector("bdi").textContent = keys;
    typed.hidden = keys === "";
  }

  fault(name, values) {
    this.#line("fault", this.#word(name, values));
  }

  /** What there is to do now. */
  tell(name) {
    this.#part("now").textContent = name ? this.#word(name) : "";
  }

  /** Nothing is being said any more. */
  quiet() {
    this.#part("said").querySelector(".going-on")?.classList.remove("going-on");
    this.#keepCode();
  }

  /** The buttons that make sense now. */
  offer({ inCall, rings }) {
    this.#part("before").hidden = inCall;
    this.#part("call").disabled = inCall && !rings;
    this.#part("call-word").textContent = this.#word(rings ? "answer" : "call");
    this.#part("hang-up").disabled = !inCall;
    if (this.#part("missed")) this.#part("missed").disabled = inCall;
    if (this.#part("drop")) this.#part("drop").disabled = !inCall;
    if (this.#part("after")) this.#part("after").hidden = inCall;
  }

  startClock() {
    const began = performance.now();
    const tick = () => (this.#part("clock").textContent = minutes((performance.now() - began) / 1000));
    tick();
    this.#ticking = setInterval(tick, 1000);
  }

  stopClock() {
    clearInterval(this.#ticking);
  }

  /** A bar that empties in this many seconds; 0 takes it away. */
  wait(seconds) {
    const bar = this.#part("wait");
    bar.getAnimations().forEach((animation) => animation.cancel());
    if (seconds > 0) {
      bar.animate([{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }], { duration: seconds * 1000 });
    }
  }

  #line(kind, words) {
    this.quiet();
    const line = element("li", kind === "spoken" ? `${kind} going-on` : kind, words);
    this.#part("said").append(line);
    scrollToEnd(this.#part("said-log"));
    return line;
  }

  #digit(digit) {
    if (this.#digitsLine === null) {
      this.#digitsLine = this.#line("spoken code", "");
      this.#digitsLine.dir = "ltr";
    }
    this.#digits += digit;
    this.#digitsLine.textContent = inGroups(this.#digits);
  }

  /** The digits are over: they are the code, and stay on the screen after the call. */
  #keepCode() {
    if (this.#digitsLine === null) return;
    const code = this.#part("code");
    code.querySelector("bdi").textContent = inGroups(this.#digits);
    code.hidden = false;
    this.#digits = "";
    this.#digitsLine = null;
  }
}

function inGroups(digits) {
  return digits.match(new RegExp(`\\d{1,${GROUP}}`, "g")).join(" ");
}
