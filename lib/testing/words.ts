import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Words = { readonly [key: string]: string | Words };

/** Every message of a language: `area.key.key` → text. */
export function wordsOf(folder: string, locale: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(join(folder, locale)).filter((entry) => entry.endsWith(".json"))) {
    collect(
      found,
      name.slice(0, -".json".length),
      JSON.parse(readFileSync(join(folder, locale, name), "utf8")) as Words,
    );
  }
  return found;
}

function collect(found: Map<string, string>, path: string, words: Words): void {
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === "string") found.set(`${path}.${key}`, value);
    else collect(found, `${path}.${key}`, value);
  }
}

/** Names of the values a message wants: `{count}`, `{date, date}`, and rich tags `<link>`. */
const wants = (text: string): string =>
  [...text.matchAll(/\{\s*(\w+)|<(\w+)>/g)]
    .map((match) => match[1] ?? `<${match[2]}>`)
    .filter((name, index, all) => all.indexOf(name) === index)
    .sort()
    .join(" ");

/** Where two languages differ in what they say or what they need to say it. */
export function differences(zh: ReadonlyMap<string, string>, en: ReadonlyMap<string, string>): readonly string[] {
  const all = [...new Set([...zh.keys(), ...en.keys()])].sort();
  return all.flatMap((key) => {
    const [chinese, english] = [zh.get(key), en.get(key)];
    if (chinese === undefined) return [`${key}: missing in zh-CN`];
    if (english === undefined) return [`${key}: missing in en`];
    if ((chinese.trim() === "") !== (english.trim() === "")) return [`${key}: empty in one language`];
    return wants(chinese) === wants(english)
      ? []
      : [`${key}: zh-CN wants "${wants(chinese)}", en wants "${wants(english)}"`];
  });
}
