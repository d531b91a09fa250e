import { decodeCodePage } from '../ole/code-page.ts';

/** A module as the `dir` stream lists it. */
export interface ModuleRecord {
  name: string;
  /** Of the stream with its code. */
  stream: string;
  /** Where the compressed source begins in its stream. */
  offset: number;
  isProcedural: boolean;
  isPrivate: boolean;
  isReadOnly: boolean;
}

export interface VbaReference {
  name: string;
  /** As in the file: a type library's GUID, version and path, or another project's path. */
  target: string;
}

export interface DirStream {
  /** 0 Windows 16-bit, 1 Windows 32-bit, 2 Macintosh, 3 Windows 64-bit. */
  system: number | undefined;
  codePage: number;
  projectName: string;
  description: string;
  helpFile: string;
  /** Conditional compilation constants. */
  constants: string;
  references: VbaReference[];
  modules: ModuleRecord[];
  /** Why reading stopped before the end. */
  damage?: string;
}

const Id = {
  system: 0x01,
  codePage: 0x03,
  name: 0x04,
  description: 0x05,
  helpFile: 0x06,
  version: 0x09,
  constants: 0x0c,
  libidRegistered: 0x0d,
  libidProject: 0x0e,
  terminator: 0x10,
  referenceName: 0x16,
  moduleName: 0x19,
  streamName: 0x1a,
  procedural: 0x21,
  document: 0x22,
  readOnly: 0x25,
  private: 0x28,
  moduleEnd: 0x2b,
  libidControl: 0x2f,
  moduleOffset: 0x31,
  streamNameUnicode: 0x32,
  libidOriginal: 0x33,
  moduleNameUnicode: 0x47,
} as const;

const LIST_LIMIT = 4096;

/**
 * Reads the unpacked `dir` stream (MS-OVBA 2.3.4.2): a list of records with id, size and data. All but one say their
 * size truly; the version has two bytes more.
 */
export function readDirStream(bytes: Buffer): DirStream {
  const dir: DirStream = {
    system: undefined,
    codePage: 1252,
    projectName: '',
    description: '',
    helpFile: '',
    constants: '',
    references: [],
    modules: [],
  };
  let module: ModuleRecord | undefined;
  let referenceName = '';
  const text = (data: Buffer) => decodeCodePage(data, dir.codePage);
  const refer = (data: Buffer) => {
    if (dir.references.length < LIST_LIMIT) dir.references.push({ name: referenceName, target: text(sized(data)) });
  };
  for (let at = 0; at < bytes.length; ) {
    if (at + 6 > bytes.length) return { ...dir, damage: 'its last record is cut' };
    const id = bytes.readUInt16LE(at);
    const size = id === Id.version ? 6 : bytes.readUInt32LE(at + 2);
    const data = bytes.subarray(at + 6, at + 6 + size);
    if (data.length < size)
      return { ...dir, damage: `record ${id} says it has ${size} bytes, ${data.length} are there` };
    at += 6 + size;
    switch (id) {
      case Id.system:
        if (size >= 4) dir.system = data.readUInt32LE(0);
        break;
      case Id.codePage:
        if (size >= 2) dir.codePage = data.readUInt16LE(0);
        break;
      case Id.name:
        dir.projectName = text(data);
        break;
      case Id.description:
        dir.description = text(data);
        break;
      case Id.helpFile:
        dir.helpFile = text(data);
        break;
      case Id.constants:
        dir.constants = text(data);
        break;
      case Id.referenceName:
        referenceName = text(data);
        break;
      case Id.libidRegistered:
      case Id.libidProject:
      case Id.libidControl:
      case Id.libidOriginal:
        refer(data);
        break;
      case Id.moduleName:
        if (dir.modules.length >= LIST_LIMIT) return { ...dir, damage: `it lists more than ${LIST_LIMIT} modules` };
        module = { name: text(data), stream: '', offset: 0, isProcedural: true, isPrivate: false, isReadOnly: false };
        dir.modules.push(module);
        break;
      case Id.moduleNameUnicode:
        if (module !== undefined) module.name = data.toString('utf16le');
        break;
      case Id.streamName:
        if (module !== undefined) module.stream = text(data);
        break;
      case Id.streamNameUnicode:
        if (module !== undefined && size > 0) module.stream = data.toString('utf16le');
        break;
      case Id.moduleOffset:
        if (module !== undefined && size >= 4) module.offset = data.readUInt32LE(0);
        break;
      case Id.document:
        if (module !== undefined) module.isProcedural = false;
        break;
      case Id.readOnly:
        if (module !== undefined) module.isReadOnly = true;
        break;
      case Id.private:
        if (module !== undefined) module.isPrivate = true;
        break;
      case Id.moduleEnd:
        module = undefined;
        break;
      case Id.terminator:
        return dir;
    }
  }
  return dir;
}

/** Most library records begin with the length of their text; that of an original is the text itself. */
function sized(data: Buffer): Buffer {
  if (data.length < 4) return data;
  const length = data.readUInt32LE(0);
  return length + 4 <= data.length ? data.subarray(4, 4 + length) : data;
}
