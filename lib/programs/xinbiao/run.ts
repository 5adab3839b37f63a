import { parseArgs } from "node:util";
import { reasonOf } from "@/lib/crypto/reasons";
import type { Answer, Call, Command, Words } from "./command";
import { COMMANDS } from "./commands";
import { REASON_WORDS } from "./reason-words";

const COMMON = {
  json: { type: "boolean" },
  lang: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const COMMON_HELP: Readonly<Record<string, Words>> = {
  json: { zh: "只在标准输出打印一个 JSON 文档", en: "print one JSON document on standard output and nothing else" },
  lang: { zh: "zh 或 en；默认按 LANG", en: "zh or en; by LANG unless told" },
  help: { zh: "显示本说明", en: "show this" },
};

/** Runs one command. @returns exit code: 0 good, 1 refused or false with the reason code on the last line, 2 incomplete or wrong usage */
export async function run(args: readonly string[]): Promise<number> {
  const [name = "--help", ...rest] = args;
  const json = rest.includes("--json");
  const lang = languageOf(rest);
  const command = COMMANDS[name];
  if (!command) {
    if (["--help", "-h", "help"].includes(name)) return help(lang, json);
    return fail(json, lang, { zh: `没有命令 ${name}`, en: `there is no command ${name}` }, overview(lang));
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options: { ...command.options, ...COMMON },
      allowPositionals: true,
      strict: true,
    });
    if (values.help) return commandHelp(name, command, lang, json);
    return print(await command.run(callOf(values, positionals, lang, json)), json, name);
  } catch (error) {
    return failed(error, { name, command, json, lang });
  }
}

/** The language asked for, else that of the environment. */
function languageOf(args: readonly string[]): "zh" | "en" {
  const at = args.findIndex((arg) => arg === "--lang" || arg.startsWith("--lang="));
  const told = at < 0 ? undefined : args[at] === "--lang" ? args[at + 1] : args[at]!.slice(7);
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (told ?? (LC_ALL || LC_MESSAGES || LANG) ?? "en").toLowerCase().startsWith("zh") ? "zh" : "en";
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function callOf(values: Values, files: readonly string[], lang: "zh" | "en", json: boolean): Call {
  const texts = (name: string) => [values[name] ?? []].flat().map(String);
  return {
    files,
    lang,
    json,
    texts,
    text: (name) => texts(name)[0],
    flag: (name) => values[name] === true,
    say: (words) => words[lang],
    remark: (words) => {
      if (!json) console.error(words[lang]);
    },
  };
}

function print({ code, document, lines, output, reason }: Answer, json: boolean, name: string): number {
  if (json) {
    const head = { command: name, ok: code === 0, ...(reason ? { reason } : {}) };
    console.log(JSON.stringify({ ...head, ...document }));
    return code;
  }
  if (output !== undefined) process.stdout.write(output);
  else for (const line of lines) console.log(line);
  if (code !== 0 && reason) console.log(reason);
  return code;
}

type Failure = {
  readonly name: string;
  readonly command: Command;
  readonly json: boolean;
  readonly lang: "zh" | "en";
};

function failed(error: unknown, { name, command, json, lang }: Failure): number {
  const reason = reasonOf(error);
  if (reason) {
    const detail = error instanceof Error ? error.message : "";
    const words = REASON_WORDS[reason][lang];
    const lines = [`${lang === "zh" ? "不成立" : "refused"}: ${words} (${detail})`];
    return print({ code: 1, document: { detail, message: words }, lines, reason }, json, name);
  }
  const { incomplete, code: given } = error as { incomplete?: Words; code?: unknown };
  // A number where the browser's kind of error has one: what went wrong stands in its words then.
  const code = given === undefined ? undefined : String(given);
  if (incomplete) return fail(json, lang, incomplete, usageOf(name, command));
  const message = error instanceof Error ? error.message : String(error);
  if (code?.startsWith("ERR_PARSE_ARGS")) return fail(json, lang, { zh: message, en: message }, usageOf(name, command));
  if (code !== undefined) return fail(json, lang, { zh: message, en: message }, "");
  // A fault of ours. Who runs the tool is helped by one sentence; whoever mends it asks for the rest.
  if (process.env.XINBIAO_DEBUG) console.error(error);
  return fail(json, lang, { zh: `程序出错：${message}`, en: `the program failed: ${message}` }, "");
}

function fail(json: boolean, lang: "zh" | "en", words: Words, usage: string): 2 {
  if (json) console.log(JSON.stringify({ ok: false, error: words[lang] }));
  else console.error(usage ? `${words[lang]}\n\n${usage}` : words[lang]);
  return 2;
}

const usageOf = (name: string, { usage }: Command): string =>
  usage.map((line) => `xinbiao ${name} ${line}`.trim()).join("\n");

function commandHelp(name: string, command: Command, lang: "zh" | "en", json: boolean): 0 {
  const options = { ...command.options, ...COMMON };
  const help = { ...command.help, ...COMMON_HELP };
  if (json) {
    console.log(JSON.stringify({ command: name, about: command.about, usage: command.usage, options, help }));
    return 0;
  }
  console.log(`${command.about[lang]}\n\n${usageOf(name, command)}\n`);
  for (const [option, { type }] of Object.entries(options))
    console.log(`  --${option}${type === "string" ? " …" : ""}`.padEnd(20), help[option]?.[lang] ?? "");
  return 0;
}

function overview(lang: "zh" | "en"): string {
  const lines = Object.entries(COMMANDS).map(([name, { about }]) => `  ${name.padEnd(10)} ${about[lang]}`);
  return [
    "xinbiao COMMAND …",
    "",
    ...lines,
    "",
    lang === "zh" ? "每个命令都有 --help。" : "Every command has --help.",
  ].join("\n");
}

function help(lang: "zh" | "en", json: boolean): 0 {
  if (json) console.log(JSON.stringify({ commands: Object.keys(COMMANDS) }));
  else console.log(overview(lang));
  return 0;
}
