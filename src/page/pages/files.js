// Sends chosen files in pieces, goes on after a break, and shows how far it is. Without it the form sends them whole.
(() => {
  const form = document.getElementById("upload");
  if (!form || !window.fetch || !File.prototype.slice) return;
  document.documentElement.classList.add("js");
  const { at, max, piece, room } = form.dataset;
  const box = form.querySelector(".progress");
  const bar = box.querySelector("progress");
  const said = box.querySelector("span");
  const wait = (ms) => new Promise((done) => {
    const timer = setTimeout(done, ms);
    addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
  });
  // The same file chosen again has the same name, so that it goes on where it stopped.
  const nameOf = (file) => {
    let h = 2166136261, g = 5381;
    for (const c of `${file.name}|${file.size}|${file.lastModified}`) {
      h = Math.imul(h ^ c.codePointAt(0), 16777619) >>> 0;
      g = (Math.imul(g, 33) ^ c.codePointAt(0)) >>> 0;
    }
    return `f${h.toString(36)}${g.toString(36)}${file.size.toString(36)}`;
  };
  const show = (text, percent, failed = false) => {
    box.hidden = false;
    bar.hidden = failed;
    box.classList.toggle("fault", failed);
    said.textContent = text;
    bar.value = percent;
  };
  // Tries again for as long as the page is open: a bad network comes back.
  const ask = async (url, options, percent) => {
    for (let pause = 1000; ; pause = Math.min(pause * 2, 15000)) {
      try {
        const answer = await fetch(url, options);
        if (answer.status < 500) return answer;
      } catch { /* no network: the next try */ }
      show(form.dataset.waiting, percent);
      await wait(pause);
    }
  };
  const send = async (file) => {
    const url = at + nameOf(file);
    const known = await ask(url, {}, 0);
    if (known.status !== 200) return false;
    let here = (await known.json()).received;
    while (here < file.size) {
      const percent = Math.round((here * 100) / file.size);
      const last = here + Number(piece) >= file.size;
      show(last ? form.dataset.judging : `${form.dataset.working} ${percent}%`, percent);
      const body = file.slice(here, here + Number(piece));
      const answer = await ask(`${url}?at=${here}&size=${file.size}`, { method: "PUT", body }, percent);
      if (answer.status !== 200 && answer.status !== 409) return false;
      const now = await answer.json();
      if (now.whole) return true;
      if (now.received === here) return false;
      here = now.received;
    }
    return true;
  };
  form.addEventListener("change", async (event) => {
    const files = [...event.target.files].slice(0, Number(room));
    const busy = (is) => {
      form.classList.toggle("busy", is);
      form.querySelectorAll("input").forEach((input) => (input.disabled = is));
    };
    busy(true);
    let fault = "";
    for (const file of files) {
      if (file.size > Number(max)) fault = form.dataset.tooLarge;
      else if (!file.size || !(await send(file))) fault = form.dataset.broken;
      if (fault) break;
    }
    event.target.value = "";
    // Without a network the browser's own page would take the place of this one.
    while (!fault && !navigator.onLine) await wait(1000);
    if (!fault && files.length) return location.replace(location.pathname);
    busy(false);
    if (fault) show(fault, 0, true);
  });
})();
