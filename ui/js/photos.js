// What makes galleries better; each works without it as plain pages and forms.

// <photo-box> opens the pages of single pictures over the page, one after another by the
// arrow keys or by wiping. Attributes: the buttons' names. Each picture's page is asked for
// as it is, and its address stands in the browser's bar, so that the way back closes it.
class PhotoBox extends HTMLElement {
  connectedCallback() {
    this.links = [...this.querySelectorAll("a[data-photo]")];
    this.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-photo]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      this.open(this.links.indexOf(link));
    });
    addEventListener("popstate", () => this.dialog?.open && this.dialog.close());
  }

  build() {
    const dialog = document.createElement("dialog");
    dialog.className = "photo-dialog";
    dialog.tabIndex = -1;
    this.stage = document.createElement("div");
    this.stage.className = "stage";
    const bar = document.createElement("div");
    bar.className = "actions";
    this.count = document.createElement("span");
    this.count.className = "num soft";
    for (const [name, act] of [["previous", () => this.open(this.at - 1)], ["next", () => this.open(this.at + 1)], ["close", () => dialog.close()]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet";
      button.textContent = this.getAttribute(name);
      button.addEventListener("click", act);
      bar.append(button);
      this[name] = button;
    }
    this.previous.after(this.count);
    dialog.append(this.stage, bar);
    dialog.addEventListener("keydown", (event) => {
      const to = { ArrowRight: this.at + 1, ArrowLeft: this.at - 1, Home: 0, End: this.links.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.open(to);
    });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      if (history.state?.photo) history.back();
      this.links[this.at]?.focus();
    });
    this.wiping(dialog);
    this.append(dialog);
    return dialog;
  }

  // A wipe is sixty points to a side, more than up or down, by one finger. In a picture that
  // was made larger the same moves what is seen of it.
  wiping(dialog) {
    let from = null;
    const end = (event) => {
      if (!from || event.type === "touchcancel") return;
      const x = event.changedTouches[0].clientX - from.clientX;
      const y = event.changedTouches[0].clientY - from.clientY;
      if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) this.open(this.at + (x < 0 ? 1 : -1));
    };
    window.visualViewport?.addEventListener("resize", () => dialog.classList.toggle("larger", visualViewport.scale > 1.05));
    dialog.addEventListener("touchstart", (event) => {
      from = event.touches.length === 1 && !dialog.classList.contains("larger") ? event.touches[0] : null;
      // What was touched hears of the end, also when the picture before gave way to it meanwhile.
      for (const name of ["touchend", "touchcancel"]) event.target.addEventListener(name, end, { once: true });
    }, { passive: true });
  }

  async open(at) {
    if (at < 0 || at >= this.links.length) return;
    this.dialog ??= this.build();
    this.at = at;
    for (const [button, end] of [[this.previous, 0], [this.next, this.links.length - 1]]) {
      if (at === end && document.activeElement === button) this.close.focus(); // a button that goes off loses the keys
      button.disabled = at === end;
    }
    this.count.textContent = `${at + 1} / ${this.links.length}`;
    const address = this.links[at].href;
    if (this.dialog.open) history.replaceState({ photo: true }, "", address);
    else {
      history.pushState({ photo: true }, "", address);
      this.dialog.showModal();
      this.dialog.focus(); // not its first button: the key that opened it would press that too
    }
    try {
      const answer = await fetch(address);
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
      location.href = address; // the page itself says what is the matter
    }
  }
}
customElements.define("photo-box", PhotoBox);

