// Text as the two apps show it. Everything becomes text nodes: nothing that arrives is ever read as HTML.

const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g;

function linkified(text) {
  const out = document.createDocumentFragment();
  let last = 0;
  for (const match of text.matchAll(LINK)) {
    out.append(text.slice(last, match.index), link(match[0], match[0]));
    last = match.index + match[0].length;
  }
  out.append(text.slice(last));
  return out;
}

function link(url, label) {
  const a = document.createElement("a");
  if (/^(https?|tg|mailto):/i.test(url)) a.href = url;
  a.target = "_blank";
  a.rel = "noopener noreferrer";
  a.append(label);
  return a;
}

function wrapped(tag, content, className) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(content);
  return element;
}

// WhatsApp: *bold* _italic_ ~struck~ `code` ```block```, marks only at the edges of words.
const MARKS = [
  [/```([\s\S]+?)```/, (inner) => wrapped("code", inner, "mono")],
  [/`([^`\n]+)`/, (inner) => wrapped("code", inner)],
  [/(?<![\p{L}\p{N}*])\*(?!\s)([^*\n]*[^*\s])\*(?![\p{L}\p{N}*])/u, (inner) => wrapped("strong", whatsapp(inner))],
  [/(?<![\p{L}\p{N}_])_(?!\s)([^_\n]*[^_\s])_(?![\p{L}\p{N}_])/u, (inner) => wrapped("em", whatsapp(inner))],
  [/(?<![\p{L}\p{N}~])~(?!\s)([^~\n]*[^~\s])~(?![\p{L}\p{N}~])/u, (inner) => wrapped("s", whatsapp(inner))],
];

export function whatsapp(text) {
  let best = null;
  for (const [pattern, build] of MARKS) {
    const match = pattern.exec(text);
    if (match && (best === null || match.index < best.match.index)) best = { match, build };
  }
  if (best === null) return linkified(text);
  const { match, build } = best;
  // A mark inside a web address is part of it.
  for (const address of text.matchAll(LINK)) {
    const end = address.index + address[0].length;
    if (match.index >= address.index && match.index < end) {
      const out = linkified(text.slice(0, end));
      out.append(whatsapp(text.slice(end)));
      return out;
    }
  }
  const out = linkified(text.slice(0, match.index));
  out.append(build(match[1]), whatsapp(text.slice(match.index + match[0].length)));
  return out;
}

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  spoiler: "span",
  bot_command: "span",
};

// Telegram: entities with offsets in UTF-16 units, which is how JavaScript counts too.
export function telegram(text, entities) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const build = (from, to, list) => {
    const out = document.createDocumentFragment();
    let at = from;
    for (let i = 0; i < list.length; i += 1) {
      const entity = list[i];
      const end = Math.min(entity.offset + entity.length, to);
      if (entity.offset < at) continue;
      out.append(linkified(text.slice(at, entity.offset)));
      const inner = list.slice(i + 1).filter((other) => other.offset < end);
      const content = build(entity.offset, end, inner);
      if (entity.type === "text_link") out.append(link(entity.url, content));
      else if (TAGS[entity.type]) out.append(wrapped(TAGS[entity.type], content, entity.type));
      else out.append(content);
      at = end;
    }
    out.append(linkified(text.slice(at, to)));
    return out;
  };
  return build(0, text.length, sorted);
}
