// <nearest-point> puts the cards inside it in the order of their distance from the reader,
// and says how far each is. It asks the browser where she is only when she presses its
// button, reckons here, and sends the answer nowhere. Attributes: ask, found, refused (its
// words). Cards carry data-lat and data-lon.

const EARTH = 6371; // km

const radians = (degrees) => (degrees * Math.PI) / 180;

const distance = (a, b) => {
  const h = Math.sin(radians(b.lat - a.lat) / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(h)));
};

class NearestPoint extends HTMLElement {
  #here = null; // kept as long as the page is open, for when the cards are renewed

  connectedCallback() {
    const tools = this.querySelector("form");
    if (!tools || !navigator.geolocation || this.querySelector("button[data-near]")) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: this.getAttribute("ask") });
    button.dataset.near = "";
    button.addEventListener("click", () => this.#ask(button));
    tools.querySelector("button").after(" ", button);
    this.addEventListener("renewed", () => this.#here && this.#sort());
  }

  #say(name) {
    this.querySelector("[data-said]").textContent = this.getAttribute(name);
  }

  #ask(button) {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.disabled = false;
        this.#here = { lat: coords.latitude, lon: coords.longitude };
        this.#sort();
        this.#say("found");
      },
      () => {
        button.disabled = false;
        this.#say("refused");
      },
      { maximumAge: 600_000, timeout: 15_000 },
    );
  }

  #sort() {
    const number = new Intl.NumberFormat(this.lang || document.documentElement.lang, { style: "unit", unit: "kilometer", maximumFractionDigits: 0 });
    const cards = [...this.querySelectorAll("[data-lat]")].map((card) => ({ card, km: distance(this.#here, { lat: Number(card.dataset.lat), lon: Number(card.dataset.lon) }) }));
    cards.sort((a, b) => a.km - b.km);
    for (const { card, km } of cards) {
      card.parentNode.append(card);
      const place = card.querySelector("[data-km]");
      if (place) place.textContent = ` · ${number.format(km)}`;
    }
  }
}

customElements.define("nearest-point", NearestPoint);
