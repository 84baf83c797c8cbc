// Build what pages load into src/jiqun/web/static/built: nothing there is committed.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "..", "src", "jiqun", "web", "static", "built");
const maps = path.join(here, "node_modules", "echarts-outlines", "map", "json");

// Outlines of ECharts 4.9 (Apache-2.0), by the province's code of GB/T 2260.
const PROVINCES = {
  beijing: 110000, tianjin: 120000, hebei: 130000, shanxi: 140000, neimenggu: 150000,
  liaoning: 210000, jilin: 220000, heilongjiang: 230000, shanghai: 310000, jiangsu: 320000,
  zhejiang: 330000, anhui: 340000, fujian: 350000, jiangxi: 360000, shandong: 370000,
  henan: 410000, hubei: 420000, hunan: 430000, guangdong: 440000, guangxi: 450000,
  hainan: 460000, chongqing: 500000, sichuan: 510000, guizhou: 520000, yunnan: 530000,
  xizang: 540000, shanxi1: 610000, gansu: 620000, qinghai: 630000, ningxia: 640000,
  xinjiang: 650000, taiwan: 710000, xianggang: 810000, aomen: 820000,
};

async function copyOutlines() {
  await mkdir(path.join(out, "outlines"), { recursive: true });
  await cp(path.join(maps, "china.json"), path.join(out, "outlines", "china.json"));
  const known = new Set(Object.keys(PROVINCES).map((name) => `${name}.json`));
  for (const file of await readdir(path.join(maps, "province"))) {
    if (!known.has(file)) throw new Error(`no code is known for the outline ${file}`);
    const code = PROVINCES[file.replace(".json", "")];
    await cp(path.join(maps, "province", file), path.join(out, "outlines", `${code}.json`));
  }
}

// Characters for who has no Chinese font: slices by range, of which a browser asks for those it needs.
const LOCAL = [
  "NotoSansCJKsc-Regular", "Noto Sans CJK SC Regular", "Noto Sans CJK SC", "NotoSansSC-Regular", "Noto Sans SC",
  "SourceHanSansSC-Regular", "PingFangSC-Regular", "Microsoft YaHei", "MicrosoftYaHei", "Hiragino Sans GB W3",
  "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "SimHei", "SimSun",
];

async function copyHanzi() {
  const folder = path.join(here, "node_modules", "@fontsource", "noto-sans-sc");
  const faces = (await readFile(path.join(folder, "400.css"), "utf8")).match(/@font-face \{[^}]*\}/g);
  const local = LOCAL.map((name) => `local("${name}")`).join(",");
  const slices = [];
  await mkdir(path.join(out, "hanzi"), { recursive: true });
  for (const face of faces) {
    const slice = face.match(/files\/noto-sans-sc-(\d+)-400-normal\.woff2/)?.[1];
    if (!slice) continue; // Latin and the like: every machine has those
    const range = face.match(/unicode-range: ([^;]*);/)[1];
    await cp(path.join(folder, "files", `noto-sans-sc-${slice}-400-normal.woff2`), path.join(out, "hanzi", `${slice}.woff2`));
    slices.push(`@font-face{font-family:"Jiqun Hanzi";font-display:swap;src:${local},url(hanzi/${slice}.woff2) format("woff2");unicode-range:${range}}`);
  }
  if (slices.length < 90) throw new Error(`only ${slices.length} slices of the Chinese font were found`);
  await writeFile(path.join(out, "hanzi.css"), `${slices.join("\n")}\n`);
}

async function copyLicences() {
  const parts = [];
  for (const name of ["echarts", "echarts-outlines", "htmx.org", "@fontsource/noto-sans-sc", "shamir-secret-sharing"]) {
    const folder = path.join(here, "node_modules", name);
    const text = await readFile(path.join(folder, "LICENSE"), "utf8");
    const { version } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    parts.push(`${name} ${version}\n\n${text}`);
  }
  await writeFile(path.join(out, "LICENCES.txt"), parts.join(`\n\n${"=".repeat(72)}\n\n`));
}

// Compressed once, here: the server only chooses.
async function compress(folder) {
  for (const one of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, one.name);
    if (one.isDirectory()) {
      await compress(file);
    } else if (!one.name.endsWith(".woff2")) {
      const content = await readFile(file);
      await writeFile(`${file}.gz`, gzipSync(content, { level: 9 }));
      await writeFile(`${file}.br`, brotliCompressSync(content));
    }
  }
}

// By this the package's build (hatch_build.py) knows that the assets are of these sources.
async function stampSources() {
  const names = (await readdir(path.join(here, "src"))).filter((name) => name.endsWith(".js")).sort();
  const sha256 = (content) => createHash("sha256").update(content).digest("hex");
  const lines = [];
  for (const name of ["build.js", "package-lock.json", ...names.map((one) => `src/${one}`)]) {
    lines.push(`${sha256(await readFile(path.join(here, name)))}  ${name}\n`);
  }
  await writeFile(path.join(out, "sources.sha256"), `${sha256(lines.join(""))}\n`);
}

await rm(out, { recursive: true, force: true });
await build({
  entryPoints: Object.fromEntries(["site", "map", "filing", "passkeys", "challenges", "governance"].map((page) => [page, path.join(here, "src", `${page}.js`)])),
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  legalComments: "none",
  logLevel: "warning",
});
await copyOutlines();
await copyHanzi();
await copyLicences();
await compress(out);
await stampSources();
