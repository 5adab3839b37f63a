import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";

const TIMEOUT_MS = 2_000;
const PACKET = 48;
/** Seconds from 1900 to 1970. */
const ERA = 2_208_988_800;
/** Version 4, mode 3 (client). */
const CLIENT = 0x23;

/**
 * Asks an NTP server once (SNTP, RFC 4330): its transmit time, and its own bound of error (root dispersion and half the
 * root delay). The way there and back is the caller's to reckon with.
 * @throws {Error} without a usable answer: none in time, not synchronised, or to another question
 */
export function ntpTime(host: string, port = 123): Promise<{ readonly at: Date; readonly withinMs: number }> {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  const query = Buffer.alloc(PACKET);
  query[0] = CLIENT;
  // The server gives it back as originate time: a number of our own keeps out answers that were not asked for.
  const cookie = randomBytes(8);
  cookie.copy(query, 40);
  return new Promise<{ at: Date; withinMs: number }>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${host}: no time within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
    socket.on("error", reject);
    socket.on("message", (answer) => {
      if (answer.length < PACKET || !answer.subarray(24, 32).equals(cookie)) return;
      clearTimeout(timer);
      try {
        resolve(read(answer, host));
      } catch (error) {
        reject(error);
      }
    });
    socket.send(query, port, host, (error) => error && reject(error));
  }).finally(() => socket.close());
}

function read(answer: Buffer, host: string) {
  const [leap, mode, stratum] = [answer[0]! >> 6, answer[0]! & 7, answer[1]!];
  if (mode !== 4 || leap === 3 || stratum === 0 || stratum > 15) throw new Error(`${host}: not synchronised`);
  const short = (at: number) => (answer.readUInt32BE(at) / 65_536) * 1_000;
  const seconds = answer.readUInt32BE(40);
  // Numbers that begin with nought belong to the era after 2036 (RFC 4330 §3).
  const since1900 = seconds & 0x80000000 ? seconds : seconds + 2 ** 32;
  const ms = (since1900 - ERA) * 1_000 + (answer.readUInt32BE(44) / 2 ** 32) * 1_000;
  return { at: new Date(ms), withinMs: Math.ceil(short(8) + short(4) / 2) + 1 };
}
