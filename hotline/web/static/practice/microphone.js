// What is spoken into the microphone, as a telephone line would record it.

import { LINE_RATE, atLineRate, wav } from "./sound.js";
import { soundContext } from "./tones.js";

// Above the first someone speaks. Above the second there is something, which whoever presses a key means to send.
const SPEECH = 0.015;
const ANYTHING = 0.003;
const BUFFER = 2048;
const STALLED_SECONDS = 3;

export class Microphone {
  #stream = null;
  #source = null;
  #ready = null;

  /** Ask for the microphone; "" when it is there, else why it is not: "no_microphone" or "denied". */
  open() {
    this.#ready ??= this.#ask();
    return this.#ready;
  }

  /** Record until `silence` or `longest` seconds are over, or someone stops it. */
  record(limits, notice) {
    return new Recording(this.#source, limits, notice);
  }

  close() {
    this.#letGo();
    this.#ready = null;
  }

  #letGo() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#source?.disconnect();
    this.#stream = this.#source = null;
  }

  async #ask() {
    const devices = navigator.mediaDevices;
    const context = soundContext();
    if (!devices?.getUserMedia || context === null) return "no_microphone";
    try {
      this.#stream = await devices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      });
      await context.audioWorklet?.addModule(new URL("capture.js", import.meta.url));
    } catch (error) {
      this.#letGo();
      return error.name === "NotAllowedError" ? "denied" : "no_microphone";
    }
    this.#source = context.createMediaStreamSource(this.#stream);
    return "";
  }
}

class Recording {
  #source;
  #rate;
  #limits;
  #notice;
  #batches = [];
  #length = 0;
  #quiet = 0;
  #heard = false;
  #loudest = 0;
  #node;
  #end;
  #stalled;

  constructor(source, limits, notice) {
    this.#source = source;
    this.#rate = source.context.sampleRate;
    this.#limits = limits;
    this.#notice = notice;
    /** Resolves to what was recorded and `by` what it ended: a key, "silence", or what `stop` was told. */
    this.done = new Promise((resolve) => (this.#end = resolve));
    this.#node = this.#tap(source.context);
    this.#waitForMore();
  }

  stop(by) {
    clearTimeout(this.#stalled);
    if (!this.#node) return;
    this.#source.disconnect(this.#node);
    this.#node.disconnect();
    this.#node = null;
    const whole = new Float32Array(this.#length);
    let at = 0;
    for (const batch of this.#batches) {
      whole.set(batch, at);
      at += batch.length;
    }
    const samples = atLineRate(whole, this.#rate);
    const heard = this.#heard || (by !== "silence" && this.#loudest > ANYTHING);
    this.#end({ by, heard, seconds: samples.length / LINE_RATE, sound: wav(samples) });
  }

  #tap(context) {
    let node;
    if (context.audioWorklet) {
      node = new AudioWorkletNode(context, "capture", { channelCount: 1, channelCountMode: "explicit" });
      node.port.onmessage = (message) => this.#take(message.data);
    } else {
      node = context.createScriptProcessor(BUFFER, 1, 1);
      node.onaudioprocess = (event) => this.#take(event.inputBuffer.getChannelData(0).slice());
    }
    this.#source.connect(node);
    // Nothing comes out of it, but a node that leads nowhere may not run.
    node.connect(context.destination);
    return node;
  }

  #take(batch) {
    if (!this.#node) return;
    this.#batches.push(batch);
    this.#length += batch.length;
    const level = Math.sqrt(batch.reduce((sum, sample) => sum + sample * sample, 0) / batch.length);
    this.#heard ||= level > SPEECH;
    this.#loudest = Math.max(this.#loudest, level);
    this.#quiet = level > SPEECH ? 0 : this.#quiet + batch.length;
    this.#notice({ level, heard: this.#heard, seconds: this.#length / this.#rate });
    this.#waitForMore();
    if (this.#length >= this.#limits.longest * this.#rate) this.stop("silence");
    else if (this.#quiet >= this.#limits.silence * this.#rate) this.stop("silence");
  }

  /** A microphone that gives nothing at all, not even silence, must not keep the line waiting. */
  #waitForMore() {
    clearTimeout(this.#stalled);
    this.#stalled = setTimeout(() => this.stop("silence"), (this.#limits.silence + STALLED_SECONDS) * 1000);
  }
}
