import { type CapePayloads, Processing } from 'ovoscope';
import { payloadsOf } from './_payloads.ts';

/** Programs and shellcode that CAPE's monitor found unpacked or injected, and scripts that AMSI was shown. */
export default class CapeDumps extends Processing<'CAPE'> {
  readonly key = 'CAPE' as const;
  readonly after = ['yara'] as const;

  async run(): Promise<CapePayloads | undefined> {
    const payloads = await payloadsOf(this, 'CAPE');
    return payloads && { payloads, configs: [] };
  }
}
