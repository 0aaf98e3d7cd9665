import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  liveLabs
} from "./chunk-A6MHIOQU.js";
import {
  ERRORS,
  EggtoothError
} from "./chunk-WA2EW5IM.js";

// src/cli/lab-client.ts
async function labClient(options) {
  const { url, token } = found(options);
  const call = async (path, body) => {
    const response = await reach(url, token, path, body);
    const reply = await response.json();
    if (response.ok) return reply;
    if (reply.code !== void 0 && reply.code in ERRORS)
      throw new EggtoothError(reply.code, reply.details);
    throw new EggtoothError("EGT_REFUSED", {
      reason: reply.error ?? response.statusText,
      status: response.status
    });
  };
  const { labs } = await call("/api/v1/labs");
  const id = labs[0]?.id ?? "";
  return {
    url,
    token,
    request: (path, body) => call(`/api/v1/labs/${id}${path === "" ? "" : `/${path}`}`, body)
  };
}
function found({ url: given }) {
  const address = given ?? process.env["EGGTOOTH_URL"];
  const live = liveLabs();
  if (address === void 0 || address === "") return single(live);
  const parsed = URL.canParse(address) ? new URL(address) : void 0;
  if (parsed === void 0) {
    throw new EggtoothError("EGT_LAB_UNREACHABLE", { url: address, reason: "It is no address." });
  }
  const url = parsed.origin;
  const fragment = new URLSearchParams(parsed.hash.slice(1)).get("token");
  const known = live.find((state) => state.url === url)?.token;
  return { url, token: process.env["EGGTOOTH_TOKEN"] ?? fragment ?? known ?? "" };
}
function single(live) {
  const [first, ...others] = live;
  if (first === void 0) throw new EggtoothError("EGT_NO_LAB");
  if (others.length === 0)
    return { url: first.url, token: process.env["EGGTOOTH_TOKEN"] ?? first.token };
  const labs = live.map(({ id, url }) => `${id} at ${url}`).join(", ");
  throw new EggtoothError("EGT_SEVERAL_LABS", { labs });
}
async function reach(url, token, path, body) {
  const headers = { authorization: `Bearer ${token}` };
  const init = body === void 0 ? { headers } : {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body)
  };
  try {
    return await fetch(`${url}${path}`, init);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : void 0;
    const reason = cause instanceof Error ? cause.message : String(error);
    throw new EggtoothError("EGT_LAB_UNREACHABLE", { url, reason });
  }
}
function labTime(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${String(minutes).padStart(2, "0")}:${(seconds - minutes * 60).toFixed(1).padStart(4, "0")}`;
}

export {
  labClient,
  labTime
};
