/** What an Android manifest says. Names of classes are whole. */
export interface ApkManifest {
  package: string;
  main_activity: string | null;
  activities: string[];
  services: string[];
  receivers: string[];
  /** Actions that receivers wait for. */
  receivers_actions: string[];
  providers: string[];
  libraries: string[];
  permissions: string[];
  version_name: string | null;
  version_code: string | null;
  min_sdk: string | null;
  target_sdk: string | null;
}

interface Element {
  name: string;
  attributes: Map<string, string>;
}

const CHUNK = { xml: 0x0003, strings: 0x0001, resources: 0x0180, start: 0x0102, end: 0x0103 };
const NONE = 0xffffffff;
const DEEPEST = 64;
const MOST = 20_000;
/** Attributes by their numbers: some programs take the names away. */
const ATTRIBUTES: ReadonlyMap<number, string> = new Map([
  [0x01010003, 'name'],
  [0x0101020c, 'minSdkVersion'],
  [0x0101021b, 'versionCode'],
  [0x0101021c, 'versionName'],
  [0x01010270, 'targetSdkVersion'],
  [0x01010202, 'targetActivity'],
]);

/** Reads AndroidManifest.xml in Android's binary form; undefined where it is not that, or has no package. */
export function readManifest(bytes: Buffer): ApkManifest | undefined {
  if (bytes.length < 8 || bytes.readUInt16LE(2) !== 8) return undefined;
  const manifest: ApkManifest = {
    package: '',
    main_activity: null,
    activities: [],
    services: [],
    receivers: [],
    receivers_actions: [],
    providers: [],
    libraries: [],
    permissions: [],
    version_name: null,
    version_code: null,
    min_sdk: null,
    target_sdk: null,
  };
  const path: Element[] = [];
  for (const event of elementsOf(bytes)) {
    if (event === 'end') path.pop();
    else {
      if (path.length < DEEPEST) path.push(event);
      take(manifest, path);
    }
  }
  return manifest.package === '' ? undefined : manifest;
}

const LISTS: { readonly [element: string]: 'activities' | 'services' | 'receivers' | 'providers' } = {
  activity: 'activities',
  'activity-alias': 'activities',
  service: 'services',
  receiver: 'receivers',
  provider: 'providers',
};

function take(manifest: ApkManifest, path: readonly Element[]): void {
  const { name, attributes } = path.at(-1)!;
  const value = attributes.get('name') ?? '';
  const list = Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
  if (name === 'manifest') {
    manifest.package ||= attributes.get('package') ?? '';
    manifest.version_name ??= attributes.get('versionName') ?? null;
    manifest.version_code ??= attributes.get('versionCode') ?? null;
  } else if (name === 'uses-sdk') {
    manifest.min_sdk ??= attributes.get('minSdkVersion') ?? null;
    manifest.target_sdk ??= attributes.get('targetSdkVersion') ?? null;
  } else if (list !== undefined) push(manifest[list], classOf(manifest, value));
  else if (name === 'uses-library') push(manifest.libraries, value);
  else if (/^uses-permission/.test(name)) push(manifest.permissions, value);
  else if (name === 'action' || name === 'category') takeFilter(manifest, path, name, value);
}

function takeFilter(manifest: ApkManifest, path: readonly Element[], name: string, value: string): void {
  const filter = path.at(-2);
  const owner = path.at(-3);
  if (filter?.name !== 'intent-filter' || !owner) return;
  if (owner.name === 'receiver' && name === 'action') push(manifest.receivers_actions, value);
  if (!owner.name.startsWith('activity')) return;
  if (value === 'android.intent.action.MAIN') filter.attributes.set('\0main', '');
  if (value === 'android.intent.category.LAUNCHER') filter.attributes.set('\0launcher', '');
  if (filter.attributes.has('\0main') && filter.attributes.has('\0launcher')) {
    const activity = owner.attributes.get('targetActivity') ?? owner.attributes.get('name') ?? '';
    manifest.main_activity ??= classOf(manifest, activity);
  }
}

function push(list: string[], value: string): void {
  if (value !== '' && list.length < MOST && !list.includes(value)) list.push(value);
}

