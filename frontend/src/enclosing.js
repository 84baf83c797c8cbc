// Files that go with a proposal: packed as one, padded, encrypted to a key made for them alone,
// which goes into the sealed proposal. What opens the proposal opens them, and nothing else does.
import { base64, hex, joined, random } from "./sealing.js";

const LENGTHS = [18, 20, 22, 24].map((power) => 2 ** power);
const KINDS = [[0x25, 0x50, 0x44, 0x46, 0x2d], [0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47]];
const ACTS = /\/(JavaScript|Launch|RichMedia|SubmitForm|ImportData|EmbeddedFile|Encrypt)/;
const subtle = globalThis.crypto?.subtle;

// Why files cannot go along, in words of the page; empty where they can. The server looks again
// once it can read them: what is wrong is told here, while it can still be mended.
export async function faultOf(files, most, say) {
  if (files.length > most.files) return say(`附件至多 ${most.files} 份。`, `At most ${most.files} files can go along.`);
  if (files.reduce((bytes, file) => bytes + file.size, 0) > most.bytes) return say("附件合计太大。", "The files are too large together.");
  for (const file of files) {
    const content = new Uint8Array(await file.arrayBuffer());
    const shown = KINDS.some((kind) => kind.every((byte, at) => content[at] === byte));
    if (!shown) return say(`“${file.name}”不是 PDF、JPEG 或 PNG。`, `“${file.name}” is no PDF, JPEG or PNG.`);
    const pdf = content[0] === KINDS[0][0];
    if (pdf && ACTS.test(new TextDecoder("latin1").decode(content))) {
      return say(`“${file.name}”带密码、会执行动作或夹带文件，请另存为普通 PDF。`, `“${file.name}” has a password, actions or files inside; save it as a plain PDF.`);
    }
  }
  return "";
}

// The length of the head, the head with names and sizes, the files, then noughts.
async function packed(files) {
  const contents = await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())));
  const head = new TextEncoder().encode(JSON.stringify(files.map((file) => [file.name, file.size])));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, head.length);
  const content = joined(length, head, ...contents);
  const whole = new Uint8Array(LENGTHS.find((most) => most >= content.length));
  whole.set(content);
  return whole;
}

// What is sent of some files, and what opens it: that goes into the proposal and nowhere else.
export async function enclosed(files, bound) {
  const [secret, iv] = [random(32), random(12)];
  const key = await subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt"]);
  const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(bound) };
  const sealed = new Uint8Array(await subtle.encrypt(how, key, await packed(files)));
  const opens = [base64(secret), base64(iv), hex(await subtle.digest("SHA-256", sealed))].join(".");
  return { sealed, opens };
}

// Put bytes into a form's own field for a file, as if somebody had chosen them.
export function choose(input, bytes) {
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], "sealed", { type: "application/octet-stream" }));
  input.files = carried.files;
}
