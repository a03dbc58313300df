// Small helps; every page works without them.
"use strict";

// Suggestions as one types: a combobox with a list box (WAI-ARIA Authoring Practices).
for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  input.after(list);
  const attributes = {role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false"};
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  let items = [], at = -1, wait = 0, asked = 0;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    at = place;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({block: "nearest"});
  };
  const show = (found) => {
    items = found;
    list.replaceChildren(...found.map((one, i) => {
      const item = document.createElement("li");
      item.id = `suggestion-${i}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      for (const part of ["what", "label", "count"]) {
        if (one[part] === undefined) continue;
        const piece = document.createElement("span");
        piece.className = part;
        piece.dir = part === "label" ? "auto" : "";
        piece.textContent = one[part];
        item.append(piece, " ");
      }
      item.addEventListener("mousedown", (event) => { event.preventDefault(); location.assign(one.url); });
      return item;
    }));
    if (!found.length) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choose(-1);
  };
  const ask = async () => {
    const number = ++asked, typed = input.value.trim();
    if (!typed) return close();
    const response = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`);
    if (response.ok && number === asked && document.activeElement === input) show(await response.json());
  };
  input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(ask, 120); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); return close(); }
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose((at + 1) % items.length);
    else if (event.key === "ArrowUp") choose(at <= 0 ? items.length - 1 : at - 1);
    else if (event.key === "Enter" && at >= 0) location.assign(items[at].url);
    else return;
    event.preventDefault();
  });
}

// A value and the words that prove it light up together; Escape shuts the sentence.
const marks = [...document.querySelectorAll("mark[data-proofs]")];
const values = [...document.querySelectorAll(".value[data-proofs]")];
const numbers = (element) => element.dataset.proofs.split(" ").filter(Boolean);
const text = document.querySelector(".text");
const light = (chosen) => {
  for (const element of [...marks, ...values]) element.classList.toggle("lit", numbers(element).some((n) => chosen.has(n)));
};
for (const value of values) {
  const chosen = new Set(numbers(value)), link = value.querySelector("a.told");
  const on = () => {
    value.classList.remove("shut");
    light(chosen);
    const first = marks.find((mark) => mark.classList.contains("lit"));
    // The article scrolls by itself where it stands beside; the page stays where it is.
    if (first && text && text.scrollHeight > text.clientHeight) {
      text.scrollTop += first.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
    }
  };
  value.addEventListener("mouseenter", on);
  value.addEventListener("focusin", on);
  value.addEventListener("mouseleave", () => light(new Set()));
  value.addEventListener("focusout", () => { value.classList.remove("open"); light(new Set()); });
  // The first tap shows the sentence, the second leads to it.
  link?.addEventListener("click", (event) => {
    if (event.pointerType === "touch" && !value.classList.contains("open")) {
      event.preventDefault();
      value.classList.add("open");
      link.focus();
    }
  });
}
for (const mark of marks) {
  mark.addEventListener("mouseenter", () => light(new Set(numbers(mark))));
  mark.addEventListener("mouseleave", () => light(new Set()));
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const value of values) { value.classList.add("shut"); value.classList.remove("open"); }
});

// Copy buttons, where copying is possible.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
}

// On a phone the filters begin shut.
if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".filters")?.removeAttribute("open");
