// <check-in> is the page at a door. Without it the page works as forms; with it scans are
// taken on the device, by camera, by a scanner that types or by hand, shown at once, kept, and
// sent when there is a connection. Attributes: base (address of the page), meeting, zone, until (in
// milliseconds, when the device forgets), decoder (address of the reader of QR codes), protected
// (guests are not named). Its texts stand in templates named by data-say.
import * as store from "./check-in-store.js";

const POLL = 8000; // ms: how old the counter may be
const MOST = 200; // scans sent at once
const SAME = 4000; // ms: a badge held before the camera is one scan
const WIDE = 640; // px: what is read of a picture

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ł", "l").replaceAll("ß", "ss");
const clean = (code) => code.trim().toUpperCase().replace(/[\s-]/g, "");
const nonce = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

function el(name, attributes, ...children) {
  const e = Object.assign(document.createElement(name), attributes);
  e.append(...children.filter((c) => c !== ""));
  return e;
}

class CheckIn extends HTMLElement {
  #kept; // the list: {base, until, mark, state}
  #here = new Map(); // what was scanned here and is not in the list yet, "list member" → {at} or null where taken back
  #busy = false;
  #again = false; // something came while it was being sent
  #last = 0; // moment of the last scan: no two are alike
  #shown = ""; // nonce of the scan that is shown
  #trouble = "";

