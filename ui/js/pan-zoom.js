// <pan-zoom> lets a reader move and enlarge the one SVG inside it by changing its viewBox.
// Attributes: in, out, reset (the names of the three buttons). The wheel is left to the
// page unless Ctrl is held, and touch scrolls the page up and down as usual.

const STEP = 1.5; // one press of a button; two presses a little more than double
const MOST = 12; // beyond this the shapes of a 1 : 50 000 000 map show their corners

class PanZoom extends HTMLElement {
  #svg;
  #home;
  #view;
  #grab = null;

  connectedCallback() {
    this.#svg = this.querySelector("svg");
    if (!this.#svg || this.#home) return;
    const box = this.#svg.viewBox.baseVal;
    this.#home = { x: box.x, y: box.y, w: box.width, h: box.height };
    this.#view = { ...this.#home };
    const row = document.createElement("div");
    row.className = "zoom-buttons";
    row.append(this.#button("+", "in", () => this.#zoom(STEP)), this.#button("−", "out", () => this.#zoom(1 / STEP)), this.#button("↺", "reset", () => this.#set({ ...this.#home })));
    this.append(row);
    this.#svg.addEventListener("pointerdown", (event) => this.#down(event));
    this.#svg.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) this.#svg.addEventListener(name, () => this.#up());
    this.#svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.#zoom(event.deltaY < 0 ? STEP : 1 / STEP);
    }, { passive: false });
  }

  #button(text, name, action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", this.getAttribute(name) ?? name);
    button.addEventListener("click", action);
    return button;
  }

  #zoom(factor) {
    const { x, y, w, h } = this.#view;
    const width = Math.min(this.#home.w, Math.max(this.#home.w / MOST, w / factor));
    const height = (width / this.#home.w) * this.#home.h;
    this.#set({ x: x + (w - width) / 2, y: y + (h - height) / 2, w: width, h: height });
  }

  #set(view) {
    const { x, y, w, h } = this.#home;
    view.x = Math.min(Math.max(view.x, x), x + w - view.w);
    view.y = Math.min(Math.max(view.y, y), y + h - view.h);
    this.#view = view;
    this.#svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
    // Letters and points keep their size on the screen while the land grows.
    this.#svg.style.setProperty("--zoom", String(this.#home.w / view.w));
  }

  #down(event) {
    if (event.target.closest("a") || this.#view.w >= this.#home.w) return;
    this.#grab = { x: event.clientX, y: event.clientY, view: { ...this.#view } };
    this.#svg.setPointerCapture(event.pointerId);
    this.classList.add("moving");
  }

  #move(event) {
    if (!this.#grab) return;
    const scale = this.#view.w / this.#svg.clientWidth;
    const { x, y, view } = this.#grab;
    this.#set({ ...view, x: view.x - (event.clientX - x) * scale, y: view.y - (event.clientY - y) * scale });
  }

  #up() {
    this.#grab = null;
    this.classList.remove("moving");
  }
}

customElements.define("pan-zoom", PanZoom);
