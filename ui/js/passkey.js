// <passkey-button ask="/en/sign-in/passkey/ask" verb="get"> stands in a plain form and
// holds a hidden button. Where the browser knows passkeys the button appears; pressed, it
// fetches the question, has the device answer it, puts the answer into the form's field
// "answer" and sends the form. verb is "get" to sign in, "create" for a new key.

const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// The question as the browser wants it: what is bytes comes as base64url.
function question(options) {
  const ids = (list) => (list ?? []).map((key) => ({ ...key, id: decode(key.id) }));
  const q = { ...options, challenge: decode(options.challenge) };
  if (options.user) q.user = { ...options.user, id: decode(options.user.id) };
  if (options.excludeCredentials) q.excludeCredentials = ids(options.excludeCredentials);
  if (options.allowCredentials) q.allowCredentials = ids(options.allowCredentials);
  return q;
}

// The answer as the server wants it.
function answer(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) response[name] = encode(key.response[name]);
  }
  if (key.response.getTransports) response.transports = key.response.getTransports();
  return JSON.stringify({
    id: key.id, rawId: encode(key.rawId), type: key.type, response,
    authenticatorAttachment: key.authenticatorAttachment ?? undefined, clientExtensionResults: key.getClientExtensionResults(),
  });
}

class PasskeyButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !window.PublicKeyCredential) return;
    this.hidden = false;
    button.hidden = false;
    button.addEventListener("click", () => this.#go(button));
  }

  async #go(button) {
    const form = this.closest("form");
    const trouble = this.querySelector("[data-trouble]");
    button.disabled = true;
    if (trouble) trouble.hidden = true;
    try {
      const asked = await fetch(this.getAttribute("ask"), { method: "POST" });
      if (!asked.ok) throw new Error(String(asked.status));
      const verb = this.getAttribute("verb") === "create" ? "create" : "get";
      const key = await navigator.credentials[verb]({ publicKey: question(await asked.json()) });
      form.elements.answer.value = answer(key);
      form.submit();
    } catch {
      if (trouble) trouble.hidden = false; // she turned it down, or the device cannot
      button.disabled = false;
    }
  }
}

customElements.define("passkey-button", PasskeyButton);
