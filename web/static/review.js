// Keys of the review page. They count while the card has the focus (it does at first), not while one types.
"use strict";

const card = document.querySelector("[data-keys]");
card?.focus({preventScroll: true});
card?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const chosen = card.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!chosen) return;
  event.preventDefault();
  if (chosen.tagName !== "DETAILS") return chosen.click();
  chosen.open = true;
  chosen.querySelector("input, select").focus();
});
// Enter in a field of a part means the button of that part, not the first one of the form.
card?.addEventListener("keydown", (event) => {
  const part = event.target.closest("details");
  if (event.key !== "Enter" || !part || !event.target.matches("input")) return;
  event.preventDefault();
  part.querySelector("button").click();
});
