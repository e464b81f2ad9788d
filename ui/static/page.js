// What the page does without the server: opens sources, carries edits of the ledger, minds focus.
"use strict";

const byId = (id) => document.getElementById(id);
const loaded = new Map();

// ---- sources: a chip opens the document at the cited words -------------------------------------

async function readSource(name, passage) {
  if (!loaded.has(name + "/" + passage)) {
    const query = `?document=${encodeURIComponent(name)}`;
    const answer = await fetch(`/api/source/${encodeURIComponent(passage)}${query}`);
    if (!answer.ok) throw new Error((await answer.json()).detail);
    loaded.set(name + "/" + passage, await answer.json());
  }
  return loaded.get(name + "/" + passage);
}

// Spans count Unicode code points; a JavaScript string counts UTF-16 units.
function pieces(points, from, to, mark) {
  const bounds = [from, Math.max(from, Math.min(to, mark.start)), Math.min(to, Math.max(from, mark.end)), to];
  return [0, 1, 2].map((i) => ({
    text: points.slice(bounds[i], bounds[i + 1]).join(""),
    marked: i === 1,
  })).filter((piece) => piece.text);
}

function fill(node, points, from, to, mark) {
  for (const piece of pieces(points, from, to, mark)) {
    if (!piece.marked) {
      node.append(piece.text);
      continue;
    }
    const highlight = document.createElement("mark");
    highlight.tabIndex = -1;
    highlight.textContent = piece.text;
    node.append(highlight);
  }
  return node;
}

function element(tag, className) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  return node;
}

function rowOf(points, from, to, mark, header) {
  const row = element("tr");
  let start = from + 1;
  for (let at = from + 1; at < to; at += 1) {
    if (points[at] !== "|") continue;
    row.append(fill(element(header ? "th" : "td"), points, start, at, mark));
    start = at + 1;
  }
  return row;
}

function documentBody(source, mark) {
  const points = Array.from(source.text);
  const body = element("div", "document");
  const inPassage = (start, end) => source.passages.some((each) => each.start < end && each.end > start);
  let table = null;
  let from = 0;
  for (const line of source.text.split("\n")) {
    const to = from + Array.from(line).length;
    if (line.startsWith("|")) {
      const header = table === null;
      if (header) body.append((table = element("table")));
      if (!/^\|[\s|:-]+\|$/.test(line)) table.append(rowOf(points, from, to, mark, header));
    } else if (line.trim()) {
      table = null;
      const bullet = line.startsWith("- ");
      const tag = inPassage(from, to) ? "p" : "h3";
      body.append(fill(element(tag, bullet ? "bullet" : line === source.title ? "title" : ""), points, bullet ? from + 2 : from, to, mark));
    }
    from = to + 1;
  }
  return body;
}

function sourceDialog() {
  const existing = byId("source");
  if (existing) return existing;
  const dialog = element("dialog");
  dialog.id = "source";
  dialog.setAttribute("aria-labelledby", "source-title");
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  return dialog;
}

function sourceHeader(source) {
  const header = element("header");
  const names = element("div");
  const title = element("h2");
  title.id = "source-title";
  title.textContent = source.section;
  const where = element("p");
  where.textContent = source.title;
  names.append(title, where);
  const close = element("button", "close");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => byId("source").close());
  header.append(names, close);
  return header;
}

async function openSource(hash) {
  const found = /^#src-([^/]+)\/(.+)~(\d+)-(\d+)$/.exec(hash);
  if (!found) return;
  const [name, passage] = [found[1], found[2]].map(decodeURIComponent);
  const mark = { start: Number(found[3]), end: Number(found[4]) };
  const dialog = sourceDialog();
  let source;
  try {
    source = await readSource(name, passage);
  } catch (problem) {
    source = { section: "The source did not load", title: problem.message, text: "", offset: 0, passages: [] };
  }
  const shown = { start: mark.start - source.offset, end: mark.end - source.offset };
  dialog.replaceChildren(sourceHeader(source), documentBody(source, shown));
  if (!dialog.open) dialog.showModal();
  const highlight = dialog.querySelector("mark");
  if (!highlight) return;
  highlight.scrollIntoView({ block: "center" });
  highlight.focus({ preventScroll: true });
}

// ---- the ledger: forms and buttons of our own markup, carried by two hidden components ---------

let returnTo = "";

function carry(change) {
  const box = document.querySelector("#edit textarea, #edit input");
  const native = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value");
  native.set.call(box, JSON.stringify(change));
  box.dispatchEvent(new Event("input", { bubbles: true }));
  returnTo = change.fact;
  setTimeout(() => byId("edited").click(), 30);
}

function onSubmit(event) {
  const form = event.target;
  if (!form.matches("#ledger form")) return;
  event.preventDefault();
  carry({ do: "edit", ...Object.fromEntries(new FormData(form)) });
}

function onClick(event) {
  const link = event.target.closest('a[href^="#src-"]');
  if (link) {
    event.preventDefault();
    openSource(link.getAttribute("href"));
    return;
  }
  const withdraw = event.target.closest('#ledger button[name="withdraw"]');
  if (withdraw) carry({ do: "withdraw", fact: withdraw.value });
  if (event.target.closest("#chat .option, #moves button, #restart")) returnTo = "composer";
}

function onKey(event) {
  const editing = event.key === "Escape" && event.target.closest("#ledger details[open]");
  if (!editing) return;
  editing.open = false;
  editing.querySelector("summary").focus();
}

// ---- after each answer: names for controls, and focus where the person was ---------------------

function restoreFocus() {
  if (!returnTo || document.activeElement !== document.body) return;
  const row = byId(`answer-${returnTo}`);
  const target = returnTo === "composer" ? composer() : row ? row.querySelector("summary") : byId("ledger-title");
  // A phone would raise its keyboard over the answer.
  if (target && !(returnTo === "composer" && matchMedia("(pointer: coarse)").matches)) target.focus();
  returnTo = "";
}

// A long answer is read from its beginning: the person's own last words stay at the top.
let shown = 0;

function follow() {
  const log = document.querySelector('#chat [role="log"]');
  const bubbles = log ? log.querySelectorAll(".message") : [];
  if (bubbles.length === shown) return;
  shown = bubbles.length;
  const said = log.querySelectorAll(".message.user");
  const last = said[said.length - 1];
  const top = last ? last.getBoundingClientRect().top - log.getBoundingClientRect().top : Infinity;
  log.scrollTop = Math.min(log.scrollHeight, log.scrollTop + top - 16);
}

const composer = () => document.querySelector("#words textarea");

function mind() {
  const box = composer();
  if (box) box.setAttribute("aria-label", "Your message");
  // Gradio labels each message with its raw markup; the text inside is label enough.
  for (const node of document.querySelectorAll("#chat [data-testid][aria-label]")) node.removeAttribute("aria-label");
  byId("notice")?.setAttribute("aria-live", "polite");
  // The link's id is now kept by the browser; left in the address it would win after a new start.
  const linked = new URL(location.href);
  if (linked.searchParams.has("c") && document.querySelector("#chat .said")) {
    linked.searchParams.delete("c");
    history.replaceState(null, "", linked);
  }
  restoreFocus();
  follow();
}

document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit);
document.addEventListener("keydown", onKey);
let minding = 0;
new MutationObserver(() => {
  cancelAnimationFrame(minding);
  minding = requestAnimationFrame(mind);
}).observe(document.body, { childList: true, subtree: true });
