import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import { describeShared, hasSharedData, readSharedJson, sharedData } from '../../tests/support/shared-data.ts';
import DroidmonCalls from './droidmon.ts';

const log = (...entries: unknown[]) => entries.map((entry) => `${JSON.stringify(entry)}\n\n`).join('');
const run = (text: string, options = {}) =>
  runModule(DroidmonCalls, memoryTask({ 'logs/droidmon.log': text }), { options });

test('nothing where there is no log', async () => {
  expect(await runModule(DroidmonCalls, memoryTask({}))).toEqual({ value: undefined, problems: [] });
});

test('calls go to their lists, and every one is counted', async () => {
  const { value, problems } = await run(
    log(
      { class: 'java.lang.Runtime', method: 'exec', type: 'runtime', args: [['su', '-c', 'id']] },
      { class: 'android.telephony.SmsManager', method: 'sendTextMessage', args: ['+79858', 'hello you'] },
      { class: 'android.telephony.SmsManager', method: 'sendTextMessage', args: ['+79859', null, 'five', {}, {}] },
      { class: 'javax.crypto.Cipher', method: 'doFinal', this: { mode: 1 }, args: ['plain'], result: 'secret' },
      { class: 'a.B$C', method: 'unknown', args: [] },
    ),
  );
  expect(problems).toEqual([]);
  expect(value).toMatchObject({
    commands: ['su -c id'],
    sms: [
      { dest_number: '+79858', content: 'hello you' },
      { dest_number: '+79859', content: 'five' },
    ],
    crypto_data: ['plain'],
    api: { a_B_C_unknown: 1, java_lang_Runtime_exec: 1 },
    types: { runtime: 1 },
    error: [],
  });
  expect(value!['raw']).toHaveLength(5);
});

test('damaged lines are told and kept, the empty ones between are not', async () => {
  const { value, problems } = await run(
    `${log({ class: 'a', method: 'b' })}{"class": "x"\n\n[]\nnull\n{"class": 7, "method": "x"}\n`,
  );
  expect(value!['error']).toEqual(['{"class": "x"', '[]', 'null', '{"class": 7, "method": "x"}']);
  expect(problems).toMatchObject([{ code: 'DROIDMON_LINES', where: { line: 3 } }]);
});

test('the limit', async () => {
  const entries = Array.from({ length: 10 }, (_, i) => ({
    class: 'libcore.io.IoBridge',
    method: 'open',
    args: [`/x/${i}`],
  }));
  const { value, problems } = await run(log(...entries), { count: 4 });
  expect(value!['file_accessed']).toHaveLength(4);
  expect(problems.map(({ code }) => code)).toEqual(['DROIDMON_TOO_MANY']);
});

test('names of object members are names', async () => {
  const { value } = await run(log({ class: '__proto__', method: 'constructor', type: '__proto__', args: {} }));
  expect(Object.keys(value!.types!)).toEqual(['__proto__']);
});

test('survives any file', () =>
  expectSurvives(DroidmonCalls, {
    files: {
      'logs/droidmon.log': log({ class: 'java.lang.Runtime', method: 'exec', args: [['su']], type: 'runtime' }),
    },
    problems: ['DROIDMON_LINES'],
  }));

/** Lists of CuckooDroid 1.2 that are the same in any order. */
const SAME = [
  ...[
    'crypto_data',
    'SystemProperties',
    'reflection_calls',
    'api',
    'SharedPreferences',
    'registered_receivers',
    'types',
  ],
  ...['file_accessed', 'crypto_keys', 'ContentValues', 'reflected_api', 'handleReceiver', 'fingerprint', 'findLibrary'],
  ...['commands', 'commands_output', 'decoded_base64', 'killed_process', 'mac_data', 'events', 'loadClass', 'loadDex'],
];

/** CuckooDroid has an underscore for every dollar, in texts too. */
const sorted = (value: unknown) =>
  Array.isArray(value)
    ? value.map((each) => JSON.stringify(each, Object.keys(Object(each)).sort()).replaceAll('$', '_')).sort()
    : value;

describeShared('the reports of CuckooDroid', () => {
  const logs = hasSharedData ? readdirSync(sharedData('1-rawlogs/droidmon')) : [];

  test.each(logs)('%s', async (name) => {
    const id = name.replace('.droidmon.log', '');
    const report = readSharedJson(`3-reports/cuckoodroid-1.2/${id}.json.gz`) as {
      droidmon: { [list: string]: unknown };
    };
    const { value, problems } = await run(readFileSync(sharedData(`1-rawlogs/droidmon/${name}`), 'utf8'));
    expect(problems).toEqual([]);
    for (const list of SAME) expect(sorted(value![list]), list).toEqual(sorted(report.droidmon[list]));
  });

  // There, letters stand apart, and two of three texts are the first letter of the result.
  test('where they are wrong', async () => {
    const of = async (id: string) =>
      (await run(readFileSync(sharedData(`1-rawlogs/droidmon/${id}.droidmon.log`), 'utf8'))).value!;
    expect((await of('anthonyjr2_33'))['sms']).toEqual([
      { dest_number: '+79858114235', content: 'i am (899630400820674151600 + Unknown Nexus 5)' },
    ]);
    const text = '{"name":"bootScriptNet","action":"get_script","deviceID":"351451208401216"}';
    expect((await of('anthonyjr2_50'))['encoded_base64']).toEqual([text, text, text]);
  });
});
