// Talks to the practice pages of the hotline, and proves that the request comes from this page.

const TOKEN = document.querySelector("meta[name=csrf-token]").content;
const ADDRESS = document.body.dataset.address;
const BUSY = 503;
const TRIES = 20;
const PAUSE = 250;

export class Refused extends Error {
  constructor(status, why) {
    super(why);
    this.status = status;
  }

  /** The page's token has run out: nothing helps but to load the page again. */
  get tooOld() {
    return this.status === 400;
  }
}

/** Post an object as JSON, or sound as it is; `lasting` goes out even while the page is being left. */
export async function post(path, content = {}, lasting = false) {
  const sound = content instanceof Blob;
  const options = {
    method: "POST",
    headers: { "X-CSRFToken": TOKEN, "Content-Type": sound ? "audio/wav" : "application/json" },
    body: sound ? content : JSON.stringify(content),
    keepalive: lasting,
  };
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(ADDRESS + path, options);
    if (answer.ok) return answer.json();
    if (answer.status !== BUSY || tries === TRIES) throw new Refused(answer.status, await why(answer));
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** Read what may have changed since `version`; null when it has not. */
export async function read(path, version) {
  const headers = version ? { "If-None-Match": version } : {};
  const answer = await fetch(ADDRESS + path, { headers, cache: "no-store" });
  if (answer.status === 304) return null;
  if (!answer.ok) throw new Refused(answer.status, await why(answer));
  return { version: answer.headers.get("ETag"), content: await answer.json() };
}

async function why(answer) {
  try {
    return (await answer.json()).why ?? `HTTP ${answer.status}`;
  } catch {
    return `HTTP ${answer.status}`;
  }
}
