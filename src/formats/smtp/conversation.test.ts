import { describe, expect, it } from 'vitest';
import { conversation, pcap, type Said } from '../../../tests/support/capture-writer.ts';
import { readCapture } from '../../../tests/support/read-capture.ts';
import type { SmtpSession } from './types.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const sessions = (said: readonly Said[], serverPort = 25): SmtpSession[] =>
  readCapture(pcap(conversation(said, { serverPort }))).smtp;

const greeting: Said[] = [
  ['<', '220 mail.example ESMTP\r\n'],
  ['>', 'EHLO guest\r\n'],
  ['<', '250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n'],
];
const envelope: Said[] = [
  ['>', 'MAIL FROM:<a@example.org> SIZE=99\r\n'],
  ['<', '250 ok\r\n'],
  ['>', 'RCPT TO:<b@example.net>\r\nRCPT TO: c@example.net\r\n'],
  ['<', '250 ok\r\n250 ok\r\n'],
];
const message = 'Subject: hello\r\nFrom: A\r\n <a@example.org>\r\nX: 1\r\nX: 2\r\n\r\nBody\r\n..dot\r\n.\r\n';

describe('mails', () => {
  it('DATA', () => {
    const [session] = sessions([
      ...greeting,
      ...envelope,
      ['>', 'DATA\r\n'],
      ['<', '354 go\r\n'],
      ['>', message],
      ['<', '250 ok\r\n'],
    ]);
    expect(session).toMatchObject({
      banner: '220 mail.example ESMTP\r\n',
      hostname: 'guest',
      mails: [
        {
          from: 'a@example.org',
          to: ['b@example.net', 'c@example.net'],
          headers: [
            ['Subject', 'hello'],
            ['From', 'A\r\n <a@example.org>'],
            ['X', '1'],
            ['X', '2'],
          ],
          text: 'Subject: hello\r\nFrom: A\r\n <a@example.org>\r\nX: 1\r\nX: 2\r\n\r\nBody\r\n.dot\r\n',
        },
      ],
    });
  });

  it('BDAT, in two chunks', () => {
    const said: Said[] = [...greeting, ...envelope, ['>', 'BDAT 5\r\nSubje'], ['>', 'BDAT 9 LAST\r\nct: x\r\n\r\n']];
    expect(sessions(said)[0]!.mails).toMatchObject([{ headers: [['Subject', 'x']], size: 14 }]);
  });

  it('several in one session', () => {
    const mail: Said[] = [...envelope, ['>', 'DATA\r\n'], ['<', '354 go\r\n'], ['>', message]];
    expect(sessions([...greeting, ...mail, ...mail])[0]!.mails).toHaveLength(2);
  });

  it('a refused DATA is followed by commands', () => {
    const said: Said[] = [...greeting, ...envelope, ['>', 'DATA\r\n'], ['<', '554 no\r\n'], ['>', 'EHLO again\r\n']];
    expect(sessions(said)[0]).toMatchObject({ hostname: 'again' });
  });

  it('one that was cut off is there as far as it goes', () => {
    const said: Said[] = [...greeting, ...envelope, ['>', 'DATA\r\n'], ['<', '354 go\r\n'], ['>', 'Subject: half\r\n']];
    expect(sessions(said)[0]!.mails).toMatchObject([{ headers: [['Subject', 'half']] }]);
  });

  it('a long one keeps its first bytes', () => {
    const long = `Subject: x\r\n\r\n${'0123456789abcde\r\n'.repeat(10_000)}.\r\n`;
    const [session] = sessions([...greeting, ...envelope, ['>', 'DATA\r\n'], ['<', '354 go\r\n'], ['>', long]]);
    expect(session!.mails[0]!.text).toHaveLength(65_536);
    expect(session!.mails[0]!.size).toBe(170_014);
    expect(session!.raw).toHaveLength(65_536);
  });
});

describe('log-ins', () => {
  it.each<[string, Said[]]>([
    ['PLAIN', [['>', `AUTH PLAIN ${base64('\0user\0secret')}\r\n`]]],
    [
      'PLAIN in a line of its own',
      [
        ['>', 'AUTH PLAIN\r\n'],
        ['<', '334\r\n'],
        ['>', `${base64('\0user\0secret')}\r\n`],
      ],
    ],
    [
      'LOGIN',
      [
        ['>', 'AUTH LOGIN\r\n'],
        ['<', '334\r\n'],
        ['>', `${base64('user')}\r\n`],
        ['<', '334\r\n'],
        ['>', `${base64('secret')}\r\n`],
      ],
    ],
    [
      'LOGIN with the user',
      [
        ['>', `AUTH LOGIN ${base64('user')}\r\n`],
        ['<', '334\r\n'],
        ['>', `${base64('secret')}\r\n`],
      ],
    ],
  ])('%s', (_, said) => {
    expect(sessions([...greeting, ...said])[0]!.authentication).toMatchObject({ username: 'user', password: 'secret' });
  });
});

it('is known by its greeting on any port, and by the port without one', () => {
  expect(sessions(greeting, 12_345)).toMatchObject([{ banner: '220 mail.example ESMTP\r\n', hostname: 'guest' }]);
  expect(sessions([['<', '220 hi\r\n']], 587)).toMatchObject([{ banner: '220 hi\r\n' }]);
  expect(
    sessions(
      [
        ['<', '220 FTP ready\r\n'],
        ['>', 'USER anonymous\r\n'],
      ],
      21,
    ),
  ).toEqual([]);
});
