import { viewMaterial, viewMaterialInput } from "@/lib/usecases/bid/view-material";
import { handler } from "@/lib/web/handler";

/** Signed tender record, opening policy, place in the bidder's chain: what any program needs to seal a bid. */
export const GET = handler(viewMaterialInput, viewMaterial);
