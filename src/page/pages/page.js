"use strict";
// Counts digits while they are typed and shows them in fours, sends once, and keeps what was typed when the network is
// away.
(() => {
  const field = document.getElementById("number");
  const count = document.querySelector(".count");
  if (field && count) {
    const [fours, number] = count.children;
    const told = document.getElementById("told");
    let pause;
    const show = () => {
      const digits = field.value.replace(/\D/g, "");
      count.hidden = !digits;
      const grouped = digits.replace(/.{4}(?=.)/g, "$& ");
      fours.textContent = grouped === field.value ? "" : grouped;
      number.textContent = field.dataset.count.replace("#", digits.length);
      // Read out once the fingers rest, not at every key.
      clearTimeout(pause);
      pause = setTimeout(() => (told.textContent = number.textContent), 1200);
    };
    field.addEventListener("input", show);
    show();
    field.setSelectionRange(field.value.length, field.value.length);
  }
  const offline = document.getElementById("offline");
  const heed = () => {
    // While photos go up, their progress tells it.
    const quiet = navigator.onLine || document.querySelector(".busy");
    offline.textContent = quiet ? "" : document.querySelector("main").dataset.offline;
    offline.hidden = !!quiet;
  };
  addEventListener("online", heed);
  addEventListener("offline", heed);
  heed();
  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      const button = form.querySelector("button");
      if (!navigator.onLine || button.hasAttribute("aria-disabled")) return event.preventDefault();
      button.setAttribute("aria-disabled", "true");
    });
  }
  // Back from another page: the button works again.
  addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  });
})();
