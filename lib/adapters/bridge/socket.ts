import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const OPCODE = { more: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;

/**
 * The server's side of a WebSocket (RFC 6455), as much as one page and one bridge need: whole texts one after another.
 * @param answer gives the text to send back
 * @param limit  octets of one message; more ends the connection
 */
export function serveSocket(
  request: IncomingMessage,
  socket: Duplex,
  limit: number,
  answer: (text: string) => Promise<string>,
): void {
  const key = request.headers["sec-websocket-key"];
  if (
    request.headers["sec-websocket-version"] !== "13" ||
    typeof key !== "string" ||
    !/^[A-Za-z0-9+/]{22}==$/.test(key)
  )
    return void socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  const accept = createHash("sha1").update(`${key}${MAGIC}`).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let pending = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const stop = () => {
    socket.end(frame(OPCODE.close, Buffer.alloc(0)));
    socket.destroy();
  };
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const read = readFrame(pending, limit);
      if (read === "more") return;
      if (read === "bad") return stop();
      pending = pending.subarray(read.size);
      if (read.opcode === OPCODE.close) return stop();
      if (read.opcode === OPCODE.ping) socket.write(frame(OPCODE.pong, read.payload));
      if (read.opcode !== OPCODE.text && read.opcode !== OPCODE.more) continue;
      parts.push(read.payload);
      if (parts.reduce((sum, part) => sum + part.length, 0) > limit) return stop();
      if (!read.last) continue;
      const text = Buffer.concat(parts).toString("utf8");
      parts = [];
      // One after another: a second request must not overtake the first.
      turn = turn.then(() => answer(text)).then((reply) => socket.write(frame(OPCODE.text, Buffer.from(reply))), stop);
    }
  });
}

type Frame = { readonly opcode: number; readonly last: boolean; readonly payload: Buffer; readonly size: number };

/** What a client sends is masked, or it is no client. */
function readFrame(bytes: Buffer, limit: number): Frame | "more" | "bad" {
  if (bytes.length < 2) return "more";
  const [first, second] = [bytes[0]!, bytes[1]!];
  if ((first & 0x70) !== 0 || (second & 0x80) === 0) return "bad";
  const short = second & 0x7f;
  const head = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < head + 4) return "more";
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (length > limit) return "bad";
  const size = head + 4 + length;
  if (bytes.length < size) return "more";
  const mask = bytes.subarray(head, head + 4);
  const payload = Buffer.from(bytes.subarray(head + 4, size));
  for (let i = 0; i < payload.length; i++) payload[i]! ^= mask[i % 4]!;
  return { opcode: first & 0x0f, last: (first & 0x80) !== 0, payload, size };
}

function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = length < 126 ? Buffer.of(0x80 | opcode, length) : Buffer.alloc(length < 65_536 ? 4 : 10);
  if (length >= 126) {
    head[0] = 0x80 | opcode;
    head[1] = length < 65_536 ? 126 : 127;
    if (length < 65_536) head.writeUInt16BE(length, 2);
    else head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}
