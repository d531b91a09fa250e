import { errorText, type Problem, Processing } from 'ovoscope';
import { staticProblems } from 'ovoscope/formats';
import { openFile } from './_file_record.ts';
import { archiveFiles } from './_static_archive.ts';
import { elfFormat } from './_static_elf.ts';
import type { StaticFormat, StaticSample } from './_static_format.ts';
import { lnkFormat } from './_static_lnk.ts';
import { machoFormat } from './_static_macho.ts';
import { mailFormat } from './_static_mail.ts';
import { msiFormat } from './_static_msi.ts';
import { officeFormat } from './_static_office.ts';
import { pdfFormat } from './_static_pdf.ts';
import { peFormat } from './_static_pe.ts';
import { rtfFormat } from './_static_rtf.ts';
import { scriptFormat } from './_static_script.ts';

const FORMATS: readonly StaticFormat[] = [
  peFormat,
  elfFormat,
  machoFormat,
  lnkFormat,
  pdfFormat,
  officeFormat,
  rtfFormat,
  msiFormat,
  mailFormat,
  archiveFiles,
  scriptFormat,
];

const HEAD = 4096;

/** What the sample's own bytes say, without running it: one set of keys for each format that it is. */
export default class Static extends Processing<'static'> {
  readonly key = 'static' as const;
  /**
   * Resources of a PE file whose type is told; bytes that are read of a PDF file, of an e-mail, of a script; members
   * of an archive, and bytes that are unpacked for its list.
   */
  readonly defaults = {
    resource_types: 128,
    pdf_limit: 64 << 20,
    mail_limit: 64 << 20,
    archive_members: 5000,
    archive_bytes: 64 << 20,
    script_limit: 4 << 20,
  };

  async run(): Promise<{ [name: string]: unknown } | undefined> {
    const { sample: file } = this.task;
    const source = file && openFile(this, file.path);
    if (!source) return undefined;
    try {
      const head = Buffer.alloc(Math.min(HEAD, source.size));
      source.read(head, 0);
      const name = this.#name() ?? file.name;
      const extension = /\.([^.\\/]{1,16})$/.exec(name)?.[1]?.toLowerCase() ?? '';
      return await this.#read({ source, head, name, extension, package: this.#text('package') ?? '' });
    } finally {
      source.close();
    }
  }

  async #read(sample: StaticSample): Promise<{ [name: string]: unknown }> {
    const found: { [name: string]: unknown } = {};
    const context = {
      problem: (problem: Problem) => this.problem(problem),
      signal: this.signal,
      passwords: this.#passwords(),
      options: this.options,
    };
    for (const format of FORMATS) {
      if (!format.applies(sample)) continue;
      this.signal.throwIfAborted();
      try {
        Object.assign(found, await format.read(sample, context));
      } catch (error) {
        if (this.signal.aborted) throw error;
        this.problem(staticProblems.failed(sample.source.name, format.name, errorText(error)));
      }
    }
    return found;
  }

  /** What the analyst gave the package for opening the sample. */
  #passwords(): string[] {
    const options = this.task.info['options'];
    const password = (options as { [name: string]: unknown } | null | undefined)?.['password'];
    return typeof password === 'string' && password !== '' ? [password] : [];
  }

  #name(): string | undefined {
    const text = this.#text('file_name') ?? this.#text('target');
    return text?.split(/[\\/]/).findLast(Boolean);
  }

  #text(name: string): string | undefined {
    const value = this.task.info[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }
}
