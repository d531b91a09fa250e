import type { CallLogFormat } from '../call-log/types.ts';
import { MonitorScanner } from './scanner.ts';

/** BSON logs of Cuckoo 1.x, Cuckoo 2 and CAPE. */
export const monitorBson: CallLogFormat = {
  name: 'monitor-bson',
  version: 1,
  folds: true,
  scanner: (context) => new MonitorScanner(context),
};
