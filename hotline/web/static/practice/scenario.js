// A scenario's page: its telephone, and the comparison that renews itself until the hotline has done its part.

import { startTelephone } from "./working.js";

const PAUSE_MS = 2000;
const telephone = document.getElementById("telephone");
const said = document.getElementById("outcome-said");
let round = 0;

/** Ask for this page as it is now, and take its comparison from it; whether nothing more will come. */
async function renew() {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [here, there] = [document, page].map((one) => one.getElementById("comparison"));
  here.dataset.settled = there.dataset.settled;
  here.replaceChildren(...there.childNodes);
  const outcome = here.querySelector(".outcome").textContent.trim();
  // Said anew only when it has changed.
  if (said.textContent !== outcome) said.textContent = outcome;
  return here.dataset.settled !== "no";
}

async function watch() {
  round += 1;
  const mine = round;
  while (mine === round) {
    // A hotline that is away for a moment is asked again.
    if (!document.hidden && (await renew().catch(() => false))) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

function compare(call) {
  const address = new URL(location.href);
  address.searchParams.set("call", call);
  address.hash = "";
  history.replaceState(null, "", address);
  watch();
}

startTelephone(telephone);
telephone.addEventListener("call-over", (event) => event.detail && compare(event.detail));
if (document.getElementById("comparison").dataset.settled === "no") watch();
