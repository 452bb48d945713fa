// Ctrl-K: what the search page answers, as one types, with the keyboard alone. Without it, the search box is enough.
"use strict";

const palette = document.querySelector("dialog[data-palette]");

if (palette) {
  const DELAY = 120;
  const words = palette.querySelector("input");
  const list = palette.querySelector("[role=listbox]");
  const told = palette.querySelector("[data-told]");
  let shown = null;
  let waiting = null;
  let asking = null;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      words.setAttribute("aria-activedescendant", option.id);
    } else words.removeAttribute("aria-activedescendant");
  };

  const show = (markup) => {
    list.innerHTML = markup;
    const found = options();
    found.forEach((option, number) => { option.id = `palette-${number}`; });
    words.setAttribute("aria-expanded", String(found.length > 0));
    told.textContent = found.length > 1 ? `${found.length} propositions` : found.length ? "Une proposition" : "Rien à proposer";
    choose(found[0]);
  };

  const ask = async () => {
    asking?.abort();
    const mine = asking = new AbortController();
    const said = new URLSearchParams({ q: words.value, palette: "1" });
    try {
      const answer = await fetch(`${palette.dataset.palette}?${said}`, { signal: mine.signal, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const markup = await answer.text();
      if (asking !== mine) return;
      show(markup);
      shown = said.get("q");
    } catch (failure) {
      if (failure.name === "AbortError") return;
      list.replaceChildren();
      words.setAttribute("aria-expanded", "false");
      choose(null);
      told.textContent = "La recherche ne répond pas. Rechargez la page, puis réessayez.";
    }
  };

  const open = () => {
    if (document.querySelector("dialog[open]")) return;
    palette.showModal();
    words.select();
    ask();
  };

  const move = (step) => {
    const found = options();
    if (!found.length) return;
    const place = found.indexOf(chosen());
    choose(found[(place + step + found.length) % found.length]);
  };

  for (const button of document.querySelectorAll("[data-open-palette]")) {
    button.hidden = false;
    button.addEventListener("click", open);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });

  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, DELAY);
  });

  words.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      palette.close();
    }
  });

  palette.querySelector("form").addEventListener("submit", (event) => {
    const option = chosen();
    // Typed faster than it answers, what is shown is of other words: the page of results is opened instead.
    if (!option || shown !== words.value) return;
    event.preventDefault();
    option.click();
  });

  palette.addEventListener("click", (event) => {
    if (event.target === palette) palette.close();
    else if (event.target.closest("[role=option]")) palette.close();
  });
}
