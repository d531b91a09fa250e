import { describe, expect, it } from 'vitest';
import { MAIL, outlookMessage } from '../../../tests/support/mail-samples.ts';
import type { Problem } from '../../errors/problem.ts';
import { MemorySource } from '../../util/byte-source.ts';
import { isOutlookMessage, readOutlookMessage } from './outlook.ts';
import { isMail, readMail } from './read.ts';

function read(text: string | Buffer) {
  const problems: Problem[] = [];
  const message = readMail(new MemorySource(Buffer.from(text as string, 'latin1'), 'a.eml'), (p) => problems.push(p));
  return { message, codes: problems.map(({ code }) => code) };
}
const mail = (head: string, body = '') => read(`${head}\r\n\r\n${body}`).message;

describe('a message', () => {
  const { message, codes } = read(MAIL);

  it('has what its headers say', () => {
    expect(codes).toEqual([]);
    expect(isMail(Buffer.from(MAIL))).toBe(true);
    expect(message).toMatchObject({
      from: [{ name: 'Bank, Ltd', address: 'service@bank.example' }],
      to: [
        { name: 'Victim', address: 'victim@example.org' },
        { name: 'Frèé', address: 'fred@example.org' },
      ],
      replyTo: [{ name: '', address: 'other@evil.example' }],
      returnPath: 'bounce@evil.example',
      subject: 'Your accöunt',
      sent: '2025-02-03 08:58:00',
      messageId: '<1@evil.example>',
      repeated: [],
      signatures: [{ domain: 'bank.example', selector: 'sel1' }],
    });
    expect(message.headers).toHaveLength(14);
  });

  it('has the way it took', () =>
    expect(message.received).toEqual([
      {
        from: 'evil.example (unknown [203.0.113.7])',
        by: 'mx.example.org (Postfix)',
        protocol: 'ESMTPS',
        for: 'victim@example.org',
        ips: ['203.0.113.7'],
        time: '2025-02-03 09:00:05',
      },
      {
        ...{ from: '[IPv6:2001:db8::1]', by: 'evil.example', protocol: null, for: null },
        ...{ ips: ['2001:db8::1'], time: '2025-02-03 08:59:00' },
      },
    ]));

  it('has checks as they are claimed', () =>
    expect(message.checks).toEqual([
      { method: 'spf', result: 'fail', by: 'mx.example.org', properties: { 'smtp.mailfrom': 'bank.example' } },
      { method: 'dkim', result: 'none', by: 'mx.example.org', properties: {} },
      { method: 'dmarc', result: 'fail', by: 'mx.example.org', properties: { 'header.from': 'bank.example' } },
      {
        ...{ method: 'spf', result: 'fail', by: null },
        properties: { 'client-ip': '203.0.113.7', 'envelope-from': 'a@bank.example' },
      },
    ]));

  it('has bodies, attachments and messages', () => {
    expect(message.bodies.map(({ part, type, charset }) => [part, type, charset])).toEqual([
      ['1.1', 'text/plain', 'iso-8859-1'],
      ['1.2', 'text/html', 'utf-8'],
    ]);
    expect(message.bodies[0]!.text).toBe('Log in at http://evil.example/login, für immer');
    expect(message.attachments.map(({ part, name, read: bytes }) => [part, name, bytes().toString('latin1')])).toEqual([
      ['2', 'résum.pdf.exe', 'hello'],
      ['3', '', expect.stringContaining('From: inner')],
    ]);
    expect(message.messages).toMatchObject([
      { part: '3', message: { subject: 'inner', bodies: [{ part: '3.1', text: 'see http://inner.example/x' }] } },
    ]);
  });
});

describe('headers', () => {
  it.each<[string, string, string | null]>([
    ['raw UTF-8', 'Subject: f\xc3\xbcr', 'für'],
    ['raw Latin-1', 'Subject: f\xfcr', 'für'],
    ['an unknown character set', 'Subject: =?x-unknown?Q?f=FCr?=', 'für'],
    ['words with text between', 'Subject: =?utf-8?Q?a?= b =?utf-8?Q?c?=', 'a b c'],
    ['a folded line', 'Subject: a\r\n b', 'a b'],
    ['no words', 'Subject: =?utf-8?X?a?=', '=?utf-8?X?a?='],
    ['none', 'X: y', null],
  ])('subject: %s', (_, head, subject) => expect(mail(head).subject).toBe(subject));

  it.each<[string, string, { name: string; address: string }[]]>([
    ['a plain one', 'a@b.example', [{ name: '', address: 'a@b.example' }]],
    ['a comment', 'a@b.example (The Name)', [{ name: 'The Name', address: 'a@b.example' }]],
    [
      'a group',
      'Friends: a@b.example, B <b@b.example>;',
      [
        { name: '', address: 'a@b.example' },
        { name: 'B', address: 'b@b.example' },
      ],
    ],
    [
      'a name that is an address',
      '"ceo@bank.example" <x@evil.example>',
      [{ name: 'ceo@bank.example', address: 'x@evil.example' }],
    ],
    ['no address', 'undisclosed', [{ name: 'undisclosed', address: '' }]],
    ['nothing', '', []],
  ])('addresses: %s', (_, text, expected) => expect(mail(`From: ${text}`).from).toEqual(expected));

  it.each<[string, string | null]>([
    ['3 Feb 2025 10:00 -0230', '2025-02-03 12:30:00'],
    ['Mon, 03-Feb-25 10:00:00 EST', '2025-02-03 15:00:00'],
    ['3 February 99 10:00:00', '1999-02-03 10:00:00'],
    ['yesterday', null],
    ['99 Feb 2025 10:00:00', null],
  ])('date: %s', (text, expected) => expect(mail(`Date: ${text}`).sent).toBe(expected));

  it('that stand twice are told', () =>
    expect(mail('From: a@b.example\r\nfrom: c@d.example\r\nX: 1\r\nX: 2').repeated).toEqual(['from']));

  it('may begin with a mark, a line of a mailbox or an empty line', () => {
    for (const start of ['\xef\xbb\xbf', 'From a@b Mon Feb 3\r\n', '\r\n'])
      expect(read(`${start}Subject: x\r\n\r\nbody`)).toMatchObject({ message: { subject: 'x' }, codes: [] });
  });

  it('end at a line that is none', () => {
    const { message, codes } = read('Subject: x\r\nthis is the body\r\nhttp://a.example');
    expect(message.bodies[0]!.text).toContain('this is the body');
    expect(codes).toEqual(['STATIC_DAMAGED']);
  });
});

