// A missed call: rings the second number once, and watches for the call that comes back.

import { post, read } from "./server.js";

const PAUSE_MS = 1500;
// Longer than a call back takes while a worker is there, and not so long that the page seems to hang.
const PATIENCE_MS = 60_000;

export class MissedCalls {
  #phone;
  #seen = new Set();
  #watching = false;

  constructor(phone, button) {
    this.#phone = phone;
    button.addEventListener("click", () => this.#leave());
  }

  async #leave() {
    const phone = this.#phone;
    const number = phone.number;
    if (phone.inCall || this.#watching) return;
    if (!number.startsWith("+")) {
      phone.expect("number_needed");
      return;
    }
    this.#watching = true;
    phone.expect("waits_back");
    try {
      await post("missed", { caller: number });
      await this.#watch(number);
    } catch (error) {
      phone.expect(error.tooOld ? "too_old" : "broken");
    }
    this.#watching = false;
  }

  async #watch(number) {
    const phone = this.#phone;
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; ) {
      const rings = await this.#rings(number);
      const fresh = rings.find((call) => !this.#seen.has(call));
      if (phone.inCall) return;
      if (fresh) {
        this.#seen.add(fresh);
        phone.comes(fresh);
        await this.#untilItStops(number, fresh);
        return;
      }
    }
    phone.expect("not_called_back");
  }

  async #untilItStops(number, call) {
    const phone = this.#phone;
    while (phone.rings === call) {
      const rings = await this.#rings(number);
      if (phone.rings === call && !rings.includes(call)) phone.stopsRinging();
    }
  }

  async #rings(number) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const { content } = await read(`ringing?${new URLSearchParams({ number })}`, null);
    return content.calls;
  }
}
