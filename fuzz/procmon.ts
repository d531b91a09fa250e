import { readProcmon } from '../src/formats/procmon/read.ts';
import { MemorySource } from '../src/util/byte-source.ts';

/** Any bytes as an export of Process Monitor. */
export function fuzz(data: Uint8Array): void {
  const reader = readProcmon(new MemorySource(data), { longest: 4096 });
  while (!reader.next().done);
}

export const corpus = (): Uint8Array[] => [
  Buffer.from(
    '\ufeff<?xml version="1.0"?><procmon><eventlist><event><PID>4</PID><Path></Path><x/></event>' +
      '<event><Detail>&lt;a&gt; &#x41;&#66;</Detail><stack><frame><y>1</y></frame></stack></event></eventlist></procmon>',
  ),
  Buffer.from('<procmon><event><PID>4</PID></event></procmon>', 'utf16le'),
];
