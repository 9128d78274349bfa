// What slides up from the foot of a phone: a list, the bot's commands, things to send.

import { t, current } from "./texts.js";
import { element, icon } from "./bubbles.js";

function choice(testid, id, name, facts, act) {
  const made = element("button", "row-choice");
  made.type = "button";
  made.dataset.testid = testid;
  made.dataset.id = id;
  const words = element("span", "words");
  words.append(element("span", "name", name));
  if (facts) words.append(element("span", "facts", facts));
  made.append(words);
  made.addEventListener("click", act);
  return made;
}

// The rows of a WhatsApp list.
export function list(phone, message) {
  return (panel) => {
    for (const section of message.list.sections) {
      if (section.title) panel.append(element("h3", "", section.title));
      for (const row of section.rows) {
        const made = choice("list-row", row.id, row.title, row.description, () => {
          phone.closeSheet();
          phone.act({ act: "row", message: message.wire_id, row: row.id });
        });
        made.append(element("span", "ring"));
        panel.append(made);
      }
    }
  };
}

// The commands of a Telegram bot.
export function commands(phone) {
  return (panel) => {
    for (const [command, description] of phone.screen.commands) {
      panel.append(choice("command", command, `/${command}`, description, () => {
        phone.closeSheet();
        phone.act({ act: "text", text: `/${command}` });
      }));
    }
  };
}

// Files from the disk, ready-made samples, the place, the contact.
export function attachments(phone) {
  return (panel) => {
    const tiles = element("div", "tiles");
    const tile = (id, label, colour, symbol, act) => {
      const made = element("button", `tile ${colour}`);
      made.type = "button";
      made.dataset.testid = id;
      made.append(element("span", "disc", icon(symbol, 24)), element("span", "", label));
      made.addEventListener("click", () => {
        phone.closeSheet();
        act();
      });
      tiles.append(made);
    };
    tile("attach-photo", t("fromDisk"), "violet", "image", () => phone.named("file-photo").click());
    tile("attach-document", t("documentFromDisk"), "blue", "paper", () => phone.named("file-document").click());
    tile("attach-location", t("location"), "green", "pin", () => phone.act({ act: "location" }));
    tile("attach-contact", t("contact"), "orange", "person", () => phone.act({ act: "contact" }));
    const head = element("div", "samples-head");
    head.append(element("h3", "", t("samples")), kinds(phone));
    panel.append(tiles, head, samples(phone));
  };
}

function kinds(phone) {
  const group = element("div", "kinds");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", t("sendAs"));
  for (const [asDocument, key] of [[false, "asPhoto"], [true, "asDocument"]]) {
    const kind = element("button", "", t(key));
    kind.type = "button";
    kind.dataset.testid = asDocument ? "as-document" : "as-photo";
    kind.setAttribute("aria-pressed", String(phone.asDocument === asDocument));
    kind.addEventListener("click", () => {
      phone.asDocument = asDocument;
      for (const other of group.children) other.setAttribute("aria-pressed", String(other === kind));
    });
    group.append(kind);
  }
  return group;
}

function samples(phone) {
  const grid = element("div", "samples");
  for (const sample of phone.desk.state.samples) {
    const made = element("button", "sample");
    made.type = "button";
    made.dataset.testid = `sample-${sample.name}`;
    if (sample.mime.startsWith("image/")) {
      const image = element("img");
      image.src = `/simulator/api/samples/${sample.name}`;
      image.alt = "";
      made.append(image);
    } else {
      made.append(element("span", "pdf", "PDF"));
    }
    made.append(element("span", "label", sample[current()]));
    made.addEventListener("click", () => {
      phone.closeSheet();
      phone.act({ act: "sample", name: sample.name, as_document: phone.asDocument });
    });
    grid.append(made);
  }
  return grid;
}
