import { redirect } from "next/navigation";

/** Personal information: account and sessions stand on one page. */
export default function ProfilePage(): never {
  redirect("/work/sessions");
}
