import type { EmbeddedObject } from '../ole/embedded.ts';
import type { PropertyValue } from '../ole/properties.ts';
import type { VbaProject } from '../vba/project.ts';
import type { DefinedName, ExternalBook, MacroCell, Sheet } from '../xlm/types.ts';

export interface OfficePart {
  name: string;
  kind: 'storage' | 'stream' | 'part';
  size: number;
  clsid: string | null;
  contentType: string | null;
  isOrphan: boolean;
}

export interface OfficeProject extends VbaProject {
  /** The part or stream that has it; empty for the document itself. */
  container: string;
}

/** A relation to something outside the document. */
export interface OfficeLink {
  /** The part that names it. */
  place: string;
  /** The last word of its type: `attachedTemplate`, `oleObject`, `hyperlink`. */
  type: string;
  target: string;
  /** Fetched over a network: a URL or a share. */
  isRemote: boolean;
  /** Fetched when the document is opened, without a click. */
  isAutomatic: boolean;
}

/** The instruction of a field. */
export interface OfficeField {
  place: string;
  text: string;
}

export interface OfficeEncryption {
  /** `ECMA-376 agile`, `RC4`, `XOR obfuscation` and the like. */
  method: string;
  cipher: string | undefined;
  hash: string | undefined;
  keyBits: number | undefined;
  /** Whether a known password opened it. */
  isOpen: boolean;
  password: string | undefined;
}

export interface OfficeFile {
  container: 'ole' | 'zip' | 'xml' | 'mime' | 'text';
  /** As a file name would end: `doc`, `xlsm`; `ole` for a compound file that is none of Office's. */
  type: string;
  application: string | undefined;
  metadata: Map<string, PropertyValue>;
  custom: Map<string, PropertyValue>;
  parts: OfficePart[];
  projects: OfficeProject[];
  sheets: Sheet[];
  names: DefinedName[];
  macroCells: MacroCell[];
  formulaCount: number;
  externals: (ExternalBook & { place: string })[];
  links: OfficeLink[];
  objects: EmbeddedObject[];
  fields: OfficeField[];
  /** Commands that the document asks another program to run: `cmd|/c calc`. */
  dde: OfficeField[];
  encryption: OfficeEncryption | undefined;
  /** Procedures that the ribbon calls: `onLoad`. */
  callbacks: OfficeField[];
  /** PostScript in pictures, which had holes of its own. */
  eps: string[];
  isSigned: boolean;
}

export function emptyOffice(container: OfficeFile['container']): OfficeFile {
  return {
    container,
    type: container,
    application: undefined,
    metadata: new Map(),
    custom: new Map(),
    parts: [],
    projects: [],
    sheets: [],
    names: [],
    macroCells: [],
    formulaCount: 0,
    externals: [],
    links: [],
    objects: [],
    fields: [],
    dde: [],
    encryption: undefined,
    callbacks: [],
    eps: [],
    isSigned: false,
  };
}
