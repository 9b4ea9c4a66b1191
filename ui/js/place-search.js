// <place-search> makes a list of towns appear below the search field as one types: the
// combobox of the ARIA authoring practices. Inside it stands a plain GET form, which
// keeps working. Attributes: api (where to ask), lang, and the texts empty, found, people (% stands for the number).

const PAUSE = 120; // ms between the last key and the question: below what a typist feels as lag

export class PlaceSearch extends HTMLElement {
  #input;
  #list;
  #status;
  #items = [];
  #active = -1;
  #timer = 0;
  #asked = "";
  #abort = null;

  connectedCallback() {
    if (this.#input) return;
    this.#input = this.querySelector("input[type=search]");
    if (!this.#input) return;
    const id = this.#input.id + "-list";
    this.#list = document.createElement("div");
    this.#list.className = "suggestions";
    this.#list.id = id;
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", this.getAttribute("label") ?? "");
    this.#status = document.createElement("div");
    this.#status.className = "hidden-text";
    this.#status.setAttribute("role", "status");
    this.querySelector(".field").after(this.#list, this.#status);
    const combo = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
    for (const [name, value] of Object.entries(combo)) this.#input.setAttribute(name, value);
    this.#input.addEventListener("input", () => this.#later());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
    // Some ways of typing send Enter to the form as well; a marked town comes first.
    this.#input.form.addEventListener("submit", (event) => {
      if (this.#active < 0) return;
      event.preventDefault();
      this.#go(this.#active);
    });
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#go(Number(option.dataset.index));
    });
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    const query = this.#input.value.trim();
    if (query === this.#asked) return;
    this.#asked = query;
    this.#abort?.abort();
    if (query.length < 2) return this.#close();
    this.#abort = new AbortController();
    try {
      const answer = await fetch(this.question(query), { signal: this.#abort.signal });
      if (!answer.ok) return this.#close();
      this.#show(this.offers(await answer.json()));
    } catch (error) {
      if (error.name !== "AbortError") this.#close(); // the form still works; a message would only be in the way
    }
  }

  #show(items) {
    this.#items = items;
    this.#active = -1;
    this.#input.removeAttribute("aria-activedescendant");
    this.#list.replaceChildren(...items.map((item, index) => this.#option(item, index)));
    this.#list.hidden = items.length === 0;
    this.#input.setAttribute("aria-expanded", String(items.length > 0));
    const text = items.length === 0 ? this.getAttribute("empty") : this.getAttribute("found");
    this.#status.textContent = (text ?? "").replace("%", String(items.length));
  }

  #option(item, index) {
    const option = document.createElement("div");
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.id = `${this.#list.id}-${index}`;
    option.dataset.index = String(index);
    const part = (name, text) => {
      const span = document.createElement("span");
      span.className = name;
      span.textContent = text;
      return span;
    };
    option.append(part("name", item.name), part("where", item.where ?? [item.region, this.#country(item.country)].filter(Boolean).join(", ")));
    if (item.population) {
      const number = new Intl.NumberFormat(this.getAttribute("lang")).format(item.population);
      option.append(part("size num", (this.getAttribute("people") ?? "%").replace("%", number)));
    }
    return option;
  }

  #country(code) {
    try {
      return new Intl.DisplayNames([this.getAttribute("lang")], { type: "region" }).of(code);
    } catch {
      return code; // the browser does not know the language, or the place has no country
    }
  }

  #key(event) {
    if (this.#list.hidden) return;
    const last = this.#items.length - 1;
    if (event.key.startsWith("Arrow")) { // who walks through the list wants it to stay as it is
      clearTimeout(this.#timer);
      this.#abort?.abort();
    }
    if (event.key === "ArrowDown") this.#mark(this.#active === last ? 0 : this.#active + 1);
    else if (event.key === "ArrowUp") this.#mark(this.#active <= 0 ? last : this.#active - 1);
    else if (event.key === "Escape") this.#close();
    else if (event.key === "Enter" && this.#active >= 0) this.#go(this.#active);
    else return;
    event.preventDefault();
  }

  #mark(index) {
    this.#active = index;
    for (const [i, option] of [...this.#list.children].entries()) option.setAttribute("aria-selected", String(i === index));
    this.#input.setAttribute("aria-activedescendant", `${this.#list.id}-${index}`);
  }

  #go(index) {
    const item = this.#items[index];
    if (item) this.choose(item);
  }

  // Where to ask, what of an answer is offered, and what a choice does: <area-pick> and
  // <text-search> do other things.
  offers(answer) { return answer.items ?? []; }

  question(query) { return `${this.getAttribute("api")}?limit=8&lang=${this.getAttribute("lang")}&q=${encodeURIComponent(query)}`; }

  choose(item) { location.href = `/${this.getAttribute("lang")}/places/${item.id}`; }

  // take puts a choice into the field and closes the list.
  take(text) {
    this.#input.value = this.#asked = text;
    this.#close();
  }

  #close() {
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
    this.#active = -1;
  }
}

customElements.define("place-search", PlaceSearch);
