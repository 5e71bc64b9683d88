// Who gets a tip: asks again a moment after the last letter. Without this script the buttons do the same.

const PAUSE = 250;

function asks(form) {
  const answer = document.getElementById(form.dataset.answers);
  let asked = null;
  let waiting = 0;

  const give = (words) => {
    answer.innerHTML = words;
    answer.removeAttribute("aria-busy");
  };

  // What stands there answers another question by now.
  const fail = () => {
    give("");
    const line = answer.appendChild(document.createElement("p"));
    line.className = "fault";
    line.textContent = form.dataset.noAnswer;
  };

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    const fields = new FormData(form);
    fields.set("part", "answer");
    const by = form.method.toUpperCase();
    const body = new URLSearchParams(fields);
    const action = form.getAttribute("action").replace(/#.*/, "");
    try {
      const given =
        by === "GET"
          ? await fetch(`${action}?${body}`, { signal })
          : await fetch(action, { method: by, body, signal });
      // Signed out meanwhile, or the page is too old: the button tells what is wrong.
      if (given.ok && !given.redirected) give(await given.text());
      else fail();
    } catch {
      if (!signal.aborted) fail();
    }
  };

  const soon = () => {
    answer.setAttribute("aria-busy", "true");
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  };

  form.addEventListener("input", soon);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    asked?.abort();
  });
}

for (const form of document.querySelectorAll("[data-answers]")) asks(form);
