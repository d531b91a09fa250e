import { OutOfData } from '../binary/random-access.ts';
import type { PeImage } from './headers.ts';

/**
 * Columns of the metadata tables in the order of their numbers (ECMA-335, II.22): `2` and `4` are bytes; `s`, `g`, `b`
 * indexes into strings, GUIDs and blobs; a name is an index into that table; names with `|` are a tagged index into one
 * of several, and the number in front says how many bits the tag has.
 */
const TABLES: readonly [name: string, columns: string][] = [
  ['Module', '2 s g g g'],
  ['TypeRef', '2:Module|ModuleRef|AssemblyRef|TypeRef s s'],
  ['TypeDef', '4 s s 2:TypeDef|TypeRef|TypeSpec Field MethodDef'],
  ['FieldPtr', 'Field'],
  ['Field', '2 s b'],
  ['MethodPtr', 'MethodDef'],
  ['MethodDef', '4 2 2 s b Param'],
  ['ParamPtr', 'Param'],
  ['Param', '2 2 s'],
  ['InterfaceImpl', 'TypeDef 2:TypeDef|TypeRef|TypeSpec'],
  ['MemberRef', '3:TypeDef|TypeRef|ModuleRef|MethodDef|TypeSpec s b'],
  ['Constant', '2 2:Field|Param|Property b'],
  [
    'CustomAttribute',
    '5:MethodDef|Field|TypeRef|TypeDef|Param|InterfaceImpl|MemberRef|Module|DeclSecurity|Property|Event|StandAloneSig|' +
      'ModuleRef|TypeSpec|Assembly|AssemblyRef|File|ExportedType|ManifestResource|GenericParam|' +
      'GenericParamConstraint|MethodSpec 3:MethodDef|MemberRef b',
  ],
  ['FieldMarshal', '1:Field|Param b'],
  ['DeclSecurity', '2 2:TypeDef|MethodDef|Assembly b'],
  ['ClassLayout', '2 4 TypeDef'],
  ['FieldLayout', '4 Field'],
  ['StandAloneSig', 'b'],
  ['EventMap', 'TypeDef Event'],
  ['EventPtr', 'Event'],
  ['Event', '2 s 2:TypeDef|TypeRef|TypeSpec'],
  ['PropertyMap', 'TypeDef Property'],
  ['PropertyPtr', 'Property'],
  ['Property', '2 s b'],
  ['MethodSemantics', '2 MethodDef 1:Event|Property'],
  ['MethodImpl', 'TypeDef 1:MethodDef|MemberRef 1:MethodDef|MemberRef'],
  ['ModuleRef', 's'],
  ['TypeSpec', 'b'],
  ['ImplMap', '2 1:Field|MethodDef s ModuleRef'],
  ['FieldRVA', '4 Field'],
  ['EncLog', '4 4'],
  ['EncMap', '4'],
  ['Assembly', '4 2 2 2 2 4 b s s'],
  ['AssemblyProcessor', '4'],
  ['AssemblyOS', '4 4 4'],
  ['AssemblyRef', '2 2 2 2 4 b s s b'],
  ['AssemblyRefProcessor', '4 AssemblyRef'],
  ['AssemblyRefOS', '4 4 4 AssemblyRef'],
  ['File', '4 s b'],
  ['ExportedType', '4 4 s s 2:File|AssemblyRef|ExportedType'],
  ['ManifestResource', '4 4 s 2:File|AssemblyRef|ExportedType'],
  ['NestedClass', 'TypeDef TypeDef'],
  ['GenericParam', '2 2 1:TypeDef|MethodDef s'],
  ['MethodSpec', '1:MethodDef|MemberRef b'],
  ['GenericParamConstraint', 'GenericParam 2:TypeDef|TypeRef|TypeSpec'],
];

/** The tables of a .NET file, of which only the wanted rows are read. */
export class MetadataTables {
  readonly #image: PeImage;
  readonly #counts = new Map<string, number>();
  /** Address of the first row and width of each column, for tables that have rows. */
  readonly #places = new Map<string, { rva: number; widths: number[] }>();

  /** Throws OutOfData where the stream ends before its counts do. */
  constructor(image: PeImage, rva: number) {
    this.#image = image;
    const heaps = image.bytes(rva + 6, 1)[0]!;
    const present = image.bytes(rva + 8, 8).readBigUInt64LE();
    let at = rva + 24;
    for (let number = 0; number < 64; number++) {
      if (((present >> BigInt(number)) & 1n) === 0n) continue;
      const table = TABLES[number];
      if (table === undefined) throw new OutOfData(image.where(at), `it has a table number ${number}`);
      this.#counts.set(table[0], image.u32(at));
      at += 4;
    }
    // An undocumented flag says that four more bytes follow the counts.
    if ((heaps & 0x40) !== 0) at += 4;
    for (const [name, columns] of TABLES) {
      const count = this.rows(name);
      if (count === 0) continue;
      const widths = columns.split(' ').map((column) => this.#width(column, heaps));
      this.#places.set(name, { rva: at, widths });
      at += count * widths.reduce((sum, width) => sum + width, 0);
    }
  }

  rows(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** The first rows of a table, a number for each column. */
  read(name: string, limit: number): number[][] {
    const place = this.#places.get(name);
    const rows: number[][] = [];
    if (place === undefined) return rows;
    let at = place.rva;
    for (let i = 0; i < Math.min(this.rows(name), limit); i++) {
      rows.push(
        place.widths.map((width) => {
          const value = width === 2 ? this.#image.u16(at) : this.#image.u32(at);
          at += width;
          return value;
        }),
      );
    }
    return rows;
  }

  #width(column: string, heaps: number): 2 | 4 {
    if (column === '2') return 2;
    if (column === '4') return 4;
    if (column === 's') return (heaps & 1) !== 0 ? 4 : 2;
    if (column === 'g') return (heaps & 2) !== 0 ? 4 : 2;
    if (column === 'b') return (heaps & 4) !== 0 ? 4 : 2;
    const [bits, targets] = /^\d:/.test(column) ? [Number(column[0]), column.slice(2).split('|')] : [0, [column]];
    const most = Math.max(...targets.map((target) => this.rows(target)));
    return most < 2 ** (16 - bits) ? 2 : 4;
  }
}
