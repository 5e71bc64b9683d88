// Puts a telephone to work, and returns it: its buttons, and the keys of the computer.

import { MissedCalls } from "./missed.js";
import { partsOf } from "./parts.js";
import { Telephone } from "./telephone.js";

const KEY_SHOWN_MS = 160;

export function startTelephone(telephone) {
  const phone = new Telephone(telephone);
  const part = partsOf(telephone);
  part("call").addEventListener("click", () => phone.dial());
  part("hang-up").addEventListener("click", () => phone.hangUp());
  part("drop")?.addEventListener("click", () => phone.drop());
  if (part("missed")) new MissedCalls(phone, part("missed"));
  for (const key of telephone.querySelectorAll("[data-key]")) {
    key.addEventListener("click", () => phone.press(key.dataset.key));
  }
  document.addEventListener("keydown", (event) => {
    const key = keyOf(event);
    const button = key && telephone.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    event.preventDefault();
    button.classList.add("pressed");
    setTimeout(() => button.classList.remove("pressed"), KEY_SHOWN_MS);
    phone.press(key);
  });
  // Whoever leaves the page puts the phone down.
  window.addEventListener("pagehide", () => phone.hangUp(true));
  return phone;
}

/** The telephone's key for one of the keyboard's, Urdu and Arabic digits too; null for any other. */
function keyOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return null;
  if (event.key?.length !== 1) return null;
  for (const digits of ["۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"]) {
    if (digits.includes(event.key)) return String(digits.indexOf(event.key));
  }
  return "0123456789*#".includes(event.key) ? event.key : null;
}
