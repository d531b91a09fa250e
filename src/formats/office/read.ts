import type { Problem } from '../../errors/problem.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { Damage } from '../binary/damage.ts';
import { type CompoundFile, isCompoundFile, openCompoundFile } from '../ole/compound-file.ts';
import { addPackage } from '../ooxml/read.ts';
import { addCompound } from './compound.ts';
import { OfficeContext } from './context.ts';
import { readOfficeText } from './text.ts';
import { emptyOffice, type OfficeFile } from './types.ts';

export interface OfficeOptions {
  /** Of the file's name; some tables of text are only told by it. */
  extension?: string;
  passwords?: readonly string[];
}

/**
 * Reads an Office document: compound files (`.doc`, `.xls`, `.ppt`) and packages (`.docx`, `.xlsm`, OpenDocument), XML
 * and web pages that Office saves, tables of text, with the documents inside it. Undefined where it is none. Damage goes to `problem`, and what is good is kept.
 */
export function readOffice(
  source: ByteSource,
  problem: (problem: Problem) => void,
  options: OfficeOptions = {},
): OfficeFile | undefined {
  const head = Buffer.alloc(8);
  source.read(head, 0);
  const context = new OfficeContext(source.size, options.passwords ?? [], enterDocument);
  const damage = new Damage(source, 'Office', problem);
  const office = isCompoundFile(head)
    ? readCompound(source, damage, context)
    : (readPackage(source, damage, context) ?? readOfficeText(source, options.extension ?? '', damage, context));
  damage.end();
  return office;
}

function readCompound(source: ByteSource, damage: Damage, context: OfficeContext): OfficeFile | undefined {
  const file = openCompoundFile(source, damage);
  if (file === undefined || isOther(file)) return undefined;
  const office = emptyOffice('ole');
  addCompound(file, '', damage, context, office);
  return office;
}

function readPackage(source: ByteSource, damage: Damage, context: OfficeContext): OfficeFile | undefined {
  const office = emptyOffice('zip');
  return addPackage(source, '', damage, context, office) ? office : undefined;
}

const INSTALLER = /^000c10(?:84|82|86|8[0-9a-f])-/;

/** Messages of Outlook and packages of Windows Installer have readers of their own. */
function isOther(file: CompoundFile): boolean {
  const root = file.entries[0];
  return file.find('__properties_version1.0') !== undefined || INSTALLER.test(root?.clsid ?? '');
}

/** Reads a document inside another. */
export function enterDocument(
  source: ByteSource,
  place: string,
  damage: Damage,
  context: OfficeContext,
  office: OfficeFile,
): void {
  const file = openCompoundFile(source, damage);
  if (file !== undefined) addCompound(file, place, damage, context, office);
  else addPackage(source, place, damage, context, office);
}
