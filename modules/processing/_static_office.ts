import { isCompoundFile, type OfficeFile, readOffice, staticProblems } from 'ovoscope/formats';
import type { StaticContext, StaticFormat, StaticSample } from './_static_format.ts';
import { MacroAnalysis, macroRecords } from './_static_macros.ts';
import { objectRecords } from './_static_objects.ts';

const EXTENSIONS: ReadonlySet<string> = new Set(
  'doc dot docm dotm docx hwp ppt pptx pptm potm ppam ppsm pps xls xlt xlsm xlsx xlsb xlam odt ods odp'.split(' '),
);
const PACKAGES: ReadonlySet<string> = new Set(['doc', 'ppt', 'xls']);

/** Office documents: Cuckoo's `macros` and `eps`, and what else in a document runs, fetches or hides something. */
export const officeFormat: StaticFormat = {
  name: 'Office',
  applies: (sample) => isCompoundFile(sample.head) || isZip(sample.head) || isText(sample) || isPromised(sample),
  async read(sample, context) {
    const office = readOffice(sample.source, context.problem, {
      passwords: context.passwords,
      extension: sample.extension,
    });
    if (office === undefined) {
      if (!isPromised(sample) || isKnownOtherwise(sample.head)) return {};
      context.problem(staticProblems.notWhatItSays(sample.name, 'an Office document', 'none'));
      return { office: { macros: [], eps: [] } };
    }
    if (office.encryption !== undefined && !office.encryption.isOpen) {
      context.problem(staticProblems.encrypted(sample.name, 'Office', office.encryption.method));
    }
    return { office: await officeRecord(office, context) };
  },
};

function isZip(head: Buffer): boolean {
  return head.toString('latin1', 0, 4) === 'PK\u0003\u0004';
}

/** XML and web pages of Office, and tables that Excel opens. */
function isText({ head, extension }: StaticSample): boolean {
  if (/^(?:csv|tsv|slk|iqy|dif|mht|mhtml)$/.test(extension)) return true;
  return /<(?:w:wordDocument|pkg:package|\?mso-application)\b|^ID;P/i.test(head.toString('latin1', 0, 2048));
}

function isPromised({ extension, package: name }: StaticSample): boolean {
  return EXTENSIONS.has(extension) || PACKAGES.has(name);
}

/** RTF and HTML open under any of these names; the first has a reader of its own. */
function isKnownOtherwise(head: Buffer): boolean {
  return /^\s{0,64}(?:\{\\rt|<html|<!doctype html|mime-version)/i.test(head.toString('latin1', 0, 128));
}

async function officeRecord(office: OfficeFile, context: StaticContext) {
  const analysis = new MacroAnalysis();
  const macros = macroRecords(office, analysis);
  for (const { sheet, cell, formula, value } of office.macroCells) {
    const place = `${sheet}!${cell}`;
    if (formula !== null) analysis.addFormula(place, formula);
    if (typeof value === 'string') analysis.addText(place, value);
  }
  for (const { name, formula, isMacro } of office.names) if (isMacro) analysis.addName(name, formula);
  const { encryption } = office;
  return {
    macros,
    eps: office.eps,
    format: office.type,
    application: office.application ?? null,
    has_macros: macros.length > 0 || office.macroCells.length > 0,
    metadata: Object.fromEntries([...office.metadata, ['custom', Object.fromEntries(office.custom)]]),
    macro_analysis: { ...analysis },
    vba: office.projects.map(projectRecord),
    xlm: {
      sheets: office.sheets,
      names: office.names.map(({ name, formula, isHidden, isMacro }) => ({
        name,
        formula,
        is_hidden: isHidden,
        is_macro: isMacro,
      })),
      cells: office.macroCells,
      formula_count: office.formulaCount,
    },
    links: office.links.map(({ place, type, target, isRemote, isAutomatic }) => ({
      place,
      type,
      target,
      is_remote: isRemote,
      is_automatic: isAutomatic,
    })),
    external_books: office.externals,
    objects: await objectRecords(office.objects, context),
    dde: office.dde,
    fields: office.fields,
    callbacks: office.callbacks,
    encryption:
      encryption === undefined
        ? null
        : {
            method: encryption.method,
            cipher: encryption.cipher ?? null,
            hash: encryption.hash ?? null,
            key_bits: encryption.keyBits ?? null,
            opened: encryption.isOpen,
            password: encryption.password ?? null,
          },
    is_signed: office.isSigned,
    parts: office.parts.map(({ name, kind, size, clsid, contentType, isOrphan }) => ({
      name,
      kind,
      size,
      clsid,
      content_type: contentType,
      is_orphan: isOrphan,
    })),
  };
}

function projectRecord(project: OfficeFile['projects'][number]) {
  const { protection } = project;
  return {
    container: project.container === '' ? null : project.container,
    path: project.path,
    name: project.name,
    description: project.description,
    code_page: project.codePage,
    constants: project.constants,
    references: project.references,
    is_locked: protection?.isLocked ?? null,
    has_password: protection?.hasPassword ?? null,
    is_visible: protection?.isVisible ?? null,
    forms: project.forms,
    hidden_names: project.hiddenNames,
  };
}
