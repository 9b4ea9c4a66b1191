// <text-tools> gives a text area in Markdown a row of buttons, the usual keys, and takes
// pictures and documents that are dropped or pasted. Attributes: the buttons' names,
// files (where to send what is dropped; without it nothing is taken), language, drop,
// sending, failed, described (what is said), words (what stands where nothing was chosen).
const shapes = {
  list: "M7 5h10M7 10h10M7 15h10M3 5h.01M3 10h.01M3 15h.01",
  numbers: "M8 5h9M8 10h9M8 15h9M3 4l1-1v4M2.5 13h2l-2 3h2",
  quote: "M4 6h12M7 10h9M7 14h7M3.5 10v4",
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.2l1-1",
  picture: "M3 4h14v12H3zM3 13l4-4 3 3 3-3 4 4M7 7.5h.01",
};

class TextTools extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    if (!this.area || this.bar) return;
    this.bar = document.createElement("div");
    this.bar.className = "tool-bar";
    this.bar.setAttribute("role", "toolbar");
    this.bar.setAttribute("aria-label", this.getAttribute("tools"));
    this.bar.setAttribute("aria-controls", this.area.id);
    this.add("bold", "B", () => this.around("**"));
    this.add("italic", "I", () => this.around("*"));
    this.add("heading", "H", () => this.lines((line) => "## " + line.replace(/^#+\s*/, "")));
    this.add("list", null, () => this.lines((line) => "* " + line.replace(/^([*-]|\d+\.)\s+/, "")));
    this.add("numbers", null, () => this.lines((line, n) => n + 1 + ". " + line.replace(/^([*-]|\d+\.)\s+/, "")));
    this.add("quote", null, () => this.lines((line) => "> " + line.replace(/^>\s*/, "")));
    this.add("link", null, () => this.link());
    if (this.hasAttribute("files")) this.addFiles();
    this.area.before(this.bar);
    this.keys();
  }

  add(name, letter, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = this.getAttribute(name);
    button.setAttribute("aria-label", button.title);
    button.tabIndex = this.bar.childElementCount ? -1 : 0;
    if (letter) {
      const text = document.createElement(name === "bold" ? "strong" : name === "italic" ? "em" : "span");
      text.textContent = letter;
      button.append(text);
    } else {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("viewBox", "0 0 20 20");
      svg.setAttribute("aria-hidden", "true");
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", shapes[name]);
      svg.append(path);
      button.append(svg);
    }
    button.addEventListener("click", act);
    this.bar.append(button);
  }

  // One stop for the Tab key; arrows lead from button to button.
  keys() {
    this.bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const all = [...this.bar.children].filter((b) => b.tagName === "BUTTON");
      const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
      for (const b of all) b.tabIndex = b === next ? 0 : -1;
      next.focus();
      event.preventDefault();
    });
    this.area.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const act = { b: () => this.around("**"), i: () => this.around("*"), k: () => this.link() }[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    });
  }

  // put replaces a stretch as typing would, so that the browser's own undo takes it back.
  put(text, from, to, chooseFrom, chooseTo) {
    this.area.focus();
    this.area.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, text)) {
      this.area.setRangeText(text, from, to, "end");
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.area.setSelectionRange(chooseFrom, chooseTo);
  }

  around(mark) {
    const { selectionStart: from, selectionEnd: to, value } = this.area;
    const n = mark.length;
    if (value.slice(from - n, from) === mark && value.slice(to, to + n) === mark) {
      return this.put(value.slice(from, to), from - n, to + n, from - n, to - n);
    }
    const text = value.slice(from, to) || this.getAttribute("words");
    this.put(mark + text + mark, from, to, from + n, from + n + text.length);
  }

  lines(change) {
    const { selectionStart, selectionEnd, value } = this.area;
    const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const end = value.indexOf("\n", selectionEnd);
    const to = end < 0 ? value.length : end;
    const text = value.slice(from, to).split("\n").map(change).join("\n");
    this.put(text, from, to, from, from + text.length);
  }

  link() {
    const { selectionStart: from, selectionEnd: to, value } = this.area;
    const chosen = value.slice(from, to);
    const address = /^(https?:\/\/|\/)\S+$/.test(chosen);
    const words = address ? this.getAttribute("words") : chosen || this.getAttribute("words");
    const text = `[${words}](${address ? chosen : ""})`;
    const at = from + words.length + 3; // between the brackets, for the address
    if (address) this.put(text, from, to, from + 1, from + 1 + words.length);
    else this.put(text, from, to, at, at);
  }

  addFiles() {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.hidden = true;
    input.accept = document.querySelector("#f-file")?.accept ?? "";
    input.addEventListener("change", () => this.send(input.files).then(() => (input.value = "")));
    this.add("picture", null, () => input.click());
    this.said = document.createElement("p");
    this.said.className = "hint";
    this.said.setAttribute("role", "status");
    this.said.textContent = this.getAttribute("drop");
    this.append(input, this.said);
    const files = (event) => [...(event.dataTransfer ?? event.clipboardData)?.items ?? []].some((item) => item.kind === "file");
    this.addEventListener("dragover", (event) => {
      if (!files(event)) return;
      event.preventDefault();
      this.classList.add("over");
    });
    for (const name of ["dragleave", "drop"]) this.addEventListener(name, () => this.classList.remove("over"));
    this.addEventListener("drop", (event) => {
      if (!files(event)) return;
      event.preventDefault();
      this.send(event.dataTransfer.files);
    });
    this.area.addEventListener("paste", (event) => {
      if (!files(event) || !event.clipboardData.files.length) return;
      event.preventDefault();
      this.send(event.clipboardData.files);
    });
  }

  async send(files) {
    if (!files.length) return;
    const body = new FormData();
    body.set("language", this.getAttribute("language"));
    for (const file of files) body.append("file", file);
    this.said.textContent = this.getAttribute("sending");
    try {
      const answer = await fetch(this.getAttribute("files"), { method: "POST", body });
      if (!answer.ok) throw new Error(String(answer.status));
      const { named, faults } = await answer.json();
      if (named?.length) this.insert(named);
      const pictures = named?.some((name) => name.startsWith("!["));
      this.said.textContent = faults?.join(" ") || this.getAttribute(pictures ? "described" : "drop");
    } catch {
      this.said.textContent = this.getAttribute("failed");
    }
  }

  // What was sent in comes after the paragraph that is being written. A picture needs to be
  // described: the place for that stays empty, since words that nobody wrote would be read out
  // as hers, and the next key that is pressed goes there.
  insert(named) {
    const { selectionEnd, value } = this.area;
    const end = value.indexOf("\n\n", selectionEnd);
    const at = end < 0 ? value.length : end;
    const before = !at || value.slice(0, at).endsWith("\n\n") ? "" : value[at - 1] === "\n" ? "\n" : "\n\n";
    const text = before + named.join("\n\n") + (end < 0 ? "\n\n" : "");
    const caret = named[0].startsWith("![") ? at + before.length + 2 : at + text.length;
    this.put(text, at, at, caret, caret);
  }
}

customElements.define("text-tools", TextTools);
