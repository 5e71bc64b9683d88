// The telephone: places a call, plays what is said, and answers with keys, with a recording or with silence.

import { Microphone } from "./microphone.js";
import { minutes, partsOf } from "./parts.js";
import { Player } from "./player.js";
import { Screen } from "./screen.js";
import { post } from "./server.js";
import { Speaking } from "./speaking.js";
import { beep, keyTone, ring, soundContext, stopRinging } from "./tones.js";

// Whoever has no microphone needs time to find a file; the line itself would wait for some seconds only.
const CHOOSING_SECONDS = 60;
// No browser lets more than 64 kB outlast the page that sends it.
const LARGEST_LASTING = 60_000;

/** Each method that goes on after a wait first asks whether the call is still at the same turn. */
export class Telephone {
  #part;
  #screen;
  #player;
  #speaking;
  #microphone = new Microphone();
  #call = null;
  #placing = null;
  #waits = null;
  #state = "idle";
  #turn = 0;
  #timer = null;

  constructor(handset) {
    this.#part = partsOf(handset);
    this.#screen = new Screen(handset);
    this.#player = new Player(this.#part("sound"));
    this.#speaking = new Speaking(handset, this.#microphone);
  }

  get inCall() {
    return this.#state !== "idle" && this.#state !== "over";
  }

  async dial() {
    if (this.inCall) return;
    soundContext();
    this.#player.unlock();
    this.#screen.clear();
    this.#call = this.#waits = null;
    this.#to("calling");
    ring();
    this.#part("hang-up").focus({ preventScroll: true });
    this.#part("device").scrollIntoView({ block: "nearest" });
    this.#placing = this.#ask("calls", { caller: this.#part("caller").value });
    await this.#placing;
  }

  /** A key of the telephone; it counts where the line listens for keys. */
  press(key) {
    keyTone(key);
    if (this.#state === "recording") {
      if (this.#waits.finish_on.includes(key)) this.#speaking.stop(key);
      return;
    }
    if (this.#waits?.kind !== "keys") return;
    const cutsShort = this.#state === "listening" && this.#player.now?.barge_in;
    if (!cutsShort && this.#state !== "keys") return;
    const after = cutsShort ? this.#player.seconds : null;
    this.#screen.did("you_pressed", { keys: key });
    this.#answer("keys", { digits: key, after });
  }

  async hangUp(leaving = false) {
    if (!this.inCall) return;
    this.#turn += 1;
    const cut = this.#state === "recording" ? await this.#speaking.stop("hang-up") : null;
    this.#rest();
    this.#screen.did("you_hung_up");
    this.#over();
    await this.#placing;
    if (this.#call === null) return;
    const said = cut?.heard && !(leaving && cut.sound.size > LARGEST_LASTING) ? cut.sound : new Blob();
    // The call may have ended by itself meanwhile, which is as good.
    await post(`calls/${this.#call}/hang-up`, said, leaving).catch(() => {});
  }

  /** Send what the caller did, and go on with what the hotline makes of it. */
  async #answer(what, content) {
    this.#rest();
    this.#to("sending");
    await this.#ask(`calls/${this.#call}/${what}`, content);
  }

  async #ask(path, content) {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const scene = await post(path, content);
      this.#call = scene.call;
      if (turn === this.#turn) this.#goOn(scene);
    } catch (error) {
      if (turn === this.#turn) this.#breakOff(error);
    }
  }

  async #goOn(scene) {
    const turn = this.#turn;
    stopRinging();
    if (this.#state === "calling") this.#screen.startClock();
    for (const why of scene.faults) this.#screen.fault("fault", { why });
    // Keys may still be due: then the line goes on waiting as before.
    this.#waits = scene.ended ? null : (scene.waits ?? this.#waits);
    // Asked for while the prompts play, so that the question is out of the way when the tone comes.
    if (this.#waits?.kind === "recording") this.#microphone.open();
    this.#to("listening", { keys: "listen", recording: "listen_first" }[this.#waits?.kind] ?? "in_call");
    await this.#player.play(scene.said, (said) => this.#screen.say(said));
    if (turn !== this.#turn) return;
    this.#screen.quiet();
    if (scene.ended) this.#hotlineHungUp(scene.ended);
    else if (this.#waits.kind === "keys") this.#listenForKeys();
    else await this.#record(turn);
  }

  #listenForKeys() {
    this.#to("keys");
    this.#waitFor(this.#waits.seconds);
  }

  async #record(turn) {
    const lacking = await this.#microphone.open();
    if (turn !== this.#turn) return;
    if (!lacking) {
      this.#to("tone");
      await beep();
      if (turn !== this.#turn) return;
      this.#to("recording");
    } else {
      this.#to("instead", "");
      this.#waitFor(CHOOSING_SECONDS);
    }
    const spoken = await this.#speaking.hear(this.#waits, lacking);
    if (turn !== this.#turn) return;
    if (spoken.heard) {
      this.#screen.did("you_spoke", { time: minutes(Math.ceil(spoken.seconds)) });
      const key = spoken.by === "silence" ? "" : `?key=${encodeURIComponent(spoken.by)}`;
      this.#answer(`recording${key}`, spoken.sound);
    } else {
      this.#keepSilent();
    }
  }

  #waitFor(seconds) {
    this.#screen.wait(seconds);
    this.#timer = setTimeout(() => this.#keepSilent(), seconds * 1000);
  }

  #keepSilent() {
    this.#screen.did("you_were_silent");
    this.#answer("silence");
  }

  #hotlineHungUp(ended) {
    this.#screen.did("hotline_hung_up", { time: minutes(ended.seconds) });
    this.#over();
  }

  #breakOff(error) {
    this.#rest();
    this.#screen.fault(error.tooOld ? "too_old" : "broken");
    this.#over();
  }

  #over() {
    this.#turn += 1;
    this.#rest();
    this.#screen.quiet();
    this.#screen.stopClock();
    this.#microphone.close();
    const here = this.#part("hang-up") === document.activeElement;
    this.#to("over", "");
    if (here) this.#part("call").focus({ preventScroll: true });
  }

  /** Stop whatever plays, waits or rings. */
  #rest() {
    clearTimeout(this.#timer);
    this.#screen.wait(0);
    this.#player.stop();
    this.#speaking.hide();
    stopRinging();
  }

  #to(state, words = state) {
    this.#state = state;
    this.#screen.show(state);
    this.#screen.tell(words);
    this.#part("before").hidden = this.inCall;
    this.#part("call").disabled = this.inCall;
    this.#part("hang-up").disabled = !this.inCall;
  }
}
