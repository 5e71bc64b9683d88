// The telephone: places a call, plays what is said, and answers with keys, with a recording or with silence.

import { Microphone } from "./microphone.js";
import { minutes, partsOf } from "./parts.js";
import { Player } from "./player.js";
import { Screen } from "./screen.js";
import { post } from "./server.js";
import { Speaking } from "./speaking.js";
import { beep, keyTone, ring, soundContext, stopRinging } from "./tones.js";
import { Typing } from "./typing.js";

// Whoever has no microphone needs time to find a file; the line itself would wait for some seconds only.
const CHOOSING_SECONDS = 60;
// No browser lets more than 64 kB outlast the page that sends it.
const LARGEST_LASTING = 60_000;
const NOT_PICKED_UP = ["busy", "no-answer"];

/** Each method that goes on after a wait first asks whether the call is still at the same turn. */
export class Telephone {
  #handset;
  #part;
  #screen;
  #player;
  #speaking;
  #typing;
  #microphone = new Microphone();
  #call = null;
  #placing = null;
  #rings = null;
  #waits = null;
  #state = "idle";
  #turn = 0;
  #timer = null;

  constructor(handset) {
    this.#handset = handset;
    this.#part = partsOf(handset);
    this.#screen = new Screen(handset);
    this.#player = new Player(this.#part("sound"));
    this.#speaking = new Speaking(handset, this.#microphone);
    this.#typing = new Typing(
      (keys) => this.#screen.typed(keys, this.#waits?.seconds),
      (keys, after) => this.#send(keys, after),
    );
  }

  get inCall() {
    return this.#state !== "idle" && this.#state !== "over";
  }

  /** The number it calls from. */
  get number() {
    return this.#part("caller").value;
  }

  /** The call that rings here, null when none does. */
  get rings() {
    return this.#rings;
  }

  /** Call the hotline, or pick up when it calls. */
  async dial() {
    const call = this.#rings;
    if (this.inCall && call === null) return;
    this.#rings = this.#call = this.#waits = null;
    soundContext();
    this.#player.unlock();
    this.#screen.clear();
    this.#to("calling", call ? "sending" : "calling");
    if (call === null) ring();
    else stopRinging();
    this.#part("hang-up").focus({ preventScroll: true });
    this.#part("device").scrollIntoView({ block: "nearest" });
    const desk = this.#part("desk")?.checked ?? false;
    this.#placing = call
      ? this.#ask(`calls/${call}/pick-up`, { desk })
      : this.#ask("calls", { caller: this.number, desk, scenario: this.#handset.dataset.scenario });
    await this.#placing;
  }

  /** The hotline calls. */
  comes(call) {
    this.#turn += 1;
    this.#rings = call;
    this.#screen.clear();
    this.#to("ringing");
    ring();
  }

  /** Pick up a call that rings at another handset. */
  async pickUp(call) {
    if (this.inCall) return;
    this.comes(call);
    await this.dial();
  }

  stopsRinging() {
    this.#rings = null;
    stopRinging();
    this.#to("over", "rang_out");
  }

  /** Say what is going on while there is no call. */
  expect(words) {
    soundContext();
    this.#screen.clear();
    this.#to("over", words);
  }

  /** A key of the telephone; it counts where the line listens for keys. */
  press(key) {
    keyTone(key);
    if (this.#state === "recording") {
      if (this.#waits.finish_on.includes(key)) this.#speaking.stop(key);
      return;
    }
    if (this.#state === "typing") {
      this.#typing.add(key);
      return;
    }
    if (this.#waits?.kind !== "keys") return;
    const cutsShort = this.#state === "listening" && this.#player.now?.barge_in;
    if (!cutsShort && this.#state !== "keys") return;
    const after = cutsShort ? this.#player.seconds : null;
    if (this.#waits.keys === 1) {
      this.#send(key, after);
      return;
    }
    this.#turn += 1;
    this.#rest();
    this.#screen.quiet();
    this.#to("typing");
    this.#typing.begin(this.#waits, after, key);
  }

  /** The line is cut: nobody tells the hotline. */
  async drop() {
    if (!this.inCall || this.#call === null) return;
    this.#turn += 1;
    this.#rest();
    this.#screen.did("line_dropped");
    const dropped = post(`calls/${this.#call}/drop`);
    this.#over();
    await dropped.catch(() => {});
  }

  async hangUp(leaving = false) {
    if (!this.inCall) return;
    if (this.#rings !== null) {
      this.stopsRinging();
      return;
    }
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

  #send(keys, after) {
    this.#screen.pressed(keys);
    this.#answer("keys", { digits: keys, after });
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
    const pickedUp = !NOT_PICKED_UP.includes(scene.ended?.status);
    if (this.#state === "calling" && pickedUp) this.#screen.startClock();
    for (const why of scene.faults) this.#screen.fault("fault", { why });
    // Keys may still be due: then the line goes on waiting as before.
    this.#waits = scene.ended ? null : (scene.waits ?? this.#waits);
    // Asked for while the prompts play, so that the question is out of the way when the tone comes.
    if (this.#waits?.kind === "recording" || this.#waits?.optional) this.#microphone.open();
    this.#to("listening", this.#whileListening());
    await this.#player.play(scene.said, (said) => this.#say(said));
    if (turn !== this.#turn) return;
    this.#screen.quiet();
    if (scene.ended) this.#hotlineHungUp(scene.ended);
    else if (this.#waits.kind === "keys") this.#listenForKeys();
    else await this.#record(turn);
  }

  #whileListening() {
    if (this.#waits?.optional) return "listen_or_press";
    return { keys: "listen", recording: "listen_first" }[this.#waits?.kind] ?? "in_call";
  }

  #say(said) {
    if (said.desk === "calling") ring();
    else stopRinging();
    this.#screen.say(said);
  }

  #listenForKeys() {
    this.#to("keys", this.#waits.optional ? "keys_or_tone" : "keys");
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
    } else if (spoken.by !== "silence") {
      this.#send(spoken.by, null);
    } else {
      this.#keepSilent();
    }
  }

  #waitFor(seconds) {
    this.#screen.wait(seconds);
    this.#timer = setTimeout(() => this.#keepSilent(), seconds * 1000);
  }

  #keepSilent() {
    // Where keys may come before the tone, pressing none is no answer.
    if (!this.#waits.optional) this.#screen.did("you_were_silent");
    this.#answer("silence");
  }

  #hotlineHungUp(ended) {
    if (NOT_PICKED_UP.includes(ended.status)) this.#screen.did("not_picked_up");
    else this.#screen.did("hotline_hung_up", { time: minutes(ended.seconds) });
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
    this.#handset.dispatchEvent(new CustomEvent("call-over", { detail: this.#call }));
  }

  /** Stop whatever plays, waits or rings. */
  #rest() {
    clearTimeout(this.#timer);
    this.#typing.stop();
    this.#screen.wait(0);
    this.#player.stop();
    this.#speaking.hide();
    stopRinging();
  }

  #to(state, words = state) {
    this.#state = state;
    this.#screen.show(state);
    this.#screen.tell(words);
    this.#screen.offer({ inCall: this.inCall, rings: this.#rings !== null });
  }
}
