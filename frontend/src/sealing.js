// How a proposal is sealed: to a key of which two shares of three open it. Only the browser's own
// cryptography (ECDH P-256, HKDF-SHA-256, AES-256-GCM), and Shamir's sharing over GF(256).
import { combine, split } from "shamir-secret-sharing";

export const SEALED = 16384;
const SALT = 32;
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const subtle = globalThis.crypto?.subtle;
const encoder = new TextEncoder();

export const able = () => Boolean(subtle && globalThis.crypto.getRandomValues);
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

export function base64(bytes) {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
}
export const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
export const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// What somebody commits to without showing it: the hash of a salt and what follows it.
export const commitment = async (salt, content) => hex(await subtle.digest("SHA-256", joined(salt, content)));
export const fingerprint = async (key) => hex(await subtle.digest("SHA-256", bytesOf(key))).slice(0, 16).match(/..../g).join(" ");

export async function pair() {
  const made = await subtle.generateKey(CURVE, true, ["deriveBits"]);
  return { own: made.privateKey, key: base64(await subtle.exportKey("raw", made.publicKey)) };
}

async function secretOf(own, others, ephemeral, key, bound) {
  const other = await subtle.importKey("raw", others, CURVE, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: other }, own, 256);
  const material = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: joined(ephemeral, key), info: encoder.encode(bound) };
  return subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// Encrypt to a public key by a key of one use; `bound` is what it is for, and holds nowhere else.
export async function sealed(key, content, bound) {
  const once = await pair();
  const [to, ephemeral, iv] = [bytesOf(key), bytesOf(once.key), random(12)];
  const secret = await secretOf(once.own, to, ephemeral, to, bound);
  const how = { name: "AES-GCM", iv, additionalData: encoder.encode(bound) };
  const text = await subtle.encrypt(how, secret, content);
  return { v: 1, ephemeral: once.key, iv: base64(iv), sealed: base64(text) };
}

export async function unsealed(own, key, envelope, bound) {
  const [to, ephemeral] = [bytesOf(key), bytesOf(envelope.ephemeral)];
  const secret = await secretOf(own, ephemeral, ephemeral, to, bound);
  const how = { name: "AES-GCM", iv: bytesOf(envelope.iv), additionalData: encoder.encode(bound) };
  return new Uint8Array(await subtle.decrypt(how, secret, bytesOf(envelope.sealed)));
}

// All that is sealed for one purpose is of one length: length, salt, text, then noughts.
export function padded(salt, text, size = SEALED) {
  const content = encoder.encode(text);
  if (content.length > size - SALT - 4) throw new RangeError("too long");
  const whole = new Uint8Array(size);
  new DataView(whole.buffer).setUint32(0, content.length);
  whole.set(salt, 4);
  whole.set(content, 4 + SALT);
  return { whole, content };
}

export function unpadded(whole, size = SEALED) {
  const length = new DataView(whole.buffer).getUint32(0);
  if (whole.length !== size || length > size - SALT - 4) throw new RangeError("not padded");
  return { salt: whole.slice(4, 4 + SALT), content: whole.slice(4 + SALT, 4 + SALT + length) };
}

// The mark of a vote: only who has the secret makes it, or finds whose it is.
export async function markOf(secret, text) {
  const key = await subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return hex(await subtle.sign("HMAC", key, encoder.encode(text)));
}
export const hashOf = async (text) => hex(await subtle.digest("SHA-256", encoder.encode(text)));

// A key and the three shares of it, of which any two give it back.
export async function dealt(holders) {
  const { own, key } = await pair();
  const secret = new Uint8Array(await subtle.exportKey("pkcs8", own));
  const parts = await split(secret, holders.length, 2);
  secret.fill(0);
  const shares = [];
  for (const [number, holder] of holders.entries()) {
    const salt = random(SALT);
    const check = await commitment(salt, parts[number]);
    shares.push({ holder, salt: base64(salt), share: base64(parts[number]), check });
  }
  return { key, shares };
}

export const holds = async (file) => (await commitment(bytesOf(file.salt), bytesOf(file.share))) === file.check;

export async function joinedKey(files) {
  const secret = await combine(files.map((file) => bytesOf(file.share)));
  return subtle.importKey("pkcs8", secret, CURVE, false, ["deriveBits"]);
}
