import { destinationProblems } from '../errors/destinations.ts';
import { headOf, plainContainer } from './documents.ts';
import { matching, type Options, required, seconds, variable } from './options.ts';
import { Passing, withRetries } from './retry.ts';
import type { Delivery, Destination, Surroundings } from './types.ts';

const NAME = matching(/^[A-Za-z_][\w-]{0,62}$/, 'letters, digits, hyphens and underscores');

export const mongodbOptions = {
  url_env: required(variable),
  database: NAME,
  collection: NAME,
  timeout_seconds: seconds,
};

/** A document may have 16 MiB; this leaves room for its head. */
const MAX_DOCUMENT = 15 << 20;

/** Keeps one document for each analysis: its head, and the container without calls. */
export function mongodbDestination(options: Options, surroundings: Surroundings): Destination {
  const timeoutMs = options.timeoutMs(60);
  return {
    name: options.name,
    kind: 'mongodb',
    async send(delivery: Delivery, signal) {
      const url = options.requiredSecret('url_env', '');
      const { MongoClient, calculateObjectSize } = await driver();
      const { report, leftOut } = fitting(plainContainer(delivery), (value) => calculateObjectSize(value));
      const { key, ...head } = headOf(delivery);
      const document = { ...head, report, ...(leftOut.length > 0 ? { left_out: leftOut } : {}) };
      await withRetries(
        async () => {
          const client = new MongoClient(url, {
            appName: 'ovoscope',
            serverSelectionTimeoutMS: timeoutMs,
            connectTimeoutMS: timeoutMs,
            socketTimeoutMS: timeoutMs,
            retryWrites: false,
          });
          try {
            const collection = client
              .db(options.text('database', 'ovoscope'))
              .collection<{ _id: string }>(options.text('collection', 'analyses'));
            await collection.replaceOne({ _id: key }, document, { upsert: true });
          } catch (error) {
            const { name, message } = error as Error;
            if (/Network|ServerSelection|Timeout/.test(name)) throw new Passing(message);
            throw error;
          } finally {
            await client.close().catch(() => {});
          }
        },
        surroundings,
        signal,
      );
      return leftOut.length === 0 ? [] : [destinationProblems.leftOut(options.name, leftOut)];
    },
  };
}

/** The driver is only loaded by those who use it. */
async function driver() {
  const { BSON, MongoClient } = await import('mongodb');
  return { MongoClient, calculateObjectSize: BSON.calculateObjectSize };
}

/** The container without its largest parts, as far as it takes to fit. */
function fitting(report: { [key: string]: unknown }, sizeOf: (value: object) => number) {
  const leftOut: string[] = [];
  const sizes = new Map(Object.entries(report).map(([key, value]) => [key, sizeOf({ value })]));
  let size = [...sizes.values()].reduce((sum, part) => sum + part, 0);
  for (const [key, part] of [...sizes].sort(([, a], [, b]) => b - a)) {
    if (size <= MAX_DOCUMENT) break;
    delete report[key];
    leftOut.push(key);
    size -= part;
  }
  return { report, leftOut };
}
