// A drawing or map as SVG, PNG or CSV, each with its source line.
const LINE = 22;

export function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
}

// A drawing takes its colours from the page; a file must carry them itself.
const CARRIED = ["fill", "stroke", "stroke-width", "opacity", "font-size", "font-family"];

function standalone(svg, source) {
  const copy = svg.cloneNode(true);
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const wide = Math.max(width, 420);
  const parts = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((one, number) => {
    const style = getComputedStyle(parts[number]);
    CARRIED.forEach((name) => one.setAttribute(name, style.getPropertyValue(name)));
  });
  const body = getComputedStyle(document.body);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `0 -8 ${wide} ${height + 8 + LINE}`);
  copy.setAttribute("width", wide);
  copy.setAttribute("height", height + 8 + LINE);
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  Object.entries({ x: 0, y: -8, width: wide, height: height + 8 + LINE, fill: body.backgroundColor }).forEach(([k, v]) => ground.setAttribute(k, v));
  copy.prepend(ground);
  const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
  Object.entries({ x: 4, y: height + LINE - 6, "font-size": 9, fill: body.color, "font-family": body.fontFamily }).forEach(([k, v]) => text.setAttribute(k, v));
  text.textContent = source;
  copy.append(text);
  return new XMLSerializer().serializeToString(copy);
}

function asPng(text, then) {
  const picture = new Image();
  picture.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = picture.width * 2;
    canvas.height = picture.height * 2;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(then, "image/png");
  };
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

function tableCsv(table, source) {
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = [...table.rows].map((row) => [...row.cells].map((one) => quoted(one.textContent.trim())).join(","));
  return `\ufeff${rows.join("\n")}\n${quoted(source)}\n`;
}

export function buttons(figure, offers) {
  const place = document.createElement("span");
  place.className = "downloads";
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
  const { name, source, csv } = figure.dataset;
  const drawn = () => standalone(svg, source);
  const offers = {
    SVG: () => save(`${name}.svg`, new Blob([drawn()], { type: "image/svg+xml" })),
    PNG: () => asPng(drawn(), (blob) => save(`${name}.png`, blob)),
  };
  if (csv?.startsWith("#")) {
    offers.CSV = () => save(`${name}.csv`, new Blob([tableCsv(document.querySelector(csv), source)], { type: "text/csv" }));
  } else if (csv) {
    offers.CSV = () => { location.href = csv; };
  }
  buttons(figure, offers);
  figure.querySelector(".downloads").setAttribute("aria-label", say("下载", "Download"));
  figure.querySelector(".downloads").setAttribute("role", "group");
}
