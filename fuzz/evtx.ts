import { readEvtx } from '../src/formats/evtx/read.ts';
import { MemorySource } from '../src/util/byte-source.ts';
import { evtxEvent, evtxOf, field, number, wide } from '../tests/support/evtx-writer.ts';

/** Any bytes as a Windows event log. */
export function fuzz(data: Uint8Array): void {
  for (const event of readEvtx(new MemorySource(data))) JSON.stringify(event);
}

const event = (id: number) =>
  evtxEvent(id, 'Test', [
    field('Image', wide('C:\\a.exe')),
    field('Pid', number(7)),
    field('List', { type: 0x81, bytes: Buffer.from('a\0b\0', 'utf16le') }),
    field('Sid', { type: 0x13, bytes: Buffer.from('010100000000000512000000', 'hex') }),
  ]);

/** Short, since a chunk is mostly empty and changes there say nothing. */
export const corpus = (): Uint8Array[] => [
  evtxOf([[event(1), event(2)]]).subarray(0, 4096 + 4000),
  evtxOf([[event(1)]], false).subarray(0, 4096 + 2000),
];
