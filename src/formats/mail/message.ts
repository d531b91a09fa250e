import { readAddresses, readChecks, readDate, readHop, readParameters, readSpf } from './fields.ts';
import type { MailCheck, MailMessage } from './types.ts';
import { decodeWords } from './words.ts';

const LONGEST_VALUE = 16 * 1024;
const MOST_HOPS = 200;
const ONCE = [
  'from',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'sender',
  'reply-to',
  'content-type',
  'mime-version',
];

/** A message with what its headers say, and no parts yet. */
export function messageOf(headers: readonly { name: string; raw: string }[]): MailMessage {
  const all = (name: string) => headers.filter((header) => header.name.toLowerCase() === name).map(({ raw }) => raw);
  const first = (name: string): string | null => all(name)[0] ?? null;
  const addresses = (name: string) => all(name).flatMap(readAddresses);
  const date = first('date');
  const subject = first('subject');
  return {
    headers: headers.map(({ name, raw }) => ({ name, value: decodeWords(raw).slice(0, LONGEST_VALUE) })),
    from: addresses('from'),
    sender: addresses('sender'),
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    replyTo: addresses('reply-to'),
    returnPath: first('return-path')?.replace(/^<|>$/g, '').slice(0, LONGEST_VALUE) ?? null,
    subject: subject === null ? null : decodeWords(subject).slice(0, LONGEST_VALUE),
    date,
    sent: date === null ? null : readDate(date),
    messageId: first('message-id')?.slice(0, LONGEST_VALUE) ?? null,
    received: all('received').slice(0, MOST_HOPS).map(readHop),
    checks: [
      ...all('authentication-results').flatMap(readChecks),
      ...all('arc-authentication-results').flatMap(readChecks),
      ...all('received-spf')
        .map(readSpf)
        .filter((check): check is MailCheck => check !== undefined),
    ].slice(0, MOST_HOPS),
    signatures: all('dkim-signature')
      .slice(0, MOST_HOPS)
      .map((raw) => {
        const { parameters } = readParameters(`dkim; ${raw}`);
        return { domain: parameters.get('d') ?? null, selector: parameters.get('s') ?? null };
      }),
    repeated: ONCE.filter((name) => all(name).length > 1),
    bodies: [],
    attachments: [],
    messages: [],
  };
}
