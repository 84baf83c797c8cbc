// Challenges: the sealing key is made here and shared out as files, a proposal is encrypted before
// anything is sent, and two holders open what was sent. No share is ever part of a form.
import { deal, desk, offered, say, shareIn, tell } from "./holders.js";
import {
  able, base64, bytesOf, commitment, fingerprint, holds, joinedKey, padded, pair, random, sealed, unpadded, unsealed,
} from "./sealing.js";
import { choose, enclosed, faultOf } from "./enclosing.js";

const decoder = new TextDecoder();
const KIND = "challenge";

const boundProposal = (place, solver) => `jiqun-challenge/1|${place.challenge}|${solver}|${place.key}`;
const boundFiles = (place) => `jiqun-challenge-files/1|${place.challenge}|${place.solver}|${place.key}`;
const boundShare = (place, from, to) => `jiqun-share/1|${place.challenge}|${from}|${to}|${place.key}`;

function written(form) {
  const said = {};
  for (const field of form.querySelectorAll("[data-field]")) said[field.dataset.field] = field.value.trim();
  return said;
}

// A solver proposes: the fields have no names, so that nothing of them is ever sent as it is.
function propose(form) {
  const place = form.dataset;
  const button = form.querySelector("[data-send]");
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const said = written(form);
    const files = [...form.querySelector("[data-enclosed]").files];
    try {
      const fault = await faultOf(files, { files: +place.mostFiles, bytes: +place.mostBytes }, say);
      if (fault) {
        tell(form, fault);
        button.disabled = false;
        return;
      }
      if (files.length) {
        const { sealed: bytes, opens } = await enclosed(files, boundFiles(place));
        choose(form.elements.enclosed, bytes);
        said.enclosed = opens;
      }
      const salt = random(32);
      const { whole, content } = padded(salt, JSON.stringify(said));
      form.elements.commitment.value = await commitment(salt, content);
      form.elements.envelope.value = JSON.stringify(await sealed(place.key, whole, boundProposal(place, place.solver)));
      const receipt = { jiqun: "challenge-receipt/1", challenge: place.challenge, salt: base64(salt), plain: base64(content) };
      offered(form.querySelector("[data-files]"), `proposal-${place.challenge}.json`, receipt, "").click();
      for (const field of form.querySelectorAll("[data-field]")) field.value = "";
      form.querySelector("[data-enclosed]").value = "";
      form.submit();
    } catch (fault) {
      tell(form, fault instanceof RangeError ? say("内容太长。", "This is too long.") : say("这一次没有加密成功，什么也没有发送。", "It could not be encrypted; nothing was sent."));
      button.disabled = false;
    }
  });
}

async function readOne(own, place, proposal) {
  try {
    const whole = await unsealed(own, place.key, proposal.envelope, boundProposal(place, proposal.solver));
    const { salt, content } = unpadded(whole);
    // What its solver did not commit to is like what cannot be read: it holds up nobody else's.
    if ((await commitment(salt, content)) !== proposal.commitment) return { id: proposal.id };
    return { id: proposal.id, salt: base64(salt), plain: base64(content) };
  } catch {
    return { id: proposal.id }; // it cannot be read: its solver is told, and may show it
  }
}

// Hand a piece over; return how many are still sealed.
async function takenIn(form, opened) {
  const cut = say("没有读入完，已读入的不会丢失，请重试。", "Not all was read in; what was is not lost. Try again.");
  const answer = await posted(form, form.action, { opened: JSON.stringify(opened) }).catch(() => null);
  const said = answer ? await answer.json().catch(() => ({})) : {};
  if (answer?.ok) return said.left;
  throw new Error((said.problems || []).map((problem) => problem.what).join(" ") || cut);
}

// Piece by piece, for a form takes only so much; who is cut off goes on with what is still sealed.
async function postOpened(form, shares) {
  const place = form.dataset;
  const own = await joinedKey(shares);
  for (let left = 1; left > 0; ) {
    const answer = await fetch(place.sealed, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) throw new Error(say("取不到密封的方案。", "The sealed proposals could not be had."));
    const piece = (await answer.json()).proposals;
    const opened = await Promise.all(piece.map((proposal) => readOne(own, place, proposal)));
    left = await takenIn(form, opened);
    tell(form, say(`正在读入，还有 ${left} 份。请勿关闭本页。`, `Reading in: ${left} left. Keep this page open.`), true);
  }
  location.assign(place.done);
}

