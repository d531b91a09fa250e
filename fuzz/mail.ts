import { isOutlookMessage, readOutlookMessage } from '../src/formats/mail/outlook.ts';
import { isMail, readMail } from '../src/formats/mail/read.ts';
import type { MailMessage } from '../src/formats/mail/types.ts';
import { MemorySource } from '../src/util/byte-source.ts';
import { MAIL, outlookMessage } from '../tests/support/mail-samples.ts';

/** Any bytes as an e-mail message, of either kind. */
export function fuzz(data: Uint8Array): void {
  const source = new MemorySource(data);
  const head = Buffer.from(data.subarray(0, 4096));
  isMail(head);
  if (isOutlookMessage(source, head)) use(readOutlookMessage(source, () => {}));
  else use(readMail(source, () => {}));
}

function use(message: MailMessage | undefined): void {
  for (const { read } of message?.attachments ?? []) read();
  for (const { message: inner } of message?.messages ?? []) use(inner);
  JSON.stringify(message);
}

export const corpus = (): Uint8Array[] => [Buffer.from(MAIL), outlookMessage()];
