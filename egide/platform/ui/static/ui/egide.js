// Comfort only: every page works without it. Listeners sit on the document, so that what htmx brings is heard too.
"use strict";

const LEAVING = "Vos modifications ne sont pas enregistrées.";
const unsaved = new Set();

// Themes: light, dark, or what the system says.

function showTheme(choices) {
  const current = document.documentElement.dataset.theme || "system";
  for (const button of choices.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === current));
  }
}

function chooseTheme(button) {
  const theme = button.dataset.themeChoice;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch { /* the choice lasts as long as the page */ }
  showTheme(button.closest("[data-themes]"));
}

// Lines of a form: a copy of the template, under an identifier of its own.

function newIdentifier() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function noneOf(lines) {
  return lines.querySelector(":scope > label.option > input[type=checkbox]");
}

function addLine(button) {
  const lines = button.closest("[data-lines]");
  const template = lines.querySelector(":scope > template[data-mark]");
  const copy = document.createElement("template");
  copy.innerHTML = template.innerHTML.replaceAll(template.dataset.mark, newIdentifier());
  const line = copy.content.firstElementChild;
  template.before(line);
  const none = noneOf(lines);
  if (none) { none.checked = false; none.parentElement.hidden = true; }
  line.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function forget(form, identifier) {
  const value = CSS.escape(identifier);
  for (const option of form.querySelectorAll(`option[value="${value}"]`)) option.remove();
  for (const box of form.querySelectorAll(`input[type=checkbox][value="${value}"], input[type=radio][value="${value}"]`)) {
    (box.closest("label") || box).remove();
  }
}

function removeLine(button) {
  const line = button.closest(".line");
  const lines = line.parentElement.closest("[data-lines]");
  const form = line.closest("form");
  const identifier = line.querySelector(":scope > input[type=hidden]")?.value;
  line.remove();
  if (identifier) forget(form, identifier);
  const none = noneOf(lines);
  if (none && !lines.querySelector(":scope > .line")) none.parentElement.hidden = false;
  lines.querySelector(":scope > p > [data-add]")?.focus();
}

function changeLines(event, button, change) {
  if (!button.form) return;
  event.preventDefault();
  if (button.form.matches("[data-unsaved]")) unsaved.add(button.form);
  change(button);
}

// What the whole page listens to.

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.matches("[data-theme-choice]")) chooseTheme(button);
  else if (button?.matches("[data-add]")) changeLines(event, button, addLine);
  else if (button?.matches("[data-remove]")) changeLines(event, button, removeLine);
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-unsaved]");
  if (form) unsaved.add(form);
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
  else unsaved.clear();
});

document.addEventListener("draft-kept", (event) => unsaved.delete(event.target));

window.addEventListener("beforeunload", (event) => {
  if (![...unsaved].some((form) => form.isConnected)) return;
  event.preventDefault();
  event.returnValue = LEAVING;
});

for (const choices of document.querySelectorAll("[data-themes]")) {
  choices.hidden = false;
  showTheme(choices);
}
document.querySelector(".errors[role=alert]")?.focus();
