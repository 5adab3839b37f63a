import { heading } from "./blocks";
import { type Sheet, turn } from "./sheet";
import { table } from "./table";

/** Every member's score for every factor of every bidder, as signed. */
export type ScoreSheet = {
  readonly members: readonly string[];
  readonly bidders: readonly {
    readonly name: string;
    readonly rows: readonly {
      readonly factor: string;
      readonly weight: string;
      readonly scores: readonly string[];
      readonly average: string;
    }[];
    readonly total: string;
  }[];
};

/** One table for each bidder: factors down, members across. */
export function memberScores(sheet: Sheet, { members, bidders }: ScoreSheet): void {
  if (members.length > 4) turn(sheet, "landscape");
  heading(sheet, "附：各成员评分");
  for (const bidder of bidders) {
    heading(sheet, bidder.name);
    const columns = [
      { title: "因素", mm: null },
      { title: "分值", mm: 18, align: "center" as const },
      ...members.map((title) => ({ title, mm: 26, align: "center" as const })),
      { title: "得分", mm: 22, align: "center" as const },
    ];
    const rows = bidder.rows.map(({ factor, weight, scores, average }) => [factor, weight, ...scores, average]);
    table(sheet, columns, [...rows, ["合计", "", ...members.map(() => ""), bidder.total]]);
  }
}
