/**
 * Reads what a server action answers over HTTP: rows `id:json`, with long texts in rows of their own, counted in octets.
 * Only plain values come through actions here; markup in the answer is passed over.
 */
export function readFlight(body: Uint8Array): unknown {
  const rows = rowsOf(Buffer.from(body));
  const root = rows.get("0") as { a?: unknown } | undefined;
  if (!root || !("a" in root)) throw new Error("not the answer of an action");
  return revive(root.a, rows);
}

function rowsOf(body: Buffer): Map<string, unknown> {
  const rows = new Map<string, unknown>();
  for (let at = 0; at < body.length; ) {
    const colon = body.indexOf(":", at);
    if (colon < 0) break;
    const id = body.toString("latin1", at, colon);
    if (body[colon + 1] === 0x54) {
      const comma = body.indexOf(",", colon);
      const length = Number.parseInt(body.toString("latin1", colon + 2, comma), 16);
      rows.set(id, Text(body.toString("utf8", comma + 1, comma + 1 + length)));
      at = comma + 1 + length;
      continue;
    }
    const end = body.indexOf("\n", colon);
    const line = body.toString("utf8", colon + 1, end < 0 ? body.length : end);
    // An action that broke: the answer has only a digest of what went wrong, the words are in the server's log.
    if (line.startsWith("E{")) throw new Error(`the action broke: ${line.slice(1)}`);
    if (/^["[{0-9tfn-]/.test(line)) rows.set(id, JSON.parse(line));
    at = end < 0 ? body.length : end + 1;
  }
  return rows;
}

/** A text row is no reference, whatever it begins with. */
const Text = (text: string) => (text.startsWith("$") ? `$${text}` : text);

function revive(value: unknown, rows: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === "string") return reviveText(value, rows);
  if (Array.isArray(value)) return value.map((item) => revive(item, rows));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item, rows)]));
}

function reviveText(text: string, rows: ReadonlyMap<string, unknown>): unknown {
  if (!text.startsWith("$")) return text;
  if (text.startsWith("$$")) return text.slice(1);
  if (text === "$undefined") return undefined;
  if (text.startsWith("$D")) return new Date(text.slice(2));
  if (text.startsWith("$n")) return BigInt(text.slice(2));
  const id = text.slice(text[1] === "@" ? 2 : 1);
  if (!rows.has(id)) throw new Error(`the answer speaks of ${text}, which is not in it`);
  return revive(rows.get(id), rows);
}
