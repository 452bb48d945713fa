// Passkeys: a form with data-passkey="create" or "get" asks the browser for one, then sends what it answered.
// data-options: what is asked, as JSON; data-options-from: the address that says it. Without this, the form stays hidden.
"use strict";

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

function toText(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const described = (listed) => (listed || []).map((each) => ({ ...each, id: toBytes(each.id) }));

function asked({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.excludeCredentials) options.excludeCredentials = described(options.excludeCredentials);
  if (options.allowCredentials) options.allowCredentials = described(options.allowCredentials);
  return { publicKey: options };
}

function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

async function use(form) {
  const told = form.querySelector("[data-passkey-told]");
  told.hidden = true;
  try {
    const options = asked(await optionsOf(form));
    const made = await navigator.credentials[form.dataset.passkey](options);
    form.querySelector("[name=credential]").value = JSON.stringify(answered(made));
    form.submit();
  } catch {
    told.hidden = false;
    told.focus();
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    document.querySelector("[data-passkey-missing]")?.removeAttribute("hidden");
    continue;
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    use(form);
  });
}
