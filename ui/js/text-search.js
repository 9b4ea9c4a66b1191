// <text-search> is the list of <place-search> for words: it offers the public texts that
// answer what has been typed so far, in the page's language. A choice opens the text; Enter
// without one searches as the form does.
import { PlaceSearch } from "./place-search.js";

const OFFERED = 6; // more would hide the page below

class TextSearch extends PlaceSearch {
  question(query) { return `${this.getAttribute("api")}?limit=${OFFERED}&lang=${this.getAttribute("lang")}&q=${encodeURIComponent(query)}`; }

  offers(answer) {
    const year = (item) => item.kind === "meeting" ? item.date?.slice(0, 4) : "";
    return (answer.items ?? []).map((item) => ({ ...item, name: item.title, where: [item.kind_name, year(item)].filter(Boolean).join(", ") }));
  }

  choose(item) { location.href = item.url; }
}

customElements.define("text-search", TextSearch);
