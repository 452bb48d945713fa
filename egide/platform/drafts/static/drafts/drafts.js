// What is typed is sent a moment after, and on leaving the page. Nothing of it is kept in the browser: while the
// network is lost the page holds it, says so, and tries again.
"use strict";

(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const state = form.querySelector("[data-draft-state]");
  const PAUSE = 1500;
  const LONGEST_UNKEPT = 15_000;
  const LONGEST_ON_LEAVING = 60_000; // a browser gives up what is longer when the page closes
  const RETRY = { first: 4_000, last: 60_000 };
  const SAYS = {
    offline: "Pas de réseau : ce que vous venez d’écrire n’est pas encore gardé. Laissez cette page ouverte, elle réessaie.",
    closed: "Vous n’êtes plus connecté. Laissez cette page ouverte, connectez-vous dans un autre onglet : elle réessaie.",
    gone: "Cette fiche ne peut plus être écrite : le brouillon n’est pas gardé. Copiez ce que vous avez écrit.",
  };
  let timer = 0;
  let wait = RETRY.first;
  let dirty = false;
  let since = 0;
  let isLeaving = false;
  let sending = null;

  function say(text, isTrouble) {
    if (state.textContent !== text) state.textContent = text; // what has not changed is not read out again
    state.toggleAttribute("data-trouble", isTrouble);
  }

  // Signing in again, in another tab, has changed the token that the page was given.
  function renewToken() {
    const token = document.cookie.split("; ").map((pair) => pair.split("=")).find(([name]) => /^(__Host-)?csrf$/.test(name));
    if (token) form.querySelector("[name=csrfmiddlewaretoken]").value = token[1];
  }

  function typed() {
    renewToken();
    const turn = form.querySelector("[name=draft-turn]");
    turn.value = String(Number(turn.value) + 1);
    const sent = new URLSearchParams(new FormData(form));
    sent.set("draft-keep", "auto");
    return sent;
  }

  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  }

  function failed(text) {
    dirty = true;
    say(text, true);
    if (isLeaving) return;
    later(wait);
    wait = Math.min(wait * 2, RETRY.last);
  }

  function kept(text) {
    wait = RETRY.first;
    say(text, false);
    form.querySelector("[value=form][name=draft-drop]").dataset.confirm = "Abandonner ce que vous avez écrit ? Le brouillon sera effacé.";
    if (!dirty) form.dispatchEvent(new Event("draft-kept", { bubbles: true }));
  }

  async function attempt() {
    dirty = false;
    since = 0;
    const sent = typed();
    let answer;
    try {
      answer = await fetch(form.getAttribute("action") || location.pathname, {
        method: "POST",
        body: sent,
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: sent.toString().length < LONGEST_ON_LEAVING,
        signal: AbortSignal.timeout(15_000),
      });
      if (answer.ok) return kept((await answer.json()).said);
      if (answer.status === 409 || answer.status === 422) return say((await answer.json()).said, true);
    } catch {
      return failed(SAYS.offline);
    }
    if (answer.status === 404) return say(SAYS.gone, true);
    return failed(answer.type === "opaqueredirect" || answer.status === 403 ? SAYS.closed : SAYS.offline);
  }

  function send() {
    clearTimeout(timer);
    if (isLeaving || sending) return;
    sending = attempt().finally(() => {
      sending = null;
      if (dirty && wait === RETRY.first) later(PAUSE);
    });
  }

  function changed() {
    dirty = true;
    since ||= Date.now();
    if (wait === RETRY.first) later(Math.max(0, Math.min(PAUSE, since + LONGEST_UNKEPT - Date.now())));
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-add], [data-remove]")) changed();
  });
  window.addEventListener("online", () => { if (dirty) send(); });

  // On leaving, what was typed since the last sending goes at once, beside the one under way.
  function leave() {
    if (!dirty || isLeaving) return;
    clearTimeout(timer);
    attempt();
  }
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
  window.addEventListener("pagehide", leave);

  form.addEventListener("submit", (event) => {
    renewToken();
    if (navigator.onLine) return;
    event.preventDefault();
    say(SAYS.offline, true);
  });

  // The form itself leaves: what is under way arrives first, so that no draft outlives what was saved.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    clearTimeout(timer);
    isLeaving = true;
    if (!sending) return;
    event.preventDefault();
    const { submitter } = event;
    delete submitter?.dataset.confirm; // it has been answered
    sending.finally(() => { HTMLFormElement.prototype.requestSubmit.call(form, submitter); });
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) isLeaving = false; });

  if (form.hasAttribute("data-draft-kept")) kept(state.textContent);
})();
