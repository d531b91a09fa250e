import type { Damage } from '../binary/damage.ts';
import { add, FIELD_LIMIT } from './context.ts';
import type { OfficeFile } from './types.ts';

const DDE = /^\s{0,20}"?dde(?:auto)?\b/i;
/** Fields that fetch or run something; the others are dates and page numbers. */
const TELLING =
  /^\s{0,20}"?(?:includetext|includepicture|import|link|embed|macrobutton|hyperlink|autotext|database|quote|set|control)\b/i;

/** Files the instruction of a field, if it is one that says something: commands apart from the rest. */
export function addField(office: OfficeFile, place: string, instruction: string, damage: Damage): void {
  if (instruction.trim() === '') return;
  const text = readable(instruction).trim();
  if (DDE.test(text)) add(office.dde, { place, text }, FIELD_LIMIT, 'fields', damage);
  else if (TELLING.test(text)) add(office.fields, { place, text }, FIELD_LIMIT, 'fields', damage);
}

/** `QUOTE 67 58 92` is how a field writes letters that nobody should find. */
function readable(text: string): string {
  return text.replace(/\bquote((?:\s{1,4}\d{1,5}){2,4000})/gi, (_, codes: string) =>
    codes
      .trim()
      .split(/\s+/)
      .map((code) => String.fromCharCode(Number(code)))
      .join(''),
  );
}
