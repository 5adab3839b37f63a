import { certs } from "./certs";
import { type Answer, type Command, incomplete } from "./command";

/** `certs vectors DIR`: path validation against suites of test certificates. */
export const certsCommand: Command = {
  about: {
    zh: "certs vectors DIR：用测试证书集检验证书路径验证（*limbo*.json、pkits）",
    en: "certs vectors DIR: runs path validation over suites of test certificates (*limbo*.json, pkits)",
  },
  usage: ["vectors DIR"],
  options: {},
  help: {},
  run: async (call) => {
    const [what, dir, ...more] = call.files;
    if (what !== "vectors" || !dir || more.length > 0)
      return incomplete({ zh: "用法：certs vectors DIR", en: "usage: certs vectors DIR" });
    const lines: string[] = [];
    const code = await certs(call.json ? [...call.files, "--json"] : call.files, (line) => lines.push(line));
    const document = call.json ? (JSON.parse(lines[0] ?? "{}") as Answer["document"]) : {};
    if (code === 2) return { code, document, lines };
    return { code: code === 0 ? 0 : 1, document, lines, ...(code === 0 ? {} : { reason: "certificate" }) };
  },
};
