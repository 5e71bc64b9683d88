// The map of the directory: what the pointer or the keyboard is at is told beside it, and all of that circle stand out.
// One stop of the tab key for the whole map; the arrows lead from dot to dot. A finger is broader than a dot: the first
// tap tells of the nearest one, the second follows it. The table says the same without a script.

const map = document.querySelector(".map");
const caption = document.getElementById("caption");
// So far from a dot, in pixels of the screen, may the tap be that means it.
const REACH = 24;

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

  const coarse = window.matchMedia("(pointer: coarse)");
  let tapped = null;

  const nearest = (x, y) => {
    const far = dots.map((dot) => {
      const box = dot.getBoundingClientRect();
      return Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y);
    });
    const least = Math.min(...far);
    return least <= REACH ? dots[far.indexOf(least)] : null;
  };

  map.addEventListener("click", (event) => {
    // A key presses a link too: that was chosen by the arrows.
    if (!coarse.matches || event.detail === 0) return;
    event.preventDefault();
    const dot = nearest(event.clientX, event.clientY);
    if (!dot) return;
    if (dot === tapped) {
      window.location.assign(dot.href.baseVal);
      return;
    }
    tapped?.classList.remove("tapped");
    tapped = dot;
    dot.classList.add("tapped");
    tell(dot);
    const again = document.createElement("span");
    again.className = "soft detail";
    again.textContent = caption.dataset.again;
    caption.append(again);
  });

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
