import { describeFile, isPdf, MemorySource, type PdfFile, readPdf, staticProblems } from 'ovoscope/formats';
import { prettyScript } from './_pretty_script.ts';
import type { StaticContext, StaticFormat } from './_static_format.ts';

/** PDF documents: Cuckoo's list of one entry for each version, and `pdf_details` for the file as a whole. */
export const pdfFormat: StaticFormat = {
  name: 'PDF',
  applies: (sample) => isPdf(sample.head) || sample.extension === 'pdf' || sample.package === 'pdf',
  async read({ source, name }, context) {
    const limit = context.options['pdf_limit'];
    const file = readPdf(source, context.problem, {
      ...(typeof limit === 'number' && limit > 0 ? { limit } : {}),
      passwords: context.passwords,
    });
    if (file === undefined) {
      context.problem(staticProblems.notWhatItSays(name, 'a PDF document', 'no PDF document'));
      return { pdf: [] };
    }
    const pdf = [];
    for (const [i, version] of file.versions.entries()) pdf.push(await describe(i, version, context));
    return { pdf, pdf_details: details(file) };
  },
};

type Version = PdfFile['versions'][number];

async function describe(number: number, version: Version, context: StaticContext) {
  return {
    version: number,
    ...version.metadata,
    javascript: version.scripts.map(({ code, object }) => ({
      orig_code: code,
      beautified: prettyScript(code),
      urls: urlsIn(code),
      object,
    })),
    urls: version.urls,
    attachments: await attachments(version, context),
    openaction: version.openAction ?? null,
    actions: version.actions.map(({ type, target, object }) => ({ type, target: target ?? null, object })),
  };
}

const TYPED = 64;

async function attachments(version: Version, context: StaticContext) {
  const list: { [name: string]: unknown }[] = [];
  for (const { filename, description, size, md5, sha256, head } of version.attachments) {
    const isTyped = head !== undefined && list.length < TYPED && !context.signal.aborted;
    list.push({
      filename,
      description: description ?? null,
      size: size ?? null,
      sha256: sha256 ?? null,
      md5: md5 ?? null,
      type: isTyped ? await describeFile(new MemorySource(head, filename)) : null,
    });
  }
  return list;
}

const URL_LIMIT = 1000;

/** Addresses as they stand in a script, each once. */
function urlsIn(code: string): string[] {
  const found = new Set<string>();
  for (const [url] of code.matchAll(/https?:\/\/[A-Za-z0-9.-]{1,253}(?::\d{1,5})?[A-Za-z0-9()_:%?=/.&#~+-]{0,2000}/g)) {
    if (found.size >= URL_LIMIT) break;
    found.add(url);
  }
  return [...found];
}

function details(file: PdfFile) {
  const { encryption } = file;
  return {
    header_version: file.headerVersion ?? null,
    header_offset: file.headerOffset,
    objects: file.objects,
    streams: file.streams,
    pages: file.pages,
    linearized: file.isLinearized,
    keywords: file.keywords,
    filters: file.filters,
    trailing_bytes: file.trailing,
    encryption:
      encryption === undefined
        ? null
        : {
            handler: encryption.handler,
            version: encryption.version,
            revision: encryption.revision,
            key_length: encryption.keyLength,
            method: encryption.method,
            permissions: encryption.permissions,
            opened: encryption.isOpen,
          },
  };
}