  connectedCallback() {
    this.base = this.getAttribute("base");
    this.meeting = this.getAttribute("meeting");
    this.#part("code").addEventListener("submit", (event) => this.#typed(event));
    const search = this.#part("search");
    search.addEventListener("submit", (event) => this.#kept && (event.preventDefault(), this.#find()));
    search.addEventListener("input", () => this.#find());
    this.querySelector("[name=list]").addEventListener("change", () => this.#show());
    addEventListener("online", () => this.#send());
    addEventListener("offline", () => this.#net());
    document.addEventListener("visibilitychange", () => document.hidden || this.#send());
    document.addEventListener("keydown", (event) => this.#key(event));
    this.#offerCamera();
    this.#offerForget();
    this.#start();
  }

  async #start() {
    navigator.serviceWorker?.register(this.base + "/worker.js", { scope: this.base }).catch(() => {}); // then the page does not open offline, and works while it is open
    await store.dropOld();
    this.#kept = await store.listOf(this.base);
    for (const scan of await store.waiting(this.meeting)) this.#note(scan);
    this.#show();
    await this.#send();
    this.timer = setInterval(() => document.hidden || this.#send(), POLL);
    this.dataset.ready = "";
  }

  #part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  #say(key, values = {}) {
    let text = this.querySelector(`template[data-say=${key}]`).content.textContent;
    for (const [name, value] of Object.entries(values)) text = text.replace(`{${name}}`, value);
    return text;
  }

  get #list() {
    return this.querySelector("[name=list]").value;
  }

  // --- scans

  #typed(event) {
    event.preventDefault();
    const field = this.querySelector("[name=code]");
    const code = clean(field.value);
    field.value = "";
    field.focus();
    if (code) this.#take({ code });
  }

  // A scanner types wherever the page is.
  #key(event) {
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, select, textarea, button, a, summary")) this.querySelector("[name=code]").focus();
  }

  #person({ code, member }) {
    return this.#kept?.state.people.find((p) => (member ? p.id === member : p.code === code));
  }

  // since says when somebody is there, by the list and by what was scanned here.
  #since(list, member) {
    const key = list + " " + member;
    if (this.#here.has(key)) return this.#here.get(key);
    return this.#kept?.state.there.find((t) => t.list === list && t.member === member);
  }

  async #take({ code = "", member = "", undo = false }) {
    const list = this.#list;
    const person = this.#person({ code, member });
    const since = person && this.#since(list, person.id);
    if (since && !undo) {
      this.#shown = "";
      return this.#tell("again", this.#say("again", { at: since.at, door: this.#door(since) }), person);
    }
    this.#last = Math.max(Date.now(), this.#last + 1);
    const scan = { nonce: nonce(), meeting: this.meeting, list, code: member || person ? "" : code, member: member || (person?.id ?? ""), at: this.#last, undo };
    await store.queue(scan); // before anything is said of it
    this.#note(scan);
    this.#shown = scan.nonce;
    if (undo) this.#tell("undone", this.#say("undone"), person);
    else if (person) this.#tell("in", this.#say("in", { at: this.#clock(scan.at) }), person);
    else this.#tell("kept", this.#say("kept_unknown"));
    this.#show();
    await this.#net();
    await this.#send();
  }

  #note(scan) {
    const member = scan.member || this.#person(scan)?.id;
    if (member) this.#here.set(scan.list + " " + member, scan.undo ? null : { at: this.#clock(scan.at), here: true });
  }

  #clock(at) {
    return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: this.getAttribute("zone") || undefined }).format(at);
  }

  #door(since) {
    if (since.here) return document.querySelector(".scan-head .kicker").textContent.split(" · ")[1] ?? this.#kept?.state.doors[""] ?? "";
    return this.#kept?.state.doors[since.door] ?? "";
  }

  // --- sending

  // send sends what waits and asks for what changed, one after the other.
  async #send() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      do {
        this.#again = false;
        if (Date.now() > Number(this.getAttribute("until"))) await this.#end("over");
        else if (await this.#post()) await this.#refresh();
      } while (this.#again);
    } finally {
      this.#busy = false;
    }
    await this.#net();
  }

  // post sends what waits; false where it cannot be now.
  async #post() {
    for (;;) {
      const scans = (await store.waiting(this.meeting)).slice(0, MOST);
      if (!scans.length) return true;
      const answer = await this.#ask("/scans", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ sent: Date.now(), scans }) });
      if (!answer) return false;
      const results = await answer.json();
      await store.sent(results.map((r) => r.nonce));
      for (const result of results) this.#heard(result, scans);
    }
  }

  // heard shows what became of a scan: the last one in its place, an earlier one only where
  // somebody must know.
  #heard(result, scans) {
    const scan = scans.find((s) => s.nonce === result.nonce);
    const person = this.#person({ member: result.member }) ?? this.#person(scan);
    const text = this.#say(result.verdict, { at: result.at ?? "", door: this.#kept?.state.doors[result.door ?? ""] ?? "" });
    if (result.nonce === this.#shown) return this.#tell(result.verdict, text, person);
    if (["again", "unknown", "not_coming"].includes(result.verdict)) {
      const warnings = this.querySelector(".scan-warnings") ?? this.#part("last").insertAdjacentElement("afterend", el("ul", { className: "scan-warnings" }));
      warnings.prepend(el("li", { className: result.verdict }, person ? el("strong", {}, this.#name(person)) : (scan.code ?? ""), " " + text));
    }
  }

  async #refresh() {
    const headers = this.#kept ? { "If-None-Match": this.#kept.mark } : {};
    const answer = await this.#ask("/state", { headers });
    if (!answer) return;
    if (answer.status !== 304) {
      const state = await answer.json();
      this.#kept = { base: this.base, until: state.until, mark: answer.headers.get("ETag") ?? "", state };
      await store.keepList(this.#kept);
    }
    if (!(await store.waiting(this.meeting)).length) this.#here.clear();
    this.#show();
  }

  // ask returns the answer, or nothing where there is none that helps; it notes why.
  async #ask(path, options) {
    let answer;
    try {
      answer = await fetch(this.base + path, { ...options, redirect: "manual", cache: "no-store" });
    } catch {
      this.#trouble = "offline";
      return;
    }
    if (answer.ok || answer.status === 304) {
      this.#trouble = "";
      return answer;
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) await this.#end("signed_out");
    else if (answer.status === 404 || answer.status === 410) await this.#end("over");
    else this.#trouble = answer.status >= 500 || answer.status === 429 ? "offline" : "refused";
  }

  // end forgets the list; scans stay.
  async #end(why) {
    this.#trouble = why;
    this.#kept = undefined;
    this.#here.clear();
    await store.dropList(this.base);
    this.#show();
  }

  async #net() {
    const n = (await store.waiting(this.meeting)).length;
    const trouble = this.#trouble || (navigator.onLine ? "" : "offline");
    const lines = [trouble && this.#say(trouble), n && this.#say("waiting", { n }), !n && this.dataset.waited && this.#say("all_sent")];
    if (n) this.dataset.waited = "yes";
    this.dataset.waiting = n;
    this.#part("net").replaceChildren(...lines.filter(Boolean).map((line) => el("span", {}, line)));
    this.#part("net").classList.toggle("trouble", Boolean(trouble || n));
  }

  // --- what is shown

  #name(person) {
    return person.name ?? this.#say("badge", { end: person.code.slice(-4) });
  }

  #group(person) {
    return this.#kept?.state.groups[person.group]?.name ?? "";
  }

  #tell(verdict, text, person) {
    const said = el("div", { className: "scan-said " + verdict });
    if (person) said.append(el("p", { className: "scan-who" }, this.#name(person), el("span", { className: "scan-of" }, this.#group(person))));
    said.append(el("p", {}, text));
    if (person && (verdict === "in" || verdict === "again")) said.append(this.#button("undo", "button quiet", () => this.#take({ member: person.id, undo: true })));
    this.#part("last").replaceChildren(said);
    navigator.vibrate?.(verdict === "in" ? 60 : [80, 80, 80]);
  }

  #button(key, className, act) {
    const b = el("button", { type: "button", className }, this.#say(key));
    b.addEventListener("click", act);
    return b;
  }

  #show() {
    if (!this.#kept) return;
    const { people, there, groups } = this.#kept.state;
    const list = this.#list;
    const inside = new Set(there.filter((t) => t.list === list).map((t) => t.member));
    for (const [key, since] of this.#here) {
      const [of, member] = key.split(" ");
      if (of === list) since ? inside.add(member) : inside.delete(member);
    }
    this.querySelector(".scan-sum .num").textContent = people.filter((p) => inside.has(p.id)).length;
    this.dataset.expected = groups.reduce((n, g) => n + g.coming, 0);
    if (this.querySelector("[name=q]").value) this.#find();
  }

  #find() {
    if (!this.#kept) return; // the form asks the site
    const want = fold(this.querySelector("[name=q]").value.trim());
    const found = want ? this.#kept.state.people.filter((p) => fold(this.#name(p) + " " + this.#group(p)).includes(want)).slice(0, 30) : [];
    const rows = found.map((p) => {
      const since = this.#since(this.#list, p.id);
      const who = el("div", {}, el("strong", {}, this.#name(p)), " ", el("span", { className: "soft" }, this.#group(p)));
      if (since) who.append(" ", el("span", { className: "scan-in" }, this.#say("there_since", { at: since.at })));
      const act = since ? this.#button("undo", "button quiet", () => this.#take({ member: p.id, undo: true })) : this.#button("take", "button", () => this.#take({ member: p.id }));
      return el("li", {}, who, act);
    });
    const nothing = want ? [el("p", {}, this.#say("found_none"))] : [];
    this.#part("found").replaceChildren(...(rows.length ? [el("ul", { className: "scan-found" }, ...rows)] : nothing));
  }

  // --- the device

  #offerForget() {
    const button = this.#part("forget");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await store.dropList(this.base);
      this.#kept = undefined;
      for (const name of (await globalThis.caches?.keys()) ?? []) if (name.startsWith("check-in " + this.base + " ")) await caches.delete(name);
      for (const r of (await navigator.serviceWorker?.getRegistrations()) ?? []) if (new URL(r.scope).pathname === this.base) await r.unregister();
      button.replaceWith(el("p", { role: "status" }, this.#say("forgotten")));
      clearInterval(this.timer);
      this.#part("found").replaceChildren();
    });
  }

  #offerCamera() {
    if (!navigator.mediaDevices?.getUserMedia) return;
    const part = this.#part("camera");
    part.hidden = false;
    const go = this.#button("camera", "button", () => this.#film(part, go));
    part.append(go);
  }

  async #film(part, go) {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
    } catch {
      go.replaceWith(el("p", { className: "soft" }, this.#say("no_camera")));
      return;
    }
    const video = el("video", { muted: true, playsInline: true, srcObject: stream });
    const stop = this.#button("camera_off", "button quiet", () => {
      for (const track of stream.getTracks()) track.stop();
      part.replaceChildren(go);
    });
    part.replaceChildren(video, stop);
    await video.play();
    this.#watch(video, await this.#reader());
  }

  // reader is the browser's own reader of QR codes, or ours.
  async #reader() {
    if ("BarcodeDetector" in globalThis && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
    }
    const { read } = await import(this.getAttribute("decoder"));
    const canvas = el("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    return (video) => {
      const scale = Math.min(1, WIDE / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      return read(context.getImageData(0, 0, canvas.width, canvas.height));
    };
  }

  // watch reads one picture after the other until the camera stops.
  async #watch(video, read) {
    let before = "";
    let when = 0;
    while (video.isConnected) {
      const code = video.videoWidth ? clean(await read(video)) : "";
      if (code && (code !== before || Date.now() - when > SAME)) this.#take({ code });
      if (code) [before, when] = [code, Date.now()];
      await new Promise((next) => setTimeout(next, code ? 300 : 120));
    }
  }
}

customElements.define("check-in", CheckIn);
