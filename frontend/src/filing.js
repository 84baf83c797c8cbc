// A filing being filled in: saved as one types, kept on this machine until the server has it,
// compared cell by cell with what others saved, and checked beside each field.
const chinese = document.documentElement.lang.startsWith("zh");
const say = (zh, en) => (chinese ? zh : en);
const form = document.getElementById("filing");
const status = document.getElementById("saved");
const counted = document.getElementById("counted");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const SHELF = `jiqun.filing.${form.dataset.key}`;
const AFTER_TYPING = 900;
const AFTER_SAVING = 1200;
const PARTS = ["said", "status", "reason", "note"];
const RETRY = [2000, 5000, 10000, 30000];

const cells = new Map([...form.querySelectorAll("[data-cell]")].map((cell) => [cell.dataset.cell, cell]));
const part = (cell, name) => cell.querySelector(`[data-part=${name}]`);

// What was typed and the server does not have yet: in memory, and on this machine.
let pending = {};
let saving = false;
let failures = 0;
let timer = 0;
let checking = 0;

function contentOf(cell) {
  return {
    said: part(cell, "said").value.trim(),
    status: part(cell, "status").value,
    reason: part(cell, "reason").value.trim(),
    ...(part(cell, "note") ? { note: part(cell, "note").value.trim() } : {}),
  };
}

function put(cell, content) {
  for (const name of PARTS) if (part(cell, name) && name in content) part(cell, name).value = content[name];
  showReason(cell);
}

function keep() {
  try {
    if (Object.keys(pending).length) localStorage.setItem(SHELF, JSON.stringify(pending));
    else localStorage.removeItem(SHELF);
  } catch {
    tell(say("本机空间不足，请勿关闭页面", "no room on this machine: keep this page open"), "error");
  }
}

function tell(text, kind = "") {
  status.textContent = text;
  status.className = kind;
}

function count() {
  const unsure = form.querySelectorAll(".cell.unsure").length;
  const waiting = Object.keys(pending).length;
  counted.textContent = [
    waiting ? say(`${waiting} 项待保存`, `${waiting} to be saved`) : "",
    unsure ? say(`${unsure} 项待确认`, `${unsure} to be confirmed`) : "",
  ].filter(Boolean).join(" · ");
}

function note(cell, confirmed = true) {
  const name = cell.dataset.cell;
  pending[name] = { ...contentOf(cell), version: Number(cell.dataset.version), confirmed };
  cell.dataset.confirmed = String(confirmed);
  cell.classList.toggle("unsure", !confirmed);
  if (confirmed) form.querySelector(`[data-confirm="${name}"]`)?.remove();
  keep();
  count();
  clearTimeout(timer);
  timer = setTimeout(save, AFTER_TYPING);
}

async function save() {
  if (saving || !Object.keys(pending).length) return;
  saving = true;
  const sent = structuredClone(pending);
  tell(say("正在保存……", "saving …"));
  try {
    const answer = await fetch(form.dataset.cells, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({
        cells: Object.entries(sent).map(([name, cell]) => {
          const [period, field] = name.split(".");
          return { period, field, ...cell };
        }),
      }),
    });
    if (answer.status === 403) throw new Refusal(say("登录已失效，内容已记在本机；请在新页面登录后回来", "signed out; your work is kept on this machine: sign in on another page and come back"));
    if (answer.status === 409) throw new Refusal((await answer.json()).problems.map((p) => `${p.what}${p.todo}`).join(" "));
    if (!answer.ok) throw new Error(answer.status);
    take(sent, await answer.json());
    failures = 0;
  } catch (fault) {
    const kept = say("未能保存，已记在本机，将自动重试", "not saved; kept on this machine, will be tried again");
    tell(fault instanceof Refusal ? fault.message : kept, "error");
    clearTimeout(timer);
    timer = setTimeout(save, RETRY[Math.min(failures, RETRY.length - 1)]);
    failures += 1;
  }
  saving = false;
  count();
}

class Refusal extends Error {}

function take(sent, answer) {
  for (const [name, version] of Object.entries(answer.versions)) {
    cells.get(name).dataset.version = version;
    if (JSON.stringify(pending[name]) === JSON.stringify(sent[name])) delete pending[name];
    else if (pending[name]) pending[name].version = version;
  }
  for (const [name, theirs] of Object.entries(answer.conflicts)) conflict(name, sent[name], theirs);
  keep();
  const now = new Date().toLocaleTimeString(chinese ? "zh-CN" : "en-GB");
  if (!Object.keys(answer.conflicts).length) tell(say(`已保存 ${now}`, `saved ${now}`), "done");
  if (Object.keys(pending).length) timer = setTimeout(save, AFTER_TYPING);
  clearTimeout(checking);
  checking = setTimeout(check, AFTER_SAVING);
}

