// Looks for secrets in what a platform has written down: logs, messages on their way out, the database's own log.
import fs from "node:fs";
import path from "node:path";

const SHORTEST = 8;

/** The shapes in which a secret may have been written: as it is, percent-encoded, base64, base64url, hex, JSON-escaped. */
export function shapesOf(secret) {
  const bytes = Buffer.from(secret, "utf8");
  const base64 = bytes.toString("base64").replace(/=+$/, "");
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      base64,
      base64.replaceAll("+", "-").replaceAll("/", "_"),
      bytes.toString("hex"),
      bytes.toString("hex").toUpperCase(),
      escaped,
    ]),
  ];
}

/** Every secret of a data directory that we can name: passwords, one-time secrets, keys, sealing secrets. */
export function secretsIn(dataDir) {
  const found = new Map();
  const add = (name, value) => {
    if (typeof value === "string" && value.trim().length >= SHORTEST) found.set(value.trim(), name);
  };
  for (const file of filesUnder(path.join(dataDir, "secrets"))) add(`secrets/${path.basename(file)}`, read(file));
  add("platform/identity.secret", read(path.join(dataDir, "platform", "identity.secret")));
  add("platform/log.key", read(path.join(dataDir, "platform", "log.key")));
  add("demo/payment/secret", read(path.join(dataDir, "demo", "payment", "secret")));
  add("demo/remote/secret", read(path.join(dataDir, "demo", "remote", "secret")));
  for (const phone of JSON.parse(read(path.join(dataDir, "demo", "remote", "phones.json")) || "[]"))
    add("password of a phone's key", phone.password);
  add("pg.password", read(path.join(dataDir, "pg.password")));
  const keys = [path.join(dataDir, "demo"), path.join(dataDir, "platform")].flatMap((folder) => filesUnder(folder));
  for (const file of keys.filter((name) => name.endsWith(".key.pem"))) {
    // One line of the middle: a log would break or cut the whole, and the first lines are alike in all keys.
    const lines = read(file)
      .split("\n")
      .filter((line) => line && !line.startsWith("-----"));
    add(path.relative(dataDir, file), lines[Math.floor(lines.length / 2)] ?? "");
  }
  for (const account of JSON.parse(read(path.join(dataDir, "demo", "accounts.json")) || "[]")) {
    add("password", account.password);
    add("one-time secret", account.totpSecret);
    add("key file password", account.p12Password);
  }
  return found;
}

/** The files a platform writes for people to read: everything that ends in .log, and what leaves by mail. */
export const writtenIn = (dataDir) =>
  [path.join(dataDir, "logs"), path.join(dataDir, "outgoing")]
    .flatMap((folder) => filesUnder(folder))
    .concat(filesUnder(dataDir, 1).filter((file) => file.endsWith(".log")));

/**
 * Where secrets stand in files. @param secrets map of secret to its name
 * @returns one line for each find; the secret itself is not in it
 */
export function searchSecrets(files, secrets) {
  const shapes = [...secrets].flatMap(([secret, name]) => shapesOf(secret).map((shape) => ({ shape, name })));
  return files.flatMap((file) => {
    const text = read(file);
    return shapes.filter(({ shape }) => text.includes(shape)).map(({ name }) => `${name} in ${file}`);
  });
}

function filesUnder(folder, depth = 8) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isFile()) return [file];
    return entry.isDirectory() && depth > 1 ? filesUnder(file, depth - 1) : [];
  });
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
