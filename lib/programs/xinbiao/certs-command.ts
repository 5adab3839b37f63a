import { certs, certsDocument } from "./certs";
import { type Command, incomplete } from "./command";

/** `certs vectors DIR`: certificates, signatures and codes against suites by others. */
export const certsCommand: Command = {
  about: {
    zh: "certs vectors DIR：用测试集检验证书路径、签名和代码（*limbo*.json、pkits、wycheproof、sm2-pki、cms、tsa、uscc）",
    en: "certs vectors DIR: paths, signatures and codes against suites by others (*limbo*.json, pkits, wycheproof, sm2-pki, cms, tsa, uscc)",
  },
  usage: ["vectors DIR"],
  options: {},
  help: {},
  run: async ({ files: [what, dir, ...more] }) => {
    if (what !== "vectors" || !dir || more.length > 0)
      return incomplete({ zh: "用法：certs vectors DIR", en: "usage: certs vectors DIR" });
    const result = await certs(dir);
    if ("nothing" in result) return incomplete(result.nothing);
    const { code, judged, lines } = result;
    const reason = code === 1 ? { reason: "certificate" } : code === 2 ? { reason: "unreadable-suite" } : {};
    return { code, document: certsDocument(judged), lines, ...reason };
  },
};
