// What stands under an SMS on a circle's handset to answer it: a button for each figure, and a line to write in words.

/** A box made of its template. `tag` is empty where no figure answers; `send(text)` promises that the hotline took it. */
export function replyBox(template, word, tag, send) {
  const box = template.content.cloneNode(true).firstElementChild;
  const part = (name) => box.querySelector(`[data-reply="${name}"]`);
  const [open, form, body, status] = ["open", "form", "body", "status"].map(part);
  let sending = false;

  function unfold(isOpen) {
    form.hidden = !isOpen;
    open.setAttribute("aria-expanded", isOpen);
    (isOpen ? body : open).focus({ preventScroll: true });
    if (isOpen) form.scrollIntoView({ block: "nearest" });
  }

  async function answer(text) {
    if (sending) return false;
    sending = true;
    status.textContent = word("sending");
    try {
      await send(text);
      status.textContent = "";
      return true;
    } catch (error) {
      status.textContent = word(error.tooOld ? "too_old" : "not_taken");
      return false;
    } finally {
      sending = false;
    }
  }

  for (const button of box.querySelectorAll("[data-key]")) {
    button.hidden = !tag;
    button.addEventListener("click", () => answer(`${button.dataset.key} ${tag}`));
  }
  open.addEventListener("click", () => unfold(form.hidden));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = body.value.trim();
    if (!text || !(await answer(text))) return;
    body.value = "";
    unfold(false);
  });
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  return box;
}
