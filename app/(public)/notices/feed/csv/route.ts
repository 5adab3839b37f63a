import { NextResponse } from "next/server";
import { beijingTime } from "@/lib/kernel/format";
import { yuan } from "@/lib/kernel/money";
import { searchNotices, searchNoticesInput } from "@/lib/usecases/notice/search-notices";
import { deps } from "@/lib/web/deps";
import { currentActor } from "@/lib/web/session";

const HEAD = ["标题", "招标人", "招标项目编号", "标段数", "最高投标限价（元）", "发布时间", "投标截止", "地址"];
/** Quoted always; a leading sign would make a spreadsheet compute. */
const cell = (text: string): string => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** The same page of the same query as CSV, with a mark that spreadsheets read as UTF-8. */
export async function GET(request: Request): Promise<Response> {
  const query = searchNoticesInput.parse(Object.fromEntries(new URL(request.url).searchParams));
  const [{ hits }, { origin }] = await Promise.all([searchNotices(await currentActor(), query), deps()]);
  const rows = hits.map((hit) => [
    hit.title,
    hit.tendereeName,
    hit.tenderCode,
    String(hit.lotCount),
    hit.ceilingFen === null ? "" : yuan(hit.ceilingFen),
    beijingTime(hit.publishedAt),
    hit.deadline ? beijingTime(hit.deadline) : "",
    `${origin}/notices/${hit.id}`,
  ]);
  const body = `﻿${[HEAD, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  const headers = {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="notices.csv"',
  };
  return new NextResponse(body, { headers });
}
