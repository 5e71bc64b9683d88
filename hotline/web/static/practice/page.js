// Puts the three handsets of the practice page to work.

import { CircleHandset } from "./circle.js";
import { partsOf } from "./parts.js";
import { Texting } from "./texting.js";
import { Texts } from "./texts.js";
import { startTelephone } from "./working.js";

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

function startHandsets(phone) {
  let replies = 0;
  const texts = new Texts({
    arrived: ({ talk, arrived, rings }) => {
      const came = handset.show(talk);
      replies = texting.contains(document.activeElement) ? 0 : replies + came;
      badge("replies", replies);
      newReferrals(duty.show(arrived));
      duty.ring(rings);
    },
    away: () => duty.away(true),
    back: () => duty.away(false),
  });
  const handset = new Texting(texting, texts);
  const duty = new CircleHandset(circle, texts, newReferrals);
  circle.addEventListener("picked-up", ({ detail }) => phone.pickUp(detail));
  for (const look of ["pointerdown", "pointerenter", "focusin"]) {
    texting.addEventListener(look, () => badge("replies", (replies = 0)));
  }
}

startHandsets(startTelephone(telephone));
