// Secret ballots: the key is made here and shared out as files, a vote is encrypted before anything is
// sent, two holders open what was sent, and a voter finds its own vote by a receipt nobody else has.
import { deal, desk, offered, say, tell } from "./holders.js";
import {
  able, base64, bytesOf, commitment, hashOf, joinedKey, markOf, padded, random, sealed, unpadded, unsealed,
} from "./sealing.js";

const KIND = "motion";
const SIZE = 256;
const CHOICES = { yes: say("赞成", "for"), no: say("反对", "against"), abstain: say("弃权", "abstain") };
const MARK = /^[0-9a-f]{64}$/;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const bound = (place) => `jiqun-ballot/1|${place.id}|${place.key}`;
const marked = (secret, ballot, code, choice) => markOf(secret, `jiqun-ballot/1|${ballot}|${code}|${choice}`);

// A firm votes: its choice has no name in the form, so that it is never sent as it is. Inside what is
// sealed there is the choice and its mark, and no name.
function vote(form) {
  const place = form.dataset;
  const [button, field] = [form.querySelector("[data-send]"), form.querySelector("[data-choice]")];
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const [secret, blind] = [random(32), random(32)];
      const mark = await marked(secret, place.id, place.code, field.value);
      const { whole } = padded(random(32), JSON.stringify([mark, field.value]), SIZE);
      const envelope = await sealed(place.key, whole, bound(place));
      form.elements.envelope.value = JSON.stringify(envelope);
      form.elements.commitment.value = await commitment(blind, encoder.encode(mark));
      const receipt = {
        jiqun: "ballot-receipt/1", ballot: place.id, code: place.code,
        secret: base64(secret), blind: base64(blind), sealed: await hashOf(envelope.sealed),
      };
      offered(form.querySelector("[data-files]"), `ballot-${place.motion}.json`, receipt, "").click();
      field.value = "";
      form.submit();
    } catch {
      tell(form, say("这一次没有加密成功，什么也没有发送。", "It could not be encrypted; nothing was sent."));
      button.disabled = false;
    }
  });
}

async function read(own, place, envelope) {
  const whole = await unsealed(own, place.key, envelope, bound(place));
  const [mark, choice] = JSON.parse(decoder.decode(unpadded(whole, SIZE).content));
  if (!MARK.test(mark) || !Object.hasOwn(CHOICES, choice)) throw new RangeError("no vote");
  return [mark, choice];
}

// What was opened is sent in the order of the marks: which envelope a vote came from is told to nobody.
async function postOpened(form, shares) {
  const place = form.dataset;
  const own = await joinedKey(shares);
  const answer = await fetch(place.sealed, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!answer.ok) throw new Error(say("取不到密封的票。", "The sealed votes could not be had."));
  const [lines, known] = [[], new Set()];
  let unread = 0;
  for (const envelope of (await answer.json()).envelopes) {
    try {
      const line = await read(own, place, envelope);
      if (known.has(line[0])) throw new RangeError("copied");
      known.add(line[0]);
      lines.push(line);
    } catch {
      unread += 1;
    }
  }
  lines.sort((one, other) => (one[0] < other[0] ? -1 : 1));
  form.elements.opened.value = JSON.stringify({ lines, unread });
  form.submit();
}

async function found(receipt, ballot, opened) {
  if (receipt.jiqun !== "ballot-receipt/1" || receipt.ballot !== ballot) {
    throw new Error(say("这不是这次表决的回执。", "This is no receipt of this ballot."));
  }
  const lines = new Map(opened.lines);
  for (const [choice, title] of Object.entries(CHOICES)) {
    const mark = await marked(bytesOf(receipt.secret), ballot, receipt.code, choice);
    if (lines.get(mark) === choice) return say(`本企业的票已计入：${title}。票号 ${mark.slice(0, 12)}…`, `Your vote was counted: ${title}. Its mark is ${mark.slice(0, 12)}…`);
  }
  if (!opened.hashes.includes(receipt.sealed)) {
    return say("投票箱里没有这一票：可能已被本企业后来的投票取代。", "This vote was not in the box: a later one of yours may have taken its place.");
  }
  return say("这一票在投票箱里，但没有计入：请向县级主管部门反映。", "This vote was in the box and was not counted: turn to the county's office.");
}

function check(form) {
  const place = form.dataset;
  const button = form.querySelector("[data-check]");
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const receipt = JSON.parse(await form.querySelector("input[type=file]").files[0].text());
      const answer = await fetch(place.opened, { headers: { Accept: "application/json" } });
      tell(form, await found(receipt, place.id, await answer.json()), true);
    } catch (fault) {
      tell(form, fault instanceof SyntaxError || fault instanceof TypeError ? say("这不是回执文件。", "This is no file of a receipt.") : fault.message);
    }
  });
}

const PARTS = {
  deal: (form) => deal(form, KIND), vote, open: (form) => desk(form, KIND, postOpened), check,
};
for (const form of document.querySelectorAll("form[data-ballot]")) {
  if (able()) PARTS[form.dataset.ballot](form);
  else tell(form, say("这个浏览器或这个地址不能加密（需要 HTTPS），什么也不会发送。", "This browser or address cannot encrypt (HTTPS is needed); nothing is sent."));
}