function classOf({ package: own }: ApkManifest, name: string): string {
  if (name.startsWith('.')) return own + name;
  return name === '' || name.includes('.') ? name : `${own}.${name}`;
}

/** Elements as they begin, and `end` where one ends. Chunks that are none end the document. */
function* elementsOf(bytes: Buffer): Generator<Element | 'end'> {
  let strings: string[] = [];
  let resources: number[] = [];
  let count = 0;
  for (let at = 8; at + 8 <= bytes.length && count < MOST * 4; count++) {
    const type = bytes.readUInt16LE(at);
    const header = bytes.readUInt16LE(at + 2);
    const size = bytes.readUInt32LE(at + 4);
    if (size < 8 || header < 8 || at + size > bytes.length) return;
    const chunk = bytes.subarray(at, at + size);
    if (type === CHUNK.strings) strings = stringsOf(chunk);
    else if (type === CHUNK.resources)
      resources = Array.from({ length: (size - header) >> 2 }, (_, i) => u32(chunk, header + i * 4));
    else if (type === CHUNK.start) yield elementOf(chunk, header, strings, resources);
    else if (type === CHUNK.end) yield 'end';
    at += size;
  }
}

const u32 = (bytes: Buffer, at: number) => (at + 4 <= bytes.length ? bytes.readUInt32LE(at) : NONE);

function elementOf(chunk: Buffer, header: number, strings: readonly string[], resources: readonly number[]): Element {
  const attributes = new Map<string, string>();
  const name = strings[u32(chunk, header + 4)] ?? '';
  if (header + 14 > chunk.length) return { name, attributes };
  const start = header + chunk.readUInt16LE(header + 8);
  const step = Math.max(20, chunk.readUInt16LE(header + 10));
  const count = chunk.readUInt16LE(header + 12);
  for (let i = 0, at = start; i < count && at + 20 <= chunk.length; i++, at += step) {
    const index = u32(chunk, at + 4);
    const key = ATTRIBUTES.get(resources[index] ?? NONE) ?? strings[index] ?? '';
    const raw = strings[u32(chunk, at + 8)];
    if (!attributes.has(key)) attributes.set(key, raw ?? textOf(chunk[at + 15]!, u32(chunk, at + 16), strings));
  }
  return { name, attributes };
}

/** Texts and numbers; what refers to a resource stays a reference. */
function textOf(type: number, data: number, strings: readonly string[]): string {
  if (type === 0x03) return strings[data] ?? '';
  if (type === 0x12) return data === 0 ? 'false' : 'true';
  if (type === 0x01) return `@0x${data.toString(16).padStart(8, '0')}`;
  return String(type === 0x10 ? data | 0 : data);
}

function stringsOf(chunk: Buffer): string[] {
  if (chunk.length < 28) return [];
  const count = Math.min(u32(chunk, 8), (chunk.length - 28) >> 2);
  const isUtf8 = (u32(chunk, 16) & 0x100) !== 0;
  const start = u32(chunk, 20);
  return Array.from({ length: Math.max(0, count) }, (_, i) => stringAt(chunk, start + u32(chunk, 28 + i * 4), isUtf8));
}

function stringAt(chunk: Buffer, at: number, isUtf8: boolean): string {
  if (at + 4 > chunk.length) return '';
  if (!isUtf8) {
    const first = chunk.readUInt16LE(at);
    const isLong = (first & 0x8000) !== 0;
    const length = isLong ? ((first & 0x7fff) << 16) | chunk.readUInt16LE(at + 2) : first;
    const from = at + (isLong ? 4 : 2);
    return chunk.toString('utf16le', from, Math.min(chunk.length, from + length * 2));
  }
  // The length in characters, then that in bytes, each in one byte or two.
  let p = at + (chunk[at]! & 0x80 ? 2 : 1);
  const first = chunk[p] ?? 0;
  const length = first & 0x80 ? ((first & 0x7f) << 8) | (chunk[p + 1] ?? 0) : first;
  p += first & 0x80 ? 2 : 1;
  return chunk.toString('utf8', p, Math.min(chunk.length, p + length));
}
