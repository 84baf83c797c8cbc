// Maps: province outlines, recognised clusters as points by batch, all counties on demand.
import * as echarts from "echarts/core";
import { ScatterChart } from "echarts/charts";
import { GeoComponent, TooltipComponent, AriaComponent } from "echarts/components";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import { buttons, framed, savePng, saveSvg } from "./downloads.js";

echarts.use([ScatterChart, GeoComponent, TooltipComponent, AriaComponent, CanvasRenderer, SVGRenderer]);

const chinese = document.documentElement.lang.startsWith("zh");
const say = (zh, en) => (chinese ? zh : en);
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "emptyCircle"];
const BATCHES = ["2022", "2023", "2024", "2025", "unknown"];
const LINE = 28;
const ISLANDS = ["南海诸岛", "South China Sea Islands"];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const json = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
};

// Outlines carry Chinese names and codes; an English page says the names by code.
function englishNames(outline, figure) {
  if (chinese) return {};
  const known = JSON.parse(figure.dataset.names ?? "{}");
  const named = outline.features.map(({ id, properties }) => [properties.name, known[id] ?? ""]);
  return { ...Object.fromEntries(named), [ISLANDS[0]]: ISLANDS[1] };
}

function points(collection) {
  // Clusters of one county would hide each other: set them side by side, about a marker apart.
  const seen = new Map();
  return collection.features.filter((one) => one.geometry).map((one) => {
    const at = one.geometry.coordinates;
    const place = at.join();
    const nth = seen.get(place) ?? 0;
    seen.set(place, nth + 1);
    const angle = nth * 2.4;
    const away = nth ? 0.16 * Math.sqrt(nth) : 0;
    return { value: [at[0] + away * Math.cos(angle), at[1] + away * Math.sin(angle)], ...one.properties };
  });
}

// What points are told apart by: the page's own groups, else batches.
const groupsOf = (figure) => JSON.parse(figure.dataset.groups ?? "null") ?? BATCHES;

function clusterSeries(found, wide, groups) {
  return groups.map((batch, number) => ({
    id: batch,
    type: "scatter",
    coordinateSystem: "geo",
    symbol: SYMBOLS[number],
    symbolSize: wide ? 11 : 8,
    itemStyle: { color: colour(`--b${number + 1}`), borderColor: colour("--card"), borderWidth: number === 4 ? 0 : 1, opacity: 0.92 },
    emphasis: { scale: 1.5 },
    z: 5,
    data: found.filter((one) => one.batch === batch),
  })).filter((one) => one.data.length);
}

// A map is as wide or as high as its frame holds, and keeps its shape: given all four sides,
// ECharts would stretch it to the frame.
const MIDDLE = { left: "center", top: "middle" };

function placed(chart, box) {
  const geo = chart.getModel().getComponent("geo").coordinateSystem;
  const { width, height } = geo.getBoundingRect();
  const wider = (geo.aspectScale * width) / height > box.clientWidth / box.clientHeight;
  return { ...MIDDLE, [wider ? "width" : "height"]: "95%" };
}

function options(name, names, found, wide, groups, place) {
  return {
    aria: { enabled: false },
    animation: false,
    // An attribute of the SVG holds it, which ends at a double quote.
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily.replaceAll('"', "'") },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: colour("--card"),
      borderColor: colour("--line"),
      textStyle: { color: colour("--ink"), fontSize: 13 },
      formatter: ({ data }) => (data?.name ? [data.name, data.place && say(data.place, data.place_en), BATCHES.includes(data.batch) && say(`${data.batch === "unknown" ? "批次未注明" : `${data.batch} 年批`}`, `batch ${data.batch}`)].filter(Boolean).join("\n") : ""),
    },
    geo: {
      map: name,
      nameMap: names,
      roam: true,
      ...place,
      scaleLimit: { min: 1, max: 24 },
      label: { show: wide, fontSize: 10, color: colour("--soft") },
      itemStyle: { areaColor: colour("--paper"), borderColor: colour("--before"), borderWidth: 0.8 },
      emphasis: { label: { show: true, color: colour("--ink") }, itemStyle: { areaColor: colour("--line") } },
      tooltip: { show: false },
      regions: [{ name: say(...ISLANDS), itemStyle: { areaColor: colour("--before"), borderColor: colour("--soft") }, label: { show: true, align: wide ? "center" : "right" } }],
    },
    series: clusterSeries(found, wide, groups),
  };
}

