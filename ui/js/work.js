// The desk's forms are plain HTML. These small elements save keystrokes and lost text.

// <save-guard> asks before a form that was changed is left, and saves by Ctrl+Enter (⌘+Enter).
// Attribute leave: the question; browsers show their own words where they leave the page.
class SaveGuard extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    if (!form || this.ready) return;
    this.ready = true;
    let changed = Boolean(form.querySelector("[aria-invalid]"));
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("submit", () => (changed = false));
    addEventListener("beforeunload", (event) => changed && this.isConnected && event.preventDefault());
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit();
    });
  }
}
customElements.define("save-guard", SaveGuard);

// <type-fields> brings the fields of another type of act as soon as it is chosen.
class TypeFields extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const select = this.querySelector("select");
    if (!button || !select) return;
    button.hidden = true;
    select.addEventListener("change", () => select.form.requestSubmit(button));
  }
}
customElements.define("type-fields", TypeFields);

// <date-words> says back how a date is understood while it is typed. Attribute api: whom to ask.
const PAUSE = 250; // ms after the last key

class DateWords extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const output = this.querySelector("output");
    if (!input || !output) return;
    let timer = 0;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const asked = input.value;
        try {
          const answer = asked.trim() ? await fetch(`${this.getAttribute("api")}?date=${encodeURIComponent(asked)}`) : null;
          if (input.value === asked) output.textContent = answer?.ok ? await answer.text() : "";
        } catch {
          output.textContent = ""; // the server reads the date again when the form is sent
        }
      }, PAUSE);
    });
  }
}
customElements.define("date-words", DateWords);

// What is wrong stands at the top: go there, so that a keyboard or a reader begins with it.
document.querySelector("#faults")?.focus();
