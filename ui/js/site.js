// Everything here only helps: each page works as plain HTML. Own elements have a dash in
// their name and live in the file of that name.
import "./place-search.js";
import "./area-pick.js";
import "./text-search.js";
import "./pan-zoom.js";
import "./work.js";
import "./passkey.js";
import "./list-select.js";
import "./key-help.js";
import "./live-preview.js";
import "./photos.js";
import "./upload-progress.js";
import "./text-tools.js";
import "./work-progress.js";
import "./open-now.js";
import "./nearest-point.js";
import "./live-part.js";
import { dropLists } from "./check-in-store.js";
import "./asked-if.js";

// A button that prints the page is of no use where there is no script, so it waits hidden.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Where there is room beside the list, the wishes are open from the start.
if (matchMedia("(min-width: 62rem)").matches) for (const wishes of document.querySelectorAll("details.filters")) wishes.open = true;

// Filters are a plain GET form; leaving out what is empty keeps its address readable.
for (const form of document.querySelectorAll("form[data-tidy]")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

// Escape closes the menu of a phone and goes back to its button.
document.querySelector(".site-header").addEventListener("keydown", (event) => {
  const menu = document.querySelector(".menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.firstElementChild.focus();
});

// Who signs out leaves no list of guests on the device. Scans that were not sent stay.
for (const form of document.querySelectorAll('form[action$="/sign-out"]')) form.addEventListener("submit", () => dropLists());
