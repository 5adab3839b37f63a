import { Refusal } from "@/lib/domain/refusal";

/** The refusal that `work` ends in. @throws whatever else it threw, or that nothing was refused */
export async function refusal(work: Promise<unknown>): Promise<Refusal> {
  const result = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(result instanceof Refusal)) throw result ?? new Error("nothing was refused");
  return result;
}
