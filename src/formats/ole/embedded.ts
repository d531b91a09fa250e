import { createHash } from 'node:crypto';

/** A file inside a document: what a packager or an OLE server put there. */
export interface EmbeddedObject {
  /** Where it lies: the path of a stream or part, or `object 3`. */
  place: string;
  /** `package` is a file of any kind that a user opens by double-click. */
  kind: 'package' | 'ole' | 'linked' | 'document' | 'activex' | 'native';
  className: string | undefined;
  clsid: string | undefined;
  /** As shown to the user, and where it was when it was put in. */
  fileName: string | undefined;
  sourcePath: string | undefined;
  tempPath: string | undefined;
  /** Of a link, what it links to. */
  target: string | undefined;
  /** As the document says; the data may be shorter. */
  statedSize: number | undefined;
  data: EmbeddedData | undefined;
  /** The class is one that was attacked, or only malware needs. */
  remark: string | undefined;
}

export interface EmbeddedData {
  size: number;
  md5: string;
  sha1: string;
  sha256: string;
  /** The first bytes, for telling what it is. */
  head: Buffer;
}

const HEAD = 4096;

export function embeddedData(bytes: Buffer): EmbeddedData {
  const digest = (name: string) => createHash(name).update(bytes).digest('hex');
  return {
    size: bytes.length,
    md5: digest('md5'),
    sha1: digest('sha1'),
    sha256: digest('sha256'),
    head: Buffer.from(bytes.subarray(0, HEAD)),
  };
}

export function newObject(place: string, kind: EmbeddedObject['kind']): EmbeddedObject {
  return {
    place,
    kind,
    className: undefined,
    clsid: undefined,
    fileName: undefined,
    sourcePath: undefined,
    tempPath: undefined,
    target: undefined,
    statedSize: undefined,
    data: undefined,
    remark: undefined,
  };
}

const CLASSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '0002ce02-0000-0000-c000-000000000046': 'Equation Editor 3, attacked through CVE-2017-11882 and CVE-2018-0802',
    '0002ce03-0000-0000-c000-000000000046': 'MathType, which reads equations as Equation Editor does',
    '0003000c-0000-0000-c000-000000000046': 'Package: a file that opens by double-click',
    'f20da720-c02f-11ce-927b-0800095ae340': 'Package: a file that opens by double-click',
    '0003000a-0000-0000-c000-000000000046': 'Paint picture',
    '00000300-0000-0000-c000-000000000046':
      'link to another file (StdOleLink), attacked through CVE-2017-0199 and others',
    '79eac9e0-baf9-11ce-8c82-00aa004ba90b':
      'URL moniker: the document fetches an address when it is opened (CVE-2017-0199)',
    '3050f4d8-98b5-11cf-bb82-00aa00bdce0b': 'HTML application (mshta)',
    '06290bd3-48aa-11d2-8432-006008c3fbfc': 'script moniker (scriptlet), CVE-2017-8570',
    'ecabafc6-7f19-11d2-978e-0000f8757e2a': 'script moniker of a COM+ object (CVE-2017-8570)',
    '05741520-c4eb-440a-ac3f-9643bbc9f847': 'otkloadr.WRAssembly, loaded to get around address randomisation',
    'c62a69f0-16dc-11ce-9e98-00aa00574a4f': 'Forms form',
    'd27cdb6e-ae6d-11cf-96b8-444553540000': 'Shockwave Flash',
    'bdd1f04b-858b-11d1-b16a-00c0f0283628': 'MSComctlLib ListView, attacked through CVE-2012-0158',
    '996bf5e0-8044-4650-adeb-0b013914e99c': 'MSComctlLib ListView, attacked through CVE-2012-0158',
    'c74190b6-8589-11d1-b16a-00c0f0283628': 'MSComctlLib TreeView, attacked through CVE-2012-0158',
    '9181dc5f-e07d-418a-aca6-8eea1ecb8e9e': 'MSComctlLib TreeView, attacked through CVE-2012-0158',
    '1efb6596-857c-11d1-b16a-00c0f0283628': 'MSComctlLib TabStrip, attacked through CVE-2012-1856',
    '8856f961-340a-11d0-a96b-00c04fd705a2': 'web browser control',
    '64818d10-4f9b-11cf-86ea-00aa00b929e8': 'PowerPoint presentation',
    '00020906-0000-0000-c000-000000000046': 'Word document',
    '00020820-0000-0000-c000-000000000046': 'Excel workbook',
    '00020821-0000-0000-c000-000000000046': 'Excel chart',
    'f4754c9b-64f5-4b40-8af4-679732ac0607': 'Word document',
    '00020830-0000-0000-c000-000000000046': 'Excel workbook',
  }),
);

/** What an object of this class is; undefined where nobody needs to know. */
export function classRemark(clsid: string | null | undefined): string | undefined {
  return clsid == null ? undefined : CLASSES.get(clsid.toLowerCase());
}

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^equation\.[23]/i, 'Equation Editor, attacked through CVE-2017-11882 and CVE-2018-0802'],
  [/^package$/i, 'Package: a file that opens by double-click'],
  [/^otkloadr/i, 'otkloadr, loaded to get around address randomisation'],
  [/^ole2link$/i, 'link to another file (OLE2Link), attacked through CVE-2017-0199 and others'],
  [/^(?:htmlfile|htafile|scriptfile|script)/i, 'script or HTML application'],
  [/^shockwaveflash/i, 'Shockwave Flash'],
  [/^(?:mscomctllib|comctllib)\./i, 'common controls, attacked through CVE-2012-0158'],
];

export function classNameRemark(name: string | undefined): string | undefined {
  if (name === undefined || name.length > 256) return undefined;
  return NAMES.find(([pattern]) => pattern.test(name))?.[1];
}
