import { orderSuspension, prepareOrder } from "@/lib/usecases/supervision/order-suspension";
import type { Play, Step } from "../player";

/** The supervisor's signed order to stop a lot. */
export const orderStop = (
  { stage, troupe }: Play,
  given: { readonly at: Date; readonly lotId: () => string; readonly basis: string; readonly reason: string },
): Step => ({
  at: given.at,
  what: "监督部门责令暂停",
  run: async () => {
    const supervisor = await troupe.supervisor();
    const order = { lotId: given.lotId(), kind: "suspend" as const, basis: given.basis, reason: given.reason };
    const signed = await supervisor.signOne(await prepareOrder(supervisor.actor, order));
    await orderSuspension(supervisor.actor, { ...order, signed }, stage.deps);
  },
});
