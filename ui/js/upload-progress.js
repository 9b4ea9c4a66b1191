// <upload-progress> shows how much of a form's files has been sent. Inside it stands a
// plain file field of a plain form, which keeps working: the form goes out as a browser
// would send it, and the page that comes back takes this one's place. Attributes: the
// texts sent (before a percentage), checking (all is sent, the server looks), failed.

class UploadProgress extends HTMLElement {
  #busy = false;

  connectedCallback() {
    const form = this.closest("form");
    if (!form || this.querySelector("progress")) return;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.hidden = true;
    const status = document.createElement("p");
    status.className = "hint";
    status.setAttribute("role", "status");
    this.append(bar, status);
    form.addEventListener("submit", (event) => {
      const field = this.querySelector("input[type=file]");
      if (event.defaultPrevented || !field.files.length) return; // nothing to wait for
      event.preventDefault();
      if (!this.#busy) this.#send(form, event.submitter, bar, status);
    });
  }

  #send(form, submitter, bar, status) {
    this.#busy = true;
    bar.hidden = false;
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = event.loaded / event.total;
      bar.setAttribute("aria-valuetext", Math.round(bar.value * 100) + " %");
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      status.textContent = this.getAttribute("checking");
    });
    const failed = () => {
      this.#busy = false;
      bar.hidden = true;
      status.textContent = this.getAttribute("failed");
    };
    request.addEventListener("error", failed);
    request.addEventListener("abort", failed);
    request.addEventListener("load", () => this.#show(request, failed));
    status.textContent = this.getAttribute("sent");
    request.open("POST", form.action);
    request.send(new FormData(form, submitter));
  }

  // What came back takes this page's place, under its own address: asking for it again
  // would lose what it says once.
  #show(request, failed) {
    const page = request.response;
    if (!page?.querySelector("main")) return failed();
    if (request.responseURL !== location.href) {
      history.pushState(null, "", request.responseURL);
      addEventListener("popstate", () => location.reload(), { once: true });
    }
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    scrollTo(0, 0);
    document.getElementById("faults")?.focus();
  }
}

customElements.define("upload-progress", UploadProgress);
