import { type Answer, type Command, incomplete } from "./command";

/** Walks the chain of audit entries in the database of DATABASE_URL. */
export const audit: Command = {
  about: {
    zh: "核对数据库里的审计链：改过、删去、移动、漏连的记录都会被指出（需要 DATABASE_URL）",
    en: "walk the audit chain in the database: names every entry that was edited, removed, moved or left out (needs DATABASE_URL)",
  },
  usage: ["[--json]"],
  options: {},
  help: {},
  run: async (call) => {
    if (call.files.length > 0) return incomplete({ zh: "不需要文件", en: "takes no files" });
    if (!process.env.DATABASE_URL) return incomplete({ zh: "没有设置 DATABASE_URL", en: "DATABASE_URL is not set" });
    // Loaded only here: the rest of the tool runs where no database driver is.
    const { auditReport } = await import("./audit-report");
    const report = await auditReport();
    const lines = [
      ...report.faults.map(({ kind, seq, entryId, detail }) => [kind, seq ?? "-", entryId ?? "-", detail].join("\t")),
      call.say({
        zh: `${report.links} 条记录，链头 ${report.head}`,
        en: `${report.links} entries, head ${report.head}`,
      }),
    ];
    const document = JSON.parse(JSON.stringify(report)) as Answer["document"];
    if (report.faults.length === 0) return { code: 0, document, lines: [...lines, call.say({ zh: "成立", en: "OK" })] };
    const count = report.faults.length;
    const verdict = call.say({ zh: `不成立：${count} 处`, en: `FALSE: ${count} faults` });
    return { code: 1, document, lines: [...lines, verdict], reason: report.faults[0]!.kind };
  },
};
