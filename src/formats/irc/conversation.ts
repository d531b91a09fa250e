import type { Budget } from '../tcp/growing-buffer.ts';
import { LineReader } from '../tcp/lines.ts';
import type { Direction, Ends, Moment, StreamConsumer } from '../tcp/types.ts';

export interface IrcMessage {
  ends: Ends;
  moment: Moment;
  type: 'client' | 'server';
  command: string;
  params: string;
  /** Of servers: who the message is from. */
  prefix?: string;
}

export interface IrcContext {
  kept: Budget;
  message(message: IrcMessage): void;
}

const CLIENT_COMMANDS = new Set(
  (
    'PASS JOIN USER OPER MODE SERVICE QUIT SQUIT PART TOPIC NAMES LIST INVITE KICK PRIVMSG NOTICE MOTD LUSERS ' +
    'VERSION STATS LINKS TIME CONNECT TRACE ADMIN INFO SERVLIST SQUERY WHO WHOIS WHOWAS KILL PING PONG ERROR AWAY ' +
    'REHASH DIE RESTART SUMMON USERS WALLOPS USERHOST NICK ISON CAP AUTHENTICATE'
  ).split(' '),
);
/** What clients begin with; a password alone may be that of any protocol. */
const FIRST = /^(?:(?:NICK|CAP|JOIN|AUTHENTICATE) \S|USER \S+ \S+ \S+ )/i;
const PASSWORD = /^PASS [^\r\n]*\r?\n/i;
const SERVER_LINE = /^:(\S+) +([A-Za-z]+|\d{3})(?: +(.*))?$/s;
const CLIENT_LINE = /^(?::\S+ +)?([A-Za-z]+)(?: +(.*))?$/s;

/** Whether a client's first bytes are IRC, of which the first line is whole. */
export function looksLikeIrc(text: string): boolean | 'maybe' {
  const password = PASSWORD.exec(text);
  const rest = password ? text.slice(password[0].length) : text;
  if (password && rest === '') return 'maybe';
  return FIRST.test(rest);
}

/** Whether a first line of a server is one of IRC: `:irc.example.net NOTICE AUTH :…`. */
export function looksLikeIrcServer(line: string): boolean {
  const parts = SERVER_LINE.exec(line);
  return parts !== null && (/^\d{3}$/.test(parts[2]!) || CLIENT_COMMANDS.has(parts[2]!.toUpperCase()));
}

/** One connection that speaks IRC. Direction 0 is the client's. */
export class IrcConversation implements StreamConsumer {
  readonly #context: IrcContext;
  readonly #ends: Ends;
  readonly #sides = [new LineReader((line) => this.#client(line)), new LineReader((line) => this.#server(line))];
  #moment: Moment = { time: 0, offset: 0 };

  constructor(context: IrcContext, ends: Ends) {
    this.#context = context;
    this.#ends = ends;
  }

  data(direction: Direction, bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    this.#moment = { ...moment };
    this.#sides[direction]!.push(bytes, start, end);
  }

  gap(direction: Direction): void {
    this.#sides[direction]!.reset();
  }

  end(): void {}

  close(): void {}

  #client(line: string): void {
    const [, command = '', params = ''] = CLIENT_LINE.exec(line) ?? [];
    if (CLIENT_COMMANDS.has(command.toUpperCase())) this.#message('client', command, params);
  }

  #server(line: string): void {
    const parts = SERVER_LINE.exec(line);
    if (parts) this.#message('server', parts[2]!, parts[3] ?? '', parts[1]);
    else this.#unprefixed(line);
  }

  /** PING and ERROR come without saying from whom. */
  #unprefixed(line: string): void {
    const [, command = '', params = ''] = CLIENT_LINE.exec(line) ?? [];
    if (CLIENT_COMMANDS.has(command.toUpperCase())) this.#message('server', command, params, '');
  }

  #message(type: 'client' | 'server', command: string, params: string, prefix?: string): void {
    const kept = params.slice(0, this.#context.kept.take(params.length));
    const message: IrcMessage = { ends: this.#ends, moment: this.#moment, type, command, params: kept };
    if (prefix !== undefined) message.prefix = prefix;
    this.#context.message(message);
  }
}