// <send-many> sends the files of a form one after another, each in a request of its own, and
// says how many are there: a hundred photographs would be too much for one. Files may be
// dropped on it. What is refused stays listed while the page shows those that were taken.
// Attributes: done (before the number), failed, list (of the pictures, as a selector).
class SendMany extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const field = form?.querySelector("input[type=file]");
    if (!field) return;
    // before <upload-progress>, which sends the form as a whole
    form.addEventListener("submit", (event) => {
      if (!field.files.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.send(form, field);
    }, { capture: true });
    this.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.items].some((item) => item.kind === "file")) return;
      event.preventDefault();
      this.classList.add("over");
    });
    for (const name of ["dragleave", "drop"]) this.addEventListener(name, () => this.classList.remove("over"));
    this.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length || this.busy) return;
      event.preventDefault();
      field.files = event.dataTransfer.files;
      form.requestSubmit();
    });
    this.follow();
  }

  async send(form, field) {
    if (this.busy) return;
    this.busy = true;
    const files = [...field.files];
    const all = files.reduce((sum, file) => sum + file.size, 0) || 1;
    this.report?.remove();
    this.report = document.createElement("div");
    this.report.className = "sent-report";
    const bar = document.createElement("progress");
    const said = document.createElement("p");
    said.className = "hint";
    said.setAttribute("role", "status");
    const refused = document.createElement("ul");
    refused.className = "refused";
    bar.max = all;
    bar.value = 0;
    bar.setAttribute("aria-label", this.getAttribute("done"));
    this.report.append(bar, said, refused);
    form.append(this.report);
    let before = 0;
    for (const [n, file] of files.entries()) {
      said.textContent = `${this.getAttribute("done")} ${n} / ${files.length}`;
      const fault = await this.one(form.action, file, (loaded) => (bar.value = before + Math.min(loaded, file.size)));
      before += file.size;
      bar.value = before;
      if (fault) refused.append(Object.assign(document.createElement("li"), { textContent: fault }));
    }
    const taken = files.length - refused.childElementCount;
    said.textContent = `${this.getAttribute("done")} ${taken} / ${files.length}`;
    this.busy = false;
    form.reset();
    await this.refresh();
    this.follow();
  }

  // one sends a file and returns what was wrong with it.
  one(address, file, progress) {
    return new Promise((done) => {
      const failed = () => done(`${file.name}: ${this.getAttribute("failed")}`);
      const body = new FormData();
      body.append("file", file);
      const request = new XMLHttpRequest();
      request.responseType = "document";
      request.upload.addEventListener("progress", (event) => progress(event.loaded));
      request.addEventListener("error", failed);
      request.addEventListener("load", () => {
        if (request.status < 300) return done("");
        const fault = request.response?.querySelector("#faults li")?.textContent;
        fault ? done(fault) : failed();
      });
      request.open("POST", address);
      request.send(body);
    });
  }

  // refresh takes the list of pictures from the server as it is now.
  async refresh() {
    const answer = await fetch(location.pathname);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector(this.getAttribute("list"));
    const shown = document.querySelector(this.getAttribute("list"));
    if (now && shown && !shown.contains(document.activeElement)) shown.replaceWith(document.importNode(now, true));
  }

  // follow asks again while pictures are being drawn.
  follow() {
    clearTimeout(this.timer);
    if (!this.isConnected || !document.querySelector(`${this.getAttribute("list")} [data-drawing]`)) return;
    this.timer = setTimeout(async () => {
      if (!this.busy) await this.refresh().catch(() => {});
      this.follow();
    }, 1500);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }
}
customElements.define("send-many", SendMany);

// nearEdge is how near to the window's edge an entry makes the page scroll, in points: a thumb.
const nearEdge = 56;

