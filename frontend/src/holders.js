// What every page of a sealed room does alike: a key is made and shared out as files, the files of
// its holders are read, two at one desk. Nothing of a share is ever part of a form.
import { dealt, holds } from "./sealing.js";

const chinese = document.documentElement.lang.startsWith("zh");
export const say = (zh, en) => (chinese ? zh : en);

export function tell(form, words, good = false) {
  const place = form.querySelector("[data-said]");
  place.textContent = words;
  place.classList.toggle("error", !good);
  place.hidden = false;
}

export function offered(place, name, content, words) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
  link.download = name;
  link.className = "button quiet";
  link.textContent = words;
  place.append(link);
  return link;
}

// An office makes the key: its form is sent only once all three files were taken. `kind` is what the
// key is for, by whose number the form and the files go.
export function deal(form, kind) {
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
      const file = { jiqun: `${kind}-share/1`, [kind]: place[kind], key, ...share };
      const link = offered(form.querySelector("[data-files]"), `${kind}-${place[kind]}-${share.holder}.json`, file, say(`保存这份文件：${names[share.holder]}`, `Save the file of ${names[share.holder]}`));
      link.dataset.share = share.holder;
      link.addEventListener("click", () => {
        link.textContent = say(`已保存：${names[share.holder]}`, `Saved: ${names[share.holder]}`);
        left.delete(share.holder);
        publish.disabled = left.size > 0;
      });
    }
    tell(form, say("密钥已在本机生成。请把三份文件分别保存并交给三位保管人，再继续；离开本页后不能再取。", "The key was made on this machine. Save the three files, give each to its holder, then go on; once you leave this page they are gone."), true);
  });
}

export async function shareIn(input, place, kind) {
  const file = input.files[0];
  if (!file) return null;
  let share;
  try {
    share = JSON.parse(await file.text());
  } catch {
    throw new Error(say("这不是密钥份额文件。", "This is no file of a share."));
  }
  const checks = JSON.parse(place.checks);
  const known = share.jiqun === `${kind}-share/1` && share.holder in checks;
  if (!known) throw new Error(say("这不是密钥份额文件。", "This is no file of a share."));
  if (share.check !== checks[share.holder] || !(await holds(share))) {
    throw new Error(say("这份文件不是这里的份额，或已被改动。", "This file is no share of this key, or was changed."));
  }
  return share;
}

// Two holders at one desk: two files, read here and never sent.
export function desk(form, kind, postOpened) {
  const button = form.querySelector("[data-open]");
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const read = await Promise.all([...form.querySelectorAll("input[type=file]")].map((input) => shareIn(input, form.dataset, kind)));
      const shares = [...new Map(read.filter(Boolean).map((share) => [share.holder, share])).values()];
      if (shares.length < 2) throw new Error(say("要两位保管人的两份文件才能开启。", "Two files, of two holders, are needed to open."));
      await postOpened(form, shares);
    } catch (fault) {
      tell(form, fault.message || say("没有开启成功。", "It could not be opened."));
      button.disabled = false;
    }
  });
}
