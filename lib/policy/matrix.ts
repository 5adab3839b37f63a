import { RELATIONS, ROLES } from "@/lib/domain/actor";
import { STAGES } from "@/lib/domain/lot";
import { MAY_DO } from "./may-do";
import { MAY_SEE } from "./may-see";
import { type Action, type Kind, mayDo, maySee } from "./table";

/**
 * The whole policy as one page: for every action who may attempt it, for every field who sees it and in which stages.
 * Asked of the same functions that decide, for every role and relation, so that the page cannot disagree with them.
 */
export function matrix(): string {
  return ["# Who may attempt what", ...actions(), "", "# Who is shown what, in which stages", ...fields(), ""].join(
    "\n",
  );
}

const standings = ROLES.flatMap((role) => RELATIONS.map((relation) => ({ role, relation })));

/** Relations in which every relation behaves alike are written once: `bidder`, not three lines. */
function grouped(
  cells: readonly { readonly role: string; readonly relation: string; readonly value: string }[],
): string[] {
  return ROLES.flatMap((role) => {
    const own = cells.filter((cell) => cell.role === role && cell.value !== "");
    const alike = own.length === RELATIONS.length && own.every(({ value }) => value === own[0]?.value);
    if (alike) return [`  ${role.padEnd(20)} ${own[0]?.value}`.trimEnd()];
    return own.map(({ relation, value }) => `  ${`${role} (${relation})`.padEnd(20)} ${value}`.trimEnd());
  });
}

const actions = (): string[] =>
  (Object.keys(MAY_DO) as Action[]).flatMap((action) => [
    "",
    action,
    ...grouped(standings.map((standing) => ({ ...standing, value: mayDo(action, standing) ? "may" : "" }))),
  ]);

const fields = (): string[] =>
  (Object.keys(MAY_SEE) as Kind[]).flatMap((kind) =>
    Object.keys(MAY_SEE[kind]).flatMap((field) => [
      "",
      `${kind}.${field}`,
      ...grouped(
        standings.map((standing) => ({
          ...standing,
          value: STAGES.filter((stage) => maySee(kind, field, { ...standing, stage })).join(" "),
        })),
      ),
    ]),
  );
