// <list-select> helps to choose rows of a list by their boxes: one box for the whole
// page, a range with shift and click, and how many are chosen. Without it the boxes work
// one by one.
customElements.define("list-select", class extends HTMLElement {
  #last = null;

  connectedCallback() {
    this.every = this.querySelector("[data-every]");
    this.count = this.querySelector("[data-count]");
    if (!this.every) return;
    this.every.hidden = false;
    this.every.addEventListener("change", () => {
      for (const box of this.boxes) box.checked = this.every.checked;
      this.tell();
    });
    this.addEventListener("click", (event) => this.range(event));
    this.addEventListener("change", () => this.tell());
    addEventListener("pageshow", () => this.tell()); // browsers restore boxes after going back
    this.tell();
  }

  get boxes() { return [...this.querySelectorAll("input[name=id]")]; }

  range(event) {
    const box = event.target.closest("input[name=id]");
    if (!box) return;
    if (event.shiftKey && this.#last && this.#last !== box) {
      const all = this.boxes;
      const [from, to] = [all.indexOf(this.#last), all.indexOf(box)].sort((a, b) => a - b);
      for (const between of all.slice(from, to + 1)) between.checked = box.checked;
      this.tell();
    }
    this.#last = box;
  }

  tell() {
    const all = this.boxes, chosen = all.filter((box) => box.checked).length;
    const whole = this.querySelector("input[name=all]")?.checked;
    this.every.checked = chosen > 0 && chosen === all.length;
    this.every.indeterminate = chosen > 0 && chosen < all.length;
    this.count.textContent = whole ? "" : chosen ? `${this.getAttribute("some")} ${chosen}` : this.getAttribute("none");
    for (const box of all) box.closest("tr").toggleAttribute("data-chosen", box.checked);
  }
});
