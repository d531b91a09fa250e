/** A thread that tries signatures, for `TrialHost`. */
import { parentPort, workerData } from 'node:worker_threads';
import { Beacon } from '../engine/beacon.ts';
import { errorText } from '../errors/problem.ts';
import { type FromTrial, type Trial, TrialRunner } from './trial.ts';

const port = parentPort!;
const tell = (message: FromTrial) => port.postMessage(message);
const beacon = new Beacon(workerData as SharedArrayBuffer, (id, { name }) => tell({ kind: 'activity', id, name }));
const runner = new TrialRunner(beacon);

// Between signatures the thread answers by itself; in one that loops it doesn't.
setInterval(() => beacon.tick(), 100).unref();

port.on('message', async (trial: Trial) => {
  try {
    for await (const message of runner.run(trial)) tell(message);
    tell({ kind: 'end' });
  } catch (error) {
    tell({ kind: 'end', error: error instanceof Error ? (error.stack ?? error.message) : errorText(error) });
  }
});
