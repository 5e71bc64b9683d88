// Who gets a tip: asks again a moment after the last letter. Without this script the buttons do the same.

const PAUSE = 250;

function asks(form) {
  const answer = document.getElementById(form.dataset.answers);
  let asked = null;
  let waiting = 0;

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const fields = new FormData(form);
    fields.set("part", "answer");
    const by = form.method.toUpperCase();
    const body = new URLSearchParams(fields);
    const action = form.getAttribute("action").replace(/#.*/, "");
    try {
      const given =
        by === "GET"
          ? await fetch(`${action}?${body}`, { signal: asked.signal })
          : await fetch(action, { method: by, body, signal: asked.signal });
      // Signed out meanwhile, or a date that is half typed: the button tells what is wrong.
      if (given.ok && !given.redirected) answer.innerHTML = await given.text();
    } catch (error) {
      if (error.name !== "AbortError") return;
    }
  };

  const soon = () => {
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
