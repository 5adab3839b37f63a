/** `pattern` with `{name}` replaced by that field of `value`, for the address one goes to after an act. */
export function filled(pattern: string, value: unknown): string {
  const facts = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return pattern.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(String(facts[name] ?? "")));
}
