import fc from 'fast-check';
import { ProcessingTester } from 'ovoscope/testing';
import { expect, test } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { readAlert } from './_snort_alert.ts';
import Snort from './snort.ts';

const LINE =
  '11/27/19-13:07:07.372261  [**] [1:498:3] ATTACK RESPONSES id check returned root [**] [Classification: ' +
  'Potentially Bad Traffic] [Priority: 2] {IGMP} 192.168.56.11 -> 224.0.0.22';
const ALERT = {
  timestamp: Date.UTC(2019, 10, 27, 13, 7, 7) / 1000 + 0.372261,
  sid: 498,
  revision: 3,
  priority: 2,
  severity: 2,
  message: 'ATTACK RESPONSES id check returned root',
  src_ip: '192.168.56.11',
  src_port: null,
  dst_ip: '224.0.0.22',
  dst_port: null,
  protocol: 'IGMP',
  classtype: 'Potentially Bad Traffic',
};
const LOG = `Commencing packet processing (pid=7)\n${LINE}\n`;

new ProcessingTester().run(Snort, {
  gives: [{ files: { 'snort/alert': LOG }, results: { snort: { alerts: [ALERT] } }, problems: [] }],
  survives: [
    { name: 'no log', files: {}, results: {}, problems: [] },
    {
      name: 'a place of its own',
      files: { 'logs/ids.txt': LOG },
      options: { file: 'logs/ids.txt' },
      results: { snort: { alerts: [ALERT] } },
      problems: [],
    },
    {
      name: 'damaged lines',
      files: { 'snort/alert': `[**]\n[**] [**]\n${LINE.slice(0, 60)}\n${LOG}` },
      results: { snort: { alerts: [ALERT] } },
      problems: ['IDS_LINES'],
    },
    {
      name: 'more than is kept',
      files: { 'snort/alert': LOG.repeat(3) },
      options: { count: 2 },
      results: { snort: { alerts: [ALERT, ALERT] } },
      problems: ['IDS_TOO_MANY'],
    },
  ],
});

const ends = (protocol: string, from: string, to: string) =>
  readAlert(`11/27/19-13:07:07 [**] [1:2:3] m [**] {${protocol}} ${from} -> ${to}`, undefined);

test('ports, in IPv6 too', () => {
  expect(ends('TCP', '10.0.0.1:80', '10.0.0.2:65535')).toMatchObject({
    src_ip: '10.0.0.1',
    src_port: 80,
    dst_port: 65535,
  });
  expect(ends('UDP', 'fe80::1:546', 'ff02::1:2:547')).toMatchObject({
    src_ip: 'fe80::1',
    src_port: 546,
    dst_port: 547,
  });
  expect(ends('TCP', '[fe80::1]:80', '10.0.0.2:1')).toMatchObject({ src_ip: 'fe80::1', src_port: 80 });
  expect(ends('IPV6-ICMP', 'fe80::1', 'ff02::16')).toMatchObject({
    src_ip: 'fe80::1',
    src_port: null,
    dst_ip: 'ff02::16',
  });
});

test('what is absent', () => {
  expect(ends('TCP', '10.0.0.1:80', '10.0.0.2:1')).toMatchObject({ priority: null, severity: 3, classtype: null });
  const without = LINE.replace('/19-', '-');
  expect(readAlert(without, undefined)).toMatchObject({ timestamp: null });
  expect(readAlert(without, 2019)).toEqual(ALERT);
});

test('marks within a message', () => {
  expect(readAlert(LINE.replace('check', '[**] check'), 2019)).toMatchObject({
    message: 'ATTACK RESPONSES id [**] check returned root',
  });
});

test('a time that is none', () => {
  expect(readAlert(LINE.replace('11/27', '13/27'), 2019)).toBe('its time is none');
});

test('any line ends', () => {
  const part = fc.constantFrom(
    '11/27/19-13:07:07 ',
    '[**]',
    ' [1:2:3] ',
    '{',
    '}',
    ' -> ',
    '[Priority:',
    ']',
    '::1:5',
    'x',
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const read = readAlert(parts.join(''), undefined);
      if (typeof read !== 'string') expect(read.severity).toBeTypeOf('number');
    }),
    { numRuns: 1000 },
  );
});

test('survives any file', () => expectSurvives(Snort, { files: { 'snort/alert': LOG }, problems: ['IDS_LINES'] }));
