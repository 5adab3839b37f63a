/** `yyyyMMddHHmmss`, Beijing time: how the hub's records write an instant (data dictionary). */
export function hubTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().replace(/\D/g, "").slice(0, 14);
}

/** `yyyyMMdd`, Beijing date. */
export const hubDate = (at: Date): string => hubTime(at).slice(0, 8);

/** Yuan with two decimals, as a decimal string. @param fen integer fen */
export function hubMoney(fen: bigint): string {
  const sign = fen < 0n ? "-" : "";
  const abs = fen < 0n ? -fen : fen;
  return `${sign}${abs / 100n}.${String(abs % 100n).padStart(2, "0")}`;
}
