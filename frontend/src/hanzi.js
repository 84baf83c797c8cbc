// The Chinese font the site brings along, for a picture that leaves the page: only where the page itself needed it.
const FAMILY = "Jiqun Hanzi";

const inFile = (blob) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result);
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(blob);
});

function spans(range) {
  return range.split(",").map((part) => {
    const [first, last] = part.trim().slice(2).split("-").map((code) => parseInt(code, 16));
    return [first, last ?? first];
  });
}

function slices() {
  const sheet = [...document.styleSheets].find(({ href }) => href?.includes("hanzi.css"));
  return [...(sheet?.cssRules ?? [])].map(({ style }) => ({
    address: new URL(style.getPropertyValue("src").match(/url\("?([^")]+)"?\)/)[1], sheet.href),
    range: style.getPropertyValue("unicode-range"),
  }));
}

// Fonts of the machine are found by name within the same rules; then nothing is asked of the site.
function isBroughtAlong() {
  return performance.getEntriesByType("resource").some(({ name }) => name.endsWith(".woff2"));
}

export async function hanziStyle(text) {
  if (!isBroughtAlong()) return "";
  const codes = [...new Set(text)].map((letter) => letter.codePointAt(0)).filter((code) => code > 0x2e7f);
  const needed = slices().filter(({ range }) => spans(range).some(([first, last]) => codes.some((code) => first <= code && code <= last)));
  const faces = await Promise.all(needed.map(async ({ address, range }) => {
    const data = await inFile(await (await fetch(address)).blob());
    return `@font-face{font-family:"${FAMILY}";src:url(${data}) format("woff2");unicode-range:${range}}`;
  }));
  return faces.join("");
}
