import type { Ends, Moment } from '../tcp/types.ts';

export interface Mail {
  from: string;
  to: string[];
  /** First header block of the message; of equal names the first. */
  headers: [name: string, value: string][];
  /** The message from its headers on, as Latin-1; its first bytes. */
  text: string;
  /** Bytes of the message. */
  size: number;
}

/** One connection that carries mail. */
export interface SmtpSession {
  ends: Ends;
  moment: Moment;
  /** The server's first line, with its end. */
  banner: string;
  /** What the client calls itself. */
  hostname: string;
  authentication?: { type: string; username: string; password: string };
  mails: Mail[];
  /** What the client sent, as Latin-1; its first bytes. */
  raw: string;
}
