// Read before the page is painted: a person who chose dark must not see a white flash. Everything else waits in egide.js.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch { /* storage is closed: the choice of the system stands */ }
