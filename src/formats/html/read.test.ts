import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { hasOtherTarget } from './link-target.ts';
import { readHtml } from './read.ts';
import { htmlTokens } from './tokens.ts';

describe('a page', () => {
  it('has links with their texts', () =>
    expect(
      readHtml('<A HREF=http://a.example/?x=1&amp;y=2>go\n <b>there</b></a><area href="b"><a name=x>no</a>').links,
    ).toEqual([
      { url: 'http://a.example/?x=1&y=2', text: 'go there', isMisleading: false },
      { url: 'b', text: '', isMisleading: false },
    ]));

  it('has forms with their fields', () =>
    expect(
      readHtml('<form action="//x.example/p" METHOD=POST><input name=u><input type=PASSWORD name=p></form><input>')
        .forms,
    ).toEqual([
      {
        ...{ action: '//x.example/p', method: 'post' },
        inputs: [
          { type: 'text', name: 'u' },
          { type: 'password', name: 'p' },
        ],
      },
    ]));

  it('asks for passwords without a form, too', () =>
    expect(readHtml('<input type=password name=p>').forms).toMatchObject([{ action: '', inputs: [{ name: 'p' }] }]));

  it('has frames, seen or not', () =>
    expect(
      readHtml(
        '<iframe src=http://a.example width=0></iframe><iframe style="display: none" src=b>' +
          "<iframe srcdoc='<p>x' width=10>",
      ).frames,
    ).toEqual([
      { url: 'http://a.example', isHidden: true, page: '' },
      { url: 'b', isHidden: true, page: '' },
      { url: '', isHidden: false, page: '<p>x' },
    ]));

  it('has scripts as they are', () =>
    expect(
      readHtml('<script>if (a<b) "<a href=x>" &amp;</SCRIPT ><script language=VBScript src=b.vbs></script>').scripts,
    ).toEqual([
      { url: '', language: '', code: 'if (a<b) "<a href=x>" &amp;', offset: 0 },
      { url: 'b.vbs', language: 'vbscript', code: '', offset: 45 },
    ]));

  it('has controls with their parameters', () =>
    expect(
      readHtml(
        '<object classid="clsid:ADB880A6-D8FF-11CF-9377-00AA003B7A11"><param name=Command value=ShortCut></object>' +
          '<param name=x><embed src=a.swf>',
      ).objects,
    ).toEqual([
      {
        ...{ element: 'object', classId: 'clsid:ADB880A6-D8FF-11CF-9377-00AA003B7A11', type: '', data: '' },
        parameters: [{ name: 'Command', value: 'ShortCut' }],
      },
      { element: 'embed', classId: '', type: '', data: 'a.swf', parameters: [] },
    ]));

  it('goes on to others', () =>
    expect(
      readHtml(`<meta http-equiv=Refresh content="0; URL='http://a.example/'"><meta http-equiv=refresh content=5>`)
        .refresh,
    ).toEqual([
      { seconds: 0, url: 'http://a.example/' },
      { seconds: 5, url: '' },
    ]));

  it('has a title, a base, handlers, what it loads and conditions', () =>
    expect(
      readHtml(
        '<title>A &amp; B</title><base href=http://a.example/><body onload="x()"><img src=i.png><link href=s.css>' +
          '<!--[if gte IE 8]><p><![endif]-->',
      ),
    ).toMatchObject({
      title: 'A &amp; B',
      base: 'http://a.example/',
      handlers: [{ element: 'body', event: 'onload', code: 'x()' }],
      resources: ['i.png', 's.css'],
      conditions: ['gte IE 8'],
    }));
});

test.each([
  ['https://www.bank.example/x', 'http://evil.example/', true],
  ['bank.example', 'http://bank.example.evil.example/', true],
  ['www.bank.example', 'http://bank.example/login', false],
  ['http://BANK.example', 'https://www.bank.example', false],
  ['bücher.example', 'http://xn--bcher-kva.example/', false],
  ['click here', 'http://evil.example/', false],
  ['invoice.pdf', 'http://evil.example/invoice', false],
  ['http://a.example/invoice.pdf', 'http://evil.example/invoice', true],
  ['someone@bank.example', 'mailto:x@evil.example', false],
  ['bank.example', '/local', false],
  ['bank.example', 'http://[::1', false],
])('"%s" leads to %s: %s', (text, url, expected) => expect(hasOtherTarget(text, url)).toBe(expected));

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<a href=',
      '<script>',
      '</script>',
      '<!--',
      '-->',
      '"',
      "'",
      '>',
      '<',
      '/',
      '&#x41;',
      '<form ',
      '=',
    ),
    fc.string({ maxLength: 5 }),
  );

  it('is a page', () =>
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const tokens = [...htmlTokens(text)];
        expect(tokens.length).toBeLessThanOrEqual(text.length + 1);
        expect(JSON.stringify(readHtml(text))).toBe(JSON.stringify(readHtml(text)));
      }),
      { numRuns: 300 },
    ));

  it.each([
    '<',
    '<a ',
    '<!--',
    '<a href="',
    '<script>',
    '</',
    '<a x= ',
    '<p \n',
    '<a b',
    '&#',
    '<meta http-equiv=refresh content="',
  ])('is read in time in proportion to it: %s', (unit) => {
    // Quadratic work would take minutes.
    const page = readHtml(unit.repeat(400_000));
    expect(page.leftOut + page.links.length).toBeGreaterThanOrEqual(0);
  });
});
