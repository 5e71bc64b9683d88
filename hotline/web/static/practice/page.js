// Puts the three handsets of the practice page to work.

import { CircleHandset } from "./circle.js";
import { partsOf } from "./parts.js";
import { Telephone } from "./telephone.js";
import { Texting } from "./texting.js";
import { Texts } from "./texts.js";

const KEY_SHOWN_MS = 160;
const TITLE = document.title;
const [telephone, texting, circle] = ["telephone", "texting", "circle"].map((id) => document.getElementById(id));

function badge(name, count) {
  for (const mark of document.querySelectorAll(`[data-badge="${name}"]`)) {
    mark.textContent = count;
    mark.hidden = count === 0;
  }
}

function newReferrals(count) {
  badge("referrals", count);
  partsOf(circle)("news").hidden = count === 0;
  document.title = count ? `(${count}) ${TITLE}` : TITLE;
}

function startHandsets() {
  let replies = 0;
  const texts = new Texts({
    arrived: ({ talk, arrived }) => {
      const came = handset.show(talk);
      replies = texting.contains(document.activeElement) ? 0 : replies + came;
      badge("replies", replies);
      newReferrals(duty.show(arrived));
    },
    away: () => duty.away(true),
    back: () => duty.away(false),
  });
  const handset = new Texting(texting, texts);
  const duty = new CircleHandset(circle, texts, newReferrals);
  for (const look of ["pointerdown", "pointerenter", "focusin"]) {
    texting.addEventListener(look, () => badge("replies", (replies = 0)));
  }
}

function startTelephone() {
  const phone = new Telephone(telephone);
  const part = partsOf(telephone);
  part("call").addEventListener("click", () => phone.dial());
  part("hang-up").addEventListener("click", () => phone.hangUp());
  for (const key of telephone.querySelectorAll("[data-key]")) {
    key.addEventListener("click", () => phone.press(key.dataset.key));
  }
  document.addEventListener("keydown", (event) => {
    const key = keyOf(event);
    const button = key && telephone.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button || event.target.closest("input, select, textarea")) return;
    event.preventDefault();
    button.classList.add("pressed");
    setTimeout(() => button.classList.remove("pressed"), KEY_SHOWN_MS);
    phone.press(key);
  });
  // Whoever leaves the page puts the phone down.
  window.addEventListener("pagehide", () => phone.hangUp(true));
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

startHandsets();
startTelephone();
