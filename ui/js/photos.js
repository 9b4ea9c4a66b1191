// What makes galleries better; each works without it as plain pages and forms.

// <photo-box> opens the pages of single pictures over the page, one after another by the
// arrow keys. Attributes: the buttons' names. Each picture's page is asked for as it is.
class PhotoBox extends HTMLElement {
  connectedCallback() {
    this.links = [...this.querySelectorAll("a[data-photo]")];
    this.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-photo]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      this.open(this.links.indexOf(link));
    });
  }

  build() {
    const dialog = document.createElement("dialog");
    dialog.className = "photo-dialog";
    this.stage = document.createElement("div");
    this.stage.className = "stage";
    const bar = document.createElement("div");
    bar.className = "actions";
    for (const [name, act] of [["previous", () => this.open(this.at - 1)], ["next", () => this.open(this.at + 1)], ["close", () => dialog.close()]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet";
      button.textContent = this.getAttribute(name);
      button.addEventListener("click", act);
      bar.append(button);
      this[name] = button;
    }
    dialog.append(this.stage, bar);
    dialog.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) this.open(this.at + step);
    });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => this.links[this.at]?.focus());
    this.append(dialog);
    return dialog;
  }

  async open(at) {
    if (at < 0 || at >= this.links.length) return;
    this.dialog ??= this.build();
    this.at = at;
    this.previous.disabled = at === 0;
    this.next.disabled = at === this.links.length - 1;
    if (!this.dialog.open) this.dialog.showModal();
    try {
      const answer = await fetch(this.links[at].href);
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const stage = page.querySelector("[data-stage]");
      if (this.at !== at || !stage) return;
      const heading = stage.querySelector("h1");
      if (heading) {
        const text = document.createElement("p");
        text.className = heading.className;
        text.lang = heading.lang;
        text.textContent = heading.textContent;
        heading.replaceWith(text);
        this.dialog.setAttribute("aria-label", heading.textContent);
      }
      this.stage.replaceChildren(document.importNode(stage, true));
    } catch {
      location.href = this.links[at].href; // the page itself says what is the matter
    }
  }
}
customElements.define("photo-box", PhotoBox);

// <send-many> sends the files of a form one after another, each in a request of its own, and
// says how many are there: a hundred photographs would be too much for one. Attributes:
// done (before the number), failed.
class SendMany extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const field = form?.querySelector("input[type=file]");
    if (!field) return;
    // before <upload-progress>, which sends the form as a whole
    form.addEventListener("submit", (event) => {
      if (field.files.length < 2) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.send(form, field);
    }, { capture: true });
  }

  async send(form, field) {
    if (this.busy) return;
    this.busy = true;
    const files = [...field.files];
    const bar = document.createElement("progress");
    const said = document.createElement("p");
    said.className = "hint";
    said.setAttribute("role", "status");
    bar.max = files.length;
    bar.value = 0;
    form.append(bar, said);
    const refused = [];
    for (const [n, file] of files.entries()) {
      const body = new FormData();
      body.append("file", file);
      try {
        const answer = await fetch(form.action, { method: "POST", body });
        if (answer.status === 422) refused.push(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#faults li")?.textContent ?? file.name);
        else if (!answer.ok) throw new Error(String(answer.status));
      } catch {
        refused.push(`${file.name}: ${this.getAttribute("failed")}`);
      }
      bar.value = n + 1;
      said.textContent = `${this.getAttribute("done")} ${n + 1} / ${files.length}. ${refused.join(" ")}`;
    }
    this.busy = false;
    if (!refused.length) location.reload();
  }
}
customElements.define("send-many", SendMany);

// <drag-order> lets the entries of a list be dragged into another order, which it sends to
// the address in its attribute action. The buttons of the entries do the same.
class DragOrder extends HTMLElement {
  connectedCallback() {
    const list = this.querySelector("ol");
    if (!list) return;
    for (const entry of list.children) entry.draggable = true;
    list.addEventListener("dragstart", (event) => {
      this.moved = event.target.closest("li");
      event.dataTransfer.effectAllowed = "move";
      this.moved?.classList.add("moving");
    });
    list.addEventListener("dragover", (event) => {
      const over = event.target.closest("li");
      if (!this.moved || !over || over === this.moved) return;
      event.preventDefault();
      const box = over.getBoundingClientRect();
      const after = event.clientY > box.bottom || (event.clientY > box.top && event.clientX > box.left + box.width / 2);
      over[after ? "after" : "before"](this.moved);
    });
    list.addEventListener("drop", (event) => event.preventDefault());
    list.addEventListener("dragend", () => {
      this.moved?.classList.remove("moving");
      this.moved = null;
      const body = new URLSearchParams({ order: [...list.children].map((entry) => entry.dataset.id).join(" ") });
      fetch(this.getAttribute("action"), { method: "POST", body }).then((answer) => answer.ok || location.reload(), () => location.reload());
    });
  }
}
customElements.define("drag-order", DragOrder);
