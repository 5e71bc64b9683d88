// Listening in the prompt studio: a list's sounds play in their place, and never two at once.

const sound = new Audio();
let played = null;

function stop() {
  sound.pause();
  played?.classList.remove("plays");
  played = null;
}

function play(link) {
  stop();
  played = link;
  link.classList.add("plays");
  sound.src = link.href;
  sound.play().catch(stop);
}

sound.addEventListener("ended", stop);

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-plays]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link === played) stop();
  else play(link);
});

document.addEventListener(
  "play",
  (event) => {
    stop();
    for (const other of document.querySelectorAll("audio")) if (other !== event.target) other.pause();
  },
  true,
);
