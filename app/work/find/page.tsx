import { redirect } from "next/navigation";

/** Finding a tender is the public search; it needs no account and has no second face. */
export default function FindPage(): never {
  redirect("/notices");
}
