import { expect, it } from 'vitest';
import { conversation, pcap, type Said } from '../../../tests/support/capture-writer.ts';
import { readCapture } from '../../../tests/support/read-capture.ts';

const messages = (said: readonly Said[], serverPort = 6667): unknown[] =>
  readCapture(pcap(conversation(said, { serverPort }))).irc.map(({ type, command, params, prefix }) =>
    [type, command, params, prefix].filter((part) => part !== undefined),
  );

it('what clients and servers say', () => {
  const said: Said[] = [
    ['>', 'NICK bot7\r\nUSER bot 0 * :x\r\n'],
    ['<', ':irc.example 001 bot7 :Welcome\r\nPING :1\r\n'],
    ['>', 'PONG :1\nJOIN #c2 key\r\nPRIVMSG #c2 :ready\r\n'],
    ['<', ':boss!u@h PRIVMSG #c2 :.download http://example.org/x\r\n'],
  ];
  expect(messages(said)).toEqual([
    ['client', 'NICK', 'bot7'],
    ['client', 'USER', 'bot 0 * :x'],
    ['server', '001', 'bot7 :Welcome', 'irc.example'],
    ['server', 'PING', ':1', ''],
    ['client', 'PONG', ':1'],
    ['client', 'JOIN', '#c2 key'],
    ['client', 'PRIVMSG', '#c2 :ready'],
    ['server', 'PRIVMSG', '#c2 :.download http://example.org/x', 'boss!u@h'],
  ]);
});

it('the server may begin, on any port', () => {
  expect(
    messages(
      [
        ['<', ':s NOTICE AUTH :*** Looking up\r\n'],
        ['>', 'NICK x\r\n'],
      ],
      9999,
    ),
  ).toHaveLength(2);
});

it('a password may come before', () => {
  expect(
    messages([
      ['>', 'PASS x\r\n'],
      ['>', 'NICK y\r\n'],
    ]),
  ).toEqual([
    ['client', 'PASS', 'x'],
    ['client', 'NICK', 'y'],
  ]);
});

it.each<[string, Said[]]>([
  ['HTTP', [['>', 'CONNECT a:443 HTTP/1.1\r\n\r\n']]],
  [
    'mail',
    [
      ['<', '220 x\r\n'],
      ['>', 'EHLO x\r\n'],
      ['>', 'QUIT\r\n'],
    ],
  ],
  [
    'POP3',
    [
      ['<', '+OK\r\n'],
      ['>', 'USER joe\r\n'],
      ['>', 'PASS secret\r\n'],
    ],
  ],
  [
    'FTP',
    [
      ['<', '220 FTP\r\n'],
      ['>', 'USER anonymous\r\n'],
      ['>', 'LIST\r\n'],
    ],
  ],
])('%s is none', (_, said) => {
  expect(messages(said, 21)).toEqual([]);
});

it('a first line that never ends is none', () => {
  expect(messages([['>', `NICK ${'x'.repeat(5000)}`]])).toEqual([]);
});
