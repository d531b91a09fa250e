import { latin1 } from '../pcap/bytes.ts';
import type { Budget } from '../tcp/growing-buffer.ts';
import { LineReader } from '../tcp/lines.ts';
import type { Direction, Ends, Moment, StreamConsumer } from '../tcp/types.ts';
import type { Mail, SmtpSession } from './types.ts';

export interface SmtpContext {
  /** For the text of mails and commands. */
  kept: Budget;
  /** A new session, at its first bytes; what is still missing of it is filled in later. */
  session(session: SmtpSession): void;
  /** Who takes what follows STARTTLS. */
  upgraded(ends: Ends): StreamConsumer;
}

const MAX_TEXT = 64 * 1024;
const MAX_MAILS = 1000;
const MAX_RECIPIENTS = 1000;
const MAX_HEADERS = 200;

type State = 'command' | 'login-user' | 'login-password' | 'plain' | 'data' | 'chunk';

/** One connection that speaks SMTP. Direction 0 is the client's. */
export class SmtpConversation implements StreamConsumer {
  readonly session: SmtpSession;
  readonly #context: SmtpContext;
  readonly #commands = new LineReader((line) => this.#line(line));
  readonly #replies = new LineReader((line) => this.#reply(line));
  #state: State = 'command';
  /** Of BDAT: what is left of the chunk. */
  #left = 0;
  #isLastChunk = false;
  #mail: Mail | undefined;
  #asksForTls = false;
  #upgraded: StreamConsumer | undefined;

  constructor(context: SmtpContext, ends: Ends, moment: Moment) {
    this.#context = context;
    this.session = { ends, moment, banner: '', hostname: '', mails: [], raw: '' };
    context.session(this.session);
  }

