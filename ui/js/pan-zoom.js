// <pan-zoom> lets a reader move and enlarge the one SVG inside it by changing its viewBox:
// with buttons, the keyboard (+, -, 0 and, once enlarged, the arrows) or by dragging.
// Attributes: in, out, reset, left, right, up, down (the names of the buttons), keys (what
// the keyboard does). The wheel is left to the page unless Ctrl is held, touch scrolls the
// page up and down as usual, and so do the arrow keys while the whole map is shown.

const STEP = 1.5; // one press of a button; two presses a little more than double
const MOST = 12; // beyond this the shapes of a 1 : 50 000 000 map show their corners
const STRIDE = 0.25; // of what is shown: one press of an arrow leaves enough to know where one is

// The sides as x and y, with the arrow that is written on their button.
const SIDES = { left: [-1, 0, "←"], up: [0, -1, "↑"], down: [0, 1, "↓"], right: [1, 0, "→"] };

class PanZoom extends HTMLElement {
  #svg;
  #home;
  #view;
  #grab = null;
  #useless = []; // the buttons that do nothing while the whole map is shown

  connectedCallback() {
    this.#svg = this.querySelector("svg");
    if (!this.#svg || this.#home) return;
    const box = this.#svg.viewBox.baseVal;
    this.#home = { x: box.x, y: box.y, w: box.width, h: box.height };
    this.#view = { ...this.#home };
    this.append(this.#row());
    this.#operable();
    this.#svg.addEventListener("pointerdown", (event) => this.#down(event));
    this.#svg.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) this.#svg.addEventListener(name, () => this.#up());
    this.#svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.#zoom(event.deltaY < 0 ? STEP : 1 / STEP);
    }, { passive: false });
  }

  // The buttons: to move, which appear once there is something to move to, and to zoom.
  #row() {
    const row = document.createElement("div");
    row.className = "zoom-buttons";
    for (const [name, [x, y, arrow]] of Object.entries(SIDES)) {
      const button = this.#button(arrow, name, () => this.#step(x, y));
      button.hidden = true;
      button.className = "side";
      row.append(button);
    }
    const out = this.#button("−", "out", () => this.#zoom(1 / STEP));
    const reset = this.#button("↺", "reset", () => this.#set({ ...this.#home }));
    this.#useless = [out, reset];
    row.append(this.#button("+", "in", () => this.#zoom(STEP)), out, reset);
    this.#shut(true);
    return row;
  }

  // The map takes the focus and says what the keys do.
  #operable() {
    const hint = document.createElement("span");
    hint.hidden = true;
    hint.id = `map-keys-${[...document.querySelectorAll("pan-zoom")].indexOf(this)}`;
    hint.textContent = this.getAttribute("keys") ?? "";
    this.append(hint);
    this.#svg.setAttribute("tabindex", "0");
    this.#svg.setAttribute("aria-describedby", hint.id);
    this.#svg.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const side = SIDES[event.key.replace("Arrow", "").toLowerCase()];
    if (side && event.key.startsWith("Arrow") && this.#view.w < this.#home.w) this.#step(side[0], side[1]);
    else if (event.key === "+" || event.key === "=") this.#zoom(STEP);
    else if (event.key === "-") this.#zoom(1 / STEP);
    else if (event.key === "0" || event.key === "Escape") this.#set({ ...this.#home });
    else return;
    event.preventDefault();
  }

  #step(x, y) {
    const { w, h } = this.#view;
    this.#set({ ...this.#view, x: this.#view.x + x * w * STRIDE, y: this.#view.y + y * h * STRIDE });
  }

  // Buttons keep the focus when they have nothing left to do, so they are not disabled.
  #shut(whole) {
    for (const button of this.#useless) button.setAttribute("aria-disabled", String(whole));
    for (const button of this.querySelectorAll(".side")) button.hidden = whole;
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
    // Letters and points grow more slowly than the land, so that those near together part.
    this.#svg.style.setProperty("--shrink", String(Math.sqrt(view.w / this.#home.w)));
    const whole = view.w >= this.#home.w;
    this.classList.toggle("enlarged", !whole);
    this.#shut(whole);
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
