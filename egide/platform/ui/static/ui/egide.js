// Comfort only: every page works without it.
"use strict";

const LEAVING = "Vos modifications ne sont pas enregistrées.";

function warnBeforeLeaving(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) { event.preventDefault(); event.returnValue = LEAVING; } });
}

document.querySelectorAll("form[data-unsaved]").forEach(warnBeforeLeaving);
