import { type Payload, Processing } from 'ovoscope';
import { payloadsOf } from './_payloads.ts';

/** The images of processes that CAPE's monitor dumped when they ended. */
export default class ProcessDumps extends Processing<'procdump'> {
  readonly key = 'procdump' as const;
  readonly after = ['yara'] as const;

  async run(): Promise<Payload[] | undefined> {
    return payloadsOf(this, 'procdump');
  }
}
