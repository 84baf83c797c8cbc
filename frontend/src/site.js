// What every page has: htmx, sorting of tables, copying and downloading with the source line, the API's runner.
import "htmx.org";
import { offerDownloads } from "./downloads.js";

const chinese = document.documentElement.lang.startsWith("zh");
export const say = (zh, en) => (chinese ? zh : en);

function announce(text) {
  const made = document.createElement("p");
  made.className = "said";
  made.setAttribute("role", "status");
  made.textContent = text;
  document.body.append(made);
  setTimeout(() => made.remove(), 2500);
}

// A figure opened in place comes as an article; a table's row needs it in a cell of its own.
document.addEventListener("htmx:beforeRequest", (event) => {
  const link = event.target.closest("a[data-inline]");
  const next = link?.closest("tr").nextElementSibling;
  if (next?.classList.contains("inserted")) {
    event.preventDefault();
    next.remove();
    link.removeAttribute("aria-expanded");
  }
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const link = event.detail.requestConfig?.elt?.closest("a[data-inline]");
  if (!link || event.detail.xhr.status !== 200) return;
  event.detail.shouldSwap = false;
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const article = page.getElementById("figure");
  if (!article) return;
  article.removeAttribute("id");
  const row = document.createElement("tr");
  row.className = "inserted";
  const cell = row.insertCell();
  cell.colSpan = link.closest("tr").cells.length;
  const title = document.createElement("h3");
  title.append(...article.querySelector("h1").childNodes);
  article.querySelector("h1").replaceWith(title);
  cell.append(document.adoptNode(article));
  link.closest("tr").after(row);
  link.setAttribute("aria-expanded", "true");
  ready(row);
});

function value(row, column) {
  const cell = row.cells[column];
  const text = cell.dataset.value ?? cell.textContent.trim();
  const number = parseFloat(text.replace(/[,\s]/g, ""));
  return Number.isNaN(number) ? text : number;
}

function compare(a, b) {
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return typeof a === "number" ? a - b : a.localeCompare(b, "zh");
}

function makeSortable(table) {
  table.querySelectorAll("thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("thead th").forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows].sort((a, b) => compare(value(a, column), value(b, column)));
      table.tBodies[0].append(...(down ? rows.reverse() : rows));
    });
  });
}

async function run(form) {
  const shown = form.querySelector("pre");
  const address = new URL(form.address.value, location.origin);
  shown.hidden = false;
  if (address.origin !== location.origin) {
    shown.textContent = say("只能运行本站的地址。", "Only addresses of this site can be run.");
    return;
  }
  shown.textContent = "…";
  try {
    const answer = await fetch(address);
    const text = await answer.text();
    const json = (answer.headers.get("Content-Type") ?? "").includes("json");
    const body = json ? JSON.stringify(JSON.parse(text), null, 2) : text;
    shown.textContent = `${answer.status} ${answer.headers.get("Content-Type") ?? ""}\n\n${body.slice(0, 20000)}`;
  } catch (fault) {
    shown.textContent = say("没有得到应答：", "No answer: ") + fault.message;
  }
}

function ready(root) {
  root.querySelectorAll("table[data-sortable]").forEach(makeSortable);
  root.querySelectorAll("figure[data-name]:not(.map)").forEach((one) => offerDownloads(one, say));
  root.querySelectorAll("button[data-copy]").forEach((button) => {
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        announce(say("已复制", "Copied"));
      } catch {
        announce(say("浏览器不允许复制", "The browser does not allow copying"));
      }
    });
  });
  root.querySelectorAll("form[data-try]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form);
    });
  });
}

document.addEventListener("DOMContentLoaded", () => ready(document));
