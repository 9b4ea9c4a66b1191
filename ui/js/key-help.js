// <key-help> leads through the desk by single keys and shows them with "?". Keys count
// neither while somebody types nor with Ctrl, Alt or Cmd, and can be switched off: a
// person who dictates would otherwise set them off by speaking.
customElements.define("key-help", class extends HTMLElement {
  #after = ""; // the key before, where two make one

  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.button = this.querySelector("[data-switch]");
    this.querySelector("[data-close]").addEventListener("click", () => this.dialog.close());
    this.button.addEventListener("click", () => this.set(!this.off));
    this.label();
    this.listen = (event) => this.press(event);
    document.addEventListener("keydown", this.listen);
  }

  disconnectedCallback() { document.removeEventListener("keydown", this.listen); }

  get off() {
    try { return localStorage.getItem("keys") === "off"; } catch { return this.without ?? false; }
  }

  set(off) {
    this.without = off;
    try { localStorage.setItem("keys", off ? "off" : "on"); } catch { /* for this page alone then */ }
    this.label();
  }

  label() { this.button.textContent = this.getAttribute(this.off ? "switch-on" : "switch-off"); }

  press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")) return;
    if (this.dialog.open && event.key !== "?") return;
    const before = this.#after;
    this.#after = "";
    if (event.key === "?") this.show();
    else if (this.off) return;
    else if (before === "g") this.go(event);
    else if (event.key === "g") this.#after = "g";
    else if (event.key === "/") this.search(event);
    else if (event.key === "j" || event.key === "k") this.move(event.key === "j" ? 1 : -1);
    else if (/^Arrow(Up|Down)$/.test(event.key) && this.row) this.arrow(event); // elsewhere they scroll the page
    else if (event.key === "x") this.choose();
  }

  show() { this.dialog.open ? this.dialog.close() : this.dialog.showModal(); }

  go(event) {
    const link = [...this.querySelectorAll("[data-key]")].find((a) => a.dataset.key === event.key);
    if (link) location.href = link.href;
  }

  search(event) {
    const field = document.querySelector("main input[type=search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  }

  get rows() { return [...document.querySelectorAll(".list-table tbody tr")]; }

  // The row in which the focus is.
  get row() { return document.activeElement?.closest?.(".list-table tbody tr"); }

  move(by) {
    const rows = this.rows;
    const to = rows[Math.min(Math.max(rows.indexOf(this.row) + by, 0), rows.length - 1)];
    (to?.querySelector("th a, td a") ?? to?.querySelector("input"))?.focus();
  }

  arrow(event) {
    event.preventDefault();
    this.move(event.key === "ArrowDown" ? 1 : -1);
  }

  choose() { this.row?.querySelector("input[name=id]")?.click(); }
});
