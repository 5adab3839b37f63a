import { NODE_ENGINE } from "@/lib/adapters/engine/node";
import { useEngine } from "@/lib/crypto/engine";
import { run } from "./xinbiao/run";

// The offline tool: seals, inspects, opens, submits and verifies without the platform (protocol §2.13, §8; settled 21).
useEngine(NODE_ENGINE);
process.exitCode = await run(process.argv.slice(2));
