// <live-part> shows a part of a page that changes while it is looked at: it asks the address
// in src for it every few seconds and takes what is new. Who looks away asks for nothing.

const EACH = 8000; // ms

class LivePart extends HTMLElement {
  #timer = 0;
  #mark = "";

  connectedCallback() {
    this.#timer = setInterval(() => document.hidden || this.#ask(), EACH);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  async #ask() {
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: this.#mark ? { "If-None-Match": this.#mark } : {}, redirect: "error" });
      if (!answer.ok) return; // 304: nothing is new
      this.#mark = answer.headers.get("ETag") ?? "";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.replaceChildren(...document.adoptNode(page.body).childNodes);
    } catch {
      // no connection: what was known stays
    }
  }
}

customElements.define("live-part", LivePart);
