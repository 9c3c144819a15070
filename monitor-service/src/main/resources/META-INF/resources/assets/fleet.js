// The filter box and the health buttons of the fleet's page. What is hidden stays hidden when a card is replaced.
(() => {
  "use strict";
  let health = "";
  const box = document.getElementById("filter");
  const grid = document.getElementById("grid");
  const empty = document.getElementById("empty");

  function shows(card) {
    const words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const text = words.length ? card.textContent.toLowerCase() : "";
    return (!health || card.dataset.health === health) && words.every((word) => text.includes(word));
  }

  function apply() {
    let shown = 0;
    for (const card of grid.children) {
      const show = shows(card);
      if (card.hidden === show) card.hidden = !show;
      if (show) shown++;
    }
    empty.hidden = shown > 0;
    if (shown === 0 && grid.children.length > 0) empty.textContent = "No cluster matches.";
    for (const button of document.querySelectorAll(".count")) {
      button.setAttribute("aria-pressed", String(button.dataset.health === health));
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".count");
    if (!button) return;
    health = button.dataset.health === health ? "" : button.dataset.health;
    apply();
  });
  box.addEventListener("input", apply);
  document.addEventListener("htmx:sseMessage", apply);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== box) { event.preventDefault(); box.focus(); }
    if (event.key === "Escape" && document.activeElement === box) { box.value = ""; apply(); }
  });
  apply();
})();