  data(direction: Direction, bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    if (this.#upgraded) this.#upgraded.data(direction, bytes, start, end, moment);
    else if (direction === 0) this.#fromClient(bytes, start, end);
    else this.#fromServer(bytes, start, end, moment);
  }

  gap(direction: Direction, length: number, moment: Moment): void {
    if (this.#upgraded) {
      this.#upgraded.gap(direction, length, moment);
      return;
    }
    (direction === 0 ? this.#commands : this.#replies).reset();
    if (direction === 0 && this.#state === 'chunk') this.#left = Math.max(0, this.#left - length);
  }

  end(direction: Direction): void {
    this.#upgraded?.end(direction);
  }

  close(): void {
    this.#upgraded?.close();
    this.#finishMail();
  }

  #fromClient(bytes: Uint8Array, start: number, end: number): void {
    const room = Math.min(end - start, MAX_TEXT - this.session.raw.length);
    if (room > 0) this.session.raw += latin1(bytes, start, start + this.#context.kept.take(room));
    let at = start;
    while (at < end) {
      if (this.#state === 'chunk') at = this.#chunk(bytes, at, end);
      else at = this.#commands.one(bytes, at, end);
    }
  }

  #fromServer(bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    let at = start;
    while (at < end && !this.#upgraded) at = this.#replies.one(bytes, at, end);
    if (this.#upgraded && at < end) this.#upgraded.data(1, bytes, at, end, moment);
  }

  #reply(line: string): void {
    if (this.session.banner === '') this.session.banner = `${line}\r\n`;
    const isGood = /^2\d\d/.test(line);
    if (this.#asksForTls && /^\d{3}(?: |$)/.test(line)) {
      this.#asksForTls = false;
      if (isGood) this.#upgraded = this.#context.upgraded(this.session.ends);
    }
    // A refused DATA is followed by commands again.
    if (this.#state === 'data' && /^[45]\d\d/.test(line) && this.#mail?.size === 0) this.#state = 'command';
  }

  #line(line: string): void {
    switch (this.#state) {
      case 'data':
        this.#dataLine(line);
        return;
      case 'login-user':
        this.session.authentication!.username = decoded(line);
        this.#state = 'login-password';
        return;
      case 'login-password':
        this.session.authentication!.password = decoded(line);
        this.#state = 'command';
        return;
      case 'plain':
        this.#plain(line);
        this.#state = 'command';
        return;
      default:
        this.#command(line);
    }
  }

  #command(line: string): void {
    const [, verb = '', rest = ''] = /^([A-Za-z]+)[ \t]*(.*)$/s.exec(line) ?? [];
    switch (verb.toUpperCase()) {
      case 'EHLO':
      case 'HELO':
        this.session.hostname = this.#short(rest.trim());
        return;
      case 'AUTH':
        this.#authenticate(rest);
        return;
      case 'MAIL':
        this.#finishMail();
        this.#mail = { from: this.#short(addressOf(rest)), to: [], headers: [], text: '', size: 0 };
        return;
      case 'RCPT':
        if (this.#mail && this.#mail.to.length < MAX_RECIPIENTS) this.#mail.to.push(this.#short(addressOf(rest)));
        return;
      case 'DATA':
        this.#mail ??= { from: '', to: [], headers: [], text: '', size: 0 };
        this.#state = 'data';
        return;
      case 'BDAT':
        this.#beginChunk(rest);
        return;
      case 'STARTTLS':
        this.#asksForTls = true;
        return;
      case 'RSET':
        this.#finishMail();
        return;
    }
  }

  #authenticate(rest: string): void {
    const [type = '', initial] = rest.trim().split(/[ \t]+/, 2);
    const authentication = { type: type.toLowerCase(), username: '', password: '' };
    this.session.authentication = authentication;
    if (authentication.type === 'plain') {
      if (initial === undefined) this.#state = 'plain';
      else this.#plain(initial);
    } else if (authentication.type === 'login') {
      this.#state = initial === undefined ? 'login-user' : 'login-password';
      if (initial !== undefined) authentication.username = decoded(initial);
    }
  }

  /** An identity nobody uses, the user and the password, with NULs between. */
  #plain(text: string): void {
    const [, username = '', password = ''] = decoded(text).split('\0', 3);
    Object.assign(this.session.authentication!, { username, password });
  }

  #beginChunk(rest: string): void {
    const [, digits, last] = /^(\d{1,15})[ \t]*(LAST)?[ \t]*$/i.exec(rest) ?? [];
    if (digits === undefined) return;
    this.#mail ??= { from: '', to: [], headers: [], text: '', size: 0 };
    this.#left = Number(digits);
    this.#isLastChunk = last !== undefined;
    if (this.#left > 0) this.#state = 'chunk';
    else if (this.#isLastChunk) this.#finishMail();
  }

  #chunk(bytes: Uint8Array, at: number, end: number): number {
    const stop = Math.min(end, at + this.#left);
    this.#addText(latin1(bytes, at, Math.min(stop, at + MAX_TEXT)), stop - at);
    this.#left -= stop - at;
    if (this.#left === 0) {
      this.#state = 'command';
      if (this.#isLastChunk) this.#finishMail();
    }
    return stop;
  }

  #dataLine(line: string): void {
    if (line === '.') {
      this.#finishMail();
      this.#state = 'command';
    } else {
      const text = `${line.startsWith('..') ? line.slice(1) : line}\r\n`;
      this.#addText(text, text.length);
    }
  }

  #addText(text: string, size: number): void {
    const mail = this.#mail;
    if (!mail) return;
    mail.size += size;
    const room = Math.min(text.length, MAX_TEXT - mail.text.length);
    if (room > 0) mail.text += text.slice(0, this.#context.kept.take(room));
  }

  /** Names and addresses have a few hundred characters at most. */
  #short(text: string): string {
    return text.slice(0, this.#context.kept.take(Math.min(text.length, 512)));
  }

  #finishMail(): void {
    const mail = this.#mail;
    this.#mail = undefined;
    if (!mail || this.session.mails.length >= MAX_MAILS) return;
    mail.headers = readHeaders(mail.text);
    this.session.mails.push(mail);
  }
}

/** Base64, and what isn't is taken as it is. */
function decoded(line: string): string {
  const text = line.trim();
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : text;
}

/** The address in `FROM:<a@b> SIZE=1`. */
function addressOf(rest: string): string {
  const colon = rest.indexOf(':');
  const text = (colon < 0 ? rest : rest.slice(colon + 1)).trim();
  const bracket = /^<([^>]*)>/.exec(text);
  return bracket ? bracket[1]! : (text.split(/[ \t]/, 1)[0] ?? '');
}

function readHeaders(text: string): [string, string][] {
  const headers: [string, string][] = [];
  for (const line of text.split(/\r?\n/)) {
    const last = headers.at(-1);
    const colon = line.indexOf(':');
    if (/^[ \t]/.test(line) && last) last[1] += `\r\n${line}`;
    else if (colon > 0 && !/[ \t]/.test(line.slice(0, colon)) && headers.length < MAX_HEADERS) {
      headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
    } else break;
  }
  return headers;
}
