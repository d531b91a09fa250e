import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAIL, outlookMessage } from '../../../tests/support/mail-samples.ts';
import { describeReader } from '../binary/reader.cases.ts';
import { readOutlookMessage } from './outlook.ts';
import { readMail } from './read.ts';
import type { MailMessage } from './types.ts';
import { decodeQ, decodeWords } from './words.ts';

/** Attachments are decoded when they are asked for. */
function whole(message: MailMessage | undefined): unknown {
  return (
    message && {
      ...message,
      attachments: message.attachments.map((one) => ({ ...one, read: one.read().toString('hex') })),
      messages: message.messages.map((one) => whole(one.message)),
    }
  );
}

describeReader('an e-mail message', [Buffer.from(MAIL)], (source, problem) => whole(readMail(source, problem)));
describeReader(
  'a message of Outlook',
  [outlookMessage()],
  (source, problem) => whole(readOutlookMessage(source, problem)),
  100,
);

describe('encoded words', () => {
  it('give back any text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const words = (text.match(/.{1,3}/gsu) ?? []).map(
          (part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`,
        );
        expect(decodeWords(words.join('\r\n '))).toBe(text);
      }),
    ));

  it('may be cut within a character', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), (text, at) => {
        const bytes = Buffer.from(text);
        const words = [bytes.subarray(0, at % bytes.length), bytes.subarray(at % bytes.length)].map(
          (part) => `=?utf-8?Q?${Array.from(part, (byte) => `=${byte.toString(16).padStart(2, '0')}`).join('')}?=`,
        );
        expect(decodeWords(words.join(' '))).toBe(text);
      }),
    ));

  it('of any bytes are read', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(decodeQ(text).length).toBeLessThanOrEqual(text.length);
        decodeWords(`=?utf-8?Q?${text}?=`);
      }),
    ));
});
