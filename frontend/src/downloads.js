// A drawing or map as SVG, PNG or CSV: each stands alone, with its title and where it is from.
import { hanziStyle } from "./hanzi.js";

const NARROWEST = 460;
const MARGIN = 16;
const TITLE = 15;
const SOURCE = 10.5;
const SPARE = 1.06; // who opens the file may have a wider font

export function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
}

// Lines no wider than the room: a Latin word is whole, a Chinese character may end a line.
function lines(words, size, room, family, weight = "400") {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${weight} ${size * SPARE}px ${family}`;
  const found = [""];
  for (const piece of words.match(/(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)[，。；：、）》]?\s*|\s+/g) ?? []) {
    const longer = found.at(-1) + piece;
    if (found.at(-1) && pen.measureText(longer.trimEnd()).width > room) found.push(piece.trimStart());
    else found[found.length - 1] = longer;
  }
  return found.map((line) => line.trimEnd());
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

// A drawing between its title and its source, as one SVG.
export function framed(inner, width, height, { title, source }) {
  const style = getComputedStyle(document.body);
  const family = style.fontFamily;
  const wide = Math.max(width + 2 * MARGIN, NARROWEST);
  const head = lines(title, TITLE, wide - 2 * MARGIN, family, "600");
  const foot = lines(source, SOURCE, wide - 2 * MARGIN, family);
  const top = MARGIN + head.length * (TITLE + 5) + 6;
  const high = top + height + 10 + foot.length * (SOURCE + 4) + MARGIN;
  const soft = getComputedStyle(document.documentElement).getPropertyValue("--soft").trim();
  const text = (line, at, size, fill, weight) =>
    `<text x="${MARGIN}" y="${at}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escaped(line)}</text>`;
  const said = [
    ...head.map((line, number) => text(line, MARGIN + TITLE + number * (TITLE + 5), TITLE, style.color, 600)),
    ...foot.map((line, number) => text(line, top + height + 10 + SOURCE + number * (SOURCE + 4), SOURCE, soft, 400)),
  ];
  const open = `<svg xmlns="http://www.w3.org/2000/svg" role="img" xml:lang="${document.documentElement.lang}" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" font-family="${escaped(family).replaceAll('"', "'")}">`;
  const ground = `<title>${escaped(title)}</title><desc>${escaped(source)}</desc><rect width="${wide}" height="${high}" fill="${style.backgroundColor}"/>`;
  return `${open}${ground}<svg x="${MARGIN}" y="${top}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" overflow="visible">${inner}</svg>${said.join("")}</svg>`;
}

// A drawing takes its colours from the page; a file must carry them itself.
const CARRIED = ["fill", "fill-opacity", "stroke", "stroke-width", "opacity", "font-size", "font-weight", "text-anchor"];

function standalone(svg, figure) {
  const copy = svg.cloneNode(true);
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const parts = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((part, number) => {
    const style = getComputedStyle(parts[number]);
    CARRIED.forEach((name) => part.setAttribute(name, style.getPropertyValue(name)));
  });
  copy.querySelector(":scope > title")?.remove();
  const inner = [...copy.childNodes].map((node) => new XMLSerializer().serializeToString(node)).join("");
  return framed(inner, width, height, saidOf(figure, svg));
}

// What stands over and under a picture: its own title, or what the drawing calls itself. Away from
// its page, made-up data says so in Chinese too.
function saidOf({ dataset }, svg) {
  const made = document.documentElement.lang === "en" && dataset.name?.startsWith("demonstration-");
  const source = made ? `${dataset.source} (演示数据)` : dataset.source;
  return { title: dataset.title ?? svg.getAttribute("aria-label"), source };
}

// Where the page writes with the font it brings along, a picture brings its characters along too.
async function withHanzi(text) {
  const style = await hanziStyle(text);
  return style ? text.replace(/(<svg [^>]*>)/, `$1<style>${style}</style>`) : text;
}

export async function saveSvg(name, text) {
  save(`${name}.svg`, new Blob([await withHanzi(text)], { type: "image/svg+xml" }));
}

export async function savePng(name, text) {
  const carried = await withHanzi(text);
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(carried)}`;
  await picture.decode();
  // A picture is decoded before the font within it is there, and nothing tells when it is.
  await new Promise((resolve) => { setTimeout(resolve, text === carried ? 0 : 400); });
  const canvas = document.createElement("canvas");
  canvas.width = picture.width * 2;
  canvas.height = picture.height * 2;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(`${name}.png`, blob), "image/png");
}

function tableCsv(table, { title, source }) {
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = [...table.rows].map((row) => [...row.cells].map((cell) => quoted(cell.textContent.trim())).join(","));
  return `\ufeff${rows.join("\n")}\n${quoted(title)}\n${quoted(source)}\n`;
}

export function buttons(figure, offers, say) {
  const place = document.createElement("span");
  place.className = "downloads";
  place.setAttribute("aria-label", say("下载", "Download"));
  place.setAttribute("role", "group");
  Object.entries(offers).forEach(([label, act]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.textContent = label;
    button.addEventListener("click", act);
    place.append(button);
  });
  (figure.querySelector("figcaption") ?? figure).append(place);
}

export function offerDownloads(figure, say) {
  const svg = figure.querySelector("svg.chart");
  if (!svg) return;
  const { name, csv } = figure.dataset;
  const offers = {
    SVG: () => saveSvg(name, standalone(svg, figure)),
    PNG: () => savePng(name, standalone(svg, figure)),
  };
  if (csv?.startsWith("#")) {
    offers.CSV = () => save(`${name}.csv`, new Blob([tableCsv(document.querySelector(csv), saidOf(figure, svg))], { type: "text/csv" }));
  } else if (csv) {
    offers.CSV = () => { location.href = csv; };
  }
  buttons(figure, offers, say);
}
