import type { Relation, Role } from "@/lib/domain/actor";
import type { Stage } from "@/lib/domain/lot";
import { MAY_DO } from "./may-do";
import { MAY_SEE } from "./may-see";

export type Who = { readonly role: Role; readonly relation?: Relation };
export type WhoAndWhen = Who & { readonly stages: readonly Stage[] };

export type Action = keyof typeof MAY_DO;
export type Kind = keyof typeof MAY_SEE;
export type Standing = { readonly role: Role; readonly relation: Relation; readonly stage: Stage };

const fits = (who: Who, { role, relation }: Omit<Standing, "stage">) =>
  who.role === role && (who.relation === undefined || who.relation === relation);

/** Whether a role with this relation may attempt the action. *When* it may happen the lifecycle says. */
export function mayDo(action: Action, standing: Omit<Standing, "stage">): boolean {
  const who: readonly Who[] = MAY_DO[action] ?? [];
  return who.some((one) => fits(one, standing));
}

/** Whether `standing` is shown one field of a record; what is not listed is hidden. */
export function maySee(kind: Kind, field: string, standing: Standing): boolean {
  const grants: Readonly<Record<string, readonly WhoAndWhen[]>> = MAY_SEE[kind];
  return (grants[field] ?? []).some((who) => fits(who, standing) && who.stages.includes(standing.stage));
}

/** The record without the fields that `standing` may not see; hidden fields are absent, not null. */
export function visible<R extends object>(kind: Kind, record: R, standing: Standing): Partial<R> {
  const shown = Object.entries(record).filter(([field]) => maySee(kind, field, standing));
  return Object.fromEntries(shown) as Partial<R>;
}
