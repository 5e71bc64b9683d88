// A new recording in the prompt studio: spoken into the microphone or chosen as a file, heard before it is sent.

import { Microphone } from "../practice/microphone.js";
import { minutes, partsOf, wordsOf } from "../practice/parts.js";
import { samplesOf, wav } from "../practice/sound.js";

const LOUD = 0.25;
// What the server reads by itself. Anything else is read by the browser, if it can, and sent as WAV.
const READ_THERE = /\.(wav|flac|ogg|oga|opus|mp3|aiff?)$/i;

const form = document.getElementById("recorder");
const part = partsOf(form);
const word = wordsOf(form);
const microphone = new Microphone();
let recording = null;

function tell(name) {
  part("told").textContent = name ? word(name) : "";
}

/** Make `sound` what the form sends, and let it be heard. */
function take(sound, name) {
  const chosen = new DataTransfer();
  chosen.items.add(new File([sound], name, { type: sound.type }));
  part("file").files = chosen.files;
  show(sound);
}

function show(sound) {
  URL.revokeObjectURL(part("sound").src);
  part("sound").hidden = !sound;
  if (sound) part("sound").src = URL.createObjectURL(sound);
}

function showRecording(goesOn) {
  part("record").hidden = goesOn;
  part("stop").hidden = part("meter").hidden = !goesOn;
  part("keep").disabled = part("file").disabled = goesOn;
  part("time").textContent = goesOn ? minutes(0) : "";
  form.classList.toggle("records", goesOn);
}

async function record() {
  tell("");
  // A second press while the browser asks for the microphone would begin a second recording.
  part("record").disabled = true;
  const lacking = await microphone.open();
  part("record").disabled = false;
  if (lacking) {
    microphone.close();
    return tell(lacking);
  }
  showRecording(true);
  part("stop").focus();
  const longest = Number(form.dataset.longest);
  // No pause ends it: whoever records says when it is over.
  recording = microphone.record({ silence: longest, longest }, ({ level, seconds }) => {
    part("level").style.transform = `scaleX(${Math.min(1, Math.sqrt(level / LOUD))})`;
    if (part("time").textContent !== minutes(seconds)) part("time").textContent = minutes(seconds);
  });
  const recorded = await recording.done;
  recording = null;
  microphone.close();
  showRecording(false);
  if (!recorded.heard) {
    part("record").focus();
    return tell("nothing");
  }
  take(recorded.sound, "recording.wav");
  part("keep").focus();
  return null;
}

async function choose() {
  tell("");
  const [file] = part("file").files;
  show(null);
  if (!file) return;
  if (file.size > Number(form.dataset.largest)) {
    part("file").value = "";
    tell("too_large");
  } else if (READ_THERE.test(file.name)) {
    show(file);
  } else {
    try {
      take(wav(await samplesOf(file)), "recording.wav");
    } catch {
      // The server says what is wrong with it.
      show(file);
    }
  }
}

part("record").addEventListener("click", record);
part("stop").addEventListener("click", () => recording?.stop("stop"));
part("file").addEventListener("change", choose);
window.addEventListener("pagehide", () => microphone.close());
part("microphone").hidden = false;
