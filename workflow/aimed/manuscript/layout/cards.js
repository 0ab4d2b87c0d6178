"use strict";
(() => {
  const list = document.getElementById("evidence");
  const links = [...document.querySelectorAll("a.number, a.why")];
  if (!list || !links.length) return;
  const words = JSON.parse(list.dataset.words);
  const card = document.createElement("div");
  card.id = "card";
  card.setAttribute("role", "dialog");
  card.tabIndex = -1;
  card.hidden = true;
  document.body.append(card);
  let opener = null;

  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };
  const rowOf = (id) => document.getElementById(id);
  const cellsOf = (row) => [...row.cells].map((cell) => cell.textContent);

  const facts = (pairs) => {
    const told = make("dl");
    for (const [what, text] of pairs) {
      if (!text) continue;
      const value = make("dd");
      value.append([words.trace, words.number].includes(what) ? make("code", text) : text);
      told.append(make("dt", what), value);
    }
    return told;
  };
  const who = () => document.getElementById("who-could-be-counted")?.textContent;
  const groundOf = (row) => row.closest("tbody").querySelector("th[scope=rowgroup]");

  function tellNumber(row, ground) {
    const [id, label, shown, interval, n, counted, method] = cellsOf(row);
    const part = make("section");
    part.append(make("p", `${label}: ${shown}`, "card-value"));
    const [outOf, leftOut] = [...((ground && groundOf(row)?.children) || [])].map((one) => one.textContent);
    part.append(facts([
      [words.interval, interval], ["n", n], [words.counted, counted], [words.out_of, outOf],
      [words.left_out, leftOut], [words.method, method], [words.number, id], [words.trace, `aimed trace ${id}`],
    ]));
    return part;
  }

  function tellNumbers(ids) {
    const grounds = new Set();
    return ids.map((id) => rowOf(`number-${id}`)).filter(Boolean).map((row) => {
      const isNew = !grounds.has(groundOf(row));
      grounds.add(groundOf(row));
      return tellNumber(row, isNew);
    });
  }

  function contentOf(link) {
    const id = decodeURIComponent(link.hash.slice(1));
    if (id.startsWith("number-")) {
      const ids = (link.dataset.ids || id.slice(7)).split(" ");
      return [...tellNumbers(ids), facts([[words.could_be_counted, who()]])];
    }
    const cells = cellsOf(rowOf(id));
    if (id.startsWith("claim-")) {
      const ids = cells[2].split(" ").filter(Boolean);
      return [make("p", cells[0], "card-value"), facts([[words.holds_while, cells[1]]]), ...tellNumbers(ids)];
    }
    if (id.startsWith("quotation-")) {
      const told = [[words.said_by, cells[1]], [words.held_to, words.words_of_turn]];
      return [make("p", cells[0], "card-value"), facts([...told, [words.trace, cells[2]]])];
    }
    const told = [[words.question, cells[1]], [words.analysis, cells[2]], [words.trace, cells[3]]];
    return [make("p", cells[0], "card-value"), facts(told)];
  }

  function place(link) {
    card.style.top = card.style.left = "";
    if (matchMedia("(max-width: 40rem)").matches) return;
    const at = link.getClientRects()[0], wide = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(at.left, wide - card.offsetWidth - 8));
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${at.bottom + scrollY + 6}px`;
  }

  function close(back) {
    if (!opener) return;
    const from = opener;
    opener = null;
    card.hidden = true;
    from.setAttribute("aria-expanded", "false");
    if (back) from.focus();
  }

  function open(link) {
    close(false);
    const shut = make("button", words.close, "card-close");
    shut.type = "button";
    shut.addEventListener("click", () => close(true));
    card.replaceChildren(shut, ...contentOf(link));
    const name = link.textContent.trim() || link.getAttribute("aria-label");
    card.setAttribute("aria-label", `${words.evidence}: ${name}`);
    card.hidden = false;
    opener = link;
    link.setAttribute("aria-expanded", "true");
    place(link);
    card.focus({ preventScroll: true });
    card.scrollTop = 0;
    if (card.getBoundingClientRect().bottom > innerHeight) card.scrollIntoView({ block: "nearest" });
  }

  for (const link of links) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-haspopup", "dialog");
  }
  // in a table one cell takes the focus, and arrows go to the others
  const tables = [...document.querySelectorAll("main table")].filter((one) => !list.contains(one));
  for (const table of tables) {
    const inside = [...table.querySelectorAll("td a.number, th a.number")];
    inside.slice(1).forEach((link) => { link.tabIndex = -1; });
    table.addEventListener("keydown", (event) => {
      const at = inside.indexOf(event.target), step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      let next = step && inside[at + step];
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const cell = event.target.closest("td, th"), row = cell?.parentElement;
        const line = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
        next = line?.cells[cell.cellIndex]?.querySelector("a.number") || line?.querySelector("a.number");
      }
      if (at < 0 || !next) return;
      event.preventDefault();
      event.target.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.number, a.why");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (link === opener) close(true); else open(link);
    } else if (!card.contains(event.target)) close(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target.matches?.("a.number, a.why")) {
      event.preventDefault();
      event.target.click();
    } else if (event.key === "Escape" && opener) {
      close(true);
    } else if (event.key === "Tab" && opener && card.contains(document.activeElement)) {
      event.preventDefault(); // the only thing to reach within the card is its button
      const shut = card.querySelector("button");
      if (document.activeElement === shut || event.shiftKey) close(true); else shut.focus();
    }
  });
})();
