// <asked-if name value> shows a question only to who gave that answer to the one above it.
// Without a script all are there, each with a line that says whom it is for.
class AskedIf extends HTMLElement {
  connectedCallback() {
    this.closest("form")?.addEventListener("change", () => this.look());
    this.look();
  }
  look() {
    const given = new FormData(this.closest("form")).getAll(this.getAttribute("name"));
    this.hidden = !given.includes(this.getAttribute("value"));
    for (const field of this.querySelectorAll("input, textarea, select")) field.disabled = this.hidden;
  }
}
customElements.define("asked-if", AskedIf);
