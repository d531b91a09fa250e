import { describe, expect, it, test } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { binaryXml, type XmlElement, zipOf } from '../../tests/support/apk-writer.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import ApkInfoModule from './apkinfo.ts';

const element = (name: string, attributes: XmlElement['attributes'] = {}, ...children: XmlElement[]): XmlElement => ({
  name,
  attributes,
  children,
});
const filter = (...names: string[]) =>
  element(
    'intent-filter',
    {},
    ...names.map((name) => element(name.includes('category') ? 'category' : 'action', { name })),
  );

const TREE = element(
  'manifest',
  { package: 'org.evil.app', versionName: '1.2', versionCode: 7 },
  element('uses-sdk', { minSdkVersion: 9, targetSdkVersion: 19 }),
  element('uses-permission', { name: 'android.permission.SEND_SMS' }),
  element(
    'application',
    {},
    element('uses-library', { name: 'com.google.maps' }),
    element('activity', { name: 'Other' }, filter('android.intent.action.MAIN')),
    element('activity', { name: '.Main' }, filter('android.intent.action.MAIN', 'android.intent.category.LAUNCHER')),
    element('service', { name: 'org.evil.app.Work' }),
    element('receiver', { name: '.Sms' }, filter('android.provider.Telephony.SMS_RECEIVED')),
    element('provider', { name: '.Data' }),
  ),
);
const MANIFEST = {
  package: 'org.evil.app',
  main_activity: 'org.evil.app.Main',
  activities: ['org.evil.app.Other', 'org.evil.app.Main'],
  services: ['org.evil.app.Work'],
  receivers: ['org.evil.app.Sms'],
  receivers_actions: ['android.provider.Telephony.SMS_RECEIVED'],
  providers: ['org.evil.app.Data'],
  libraries: ['com.google.maps'],
  permissions: ['android.permission.SEND_SMS'],
  version_name: '1.2',
  version_code: '7',
  min_sdk: '9',
  target_sdk: '19',
};
const APK = zipOf({ 'AndroidManifest.xml': binaryXml(TREE), 'assets/': '', 'assets/a.txt': 'hello' }, ['assets/a.txt']);

const run = (binary: string | Uint8Array, options = {}) =>
  runModule(ApkInfoModule, memoryTask({ binary }), { options });

describe('an Android package', () => {
  it('has a manifest and members', async () => {
    expect(await run(APK)).toEqual({
      problems: [],
      value: {
        manifest: MANIFEST,
        files: [
          {
            name: 'AndroidManifest.xml',
            size: binaryXml(TREE).length,
            md5: expect.any(String),
            type: expect.stringContaining('Android'),
          },
          {
            name: 'assets/a.txt',
            size: 5,
            md5: '5d41402abc4b2a76b9719d911017c592',
            type: expect.stringContaining('text'),
          },
        ],
      },
    });
  });

  it('may have its strings in UTF-8', async () => {
    const { value } = await run(zipOf({ 'AndroidManifest.xml': binaryXml(TREE, true) }));
    expect(value!.manifest).toEqual(MANIFEST);
  });

  it('may lie about encryption and methods, as Android does not care', async () => {
    const bytes = Buffer.from(APK);
    const at = bytes.lastIndexOf('PK\x01\x02');
    bytes.writeUInt16LE(1, at + 8);
    bytes.writeUInt16LE(0x7777, at + 10);
    const { value, problems } = await run(bytes);
    expect([problems, value!.files[1]!.md5]).toEqual([[], '5d41402abc4b2a76b9719d911017c592']);
  });
});

test.each([
  ['another zip file', zipOf({ 'a.txt': 'x' })],
  ['a program', Buffer.from('MZ')],
  ['nothing', Buffer.alloc(0)],
])('%s is no Android package', async (_, bytes) =>
  expect(await run(bytes)).toEqual({ value: undefined, problems: [] }),
);

describe('damage', () => {
  it('of the manifest costs the manifest', async () => {
    const { value, problems } = await run(zipOf({ 'AndroidManifest.xml': '<manifest package="x"/>', b: 'x' }));
    expect([value!.manifest, value!.files.length, problems.map(({ code }) => code)]).toEqual([
      null,
      2,
      ['APK_MANIFEST'],
    ]);
  });

  it('of members costs them, bombs included', async () => {
    const { value, problems } = await run(
      zipOf({ 'AndroidManifest.xml': binaryXml(TREE), bomb: Buffer.alloc(1 << 20) }),
      { member: 100_000 },
    );
    expect(value!.files[1]).toEqual({ name: 'bomb', size: 1 << 20, md5: null, type: null });
    expect(problems).toMatchObject([{ code: 'APK_MEMBERS', message: expect.stringContaining('bomb') }]);
  });

  it('of the directory keeps what comes before', async () => {
    const bytes = Buffer.from(APK);
    bytes.writeUInt16LE(9, bytes.length - 12);
    const { value, problems } = await run(bytes);
    expect([value!.files.length, problems.map(({ code }) => code)]).toEqual([2, ['APK_DAMAGED']]);
  });

  it('of any kind is survived', () =>
    expectSurvives(ApkInfoModule, {
      files: { binary: APK },
      problems: ['APK_DAMAGED', 'APK_MEMBERS', 'APK_MANIFEST'],
      places: 200,
    }));
});
