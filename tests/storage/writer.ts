// A process that writes batches until it is done or dies. Arguments: location, name, batches, batch size.
// Prints `ready`, then `kept N` when batch N is confirmed, or `refused CODE` and ends.
import { OvoscopeError } from '../../src/errors/problem.ts';
import { openStore } from '../../src/storage/store.ts';
import { batchOf } from './batches.ts';

const [location, name, batches, size] = process.argv.slice(2) as [string, string, string, string];

try {
  await using store = await openStore(location);
  console.log('ready');
  for (let batch = 0; batch < Number(batches); batch++) {
    await store.record({ id: `${name}-${batch}`, path: `/x/${batch}` }, batchOf(name, batch, Number(size)));
    console.log(`kept ${batch}`);
  }
} catch (error) {
  if (!(error instanceof OvoscopeError)) throw error;
  console.log(`refused ${error.code}`);
}