// <drag-order> lets the entries of a list be put into another order, which it sends to the
// address in its attribute action. An entry is dragged by its picture with a mouse, by its
// handle with a finger too, and moved by the arrow keys on the handle. The buttons of the
// entries do the same by themselves. Attributes: move (the handle's name), place (said
// before its new number).
class DragOrder extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    if (!this.list) return;
    this.said = document.createElement("p");
    this.said.className = "hidden-text";
    this.said.setAttribute("role", "status");
    this.append(this.said);
    for (const entry of this.list.children) entry.prepend(this.handle(entry));
    this.list.addEventListener("dragstart", (event) => event.preventDefault()); // links and pictures would go alone
    this.list.addEventListener("pointerdown", (event) => this.down(event));
    this.list.addEventListener("click", (event) => this.dragged && event.preventDefault(), { capture: true });
    this.list.addEventListener("click", (event) => this.button(event));
  }

  handle(entry) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "drag-handle";
    handle.setAttribute("aria-label", `${this.getAttribute("move")} ${[...this.list.children].indexOf(entry) + 1}`);
    handle.title = this.getAttribute("move");
    handle.addEventListener("keydown", (event) => {
      const at = [...this.list.children].indexOf(entry);
      const to = { ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1, Home: 0, End: this.list.children.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.move(entry, to);
      handle.focus();
    });
    return handle;
  }

  // move puts an entry to a place and keeps that.
  move(entry, to) {
    const at = [...this.list.children].indexOf(entry);
    if (to < 0 || to >= this.list.children.length || to === at) return;
    this.list.children[to][to > at ? "after" : "before"](entry);
    this.keep(entry);
  }

  // The buttons of an entry stay under the finger that presses them.
  button(event) {
    const button = event.target.closest("button[name=up], button[name=down]");
    if (!button) return;
    event.preventDefault();
    const entry = button.closest("li");
    this.move(entry, [...this.list.children].indexOf(entry) + (button.name === "up" ? -1 : 1));
    (button.hidden ? entry.querySelector(".drag-handle") : button).focus();
  }

  down(event) {
    this.dragged = false;
    const handle = event.target.closest(".drag-handle");
    if (event.button || !handle && (event.pointerType !== "mouse" || !event.target.closest(".photo"))) return;
    const entry = event.target.closest("li");
    const start = [event.clientX, event.clientY];
    const order = [...this.list.children];
    let at = start;
    let edge = 0; // the frame in which the page scrolls on, because the entry is held at its edge
    const scroll = () => {
      const by = at[1] < nearEdge ? -10 : at[1] > innerHeight - nearEdge ? 10 : 0;
      edge = by ? requestAnimationFrame(scroll) : 0;
      if (!by) return;
      scrollBy({ top: by, behavior: "instant" });
      place();
    };
    const move = (event) => {
      at = [event.clientX, event.clientY];
      if (!this.dragged && Math.hypot(at[0] - start[0], at[1] - start[1]) < 6) return; // a click
      this.dragged = true;
      entry.classList.add("moving");
      place();
      edge ||= requestAnimationFrame(scroll);
    };
    const place = () => {
      const over = document.elementFromPoint(...at)?.closest("li");
      if (!over || over === entry || over.parentNode !== this.list) return;
      const all = [...this.list.children];
      over[all.indexOf(over) > all.indexOf(entry) ? "after" : "before"](entry);
    };
    const end = () => {
      cancelAnimationFrame(edge);
      removeEventListener("pointermove", move);
      for (const name of ["pointerup", "pointercancel"]) removeEventListener(name, end);
      entry.classList.remove("moving");
      if (order.some((one, n) => one !== this.list.children[n])) this.keep(entry);
    };
    if (handle) event.preventDefault();
    addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, end);
  }

  keep(entry) {
    const all = [...this.list.children];
    for (const [n, one] of all.entries()) {
      for (const number of one.querySelectorAll("[data-number]")) number.textContent = n + 1;
      one.querySelector(".drag-handle").setAttribute("aria-label", `${this.getAttribute("move")} ${n + 1}`);
      for (const [name, end] of [["up", 0], ["down", all.length - 1]]) one.querySelector(`button[name=${name}]`).hidden = n === end;
    }
    this.said.textContent = `${this.getAttribute("place")} ${all.indexOf(entry) + 1} / ${all.length}`;
    this.wanted = all.map((one) => one.dataset.id).join(" ");
    this.saving ??= this.save().finally(() => (this.saving = null));
  }

  // save sends one order after another, so that an older one never comes last.
  async save() {
    while (this.wanted) {
      const body = new URLSearchParams({ order: this.wanted });
      this.wanted = "";
      const answer = await fetch(this.getAttribute("action"), { method: "POST", body }).catch(() => null);
      if (!answer?.ok) return location.reload();
    }
  }
}
customElements.define("drag-order", DragOrder);
