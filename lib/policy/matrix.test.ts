import { describe, expect, it } from "vitest";
import { RELATIONS, ROLES } from "@/lib/domain/actor";
import { matrix } from "./matrix";
import { MAY_DO } from "./may-do";
import { MAY_SEE } from "./may-see";
import { type Kind, maySee } from "./table";

describe("the policy matrix", () => {
  // A change of confidentiality is a line in this file's diff, which a reviewer cannot overlook.
  it("is as reviewed", async () => {
    await expect(matrix()).toMatchFileSnapshot("matrix.snapshot.txt");
  });

  it("speaks of every action and every field", () => {
    const text = matrix();
    for (const action of Object.keys(MAY_DO)) expect(text).toContain(`\n${action}\n`);
    for (const [kind, table] of Object.entries(MAY_SEE))
      for (const field of Object.keys(table)) expect(text).toContain(`\n${kind}.${field}\n`);
  });

  it("C-2: before the announcement nobody but its owner is shown anything of a bid", () => {
    const leaks = (["preparation", "bidding", "opening"] as const).flatMap((stage) =>
      ROLES.flatMap((role) =>
        RELATIONS.filter((relation) => !(role === "bidder" && relation === "owner")).flatMap((relation) =>
          Object.keys(MAY_SEE.bid)
            .filter((field) => maySee("bid" as Kind, field, { role, relation, stage }))
            .map((field) => `${role}/${relation}/${stage}: ${field}`),
        ),
      ),
    );
    expect(leaks).toEqual([]);
  });
});
