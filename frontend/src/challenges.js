// Challenges: the sealing key is made here and shared out as files, a proposal is encrypted before
// anything is sent, and two holders open what was sent. No share is ever part of a form.
import {
  able, base64, bytesOf, commitment, dealt, fingerprint, holds, joinedKey, padded, pair, random, sealed, unpadded, unsealed,
} from "./sealing.js";
import { choose, enclosed, faultOf } from "./enclosing.js";

const chinese = document.documentElement.lang.startsWith("zh");
const say = (zh, en) => (chinese ? zh : en);
const decoder = new TextDecoder();
const SHARE = "challenge-share/1";

const boundProposal = (place, solver) => `jiqun-challenge/1|${place.challenge}|${solver}|${place.key}`;
const boundFiles = (place) => `jiqun-challenge-files/1|${place.challenge}|${place.solver}|${place.key}`;
const boundShare = (place, from, to) => `jiqun-share/1|${place.challenge}|${from}|${to}|${place.key}`;

function tell(form, words, good = false) {
  const place = form.querySelector("[data-said]");
  place.textContent = words;
  place.classList.toggle("error", !good);
  place.hidden = false;
}

function offered(place, name, content, words) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
  link.download = name;
  link.className = "button quiet";
  link.textContent = words;
  place.append(link);
  return link;
}

// The office makes the key: published only once all three files were taken.
function deal(form) {
  const place = form.dataset;
  const names = JSON.parse(place.holders);
  const [make, publish] = [form.querySelector("[data-make]"), form.querySelector("[data-publish]")];
  make.disabled = false;
  make.addEventListener("click", async () => {
    make.disabled = true;
    const { key, shares } = await dealt(Object.keys(names));
    form.elements.key.value = key;
    form.elements.checks.value = JSON.stringify(Object.fromEntries(shares.map((share) => [share.holder, share.check])));
    const left = new Set(shares.map((share) => share.holder));
    for (const share of shares) {
      const file = { jiqun: SHARE, challenge: place.challenge, key, ...share };
      const link = offered(form.querySelector("[data-files]"), `challenge-${place.challenge}-${share.holder}.json`, file, say(`保存这份文件：${names[share.holder]}`, `Save the file of ${names[share.holder]}`));
      link.dataset.share = share.holder;
      link.addEventListener("click", () => {
        link.textContent = say(`已保存：${names[share.holder]}`, `Saved: ${names[share.holder]}`);
        left.delete(share.holder);
        publish.disabled = left.size > 0;
      });
    }
    tell(form, say("密钥已在本机生成。请把三份文件分别保存并交给三位保管人，再发布；离开本页后不能再取。", "The key was made on this machine. Save the three files, give each to its holder, then publish; once you leave this page they are gone."), true);
  });
}

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

async function shareIn(input, place) {
  const file = input.files[0];
  if (!file) return null;
  let share;
  try {
    share = JSON.parse(await file.text());
  } catch {
    throw new Error(say("这不是密钥份额文件。", "This is no file of a share."));
  }
  const checks = JSON.parse(place.checks);
  const known = share.jiqun === SHARE && share.holder in checks;
  if (!known) throw new Error(say("这不是密钥份额文件。", "This is no file of a share."));
  if (share.check !== checks[share.holder] || !(await holds(share))) {
    throw new Error(say("这份文件不是这个榜单的份额，或已被改动。", "This file is no share of this challenge, or was changed."));
  }
  return share;
}

async function readOne(own, place, proposal) {
  try {
    const whole = await unsealed(own, place.key, proposal.envelope, boundProposal(place, proposal.solver));
    const { salt, content } = unpadded(whole);
    return { id: proposal.id, salt: base64(salt), plain: base64(content) };
  } catch {
    return { id: proposal.id }; // it cannot be read: its solver is told, and may show it
  }
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
    const taken = await posted(form, form.action, { opened: JSON.stringify(opened) });
    const said = await taken.json().catch(() => ({}));
    if (!taken.ok) throw new Error((said.problems || []).map((problem) => problem.what).join(" "));
    left = said.left;
    tell(form, say(`正在读入，还有 ${left} 份。请勿关闭本页。`, `Reading in: ${left} left. Keep this page open.`), true);
  }
  location.assign(place.done);
}

// Two holders at one desk: two files, read here and never sent.
function open(form) {
  const button = form.querySelector("[data-open]");
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const read = await Promise.all([...form.querySelectorAll("input[type=file]")].map((input) => shareIn(input, form.dataset)));
      const shares = [...new Map(read.filter(Boolean).map((share) => [share.holder, share])).values()];
      if (shares.length < 2) throw new Error(say("要两位保管人的两份文件才能开启。", "Two files, of two holders, are needed to open."));
      await postOpened(form, shares);
    } catch (fault) {
      tell(form, fault.message || say("没有开启成功。", "It could not be opened."));
      button.disabled = false;
    }
  });
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
      const mine = await shareIn(form.querySelector("input[type=file]"), place);
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
      const share = await shareIn(form.querySelector("input[type=file]"), place);
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

const PARTS = { deal, propose, open, receive, send, prove };
for (const form of document.querySelectorAll("form[data-sealing]")) {
  if (able()) PARTS[form.dataset.sealing](form);
  else tell(form, say("这个浏览器或这个地址不能加密（需要 HTTPS），什么也不会发送。", "This browser or address cannot encrypt (HTTPS is needed); nothing is sent."));
}
