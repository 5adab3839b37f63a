import { redirect } from "next/navigation";
import { viewLot } from "@/lib/usecases/lot/view-lot";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

/** A lot by its id alone: where the payment gateway sends people back to. */
export default async function LotByIdPage({ params }: { readonly params: Promise<{ lotId: string }> }) {
  const { lotId } = await params;
  const { lot } = await orNotFound(viewLot(await currentActor(), { lotId }));
  redirect(`/work/tenders/${lot.tenderId}/lots/${lotId}/documents`);
}
