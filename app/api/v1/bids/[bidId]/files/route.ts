import { listBidFiles, listBidFilesInput } from "@/lib/usecases/bid/read-bid-file";
import { handler } from "@/lib/web/handler";

/** Files of an opened bid, from its manifests. */
export const GET = handler(listBidFilesInput, listBidFiles);
