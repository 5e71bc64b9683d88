// Runs beside the page, on the browser's audio thread: hands over what the microphone hears.

const BATCH = 1024;

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.batch = new Float32Array(BATCH);
    this.filled = 0;
  }

  process([input]) {
    for (const sample of input[0] ?? []) {
      this.batch[this.filled] = sample;
      this.filled += 1;
      if (this.filled === BATCH) {
        this.port.postMessage(this.batch);
        this.filled = 0;
      }
    }
    return true;
  }
}

registerProcessor("capture", Capture);
