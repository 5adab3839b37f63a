import { sealingWork } from "./sealing-work";

/** The half of the bench that runs inside the browser; bundled when it is needed. */
Object.assign(globalThis, { sealingWork });
