// <work-progress> holds how far a work is that goes on without the reader. It asks for the
// page again, takes the new state from it, and loads the page when the work has ended.
// Without this script the link below it does the same.
const pause = 1500; // milliseconds: a person who watches sees it move

class WorkProgress extends HTMLElement {
  connectedCallback() {
    this.wait();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  wait() {
    this.timer = setTimeout(() => this.look(), pause);
  }

  async look() {
    try {
      const answer = await fetch(location.href);
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const next = page.querySelector("work-progress");
        if (!next) return location.reload();
        this.take(next);
      } else if (answer.status < 500) {
        return location.reload(); // gone, or signed out: the page says so
      }
    } catch {
      // no network for a moment: the work goes on
    }
    this.wait();
  }

  // Only what changed is written, so that nobody is read the same words again.
  take(next) {
    for (const part of ["h2", "[role=status]"]) {
      const [here, there] = [this, next].map((e) => e.querySelector(part));
      if (here.textContent !== there.textContent) here.textContent = there.textContent;
    }
    const [bar, there] = [this, next].map((e) => e.querySelector("progress"));
    for (const name of ["max", "value"]) {
      if (there.hasAttribute(name)) bar.setAttribute(name, there.getAttribute(name));
      else bar.removeAttribute(name);
    }
  }
}

customElements.define("work-progress", WorkProgress);
