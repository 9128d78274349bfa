"use strict";
// Counts digits while they are typed, sends once, and keeps what was typed when the network is away.
(() => {
  const field = document.getElementById("number");
  const count = document.querySelector(".count");
  if (field && count) {
    const show = () => {
      const digits = field.value.replace(/\D/g, "").length;
      count.hidden = !digits;
      count.textContent = field.dataset.count.replace("#", digits);
    };
    field.addEventListener("input", show);
    show();
  }
  const offline = document.getElementById("offline");
  const heed = () => {
    offline.textContent = navigator.onLine ? "" : document.querySelector("main").dataset.offline;
    offline.hidden = navigator.onLine;
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
