import { heading, paragraph } from "./blocks";
import { type DocumentHead, frameOf, type TenderBlock, tenderFacts } from "./document";
import { longTime, spacedHex } from "./format";
import { closeSheet, openSheet } from "./sheet";
import { facts, table } from "./table";

/** 投标回执 for people; what counts is the signed `.sbcr` file (protocol §6.4, R-72, R-73). */
export type ReceiptData = DocumentHead & {
  readonly tender: TenderBlock;
  readonly bidder: { readonly name: string; readonly uscc: string };
  /** `accepted`, `accepted-unchecked` or `withdrawn`. */
  readonly status: "accepted" | "accepted-unchecked" | "withdrawn";
  /** With six decimals, as in the statement: `2026-11-20T01:02:03.456789Z`. */
  readonly arrival: string;
  readonly deadline: string;
  readonly seq: number;
  readonly bid: string;
  readonly container: string;
  readonly bytes: number;
  readonly segments: readonly { readonly name: string; readonly bytes: number; readonly root: string }[];
  readonly signer: { readonly name: string; readonly serial: string };
  /** Null while pending: the worker adds both to the file. */
  readonly timestampedAt: string | null;
  readonly logIndex: string | null;
  readonly submittedBy: string;
  /** Submitted again in the remedial window (protocol §2.11, 6): for which bid, and until when it could be. */
  readonly again?: { readonly bid: string; readonly until: string } | null;
};

const STATUS = {
  accepted: "已接收",
  "accepted-unchecked": "已接收（证书状态待复核）",
  withdrawn: "已撤回",
} as const;

const size = (bytes: number): string => `${bytes.toLocaleString("en-US")} 字节`;

/** Makes the receipt. */
export async function receipt(data: ReceiptData): Promise<Uint8Array> {
  const withdrawn = data.status === "withdrawn";
  const { again = null } = data;
  const title = again ? "投标文件重新提交回执" : withdrawn ? "投标文件撤回回执" : "投标文件接收回执";
  const sheet = await openSheet(
    frameOf(data, title, `${data.tender.tenderName} ${data.tender.lotName}`, data.platform),
  );
  facts(sheet, [
    ...tenderFacts(data.tender),
    ["投标人", `${data.bidder.name}　${data.bidder.uscc}`],
    ["状态", again ? "已接收，与原投标文件的承诺值一致" : STATUS[data.status]],
    ["到达时刻", exact(data.arrival)],
    again ? ["补救期截止", longTime(new Date(again.until))] : ["截止时间", longTime(new Date(data.deadline))],
    again ? ["递交人", data.submittedBy] : ["第几次", `第 ${data.seq} 次`, "递交人", data.submittedBy],
  ]);
  heading(sheet, "一、收到的内容");
  facts(sheet, [
    ["投标编号", spacedHex(data.bid, 8)],
    ...(again ? [["原投标编号", spacedHex(again.bid, 8)] as const] : []),
    ["容器编号", data.container],
    ["签名证书", `${data.signer.name}　${spacedHex(data.signer.serial, 2)}`],
    ["密文总长", size(data.bytes)],
  ]);
  if (data.segments.length > 0) {
    const columns = [
      { title: "分段", mm: 34 },
      { title: "密文长度", mm: 38, align: "right" },
      { title: "密文树根", mm: null },
    ] as const;
    table(
      sheet,
      columns,
      data.segments.map(({ name, bytes, root }) => [name, size(bytes), spacedHex(root, 8)]),
    );
  }
  heading(sheet, "二、证明");
  facts(sheet, [
    ...(again
      ? []
      : [
          [
            "时间戳",
            data.timestampedAt ? longTime(new Date(data.timestampedAt)) : "待补（由平台自动加入回执文件）",
          ] as const,
        ]),
    ["透明日志", data.logIndex ? `第 ${data.logIndex} 条` : "待补（由平台自动加入回执文件）"],
  ]);
  paragraph(
    sheet,
    again
      ? "平台在补救期内完整收到上述加密容器及其解密密钥，各段内容清单和开标一览表的承诺值与原投标文件一致，代替原投标文件参加开启；开启时逐一核对全部文件。冻结前任何人（包括平台）都不能读取其内容。"
      : withdrawn
        ? "上述投标文件已按投标人的签名声明撤回，不参加开标。截止时间前可以重新递交。"
        : "平台在上述时刻完整收到上述加密投标文件。开标前任何人（包括平台）都不能读取其内容。截止时间前可以修改或者撤回。",
    { indent: true },
  );
  paragraph(sheet, "本页供阅读。具有证明力的是同名 .sbcr 回执文件，可用离线核验工具或本平台核验页核对。", {
    size: 10.5,
  });
  return closeSheet(sheet);
}

/** The instant with its microseconds: the one that was compared with the deadline. */
function exact(arrival: string): string {
  const micro = /\.(\d{6})Z$/.exec(arrival)?.[1] ?? "";
  return longTime(new Date(arrival)).replace(/秒$/, micro ? `.${micro}秒` : "秒");
}