// The map as it is, as SVG with its title, source and legend of batches.
function asPicture(chart, figure) {
  const width = chart.getWidth();
  const height = chart.getHeight();
  const drawn = echarts.init(document.createElement("div"), null, { renderer: "svg", width, height });
  drawn.setOption({ ...chart.getOption(), animation: false, graphic: [] });
  const inner = drawn.renderToSVGString().replace(/^<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  drawn.dispose();
  const { title, source } = figure.dataset;
  return framed(inner + legend(figure, height), width, height + LINE, { title, source });
}

const MARKS = [
  (x, y) => `<circle cx="${x}" cy="${y}" r="5"/>`,
  (x, y) => `<rect x="${x - 5}" y="${y - 5}" width="10" height="10"/>`,
  (x, y) => `<path d="M${x} ${y - 5}l5 10h-10z"/>`,
  (x, y) => `<path d="M${x} ${y - 6}l6 6l-6 6l-6-6z"/>`,
  (x, y) => `<circle cx="${x}" cy="${y}" r="4.5" fill="none" stroke="currentColor" stroke-width="2"/>`,
];

// What the marks mean; a province's map has no legend beside it, and says it in its table.
function legend(figure, top) {
  let left = 6;
  return [...figure.querySelectorAll(".batch")].map((batch) => {
    const number = groupsOf(figure).indexOf(batch.dataset.batch);
    const tone = colour(`--b${number + 1}`);
    const words = batch.textContent.trim();
    const mark = `<g fill="${tone}" color="${tone}">${MARKS[number](left, top + 14)}</g><text x="${left + 10}" y="${top + 18}" font-size="11" fill="${colour("--ink")}">${words}</text>`;
    left += 30 + [...words].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 11 : 6.5), 0);
    return mark;
  }).join("");
}

function downloads(chart, figure) {
  const { name, points } = figure.dataset;
  buttons(figure, {
    SVG: () => saveSvg(name, asPicture(chart, figure)),
    PNG: () => savePng(name, asPicture(chart, figure)),
    ...(points.includes("format=geojson") && { CSV: () => { location.href = points.replace("format=geojson", "format=csv"); } }),
  }, say);
}

function showCounties(chart, figure, counties) {
  chart.setOption({
    series: [{
      id: "counties",
      type: "scatter",
      coordinateSystem: "geo",
      symbolSize: 3.5,
      large: false,
      z: 2,
      itemStyle: { color: colour("--soft"), opacity: 0.55 },
      data: counties,
    }],
  });
}

async function draw(figure) {
  const box = figure.querySelector(".canvas");
  const [outline, found] = await Promise.all([json(figure.dataset.map), json(figure.dataset.points)]);
  // The islands of the South China Sea are added by ECharts to the map of this name.
  const name = figure.dataset.map.includes("china") ? "china" : figure.dataset.name;
  echarts.registerMap(name, outline);
  const names = englishNames(outline, figure);
  box.textContent = "";
  const wide = box.clientWidth > 560;
  const chart = echarts.init(box, null, { renderer: "canvas" });
  figure.chart = chart;
  const groups = groupsOf(figure);
  chart.setOption(options(name, names, points(found), wide, groups, MIDDLE));
  const place = placed(chart, box);
  chart.setOption({ geo: place });
  chart.on("click", ({ data }) => {
    if (data?.href) location.href = data.href;
    else if (data?.id) location.href = figure.dataset.link + encodeURIComponent(data.id) + "/";
    else if (data?.code && figure.dataset.region) location.href = `${figure.dataset.region}${data.code}/`;
  });
  new ResizeObserver(() => chart.resize()).observe(box);
  const again = () => chart.setOption(options(name, names, points(found), wide, groups, place));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  // A canvas does not write anew by itself what it wrote before a font was there.
  document.fonts.addEventListener("loadingdone", () => { chart.clear(); again(); });
  figure.querySelector("[data-layer=counties]")?.addEventListener("change", async (event) => {
    if (!event.target.checked) { chart.setOption({ series: [{ id: "counties", data: [] }] }); return; }
    const all = await json(figure.dataset.counties);
    showCounties(chart, figure, all.features.filter((one) => one.geometry).map((one) => ({ value: one.geometry.coordinates, name: say(one.properties.name, one.properties.name_en), code: one.properties.code })));
  });
  downloads(chart, figure);
}

document.querySelectorAll("figure.map").forEach((figure) => {
  draw(figure).catch((fault) => {
    figure.querySelector(".canvas").textContent = say("地图没有载入：", "The map did not load: ") + fault.message;
  });
});
