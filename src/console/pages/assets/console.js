"use strict";
// Keeps a page live and quick under the fingers. Everything works without it, only by hand.
// The server draws; this script asks for the same page again and exchanges the parts marked data-live:
//   swap      the part as a whole, when it differs
//   list      its items, by id: what did not change stays (photos are not loaded twice)
//   disabled  only whether it is usable: a half-written reply stays
//   careful   as swap, unless something was typed into it: then a notice is shown instead
(() => {
  document.documentElement.classList.add("js");
  const body = document.body;
  const $ = (id) => document.getElementById(id);
  const typing = (el) => el.closest("input, textarea, select, [contenteditable]");

  // On a phone the sections are pushed sideways.
  document.querySelector(".top nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // Sound: one short chime, made here. Browsers allow it after the first click or key.
  const mute = $("mute");
  const muted = () => localStorage.getItem("sapa-mute") === "1";
  let audio;
  const wakeAudio = () => {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume();
  };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, wakeAudio, { once: true });
  const chime = () => {
    if (muted() || audio?.state !== "running") return;
    [660, 880].forEach((pitch, i) => {
      const at = audio.currentTime + i * 0.14;
      const tone = audio.createOscillator();
      const level = audio.createGain();
      tone.frequency.value = pitch;
      level.gain.setValueAtTime(0.0001, at);
      level.gain.exponentialRampToValueAtTime(0.18, at + 0.02);
      level.gain.exponentialRampToValueAtTime(0.0001, at + 0.3);
      tone.connect(level).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.32);
    });
  };
  if (mute) {
    const show = () => {
      mute.setAttribute("aria-pressed", String(muted()));
      mute.title = muted() ? mute.dataset.off : mute.dataset.on;
      mute.setAttribute("aria-label", mute.title);
    };
    mute.addEventListener("click", () => {
      localStorage.setItem("sapa-mute", muted() ? "0" : "1");
      show();
    });
    show();
  }

  // The transcript sits at its end until someone scrolls up.
  const scroll = $("scroll");
  const sticks = () => scroll?.hasAttribute("data-stick") && scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
  const toEnd = () => { scroll.scrollTop = scroll.scrollHeight; };
  if (scroll?.hasAttribute("data-stick")) {
    toEnd();
    scroll.addEventListener("load", (e) => { if (e.target.tagName === "IMG" && sticks()) toEnd(); }, true);
  }

  const dirty = (part) => [...part.querySelectorAll("textarea, input:not([type=hidden]), select")].some((f) =>
    f.type === "checkbox" ? f.checked !== f.defaultChecked
    : f.options ? [...f.options].some((o) => o.selected !== o.defaultSelected && o.value !== "")
    : f.value !== f.defaultValue);

  const exchange = {
    swap(old, fresh) {
      const open = [...old.querySelectorAll("details[open]")].length;
      if (!old.isEqualNode(fresh) && !open) old.replaceWith(fresh);
    },
    list(old, fresh) {
      const known = new Map([...old.children].map((item) => [item.id, item]));
      let at = old.firstElementChild;
      for (const item of [...fresh.children]) {
        const had = known.get(item.id);
        known.delete(item.id);
        const keep = had?.isEqualNode(item) ? had : item;
        if (keep === at) { at = at.nextElementSibling; continue; }
        if (had && had !== keep) {
          if (had === at) at = at.nextElementSibling;
          had.remove();
        }
        old.insertBefore(keep, at);
      }
      for (const gone of known.values()) gone.remove();
    },
    disabled(old, fresh) { old.disabled = fresh.disabled; },
    careful(old, fresh) {
      if (old.dataset.version === fresh.dataset.version) return;
      if (dirty(old)) document.querySelector("[data-changed]")?.removeAttribute("hidden");
      else old.replaceWith(fresh);
    },
  };

  let over = false;
  const load = async (url, options) => {
    const answer = await fetch(url, { ...options, headers: { "x-sapa-live": "1" }, credentials: "same-origin" });
    if (answer.redirected && new URL(answer.url).pathname === "/console/login") {
      over = true;
      $("over").hidden = false;
      return null;
    }
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  };

  const refresh = async () => {
    const fresh = await load(body.dataset.here).catch(() => null);
    if (!fresh) return;
    const stick = sticks();
    for (const old of document.querySelectorAll("[data-live]")) {
      const next = fresh.getElementById(old.id);
      if (next) exchange[old.dataset.live](old, next);
    }
    if (stick) toEnd();
    document.title = fresh.title;
    const before = Number(body.dataset.waiting);
    const now = Number(fresh.body.dataset.waiting);
    body.dataset.waiting = now;
    if (now > before) chime();
  };

  // Several wakes close together are one look; what another page is about can wait longer.
  let timer = 0;
  let due = Infinity;
  let busy = false;
  const look = (delay) => {
    const at = Date.now() + delay;
    if (over || at >= due) return;
    due = at;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      due = Infinity;
      if (busy) return look(300);
      busy = true;
      await refresh();
      busy = false;
    }, delay);
  };
  if (body.dataset.liveUrl) {
    let wakes;
    let lost = 0;
    const listen = () => {
      wakes = new EventSource(body.dataset.liveUrl);
      wakes.addEventListener("chat", (e) => {
        const about = !body.dataset.person || body.dataset.person === e.data;
        look(body.dataset.wakes === "chat" && about ? 150 : 1500);
      });
      wakes.addEventListener("case", () => look(body.dataset.wakes === "case" ? 150 : 3000));
      wakes.addEventListener("all", () => look(300));
      wakes.onopen = () => { clearTimeout(lost); $("offline").hidden = true; look(200); };
      // The server ends a line every few minutes and the browser comes back within seconds: no alarm for that.
      wakes.onerror = () => {
        clearTimeout(lost);
        lost = setTimeout(() => { $("offline").hidden = over; }, 12000);
        if (wakes.readyState === EventSource.CLOSED) look(200);
      };
    };
    listen();
    // A page that was left is kept for the back button, and its line with it: six of them are all that a
    // browser opens to one server over HTTP/1.1, and the next photo would wait for minutes.
    addEventListener("pagehide", () => { clearTimeout(lost); wakes.close(); });
    addEventListener("pageshow", (e) => { if (e.persisted) listen(); });
    setInterval(() => { if (!document.hidden) look(0); }, 30000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(0); });
  }

  // Keys: a letter presses the button or follows the link that carries it.
  addEventListener("keydown", (e) => {
    if (e.key === "Enter" && e.ctrlKey && e.target.matches?.("[data-send]")) {
      e.preventDefault();
      e.target.form.requestSubmit();
    }
    if (e.ctrlKey || e.altKey || e.metaKey || typing(e.target) || document.querySelector("dialog[open]")) return;
    const target = [...document.querySelectorAll("[data-key]")].find((el) => el.dataset.key === e.key);
    if (target) { e.preventDefault(); target.click(); }
  });

  // A form is sent once, however often its button is pressed.
  addEventListener("submit", async (e) => {
    const form = e.target;
    if (form.dataset.sent) { e.preventDefault(); return; }
    const part = form.dataset.swap && $(form.dataset.swap);
    if (!part) { form.dataset.sent = "1"; return; }
    // A revealed number: shown in place, and masked again after a minute.
    e.preventDefault();
    const fresh = await load(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
    const next = fresh?.getElementById(part.id);
    if (!next) { form.removeAttribute("data-swap"); form.requestSubmit(); return; }
    part.replaceWith(next);
    setTimeout(() => next.replaceWith(part), 60000);
  });
  // Coming back with the browser's back button: the forms are usable again, the page is looked at anew.
  addEventListener("pageshow", (e) => {
    if (!e.persisted) return;
    for (const form of document.forms) delete form.dataset.sent;
    look(0);
  });
  for (const field of document.querySelectorAll("[data-submit]")) field.addEventListener("change", () => field.form.requestSubmit());
  document.addEventListener("click", (e) => {
    for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(e.target)) menu.open = false;
  });

  // Photos open large over the page, to be turned and zoomed.
  const viewer = $("viewer");
  if (viewer) {
    const picture = viewer.querySelector("img");
    let turn = 0;
    let zoom = 1;
    const draw = () => { picture.style.transform = `rotate(${turn}deg) scale(${zoom})`; };
    document.addEventListener("click", (e) => {
      const link = e.target.closest("a.photo");
      if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      [turn, zoom] = [0, 1];
      draw();
      picture.src = link.href;
      picture.alt = link.querySelector("img").alt;
      viewer.showModal();
    });
    const act = {
      left() { turn -= 90; },
      right() { turn += 90; },
      in() { zoom = Math.min(zoom * 1.25, 6); },
      out() { zoom = Math.max(zoom / 1.25, 0.5); },
      close() { viewer.close(); },
    };
    viewer.addEventListener("click", (e) => {
      const button = e.target.closest("[data-do]");
      if (button) { act[button.dataset.do](); draw(); } else if (e.target === viewer) viewer.close();
    });
    viewer.addEventListener("keydown", (e) => {
      const key = { "+": "in", "-": "out", ArrowLeft: "left", ArrowRight: "right" }[e.key];
      if (key) { e.preventDefault(); act[key](); draw(); }
    });
    viewer.addEventListener("close", () => { picture.removeAttribute("src"); });
  }
})();
