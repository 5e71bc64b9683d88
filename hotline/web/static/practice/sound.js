// Sound as the telephone line carries it: 8 kHz, one channel, 16 bit, in a WAV file.

export const LINE_RATE = 8000;
const HEADER = 44;
const TONE_HERTZ = 440;
const TONE_LOUDNESS = 0.25;
// Taps of the filter on each side, counted in samples of the line; and steps of its table for each sample.
const REACH = 12;
const STEPS = 512;
// Just below half the line's rate: what lies above would fold back into what is heard.
const CUTOFF = 0.92;

/** Samples of any rate at the rate of the line, without what the line cannot carry. */
export function atLineRate(samples, rate) {
  if (rate === LINE_RATE) return samples;
  const step = rate / LINE_RATE;
  const wide = Math.max(step, 1);
  const kernel = lowPass();
  const result = new Float32Array(Math.floor(samples.length / step));
  for (let place = 0; place < result.length; place += 1) {
    const middle = place * step;
    const from = Math.max(0, Math.ceil(middle - REACH * wide));
    const to = Math.min(samples.length - 1, Math.floor(middle + REACH * wide));
    let sum = 0;
    for (let at = from; at <= to; at += 1) {
      sum += samples[at] * kernel[Math.round((Math.abs(at - middle) / wide) * STEPS)];
    }
    result[place] = sum / wide;
  }
  return result;
}

/** A WAV file of samples from -1 to 1 at the line's rate. */
export function wav(samples) {
  const file = new DataView(new ArrayBuffer(HEADER + samples.length * 2));
  const words = (at, text) => [...text].forEach((letter, place) => file.setUint8(at + place, letter.charCodeAt(0)));
  words(0, "RIFF");
  file.setUint32(4, HEADER - 8 + samples.length * 2, true);
  words(8, "WAVEfmt ");
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, LINE_RATE, true);
  file.setUint32(28, LINE_RATE * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  words(36, "data");
  file.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, place) => {
    file.setInt16(HEADER + place * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fff), true);
  });
  return new Blob([file], { type: "audio/wav" });
}

export function tone(seconds) {
  return Float32Array.from({ length: Math.round(seconds * LINE_RATE) }, (_, place) => {
    return TONE_LOUDNESS * Math.sin((2 * Math.PI * TONE_HERTZ * place) / LINE_RATE);
  });
}

/** The samples of any sound file that this browser can read, at the line's rate; throws when it cannot. */
export async function samplesOf(file) {
  const reader = new OfflineAudioContext(1, 1, 44100);
  const sound = await reader.decodeAudioData(await file.arrayBuffer());
  const mixed = new Float32Array(sound.length);
  for (let channel = 0; channel < sound.numberOfChannels; channel += 1) {
    sound.getChannelData(channel).forEach((sample, place) => (mixed[place] += sample / sound.numberOfChannels));
  }
  return atLineRate(mixed, sound.sampleRate);
}

/** Half of a windowed sinc, from its middle outwards. */
function lowPass() {
  return Float32Array.from({ length: REACH * STEPS + 1 }, (_, place) => {
    const x = place / STEPS;
    const angle = Math.PI * CUTOFF * x;
    const window = 0.42 + 0.5 * Math.cos((Math.PI * x) / REACH) + 0.08 * Math.cos((2 * Math.PI * x) / REACH);
    return CUTOFF * (place === 0 ? 1 : Math.sin(angle) / angle) * window;
  });
}
