// One bubble from one message.

import { t, current } from "./texts.js";
import { whatsapp, telegram } from "./format.js";

export function element(tag, className, content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content !== undefined) made.append(content);
  return made;
}

export function icon(name, size) {
  return svg(ICONS[name], size);
}

function svg(path, size = 16) {
  const holder = element("span", "icon");
  holder.setAttribute("aria-hidden", "true");
  const parsed = new DOMParser().parseFromString(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="${size}" height="${size}">${path}</svg>`,
    "image/svg+xml",
  );
  holder.append(parsed.documentElement);
  return holder;
}

const STROKE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
const ICONS = {
  reply: `<path d="M10 8V4L3 11l7 7v-4c5 0 8.5 1.5 11 5-1-6-4-10-11-11z" fill="currentColor"/>`,
  list: `<path d="M4 6h.01M4 12h.01M4 18h.01M9 6h11M9 12h11M9 18h11" ${STROKE}/>`,
  link: `<path d="M14 4h6v6M20 4l-9 9M17 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h5" ${STROKE}/>`,
  pin: `<path d="M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.800 12 21 12 21z" ${STROKE}/><circle cx="12" cy="9.5" r="2.4" ${STROKE}/>`,
  person: `<circle cx="12" cy="8" r="4" ${STROKE}/><path d="M4 20c1.5-4 4.5-5.5 8-5.5s6.5 1.5 8 5.5" ${STROKE}/>`,
  copy: `<rect x="8" y="8" width="12" height="12" rx="2" ${STROKE}/><path d="M16 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3" ${STROKE}/>`,
  paper: `<path d="M6 2h8l5 5v15H6z" fill="currentColor" opacity=".18"/><path d="M14 2v5h5M6 2h8l5 5v15H6z" ${STROKE}/>`,
  image: `<rect x="3" y="5" width="18" height="14" rx="2" ${STROKE}/><circle cx="8.5" cy="10" r="1.6" ${STROKE}/><path d="m4 18 5-5 3.5 3.5L16 13l5 5" ${STROKE}/>`,
  lock: `<rect x="5" y="10" width="14" height="10" rx="2" ${STROKE}/><path d="M8 10V7a4 4 0 0 1 8 0v3" ${STROKE}/>`,
  mic: `<rect x="9" y="3" width="6" height="11" rx="3" ${STROKE}/><path d="M5 11a7 7 0 0 0 14 0M12 18v3" ${STROKE}/>`,
};

const ONE_TICK = `<path d="m5 12.5 4.5 4.5L20 6.5" ${STROKE}/>`;
const TWO_TICKS = `<path d="m1.5 12.5 4.5 4.5L16 6.5M11.5 16l1 1L23 6.5" ${STROKE}/>`;

export function clock(ms) {
  return new Intl.DateTimeFormat(current() === "en" ? "en-GB" : "id-ID", { hour: "2-digit", minute: "2-digit" })
    .format(new Date(ms));
}

function size(bytes) {
  return bytes < 900_000 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

export function ticks(message) {
  const name = message.state.name;
  const holder = element("span", `ticks ${name}`);
  holder.append(svg(name === "sent" ? ONE_TICK : TWO_TICKS, 17));
  holder.title = t(name);
  holder.append(element("span", "quiet", t(name)));
  return holder;
}

function formatted(channel, message) {
  return channel === "whatsapp" ? whatsapp(message.text) : telegram(message.text, message.entities);
}

function media(phone, message) {
  const url = `/simulator/api/phones/${phone}/media/${message.seq}`;
  const { mime, filename, width, height } = message.media;
  if (message.kind === "photo" || message.kind === "sticker") {
    const frame = element("a", `picture ${message.kind}`);
    frame.href = url;
    frame.target = "_blank";
    const image = element("img");
    image.src = url;
    image.alt = t(message.kind);
    if (width && height) {
      image.width = width;
      image.height = height;
    }
    image.loading = "lazy";
    frame.append(image);
    return frame;
  }
  if (message.kind === "voice" || message.kind === "audio" || message.kind === "video") {
    const card = element("div", "file");
    card.append(svg(ICONS.mic, 26), element("span", "name", t(message.kind === "video" ? "video" : "voice")));
    return card;
  }
  const card = element("a", "file");
  card.href = url;
  card.target = "_blank";
  const words = element("span", "words");
  words.append(element("span", "name", filename ?? t("document")));
  const kind = (mime.split("/")[1] ?? "").split(";")[0].toUpperCase();
  words.append(element("span", "facts", `${kind} · ${size(message.media.size)}`));
  card.append(svg(ICONS.paper, 32), words);
  return card;
}

function place(message) {
  const card = element("div", "map");
  card.append(svg(ICONS.pin, 30), element("span", "facts", `${message.latitude.toFixed(4)}, ${message.longitude.toFixed(4)}`));
  return card;
}

function contact(message) {
  const card = element("div", "file");
  const words = element("span", "words");
  words.append(element("span", "name", message.text), element("span", "facts", t("contactCard")));
  card.append(svg(ICONS.person, 30), words);
  return card;
}

function quote(channel, quoted, office) {
  const box = element("span", "quote");
  box.append(element("b", "", quoted.direction === "sent" ? t("you") : office));
  const summary = quoted.text ? formatted(channel, quoted) : t(quoted.kind === "photo" ? "photo" : "document");
  box.append(element("span", "line", element("span", "", summary).textContent.slice(0, 120)));
  return box;
}

const ACT_ICON = {
  reply: "reply",
  link: "link",
  ask_location: "pin",
  ask_contact: "person",
  copy: "copy",
};

function button(channel, spec, act, waiting) {
  const made = element("button", `choice ${spec.act.do}`);
  made.type = "button";
  made.dataset.testid = "button";
  made.dataset.id = spec.id;
  const icon = channel === "whatsapp" ? ACT_ICON[spec.act.do] : { link: "link", copy: "copy" }[spec.act.do];
  if (icon) made.append(svg(ICONS[icon], channel === "whatsapp" ? 17 : 12));
  made.append(element("span", "label", spec.label));
  if (waiting) made.classList.add("waiting");
  made.addEventListener("click", () => act(spec));
  return made;
}

// `context`: channel, phone id, office name, find(wire id), tap(message, button), open(message), waiting ids.
export function bubble(message, context) {
  const { channel } = context;
  const row = element("div", `row ${message.direction}`);
  row.dataset.testid = "message";
  row.dataset.seq = message.seq;
  row.dataset.wire = message.wire_id;
  row.dataset.kind = message.kind;
  row.dataset.direction = message.direction;
  row.dataset.state = message.state.name;
  const stack = element("div", "stack");
  const body = element("div", "bubble");
  const quoted = message.reply_to && context.find(message.reply_to);
  if (quoted) body.append(quote(channel, quoted, context.office));
  if (message.media) body.append(media(context.phone, message));
  if (message.kind === "location") body.append(place(message));
  if (message.kind === "contact") body.append(contact(message));
  if (message.header) body.append(element("div", "header", message.header));
  const words = element("div", "text");
  if (message.text && message.kind !== "contact") {
    const content = element("span", "content");
    content.dataset.testid = "text";
    content.append(formatted(channel, message));
    words.append(content);
  }
  const meta = element("span", "meta");
  // Ticks move often; only new bubbles are worth reading out.
  meta.setAttribute("aria-live", "off");
  if (message.edited_ms) meta.append(element("span", "edited", t("edited")));
  const time = element("time", "", clock(message.at_ms));
  time.dateTime = new Date(message.at_ms).toISOString();
  meta.append(time);
  if (message.direction === "sent") meta.append(ticks(message));
  words.append(meta);
  if (message.footer) {
    words.classList.add("footed");
    words.append(element("div", "footer", message.footer));
  }
  body.append(words);
  if (!message.text && message.media && message.kind === "photo") body.classList.add("bare");
  if (message.reaction) body.append(element("span", "reaction", message.reaction));
  if (message.list) {
    const opener = element("button", "opener");
    opener.type = "button";
    opener.dataset.testid = "list-open";
    opener.append(svg(ICONS.list, 18), element("span", "label", message.list.button));
    opener.addEventListener("click", () => context.open(message, opener));
    body.append(opener);
  }
  stack.append(body);
  if (message.buttons.length) {
    const board = element("div", "board");
    board.setAttribute("role", "group");
    for (const line of message.buttons) {
      const holder = element("div", "line");
      for (const spec of line) {
        const waiting = context.waiting.includes(spec.id) && spec.act.do === "callback";
        holder.append(button(channel, spec, (chosen) => context.tap(message, chosen), waiting));
      }
      board.append(holder);
    }
    stack.append(board);
  }
  row.append(stack);
  return row;
}