const posted = (form, path, said) =>
  fetch(path, {
    method: "POST",
    headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value, Accept: "application/json" },
    body: new URLSearchParams(said),
    redirect: "manual",
  });

// Two places, the one who opens: a key of one use stands on this page until the other has sent.
function receive(form) {
  const place = form.dataset;
  const button = form.querySelector("[data-receive]");
  button.disabled = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const mine = await shareIn(form.querySelector("input[type=file]"), place, KIND);
      if (!mine) throw new Error(say("请先选本人保管的份额文件。", "Choose the file of your own share first."));
      const once = await pair();
      const asked = await posted(form, place.ask, { key: once.key });
      if (asked.status >= 400) throw new Error(say("这一次没有请求成功。", "The request was not taken."));
      tell(form, say(`请勿关闭本页。请与另一位保管人核对一次性密钥指纹：${await fingerprint(once.key)}`, `Keep this page open. Compare the fingerprint of the one-time key with the other holder: ${await fingerprint(once.key)}`), true);
      const timer = setInterval(async () => {
        const answer = await fetch(place.relayed, { headers: { Accept: "application/json" } });
        const sent = answer.ok ? (await answer.json()).sent : null;
        if (!sent || sent.key !== once.key) return;
        clearInterval(timer);
        try {
          const bound = boundShare(place, sent.by, mine.holder);
          const other = JSON.parse(decoder.decode(await unsealed(once.own, once.key, sent.envelope, bound)));
          if (other.check !== JSON.parse(place.checks)[sent.by] || !(await holds(other))) throw new Error(say("收到的不是对方的份额。", "What came is not the other's share."));
          await postOpened(form.ownerDocument.querySelector("[data-sealing=open]"), [mine, other]);
        } catch (fault) {
          tell(form, fault.message || say("没有开启成功。", "It could not be opened."));
        }
      }, 1500);
    } catch (fault) {
      tell(form, fault.message);
      button.disabled = false;
    }
  });
}

// Two places, the other one: the share leaves only encrypted to the key whose fingerprint was compared.
function send(form) {
  const place = form.dataset;
  fingerprint(place.once).then((print) => { form.querySelector("[data-print]").textContent = print; });
  const button = form.querySelector("[data-send]");
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const share = await shareIn(form.querySelector("input[type=file]"), place, KIND);
      if (!share) throw new Error(say("请先选本人保管的份额文件。", "Choose the file of your own share first."));
      if (share.holder !== place.holder) throw new Error(say("这是另一位保管人的份额。", "This is another holder's share."));
      const content = new TextEncoder().encode(JSON.stringify(share));
      const envelope = await sealed(place.once, content, boundShare(place, share.holder, place.to));
      form.elements.envelope.value = JSON.stringify(envelope);
      form.submit();
    } catch (fault) {
      tell(form, fault.message);
      button.disabled = false;
    }
  });
}

// A solver shows what it sealed, where the opener said that it cannot be read.
function prove(form) {
  const button = form.querySelector("[data-send]");
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const receipt = JSON.parse(await form.querySelector("input[type=file]").files[0].text());
      bytesOf(receipt.plain);
      form.elements.opened.value = JSON.stringify({ salt: receipt.salt, plain: receipt.plain });
      form.submit();
    } catch {
      tell(form, say("这不是提交方案时下载的回执。", "This is not the receipt that was saved when the proposal was sent."));
    }
  });
}

const PARTS = {
  deal: (form) => deal(form, KIND), propose, open: (form) => desk(form, KIND, postOpened), receive, send, prove,
};
for (const form of document.querySelectorAll("form[data-sealing]")) {
  if (able()) PARTS[form.dataset.sealing](form);
  else tell(form, say("这个浏览器或这个地址不能加密（需要 HTTPS），什么也不会发送。", "This browser or address cannot encrypt (HTTPS is needed); nothing is sent."));
}
