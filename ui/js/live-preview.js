// <live-preview> holds a form with a part #preview that shows what it would do. While a
// person types, the form is sent as its preview button sends it, and the part, the style
// sheet with the colours and what is said about the fields are taken from the answer.
// Without this script the button does the same.
const pause = 350; // milliseconds without a key: between two letters pass about 200

class LivePreview extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || !this.querySelector("#preview")) return;
    for (const field of this.form.querySelectorAll(".colour input.input")) this.addPicker(field);
    this.form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), pause);
    });
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.asked?.abort();
  }

  // A colour is picked from the browser's palette, or written: either follows the other.
  addPicker(field) {
    const picker = Object.assign(document.createElement("input"), { type: "color" });
    picker.setAttribute("aria-label", field.labels[0]?.firstChild?.textContent.trim() ?? "");
    const follow = () => (picker.value = /^#[0-9a-f]{6}$/i.test(field.value) ? field.value : this.standing(field.name));
    const box = document.createElement("div");
    box.className = "with-picker";
    field.replaceWith(box);
    box.append(picker, field);
    field.addEventListener("input", follow);
    picker.addEventListener("input", () => (field.value = picker.value));
    follow();
  }

  // standing is the colour that holds while a field is empty, as the preview shows it.
  standing(name) {
    const shown = this.querySelector(name.endsWith("_night") ? ".preview.night" : ".preview.day");
    const mark = shown?.querySelector(name.startsWith("here") ? ".side-here" : ".side-there");
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    if (!mark || !canvas) return "#000000";
    canvas.fillStyle = getComputedStyle(mark).color;
    canvas.fillRect(0, 0, 1, 1);
    return "#" + [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((n) => n.toString(16).padStart(2, "0")).join("");
  }

  async look() {
    this.asked?.abort();
    this.asked = new AbortController();
    const body = new URLSearchParams(new FormData(this.form));
    body.set("do", "look");
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, signal: this.asked.signal });
      if (answer.status !== 200 && answer.status !== 422) return;
      this.take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // typed on, or no network: the page stays as it is, and the button is there
    }
  }

  take(next) {
    const preview = next.querySelector("#preview");
    if (preview) this.querySelector("#preview").replaceWith(document.importNode(preview, true));
    const theme = (root) => root.querySelector('link[rel="stylesheet"][href^="/theme/"]');
    const sheet = theme(next);
    if (sheet && theme(document)) theme(document).href = sheet.getAttribute("href");
    else if (sheet) document.head.append(document.importNode(sheet, true));
    for (const field of this.form.querySelectorAll("input.input")) {
      const other = next.getElementById(field.id);
      const [here, there] = [field, other].map((f) => f?.closest(".fields > div"));
      if (!other || !here || !there) continue;
      here.querySelectorAll(".fault, .fix").forEach((old) => old.remove());
      there.querySelectorAll(".fault, .fix").forEach((now) => here.append(document.importNode(now, true)));
    }
  }
}

customElements.define("live-preview", LivePreview);