// Somebody else saved this cell since: both values are shown, and whoever is here chooses.
function conflict(name, ours, theirs) {
  const cell = cells.get(name);
  delete pending[name];
  cell.querySelector(".conflict")?.remove();
  if (PARTS.every((part) => ours[part] === undefined || ours[part] === theirs[part])) {
    cell.dataset.version = theirs.version;
    return;
  }
  const box = document.createElement("span");
  box.className = "conflict";
  box.setAttribute("role", "alert");
  const who = theirs.who || say("他人", "somebody");
  const when = new Date(theirs.when).toLocaleTimeString(chinese ? "zh-CN" : "en-GB");
  const value = theirs.said || theirs.status || say("空", "empty");
  box.append(say(`${who} 于 ${when} 改为 ${value}`, `${who} set this to ${value} at ${when}`));
  for (const [label, content] of [[say("用对方的", "take theirs"), theirs], [say("用我的", "keep mine"), ours]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.textContent = label;
    button.addEventListener("click", () => {
      put(cell, content);
      cell.dataset.version = theirs.version;
      box.remove();
      if (content === ours) note(cell);
      part(cell, "said").focus();
    });
    box.append(" ", button);
  }
  cell.append(box);
  tell(say("有人同时改动了同一项，请选择", "somebody changed the same cell: please choose"), "error");
}

async function check() {
  let found;
  try {
    found = (await (await fetch(form.dataset.problems)).json()).problems;
  } catch {
    return;
  }
  for (const old of form.querySelectorAll(".found")) old.remove();
  const of = (code) => found.filter((problem) => problem.code === code).length;
  const empty = of("filings.field_missing") + of("recognition.not_answered");
  const unsure = of("filing.unconfirmed") + of("recognition.not_confirmed");
  const errors = found.filter((problem) => problem.severity === "error").length - empty - unsure;
  for (const problem of found) {
    const place = form.querySelector(`[data-problems-of="${CSS.escape(problem.field)}"]`);
    if (!place) continue;
    const line = document.createElement("p");
    line.className = `found ${problem.severity}`;
    line.textContent = `${problem.what} ${problem.todo}`;
    place.append(line);
    const written = problem.note && cells.get(`values.${problem.field}`);
    if (written) part(written, "note").hidden = false;
  }
  const warnings = found.length - errors - empty - unsure;
  // What is not filled in yet is no fault of a draft that was only just begun.
  counted.textContent = [
    empty ? say(`还有 ${empty} 项必填未填`, `${empty} still to fill in`) : "",
    unsure ? say(`${unsure} 项待确认`, `${unsure} to be confirmed`) : "",
    say(`${errors} 处错误，${warnings} 处提示`, `${plural(errors, "error")}, ${plural(warnings, "warning")}`),
  ].filter(Boolean).join(" · ");
}

function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function showReason(cell) {
  const has = part(cell, "status").value !== "" || part(cell, "reason").value !== "";
  part(cell, "reason").hidden = !has;
  part(cell, "said").disabled = ["missing", "not_applicable"].includes(part(cell, "status").value);
  if (part(cell, "said").disabled) part(cell, "said").value = "";
}

form.addEventListener("input", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!cell) return;
  showReason(cell);
  note(cell);
});
form.addEventListener("click", (event) => {
  const name = event.target.dataset.confirm;
  if (name) note(cells.get(name));
  const section = event.target.dataset.confirmSection;
  if (section) {
    for (const cell of document.getElementById(section).querySelectorAll(".cell.unsure")) note(cell);
    event.target.remove();
  }
});
window.addEventListener("online", save);
window.addEventListener("beforeunload", (event) => {
  if (Object.keys(pending).length) event.preventDefault();
});
// A step, a question or a file goes by what is saved: what is still on its way goes first.
document.addEventListener("submit", async (event) => {
  if (!Object.keys(pending).length) return;
  event.preventDefault();
  const button = event.submitter;
  clearTimeout(timer);
  await save();
  if (!Object.keys(pending).length) event.target.requestSubmit(button);
});

for (const cell of cells.values()) showReason(cell);
// What an earlier visit could not send, because the browser was closed or the network gone.
try {
  const left = JSON.parse(localStorage.getItem(SHELF) ?? "{}");
  for (const [name, content] of Object.entries(left)) {
    const cell = cells.get(name);
    if (!cell) continue;
    put(cell, content);
    pending[name] = content;
  }
  if (Object.keys(pending).length) {
    tell(say("已取回上次未能保存的内容", "what could not be saved last time is back"));
    save();
  }
} catch {
  localStorage.removeItem(SHELF);
}
count();
check();
