/** What a PDF file is made of. Numbers, booleans and null stand for themselves. */
export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfReference
  | PdfDictionary
  | PdfStream
  | PdfValue[];

export class PdfName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class PdfString {
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** UTF-16 or UTF-8 where it says so, else a character for each byte. */
  get text(): string {
    const { bytes } = this;
    if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) {
      const even = bytes.subarray(2, 2 + ((bytes.length - 2) & ~1));
      return Buffer.from(even).swap16().toString('utf16le');
    }
    if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
    if (bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
      return bytes.toString('utf8', 3);
    return bytes.toString('latin1');
  }
}

export class PdfReference {
  readonly number: number;
  readonly generation: number;
  constructor(number: number, generation: number) {
    this.number = number;
    this.generation = generation;
  }
}

export type PdfDictionary = Map<string, PdfValue>;

export class PdfStream {
  readonly dictionary: PdfDictionary;
  /** As it stands in the file. */
  readonly raw: Buffer;
  constructor(dictionary: PdfDictionary, raw: Buffer) {
    this.dictionary = dictionary;
    this.raw = raw;
  }
}

export const isDictionary = (value: PdfValue | undefined): value is PdfDictionary => value instanceof Map;

export function nameOf(value: PdfValue | undefined): string | undefined {
  return value instanceof PdfName ? value.name : undefined;
}
