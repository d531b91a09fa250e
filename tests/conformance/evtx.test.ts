import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readEvtx } from '../../src/formats/evtx/read.ts';
import type { EvtxEvent } from '../../src/formats/evtx/types.ts';
import { readZip, readZipMember } from '../../src/formats/zip/read.ts';
import { MemorySource } from '../../src/util/byte-source.ts';
import { describeShared, sharedData } from '../support/shared-data.ts';

/**
 * By task and log: how many events python-evtx 0.6.1 finds, and the beginning of the SHA-256 over a line for each
 * (number, id, provider, channel, computer, time in seconds, names of fields) as it reads them.
 */
const TRUTH: { [task: string]: { [log: string]: [events: number, sha256: string] } } = {
  'cape-2.4_AL_AcceptEx.exe': {
    'Application.evtx': [8, 'eaece79bd663a33f'],
    'Microsoft-Windows-Sysmon%4Operational.evtx': [635, '4508f72c5fe95471'],
    'Security.evtx': [64, '15bba9d1bf70e466'],
    'System.evtx': [2, '6f942397e937326b'],
    'Windows PowerShell.evtx': [2239, 'adc136957a86488e'],
  },
  'cape-2.4_AL_apihooks.exe': {
    'Application.evtx': [1, '1170dfd7963b388e'],
    'Microsoft-Windows-Sysmon%4Operational.evtx': [307, '0492f1548852ae5c'],
    'Security.evtx': [3, '2534089e4c941784'],
    'System.evtx': [2, '5940f210964252f7'],
    'Windows PowerShell.evtx': [2216, '9cf9605708d437bc'],
  },
  'cape-2.4_AL_bits.ps1': {
    'Application.evtx': [2, '071147903cad008f'],
    'Microsoft-Windows-Sysmon%4Operational.evtx': [804, '397ee61d86972900'],
    'Security.evtx': [40, 'bb6dd3962cc84158'],
    'System.evtx': [2, 'd1ee7f401337fb14'],
    'Windows PowerShell.evtx': [2216, '825227af9024af61'],
  },
  'cape-2.4_AL_etw-dns-app.exe': {
    'Application.evtx': [2, 'd902d05009f0a51d'],
    'Microsoft-Windows-Sysmon%4Operational.evtx': [128, '8049c430e6b785cd'],
    'Security.evtx': [3, '811a81309b1d7cad'],
    'System.evtx': [2, '494b9537c3762fa3'],
    'Windows PowerShell.evtx': [2216, 'ed0a471fde31f793'],
  },
  'cape-2.4_AL_ipv6_network.exe': {
    'Application.evtx': [1, '32cee1e924e923da'],
    'Microsoft-Windows-Sysmon%4Operational.evtx': [53, '18513c6ba137797b'],
    'Security.evtx': [1, '423a09b7c1094255'],
    'System.evtx': [2, '6c8c241509213d93'],
    'Windows PowerShell.evtx': [2239, '0bafc996b83ed84a'],
  },
};

describeShared('event logs against python-evtx', () => {
  it.each(Object.entries(TRUTH))('of %s', (task, logs) => {
    const archive = readFileSync(sharedData(`2-analyses/${task}/Report/evtx/evtx.zip`));
    const source = new MemorySource(archive, 'evtx.zip');
    const found: { [log: string]: [number, string] } = {};
    for (const member of readZip(source, 100)!.members) {
      const { bytes, damage } = readZipMember(source, member, { limit: 1 << 27 });
      expect(damage).toBeUndefined();
      const hash = createHash('sha256');
      const reader = readEvtx(new MemorySource(bytes));
      let next = reader.next();
      for (; !next.done; next = reader.next()) hash.update(lineOf(next.value));
      const { events, damage: problems } = next.value;
      expect(problems).toEqual([]);
      if (events > 0) found[member.name] = [events, hash.digest('hex').slice(0, 16)];
    }
    expect(found).toEqual(logs);
  });
});

function lineOf({ record, event_id, provider, channel, computer, time, data }: EvtxEvent): string {
  const names = Object.keys(data).map((name, i) => (name === String(i) ? '' : name.replace(/#\d+$/, '')));
  return `${[record, event_id, provider ?? '', channel, computer, time!.slice(0, 19), names.join(',')].join('|')}\n`;
}
