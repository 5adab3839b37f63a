export { dealCode } from "./deal-code";

/** Codes nest: platform 11, project 17, tender 20, lot 23, document 26 characters (data-dictionary.md §1). */
const PLATFORM = /^[A-Z]\d{6}[0-9A-Z]{4}$/;
const PROJECT = /^[A-Z]\d{6}[0-9A-Z]{4}\d{6}$/;
const TENDER = /^[A-Z]\d{6}[0-9A-Z]{4}\d{9}$/;
const LOT = /^[A-Z]\d{6}[0-9A-Z]{4}\d{12}$/;
/** Investment project code (投资项目统一代码): year and month, region, industry, type, serial. */
const INVESTMENT = /^\d{4}-\d{6}-\d{2}-\d{2}-\d{6}$/;

export const isLotCode = (code: string): boolean => LOT.test(code);
export const isInvestmentCode = (code: string): boolean => INVESTMENT.test(code);

/** @param serial 1 … 999999, of the platform @throws {RangeError} if it does not fit or the platform's code is none */
export const projectCode = (platform: string, serial: number): string => extend(platform, PLATFORM, serial, 6);

/** @param serial 1 … 999, within the project */
export const tenderCode = (project: string, serial: number): string => extend(project, PROJECT, serial, 3);

/** @param serial 1 … 999, within the tender */
export const lotCode = (tender: string, serial: number): string => extend(tender, TENDER, serial, 3);

/** Region of a project, tender or lot code: characters 2–7. */
export const regionOf = (code: string): string => code.slice(1, 7);

/** The code one level up: lot to tender, tender to project, project to platform; null above that. */
export function parentCode(code: string): string | null {
  const length = { 17: 11, 20: 17, 23: 20, 26: 23 }[code.length];
  return length === undefined ? null : code.slice(0, length);
}

function extend(parent: string, shape: RegExp, serial: number, digits: number): string {
  if (!shape.test(parent)) throw new RangeError(`not a parent code: ${parent}`);
  if (!Number.isInteger(serial) || serial < 1 || serial >= 10 ** digits)
    throw new RangeError(`serial ${serial} of ${digits} digits`);
  return parent + String(serial).padStart(digits, "0");
}
