import type { CompoundFile } from './compound-file.ts';

/** What the header of a Word document says, and the fields in its text. */
export interface WordFacts {
  /** 193 for Word 97 and later. */
  version: number;
  encryption: string | undefined;
  isTemplate: boolean;
  fields: string[];
}

const MARK = 0xa5ec;
const STREAM_LIMIT = 64 << 20;
const FIELD_LIMIT = 4096;
const FIELDS = 1000;
/** Fields that fetch or run something; the others are dates and page numbers. */
const TELLING =
  /^\s{0,20}"?(?:dde|ddeauto|includetext|includepicture|import|link|embed|macrobutton|hyperlink|autotext|database|quote|set)\b/i;

/** Undefined where the stream is not there or not Word's. */
export function readWord(file: CompoundFile): WordFacts | undefined {
  const entry = file.find('WordDocument');
  if (entry?.kind !== 'stream') return undefined;
  const bytes = file.read(entry, STREAM_LIMIT);
  if (bytes.length < 32 || bytes.readUInt16LE(0) !== MARK) return undefined;
  const flags = bytes.readUInt16LE(10);
  const isEncrypted = (flags & 0x100) !== 0;
  const isObfuscated = (flags & 0x8000) !== 0;
  return {
    version: bytes.readUInt16LE(2),
    encryption: !isEncrypted ? undefined : isObfuscated ? 'XOR obfuscation' : cipher(file, (flags & 0x200) !== 0),
    isTemplate: (flags & 1) !== 0,
    fields: isEncrypted ? [] : findFields(bytes),
  };
}

/** The header before the table stream says which RC4 it is. */
function cipher(file: CompoundFile, isSecond: boolean): string {
  const table = file.find(isSecond ? '1Table' : '0Table');
  const head = table === undefined ? Buffer.alloc(0) : file.read(table, 4);
  return head.length >= 4 && head.readUInt16LE(0) === 1 ? 'RC4' : 'RC4 CryptoAPI';
}

/**
 * Instructions of fields, wherever they are in the stream, one byte or two for each character: what stands between a
 * field's beginning (0x13) and its result (0x14) or end (0x15), without the fields inside it.
 */
export function findFields(bytes: Buffer): string[] {
  const found = new Set<string>();
  collect(bytes.length, (i) => bytes[i]!, found);
  for (const first of [0, 1]) {
    const length = (bytes.length - first) >> 1;
    collect(length, (i) => bytes[first + i * 2]! | (bytes[first + i * 2 + 1]! << 8), found);
  }
  return [...found];
}

function collect(length: number, at: (i: number) => number, found: Set<string>): void {
  const open: { text: string; isResult: boolean }[] = [];
  for (let i = 0; i < length && found.size < FIELDS; i++) {
    const code = at(i);
    if (code === 0x13) {
      if (open.length < 64) open.push({ text: '', isResult: false });
      continue;
    }
    const field = open.at(-1);
    if (field === undefined) continue;
    if (code === 0x14) field.isResult = true;
    else if (code === 0x15) {
      open.pop();
      if (TELLING.test(field.text)) found.add(field.text.trim());
    } else if (!field.isResult) {
      // Text has no other control characters; what has them is no field.
      if ((code < 0x20 && code !== 9 && code !== 0x0d && code !== 0x01) || field.text.length >= FIELD_LIMIT)
        open.length = 0;
      else field.text += String.fromCharCode(code);
    }
  }
}
