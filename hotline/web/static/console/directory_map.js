// The map of the directory: what the pointer or the keyboard is at is told beside it, and all of that circle stand out.
// One stop of the tab key for the whole map; the arrows lead from dot to dot. The table says the same without a script.

const map = document.querySelector(".map");
const caption = document.getElementById("caption");

if (map) {
  const dots = [...map.querySelectorAll(".districts a")];
  const places = dots.map((dot) => {
    const at = dot.transform.baseVal.getItem(0).matrix;
    return { x: at.e, y: at.f };
  });
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  const tell = (dot) => {
    caption.textContent = dot.querySelector("title").textContent;
    for (const other of dots) other.classList.toggle("same", other.dataset.circle === dot.dataset.circle);
  };

  const stop = () => {
    for (const other of dots) other.classList.remove("same");
  };

  // The nearest dot that lies in that direction more than to its sides.
  const next = (from, [across, down]) => {
    let best = null;
    let least = Infinity;
    places.forEach((place, at) => {
      const x = place.x - places[from].x;
      const y = place.y - places[from].y;
      const ahead = x * across + y * down;
      const beside = Math.abs(x * down) + Math.abs(y * across);
      if (at === from || ahead <= 0 || beside > ahead) return;
      const far = ahead + 2 * beside;
      if (far < least) [best, least] = [at, far];
    });
    return best;
  };

  dots.forEach((dot, at) => {
    dot.tabIndex = at === 0 ? 0 : -1;
    dot.addEventListener("pointerenter", () => tell(dot));
    dot.addEventListener("pointerleave", stop);
    dot.addEventListener("blur", stop);
    dot.addEventListener("focus", () => {
      for (const other of dots) other.tabIndex = other === dot ? 0 : -1;
      tell(dot);
    });
    dot.addEventListener("keydown", (event) => {
      const way = ways[event.key];
      if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const other = next(at, way);
      if (other !== null) dots[other].focus();
    });
  });

  for (const office of map.querySelectorAll("[data-told]")) {
    office.addEventListener("pointerenter", () => {
      caption.textContent = office.dataset.told;
    });
  }
}
