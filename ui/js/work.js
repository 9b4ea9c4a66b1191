// The desk's forms are plain HTML. These small elements save keystrokes and lost text.

// <save-guard> asks before a form that was changed is left, and saves by Ctrl+Enter (⌘+Enter).
// Attribute leave: the question; browsers show their own words where they leave the page.
class SaveGuard extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    if (!form || this.ready) return;
    this.ready = true;
    let changed = Boolean(form.querySelector("[aria-invalid]")) || this.unsaved(location.pathname, false);
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("submit", (event) => {
      this.unsaved(new URL(form.action).pathname, changed && event.submitter?.formNoValidate === true); // it comes back, with other fields
      changed = false;
    });
    addEventListener("beforeunload", (event) => changed && this.isConnected && event.preventDefault());
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit();
    });
  }

  // unsaved says whether the form was sent to a path only to look something up, and notes
  // whether it is now: what was typed is then as unsaved as before.
  unsaved(path, now) {
    const key = `unsaved ${path}`;
    try {
      const before = sessionStorage.getItem(key) === "yes";
      now ? sessionStorage.setItem(key, "yes") : sessionStorage.removeItem(key);
      return before;
    } catch {
      return false; // a browser that keeps nothing asks less often
    }
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

// <date-words> says back how a date is understood while it is typed, and writes a day that
// is picked from the calendar beside it into words. Attribute api: whom to ask.
const PAUSE = 250; // ms after the last key

class DateWords extends HTMLElement {
  question(words) {
    const address = new URL(this.getAttribute("api"), location.href);
    address.searchParams.set("date", words);
    return address;
  }

  connectedCallback() {
    const input = this.querySelector("input");
    const output = this.querySelector("output");
    const pick = this.querySelector("input[type=date]");
    if (!input || !output) return;
    const ask = async (words) => {
      const answer = words.trim() ? await fetch(this.question(words)) : null;
      return answer?.ok ? answer.text() : "";
    };
    let timer = 0;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const asked = input.value;
        if (pick) pick.value = /^\d{4}-\d\d-\d\d$/.test(asked.trim()) ? asked.trim() : ""; // the words are the law
        try {
          const answer = await ask(asked);
          if (input.value === asked) output.textContent = answer;
        } catch {
          output.textContent = ""; // the server reads the date again when the form is sent
        }
      }, PAUSE);
    });
    pick?.addEventListener("change", async () => {
      if (!pick.value) return;
      const day = pick.value;
      input.value = day;
      try {
        const words = await ask(day);
        if (pick.value === day && words) input.value = output.textContent = words;
      } catch {
        output.textContent = ""; // the day stands in the field as it is
      }
    });
  }
}
customElements.define("date-words", DateWords);

// What is wrong stands at the top: go there, so that a keyboard or a reader begins with it.
document.querySelector("#faults")?.focus();
