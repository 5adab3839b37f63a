import { bytesToHex } from "./bytes";
import { reject } from "./reasons";

const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const A = P - 3n;
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;

/** An uncompressed point that is on the curve of GB/T 32918. Public values only: not constant-time. @throws reason `trustee` */
export function sm2Point(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== 65 || bytes[0] !== 4) return reject("trustee", "not an uncompressed point of SM2");
  const x = BigInt(`0x${bytesToHex(bytes.subarray(1, 33))}`);
  const y = BigInt(`0x${bytesToHex(bytes.subarray(33))}`);
  const on = x < P && y < P && (y * y - (x * x * x + A * x + B)) % P === 0n;
  return on ? bytes : reject("trustee", "not on the curve of SM2");
}
