// What a telephone itself sounds like: its keys, the ringing at the far end, the tone before a recording.

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = "123456789*0#";
const KEY_SECONDS = 0.13;
const BEEP_SECONDS = 0.45;
const RING_SECONDS = 1.0;
const RING_EVERY = 4000;

let context = null;
let ringing = null;

/** Every browser keeps silent until someone has pressed something: call this from a press first. */
export function soundContext() {
  const Context = window.AudioContext ?? window.webkitAudioContext;
  if (context === null && Context) context = new Context();
  if (context?.state === "suspended") context.resume().catch(() => {});
  return context;
}

export function keyTone(key) {
  const place = KEYS.indexOf(key);
  sound([ROWS[Math.floor(place / 3)], COLUMNS[place % 3]], KEY_SECONDS, 0.08);
}

/** Resolves when the tone is over. */
export function beep() {
  sound([1000], BEEP_SECONDS, 0.15);
  return new Promise((resolve) => setTimeout(resolve, BEEP_SECONDS * 1000));
}

export function ring() {
  stopRinging();
  const once = () => sound([400, 450], RING_SECONDS, 0.05);
  once();
  ringing = setInterval(once, RING_EVERY);
}

export function stopRinging() {
  clearInterval(ringing);
}

function sound(hertz, seconds, loudness) {
  const line = soundContext();
  if (line === null) return;
  const volume = line.createGain();
  const end = line.currentTime + seconds;
  volume.gain.setValueAtTime(loudness, end - 0.02);
  volume.gain.linearRampToValueAtTime(0, end);
  volume.connect(line.destination);
  for (const frequency of hertz) {
    const wave = line.createOscillator();
    wave.frequency.value = frequency;
    wave.connect(volume);
    wave.start();
    wave.stop(end);
  }
}
