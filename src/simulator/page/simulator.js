// Brings the two phones to the page and keeps them fresh.

import { t, current, choose } from "./texts.js";
import { Phone } from "./phone.js";

const api = {
  async call(path, options) {
    const answer = await fetch(`/simulator/api${path}`, options);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  },
  state: () => api.call("/state"),
  read: (id) => api.call(`/phones/${id}`),
  post: (path, body) => api.call(path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-simulator": "1" },
    body: JSON.stringify(body),
  }),
  act: (id, deed) => api.post(`/phones/${id}`, deed),
  add: (channel) => api.post("/phones", { channel }),
  file: (id, file, as) => api.call(`/phones/${id}/file?as=${as}&name=${encodeURIComponent(file.name)}`, {
    method: "POST",
    headers: { "content-type": file.type || "application/octet-stream", "x-simulator": "1" },
    body: file,
  }),
};

const desk = {
  state: await api.state(),
  unread: new Set(),
  phones: [],
  lost: () => offline(true),
  async addPerson(phone) {
    const person = await api.add(phone.channel);
    desk.state.phones.push(person);
    await phone.show(person.id);
  },
};

function offline(yes) {
  document.querySelector(".offline").hidden = !yes;
}

function translate() {
  choose(current());
  document.title = `${t("title")} · Sapa`;
  for (const holder of document.querySelectorAll("[data-text]")) holder.textContent = t(holder.dataset.text);
  for (const holder of document.querySelectorAll("[data-label]")) holder.setAttribute("aria-label", t(holder.dataset.label));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === current()));
  }
  for (const phone of desk.phones) {
    phone.translate();
    phone.fillPeople();
  }
}

function showMails() {
  const list = document.querySelector(".mails ol");
  document.querySelector(".mails").hidden = desk.state.mails.length === 0;
  list.replaceChildren(...desk.state.mails.map((mail) => {
    const item = document.createElement("li");
    const head = document.createElement("strong");
    head.textContent = `${mail.to} · ${mail.subject}`;
    const text = document.createElement("pre");
    text.textContent = mail.text;
    item.append(head, text);
    return item;
  }));
}

async function changed(id) {
  if (id === "mail") {
    desk.state = await api.state();
    showMails();
    return;
  }
  if (id === "*") {
    desk.state = await api.state();
    showMails();
    for (const phone of desk.phones) {
      phone.fillPeople();
      phone.refresh();
    }
    return;
  }
  const phone = desk.phones.find((one) => one.id === id);
  if (phone) {
    phone.refresh();
    return;
  }
  if (!desk.state.phones.some((one) => one.id === id)) {
    desk.state = await api.state();
    for (const one of desk.phones) one.fillPeople();
    return;
  }
  // Somebody who is not on the screen: a dot before the name if the last word was the office's.
  const { screen } = await api.read(id);
  if (screen.messages.at(-1)?.direction === "received") desk.unread.add(id);
  for (const one of desk.phones) one.fillPeople();
}

for (const place of document.querySelectorAll(".place")) {
  desk.phones.push(new Phone(place, place.dataset.channel, api, desk));
}
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    choose(button.dataset.language);
    translate();
  });
}
document.querySelector(".console").href = desk.state.console;
translate();
for (const phone of desk.phones) {
  const people = phone.people();
  const last = localStorage.getItem(`simulator-${phone.channel}`);
  const wanted = people.find((person) => person.id === last) ?? people[0];
  if (wanted) await phone.show(wanted.id);
}

let events;
function listen() {
  events = new EventSource("/simulator/api/events");
  events.addEventListener("message", (event) => changed(event.data).catch(() => offline(true)));
  events.addEventListener("open", () => {
    offline(false);
    changed("*").catch(() => offline(true));
  });
  events.addEventListener("error", () => offline(true));
}
listen();
// A page that was left is kept for the back button; its line would count against the browser's six per server.
addEventListener("pagehide", () => events.close());
addEventListener("pageshow", (event) => event.persisted && listen());

document.addEventListener("visibilitychange", () => {
  const act = document.visibilityState === "visible" ? "open" : "close";
  for (const phone of desk.phones) if (phone.id) api.act(phone.id, { act }).catch(() => {});
});
document.documentElement.dataset.ready = "yes";
