// <open-now> holds what is open until when. When the first of the times in data-until has
// come, it asks for the page again and puts its own part in the place of the old one, so
// that a page that was left open does not go on saying "open now", and tells those around by
// the event "renewed". Without an answer it says nothing new and tries again a minute later.

const LATER = 60_000; // ms: pages are right for a minute
const LONGEST = 2_147_000_000; // ms: what a timer can wait

class OpenNow extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    this.#wait();
    document.addEventListener("visibilitychange", this);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this);
  }

  handleEvent() {
    if (!document.hidden) this.#wait(); // a machine that slept missed its timers
  }

  #wait() {
    clearTimeout(this.#timer);
    const times = [...this.querySelectorAll("[data-until]")].map((x) => Date.parse(x.dataset.until)).filter(Number.isFinite);
    if (times.length) this.#timer = setTimeout(() => this.#again(), Math.min(Math.max(Math.min(...times) - Date.now(), 0) + 1000, LONGEST));
  }

  async #again() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = answer.ok && page.getElementById(this.id);
      if (fresh) {
        this.replaceWith(document.adoptNode(fresh));
        fresh.dispatchEvent(new Event("renewed", { bubbles: true }));
        return;
      }
    } catch {
      // no connection: the next try may have one
    }
    this.#timer = setTimeout(() => this.#again(), LATER);
  }
}

customElements.define("open-now", OpenNow);
