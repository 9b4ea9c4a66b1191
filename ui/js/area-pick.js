// <area-pick> is the list of <place-search> inside a larger form: what is chosen fills the
// field, and its identifier goes along in the hidden field "area", with the text for which
// it holds in "area_for". Without it a button looks the text up. Attribute send: the choice
// sends the form, as a button "pick" with its number would.
import { PlaceSearch } from "./place-search.js";

class AreaPick extends PlaceSearch {
  get form() { return this.querySelector("input[type=search]").form; }

  question(query) {
    const role = this.form.elements.role?.value ?? "";
    return `${super.question(query)}&role=${encodeURIComponent(role)}`;
  }

  choose(item) {
    if (this.hasAttribute("send")) {
      this.hide("pick", item.id ?? item.value.split(":")[1]);
      this.take(this.querySelector("input[type=search]").value); // with the list open its Enter would hold the form back
      this.form.requestSubmit(this.querySelector("button[name=find]"));
      return;
    }
    const text = [item.name, item.where].filter(Boolean).join(", ");
    this.closest(".field-group").querySelector(".offers")?.remove();
    this.hide("area", item.value);
    this.hide("area_for", text);
    this.take(text);
  }

  hide(name, value) {
    let field = this.form.querySelector(`input[type=hidden][name=${name}]`);
    if (!field) {
      field = document.createElement("input");
      Object.assign(field, { type: "hidden", name });
      this.append(field);
    }
    field.value = value;
  }
}

customElements.define("area-pick", AreaPick);
