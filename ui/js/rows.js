// Long forms of rows, such as a budget. Without this each works by its buttons alone.

// <row-list> adds a row at once where its button would have the server add some: it fills the
// template's row with the next number, and goes to its first field. Rows stand in the element
// marked data-rows. What is ticked as gone goes when the form is saved, so it can come back.
class RowList extends HTMLElement {
  connectedCallback() {
    this.rows = this.querySelector("[data-rows]");
    this.blank = this.querySelector("template");
    const button = this.querySelector("button[name=more]");
    if (!this.rows || !this.blank || !button) return;
    button.type = "button";
    button.addEventListener("click", () => this.add());
    if (matchMedia("(max-width: 48rem)").matches) this.trim();
  }

  // trim leaves one empty row at the end: a phone has no room for more.
  trim() {
    const empty = (row) => !row.querySelector("[aria-invalid]") && ![...row.querySelectorAll("input:not([type=hidden], [type=checkbox])")].some((input) => input.value);
    while (this.rows.children.length > 1 && empty(this.rows.lastElementChild) && empty(this.rows.lastElementChild.previousElementSibling)) this.rows.lastElementChild.remove();
  }

  add() {
    const n = this.rows.children.length, before = [...this.rows.children].reverse();
    const row = this.blank.content.firstElementChild.cloneNode(true);
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const attribute of element.attributes) {
        if (attribute.name === "aria-label") attribute.value = attribute.value.replace(/0$/, n + 1);
        else if (/^(name|id|for)$/.test(attribute.name)) attribute.value = attribute.value.replace("#", n);
      }
    }
    // Whose money and in which currency is mostly as in the last row that says it.
    const partner = (row) => row.querySelector('select[name$=".partner"]'), currency = (row) => row.querySelector('select[name$=".currency"]');
    const last = before.find((row) => partner(row)?.value);
    if (last) [partner(row).value, currency(row).value] = [partner(last).value, currency(last).value];
    this.rows.append(row);
    row.querySelector("select, input:not([type=hidden])").focus();
  }
}
customElements.define("row-list", RowList);

const MOST = 10n ** 15n; // more than any budget, in cents

// amount reads an amount as the server does, in cents; null for what is none.
export function amount(text) {
  text = text.trim().replace(/[\s'’]/gu, " ");
  const at = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  let whole = text, part = "";
  if (at >= 0) {
    const before = text.slice(0, at), after = text.slice(at + 1);
    const thousands = before.includes(text[at]) || (after.length === 3 && !/[.,]/.test(before) && /[^0]/.test(before));
    if (!thousands) {
      if (!before || !after) return null;
      [whole, part] = [before, after];
    }
  }
  const mark = whole.match(/[ .,]/)?.[0];
  if (mark) {
    const groups = whole.split(mark);
    if (!groups.every((group, i) => (i ? /^\d{3}$/ : /^\d{1,3}$/).test(group))) return null;
    whole = groups.join("");
  }
  if (!/^\d{1,20}$/.test(whole) || !/^\d{0,2}$/.test(part)) return null;
  const cents = BigInt(whole + part.padEnd(2, "0"));
  return cents > MOST ? null : cents;
}

// <running-sums> adds up a budget while it is typed: what each partner spends and who pays it,
// to the cent. The server adds it up again, and its answer holds. Its attributes are the words.
class RunningSums extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.body = this.querySelector("tbody");
    if (!this.form || !this.body) return;
    const numbers = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2 });
    this.money = (cents, currency = "EUR") => `${numbers.format(Number(cents) / 100)}\u00a0${currency}`;
    this.form.addEventListener("input", () => this.tell());
    addEventListener("pageshow", () => this.tell()); // browsers restore fields after going back
    this.tell();
  }

  // part gives the rows of a part that stay, each with its fields by name.
  *part(name) {
    for (let n = 0; this.form.elements[`${name}.${n}.currency`]; n++) {
      const field = (key) => this.form.elements[`${name}.${n}.${key}`];
      if (!field("gone")?.checked) yield field;
    }
  }

  // euros adds an amount's cents of the euro to a sum of a partner.
  euros(field, sum) {
    const text = field("amount").value.trim(), currency = field("currency").value, cents = text ? amount(text) : 0n;
    const per = currency === "EUR" ? 1000000n : this.rates.get(currency);
    if (cents === null) this.trouble.add(this.dataset.unread);
    else if (cents && !per) this.trouble.add(this.dataset.rate.replace("{currency}", currency));
    else if (cents) sum.set(field("partner").value, (sum.get(field("partner").value) ?? 0n) + (cents * 1000000n + per / 2n) / per);
  }

  tell() {
    this.trouble = new Set();
    this.rates = new Map();
    for (const field of this.part("rate")) {
      const [, whole, part = ""] = field("rate").value.trim().match(/^(\d{1,9})(?:[.,](\d{1,6}))?$/) ?? [];
      if (whole && field("currency").value) this.rates.set(field("currency").value, BigInt(whole + part.padEnd(6, "0")) || undefined);
    }
    const costs = new Map(), pays = new Map(), rests = [];
    for (const field of this.part("line")) this.euros(field, costs);
    for (const field of this.part("share")) field("rest").checked ? rests.push(field("partner").value) : this.euros(field, pays);
    for (const who of rests) if ((costs.get(who) ?? 0n) > (pays.get(who) ?? 0n)) pays.set(who, costs.get(who));
    const names = new Map([...this.form.querySelectorAll('select[name$=".partner"]')].flatMap((s) => [...s.options]).map((o) => [o.value, o.text]));
    const rows = [...names].filter(([id]) => costs.get(id) || pays.get(id)).map(([id, name]) => this.row(name, costs.get(id) ?? 0n, pays.get(id) ?? 0n));
    const all = (sum) => [...sum.values()].reduce((a, b) => a + b, 0n);
    const total = this.row(this.dataset.total, all(costs), all(pays), [...this.rates].map(([currency, per]) => this.money((all(costs) * per + 500000n) / 1000000n, currency)));
    total.className = "total";
    this.body.replaceChildren(...rows, total);
    this.querySelector("ul")?.remove();
    if (this.trouble.size) {
      const list = Object.assign(document.createElement("ul"), { className: "faults-list" });
      for (const text of this.trouble) list.append(Object.assign(document.createElement("li"), { textContent: text }));
      this.append(list);
    }
    this.hidden = !rows.length;
  }

  row(name, costs, pays, others = []) {
    const row = document.createElement("tr"), off = costs - pays, heads = this.querySelectorAll("thead th");
    const cell = (kind, text, notes = []) => {
      const made = Object.assign(document.createElement(kind), { textContent: text });
      for (const note of notes) made.append(" ", Object.assign(document.createElement("span"), { className: "cell-note", textContent: note }));
      row.append(made);
      const label = heads[row.childElementCount - 1];
      if (kind === "td" && row.childElementCount < 4) made.dataset.label = label.textContent; // where there is no room for a head
      return made;
    };
    cell("th", name).scope = "row";
    cell("td", this.money(costs), others).className = "right";
    cell("td", this.money(pays)).className = "right";
    const { short, over, fits } = this.dataset;
    cell("td", off > 0n ? short.replace("{by}", this.money(off)) : off < 0n ? over.replace("{by}", this.money(-off)) : fits).className = off ? "off" : "fits";
    return row;
  }
}
customElements.define("running-sums", RunningSums);
