// One phone: its head, its talk, its composer and its sheets.

import { t } from "./texts.js";
import { bubble, clock, element, icon, ticks } from "./bubbles.js";
import { attachments, commands, list } from "./sheets.js";

const MAX_LINES_PX = 110;

export class Phone {
  constructor(place, channel, api, desk) {
    this.channel = channel;
    this.api = api;
    this.desk = desk;
    this.root = place;
    this.id = null;
    this.screen = null;
    this.bubbles = new Map();
    this.toastSeen = null;
    this.reading = false;
    this.again = false;
    this.asDocument = false;
    this.atEnd = true;
    this.seenTop = 0;
    place.dataset.testid = `phone-${channel}`;
    place.append(document.getElementById("phone").content.cloneNode(true));
    this.part = (name) => place.querySelector(name);
    this.named = (id) => place.querySelector(`[data-testid="${id}"]`);
    this.talk = this.part(".talk");
    this.input = this.named("input");
    this.wire();
    this.translate();
  }

  wire() {
    this.part(".compose").addEventListener("submit", (event) => {
      event.preventDefault();
      this.sendText();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.sendText();
      }
    });
    this.input.addEventListener("input", () => this.grow());
    this.named("attach").addEventListener("click", () => this.openSheet(t("sheetTitle"), attachments(this), this.named("attach")));
    this.named("start").addEventListener("click", () => this.act({ act: "start" }));
    this.named("menu").addEventListener("click", () => this.openSheet(t("menu"), commands(this), this.named("menu")));
    this.named("newest").addEventListener("click", () => this.scrollDown("smooth"));
    this.named("person-select").addEventListener("change", (event) => this.show(event.target.value));
    this.named("new-person").addEventListener("click", () => this.desk.addPerson(this));
    this.named("block").addEventListener("click", () => {
      this.act({ act: this.screen?.blocked ? "unblock" : "block" });
    });
    this.named("file-photo").addEventListener("change", (event) => this.sendFiles(event.target, "photo"));
    this.named("file-document").addEventListener("change", (event) => this.sendFiles(event.target, "document"));
    this.talk.addEventListener("scroll", () => {
      // Only scrolling up leaves the end; a slide downwards is on its way there.
      const { scrollTop } = this.talk;
      if (this.reach() < 90) this.atEnd = true;
      else if (scrollTop < this.seenTop) this.atEnd = false;
      this.seenTop = scrollTop;
      this.showDown();
    });
    // A picture gets its height when it is loaded: who was at the end stays there.
    this.talk.addEventListener("load", () => this.atEnd && this.scrollDown("auto"), true);
    const sheet = this.named("sheet");
    sheet.addEventListener("click", (event) => {
      if (event.target === sheet) this.closeSheet();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !sheet.hidden) this.closeSheet();
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Tab" && !sheet.hidden) this.keepFocus(event, sheet);
    });
    this.root.addEventListener("dragover", (event) => event.preventDefault());
    this.root.addEventListener("drop", (event) => {
      event.preventDefault();
      for (const file of event.dataTransfer.files) this.sendFile(file, file.type.startsWith("image/") ? "photo" : "document");
    });
  }

  translate() {
    const label = (id, text) => {
      this.named(id).setAttribute("aria-label", text);
      this.named(id).title = text;
    };
    for (const holder of this.root.querySelectorAll("[data-text]")) holder.textContent = t(holder.dataset.text);
    label("attach", t("attach"));
    label("send", t("send"));
    label("newest", t("newest"));
    this.named("new-person").textContent = t("newPerson");
    this.named("menu").textContent = t("menu");
    this.part(".office").textContent = this.channel === "telegram" ? this.desk.state.bot : this.desk.state.office;
    this.talk.setAttribute("aria-label", this.channel === "telegram" ? "Telegram" : "WhatsApp");
    this.bubbles.clear();
    this.talk.replaceChildren();
    if (this.screen) this.draw();
  }

  people() {
    return this.desk.state.phones.filter((phone) => phone.channel === this.channel);
  }

  fillPeople() {
    const select = this.named("person-select");
    select.replaceChildren();
    for (const person of this.people()) {
      const option = document.createElement("option");
      option.value = person.id;
      const unread = this.desk.unread.has(person.id) ? "● " : "";
      const hidden = this.channel === "whatsapp" && !person.number ? ` · ${t("hidden")}` : "";
      option.textContent = unread + person.name + hidden;
      if (person.number) option.title = `+${person.number}`;
      option.selected = person.id === this.id;
      select.append(option);
    }
  }

  async show(id) {
    if (this.id && this.id !== id) this.api.act(this.id, { act: "close" }).catch(() => {});
    this.id = id;
    this.screen = null;
    this.toastSeen = null;
    this.bubbles.clear();
    this.talk.replaceChildren();
    this.desk.unread.delete(id);
    localStorage.setItem(`simulator-${this.channel}`, id);
    this.fillPeople();
    this.closeSheet();
    if (document.visibilityState === "visible") await this.api.act(id, { act: "open" }).catch(() => {});
    await this.refresh();
    this.scrollDown("auto");
  }

  // At most one reading under way; changes meanwhile make one more.
  async refresh() {
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    try {
      do {
        this.again = false;
        const id = this.id;
        const body = await this.api.read(id).catch(() => null);
        if (body === null) {
          this.desk.lost();
          break;
        }
        if (id !== this.id) {
          this.again = true;
          continue;
        }
        this.screen = body.screen;
        this.ahead = body.now_ms - Date.now();
        this.draw();
      } while (this.again);
    } finally {
      this.reading = false;
    }
  }

  draw() {
    const { screen } = this;
    this.drawBubbles();
    this.drawTyping();
    this.drawKeyboard();
    this.drawToast();
    this.root.classList.toggle("empty", screen.messages.length === 0);
    const block = this.named("block");
    block.textContent = t(screen.blocked ? "unblock" : "block");
    block.setAttribute("aria-pressed", String(screen.blocked));
    const telegram = this.channel === "telegram";
    const start = this.named("start");
    const needsStart = telegram && (!screen.started || screen.blocked);
    start.hidden = !needsStart;
    start.textContent = t(screen.started ? "restart" : "start");
    this.part(".compose").hidden = needsStart;
    this.named("menu").hidden = !(telegram && screen.commands.length);
    const message = telegram ? t("messageTelegram") : t("message");
    this.input.placeholder = screen.placeholder ?? message;
    this.input.setAttribute("aria-label", message);
    this.part(".status .clock").textContent = clock(Date.now() + (this.ahead ?? 0));
  }

  drawBubbles() {
    const { screen, talk } = this;
    const { atEnd } = this;
    const byWire = new Map(screen.messages.map((message) => [message.wire_id, message]));
    const context = {
      channel: this.channel,
      phone: this.id,
      office: this.part(".office").textContent,
      find: (wire) => byWire.get(wire),
      tap: (message, button) => this.tap(message, button),
      open: (message, opener) => this.openSheet(message.list.button, list(this, message), opener),
      waiting: screen.waiting,
    };
    const first = this.bubbles.size === 0;
    if (first) talk.replaceChildren(this.opening());
    let fresh = null;
    const seen = new Set();
    let previous = null;
    for (const message of screen.messages) {
      const key = JSON.stringify([{ ...message, state: null }, screen.waiting]);
      const known = this.bubbles.get(message.seq);
      seen.add(message.seq);
      let row = known?.row;
      if (!known) {
        row = bubble(message, context);
        if (!first) row.classList.add("new");
        talk.append(row);
        this.bubbles.set(message.seq, { key, row });
        fresh = message;
      } else if (known.key !== key) {
        row = bubble(message, context);
        const focused = known.row.contains(document.activeElement);
        known.row.replaceWith(row);
        if (focused) talk.focus({ preventScroll: true });
        this.bubbles.set(message.seq, { key, row });
      } else if (row.dataset.state !== message.state.name) {
        row.dataset.state = message.state.name;
        row.querySelector(".ticks")?.replaceWith(ticks(message));
      }
      row.classList.toggle("follows", previous?.direction === message.direction);
      previous = message;
    }
    for (const [seq, known] of this.bubbles) {
      if (!seen.has(seq)) {
        known.row.remove();
        this.bubbles.delete(seq);
      }
    }
    if (fresh && (atEnd || first || fresh.direction === "sent")) this.scrollDown(first ? "auto" : "smooth");
    if (fresh && !first && fresh.direction === "received") this.flash();
    this.showDown();
  }

  opening() {
    const box = element("div", "opening");
    box.append(element("span", "day", t("today")));
    if (this.channel === "whatsapp") {
      const lock = element("span", "lock", icon("lock", 13));
      lock.append(` ${t("whatsappNote")}`);
      box.append(lock);
      box.append(element("span", "hint", t("emptyWhatsapp")));
    } else {
      const card = element("span", "hint");
      card.append(element("b", "", t("emptyTitle")), element("span", "", t("emptyText")));
      box.append(card);
    }
    return box;
  }

  drawTyping() {
    clearTimeout(this.typingTimer);
    const left = this.screen.typing_until_ms - (Date.now() + (this.ahead ?? 0));
    const typing = left > 0 && !this.screen.blocked;
    const line = this.named("typing");
    const idle = this.channel === "telegram" ? t("bot") : t("online");
    line.textContent = typing ? `${t("typing")}…` : idle;
    line.classList.toggle("busy", typing);
    let dots = this.talk.querySelector(".typing");
    if (typing && this.channel === "whatsapp") {
      if (!dots) {
        dots = element("div", "row received typing");
        dots.setAttribute("aria-hidden", "true");
        const body = element("div", "bubble");
        for (let i = 0; i < 3; i += 1) body.append(element("i"));
        dots.append(body);
      }
      this.talk.append(dots);
      if (this.atEnd) this.scrollDown("smooth");
    } else {
      dots?.remove();
    }
    if (typing) this.typingTimer = setTimeout(() => this.drawTyping(), Math.min(left, 1_000) + 50);
  }

  drawKeyboard() {
    const keys = this.named("keyboard");
    const rows = this.screen.keyboard;
    keys.hidden = !rows;
    const shape = JSON.stringify(rows);
    if (shape === this.keyShape) return;
    this.keyShape = shape;
    keys.replaceChildren();
    for (const row of rows ?? []) {
      const line = element("div", "line");
      for (const key of row) {
        const made = element("button", "key", key.label);
        made.type = "button";
        made.dataset.testid = "keyboard-button";
        made.addEventListener("click", () => this.act({ act: "key", button: key.label }));
        line.append(made);
      }
      keys.append(line);
    }
  }

  drawToast() {
    const { toast } = this.screen;
    const seq = toast?.seq ?? 0;
    if (this.toastSeen === null || seq === this.toastSeen) {
      this.toastSeen = seq;
      return;
    }
    this.toastSeen = seq;
    if (!toast) return;
    if (toast.alert) {
      const box = this.named("alert");
      box.querySelector("p").textContent = toast.text;
      if (!box.open) box.showModal();
      return;
    }
    this.say(toast.text);
  }

  say(text) {
    const line = this.named("toast");
    line.textContent = text;
    line.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => (line.hidden = true), 4_000);
  }

  flash() {
    this.root.classList.remove("flash");
    // Reading a size makes the browser notice that the class was gone.
    void this.root.offsetWidth;
    this.root.classList.add("flash");
  }

  // How far it is to the newest message, in pixels.
  reach() {
    const { talk } = this;
    return talk.scrollHeight - talk.scrollTop - talk.clientHeight;
  }

  scrollDown(behavior) {
    this.atEnd = true;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.talk.scrollTo({ top: this.talk.scrollHeight, behavior: calm ? "auto" : behavior });
  }

  showDown() {
    this.named("newest").hidden = this.reach() < 160;
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, MAX_LINES_PX)}px`;
    this.root.classList.toggle("writing", this.input.value.trim() !== "");
  }

  async act(deed) {
    try {
      return await this.api.act(this.id, deed);
    } catch {
      this.say(t("failedAct"));
      return {};
    }
  }

  async sendText() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.grow();
    await this.act({ act: "text", text });
    this.input.focus();
  }

  async tap(message, button) {
    const answer = await this.act({ act: "tap", message: message.wire_id, button: button.id });
    if (answer.link && /^https?:/i.test(answer.link)) window.open(answer.link, "_blank", "noopener");
  }

  sendFiles(input, as) {
    for (const file of input.files) this.sendFile(file, as);
    input.value = "";
  }

  async sendFile(file, as) {
    try {
      await this.api.file(this.id, file, as);
    } catch {
      this.say(t("failedAct"));
    }
  }

  openSheet(title, build, opener) {
    const sheet = this.named("sheet");
    const panel = sheet.querySelector(".panel");
    panel.replaceChildren();
    const head = element("div", "sheet-head");
    head.append(element("h2", "", title));
    const close = element("button", "close", "×");
    close.type = "button";
    close.dataset.testid = "sheet-close";
    close.setAttribute("aria-label", t("close"));
    close.addEventListener("click", () => this.closeSheet());
    head.append(close);
    panel.append(head);
    build(panel);
    sheet.setAttribute("aria-label", title);
    sheet.hidden = false;
    this.opener = opener;
    panel.querySelector(".row-choice, .tile, .sample")?.focus();
  }

  closeSheet() {
    this.named("sheet").hidden = true;
    this.opener?.focus({ preventScroll: true });
    this.opener = null;
  }

  keepFocus(event, sheet) {
    const stops = [...sheet.querySelectorAll("button, input")];
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement === edge) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0]).focus();
    }
  }
}
