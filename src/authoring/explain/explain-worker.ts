/** A thread that explains one signature and is of no use after that. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ExplainRequest, explain } from './explain.ts';

parentPort!.postMessage(await explain(workerData as ExplainRequest));
