import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import "./chunk-DN2B56ZS.js";

// src/fake-api/proxy/http-connect.ts
import { createServer } from "node:http";

// src/fake-api/proxy/read-bytes.ts
async function readBytes(socket, count) {
  for (; ; ) {
    const chunk = socket.read(count);
    if (chunk !== null) return chunk.length === count ? chunk : void 0;
    if (socket.readableEnded || socket.destroyed) return void 0;
    await new Promise((resolve) => {
      const go = () => {
        socket.off("readable", go).off("close", go).off("end", go);
        resolve();
      };
      socket.on("readable", go).on("close", go).on("end", go);
    });
  }
}
function whileOpen(socket) {
  const controller = new AbortController();
  socket.once("close", () => controller.abort());
  return controller.signal;
}

// src/fake-api/proxy/socks.ts
var CONNECT = 1;
var NO_AUTHENTICATION = 0;
var REPLIES = {
  noSuchHost: 4,
  noRoute: 3,
  refused: 5,
  reset: 5,
  eof: 5,
  timeout: 4,
  tlsAlert: 1
};
async function socks(network, socket) {
  const greeting = await readBytes(socket, 2);
  const methods = await readBytes(socket, greeting?.[1] ?? 0);
  if (methods?.includes(NO_AUTHENTICATION) !== true) {
    socket.end(Buffer.from([5, 255]));
    return;
  }
  socket.write(Buffer.from([5, NO_AUTHENTICATION]));
  const target = await readTarget(socket);
  if (target === void 0) {
    socket.destroy();
    return;
  }
  if (target.command !== CONNECT) {
    socket.end(reply(7));
    return;
  }
  const { host, port } = target;
  const dial = { from: "workstation", to: host, port, signal: whileOpen(socket) };
  try {
    const result = await network.dial(dial);
    if (!result.ok) {
      if (result.failure === "eof" || result.failure === "reset") socket.end(reply(0));
      else socket.end(reply(REPLIES[result.failure]));
      return;
    }
    socket.write(reply(0));
    splice(socket, result.stream);
  } catch (error) {
    if (!dial.signal.aborted) socket.destroy(error instanceof Error ? error : void 0);
  }
}
function splice(socket, stream) {
  socket.pipe(stream);
  stream.pipe(socket);
  socket.once("close", () => stream.destroy());
  stream.once("close", () => socket.destroySoon());
  stream.once("error", () => socket.resetAndDestroy());
}
async function readTarget(socket) {
  const head = await readBytes(socket, 4);
  if (head === void 0) return void 0;
  const host = await readHost(socket, head[3] ?? 0);
  const port = await readBytes(socket, 2);
  if (host === void 0 || port === void 0) return void 0;
  return { command: head[1] ?? 0, host, port: port.readUInt16BE(0) };
}
async function readHost(socket, type) {
  if (type === 1) return (await readBytes(socket, 4))?.join(".");
  if (type === 3) {
    const length = await readBytes(socket, 1);
    return (await readBytes(socket, length?.[0] ?? 0))?.toString();
  }
  const address = type === 4 ? await readBytes(socket, 16) : void 0;
  const groups = address?.toString("hex").match(/.{4}/g);
  return groups?.join(":");
}
var reply = (code) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);

// src/fake-api/proxy/http-connect.ts
var STATUS = {
  noSuchHost: "502 Bad Gateway",
  noRoute: "502 Bad Gateway",
  refused: "503 Service Unavailable",
  // Accepted, then closed: the way was there, so it is a success that ends at once.
  reset: "200 Connection established",
  eof: "200 Connection established",
  timeout: "504 Gateway Timeout",
  tlsAlert: "502 Bad Gateway"
};
var AUTHORITY = /^\[?([^\]]*?)\]?:(\d{1,5})$/;
function httpConnect(network, socket) {
  const server = createServer((_request, response) => {
    response.writeHead(405, { allow: "CONNECT", "content-type": "text/plain" });
    response.end("This door only takes CONNECT host:port.\n");
  });
  server.on("connect", (request, _socket, head) => {
    void tunnel(network, socket, request.url ?? "", head);
  });
  server.on("clientError", () => socket.destroy());
  server.emit("connection", socket);
}
async function tunnel(network, socket, authority, head) {
  const match = AUTHORITY.exec(authority);
  if (match?.[1] === void 0) {
    answer(socket, "400 Bad Request");
    return;
  }
  const signal = whileOpen(socket);
  try {
    const dial = { from: "workstation", to: match[1], port: Number(match[2]), signal };
    const result = await network.dial(dial);
    if (!result.ok) {
      answer(socket, STATUS[result.failure]);
      return;
    }
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (head.length > 0) result.stream.write(head);
    splice(socket, result.stream);
  } catch (error) {
    if (!signal.aborted) socket.destroy(error instanceof Error ? error : void 0);
  }
}
function answer(socket, status) {
  socket.end(`HTTP/1.1 ${status}\r
content-length: 0\r
connection: close\r
\r
`);
}

// src/fake-api/proxy/door.ts
var SOCKS_VERSION = 5;
function serveProxy(network) {
  return (socket) => {
    socket.once("readable", () => {
      const chunk = socket.read();
      if (chunk === null) {
        socket.destroy();
        return;
      }
      socket.unshift(chunk);
      if (chunk[0] === SOCKS_VERSION) void socks(network, socket);
      else httpConnect(network, socket);
    });
  };
}
export {
  serveProxy
};
