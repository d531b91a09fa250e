import type { Damage } from '../binary/damage.ts';
import type { RandomAccess } from '../binary/random-access.ts';
import { decodeText } from '../binary/text.ts';
import type { Commands, MachBudget } from './commands.ts';

export interface MachSymbol {
  name: string;
  value: bigint;
  /** `import` of another file, `export` to others, `local`; notes for debuggers are left out. */
  kind: 'import' | 'export' | 'local';
  /** Of imports: the library, where the file says which. */
  library: string | undefined;
  isWeak: boolean;
}

const DEBUG = 0xe0;
const TYPE = 0x0e;
const EXTERNAL = 0x01;
const PRIVATE = 0x10;
const UNDEFINED = 0;
const PREBOUND = 0x0c;
const WEAK = 0x40 | 0x80;
/** Over all programs of a file. */
export const SYMBOL_LIMIT = 65_536;
const NAME_LIMIT = 4096;

export function readSymbols(
  file: RandomAccess,
  table: NonNullable<Commands['symbolTable']>,
  { libraries }: Commands,
  is64: boolean,
  budget: MachBudget,
  damage: Damage,
): MachSymbol[] {
  const symbols: MachSymbol[] = [];
  damage.attempt('symbol table', () => {
    for (let i = 0; i < table.count; i++) {
      if (budget.symbols-- <= 0 || budget.text < 0) {
        damage.limit('symbol table', table.offset, SYMBOL_LIMIT);
        return;
      }
      const at = table.offset + i * (is64 ? 16 : 12);
      const type = file.u8(at + 4);
      if ((type & DEBUG) !== 0) continue;
      const nameAt = file.u32(at);
      const isUndefined = (type & TYPE) === UNDEFINED || (type & TYPE) === PREBOUND;
      const isExternal = (type & EXTERNAL) !== 0 && (type & PRIVATE) === 0;
      const description = file.u16(at + 6);
      const isNamed = nameAt > 0 && nameAt < table.stringsSize;
      const name = isNamed ? decodeText(file.zeroTerminated(table.strings + nameAt, NAME_LIMIT)) : '';
      budget.text -= name.length;
      symbols.push({
        name,
        value: is64 ? file.u64(at + 8) : BigInt(file.u32(at + 8)),
        kind: isExternal ? (isUndefined ? 'import' : 'export') : 'local',
        library: isExternal && isUndefined ? libraries[(description >> 8) - 1]?.name : undefined,
        isWeak: (description & WEAK) !== 0,
      });
    }
  });
  return symbols;
}