describe('parts', () => {
  it('in base64 may have padding within and other characters', () => {
    const text = `${Buffer.from('a').toString('base64')}\r\n!!${Buffer.from('bcd').toString('base64')}`;
    expect(mail('Content-Transfer-Encoding: base64', text).bodies[0]!.text).toBe('abcd');
  });

  it('may be uuencoded in the text', () => {
    const text = 'hi\nbegin 644 a.exe\n%:&5L;&\\\n`\nend\nbegin 644 none of these\n';
    const { attachments } = mail('Subject: x', text);
    expect(attachments.map(({ name, read: bytes }) => [name, bytes().toString()])).toEqual([['a.exe', 'hello']]);
  });

  it('without a last boundary go on to the end', () => {
    const { message, codes } = read('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext');
    expect(message.bodies).toMatchObject([{ text: 'text' }]);
    expect(codes).toEqual(['STATIC_DAMAGED']);
  });

  it('of a digest are messages', () => {
    const text = '--b\r\n\r\nSubject: one\r\n\r\nx\r\n--b\r\n\r\nSubject: two\r\n\r\nx\r\n--b--';
    const { messages } = mail('Content-Type: multipart/digest; boundary=b', text);
    expect(messages.map(({ message }) => message.subject)).toEqual(['one', 'two']);
  });

  it('that use one boundary at several depths are all found', () => {
    const head = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n';
    const { message } = read(`${head}--b\r\n${head}--b\r\n\r\none\r\n--b--\r\n--b\r\n\r\ntwo\r\n--b--`);
    expect(message.bodies.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('without a boundary are one attachment', () => {
    const { message, codes } = read('Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\ntext');
    expect([message.attachments.length, codes]).toEqual([1, ['STATIC_DAMAGED']]);
  });

  it('nested deeper than anybody does are told', () => {
    let text = '';
    for (let i = 0; i < 300; i++) text += `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`;
    expect(read(text).codes).toContain('STATIC_LIMIT');
    const inner = 'Content-Type: message/rfc822\r\n\r\n'.repeat(100);
    expect(read(inner).codes).toContain('STATIC_LIMIT');
  });

  it('of any number are read in time in proportion to them', () => {
    const { message, codes } = read(
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(100_000)}`,
    );
    expect([message.bodies.length, codes]).toEqual([1999, ['STATIC_LIMIT', 'STATIC_DAMAGED']]);
  });
});

describe('a message of Outlook', () => {
  const source = new MemorySource(outlookMessage(), 'a.msg');
  const problems: Problem[] = [];
  const message = readOutlookMessage(source, (problem) => problems.push(problem))!;

  it('has the same parts', () => {
    const head = Buffer.alloc(4096);
    source.read(head, 0);
    expect(isOutlookMessage(source, head)).toBe(true);
    expect(problems).toEqual([]);
    expect(message).toMatchObject({
      subject: 'Invoice',
      from: [{ name: 'Sender', address: 'sender@evil.example' }],
      to: [],
      cc: [{ name: 'Victim', address: 'victim@example.org' }],
      sent: '2025-01-01 00:00:00',
    });
    expect(message.bodies.map(({ type, text }) => [type, text])).toEqual([
      ['text/plain', 'see http://evil.example/a'],
      ['text/html', '<a href="http://evil.example/b">http://bank.example/</a>'],
      ['text/rtf', '{\\rtf1 see http://evil.example/c }'],
    ]);
  });

  it('has files and messages attached', () => {
    expect(message.attachments.map(({ name, type, read: bytes }) => [name, type, bytes().toString()])).toEqual([
      ['invoice.pdf.js', 'application/pdf', 'hello'],
      ['inner message', 'application/vnd.ms-outlook', ''],
    ]);
    expect(message.messages).toMatchObject([
      { part: '2', message: { subject: 'inner', from: [{ address: 'x@y.example' }], received: [{ by: 'b' }] } },
    ]);
  });
});
