// Passkeys: the form of a page asks the server what is to be signed, lets the device sign it, and
// is then sent like any other. Without a script or a device the password's form stands beside it.
const chinese = document.documentElement.lang.startsWith("zh");
const say = (zh, en) => (chinese ? zh : en);

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function made(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
  };
  const credential = await navigator.credentials.create({ publicKey });
  return said(credential, {
    attestationObject: text(credential.response.attestationObject),
    transports: credential.response.getTransports?.() ?? [],
  });
}

async function signed(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: named(options.allowCredentials),
  };
  const credential = await navigator.credentials.get({ publicKey });
  const { authenticatorData, signature, userHandle } = credential.response;
  return said(credential, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    ...(userHandle ? { userHandle: text(userHandle) } : {}),
  });
}

function said(credential, response) {
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  });
}

function tell(form, words) {
  const place = form.querySelector("[data-said]");
  place.textContent = words;
  place.hidden = false;
}

const WORDS = {
  NotAllowedError: say("设备没有确认，或已取消。请再试一次。", "The device did not confirm, or it was cancelled. Try again."),
  InvalidStateError: say("这台设备已经添加过。", "This device was added already."),
  SecurityError: say("本站地址不能使用通行密钥。", "Passkeys cannot be used at this address."),
};
const OTHERWISE = say("这一次没有成功，请再试或改用密码。", "That did not work; try again, or use the password.");

async function go(form) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: { "X-CSRFToken": token, Accept: "application/json" },
    redirect: "error",
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const options = await answer.json();
  form.elements.credential.value = await (form.dataset.passkey === "register" ? made : signed)(options);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button");
  if (!window.PublicKeyCredential) {
    button.disabled = true;
    tell(form, say("这个浏览器不能使用通行密钥。", "This browser has no passkeys."));
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    go(form).catch((fault) => {
      tell(form, WORDS[fault.name] ?? OTHERWISE);
      button.disabled = false;
    });
  });
}
