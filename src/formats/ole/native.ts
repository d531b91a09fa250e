import { classNameRemark, type EmbeddedObject, embeddedData, newObject } from './embedded.ts';

const TEXT_LIMIT = 4096;
const PACKAGE = 2;

/** Fields of the packager's own format: a file with its name and two paths. */
interface PackageFields {
  label: string;
  sourcePath: string;
  tempPath: string;
  isLink: boolean;
  statedSize: number;
  data: Buffer;
}

/** The body of a Package object, without the length before it; undefined where the bytes are none. */
export function readPackage(bytes: Buffer): PackageFields | undefined {
  if (bytes.length < 12 || bytes.readUInt16LE(0) !== PACKAGE) return undefined;
  const label = zero(bytes, 2);
  const source = label && zero(bytes, label.end);
  if (label === undefined || source === undefined || source.end + 8 > bytes.length) return undefined;
  const kind = bytes.readUInt16LE(source.end + 2);
  const pathSize = bytes.readUInt32LE(source.end + 4);
  const pathAt = source.end + 8;
  const isLink = kind === 1;
  const tempPath = bytes.toString('latin1', pathAt, pathAt + Math.min(pathSize, TEXT_LIMIT)).replace(/\0.*$/s, '');
  const sizeAt = pathAt + pathSize;
  const hasData = sizeAt + 4 <= bytes.length && !isLink;
  const statedSize = hasData ? bytes.readUInt32LE(sizeAt) : 0;
  const data = hasData ? bytes.subarray(sizeAt + 4, sizeAt + 4 + statedSize) : Buffer.alloc(0);
  return { label: label.text, sourcePath: source.text, tempPath, isLink, statedSize, data };
}

function zero(bytes: Buffer, at: number): { text: string; end: number } | undefined {
  const end = bytes.indexOf(0, at);
  if (end < 0 || end - at > TEXT_LIMIT) return undefined;
  return { text: bytes.toString('latin1', at, end), end: end + 1 };
}

/** The stream `\u0001Ole10Native`: a length, and data of a server that knows no storages; often a Package. */
export function readOle10Native(bytes: Buffer, place: string): { object: EmbeddedObject; data: Buffer } {
  const body = bytes.subarray(Math.min(4, bytes.length));
  const found = readPackage(body);
  if (found !== undefined) return packageObject(found, place);
  const object = newObject(place, 'native');
  object.statedSize = bytes.length >= 4 ? bytes.readUInt32LE(0) : undefined;
  object.data = embeddedData(body);
  return { object, data: body };
}

function packageObject(found: PackageFields, place: string): { object: EmbeddedObject; data: Buffer } {
  const object = newObject(place, found.isLink ? 'linked' : 'package');
  object.fileName = found.label;
  object.sourcePath = found.sourcePath;
  object.tempPath = found.tempPath;
  if (found.isLink) object.target = found.sourcePath;
  object.statedSize = found.statedSize;
  if (!found.isLink) object.data = embeddedData(found.data);
  return { object, data: found.data };
}

const LINKED = 1;
const EMBEDDED = 2;

/**
 * An OLE 1 object as RTF has it (MS-OLEDS 2.2): class, topic, item and data; undefined where the bytes are none. The
 * data of what is no Package stands for itself, often a compound file.
 */
export function readOle1(bytes: Buffer, place: string): { object: EmbeddedObject; data: Buffer } | undefined {
  if (bytes.length < 12) return undefined;
  const format = bytes.readUInt32LE(4);
  if (format !== LINKED && format !== EMBEDDED) return undefined;
  const className = sized(bytes, 8);
  const topic = className && sized(bytes, className.end);
  const item = topic && sized(bytes, topic.end);
  if (className === undefined || topic === undefined || item === undefined) return undefined;
  if (format === LINKED) {
    const object = newObject(place, 'linked');
    object.className = className.text;
    object.target = topic.text;
    object.remark = classNameRemark(className.text);
    return { object, data: Buffer.alloc(0) };
  }
  if (item.end + 4 > bytes.length) return undefined;
  const statedSize = bytes.readUInt32LE(item.end);
  const data = bytes.subarray(item.end + 4, item.end + 4 + statedSize);
  const found = /^package$/i.test(className.text) ? readPackage(data) : undefined;
  const result = found === undefined ? plainObject(place, data) : packageObject(found, place);
  result.object.className = className.text;
  if (found === undefined) result.object.statedSize = statedSize;
  result.object.remark = classNameRemark(className.text);
  return result;
}

function plainObject(place: string, data: Buffer): { object: EmbeddedObject; data: Buffer } {
  const object = newObject(place, 'ole');
  object.data = embeddedData(data);
  return { object, data };
}

function sized(bytes: Buffer, at: number): { text: string; end: number } | undefined {
  if (at + 4 > bytes.length) return undefined;
  const size = bytes.readUInt32LE(at);
  if (size > TEXT_LIMIT || at + 4 + size > bytes.length) return undefined;
  return { text: bytes.toString('latin1', at + 4, at + 4 + size).replace(/\0.*$/s, ''), end: at + 4 + size };
}
