import type { ExportEntry, Exporter, LeftOut } from './types.ts';

const file = 'blacklist.json';

export const JSON_FORMAT = 'ovoscope-blacklist';

/** Everything that may leave about each entry; `blacklist import` reads it back. */
export const jsonExporter: Exporter = {
  files: [file],
  async *write(entries, { generated, leftOut }) {
    const head = { format: JSON_FORMAT, version: 1, generated };
    yield { file, text: `${JSON.stringify(head).slice(0, -1)},"entries":[` };
    let separator = '\n';
    for await (const entry of entries) {
      yield { file, text: separator + JSON.stringify(toJson(entry)) };
      separator = ',\n';
    }
    yield { file, text: `\n],"left_out":${JSON.stringify(leftOutJson(leftOut))}}\n` };
  },
};

/** An entry as the JSON formats and `blacklist show --json` print it. */
export function toJson(entry: ExportEntry): { [name: string]: unknown } {
  return { ...entry };
}

function leftOutJson({ whitelisted, expired, thinned }: LeftOut) {
  return { whitelisted, expired, evidence: thinned };
}
