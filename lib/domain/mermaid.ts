import type { Lifecycle } from "./lifecycle";

/** Any lifecycle, whatever its states, events and facts. */
export type AnyLifecycle = Lifecycle<string, string, never>;

/**
 * A lifecycle as a Mermaid state diagram: what the code does, so that the picture cannot disagree.
 *
 * @param initial the state a new record begins in
 */
export function mermaid(lifecycle: AnyLifecycle, initial: readonly string[]): string {
  const transitions = Object.entries(lifecycle).flatMap(([event, { from, to, rules }]) =>
    from.map((state) => ({ from: state, to, label: rules.length ? `${event} (${rules.join(", ")})` : event })),
  );
  const leaves = new Set(transitions.filter(({ from, to }) => from !== to).map(({ from }) => from));
  const ends = [...new Set(transitions.map(({ to }) => to))].filter((state) => !leaves.has(state));
  return [
    "stateDiagram-v2",
    ...initial.map((state) => `  [*] --> ${state}`),
    ...transitions.map(({ from, to, label }) => `  ${from} --> ${to}: ${label}`),
    ...ends.map((state) => `  ${state} --> [*]`),
  ].join("\n");
}

/** Every state a table knows, in the order of its first mention. */
export const statesOf = (lifecycle: AnyLifecycle): readonly string[] => [
  ...new Set(Object.values(lifecycle).flatMap(({ from, to }) => [...from, to])),
];
