import { describe, expect, it } from 'vitest';
import { nativePackage, ole1, rtfSample } from '../../../tests/support/office-samples.ts';
import type { Problem } from '../../errors/problem.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { readRtf } from './read.ts';

function read(text: string | Buffer) {
  const problems: Problem[] = [];
  const rtf = readRtf(new MemorySource(Buffer.from(text as string, 'latin1'), 'sample'), (problem) =>
    problems.push(problem),
  );
  return { rtf, problems };
}

const packed = ole1('Package', nativePackage('drop.exe', Buffer.from('MZ')).subarray(4)).toString('hex');
const withData = (data: string) => `{\\rtf1{\\object\\objemb{\\*\\objdata ${data}}}}`;

describe('RTF', () => {
  it('has objects, template, fields and what lies behind it', () => {
    const { rtf, problems } = read(rtfSample());
    expect(
      rtf!.objects.map(({ className, kind, isUpdated, isObfuscated }) => [className, kind, isUpdated, isObfuscated]),
    ).toEqual([
      ['Package', 'objemb', true, true],
      [undefined, 'objemb', false, false],
      [undefined, 'objautlink', false, false],
    ]);
    expect(
      rtf!.office.objects.map(({ kind, className, fileName, target }) => [kind, className, fileName ?? target]),
    ).toEqual([
      ['package', 'Package', 'drop.exe'],
      ['ole', 'Equation.3', undefined],
      ['ole', 'OLE2Link', undefined],
      ['linked', undefined, 'http://203.0.113.6/x.hta'],
    ]);
    expect(rtf!.office.links.map(({ type, target }) => [type, target])).toEqual([
      ['attachedTemplate', 'http://203.0.113.4/t.dot'],
      ['oleLink', 'http://203.0.113.6/x.hta'],
    ]);
    expect(rtf!.office.dde.map(({ text }) => text)).toEqual(['DDEAUTO cmd "/c calc"']);
    expect(Object.fromEntries(rtf!.info)).toEqual({ author: 'Somebody', creatim: '2026-01-02 00:00:00' });
    expect(rtf!.remarks.join()).toMatch(/pFragments/);
    expect(rtf!.overlay?.size).toBe(14);
    expect(problems).toEqual([]);
  });

  it.each([
    ['plain', packed],
    ['with blanks', packed.replace(/../g, '$& \r\n')],
    ['with other letters', packed.replace(/.{8}/g, '$&xyz')],
    ['with control words', packed.replace(/.{8}/g, '$&\\par ')],
    ['with numbers of control words', packed.replace(/.{8}/g, '$&\\mx41 ')],
    ['with ignored groups', packed.replace(/.{8}/g, '$&{\\*\\zz 4141}')],
    ['with groups around it', packed.replace(/.{8}/g, '{$&}')],
    ['with hexadecimal symbols, before which half a byte is lost', packed.replace(/.{8}/g, "$&f\\'41")],
    ['with an odd digit at its end', `${packed}f`],
  ])('decodes the data of an object %s', (_, data) => {
    expect(read(withData(data)).rtf!.office.objects[0]).toMatchObject({ kind: 'package', fileName: 'drop.exe' });
  });

  it('takes raw bytes into the data', () => {
    const bytes = Buffer.from(packed, 'hex');
    const text = `{\\rtf1{\\object{\\*\\objdata \\bin${bytes.length} ${bytes.toString('latin1')}}}}`;
    expect(read(text).rtf!.office.objects[0]).toMatchObject({ fileName: 'drop.exe' });
  });

  it('reads an object that is never closed, and one in a file that begins as none should', () => {
    expect(read(withData(packed).slice(0, -3)).rtf!.office.objects[0]).toMatchObject({ fileName: 'drop.exe' });
    expect(read(`{\\rt${withData(packed).slice(6)}`).rtf!.office.objects).toHaveLength(1);
  });

  it('decodes letters of a template', () => {
    const { rtf } = read("{\\rtf1{\\*\\template \\u104?ttp://203.0.113.1/\\'41}}");
    expect(rtf!.office.links[0]!.target).toBe('http://203.0.113.1/A');
  });

  it('bears any depth', () => {
    const { rtf, problems } = read(`{\\rtf1${'{'.repeat(100_000)}x${'}'.repeat(100_000)}{\\*\\template http://a/}}`);
    expect(rtf!.deepest).toBe(100_001);
    expect(rtf!.office.links).toHaveLength(1);
    expect(problems.map(({ code }) => code)).toEqual(['STATIC_LIMIT']);
  });

  it('is none without its beginning', () => {
    expect(read('rtf1').rtf).toBeUndefined();
  });
});
